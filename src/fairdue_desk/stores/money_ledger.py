"""The ledger's lines on Django's database: written with the log that they follow from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from fairdue.feedback.ledger import CASE_ACCOUNTS, LedgerLine, Movement
from fairdue.foundation.ids import CaseId
from fairdue_desk.rows import models
from fairdue_desk.stores.bulk import insert_rows

LINE_COLUMNS = ("case_id", "seq", "movement", "valued_on", "booked_on", *(one.value for one in CASE_ACCOUNTS))
_AT_ONCE = 500


def write_lines(lines: Iterable[LedgerLine | None]) -> None:
    """Insert the lines that there are."""
    there = [line for line in lines if line is not None]
    if there:
        insert_rows("rows_ledgerline", LINE_COLUMNS, [_values(line) for line in there])


def _values(line: LedgerLine) -> tuple[object, ...]:
    valued, booked = line.valued_on.isoformat(), line.booked_on.isoformat()
    return (line.case_id, line.seq, line.movement.value, valued, booked, *line.amounts)


class DjangoMoneyLedger:
    """``MoneyLedger`` on SQLite or PostgreSQL."""

    def lines_of(self, case_ids: Sequence[CaseId]) -> Mapping[CaseId, tuple[LedgerLine, ...]]:
        """A few queries for many cases."""
        found: dict[CaseId, list[LedgerLine]] = {one: [] for one in case_ids}
        for start in range(0, len(case_ids), _AT_ONCE):
            rows = models.LedgerLine.objects.filter(case_id__in=case_ids[start : start + _AT_ONCE])
            for row in rows.order_by("case_id", "seq").values_list(*LINE_COLUMNS):
                case_id, seq, movement, valued_on, booked_on, *amounts = row
                line = LedgerLine(
                    CaseId(case_id), seq, Movement(movement), valued_on, booked_on, tuple(amounts)
                )
                found[CaseId(case_id)].append(line)
        return {one: tuple(lines) for one, lines in found.items()}

    def count(self) -> int:
        """All lines."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM rows_ledgerline")
            (count,) = cursor.fetchone()
            return int(count)
