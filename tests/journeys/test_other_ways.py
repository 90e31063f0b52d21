"""What else happens to a case: a stop, a dispute, a wrong number, silence, a late callback that was agreed."""

from __future__ import annotations

import json

import pytest

from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.dispute import DisputeGround
from fairdue.casefile.hold import HoldKind
from fairdue.compliance.decision import Defer, Refuse
from fairdue.conversation.heard import Heard
from fairdue.foundation.ids import CaseId
from fairdue.operations.audit import audit
from fairdue.operations.converse import CallUnderWay, NoNumber, take_turn
from fairdue.operations.house import House
from fairdue.operations.prepare import prepare_case
from fairdue.operations.send import Revealed, reveal
from fairdue.strategy.allowance import Standing
from fairdue_desk.rows.models import CaseEvent, Decision
from journeys.story import COLLECTOR, TALK, Story, on, placement_csv, reveal_action

pytestmark = pytest.mark.django_db

THIRD_PHONE = "13900001234"


@pytest.fixture
def story(house: House) -> Story:
    return Story(house)


@pytest.fixture
def case_id(story: Story) -> CaseId:
    cells = {"个案序列号": "HS-1", "联系人1姓名": "联系甲", "联系人1手机": THIRD_PHONE}
    assert story.place(placement_csv(cells, size=1), at=on(0, 8)).new == 1
    return story.house.book.resolve("HS-1")


def codes(refused: Refuse | Defer) -> set[str]:
    return {reason.code for reason in refused.reasons}


def test_after_a_stop_request_the_next_call_is_refused_by_its_rule(story: Story, case_id: CaseId) -> None:
    call = story.call(case_id, "answered", "self", "stop_contact", "finish", at=on(0, 10))
    assert call.prompt.code is ResultCode.ST
    refused = story.dial(case_id, at=on(3, 10))
    assert isinstance(refused, Refuse)
    assert codes(refused) == {"house.holds.stop_contact"}
    assert all(reason.text.zh and reason.text.en for reason in refused.reasons)
    (kept, *_) = story.house.ledger.decisions_of(case_id)
    assert (kept.verdict, kept.rules) == ("refuse", ("house.holds.stop_contact",))
    assert prepare_case(
        story.house, case_id=case_id, as_of=on(3, 10), actor=COLLECTOR
    ).allowance.standing is (Standing.NOT_ALLOWED)


def test_a_stop_request_on_one_case_stops_every_case_of_the_person(story: Story, case_id: CaseId) -> None:
    party = story.case(case_id).party
    same = {"个案序列号": "OTHER-9", "姓名": party.name, "证件号": party.id_number}
    assert story.place(placement_csv(same, size=1, seed=12), at=on(0, 9), name="second.csv").new == 1
    other = story.house.book.resolve("OTHER-9")
    assert story.case(other).party.person_id == party.person_id
    story.call(case_id, "answered", "self", "stop_contact", "finish", at=on(0, 10))
    refused = story.dial(other, at=on(1, 10))
    assert isinstance(refused, Refuse)
    assert "house.holds.stop_contact" in codes(refused)


def test_a_dispute_pauses_collecting_with_its_ground_and_words_recorded(
    story: Story, case_id: CaseId
) -> None:
    amount = Heard("amount", text="利息算重了")
    call = story.call(case_id, *TALK, "dispute", amount, "finish", at=on(0, 10))
    assert call.prompt.code is ResultCode.DS
    assert "利息算重了" in call.prompt.note
    case = story.case(case_id)
    (dispute,) = case.disputes
    assert (dispute.ground, dispute.said) == (DisputeGround.AMOUNT, "利息算重了")
    assert case.holds_at(on(20, 10)) == {HoldKind.DISPUTE}
    refused = story.dial(case_id, at=on(1, 10))
    assert isinstance(refused, Refuse)
    assert codes(refused) == {"cn.credit_card_2011.dispute"}


def test_a_wrong_number_is_marked_invalid_and_not_dialled_again(story: Story, case_id: CaseId) -> None:
    call = story.call(case_id, "answered", "wrong_number", "finish", at=on(0, 10))
    assert call.prompt.code is ResultCode.CH
    assert not call.prompt.debt_visible
    (point, *others) = story.case(case_id).contact_points
    assert (point.status, others) == (NumberStatus.INVALID, [])
    with pytest.raises(NoNumber):
        story.dial(case_id, at=on(1, 10))
    card = prepare_case(story.house, case_id=case_id, as_of=on(1, 10), actor=COLLECTOR)
    assert card.allowance.standing is Standing.NOT_ALLOWED
    assert card.gaps


def test_a_third_person_is_revealed_only_from_the_day_after_the_third_failed_call(
    story: Story, case_id: CaseId
) -> None:
    house = story.house
    asked = reveal_action(story.case(case_id))
    before = reveal(house, action=asked, as_of=on(0, 9), actor="c7")
    assert isinstance(before, Refuse)
    assert "cn.gbt_45251.third_party_unreachable" in codes(before)
    for hour in (10, 13, 17):
        story.call(case_id, "no_answer", at=on(0, hour))
        same_day = reveal(house, action=asked, as_of=on(0, hour, 30), actor="c7")
        assert isinstance(same_day, Refuse)
    assert "cn.cba_2026.unreachable_condition" in codes(same_day)
    opened = reveal(house, action=asked, as_of=on(1, 9), actor="c7")
    assert isinstance(opened, Revealed)
    details = json.loads(opened.details)
    assert (details["name"], details["phone"]) == ("联系甲", THIRD_PHONE)
    assert THIRD_PHONE not in repr(opened)
    event = CaseEvent.objects.filter(case_id=case_id).order_by("-seq").first()
    assert event is not None
    assert (event.kind, event.actor) == ("SealedContactRevealed", "c7")
    assert "restore_contact" in event.body and THIRD_PHONE not in event.body
    assert Decision.objects.get(permit_id=opened.permit.permit_id).verdict == "permit"
    story.call(case_id, *TALK, "hang_up", at=on(1, 10))
    closed = reveal(house, action=asked, as_of=on(1, 11), actor="c7")
    assert isinstance(closed, Refuse), "once the customer was reached, nobody else is asked"
    assert audit(house).findings == ()


def test_a_late_callback_is_allowed_only_in_the_window_that_the_customer_agreed_to(
    story: Story, case_id: CaseId
) -> None:
    at_night = story.dial(case_id, at=on(0, 22, 30))
    assert isinstance(at_night, Defer)
    assert at_night.until == on(1, 8)
    assert {"cn.gbt_45251.quiet_hours", "cn.cba_2026.quiet_hours"} <= codes(at_night)
    evening = Heard("named", at=on(2, 22, 30))
    story.call(case_id, *TALK, "not_now", evening, "consented", "finish", at=on(1, 10))
    for refused_at in (on(1, 22, 30), on(2, 22, 15), on(2, 23, 15), on(3, 22, 30)):
        assert isinstance(story.dial(case_id, at=refused_at), Defer), refused_at
    call = story.dial(case_id, at=on(2, 22, 35))
    assert isinstance(call, CallUnderWay)
    story.go_on(call, ["no_answer"], at=on(2, 22, 36))


def test_an_hour_at_night_is_not_agreed_before_the_identity_check(story: Story, case_id: CaseId) -> None:
    call = story.call(case_id, "answered", "not_now", at=on(1, 10))
    night = Heard("named", at=on(2, 22, 30))
    after = take_turn(story.house, case_id=case_id, heard=night, as_of=on(1, 10, 5), actor="c7")
    assert after.complaints
    assert after.prompt.step == call.prompt.step == "callback"
