"""OLE2 compound files: says what lives inside one, before any reader of workbooks is let near it.

Room: intake. An XLS workbook, an encrypted XLSX, a Word document and an installer all begin with the same
eight bytes; the names in the directory tell them apart. Source: Microsoft's [MS-CFB].
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_CHAIN = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5
_SHORT_BELOW, _SHORT_SECTOR = 4096, 64
_MAX_DIRECTORY = 16 * 1024 * 1024
_MAX_SECTORS = 4_000_000


class CompoundDamaged(ValueError):
    """The container's own tables do not hold together."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One named stream: its first sector and its length in bytes."""

    name: str
    start: int
    size: int
    is_root: bool


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file's streams, and where its sectors lie; short streams live in sectors of 64 bytes."""

    content: bytes
    sector_size: int
    table: tuple[int, ...]
    short_content: bytes
    short_table: tuple[int, ...]
    streams: tuple[Stream, ...]

    def stream(self, *names: str) -> Stream | None:
        """The first stream that has one of these names."""
        return next((stream for stream in self.streams if stream.name in names), None)

    def read(self, stream: Stream) -> bytes:
        """The bytes of a stream. Raises CompoundDamaged when its sectors do not hold together."""
        if stream.size < _SHORT_BELOW:
            # The short container has no header, so its first sector is counted from its beginning.
            lead = bytes(_SHORT_SECTOR) + self.short_content
            return _chain(lead, _SHORT_SECTOR, self.short_table, stream.start, stream.size)[: stream.size]
        return _chain(self.content, self.sector_size, self.table, stream.start, stream.size)[: stream.size]


def open_compound(content: bytes) -> Compound:
    """Read header, sector tables and directory; raise CompoundDamaged when they do not hold together."""
    try:
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in (9, 12):
            raise CompoundDamaged("unknown sector size")
        size = 1 << shift
        table = _sector_table(content, size)
        directory, short_start = (struct.unpack_from("<I", content, at)[0] for at in (48, 60))
        streams = _entries(_chain(content, size, table, directory, _MAX_DIRECTORY))
        marks = _chain(content, size, table, short_start, len(content))
        short_table = struct.unpack(f"<{len(marks) // 4}I", marks)
        root = next((stream for stream in streams if stream.is_root), None)
        short = b"" if root is None else _chain(content, size, table, root.start, root.size)
    except struct.error as error:
        raise CompoundDamaged("the container is cut short") from error
    named = tuple(stream for stream in streams if not stream.is_root)
    return Compound(content, size, table, short, short_table, named)


def _sector_table(content: bytes, size: int) -> tuple[int, ...]:
    sectors = list(struct.unpack_from("<109I", content, 76))
    extra, extra_count = struct.unpack_from("<II", content, 68)
    for _ in range(min(extra_count, 4096)):
        if extra >= _END_OF_CHAIN:
            break
        block = struct.unpack_from(f"<{size // 4}I", content, (extra + 1) * size)
        sectors += block[:-1]
        extra = block[-1]
    table: list[int] = []
    for sector in sectors:
        if sector < _END_OF_CHAIN and len(table) < _MAX_SECTORS:
            table += struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
    return tuple(table)


def _entries(directory: bytes) -> list[Stream]:
    streams = []
    for offset in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, offset + 64)[0]
        kind = directory[offset + 66]
        if kind in (_STREAM, _ROOT) and 2 <= length <= 64:
            name = directory[offset : offset + length - 2].decode("utf-16-le", errors="replace")
            start, size = struct.unpack_from("<IQ", directory, offset + 116)
            streams.append(Stream(name, start, size & 0xFFFFFFFF, kind == _ROOT))
    return streams


def _chain(content: bytes, size: int, table: tuple[int, ...], start: int, limit: int) -> bytes:
    parts: list[bytes] = []
    seen: set[int] = set()
    sector, taken = start, 0
    while sector < _END_OF_CHAIN and taken < limit:
        if sector in seen or sector >= len(table):
            raise CompoundDamaged("a chain of sectors does not end")
        seen.add(sector)
        begin = (sector + 1) * size
        part = content[begin : begin + size]
        if not part:
            raise CompoundDamaged("a sector lies beyond the end of the file")
        parts.append(part)
        taken += size
        sector = table[sector]
    return b"".join(parts)
