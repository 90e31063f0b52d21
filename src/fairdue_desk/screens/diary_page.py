"""The diary (今日到期): what falls due, the most urgent first, so that no promise of theirs or ours is forgotten."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.followup.diary import DiaryEntry, DiaryKind, Urgency
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import CaseId
from fairdue.operations.follow_up import DiaryLine, diary
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

ENTRIES_SHOWN = 200

KIND_NAMES: dict[DiaryKind, Bilingual] = {
    DiaryKind.PROMISE_DUE: Bilingual("承诺到期", "Promise due"),
    DiaryKind.PROMISE_BROKEN: Bilingual("承诺未履约", "Promise broken"),
    DiaryKind.CALLBACK: Bilingual("约定回拨", "Callback"),
    DiaryKind.CLAIM_CHECK: Bilingual("查账", "Claim to check"),
    DiaryKind.INSTALMENT_DUE: Bilingual("分期到期", "Instalment due"),
    DiaryKind.HOLD_ENDING: Bilingual("停催将满", "Hold ending"),
    DiaryKind.RETURN_NEAR: Bilingual("临近退案", "Return near"),
}
URGENCY_NAMES: dict[Urgency, Bilingual] = {
    Urgency.OVERDUE: Bilingual("已过", "Overdue"),
    Urgency.TODAY: Bilingual("今天", "Today"),
    Urgency.SOON: Bilingual("近几天", "In the next days"),
    Urgency.LATER: Bilingual("以后", "Later"),
}


@dataclass(frozen=True, slots=True)
class DiaryRow:
    """One entry as shown."""

    entry: DiaryEntry
    case_id: CaseId
    name: str = field(repr=False)
    creditor: str
    collector: str
    balance_fen: int

    @property
    def kind_name(self) -> Bilingual:
        """What is due, in words."""
        return KIND_NAMES[self.entry.kind]


@require_GET
@screen(Right.READ_CASES)
def diary_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what is due, by urgency; ``kind`` narrows it to one kind."""
    the_house = house()
    collector = None if staff.sees_everybodys_cases else staff.username
    found = diary(the_house, collector=collector, as_of=the_house.now(), limit=ENTRIES_SHOWN)
    counts = Counter(line.entry.kind for line in found)
    kind = request.GET.get("kind", "")
    chosen = DiaryKind(kind) if kind in set(DiaryKind) else None
    shown = [_row(line) for line in found if chosen is None or line.entry.kind is chosen]
    groups = [
        (URGENCY_NAMES[urgency], urgency, [row for row in shown if row.entry.urgency is urgency])
        for urgency in Urgency
    ]
    return render(
        request,
        "desk/diary.html",
        {
            "groups": [group for group in groups if group[2]],
            "kinds": [(one, KIND_NAMES[one], counts[one]) for one in DiaryKind if counts[one]],
            "chosen": chosen,
            "total": len(found),
            "cut_off": len(found) >= ENTRIES_SHOWN,
            "limit": ENTRIES_SHOWN,
        },
    )


def _row(line: DiaryLine) -> DiaryRow:
    case = line.case
    return DiaryRow(
        line.entry,
        case.case_id,
        case.party.name,
        case.account.creditor,
        case.collector or "",
        case.balance_fen,
    )
