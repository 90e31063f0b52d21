"""Measuring the review of whole calls with models that have not read the lines of the call's author.

Room: learning. A call is not learnt from, and most of its review is rules; what a split changes is what the models
beneath had read. Voices of calls and of lines that bear one name are one author's hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fairdue.compliance.wording.guard import WordingModels
from fairdue.feedback.call_reading import Interpreters
from fairdue.feedback.review import review
from fairdue.language.linear import unpack
from fairdue.learning import customer_training, wording_training
from fairdue.learning.corpus import collector_lines, customer_lines
from fairdue.learning.fan_out import fan_out
from fairdue.learning.labelled_calls import LabelledCall, held_out_calls, labelled_calls
from fairdue.learning.measured import Heard, Kind, Measured, Mistake, Split, mean_size, worst_first
from fairdue.learning.reliability import reliability
from fairdue.learning.scores import CallAnswer, score_calls
from fairdue.understanding.customer import CustomerModels

_EVERYTHING = ""
"""The name under which the models stand that left no voice out."""


@dataclass(frozen=True, slots=True)
class CallBench:
    """Calls, and the prepared lines that the models beneath their review learn from."""

    calls: tuple[LabelledCall, ...]
    held_out: tuple[LabelledCall, ...]
    customers: tuple[customer_training.Prepared, ...]
    collectors: tuple[wording_training.Prepared, ...]

    @property
    def voices(self) -> tuple[str, ...]:
        """The author of each line, in the order of customers and collectors."""
        return (*(one.line.voice for one in self.customers), *(one.line.voice for one in self.collectors))


def call_bench(corpus: Path, *, held_out: bool) -> CallBench:
    """The calls and lines of the corpus, with the calls held out where they are wanted. Raises CorpusError."""
    return CallBench(
        calls=tuple(labelled_calls(corpus)),
        held_out=tuple(held_out_calls(corpus)) if held_out else (),
        customers=tuple(customer_training.prepare(customer_lines(corpus))),
        collectors=tuple(wording_training.prepare(collector_lines(corpus))),
    )


def measure_calls(bench: CallBench, split: Split, *, workers: int | None = None) -> Measured:
    """Measure the review of whole calls by one split."""
    calls = bench.held_out if split is Split.HELD_OUT else bench.calls
    known = set(bench.voices)
    left_out = [call.voice if split is Split.VOICE and call.voice in known else _EVERYTHING for call in calls]
    models = _models(bench, sorted(set(left_out)), workers)
    heard = [
        _heard(place, call, models[voice])
        for place, (call, voice) in enumerate(zip(calls, left_out, strict=True))
    ]
    answers = {call.id: one.answer for call, one in zip(calls, heard, strict=True)}
    learned = [sum(author != voice for author in bench.voices) for voice in left_out]
    voices = sorted({call.voice for call in calls})
    return Measured(
        kind=Kind.CALLS,
        split=split,
        learned=mean_size(learned),
        scored=score_calls(calls, answers),
        parts={
            voice: score_calls([call for call in calls if call.voice == voice], answers).figures
            for voice in voices
        },
        bins=reliability(one for each in heard for one in each.stated),
        mistakes=() if split is Split.HELD_OUT else _mistakes(calls, heard),
    )


def _models(bench: CallBench, voices: Sequence[str], workers: int | None) -> Mapping[str, Interpreters]:
    jobs = [(voice, kind) for voice in voices for kind in (Kind.CUSTOMERS, Kind.COLLECTORS)]

    def learn(job: tuple[str, Kind]) -> tuple[bytes, bytes]:
        voice, kind = job
        if kind is Kind.CUSTOMERS:
            return customer_training.train([one for one in bench.customers if one.line.voice != voice])
        return wording_training.train([one for one in bench.collectors if one.line.voice != voice])

    files = dict(zip(jobs, fan_out(learn, jobs, workers=workers), strict=True))
    return {
        voice: Interpreters(
            CustomerModels(*map(unpack, files[voice, Kind.CUSTOMERS])),
            WordingModels(*map(unpack, files[voice, Kind.COLLECTORS])),
        )
        for voice in voices
    }


def _heard(place: int, call: LabelledCall, interpreters: Interpreters) -> Heard[CallAnswer]:
    found = review(call.call, interpreters=interpreters)
    answer = CallAnswer(
        findings=frozenset((one.turn, one.code) for one in found.findings),
        checklist=found.checklist.as_json(),
        disposition=found.disposition.value,
    )
    right = call.findings | call.also_findings
    stated = tuple((one.share, (one.turn, one.code) in right) for one in found.findings)
    mistake = None
    if answer.disposition != call.disposition.value:
        mistake = _mistake(call, None, call.disposition.value, answer.disposition, certainty=1.0)
    return Heard(place, answer, stated, mistake)


def _mistakes(calls: Sequence[LabelledCall], heard: Sequence[Heard[CallAnswer]]) -> tuple[Mistake, ...]:
    """Wrong result codes first, then findings that were missed, then those that do not stand."""
    found = list(worst_first(heard))
    for call, one in zip(calls, heard, strict=True):
        said = one.answer.findings
        found += [
            _mistake(call, turn, code, "", certainty=0.9) for turn, code in sorted(call.findings - said)
        ]
        found += [
            _mistake(call, turn, "", code, certainty=0.8)
            for turn, code in sorted(said - call.findings - call.also_findings)
        ]
    return tuple(sorted(found, key=lambda one: (-one.certainty, one.id)))


def _mistake(call: LabelledCall, turn: int | None, wanted: str, said: str, *, certainty: float) -> Mistake:
    texts = {one.number: one.text for one in call.call.turns}
    return Mistake(
        id=call.id if turn is None else f"{call.id}#{turn}",
        voice=call.voice,
        before="",
        text="" if turn is None else texts[turn],
        wanted=(wanted,) if wanted else (),
        said=(said,) if said else (),
        certainty=certainty,
    )
