"""What posting keeps at hand while a file streams by: the cases it met, and the payments it may meet again.

Room: operations. Each case is read once for the whole file. Of the payments only those are read that the lines
of a chunk may repeat or take back, and the few reversals that wait for their payment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from fairdue.feedback.payment_matching import BookedPayment, IncomingPayment, PaymentLine
from fairdue.feedback.payment_queue import Queue
from fairdue.foundation.ids import CaseId, PaymentId
from fairdue.operations.house import House
from fairdue.operations.money_case import MoneyCase
from fairdue.operations.payment_ports import PaymentRecord


class KnownCases:
    """The cases of a file by number and by card, of the stated creditor if one is stated."""

    def __init__(self, house: House, stated: str | None) -> None:
        self._house = house
        self._stated = stated
        self._by_id: dict[CaseId, MoneyCase] = {}
        self._by_no: dict[str, tuple[MoneyCase, ...]] = {}
        self._by_card: dict[str, tuple[MoneyCase, ...]] = {}

    def __getitem__(self, case_id: CaseId) -> MoneyCase:
        return self._by_id[case_id]

    def meet(self, case_nos: Collection[str], cards: Collection[str]) -> None:
        """Read the cases that these keys lead to and that were not met yet; by their cards first.

        A creditor gives a number once: the stated one's case that came by its card is not read by number again.
        """
        accounts = {one for one in cards if one} - self._by_card.keys()
        self._by_card.update(dict.fromkeys(accounts, ()))
        for case in self._read([], accounts):
            if case.card in accounts:
                self._by_card[case.card] = (*self._by_card[case.card], case)
            if self._stated is not None:
                self._by_no[case.case_no] = (case,)
        numbers = {one for one in case_nos if one} - self._by_no.keys()
        self._by_no.update(dict.fromkeys(numbers, ()))
        for case in self._read(numbers, []):
            if case.case_no in numbers:
                self._by_no[case.case_no] = (*self._by_no[case.case_no], case)

    def _read(self, numbers: Collection[str], accounts: Collection[str]) -> list[MoneyCase]:
        """The cases of these keys and of the stated creditor, each as it is kept here."""
        if not numbers and not accounts:
            return []
        met = self._house.book.money_cases(case_nos=sorted(numbers), cards=sorted(accounts))
        kept = [self._by_id.setdefault(read.case_id, read) for read in met]
        return [case for case in kept if self._stated is None or case.creditor == self._stated]

    def by_case_no(self, case_no: str) -> Sequence[MoneyCase]:
        """The cases of a number."""
        return self._by_no.get(case_no, ())

    def by_card(self, card: str) -> Sequence[MoneyCase]:
        """The cases of a card."""
        return self._by_card.get(card, ())


class BookedMoney:
    """The payments that the lines under way may repeat, take back, or have waited for."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._by_serial: dict[str, tuple[PaymentRecord, ...]] = {}
        self._by_amount: dict[int, list[PaymentRecord]] = {}
        self._by_amount_asked = False
        self._back: dict[PaymentId, int] = {}
        self._waiting: dict[PaymentId, PaymentRecord] = {}
        self._awaited: dict[str | int, dict[PaymentId, PaymentRecord]] = {}
        self._done: set[PaymentId] = set()

    def begin(self) -> list[PaymentRecord]:
        """Read the reversals that wait for their payment; returns them."""
        waiting = self._house.payments.queued(queue=Queue.REVERSAL)
        for one in waiting:
            self._await(one)
        return waiting

    def _await(self, one: PaymentRecord) -> None:
        self._waiting[one.payment_id] = one
        self._awaited.setdefault(one.names or -one.amount_fen, {})[one.payment_id] = one

    def meet(
        self,
        reversals: Sequence[PaymentLine],
        serials: Sequence[str],
        cases: KnownCases,
        *,
        unwritten: Mapping[PaymentId, PaymentRecord],
    ) -> None:
        """Read for the next lines what they may repeat or take back; what earlier lines needed is let go.

        ``unwritten`` are the payments of the lines just before, which the book does not hold yet: they count as if
        it did, each in place of what the book says of it.
        """
        book = self._house.payments
        lines: list[PaymentLine] = [*reversals, *(line_of(one) for one in self._waiting.values())]
        named = {one.reverses for one in lines if one.reverses}
        wanted = {*serials, *named}
        self._by_serial = dict(book.by_serials(sorted(wanted)))
        for record in unwritten.values():
            if record.serial_no in wanted:
                self._keep(record)
        unnamed = [one for one in lines if not one.reverses]
        amounts = {-one.amount_fen for one in unnamed}
        ids = {case.case_id for one in unnamed for case in _allowed(one, cases)}
        same: dict[PaymentId, PaymentRecord] = {}
        if amounts and ids:
            same = {one.payment_id: one for one in book.of_amounts(sorted(amounts), sorted(ids))}
            fresh = (one for one in unwritten.values() if one.amount_fen in amounts and one.case_id in ids)
            same.update((one.payment_id, one) for one in fresh)
        self._by_amount, self._by_amount_asked = {}, bool(unnamed)
        for record in same.values():
            self._by_amount.setdefault(record.amount_fen, []).append(record)
        may = {record.payment_id for name in named for record in self._by_serial.get(name, ())}
        may.update(same)
        self._back = dict(book.taken_back(sorted(may))) if may else {}
        for record in unwritten.values() if may else ():
            if record.reverses in may:
                self._take_back(record)

    def of_serial(self, serial_no: str) -> Sequence[PaymentRecord]:
        """All payments known by a serial number, those of this file included."""
        return self._by_serial.get(serial_no, ())

    def add(self, record: PaymentRecord) -> None:
        """A payment that was posted just now."""
        self._keep(record)
        if self._by_amount_asked:
            self._by_amount.setdefault(record.amount_fen, []).append(record)
        if record.reverses is not None:
            self._take_back(record)

    def _take_back(self, record: PaymentRecord) -> None:
        if record.reverses is not None:
            self._back[record.reverses] = self._back.get(record.reverses, 0) - record.amount_fen

    def wait(self, record: PaymentRecord) -> None:
        """A line that was queued just now."""
        self._keep(record)
        if record.queue is Queue.REVERSAL:
            self._await(record)

    def _keep(self, record: PaymentRecord) -> None:
        serial_no = record.serial_no
        known = self._by_serial.get(serial_no)
        if known is None:
            self._by_serial[serial_no] = (record,)
        else:
            others = (one for one in known if one.payment_id != record.payment_id)
            self._by_serial[serial_no] = (*others, record)

    def waiting_for(self, posted: PaymentRecord) -> list[PaymentRecord]:
        """The reversals that wait for a payment like this one, the oldest first."""
        if posted.amount_fen <= 0 or not self._waiting:
            return []
        named = self._awaited.get(posted.serial_no, {})
        waiting = [*named.values(), *self._awaited.get(posted.amount_fen, {}).values()]
        return sorted(waiting, key=lambda one: (one.posted_on, one.payment_id))

    def done(self, payment_id: PaymentId) -> None:
        """A payment that waited has its case now."""
        one = self._waiting.pop(payment_id, None)
        if one is not None:
            del self._awaited[one.names or -one.amount_fen][payment_id]
        self._done.add(payment_id)

    def is_done(self, payment_id: PaymentId) -> bool:
        """Did a payment that waited get its case in this very file?"""
        return payment_id in self._done

    def for_reversal(self, line: PaymentLine) -> list[BookedPayment]:
        """The posted payments that a reversal may mean, each with what was taken back of it."""
        found: Iterable[PaymentRecord]
        found = self.of_serial(line.reverses) if line.reverses else self._by_amount.get(-line.amount_fen, ())
        return [
            BookedPayment(
                one.payment_id,
                one.serial_no,
                one.case_id,
                one.amount_fen,
                one.posted_on,
                self._back.get(one.payment_id, 0),
            )
            for one in found
            if one.amount_fen > 0 and one.case_id is not None
        ]


def line_of(one: PaymentRecord) -> IncomingPayment:
    """A payment that is kept, as the line of a file that it was."""
    return IncomingPayment(
        one.serial_no,
        one.card or None,
        one.case_no or None,
        one.posted_on,
        one.amount_fen,
        one.channel,
        one.names,
        one.amount_fen < 0,
    )


def _allowed(line: PaymentLine, cases: KnownCases) -> list[MoneyCase]:
    by_no = cases.by_case_no(line.case_no) if line.case_no else ()
    by_card = cases.by_card(line.card) if line.card else ()
    return [*by_no, *by_card]
