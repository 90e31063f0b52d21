"""The list row of a case as the raw driver of this database takes it, for writing in bulk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

from django.db import connection

from fairdue.casefile.case import CaseFile
from fairdue.operations.projection import COLUMNS, CaseRow, project

_UTC = ZoneInfo("UTC")


def row_values_of(case: CaseFile) -> tuple[object, ...]:
    """The list row of a case, as the raw driver takes it."""
    return row_values(project(case))


_columns_of: Callable[[CaseRow], tuple[object, ...]] = attrgetter(*COLUMNS)


def row_values(row: CaseRow) -> tuple[object, ...]:
    """A row's values as the raw driver of this database takes them."""
    # Not dataclasses.astuple: it copies each value deeply and was a third of the time of a large file.
    values = _columns_of(row)
    if connection.vendor == "postgresql":
        return values
    return tuple([_for_sqlite(value) if isinstance(value, date) else value for value in values])


def _for_sqlite(value: date) -> str:
    """As Django itself writes them: dates as text, moments as UTC text without a zone."""
    if isinstance(value, datetime):
        return str(value.astimezone(_UTC).replace(tzinfo=None))
    return str(value)
