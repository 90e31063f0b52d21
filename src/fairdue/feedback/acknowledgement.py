"""The acknowledgement (接收确认): what of a creditor's file was taken and what was not, and what to mend.

Room: feedback. A workbook with three sheets: the figures, the lines taken, the lines rejected with their
line number, column, defect and remedy. Problems never carry the value that stood in the cell, so neither
does this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fairdue.feedback.workbook_writing import CellFormat, CellValue, Sheet, SheetColumn, write_workbook
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import show_yuan
from fairdue.foundation.problem import Problem


@dataclass(frozen=True, slots=True)
class TakenLine:
    """One line that was taken: where it stood, which case it is, and its amount in fen."""

    file_line: int
    case_no: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """One line that was not taken, with all its problems; ``case_no`` where it could be read."""

    file_line: int
    case_no: str | None
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """All that an acknowledgement tells. ``digest`` is that of the file's bytes, as it was received."""

    file: str
    digest: str
    kind: Bilingual
    as_of_on: date
    taken: Sequence[TakenLine]
    rejected: Sequence[RejectedLine]

    @property
    def total_fen(self) -> int:
        """The sum of the amounts taken."""
        return sum(line.amount_fen for line in self.taken)


def write_acknowledgement(acknowledgement: Acknowledgement, *, language: str = "zh") -> bytes:
    """Return the workbook; the same acknowledgement gives the same bytes."""

    def say(zh: str, en: str) -> str:
        return Bilingual(zh, en).in_language(language)

    def column(zh: str, en: str, kind: CellFormat = CellFormat.TEXT, width: int = 20) -> SheetColumn:
        return SheetColumn(say(zh, en), kind, width)

    summary = Sheet(
        say("汇总", "Summary"),
        (column("项目", "Item", width=24), column("内容", "Content", width=70)),
        tuple(_summary(acknowledgement, language)),
    )
    taken = Sheet(
        say("已接收", "Taken"),
        (
            column("行号", "Line", CellFormat.WHOLE, 8),
            column("个案序列号", "Case number", width=24),
            column("金额（元）", "Amount (yuan)", CellFormat.YUAN),
        ),
        ((line.file_line, line.case_no, line.amount_fen) for line in acknowledgement.taken),
    )
    rejected = Sheet(
        say("未接收", "Rejected"),
        (
            column("行号", "Line", CellFormat.WHOLE, 8),
            column("个案序列号", "Case number", width=24),
            column("列", "Column"),
            column("缺陷代码", "Defect", width=24),
            column("说明", "What is wrong", width=50),
            column("如何更正", "What to do", width=50),
        ),
        _rejected_rows(acknowledgement.rejected, language),
    )
    return write_workbook(sheets=[summary, taken, rejected], created_on=acknowledgement.as_of_on)


def _summary(told: Acknowledgement, language: str) -> Iterator[tuple[CellValue, ...]]:
    items = (
        (Bilingual("文件", "File"), told.file),
        (Bilingual("类型", "Kind"), told.kind.in_language(language)),
        (Bilingual("文件摘要 SHA-256", "File digest SHA-256"), told.digest),
        (Bilingual("接收日期", "Received on"), told.as_of_on.isoformat()),
        (Bilingual("接收行数", "Lines taken"), str(len(told.taken))),
        (Bilingual("接收金额合计（元）", "Total taken (yuan)"), show_yuan(told.total_fen)),
        (Bilingual("未接收行数", "Lines rejected"), str(len(told.rejected))),
    )
    for name, content in items:
        yield name.in_language(language), content


def _rejected_rows(rejected: Sequence[RejectedLine], language: str) -> Iterator[tuple[CellValue, ...]]:
    """One row a problem, so that a line with two defects shows both."""
    for line in rejected:
        for problem in line.problems:
            yield (
                line.file_line,
                line.case_no,
                problem.column,
                problem.defect,
                problem.message.in_language(language),
                problem.remedy.in_language(language),
            )
