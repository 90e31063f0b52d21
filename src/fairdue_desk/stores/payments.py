"""The payment book and the file book on Django's database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import attrgetter

from django.db.models import Count, Q, Sum

from fairdue.feedback.payment_queue import PaymentOutcome, Queue
from fairdue.foundation.ids import CaseId, PaymentId
from fairdue.operations.payment_ports import PaymentRecord, PaymentTally, UnknownPayment
from fairdue.operations.ports import FileRecord
from fairdue_desk.rows import models
from fairdue_desk.rows.models import Case, Payment, PlacedFile
from fairdue_desk.stores.bulk import fetch_in, insert_rows

_COLUMNS = PaymentRecord._fields
_POSTED_COLUMNS = (
    "payment_id",
    "creditor",
    "serial_no",
    "case_id",
    "amount_fen",
    "posted_on",
    "channel",
    "file_digest",
    "card",
    "case_no",
    "booked_on",
    "file_line",
)
_SERIALS = f"SELECT {', '.join(_COLUMNS)} FROM rows_payment WHERE serial_no {{in}}"  # noqa: S608 - our own names
_AT_ONCE = 500


class DjangoPaymentBook:
    """``PaymentBook`` on SQLite or PostgreSQL."""

    def by_serials(self, serial_nos: Sequence[str]) -> Mapping[str, tuple[PaymentRecord, ...]]:
        """In one query for a whole chunk of a file."""
        found: dict[str, tuple[PaymentRecord, ...]] = {}
        for values in fetch_in(_SERIALS, serial_nos) if serial_nos else ():
            record = _of_values(values)
            found[record.serial_no] = (*found.get(record.serial_no, ()), record)
        return found

    def of_amounts(self, amounts: Sequence[int], case_ids: Sequence[CaseId]) -> Sequence[PaymentRecord]:
        """By the cases, of which the amounts are chosen."""
        wanted = set(amounts)
        found: list[PaymentRecord] = []
        for start in range(0, len(case_ids), _AT_ONCE):
            rows = Payment.objects.filter(case_id__in=case_ids[start : start + _AT_ONCE])
            found += [_of_values(row) for row in rows.values_list(*_COLUMNS) if row[4] in wanted]
        return found

    def taken_back(self, payment_ids: Sequence[PaymentId]) -> Mapping[PaymentId, int]:
        """Summed by the payment that the reversals name."""
        back: dict[PaymentId, int] = {}
        for start in range(0, len(payment_ids), _AT_ONCE):
            named = Payment.objects.filter(reverses__in=payment_ids[start : start + _AT_ONCE])
            for payment_id, fen in named.values_list("reverses").annotate(back=Sum("amount_fen")):
                back[PaymentId(payment_id)] = -fen
        return back

    def add(self, payments: Iterable[PaymentRecord]) -> None:
        """Keep new payments in bulk; posted ones leave the columns of queue and reversal to the database.

        In the order of their ids, so that the database meets the pages of that index one after the other.
        """
        posted: list[PaymentRecord] = []
        others: list[PaymentRecord] = []
        for one in sorted(payments, key=attrgetter("payment_id")):
            is_plain = one.outcome is PaymentOutcome.POSTED and one.currency == "CNY" and not one.decided_by
            is_plain = is_plain and one.names is None and one.reverses is None
            (posted if is_plain else others).append(one)
        if posted:
            insert_rows("rows_payment", _POSTED_COLUMNS, map(_posted_values, posted))
        if others:
            values = (tuple(_plain(getattr(one, name), name) for name in _COLUMNS) for one in others)
            insert_rows("rows_payment", _COLUMNS, values)

    def change(self, payment: PaymentRecord) -> None:
        """Keep what became of one."""
        columns = {name: getattr(payment, name) for name in _COLUMNS if name != "payment_id"}
        columns["outcome"] = payment.outcome.value
        columns["queue"] = "" if payment.queue is None else payment.queue.value
        Payment.objects.filter(payment_id=payment.payment_id).update(**columns)

    def get(self, payment_id: PaymentId) -> PaymentRecord:
        """One payment."""
        row = Payment.objects.filter(payment_id=payment_id).values_list(*_COLUMNS).first()
        if row is None:
            raise UnknownPayment("no payment has this id; list those that wait with `fairdue payments queue`")
        return _of_values(row)

    def queued(
        self, *, queue: Queue | None = None, creditor: str | None = None, limit: int | None = None
    ) -> list[PaymentRecord]:
        """Those that wait, the oldest first, from their partial index."""
        rows = Payment.objects.filter(outcome="queued").order_by("posted_on", "payment_id")
        if queue is not None:
            rows = rows.filter(queue=queue.value)
        if creditor is not None:
            rows = rows.filter(creditor=creditor)
        return [_of_values(row) for row in rows.values_list(*_COLUMNS)[:limit]]

    def queue_sizes(self) -> Mapping[Queue, tuple[int, int]]:
        """Counted by the database."""
        waiting = Payment.objects.filter(outcome="queued").values_list("queue")
        sizes = waiting.annotate(lines=Count("payment_id"), fen=Sum("amount_fen"))
        return {Queue(queue): (lines, fen) for queue, lines, fen in sizes}

    def posted_fen(self, *, until: date) -> int:
        """Summed by the database."""
        known = Payment.objects.filter(Q(booked_on__isnull=True) | Q(booked_on__lte=until), outcome="posted")
        return known.aggregate(fen=Sum("amount_fen"))["fen"] or 0

    def outcome_fen(self, outcome: PaymentOutcome) -> int:
        """Summed by the database."""
        return Payment.objects.filter(outcome=outcome.value).aggregate(fen=Sum("amount_fen"))["fen"] or 0

    def record_tallies(self, tallies: Iterable[PaymentTally]) -> None:
        """A row for each creditor of a file."""
        names = PaymentTally.__slots__
        models.PaymentTally.objects.bulk_create(
            models.PaymentTally(**{name: getattr(tally, name) for name in names}) for tally in tallies
        )

    def tallies(self, *, day: date, creditor: str | None = None) -> list[PaymentTally]:
        """Those of a day, in the order in which they came."""
        rows = models.PaymentTally.objects.filter(day=day).order_by("id")
        if creditor is not None:
            rows = rows.filter(creditor=creditor)
        return [PaymentTally(*row) for row in rows.values_list(*PaymentTally.__slots__)]

    def posted(self, *, creditor: str) -> list[PaymentRecord]:
        """By the cases, which know their creditor even where a payment file named none."""
        own = Case.objects.filter(creditor=creditor).values("case_id")
        rows = Payment.objects.filter(case_id__in=own, outcome="posted").order_by("posted_on", "payment_id")
        return [_of_values(row) for row in rows.values_list(*_COLUMNS).iterator(chunk_size=5_000)]


def _posted_values(one: PaymentRecord) -> tuple[object, ...]:
    on = one.booked_on
    booked = None if on is None else on.isoformat()
    # By place, as ``_POSTED_COLUMNS`` takes them from a record.
    return (*one[:5], one.posted_on.isoformat(), one.channel, *one[8:11], booked, one.file_line)


def _plain(value: object, name: str) -> object:
    if name == "queue" and value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else value


def _of_values(values: Sequence[object]) -> PaymentRecord:
    """A record of the values of ``_COLUMNS``, as either driver gives them."""
    found = dict(zip(_COLUMNS, values, strict=True))
    queue, case_id, meant = found["queue"], found["case_id"], found["meant"]
    reverses, names, channel = found["reverses"], found["names"], found["channel"]
    posted_on = _day(found["posted_on"])
    assert posted_on is not None, "the column is not null"
    return PaymentRecord(
        payment_id=PaymentId(str(found["payment_id"])),
        creditor=str(found["creditor"]),
        serial_no=str(found["serial_no"]),
        case_id=CaseId(str(case_id)) if case_id else None,
        amount_fen=int(str(found["amount_fen"])),
        posted_on=posted_on,
        channel=None if channel is None else str(channel),
        reverses=PaymentId(str(reverses)) if reverses else None,
        file_digest=str(found["file_digest"]),
        card=str(found["card"]),
        case_no=str(found["case_no"]),
        names=None if names is None else str(names),
        outcome=PaymentOutcome(str(found["outcome"])),
        queue=Queue(str(queue)) if queue else None,
        booked_on=_day(found["booked_on"]),
        file_line=int(str(found["file_line"])),
        currency=str(found["currency"]),
        meant=CaseId(str(meant)) if meant else None,
        why=str(found["why"]),
        proposed_by=str(found["proposed_by"]),
        decided_by=str(found["decided_by"]),
    )


def _day(value: object) -> date | None:
    if value is None or isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


class DjangoFileBook:
    """``FileBook`` on SQLite or PostgreSQL."""

    def record(self, file: FileRecord) -> None:
        """Keep the first record of a digest."""
        PlacedFile.objects.get_or_create(
            digest=file.digest,
            defaults={
                "name": file.name[:255],
                "kind": file.kind,
                "at": file.at,
                "actor": file.actor,
                "taken": file.taken,
                "rejected": file.rejected,
                "total_fen": file.total_fen,
            },
        )

    def recent(self, limit: int) -> list[FileRecord]:
        """The newest first."""
        rows = PlacedFile.objects.order_by("-at")[:limit]
        return [
            FileRecord(
                row.digest, row.name, row.kind, row.at, row.actor, row.taken, row.rejected, row.total_fen
            )
            for row in rows
        ]
