"""Scoring answers against labels, by the definitions of the labelled sets.

Room: learning. A label that stands and was given is a *hit*, one that was given and does not stand an *extra*, one
that stands and was not given a *miss*; precision, recall and F1 follow. What is acceptable besides (``also_…``) is
never an extra. A line without an answer counts as answered wrongly. ``as_json`` has the names of the scorer that
the sets came with, so that figures can be laid side by side.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fairdue.learning.corpus import CollectorLine, CustomerLine
from fairdue.learning.labelled_calls import Found, LabelledCall
from fairdue.understanding.intent import SAFETY_INTENTS

VERDICTS = ("violation", "review", "ok")
NOTHING = "(nothing)"
"""In a confusion, a label that was missed or given with no other in its place."""

Json = dict[str, object]


@dataclass(slots=True)
class Tally:
    """How often one label was hit, given in excess, and missed."""

    hits: int = 0
    extras: int = 0
    misses: int = 0

    @property
    def precision(self) -> float:
        """Of those given, the share that stands."""
        return share(self.hits, self.hits + self.extras)

    @property
    def recall(self) -> float:
        """Of those that stand, the share given."""
        return share(self.hits, self.hits + self.misses)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_json(self) -> Json:
        """The three shares, rounded to four places."""
        return {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}

    def counted_json(self) -> Json:
        """The three shares and the counts they come from."""
        return {**self.as_json(), "hits": self.hits, "extras": self.extras, "misses": self.misses}


def share(part: int, whole: int) -> float:
    """``part`` of ``whole``, and 0 of nothing."""
    return part / whole if whole else 0.0


def total(tallies: Iterable[Tally]) -> Tally:
    """All counts together, as a micro average takes them."""
    summed = Tally()
    for one in tallies:
        summed.hits += one.hits
        summed.extras += one.extras
        summed.misses += one.misses
    return summed


@dataclass(frozen=True, slots=True)
class CustomerAnswer:
    """What an interpreter said of one customer line."""

    intents: tuple[str, ...]
    willingness: str
    slots: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CollectorAnswer:
    """What a guard said of one collector line."""

    expected: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """What a review said of one call."""

    findings: frozenset[Found]
    checklist: Mapping[str, object]
    disposition: str


@dataclass(frozen=True, slots=True)
class Scored:
    """The figures of one set of answers.

    ``classes`` are the tallies of each label, ``confusion`` counts pairs of a label that was missed and one that
    was given instead, ``figures`` are the summed-up shares by name.
    """

    figures: Json
    classes: Mapping[str, Tally]
    confusion: Mapping[tuple[str, str], int]


def score_customers(gold: Sequence[CustomerLine], said: Mapping[str, CustomerAnswer]) -> Scored:
    """Intents, readiness to pay and slots of customer lines; ``said`` is by line id."""
    classes: defaultdict[str, Tally] = defaultdict(Tally)
    slots: defaultdict[str, Tally] = defaultdict(Tally)
    confusion: Counter[tuple[str, str]] = Counter()
    first = graded = graded_strictly = 0
    for line in gold:
        answer = said.get(line.id, _SILENT)
        wanted = {intent.value for intent in line.intents}
        also = {intent.value for intent in line.also_intents}
        first += bool(answer.intents) and answer.intents[0] in wanted | also
        _count(classes, wanted, set(answer.intents), also)
        confusion.update(_pairs(wanted, set(answer.intents), also))
        graded_strictly += answer.willingness == line.willingness.value
        graded += answer.willingness in {one.value for one in (line.willingness, *line.also_willingness)}
        _count_slots(slots, line, answer.slots)
    named = [one for one in classes.values() if one.hits + one.misses]
    n = len(gold)
    figures: Json = {
        "n": n,
        "first_intent_accuracy": round(share(first, n), 4),
        "intent_micro": total(classes.values()).as_json(),
        "intent_macro_f1": round(sum(round(one.f1, 4) for one in named) / len(named), 4) if named else 0.0,
        "safety_intents": total(classes[one.value] for one in sorted(SAFETY_INTENTS)).as_json(),
        "willingness_accuracy": round(share(graded, n), 4),
        "willingness_strict": round(share(graded_strictly, n), 4),
        "slots": total(slots.values()).as_json(),
        "by_slot": {name: slots[name].as_json() for name in sorted(slots)},
    }
    return Scored(figures, {name: one for name, one in sorted(classes.items()) if _met(one)}, confusion)


_SILENT = CustomerAnswer((), "")


def score_collectors(gold: Sequence[CollectorLine], said: Mapping[str, CollectorAnswer]) -> Scored:
    """Verdicts and classes of collector lines; ``said`` is by line id, a line without an answer counts as passed."""
    verdicts: Counter[tuple[str, str]] = Counter()
    classes: defaultdict[str, Tally] = defaultdict(Tally)
    confusion: Counter[tuple[str, str]] = Counter()
    traps: list[bool] = []
    disguised: list[bool] = []
    for line in gold:
        answer = said.get(line.id, _PASSED)
        verdicts[line.expected, answer.expected] += 1
        _count(classes, set(line.codes), set(answer.codes), set(line.also_codes))
        confusion.update(_pairs(set(line.codes), set(answer.codes), set(line.also_codes)))
        if line.expected == "ok" and {"trap", "near_miss"} & set(line.tags):
            traps.append(answer.expected == "ok")
        if line.expected == "violation" and "evasive" in line.tags:
            disguised.append(answer.expected != "ok")
    violations = sum(verdicts["violation", one] for one in VERDICTS)
    called = sum(verdicts[one, "violation"] for one in VERDICTS)
    oks = sum(verdicts["ok", one] for one in VERDICTS)
    right = sum(verdicts[one, one] for one in VERDICTS)
    figures: Json = {
        "n": len(gold),
        "verdict_accuracy": round(share(right, len(gold)), 4),
        "violations_not_passed": round(share(violations - verdicts["violation", "ok"], violations), 4),
        "violation_recall": round(share(verdicts["violation", "violation"], violations), 4),
        "violation_precision": round(share(verdicts["violation", "violation"], called), 4),
        "ok_passed": round(share(verdicts["ok", "ok"], oks), 4),
        "ok_called_violation": round(share(verdicts["ok", "violation"], oks), 4),
        "traps_passed": round(share(sum(traps), len(traps)), 4) if traps else None,
        "evasive_not_passed": round(share(sum(disguised), len(disguised)), 4) if disguised else None,
        "code_micro": total(classes.values()).as_json(),
        "confusion": {f"{one}->{other}": n for (one, other), n in sorted(verdicts.items())},
        "violations": violations,
        "oks": oks,
        "traps": len(traps),
        "evasive": len(disguised),
    }
    return Scored(figures, {name: one for name, one in sorted(classes.items()) if _met(one)}, confusion)


_PASSED = CollectorAnswer("ok")


def score_calls(gold: Sequence[LabelledCall], said: Mapping[str, CallAnswer]) -> Scored:
    """Findings, checklists and result codes of whole calls; ``said`` is by call id."""
    classes: defaultdict[str, Tally] = defaultdict(Tally)
    points: defaultdict[str, list[bool]] = defaultdict(list)
    confusion: Counter[tuple[str, str]] = Counter()
    results = 0
    for call in gold:
        answer = said.get(call.id, _UNHEARD)
        for found in call.findings | answer.findings:
            tally = classes[found[1]]
            tally.hits += found in call.findings & answer.findings
            tally.extras += found in answer.findings - call.findings - call.also_findings
            tally.misses += found in call.findings - answer.findings
        for point, value in call.checklist.items():
            points[point].append(point in answer.checklist and answer.checklist[point] == value)
        results += answer.disposition == call.disposition.value
        if answer.disposition != call.disposition.value:
            confusion[call.disposition.value, answer.disposition or NOTHING] += 1
    checks = [one for each in points.values() for one in each]
    figures: Json = {
        "n": len(gold),
        "findings": total(classes.values()).as_json(),
        "checklist_accuracy": round(share(sum(checks), len(checks)), 4),
        "disposition_accuracy": round(share(results, len(gold)), 4),
        "by_point": {name: round(share(sum(each), len(each)), 4) for name, each in points.items()},
        "checks": len(checks),
    }
    return Scored(figures, {name: one for name, one in sorted(classes.items()) if _met(one)}, confusion)


_UNHEARD = CallAnswer(frozenset(), {}, "")


def _met(tally: Tally) -> bool:
    return bool(tally.hits or tally.extras or tally.misses)


def _count(classes: defaultdict[str, Tally], wanted: set[str], given: set[str], also: set[str]) -> None:
    for label in wanted | given:
        classes[label].hits += label in wanted & given
        classes[label].extras += label in given - wanted - also
        classes[label].misses += label in wanted - given


def _pairs(wanted: set[str], given: set[str], also: set[str]) -> list[tuple[str, str]]:
    """Every label that was missed with every one that was given instead."""
    missed, extra = sorted(wanted - given), sorted(given - wanted - also)
    if not missed and not extra:
        return []
    return [(one, other) for one in missed or [NOTHING] for other in extra or [NOTHING]]


def _count_slots(slots: defaultdict[str, Tally], line: CustomerLine, given: Mapping[str, str | int]) -> None:
    for name in line.slots.keys() | given.keys():
        if name in line.slots and name in given and str(line.slots[name]) == str(given[name]):
            slots[name].hits += 1
            continue
        slots[name].extras += name in given
        slots[name].misses += name in line.slots and name not in line.optional_slots
