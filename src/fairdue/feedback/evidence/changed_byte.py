"""Which single byte was changed, found from the checksum that the frame of the pack still holds.

Room: feedback. A CRC-32 is linear: the checksum kept and the checksum found differ by what the changed byte alone
makes, moved on by every byte after it. Undoing that movement byte by byte finds each place at which one changed
byte explains the difference. More than one change has no such place, and then none is named.

>>> import zlib
>>> was = b"the quick brown fox"
>>> next(one_changed_byte(b"the quick brawn fox", kept_crc=zlib.crc32(was)))
ChangedByte(at=12, was=111)
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_POLYNOMIAL = 0xEDB88320


@dataclass(frozen=True, slots=True)
class ChangedByte:
    """One byte that differs: its place in the content, counted from 0, and what stood there."""

    at: int
    was: int


def _table() -> tuple[int, ...]:
    made = []
    for number in range(256):
        for _ in range(8):
            number = (number >> 1) ^ (_POLYNOMIAL if number & 1 else 0)
        made.append(number)
    return tuple(made)


_TABLE = _table()
_ERROR_OF = {made: error for error, made in enumerate(_TABLE) if error}
# The top byte of an entry of the table is its own for each entry, so a step can be undone.
_BY_TOP = {made >> 24: number for number, made in enumerate(_TABLE)}


def one_changed_byte(content: bytes, *, kept_crc: int) -> Iterator[ChangedByte]:
    """Every place where changing one byte back gives the checksum that was kept, from the end to the beginning."""
    difference = zlib.crc32(content) ^ kept_crc
    for at in range(len(content) - 1, -1, -1):
        error = _ERROR_OF.get(difference)
        if error is not None:
            yield ChangedByte(at, content[at] ^ error)
        number = _BY_TOP[difference >> 24]
        difference = (((difference ^ _TABLE[number]) << 8) & 0xFFFFFFFF) | number
