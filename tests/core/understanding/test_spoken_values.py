"""Spoken days, hours, amounts and channels, by the conventions of the labelled sets."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.foundation.civil import CHINA
from fairdue.understanding.spoken_channel import CHANNEL_NAMES, PayChannel, read_channel
from fairdue.understanding.spoken_date import Direction, read_spoken_date
from fairdue.understanding.spoken_money import read_spoken_money
from fairdue.understanding.spoken_time import read_spoken_moment
from shared_data import shared

WEDNESDAY = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
_DIGITS = "零一二三四五六七八九"


def in_chinese(number: int) -> str:
    """A whole number below 10^8 as it is written out in full."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return in_chinese(high) + "万" + gap + (in_chinese(low) if low else "")
    words = ""
    skipped = False
    for unit, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            words += ("零" if skipped and words else "") + _DIGITS[digit] + mark
            skipped = False
        else:
            skipped = True
    return words or "零"


@given(st.integers(1, 10**8 - 1))
def test_every_amount_below_a_hundred_million_reads_back(yuan: int) -> None:
    assert read_spoken_money(in_chinese(yuan)) == yuan * 100
    assert read_spoken_money(f"我先还{in_chinese(yuan)}块") == yuan * 100
    assert read_spoken_money(f"{yuan:,}") == yuan * 100


@given(st.integers(1, 10**6), st.integers(0, 9), st.integers(0, 9))
def test_small_change_reads_back(yuan: int, jiao: int, fen: int) -> None:
    change = (f"{_DIGITS[jiao]}毛" if jiao else "") + (f"{_DIGITS[fen]}分" if fen and jiao else "")
    expected = yuan * 100 + jiao * 10 + (fen if jiao else 0)
    assert read_spoken_money(f"{in_chinese(yuan)}块{change}") == expected


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("三千五", 3500), ("两千", 2000), ("一万二", 12_000), ("1.2万", 12_000), ("八百块", 800),
        ("五百来块", 500), ("一点二万", 12_000), ("三千零五", 3005), ("3,500", 3500), ("3千5", 3500),
        ("十五块", 15), ("两万三千五", 23_500), ("¥3500", 3500), ("３５００", 3500), ("先还一千,后天", 1000),
        ("三千多", None), ("四千出头", None), ("三四千", None), ("千把块", None), ("没钱", None), ("15号", None),
        ("三天", None), ("", None),
    ],
)  # fmt: skip
def test_amounts(text: str, yuan: int | None) -> None:
    assert read_spoken_money(text) == (None if yuan is None else yuan * 100)


@pytest.mark.parametrize(
    ("text", "future", "past"),
    [
        ("月底", "2026-03-31", "2026-03-31"), ("下周五", "2026-03-20", "2026-03-20"),
        ("这周五", "2026-03-13", "2026-03-13"), ("周五", "2026-03-13", "2026-03-06"),
        ("周三", "2026-03-18", "2026-03-04"), ("15号", "2026-03-15", "2026-02-15"),
        ("11号", "2026-04-11", "2026-03-11"), ("后天", "2026-03-13", "2026-03-13"),
        ("大后天", "2026-03-14", "2026-03-14"), ("三天内", "2026-03-14", "2026-03-14"),
        ("前天", "2026-03-09", "2026-03-09"), ("昨晚", "2026-03-10", "2026-03-10"),
        ("上周六", "2026-03-07", "2026-03-07"), ("下个月10号", "2026-04-10", "2026-04-10"),
        ("3月15日", "2026-03-15", "2025-03-15"), ("三月十五", "2026-03-15", "2025-03-15"),
        ("31号", "2026-03-31", "2026-01-31"), ("二月二十九号", "2028-02-29", "2024-02-29"),
        ("2026年5月1日", "2026-05-01", "2026-05-01"), ("tomorrow", "2026-03-12", "2026-03-12"),
        ("Friday", "2026-03-13", "2026-03-06"), ("15 March", "2026-03-15", "2025-03-15"),
        ("March 15", "2026-03-15", "2025-03-15"), ("next Friday", "2026-03-20", "2026-03-20"),
        ("这两天", None, None), ("过几天", None, None), ("下个月", None, None), ("15号左右", None, None),
        ("下周", None, None), ("月初", None, None), ("三十五号", None, None), ("", None, None),
        ("周五,哦不对,周六", "2026-03-14", "2026-03-07"), ("后天不行,大后天吧", "2026-03-14", "2026-03-14"),
    ],
)  # fmt: skip
def test_days_lie_on_the_side_that_the_talk_is_about(text: str, future: str | None, past: str | None) -> None:
    for direction, expected in ((Direction.FUTURE, future), (Direction.PAST, past)):
        found = read_spoken_date(text, reference=WEDNESDAY, direction=direction)
        assert found == (date.fromisoformat(expected) if expected else None)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("下午三点", "2026-03-11T15:00"), ("明天上午十点", "2026-03-12T10:00"), ("中午", "2026-03-11T12:00"),
        ("晚上八点半", "2026-03-11T20:30"), ("傍晚六点一刻", "2026-03-11T18:15"), ("15:30", "2026-03-11T15:30"),
        ("周五下午2点", "2026-03-13T14:00"), ("六点再打", "2026-03-11T18:00"), ("3pm", "2026-03-11T15:00"),
        ("九点打", "2026-03-11T21:00"), ("晚上十二点", "2026-03-12T00:00"), ("晚点", None), ("二十分钟后", None),
        ("25:00", None), ("", None),
    ],
)  # fmt: skip
def test_hours(text: str, moment: str | None) -> None:
    found = read_spoken_moment(text, reference=WEDNESDAY)
    assert found == (datetime.fromisoformat(f"{moment}+08:00") if moment else None)


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(text: str) -> None:
    _read_every_way(text)


@given(
    st.text(alphabet="0123456789零一二两三十百千万亿点块毛分月号日周下上个半刻底天内前后:.,/-", max_size=24)
)
def test_no_heap_of_number_words_breaks_a_reader(text: str) -> None:
    _read_every_way(text)


def _read_every_way(text: str) -> None:
    read_spoken_money(text)
    read_channel(text)
    read_spoken_moment(text, reference=WEDNESDAY)
    for direction in Direction:
        read_spoken_date(text, reference=WEDNESDAY, direction=direction)


def test_every_channel_has_a_name_that_reads_back() -> None:
    for channel in PayChannel:
        if channel not in (PayChannel.OTHER, PayChannel.THIRD_PARTY_APP):
            assert read_channel(CHANNEL_NAMES[channel].zh) is channel
    assert read_channel("嗯") is None


@pytest.mark.shared
def test_the_labelled_slots_are_read_as_people_label_them() -> None:
    agreed: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for line in shared("sets/dev/debtor.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        reference = datetime.fromisoformat(row["reference"])
        for slot, label in (row.get("slots") or {}).items():
            asked[slot] += 1
            agreed[slot] += _read(slot, row["text"], reference) == label
    for slot, count in asked.items():
        assert agreed[slot] / count >= 0.94, f"{slot}: {agreed[slot]} of {count}"


def _read(slot: str, text: str, reference: datetime) -> object:
    if slot.endswith("_fen"):
        return read_spoken_money(text)
    if slot == "paid_channel":
        return read_channel(text)
    if slot == "callback_at":
        moment = read_spoken_moment(text, reference=reference)
        return moment and moment.strftime("%Y-%m-%dT%H:%M")
    direction = Direction.PAST if slot == "paid_on" else Direction.FUTURE
    day = read_spoken_date(text, reference=reference, direction=direction)
    return day and day.isoformat()
