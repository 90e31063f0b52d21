"""The development payment file against the clean placement: exactly what a careful reader finds."""

from __future__ import annotations

import json
from collections import defaultdict

from core.followup.money_builders import on
from fairdue.feedback.payment_matching import (
    BookedPayment,
    Candidate,
    IncomingPayment,
    Matched,
    match_payment,
    payment_id_of,
)
from fairdue.foundation.ids import CaseId
from fairdue.intake import PaymentRow, PlacementRow, playbook_layouts, read_file
from shared_data import shared


def _incoming(row: PaymentRow) -> IncomingPayment:
    return IncomingPayment(
        row.serial_no,
        row.card,
        row.case_no,
        row.posted_on,
        row.amount_fen,
        row.channel.value,
        row.reverses,
        row.is_reversal,
    )


def test_the_development_payments_find_their_cases_and_tie_to_the_fen() -> None:
    expected = json.loads(shared("placements/expected.json").read_text(encoding="utf-8"))
    told = expected["files"]["05_payments_gb18030.csv"]

    def rows(name: str) -> list[object]:
        content = shared(f"placements/{name}").read_bytes()
        reading = read_file(name=name, content=content, as_of_on=on("03-02"), layouts=playbook_layouts())
        return list(reading.rows())

    by_no: dict[str, list[Candidate]] = defaultdict(list)
    by_card: dict[str, list[Candidate]] = defaultdict(list)
    for row in rows("01_clean_utf8.csv"):
        if isinstance(row, PlacementRow):
            case = Candidate(CaseId(row.case_no), row.placed_on, row.amount_fen, True)
            by_no[row.case_no].append(case)
            by_card[row.card].append(case)
    booked: list[BookedPayment] = []
    unmatched: list[str] = []
    reversals: list[tuple[str, str | None]] = []
    net_fen = 0
    lines = [row for row in rows("05_payments_gb18030.csv") if isinstance(row, PaymentRow)]
    # A file may name a payment before it brings it, so reversals are matched after the other lines.
    for row in sorted(lines, key=lambda row: row.is_reversal):
        if row.duplicate_of_line is not None:
            continue
        line = _incoming(row)
        found = match_payment(
            payment=line,
            by_case_no=lambda number: by_no.get(number, []),
            by_card=lambda card: by_card.get(card, []),
            booked=lambda _: booked,
        )
        if not isinstance(found, Matched):
            unmatched.append(row.serial_no)
            continue
        net_fen += row.amount_fen
        if row.is_reversal:
            named = [b.serial_no for b in booked if b.payment_id == found.reverses]
            reversals.append((row.serial_no, named[0]))
        else:
            known = payment_id_of(creditor="x", serial_no=row.serial_no)
            booked.append(BookedPayment(known, row.serial_no, found.case_id, row.amount_fen, row.posted_on))
    assert len(booked) == told["posted"]
    assert unmatched == told["unmatched"]
    assert reversals == [(told["reversal"]["id"], told["reversal"]["of"])]
    assert net_fen == told["net_total_fen"]
