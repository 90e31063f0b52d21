"""The guided call on the screen: what is hidden until when, what is taken, and what survives a reload."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from desk.screens.conftest import Desk
from desk.screens.portfolio import MadeUp
from fairdue_desk.rows.models import Case, CaseEvent, Decision

pytestmark = pytest.mark.django_db

TO_THE_DEBT = ("answered", "self", "id_last_four")


def begin(desk: Desk, username: str = "collector1") -> Client:
    client = desk.client(username)
    answer = client.post(reverse("call_begin", args=[desk.own.case_id]))
    assert answer["Location"] == reverse("call", args=[desk.own.case_id])
    return client


def answer(client: Client, person: MadeUp, choice: str, *, turn: int | None = None, **typed: str) -> str:
    url = reverse("call_turn", args=[person.case_id])
    taken = (
        CaseEvent.objects.filter(case_id=person.case_id, kind="TurnTaken").count() if turn is None else turn
    )
    form = {"turn": str(taken), "choice": choice}
    form |= {f"{choice}-{kind}": value for kind, value in typed.items()}
    return client.post(url, form, headers={"HX-Request": "true"}).content.decode()


def test_until_the_identity_check_passes_no_fact_of_the_debt_reaches_the_browser(desk: Desk) -> None:
    client = begin(desk)
    facts = (
        "12,007.36",
        "11,000.00",
        "700.36",
        "1,250.00",
        "2026年1月10日",
        "信用卡",
        desk.own.card[-4:],
        "debt-facts",
    )
    page = client.get(reverse("call", args=[desk.own.case_id])).content.decode()
    for choice in TO_THE_DEBT:
        shown = [fact for fact in facts if fact in page.replace(desk.own.mobile[-4:], "")]
        assert not shown, (choice, shown)
        page = answer(client, desk.own, choice)
    assert "debt-facts" in page and "12,007.36" in page and "debt-veiled" not in page
    assert Decision.objects.filter(action="say_debt_fact", verdict="permit").count() == 1


def test_whoever_calls_on_a_case_that_nobody_has_takes_it(desk: Desk) -> None:
    client = desk.client("collector1")
    client.post(reverse("call_begin", args=[desk.free.case_id]))
    assert Case.objects.get(case_id=desk.free.case_id).collector == "collector1"
    assert client.get(reverse("call", args=[desk.free.case_id])).status_code == 200


def test_a_refused_call_on_a_case_that_nobody_has_takes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAIRDUE_TODAY", "2026-03-02T22:30")
    desk.client("collector1").post(reverse("call_begin", args=[desk.free.case_id]))
    assert not Case.objects.get(case_id=desk.free.case_id).collector


def test_in_distress_the_facts_of_the_debt_leave_the_screen(desk: Desk) -> None:
    client = begin(desk)
    for choice in TO_THE_DEBT:
        page = answer(client, desk.own, choice)
    assert "12,007.36" in page
    page = answer(client, desk.own, "distress")
    assert "12,007.36" not in page and "debt-facts" not in page and "现在不谈欠款" in page


def test_a_call_left_open_is_one_click_away_on_the_work_list(desk: Desk) -> None:
    client = begin(desk)
    way = reverse("call", args=[desk.own.case_id])
    assert way in client.get(reverse("work_list")).content.decode()
    assert way not in desk.client("lead").get(reverse("work_list")).content.decode()


def test_a_reload_shows_the_same_step_and_takes_nothing_twice(desk: Desk) -> None:
    client = begin(desk)
    part = answer(client, desk.own, "answered")
    again = client.get(reverse("call", args=[desk.own.case_id])).content.decode()
    for page in (part, again):
        assert "开场：报身份，确认本人" in page and 'name="turn" value="1"' in page
    assert client.post(reverse("call_begin", args=[desk.own.case_id])).status_code == 302
    assert CaseEvent.objects.filter(case_id=desk.own.case_id, kind="CallOpened").count() == 1


def test_an_answer_sent_twice_is_taken_once(desk: Desk) -> None:
    client = begin(desk)
    answer(client, desk.own, "answered", turn=0)
    page = answer(client, desk.own, "answered", turn=0)
    assert "这个回答属于上一步" in page
    assert CaseEvent.objects.filter(case_id=desk.own.case_id, kind="TurnTaken").count() == 1


def test_a_value_that_cannot_be_taken_comes_back_with_what_to_type(desk: Desk) -> None:
    client = begin(desk)
    for choice in (*TO_THE_DEBT, "forgot"):
        page = answer(client, desk.own, choice)
    page = answer(client, desk.own, "part", amount="999999", time="", channel="wechat")
    assert 'role="alert"' in page and "超过了现欠金额" in page
    assert 'value="999999"' in page and "is-open" in page


def test_a_promise_by_keyboard_becomes_an_event_a_note_and_a_code(desk: Desk) -> None:
    client = begin(desk)
    for choice in (*TO_THE_DEBT, "forgot"):
        answer(client, desk.own, choice)
    answer(client, desk.own, "part", amount="三千五", time="下午五点", channel="wechat")
    case = desk.house.book.load(desk.own.case_id)
    assert case.open_call is not None
    page = answer(client, desk.own, "agreed")
    page = answer(client, desk.own, "finish")
    case = desk.house.book.load(desk.own.case_id)
    assert [promise.amount_fen for promise in case.promises] == [350_000]
    assert case.open_call is None and 'id="call-note"' in page and case.dispositions[-1].note in page
    assert client.get(reverse("call", args=[desk.own.case_id])).status_code == 302
    client.post(reverse("case_annotate", args=[desk.own.case_id]), {"text": "客户补充：工资到账后还。"})
    assert "客户补充：工资到账后还。" in client.get(reverse("case", args=[desk.own.case_id])).content.decode()
    assert case.dispositions[-1].note == desk.house.book.load(desk.own.case_id).dispositions[-1].note


def test_a_refused_call_shows_the_rule_and_its_source(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAIRDUE_TODAY", "2026-03-02T23:10")
    page = desk.client("collector1").post(reverse("call_begin", args=[desk.own.case_id])).content.decode()
    assert "闸门答复" in page and "GB/T 45251-2025" in page
    assert Decision.objects.exclude(verdict="permit").count() == 1
    assert desk.house.book.load(desk.own.case_id).attempts == ()


def test_a_sealed_contact_stays_sealed_and_the_refusal_names_its_rule(desk: Desk) -> None:
    contact = desk.house.book.load(desk.own.case_id).sealed_contacts[0].contact_point_id
    form = {"contact": contact, "purpose": "restore_contact"}
    page = (
        desk.client("collector1").post(reverse("case_sealed", args=[desk.own.case_id]), form).content.decode()
    )
    assert "cn.gbt_45251.third_party_unreachable" in page and "decision-refuse" in page
    assert not [detail for detail in desk.own.third_person if detail in page]
    form["purpose"] = "collect"
    answer = desk.client("collector1").post(reverse("case_sealed", args=[desk.own.case_id]), form)
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("2026-03-03 10:00", 1),
        ("明天上午十点", 1),
        ("2026-03-01 10:00", 0),
        ("2026-03-03 23:00", 0),
        ("some day", 0),
    ],
)
def test_a_callback_is_stored_when_it_lies_ahead_and_in_the_day(desk: Desk, typed: str, stored: int) -> None:
    desk.client("collector1").post(reverse("case_callback", args=[desk.own.case_id]), {"due": typed})
    assert len(desk.house.book.load(desk.own.case_id).callbacks) == stored
