"""What the training pages show: the ground, a practice call line by line, a licence in words, marks with names."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from fairdue.casefile.training_log import Drill, KeptTalk, TrainingRecord
from fairdue.casefile.training_record import Mark
from fairdue.compliance.wording.wording_class import wording_class
from fairdue.feedback.scorecard import Scorecard, score_call
from fairdue.feedback.scorecard_file import Dimension, standard_scorecard
from fairdue.feedback.scorecard_safety import TRIGGER_NAMES
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.operations.house import House
from fairdue.operations.licence import LicenceStanding, licence_of
from fairdue.operations.training_ports import CustomerRewritten, UnknownTraining
from fairdue.practice.drill_counting import SUGGESTIONS_TAKEN
from fairdue.practice.exam import ReasonCode
from fairdue.practice.persona import Level, Persona
from fairdue.practice.persona_reading import persona_named
from fairdue.practice.training_ground import PracticeGround, replayed

LEVEL_NAMES: dict[Level, Bilingual] = {
    Level.EASY: Bilingual("容易", "easy"),
    Level.MIDDLE: Bilingual("中等", "ordinary"),
    Level.HARD: Bilingual("困难", "hard"),
}
SPEAKERS: dict[str, Bilingual] = {
    "agent": Bilingual("您", "You"),
    "debtor": Bilingual("对方", "Other side"),
    "third_party": Bilingual("对方", "Other side"),
    "system": Bilingual("电话", "Line"),
}
_NOT_COUNTED = {
    ReasonCode.NOT_ANSWERED.value: Bilingual(
        "这次不算通过：说的话没有跟着对方走。先听清对方问了什么、说了什么，下一句就接住它。",
        "This one does not count: what was said did not follow what was heard. Hear what is asked and told, and take "
        "it up in your very next words.",
    ),
    ReasonCode.SAID_THE_SAME.value: Bilingual(
        "这次不算通过：不同的客户，照着同一套话说。换自己的话，跟着这位客户说。",
        "This one does not count: the same lines were said to different customers. Speak to this one.",
    ),
    SUGGESTIONS_TAKEN: Bilingual(
        "练得不错，但这次几乎每句都用了建议的话，算练习、不计成绩。再打一通，用自己的话说。",
        "Good practice; but nearly every line was the suggestion as offered, so this one does not count. Call once "
        "more and say it in your own words.",
    ),
}
_OF_AN_EXAM = {
    ReasonCode.QUIZ_BELOW.value: Bilingual("题目答对不够", "too few questions right"),
    ReasonCode.SAID_THE_SAME.value: Bilingual(
        "不管对方说什么都说同样的话", "says the same whatever was heard"
    ),
    ReasonCode.NOT_ANSWERED.value: Bilingual(
        "没有回答对方问的、说的", "does not answer what was asked or told"
    ),
    SUGGESTIONS_TAKEN: Bilingual("照用建议的话", "took the suggestions as offered"),
}
SOON = 60
"""Days before its end from which a licence is shown as running out."""


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of a practice call. ``number`` is its place, by which a scorecard quotes it."""

    number: int
    speaker: str
    text: str = field(repr=False)

    @property
    def name(self) -> Bilingual:
        """Who speaks, in words."""
        return SPEAKERS[self.speaker]


@dataclass(frozen=True, slots=True)
class MarkView:
    """One mark with its name."""

    name: Bilingual
    mark: Mark

    @property
    def low(self) -> bool:
        """Is it less than sixty of a hundred?"""
        return self.mark.points * 100 < self.mark.most * 60


@dataclass(frozen=True, slots=True)
class LicenceView:
    """Somebody's licence in words. ``days_left`` None: there is none, or it has no end."""

    standing: LicenceStanding
    days_left: int | None
    renews_from: date | None

    @property
    def soon(self) -> bool:
        """Does it run out soon enough to renew it?"""
        return self.days_left is not None and self.days_left <= SOON

    @property
    def words(self) -> Bilingual:
        """What it comes to, in one line."""
        if self.standing.denied:
            return Bilingual("已被声明无上岗资格", "stated: no licence")
        if not self.standing.holds:
            return Bilingual("没有有效的上岗资格", "no licence that holds")
        if self.standing.by_exam:
            return Bilingual("有上岗资格（考试取得）", "licensed, by exam")
        return Bilingual("有上岗资格（书面声明）", "licensed, stated on paper")


def ground_of(house: House) -> PracticeGround:
    """The ground of this house, as the desk needs it to show more than it judges."""
    ground = house.training.ground
    if not isinstance(ground, PracticeGround):
        raise TypeError("the training pages show the lessons and customers of the practice room")
    return ground


def licence_view(house: House, trainee: str, *, now: datetime) -> LicenceView:
    """Somebody's licence now."""
    standing = licence_of(house, trainee=trainee, as_of=now)
    left = None if standing.ends_at is None else (civil_date(standing.ends_at) - civil_date(now)).days
    return LicenceView(standing, left, standing.renews_from)


def lines_of(talk: KeptTalk) -> tuple[LineView, ...]:
    """A practice call line by line, numbered as the scorecard numbers turns.

    A call of a customer who was rewritten since is shown as it was stored.
    """
    try:
        return tuple(LineView(one.number, one.speaker.value, one.text) for one in replayed(talk).turns)
    except (CustomerRewritten, UnknownTraining):
        return tuple(LineView(place, one.speaker, one.text) for place, one in enumerate(talk.lines))


def mark_views(marks: tuple[Mark, ...]) -> tuple[MarkView, ...]:
    """The marks of a drill with the names of their dimensions."""
    names = {one.value: name for one, name in standard_scorecard().dimensions.items()}
    return tuple(MarkView(names[one.name], one) for one in marks if one.name in set(Dimension))


def persona_of(talk: KeptTalk) -> Persona | None:
    """Who was practised with, or None when there is no such customer any more."""
    return persona_or_none(talk.persona_id)


def persona_or_none(persona_id: str) -> Persona | None:
    """A customer by its id."""
    try:
        return persona_named(persona_id)
    except KeyError:
        return None


def level_name(level: str) -> Bilingual:
    """A level in words; as it stands where it is none of ours."""
    known = {one.value: name for one, name in LEVEL_NAMES.items()}
    return known.get(level, Bilingual(level, level))


def steps_of(
    record: TrainingRecord, licence: LicenceView, *, done: int, of: int
) -> list[tuple[Bilingual, str]]:
    """The way to the telephone in four steps, each done, here or ahead."""
    passed = any(exam.passed for exam in record.exams)
    marks = [
        (Bilingual("签保密承诺", "sign the commitment"), record.signed_at is not None),
        (Bilingual(f"学完课程 {done}/{of}", f"finish the lessons {done}/{of}"), done == of),
        (Bilingual("通过考试", "pass the exam"), passed and licence.standing.holds),
        (Bilingual("可以拨打", "may dial"), licence.standing.holds),
    ]
    here = next((place for place, (_, is_done) in enumerate(marks) if not is_done), len(marks))
    return [
        (name, "done" if is_done else "here" if place == here else "ahead")
        for place, (name, is_done) in enumerate(marks)
    ]


def not_counted(drill: Drill | None) -> tuple[Bilingual, ...]:
    """Why a drill does not count whatever its points, in words for whoever practised."""
    held = drill.held if drill is not None else None
    return tuple(_NOT_COUNTED[code] for code in held.mistakes if code in _NOT_COUNTED) if held else ()


def mistake_name(code: str) -> Bilingual:
    """A mistake in words: a class of wording, a fault of the scorecard, or a safety trigger that was missed."""
    if code in _OF_AN_EXAM:
        return _OF_AN_EXAM[code]
    for cost, told in standard_scorecard().costs.items():
        if cost.value == code:
            return told.says
    for trigger, name in TRIGGER_NAMES.items():
        if trigger.value == code:
            return Bilingual(f"没有照顾到：{name.zh}", f"not heeded: {name.en}")
    try:
        return wording_class(code).name
    except KeyError:
        return Bilingual(code, code)


def scorecard_of(talk: KeptTalk) -> Scorecard | None:
    """The scorecard of a call as it was held; None when its customer was rewritten since."""
    try:
        return score_call(replayed(talk).as_call())
    except (CustomerRewritten, UnknownTraining):
        return None
