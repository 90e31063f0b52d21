"""The one layout in which an evidence pack is written: a ZIP in which every byte is decided by its contents.

Room: feedback. Nothing is compressed, nothing is dated, no extra field and no comment exists. So the same contents
are the same bytes on every machine, a changed byte of a header has a place, and no small file can unfold into a
large one. Reading tries the headers in front of the entries and the directory at the end, and keeps whichever fits
better: one damaged byte never hides more than itself.

>>> packed = write_zip((("a.txt", b"one"), ("b.txt", b"two")))
>>> read_zip(packed).entries[1].content
b'two'
>>> read_zip(packed).damage
()
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

MOST_ENTRIES = 64
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_NEEDED, _MADE_BY, _FIRST_DAY = 10, (3 << 8) | 20, 0x21
_PLAIN_FILE = 0o100644 << 16
_MOST_RUNS = 12


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the file and what stands there; ``entry`` is the name of the file it belongs to, if any."""

    starts: int
    ends: int
    what: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the pack. ``starts`` is where its content begins; ``crc`` is what the headers say of it."""

    name: str
    content: bytes = field(repr=False)
    starts: int
    crc: int

    @property
    def is_sound(self) -> bool:
        """Is the content what the headers were written for?"""
        return zlib.crc32(self.content) == self.crc


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes of the frame that are not what they must be: from ``starts`` up to ``ends``, and what stands there."""

    starts: int
    ends: int
    what: str


@dataclass(frozen=True, slots=True)
class ZipReading:
    """The entries in their order, and every byte of the frame around them that is off."""

    entries: tuple[Entry, ...]
    damage: tuple[Damage, ...]


@dataclass(frozen=True, slots=True)
class _Laid:
    raw: bytes
    regions: tuple[Region, ...]


def write_zip(files: Sequence[tuple[str, bytes]]) -> bytes:
    """The pack's bytes. Names are plain ASCII; the same files in the same order give the same bytes."""
    return _lay(files, {}).raw


def read_zip(raw: bytes, *, known: Collection[str] = ()) -> ZipReading:
    """Take a pack apart and compare its frame with the one that its contents must have. Raises nothing.

    ``known`` are the names that may occur: of two readings that fit equally well, the one with fewer others is right.
    """
    readings = [entries for entries in (_by_directory(raw), _by_walking(raw)) if entries]
    if not readings:
        return ZipReading((), (Damage(0, min(4, len(raw)), "no file begins here: this is no evidence pack"),))
    measured = [(entries, *_damage_of(raw, entries)) for entries in readings]
    entries, _, damage = min(
        measured, key=lambda one: (one[1], sum(entry.name not in known for entry in one[0]))
    )
    return ZipReading(entries, damage)


def _lay(files: Sequence[tuple[str, bytes]], crcs: Mapping[str, int]) -> _Laid:
    pieces: list[bytes] = []
    regions: list[Region] = []
    directory: list[tuple[bytes, str]] = []
    at = 0

    def put(piece: bytes, what: str, entry: str = "") -> None:
        nonlocal at
        pieces.append(piece)
        regions.append(Region(at, at + len(piece), what, entry))
        at += len(piece)

    for name, content in files:
        spelled, size = name.encode(), len(content)
        crc = crcs.get(name, zlib.crc32(content))
        offset = at
        put(
            _LOCAL.pack(
                _LOCAL_MARK, _NEEDED, 0, 0, 0, _FIRST_DAY, crc, size, size, len(spelled), 0
            ),
            f"the header before {name}",
        )  # fmt: skip
        put(spelled, f"the name before {name}")
        put(content, f"the content of {name}", name)
        record = _CENTRAL.pack(
            _CENTRAL_MARK, _MADE_BY, _NEEDED, 0, 0, 0, _FIRST_DAY, crc, size, size, len(spelled), 0, 0, 0, 0,
            _PLAIN_FILE, offset,
        )  # fmt: skip
        directory.append((record + spelled, name))
    begins = at
    for record, name in directory:
        put(record, f"the directory's line on {name}")
    count = len(directory)
    put(_END.pack(_END_MARK, 0, 0, count, count, at - begins, begins, 0), "the end record")
    return _Laid(b"".join(pieces), tuple(regions))


def _by_walking(raw: bytes) -> tuple[Entry, ...]:
    """The entries as the headers in front of them tell."""
    entries: list[Entry] = []
    at = 0
    while len(entries) < MOST_ENTRIES and raw[at : at + 4] == _LOCAL_MARK and at + _LOCAL.size <= len(raw):
        _, _, _, _, _, _, crc, size, _, name_length, extra = _LOCAL.unpack_from(raw, at)
        starts = at + _LOCAL.size + name_length + extra
        if starts + size > len(raw):
            break
        entries.append(_entry(raw, at + _LOCAL.size, name_length, starts, size, crc))
        at = starts + size
    return tuple(entries)


def _by_directory(raw: bytes) -> tuple[Entry, ...]:
    """The entries as the directory at the end tells."""
    end = raw.rfind(_END_MARK)
    if end < 0 or end + _END.size > len(raw):
        return ()
    _, _, _, _, count, _, at, _ = _END.unpack_from(raw, end)
    entries: list[Entry] = []
    while len(entries) < min(count, MOST_ENTRIES) and at + _CENTRAL.size <= len(raw):
        line = _CENTRAL.unpack_from(raw, at)
        crc, size, name_length, extra, comment, offset = (
            line[7],
            line[8],
            line[10],
            line[11],
            line[12],
            line[16],
        )
        # The length of the name in front is the same number again; a damaged one shows up as a difference.
        starts = offset + _LOCAL.size + name_length
        if starts + size > len(raw):
            return ()
        entries.append(_entry(raw, at + _CENTRAL.size, name_length, starts, size, crc))
        at += _CENTRAL.size + name_length + extra + comment
    return tuple(entries)


def _entry(raw: bytes, name_at: int, name_length: int, starts: int, size: int, crc: int) -> Entry:
    name = raw[name_at : name_at + name_length].decode("ascii", errors="backslashreplace")
    return Entry(name, raw[starts : starts + size], starts, crc)


def _damage_of(raw: bytes, entries: Sequence[Entry]) -> tuple[int, tuple[Damage, ...]]:
    """How many bytes differ from the frame these contents must have, and where."""
    kept = {}
    for entry in entries:
        # A header that stands twice with one number speaks for itself; the content is judged by its digest.
        if not entry.is_sound and _stands_twice(raw, entry):
            kept[entry.name] = entry.crc
    laid = _lay([(entry.name, entry.content) for entry in entries], kept)
    count, runs = _runs_of_difference(raw, laid.raw)
    damage = [Damage(starts, ends, _what_stands(laid.regions, starts)) for starts, ends in runs]
    if len(raw) > len(laid.raw):
        damage.append(Damage(len(laid.raw), len(raw), "bytes that follow the end of the pack"))
    elif len(raw) < len(laid.raw):
        damage.append(Damage(len(raw), len(laid.raw), "the file ends here and should not: it was cut off"))
    return count + abs(len(raw) - len(laid.raw)), tuple(damage)


def _stands_twice(raw: bytes, entry: Entry) -> bool:
    mark = struct.pack("<L", entry.crc)
    first = raw.find(mark)
    return first >= 0 and raw.find(mark, first + 1) >= 0


def _runs_of_difference(one: bytes, other: bytes) -> tuple[int, list[tuple[int, int]]]:
    """How many bytes differ over the shorter length, and the first runs of them."""
    length = min(len(one), len(other))
    count, runs, step = 0, list[tuple[int, int]](), 4096
    for block in range(0, length, step):
        ends = min(block + step, length)
        if one[block:ends] == other[block:ends]:
            continue
        for at in range(block, ends):
            if one[at] == other[at]:
                continue
            count += 1
            if runs and runs[-1][1] == at:
                runs[-1] = (runs[-1][0], at + 1)
            elif len(runs) < _MOST_RUNS:
                runs.append((at, at + 1))
    return count, runs


def _what_stands(regions: Sequence[Region], at: int) -> str:
    region = next((one for one in regions if one.starts <= at < one.ends), None)
    return "the frame" if region is None else region.what
