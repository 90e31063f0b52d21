"""A file that cannot be used: exit code 2, a message that names it and says what to do, nothing stored."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from cli.terminal import Said, Terminal
from core.intake.file_builders import (
    HEADER,
    compound_bytes,
    csv_bytes,
    placement_csv,
    record,
    xlsx_bytes,
)

GOOD = [list(HEADER), *[list(record(number).values()) for number in (1, 2)]]


def zip_bomb() -> bytes:
    """A workbook whose sheet grows to 300 MB."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_bytes(("案件", GOOD)))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for name in source.namelist():
            content = source.read(name)
            bomb.writestr(
                name, b"<worksheet>" + b" " * 300_000_000 if name.endswith("sheet1.xml") else content
            )
    return out.getvalue()


def formula_cells() -> bytes:
    """Every amount is a formula that no spreadsheet has computed yet."""
    place = HEADER.index("委案金额")
    rows = [[*row[:place], "=1000+234.5", *row[place + 1 :]] for row in GOOD[1:]]
    return xlsx_bytes(("案件", [GOOD[0], *rows]))


BAD = {
    "空.csv": (lambda: b"", "file_empty"),
    "只有表头.csv": (lambda: csv_bytes([HEADER]), "header_only"),
    "合同.xlsx": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "wrong_file_type"),
    "一行.csv": (lambda: b"x" * 10_000_000, "line_too_long"),
    "炸弹.xlsx": (zip_bomb, "workbook_bomb"),
    "公式.xlsx": (formula_cells, "formula_cell"),
    "加密.xlsx": (lambda: compound_bytes("EncryptionInfo", "EncryptedPackage"), "password_protected"),
    "空字节.csv": (
        lambda: placement_csv(record(1), record(2)).replace(b"C000002", b"C0\x00002"),
        "nul_byte",
    ),
    "重复列.csv": (lambda: csv_bytes([[*HEADER, "卡号"], [*GOOD[1], "1"]]), "duplicate_header"),
}


@pytest.fixture(scope="module")
def said(lasting: Terminal, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    """Each bad file placed by a command of its own."""
    folder = tmp_path_factory.mktemp("bad")
    for name, (make, _) in BAD.items():
        (folder / name).write_bytes(make())
    return {name: lasting.run("place", folder / name) for name in BAD}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_ends_with_2_and_a_message_that_names_it(said: dict[str, Said], name: str) -> None:
    one = said[name]
    assert one.code == 2, one.err
    assert one.out == ""
    first = one.err.splitlines()[0]
    assert first.startswith(name), first
    assert BAD[name][1] in first
    assert ";" in first or "；" in first, "what is wrong; what to do"
    assert "Traceback" not in one.err


def test_of_all_bad_files_nothing_was_stored(said: dict[str, Said], lasting: Terminal) -> None:
    assert len(said) == len(BAD)
    for table in ("rows_case", "rows_caseevent", "rows_person", "rows_payment"):
        assert lasting.count(table) == 0


def test_a_bad_file_stops_no_good_one_beside_it_and_the_run_still_ends_with_2(
    terminal: Terminal, tmp_path: Path
) -> None:
    (tmp_path / "good.csv").write_bytes(placement_csv(record(1), record(2)))
    (tmp_path / "empty.csv").write_bytes(b"")
    one = terminal.run("place", tmp_path / "empty.csv", tmp_path / "good.csv", FAIRDUE_LANG="en")
    assert one.code == 2
    assert "empty.csv: file_empty: " in one.err
    assert "empty.csv: nothing was stored" in one.err
    assert "good.csv: 2 taken" in one.err
    assert terminal.count("rows_case") == 2


def test_messages_are_english_where_english_is_asked_for(terminal: Terminal, tmp_path: Path) -> None:
    for name, (make, _) in list(BAD.items())[:3]:
        (tmp_path / name).write_bytes(make())
    one = terminal.run("place", *(tmp_path / name for name in list(BAD)[:3]), FAIRDUE_LANG="en")
    words = one.err
    for name in BAD:
        words = words.replace(name, "")
    assert words.isascii(), [letter for letter in words if not letter.isascii()]


def test_a_file_that_is_not_there_ends_with_2_and_says_so(terminal: Terminal, tmp_path: Path) -> None:
    one = terminal.run("place", tmp_path / "nowhere.csv")
    assert one.code == 2
    assert "nowhere.csv: no such file" in one.err
    assert str(tmp_path) not in one.err
