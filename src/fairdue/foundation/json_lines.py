"""JSON lines from anywhere: one object a line, read without holding the file, and what is wrong as a value.

Room: foundation. A line that cannot be read is a ``BadLine`` with its number and what was expected, in both
languages, and never stops the lines after it. A mark of byte order at the beginning of a line is dropped, blank
lines are passed over, and lines end with or without a carriage return. What a line says is never in a message.

>>> import io
>>> [line.number for line in read_json_lines(io.BytesIO(b'{"id": 1}\\n\\n{"id": 2}\\r\\n'))]
[1, 3]
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

from fairdue.foundation.bilingual import Bilingual

LONGEST_LINE_BYTES = 4 * 1024 * 1024
"""A longer line is passed over without being held; an utterance is a few hundred bytes."""
LARGEST_NUMBER_DIGITS = 18
MOST_IDS = 1_000_000
"""So many ids are remembered to find one that stands twice; beyond, memory matters more."""

_PIECE = 64 * 1024
_BOM = b"\xef\xbb\xbf"
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")

LineId = str | int


@dataclass(frozen=True, slots=True)
class JsonLine:
    """One line that is an object; ``fields`` holds it as JSON gives it."""

    number: int
    fields: dict[str, object]


@dataclass(frozen=True, slots=True)
class BadLine:
    """One line that cannot be used. ``line_id`` is its id where that could be read; ``what`` says how to mend it."""

    number: int
    line_id: LineId | None
    what: Bilingual


class LineFault(ValueError):
    """What is wrong with one line, for people; it carries no value of the line."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.what = Bilingual(zh, en)


class NotJsonLines(ValueError):
    """The file as a whole is no text of this kind; the message says what to do, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.what = Bilingual(zh, en)


def read_json_lines(stream: BinaryIO) -> Iterator[JsonLine | BadLine]:
    """Every line of ``stream`` that is not blank, in order. Raises NotJsonLines for UTF-16, which has other lines."""
    for number, raw in _raw_lines(stream):
        if number == 1 and raw is not None and raw.startswith(_UTF16):
            raise NotJsonLines("文件是 UTF-16 编码；请另存为 UTF-8", "the file is UTF-16; save it as UTF-8")
        try:
            if raw is None:
                raise LineFault(
                    f"一行超过 {LONGEST_LINE_BYTES} 字节；请拆成多行",
                    f"a line of more than {LONGEST_LINE_BYTES} bytes; split it",
                )
            raw = raw.removeprefix(_BOM).strip()
            if raw:
                yield JsonLine(number, _object(raw))
        except LineFault as fault:
            yield BadLine(number, None, fault.what)


def _raw_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Lines with their numbers; None for one that is too long, which is read past in pieces."""
    number = 0
    while raw := stream.readline(LONGEST_LINE_BYTES + 1):
        number += 1
        if len(raw) <= LONGEST_LINE_BYTES or raw.endswith(b"\n"):
            yield number, raw
            continue
        while (piece := stream.readline(_PIECE)) and not piece.endswith(b"\n"):
            pass
        yield number, None


def _object(raw: bytes) -> dict[str, object]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LineFault(
            "不是 UTF-8 文字；请把文件另存为 UTF-8", "not UTF-8 text; save the file as UTF-8"
        ) from error
    try:
        found = json.loads(
            text, object_pairs_hook=_no_key_twice, parse_int=_whole_number, parse_constant=_no_constant
        )
    except LineFault:
        raise
    except RecursionError as error:
        raise LineFault(
            "括号嵌套过深；一行是一个扁平的 JSON 对象",
            "brackets nested too deeply; a line is one flat JSON object",
        ) from error
    except ValueError as error:
        place = f" {error.colno}" if isinstance(error, json.JSONDecodeError) else ""
        raise LineFault(
            f"不是 JSON（第{place} 个字符处）；应为一个 JSON 对象",
            f"not JSON (at character{place}); expected one JSON object",
        ) from error
    if not isinstance(found, dict):
        raise LineFault("不是 JSON 对象；应写成 {…}", "no JSON object; write it in braces, {...}")
    return found


def _no_key_twice(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise LineFault("同一个键出现了两次；只保留一个", "a key stands twice; keep one of the two")
    return found


def _whole_number(digits: str) -> int:
    if len(digits) > LARGEST_NUMBER_DIGITS:
        raise LineFault(
            f"数字超过 {LARGEST_NUMBER_DIGITS} 位；长号码请写成文字，加引号",
            f"a number of more than {LARGEST_NUMBER_DIGITS} digits; write long numbers as text, in quotes",
        )
    return int(digits)


def _no_constant(name: str) -> NoReturn:
    raise LineFault(f"{name} 不是 JSON 的数字", f"{name} is no number in JSON")


class LineIds:
    """The ids that were seen, to find one that stands twice; remembers at most ``MOST_IDS`` of them."""

    def __init__(self) -> None:
        self._seen: set[int] = set()

    def read(self, fields: dict[str, object]) -> LineId:
        """The id of a line. Raises LineFault when it is missing or is neither text nor a whole number."""
        if "id" not in fields:
            raise LineFault("缺少 id；每行要有一个 id", "id is missing; every line has one")
        found = fields["id"]
        if not isinstance(found, str | int) or isinstance(found, bool) or found == "":
            raise LineFault("id 应为文字或整数", "id must be text or a whole number")
        if isinstance(found, str):
            demand_whole_characters(found, "id")
        return found

    def demand_new(self, line_id: LineId) -> None:
        """Raise LineFault when an earlier line had this id."""
        mark = hash((type(line_id).__name__, line_id))
        if mark in self._seen:
            raise LineFault(
                "这个 id 前面已经出现过；本行未处理", "an earlier line has this id; this one was not read"
            )
        if len(self._seen) < MOST_IDS:
            self._seen.add(mark)


def text_field(fields: dict[str, object], name: str, *, longest: int) -> str:
    """A text that must be there. Raises LineFault for none, no text, half characters, NUL, or more than ``longest``."""
    if name not in fields:
        raise LineFault(f"缺少 {name}", f"{name} is missing")
    found = fields[name]
    if not isinstance(found, str):
        raise LineFault(f"{name} 应为文字", f"{name} must be text")
    demand_whole_characters(found, name)
    if len(found) > longest:
        raise LineFault(
            f"{name} 超过 {longest} 个字；请按一句话一行拆开",
            f"{name} has more than {longest} characters; write one utterance a line",
        )
    return found


def demand_whole_characters(text: str, name: str) -> None:
    """Raise LineFault for half a character (a lone surrogate) or NUL, which nobody says and no file keeps."""
    if _HALF_CHARACTER.search(text):
        raise LineFault(
            f"{name} 含半个字符（单独的 \\ud800–\\udfff）；请修正导出程序",
            f"{name} holds half a character (a lone \\ud800 to \\udfff); mend what wrote it",
        )
    if "\0" in text:
        raise LineFault(f"{name} 含 NUL 字符；请删去", f"{name} holds the character NUL; take it out")
