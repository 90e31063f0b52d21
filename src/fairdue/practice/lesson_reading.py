"""Reading the lessons of the playbook: strict YAML, every key known, every name from a closed list.

Room: practice. Every fault names its file and line, and what to mend. Whether the right call is clean and the wrong
turns are found is heard by ``lesson_check``, for it needs the models.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import NoReturn

from fairdue.compliance.register import Register, load_register
from fairdue.compliance.rule import NOT_ENFORCEABLE
from fairdue.compliance.wording.spoken_context import FactValue
from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import Entry, read_document
from fairdue.feedback.call import Speaker
from fairdue.foundation.bilingual import Bilingual
from fairdue.practice.curriculum import Curriculum, curriculum_of
from fairdue.practice.lesson import (
    Drill,
    LawNote,
    Lesson,
    LessonFault,
    LessonTurn,
    OldHabit,
    WorkedCall,
)
from fairdue.practice.persona import Level
from fairdue.practice.persona_reading import shipped_personas
from fairdue.practice.question import LessonStage, Option, Question, Subject

FEWEST_CHARACTERS, MOST_CHARACTERS = 150, 400
"""Chinese characters of a lesson's text: short enough to be read standing."""
FEWEST_TURNS, MOST_TURNS = 6, 14
FEWEST_QUESTIONS, MOST_QUESTIONS = 4, 6

_HAN = re.compile(r"[\u4e00-\u9fff]")
_KEYS = (
    *("id", "subject", "stage", "title", "aim", "owner", "approved_on", "after", "text", "law", "old_habits"),
    *("case", "started_at", "notice", "right", "wrong", "quiz", "drill"),
)


@cache
def read_curriculum() -> Curriculum:
    """The curriculum of the playbook, checked, read once. Raises LessonFault."""
    folder = files("fairdue_playbook") / "lessons"
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    }
    return curriculum_from(texts, register=load_register())


def curriculum_from(texts: Mapping[str, str], *, register: Register) -> Curriculum:
    """Put a curriculum together from the texts of its files, by name. Raises LessonFault.

    ``register`` knows how well each rule of law was read; what nobody read is not taught.
    """
    reader = _Reader(register, frozenset(one.class_id for one in wording_classes()))
    return curriculum_of(reader.lesson(text, source=f"lessons/{name}") for name, text in texts.items())


def read_lesson(text: str, *, source: str, register: Register) -> Lesson:
    """Read one lesson. Raises LessonFault with file and line."""
    return _Reader(register, frozenset(one.class_id for one in wording_classes())).lesson(text, source=source)


def _wrong(entry: Entry, key: str, complaint: str) -> NoReturn:
    raise LessonFault(f"{entry.at(key)}: {complaint}")


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the lessons may name: the rules of the register and the classes of wording."""

    register: Register
    codes: frozenset[str]

    def lesson(self, text: str, *, source: str) -> Lesson:
        try:
            return self._lesson(read_document(text, source=source).only(*_KEYS), source=source)
        except LessonFault:
            raise
        except FlowFault as fault:
            raise LessonFault(str(fault)) from fault

    def _lesson(self, page: Entry, *, source: str) -> Lesson:
        lesson_id = page.text("id")
        if source.rsplit("/", 1)[-1] != f"{lesson_id}.yaml":
            _wrong(page, "id", f"{lesson_id} stands in another file; name the file {lesson_id}.yaml")
        subject, stage = page.one_of(Subject, "subject"), page.one_of(LessonStage, "stage")
        if subject is None or stage is None:
            _wrong(page, "stage", "a lesson has a subject and a stage; write both")
        approved_on = page.values.get("approved_on")
        if type(approved_on) is not date:
            _wrong(page, "approved_on", "must be a day such as 2026-01-31")
        return Lesson(
            lesson_id=lesson_id,
            subject=subject,
            stage=stage,
            title=page.bilingual("title"),
            aim=page.bilingual("aim"),
            owner=page.text("owner"),
            approved_on=approved_on,
            after=page.texts("after"),
            text=_paragraphs(page),
            law=tuple(self._law(one) for one in page.entries("law")),
            habits=tuple(self._habit(one) for one in page.entries("old_habits")),
            notice=page.bilingual("notice"),
            right=self._call(page, "right", lesson_id),
            wrong=self._call(page, "wrong", lesson_id),
            quiz=_quiz(page, lesson_id, subject, stage),
            drill=_drill(page),
            origin=page.origin,
        )

    def _law(self, entry: Entry) -> LawNote:
        entry.only("rule", "zh", "en")
        rule_id = entry.text("rule")
        try:
            confidence = self.register.entry(rule_id).confidence
        except KeyError:
            _wrong(entry, "rule", f"{rule_id} is no rule of the register; see docs/rulebook.md")
        if confidence in NOT_ENFORCEABLE:
            _wrong(entry, "rule", f"{rule_id} is {confidence}: nobody read it; do not teach it as law")
        return LawNote(rule_id, Bilingual(entry.text("zh"), entry.text("en")), entry.origin)

    def _habit(self, entry: Entry) -> OldHabit:
        entry.only("code", "said", "instead")
        code = self._codes(entry, "code", (entry.text("code"),))[0]
        return OldHabit(code, entry.bilingual("said"), entry.bilingual("instead"), entry.origin)

    def _codes(self, entry: Entry, key: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            if code not in self.codes:
                _wrong(entry, key, f"{code} is no class of wording; they are C01 to C25")
        return codes

    def _call(self, page: Entry, key: str, lesson_id: str) -> WorkedCall:
        turns = tuple(self._turn(one) for one in page.entries(key))
        if not FEWEST_TURNS <= len(turns) <= MOST_TURNS:
            _wrong(
                page, key, f"a worked call has {FEWEST_TURNS} to {MOST_TURNS} turns, this one {len(turns)}"
            )
        annotated = any(turn.codes for turn in turns)
        if key == "right" and annotated:
            _wrong(page, key, "a right call has no wrong turn; take the codes out, or move it to wrong")
        if key == "wrong" and not annotated:
            _wrong(page, key, "a wrong call has a wrong turn; say with codes which it is")
        return WorkedCall(f"{lesson_id}.{key}", _moment(page), _facts(page), turns)

    def _turn(self, entry: Entry) -> LessonTurn:
        entry.only("by", "zh", "en", "codes", "why", "better")
        speaker = entry.one_of(Speaker, "by")
        if speaker is None:
            _wrong(entry, "by", f"say who speaks: {', '.join(Speaker)}")
        codes = self._codes(entry, "codes", entry.texts("codes"))
        words = Bilingual(entry.text("zh"), entry.text("en"))
        if not codes:
            for key in ("why", "better"):
                if key in entry.values:
                    _wrong(entry, key, f"{key} belongs to a wrong turn; add codes, or take it out")
            return LessonTurn(speaker, words, origin=entry.origin)
        if speaker is not Speaker.AGENT:
            _wrong(entry, "codes", "only the collector's turns are judged; take the codes out")
        return LessonTurn(
            speaker, words, codes, entry.bilingual("why"), entry.bilingual("better"), entry.origin
        )


def _paragraphs(page: Entry) -> tuple[Bilingual, ...]:
    found = []
    for entry in page.entries("text"):
        entry.only("zh", "en")
        found.append(Bilingual(entry.text("zh"), entry.text("en")))
    many = sum(len(_HAN.findall(one.zh)) for one in found)
    if not FEWEST_CHARACTERS <= many <= MOST_CHARACTERS:
        _wrong(
            page, "text", f"{many} Chinese characters; write {FEWEST_CHARACTERS} to {MOST_CHARACTERS} of them"
        )
    return tuple(found)


def _moment(page: Entry) -> datetime:
    try:
        moment = datetime.fromisoformat(page.text("started_at"))
    except ValueError:
        moment = None
    if moment is None or moment.utcoffset() is None:
        _wrong(page, "started_at", 'must be a moment with its zone, like "2026-03-11T10:20:00+08:00"')
    return moment


def _facts(page: Entry) -> dict[str, FactValue]:
    case = page.entry("case")
    facts: dict[str, FactValue] = {}
    for name, value in case.values.items():
        if not isinstance(value, str | int):
            _wrong(case, name, "a fact is a text, a whole number, true or false")
        if name.endswith("_fen") and (isinstance(value, bool) or not isinstance(value, int)):
            _wrong(case, name, "an amount is a whole number of fen")
        facts[name] = value
    for name in ("agency", "creditor", "debtor"):
        if name not in facts:
            _wrong(page, "case", f"{name} is missing; both calls are about this case")
    return facts


def _quiz(page: Entry, lesson_id: str, subject: Subject, stage: LessonStage) -> tuple[Question, ...]:
    entries = page.entries("quiz")
    if not FEWEST_QUESTIONS <= len(entries) <= MOST_QUESTIONS:
        _wrong(
            page,
            "quiz",
            f"a quiz has {FEWEST_QUESTIONS} to {MOST_QUESTIONS} questions, this one {len(entries)}",
        )
    questions: dict[str, Question] = {}
    for entry in entries:
        question = _question(entry, lesson_id, subject, stage)
        if question.id in questions:
            _wrong(entry, "id", f"{question.id} stands twice; rename one")
        questions[question.id] = question
    return tuple(questions.values())


def _question(entry: Entry, lesson_id: str, subject: Subject, stage: LessonStage) -> Question:
    entry.only("id", "stem", "options", "right", "why")
    options = entry.entry("options")
    try:
        return Question(
            id=f"{lesson_id}.{entry.text('id')}",
            stem=entry.bilingual("stem"),
            options=tuple(Option(key, options.bilingual(key)) for key in options.values),
            right=frozenset(entry.texts("right")),
            why=entry.bilingual("why"),
            subject=subject,
            stage=stage,
        )
    except FlowFault:
        raise
    except ValueError as error:
        _wrong(entry, "options", str(error))


def _drill(page: Entry) -> Drill:
    entry = page.entry("drill").only("personas", "level")
    personas, level = entry.texts("personas"), entry.one_of(Level, "level")
    if not personas or level is None:
        _wrong(page, "drill", f"name personas, and a level of {', '.join(Level)}")
    known = {persona.persona_id for persona in shipped_personas()}
    for persona_id in personas:
        if persona_id not in known:
            _wrong(entry, "personas", f"{persona_id} is no persona; see src/fairdue_playbook/personas")
    return Drill(personas, level, entry.origin)
