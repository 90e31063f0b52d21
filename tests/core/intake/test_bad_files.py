"""Bad files are refused as a whole, each with a message that names the file and what to do."""

from __future__ import annotations

import io
import json
import struct
import zipfile

import pytest

from core.intake.file_builders import (
    HEADER,
    compound_bytes,
    csv_bytes,
    placement_csv,
    read,
    record,
    xls_bytes,
    xlsx_bytes,
    zip_bytes,
)
from fairdue.foundation.problem import Problem, Severity
from fairdue.intake import PlacementRow, RowRejected
from fairdue.intake import workbook_guard as guard


def refusal(content: bytes, name: str = "来件.csv") -> Problem:
    reading, items = read(content, name=name)
    assert reading.refused
    assert items == []
    blocking = [each for each in reading.problems if each.severity is Severity.FILE]
    assert blocking
    assert all(each.file.startswith(name) for each in blocking)
    assert all(each.remedy.zh and each.remedy.en for each in blocking)
    return blocking[0]


def good_rows() -> list[list[str]]:
    return [list(HEADER), *[list(record(number).values()) for number in range(1, 4)]]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\r\n  \n", b"\xff\xfe"])
def test_an_empty_file_is_refused(content: bytes) -> None:
    assert refusal(content).defect == "file_empty"


@pytest.mark.parametrize(
    "content",
    [
        csv_bytes([HEADER]),
        csv_bytes([HEADER, [""] * len(HEADER)]),
        xlsx_bytes(("案件", [HEADER])),
        xls_bytes([HEADER]),
    ],
)
def test_a_header_without_data_is_refused(content: bytes) -> None:
    assert refusal(content).defect == "header_only"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (zip_bytes({"a.txt": b"hello"}), "ZIP"),
        (zip_bytes({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<T/>"}), "Word"),
        (json.dumps([{"姓名": "甲"}], ensure_ascii=False).encode(), "JSON"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (compound_bytes("WordDocument"), "Word"),
    ],
)
def test_a_file_that_is_no_table_is_named_for_what_it_is(content: bytes, found: str) -> None:
    problem = refusal(content, name="委案.xlsx")
    assert problem.defect == "wrong_file_type"
    assert found in problem.message.en or found in problem.message.zh


def test_a_single_line_of_ten_megabytes_is_refused() -> None:
    assert refusal(b"x" * 10_000_000).defect == "line_too_long"
    assert refusal(placement_csv(record()) + b'"' + b"y" * 10_000_000).defect == "line_too_long"


def test_a_zip_bomb_is_refused_without_being_opened() -> None:
    sheet = b"<worksheet><sheetData>" + b" " * 60_000_000 + b"</sheetData></worksheet>"
    good = xlsx_bytes(("案件", good_rows()))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name in source.namelist():
            bomb.writestr(name, sheet if name.endswith("sheet1.xml") else source.read(name))
    assert len(out.getvalue()) < 200_000
    assert refusal(out.getvalue(), name="b.xlsx").defect == "workbook_bomb"


def test_a_zip_whose_directory_lies_about_its_size_is_refused() -> None:
    part = b" " * 60_000_000
    content = bytearray(zip_bytes({"xl/workbook.xml": b"<workbook/>", "xl/media.bin": part}))
    true_size, told_size = len(part).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert true_size in content
    lying = bytes(content).replace(true_size, told_size)
    assert refusal(lying, name="b.xlsx").defect in ("workbook_bomb", "workbook_corrupt")


@pytest.mark.parametrize(
    "far",
    [
        b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row>',
        b"<row r='1048576'><c r='XFD1048576' t='n'><v>1</v></c></row>",
        b'<row r="99999999"><c t="n"><v>1</v></c></row>',
        b'<row r="5"><c s="1" r="A00000000000009999999999" ><v>1</v></c></row>',
        b'<row r="5"><c r = "ZZZZZZZ5"><v>1</v></c></row>',
    ],
)
def test_one_far_cell_does_not_buy_gigabytes(far: bytes) -> None:
    assert refusal(with_sheet_end(far), name="b.xlsx").defect == "too_many_cells"


def test_blank_cells_that_were_only_coloured_cost_nothing() -> None:
    far = b'<row r="1048576"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row>'
    reading, items = read(with_sheet_end(far), name="b.xlsx")
    assert not reading.refused
    assert len(items) == 3


def with_sheet_end(end: bytes) -> bytes:
    """A good workbook with more XML at the end of its sheet."""
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(("案件", good_rows())))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    path = "xl/worksheets/sheet1.xml"
    parts[path] = parts[path].replace(b"</sheetData>", end + b"</sheetData>")
    return zip_bytes(parts)


def test_an_xls_that_claims_to_be_huge_is_not_believed() -> None:
    content = xls_bytes(good_rows())
    claim = struct.pack("<HHIIHH", 0x0200, 14, 0, 4, 0, 7)
    assert content.count(claim) == 1
    lie = struct.pack("<HHIIHH", 0x0200, 14, 0, 0xFFFFFF, 0, 0xFFFF)
    assert refusal(content.replace(claim, lie), name="b.xls").defect == "workbook_corrupt"


def test_a_password_protected_xlsx_asks_for_the_password_to_be_removed() -> None:
    assert refusal(compound_bytes("EncryptionInfo", "EncryptedPackage")).defect == "password_protected"


def test_a_password_protected_xls_asks_for_the_password_to_be_removed() -> None:
    content = xls_bytes(good_rows())
    # The record after the beginning of the workbook is turned into FILEPASS, which announces encryption.
    assert content.count(b"\xe1\x00\x02\x00") == 1
    protected = content.replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00")
    assert refusal(protected, name="b.xls").defect == "password_protected"


def test_nul_bytes_are_refused_with_their_line() -> None:
    content = placement_csv(record(1), record(2)).replace(b"C000002", b"C0\x00002")
    problem = refusal(content)
    assert problem.defect == "nul_bytes"
    assert problem.file_line == 3


def test_undecodable_bytes_are_refused_with_their_line() -> None:
    rows = [record(number, 姓名="欧阳测试甲乙丙丁") for number in range(1, 9)]
    content = placement_csv(*rows).replace(b"C000006", b"C\xff\xfe006")
    problem = refusal(content)
    assert problem.defect == "undecodable"
    assert problem.file_line == 7


def test_two_columns_of_the_same_name_are_both_named() -> None:
    rows = good_rows()
    rows[0][3] = "姓名"
    problem = refusal(csv_bytes(rows))
    assert problem.defect == "duplicate_header"
    assert problem.message.zh.count("姓名") == 2


def test_two_columns_of_the_same_meaning_are_both_named() -> None:
    rows = good_rows()
    rows[0][3] = "客户姓名"
    problem = refusal(csv_bytes(rows))
    assert problem.defect == "duplicate_header"
    assert "姓名" in problem.message.en
    assert "客户姓名" in problem.message.en


def test_a_missing_required_column_is_named_and_no_data_is_echoed() -> None:
    rows = [row[:2] + row[3:] for row in good_rows()]
    problem = refusal(csv_bytes(rows))
    assert problem.defect == "no_header"
    assert "证件号" in problem.message.zh
    assert "委案金额" in problem.message.zh
    for cell in rows[1]:
        assert cell not in problem.message.zh
        assert cell not in problem.message.en


def test_a_table_without_a_header_shows_no_cell() -> None:
    rows = good_rows()[1:]
    problem = refusal(csv_bytes(rows))
    assert problem.defect == "no_header"
    assert not any(cell in problem.message.zh + problem.message.en for row in rows for cell in row)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_workbook_cut_short_is_refused(kept: float) -> None:
    for content in (xlsx_bytes(("案件", good_rows())), xls_bytes(good_rows())):
        assert refusal(content[: int(len(content) * kept)]).defect == "workbook_corrupt"


def test_a_damaged_workbook_is_refused() -> None:
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(("案件", good_rows())))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"][:300]
    assert refusal(zip_bytes(parts)).defect == "workbook_corrupt"


def test_an_unclosed_quotation_is_refused_with_its_line() -> None:
    content = placement_csv(*[record(number) for number in range(1, 6)]).decode()
    problem = refusal(content.replace("C000003", '"C000003').encode())
    assert problem.defect == "unclosed_quote"
    assert problem.file_line == 4


def test_too_many_columns_are_refused() -> None:
    assert refusal(csv_bytes([[f"c{n}" for n in range(500)], ["1"] * 500])).defect == "too_many_columns"


def test_formula_cells_without_a_result_reject_the_row_and_say_how_to_paste() -> None:
    rows: list[list[object]] = [list(row) for row in good_rows()]
    rows[2][5] = "=SUM(1,2)"
    _, items = read(xlsx_bytes(("案件", rows)), name="f.xlsx")
    rejected = [item for item in items if isinstance(item, RowRejected)]
    assert [(item.file_line, item.problems[0].defect, item.problems[0].column) for item in rejected] == [
        (3, "formula_cell", "委案金额")
    ]
    assert "粘贴为数值" in rejected[0].problems[0].remedy.zh
    assert sum(isinstance(item, PlacementRow) for item in items) == 2


def test_formula_cells_with_a_result_are_taken_with_a_warning() -> None:
    rows: list[list[object]] = [list(row) for row in good_rows()]
    rows[2][5] = "=SUM(1,2)"
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(("案件", rows)))) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert b"<f>SUM(1,2)</f><v />" in sheet or b"<f>SUM(1,2)</f><v></v>" in sheet
    for hollow in (b"<v />", b"<v></v>"):
        sheet = sheet.replace(b"<f>SUM(1,2)</f>" + hollow, b"<f>SUM(1,2)</f><v>3</v>")
    parts["xl/worksheets/sheet1.xml"] = sheet
    _, items = read(zip_bytes(parts), name="f.xlsx")
    taken = [item for item in items if isinstance(item, PlacementRow)]
    assert len(taken) == 3
    assert taken[1].amount_fen == 300
    assert [each.defect for each in taken[1].warnings] == ["formula_cell_warning"]


def test_error_cells_reject_the_row() -> None:
    rows: list[list[object]] = [list(row) for row in good_rows()]
    rows[1][5] = "#REF!"
    book = xlsx_bytes(("案件", rows))
    with zipfile.ZipFile(io.BytesIO(book)) as source:
        assert any(b't="e"' in source.read(name) for name in source.namelist())
    _, items = read(book, name="f.xlsx")
    rejected = [item for item in items if isinstance(item, RowRejected)]
    assert [(item.file_line, item.problems[0].defect) for item in rejected] == [(2, "cell_error")]


def test_formula_like_text_in_a_csv_is_only_text() -> None:
    _, items = read(placement_csv(record(1, 姓名="=1+1") | {"单位名称": "@SUM(A1)", "备注1": "+1+cmd"}))
    row = items[0]
    assert isinstance(row, PlacementRow)
    assert (row.name, row.employer, row.history_note) == ("=1+1", "@SUM(A1)", "+1+cmd")


def test_the_guard_counts_what_it_inflates() -> None:
    with pytest.raises(guard.WorkbookBomb):
        guard.guard_workbook(zip_bytes({"xl/workbook.xml": b"<a/>", "xl/x.bin": b"0" * 50_000_000}))


def test_a_placement_without_its_date_does_not_pass_as_an_update() -> None:
    header = ["案件编号", "姓名", "身份证号", "卡号", "委案金额", "最新欠款"]
    found = refusal(csv_bytes([header, ["C1", "甲", "1", "2", "100", "50"]]))
    assert found.defect == "no_header"
    assert "委案日期" in found.message.zh
    assert "placed on" in found.message.en
