"""Care on the screens: who sees which matter and which step, and lost contact with what opens it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from desk.screens.conftest import Desk
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.happening import AttemptEnded, AttemptStarted, ThirdPartyRefused
from fairdue.casefile.matter import MatterKind
from fairdue.foundation.ids import AttemptId, CaseId, PermitId
from fairdue.operations import matters as work
from fairdue.operations.matters import MatterLine
from fairdue_desk import wiring

pytestmark = pytest.mark.django_db

SAID = "我要投诉"


def take(desk: Desk, case_id: CaseId, kind: MatterKind = MatterKind.COMPLAINT) -> str:
    line = work.receive_matter(
        desk.house, case_id=case_id, kind=kind, said=SAID, as_of=desk.house.now(), actor="collector1"
    )
    assert isinstance(line, MatterLine)
    return line.due.matter.matter_id


def step(desk: Desk, username: str, matter_id: str, **said: str) -> int:
    return desk.client(username).post(reverse("matter_step", args=[matter_id]), said).status_code


def test_a_matter_of_a_colleagues_case_is_shut_until_one_handles_it(desk: Desk) -> None:
    matter_id = take(desk, desk.others.case_id)
    client, url = desk.client("collector1"), reverse("matter", args=[matter_id])
    assert client.get(url).status_code == 403
    assert desk.others.name not in client.get(reverse("matters")).content.decode()
    work.assign_matter(
        desk.house, matter_id=matter_id, handler="collector1", as_of=desk.house.now(), actor="lead"
    )
    assert SAID in client.get(url).content.decode()
    assert desk.others.name in client.get(reverse("matters")).content.decode()
    assert client.get(reverse("case", args=[desk.others.case_id])).status_code == 403


@pytest.mark.parametrize("what", ["assign", "approve", "answer", "close"])
def test_a_collector_who_does_not_handle_it_takes_no_deciding_step(desk: Desk, what: str) -> None:
    matter_id = take(desk, desk.own.case_id)
    assert step(desk, "collector1", matter_id, step=what, answer="x", upheld="yes") == 403
    after = desk.house.book.load(desk.own.case_id).matters[0]
    assert after.answered_at is None and after.handler is None


def test_the_handler_answers_and_another_closes(desk: Desk) -> None:
    matter_id = take(desk, desk.own.case_id)
    assert step(desk, "lead", matter_id, step="assign", handler="collector1") == 302
    assert step(desk, "collector1", matter_id, step="answer", answer="对不起", upheld="yes") == 302
    assert step(desk, "collector1", matter_id, step="close") == 403
    assert step(desk, "compliance", matter_id, step="close") == 302
    assert desk.house.book.load(desk.own.case_id).complaints[0].upheld is True


def test_an_unknown_step_and_a_wrong_day_change_nothing(desk: Desk) -> None:
    matter_id = take(desk, desk.own.case_id)
    before = desk.house.book.load(desk.own.case_id).event_count
    for said in ({"step": "bribe"}, {"step": "tell", "told_on": "soon", "channel": "letter"}, {}):
        assert step(desk, "lead", matter_id, **said) == 302
    case_url = reverse("case_matter", args=[desk.own.case_id])
    for form in ({"kind": "quarrel", "said": "x"}, {"kind": "dispute", "said": "x", "received_on": "soon"}):
        assert desk.client("collector1").post(case_url, form).status_code == 302
    assert desk.house.book.load(desk.own.case_id).event_count == before


def test_what_was_said_stands_on_the_page_and_in_no_address_or_list(desk: Desk) -> None:
    matter_id = take(desk, desk.own.case_id)
    client = desk.client("lead")
    assert SAID in client.get(reverse("matter", args=[matter_id])).content.decode()
    assert SAID not in client.get(reverse("matters")).content.decode()
    assert SAID not in client.get(reverse("diary")).content.decode()


def fail_calls(desk: Desk, number: int) -> None:
    """Failed calls to the customer's mobile, an hour apart, ending now."""
    house, now = desk.house, desk.house.now()
    with house.book.transaction():
        case = house.book.load_locked(desk.own.case_id)
        point = case.contact_points[0].contact_point_id
        for one in range(number):
            name = AttemptId(f"at-{one}")
            moment = now - timedelta(days=2) + timedelta(hours=one)
            started = AttemptStarted(name, PermitId(f"pm-{one}"), "phone", point, "interactive")
            ended = AttemptEnded(name, CallResult.NO_ANSWER, AnsweredBy.NOBODY)
            case = house.book.append(case, [started, ended], at=moment, actor="collector1")


def test_the_case_page_says_where_reach_stands_why_and_what_would_change_it(desk: Desk) -> None:
    page = desk.client("collector1").get(reverse("case", args=[desk.own.case_id])).content.decode()
    assert "尝试联系中" in page and "再连续 3 次" in page and "不能为恢复联系而联系第三人" in page


def test_lost_contact_alone_opens_the_sealed_contact_and_a_refusal_shuts_it_for_ever(desk: Desk) -> None:
    client, url = desk.client("collector1"), reverse("case_sealed", args=[desk.own.case_id])
    contact = desk.house.book.load(desk.own.case_id).sealed_contacts[0].contact_point_id
    name, number = desk.own.third_person

    def ask(purpose: str = "restore_contact") -> str:
        return client.post(url, {"contact": contact, "purpose": purpose}).content.decode()

    assert number not in ask()
    fail_calls(desk, 3)
    page = client.get(reverse("case", args=[desk.own.case_id])).content.decode()
    assert "失联" in page and "连续 3 次拨打无法联系本人" in page
    assert number in ask()
    assert number not in ask("collect")
    with wiring.house().book.transaction():
        case = desk.house.book.load_locked(desk.own.case_id)
        desk.house.book.append(case, [ThirdPartyRefused(contact)], at=desk.house.now(), actor="collector1")
    assert number not in ask() and name not in ask()
