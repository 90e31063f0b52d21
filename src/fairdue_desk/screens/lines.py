"""Lines: one case as it stands in a list, ready to show: place and reason, money, last contact, what is due.

A line is made from a case file and what ``operations.prepare`` says of it; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from fairdue.casefile.bucket import bucket_of_days
from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.conversation.playbook import code_meanings
from fairdue.feedback.words import HOLD_WORDS, STATUS_WORDS
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.foundation.reason import Reason
from fairdue.operations.house import House
from fairdue.operations.prepare import WorkItem, allowance_of
from fairdue.strategy.allowance import Allowance, Standing
from fairdue.strategy.work_list import NextDueKind, Place, place_in_line, work_figures_of

RETURN_IS_NEAR_DAYS = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list. ``rank`` is the case's place among those shown, None outside the line of work."""

    case_id: CaseId
    rank: int | None
    reasons: tuple[Reason, ...]
    name: str = field(repr=False)
    creditor: str
    case_no: str
    collector: str
    status: CaseStatus
    bucket: str
    overdue_days: int | None
    balance_fen: int
    last_contact_at: datetime | None
    last_code: str
    last_code_name: Bilingual | None
    next_due: tuple[NextDueKind, date] | None
    due_is_now: bool
    return_days: int | None
    holds: tuple[Bilingual, ...]
    allowance: Allowance
    in_call: bool

    @property
    def may_call(self) -> bool:
        """Would the gate permit a call now?"""
        return self.allowance.standing is Standing.ALLOWED

    @property
    def later_at(self) -> datetime | None:
        """From when asking again is worthwhile; None when no waiting mends it."""
        return self.allowance.next_moment if self.allowance.standing is Standing.LATER else None

    @property
    def why_not(self) -> Reason | None:
        """The first reason against a call now."""
        return self.allowance.reasons[0] if self.allowance.reasons else None

    @property
    def return_is_near(self) -> bool:
        """Is the day of return to the creditor close?"""
        return self.return_days is not None and self.return_days <= RETURN_IS_NEAR_DAYS

    @property
    def status_name(self) -> Bilingual:
        """The status in words."""
        return STATUS_WORDS[self.status]


def lines_of_items(items: Sequence[WorkItem], *, as_of: datetime) -> list[Line]:
    """The work list as lines, ranked from 1."""
    return [
        make_line(item.case, place=item.place, allowance=item.allowance, rank=rank, as_of=as_of)
        for rank, item in enumerate(items, 1)
    ]


def lines_of_cases(house: House, case_ids: Iterable[str], *, as_of: datetime, actor: str) -> list[Line]:
    """Any cases as lines, in the order given; a case that went meanwhile is left out.

    ``actor`` is who looks: whose licence counts on a case that nobody has.
    """
    wanted = [CaseId(case_id) for case_id in case_ids]
    loaded = house.book.load_many(wanted)
    lines = []
    for case_id in wanted:
        case = loaded.get(case_id)
        if case is None:
            continue
        allowance = allowance_of(house, case, as_of=as_of, actor=actor)
        figures = work_figures_of(
            case=case,
            callable_now=allowance.callable_now,
            as_of=as_of,
            holds=frozenset(hold.kind for hold in allowance.holds),
        )
        place = place_in_line(figures=figures, as_of=as_of)
        lines.append(make_line(case, place=place, allowance=allowance, rank=None, as_of=as_of))
    return lines


def make_line(
    case: CaseFile, *, place: Place | None, allowance: Allowance, rank: int | None, as_of: datetime
) -> Line:
    """One case as a line."""
    today = civil_date(as_of)
    account = case.account
    days = account.overdue_days(on=today)
    figures = work_figures_of(case=case, callable_now=allowance.callable_now, as_of=as_of)
    last = next((d for d in reversed(case.dispositions) if d.attempt_id), None)
    code = last.code if last else None
    due = figures.next_due
    return Line(
        case_id=case.case_id,
        rank=rank,
        reasons=place.reasons if place else (),
        name=case.party.name,
        creditor=account.creditor,
        case_no=account.case_no,
        collector=case.collector or "",
        status=case.status,
        bucket=(account.bucket or "—") if days is None else bucket_of_days(days),
        overdue_days=days,
        balance_fen=case.balance_fen,
        last_contact_at=case.attempts[-1].started_at if case.attempts else None,
        last_code=code.value if code else "",
        last_code_name=code_meanings()[code].name if code else None,
        next_due=due,
        due_is_now=due is not None and due[1] <= today,
        return_days=(account.return_by - today).days if account.return_by else None,
        holds=tuple(HOLD_WORDS[hold.kind] for hold in allowance.holds),
        allowance=allowance,
        in_call=case.open_call is not None,
    )
