"""What is checked in an XLS before it is opened: encryption, and claims of size that cost memory.

Room: intake. The reader of workbooks reserves what the records claim before it reads a cell, so every
claim is held against what the format allows and against the bytes that are there. Source: [MS-XLS].
"""

from __future__ import annotations

import struct

from fairdue.intake.compound import Compound

_FILE_PASS, _DIMENSIONS, _STRINGS = 0x002F, 0x0200, 0x00FC
_CELLS = frozenset({0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x027E})
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256
_SHORTEST_STRING = 3


class XlsDamaged(ValueError):
    """A record claims what the format or the file's own length forbids."""


class XlsEncrypted(ValueError):
    """The workbook announces encryption."""


def guard_xls(compound: Compound) -> None:
    """Walk all records of the workbook stream. Raises XlsEncrypted, XlsDamaged or CompoundDamaged."""
    if compound.stream("EncryptedPackage", "EncryptionInfo") is not None:
        raise XlsEncrypted("an encrypted package")
    workbook = compound.stream("Workbook", "Book")
    if workbook is None:
        return
    records = compound.read(workbook)
    header = struct.Struct("<HH")
    offset, end = 0, len(records) - 4
    # An encrypted stream is unreadable after FILEPASS, which stands near the beginning.
    while offset <= end:
        kind, length = header.unpack_from(records, offset)
        if kind in _CELLS and length >= 4:
            _, column = header.unpack_from(records, offset + 4)
            if column >= _MOST_COLUMNS:
                raise XlsDamaged("a cell beyond the last column")
        elif kind == _FILE_PASS:
            raise XlsEncrypted("a FILEPASS record")
        elif kind == _DIMENSIONS:
            _judge_dimensions(records[offset + 4 : offset + 4 + length])
        elif kind == _STRINGS and length >= 8:
            _, unique = struct.unpack_from("<II", records, offset + 4)
            if unique * _SHORTEST_STRING > len(records):
                raise XlsDamaged("more strings than bytes")
        elif kind == 0 and length == 0:
            break
        offset += 4 + length


def _judge_dimensions(claim: bytes) -> None:
    if len(claim) == 10:
        first_row, last_row, first_column, last_column = struct.unpack_from("<HHHH", claim)
    elif len(claim) >= 12:
        first_row, last_row, first_column, last_column = struct.unpack_from("<IIHH", claim)
    else:
        raise XlsDamaged("dimensions cut short")
    if first_row > last_row or first_column > last_column:
        raise XlsDamaged("dimensions that run backwards")
    if last_row > _MOST_ROWS or last_column > _MOST_COLUMNS:
        raise XlsDamaged("dimensions beyond the format")
