"""Writing workbooks (XLSX) that tell exact figures, run no formula, and have the same bytes every time.

Room: feedback. Money goes in as a decimal number of yuan with two places, never through a binary fraction;
texts go in as texts, whatever they begin with; the created day is handed in. The caller names the columns.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum

import xlsxwriter

from fairdue.foundation.civil import CHINA

LARGEST_TEXT = 32_767
LARGEST_ROWS = 1_048_575
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class CellFormat(StrEnum):
    """How a column is written."""

    TEXT = "text"
    YUAN = "yuan"  # 1,234.50
    YUAN_PLAIN = "yuan_plain"  # 1234.50
    DATE_DASH = "date_dash"  # 2026-03-02
    DATE_SLASH = "date_slash"  # 2026/3/2
    WHOLE = "whole"


_NUMBER_FORMATS = {
    CellFormat.TEXT: "@",
    CellFormat.YUAN: "#,##0.00",
    CellFormat.YUAN_PLAIN: "0.00",
    CellFormat.DATE_DASH: "yyyy-mm-dd",
    CellFormat.DATE_SLASH: "yyyy/m/d",
    CellFormat.WHOLE: "0",
}

CellValue = str | int | date | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: its header, how its cells are written, and its width in characters."""

    header: str
    cell_format: CellFormat
    width: int = 16


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its columns, and its rows with one value a column (money in fen)."""

    name: str
    columns: Sequence[SheetColumn]
    rows: Iterable[Sequence[CellValue]]


def write_workbook(*, sheets: Sequence[Sheet], created_on: date) -> bytes:
    """Return the bytes of a workbook.

    Raises ValueError when a row does not have one value a column, when a value does not fit its column's
    format, and when a sheet has more rows than a sheet can hold.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    created = datetime.combine(created_on, time.min, tzinfo=CHINA)
    book.set_properties({"created": created, "author": "Fairdue"})
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = {kind: book.add_format({"num_format": shown}) for kind, shown in _NUMBER_FORMATS.items()}
    quoted = book.add_format({"num_format": "@", "quote_prefix": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        for place, column in enumerate(sheet.columns):
            page.set_column(place, place, column.width)
            page.write_string(0, place, column.header, bold)
        for line, row in enumerate(sheet.rows, 1):
            if line > LARGEST_ROWS:
                raise ValueError(f"a sheet holds {LARGEST_ROWS} rows; write the rest into a second file")
            for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
                if value is None or value == "":
                    continue
                kind = column.cell_format
                cell = _cell(value, kind)
                if isinstance(cell, str):
                    shown = quoted if cell.startswith(FORMULA_STARTS) else formats[kind]
                    page.write_string(line, place, cell, shown)
                elif isinstance(cell, date):
                    page.write_datetime(line, place, cell, formats[kind])
                else:
                    page.write_number(line, place, cell, formats[kind])
    book.close()
    return buffer.getvalue()


def _cell(value: str | int | date, kind: CellFormat) -> str | int | Decimal | date:
    """The value as the sheet takes it; a text longer than a cell can hold ends in an ellipsis."""
    match kind:
        case CellFormat.TEXT:
            if isinstance(value, str):
                return value if len(value) <= LARGEST_TEXT else value[: LARGEST_TEXT - 1] + "…"
        case CellFormat.YUAN | CellFormat.YUAN_PLAIN:
            if isinstance(value, int):
                return Decimal(value).scaleb(-2)
        case CellFormat.DATE_DASH | CellFormat.DATE_SLASH:
            if isinstance(value, date):
                return value
        case CellFormat.WHOLE:
            if isinstance(value, int):
                return value
    raise ValueError(f"a column written as {kind.value} was given a {type(value).__name__}")
