"""Workbooks: XLSX and XLS, guarded first, then streamed row by row with their own line numbers.

Room: intake. Hidden and empty sheets are left out. Formula cells give the value stored in the file;
nothing is calculated here. XLS stores no mark that separates formulas from values for this reader.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from fairdue.foundation.problem import Problem
from fairdue.intake.cell import Cell
from fairdue.intake.compound import CompoundDamaged, open_compound
from fairdue.intake.defects import problem
from fairdue.intake.limits import MAX_COLUMNS, MAX_ROWS, MAX_SHEET_CELLS, MAX_SHEETS
from fairdue.intake.table import CellMark, FileFormat, NumberedRow, Source, Table
from fairdue.intake.workbook_guard import (
    CellsBeyondReason,
    WorkbookBomb,
    WorkbookDamaged,
    guard_workbook,
    names_in,
)
from fairdue.intake.xls_guard import XlsDamaged, XlsEncrypted, guard_xls


def open_zip(*, name: str, content: bytes) -> Source | Problem:
    """Open a ZIP that should be an XLSX."""
    try:
        names = names_in(content)
        if "xl/workbook.xml" not in names:
            found, found_en = _kind_of_zip(names)
            return problem("wrong_file_type", file=name, found=found, found_en=found_en)
        guarded = guard_workbook(content)
    except CellsBeyondReason:
        return problem("too_many_cells", file=name, limit=MAX_SHEET_CELLS)
    except WorkbookBomb as error:
        return problem("workbook_bomb", file=name, limit=str(error))
    except WorkbookDamaged:
        return problem("workbook_corrupt", file=name)
    return _open_workbook(name=name, content=content, format_=FileFormat.XLSX, marks=guarded.marks)


def open_ole(*, name: str, content: bytes) -> Source | Problem:
    """Open a compound file that should be an XLS."""
    try:
        compound = open_compound(content)
        guard_xls(compound)
    except XlsEncrypted:
        return problem("password_protected", file=name)
    except (CompoundDamaged, XlsDamaged):
        return problem("workbook_corrupt", file=name)
    if compound.stream("Workbook", "Book") is None:
        word = compound.stream("WordDocument") is not None
        found, found_en = (
            ("Word 文档", "a Word document") if word else ("其他类型的文件", "a file of another type")
        )
        return problem("wrong_file_type", file=name, found=found, found_en=found_en)
    return _open_workbook(name=name, content=content, format_=FileFormat.XLS, marks={})


def _kind_of_zip(names: frozenset[str]) -> tuple[str, str]:
    if any(name.startswith("word/") for name in names):
        return "Word 文档", "a Word document"
    if any(name.startswith("ppt/") for name in names):
        return "演示文稿", "a presentation"
    if "xl/workbook.bin" in names:
        return "二进制工作簿（XLSB）", "a binary workbook (XLSB)"
    if "content.xml" in names:
        return "ODS 表格", "an ODS spreadsheet"
    return "压缩包（ZIP）", "an archive (ZIP)"


def _open_workbook(
    *, name: str, content: bytes, format_: FileFormat, marks: dict[str, dict[int, dict[int, CellMark]]]
) -> Source | Problem:
    tables: list[Table] = []
    hidden = 0
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for about in workbook.sheets_metadata[:MAX_SHEETS]:
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            if about.visible is not SheetVisibleEnum.Visible:
                hidden += 1
                continue
            sheet = workbook.get_sheet_by_name(about.name)
            if sheet.start is None:
                continue
            if sheet.total_width > MAX_COLUMNS:
                return problem("too_many_columns", file=name, limit=MAX_COLUMNS)
            if sheet.total_height > MAX_ROWS:
                return problem("too_many_rows", file=name, limit=MAX_ROWS)
            tables.append(_table_of(sheet, about.name, marks.get(about.name, {})))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # The reader is compiled code: on a damaged file it raises its own errors, and where it fails an
        # internal check, a PanicException that is no Exception. Both mean the same to the sender.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        if type(error).__name__ == "PasswordError":
            return problem("password_protected", file=name)
        return problem("workbook_corrupt", file=name)
    if not tables:
        return problem("file_empty", file=name)
    return Source(name, format_, None, tuple(tables), hidden)


def _table_of(sheet: CalamineSheet, name: str, marks: dict[int, dict[int, CellMark]]) -> Table:
    assert sheet.start is not None, "empty sheets are left out before"
    first_column = sheet.start[1]
    lead: list[Cell] = [""] * first_column

    def rows() -> Iterator[NumberedRow]:
        for line, cells in enumerate(sheet.iter_rows(), start=1):
            yield line, lead + cells if lead else cells

    return Table(name, rows, marks)
