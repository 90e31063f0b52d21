"""What is checked in an XLSX before it is opened: size when inflated, span of cells, formulas, errors.

Room: intake. A ZIP's directory can lie, so every part that the reader of workbooks would inflate is
inflated here once, in pieces, and counted. The same pass finds formula and error cells, which that reader
shows as plain values or as nothing.
"""

from __future__ import annotations

import io
import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from xml.parsers import expat

from fairdue.intake.limits import (
    INFLATION_FREE_BYTES,
    MAX_INFLATED_BYTES,
    MAX_INFLATION_RATIO,
    MAX_SHEET_CELLS,
    MAX_ZIP_ENTRIES,
    MIB,
)
from fairdue.intake.table import CellMark

_PIECE = 1 * MIB
_LONGEST_UNCLOSED = 8 * MIB
# Cells and rows say their place in an attribute r, as every writer spells it. Formulas, errors, and any other
# spelling that XML allows send the sheet to the exact reading; a false alarm only costs time.
_CELL = re.compile(rb'<c r="([A-Za-z]+)(\d+)"')
_ROW = re.compile(rb'r="(\d+)"')
_UNUSUAL = (b"<f>", b"<f ", b't="e', b"t =", b"t= ", b"r =", b"r= ")
_ONE_SPELLING = bytes.maketrans(b"\n\r\t':/", b'   "<>')
"""Blanks, quotes, and the marks around a name: ``<x:f/>`` is looked for as ``<f>``."""
_REFERENCE = re.compile(r"([A-Za-z]+)(\d+)")
_MAX_NAMES_BYTES = 4 * MIB
_LONGEST_COLUMN, _LONGEST_ROW = 8, 12


# What the standard library raises on a container whose bytes were changed at random.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    expat.ExpatError,
    OSError,
    EOFError,
    LookupError,
    ValueError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


class WorkbookBomb(ValueError):
    """The workbook would take more memory than any honest placement file; says which limit."""


class WorkbookDamaged(ValueError):
    """The container is cut short or not a workbook."""


class CellsBeyondReason(WorkbookBomb):
    """A sheet spans more cells than intake is willing to hold."""


Marks = dict[int, dict[int, CellMark]]


@dataclass(frozen=True, slots=True)
class GuardedWorkbook:
    """What the guard learned: marks of cells by sheet name."""

    marks: dict[str, Marks]


def names_in(content: bytes) -> frozenset[str]:
    """The names in a ZIP's directory; raises WorkbookDamaged when there is no readable directory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist()[: MAX_ZIP_ENTRIES + 1])
    except _DAMAGE as error:
        raise WorkbookDamaged("no readable directory") from error


def guard_workbook(content: bytes) -> GuardedWorkbook:
    """Inflate and count everything once; return the marks. Raises WorkbookBomb or WorkbookDamaged."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ZIP_ENTRIES:
                raise WorkbookBomb(f"{MAX_ZIP_ENTRIES} parts")
            _judge(sum(entry.file_size for entry in entries), len(content))
            if any(entry.flag_bits & 0x1 for entry in entries):
                raise WorkbookDamaged("encrypted parts")
            paths = _sheet_paths(archive)
            total = 0
            marks: dict[str, Marks] = {}
            for entry in entries:
                if entry.filename in paths:
                    total, plain = _scan_sheet(archive, entry, total, len(content))
                    marks[paths[entry.filename]] = {} if plain else _read_exactly(archive, entry)
                else:
                    total = _count(archive, entry, total, len(content))
            return GuardedWorkbook(marks)
    except (WorkbookBomb, WorkbookDamaged):
        raise
    except _DAMAGE as error:
        raise WorkbookDamaged("a part cannot be inflated") from error


def _judge(inflated: int, packed: int) -> None:
    if inflated > MAX_INFLATED_BYTES:
        raise WorkbookBomb(f"{MAX_INFLATED_BYTES // MIB} MiB")
    if inflated > INFLATION_FREE_BYTES and inflated > packed * MAX_INFLATION_RATIO:
        raise WorkbookBomb(f"{MAX_INFLATION_RATIO}×")


def _count(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, total: int, packed: int) -> int:
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            total += len(piece)
            _judge(total, packed)
    return total


def _scan_sheet(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, total: int, packed: int
) -> tuple[int, bool]:
    """Inflate a sheet and look at it quickly: is it small enough, and free of formulas and errors?"""
    plain, highest, widest = True, 0, 0
    columns: dict[bytes, int] = {}
    carry = b""
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            total += len(piece)
            _judge(total, packed)
            text = carry + piece
            cut = text.rfind(b">") + 1
            text, carry = text[:cut].translate(_ONE_SPELLING), text[cut:]
            if len(carry) > _LONGEST_UNCLOSED:
                raise WorkbookDamaged("text that is no XML")
            plain = plain and not any(sign in text for sign in _UNUSUAL)
            cells = _CELL.findall(text)
            for letters in {cell[0] for cell in cells}:
                if letters not in columns:
                    columns[letters] = column_number(letters.decode("ascii")) + 1
                    widest = max(widest, columns[letters])
            rows = {cell[1] for cell in cells}.union(_ROW.findall(text))
            highest = max(highest, max((_number(row.decode("ascii")) for row in rows), default=0))
            # A cell that does not say its place first, or not at all, is placed by the exact reading.
            plain = plain and text.count(b"<c") - text.count(b"<col") == len(cells)
            plain = plain and highest * widest <= MAX_SHEET_CELLS
    return total, plain


def _number(digits: str) -> int:
    """A row's number, short enough to be cheap however many digits are written."""
    return int(digits.lstrip("0")[:_LONGEST_ROW] or "0")


def column_number(letters: str) -> int:
    """The column's number from 0: ``A`` is 0, ``AA`` is 26."""
    number = 0
    for letter in letters.upper()[:_LONGEST_COLUMN]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _sheet_paths(archive: zipfile.ZipFile) -> dict[str, str]:
    """Path of each sheet's part → the sheet's name as a person sees it."""
    targets: dict[str, str] = {}
    names: list[tuple[str, str]] = []

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            key = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")
            names.append((attributes.get("name", ""), key))

    _parse(archive, "xl/_rels/workbook.xml.rels", relation)
    _parse(archive, "xl/workbook.xml", sheet)
    paths: dict[str, str] = {}
    for name, key in names:
        target = targets.get(key, "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        paths[path] = name
    return paths


def _parse(archive: zipfile.ZipFile, path: str, start: Callable[[str, dict[str, str]], None]) -> None:
    with archive.open(path) as part:
        text = part.read(_MAX_NAMES_BYTES + 1)
    if len(text) > _MAX_NAMES_BYTES:
        raise WorkbookBomb(f"{_MAX_NAMES_BYTES // MIB} MiB")
    parser = _parser()
    parser.StartElementHandler = start
    parser.Parse(text, True)


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()

    def refuse(*_: object) -> None:
        raise WorkbookDamaged("a part defines entities")

    parser.EntityDeclHandler = refuse
    return parser


def _read_exactly(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Marks:
    """Read a sheet cell by cell: find its formulas and errors, and judge the span of its filled cells."""
    reader = _SheetReader()
    parser = _parser()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.characters
    with archive.open(entry) as part:
        while piece := part.read(_PIECE):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    return reader.marks


class _SheetReader:
    """Follows a sheet's XML cell by cell and keeps what is unusual."""

    def __init__(self) -> None:
        self.marks: Marks = {}
        self._highest = self._widest = 0
        self._row = 0
        self._column = -1
        self._error = self._formula = self._value = self._in_value = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open one element."""
        name = tag.rpartition(":")[2]
        if name == "row":
            given = attributes.get("r", "")
            self._row = _number(given) if given.isdigit() else self._row + 1
            self._column = -1
        elif name == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = column_number(match.group(1)) if match else self._column + 1
            self._row = _number(match.group(2)) if match else self._row
            self._error = attributes.get("t") == "e"
            self._formula = self._value = False
        elif name == "f":
            self._formula = True
        elif name in ("v", "t"):
            self._in_value = True

    def characters(self, text: str) -> None:
        """Text inside an element: a cell has a value once its value element holds something."""
        if self._in_value and text:
            self._value = True

    def end(self, tag: str) -> None:
        """Close one element; a cell is judged when it ends."""
        name = tag.rpartition(":")[2]
        if name in ("v", "t"):
            self._in_value = False
        elif name == "c" and (self._error or self._formula or self._value):
            self._extend()
            if self._error:
                self._mark(CellMark.ERROR)
            elif self._formula:
                self._mark(CellMark.FORMULA if self._value else CellMark.FORMULA_WITHOUT_VALUE)

    def _mark(self, mark: CellMark) -> None:
        self.marks.setdefault(self._row, {})[self._column] = mark

    def _extend(self) -> None:
        self._highest = max(self._highest, self._row)
        self._widest = max(self._widest, self._column + 1)
        if self._highest * self._widest > MAX_SHEET_CELLS:
            raise CellsBeyondReason(str(MAX_SHEET_CELLS))
