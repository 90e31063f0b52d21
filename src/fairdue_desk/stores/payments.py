"""The payment book and the file book on Django's database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q, Sum

from fairdue.foundation.ids import CaseId, PaymentId
from fairdue.operations.ports import FileRecord, PaymentRecord
from fairdue_desk.rows.models import Case, Payment, PlacedFile
from fairdue_desk.stores.bulk import insert_rows

_COLUMNS = (
    "payment_id",
    "creditor",
    "serial_no",
    "case_id",
    "amount_fen",
    "posted_on",
    "channel",
    "reverses",
    "file_digest",
    "card",
)
_CANDIDATES = 200
_AT_ONCE = 500


class DjangoPaymentBook:
    """``PaymentBook`` on SQLite or PostgreSQL."""

    def by_serials(self, serial_nos: Sequence[str]) -> Mapping[str, tuple[PaymentRecord, ...]]:
        """In a few queries for a whole chunk of a file."""
        found: dict[str, tuple[PaymentRecord, ...]] = {}
        for start in range(0, len(serial_nos), _AT_ONCE):
            for row in Payment.objects.filter(serial_no__in=serial_nos[start : start + _AT_ONCE]):
                found[row.serial_no] = (*found.get(row.serial_no, ()), _record(row))
        return found

    def reversible(
        self, *, serial_no: str | None, card: str | None, amount_fen: int
    ) -> list[tuple[PaymentRecord, int]]:
        """By the serial number that the reversal names, else by its amount (and card)."""
        wanted = Q(amount_fen__gt=0, case_id__isnull=False)
        wanted &= Q(serial_no=serial_no) if serial_no else Q(amount_fen=amount_fen)
        if card and not serial_no:
            wanted &= Q(card=card) | Q(card="")
        rows = list(Payment.objects.filter(wanted).order_by("-posted_on", "-payment_id")[:_CANDIDATES])
        taken = dict(
            Payment.objects.filter(reverses__in=[row.payment_id for row in rows])
            .values_list("reverses")
            .annotate(back=Sum("amount_fen"))
        )
        return [(_record(row), -(taken.get(row.payment_id) or 0)) for row in rows]

    def add(self, payments: Iterable[PaymentRecord]) -> None:
        """Book payments in bulk."""
        insert_rows(
            "rows_payment",
            _COLUMNS,
            [
                tuple(
                    str(value) if name == "posted_on" else value
                    for name, value in ((name, getattr(payment, name)) for name in _COLUMNS)
                )
                for payment in payments
            ],
        )

    def assign(self, payment_id: PaymentId, case_id: CaseId) -> None:
        """Give an unmatched payment its case; a matched one is left alone."""
        Payment.objects.filter(payment_id=payment_id, case_id__isnull=True).update(case_id=case_id)

    def unmatched(self) -> list[PaymentRecord]:
        """Those that wait for a case, the oldest first."""
        rows = Payment.objects.filter(case_id__isnull=True).order_by("posted_on", "payment_id")
        return [_record(row) for row in rows]

    def posted(self, *, creditor: str) -> list[PaymentRecord]:
        """By the cases, which know their creditor even where a payment file named none."""
        own = Case.objects.filter(creditor=creditor).values("case_id")
        rows = Payment.objects.filter(case_id__in=own).order_by("posted_on", "payment_id")
        return [_record(row) for row in rows.iterator(chunk_size=5_000)]


def _record(row: Payment) -> PaymentRecord:
    return PaymentRecord(
        payment_id=PaymentId(row.payment_id),
        creditor=row.creditor,
        serial_no=row.serial_no,
        case_id=CaseId(row.case_id) if row.case_id else None,
        amount_fen=row.amount_fen,
        posted_on=row.posted_on,
        channel=row.channel,
        reverses=PaymentId(row.reverses) if row.reverses else None,
        file_digest=row.file_digest,
        card=row.card,
    )


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
