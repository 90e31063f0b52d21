"""The rows behind a measure as a file: a workbook or CSV that says what it is and adds up to the number.

Room: feedback. A row names a case by its number, things by their ids, and no person; so the file is the house's
own reckoning, not a transfer of people's data. Amounts stay in fen in CSV, as the rows are; the sheet says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from fairdue.feedback.measure_dictionary import FenIn, MeasureDefinition
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.feedback.measures import MeasureRow
from fairdue.feedback.workbook_writing import CellFormat, Sheet, SheetColumn, write_workbook
from fairdue.foundation.bilingual import Bilingual

HEADERS = (
    Bilingual("个案序列号", "case number"),
    Bilingual("委托方", "creditor"),
    Bilingual("催员", "collector"),
    Bilingual("记录", "row"),
    Bilingual("日期", "day"),
    Bilingual("部分", "part"),
    Bilingual("分子", "numerator"),
    Bilingual("分母", "denominator"),
)
_TOTAL = Bilingual("合计", "total")


def write_rows_csv(*, rows: Iterable[MeasureRow], language: str) -> bytes:
    """CSV in UTF-8 with a mark for spreadsheets; a text that a sheet would take for a formula is quoted."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([header.in_language(language) for header in HEADERS])
    for row in rows:
        writer.writerow([_plain(cell) for cell in _cells(row)])
    return buffer.getvalue().encode("utf-8-sig")


def write_rows_xlsx(
    *,
    definition: MeasureDefinition,
    span: MeasureSpan,
    rows: Sequence[MeasureRow],
    language: str,
    created_on: date,
) -> bytes:
    """A workbook: what the measure is, and its rows with their sums last."""
    above = CellFormat.YUAN if definition.fen is not FenIn.NONE else CellFormat.WHOLE
    below = CellFormat.YUAN if definition.fen is FenIn.BOTH else CellFormat.WHOLE
    formats = (*[CellFormat.TEXT] * 4, CellFormat.DATE_DASH, CellFormat.TEXT, above, below)
    columns = [
        SheetColumn(header.in_language(language), cell) for header, cell in zip(HEADERS, formats, strict=True)
    ]
    sums = [sum(row.numerator for row in rows), sum(row.denominator for row in rows)]
    total = (_TOTAL.in_language(language), None, None, None, None, None, *sums)
    about = [
        (name.in_language(language), text.in_language(language)) for name, text in describe(definition, span)
    ]
    label, text = Bilingual("项目", "item"), Bilingual("说明", "what")
    return write_workbook(
        sheets=(
            Sheet(
                Bilingual("口径", "definition").in_language(language),
                (
                    SheetColumn(label.in_language(language), CellFormat.TEXT),
                    SheetColumn(text.in_language(language), CellFormat.TEXT, 90),
                ),
                about,
            ),
            Sheet(Bilingual("明细", "rows").in_language(language), columns, [*map(_cells, rows), total]),
        ),
        created_on=created_on,
    )


def describe(definition: MeasureDefinition, span: MeasureSpan) -> tuple[tuple[Bilingual, Bilingual], ...]:
    """What a measure is, line by line, with the period it was reckoned for."""
    known = f"{span.day_from} … {span.close}"
    return (
        (Bilingual("指标", "measure"), definition.name),
        (Bilingual("公式", "formula"), definition.formula),
        (Bilingual("口径人群", "population"), definition.population),
        (Bilingual("归期", "period"), definition.period),
        (Bilingual("期间（含首尾）", "days, both inside"), Bilingual(known, known)),
        (Bilingual("数据截至", "as known on"), Bilingual(str(span.as_of_on), str(span.as_of_on))),
        (Bilingual("明细", "rows"), definition.rows),
        (Bilingual("注意", "beware"), definition.traps),
    )


def _cells(row: MeasureRow) -> tuple[str | int | date | None, ...]:
    return (
        row.case_no, row.creditor, row.collector, row.row_id, row.on, row.part, row.numerator, row.denominator
    )  # fmt: skip


def _plain(cell: str | int | date | None) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + cell
    return cell if isinstance(cell, str | int) else cell.isoformat()
