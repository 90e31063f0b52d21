"""The log: what is written reads back, what is changed is found, what is folded is the truth."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.casefile.builders import MORNING, a_case, a_case_id, a_log, a_placement, events_of
from fairdue.casefile.case import replay
from fairdue.casefile.chain import find_chain_faults, link_hash
from fairdue.casefile.codec import read_body, write_body
from fairdue.casefile.event import StoredEvent, open_event, seal_event
from fairdue.casefile.happening import (
    HAPPENINGS,
    BalanceUpdated,
    CaseAssigned,
    NoteAnnotated,
    PaymentPosted,
)
from fairdue.foundation.civil import CHINA, Period
from fairdue.foundation.ids import PaymentId, StaffId

MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=CHINA)
)
st.register_type_strategy(datetime, MOMENTS)
st.register_type_strategy(
    Period,
    st.tuples(MOMENTS, st.none() | st.timedeltas(min_value=timedelta(0))).map(
        lambda pair: Period(pair[0], None if pair[1] is None else _later(pair[0], pair[1]))
    ),
)
ANY_HAPPENING = st.sampled_from(sorted(HAPPENINGS)).flatmap(lambda name: st.from_type(HAPPENINGS[name]))


def _later(moment: datetime, by: timedelta) -> datetime:
    try:
        return moment + by
    except OverflowError:
        return moment


@given(ANY_HAPPENING)
def test_every_happening_reads_back_as_it_was_written(happened: object) -> None:
    assert read_body(type(happened), write_body(happened)) == happened


@given(ANY_HAPPENING)
def test_the_same_happening_always_has_the_same_bytes(happened: object) -> None:
    again = read_body(type(happened), write_body(happened))
    assert write_body(again) == write_body(happened)


@given(ANY_HAPPENING)
def test_the_bytes_are_json_in_its_canonical_spelling(happened: object) -> None:
    text = write_body(happened)
    assert text == json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def test_text_with_signs_and_sums_below_zero_and_dates_are_spelt_as_json_spells_them() -> None:
    note = NoteAnnotated('甲"\\\n\t\x07')
    assert write_body(note) == '{"text":"甲\\"\\\\\\n\\t\\u0007"}'
    paid = PaymentPosted(PaymentId("p1"), -5, date(2026, 3, 2), "atm")
    assert write_body(paid) == '{"amount_fen":-5,"channel":"atm","payment_id":"p1","posted_on":"2026-03-02"}'


@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=6, max_size=6), st.integers(1, 10**6))
def test_a_link_covers_each_column_by_its_length_in_bytes(said: list[str], seq: int) -> None:
    before, case_id, kind, at, actor, body = said
    spelt = b"".join(
        str(len(part.encode())).encode() + b":" + part.encode()
        for part in (before, case_id, str(seq), kind, at, actor, body)
    )
    assert hashlib.sha256(spelt).hexdigest() == link_hash(
        prev_hash=before, case_id=case_id, seq=seq, kind=kind, at=at, actor=actor, body=body
    )


@given(st.data())
def test_one_changed_character_anywhere_in_a_log_is_found(data: st.DataObject) -> None:
    rows = a_log(
        CaseAssigned(StaffId("张三")),
        BalanceUpdated(900_000, date(2026, 3, 5)),
        CaseAssigned(StaffId("李四")),
    )
    index = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.sampled_from(["kind", "at", "actor", "body", "prev_hash", "hash"]))
    text = getattr(rows[index], column)
    place = data.draw(st.integers(0, len(text)))
    other = data.draw(st.characters(codec="utf-8"))
    changed = text[:place] + other + text[place + 1 :]
    if changed == text:
        return
    forged = [*rows]
    forged[index] = dataclasses.replace(rows[index], **{column: changed})
    assert _faults(forged, head=rows)


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_a_log_with_its_end_cut_off_contradicts_its_head(cut: int) -> None:
    rows = a_log(*[CaseAssigned(StaffId(str(n))) for n in range(3)])
    assert _faults(rows[:-cut], head=rows)


def test_a_log_with_a_row_taken_out_or_two_exchanged_is_found() -> None:
    rows = a_log(*[CaseAssigned(StaffId(str(n))) for n in range(3)])
    assert _faults([rows[0], rows[2], rows[3]], head=rows)
    assert _faults([rows[0], rows[2], rows[1], rows[3]], head=rows)
    assert _faults(rows, head=rows) == []


def _faults(rows: list[StoredEvent], *, head: list[StoredEvent]) -> list[object]:
    return list(find_chain_faults(rows, case_id=a_case_id(), head_hash=head[-1].hash, event_count=len(head)))


def test_a_log_begins_with_the_placement_and_an_empty_one_is_no_case() -> None:
    with pytest.raises(ValueError, match="empty log"):
        replay([])
    with pytest.raises(ValueError, match="begins with CasePlaced"):
        replay(events_of(a_log(CaseAssigned(StaffId("a"))))[1:])
    with pytest.raises(ValueError, match="placed once"):
        a_case(a_placement())


def test_an_event_of_an_unknown_kind_says_to_upgrade() -> None:
    row = dataclasses.replace(a_log()[0], kind="CaseTeleported")
    with pytest.raises(ValueError, match="upgrade"):
        open_event(row)


def test_the_same_moment_in_another_zone_is_stored_as_the_same_text() -> None:
    in_utc = MORNING.astimezone(UTC)
    rows = [
        seal_event(case_id=a_case_id(), seq=1, at=at, actor="a", happened=a_placement(), prev_hash="")
        for at in (MORNING, in_utc)
    ]
    assert rows[0] == rows[1]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        seal_event(
            case_id=a_case_id(),
            seq=1,
            at=datetime(2026, 3, 2, 10, 0),
            actor="a",
            happened=a_placement(),
            prev_hash="",
        )


def test_an_annotation_needs_a_note() -> None:
    with pytest.raises(ValueError, match="needs a note"):
        a_case(NoteAnnotated("更正"))


@given(
    st.lists(
        st.tuples(st.integers(-10_000, 10_000), st.dates(date(2026, 2, 1), date(2026, 4, 1))), max_size=8
    )
)
def test_the_balance_is_the_last_statement_less_what_was_posted_since(
    payments: list[tuple[int, date]],
) -> None:
    case = a_case(*[PaymentPosted(PaymentId(str(n)), fen, on) for n, (fen, on) in enumerate(payments)])
    counted = sum(fen for fen, on in payments if on >= date(2026, 3, 1))
    assert case.balance_fen == 1_000_000 - counted
    assert case.paid_fen == sum(fen for fen, _ in payments)


def test_a_statement_of_a_day_contains_that_days_postings() -> None:
    case = a_case(
        PaymentPosted(PaymentId("1"), 100_000, date(2026, 3, 5)),
        BalanceUpdated(900_000, date(2026, 3, 5)),
        PaymentPosted(PaymentId("2"), 50_000, date(2026, 3, 6)),
    )
    assert case.balance_fen == 850_000


def test_no_repr_of_a_case_shows_the_person() -> None:
    shown = repr(a_case())
    for personal in ("测试甲", "110101199001010015", "13800000000", "6222000000000000", "s1.token"):
        assert personal not in shown
