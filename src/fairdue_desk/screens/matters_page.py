"""The queue of matters (事项): complaints, disputes, hardships and credit objections by the day they must be answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.casefile.matter import MatterKind
from fairdue.followup.matter_watch import MATTER_WORDS, STEP_WORDS, MatterDue, MatterPace, say_clock
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import CaseId
from fairdue.operations.matters import MatterLine, matter_queue
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

CLOSED_SHOWN = 200
PACES: dict[MatterPace, Bilingual] = {
    MatterPace.NO_CLOCK: Bilingual("没有期限规则", "No rule sets a time"),
    MatterPace.LATE: Bilingual("已超期", "Late"),
    MatterPace.TODAY: Bilingual("今天到期", "Due today"),
    MatterPace.NEAR: Bilingual("临近期限", "Near"),
    MatterPace.IN_TIME: Bilingual("期限内", "In time"),
    MatterPace.ANSWERED: Bilingual("已答复，待办结", "Answered, to be closed"),
}


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter as a line of the queue."""

    due: MatterDue
    case_id: CaseId
    name: str = field(repr=False)
    creditor: str
    case_no: str

    @property
    def kind_name(self) -> Bilingual:
        """What it is, in words."""
        return MATTER_WORDS[self.due.matter.kind]

    @property
    def clock_words(self) -> Bilingual:
        """How near the day is."""
        return say_clock(self.due)

    @property
    def step_words(self) -> Bilingual:
        """What comes next."""
        return STEP_WORDS[self.due.next_step]


@require_GET
@screen(Right.SEE_MATTERS)
def matters(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the open matters by pace, or the closed ones; a collector sees their own cases' and those they handle."""
    the_house = house()
    closed = request.GET.get("show") == "closed"
    lines = [
        line for line in matter_queue(the_house, as_of=the_house.now(), closed=closed) if may_see(staff, line)
    ]
    kinds = Counter(line.due.matter.kind for line in lines)
    handlers = sorted({line.due.matter.handler or "" for line in lines})
    creditors = sorted({line.case.account.creditor for line in lines})
    kind, handler, creditor = (request.GET.get(name, "") for name in ("kind", "handler", "creditor"))
    chosen = MatterKind(kind) if kind in set(MatterKind) else None
    shown = [
        line
        for line in lines
        if (chosen is None or line.due.matter.kind is chosen)
        and (not handler or (line.due.matter.handler or "-") == handler)
        and (not creditor or line.case.account.creditor == creditor)
    ]
    rows = [row_of(line) for line in shown]
    groups = [(PACES[pace], pace, [row for row in rows if row.due.pace is pace]) for pace in PACES]
    return render(
        request,
        "desk/matters.html",
        {
            "groups": [] if closed else [group for group in groups if group[2]],
            "closed_rows": rows[:CLOSED_SHOWN] if closed else [],
            "closed": closed,
            "cut_off": closed and len(rows) > CLOSED_SHOWN,
            "limit": CLOSED_SHOWN,
            "kinds": [(one, MATTER_WORDS[one], kinds[one]) for one in MatterKind if kinds[one]],
            "chosen": chosen,
            "total": len(lines),
            "late": sum(row.due.pace is MatterPace.LATE for row in rows),
            "near": sum(row.due.pace in (MatterPace.TODAY, MatterPace.NEAR) for row in rows),
            "handlers": [(one or "-", one) for one in handlers],
            "handler": handler,
            "creditors": creditors,
            "creditor": creditor,
        },
    )


def may_see(staff: Staff, line: MatterLine) -> bool:
    """May this person see a matter: whoever may see its case, and whoever handles it?"""
    if staff.sees_everybodys_cases or line.due.matter.handler == staff.username:
        return True
    return (line.case.collector or "") in ("", staff.username)


def row_of(line: MatterLine) -> MatterRow:
    """One matter, ready to show."""
    account = line.case.account
    return MatterRow(line.due, line.case.case_id, line.case.party.name, account.creditor, account.case_no)
