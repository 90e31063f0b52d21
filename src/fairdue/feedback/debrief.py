"""The debrief after a call: three things, each with the line, kind words, and where it helps a better line.

Room: feedback. Praise comes first when it is deserved. What harmed a person comes before what was said wrongly, and
that before what was left out. The better line is a sentence of the playbook, or the lawful sentence of the class of
wording; it is filled from the case alone, and what the case does not know stays a blank. What is advised fits who was
on the line (``debrief_fit``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from fairdue.conversation.said_words import say_date, say_money
from fairdue.conversation.wording import SentenceSpec, Slot, fill, slots_in
from fairdue.feedback.call import Call
from fairdue.feedback.debrief_fit import BESIDE_APART, about_point, about_wording, apart
from fairdue.feedback.debrief_words import Advice, debrief_words
from fairdue.feedback.scorecard import Scorecard, ScoreCost, ScorePoint
from fairdue.feedback.scorecard_file import CostId, PointId
from fairdue.feedback.scorecard_safety import Heeded, Trigger
from fairdue.foundation.bilingual import Bilingual

THINGS = 3
"""More is not remembered."""
BLANK = "____"
"""What stands where the case does not fill a sentence."""


@dataclass(frozen=True, slots=True)
class DebriefThing:
    """One thing. ``quote`` is the line of ``turn``, "" where nothing was said; ``better`` is None for praise, and where the
    better line was shown already."""

    praise: bool
    turn: int | None
    quote: str = field(repr=False)
    says: Bilingual
    better: Bilingual | None = field(repr=False)
    code: str = ""
    """The point, cost or trigger that it is about, by its name on the scorecard."""


def debrief(scorecard: Scorecard, call: Call) -> tuple[DebriefThing, ...]:
    """At most three things about a judged call; none about one in which nothing was said.

    A better line is shown once; where it serves again, ``better`` is None. ``staff_no`` among the facts of the call is
    the number that the collector gives.
    """
    if not scorecard.points:
        return ()
    faults = list(_each_line_once(_faults(scorecard, call), no_money=apart(scorecard, call) is not None))
    praises = list(_praises(scorecard, call))
    first = praises[:1] if _deserves_praise(scorecard) else []
    things = [*first, *faults][:THINGS]
    if first and len(things) < THINGS:
        things.extend(praises[1 : 1 + THINGS - len(things)])
    return tuple(things)


def _each_line_once(things: Iterable[DebriefThing], *, no_money: bool) -> Iterator[DebriefThing]:
    """A better line stands once, but beside a forbidden one always; where no money may be advised, a point that
    adds no line of its own is left out."""
    shown: set[str] = set()
    for one in things:
        again = one.better is not None and one.better.zh in shown and one.code in _POINTS
        if again and no_money:
            continue
        yield replace(one, better=None) if again else one
        if one.better is not None:
            shown.add(one.better.zh)


_POINTS = frozenset(point.value for point in PointId)


def _deserves_praise(card: Scorecard) -> bool:
    """Who missed a trigger or said a grave thing is told of that first, and no praise is given for half a call."""
    return card.total >= _WORTH_PRAISE and not card.missed_triggers and not card.grave_costs


_WORTH_PRAISE = 50
"""From this total on something was done that is worth praise."""


def _praises(card: Scorecard, call: Call) -> Iterator[DebriefThing]:
    """What was earned; nothing of a dimension that stands at 0, for one page does not praise what it marks so.

    Nobody is praised for a check that they did not make, nor for money where money is not talked about.
    """
    checked = any(one.point is PointId.IDENTITY_VERIFIED and one.earned for one in card.points)
    no_money = apart(card, call) is not None
    empty = {one.dimension for one in card.dimensions if one.share == 0}
    earned = {
        one.point: one
        for one in card.points
        if one.earned and one.turn is not None and one.dimension not in empty
    }
    for point, says in debrief_words().praise.items():
        one = earned.get(point)
        if point is PointId.CHECKED_BEFORE_DEBT and not checked:
            continue
        if one is not None and not (no_money and point in _OF_MONEY):
            yield DebriefThing(True, one.turn, one.quote, says, None, point.value)


_OF_MONEY = frozenset({PointId.DAY_AGREED, PointId.REASON_ASKED, PointId.WAY_FORWARD})
_ORDER_OF_COSTS = (
    CostId.GRAVE_WORDING,
    CostId.PRESSED_ON,
    CostId.OTHER_WORDING,
    CostId.SAID_NOTHING,
    CostId.SAME_WORDS_AGAIN,
    CostId.DEMANDED_AGAIN,
    CostId.WORDING_PUT_RIGHT,
    CostId.CONCEDED_UNASKED,
)


def _faults(card: Scorecard, call: Call) -> Iterator[DebriefThing]:
    """Every fault, the weightiest first, each kind once; what a missed trigger already tells is not told again."""
    words = debrief_words()
    texts = {turn.number: turn.text for turn in call.turns}
    who = apart(card, call)
    told = [one for one in card.missed_triggers if who in (None, one.trigger) or _beside(one.trigger, who)]
    for missed in told:
        advice, quote = words.triggers[missed.trigger], texts.get(missed.turn, "")
        yield DebriefThing(
            False, missed.turn, quote, advice.says, _better(advice, call), missed.trigger.value
        )
    for cost in _ORDER_OF_COSTS:
        one = next((found for found in card.costs if found.cost is cost), None)
        if one is not None and (who is None or one.code or cost in _WHOEVER_IT_WAS):
            yield _of_cost(one, card, call)
    lost = sorted((one for one in card.points if not one.earned), key=lambda one: -one.worth)
    for point in lost:
        advice_of = _of_trigger(point, card, call) if point.point is PointId.TRIGGER_HEEDED else None
        if point.point is PointId.TRIGGER_HEEDED and (told or advice_of is None):
            continue
        fits = advice_of or about_point(point, card, call, words)
        if fits is not None:
            yield DebriefThing(
                False, point.turn, point.quote, fits.says, _better(fits, call), point.point.value
            )


_WHOEVER_IT_WAS = frozenset({CostId.SAME_WORDS_AGAIN, CostId.SAID_NOTHING})
"""Costs that are advised about in every call; the others are about collecting."""


def _beside(trigger: Trigger, who: Trigger | None) -> bool:
    return trigger in BESIDE_APART and who not in (Trigger.DISTRESS, Trigger.MINOR)


def _of_cost(one: ScoreCost, card: Scorecard, call: Call) -> DebriefThing:
    words = debrief_words()
    who = apart(card, call)
    if one.code:
        advice = about_wording(one, card, call, words)
        says = words.wording_put_right if one.cost is CostId.WORDING_PUT_RIGHT else advice.says
        return DebriefThing(False, one.turn, one.quote, says, _better(advice, call), one.code)
    advice = words.costs[one.cost]
    if who is not None:
        advice = Advice(advice.says, words.triggers[who].better)
    return DebriefThing(False, one.turn, one.quote, advice.says, _better(advice, call), one.cost.value)


def _of_trigger(one: ScorePoint, card: Scorecard, call: Call) -> Advice | None:
    """The advice of the trigger that was not heeded; None where another bars it."""
    words = debrief_words()
    who = apart(card, call)
    left = next(
        (found for found in card.triggers if found.turn == one.turn and found.met is not Heeded.HEEDED), None
    )
    if left is None:
        return words.points[one.point] if who is None else None
    if who in (None, left.trigger) or _beside(left.trigger, who):
        return words.triggers[left.trigger]
    return None


def _better(advice: Advice, call: Call) -> Bilingual:
    if advice.stated is not None:
        return advice.stated
    return Bilingual(
        "".join(_filled(one, call, "zh") for one in advice.better),
        " ".join(_filled(one, call, "en") for one in advice.better),
    )


def _filled(spec: SentenceSpec, call: Call, language: str) -> str:
    template = spec.words.in_language(language)
    return fill(template, {Slot(name): _value(Slot(name), call, language) for name in slots_in(template)})


def _value(slot: Slot, call: Call, language: str) -> str:
    """What the case knows for a place of a sentence; a blank else."""
    match slot:
        case Slot.AGENCY | Slot.CREDITOR | Slot.PRODUCT | Slot.STAFF_NO | Slot.HOTLINE:
            return call.fact_text(slot.value) or BLANK
        case Slot.NAME:
            return call.fact_text("debtor") or BLANK
        case Slot.BALANCE:
            return say_money(call.fact_fen("ledger_amount_fen"), language) or BLANK
        case Slot.PRINCIPAL:
            return say_money(call.fact_fen("principal_fen"), language) or BLANK
        case Slot.OVERDUE_ON:
            return say_date(_day(call.fact_text("due_date")), language) or BLANK
        case Slot.OVERDUE_DAYS:
            days = call.fact_fen("days_past_due")
            return str(days) if days is not None else BLANK
        case _:
            return BLANK


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
