"""A turn is taken back by happenings that undo its facts; what protects the customer stays; a crash loses nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.conversation.call_builder import ATTEMPT, NOW, SESSION, SPEAKER, VERIFIED, Call, a_case, add
from core.conversation.test_every_flow import WORDS, values
from fairdue.casefile import happening as h
from fairdue.casefile.case import CaseFile
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.promise import PromiseState
from fairdue.conversation.engine import resume
from fairdue.conversation.flow import Effect
from fairdue.conversation.heard import Heard, write_heard
from fairdue.conversation.moves import find_choice, open_choices
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.session import Session
from fairdue.conversation.taking_back import STANDS, TakenBack, session_at, take_back

PROMISE = Heard("part", amount_fen=200_000, on=NOW.date().replace(day=20), channel="wechat")
CLAIM = Heard("told", amount_fen=350_000, on=NOW.date().replace(day=6), channel="bank_app")


def undo(call: Call) -> TakenBack:
    """Take the last turn back and append what the operations would append."""
    undone = take_back(session=call.session, case=call.case, as_of=call.as_of)
    call.case = add(call.case, undone.happenings, call.as_of)
    call.session = undone.session
    return undone


def from_log(case: CaseFile) -> Session:
    """The session that a fresh process builds from the case alone."""
    assert case.open_call is not None
    return resume(
        case=case,
        speaker=SPEAKER,
        session_id=SESSION,
        attempt_id=ATTEMPT,
        flow=read_flow(),
        opened_at=NOW,
        turns=case.open_call.turns,
    )


def test_the_identity_check_is_taken_back_and_the_debt_is_put_away() -> None:
    call = Call().say(*VERIFIED)
    assert ATTEMPT in call.case.verified_attempts
    undo(call)
    assert call.session.step == "verify" and not call.prompt().debt_visible
    assert call.case.verified_attempts == ()


def test_a_promise_taken_back_is_cancelled_and_the_next_has_an_id_of_its_own() -> None:
    call = Call().say(*VERIFIED, "later", PROMISE, "agreed")
    undo(call)
    assert [promise.state for promise in call.case.promises] == [PromiseState.CANCELLED]
    assert call.session.step == "read_back"
    call.say("agreed")
    assert len({promise.promise_id for promise in call.case.promises}) == 2
    assert len(call.case.open_promises) == 1


def test_a_claim_taken_back_is_withdrawn_and_its_hold_is_released() -> None:
    call = Call().say(*VERIFIED, "paid", CLAIM, "right")
    assert call.case.holds_at(NOW)
    undo(call)
    assert [claim.state for claim in call.case.claims] == [ClaimState.WITHDRAWN]
    assert not call.case.holds_at(NOW)


def test_a_reason_and_a_callback_are_taken_back() -> None:
    call = Call().say(*VERIFIED, "listens", "illness")
    undo(call)
    assert call.case.reasons == ()
    call = Call().say("answered", "not_now", Heard("named", at=NOW.replace(hour=15)), "agreed")
    undo(call)
    assert all(callback.done for callback in call.case.callbacks)


@pytest.mark.parametrize("care", ["distress", "stop_contact", "represented", "fraud_claim", "agent_calls"])
def test_what_protects_the_customer_is_not_taken_back_by_the_one_who_collects(care: str) -> None:
    call = Call().say(*VERIFIED, care)
    before = call.case
    undone = undo(call)
    assert undone.refusal is not None and "负责人" in undone.refusal.zh
    assert call.case == before


def test_the_way_to_a_complaint_is_taken_back_while_nothing_is_registered() -> None:
    call = Call().say(*VERIFIED, "complaint")
    undo(call)
    assert call.session.step == "debt"
    call.say("complaint", Heard("told", text="说话难听"))
    assert undo(call).refusal is not None


def test_a_closed_call_and_a_call_without_turns_have_nothing_to_take_back() -> None:
    assert undo(Call()).refusal is not None
    closed = Call().say("no_answer")
    assert undo(closed).refusal is not None
    with pytest.raises(ValueError, match="from 0 to that"):
        session_at(session=closed.session, turn=7)


@given(st.integers(0, 10_000))
@settings(max_examples=120, deadline=None)
def test_a_crash_at_any_event_loses_nothing_and_every_turn_can_be_looked_at(seed: int) -> None:
    """Keys, words and corrections in any order; after each event a fresh process stands where this one stood."""
    chance = random.Random(seed)
    call = Call(a_case(periods=chance.choice([1, 5])))
    stood = [call.session]
    heeded: set[Effect] = set()
    for _ in range(14):
        if call.session.closed:
            break
        kind = chance.random()
        if kind < 0.25:
            before = call.session
            undone = undo(call)
            if undone.refusal is None:
                stood.pop()
                assert call.session == stood[-1], "taking back leads to where the call stood"
            else:
                assert call.session == before
        elif kind < 0.5:
            if call.turn(Heard("", text=chance.choice(WORDS))).accepted:
                stood.append(call.session)
        else:
            offered = open_choices(session=call.session, case=call.case)
            spec = find_choice(call.session, chance.choice(offered).choice_id)
            assert spec is not None
            crash_between_the_facts(call, values(spec, chance), stood)
        if not call.session.closed:
            assert from_log(call.case) == call.session
        heeded |= set(STANDS) & set(call.session.done)
        assert heeded <= set(call.session.done), "what protects the customer is never lost again"
        for turn, session in enumerate(stood):
            assert session_at(session=call.session, turn=turn) == session


def crash_between_the_facts(call: Call, heard: Heard, stood: list[Session]) -> None:
    """Append a turn event by event; after each of them the log alone leads to the same session."""
    answer = call.advance(heard)
    if answer.taken is None:
        return
    before = call.case
    call.keep(answer)
    stood.append(call.session)
    events = [h.TurnTaken(SESSION, len(answer.session.heards), _stored(call)), *answer.happenings]
    case = before
    for happened in events:
        case = add(case, [happened], call.as_of)
        if case.open_call is not None:
            assert from_log(case) == answer.session


def _stored(call: Call) -> str:
    return write_heard(call.session.heards[-1])
