"""The points that a call can earn: which apply to it, and the turn that shows each.

Room: feedback. A point applies when the call gave occasion for it: nobody asks a wrong number for the reason, and a
call without a question cannot leave one unanswered. What does not apply is not counted; a point that applies and was
not earned names the turn at which it was due, where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.call import Speaker
from fairdue.feedback.call_outcome import PROMISING, claim_of, customer_turns, never_the_debtor
from fairdue.feedback.call_reading import AgentTurn, CallReading, OtherTurn
from fairdue.feedback.checklist import Checklist
from fairdue.feedback.scorecard_answers import TRACED, WAYS
from fairdue.feedback.scorecard_file import PointId
from fairdue.feedback.scorecard_safety import HeardTrigger, Heeded
from fairdue.feedback.taken_up import MATTERS, QUESTIONS, is_answered, is_taken_up
from fairdue.foundation.fold import fold
from fairdue.understanding.acts import Act
from fairdue.understanding.intent import Intent


@dataclass(frozen=True, slots=True)
class PointSeen:
    """A point that applies: was it earned, and the turn that shows it or in which it was due (None: no one turn)."""

    point: PointId
    earned: bool
    turn: int | None


@dataclass(frozen=True, slots=True)
class CallSeen:
    """What the points are judged from: one reading, and what was already found in it."""

    reading: CallReading
    checklist: Checklist
    result: ResultCode
    triggers: tuple[HeardTrigger, ...]
    recorded: frozenset[ResultCode]
    wrong: frozenset[int] = frozenset()
    """The turns in which something was said that must not be: no way that can be gone lies in one."""

    @property
    def with_the_customer(self) -> bool:
        """Was the customer on the line, and the talk neither put off nor rightly stopped before it began?"""
        if self.result in _WITHOUT_THE_CUSTOMER or never_the_debtor(self.reading):
            return False
        ended = self.reading.ended
        return self.result not in _BEFORE_MONEY or ended.verified or ended.disclosed or ended.asked_to_verify

    @property
    def about_money(self) -> bool:
        """Is it a call in which the money is talked about: the customer, and nothing that comes before money?"""
        return self.with_the_customer and self.result not in _BEFORE_MONEY


_WITHOUT_THE_CUSTOMER = frozenset(
    {ResultCode.WP, ResultCode.TM, ResultCode.TR, ResultCode.DC, ResultCode.LR, ResultCode.HU, ResultCode.CB}
)
_BEFORE_MONEY = frozenset({ResultCode.CM, ResultCode.HS, ResultCode.ST, ResultCode.DS})
_PAYS = frozenset({ResultCode.PTP, ResultCode.FP, ResultCode.PP, ResultCode.PTV})
_CLAIMS = frozenset({ResultCode.CP, ResultCode.CPX})
_OPENING_TURNS = 3


def points_of(seen: CallSeen) -> Iterator[PointSeen]:
    """Every point that applies to the call, in the order of the scorecard."""
    yield from _opening(seen)
    yield from _facts(seen)
    yield from _listening(seen)
    yield from _problem_solving(seen)
    yield from _commitment(seen)
    yield from _welfare(seen)
    yield from _ending(seen)


def _first(seen: CallSeen, fits: Callable[[AgentTurn], bool]) -> int | None:
    return next((one.turn.number for one in seen.reading.agent if fits(one)), None)


def _by_act(seen: CallSeen, point: PointId, *acts: Act) -> PointSeen:
    turn = _first(seen, lambda one: one.does(*acts))
    return PointSeen(point, turn is not None, turn)


def _opening(seen: CallSeen) -> Iterator[PointSeen]:
    agent, listed = seen.reading.agent, seen.checklist
    opened = agent[0].turn.number if agent else None
    greets = next((one.turn.number for one in agent[:_OPENING_TURNS] if one.does(Act.GREET)), None)
    yield PointSeen(PointId.GREETING, greets is not None, greets if greets is not None else opened)
    names = _first(seen, lambda one: one.does(Act.NAME_COMPANY))
    if len(agent) < _SECOND and _cut_by_the_other(seen.reading):
        return  # Whoever is cut off after the first words could do no more.
    if seen.with_the_customer or listed.agency_named or _asked_who_calls(seen) or seen.result in _PUT_OFF:
        yield PointSeen(PointId.COMPANY_NAMED, listed.agency_named, names if names is not None else opened)
    if seen.with_the_customer:
        told = _first(seen, lambda one: one.does(Act.NAME_PRINCIPAL))
        yield PointSeen(PointId.PRINCIPAL_NAMED, listed.principal_named, told if told is not None else opened)
        recorded = _first(seen, lambda one: one.does(Act.ANNOUNCE_RECORDING))
        yield PointSeen(
            PointId.RECORDING_ANNOUNCED,
            listed.recording_notice,
            recorded if recorded is not None else opened,
        )
    if names is None and not seen.reading.ended.named and not seen.reading.ended.disclosed:
        return  # Who names neither themselves nor the debt has kept no order.
    early = _first(seen, lambda one: not one.state.verified and one.does(Act.STATE_DEBT, Act.STATE_AMOUNT))
    # Who speaks of the debt and never checks has not checked first, however the debt was put.
    kept = listed.verified_before_disclosure and not (
        seen.with_the_customer and early is not None and not listed.identity_verified
    )
    asked = _first(seen, lambda one: one.does(Act.VERIFY_IDENTITY))
    shown = asked if asked is not None else opened
    yield PointSeen(PointId.CHECKED_BEFORE_DEBT, kept, shown if kept else early)


_SECOND = 2
_PUT_OFF = frozenset({ResultCode.CB, ResultCode.HU})
"""The customer was on the line, if only for a moment; to others nobody needs to be named unless they ask."""


def _asked_who_calls(seen: CallSeen) -> bool:
    return any(one.means(Intent.ASK_IDENTITY, least=0.6) for one in seen.reading.others)


def _facts(seen: CallSeen) -> Iterator[PointSeen]:
    if not seen.with_the_customer:
        return
    listed = seen.checklist
    asked = _first(seen, lambda one: one.does(Act.VERIFY_IDENTITY))
    yield PointSeen(PointId.IDENTITY_VERIFIED, listed.identity_verified, asked)
    if seen.about_money:
        stated = _first(seen, lambda one: one.does(Act.STATE_AMOUNT, Act.STATE_DUE_OR_OVERDUE))
        yield PointSeen(PointId.AMOUNT_AND_DUE, listed.amount_and_due_stated, stated)
        if seen.result not in _CLAIMS:
            yield _by_act(seen, PointId.REASON_ASKED, Act.ASK_REASON)
    claim = claim_of(seen.reading)
    if claim is not None:
        yield PointSeen(PointId.CLAIM_COMPLETE, listed.three_elements_complete is True, claim.turn.number)


def _listening(seen: CallSeen) -> Iterator[PointSeen]:
    questions = list(_told(seen, QUESTIONS))
    if questions:
        missed = next((heard for heard, intent, after in questions if not is_answered(intent, after)), None)
        shown = missed.turn.number if missed else questions[0][0].turn.number
        yield PointSeen(PointId.QUESTIONS_ANSWERED, missed is None, shown)
    matters = list(_told(seen, MATTERS))
    if matters:
        left = next((heard for heard, intent, after in matters if not is_taken_up(intent, after)), None)
        shown = left.turn.number if left else matters[0][0].turn.number
        yield PointSeen(PointId.MATTER_TAKEN_UP, left is None, shown)


_WITHIN = 3
"""So many turns later the collector may still come to what was told."""


def _told(
    seen: CallSeen, intents: frozenset[Intent]
) -> Iterator[tuple[OtherTurn, Intent, tuple[AgentTurn, ...]]]:
    """Where a meaning was first told, and the two turns of the collector that follow it."""
    told: set[Intent] = set()
    for heard in seen.reading.others:
        if heard.is_formula:
            continue
        for intent in heard.understood.intents:
            if intent not in intents or intent in told or not heard.means(intent, least=0.6):
                continue
            after = tuple(one for one in seen.reading.agent if one.turn.number > heard.turn.number)[:_WITHIN]
            if after:
                told.add(intent)
                yield heard, intent, after


def _problem_solving(seen: CallSeen) -> Iterator[PointSeen]:
    ways = WAYS.get(seen.result)
    if ways is not None:
        recorded = seen.result in seen.recorded
        shown = _first(seen, lambda one: _shows_a_way(seen, one, ways))
        yield PointSeen(PointId.WAY_FORWARD, recorded or shown is not None, shown)
    wish = next(
        (one for one in customer_turns(seen.reading) if one.means(Intent.REQUEST_PLAN, least=0.6)), None
    )
    if wish is not None and seen.with_the_customer:
        shown = _first(seen, lambda one: one.does(Act.NO_AUTHORITY))
        yield PointSeen(
            PointId.HONEST_ABOUT_POWER, shown is not None, shown if shown is not None else wish.turn.number
        )


def _shows_a_way(seen: CallSeen, heard: AgentTurn, ways: tuple[Act, ...]) -> bool:
    """Not in a turn with forbidden words; and a claimed payment is traced only after it was told."""
    if heard.turn.number in seen.wrong:
        return False
    if seen.result not in _CLAIMS:
        return heard.does(*ways)
    claim = claim_of(seen.reading)
    told = claim is None or heard.turn.number > claim.turn.number
    return told and (heard.does(*ways) or TRACED.search(fold(heard.turn.text)) is not None)


def _commitment(seen: CallSeen) -> Iterator[PointSeen]:
    agreed = seen.checklist.commitment
    if seen.result in _PAYS and seen.about_money:
        promises = [one for one in customer_turns(seen.reading) if one.means(*PROMISING)]
        # A day that was agreed is shown by the words that name it, not by vaguer ones before.
        named = [one for one in promises if agreed is not None and one.understood.slots.promise_on]
        day = next((one.turn.number for one in (*named, *promises)), None)
        if day is None and agreed is not None:
            day = _last(seen, Act.READ_BACK, Act.ASK_CONSENT, Act.ACKNOWLEDGE, Act.GIVE_PAYMENT_WAY)
        if day is None:
            day = _first(seen, lambda one: one.does(Act.ASK_DATE))
        yield PointSeen(PointId.DAY_AGREED, agreed is not None, day)
        if agreed is None:
            return  # Where no day was agreed there is nothing to read back; it is held against nobody twice.
        amount = _first(seen, lambda one: one.does(Act.READ_BACK, Act.ASK_AMOUNT))
        yield PointSeen(PointId.AMOUNT_AGREED, agreed.amount_fen is not None, amount)
        channel = _channel(seen)
        yield PointSeen(PointId.CHANNEL_AGREED, channel is not None, channel if channel is not None else day)
        read = _last(seen, Act.READ_BACK)
        yield PointSeen(PointId.READ_BACK, read is not None, read if read is not None else day)
    elif seen.result is ResultCode.CB:
        hour = next(
            (one.turn.number for one in seen.reading.others if one.understood.slots.callback_at), None
        )
        asked = _first(seen, lambda one: one.does(Act.ASK_CALLBACK_TIME, Act.TELL_NEXT_CONTACT))
        shown = hour if hour is not None else asked
        yield PointSeen(PointId.HOUR_AGREED, shown is not None, shown)
    elif seen.result in _CLAIMS:
        claim = claim_of(seen.reading)
        read = _last(seen, Act.READ_BACK, Act.ACKNOWLEDGE)
        if read is not None and claim is not None and read < claim.turn.number:
            read = None  # What was read out before the claim is no read-back of it.
        yield PointSeen(PointId.READ_BACK, read is not None, read)


def _channel(seen: CallSeen) -> int | None:
    said = next((one.turn.number for one in seen.reading.others if one.understood.slots.paid_channel), None)
    if said is not None:
        return said
    return _first(seen, lambda one: one.does(Act.ASK_CHANNEL, Act.GIVE_PAYMENT_WAY))


def _last(seen: CallSeen, *acts: Act) -> int | None:
    return next((one.turn.number for one in reversed(seen.reading.agent) if one.does(*acts)), None)


def _welfare(seen: CallSeen) -> Iterator[PointSeen]:
    if len(seen.reading.agent) < _SECOND and _cut_by_the_other(seen.reading):
        return
    yield _by_act(seen, PointId.KIND_WORDS, Act.EMPATHISE, Act.APOLOGISE, Act.THANK)
    judged = [one for one in seen.triggers if one.met is not Heeded.NOT_JUDGED]
    if judged:
        left = next((one for one in judged if one.met is not Heeded.HEEDED), None)
        yield PointSeen(PointId.TRIGGER_HEEDED, left is None, (left or judged[0]).turn)


def _ending(seen: CallSeen) -> Iterator[PointSeen]:
    cut = bool(seen.reading.call.turns) and _cut_by_the_other(seen.reading)
    if seen.result is ResultCode.HU and cut:
        return
    told = _last(seen, Act.TELL_NEXT_CONTACT, Act.STOP_COLLECTING)
    yield PointSeen(PointId.NEXT_CONTACT_TOLD, seen.checklist.next_contact_told, told)
    closed = seen.reading.agent[-1].turn.number if seen.reading.agent else None
    yield PointSeen(PointId.COURTEOUS_CLOSE, seen.checklist.courteous_close, closed)


def _cut_by_the_other(reading: CallReading) -> bool:
    """Did the other side end the call before the collector could close it?"""
    spoken = [turn for turn in reading.call.turns if turn.speaker is not Speaker.SYSTEM]
    return reading.hung_up and bool(spoken) and spoken[-1].speaker is not Speaker.AGENT
