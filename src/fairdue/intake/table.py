"""A table as any file gives it: numbered rows of cells that can be read more than once.

Room: intake. It knows nothing of headers or fields. Line numbers are those a person sees in an editor
or a spreadsheet, counted from 1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fairdue.intake.cell import Cells

NumberedRow = tuple[int, Cells]


class FileFormat(StrEnum):
    """How the bytes of a file are laid out."""

    TEXT = "text"
    XLSX = "xlsx"
    XLS = "xls"


class CellMark(StrEnum):
    """What a workbook says of a cell beyond its value."""

    FORMULA = "formula"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or the one table of a text file. ``rows`` starts anew at each call."""

    sheet: str | None
    rows: Callable[[], Iterator[NumberedRow]]
    marks: Mapping[int, Mapping[int, CellMark]]
    """Line → column (from 0) → mark, for the few cells that have one."""


@dataclass(frozen=True, slots=True)
class Source:
    """An opened file: its format, its encoding where it is text, its tables in order, and how many sheets are hidden."""

    name: str
    format: FileFormat
    encoding: str | None
    tables: tuple[Table, ...]
    hidden_sheets: int = 0
