"""The diary (今日到期): what falls due and why, what is late first, for a collector or a whole team; then whom to contact next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.compliance.channel_acts import CHANNELS
from fairdue.compliance.word_names import word_name
from fairdue.followup.cadence import Touch
from fairdue.followup.diary import DiaryEntry, DiaryKind, Urgency
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import CaseId
from fairdue.foundation.reason import Reason
from fairdue.operations.cadence import TouchLine, touches
from fairdue.operations.diary import DiaryLine, diary, sum_of, sums_of
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.screens.roles import ROLE_NAMES, Role
from fairdue_desk.wiring import house

ENTRIES_SHOWN = 200
TOUCHES_SHOWN = 20

KIND_NAMES: dict[DiaryKind, Bilingual] = {
    DiaryKind.MATTER: Bilingual("投诉与申请", "Complaint or request"),
    DiaryKind.CALLBACK: Bilingual("约定回拨", "Callback"),
    DiaryKind.PROMISE_DUE: Bilingual("承诺到期", "Promise due"),
    DiaryKind.PROMISE_BROKEN: Bilingual("承诺未履约", "Promise broken"),
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
    """One entry as shown; ``matter_id`` leads to the matter instead of the case."""

    entry: DiaryEntry
    case_id: CaseId
    matter_id: str
    name: str = field(repr=False)
    creditor: str
    owner: str
    balance_fen: int
    last_said: str = field(repr=False)
    last_said_at: datetime | None
    escalated_to: Bilingual | None

    @property
    def kind_name(self) -> Bilingual:
        """What is due, in words."""
        return KIND_NAMES[self.entry.kind]


@dataclass(frozen=True, slots=True)
class TouchRow:
    """One contact that the cadence proposes, as shown."""

    touch: Touch
    channel_name: Bilingual
    case_id: CaseId
    name: str = field(repr=False)
    creditor: str
    owner: str
    balance_fen: int
    lawful_at: datetime | None
    is_now: bool
    reason: Reason | None


@require_GET
@screen(Right.READ_CASES)
def diary_page(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show what is due by urgency, with counts and sums on top; ``kind`` and ``whose`` narrow it."""
    the_house = house()
    now = the_house.now()
    collector = None if staff.sees_everybodys_cases else staff.username
    found = diary(the_house, collector=collector, as_of=now, limit=ENTRIES_SHOWN)
    owners = sums_of(found)
    whose = request.GET.get("whose", "")
    if whose:
        found = [line for line in found if (line.owner or "-") == whose]
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
            "kinds": [(one, KIND_NAMES[one], counts[one]) for one in KIND_NAMES if counts[one]],
            "chosen": chosen,
            "total": len(found),
            "sum": sum_of(found),
            "owners": owners if staff.sees_everybodys_cases else (),
            "whose": whose,
            "touches": [] if chosen else _touches(staff, found, collector, whose, now),
            "cut_off": len(found) >= ENTRIES_SHOWN,
            "limit": ENTRIES_SHOWN,
        },
    )


def _touches(
    staff: Staff, found: list[DiaryLine], collector: str | None, whose: str, now: datetime
) -> list[TouchRow]:
    of_whom = whose if collector is None and whose not in ("", "-") else collector
    lines = touches(
        house(),
        collector=of_whom,
        as_of=now,
        limit=TOUCHES_SHOWN,
        actor=staff.username,
        leave_out=frozenset(line.case.case_id for line in found),
    )
    return [_touch_row(line, now) for line in lines if whose != "-" or not line.case.collector]


def _row(line: DiaryLine) -> DiaryRow:
    case = line.case
    return DiaryRow(
        line.entry,
        case.case_id,
        line.entry.reference if line.entry.kind is DiaryKind.MATTER else "",
        case.party.name,
        case.account.creditor,
        line.owner,
        case.balance_fen,
        line.last_said,
        line.last_said_at,
        None if line.escalated_to is None else ROLE_NAMES[Role(line.escalated_to.value)],
    )


def _touch_row(line: TouchLine, now: datetime) -> TouchRow:
    case, channel = line.case, line.touch.channel
    assert channel is not None, "only touches with a channel are listed"
    return TouchRow(
        line.touch,
        word_name("kind", CHANNELS[channel].kind.value),
        case.case_id,
        case.party.name,
        case.account.creditor,
        case.collector or "",
        case.balance_fen,
        line.lawful_at,
        line.lawful_at is not None and line.lawful_at <= now,
        line.reasons[0] if line.reasons else None,
    )
