"""What is due on the matters of a case: the day, who is told of it, and the step that comes next.

Room: followup. ``matters_due`` is a pure function of the case and a day, for the diary, the queue and the end of the
day alike. A matter stays due until it is closed, also when the case has ended: whoever was recalled or paid up is
still owed an answer. Nothing here opens or stops contact; the holds do that, through the gate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from fairdue.casefile.case import CaseFile
from fairdue.casefile.hold import Hold
from fairdue.casefile.matter import Extension, Matter, MatterKind, MatterStatus
from fairdue.compliance.rulebook import Rulebook
from fairdue.followup.matter_clock import ClockStep, MatterClock, clock_of, last_working_day
from fairdue.followup.matter_terms import Approval, MatterTerms, Told, matter_terms
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date

MATTER_WORDS: dict[MatterKind, Bilingual] = {
    MatterKind.COMPLAINT: Bilingual("投诉", "complaint"),
    MatterKind.DISPUTE: Bilingual("债务异议", "dispute"),
    MatterKind.HARDSHIP: Bilingual("困难申请", "hardship"),
    MatterKind.CREDIT_OBJECTION: Bilingual("征信异议", "credit objection"),
}


class MatterPace(StrEnum):
    """How near the day is, the worst first."""

    LATE = "late"
    TODAY = "today"
    NEAR = "near"
    IN_TIME = "in_time"
    NO_CLOCK = "no_clock"
    ANSWERED = "answered"


class NextStep(StrEnum):
    """What is to be done next on a matter."""

    ASSIGN = "assign"
    ACKNOWLEDGE = "acknowledge"
    APPROVE_EXTENSION = "approve_extension"
    TELL_EXTENSION = "tell_extension"
    ANSWER = "answer"
    CLOSE = "close"
    NOTHING = "nothing"


STEP_WORDS: dict[NextStep, Bilingual] = {
    NextStep.ASSIGN: Bilingual("指定办理人", "name who handles it"),
    NextStep.ACKNOWLEDGE: Bilingual("告知客户已受理", "tell the customer it was received"),
    NextStep.APPROVE_EXTENSION: Bilingual("另一人审批延期", "a second person approves the extension"),
    NextStep.TELL_EXTENSION: Bilingual("把延期告知客户", "tell the customer of the extension"),
    NextStep.ANSWER: Bilingual("作出决定并答复客户", "decide and answer the customer"),
    NextStep.CLOSE: Bilingual("办结，解除停催", "close it and release its hold"),
    NextStep.NOTHING: Bilingual("已办结", "closed"),
}


@dataclass(frozen=True, slots=True)
class MatterDue:
    """One matter as it stands on a day: its clock, its pace, its next step, whom the diary tells, and its hold.

    ``answer_by`` is the last working day not after the day of the clock; ``acknowledge_late`` says that the house's own
    word of the receipt is overdue.
    """

    matter: Matter
    clock: MatterClock
    pace: MatterPace
    next_step: NextStep
    answer_by: date | None
    acknowledge_late: bool
    told: frozenset[Told]
    hold: Hold | None

    @property
    def due_on(self) -> date | None:
        """The day of the clock."""
        return self.clock.due_on

    @property
    def waiting_extension(self) -> Extension | None:
        """The extension that waits to be approved or told, if one does and still can."""
        return pending_extension(self.matter, self.clock)


def matters_due(
    *,
    case: CaseFile,
    as_of: datetime,
    rulebook: Rulebook,
    jurisdiction: str = "CN",
    rest_days: frozenset[date] = frozenset(),
    terms: MatterTerms | None = None,
) -> tuple[MatterDue, ...]:
    """The open matters of a case, whatever its status, the earliest day first; those without a clock come first."""
    found = [
        matter_due(
            case=case,
            matter=matter,
            as_of=as_of,
            rulebook=rulebook,
            jurisdiction=jurisdiction,
            rest_days=rest_days,
            terms=terms,
        )
        for matter in case.open_matters
    ]
    return tuple(sorted(found, key=_order))


def matter_due(
    *,
    case: CaseFile,
    matter: Matter,
    as_of: datetime,
    rulebook: Rulebook,
    jurisdiction: str = "CN",
    rest_days: frozenset[date] = frozenset(),
    terms: MatterTerms | None = None,
) -> MatterDue:
    """One matter as it stands, open or closed."""
    terms, today = terms or matter_terms(), civil_date(as_of)
    clock = clock_of(
        matter=matter,
        as_of_on=today,
        rulebook=rulebook,
        jurisdiction=jurisdiction,
        rest_days=rest_days,
        terms=terms,
    )
    pace = _pace(matter, clock, terms)
    acknowledge_late = matter.status is MatterStatus.RECEIVED and today > clock.acknowledge_by
    return MatterDue(
        matter=matter,
        clock=clock,
        pace=pace,
        next_step=next_step(matter, clock),
        answer_by=None if clock.due_on is None else last_working_day(clock.due_on, rest_days=rest_days),
        acknowledge_late=acknowledge_late,
        told=_told(matter, clock, terms),
        hold=hold_of(case, matter),
    )


def hold_of(case: CaseFile, matter: Matter) -> Hold | None:
    """The hold that the matter opened: by its id, or, from a guided call, the one opened at the same moment."""
    kind = matter_terms().kinds[matter.kind].hold
    mine = [hold for hold in case.holds if hold.cause == matter.matter_id]
    if mine:
        return mine[-1]
    ids = {one.matter_id for one in case.matters}
    return next(
        (
            hold
            for hold in case.holds
            if hold.kind is kind and hold.cause not in ids and hold.period.starts_at == matter.received_at
        ),
        None,
    )


def matter_of_hold(case: CaseFile, hold: Hold) -> Matter | None:
    """The matter that a hold belongs to."""
    return next((one for one in case.matters if hold_of(case, one) == hold), None)


def pending_extension(matter: Matter, clock: MatterClock) -> Extension | None:
    """The last extension asked for that does not count yet and still can: the day before it has not passed."""
    if not matter.extensions or matter.answered_at is not None or clock.now is None:
        return None
    last = matter.extensions[-1]
    waits = last.step > clock.now.step and last.told_on is None and not clock.is_late
    return last if waits else None


def step_of(clock: MatterClock, step: int) -> ClockStep | None:
    """The step of that number among those still to be had."""
    return next((one for one in clock.further if one.step == step), None)


def next_step(matter: Matter, clock: MatterClock) -> NextStep:
    """What is to be done next; the answer comes before everything once the day has passed."""
    if matter.closed_at is not None:
        return NextStep.NOTHING
    if matter.answered_at is not None:
        return NextStep.CLOSE
    if clock.is_late:
        return NextStep.ANSWER
    pending = pending_extension(matter, clock)
    if pending is not None:
        wanted = step_of(clock, pending.step)
        needs = wanted is not None and wanted.approval is Approval.SECOND_PERSON
        return NextStep.APPROVE_EXTENSION if needs and pending.granted_at is None else NextStep.TELL_EXTENSION
    if matter.acknowledged_at is None:
        return NextStep.ACKNOWLEDGE
    return NextStep.ANSWER if matter.handler else NextStep.ASSIGN


def say_clock(due: MatterDue) -> Bilingual:
    """How near the day is, in words."""
    days, late = due.clock.days_left, due.clock.days_late
    match due.pace:
        case MatterPace.NO_CLOCK:
            return Bilingual("没有规则规定期限", "no rule sets a time")
        case MatterPace.ANSWERED if late:
            return Bilingual(f"答复迟了 {late} 天", f"answered {_days(late)} late")
        case MatterPace.ANSWERED:
            return Bilingual("已在期限内答复", "answered in time")
        case MatterPace.LATE:
            return Bilingual(f"已超期 {late} 天", f"{_days(late)} late")
        case MatterPace.TODAY:
            return Bilingual("今天到期", "due today")
        case _:
            assert days is not None, "only a matter without a clock has no days left"
            return Bilingual(f"还有 {days} 天", f"{_days(days)} left")


def say_matter(due: MatterDue) -> Bilingual:
    """One line for the diary: what it is, how near, what comes next.

    While the receipt is still to be told, its day is the one that falls due; the clock of the answer is named as such.
    """
    kind, clock, step = MATTER_WORDS[due.matter.kind], say_clock(due), STEP_WORDS[due.next_step]
    if due.next_step is NextStep.ACKNOWLEDGE and due.clock.days_left is not None:
        return Bilingual(
            f"{kind.zh}：{step.zh}；答复{clock.zh}", f"{kind.en}: {step.en}; the answer: {clock.en}"
        )
    return Bilingual(f"{kind.zh}{clock.zh}：{step.zh}", f"{kind.en}, {clock.en}: {step.en}")


def _days(days: int) -> str:
    return f"{days} day" if days == 1 else f"{days} days"


def _pace(matter: Matter, clock: MatterClock, terms: MatterTerms) -> MatterPace:
    if matter.decided_on is not None:
        return MatterPace.ANSWERED
    if clock.days_left is None:
        return MatterPace.NO_CLOCK
    if clock.days_left < 0:
        return MatterPace.LATE
    if clock.days_left == 0:
        return MatterPace.TODAY
    return MatterPace.NEAR if clock.days_left <= terms.told_from[Told.LEAD] else MatterPace.IN_TIME


def _told(matter: Matter, clock: MatterClock, terms: MatterTerms) -> frozenset[Told]:
    """Whom the diary tells; a matter without a clock is told to all, since nobody can say that it is in time."""
    if matter.closed_at is not None:
        return frozenset()
    if matter.answered_at is not None:
        return frozenset({Told.HANDLER})
    left = clock.days_left
    return frozenset(who for who, days in terms.told_from.items() if left is None or left <= days)


def _order(due: MatterDue) -> tuple[bool, date, str]:
    return (due.due_on is not None, due.due_on or date.min, due.matter.matter_id)
