"""What costs a call its score: words that must not be said, pressing, giving away, and not listening at all.

Room: feedback. Findings come from the wording guard; here is told which were put right at once, where the collector
pressed on after a refusal or a hardship, demanded again and again, gave way though the whole was offered, said the
same whatever was heard, or nothing. Each fault names its turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from fairdue.feedback.call_reading import AgentTurn, CallReading, OtherTurn
from fairdue.feedback.scorecard_file import CostId
from fairdue.feedback.scorecard_safety import SURE_FINDING, HeardTrigger, Heeded, demands
from fairdue.feedback.structure import CallFinding
from fairdue.foundation.fold import fold
from fairdue.understanding.acts import Act
from fairdue.understanding.intent import Intent

GRAVE = frozenset(
    {"C01", "C02", "C03", "C04", "C05", "C06", "C10", "C11", "C12", "C13", "C18", "C20", "C22", "C23", "C24"}
)
"""The classes of wording that are grave wherever they are said."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that costs, and the turn it was said in; ``code`` is the class of wording, "" where it is none.

    ``share`` is how sure it is, from 0 to 1: what is half a guess costs half.
    """

    cost: CostId
    turn: int
    code: str = ""
    share: float = 1.0


_PUTS_RIGHT = re.compile(
    r"(?:说|讲)(?:错|得不对|得不准|得不准确)|更正|收回|是我多嘴|别放在心上|不该(?:这么|这样)说|失言|我(?:刚才|刚刚)[^,。]{0,6}(?:不对|不准|错)"
)
_RIGHT_WITHIN = 2
"""So many turns of the collector later a slip can still be put right."""


def put_right(reading: CallReading, findings: tuple[CallFinding, ...]) -> frozenset[int]:
    """The turns whose wrong words the collector took back soon after, unasked or asked."""
    mended: set[int] = set()
    for place, one in enumerate(reading.agent):
        if not any(finding.turn == one.turn.number for finding in findings):
            continue
        after = reading.agent[place + 1 : place + 1 + _RIGHT_WITHIN]
        if any(_PUTS_RIGHT.search(fold(later.turn.text)) for later in after):
            mended.add(one.turn.number)
    return frozenset(mended)


def faults_of(
    reading: CallReading,
    findings: tuple[CallFinding, ...],
    mended: frozenset[int],
    triggers: tuple[HeardTrigger, ...],
) -> Iterator[Fault]:
    """Every fault of the call. Several classes in one turn count as the gravest of them."""
    yield from _of_wording(findings, mended)
    for trigger in triggers:
        if trigger.met is Heeded.MISSED:
            yield Fault(CostId.MISSED_TRIGGER, trigger.turn)
    yield from _of_pressing(reading)
    yield from _of_giving(reading)
    yield from _of_not_listening(reading)


def _of_wording(findings: tuple[CallFinding, ...], mended: frozenset[int]) -> Iterator[Fault]:
    gravest: dict[int, CallFinding] = {}
    for one in findings:
        known = gravest.get(one.turn)
        if known is None or (is_grave(one) and not is_grave(known)):
            gravest[one.turn] = one
    for turn, one in sorted(gravest.items()):
        cost = CostId.GRAVE_WORDING if is_grave(one) else CostId.OTHER_WORDING
        if (
            turn in mended
        ):  # Whoever takes words back says that they were wrong: there is nothing left to guess.
            yield Fault(CostId.WORDING_PUT_RIGHT, turn, one.code)
        else:
            yield Fault(cost, turn, one.code, one.share)


def is_grave(finding: CallFinding) -> bool:
    """Is it of a grave class, and more than a guess?"""
    return finding.code in GRAVE and finding.share >= SURE_FINDING


_AFTER_WHICH_NOT_TO_PRESS = (Intent.REFUSE, Intent.HARDSHIP, Intent.CANNOT_PAY, Intent.DISTRESS)
_FREE_DEMANDS = 2
"""Twice a collector may ask for today: once to ask, once to be sure."""


def _of_pressing(reading: CallReading) -> Iterator[Fault]:
    count = 0
    others = list(reading.others)
    for one in reading.agent:
        if not demands(one):
            continue
        count += 1
        before = _just_before(one, others)
        if before is not None and before.means(*_AFTER_WHICH_NOT_TO_PRESS, least=0.6):
            yield Fault(CostId.PRESSED_ON, one.turn.number)
        elif count > _FREE_DEMANDS:
            yield Fault(CostId.DEMANDED_AGAIN, one.turn.number)


def _just_before(one: AgentTurn, others: list[OtherTurn]) -> OtherTurn | None:
    return next((other for other in reversed(others) if other.turn.number < one.turn.number), None)


_SHORT_OF_MONEY = (Intent.HARDSHIP, Intent.CANNOT_PAY, Intent.REQUEST_PLAN, Intent.PARTIAL_OFFER)
_GIVES = (Act.ASK_PARTIAL, Act.OFFER_PLAN)


def _of_giving(reading: CallReading) -> Iterator[Fault]:
    """A part or a plan offered to somebody who had just said to pay it all, and never spoke of want."""
    others = list(reading.others)
    for one in reading.agent:
        if not one.does(*_GIVES):
            continue
        before = _just_before(one, others)
        if before is None or not before.means(Intent.PAY_NOW, Intent.PROMISE, least=0.7):
            continue
        if any(
            other.means(*_SHORT_OF_MONEY, least=0.3)
            for other in others
            if other.turn.number < one.turn.number
        ):
            continue
        if before.understood.slots.promise_amount_fen is None:
            yield Fault(CostId.CONCEDED_UNASKED, one.turn.number)


_MUTE = re.compile(r"[\W_]+")
_NOTHING = re.compile(r"(?:嗯|哦|啊|呃|额|唔|喂|好|是|对|行)*")
_LONG_ENOUGH = 8
"""A shorter turn may well be said twice: hello, are you there, all right."""


def _of_not_listening(reading: CallReading) -> Iterator[Fault]:
    said: Counter[str] = Counter()
    silent = 0
    for one in reading.agent:
        words = _MUTE.sub("", fold(one.turn.text))
        if _NOTHING.fullmatch(words):
            silent += 1
            if silent > 1:
                yield Fault(CostId.SAID_NOTHING, one.turn.number)
            continue
        said[words] += 1
        if said[words] > 1 and len(words) >= _LONG_ENOUGH:
            yield Fault(CostId.SAME_WORDS_AGAIN, one.turn.number)
