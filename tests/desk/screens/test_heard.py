"""What the customer said, on the call page: proposed, accepted with one key, taken back, and wrapped up."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from desk.screens.conftest import Desk
from desk.screens.portfolio import MadeUp
from desk.screens.test_call import TO_THE_DEBT, answer, begin
from fairdue_desk.rows.models import CaseEvent

pytestmark = pytest.mark.django_db


def send(client: Client, person: MadeUp, page: str, *, to: str = "call_turn", **form: str) -> str:
    """Send a form of the page as it stands; returns the next step."""
    turn = re.search(r'name="turn" value="(\d+)"', page)
    assert turn is not None
    url = reverse(to, args=[person.case_id])
    return client.post(url, {"turn": turn[1], **form}, headers={"HX-Request": "true"}).content.decode()


def proposal(page: str) -> str:
    """The turn that Enter would send."""
    found = re.search(r'name="proposal" value="([^"]+)"', page)
    assert found is not None, page
    return unescape(found[1])


def to_the_debt(desk: Desk) -> tuple[Client, str]:
    client, page = begin(desk), ""
    for choice in TO_THE_DEBT:
        page = answer(client, desk.own, choice)
    return client, page


def test_words_are_proposed_with_reasons_and_enter_takes_the_first(desk: Desk) -> None:
    client, page = to_the_debt(desk)
    page = send(client, desk.own, page, heard="我忘了还款日了")
    assert "忘记了" in page and 'data-key="enter"' in page and "%</span>" in page
    assert CaseEvent.objects.filter(case_id=desk.own.case_id, kind="TurnTaken").count() == 3
    page = send(client, desk.own, page, proposal=proposal(page))
    assert "忘记或愿意：约今天" in page


def test_a_missing_value_is_asked_and_what_was_said_stands_in_its_field(desk: Desk) -> None:
    client, page = to_the_debt(desk)
    page = send(client, desk.own, page, heard="下周五我先还两千")
    page = send(client, desk.own, page, proposal=proposal(page))
    assert "定下日期和金额" in page, "the same words fill the next step"
    page = send(client, desk.own, page, proposal=proposal(page))
    assert "请问您准备用什么渠道" in page and 'value="2000.00"' in page and 'value="2026-03-13"' in page
    page = send(client, desk.own, page, heard="用微信")
    page = send(client, desk.own, page, proposal=proposal(page))
    assert "复述承诺" in page and "2,000元" in page


def test_what_must_come_first_is_taken_at_once(desk: Desk) -> None:
    client, page = to_the_debt(desk)
    page = send(client, desk.own, page, heard="你们再逼我我就不想活了")
    assert "安全第一" in page and "debt.amount" not in page
    page = send(client, desk.own, page, to="call_take_back")
    assert "不能由催收员撤回" in page and "安全第一" in page


def test_the_last_answer_is_taken_back_and_the_debt_put_away(desk: Desk) -> None:
    client, page = to_the_debt(desk)
    assert "debt-facts" in page
    page = send(client, desk.own, page, to="call_take_back")
    assert "核实身份" in page and "debt-facts" not in page and "12,007.36" not in page
    kinds = list(CaseEvent.objects.filter(case_id=desk.own.case_id).values_list("kind", flat=True))
    assert "TurnTakenBack" in kinds and kinds.count("TurnTaken") == 3, "nothing is deleted"
    assert "debt-facts" in send(client, desk.own, page, choice="id_last_four")


def test_a_key_to_take_back_pressed_twice_takes_one_answer_back(desk: Desk) -> None:
    client, page = to_the_debt(desk)
    send(client, desk.own, page, to="call_take_back")
    page = send(client, desk.own, page, to="call_take_back")
    assert "这个回答属于上一步" in page
    assert CaseEvent.objects.filter(case_id=desk.own.case_id, kind="TurnTakenBack").count() == 1


def test_before_the_check_no_proposal_and_no_wrap_up_tells_of_the_debt(desk: Desk) -> None:
    client, page = begin(desk), ""
    page = answer(client, desk.own, "answered")
    for words in ("一共欠多少钱", "我已经还了三千", "我是他老婆", "什么事啊", "好，我跟他说", "再见"):
        page = send(client, desk.own, page, heard=words)
        if 'name="proposal"' in page:
            page = send(client, desk.own, page, proposal=proposal(page))
        assert not any(fact in page for fact in ("12,007.36", "11,000.00", "700.36", "debt-facts")), words
        if 'name="turn"' not in page:
            break


def test_how_the_call_will_be_recorded_is_shown_and_one_key_confirms_it(desk: Desk) -> None:
    client, page = to_the_debt(desk)
    for words in ("下周五我先还两千", "", "用微信", "对"):
        if words:
            page = send(client, desk.own, page, heard=words)
        page = send(client, desk.own, page, proposal=proposal(page))
        if words == "下周五我先还两千":
            continue
    assert "将这样登记" in page and "给客户的回执" in page and "<b>PTP</b>" in page
    page = send(client, desk.own, page, choice="finish")
    assert "call-note" in page and "PTP" in page


def test_a_proposal_that_was_tampered_with_is_no_turn(desk: Desk) -> None:
    client, page = to_the_debt(desk)
    for stored in ("{", '{"choice": 7, "x": 1}', '{"choice":"nowhere"}'):
        shown = send(client, desk.own, page, proposal=stored)
        assert 'role="alert"' in shown
    assert CaseEvent.objects.filter(case_id=desk.own.case_id, kind="TurnTaken").count() == 3
