"""One review ready to show: the transcript with its marks, each finding with its class, and where an appeal stands.

Nothing is decided here. ``blind`` hides what the first reviewer said from whoever is to judge without seeing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from fairdue.casefile.call_review import (
    AppealDecided,
    Appealed,
    FindingVerdict,
    Origin,
    ReviewedFinding,
    ReviewFile,
    ReviewState,
    VerdictGiven,
)
from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.wording.wording_class import WordingClass, wording_class
from fairdue.conversation.playbook import code_meanings
from fairdue.feedback.call import Call, Speaker, Turn
from fairdue.feedback.kept_review import risk_level
from fairdue.feedback.red_lines import is_red_line
from fairdue.feedback.review_risk import RiskLevel
from fairdue.feedback.script_adherence import Step as ScriptName
from fairdue.feedback.script_adherence import Taken as StepTaken
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.review_ports import DrillState
from fairdue_desk.wiring import house

REVIEW_STATES: dict[ReviewState, Bilingual] = {
    ReviewState.NEW: Bilingual("待复核", "to review"),
    ReviewState.IN_REVIEW: Bilingual("复核中", "in review"),
    ReviewState.DECIDED: Bilingual("已定", "decided"),
    ReviewState.APPEALED: Bilingual("申诉中", "appealed"),
}
DRILL_STATES: dict[DrillState, Bilingual] = {
    DrillState.ASSIGNED: Bilingual("待练", "to do"),
    DrillState.DONE: Bilingual("已练，待复测", "done, re-test open"),
    DrillState.PASSED: Bilingual("复测通过", "re-test passed"),
    DrillState.WITHDRAWN: Bilingual("已撤销", "withdrawn"),
}
ORIGINS: dict[Origin, Bilingual] = {
    Origin.GUIDED: Bilingual("引导通话", "guided call"),
    Origin.TRANSCRIPT: Bilingual("录音文字", "transcript"),
}
SPEAKERS: dict[Speaker, Bilingual] = {
    Speaker.AGENT: Bilingual("催收员", "Collector"),
    Speaker.DEBTOR: Bilingual("客户", "Customer"),
    Speaker.THIRD_PARTY: Bilingual("第三人", "Third person"),
    Speaker.SYSTEM: Bilingual("系统", "System"),
}
POINTS: dict[str, Bilingual] = {
    "greeting": Bilingual("问候", "greeting"),
    "agency_named": Bilingual("报出公司", "company named"),
    "principal_named": Bilingual("说明委托方", "creditor named"),
    "recording_notice": Bilingual("告知录音", "recording announced"),
    "identity_verified": Bilingual("核实身份", "identity verified"),
    "verified_before_disclosure": Bilingual("先核身再谈债", "verified before the debt was named"),
    "amount_and_due_stated": Bilingual("说清金额和到期日", "amount and due day stated"),
    "reason_asked": Bilingual("询问原因", "reason asked"),
    "three_elements_complete": Bilingual("还款三要素问全", "day, amount and way of a payment asked"),
    "next_contact_told": Bilingual("告知下次联系", "next contact told"),
    "courteous_close": Bilingual("礼貌结束", "courteous close"),
}
TAKEN: dict[StepTaken, Bilingual] = {
    StepTaken.IN_ORDER: Bilingual("按序", "in order"),
    StepTaken.LATE: Bilingual("晚了", "late"),
    StepTaken.LEFT_OUT: Bilingual("没做", "left out"),
    StepTaken.NO_OCCASION: Bilingual("没有机会", "no occasion"),
}
LEVEL_TONES = {
    RiskLevel.URGENT: "bad",
    RiskLevel.HIGH: "bad",
    RiskLevel.MEDIUM: "warn",
    RiskLevel.LOW: "good",
}


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review as a line of the queue; ``age_days`` since the call was held."""

    file: ReviewFile
    age_days: int

    @property
    def level(self) -> RiskLevel:
        """How soon somebody should hear it."""
        return risk_level(self.file.review.risk)

    @property
    def tone(self) -> str:
        """The colour of the level, beside its words."""
        return LEVEL_TONES[self.level]

    @property
    def state_name(self) -> Bilingual:
        """Where it stands."""
        return REVIEW_STATES[self.file.state]

    @property
    def reasons(self) -> tuple[Bilingual, ...]:
        """The gravest reasons."""
        return self.file.review.risk_reasons[:3]

    @property
    def more_reasons(self) -> int:
        """How many there are beyond those."""
        return max(0, len(self.file.review.risk_reasons) - 3)

    @property
    def origin(self) -> Bilingual:
        """Where the call came from."""
        return ORIGINS[self.file.review.origin]


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding with what is known of its class, and what people said to it."""

    finding: ReviewedFinding
    about: WordingClass
    stretch: str = field(repr=False)
    is_red_line: bool
    is_added: bool
    verdict: FindingVerdict | None
    stands: bool
    appeal: Appealed | None
    answer: AppealDecided | None
    said: str = ""
    why: str = field(default="", repr=False)

    @property
    def grounds(self) -> tuple[Bilingual, ...]:
        """What the class rests on where the house works, the ground that was read best first."""
        return tuple(one.says for one in self.about.grounds_in(house().jurisdiction.lower()))


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a turn; ``codes`` are the classes that it is marked with."""

    text: str = field(repr=False)
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn of the transcript in pieces, with the findings and held classes in it."""

    turn: Turn = field(repr=False)
    pieces: tuple[Piece, ...] = field(repr=False)
    findings: tuple[FindingView, ...]
    held: tuple[WordingClass, ...]

    @property
    def speaker(self) -> Bilingual:
        """Who speaks."""
        return SPEAKERS[self.turn.speaker]

    @property
    def at(self) -> str:
        """When in the call, as minutes and seconds."""
        if self.turn.seconds is None:
            return ""
        minutes, seconds = divmod(int(self.turn.seconds), 60)
        return f"{minutes}:{seconds:02d}"


def line_of(file: ReviewFile, *, as_of: datetime) -> ReviewLine:
    """One review for the queue."""
    return ReviewLine(file, max(0, (as_of - file.review.held_at).days))


def findings_of(
    file: ReviewFile, call: Call | None, *, blind: bool, typed: dict[int, tuple[str, str]] | None = None
) -> tuple[FindingView, ...]:
    """The findings in the order of the call; ``typed`` is what a form that was refused held, by number."""
    first: VerdictGiven | None = None if blind else file.first
    texts = {} if call is None else {turn.number: turn.text for turn in call.turns}
    verdicts = {} if first is None else {one.number: one for one in first.findings}
    added = set() if first is None else {one.number for one in first.added}
    shown = file.review.findings if blind else file.all_findings
    stands = set() if blind else {one.number for one in file.upheld}
    appeals = {one.number: one for one in file.appeals}
    answers = {one.number: one for one in file.appeal_answers}
    views = []
    for one in sorted(shown, key=lambda one: (one.turn, one.code)):
        said, why = (typed or {}).get(one.number, ("", ""))
        text = texts.get(one.turn, "")
        views.append(
            FindingView(
                finding=one,
                about=wording_class(one.code),
                stretch=text[one.starts : one.ends].strip() or text,
                is_red_line=is_red_line(one.code),
                is_added=one.number in added,
                verdict=verdicts.get(one.number),
                stands=one.number in stands,
                appeal=appeals.get(one.number),
                answer=answers.get(one.number),
                said=said,
                why=why,
            )
        )
    return tuple(views)


def turns_of(file: ReviewFile, call: Call | None, findings: Sequence[FindingView]) -> tuple[TurnView, ...]:
    """The transcript; empty where no words were kept."""
    if call is None:
        return ()
    held: dict[int, dict[str, None]] = {}
    for one in file.review.held:
        held.setdefault(one.turn, {})[one.code] = None
    views = []
    for turn in call.turns:
        own = tuple(view for view in findings if view.finding.turn == turn.number)
        views.append(
            TurnView(
                turn,
                tuple(_pieces(turn.text, [view.finding for view in own])),
                own,
                tuple(wording_class(code) for code in held.get(turn.number, ())),
            )
        )
    return tuple(views)


def _pieces(text: str, findings: Sequence[ReviewedFinding]) -> list[Piece]:
    """Cut a text where a mark begins or ends, so that marks may lie over each other."""
    edges = {0, len(text)}
    for one in findings:
        edges |= {min(one.starts, len(text)), min(one.ends, len(text))}
    cuts = sorted(edges)
    return [
        Piece(
            text[start:end],
            tuple(dict.fromkeys(one.code for one in findings if one.starts <= start and end <= one.ends)),
        )
        for start, end in pairwise(cuts)
    ]


def result_name(code: ResultCode | None) -> Bilingual | None:
    """A result code in words."""
    return None if code is None else code_meanings()[code].name


def script_lines(file: ReviewFile) -> tuple[tuple[Bilingual, StepTaken, Bilingual], ...]:
    """The steps of the script that had an occasion: the step, what became of it, and that in words."""
    return tuple(
        (ScriptName(one.name).says, StepTaken(one.taken), TAKEN[StepTaken(one.taken)])
        for one in file.review.script
        if one.taken != StepTaken.NO_OCCASION
    )
