"""The pack: what is in it, that the same records are the same bytes, and that nobody else's number leaves."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.casefile.builders import a_log
from core.evidence.pack_builder import PUBLIC, STRANGER, a_pack, case_of, happenings, records
from fairdue.feedback.evidence import pack
from fairdue.feedback.evidence.masking import hide_numbers
from fairdue.feedback.evidence.pack_check import check_pack
from fairdue.feedback.evidence.pack_page import write_page
from fairdue.feedback.evidence.pack_records import RecordingLine
from fairdue.feedback.evidence.pack_story import story_of
from fairdue.feedback.evidence.redaction import redacted
from fairdue.feedback.evidence.seal import fingerprint


def page_of(raw: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(pack.PAGE).decode()


def test_the_same_records_are_the_same_bytes() -> None:
    assert a_pack() == a_pack()


def test_a_stranger_opens_it_with_any_program_and_checks_it_without_a_key() -> None:
    raw = a_pack()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*pack.WHOLE, pack.MANIFEST, pack.SEAL]
    checked = check_pack(raw, trusted=fingerprint(PUBLIC))
    assert checked.faults == ()
    assert (checked.whole, checked.masked, checked.links, checked.decisions) == (11, 1, 0, 2)


def test_the_page_says_every_record_every_decision_and_its_grounds() -> None:
    page = page_of(a_pack())
    for line in story_of(records()).sections:
        assert line.heading.zh in page and line.heading.en in page
    for said in (
        "cn.a.b",
        "某办法 Art. 1",
        "(source)",
        "pm1",
        "opening.introduce",
        "paper 3",
        "rec-7",
        "#12",
    ):
        assert said in page


def test_what_somebody_wrote_is_text_and_never_markup() -> None:
    page = page_of(a_pack())
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in page
    assert "<script" not in page and "style=" not in page


def test_no_recording_is_said_as_none_and_one_is_named_with_its_digest() -> None:
    assert '<section id="recordings"><h2>' in page_of(a_pack())
    made = replace(records(), recordings=(RecordingLine("call-1.wav", "ab" * 32, 5),))
    raw = a_pack(made)
    assert "call-1.wav" in page_of(raw) and "ab" * 32 in page_of(raw)
    assert check_pack(raw).faults == ()


def test_the_number_of_somebody_else_does_not_leave_and_the_place_is_said() -> None:
    raw = a_pack()
    assert STRANGER.encode() not in raw
    assert "已遮盖他人号码 1 处" in page_of(raw)


@given(st.integers(13_000_000_000, 19_999_999_999).map(str), st.text(alphabet="电话是，。 转", max_size=6))
def test_a_mobile_number_within_any_words_is_hidden_unless_it_is_the_customers_own(
    number: str, words: str
) -> None:
    shown, hidden = hide_numbers(f"{words}{number}{words}", own=frozenset())
    assert (number in shown, hidden) == (False, 1)
    assert hide_numbers(f"{words}{number}", own=frozenset({number})) == (f"{words}{number}", 0)


@pytest.mark.parametrize(
    "number",
    [
        "139 1234 5672", "139-1234-5673", "+8613912345674", "tel13912345675", "１３９１２３４５６７６", "021-62345678",
        "一三九一二三四五六七九", "86-139-1234-5670", "110101 19900307 1234", "11010119900307123X", "139\u200b12345671",
    ],
)  # fmt: skip
def test_a_strangers_number_is_hidden_however_it_is_written(number: str) -> None:
    shown, hidden = hide_numbers(f"找他弟弟：{number}。", own=frozenset())
    assert (number in shown, hidden) == (False, 1)


def test_the_customers_own_number_stays_however_it_is_written_and_days_ids_and_amounts_are_none() -> None:
    own = frozenset({"13912345671"})
    for text in (
        "139 1234 5671", "+86 13912345671", "2026-03-02T10:20:00+08:00", "2026-03-05 14:30", "¥12,345,678.90",
        "pm0139123456781234567890", "ds-c165d343cfba7961a669-1", "3000 2000",
    ):  # fmt: skip
        assert hide_numbers(text, own=own) == (text, 0)


def test_records_outside_the_period_stay_as_links_and_the_chain_runs_through_them() -> None:
    made = records()
    links = tuple(
        replace(line, case_id="", kind="", at="", actor="", body="", masked=0) if line.seq > 6 else line
        for line in made.log
    )
    raw = a_pack(replace(made, log=links, about=replace(made.about, links_only=6, masked_numbers=0)))
    checked = check_pack(raw)
    assert checked.faults == ()
    assert (checked.whole, checked.links) == (6, 6)


def test_the_redacted_story_holds_nobody() -> None:
    made = records()
    case = case_of(a_log(*happenings()))
    page = write_page(redacted(made, case=case, agency="华信资产")).decode()
    secrets = [
        case.party.name, case.party.id_number, case.account.card, case.account.case_no, case.account.creditor,
        case.case_id, "13800000000", "collector-1", "compliance", "客户要求", "来电太早", made.log[-1].hash, "2026-03",
    ]  # fmt: skip
    assert [word for word in secrets if word in page] == []
    assert "1,200.00" in page and "D+0" in page and "员工" in page
