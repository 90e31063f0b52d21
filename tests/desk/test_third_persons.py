"""A third person is reached by their sealed contact, as who they are, once the debtor is lost, and hears no debt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.test_send import Line, call_of, codes, over, place
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.matter import MatterKind
from fairdue.compliance.action import Action, ActionKind, CalleeRole, Channel, ThirdPartyIntent
from fairdue.compliance.claim import Claim
from fairdue.compliance.decision import Refuse
from fairdue.operations.gather import gather_facts
from fairdue.operations.house import House
from fairdue.operations.matters import receive_matter
from fairdue.operations.send import Sent, reveal, send
from fairdue_desk.rows.models import ContactAttempt
from journeys.story import on, reveal_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house: House) -> CaseFile:
    return place(house, "HS-1")


@pytest.fixture
def lost(house: House, case: CaseFile) -> CaseFile:
    """The case on the day after three calls in a row found nobody."""
    silent = over(house, Line(CallResult.NO_ANSWER))
    for minute in range(3):
        assert isinstance(send(silent, action=call_of(case), as_of=on(0, 10, 10 * minute), actor="c7"), Sent)
    return house.book.load(case.case_id)


def ask_third(case: CaseFile) -> Action:
    return replace(
        reveal_action(case),
        kind=ActionKind.CONTACT_THIRD_PARTY,
        channel=Channel.PHONE,
        third_party_intent=ThirdPartyIntent.ASK_CONTACT_DETAILS,
    )


def test_a_third_person_can_be_called_once_the_debtor_is_lost_and_not_before(
    house: House, lost: CaseFile
) -> None:
    line = Line(CallResult.ANSWERED, AnsweredBy.THIRD_PARTY)
    early = send(over(house, line), action=ask_third(lost), as_of=on(0, 11), actor="c7")
    assert "cn.cba_2026.unreachable_condition" in codes(early)
    assert line.delivered == []
    sent = send(over(house, line), action=ask_third(lost), as_of=on(1, 10), actor="c7")
    assert isinstance(sent, Sent), codes(sent)
    (outbound,) = line.delivered
    assert outbound.to == "", "the number is sealed; who dials has it revealed first, by a permit of its own"
    assert ContactAttempt.objects.get(permit_id=sent.permit.permit_id).callee_role == "third_party"


def test_a_call_that_is_to_tell_a_third_person_of_the_debt_is_refused(house: House, lost: CaseFile) -> None:
    action = replace(ask_third(lost), claims=frozenset({Claim.DEBT_FACT}))
    answer = send(over(house, Line()), action=action, as_of=on(1, 10), actor="c7")
    assert codes(answer) == {"cn.gbt_45251.third_party_words"}


def test_a_third_persons_number_that_turned_out_dead_is_not_called_again(
    house: House, lost: CaseFile
) -> None:
    dead = over(house, Line(CallResult.EMPTY_NUMBER))
    assert isinstance(send(dead, action=ask_third(lost), as_of=on(1, 10), actor="c7"), Sent)
    again = send(dead, action=ask_third(lost), as_of=on(1, 11), actor="c7")
    assert codes(again) == {"house.number_usable"}


@pytest.mark.parametrize("role", [CalleeRole.DEBTOR, CalleeRole.UNKNOWN, CalleeRole.CO_DEBTOR])
def test_a_third_persons_number_is_never_called_as_somebody_elses(
    house: House, case: CaseFile, role: CalleeRole
) -> None:
    third = case.sealed_contacts[0]
    action = replace(
        call_of(case),
        contact_point_id=third.contact_point_id,
        number_key=third.number_key,
        callee_role=role,
    )
    line = Line()
    with pytest.raises(ValueError, match="a third person is reached by a sealed contact"):
        send(over(house, line), action=action, as_of=on(0, 10), actor="c7")
    assert line.delivered == []
    facts = gather_facts(house, case=case, action=action, as_of=on(0, 10), actor="c7")
    assert facts.number_usable is None, "what only explains refuses it as well"


def test_the_debtor_is_never_called_as_a_third_person(house: House, lost: CaseFile) -> None:
    own = lost.contact_points[0]
    action = replace(ask_third(lost), contact_point_id=own.contact_point_id, number_key=own.number_key)
    with pytest.raises(ValueError, match="everybody else never by one"):
        send(over(house, Line()), action=action, as_of=on(1, 10), actor="c7")


def test_two_who_share_a_number_share_its_six_unanswered_attempts(house: House, case: CaseFile) -> None:
    other = place(house, "HS-2", seed=12, 手机=case.contact_points[0].value)
    assert other.party.person_id != case.party.person_id
    silent = over(house, Line(CallResult.NO_ANSWER))
    answers = [
        send(silent, action=call_of(one), as_of=on(0, 10, minute), actor="c7")
        for minute, one in enumerate((case, other) * 4)
    ]
    assert [isinstance(answer, Sent) for answer in answers] == [True] * 6 + [False] * 2
    assert not isinstance(answers[-1], Sent | Refuse)
    assert codes(answers[-1]) == {"cn.cba_2026.attempts_per_number"}


def test_no_third_person_is_approached_while_a_complaint_of_the_lost_customer_is_open(
    house: House, lost: CaseFile
) -> None:
    receive_matter(
        house, case_id=lost.case_id, kind=MatterKind.COMPLAINT, said="骚扰家人", as_of=on(0, 20), actor="c7"
    )
    answer = reveal(house, action=reveal_action(lost), as_of=on(1, 10), actor="c7")
    assert isinstance(answer, Refuse) and codes(answer) == {"house.holds.complaint"}
