"""An exam paper: so many questions of each subject and one practice call of each kind, drawn from a seed.

Room: practice. What an exam asks for is data (``fairdue_playbook/exams``). The same seed, version, questions and
personas give the same paper; papers of different seeds ask for the same kinds, so that candidates can be compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from random import Random

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import Entry, read_document
from fairdue.practice.persona import Answerer, Level, Persona
from fairdue.practice.question import Question, Subject


class CallKind(StrEnum):
    """What a call of the exam is about."""

    ORDINARY = "ordinary"
    """The customer, with nothing that comes before the money and nothing against it."""
    OBJECTION = "objection"
    """The customer, who objects and is no matter of safety."""
    SAFETY = "safety"
    """Somebody who says what must be heeded."""


@dataclass(frozen=True, slots=True)
class CallTask:
    """Which kind of customer, and how hard."""

    kind: CallKind
    level: Level


@dataclass(frozen=True, slots=True)
class ExamSpec:
    """What an exam asks for. Marks are per cent or points of the scorecard; waits are days."""

    exam_id: str
    version: int
    questions_per_subject: int
    quiz_pass: int
    call_pass: int
    calls: tuple[CallTask, ...]
    wait_days: tuple[int, ...]
    refresher_after: int
    valid_days: int
    renew_from_days: int


@dataclass(frozen=True, slots=True)
class PaperCall:
    """One practice call of a paper: whom, how hard, and the seed that fixes how they answer."""

    kind: CallKind
    persona_id: str
    level: Level
    seed: int


@dataclass(frozen=True, slots=True)
class ExamPaper:
    """A paper as drawn. Two papers with equal ``exam_id``, ``version`` and ``seed`` ask the same."""

    exam_id: str
    version: int
    seed: int
    questions: tuple[Question, ...]
    calls: tuple[PaperCall, ...]


class NoSuchPaper(ValueError):
    """A paper cannot be drawn: too few questions of a subject, or no persona of a kind."""


@cache
def licence_exam() -> ExamSpec:
    """The exam that comes with Fairdue, read once. Raises FlowFault with file and line."""
    name = "exams/licence.yaml"
    return read_exam((files("fairdue_playbook") / name).read_text(encoding="utf-8"), source=name)


_KEYS = (
    *("id", "version", "owner", "approved_on", "questions_per_subject", "quiz_pass", "call_pass", "calls"),
    *("retake", "valid_days", "renew_from_days"),
)


def read_exam(text: str, *, source: str) -> ExamSpec:
    """Read what an exam asks for. Raises FlowFault with file and line."""
    page = read_document(text, source=source).only(*_KEYS)
    retake = page.entry("retake").only("wait_days", "refresher_after")
    return ExamSpec(
        exam_id=page.text("id"),
        version=page.number("version"),
        questions_per_subject=page.number("questions_per_subject"),
        quiz_pass=page.number("quiz_pass"),
        call_pass=page.number("call_pass"),
        calls=tuple(_task(entry) for entry in page.entries("calls")),
        wait_days=_whole_numbers(retake, "wait_days"),
        refresher_after=retake.number("refresher_after"),
        valid_days=page.number("valid_days"),
        renew_from_days=page.number("renew_from_days"),
    )


def _task(entry: Entry) -> CallTask:
    entry.only("kind", "level")
    kind = entry.member(CallKind, entry.values.get("kind"), "kind")
    return CallTask(kind, entry.member(Level, entry.values.get("level"), "level"))


def _whole_numbers(entry: Entry, key: str) -> tuple[int, ...]:
    values = entry.items(key)
    if not values or not all(
        isinstance(one, int) and not isinstance(one, bool) and one >= 0 for one in values
    ):
        raise FlowFault(f"{entry.at(key)} must be a list of whole numbers from 0")
    return tuple(values)


def kind_of(persona: Persona) -> CallKind | None:
    """Which kind of exam call a persona is for; None for machines, with which there is little to examine."""
    if persona.answered_by in (Answerer.VOICEMAIL, Answerer.SCREENING):
        return None
    if persona.triggers or not persona.is_the_customer:
        return CallKind.SAFETY
    return CallKind.OBJECTION if persona.objections else CallKind.ORDINARY


def draw_paper(
    spec: ExamSpec, *, questions: Sequence[Question], personas: Sequence[Persona], seed: int
) -> ExamPaper:
    """Draw the paper of ``seed``. Raises NoSuchPaper when there is too little to draw from."""
    chance = Random(f"{spec.exam_id}:{spec.version}:{seed}")  # noqa: S311 - a drawn paper is kept, not guessed
    asked: list[Question] = []
    for subject in Subject:
        among = sorted((one for one in questions if one.subject is subject), key=lambda one: one.id)
        if len(among) < spec.questions_per_subject:
            raise NoSuchPaper(
                f"{spec.questions_per_subject} questions of {subject.value} are needed and there are {len(among)}; "
                "write more quiz questions, or ask for fewer in exams/licence.yaml"
            )
        asked.extend(chance.sample(among, spec.questions_per_subject))
    chance.shuffle(asked)
    by_kind: Mapping[CallKind, list[str]] = {
        kind: sorted(one.persona_id for one in personas if kind_of(one) is kind) for kind in CallKind
    }
    calls: list[PaperCall] = []
    for task in spec.calls:
        taken = {one.persona_id for one in calls}
        free = [one for one in by_kind[task.kind] if one not in taken]
        if not free:
            raise NoSuchPaper(f"no persona is left for a call of the kind {task.kind.value}; write one more")
        calls.append(
            PaperCall(task.kind, free[chance.randrange(len(free))], task.level, chance.randrange(1_000_000))
        )
    return ExamPaper(spec.exam_id, spec.version, seed, tuple(asked), tuple(calls))
