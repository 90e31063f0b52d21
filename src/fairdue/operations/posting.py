"""Posting: the lines of a creditor's payment file, each matched to its case and booked once.

Room: operations. Lines are taken in their order, so that one file or ten of the same lines end in the same
money. A line posted before is known by creditor and serial number; one that says something else under a known
number waits beside the first. What cannot be posted waits in a queue with its reason; nothing is guessed. A
reversal that comes before its payment waits for it and follows it at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from fairdue.feedback.closing import reopened_on, settled_on
from fairdue.feedback.payment_matching import (
    Matched,
    PaymentLine,
    Unmatched,
    match_payment,
    payment_id_of,
    posting_of,
)
from fairdue.feedback.payment_queue import (
    PaymentOutcome,
    Queue,
    queue_of_case,
    queue_of_line,
    queue_of_reason,
)
from fairdue.feedback.payment_terms import PaymentTerms, payment_terms
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId, PaymentId
from fairdue.intake.rows import PaymentChannel, PaymentRow, RowRejected
from fairdue.operations.booked_money import BookedMoney, KnownCases, line_of
from fairdue.operations.follow_up import watch_cases
from fairdue.operations.house import House
from fairdue.operations.money_case import MoneyCase, MoneyEntry
from fairdue.operations.payment_ports import PaymentRecord, PaymentTally
from fairdue.operations.place_report import PlaceReport, Reversal, Taken

_SEPARATOR = "\x1f"
_CHANNELS = {channel: channel.value for channel in PaymentChannel}


@dataclass(slots=True)
class Posting:
    """One file's posting under way. Call ``post`` for its lines in their order, then ``finish``."""

    house: House
    report: PlaceReport
    stated: str | None
    as_of: datetime
    actor: str
    terms: PaymentTerms = field(default_factory=payment_terms)
    on: date = field(init=False)
    _last_day: date = field(init=False, repr=False)
    _cases: KnownCases = field(init=False, repr=False)
    _booked: BookedMoney = field(init=False, repr=False)
    _touched: dict[CaseId, MoneyCase] = field(default_factory=dict, repr=False)
    _entries: list[MoneyEntry] = field(default_factory=list, repr=False)
    _records: list[PaymentRecord] = field(default_factory=list, repr=False)
    _changes: list[PaymentRecord] = field(default_factory=list, repr=False)
    _counts: dict[tuple[str, str], list[int]] = field(default_factory=dict, repr=False)
    _queued_here: dict[PaymentId, str] = field(default_factory=dict, repr=False)
    _begun: bool = False

    def __post_init__(self) -> None:
        self.on = civil_date(self.as_of)
        self._last_day = self.terms.last_day(self.on)
        self._cases = KnownCases(self.house, self.stated)
        self._booked = BookedMoney(self.house)

    def post(self, rows: Sequence[PaymentRow]) -> None:
        """Book lines inside the caller's transaction; the last of them are stored by ``finish``.

        What the lines before brought is stored after what these need was read, so that a database that works on
        its own does so while these are decided.
        """
        if not self._begun:
            self._begun = True
            waiting = self._booked.begin()
            self._cases.meet({one.case_no for one in waiting}, {one.card for one in waiting})
        self._cases.meet({row.case_no or "" for row in rows}, {row.card or "" for row in rows})
        fresh = [row for row in rows if row.duplicate_of_line is None]
        self._booked.meet(
            [row for row in fresh if row.is_reversal],
            [row.serial_no for row in fresh],
            self._cases,
            unwritten=self._unwritten(),
        )
        self._write()
        for row in rows:
            if row.duplicate_of_line is not None:
                self.report.duplicates_ignored.append(row.serial_no)
                self._tally(row.creditor or self.stated or "", "duplicate", row.amount_fen)
            else:
                self._take(row)

    def refuse(self, row: RowRejected) -> None:
        """Count a line of the file that was not taken, so that the file still ties."""
        self._tally(self.stated or "", "refused", row.amount_fen or 0)

    def finish(self) -> None:
        """Bring the cases up, judge what the money changed, and keep what the file brought."""
        self._write()
        self._one_creditor()
        if self.report.dry_run:
            return
        book, touched = self.house.book, self._touched
        closing: list[MoneyEntry] = []
        cases = [touched[case_id] for case_id in sorted(touched)]
        for case in cases:
            if case.is_plain:
                turned = settled_on(
                    self.on, is_open=case.is_open, balance_fen=case.balance_fen, in_call=case.in_call
                ) or reopened_on(self.on, status=case.status, balance_fen=case.balance_fen)
                if turned is not None:
                    closing.append(MoneyEntry(case, turned))
        book.record_money(closing, at=self.as_of, actor=self.actor)
        book.bring_up(cases)
        # What money changes is judged at once: a claim is confirmed, a promise kept, a case settled or opened again.
        judged = [case.case_id for case in cases if not case.is_plain]
        watch_cases(self.house, case_ids=judged, as_of=self.as_of, actor=self.actor)
        self.house.payments.record_tallies(self.report.tallies.values())

    def retry(self, waiting: Sequence[PaymentRecord]) -> int:
        """Try payments that wait once more; returns how many found their case. Then call ``finish``."""
        self._begun = True
        self._booked.begin()
        self._cases.meet({one.case_no for one in waiting}, {one.card for one in waiting})
        backward = [line_of(one) for one in waiting if one.amount_fen < 0]
        self._booked.meet(backward, [], self._cases, unwritten={})
        posted = 0
        for one in waiting:
            if one.queue is not Queue.CHANGED and not self._booked.is_done(one.payment_id):
                posted += self._try_again(one)
        return posted

    def _take(self, row: PaymentRow) -> None:
        """Decide one line: posted, queued, or here already."""
        found = self._match(row)
        case = self._cases[found.case_id] if isinstance(found, Matched) else None
        stated = row.creditor or self.stated
        creditor = stated or ("" if case is None else case.creditor)
        same_serial = self._booked.of_serial(row.serial_no)
        earlier = _the_same(row, same_serial, stated=stated)
        changed = earlier is None and any(creditor and one.creditor == creditor for one in same_serial)
        self.report.taken_lines.append(Taken(row.file_line, row.case_no or "", row.amount_fen))
        if earlier is not None and (earlier.case_id is not None or not self._may_try(earlier)):
            self._tally(creditor, "duplicate", row.amount_fen)
            self._count_again(row, earlier)
            return
        queue = Queue.CHANGED if changed else self._queue_of(row.currency, row, found, case)
        if queue is not None:
            self._tally(creditor, "duplicate" if earlier is not None else "queued", row.amount_fen)
            self._queue_up(row, queue, creditor=creditor, case=case, is_known=earlier is not None)
            return
        if case is None or not isinstance(found, Matched):
            raise RuntimeError("a line without a case has a queue; matching and its queues disagree")
        self._count(row)
        if earlier is not None:
            self._tally(creditor, "duplicate", row.amount_fen)
            record = earlier._replace(case_id=case.case_id, reverses=found.reverses)
            self._changes.append(_posted(record, self.on))
        else:
            self._tally(creditor, "reversed" if row.is_reversal else "posted", row.amount_fen)
            record = self._record(row, creditor, case_id=case.case_id, reverses=found.reverses)
            self._records.append(record)
        self._post(row, found, case, record)

    def _post(self, line: PaymentLine, found: Matched, case: MoneyCase, record: PaymentRecord) -> None:
        """Put a matched line on its case, and after it the reversal that waited for it."""
        posted = posting_of(payment=line, matched=found, payment_id=record.payment_id)
        self._touched[case.case_id] = case
        self._entries.append(MoneyEntry(case, posted, case.post(posted)))
        self._booked.add(record)
        for waiting in self._booked.waiting_for(record):
            self._try_again(waiting)

    def _try_again(self, waiting: PaymentRecord) -> int:
        line = line_of(waiting)
        found = self._match(line)
        case = self._cases[found.case_id] if isinstance(found, Matched) else None
        if case is None or self._queue_of(waiting.currency, line, found, case) is not None:
            return 0
        assert isinstance(found, Matched), "it has a case"
        record = waiting._replace(
            case_id=case.case_id,
            reverses=found.reverses,
            creditor=waiting.creditor or case.creditor,
        )
        record = _posted(record, self.on)
        self._booked.done(record.payment_id)
        self._changes.append(record)
        self._no_longer_waits(record)
        self._post(line, found, case, record)
        return 1

    def _no_longer_waits(self, record: PaymentRecord) -> None:
        """A reversal that this very file brought before its payment is reported as what it became."""
        creditor = self._queued_here.pop(record.payment_id, None)
        if creditor is None:
            return
        self.report.unmatched.remove(record.serial_no)
        waiting = self.report.queued[Queue.REVERSAL]
        waiting.remove(record.serial_no)
        if not waiting:
            del self.report.queued[Queue.REVERSAL]
        self.report.reversals.append(Reversal(record.serial_no, record.names))
        self.report.net_total_fen += record.amount_fen
        counted = self._counts[creditor, "queued"]
        counted[0] -= 1
        counted[1] -= record.amount_fen
        self._tally(creditor, "reversed", record.amount_fen)

    def _match(self, line: PaymentLine) -> Matched | Unmatched:
        return match_payment(
            payment=line,
            by_case_no=self._cases.by_case_no,
            by_card=self._cases.by_card,
            booked=self._booked.for_reversal,
        )

    def _queue_of(
        self, currency: str, line: PaymentLine, found: Matched | Unmatched, case: MoneyCase | None
    ) -> Queue | None:
        queue = queue_of_line(currency=currency, posted_on=line.posted_on, last_day=self._last_day)
        if queue is not None:
            return queue
        if isinstance(found, Unmatched):
            return queue_of_reason(found.reason.code)
        if case is None or line.is_reversal:
            return None
        return queue_of_case(
            status=case.status, balance_fen=case.balance_fen, amount_fen=line.amount_fen, terms=self.terms
        )

    def _may_try(self, earlier: PaymentRecord) -> bool:
        waits = earlier.outcome is PaymentOutcome.QUEUED and not self._booked.is_done(earlier.payment_id)
        return waits and earlier.queue is not Queue.CHANGED and not earlier.proposed_by

    def _queue_up(
        self, row: PaymentRow, queue: Queue, *, creditor: str, case: MoneyCase | None, is_known: bool
    ) -> None:
        self.report.unmatched.append(row.serial_no)
        self.report.queued.setdefault(queue, []).append(row.serial_no)
        if is_known:
            return
        record = self._record(row, creditor, changed=queue is Queue.CHANGED)._replace(
            outcome=PaymentOutcome.QUEUED,
            queue=queue,
            meant=None if case is None else case.case_id,
        )
        self._records.append(record)
        self._booked.wait(record)
        if queue is Queue.REVERSAL:
            self._queued_here[record.payment_id] = creditor

    def _count(self, row: PaymentRow) -> None:
        self.report.net_total_fen += row.amount_fen
        if row.is_reversal:
            self.report.reversals.append(Reversal(row.serial_no, row.reverses))
        else:
            self.report.posted += 1

    def _count_again(self, row: PaymentRow, earlier: PaymentRecord) -> None:
        """A line that was posted, or decided by a person, before."""
        if earlier.case_id is None and not self._booked.is_done(earlier.payment_id):
            self.report.unmatched.append(row.serial_no)
            if earlier.queue is not None:
                self.report.queued.setdefault(earlier.queue, []).append(row.serial_no)
            return
        self.report.net_total_fen += row.amount_fen
        if row.is_reversal:
            self.report.reversals.append(Reversal(row.serial_no, row.reverses))
        self.report.already_posted += 1

    def _tally(self, creditor: str, what: str, fen: int) -> None:
        counted = self._counts.get((creditor, what))
        if counted is None:
            counted = self._counts[creditor, what] = [0, 0]
        counted[0] += 1
        counted[1] += fen

    def _one_creditor(self) -> None:
        """Lines that name no creditor belong to the file's only one; with several they stay apart."""
        tallies = self.report.tallies
        for (creditor, what), (lines, fen) in self._counts.items():
            if creditor not in tallies:
                tallies[creditor] = PaymentTally(self.report.digest, creditor, self.on)
            tallies[creditor].add(what, lines=lines, fen=fen)
        unnamed = tallies.get("")
        if unnamed is None or len(tallies) != 2:
            return
        (creditor,) = tallies.keys() - {""}
        for name in PaymentTally.__slots__[3:]:
            setattr(tallies[creditor], name, getattr(tallies[creditor], name) + getattr(unnamed, name))
        del tallies[""]

    def _record(
        self,
        row: PaymentRow,
        creditor: str,
        *,
        case_id: CaseId | None = None,
        reverses: PaymentId | None = None,
        changed: bool = False,
    ) -> PaymentRecord:
        serial_no = row.serial_no
        payment_id = payment_id_of(creditor=creditor, serial_no=_said(row) if changed else serial_no)
        # By place, since names cost as much as all the rest of a record.
        return PaymentRecord(
            payment_id,
            creditor,
            serial_no,
            case_id,
            row.amount_fen,
            row.posted_on,
            _CHANNELS[row.channel],
            reverses,
            self.report.digest,
            row.card or "",
            row.case_no or "",
            row.reverses,
            PaymentOutcome.POSTED,
            None,
            self.on,
            row.file_line,
            row.currency,
        )

    def _unwritten(self) -> dict[PaymentId, PaymentRecord]:
        """What the lines before brought and the book does not hold yet, as it is now."""
        unwritten = {record.payment_id: record for record in self._records}
        unwritten.update((record.payment_id, record) for record in self._changes)
        return unwritten

    def _write(self) -> None:
        """Store what the chunk brought."""
        if not self.report.dry_run:
            self.house.book.record_money(self._entries, at=self.as_of, actor=self.actor)
            added = {record.payment_id: record for record in self._records}
            added.update({one.payment_id: one for one in self._changes if one.payment_id in added})
            self.house.payments.add(added.values())
            for one in self._changes:
                if one.payment_id not in added:
                    self.house.payments.change(one)
        self._entries.clear()
        self._records.clear()
        self._changes.clear()


def _posted(record: PaymentRecord, on: date) -> PaymentRecord:
    return record._replace(outcome=PaymentOutcome.POSTED, queue=None, booked_on=on)


def _said(row: PaymentRow) -> str:
    """A line that changed needs an id of its own, and the same one when its file comes again."""
    said = (row.serial_no, row.amount_fen, row.posted_on, row.card, row.case_no, row.currency)
    return _SEPARATOR.join(map(str, said))


def _the_same(
    row: PaymentRow, same_serial: Sequence[PaymentRecord], *, stated: str | None
) -> PaymentRecord | None:
    """The known line that says exactly this, of the stated creditor or of one that was not stated."""
    for one in same_serial:
        if stated is not None and one.creditor not in (stated, ""):
            continue
        same = (one.amount_fen, one.posted_on, one.card, one.currency) == (
            row.amount_fen,
            row.posted_on,
            row.card or "",
            row.currency,
        )
        # Payments from before the case number was kept have none to compare.
        if same and (one.booked_on is None or one.case_no == (row.case_no or "")):
            return one
    return None
