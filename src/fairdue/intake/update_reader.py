"""Reads the lines of an update file (最新欠款, 收回): fresh balances and recalls of cases.

Room: intake. A case may stand twice: a line with a later date, or a recall after an update, holds and says
which line it replaces; two different statements for the same day contradict each other and the second is
rejected; the same statement again is a duplicate and is rejected as such.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fairdue.foundation.problem import Problem
from fairdue.intake.cell import Cells, code_of, is_blank, lost_digits
from fairdue.intake.defects import in_rank
from fairdue.intake.layouts import Words, fold_word
from fairdue.intake.recognise import Recognised
from fairdue.intake.row_reading import TableReading
from fairdue.intake.rows import RowItem, RowRejected, RowSkipped, UpdateAction, UpdateRow

_KEYS = ("case_no",)
_Seen = dict[tuple[str | None, str], UpdateRow]


class UpdateReader:
    """Reads one recognised table; ``seen`` is shared by the tables of one file."""

    def __init__(
        self, *, recognised: Recognised, file: str, words: Words, creditor: str | None, seen: _Seen
    ) -> None:
        self._reading = TableReading(recognised=recognised, file=file, words=words)
        self._words = words
        self._creditor = creditor
        self._seen = seen

    def rows(self) -> Iterator[RowItem]:
        """Each line that says something, in the order of the file."""
        for line, cells, surplus in self._reading.lines():
            item = self._row(line, cells, surplus)
            if item is not None:
                yield item

    def _row(self, line: int, cells: Cells, surplus: int) -> RowItem | None:
        reading = self._reading
        problems: list[Problem] = []
        warnings: list[Problem] = []
        cell = reading.cell(cells, "case_no")
        case_no = code_of(cell)
        if lost_digits(cell):
            problems.append(reading.found("case_no_unreadable", line, "case_no"))
        elif not case_no:
            problems.append(reading.found("case_no_missing", line, "case_no"))
        action = self._action(cells, line, problems)
        balance = self._balance(cells, line, action, problems, warnings)
        updated_on = self._updated_on(cells, line, problems)
        if surplus:
            problems.append(reading.found("row_shape", line, None))
        if reading.has_marks:
            reading.judge_marks(line, problems, warnings)
        if problems or not any(character.isdigit() for character in case_no):
            odd = reading.odd_line(line, cells, keys=_KEYS, amount="balance_fen")
            if odd is not None:
                return odd if isinstance(odd, RowSkipped) else None
        if problems or action is None:
            return RowRejected(line, reading.file, case_no or None, in_rank(problems))
        if balance is not None:
            reading.add_to_sum("balance_fen", balance)
        creditor = reading.text(reading.cell(cells, "creditor")) or self._creditor
        row = UpdateRow(line, reading.file, creditor, case_no, balance, updated_on, action, tuple(warnings))
        return self._against_earlier(row, warnings)

    def _against_earlier(self, row: UpdateRow, warnings: list[Problem]) -> RowItem:
        key = (row.creditor, row.case_no)
        earlier = self._seen.get(key)
        if earlier is None:
            self._seen[key] = row
            return row
        reading = self._reading
        if (earlier.action, earlier.balance_fen, earlier.updated_on) == (
            row.action,
            row.balance_fen,
            row.updated_on,
        ):
            defect = "duplicate_case"
        elif _is_later(row.updated_on, earlier.updated_on) or (
            row.updated_on == earlier.updated_on
            and earlier.action is UpdateAction.UPDATE
            and row.action is UpdateAction.RECALL
        ):
            self._seen[key] = row
            warnings.append(
                reading.found(
                    "update_superseded_warning", row.file_line, "case_no", earlier=earlier.file_line
                )
            )
            return UpdateRow(
                row.file_line,
                row.file,
                row.creditor,
                row.case_no,
                row.balance_fen,
                row.updated_on,
                row.action,
                tuple(warnings),
            )
        else:
            defect = "update_conflict"
        found = reading.found(defect, row.file_line, "case_no", earlier=earlier.file_line)
        return RowRejected(row.file_line, row.file, row.case_no, (found,))

    def _action(self, cells: Cells, line: int, problems: list[Problem]) -> UpdateAction | None:
        text = self._reading.text(self._reading.cell(cells, "action"))
        if text is None:
            return UpdateAction.UPDATE
        meaning = self._words.actions.get(fold_word(text))
        if meaning is None:
            problems.append(self._reading.found("action_unknown", line, "action"))
            return None
        return UpdateAction(meaning)

    def _balance(
        self,
        cells: Cells,
        line: int,
        action: UpdateAction | None,
        problems: list[Problem],
        warnings: list[Problem],
    ) -> int | None:
        reading = self._reading
        if "balance_fen" not in reading.columns:
            if action is UpdateAction.UPDATE:
                problems.append(reading.found("amount_missing", line, "balance_fen"))
            return None
        if action is UpdateAction.RECALL:
            index = reading.columns["balance_fen"]
            return reading.optional_money(cells[index], "balance_fen", index, line, warnings)
        balance = reading.required_money(cells, "balance_fen", line, problems)
        if balance is not None and balance < 0:
            problems.append(reading.found("amount_negative", line, "balance_fen"))
            return None
        return balance

    def _updated_on(self, cells: Cells, line: int, problems: list[Problem]) -> date | None:
        reading = self._reading
        if "updated_on" not in reading.columns or is_blank(reading.cell(cells, "updated_on")):
            return None
        return reading.required_date(cells, "updated_on", line, problems)


def _is_later(day: date | None, earlier: date | None) -> bool:
    return day is not None and (earlier is None or day > earlier)
