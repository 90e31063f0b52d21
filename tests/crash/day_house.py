"""A portfolio with something for every step of the end of a day; run as a program, on the house of its surroundings.

Two creditors. Promises that were kept, missed and came late, claims that nobody finds, a plan that was broken, a case
that is paid off, cases whose term is over, one of them with an open complaint.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fairdue.casefile.arrangement import Arrangement, Instalment
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.happening import (
    ArrangementSigned,
    BalanceUpdated,
    ComplaintReceived,
    DispositionRecorded,
    Happening,
    PaymentClaimed,
    PromiseMade,
)
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, ClaimId, PromiseId, case_id_of, numbered
from fairdue.operations.house import House
from fairdue.operations.place import place_file
from fairdue.practice.population import generate_rows, write_placement_csv
from fairdue.practice.standing import vouch_for_practice

PLACED = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)
BANK, FINANCE = "示例银行", "示例消费金融有限公司"
EACH = 18


@dataclass(frozen=True)
class Told:
    """What befalls the case of a number, so many hours after it was placed."""

    number: int
    happenings: tuple[Happening, ...]


def build(house: House, *, each: int = EACH) -> None:
    """Place, promise, claim, pay."""
    vouch_for_practice(
        house,
        creditors=(BANK, FINANCE),
        collectors=("collector1", "lead", "end-of-day"),
        as_of=PLACED - timedelta(days=1),
    )
    for number, creditor in enumerate((BANK, FINANCE)):
        prefix = "YH" if creditor == BANK else "XJ"
        rows = list(
            generate_rows(
                seed=31 + number,
                size=each,
                placed_on=date(2026, 3, 1),
                creditor=creditor,
                batch_no=f"B{number}",
            )
        )
        for place, row in enumerate(rows):
            row["个案序列号"] = f"{prefix}-{place:03d}"
            row["预计退案日期"] = "2026-03-18" if place % 6 == 5 else "2026-06-30"
        stream = io.StringIO()
        write_placement_csv(stream, rows=rows)
        report = place_file(
            house,
            name=f"{prefix}.csv",
            content=stream.getvalue().encode(),
            as_of=PLACED,
            actor="admin",
            creditor=creditor,
        )
        assert report.taken_count == each, [row.problems for row in report.rejected]
        ids = [case_id_of(creditor=creditor, case_no=f"{prefix}-{place:03d}") for place in range(each)]
        for place, case_id in enumerate(ids):
            _befall(house, case_id, _of(place, case_id), at=PLACED + timedelta(hours=1, minutes=place))
        _pay(house, creditor, prefix, each)


def _of(place: int, case_id: CaseId) -> list[Happening]:
    promise, claim = PromiseId(numbered("pr", case_id, 1)), ClaimId(numbered("cl", case_id, 1))
    match place % 6:
        case 0:
            return [
                PromiseMade(promise, 20_000, date(2026, 3, 5)),
                DispositionRecorded(ResultCode.PTP, "=承诺周四还款"),
            ]
        case 1:
            return [
                PaymentClaimed(claim, date(2026, 3, 1), 30_000, "wechat", date(2026, 3, 5)),
                DispositionRecorded(ResultCode.CP, "声称已还"),
            ]
        case 2:
            plan = Arrangement(
                f"ar-{case_id}",
                date(2026, 3, 2),
                (Instalment(date(2026, 3, 9), 10_000), Instalment(date(2026, 4, 9), 10_000)),
            )
            return [ArrangementSigned(plan)]
        case 3:
            return [BalanceUpdated(0, date(2026, 3, 10))]
        case 4 | 5 if place % 12 in (4, 5):
            return [ComplaintReceived(f"cm-{case_id}", "太频繁"), DispositionRecorded(ResultCode.CM, "投诉")]
        case _:
            return [DispositionRecorded(ResultCode.NA, "")]


def _befall(house: House, case_id: CaseId, happenings: list[Happening], *, at: datetime) -> None:
    with house.book.transaction():
        house.book.append(house.book.load_locked(case_id), happenings, at=at, actor="collector1")


def _pay(house: House, creditor: str, prefix: str, each: int) -> None:
    """A payment file: some of what was promised, in part, and one reversal."""
    lines = ["流水号,案件编号,还款日期,还款金额,还款渠道"]
    for place in range(0, each, 6):
        lines.append(f"{prefix}S{place},{prefix}-{place:03d},2026-03-04,120.00,微信")
    content = ("\n".join(lines) + "\n").encode()
    report = place_file(
        house,
        name=f"{prefix}-pay.csv",
        content=content,
        as_of=PLACED + timedelta(days=3),
        actor="admin",
        creditor=creditor,
    )
    assert report.posted == len(lines) - 1, (report.rejected, report.unmatched)


if __name__ == "__main__":
    from fairdue_desk.wiring import open_house

    build(open_house())
