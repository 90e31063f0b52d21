"""Text tables: finds encoding and separator by the content, proves the file sound, then streams it.

Room: intake. UTF-8 with or without mark, UTF-16, GBK and GB18030; comma, tab, semicolon, bar. The whole
text is decoded and parsed once before any row is handed out, so that a damaged file gives nothing.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from fairdue.foundation.problem import Problem
from fairdue.intake.defects import problem
from fairdue.intake.limits import (
    MAX_COLUMNS,
    MAX_FIELD_CHARS,
    MAX_LINE_CHARS,
    MAX_RECORD_LINES,
    MAX_ROWS,
)
from fairdue.intake.table import FileFormat, NumberedRow, Source, Table

_SEPARATORS = (",", "\t", ";", "|", "，", "^")
_SNIFF_BYTES = 256 * 1024
_SNIFF_RECORDS = 120
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SHOWN = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8", "gb18030": "GB18030/GBK"}
_FOREIGN = (
    (("{", "["), "JSON", "JSON"),
    (("<!doctype html", "<html", "<table", "<head", "<meta"), "网页（HTML）", "a web page (HTML)"),
    (("<?xml", "<workbook"), "XML", "XML"),
    (("{\\rtf",), "RTF 文档", "an RTF document"),
)


def open_text(*, name: str, content: bytes) -> Source | Problem:
    """Open bytes that are no known binary format as a text table."""
    encoding = encoding_of(content)
    foreign = _foreign_text(name=name, content=content, encoding=encoding)
    if foreign is not None:
        return foreign
    damage = _damage(name=name, content=content, encoding=encoding)
    if damage is not None:
        return damage
    separator = _separator_of(content, encoding)
    damage = _parse_damage(name=name, content=content, encoding=encoding, separator=separator)
    if damage is not None:
        return damage

    def rows() -> Iterator[NumberedRow]:
        reader = csv.reader(_lines(content, encoding), delimiter=separator)
        line = 1
        for record in reader:
            yield line, record  # type: ignore[misc]  # list[str] is read, never written to, as list[Cell]
            line = reader.line_num + 1

    return Source(name, FileFormat.TEXT, encoding, (Table(None, rows, {}),))


def _lines(content: bytes, encoding: str) -> io.TextIOWrapper:
    # newline="" keeps line breaks inside quoted cells as they are; BytesIO shares the bytes uncopied.
    return io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")


def encoding_of(content: bytes) -> str:
    """The encoding in which Chinese text stands in ``content``: the mark at its beginning, UTF-8, or GB18030."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    unmarked = _unmarked_utf16(content)
    if unmarked is not None:
        return unmarked
    try:
        content.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError as error:
        # Chinese text in GBK is hardly ever valid UTF-8 for more than a few characters in a row; many
        # good characters before the first bad byte mean a damaged UTF-8 file, not another encoding.
        before = content[max(0, error.start - 6000) : error.start].decode("utf-8", errors="ignore")
        return "utf-8" if sum(1 for character in before if character > "\x7f") >= 12 else "gb18030"


def _unmarked_utf16(content: bytes) -> str | None:
    head = content[:4096]
    if len(head) < 8 or b"\0" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd * 8 >= len(head) and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even * 8 >= len(head) and odd == 0 else None


def _foreign_text(*, name: str, content: bytes, encoding: str) -> Problem | None:
    head = content[:2048].decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n").lower()
    for beginnings, found, found_en in _FOREIGN:
        if head.startswith(beginnings):
            return problem("wrong_file_type", file=name, found=found, found_en=found_en)
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        return problem("file_empty", file=name)
    return None


def _damage(*, name: str, content: bytes, encoding: str) -> Problem | None:
    number = 0
    try:
        for number, line in enumerate(_lines(content, encoding), start=1):
            if len(line) > MAX_LINE_CHARS:
                return problem("line_too_long", file=name, line=number, limit=MAX_LINE_CHARS)
            if "\0" in line:
                return problem("nul_bytes", file=name, line=number)
    except UnicodeError:
        return problem(
            "undecodable",
            file=name,
            line=_first_bad_line(content, encoding),
            encoding=_SHOWN.get(encoding, encoding.upper()),
        )
    return None


def _first_bad_line(content: bytes, encoding: str) -> int:
    # The wrapper decodes ahead in blocks, so the exact line is found by the length of the good part.
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        good = content[: error.start].decode(encoding, errors="ignore")
        return good.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    return 1


def _separator_of(content: bytes, encoding: str) -> str:
    head = content[:_SNIFF_BYTES].decode(encoding, errors="ignore").lstrip("\ufeff")
    best, best_score = ",", 0
    for separator in _SEPARATORS:
        if separator not in head:
            continue
        widths: Counter[int] = Counter()
        try:
            for number, record in enumerate(csv.reader(io.StringIO(head, newline=""), delimiter=separator)):
                if number >= _SNIFF_RECORDS:
                    break
                filled = len(record)
                if filled > 1:
                    widths[filled] += 1
        except csv.Error:
            continue
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda pair: pair[1] * (pair[0] - 1))
        score = times * (width - 1)
        if score > best_score:
            best, best_score = separator, score
    return best


def _parse_damage(*, name: str, content: bytes, encoding: str, separator: str) -> Problem | None:
    if b'"' not in content:
        return _line_damage(name=name, content=content, encoding=encoding, separator=separator)
    reader = csv.reader(_lines(content, encoding), delimiter=separator)
    line, previous, rows = 1, 1, 0
    last_span = 0
    try:
        for record in reader:
            previous, line = line, reader.line_num + 1
            last_span = line - previous
            rows += 1
            if last_span > MAX_RECORD_LINES:
                return problem("unclosed_quote", file=name, line=previous)
            if len(record) > MAX_COLUMNS:
                return problem("too_many_columns", file=name, line=previous, limit=MAX_COLUMNS)
            if rows > MAX_ROWS:
                return problem("too_many_rows", file=name, limit=MAX_ROWS)
            if last_span > 1 and max(map(len, record)) > MAX_FIELD_CHARS:
                return problem("field_too_long", file=name, line=previous, limit=MAX_FIELD_CHARS)
    except csv.Error:
        return problem("field_too_long", file=name, line=line, limit=MAX_FIELD_CHARS)
    if last_span >= 1 and _ends_inside_quotes(content, encoding, separator, first_line=previous):
        return problem("unclosed_quote", file=name, line=previous)
    return None


def _line_damage(*, name: str, content: bytes, encoding: str, separator: str) -> Problem | None:
    """The same of a text without any quotation mark, in which each line is a record: as most large files are.

    The mark holds that byte in every encoding; where another character holds it too, the text goes the longer way.
    """
    longest = csv.field_size_limit()
    for line, text in enumerate(_lines(content, encoding), start=1):
        if len(text) > longest and max(map(len, text.rstrip("\r\n").split(separator))) > longest:
            return problem("field_too_long", file=name, line=line, limit=MAX_FIELD_CHARS)
        if text.count(separator) >= MAX_COLUMNS:
            return problem("too_many_columns", file=name, line=line, limit=MAX_COLUMNS)
        if line > MAX_ROWS:
            return problem("too_many_rows", file=name, limit=MAX_ROWS)
    return None


def _ends_inside_quotes(content: bytes, encoding: str, separator: str, *, first_line: int) -> bool:
    """Does the last record, begun in this line, reach the end of the file inside a quotation?"""
    tail = [line for number, line in enumerate(_lines(content, encoding), start=1) if number >= first_line]
    try:
        for _ in csv.reader(tail, delimiter=separator, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False
