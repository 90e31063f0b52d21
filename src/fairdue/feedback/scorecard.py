"""The scorecard of a call: seven dimensions, points that quote their turn, and a total from 0 to 100.

Room: feedback. It judges practice and real calls alike, from the one reading of the review. The total is

    100 x earned / (possible + unproven), times what each fault leaves,

with the worth of every point and the part that every fault leaves in ``fairdue_playbook/scorecards``. What does not
apply or could not be judged is not counted. A safety trigger that was missed fails the call whatever the points; so
does a grave word that was not put right. A person decides what follows from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.wording.guard import Verdict
from fairdue.feedback.call import Call, Speaker
from fairdue.feedback.call_reading import SHIPPED, CallReading, Interpreters, read_turns
from fairdue.feedback.call_result import result_of
from fairdue.feedback.checklist import Checklist, check
from fairdue.feedback.recorded_matters import recorded_matters
from fairdue.feedback.scorecard_costs import Fault, faults_of, put_right
from fairdue.feedback.scorecard_file import (
    CostId,
    Dimension,
    PointId,
    ScorecardSpec,
    standard_scorecard,
)
from fairdue.feedback.scorecard_points import CallSeen, PointSeen, points_of
from fairdue.feedback.scorecard_safety import TRIGGER_NAMES, HeardTrigger, Heeded, heard_triggers
from fairdue.feedback.structure import CallFinding, find
from fairdue.foundation.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class ScorePoint:
    """One point of one dimension. ``quote`` is the turn it rests on, "" where none does."""

    point: PointId
    dimension: Dimension
    worth: int
    earned: bool
    turn: int | None
    says: Bilingual
    quote: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ScoreCost:
    """One fault, what it leaves of the score in per cent, and the words; ``code`` is the class of wording or "".

    What the guard is less sure of leaves more.
    """

    cost: CostId
    dimension: Dimension
    leaves: int
    turn: int
    code: str
    says: Bilingual
    quote: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """One dimension from 0 to 100; None where the call gave no occasion for it."""

    dimension: Dimension
    name: Bilingual
    share: int | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The judged call. ``not_judged`` says what could not be; it counts neither for nor against anybody."""

    total: int
    passed: bool
    dimensions: tuple[DimensionScore, ...]
    points: tuple[ScorePoint, ...]
    costs: tuple[ScoreCost, ...]
    triggers: tuple[HeardTrigger, ...]
    not_judged: tuple[Bilingual, ...]

    @property
    def missed_triggers(self) -> tuple[HeardTrigger, ...]:
        """The safety triggers that were not heeded."""
        return tuple(one for one in self.triggers if one.met is Heeded.MISSED)

    @property
    def grave_costs(self) -> tuple[ScoreCost, ...]:
        """The grave words that were not put right."""
        return tuple(one for one in self.costs if one.cost is CostId.GRAVE_WORDING)

    def as_json(self) -> dict[str, object]:
        """The scorecard for programs and screens; turns by their number, words in both languages."""
        return {
            "total": self.total,
            "passed": self.passed,
            "dimensions": {one.dimension.value: one.share for one in self.dimensions},
            "points": [
                {
                    "point": one.point.value,
                    "dimension": one.dimension.value,
                    "worth": one.worth,
                    "earned": one.earned,
                    "turn": one.turn,
                    "quote": one.quote,
                    "says": {"zh": one.says.zh, "en": one.says.en},
                }
                for one in self.points
            ],
            "costs": [
                {
                    "cost": one.cost.value,
                    "dimension": one.dimension.value,
                    "leaves": one.leaves,
                    "turn": one.turn,
                    "code": one.code,
                    "quote": one.quote,
                    "says": {"zh": one.says.zh, "en": one.says.en},
                }
                for one in self.costs
            ],
            "triggers": [
                {
                    "trigger": one.trigger.value,
                    "turn": one.turn,
                    "met": one.met.value,
                    "shown_in": one.shown_in,
                }
                for one in self.triggers
            ],
            "not_judged": [{"zh": one.zh, "en": one.en} for one in self.not_judged],
        }


def score_call(
    call: Call, *, interpreters: Interpreters = SHIPPED, spec: ScorecardSpec | None = None
) -> Scorecard:
    """Judge one call. Any call that could be read is taken, one without turns too."""
    reading = read_turns(call, interpreters=interpreters)
    findings = find(reading)
    return score_reading(
        reading, findings=findings, checklist=check(reading, findings), result=result_of(reading), spec=spec
    )


def score_reading(
    reading: CallReading,
    *,
    findings: tuple[CallFinding, ...],
    checklist: Checklist,
    result: ResultCode,
    spec: ScorecardSpec | None = None,
) -> Scorecard:
    """Judge a call that was read already, by what the review found in it; ``spec`` is the shipped one unless given."""
    spec = spec or standard_scorecard()
    mended = put_right(reading, findings)
    standing = tuple(one for one in findings if one.turn not in mended)
    triggers = heard_triggers(reading, standing)
    wrong = frozenset(one.turn for one in findings)
    seen = CallSeen(reading, checklist, result, triggers, recorded_matters(reading), wrong)
    words = {turn.number: turn.text for turn in reading.call.turns}
    points = tuple(_point(one, spec, words) for one in points_of(seen))
    costs = tuple(_counted(faults_of(reading, findings, mended, triggers), spec, words))
    missed = any(one.met is Heeded.MISSED for one in triggers)
    grave = any(one.cost is CostId.GRAVE_WORDING for one in costs)
    total = _total(points, costs, spec)
    if missed:
        total = min(total, spec.most_after_missed_trigger)
    return Scorecard(
        total=total,
        passed=total >= spec.pass_mark and not missed and not grave,
        dimensions=tuple(_dimension(one, points, costs, spec) for one in Dimension),
        points=points,
        costs=costs,
        triggers=triggers,
        not_judged=tuple(_not_judged(reading, triggers)),
    )


def _point(one: PointSeen, spec: ScorecardSpec, words: dict[int, str]) -> ScorePoint:
    told = spec.points[one.point]
    quote = words.get(one.turn, "") if one.turn is not None else ""
    return ScorePoint(one.point, told.dimension, told.worth, one.earned, one.turn, told.says, quote)


def _counted(faults: Iterable[Fault], spec: ScorecardSpec, words: Mapping[int, str]) -> Iterator[ScoreCost]:
    """The faults that count: of one kind no more than the scorecard says."""
    so_far: Counter[CostId] = Counter()
    for one in faults:
        told = spec.costs[one.cost]
        so_far[one.cost] += 1
        if so_far[one.cost] <= told.most:
            quote = words.get(one.turn, "")
            leaves = round(100 - (100 - told.leaves) * one.share)
            yield ScoreCost(one.cost, told.dimension, leaves, one.turn, one.code, told.says, quote)


def _total(points: tuple[ScorePoint, ...], costs: tuple[ScoreCost, ...], spec: ScorecardSpec) -> int:
    possible = sum(one.worth for one in points) + spec.unproven
    if not possible:
        return 0
    return round(_left(100.0 * sum(one.worth for one in points if one.earned) / possible, costs))


def _left(share: float, costs: Iterable[ScoreCost]) -> float:
    for one in costs:
        share *= one.leaves / 100
    return share


def _dimension(
    dimension: Dimension, points: tuple[ScorePoint, ...], costs: tuple[ScoreCost, ...], spec: ScorecardSpec
) -> DimensionScore:
    """The share of its own points that was earned, less its own faults; of faults alone, what they leave."""
    own = [one for one in points if one.dimension is dimension]
    against = [one for one in costs if one.dimension is dimension]
    name = spec.dimensions[dimension]
    possible = sum(one.worth for one in own)
    if not possible and not against:
        return DimensionScore(dimension, name, None)
    share = 100.0 * sum(one.worth for one in own if one.earned) / possible if possible else 100.0
    return DimensionScore(dimension, name, round(_left(share, against)))


def _not_judged(reading: CallReading, triggers: tuple[HeardTrigger, ...]) -> Iterator[Bilingual]:
    if not reading.agent:
        yield Bilingual(
            "没有催收员的话，无法评判", "the collector said nothing, so that nothing can be judged"
        )
    if not any(turn.speaker in (Speaker.DEBTOR, Speaker.THIRD_PARTY) for turn in reading.call.turns):
        yield Bilingual(
            "对方没有说话，倾听和约定无法评判",
            "nobody answered; listening and commitment cannot be judged",
        )
    if reading.hung_up and len(reading.agent) == 1:
        yield Bilingual(
            "对方很快挂断，其余各项无法评判",
            "the line was cut after the first words; the rest cannot be judged",
        )
    for one in triggers:
        if one.met is Heeded.NOT_JUDGED:
            name = TRIGGER_NAMES[one.trigger]
            yield Bilingual(
                f"第{one.turn}轮之后通话结束，“{name.zh}”是否得到重视无法评判",
                f"the call ended with turn {one.turn}; whether {name.en} was heeded cannot be judged",
            )
    found = [one.turn.number for one in reading.agent if one.judgement.verdict is Verdict.REVIEW]
    if found:
        turns = ", ".join(str(number) for number in found)
        yield Bilingual(
            f"第{turns}轮取决于本案没有给出的事实，未计分",
            f"turns {turns} depend on facts that the case does not give; they were not counted",
        )
