"""What the readers of all three kinds share: cells by field, dates, money, and lines that are no record.

Room: intake. One instance reads one table. Findings are appended to the lists that the caller hands in.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from fairdue.foundation.civil import DateImpossible, DateUnreadable, read_date
from fairdue.foundation.money import LARGEST_FEN, MoneyUnreadable, read_money
from fairdue.foundation.problem import Problem
from fairdue.intake.cell import Cell, Cells, is_blank, plain_text, text_of, whole_number_of
from fairdue.intake.defects import problem
from fairdue.intake.headers import FEN_OF_YUAN
from fairdue.intake.layouts import Words, fold_header, fold_word
from fairdue.intake.limits import CACHE_ENTRIES
from fairdue.intake.recognise import Recognised
from fairdue.intake.rows import RowSkipped, SkipReason
from fairdue.intake.table import CellMark

_TOTAL_CELLS = 8
_LAST_DAY = 31
_FOOTNOTE_CELLS = 3
_LONGEST_TOTAL_WORD = 16
_CODE_LIKE = re.compile(r"[A-Za-z0-9_\-]+")
_STATES_UNIT = re.compile(r"[元圆万亿wW分千]|RMB|CNY", re.IGNORECASE)
_DATE_CELL = (str, date, int, float)


class TableReading:
    """Reads the cells of one recognised table."""

    def __init__(self, *, recognised: Recognised, file: str, words: Words) -> None:
        self.file = file
        self.match = recognised.match
        self.headers = recognised.match.headers
        self.words = words
        self.columns: dict[str, int] = {
            field: indexes[0] for field, indexes in recognised.match.columns.items()
        }
        self._recognised = recognised
        self._width = len(self.headers)
        self._used = {index: field for field, indexes in self.match.columns.items() for index in indexes}
        self._needed = set(self.match.layout.required) | set(self.match.layout.required_one_of)
        self._header_texts = frozenset(fold_header(text) for text in recognised.header_cells if text)
        self._dates: dict[str, date] = {}
        self._texts: dict[str, str] = {}
        self._sums: dict[str, int] = {}

    def lines(self) -> Iterator[tuple[int, Cells, int]]:
        """Each line below the header, filled up to the header's width, with its count of cells too many."""
        width, start = self._width, self._recognised.header_line
        for line, cells in self._recognised.table.rows():
            if line <= start:
                continue
            surplus = 0
            if len(cells) < width:
                cells = cells + [""] * (width - len(cells))
            elif len(cells) > width:
                surplus = sum(1 for cell in cells[width:] if not is_blank(cell))
            yield line, cells, surplus

    def header_of(self, field: str) -> str:
        """The header of a field's column as the file writes it; the usual name where it has none."""
        index = self.columns.get(field)
        return self.match.layout.shown[field] if index is None else self.headers[index]

    def found(self, defect: str, line: int, field: str | None, **slots: str | int) -> Problem:
        """Word a defect of this table."""
        column = None if field is None else self.header_of(field)
        return problem(defect, file=self.file, line=line, column=column, **slots)

    def cell(self, cells: Cells, field: str) -> Cell:
        """The cell of a field, '' where the file has no such column."""
        index = self.columns.get(field)
        return "" if index is None else cells[index]

    def text(self, cell: Cell) -> str | None:
        """Free text or None, remembered: batches and cities repeat in every row."""
        if isinstance(cell, str):
            known = self._texts.get(cell)
            if known is None:
                if len(self._texts) >= CACHE_ENTRIES:
                    self._texts.clear()
                known = self._texts[cell] = text_of(cell)
            return known or None
        return text_of(cell) or None

    def day(self, cell: Cell) -> date:
        """A civil date; raises DateUnreadable or DateImpossible."""
        if isinstance(cell, str):
            known = self._dates.get(cell)
            if known is None:
                if len(self._dates) >= CACHE_ENTRIES:
                    self._dates.clear()
                known = self._dates[cell] = read_date(cell)
            return known
        if isinstance(cell, _DATE_CELL):
            return read_date(cell)
        raise DateUnreadable("a time of day is not a date")

    def money(self, cell: Cell, index: int) -> int:
        """An amount in fen, in the unit that the column's header states. Raises MoneyUnreadable."""
        factor = self.match.fen_per_unit.get(index, FEN_OF_YUAN)
        if factor != FEN_OF_YUAN and not isinstance(cell, bool):
            text = plain_text(cell)
            if not _STATES_UNIT.search(text):
                return _scaled(text, factor)
        if isinstance(cell, str | int | float):
            return read_money(cell)
        raise MoneyUnreadable("a date is not an amount")

    def required_date(self, cells: Cells, field: str, line: int, problems: list[Problem]) -> date | None:
        """The date of a field that must have one."""
        cell = self.cell(cells, field)
        try:
            return self.day(cell)
        except DateImpossible:
            problems.append(self.found("date_impossible", line, field))
        except DateUnreadable:
            problems.append(self.found("date_missing" if is_blank(cell) else "date_unreadable", line, field))
        return None

    def required_money(self, cells: Cells, field: str, line: int, problems: list[Problem]) -> int | None:
        """The amount of a field that must have one; its sign is for the caller to judge."""
        index = self.columns[field]
        cell = cells[index]
        try:
            return self.money(cell, index)
        except MoneyUnreadable:
            defect = "amount_missing" if is_blank(cell) else "amount_unreadable"
            problems.append(self.found(defect, line, field))
        return None

    def optional_date(self, cells: Cells, field: str, line: int, warnings: list[Problem]) -> date | None:
        """The date of a field that may be empty; what cannot be read is dropped with a warning."""
        cell = self.cell(cells, field)
        if cell == "":
            return None
        try:
            return self.day(cell)
        except DateUnreadable:
            if not is_blank(cell) and not _is_nothing(cell):
                warnings.append(self.found(f"{field}_unreadable_warning", line, field))
        return None

    def optional_money(
        self, cell: Cell, field: str, index: int, line: int, warnings: list[Problem]
    ) -> int | None:
        """The amount of a field that may be empty; what cannot be read is dropped with a warning."""
        if cell == "":
            return None
        try:
            return self.money(cell, index)
        except MoneyUnreadable:
            if not is_blank(cell) and not _is_nothing(cell):
                found = problem(
                    f"{field}_unreadable_warning", file=self.file, line=line, column=self.headers[index]
                )
                warnings.append(found)
        return None

    def optional_number(self, cells: Cells, field: str, line: int, warnings: list[Problem]) -> int | None:
        """A small whole number that may be missing."""
        cell = self.cell(cells, field)
        if cell == "":
            return None
        number = whole_number_of(cell)
        if number is None and not is_blank(cell) and not _is_nothing(cell):
            warnings.append(self.found(f"{field}_unreadable_warning", line, field))
        return number

    def optional_month_day(self, cells: Cells, field: str, line: int, warnings: list[Problem]) -> int | None:
        """A day of the month (账单日), written as a number or as a whole date."""
        cell = self.cell(cells, field)
        if cell == "":
            return None
        number = whole_number_of(cell)
        if number is None:
            with contextlib.suppress(DateUnreadable):
                number = self.day(cell).day
        if number is not None and 1 <= number <= _LAST_DAY:
            return number
        if not is_blank(cell) and not _is_nothing(cell):
            warnings.append(self.found(f"{field}_unreadable_warning", line, field))
        return None

    def judge_marks(self, line: int, problems: list[Problem], warnings: list[Problem]) -> None:
        """Add what the workbook says of formula and error cells in columns that are read."""
        marks: Mapping[int, CellMark] = self._recognised.table.marks.get(line, {})
        for index, mark in sorted(marks.items()):
            field = self._used.get(index)
            if field is None:
                continue
            header = self.headers[index]
            if mark is CellMark.FORMULA:
                warnings.append(problem("formula_cell_warning", file=self.file, line=line, column=header))
                continue
            if mark is CellMark.ERROR and field not in self._needed:
                warnings.append(
                    problem(f"{field}_unreadable_warning", file=self.file, line=line, column=header)
                )
                continue
            defect = "cell_error" if mark is CellMark.ERROR else "formula_cell"
            problems[:] = [
                each for each in problems if each.column != header or not each.defect.endswith("_missing")
            ]
            problems.append(problem(defect, file=self.file, line=line, column=header))

    @property
    def has_marks(self) -> bool:
        """Does the sheet have formula or error cells at all?"""
        return bool(self._recognised.table.marks)

    def add_to_sum(self, field: str, fen: int) -> None:
        """Keep the running sum by which a total row without a word is known."""
        self._sums[field] = self._sums.get(field, 0) + fen

    def odd_line(
        self, line: int, cells: Cells, *, keys: tuple[str, ...], amount: str
    ) -> RowSkipped | bool | None:
        """Is this failed line no record at all? True for a blank one, None when it is a record after all.

        ``keys`` are the fields that every record has; ``amount`` is the one that totals add up.
        """
        filled = [(index, text_of(cell)) for index, cell in enumerate(cells) if not is_blank(cell)]
        if not filled:
            return True
        keys_empty = [key for key in keys if is_blank(self.cell(cells, key))]
        if self._is_total(filled, cells, keys, keys_empty, amount):
            return RowSkipped(line, self.file, SkipReason.TOTAL, ())
        folded = [fold_header(text) for _, text in filled]
        if len(folded) > 1 and sum(1 for text in folded if text in self._header_texts) * 2 > len(folded):
            return RowSkipped(line, self.file, SkipReason.REPEATED_HEADER, ())
        if len(filled) <= _FOOTNOTE_CELLS and self._is_footnote(filled, cells, keys, amount):
            found = problem("footnote_skipped_warning", file=self.file, line=line)
            return RowSkipped(line, self.file, SkipReason.FOOTNOTE, (found,))
        return None

    def _is_total(
        self,
        filled: list[tuple[int, str]],
        cells: Cells,
        keys: tuple[str, ...],
        empty: list[str],
        amount: str,
    ) -> bool:
        for _, text in filled[:_TOTAL_CELLS]:
            word = fold_header(text)
            if word in self.words.total_rows:
                return True
            starts = word.startswith(tuple(each for each in self.words.total_rows if not each.isascii()))
            if starts and len(word) <= _LONGEST_TOTAL_WORD and empty:
                return True
        if len(empty) < len(keys) or amount not in self.columns or len(filled) * 2 > len(cells):
            return False
        try:
            fen = self.money(self.cell(cells, amount), self.columns[amount])
        except MoneyUnreadable:
            return False
        return fen != 0 and fen == self._sums.get(amount)

    def _is_footnote(
        self, filled: list[tuple[int, str]], cells: Cells, keys: tuple[str, ...], amount: str
    ) -> bool:
        first_index, first = filled[0]
        word = fold_word(first)
        if word.startswith(self.words.footnotes):
            return True
        needed = [
            self.cell(cells, field) for field in (*keys[1:], amount) if self.columns.get(field) != first_index
        ]
        if any(not is_blank(cell) for cell in needed):
            return False
        # A lone code may be the beginning of a case that lost its other cells: that is rejected, not skipped.
        return all(_CODE_LIKE.fullmatch(text) is None for _, text in filled)


def _is_nothing(cell: Cell) -> bool:
    return isinstance(cell, str) and fold_word(cell) in {
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "无",
        "null",
        "none",
        "n/a",
        "na",
        "nan",
        "暂无",
        "空",
    }


def _scaled(text: str, factor: int) -> int:
    try:
        fen = Decimal(text.strip().replace(",", "").replace("，", "")) * factor
    except InvalidOperation as error:
        raise MoneyUnreadable("not an amount in figures") from error
    if not fen.is_finite() or abs(fen) > LARGEST_FEN or abs(fen - fen.to_integral_value()) > Decimal("0.01"):
        raise MoneyUnreadable("not an amount in this unit")
    return int(fen.to_integral_value())
