"""What holds for every call, whatever is answered: properties over random walks through the flow."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.conversation.call_builder import ATTEMPT, NOW, SESSION, SPEAKER, VERIFIED, Call, a_case
from fairdue.casefile import happening as h
from fairdue.casefile.case import CaseFile
from fairdue.conversation.engine import resume
from fairdue.conversation.flow import Effect
from fairdue.conversation.heard import Heard
from fairdue.conversation.moves import find_choice
from fairdue.conversation.playbook import code_meanings, read_flow
from fairdue.conversation.prompt import AskKind
from fairdue.conversation.wording import OPEN_SLOTS
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.understanding.spoken_channel import PayChannel

FLOW = read_flow()
DEBT_WORDS = ("12,850.36", "11,200", "信用卡", "credit card", "逾期", "overdue", "2026年2月27日")
CASES = st.builds(
    a_case,
    periods=st.sampled_from([None, 1, 3, 4, 12]),
    full=st.booleans(),
    amount_fen=st.sampled_from([1_285_036, 100_000, 1]),
    contact=st.sampled_from(["own", "sealed"]),
)


def a_turn(data: st.DataObject, call: Call) -> Heard:
    """One of the offered answers, with values that can be taken."""
    prompt = call.prompt()
    # Mostly the step's own answers: care and hanging up, offered everywhere, would end nearly every walk early.
    own = {choice.choice_id for choice in FLOW.steps[call.session.step].choices}
    on_the_way = [choice for choice in prompt.choices if choice.choice_id in own]
    anywhere = not on_the_way or data.draw(st.integers(0, 7)) == 0
    choice = data.draw(st.sampled_from(prompt.choices if anywhere else on_the_way))
    behind = choice.choice_id == "told" and call.session.step.startswith("paid")
    today = civil_date(call.as_of)
    kinds = {kind for kind in choice.asks if kind not in choice.optional or data.draw(st.booleans())}
    spec = find_choice(call.session, choice.choice_id)
    assert spec is not None
    today_only = any(ask.field.value == "promise_at" for ask in spec.asks)
    ahead = timedelta(hours=2) if today_only else timedelta(days=data.draw(st.integers(1, 29)))
    at = datetime(2026, 3, 11, data.draw(st.sampled_from([11, 15, 19])), tzinfo=CHINA) + ahead
    if not today_only and call.session.verified and data.draw(st.booleans()):
        at = at.replace(hour=22, minute=40)
    return Heard(
        choice.choice_id,
        amount_fen=data.draw(st.integers(1, max(1, call.case.balance_fen)))
        if AskKind.AMOUNT in kinds
        else None,
        on=today + timedelta(days=data.draw(st.integers(0, 90)) * (-1 if behind else 1))
        if AskKind.DATE in kinds
        else None,
        at=at if AskKind.TIME in kinds else None,
        channel=data.draw(st.sampled_from(list(PayChannel))).value if AskKind.CHANNEL in kinds else "",
        text="说了一些话" if AskKind.TEXT in kinds else "",
    )


@given(st.data(), CASES)
@settings(max_examples=250, deadline=None)
def test_every_call_keeps_the_debt_back_ends_once_and_replays_to_itself(
    data: st.DataObject, case: CaseFile
) -> None:
    call = Call(case).say(*data.draw(st.sampled_from([(), ("answered",), VERIFIED, VERIFIED])))
    for _ in range(data.draw(st.integers(0, 18))):
        if call.session.closed:
            break
        check_prompt(call)
        call.say(a_turn(data, call))
        check_replay(call)
    if not call.session.closed:
        if call.session.step == "line":
            call.say("answered")
        call.say("hang_up")
    check_prompt(call)
    check_replay(call)
    check_ending(call)


def test_seeded_calls_come_to_every_step_of_the_flow() -> None:
    chance = random.Random(20260311)
    reached: set[str] = set()
    for number in range(1500):
        call = Call(a_case(periods=chance.choice([1, 5]))).say(*(VERIFIED if number % 3 else ("answered",)))
        for _ in range(14):
            reached.add(call.session.step)
            if call.session.closed:
                break
            call.turn(_by_chance(chance, call))
    assert set(FLOW.steps) - reached == {"line"}


def _by_chance(chance: random.Random, call: Call) -> Heard:
    steps_own = {choice.choice_id for choice in FLOW.steps[call.session.step].choices}
    choices = [
        choice for choice in call.prompt().choices if choice.choice_id in steps_own or chance.random() < 0.1
    ]
    choice = chance.choice(choices)
    typed = {kind for kind in choice.asks if kind not in choice.optional or chance.random() < 0.6}
    behind = call.session.step.startswith("paid")
    return Heard(
        choice.choice_id,
        amount_fen=1_000 if AskKind.AMOUNT in typed else None,
        on=civil_date(NOW) + timedelta(days=-1 if behind else 3) if AskKind.DATE in typed else None,
        at=NOW + timedelta(hours=3) if AskKind.TIME in typed else None,
        channel="wechat" if AskKind.CHANNEL in typed else "",
        text="说了一些话" if AskKind.TEXT in typed else "",
    )


def check_prompt(call: Call) -> None:
    """No debt before the check, in either language, on any part of the screen."""
    for language in ("zh", "en"):
        prompt = call.prompt(language)
        assert prompt.closed or prompt.choices
        assert prompt.debt_visible == call.session.verified
        if not call.session.verified and not prompt.closed:
            shown = " ".join(sentence.text for sentence in prompt.say)
            assert not any(word in shown for word in DEBT_WORDS), (call.session.step, shown)
            for sentence in prompt.say:
                assert set(FLOW.wording.sentences[sentence.sentence_id].slots) <= OPEN_SLOTS
        assert len({choice.key for choice in prompt.choices}) == len(prompt.choices)
        if call.session.step not in ("line", "distress") and not prompt.closed:
            offered = {choice.choice_id for choice in prompt.choices}
            assert "distress" in offered or Effect.HEED_DISTRESS in call.session.done
            assert "hang_up" in offered


def check_replay(call: Call) -> None:
    """The turns in the case's own log give the same session again."""
    turns = call.case.open_call.turns if call.case.open_call else None
    if turns is not None:
        again = resume(
            case=call.case,
            speaker=SPEAKER,
            session_id=SESSION,
            attempt_id=ATTEMPT,
            flow=FLOW,
            opened_at=NOW,
            turns=turns,
        )
        assert again == call.session


def check_ending(call: Call) -> None:
    """One ending, one disposition with a note, one close, in that order, and nothing doubled."""
    assert call.session.closed
    assert [type(happened) for happened in call.happenings[-3:]] == [
        h.AttemptEnded,
        h.DispositionRecorded,
        h.CallClosed,
    ]
    assert (
        len(call.of(h.AttemptEnded)) == len(call.of(h.DispositionRecorded)) == len(call.of(h.CallClosed)) == 1
    )
    assert call.disposition.note and "{" not in call.disposition.note
    assert call.disposition.code in code_meanings()
    for kind in (h.IdentityVerified, h.PromiseMade, h.PaymentClaimed, h.HardshipStated, h.ComplaintReceived):
        assert len(call.of(kind)) <= 1
    for promise in call.of(h.PromiseMade):
        assert type(promise.amount_fen) is int and promise.amount_fen > 0
        assert promise.due_on >= civil_date(NOW)
        assert promise.due_on == call.session.answers.promise_on, "the note tells what was recorded"
    for callback in call.of(h.CallbackAgreed):
        assert callback.due_at == call.session.answers.callback_at
    for claim in call.of(h.PaymentClaimed):
        assert type(claim.amount_fen) is int and claim.amount_fen > 0
    held = [placed.hold.hold_id for placed in call.of(h.HoldPlaced)]
    assert len(set(held)) == len(held)
    assert {placed.hold.kind for placed in call.of(h.HoldPlaced)} == call.case.holds_at(NOW)
