"""Writing text files (CSV) that tell exact figures, run no formula, and have the same bytes every time.

Room: feedback. The sibling of ``workbook_writing`` for creditors whose systems read text. Money is written in yuan
with two places; a text that a spreadsheet would run as a formula gets an apostrophe before it, since a text file
has no other way to say that it is a text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from fairdue.feedback.file_shape import CHARACTERS, ENDS, FileShape, LongDigits
from fairdue.feedback.workbook_writing import FORMULA_STARTS, CellFormat, CellValue, SheetColumn
from fairdue.foundation.money import FEN_PER_YUAN

FEWEST_LONG_DIGITS = 11


def write_text(
    *, columns: Sequence[SheetColumn], rows: Iterable[Sequence[CellValue]], shape: FileShape
) -> bytes:
    """Return the bytes of a text file: a line of headers, then one line a row.

    A character that the encoding does not know becomes a question mark in it (GB18030 and UTF-8 know them all).
    Raises ValueError when a row does not have one value a column or a value does not fit its format.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(
        stream,
        delimiter=CHARACTERS[shape.delimiter],
        lineterminator=ENDS[shape.line_end],
        quoting=csv.QUOTE_MINIMAL,
    )
    writer.writerow([_text(column.header, shape) for column in columns])
    for row in rows:
        writer.writerow(
            [_cell(value, column.cell_format, shape) for column, value in zip(columns, row, strict=True)]
        )
    return stream.getvalue().encode(shape.encoding.value, errors="replace")


def _cell(value: CellValue, kind: CellFormat, shape: FileShape) -> str:
    if value is None:
        return ""
    match kind:
        case CellFormat.TEXT:
            if isinstance(value, str):
                return _text(value, shape)
        case CellFormat.YUAN | CellFormat.YUAN_PLAIN:
            if isinstance(value, int):
                # Never with thousands separators: the separator of a text file is a comma itself.
                return _plain_yuan(value)
        case CellFormat.DATE_DASH:
            if isinstance(value, date):
                return value.isoformat()
        case CellFormat.DATE_SLASH:
            if isinstance(value, date):
                return f"{value.year}/{value.month}/{value.day}"
        case CellFormat.WHOLE:
            if isinstance(value, int):
                return str(value)
    raise ValueError(f"a column written as {kind.value} was given a {type(value).__name__}")


def _plain_yuan(fen: int) -> str:
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{yuan}.{rest:02d}"


def _text(text: str, shape: FileShape) -> str:
    # A line break inside a value is lawful CSV and breaks the readers of half the trade.
    flat = " ".join(part for part in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if part)
    if flat.lstrip(" \u3000").startswith(FORMULA_STARTS):
        return "'" + flat
    if shape.long_digits is LongDigits.TAB and len(flat) >= FEWEST_LONG_DIGITS and flat.isdigit():
        return flat + "\t"
    return flat
