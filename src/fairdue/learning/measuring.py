"""Measuring the two interpreters: learn from some lines, answer the others, score the answers.

Room: learning. Features are worked out once for a whole measurement; the parts of a split go to the processors side
by side. The lines of ``held_out/`` are measured and never learnt from, and no list of their mistakes is made: whoever
reads those and mends them has no held-out lines any more.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Generic

from fairdue.compliance.wording.guard import WordingModels, judge
from fairdue.learning import customer_training, wording_training
from fairdue.learning.corpus import (
    CollectorLine,
    CustomerLine,
    collector_lines,
    customer_lines,
    held_out_collectors,
    held_out_customers,
)
from fairdue.learning.fan_out import fan_out
from fairdue.learning.measured import Answer, Heard, Kind, Measured, Mistake, Split, mean_size, worst_first
from fairdue.learning.reliability import reliability
from fairdue.learning.scores import (
    CollectorAnswer,
    CustomerAnswer,
    Json,
    Scored,
    score_collectors,
    score_customers,
)
from fairdue.learning.splits import Line, Part, by_fold, by_voice, fewer_lines, fewer_voices
from fairdue.understanding.customer import CustomerModels, Understood, understand
from fairdue.understanding.intent import SAFETY_INTENTS

CURVE_PERCENTS = (10, 25, 50, 75)
CURVE_VOICES = (1, 2, 4)


class Bench(ABC, Generic[Answer]):
    """Lines of one kind with their features, and how they are learnt, answered and scored.

    The first ``learnable`` lines may be learnt from; those after them are held out.
    """

    kind: Kind
    learnable: int

    @property
    @abstractmethod
    def lines(self) -> Sequence[Line]:
        """All lines."""

    @property
    @abstractmethod
    def labels(self) -> Sequence[frozenset[str]]:
        """What a model needs an example of, by line."""

    @abstractmethod
    def hear(self, part: Part) -> list[Heard[Answer]]:
        """Learn from one side of a part and answer the other."""

    @abstractmethod
    def score(self, heard: Sequence[Heard[Answer]]) -> Scored:
        """Score some answers against the labels of their lines."""

    def parts(self, split: Split) -> list[Part]:
        """The parts of a split."""
        known = self.lines[: self.learnable]
        if split is Split.FOLD:
            return by_fold(known)
        if split is Split.VOICE:
            return by_voice(known)
        return [Part("held_out", tuple(range(self.learnable)), tuple(range(self.learnable, len(self.lines))))]


class CustomerBench(Bench[CustomerAnswer]):
    """Customer lines under measurement."""

    kind = Kind.CUSTOMERS

    def __init__(self, known: Sequence[CustomerLine], held_out: Sequence[CustomerLine] = ()) -> None:
        self.learnable = len(known)
        self._prepared = customer_training.prepare([*known, *held_out])

    @property
    def lines(self) -> Sequence[CustomerLine]:
        """All lines."""
        return [one.line for one in self._prepared]

    @property
    def labels(self) -> Sequence[frozenset[str]]:
        """Intents and the grade of willingness."""
        return [
            frozenset((f"grade:{line.willingness.value}", *(intent.value for intent in line.intents)))
            for line in self.lines
        ]

    def hear(self, part: Part) -> list[Heard[CustomerAnswer]]:
        """Learn from one side of a part and understand the other."""
        models = customer_training.trained([self._prepared[place] for place in part.learn])
        return [self._heard(place, models) for place in part.measure]

    def _heard(self, place: int, models: CustomerModels) -> Heard[CustomerAnswer]:
        line = self._prepared[place].line
        found = understand(line.text, reference=line.reference, agent_before=line.agent_before, models=models)
        answer = CustomerAnswer(
            tuple(intent.value for intent in found.intents), found.willingness.value, found.slots.as_json()
        )
        right = {*line.intents, *line.also_intents}
        stated = tuple((share, intent in right) for intent, share in found.scores.items())
        return Heard(place, answer, stated, _customer_mistake(line, found))

    def score(self, heard: Sequence[Heard[CustomerAnswer]]) -> Scored:
        """Score some answers against the labels of their lines."""
        lines = [self._prepared[one.place].line for one in heard]
        return score_customers(lines, {line.id: one.answer for line, one in zip(lines, heard, strict=True)})


def _customer_mistake(line: CustomerLine, found: Understood) -> Mistake | None:
    """A first meaning that is none of the line's, or a meaning for safety that was not heard."""
    missed = [one for one in line.intents if one in SAFETY_INTENTS and one not in found.intents]
    first = found.intents[0]
    if first not in {*line.intents, *line.also_intents}:
        right = max(found.scores.get(intent, 0.0) for intent in line.intents)
        certainty = max(0.0, found.scores.get(first, 0.0) - right)
    elif missed:
        certainty = 1.0 - max(found.scores.get(intent, 0.0) for intent in missed)
    else:
        return None
    return Mistake(
        id=line.id,
        voice=line.voice,
        before=line.agent_before or "",
        text=line.text,
        wanted=tuple(intent.value for intent in line.intents),
        said=tuple(intent.value for intent in found.intents),
        certainty=certainty,
    )


class CollectorBench(Bench[CollectorAnswer]):
    """Collector lines under measurement."""

    kind = Kind.COLLECTORS

    def __init__(self, known: Sequence[CollectorLine], held_out: Sequence[CollectorLine] = ()) -> None:
        self.learnable = len(known)
        self._prepared = wording_training.prepare([*known, *held_out])

    @property
    def lines(self) -> Sequence[CollectorLine]:
        """All lines."""
        return [one.line for one in self._prepared]

    @property
    def labels(self) -> Sequence[frozenset[str]]:
        """Classes and the verdict."""
        return [frozenset((*line.codes, line.expected)) for line in self.lines]

    def hear(self, part: Part) -> list[Heard[CollectorAnswer]]:
        """Learn from one side of a part and judge the other."""
        models = wording_training.trained([self._prepared[place] for place in part.learn])
        return [self._heard(place, models) for place in part.measure]

    def _heard(self, place: int, models: WordingModels) -> Heard[CollectorAnswer]:
        line, context = self._prepared[place].line, self._prepared[place].context
        found = judge(line.text, context, models=models)
        answer = CollectorAnswer(found.verdict.value, tuple(one.code for one in found.findings))
        mistake = None
        if (answer.expected == "ok") != (line.expected == "ok"):
            setting = [
                context.callee.value,
                context.stage.value,
                *(() if context.verified else ("unverified",)),
            ]
            mistake = Mistake(
                id=line.id,
                voice=line.voice,
                before=", ".join((*setting, *(f"{name}={value}" for name, value in context.facts.items()))),
                text=line.text,
                wanted=(line.expected, *line.codes),
                said=(answer.expected, *answer.codes),
                certainty=found.share,
            )
        return Heard(place, answer, ((found.share, answer.expected == line.expected),), mistake)

    def score(self, heard: Sequence[Heard[CollectorAnswer]]) -> Scored:
        """Score some answers against the labels of their lines."""
        lines = [self._prepared[one.place].line for one in heard]
        return score_collectors(lines, {line.id: one.answer for line, one in zip(lines, heard, strict=True)})


def customer_bench(corpus: Path, *, held_out: bool) -> CustomerBench:
    """The customer lines of the corpus, with those held out where they are wanted. Raises CorpusError."""
    return CustomerBench(customer_lines(corpus), held_out_customers(corpus) if held_out else ())


def collector_bench(corpus: Path, *, held_out: bool) -> CollectorBench:
    """The collector lines of the corpus, with those held out where they are wanted. Raises CorpusError."""
    return CollectorBench(collector_lines(corpus), held_out_collectors(corpus) if held_out else ())


def measure(bench: Bench[Answer], split: Split, *, workers: int | None = None) -> Measured:
    """Measure one kind by one split. Raises ValueError for a label that too few lines have to learn it."""
    parts = bench.parts(split)
    # The parts with most to learn first, so that no processor is left with the last one alone.
    longest_first = sorted(parts, key=lambda part: -len(part.learn))
    by_part = fan_out(bench.hear, longest_first, workers=workers)
    named = {part.name: each for part, each in zip(longest_first, by_part, strict=True)}
    heard = [one for part in parts for one in named[part.name]]
    return Measured(
        kind=bench.kind,
        split=split,
        learned=mean_size([len(part.learn) for part in parts]),
        scored=bench.score(heard),
        parts={part.name: bench.score(named[part.name]).figures for part in parts},
        bins=reliability(one for each in heard for one in each.stated),
        mistakes=() if split is Split.HELD_OUT else worst_first(heard),
    )


def learning_curve(bench: Bench[Answer], *, workers: int | None = None) -> list[Json]:
    """How the figures grow with what is learnt: an author left out at a time, the others cut to some lines or voices."""
    points: list[Json] = []
    cuts = [*(("lines", percent) for percent in CURVE_PERCENTS), *(("voices", some) for some in CURVE_VOICES)]
    whole = bench.parts(Split.VOICE)
    lines, labels = bench.lines, bench.labels
    jobs: list[tuple[int, Part]] = []
    for number, (by, amount) in enumerate(cuts):
        for part in whole:
            learn = (
                fewer_lines(lines, part.learn, percent=amount, labels=labels)
                if by == "lines"
                else fewer_voices(lines, part.learn, voices=amount, labels=labels)
            )
            jobs.append((number, Part(part.name, learn, part.measure)))
    heard = fan_out(lambda job: bench.hear(job[1]), jobs, workers=workers)
    for number, (by, amount) in enumerate(cuts):
        mine = [each for (one, _), each in zip(jobs, heard, strict=True) if one == number]
        sizes = [len(part.learn) for one, part in jobs if one == number]
        figures = bench.score([one for each in mine for one in each]).figures
        points.append({"by": by, "amount": amount, "learned": mean_size(sizes), "figures": figures})
    return points
