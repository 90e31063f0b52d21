"""Checking a pack offline: every byte of it, the seal, the chain of records, and that the page says what they say.

Room: feedback. It needs the file and nothing else. Whatever is wrong is reported with its place, and one fault does
not hide another; a file that is no pack at all is a fault like any other. Nothing is unfolded and nothing inside is
trusted before it is checked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from fairdue.casefile.chain import link_hash
from fairdue.casefile.codec import read_body
from fairdue.feedback.evidence import pack
from fairdue.feedback.evidence.fault_place import PackFault, fault_in_file, line_at
from fairdue.feedback.evidence.pack_page import write_page
from fairdue.feedback.evidence.pack_records import (
    About,
    DecisionLine,
    LogLine,
    RecordingLine,
    StatementLine,
    WordingLine,
    read_lines,
)
from fairdue.feedback.evidence.pack_story import PackRecords, Story, story_of
from fairdue.feedback.evidence.seal import (
    Manifest,
    Seal,
    fingerprint,
    read_manifest,
    read_seal,
    seal_fits,
)
from fairdue.feedback.evidence.zip_layout import Entry, read_zip
from fairdue.foundation.bilingual import Bilingual

LARGEST_BYTES = 256 * 1024 * 1024
_KNOWN = frozenset({*pack.WHOLE, *pack.REDACTED, pack.MANIFEST, pack.SEAL})


@dataclass(frozen=True, slots=True)
class PackCheck:
    """What was found. No fault means that the pack is what the holder of the key sealed, to the last byte.

    ``fingerprint`` is that of the key in the pack: compare it with the house's. ``whole``, ``masked`` and ``links``
    count the records whose digest was computed again and those of which only the link could be checked.
    """

    faults: tuple[PackFault, ...]
    fingerprint: str = ""
    whole: int = 0
    masked: int = 0
    links: int = 0
    decisions: int = 0
    redacted: bool = False


def check_pack(raw: bytes, *, trusted: str | None = None) -> PackCheck:
    """Check a pack. ``trusted`` is the fingerprint that the house publishes, where it is known. Raises nothing."""
    if len(raw) > LARGEST_BYTES:
        said = Bilingual(
            f"文件 {len(raw)} 字节，超过 {LARGEST_BYTES}，未打开",
            f"{len(raw)} bytes, more than {LARGEST_BYTES}; not opened",
        )
        return PackCheck((PackFault("", said),))
    reading = read_zip(raw, known=_KNOWN)
    faults = [
        PackFault(
            "",
            Bilingual(f"封装被改动：{damage.what}", f"the frame was changed: {damage.what}"),
            offset=damage.starts,
            until=damage.ends,
        )
        for damage in reading.damage
    ]
    if not reading.entries:
        return PackCheck(tuple(faults))
    kind, names_off = _names(reading.entries)
    faults += names_off
    files = {entry.name: entry for entry in reading.entries}
    seal, manifest, off = _seal_and_manifest(files)
    faults += off
    if manifest is not None:
        faults += _against_manifest(files, manifest, kind)
    if trusted is not None and seal is not None and fingerprint(bytes.fromhex(seal.public_key)) != trusted:
        faults.append(
            PackFault(
                pack.SEAL,
                Bilingual("公钥指纹与所给的不同", "the key is not the one whose fingerprint was given"),
            )
        )
    seen = fingerprint(bytes.fromhex(seal.public_key)) if seal is not None else ""
    return _contents(files, kind, faults, seen)


def _names(entries: Sequence[Entry]) -> tuple[tuple[str, ...], list[PackFault]]:
    """Which kind of pack it is, and what is missing, strange, doubled or out of order."""
    names = [entry.name for entry in entries]
    kind = pack.REDACTED if pack.STORY in names else pack.WHOLE
    wanted = [*kind, pack.MANIFEST, pack.SEAL]
    faults = [
        PackFault(name, Bilingual("缺少这个文件", "this file is missing"))
        for name in wanted
        if name not in names
    ]
    for place, entry in enumerate(entries):
        if entry.name not in wanted:
            said = Bilingual("包里不该有这个文件", "a file that no pack has")
        elif names.index(entry.name) != place:
            said = Bilingual("这个文件出现了两次", "this file stands twice")
        else:
            continue
        faults.append(PackFault(entry.name, said, offset=entry.starts))
    if not faults and names != wanted:
        place = next(at for at, (one, other) in enumerate(zip(names, wanted, strict=True)) if one != other)
        said = Bilingual(
            f"文件次序不对，此处应为 {wanted[place]}", f"out of order: {wanted[place]} belongs here"
        )
        faults.append(PackFault(names[place], said, offset=entries[place].starts))
    return kind, faults


def _seal_and_manifest(files: dict[str, Entry]) -> tuple[Seal | None, Manifest | None, list[PackFault]]:
    faults: list[PackFault] = []
    entry, other = files.get(pack.SEAL), files.get(pack.MANIFEST)
    seal: Seal | None = None
    manifest: Manifest | None = None
    if entry is not None:
        try:
            seal = read_seal(entry.content)
        except (ValueError, RecursionError):
            faults.append(fault_in_file(entry, Bilingual("印章读不出来", "the seal cannot be read")))
    if other is not None:
        try:
            manifest = read_manifest(other.content)
        except (ValueError, RecursionError):
            faults.append(fault_in_file(other, Bilingual("清单读不出来", "the manifest cannot be read")))
    if seal is not None and other is not None and not seal_fits(seal, other.content):
        # The checksum of the frame says which of the two is not what it was.
        damaged = [one for one in (entry, other) if one is not None and not one.is_sound]
        said = Bilingual("签名与清单不符", "the signature does not fit the manifest")
        faults += [fault_in_file(one, said) for one in damaged] or [PackFault(pack.SEAL, said)]
    return seal, manifest, faults


def _against_manifest(files: dict[str, Entry], manifest: Manifest, kind: tuple[str, ...]) -> list[PackFault]:
    faults = []
    listed = tuple(one.name for one in manifest.files)
    if listed != kind:
        said = Bilingual(
            "清单列的不是这一种包的文件", "the manifest does not list the files of this kind of pack"
        )
        faults.append(PackFault(pack.MANIFEST, said))
    for seal in manifest.files:
        entry = files.get(seal.name)
        if entry is None or hashlib.sha256(entry.content).hexdigest() == seal.sha256:
            continue
        said = Bilingual("内容与清单不符", "the content is not what was sealed")
        faults.append(fault_in_file(entry, said, seal=seal))
    return faults


def _contents(
    files: dict[str, Entry], kind: tuple[str, ...], faults: list[PackFault], seen: str
) -> PackCheck:
    """The chain, and the page made again."""
    if kind is pack.REDACTED:
        story = _read_story(files, faults)
        _compare_page(files, story, faults)
        return PackCheck(tuple(faults), seen, redacted=True)
    records = _read_records(files, faults)
    if records is None:
        return PackCheck(tuple(faults), seen)
    faults += _chain(records, files[pack.EVENTS])
    try:
        whole_story = story_of(records)
    except (ValueError, KeyError, TypeError) as error:
        kind_of_error = type(error).__name__
        said = Bilingual(
            f"这些记录排不成页面（{kind_of_error}）：版本较新，或记录被改过",
            f"no page can be made of these records ({kind_of_error}): a newer version wrote them, or they were changed",
        )
        faults.append(PackFault(pack.EVENTS, said))
    else:
        _compare_page(files, whole_story, faults)
    return PackCheck(
        tuple(faults),
        seen,
        whole=sum(line.is_whole for line in records.log),
        masked=sum(line.masked > 0 for line in records.log),
        links=sum(line.is_link for line in records.log),
        decisions=len(records.decisions),
    )


def _read_story(files: dict[str, Entry], faults: list[PackFault]) -> Story | None:
    entry = files.get(pack.STORY)
    if entry is None:
        return None
    try:
        return read_body(Story, entry.content.decode())
    except (ValueError, RecursionError):
        faults.append(PackFault(pack.STORY, Bilingual("读不出来", "it cannot be read"), offset=entry.starts))
        return None


_FILES_OF_RECORDS = (
    (pack.EVENTS, LogLine),
    (pack.DECISIONS, DecisionLine),
    (pack.WORDING, WordingLine),
    (pack.STATEMENTS, StatementLine),
    (pack.RECORDINGS, RecordingLine),
)


def _read_records(files: dict[str, Entry], faults: list[PackFault]) -> PackRecords | None:
    """The records, or None when a file of them cannot be read; then the fault is named."""
    if any(name not in files for name in (pack.ABOUT, *(name for name, _ in _FILES_OF_RECORDS))):
        return None
    name = pack.ABOUT
    try:
        about = read_body(About, files[name].content.decode())
        name = pack.EVENTS
        log = read_lines(LogLine, files[name].content)
        name = pack.DECISIONS
        decisions = read_lines(DecisionLine, files[name].content)
        name = pack.WORDING
        wording = read_lines(WordingLine, files[name].content)
        name = pack.STATEMENTS
        statements = read_lines(StatementLine, files[name].content)
        name = pack.RECORDINGS
        recordings = read_lines(RecordingLine, files[name].content)
    except (ValueError, RecursionError) as error:
        # Only what this module itself words goes on; a parser's message may quote the text.
        where = str(error) if str(error).startswith("line ") else "it cannot be read"
        faults.append(PackFault(name, Bilingual(f"读不出来：{where}", where), offset=files[name].starts))
        return None
    return PackRecords(about, log, decisions, wording, statements, recordings)


def _chain(records: PackRecords, entry: Entry) -> list[PackFault]:
    """Every link, and every digest that can be computed again."""
    faults: list[PackFault] = []
    previous, expected = "", 1

    def fault(seq: int, number: int, zh: str, en: str) -> None:
        starts, ends = line_at(entry.content, number)
        faults.append(
            PackFault(
                pack.EVENTS,
                Bilingual(zh, en),
                offset=entry.starts + starts,
                until=entry.starts + ends,
                line=number,
                event=seq,
            )
        )

    for number, line in enumerate(records.log, 1):
        if line.seq != expected:
            fault(
                line.seq,
                number,
                "此前缺少、重复或调换了记录",
                "a record before this one is missing, doubled or moved",
            )
        if line.prev_hash != previous:
            fault(line.seq, number, "与上一条不相接", "it does not follow the record before it")
        if line.is_whole and line.hash != _hash_of(line):
            fault(line.seq, number, "内容与摘要不符", "its content is not what its digest was made of")
        if not line.is_link and line.case_id != records.about.case_id:
            fault(line.seq, number, "属于另一案件", "it is of another case")
        previous, expected = line.hash, line.seq + 1
    if (previous, expected - 1) != (records.about.head_hash, records.about.event_count):
        fault(
            expected - 1,
            len(records.log),
            "末尾与 about.json 所载不符",
            "the end is not the one that about.json names",
        )
    return faults


def _hash_of(line: LogLine) -> str:
    return link_hash(
        prev_hash=line.prev_hash,
        case_id=line.case_id,
        seq=line.seq,
        kind=line.kind,
        at=line.at,
        actor=line.actor,
        body=line.body,
    )


def _compare_page(files: dict[str, Entry], story: Story | None, faults: list[PackFault]) -> None:
    """The page as it is against the page as the records make it, and the text on checking against ours."""
    made: dict[str, bytes] = {pack.HOW_TO: pack.HOW_TO_TEXT.encode()}
    if story is not None:
        made[pack.PAGE] = write_page(story)
    for name, wanted in made.items():
        entry = files.get(name)
        if entry is None or entry.content == wanted:
            continue
        at = next(
            (
                place
                for place, (one, other) in enumerate(zip(entry.content, wanted, strict=False))
                if one != other
            ),
            min(len(entry.content), len(wanted)),
        )
        said = Bilingual("与由记录重新生成的不同", "it is not what the records make again")
        line = entry.content.count(b"\n", 0, at) + 1
        faults.append(PackFault(name, said, offset=entry.starts + at, line=line))
