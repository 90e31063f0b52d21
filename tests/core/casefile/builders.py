"""Builders of cases for tests: a plain, whole case in one line, and a log that grows from it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from fairdue.casefile.account import Account
from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.contact_point import ContactKind, ContactPoint, SealedContact
from fairdue.casefile.event import Event, StoredEvent, open_event, seal_event
from fairdue.casefile.happening import CasePlaced, Happening
from fairdue.casefile.party import Party
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, ContactPointId, PersonId, case_id_of

MORNING = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)


def an_account(
    *, case_no: str = "HS1", amount_fen: int = 1_000_000, placed_on: date = date(2026, 3, 1)
) -> Account:
    return Account(
        creditor="示例银行",
        case_no=case_no,
        card="6222000000000000",
        amount_fen=amount_fen,
        placed_on=placed_on,
        principal_fen=amount_fen * 9 // 10,
        minimum_due_fen=amount_fen // 10,
        overdue_on=placed_on - timedelta(days=45),
        overdue_periods=2,
        bucket="M2",
        return_by=placed_on + timedelta(days=90),
    )


def a_placement(
    *, case_no: str = "HS1", amount_fen: int = 1_000_000, placed_on: date = date(2026, 3, 1)
) -> CasePlaced:
    return CasePlaced(
        account=an_account(case_no=case_no, amount_fen=amount_fen, placed_on=placed_on),
        party=Party(PersonId("p1"), "测试甲", "110101199001010015", birth_on=date(1990, 1, 1)),
        contact_points=(
            ContactPoint(ContactPointId("n1"), ContactKind.MOBILE, "13800000000", "key1"),
            ContactPoint(ContactPointId("n2"), ContactKind.HOME_PHONE, "01088880000", "key2"),
        ),
        sealed_contacts=(SealedContact(ContactPointId("t1"), "s1.token", "key3"),),
    )


def a_case_id(case_no: str = "HS1") -> CaseId:
    return case_id_of(creditor="示例银行", case_no=case_no)


def a_log(
    *happenings: Happening, placed: CasePlaced | None = None, at: Sequence[datetime] | None = None
) -> list[StoredEvent]:
    """A sealed log: the placement, then the happenings an hour apart (or at the given moments)."""
    rows: list[StoredEvent] = []
    case_id = a_case_id((placed or a_placement()).account.case_no)
    for number, happened in enumerate([placed or a_placement(), *happenings]):
        moment = MORNING + timedelta(hours=number)
        if at is not None and number > 0:
            moment = at[number - 1]
        rows.append(
            seal_event(
                case_id=case_id,
                seq=number + 1,
                at=moment,
                actor="collector-1",
                happened=happened,
                prev_hash=rows[-1].hash if rows else "",
            )
        )
    return rows


def events_of(rows: Sequence[StoredEvent]) -> list[Event]:
    return [open_event(row) for row in rows]


def a_case(*happenings: Happening, at: Sequence[datetime] | None = None) -> CaseFile:
    """The case after these happenings."""
    return replay(events_of(a_log(*happenings, at=at)))
