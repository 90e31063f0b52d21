"""What happens to somebody in training: the commitment, lessons, quizzes, drills, exams and licences, each in order.

Room: casefile. Everything is only ever added: an answer that was wrong stays beside the right one that came later.
The state in which somebody stands is folded from these in ``training_log``. The people of drills and exams are
invented, so no debtor is ever named here; the record itself is that of one member of staff, under their login.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class SpokenLine:
    """One line of a practice call: ``speaker`` as in a written call (agent, debtor, third_party, system)."""

    speaker: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mark:
    """How one thing was judged: ``points`` reached of ``most``, both whole numbers."""

    name: str
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class PaperPart:
    """One practice call of an exam paper: whom, how hard, and the seed that fixes how they answer."""

    talk_id: str
    persona_id: str
    level: str
    seed: int


@dataclass(frozen=True, slots=True)
class SecrecySigned:
    """The commitment to secrecy was signed; ``text_digest`` is that of the text that was shown."""

    text_digest: str


@dataclass(frozen=True, slots=True)
class QuizAnswered:
    """One question of a lesson was answered; ``right`` was judged here and is never what a browser says."""

    lesson_id: str
    question_id: str
    ticked: tuple[str, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class LessonRead:
    """A lesson was read to its end."""

    lesson_id: str


@dataclass(frozen=True, slots=True)
class DrillAssigned:
    """A trainer set a drill. ``because`` is why, ``codes`` the findings that it is to mend."""

    assignment_id: str
    persona_id: str
    level: str
    because: str = field(default="", repr=False)
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DrillOpened:
    """A practice call began. ``opening`` is what was heard before the first own words; ``reworded`` that another source
    may word its lines, ``seed_chosen`` that whoever practises named the seed, so that it may have been rehearsed."""

    drill_id: str
    persona_id: str
    level: str
    seed: int
    assignment_id: str | None = None
    lesson_id: str | None = None
    opening: tuple[SpokenLine, ...] = ()
    reworded: bool = False
    seed_chosen: bool = False


@dataclass(frozen=True, slots=True)
class WordsSaid:
    """What somebody said in a practice call, and what was answered. ``ended`` when that closed the call."""

    talk_id: str
    words: str = field(repr=False)
    replies: tuple[SpokenLine, ...]
    ended: bool = False


@dataclass(frozen=True, slots=True)
class TalkEnded:
    """Whoever practises hung up."""

    talk_id: str


@dataclass(frozen=True, slots=True)
class DrillHeld:
    """A drill was judged: 0 to 100 points, ``mistakes`` by code."""

    drill_id: str
    total: int
    passed: bool
    marks: tuple[Mark, ...]
    mistakes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DrillSetAside:
    """A drill is neither judged nor continued, since its customer was rewritten meanwhile."""

    drill_id: str


@dataclass(frozen=True, slots=True)
class ExamOpened:
    """An exam began: the paper as it was drawn, which does not change any more."""

    exam_id: str
    seed: int
    version: str
    parts: tuple[PaperPart, ...]
    openings: tuple[WordsSaid, ...]
    question_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """One question of an exam was answered; the first answer stands."""

    exam_id: str
    question_id: str
    ticked: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExamJudged:
    """An exam was judged from what was stored: 0 to 100 points, a mark a part, mistakes by code."""

    exam_id: str
    total: int
    passed: bool
    marks: tuple[Mark, ...]
    mistakes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExamSetAside:
    """An exam counts neither as passed nor as failed, since its paper was rewritten while it was sat."""

    exam_id: str


@dataclass(frozen=True, slots=True)
class LicenceIssued:
    """A passed exam and the signed commitment stated the licence. ``attestation_id`` is the gate's statement."""

    exam_id: str
    attestation_id: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class LicenceWithdrawn:
    """Somebody took the licence away, with a reason; a new exam opens on ``retake_from_on``."""

    attestation_ids: tuple[str, ...]
    reason: str = field(repr=False)
    retake_from_on: date


TrainingHappening = (
    SecrecySigned
    | QuizAnswered
    | LessonRead
    | DrillAssigned
    | DrillOpened
    | WordsSaid
    | TalkEnded
    | DrillHeld
    | DrillSetAside
    | ExamOpened
    | QuestionAnswered
    | ExamJudged
    | ExamSetAside
    | LicenceIssued
    | LicenceWithdrawn
)

TRAINING_HAPPENINGS: dict[str, type[TrainingHappening]] = {
    kind.__name__: kind
    for kind in (
        SecrecySigned,
        QuizAnswered,
        LessonRead,
        DrillAssigned,
        DrillOpened,
        WordsSaid,
        TalkEnded,
        DrillHeld,
        DrillSetAside,
        ExamOpened,
        QuestionAnswered,
        ExamJudged,
        ExamSetAside,
        LicenceIssued,
        LicenceWithdrawn,
    )
}
"""Every kind of happening by the name under which it is stored."""
