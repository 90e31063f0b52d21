"""The ports of training: where the logs lie, and the ground on which is practised.

Room: operations. The ground stands above this room (the simulated customers, the lessons, the scorecard, the exam):
the wiring hands it in, so that the operations judge without knowing how. Nothing of it touches a case, the gate or
the ledger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from fairdue.casefile.training_log import Exam, KeptTalk, TrainingRecord
from fairdue.casefile.training_record import Mark, PaperPart, SpokenLine, TrainingHappening
from fairdue.foundation.bilingual import Bilingual


class UnknownTraining(LookupError):
    """No lesson, question, persona, drill or exam has this name here; the message says which is meant."""


class CustomerRewritten(RuntimeError):
    """What was stored of a practice call is not what its customer says today; begin it anew."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is heard after own words, or at the opening of a call. ``ended`` when the other side closed it."""

    lines: tuple[SpokenLine, ...] = field(repr=False)
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a drill or an exam was judged: 0 to 100 points, the marks behind it, mistakes by code."""

    total: int
    passed: bool
    marks: tuple[Mark, ...]
    mistakes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """An exam paper as drawn: ``version`` tells whether two papers asked the same. Talk ids are filled in later."""

    version: str
    parts: tuple[PaperPart, ...]
    question_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LessonDrill:
    """The practice call of a lesson: one of these customers, at this level."""

    personas: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True)
class Retake:
    """Why another exam waits. ``opens_at`` None: not for a day, but until something was learnt."""

    opens_at: datetime | None
    why: Bilingual


@dataclass(frozen=True, slots=True)
class LicenceTerms:
    """For how many days a passed exam is good, and in how many last days the next one may be sat."""

    valid_days: int
    renew_within_days: int


class TrainingGround(Protocol):
    """Lessons, simulated customers, scorecard and exam, by id. Same ids, seed and words: same answers."""

    @property
    def rewords(self) -> bool:
        """May another source put what customers of drills say into words?"""

    def questions_of(self, lesson_id: str) -> Sequence[str]:
        """The questions of a lesson's quiz. Raises UnknownTraining."""

    def is_right(self, question_id: str, ticked: frozenset[str]) -> bool:
        """Is exactly what is right ticked? Raises UnknownTraining."""

    def drill_of(self, lesson_id: str) -> LessonDrill:
        """Whom a lesson lets one practise with. Raises UnknownTraining."""

    def require_persona(self, persona_id: str, level: str) -> None:
        """Raise UnknownTraining when there is no such customer, or no such level."""

    def opening(self, talk: KeptTalk) -> Reply:
        """What is heard when the call is answered. Raises UnknownTraining."""

    def reply(self, talk: KeptTalk, words: str) -> Reply:
        """What the customer answers to these words. Raises CustomerRewritten."""

    def judge_drill(self, talk: KeptTalk, *, before: Sequence[KeptTalk] = ()) -> Verdict:
        """Judge a practice call from what was stored of it, beside those that counted ``before``, with which it must
        not be one recital. Raises CustomerRewritten."""

    def missing_for_exam(self, record: TrainingRecord, *, as_of: datetime) -> Bilingual | None:
        """What must be learnt before an exam opens, in words; None when nothing is missing."""

    def draw_paper(self, *, seed: int) -> Paper:
        """Draw an exam paper. The same seed draws the same paper as long as the knowledge is the same."""

    def judge_exam(self, exam: Exam) -> Verdict:
        """Judge an exam from what was stored of it. Raises CustomerRewritten."""

    def licence_terms(self) -> LicenceTerms:
        """For how long a licence is issued. No statement about a person outlives a year, whatever this says."""

    def retake(self, record: TrainingRecord, *, as_of: datetime) -> Retake | None:
        """What a failure in the last exam asks before the next; None when another may be sat."""


class TrainingBook(Protocol):
    """The logs of training, one a login. Rows are added, never changed."""

    def lock(self, trainee: str) -> None:
        """Let nobody else write to this log until the transaction ends."""

    def load(self, trainee: str) -> TrainingRecord:
        """Replay one log; nobody's log is an empty one. Raises TrainingLogBroken."""

    def append(
        self, record: TrainingRecord, happenings: Sequence[TrainingHappening], *, at: datetime, actor: str
    ) -> TrainingRecord:
        """Append to a log as it was read, and return the new state. Raises ConcurrentChange when it moved on."""

    def trainees(self) -> Sequence[str]:
        """The logins that have a log, in order."""


@dataclass(frozen=True, slots=True)
class TrainingOffice:
    """The two ports of training together."""

    book: TrainingBook
    ground: TrainingGround
