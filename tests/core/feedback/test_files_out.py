"""The files that go out: the creditor's feedback and the acknowledgement."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.casefile.builders import a_case
from core.followup.money_builders import at, called, on, owing, paid, promised
from fairdue.casefile.case import CaseStatus
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.disposition import Disposition, ResultCode
from fairdue.feedback.acknowledgement import Acknowledgement, RejectedLine, TakenLine, write_acknowledgement
from fairdue.feedback.feedback_field import FeedbackField, formats_of
from fairdue.feedback.feedback_file import FeedbackRow, feedback_row, write_feedback
from fairdue.feedback.feedback_template import (
    TemplateFault,
    feedback_template,
    feedback_templates,
    read_template,
)
from fairdue.feedback.workbook_writing import CellFormat, Sheet, SheetColumn, write_workbook
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Problem, Severity

TODAY = on("03-10")


def _sheet(content: bytes, name: str | None = None) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book[name] if name else book.worksheets[0]
    return [[cell.value for cell in row] for row in page.iter_rows()]


def _column(content: bytes, header: str) -> list[object]:
    rows = _sheet(content)
    return [row[rows[0].index(header)] for row in rows[1:]]


def _row(note: str = "") -> FeedbackRow:
    case = owing(
        fen=1_285_036,
        payments=[paid("03-04", 7), paid("03-08", 20_000)],
        promises=[promised(fen=50_000, due="03-12")],
        attempts=[called("03-05"), called("03-06", CallResult.ANSWERED, by=AnsweredBy.DEBTOR)],
    )
    said = Disposition(ResultCode.PTP, at("03-06"), None, note)
    return feedback_row(case=replace(case, dispositions=(said,)), as_of_on=TODAY, period_from=on("03-05"))


def test_a_row_tells_what_was_paid_promised_and_said() -> None:
    row = _row("承诺周四还款")
    assert (row.placed_fen, row.balance_fen) == (1_285_036, 1_265_029)
    assert (row.paid_in_period_fen, row.paid_since_placement_fen) == (20_000, 20_007)
    assert (row.result_code, row.result_on) == ("PTP", on("03-06"))
    assert (row.attempts, row.effective_talks) == (2, 1)
    assert row.next_step.en.startswith("2026-03-12: the promise of 500.00 yuan")


def test_a_case_untouched_has_a_row_too() -> None:
    row = feedback_row(case=a_case(), as_of_on=TODAY)
    assert (row.result_code, row.promise_fen, row.note) == (None, None, None)
    assert row.next_step.zh == "继续联系本人"


def test_a_case_that_ended_tells_how_and_when() -> None:
    case = replace(owing(), status=CaseStatus.RECALLED, closed_on=on("03-08"))
    row = feedback_row(case=case, as_of_on=TODAY)
    assert (row.return_status.zh, row.returned_on, row.next_step.en) == ("已收回", on("03-08"), "recalled")


def test_annotations_stand_below_the_note_that_they_correct() -> None:
    said = Disposition(ResultCode.PTP, at("03-06"), None, "first words", annotations=("then",))
    row = feedback_row(case=replace(owing(), dispositions=(said,)), as_of_on=TODAY)
    assert row.note == "first words\nthen"
    assert "first words" not in repr(row)


def test_each_template_writes_its_own_columns_with_real_numbers_and_dates() -> None:
    chinese = write_feedback(rows=[_row()], template=feedback_template("example_bank"), as_of_on=TODAY)
    assert _column(chinese, "委案金额") == [12850.36]
    assert _column(chinese, "累计还款") == [200.07]
    assert _column(chinese, "承诺日期") == [datetime(2026, 3, 12)]
    assert _column(chinese, "结果说明") == ["本人，承诺（金额与日期）"]
    text = write_feedback(rows=[_row()], template=feedback_template("example_finance"), as_of_on=TODAY)
    header, line, total, end = text.decode("gb18030").split("\r\n")
    assert header.startswith("合同编号,案件编号,处理结果")
    assert line.endswith(",12,2026/3/6,12850.36,200.00,12650.29,2,在办")
    assert (total, end) == ("合计 1,,,,12850.36,200.00,12650.29,,", "")


@given(st.integers(-(10**15), 10**15))
@settings(max_examples=60, deadline=None)
def test_money_reads_back_to_the_fen(fen: int) -> None:
    sheet = Sheet("s", [SheetColumn("yuan", CellFormat.YUAN)], [[fen]])
    ((_,), (value,)) = _sheet(write_workbook(sheets=[sheet], created_on=TODAY))
    assert isinstance(value, int | float)
    assert round(value * 100) == fen
    assert len(repr(value)) <= 19


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "{=1}", "=HYPERLINK(0)"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    content = write_feedback(rows=[_row(text)], template=feedback_template("example_bank"), as_of_on=TODAY)
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cell = page.cell(row=2, column=page.max_column)
    assert (cell.value, cell.data_type) == (text, "s")


def test_a_text_longer_than_a_cell_ends_in_an_ellipsis() -> None:
    sheet = Sheet("s", [SheetColumn("note", CellFormat.TEXT)], [["长" * 40_000]])
    ((_,), (value,)) = _sheet(write_workbook(sheets=[sheet], created_on=TODAY))
    assert isinstance(value, str) and len(value) == 32_767 and value.endswith("…")


def test_the_same_rows_give_the_same_bytes() -> None:
    template = feedback_template("example_bank")
    first = write_feedback(rows=[_row("x")], template=template, as_of_on=TODAY)
    assert first == write_feedback(rows=[_row("x")], template=template, as_of_on=TODAY)
    assert first != write_feedback(rows=[_row("x")], template=template, as_of_on=on("03-11"))


def test_a_value_that_does_not_fit_its_column_is_misuse() -> None:
    sheet = Sheet("s", [SheetColumn("day", CellFormat.DATE_DASH)], [[5]])
    with pytest.raises(ValueError, match="date_dash was given a int"):
        write_workbook(sheets=[sheet], created_on=TODAY)


def test_a_moment_is_no_text_and_a_row_has_one_value_a_column() -> None:
    sheet = Sheet("s", [SheetColumn("a", CellFormat.TEXT), SheetColumn("b", CellFormat.TEXT)], [["x"]])
    with pytest.raises(ValueError, match="shorter"):
        write_workbook(sheets=[sheet], created_on=TODAY)


GOOD = """
id: t
name: {zh: 甲, en: T}
language: zh
sheet: 反馈
columns:
  - {header: 案号, field: case_no, format: text}
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("field: case_no", "field: case_number", "case_number is none of"),
        ("format: text", "format: yuan", "case_no cannot be written as yuan; use text"),
        ("sheet: 反馈", "page: 反馈", "page is not known here"),
        ("sheet: 反馈\n", "", "sheet is missing"),
        ("language: zh", "language: fr", "language must be zh or en"),
        ("  - {header: 案号, field: case_no, format: text}", "  []", "at least one column"),
        ("format: text}", "format: text, width: 0}", "width must be"),
        ("{header: 案号", "{header: ''", "header must be a text"),
    ],
)
def test_a_template_with_a_hole_says_where(old: str, new: str, says: str) -> None:
    with pytest.raises(TemplateFault, match=says):
        read_template(text=GOOD.replace(old, new), source="t.yaml")


def test_a_header_that_stands_twice_is_a_fault() -> None:
    twice = GOOD + "  - {header: 案号, field: note, format: text}\n"
    with pytest.raises(TemplateFault, match="stands twice"):
        read_template(text=twice, source="t.yaml")


def test_two_templates_are_in_the_playbook_and_every_field_can_be_written() -> None:
    assert list(feedback_templates()) == ["example_bank", "example_finance", "example_return"]
    bank = {column.field for column in feedback_template("example_bank").columns}
    assert bank == set(FeedbackField)
    assert all(formats_of(field) for field in FeedbackField)
    with pytest.raises(TemplateFault, match="known: example_bank, example_finance, example_return"):
        feedback_template("nobody")


def _problem(column: str | None, defect: str) -> Problem:
    text = Bilingual("金额缺失", "the amount is missing")
    return Problem("f.csv", 7, column, defect, Severity.ROW, text, Bilingual("补上金额", "add the amount"))


def _told(taken: Sequence[TakenLine]) -> Acknowledgement:
    rejected = [RejectedLine(7, None, (_problem("金额", "missing_amount"), _problem(None, "short_row")))]
    kind = Bilingual("委案", "placement")
    return Acknowledgement("f.csv", "ab" * 32, kind, date(2026, 3, 2), taken, rejected)


def test_an_acknowledgement_tells_totals_to_the_fen_and_each_defect_with_its_remedy() -> None:
    content = write_acknowledgement(_told([TakenLine(2, "HS1", 7), TakenLine(3, "=HS2", 123_450)]))
    summary = {str(k): v for k, v in _sheet(content, "汇总")[1:]}
    assert summary["接收金额合计（元）"] == "1,234.57"
    assert (summary["接收行数"], summary["未接收行数"]) == ("2", "1")
    assert summary["文件摘要 SHA-256"] == "ab" * 32
    assert _sheet(content, "已接收")[1:] == [[2, "HS1", 0.07], [3, "=HS2", 1234.5]]
    first, second = _sheet(content, "未接收")[1:]
    assert first == [7, None, "金额", "missing_amount", "金额缺失", "补上金额"]
    assert second[3] == "short_row"


def test_an_acknowledgement_is_complete_in_english_and_the_same_every_time() -> None:
    content = write_acknowledgement(_told([]), language="en")
    assert _sheet(content, "Rejected")[1][4] == "the amount is missing"
    assert _sheet(content, "Taken")[1:] == []
    assert content == write_acknowledgement(_told([]), language="en")
