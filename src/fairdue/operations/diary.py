"""The diary (日程): what is due today and why, for one collector or for the whole team, what is late before all else.

Room: operations. Lines come from the followup room; matters are always among them, whatever became of their case.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.matter import DecidingRole, Matter
from fairdue.followup.diary import DiaryEntry, DiaryKind, Urgency, diary_of
from fairdue.followup.matter_terms import Told
from fairdue.followup.matter_watch import MatterDue
from fairdue.foundation.civil import civil_date
from fairdue.operations.house import House
from fairdue.operations.matters import dues_of_case

_RANK = {urgency: rank for rank, urgency in enumerate(Urgency)}


@dataclass(frozen=True, slots=True)
class DiaryLine:
    """One entry of the diary, with the case it is about and, for a promise that came short, what was said last time.

    ``escalated_to`` is the highest role that the nearness of a matter's day calls in; None while its handler is enough.
    """

    case: CaseFile
    entry: DiaryEntry
    owner: str = ""
    last_said: str = field(default="", repr=False)
    last_said_at: datetime | None = None
    escalated_to: DecidingRole | None = None


@dataclass(frozen=True, slots=True)
class DiarySum:
    """What one collector has before them; ``promised_fen`` is what promises and instalments due by today come to."""

    owner: str
    lines: int
    overdue: int
    today: int
    matters_late: int
    promised_fen: int


def diary(house: House, *, collector: str | None, as_of: datetime, limit: int = 200) -> list[DiaryLine]:
    """What is due on the open cases, what is late first, then by hour; the matters are never cut off by the limit.

    ``collector`` None means everybody's.
    """
    cases = {
        case.case_id: case
        for case in house.book.due_cases(on=civil_date(as_of), collector=collector, limit=limit)
    }
    cases |= house.book.load_many(house.book.cases_with_matters(open_only=True))
    matters, others = [], []
    for case in cases.values():
        dues = dues_of_case(house, case, as_of=as_of)
        for entry in diary_of(case=case, as_of=as_of, matters=dues):
            line = _line(case, entry, dues)
            if entry.kind is DiaryKind.MATTER:
                if collector is None or line.owner in (collector, ""):
                    matters.append(line)
            elif collector is None or (case.collector or "") in (collector, ""):
                others.append(line)
    kept = sorted(others, key=_order)[: max(0, limit - len(matters))]
    return sorted((*matters, *kept), key=_order)


def sums_of(lines: Iterable[DiaryLine]) -> tuple[DiarySum, ...]:
    """Count the lines by whose they are; what nobody has comes first, then the names in order."""
    by_owner: dict[str, list[DiaryLine]] = {}
    for line in lines:
        by_owner.setdefault(line.owner, []).append(line)
    return tuple(sum_of(by_owner[owner], owner=owner) for owner in sorted(by_owner))


def sum_of(lines: Sequence[DiaryLine], *, owner: str = "") -> DiarySum:
    """Count these lines together."""
    now_due = [line for line in lines if line.entry.urgency in (Urgency.OVERDUE, Urgency.TODAY)]
    money = (DiaryKind.PROMISE_DUE, DiaryKind.INSTALMENT_DUE)
    return DiarySum(
        owner=owner,
        lines=len(lines),
        overdue=sum(line.entry.urgency is Urgency.OVERDUE for line in lines),
        today=sum(line.entry.urgency is Urgency.TODAY for line in lines),
        matters_late=sum(
            line.entry.kind is DiaryKind.MATTER and line.entry.urgency is Urgency.OVERDUE for line in lines
        ),
        promised_fen=sum(line.entry.amount_fen or 0 for line in now_due if line.entry.kind in money),
    )


def _line(case: CaseFile, entry: DiaryEntry, dues: Sequence[MatterDue]) -> DiaryLine:
    due = next((one for one in dues if one.matter.matter_id == entry.reference), None)
    owner = _owner(case, None if due is None else due.matter)
    if due is not None:
        return DiaryLine(case, entry, owner, escalated_to=_escalated_to(due))
    if entry.kind is not DiaryKind.PROMISE_BROKEN:
        return DiaryLine(case, entry, owner)
    note = next((one for one in reversed(case.dispositions) if one.note), None)
    if note is None:
        return DiaryLine(case, entry, owner)
    return DiaryLine(case, entry, owner, note.note, note.recorded_at)


def _escalated_to(due: MatterDue) -> DecidingRole | None:
    if Told.COMPLIANCE in due.told:
        return DecidingRole.COMPLIANCE
    return DecidingRole.LEAD if Told.LEAD in due.told else None


def _owner(case: CaseFile, matter: Matter | None) -> str:
    """Whose line it is: a matter belongs to its handler, everything else to the collector of the case."""
    if matter is not None and matter.handler:
        return matter.handler
    return case.collector or ""


def _order(line: DiaryLine) -> tuple[int, datetime, str, str]:
    entry = line.entry
    return (_RANK[entry.urgency], entry.due_at, line.case.case_id, entry.reference)
