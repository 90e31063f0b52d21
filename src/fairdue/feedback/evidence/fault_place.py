"""Where in a pack something is wrong: the file, the byte, and, in a file of records, the line, event and field.

Room: feedback. A fault names places and kinds, and quotes nothing: a pack is about a person.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from fairdue.feedback.evidence.changed_byte import one_changed_byte
from fairdue.feedback.evidence.seal import BLOCK, FileSeal
from fairdue.feedback.evidence.zip_layout import Entry
from fairdue.foundation.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class PackFault:
    """One fault. ``offset`` and ``until`` are bytes of the pack, half open; ``line`` and ``event`` count from 1."""

    file: str
    said: Bilingual
    offset: int | None = None
    until: int | None = None
    line: int | None = None
    event: int | None = None
    field: str = ""

    @property
    def place(self) -> Bilingual:
        """The place in words."""
        zh, en = [], []
        if self.file:
            zh.append(self.file)
            en.append(self.file)
        if self.line is not None:
            zh.append(f"第 {self.line} 行")
            en.append(f"line {self.line}")
        if self.event is not None:
            zh.append(f"第 {self.event} 条记录")
            en.append(f"event {self.event}")
        if self.field:
            zh.append(f"字段 {self.field}")
            en.append(f"field {self.field}")
        if self.offset is not None:
            last = "" if self.until is None or self.until <= self.offset + 1 else f"–{self.until - 1}"
            zh.append(f"文件第 {self.offset}{last} 字节")
            en.append(f"byte {self.offset}{last} of the pack")
        return Bilingual("，".join(zh) or "整个文件", ", ".join(en) or "the whole file")


def fault_in_file(entry: Entry, said: Bilingual, *, seal: FileSeal | None = None) -> PackFault:
    """A fault within one file, as near to its place as the checksums allow.

    One changed byte is found exactly, and where a digest of the file is at hand, beyond doubt; more than one, to the
    blocks in which they lie.
    """
    if not entry.is_sound:
        for found in one_changed_byte(entry.content, kept_crc=entry.crc):
            was = entry.content[: found.at] + bytes([found.was]) + entry.content[found.at + 1 :]
            if seal is None or hashlib.sha256(was).hexdigest() == seal.sha256:
                return _at_byte(entry, found.at, was, said)
    if seal is not None:
        blocks = seal.changed_blocks(entry.content)
        if blocks:
            starts, ends = blocks[0] * BLOCK, min((blocks[-1] + 1) * BLOCK, len(entry.content))
            line = entry.content.count(b"\n", 0, starts) + 1
            return PackFault(entry.name, said, entry.starts + starts, entry.starts + max(starts, ends), line)
    return PackFault(entry.name, said, entry.starts, entry.starts + len(entry.content))


def _at_byte(entry: Entry, at: int, was: bytes, said: Bilingual) -> PackFault:
    """The place of one byte, told by the content as it was."""
    line = was.count(b"\n", 0, at) + 1
    starts, ends = line_at(was, line)
    event, field = None, ""
    if entry.name.endswith((".jsonl", ".json")):
        event, field = _record_place(was[starts:ends], at - starts, is_log=entry.name == "events.jsonl")
    return PackFault(entry.name, said, entry.starts + at, entry.starts + at + 1, line, event, field)


def line_at(content: bytes, number: int) -> tuple[int, int]:
    """Where a line, counted from 1, begins and ends (its line feed left out)."""
    starts = 0
    for _ in range(number - 1):
        found = content.find(b"\n", starts)
        if found < 0:
            break
        starts = found + 1
    ends = content.find(b"\n", starts)
    return starts, len(content) if ends < 0 else ends


def _record_place(line: bytes, at: int, *, is_log: bool) -> tuple[int | None, str]:
    """The event of a line of the log, and the field in which a byte lies."""
    try:
        text = line.decode()
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None, ""
    if not isinstance(record, dict):
        return None, ""
    event = record.get("seq") if is_log else None
    # The spelling is canonical, so each field ends where the spelling of all fields up to it ends.
    written: dict[str, object] = {}
    for name, value in record.items():
        written[name] = value
        spelled = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
        if at < len(spelled.encode()) - 1:
            return event if isinstance(event, int) else None, name
    return event if isinstance(event, int) else None, ""
