"""One changed byte anywhere is reported with its place; so is everything else that can be done to a pack."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from core.evidence.pack_builder import KEY, PUBLIC, a_pack, records
from fairdue.feedback.evidence import pack
from fairdue.feedback.evidence.changed_byte import one_changed_byte
from fairdue.feedback.evidence.pack import record_files
from fairdue.feedback.evidence.pack_check import PackCheck, check_pack
from fairdue.feedback.evidence.pack_page import write_page
from fairdue.feedback.evidence.pack_story import PackRecords, story_of
from fairdue.feedback.evidence.seal import fingerprint, manifest_of, signed_text, write_seal
from fairdue.feedback.evidence.zip_layout import Entry, read_zip, write_zip

PACK = a_pack()
ENTRIES = read_zip(PACK).entries


def flipped(at: int, by: int) -> bytes:
    changed = bytearray(PACK)
    changed[at] ^= by
    return bytes(changed)


def names_place(checked: PackCheck, at: int) -> bool:
    return any(
        fault.offset is not None and fault.offset <= at < (fault.until or fault.offset + 1)
        for fault in checked.faults
    )


def frame_bytes() -> list[int]:
    """Every byte that belongs to no file: headers, names, the directory, the end."""
    inside = {at for entry in ENTRIES for at in range(entry.starts, entry.starts + len(entry.content))}
    return [at for at in range(len(PACK)) if at not in inside]


def test_every_byte_of_the_frame_and_of_the_seal_is_reported_with_its_place() -> None:
    random = Random(20260302)
    sealed = next(entry for entry in ENTRIES if entry.name == pack.SEAL)
    places = [*frame_bytes(), *range(sealed.starts, sealed.starts + len(sealed.content))]
    assert len(places) > 1_000
    for at in places:
        assert names_place(check_pack(flipped(at, random.randrange(1, 256))), at), at


def test_one_changed_byte_anywhere_is_reported_with_its_very_place() -> None:
    random = Random(7)
    for at in random.sample(range(len(PACK)), 4_000):
        checked = check_pack(flipped(at, random.randrange(1, 256)))
        assert names_place(checked, at), at


def test_a_changed_byte_of_the_log_is_named_with_event_and_field() -> None:
    events = next(entry for entry in ENTRIES if entry.name == pack.EVENTS)
    at = events.starts + events.content.index(b'"actor":"collector-1"', 2_000) + len('"actor":"c')
    (fault, *_) = [one for one in check_pack(flipped(at, 1)).faults if one.file == pack.EVENTS]
    assert (fault.offset, fault.field) == (at, "actor")
    assert fault.event == fault.line and fault.event is not None
    assert f"event {fault.event}, field actor, byte {at} of the pack" in fault.place.en


@given(st.binary(min_size=1, max_size=400), st.data())
def test_one_changed_byte_is_found_from_its_checksum(content: bytes, data: st.DataObject) -> None:
    import zlib

    at = data.draw(st.integers(0, len(content) - 1))
    was, changed = content[at], bytearray(content)
    changed[at] ^= data.draw(st.integers(1, 255))
    found = list(one_changed_byte(bytes(changed), kept_crc=zlib.crc32(content)))
    assert (at, was) in [(one.at, one.was) for one in found]


@given(st.lists(st.tuples(st.integers(0, len(PACK) - 1), st.integers(1, 255)), min_size=2, max_size=30))
def test_many_changed_bytes_never_pass_and_never_crash(changes: list[tuple[int, int]]) -> None:
    changed = bytearray(PACK)
    for at, by in changes:
        changed[at] ^= by
    if bytes(changed) != PACK:
        assert check_pack(bytes(changed)).faults


@given(st.binary(max_size=300))
def test_whatever_is_no_pack_is_a_fault_and_never_an_error(raw: bytes) -> None:
    assert check_pack(raw).faults


@pytest.mark.parametrize("keep", [0, 1, 4, 30, 5_000, len(PACK) - 23, len(PACK) - 1])
def test_a_pack_that_was_cut_off_is_told_where(keep: int) -> None:
    faults = check_pack(PACK[:keep]).faults
    assert faults
    if keep > 5_000:
        assert any(fault.offset == keep for fault in faults)


def test_bytes_before_and_after_the_pack_are_told() -> None:
    (fault,) = check_pack(PACK + b"more").faults
    assert (fault.offset, fault.until) == (len(PACK), len(PACK) + 4)
    assert check_pack(b"more" + PACK).faults


def as_files(entries: tuple[Entry, ...]) -> list[tuple[str, bytes]]:
    return [(entry.name, entry.content) for entry in entries]


def test_files_in_another_order_twice_under_another_name_or_missing_are_told() -> None:
    files = as_files(ENTRIES)
    swapped = [files[1], files[0], *files[2:]]
    renamed = [("page.html", files[0][1]), *files[1:]]
    for changed, word in (
        (swapped, "out of order"),
        ([*files, files[3]], "stands twice"),
        (renamed, "missing"),
        (files[:3] + files[4:], "missing"),
        ([*files, ("extra.txt", b"")], "no pack has"),
    ):
        said = [fault.said.en for fault in check_pack(write_zip(changed)).faults]
        assert any(word in one for one in said), said


def test_a_pack_that_another_program_wrote_is_told_and_nothing_of_it_is_unfolded() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in as_files(ENTRIES):
            archive.writestr(name, content)
        archive.writestr("bomb", b"\0" * 50_000_000)
    assert check_pack(packed.getvalue()).faults


def sealed_anew(made: PackRecords, *, page: bytes | None = None, key: Ed25519PrivateKey = KEY) -> bytes:
    """What somebody with a key could write: other contents, and everything sealed again."""
    files = (
        (pack.PAGE, page or write_page(story_of(made))), (pack.HOW_TO, pack.HOW_TO_TEXT.encode()),
        *record_files(made),
    )  # fmt: skip
    manifest = manifest_of(files)
    public = key.public_key().public_bytes_raw()
    seal = write_seal(public_key=public, signature=key.sign(signed_text(manifest)))
    return write_zip((*files, (pack.MANIFEST, manifest), (pack.SEAL, seal)))


def test_a_changed_record_is_told_by_the_chain_even_when_everything_was_sealed_anew() -> None:
    made = records()
    forged = replace(made.log[4], actor="somebody else")
    faults = check_pack(sealed_anew(replace(made, log=(*made.log[:4], forged, *made.log[5:])))).faults
    assert [(fault.event, fault.said.en) for fault in faults] == [
        (5, "its content is not what its digest was made of")
    ]


def test_a_missing_a_doubled_and_a_moved_record_are_told() -> None:
    made = records()
    log = made.log
    for changed in (
        (*log[:3], *log[4:]), (*log[:4], log[3], *log[4:]), (*log[:3], log[4], log[3], *log[5:]), log[:-1],
    ):  # fmt: skip
        assert any(
            one.event is not None for one in check_pack(sealed_anew(replace(made, log=changed))).faults
        )


def test_a_page_that_says_something_else_than_the_records_is_told_though_it_is_sealed() -> None:
    page = write_page(story_of(records())).replace("收到投诉".encode(), "收到感谢".encode(), 1)
    (fault,) = check_pack(sealed_anew(records(), page=page)).faults
    assert fault.file == pack.PAGE and "not what the records make" in fault.said.en


def test_a_pack_that_somebody_elses_key_sealed_is_told_when_the_houses_is_known() -> None:
    other = Ed25519PrivateKey.from_private_bytes(b"the key of somebody else .......")
    raw = sealed_anew(records(), key=other)
    assert check_pack(raw).faults == ()
    (fault,) = check_pack(raw, trusted=fingerprint(PUBLIC)).faults
    assert fault.file == pack.SEAL


def test_a_seal_of_another_text_does_not_fit() -> None:
    files = as_files(ENTRIES)
    files[-1] = (pack.SEAL, write_seal(public_key=PUBLIC, signature=KEY.sign(b"another text")))
    (fault,) = check_pack(write_zip(files)).faults
    assert "does not fit" in fault.said.en


def test_no_fault_quotes_the_person() -> None:
    random = Random(3)
    for at in random.sample(range(len(PACK)), 300):
        for fault in check_pack(flipped(at, 1)).faults:
            assert "测试甲" not in fault.place.zh + fault.said.zh + repr(fault)
