"""OLE2 compound files: says what lives inside one, before any reader of workbooks is let near it.

Room: intake. An XLS workbook, an encrypted XLSX, a Word document and an installer all begin with the same
eight bytes; the names in the directory tell them apart. Source: Microsoft's [MS-CFB] and [MS-XLS].
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_CHAIN = 0xFFFFFFFA
_FILE_PASS = 0x002F
_BIFF_END = 0x000A
_MAX_SECTORS = 4_000_000
_RECORDS_BEFORE_FILE_PASS = 200


class CompoundDamaged(ValueError):
    """The container's own tables do not hold together."""


@dataclass(frozen=True, slots=True)
class Stream:
    """One named stream: its first sector and its length in bytes."""

    name: str
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file's streams, and where its sectors lie."""

    content: bytes
    sector_size: int
    table: tuple[int, ...]
    streams: tuple[Stream, ...]

    def stream(self, *names: str) -> Stream | None:
        """The first stream that has one of these names."""
        return next((stream for stream in self.streams if stream.name in names), None)

    def read(self, stream: Stream, *, limit: int) -> bytes:
        """The beginning of a stream that lies in ordinary sectors."""
        return _chain(self.content, self.sector_size, self.table, stream.start, limit)[: stream.size]


def open_compound(content: bytes) -> Compound:
    """Read header, sector table and directory; raise CompoundDamaged when they do not hold together."""
    try:
        shift = struct.unpack_from("<H", content, 30)[0]
        if shift not in (9, 12):
            raise CompoundDamaged("unknown sector size")
        size = 1 << shift
        directory, table_sectors = (
            struct.unpack_from("<I", content, 48)[0],
            list(struct.unpack_from("<109I", content, 76)),
        )
        extra, extra_count = struct.unpack_from("<II", content, 68)
        for _ in range(min(extra_count, 4096)):
            if extra >= _END_OF_CHAIN:
                break
            block = struct.unpack_from(f"<{size // 4}I", content, (extra + 1) * size)
            table_sectors += block[:-1]
            extra = block[-1]
        table: list[int] = []
        for sector in table_sectors:
            if sector < _END_OF_CHAIN and len(table) < _MAX_SECTORS:
                table += struct.unpack_from(f"<{size // 4}I", content, (sector + 1) * size)
        entries = _chain(content, size, tuple(table), directory, 16 * 1024 * 1024)
    except struct.error as error:
        raise CompoundDamaged("the container is cut short") from error
    streams = []
    for offset in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, offset + 64)[0]
        kind = entries[offset + 66]
        if kind == 2 and 2 <= length <= 64:
            name = entries[offset : offset + length - 2].decode("utf-16-le", errors="replace")
            start, stream_size = struct.unpack_from("<IQ", entries, offset + 116)
            streams.append(Stream(name, start, stream_size & 0xFFFFFFFF))
    return Compound(content, size, tuple(table), tuple(streams))


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


def has_password(compound: Compound) -> bool:
    """Is this an encrypted XLSX, or an XLS whose workbook stream announces encryption?"""
    if compound.stream("EncryptedPackage", "EncryptionInfo") is not None:
        return True
    workbook = compound.stream("Workbook", "Book")
    if workbook is None or workbook.size < 4096:
        return False
    head = compound.read(workbook, limit=64 * 1024)
    offset = 0
    for _ in range(_RECORDS_BEFORE_FILE_PASS):
        if offset + 4 > len(head):
            return False
        kind, length = struct.unpack_from("<HH", head, offset)
        if kind == _FILE_PASS:
            return True
        if kind == _BIFF_END:
            return False
        offset += 4 + length
    return False
