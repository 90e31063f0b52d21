"""Builders of real files for the tests of intake: text in any encoding, XLSX, XLS, containers."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date

import openpyxl
import xlwt

from fairdue.intake import Reading, RowItem, playbook_layouts, read_file
from fairdue.intake.identity import check_digit

TODAY = date(2026, 3, 2)

HEADER = ("个案序列号", "姓名", "证件号", "手机", "卡号", "委案金额", "委案日期")


def resident_id(number: int = 1, *, birth: str = "19880704") -> str:
    """A made-up resident ID with a right check digit."""
    first = f"110101{birth}{number:03d}"
    return first + check_digit(first)


def card(number: int = 1) -> str:
    """A made-up card number with a right Luhn digit."""
    body = f"62220000{number:07d}"
    for last in "0123456789":
        digits = [int(each) for each in body + last][::-1]
        total = sum(
            each if place % 2 == 0 else sum(divmod(2 * each, 10)) for place, each in enumerate(digits)
        )
        if total % 10 == 0:
            return body + last
    raise AssertionError("some digit always fits")


def record(number: int = 1, **changes: str) -> dict[str, str]:
    """One good placement record by header."""
    values = {
        "个案序列号": f"C{number:06d}",
        "姓名": "测试甲",
        "证件号": resident_id(number),
        "手机": f"138{number:08d}",
        "卡号": card(number),
        "委案金额": "1234.50",
        "委案日期": "2026-02-20",
    }
    return values | changes


def csv_bytes(rows: Sequence[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Rows as a text table."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def placement_csv(*records: dict[str, str], encoding: str = "utf-8") -> bytes:
    """Records under their own headers."""
    header = list(records[0])
    return csv_bytes([header, *[[each[key] for key in header] for each in records]], encoding=encoding)


def xlsx_bytes(*sheets: tuple[str, Sequence[Sequence[object]]]) -> bytes:
    """A real workbook with these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls_bytes(rows: Sequence[Sequence[object]]) -> bytes:
    """A real XLS workbook with one sheet."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("案件")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write(line, column, value, day)
            else:
                sheet.write(line, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zip_bytes(parts: dict[str, bytes]) -> bytes:
    """A ZIP with these parts, deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def compound_bytes(*names: str) -> bytes:
    """A minimal OLE2 container whose directory lists streams of these names."""
    end, free, table_mark = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 44, 1)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<I", header, 56, 4096)
    struct.pack_into("<II", header, 60, end, 0)
    struct.pack_into("<II", header, 68, end, 0)
    struct.pack_into("<109I", header, 76, 0, *[free] * 108)
    table = struct.pack("<128I", table_mark, end, *[free] * 126)
    directory = b""
    for kind, name in [(5, "Root Entry"), *[(2, each) for each in names]]:
        entry = bytearray(128)
        encoded = name.encode("utf-16-le") + b"\0\0"
        entry[: len(encoded)] = encoded
        struct.pack_into("<HB", entry, 64, len(encoded), kind)
        struct.pack_into("<III", entry, 68, free, free, free)
        struct.pack_into("<IQ", entry, 116, end, 0)
        directory += bytes(entry)
    return bytes(header) + table + directory.ljust(512, b"\0")


def read(content: bytes, *, name: str = "来件.csv", as_of_on: date = TODAY) -> tuple[Reading, list[RowItem]]:
    """Read a file and all its rows."""
    reading = read_file(name=name, content=content, as_of_on=as_of_on, layouts=playbook_layouts())
    return reading, list(reading.rows())
