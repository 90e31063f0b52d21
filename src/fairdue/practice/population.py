"""The population: an invented portfolio of any size, as the placement file a creditor would send.

Room: practice. Rows stream: memory does not grow with the size, and the same seed gives the same bytes on
every machine, since only whole numbers are drawn and reckoned with. The columns are those of a common
placement file, with product, limit, job, income and payday behind them. Shares and sizes are assumptions.

    python -m fairdue.practice.population --size 200000 --seed 7 --out file.csv
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal, localcontext
from functools import cache
from io import TextIOBase, TextIOWrapper
from pathlib import Path
from random import Random
from typing import BinaryIO, NoReturn, TextIO, cast

from fairdue.casefile.bucket import bucket_of_days
from fairdue.practice.life import Temperament
from fairdue.practice.made_up_words import PRODUCTS, RELATIONS
from fairdue.practice.people import (
    IDENTITIES,
    Numbers,
    Person,
    below,
    card_of,
    invent_person,
    mobile_of,
    numbers_of,
    surname_only,
)

HEADERS = (
    "批次号", "委托方", "个案序列号", "姓名", "性别", "证件号", "手机", "卡号", "币种", "委案日期",
    "预计退案日期", "委案金额", "本金", "逾期利息", "违约金", "最低还款额", "逾期日期", "逾期天数",
    "逾期期数", "逾期账龄", "最后还款日", "最后还款额", "单位名称", "婚姻状况", "城市", "原催收记录",
    "联系人1姓名", "联系人1关系", "联系人1手机",
    "产品", "信用额度", "职位", "收入", "发薪日",
)  # fmt: skip

PLACEMENT_DAYS = 90
MOST_PERIODS = 24
MOST_WAITING = 64
"""How many people at most wait for their next case; it bounds the memory."""


def generate_rows(
    *,
    seed: int,
    size: int,
    placed_on: date,
    creditor: str,
    batch_no: str,
    with_third_party: bool = True,
) -> Iterator[dict[str, str]]:
    """Stream ``size`` rows of a placement file, each a mapping from header to cell.

    The same seed with another batch number gives the same people and debts under new case numbers.
    Raises ValueError for a negative size and for one beyond the identities there are.
    """
    if not 0 <= size <= IDENTITIES:
        raise ValueError(f"size is from 0 to {IDENTITIES:,}, the number of identities that can be invented")
    rng = Random(f"fairdue-population:{seed}")  # noqa: S311 - invented people need no secrets
    numbers = numbers_of(rng)
    waiting: list[Person] = []
    people = 0
    for number in range(size):
        left = size - number
        if waiting and (left <= len(waiting) or len(waiting) >= MOST_WAITING or below(rng, 100) < 12):
            person = waiting.pop(below(rng, len(waiting)))
        else:
            person = invent_person(seed=seed, index=people, rng=rng, numbers=numbers, on=placed_on)
            people += 1
            waiting.extend([person] * min(_further_cases(rng), left - 1 - len(waiting)))
        case_no = f"{batch_no}-{number + 1:07d}"
        yield _row(person, case_no, number, rng, numbers, placed_on, creditor, batch_no, with_third_party)


def _further_cases(rng: Random) -> int:
    """About six people in a hundred have two cases or more (共债)."""
    draw = below(rng, 1000)
    return 0 if draw >= 62 else 1 if draw >= 10 else 2


def _row(
    person: Person,
    case_no: str,
    number: int,
    rng: Random,
    numbers: Numbers,
    placed_on: date,
    creditor: str,
    batch_no: str,
    with_third_party: bool,
) -> dict[str, str]:
    product, median, spread = _product(rng)
    periods = _periods(rng)
    days = (periods - 1) * 30 + 1 + below(rng, 30)
    overdue_on = placed_on - timedelta(days=days)
    principal = _principal_fen(rng, median, spread)
    minimum = principal // 10
    interest = principal * days * 5 // 10_000  # five ten-thousandths a day, the usual card rate
    penalty = minimum * periods * 5 // 100  # five in a hundred of each minimum that was not paid
    paid_on, paid = "", ""
    if below(rng, 100) < 96:
        paid_on = (overdue_on - timedelta(days=5 + below(rng, 31))).isoformat()
        paid = _yuan(minimum * (60 + below(rng, 200)) // 100)
    relation, third_name, third_mobile = "", "", ""
    third_draw = below(rng, len(RELATIONS))
    name_drawn = surname_only(rng)
    if with_third_party:
        relation, third_name = RELATIONS[third_draw], name_drawn
        third_mobile = mobile_of(index=number, numbers=numbers, third_person=True)
    limit = -(-principal * (100 + below(rng, 60)) // 100 // 100_000) * 1000
    return {
        "批次号": batch_no,
        "委托方": creditor,
        "个案序列号": case_no,
        "姓名": person.name,
        "性别": person.sex,
        "证件号": person.id_number,
        "手机": person.mobile,
        "卡号": card_of(index=number, numbers=numbers),
        "币种": "CNY",
        "委案日期": placed_on.isoformat(),
        "预计退案日期": (placed_on + timedelta(days=PLACEMENT_DAYS)).isoformat(),
        "委案金额": _yuan(principal + interest + penalty),
        "本金": _yuan(principal),
        "逾期利息": _yuan(interest),
        "违约金": _yuan(penalty),
        "最低还款额": _yuan(minimum),
        "逾期日期": overdue_on.isoformat(),
        "逾期天数": str(days),
        "逾期期数": str(periods),
        "逾期账龄": _bucket(days),
        "最后还款日": paid_on,
        "最后还款额": paid,
        "单位名称": person.employer,
        "婚姻状况": person.marital_status,
        "城市": person.city,
        "原催收记录": _earlier_note(person, rng, placed_on),
        "联系人1姓名": third_name,
        "联系人1关系": relation,
        "联系人1手机": third_mobile,
        "产品": product,
        "信用额度": f"{max(1000, limit)}.00",
        "职位": person.job,
        "收入": "" if person.income_yuan is None else f"{person.income_yuan}.00",
        "发薪日": "" if person.payday is None else str(person.payday),
    }


def _product(rng: Random) -> tuple[str, int, int]:
    draw = below(rng, 100)
    for product, share, median, spread in PRODUCTS:
        if draw < share:
            return product, median, spread
        draw -= share
    raise AssertionError("the shares of the products add up to a hundred")


def _periods(rng: Random) -> int:
    """Overdue periods: three in ten of those who reached a period stay in it, the others fall on."""
    periods = 1
    while periods < MOST_PERIODS and below(rng, 10) >= 3:
        periods += 1
    return periods


def _bucket(days: int) -> str:
    bucket = bucket_of_days(days)
    return "M6+" if bucket == "M7" else bucket  # the trade's own way to write what we call M7


@cache
def _spread_table(spread: int) -> tuple[int, ...]:
    """The factor e^(σz) in millionths over the range of z that ``_principal_fen`` draws.

    Decimals are reckoned the same on every machine, floating logarithms are not.
    """
    with localcontext() as context:
        context.prec = 28
        sigma = Decimal(spread) / 1000
        points = (Decimal(step * 1024 - 131_070) / 37_837 for step in range(257))
        return tuple(int((sigma * point).exp() * 1_000_000) for point in points)


def _principal_fen(rng: Random, median_yuan: int, spread: int) -> int:
    """A log-normal principal: the sum of four even draws stands for the normal one."""
    bits = rng.getrandbits(64)
    total = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
    table = _spread_table(spread)
    step, rest = divmod(total, 1024)
    factor = table[step] + (table[step + 1] - table[step]) * rest // 1024
    return min(30_000_000, max(30_000, median_yuan * factor // 10_000 + below(rng, 100)))


def _earlier_note(person: Person, rng: Random, placed_on: date) -> str:
    draw = below(rng, 100)
    on = (placed_on - timedelta(days=3 + below(rng, 40))).isoformat()
    if draw < 38:
        return ""
    if draw < 55:
        return f"{on} 无人接听{1 + draw % 4}次"
    if draw < 60:
        return f"{on} 家人接听,未透露信息"
    match person.traits.temperament:
        case Temperament.KEEPS_PROMISES | Temperament.PAYS_AFTER_FIRST_CALL:
            return "曾承诺2次均部分履约" if draw < 80 else f"{on} 本人接听,称近期处理"
        case Temperament.BREAKS_PROMISES:
            return f"{on} 本人接听,称月底处理,未履约"
        case Temperament.IN_HARDSHIP:
            return "客户称失业,要求分期" if draw < 80 else f"{on} 本人称收入下降,协商还款方案"
        case Temperament.REFUSES:
            return f"{on} 本人接听,拒绝处理"
        case Temperament.DISPUTES:
            return f"{on} 本人对金额有异议"
        case Temperament.ALREADY_PAID:
            return f"{on} 本人称已还款,待核对"
        case Temperament.UNREACHABLE:
            return f"{on} 关机"


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def write_csv(
    target: Path | TextIO | BinaryIO,
    *,
    headers: Sequence[str],
    rows: Iterable[Mapping[str, str]],
    encoding: str = "utf-8",
) -> int:
    """Write rows under headers and return how many; the encoding counts for a path and a stream of bytes."""
    count = 0
    with _as_text(target, encoding) as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(headers)
        for row in rows:
            writer.writerow([row[header] for header in headers])
            count += 1
    return count


@contextmanager
def _as_text(target: Path | TextIO | BinaryIO, encoding: str) -> Iterator[TextIO]:
    """A text stream onto the target; a stream that was handed in stays open for whoever handed it in."""
    if isinstance(target, Path):
        with target.open("w", encoding=encoding, newline="") as stream:
            yield stream
    elif isinstance(target, TextIOBase):
        yield cast(TextIO, target)
    else:
        wrapper = TextIOWrapper(cast(BinaryIO, target), encoding=encoding, newline="")
        yield wrapper
        wrapper.flush()
        wrapper.detach()


def write_placement_csv(
    target: Path | TextIO | BinaryIO, *, rows: Iterable[Mapping[str, str]], encoding: str = "utf-8"
) -> int:
    """Write a placement file as CSV and return the number of rows."""
    return write_csv(target, headers=HEADERS, rows=rows, encoding=encoding)


def write_placement_xlsx(target: Path | BinaryIO, *, rows: Iterable[Mapping[str, str]]) -> int:
    """Write a placement file as a workbook, in constant memory, and return the number of rows.

    Cells are text, as in most placement files, so that long numbers keep their digits.
    """
    import xlsxwriter  # heavy, and needed by nobody who writes CSV

    book = xlsxwriter.Workbook(
        str(target) if isinstance(target, Path) else target,
        {"constant_memory": True, "strings_to_numbers": False, "strings_to_formulas": False},
    )
    sheet = book.add_worksheet("委案")
    sheet.write_row(0, 0, HEADERS)
    count = 0
    for row in rows:
        count += 1
        sheet.write_row(count, 0, [row[header] for header in HEADERS])
    book.close()
    return count


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Write a portfolio to a file, say the path and the number of rows on the error stream, and exit."""
    parser = argparse.ArgumentParser(prog="python -m fairdue.practice.population", description=__doc__)
    parser.add_argument("--size", type=int, required=True, help="number of cases")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, required=True, help="a path that ends in .csv or .xlsx")
    parser.add_argument("--placed-on", type=date.fromisoformat, default=date(2026, 3, 1))
    parser.add_argument("--creditor", default="示例银行")
    parser.add_argument("--batch-no", default="B2603-SIM-01")
    parser.add_argument("--without-third-party", action="store_true")
    asked = parser.parse_args(arguments)
    rows = generate_rows(
        seed=asked.seed,
        size=asked.size,
        placed_on=asked.placed_on,
        creditor=asked.creditor,
        batch_no=asked.batch_no,
        with_third_party=not asked.without_third_party,
    )
    write = write_placement_xlsx if asked.out.suffix.lower() == ".xlsx" else write_placement_csv
    count = write(asked.out, rows=rows)
    parser.exit(0, f"{asked.out}: {count} rows\n")


if __name__ == "__main__":
    main()
