"""A lesson: a short text, what the law says with how well it was read, a right and a wrong call, a quiz and a drill.

Room: practice. Here stands what a lesson is; ``lesson_reading`` makes it out of the playbook's YAML and ``marked_call``
hears its calls. Both calls are of the same customer on the same day, so that the difference is the collector's alone.
The words of a wrong call are wrong on purpose: they live here and never reach the sentences that may be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from fairdue.compliance.wording.spoken_context import FactValue
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.origin import NOWHERE, Origin
from fairdue.feedback.call import Call, Speaker, Turn
from fairdue.foundation.bilingual import Bilingual
from fairdue.practice.persona import Level
from fairdue.practice.question import LessonStage, Question, Subject


class LessonFault(FlowFault):
    """A lesson has a hole; the message names file, line and what to mend."""


@dataclass(frozen=True, slots=True)
class LawNote:
    """What a conduct rule asks, in our words. How well the rule was read stands in the register under its id."""

    rule_id: str
    says: Bilingual
    origin: Origin = field(default=NOWHERE, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class OldHabit:
    """What the trade used to say, the class of wording it is, and the honest sentence that serves the same end."""

    code: str
    said: Bilingual
    instead: Bilingual
    origin: Origin = field(default=NOWHERE, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class LessonTurn:
    """One turn of a worked call. A wrong turn has the classes it breaks, why it is wrong, and a better line."""

    speaker: Speaker
    words: Bilingual
    codes: tuple[str, ...] = ()
    why: Bilingual | None = None
    better: Bilingual | None = None
    origin: Origin = field(default=NOWHERE, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class WorkedCall:
    """A call written out for a lesson: the case it is about, when it began, and its turns, numbered from 0."""

    call_id: str
    started_at: datetime
    facts: Mapping[str, FactValue]
    turns: tuple[LessonTurn, ...]

    def as_call(self) -> Call:
        """The call as the review hears it, in Chinese."""
        turns = tuple(Turn(number, turn.speaker, turn.words.zh) for number, turn in enumerate(self.turns))
        return Call(self.call_id, self.started_at, self.facts, turns)

    def mended(self) -> Call:
        """The same call with the better line in the place of each wrong one."""
        turns = tuple(
            Turn(number, turn.speaker, (turn.better or turn.words).zh)
            for number, turn in enumerate(self.turns)
        )
        return Call(f"{self.call_id}.mended", self.started_at, self.facts, turns)


@dataclass(frozen=True, slots=True)
class Drill:
    """Which simulated customers to practise on after the lesson, and how hard they are."""

    personas: tuple[str, ...]
    level: Level
    origin: Origin = field(default=NOWHERE, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson. ``after`` names the lessons that come before it; ``text`` is read paragraph by paragraph."""

    lesson_id: str
    subject: Subject
    stage: LessonStage
    title: Bilingual
    aim: Bilingual
    owner: str
    approved_on: date
    after: tuple[str, ...]
    text: tuple[Bilingual, ...]
    law: tuple[LawNote, ...]
    habits: tuple[OldHabit, ...]
    notice: Bilingual
    """What to notice in the two calls."""
    right: WorkedCall
    wrong: WorkedCall
    quiz: tuple[Question, ...]
    drill: Drill
    origin: Origin = field(default=NOWHERE, repr=False, compare=False)

    @property
    def codes(self) -> frozenset[str]:
        """The classes of wording (C01 to C25) that the wrong call of this lesson shows."""
        return frozenset(code for turn in self.wrong.turns for code in turn.codes)
