"""Posting: the lines of a creditor's payment file, each matched to its case and booked once.

Room: operations. A line posted before is known by creditor and serial number. What finds no case waits
in the unmatched queue, and is posted when its file comes again after the case was placed; nothing is
guessed. Reversals are posted after all other lines of a file, since a file may name one before its payment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.feedback.payment_matching import (
    BookedPayment,
    Candidate,
    IncomingPayment,
    Matched,
    match_payment,
    payment_id_of,
    posting_of,
)
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import CaseId, PaymentId
from fairdue.foundation.problem import Problem, Severity
from fairdue.intake.rows import PaymentRow, RowRejected
from fairdue.operations.house import House
from fairdue.operations.place_report import PlaceReport, Reversal, Taken
from fairdue.operations.ports import PaymentRecord


@dataclass(slots=True)
class Posting:
    """One file's posting under way; ``touched`` are the cases that got money."""

    house: House
    report: PlaceReport
    stated: str | None
    as_of: datetime
    actor: str
    cases: dict[CaseId, CaseFile] = field(default_factory=dict, repr=False)
    touched: set[CaseId] = field(default_factory=set)
    reversals: list[PaymentRow] = field(default_factory=list, repr=False)

    def post(self, rows: Sequence[PaymentRow]) -> None:
        """Book lines inside the caller's transaction; reversals are kept for ``finish``."""
        later = [row for row in rows if row.is_reversal and row.duplicate_of_line is None]
        self.reversals.extend(later)
        self._post_all([row for row in rows if row not in later])

    def finish(self) -> None:
        """Book the reversals of the file, each against what is booked by then."""
        for row in self.reversals:
            self._post_all([row])

    def _post_all(self, rows: Sequence[PaymentRow]) -> None:
        by_case_no, by_card = self._lookups(rows)
        booked = self.house.payments.by_serials(sorted({row.serial_no for row in rows}))
        records: dict[PaymentId, PaymentRecord] = {}
        for row in rows:
            if row.duplicate_of_line is not None:
                self.report.duplicates_ignored.append(row.serial_no)
                continue
            found = match_payment(
                payment=_incoming(row),
                by_case_no=lambda number: self._candidates(by_case_no.get(number, ())),
                by_card=lambda card: self._candidates(by_card.get(card, ())),
                booked=self._booked,
            )
            matched = found if isinstance(found, Matched) else None
            record = self._post_one(row, matched, booked.get(row.serial_no, ()))
            if record is not None:
                records[record.payment_id] = record
        self.house.payments.add(records.values())

    def _lookups(
        self, rows: Sequence[PaymentRow]
    ) -> tuple[Mapping[str, tuple[CaseId, ...]], Mapping[str, tuple[CaseId, ...]]]:
        """The cases these lines may mean, by number and by card, of the stated creditor if one is stated."""
        book = self.house.book
        by_case_no = book.find_by_case_nos(sorted({row.case_no for row in rows if row.case_no}))
        by_card = book.find_by_cards(sorted({row.card for row in rows if row.card}))
        wanted = {case_id for found in (by_case_no, by_card) for ids in found.values() for case_id in ids}
        self.cases.update(book.load_many(sorted(wanted - self.cases.keys())))
        if self.stated is None:
            return by_case_no, by_card

        def of_creditor(found: Mapping[str, tuple[CaseId, ...]]) -> dict[str, tuple[CaseId, ...]]:
            return {
                key: tuple(c for c in ids if self.cases[c].account.creditor == self.stated)
                for key, ids in found.items()
            }

        return of_creditor(by_case_no), of_creditor(by_card)

    def _candidates(self, case_ids: Sequence[CaseId]) -> list[Candidate]:
        cases = [self.cases[case_id] for case_id in case_ids]
        return [Candidate(c.case_id, c.account.placed_on, c.balance_fen, c.is_open) for c in cases]

    def _booked(self, payment: IncomingPayment) -> list[BookedPayment]:
        return [
            BookedPayment(
                earlier.payment_id,
                earlier.serial_no,
                earlier.case_id,
                earlier.amount_fen,
                earlier.posted_on,
                reversed_fen,
            )
            for earlier, reversed_fen in self.house.payments.reversible(
                serial_no=payment.reverses, card=payment.card, amount_fen=-payment.amount_fen
            )
        ]

    def _post_one(
        self, row: PaymentRow, matched: Matched | None, same_serial: Sequence[PaymentRecord]
    ) -> PaymentRecord | None:
        """Book one line; returns the record to add, or None when it is here already or is rejected."""
        case = None if matched is None else self.cases[matched.case_id]
        stated = row.creditor or self.stated
        creditor = stated or ("" if case is None else case.account.creditor)
        earlier = _the_same(row, same_serial, stated=stated)
        if earlier is None and any(creditor and record.creditor == creditor for record in same_serial):
            self.report.reject(_conflict(row))
            return None
        self.report.taken_lines.append(Taken(row.file_line, row.case_no or "", row.amount_fen))
        if earlier is not None and earlier.case_id is not None:
            self._count(row, already=True)
            return None
        payment_id = payment_id_of(creditor=creditor, serial_no=row.serial_no)
        if case is None or matched is None:
            self.report.unmatched.append(row.serial_no)
            return None if earlier is not None else self._record(row, payment_id, creditor, None, None)
        self._count(row, already=False)
        if self.report.dry_run:
            return None
        booked_as = payment_id if earlier is None else earlier.payment_id
        posted = posting_of(payment=_incoming(row), matched=matched, payment_id=booked_as)
        self.cases[case.case_id] = self.house.book.append(case, [posted], at=self.as_of, actor=self.actor)
        self.touched.add(case.case_id)
        if earlier is not None:
            self.house.payments.assign(earlier.payment_id, case.case_id)
            return None
        return self._record(row, payment_id, creditor, case.case_id, matched.reverses)

    def _count(self, row: PaymentRow, *, already: bool) -> None:
        self.report.net_total_fen += row.amount_fen
        if row.is_reversal:
            self.report.reversals.append(Reversal(row.serial_no, row.reverses))
        elif not already:
            self.report.posted += 1
        if already:
            self.report.already_posted += 1

    def _record(
        self,
        row: PaymentRow,
        payment_id: PaymentId,
        creditor: str,
        case_id: CaseId | None,
        reverses: PaymentId | None,
    ) -> PaymentRecord | None:
        if self.report.dry_run:
            return None
        return PaymentRecord(
            payment_id=payment_id,
            creditor=creditor,
            serial_no=row.serial_no,
            case_id=case_id,
            amount_fen=row.amount_fen,
            posted_on=row.posted_on,
            channel=row.channel.value,
            reverses=reverses,
            file_digest=self.report.digest,
            card=row.card or "",
        )


def _incoming(row: PaymentRow) -> IncomingPayment:
    return IncomingPayment(
        serial_no=row.serial_no,
        card=row.card,
        case_no=row.case_no,
        posted_on=row.posted_on,
        amount_fen=row.amount_fen,
        channel=row.channel.value,
        reverses=row.reverses,
        is_reversal=row.is_reversal,
    )


def _the_same(
    row: PaymentRow, same_serial: Sequence[PaymentRecord], *, stated: str | None
) -> PaymentRecord | None:
    """The booked line that says exactly this, of the stated creditor or of one that was not stated."""
    for record in same_serial:
        if stated is not None and record.creditor not in (stated, ""):
            continue
        if (record.amount_fen, record.posted_on, record.card) == (
            row.amount_fen,
            row.posted_on,
            row.card or "",
        ):
            return record
    return None


def _conflict(row: PaymentRow) -> RowRejected:
    problem = Problem(
        row.file,
        row.file_line,
        None,
        "serial_conflict",
        Severity.ROW,
        Bilingual(
            "该流水号已入账,但金额或日期不同", "this serial number is booked with another amount or day"
        ),
        Bilingual("请委托方核对这两笔", "ask the creditor to check both"),
    )
    return RowRejected(row.file_line, row.file, row.case_no, (problem,))
