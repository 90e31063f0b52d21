"""The sheets of a file of tables: the one that holds the call is read, and no other is dropped without a word.

Room: feedback. Two sheets that both name a column of words are refused, as nobody can know whether they are
one call; any other sheet is named as not read. Faults of the file are told as those of a transcript, whoever sent it.
"""

from __future__ import annotations

from dataclasses import replace

from fairdue.feedback.transcript_line import Written, stop
from fairdue.feedback.transcript_marks import told_by
from fairdue.feedback.transcript_table import columns_of, doubled_words, read_table
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Problem
from fairdue.intake.source import open_source
from fairdue.intake.table import Source, Table

_MOST_ROWS_LOOKED_AT = 200
_ONE_SHEET = Bilingual(
    "请把每通电话存成一个文件、一张工作表后再试",
    "save each call as one sheet in a file of its own, and try again",
)
_EXPORT_AGAIN = Bilingual(
    "请从录音转写系统重新导出这份对话文字，另存为 XLSX 或 CSV",
    "export this transcript again from where it was written, as XLSX or CSV",
)


def open_tables(data: bytes, *, name: str) -> Source | Problem:
    """Open a table; a Problem speaks of the transcript."""
    source = open_source(name=name, content=data)
    return replace(source, remedy=_EXPORT_AGAIN) if isinstance(source, Problem) else source


def read_tables(source: Source) -> Written | Problem | None:
    """The call of a file of tables; None where no table names a column of words."""
    for number, table in enumerate(source.tables):
        columns = columns_of(table)
        if columns is None:
            continue
        doubled = doubled_words(table, columns)
        if doubled is not None:
            said = Bilingual(
                f"第 {doubled[0]} 列和第 {doubled[1]} 列都是内容，而且不一样，不知道以哪列为准",
                f"columns {doubled[0]} and {doubled[1]} both hold words, and not the same; nobody can know which were said",
            )
            mend = Bilingual("请只留一列内容后再试", "leave one column of words, and try again")
            return stop(source.name, "doubled_column", said, mend, line=columns.line)
        others = [at for at in range(len(source.tables)) if at != number]
        named = [at + 1 for at in others if columns_of(source.tables[at]) and _has_rows(source.tables[at])]
        marked = [at + 1 for at in others if at + 1 not in named and _begins_with_marks(source.tables[at])]
        if named or (marked and not _has_rows(table)):
            numbers = ", ".join(str(at) for at in sorted((number + 1, *named, *marked)))
            said = Bilingual(
                f"不止一张工作表有对话（第 {numbers} 张），不知道是不是同一通电话",
                f"more than one sheet holds talk (sheets {numbers}); nobody can know whether it is one call",
            )
            return stop(source.name, "more_sheets", said, _ONE_SHEET)
        return _with_rest(read_table(table, columns), marked, len(others) - len(marked), source.hidden_sheets)
    return None


def _with_rest(written: Written, marked: list[int], others: int, hidden: int) -> Written:
    lost = [
        Bilingual(
            f"第 {number} 张工作表像是有对话，没有表头，没有读",
            f"sheet {number} looks like talk without a header and was not read",
        )
        for number in marked
    ]
    rest = []
    if others:
        rest.append(
            Bilingual(
                f"另有 {others} 张工作表有内容，没有读",
                f"{others} more sheets have content and were not read",
            )
        )
    if hidden:
        rest.append(Bilingual(f"有 {hidden} 张隐藏的工作表，没有读", f"{hidden} hidden sheets were not read"))
    return replace(written, lost=(*written.lost, *lost), rest=(*written.rest, *rest))


def _has_rows(table: Table) -> bool:
    """Is there anything below its first row?"""
    return any(number > 0 for number, _ in enumerate(table.rows()))


def _begins_with_marks(table: Table) -> bool:
    """Do rows of it begin with marks of who speaks?"""
    for count, (_, cells) in enumerate(table.rows()):
        if count >= _MOST_ROWS_LOOKED_AT:
            break
        filled = [text for cell in cells if (text := str(cell).strip())]
        if len(filled) > 1 and any(told_by(text) is not None for text in filled[:3]):
            return True
    return False
