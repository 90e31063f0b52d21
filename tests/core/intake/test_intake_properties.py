"""Laws of intake: how a file is dressed changes nothing, and no bytes whatever bring it down."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from core.intake.file_builders import HEADER, TODAY, card, csv_bytes, read, record, resident_id, xlsx_bytes
from fairdue.foundation.money import show_yuan
from fairdue.intake import PlacementRow, RowItem, RowRejected
from fairdue.intake.account_number import passes_luhn
from fairdue.intake.identity import check_digit, read_resident_id
from fairdue.intake.phones import read_phones

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk")
NAMES = st.text("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", min_size=2, max_size=4)
DAYS = st.dates(date(2024, 1, 1), TODAY)
FEN = st.integers(1, 10**10)


def essence(item: RowItem) -> Any:
    """What a row says, without where it stood."""
    if isinstance(item, RowRejected):
        return [each.defect for each in item.problems]
    assert isinstance(item, PlacementRow)
    values = {each.name: getattr(item, each.name) for each in dataclasses.fields(item)}
    return {key: value for key, value in values.items() if key not in ("file_line", "file", "warnings")}


@st.composite
def records(draw: st.DrawFn) -> list[dict[str, str]]:
    count = draw(st.integers(1, 8))
    return [
        record(
            number,
            姓名=draw(NAMES),
            委案金额=f"{draw(FEN) / 100:.2f}",
            委案日期=draw(DAYS).isoformat(),
            手机=draw(st.sampled_from(["13800000001", "", "13800000001/13900000002", "12"])),
        )
        | {"原催收记录": draw(st.sampled_from(["", "称月底处理,未履约", "第一行\n第二行", '说"会还"']))}
        for number in range(1, count + 1)
    ]


@settings(max_examples=60, deadline=None)
@given(
    records(),
    st.sampled_from(ENCODINGS),
    st.sampled_from([",", "\t", ";", "|"]),
    st.permutations([*HEADER, "原催收记录"]),
    st.lists(st.sampled_from(["三月委外案件明细", "请保密", "", "内部资料 第2版"]), max_size=5),
)
def test_encoding_separator_order_and_titles_change_nothing(
    values: list[dict[str, str]], encoding: str, delimiter: str, order: list[str], titles: list[str]
) -> None:
    _, plain = read(csv_bytes([list(values[0]), *[list(each.values()) for each in values]]))
    rows = [[title] for title in titles] + [order] + [[each[key] for key in order] for each in values]
    _, dressed = read(csv_bytes(rows, encoding=encoding, delimiter=delimiter))
    assert [essence(item) for item in dressed] == [essence(item) for item in plain]
    _, book = read(xlsx_bytes(("案件", rows)), name="x.xlsx")
    assert [essence(item) for item in book] == [essence(item) for item in plain]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_problems_and_never_a_crash(content: bytes) -> None:
    reading, items = read(content)
    assert reading.refused
    assert reading.problems
    assert items == []


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_damage_to_a_good_file_is_survived(data: st.DataObject) -> None:
    good = data.draw(st.sampled_from(_GOOD))
    place = data.draw(st.integers(0, len(good)))
    junk = data.draw(st.binary(max_size=12))
    cut = data.draw(st.integers(0, 40))
    reading, items = read(good[:place] + junk + good[place + cut :])
    assert reading.refused == (not reading.tables)
    assert not (reading.refused and items)


_ROWS = [list(HEADER), *[list(record(number).values()) for number in range(1, 5)]]
_GOOD = [csv_bytes(_ROWS), csv_bytes(_ROWS, encoding="gb18030"), xlsx_bytes(("案件", _ROWS))]


@settings(deadline=None)
@given(FEN)
def test_an_amount_reads_the_same_in_every_shape(fen: int) -> None:
    plain, grouped = f"{fen // 100}.{fen % 100:02d}", show_yuan(fen)
    wide = "".join(chr(ord(each) + 0xFEE0) if each.isdigit() else each for each in plain)
    shapes = [
        plain,
        grouped,
        f"￥{grouped}",
        f"¥ {plain}",
        f"{plain}元",
        f"'{plain}",
        wide,
        f"RMB {grouped}",
        f" {plain} ",
    ]
    _, items = read(_column("委案金额", shapes))
    assert [row.amount_fen for row in items if isinstance(row, PlacementRow)] == [fen] * len(shapes)


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), TODAY))
def test_a_date_reads_the_same_in_every_shape(day: date) -> None:
    y, m, d = day.year, day.month, day.day
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    shapes = [
        day.isoformat(),
        f"{y}/{m}/{d}",
        f"{y}.{m:02d}.{d:02d}",
        f"{y}{m:02d}{d:02d}",
        f"{y}年{m}月{d}日",
        f"{day} 08:30:00",
        str(serial),
        f"'{y}-{m}-{d}",
    ]
    _, items = read(_column("委案日期", shapes))
    assert [row.placed_on for row in items if isinstance(row, PlacementRow)] == [day] * len(shapes)


def _column(header: str, cells: list[str]) -> bytes:
    rows = [record(number, **{header: cell}) for number, cell in enumerate(cells, start=1)]
    return csv_bytes([list(rows[0]), *[list(each.values()) for each in rows]])


@given(st.integers(1, 999), st.dates(date(1930, 1, 1), TODAY), st.integers(0, 17), st.integers(1, 9))
def test_one_changed_character_of_an_identity_number_is_noticed(
    number: int, birth: date, place: int, by: int
) -> None:
    good = resident_id(number, birth=f"{birth:%Y%m%d}")
    assert read_resident_id(good, born_by=TODAY).birth_on == birth
    old = good[place]
    new = str((int(old) + by) % 10) if old.isdigit() else str(by)
    changed = good[:place] + new + good[place + 1 :]
    try:
        read_resident_id(changed, born_by=TODAY)
    except ValueError as error:
        assert changed not in str(error)
    else:
        raise AssertionError("the change went unnoticed")


@given(st.text("0123456789", min_size=17, max_size=17))
def test_the_check_digit_is_one_of_eleven(first: str) -> None:
    assert check_digit(first) in "0123456789X"


@given(st.integers(1, 9_999_999), st.integers(0, 15), st.integers(1, 9))
def test_one_changed_digit_of_a_card_is_noticed(number: int, place: int, by: int) -> None:
    good = card(number)
    changed = good[:place] + str((int(good[place]) + by) % 10) + good[place + 1 :]
    assert passes_luhn(good)
    assert not passes_luhn(changed)


@given(
    st.lists(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), min_size=1, max_size=5, unique=True),
    st.sampled_from(["/", "、", ";", "；", ",", "，", "|", "\n", " ", "或", " / "]),
    st.sampled_from(["", "+86", "0086", "+86 ", "86-", "(+86)"]),
)
def test_mobiles_read_the_same_with_any_separator_and_prefix(
    numbers: list[str], separator: str, prefix: str
) -> None:
    cell = separator.join(f"{prefix}{each[:3]}-{each[3:7]}-{each[7:]}" for each in numbers)
    assert read_phones(cell).mobiles == tuple(numbers)
    assert read_phones(separator.join(numbers)).mobiles == tuple(numbers)
