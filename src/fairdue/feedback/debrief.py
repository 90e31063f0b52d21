"""The debrief after a call: three things, each with the line, kind words, and where it helps a better line.

Room: feedback. Praise comes first when it is deserved. What harmed a person comes before what was said wrongly, and
that before what was left out. The better line is a sentence of the playbook, or the lawful sentence of the class of
wording; it is filled from the case alone, and what the case does not know stays a blank.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from fairdue.compliance.wording.wording_class import wording_class
from fairdue.conversation.said_words import say_date, say_money
from fairdue.conversation.wording import SentenceSpec, Slot, fill, slots_in
from fairdue.feedback.call import Call
from fairdue.feedback.debrief_words import Advice, debrief_words
from fairdue.feedback.scorecard import Scorecard, ScoreCost, ScorePoint
from fairdue.feedback.scorecard_file import CostId, PointId
from fairdue.feedback.scorecard_safety import Trigger
from fairdue.foundation.bilingual import Bilingual

THINGS = 3
"""More is not remembered."""
BLANK = "____"
"""What stands where the case does not fill a sentence."""


@dataclass(frozen=True, slots=True)
class DebriefThing:
    """One thing. ``quote`` is the line of ``turn``, "" where nothing was said; ``better`` is None for praise."""

    praise: bool
    turn: int | None
    quote: str = field(repr=False)
    says: Bilingual
    better: Bilingual | None = field(repr=False)
    code: str = ""
    """The point, cost or trigger that it is about, by its name on the scorecard."""


def debrief(scorecard: Scorecard, call: Call) -> tuple[DebriefThing, ...]:
    """At most three things about a judged call; none about one in which nothing was said."""
    if not scorecard.points:
        return ()
    faults = list(_faults(scorecard, call))
    praises = list(_praises(scorecard))
    first = praises[:1] if _deserves_praise(scorecard) else []
    things = [*first, *faults][:THINGS]
    if first and len(things) < THINGS:
        things.extend(praises[1 : 1 + THINGS - len(things)])
    return tuple(things)


def _deserves_praise(card: Scorecard) -> bool:
    """Who missed a trigger or said a grave thing is told of that first, and no praise is given for half a call."""
    return card.total >= _WORTH_PRAISE and not card.missed_triggers and not card.grave_costs


_WORTH_PRAISE = 50
"""From this total on something was done that is worth praise."""


def _praises(card: Scorecard) -> Iterator[DebriefThing]:
    """What was earned; nothing of a dimension that stands at 0, for one page does not praise what it marks so."""
    empty = {one.dimension for one in card.dimensions if one.share == 0}
    earned = {
        one.point: one
        for one in card.points
        if one.earned and one.turn is not None and one.dimension not in empty
    }
    for point, says in debrief_words().praise.items():
        one = earned.get(point)
        if one is not None:
            yield DebriefThing(True, one.turn, one.quote, says, None, point.value)


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
    for missed in card.missed_triggers:
        advice = words.triggers[missed.trigger]
        told = DebriefThing(
            False,
            missed.turn,
            texts.get(missed.turn, ""),
            advice.says,
            _better(advice, call),
            missed.trigger.value,
        )
        yield told
    for cost in _ORDER_OF_COSTS:
        one = next((found for found in card.costs if found.cost is cost), None)
        if one is not None:
            yield _of_cost(one, call)
    lost = sorted((one for one in card.points if not one.earned), key=lambda one: -one.worth)
    unheeded = {one.trigger for one in card.triggers if one.turn is not None}
    for point in lost:
        if point.point is PointId.TRIGGER_HEEDED and card.missed_triggers:
            continue
        yield _of_point(point, card, call, unheeded)


def _of_cost(one: ScoreCost, call: Call) -> DebriefThing:
    words = debrief_words()
    if one.code:
        says = words.wording_put_right if one.cost is CostId.WORDING_PUT_RIGHT else words.wording
        instead = wording_class(one.code).instead
        better = instead[0].says if instead else None
        return DebriefThing(False, one.turn, one.quote, says, better, one.code)
    advice = words.costs[one.cost]
    return DebriefThing(False, one.turn, one.quote, advice.says, _better(advice, call), one.cost.value)


def _of_point(one: ScorePoint, card: Scorecard, call: Call, heard: set[Trigger]) -> DebriefThing:
    words = debrief_words()
    advice = words.points[one.point]
    if one.point is PointId.TRIGGER_HEEDED:
        left = next(
            (found for found in card.triggers if found.turn == one.turn and found.trigger in heard), None
        )
        advice = words.triggers[left.trigger] if left is not None else advice
    return DebriefThing(False, one.turn, one.quote, advice.says, _better(advice, call), one.point.value)


def _better(advice: Advice, call: Call) -> Bilingual:
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
