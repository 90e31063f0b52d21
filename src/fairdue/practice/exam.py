"""The judging of an exam: every part must be passed, and the result says for each failure why.

Room: practice. Pure: paper, answers and calls in, result out; who sat it and what is stored belongs to ``operations``.
Nothing makes up for a missed safety trigger or a grave word. Whoever says nothing, or the same whatever is said, or
recites lines that do not hang on what was heard, fails for that, however fine the single sentences are. When another paper may be sat is told by ``exam_retake``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from fairdue.feedback.call import Call
from fairdue.feedback.call_reading import SHIPPED, Interpreters
from fairdue.feedback.scorecard import Scorecard
from fairdue.feedback.scorecard_file import PointId
from fairdue.feedback.scorecard_safety import TRIGGER_NAMES
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import require_aware
from fairdue.practice.call_listening import recited_in_all, steps_of
from fairdue.practice.exam_listening import says_nothing, says_the_same, says_the_same_in_all
from fairdue.practice.exam_paper import ExamPaper, ExamSpec, PaperCall, licence_exam
from fairdue.practice.judged_call import JudgedCall, judge_call
from fairdue.practice.persona_reading import persona_named
from fairdue.practice.question import Question
from fairdue.practice.simulated_party import open_talk, say


class ReasonCode(StrEnum):
    """Why an exam was not passed."""

    QUIZ_BELOW = "quiz_below"
    CALL_MISSING = "call_missing"
    CALL_BELOW = "call_below"
    TRIGGER_MISSED = "trigger_missed"
    GRAVE_WORDING = "grave_wording"
    SAID_NOTHING = "said_nothing"
    SAID_THE_SAME = "said_the_same"
    NOT_ANSWERED = "not_answered"


@dataclass(frozen=True, slots=True)
class FailReason:
    """One reason; ``part`` is "quiz" or the number of the call from 1, and ``turn`` the turn that shows it, if one."""

    code: ReasonCode
    part: str
    says: Bilingual
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class ExamResult:
    """The judged exam. ``total`` is the mean of its parts from 0 to 100; passing is no matter of the mean."""

    passed: bool
    total: int
    quiz_right: int
    quiz_asked: int
    wrong_questions: tuple[Question, ...]
    cards: tuple[Scorecard | None, ...]
    reasons: tuple[FailReason, ...]
    judged_at: datetime
    valid_until: datetime | None
    """Until when a passed exam is good; None when it was not passed."""

    def as_json(self) -> dict[str, object]:
        """The result for programs and screens."""
        return {
            "passed": self.passed,
            "total": self.total,
            "quiz": {"right": self.quiz_right, "asked": self.quiz_asked},
            "wrong_questions": [one.id for one in self.wrong_questions],
            "calls": [
                None if one is None else {"total": one.total, "passed": one.passed} for one in self.cards
            ],
            "reasons": [
                {
                    "code": one.code.value,
                    "part": one.part,
                    "turn": one.turn,
                    "says": {"zh": one.says.zh, "en": one.says.en},
                }
                for one in self.reasons
            ],
            "judged_at": self.judged_at.isoformat(),
            "valid_until": self.valid_until.isoformat() if self.valid_until else None,
        }


def replay_call(task: PaperCall, lines: Sequence[str], *, as_of: datetime) -> Call:
    """The call that these lines of a candidate make with the customer of the paper, sat at ``as_of``.

    The customer answers by the seed of the paper, so that nobody can bring answers along. Lines after the end of the
    call are not said. Raises KeyError for a persona that is not there any more.
    """
    talk = open_talk(persona_named(task.persona_id), level=task.level, seed=task.seed, as_of=as_of)
    for line in lines:
        if talk.ended:
            break
        talk = say(talk, line)
    return talk.as_call()


def judge_exam(
    paper: ExamPaper,
    answers: Mapping[str, AbstractSet[str]],
    calls: Sequence[Call | None],
    as_of: datetime,
    *,
    spec: ExamSpec | None = None,
    interpreters: Interpreters = SHIPPED,
) -> ExamResult:
    """Judge a paper. ``answers`` are the ticked options by question, ``calls`` those of the paper in its order.

    What was left out is wrong. Raises ValueError when there are more calls than the paper has, or ``as_of`` has no
    zone.
    """
    require_aware(as_of)
    spec = spec or licence_exam()
    if len(calls) > len(paper.calls):
        raise ValueError(f"the paper has {len(paper.calls)} calls and {len(calls)} were handed in")
    held = [*calls, *([None] * (len(paper.calls) - len(calls)))]
    wrong = tuple(one for one in paper.questions if not one.is_right(answers.get(one.id, frozenset())))
    judged = [None if one is None else judge_call(one, interpreters=interpreters) for one in held]
    cards = tuple(None if one is None else one.card for one in judged)
    reasons = [*_of_quiz(paper, wrong, spec)]
    for number, (call, one) in enumerate(zip(held, judged, strict=True), 1):
        reasons.extend(_of_call(str(number), call, one, spec))
    reasons.extend(_of_all([one for one in judged if one is not None]))
    right = len(paper.questions) - len(wrong)
    quiz = 100 * right // len(paper.questions) if paper.questions else 0
    parts = [quiz, *(0 if one is None else one.total for one in cards)]
    return ExamResult(
        passed=not reasons,
        total=round(sum(parts) / len(parts)),
        quiz_right=right,
        quiz_asked=len(paper.questions),
        wrong_questions=wrong,
        cards=cards,
        reasons=tuple(reasons),
        judged_at=as_of,
        valid_until=None if reasons else as_of + timedelta(days=spec.valid_days),
    )


def _of_quiz(paper: ExamPaper, wrong: Sequence[Question], spec: ExamSpec) -> list[FailReason]:
    asked = len(paper.questions)
    right = asked - len(wrong)
    if asked and 100 * right >= spec.quiz_pass * asked:
        return []
    says = Bilingual(
        f"答对{right}题，共{asked}题，需要答对{spec.quiz_pass}%",
        f"{right} of {asked} questions right; {spec.quiz_pass} per cent are needed",
    )
    return [FailReason(ReasonCode.QUIZ_BELOW, "quiz", says)]


def _of_call(part: str, call: Call | None, judged: JudgedCall | None, spec: ExamSpec) -> list[FailReason]:
    if call is None or judged is None:
        says = Bilingual("这通电话没有打", "this call was not held")
        return [FailReason(ReasonCode.CALL_MISSING, part, says)]
    found, card = [], judged.card
    for one in card.missed_triggers:
        name = TRIGGER_NAMES[one.trigger]
        says = Bilingual(f"没有理会：{name.zh}", f"not heeded: {name.en}")
        found.append(FailReason(ReasonCode.TRIGGER_MISSED, part, says, one.turn))
    for cost in card.grave_costs:
        says = Bilingual(f"说了严重违规的话（{cost.code}）", f"said what is gravely forbidden ({cost.code})")
        found.append(FailReason(ReasonCode.GRAVE_WORDING, part, says, cost.turn))
    if says_nothing(call):
        says = Bilingual("该说话时没有说", "said nothing where something had to be said")
        found.append(FailReason(ReasonCode.SAID_NOTHING, part, says))
    again = says_the_same(call)
    if again is not None:
        says = Bilingual("不管对方说什么，都说同样的话", "says the same whatever was heard")
        found.append(FailReason(ReasonCode.SAID_THE_SAME, part, says, again))
    if judged.slip is not None:
        says = Bilingual(
            "说的话不看对方说了什么：问的没答，没说的却答了",
            "what is said does not hang on what was heard: questions go unanswered, unsaid things are answered",
        )
        found.append(FailReason(ReasonCode.NOT_ANSWERED, part, says, judged.slip.turn))
    if card.total < spec.call_pass:
        says = Bilingual(
            f"得分{card.total}，需要{spec.call_pass}", f"{card.total} points; {spec.call_pass} are needed"
        )
        found.append(FailReason(ReasonCode.CALL_BELOW, part, says))
    return found


_UNANSWERED_CALLS = 2
"""Once a question can be missed; in so many calls it is a way of working."""


def _of_all(judged: Sequence[JudgedCall]) -> list[FailReason]:
    found = []
    same_words = says_the_same_in_all([one.reading.call for one in judged])
    if same_words or recited_in_all([steps_of(one.reading) for one in judged]):
        says = Bilingual("每通电话都照念同一套话", "recites the same lines in every call")
        found.append(FailReason(ReasonCode.SAID_THE_SAME, "all", says))
    left = [one for one in judged if _leaves_unanswered(one.card)]
    if len(left) >= _UNANSWERED_CALLS:
        says = Bilingual("多次没有回答对方问的、说的", "repeatedly did not answer what was asked or told")
        found.append(FailReason(ReasonCode.NOT_ANSWERED, "all", says))
    return found


_LISTENING = frozenset({PointId.QUESTIONS_ANSWERED, PointId.MATTER_TAKEN_UP})


def _leaves_unanswered(card: Scorecard) -> bool:
    return any(one.point in _LISTENING and not one.earned for one in card.points)
