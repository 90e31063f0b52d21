"""The invented portfolio: the same everywhere, plausible in its shares, and nobody's."""

from __future__ import annotations

import hashlib
import io
import itertools
import tracemalloc
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairdue.intake import PaymentRow, PlacementRow, playbook_layouts, read_file
from fairdue.intake.account_number import passes_luhn
from fairdue.intake.identity import read_resident_id
from fairdue.practice.life import Temperament, traits_of
from fairdue.practice.people import CARD_BIN, MOBILE_RANGES
from fairdue.practice.population import (
    HEADERS,
    generate_rows,
    main,
    write_placement_csv,
    write_placement_xlsx,
)
from fairdue.practice.repayments import generate_payments, write_payments_csv

PLACED_ON = date(2026, 3, 1)
FIRST_THOUSAND = "8767911b870502cddfafdac6f832029b820ed6a142c8977023296d43fa546270"


def rows_of(size: int, *, seed: int = 7, with_third_party: bool = True) -> list[dict[str, str]]:
    return list(
        generate_rows(
            seed=seed,
            size=size,
            placed_on=PLACED_ON,
            creditor="示例银行",
            batch_no="B2603-SIM-01",
            with_third_party=with_third_party,
        )
    )


PORTFOLIO = rows_of(10_000)


def test_the_first_thousand_rows_are_the_same_bytes_on_every_machine() -> None:
    text = io.StringIO()
    assert write_placement_csv(text, rows=rows_of(1000)) == 1000
    assert hashlib.sha256(text.getvalue().encode()).hexdigest() == FIRST_THOUSAND


def test_another_seed_gives_other_people_and_another_batch_the_same_people_again() -> None:
    again = generate_rows(seed=7, size=50, placed_on=PLACED_ON, creditor="示例银行", batch_no="B2")
    first = rows_of(50)
    assert {row["证件号"] for row in rows_of(50, seed=8)}.isdisjoint(row["证件号"] for row in first)
    for one, other in zip(first, again, strict=True):
        assert one["证件号"] == other["证件号"] and one["个案序列号"] != other["个案序列号"]


def test_every_row_has_every_column_in_order() -> None:
    assert all(tuple(row) == HEADERS for row in PORTFOLIO)


def test_every_identity_number_is_valid_and_agrees_with_the_sex_of_the_row() -> None:
    for row in PORTFOLIO:
        identity = read_resident_id(row["证件号"], born_by=PLACED_ON)
        assert identity.birth_on is not None and 1960 <= identity.birth_on.year <= 2005
        assert (identity.sex == "male") == (row["性别"] == "男")


def test_every_account_number_passes_luhn_and_stands_in_the_made_up_range() -> None:
    cards = [row["卡号"] for row in PORTFOLIO]
    assert all(passes_luhn(card) and card.startswith(CARD_BIN) and len(card) == 16 for card in cards)
    assert len(set(cards)) == len(cards)


def test_case_numbers_are_unique_and_mobiles_belong_to_one_person() -> None:
    assert len({row["个案序列号"] for row in PORTFOLIO}) == len(PORTFOLIO)
    people = {row["证件号"] for row in PORTFOLIO}
    pairs = {(row["证件号"], row["手机"], row["姓名"]) for row in PORTFOLIO}
    assert len(pairs) == len(people) == len({mobile for _, mobile, _ in pairs})
    assert all(mobile.startswith(MOBILE_RANGES) for _, mobile, _ in pairs)


def test_no_third_person_has_a_customers_number() -> None:
    own = {row["手机"] for row in PORTFOLIO}
    assert own.isdisjoint(row["联系人1手机"] for row in PORTFOLIO)


def test_about_six_people_in_a_hundred_have_more_than_one_case() -> None:
    cases = Counter(row["证件号"] for row in PORTFOLIO)
    share = sum(count > 1 for count in cases.values()) / len(cases)
    assert 0.05 <= share <= 0.075


def test_later_buckets_are_rarer_and_the_stated_days_follow_from_the_dates() -> None:
    buckets = Counter(row["逾期账龄"] for row in PORTFOLIO)
    shares = [buckets[name] for name in ("M1", "M2", "M3", "M4", "M5", "M6")]
    assert shares == sorted(shares, reverse=True)
    assert 0.27 <= shares[0] / len(PORTFOLIO) <= 0.33
    for row in PORTFOLIO:
        overdue_on, placed_on = date.fromisoformat(row["逾期日期"]), date.fromisoformat(row["委案日期"])
        assert overdue_on < placed_on and (placed_on - overdue_on).days == int(row["逾期天数"])
        assert (int(row["逾期天数"]) - 1) // 30 + 1 == int(row["逾期期数"])
        if row["最后还款日"]:
            assert date.fromisoformat(row["最后还款日"]) < overdue_on


def _fen(cell: str) -> int:
    return int(cell.replace(".", ""))


def test_the_parts_of_every_debt_add_up_to_the_fen_and_stay_within_the_limit() -> None:
    for row in PORTFOLIO:
        parts = _fen(row["本金"]) + _fen(row["逾期利息"]) + _fen(row["违约金"])
        assert parts == _fen(row["委案金额"])
        assert _fen(row["最低还款额"]) == _fen(row["本金"]) // 10
        assert _fen(row["信用额度"]) >= _fen(row["本金"])


def test_interest_and_penalty_grow_with_the_days() -> None:
    def burden(bucket: str) -> float:
        rows = [row for row in PORTFOLIO if row["逾期账龄"] == bucket]
        cost = sum(_fen(row["逾期利息"]) + _fen(row["违约金"]) for row in rows)
        return cost / sum(_fen(row["本金"]) for row in rows)

    assert burden("M1") < burden("M3") < burden("M6") < burden("M6+")


def test_the_median_principal_of_each_product_is_near_its_stated_one() -> None:
    for product, median in (("信用卡", 11_000), ("消费贷", 17_000), ("现金分期", 26_000)):
        amounts = sorted(_fen(row["本金"]) for row in PORTFOLIO if row["产品"] == product)
        assert 0.9 * median <= amounts[len(amounts) // 2] / 100 <= 1.1 * median
        assert sum(amounts) / len(amounts) > amounts[len(amounts) // 2]


def test_every_temperament_occurs() -> None:
    found = {traits_of(seed=7, key=row["证件号"]).temperament for row in PORTFOLIO}
    assert found == set(Temperament)


def test_without_third_parties_their_columns_are_empty_and_the_rest_is_the_same() -> None:
    for one, other in zip(rows_of(200), rows_of(200, with_third_party=False), strict=True):
        assert not (other["联系人1姓名"] + other["联系人1关系"] + other["联系人1手机"])
        assert {**one, "联系人1姓名": "", "联系人1关系": "", "联系人1手机": ""} == other


@given(st.integers(0, 400), st.integers(0, 10**6))
@settings(max_examples=40, deadline=None)
def test_any_size_gives_exactly_that_many_rows(size: int, seed: int) -> None:
    assert len(rows_of(size, seed=seed)) == size


def test_a_negative_size_is_refused_with_what_was_expected() -> None:
    with pytest.raises(ValueError, match="size is from 0"):
        rows_of(-1)


def test_memory_does_not_grow_with_the_size() -> None:
    stream = generate_rows(seed=7, size=20_000, placed_on=PLACED_ON, creditor="示例银行", batch_no="B")
    list(itertools.islice(stream, 1000))
    tracemalloc.start()
    for _ in stream:
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 300_000


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_intake_takes_every_row_without_a_rejection(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"portfolio{suffix}"
    write = write_placement_csv if suffix == ".csv" else write_placement_xlsx
    assert write(path, rows=rows_of(500)) == 500
    content = path.read_bytes()
    reading = read_file(
        name=path.name, content=content, as_of_on=date(2026, 3, 2), layouts=playbook_layouts()
    )
    items = list(reading.rows())
    assert len(items) == 500 and all(isinstance(item, PlacementRow) for item in items)
    assert any(item.payday for item in items if isinstance(item, PlacementRow))


def test_a_payment_file_has_full_and_part_payments_a_double_line_and_a_reversal(tmp_path: Path) -> None:
    cases = rows_of(500)
    payments = list(generate_payments(seed=7, cases=cases, days=30))
    serials = Counter(row["流水号"] for row in payments)
    assert sorted(serials.values())[-2:] == [1, 2]
    back = payments[-1]
    assert back["入账金额"].startswith("-") and back["备注"].startswith("冲正 P")
    owed = {row["卡号"]: _fen(row["委案金额"]) for row in cases}
    paid = [(_fen(row["入账金额"]), owed[row["卡号"]]) for row in payments[:-2]]
    assert any(part == whole for part, whole in paid) and any(part < whole for part, whole in paid)
    assert all(0 < part <= whole for part, whole in paid)
    path = tmp_path / "payments.csv"
    write_payments_csv(path, rows=payments)
    reading = read_file(
        name=path.name, content=path.read_bytes(), as_of_on=date(2026, 4, 2), layouts=playbook_layouts()
    )
    items = list(reading.rows())
    taken = [item for item in items if isinstance(item, PaymentRow)]
    assert len(taken) >= len(payments) - 1
    assert sum(item.amount_fen < 0 for item in taken) == 1


def test_who_pays_depends_on_the_case_and_not_on_its_neighbours() -> None:
    cases = rows_of(300)
    whole = {row["卡号"]: row["入账金额"] for row in generate_payments(seed=7, cases=cases, days=30)}
    half = {row["卡号"]: row["入账金额"] for row in generate_payments(seed=7, cases=cases[150:], days=30)}
    later = {case["卡号"] for case in cases[150:]}
    assert set(half) == {card for card in whole if card in later}


def test_the_command_writes_the_file_and_says_how_many_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "file.csv"
    with pytest.raises(SystemExit) as ended:
        main(["--size", "25", "--seed", "7", "--out", str(path)])
    assert ended.value.code == 0
    assert "25 rows" in capsys.readouterr().err
    assert len(path.read_text(encoding="utf-8").splitlines()) == 26


def test_a_stream_of_text_and_one_of_bytes_get_the_same_file_and_stay_open() -> None:
    text, data = io.StringIO(), io.BytesIO()
    write_placement_csv(text, rows=rows_of(20))
    write_placement_csv(data, rows=rows_of(20), encoding="gb18030")
    assert data.getvalue().decode("gb18030") == text.getvalue()
