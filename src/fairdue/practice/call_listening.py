"""Did the collector listen? Turns that answer what nobody said, or leave what was just said where it fell.

Room: practice. A recital can be fluent, friendly and lawful, and fits some customers by luck. What gives it away is that
its lines do not hang on what was heard: it takes up a dispute that nobody has, repeats an agreement without saying what
was agreed, asks a stranger for the customer's identity, or goes on to its next line when something was asked. Each such
turn is one slip; a call of many slips is not passed, whatever its points. One slip proves nothing: everybody mishears.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fairdue.feedback.call import Speaker
from fairdue.feedback.call_reading import AgentTurn, CallReading, OtherTurn
from fairdue.feedback.taken_up import MATTERS, QUESTIONS, is_answered, is_taken_up
from fairdue.foundation.fold import fold
from fairdue.understanding.acts import Act
from fairdue.understanding.intent import Intent

FEWEST_SLIPS = 2
SHARE_OF_SLIPS = 0.3
"""Slips for each turn of the collector after the first from which a call was not listened to."""
_TOLD = 0.6
"""How likely a meaning must be to call for something in the very next turn."""
_HINTED = 0.2
"""From here on a meaning is no longer unsaid: whoever takes up a faint one heard more than we did."""


class SlipKind(StrEnum):
    """In which way a turn does not answer what was said."""

    NOT_ANSWERED = "not_answered"
    NOT_TAKEN_UP = "not_taken_up"
    UNSAID = "unsaid"
    """Takes up what nobody said."""
    EMPTY_READ_BACK = "empty_read_back"
    """Reads back without naming what was agreed."""
    ASKED_AGAIN = "asked_again"
    """Asks for the day that was just named."""
    ASKED_ALL_THE_SAME = "asked_all_the_same"
    """Asks when that will be paid of which was said that it is paid or not owed, or asks one at the end of their strength."""
    ASKED_A_STRANGER = "asked_a_stranger"
    """Asks a third person to prove who the customer is."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One turn of the collector, by its number, that does not answer what was said. ``weight`` counts a gross one twice."""

    turn: int
    kind: SlipKind
    weight: int = 1


@dataclass(frozen=True, slots=True)
class _Answer:
    """Words that answer something, and after which meanings they do."""

    words: re.Pattern[str]
    after: frozenset[Intent]
    weight: int = 1
    to_third: bool = False
    """To somebody else on the line it may be said unasked."""


_DISPUTES = frozenset({Intent.DISPUTE_AMOUNT, Intent.DISPUTE_DEBT})
_PROMISES = (Intent.PROMISE, Intent.PAY_NOW, Intent.PARTIAL_OFFER, Intent.VAGUE_PROMISE)
_ANSWERS: tuple[_Answer, ...] = (
    _Answer(
        re.compile(r"异议|有误|查实|查清|查证|核实期间|核查期间"),
        _DISPUTES
        | {Intent.ALREADY_PAID, Intent.REFUSE, Intent.ASK_BALANCE, Intent.WRONG_PERSON, Intent.ASK_IDENTITY},
    ),
    _Answer(re.compile(r"12356|心理援助"), frozenset({Intent.DISTRESS, Intent.DECEASED_OR_INCAPACITY}), 2),
    _Answer(
        re.compile(r"停止(?:催收|联系)|不再(?:打扰您|给您打)|今天不谈|先?不(?:再)?催"),
        _DISPUTES
        | {
            *(Intent.STOP_CONTACT, Intent.DISTRESS, Intent.DECEASED_OR_INCAPACITY, Intent.WRONG_PERSON),
            *(Intent.THIRD_PARTY, Intent.REPRESENTATIVE, Intent.COMPLAINT, Intent.HARDSHIP, Intent.ABUSIVE),
            Intent.ALREADY_PAID,
        },
        to_third=True,
    ),
)
_NAMES_IT = re.compile(
    r"[0-9〇零一二两三四五六七八九十百千万]+(?:号|日|点|元|块|百|千|万|月|[.])|[今明后]天|下?(?:周|星期)[一二三四五六日天]"
    r"|下周|月底|月初|还没(?:有)?定|等您|暂时定不"
)
"""Words that name a day or an amount, or that there is none yet."""
_ASKS_FOR_IT = re.compile(r"说一下|请您把|[?]")
_READS_BACK = re.compile(r"复述|重复")
_PAID_BEFORE = re.compile(r"[还付转交]的|[还付转交](?:了|过)|是哪|当时")
_ASKS_TO_PAY = (Act.ASK_DATE, Act.ASK_AMOUNT, Act.ASK_TODAY)
_ASKS_OF_PAID = (Act.ASK_PAID_WHEN, Act.ASK_PAID_AMOUNT, Act.ASK_THREE_ELEMENTS, Act.ASK_EVIDENCE)
_TAKES_A_PROMISE = (
    *(Act.READ_BACK, Act.ASK_CHANNEL, Act.ASK_AMOUNT, Act.ASK_DATE, Act.ASK_TODAY, Act.ASK_PARTIAL),
    *(Act.GIVE_PAYMENT_WAY, Act.ACKNOWLEDGE, Act.OFFER_PLAN, Act.ASK_PLAN_WISH, Act.NO_AUTHORITY),
)


def was_not_listened_to(reading: CallReading) -> Slip | None:
    """The first slip of a call that has too many of them; None of one in which the collector listened."""
    slips = tuple(slips_of(reading))
    weight = sum(one.weight for one in slips)
    if weight < FEWEST_SLIPS or weight < SHARE_OF_SLIPS * (len(reading.agent) - 1):
        return None
    return slips[0]


def slips_of(reading: CallReading) -> Iterator[Slip]:
    """Every slip of the collector, in the order of the turns. Before anybody was heard nothing can be missed."""
    met: set[Intent] = set()
    for said, heard, just in _turns(reading):
        text = fold(said.turn.text)
        yield from _unsaid(said, text, heard)
        yield from _read_back(said, text, heard)
        yield from _asks_all_the_same(said, text, heard)
        if said.does(Act.VERIFY_IDENTITY) and heard[-1].turn.speaker is Speaker.THIRD_PARTY:
            yield Slip(said.turn.number, SlipKind.ASKED_A_STRANGER)
        if just is not None and not just.is_formula:
            yield from _left(said, text, just, met)


def _turns(reading: CallReading) -> Iterator[tuple[AgentTurn, Sequence[OtherTurn], OtherTurn | None]]:
    """Each turn of the collector with all that was heard before, and what was said just before it, if anything."""
    for place, said in enumerate(reading.agent):
        before = [one for one in reading.others if one.turn.number < said.turn.number]
        if not before:
            continue
        last = reading.agent[place - 1].turn.number if place else -1
        yield said, before, before[-1] if before[-1].turn.number > last else None


def _unsaid(said: AgentTurn, text: str, heard: Sequence[OtherTurn]) -> Iterator[Slip]:
    third = any(one.turn.speaker is Speaker.THIRD_PARTY for one in heard)
    for answer in _ANSWERS:
        if not answer.words.search(text) or (third and answer.to_third):
            continue
        if not any(one.share(intent) >= _HINTED for one in heard for intent in answer.after):
            yield Slip(said.turn.number, SlipKind.UNSAID, answer.weight)


def _read_back(said: AgentTurn, text: str, heard: Sequence[OtherTurn]) -> Iterator[Slip]:
    """Of a payment that is said to be made the claim itself is taken down; it need not be named again."""
    reads = said.does(Act.READ_BACK) or _READS_BACK.search(text)
    if not reads or not said.state.verified or _NAMES_IT.search(text) or _ASKS_FOR_IT.search(text):
        return
    if not any(one.share(Intent.ALREADY_PAID) >= _HINTED for one in heard):
        yield Slip(said.turn.number, SlipKind.EMPTY_READ_BACK)


def _asks_all_the_same(said: AgentTurn, text: str, heard: Sequence[OtherTurn]) -> Iterator[Slip]:
    """A promise opens the talk of money again, whatever was said before it."""
    if not said.does(*_ASKS_TO_PAY) or said.does(*_ASKS_OF_PAID, Act.READ_BACK) or _PAID_BEFORE.search(text):
        return
    if _NAMES_IT.search(text):
        return  # Whoever names what was said has heard it, whichever of the two meanings it had.
    if any(one.means(Intent.DISTRESS, least=_TOLD) for one in heard):
        yield Slip(said.turn.number, SlipKind.ASKED_ALL_THE_SAME, 2)
    if any(one.means(*_PROMISES) for one in heard):
        return
    if any(one.means(Intent.ALREADY_PAID, least=_TOLD) for one in heard):
        yield Slip(said.turn.number, SlipKind.ASKED_ALL_THE_SAME, 2)
    elif any(one.means(*_DISPUTES, least=_TOLD) for one in heard):
        yield Slip(said.turn.number, SlipKind.ASKED_ALL_THE_SAME)


def _left(said: AgentTurn, text: str, just: OtherTurn, met: set[Intent]) -> Iterator[Slip]:
    """What was said just before and calls for something, and was not taken up earlier, is taken up now."""
    number, names, closes = said.turn.number, bool(_NAMES_IT.search(text)), said.does(Act.CLOSE)
    dated = just.means(Intent.PROMISE, Intent.PAY_NOW, least=_TOLD) and just.understood.slots.promise_on
    if dated and said.does(Act.ASK_DATE) and not names:
        yield Slip(number, SlipKind.ASKED_AGAIN)
    theirs = just.turn.speaker is not Speaker.THIRD_PARTY and not just.state.in_distress
    if theirs and just.means(*_PROMISES, least=_TOLD) and not said.does(*_TAKES_A_PROMISE) and not names:
        yield Slip(number, SlipKind.NOT_TAKEN_UP)
    for intent in just.understood.intents:
        if intent in met or not just.means(intent, least=_TOLD):
            continue
        if (just.state.in_distress and intent in _BEHIND_DISTRESS) or (names and intent in _SAID_AGAIN):
            continue
        asked, told = intent in QUESTIONS, intent in MATTERS
        if (asked and is_answered(intent, (said,))) or (
            told and is_taken_up(intent, (said,), by_care=not closes or intent not in _MORE_THAN_KIND)
        ):
            met.add(intent)
        elif asked or told:
            yield Slip(number, SlipKind.NOT_ANSWERED if asked else SlipKind.NOT_TAKEN_UP)


_MORE_THAN_KIND = frozenset({Intent.REQUEST_PLAN, Intent.CANNOT_PAY, Intent.ALREADY_PAID})
"""What is not taken up by a kind farewell."""
_BEHIND_DISTRESS = frozenset({Intent.CANNOT_PAY, Intent.HARDSHIP})
"""Once somebody is at the end of their strength, their money is not what is to be taken up."""
_SAID_AGAIN = frozenset({Intent.ALREADY_PAID, Intent.FORGOT})
"""What is taken up by saying the day or the amount of it again."""

_LIKE = 0.6
_ORDERED = 0.9
_FEWEST_ALIKE = 4
_FEWEST_APART = 2
_OF_EVERY_CALL = frozenset(
    {
        *(Act.GREET, Act.CHECK_LINE, Act.ASK_IF_PERSON, Act.NAME_COMPANY, Act.NAME_PRINCIPAL),
        *(Act.ANNOUNCE_RECORDING, Act.VERIFY_IDENTITY, Act.CONFIRM_VERIFIED, Act.THANK, Act.CLOSE),
    }
)
_OPENING = 2
"""The first turns, which are the same in every good call."""

Step = tuple[frozenset[Act], frozenset[Intent]]
"""What the collector did in a turn, and what was meant just before it."""


def steps_of(reading: CallReading) -> tuple[Step, ...]:
    """What was done turn by turn after the opening, and to what, without what every call has."""
    steps = {
        said.turn.number: frozenset(
            intent
            for intent in (just.understood.intents if just is not None and not just.is_formula else ())
            if just is not None and just.means(intent)
        )
        for said, _, just in _turns(reading)
    }
    return tuple(
        (frozenset(one.act for one in said.acts) - _OF_EVERY_CALL, steps.get(said.turn.number, frozenset()))
        for said in reading.agent[_OPENING:]
    )


def are_one_recital(one: Sequence[Step], other: Sequence[Step]) -> bool:
    """The same acts in the same order, however worded, to people who said different things?"""
    if min(len(one), len(other)) < _FEWEST_ALIKE:
        return False
    alike = apart = 0
    for (acts, meant), (others, meant_there) in zip(one, other, strict=False):
        if acts and others and len(acts & others) >= _LIKE * min(len(acts), len(others)):
            alike += 1
            apart += bool(meant or meant_there) and not meant & meant_there
    return alike >= _ORDERED * max(len(one), len(other)) and apart >= _FEWEST_APART


def recited_in_all(steps: Sequence[Sequence[Step]]) -> bool:
    """Is every one of these calls the same recital as another of them?"""
    if len(steps) < 2:
        return False
    return all(
        any(are_one_recital(one, other) for at, other in enumerate(steps) if at != place)
        for place, one in enumerate(steps)
    )
