"""Text files, creditors' own codes, control totals, and templates that people put together at the desk."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.followup.money_builders import at, on, owing, paid
from fairdue.casefile.disposition import Disposition, ResultCode
from fairdue.feedback.feedback_field import FIELD_WORDS, FeedbackField
from fairdue.feedback.feedback_file import (
    FeedbackRow,
    control_totals,
    feedback_row,
    preview_cells,
    write_feedback,
)
from fairdue.feedback.feedback_template import (
    FeedbackTemplate,
    TemplateFault,
    feedback_template,
    feedback_templates,
    read_template,
)
from fairdue.feedback.file_shape import (
    Delimiter,
    FileKind,
    FileShape,
    LineEnd,
    LongDigits,
    TextEncoding,
    TotalsAt,
)
from fairdue.feedback.own_template import PickedColumn, own_template
from fairdue.feedback.text_writing import write_text
from fairdue.feedback.workbook_writing import CellFormat, SheetColumn
from fairdue.foundation.money import read_money

TODAY = on("03-10")
NOTE = [SheetColumn("催记", CellFormat.TEXT)]


def row(
    note: str = "", *, fen: int = 1_000_000, code: ResultCode = ResultCode.PTP, **told: int
) -> FeedbackRow:
    case = owing(fen=fen, payments=[paid("03-04", 7), paid("03-08", 20_000, "p2")])
    said = Disposition(code, at("03-06"), None, note)
    return feedback_row(case=replace(case, dispositions=(said,)), as_of_on=TODAY, **told)  # type: ignore[arg-type]


def read_back(content: bytes, shape: FileShape) -> list[list[str]]:
    delimiters = {Delimiter.COMMA: ",", Delimiter.TAB: "\t", Delimiter.SEMICOLON: ";", Delimiter.PIPE: "|"}
    text = io.StringIO(content.decode(shape.encoding.value), newline="")
    return list(csv.reader(text, delimiter=delimiters[shape.delimiter]))


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "  =1", "=cmd|' /C calc'!A0", "＝1+1"]
)
def test_a_text_file_holds_no_cell_that_a_spreadsheet_would_run(text: str) -> None:
    content = write_text(columns=NOTE, rows=[[text]], shape=FileShape(FileKind.CSV))
    (_, (cell,)) = read_back(content, FileShape(FileKind.CSV))
    assert cell == "'" + text


def test_a_negative_amount_is_a_number_and_gets_no_apostrophe() -> None:
    columns = [SheetColumn("余额", CellFormat.YUAN)]
    content = write_text(columns=columns, rows=[[-123_405]], shape=FileShape(FileKind.CSV))
    assert content.decode("utf-8-sig") == "余额\r\n-1234.05\r\n"


def test_long_digits_stay_a_text_where_the_template_says_so_and_are_plain_where_it_does_not() -> None:
    tabbed = FileShape(FileKind.CSV, long_digits=LongDigits.TAB)
    rows = [["6222000000000001"], ["12345"], ["GB0000000000001"]]
    assert [cell for (cell,) in read_back(write_text(columns=NOTE, rows=rows, shape=tabbed), tabbed)[1:]] == [
        "6222000000000001\t",
        "12345",
        "GB0000000000001",
    ]
    plain = FileShape(FileKind.CSV)
    assert read_back(write_text(columns=NOTE, rows=rows, shape=plain), plain)[1:] == rows


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60),
    st.builds(
        FileShape,
        st.just(FileKind.CSV),
        st.sampled_from(TextEncoding),
        st.sampled_from(Delimiter),
        st.sampled_from(LineEnd),
        st.just(LongDigits.PLAIN),
    ),
)
@settings(max_examples=300, deadline=None)
def test_whatever_was_written_reads_back_as_one_cell_on_one_line_in_every_shape(
    text: str, shape: FileShape
) -> None:
    content = write_text(columns=[*NOTE, *NOTE], rows=[[text, "end"]], shape=shape)
    cells = read_back(content, shape)
    assert len(cells) == 2 and len(cells[1]) == 2 and cells[1][1] == "end"
    flat = " ".join(part for part in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if part)
    assert cells[1][0] in (flat, "'" + flat)


@pytest.mark.parametrize(
    ("encoding", "begins"),
    [(TextEncoding.UTF8_BOM, b"\xef\xbb\xbf"), (TextEncoding.GB18030, "催记".encode("gb18030"))],
)
def test_a_text_file_begins_as_its_encoding_does(encoding: TextEncoding, begins: bytes) -> None:
    content = write_text(columns=NOTE, rows=[["𠮷好"]], shape=FileShape(FileKind.CSV, encoding))
    assert content.startswith(begins) and "𠮷好" in content.decode(encoding.value)


def test_the_two_samples_are_really_different() -> None:
    bank, finance = feedback_template("example_bank"), feedback_template("example_finance")
    assert (bank.shape.kind, finance.shape.kind) == (FileKind.XLSX, FileKind.CSV)
    assert finance.shape.encoding is TextEncoding.GB18030
    assert {column.header for column in bank.columns} & {column.header for column in finance.columns} <= {
        "委案金额",
        "联系次数",
    }
    assert (bank.code_of(ResultCode.PTP), finance.code_of(ResultCode.PTP)) == ("PTP", "12")
    assert finance.code_of(ResultCode.TM) == "99", "a code without a name of theirs falls back on other"


def test_codes_that_leave_one_of_ours_without_a_name_are_a_fault_unless_they_say_what_the_rest_is() -> None:
    start = "id: t\nname: {zh: 甲, en: T}\nlanguage: zh\nsheet: s\ncolumns: [{header: a, field: note, format: text}]\n"
    with pytest.raises(TemplateFault, match="AS has no code of this creditor"):
        read_template(text=start + 'codes: {NA: "01"}\n', source="t.yaml")
    assert (
        read_template(text=start + 'codes: {NA: "01", other: "9"}\n', source="t.yaml").code_of(ResultCode.CM)
        == "9"
    )
    with pytest.raises(TemplateFault, match="XX is not known here"):
        read_template(text=start + 'codes: {XX: "01"}\n', source="t.yaml")
    with pytest.raises(TemplateFault, match="no second sheet"):
        read_template(text=start + "totals: sheet\nfile: {kind: csv}\n", source="t.yaml")
    with pytest.raises(TemplateFault, match="big5 is none of utf-8-sig, gb18030"):
        read_template(text=start + "file: {kind: csv, encoding: big5}\n", source="t.yaml")


@given(st.lists(st.integers(100, 10**9), max_size=12))
@settings(max_examples=40, deadline=None)
def test_control_totals_are_what_the_rows_of_the_file_add_up_to(amounts: list[int]) -> None:
    rows = [row(fen=fen + 20_007) for fen in amounts]
    totals = control_totals(rows)
    finance = feedback_template("example_finance")
    cells = read_back(write_feedback(rows=rows, template=finance, as_of_on=TODAY), finance.shape)
    place = [column.field for column in finance.columns].index(FeedbackField.BALANCE)
    assert totals.rows == len(amounts) == len(cells) - 2
    assert (
        sum(read_money(line[place]) for line in cells[1:-1])
        == read_money(cells[-1][place])
        == totals.balance_fen
    )
    assert totals.balance_fen == sum(amounts)


def test_a_workbook_tells_its_totals_on_a_sheet_of_their_own() -> None:
    content = write_feedback(rows=[row(), row()], template=feedback_template("example_bank"), as_of_on=TODAY)
    page = openpyxl.load_workbook(io.BytesIO(content))["控制合计"]
    told = {line[0].value: (line[1].value, line[2].value) for line in page.iter_rows(min_row=2)}
    assert told["案件数"] == (None, 2) and told["累计还款"] == (400.14, None)


def test_what_was_told_before_is_not_told_as_paid_in_this_period() -> None:
    assert (row().paid_in_period_fen, row(told_fen=7).paid_in_period_fen) == (20_007, 20_000)
    assert row(told_fen=20_007).paid_in_period_fen == 0


def picked(*fields: FeedbackField) -> list[PickedColumn]:
    return [PickedColumn(one, FIELD_WORDS[one].zh) for one in fields]


def test_a_template_of_the_house_has_its_own_columns_and_the_shape_and_codes_of_the_one_it_came_from() -> (
    None
):
    finance = feedback_template("example_finance")
    columns = [
        *picked(FeedbackField.NOTE, FeedbackField.RESULT_CODE),
        PickedColumn(FeedbackField.BALANCE, '余"额: {'),
    ]
    template, text = own_template(based_on=finance, template_id="ours", name="本公司: 反馈", columns=columns)
    assert (template.template_id, template.name.zh) == ("own_ours", "本公司: 反馈")
    assert [column.header for column in template.columns] == ["催记", "结果码", '余"额: {']
    assert (template.shape, template.codes, template.other_code) == (
        finance.shape,
        finance.codes,
        finance.other_code,
    )
    assert read_template(text=text, source="again") == template


@pytest.mark.parametrize("base", feedback_templates().values(), ids=lambda one: one.template_id)
def test_a_template_that_is_saved_as_it_is_stays_as_it_is(base: FeedbackTemplate) -> None:
    columns = [PickedColumn(column.field, column.header) for column in base.columns]
    template, _ = own_template(based_on=base, template_id="same", name=base.name.zh, columns=columns)
    like = replace(base, template_id="own_same", name=template.name, creditors=())
    assert template == like


@given(
    st.lists(st.tuples(st.sampled_from(FeedbackField), st.text(max_size=30)), min_size=1, max_size=10),
    st.text(max_size=20),
)
@settings(max_examples=150, deadline=None)
def test_no_header_can_break_out_of_its_place(columns: list[tuple[FeedbackField, str]], name: str) -> None:
    bank = feedback_template("example_bank")
    chosen = [PickedColumn(one, header) for one, header in columns]
    try:
        template, _ = own_template(based_on=bank, template_id="x1", name=name, columns=chosen)
    except (TemplateFault, ValueError):
        return
    assert [(c.field, c.header) for c in template.columns] == [
        (one, header.strip()) for one, header in columns
    ]


@pytest.mark.parametrize(
    ("template_id", "columns", "says"),
    [
        ("Ours", picked(FeedbackField.NOTE), "lower-case letters"),
        ("../x", picked(FeedbackField.NOTE), "lower-case letters"),
        ("ours", [], "from 1 to 60 columns"),
        ("ours", [*picked(FeedbackField.NOTE), *picked(FeedbackField.NOTE)], "stands twice"),
        ("ours", [PickedColumn(FeedbackField.NOTE, " ")], "header must be a text"),
    ],
)
def test_what_cannot_be_a_template_is_said(template_id: str, columns: list[PickedColumn], says: str) -> None:
    with pytest.raises(TemplateFault, match=says):
        own_template(
            based_on=feedback_template("example_bank"), template_id=template_id, name="甲", columns=columns
        )


def test_the_preview_shows_what_the_file_will_hold() -> None:
    finance = replace(feedback_template("example_finance"), totals=TotalsAt.NOWHERE)
    ((*cells,),) = preview_cells(rows=[row()], template=finance)
    assert [value for _, value in cells][2:5] == ["12", on("03-06"), 1_000_000]
    assert len(cells) == len(finance.columns)
