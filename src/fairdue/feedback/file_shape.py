"""The shape of a creditor's file: workbook or text, in which encoding, with which delimiter and line ends.

Room: feedback. A creditor's system reads one shape and no other, so the shape is part of its template.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileKind(StrEnum):
    """What kind of file it is; the value is its ending."""

    XLSX = "xlsx"
    CSV = "csv"


class TextEncoding(StrEnum):
    """The encodings that creditors' systems read."""

    UTF8_BOM = "utf-8-sig"  # UTF-8 with a byte order mark, which spreadsheets need to see Chinese
    GB18030 = "gb18030"  # the national standard; older bank systems read nothing else
    UTF8 = "utf-8"


class Delimiter(StrEnum):
    """What stands between two values."""

    COMMA = "comma"
    TAB = "tab"
    SEMICOLON = "semicolon"
    PIPE = "pipe"


class LineEnd(StrEnum):
    """What stands at the end of a line."""

    CRLF = "crlf"
    LF = "lf"


class LongDigits(StrEnum):
    """How eleven digits and more are written in a text file.

    A spreadsheet that opens a text file shows 6222000000000001 as 6.222E+15 and loses the end of it. A tab behind
    the digits keeps them a text; a program that reads the file wants them plain.
    """

    PLAIN = "plain"
    TAB = "tab"


class TotalsAt(StrEnum):
    """Where the control totals stand."""

    NOWHERE = "nowhere"
    SHEET = "sheet"  # a second sheet; workbooks only
    ROW = "row"  # a last row


CHARACTERS = {Delimiter.COMMA: ",", Delimiter.TAB: "\t", Delimiter.SEMICOLON: ";", Delimiter.PIPE: "|"}
ENDS = {LineEnd.CRLF: "\r\n", LineEnd.LF: "\n"}


@dataclass(frozen=True, slots=True)
class FileShape:
    """One shape. Encoding, delimiter, line end and digits matter to text files alone."""

    kind: FileKind = FileKind.XLSX
    encoding: TextEncoding = TextEncoding.UTF8_BOM
    delimiter: Delimiter = Delimiter.COMMA
    line_end: LineEnd = LineEnd.CRLF
    long_digits: LongDigits = LongDigits.PLAIN


WORKBOOK = FileShape()
"""The plain workbook that a person opens."""
