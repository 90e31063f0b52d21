"""A payment load: placement and payment files of any size, for the benchmark and for tests.

Room: practice. Everything follows from the seed; a payment file is what a large creditor sends on a day.
``hostile_payments`` makes the other kind, with known answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

PLACED_ON = date(2026, 3, 1)
_CREDITOR = "示例银行"
_PLACEMENT = "委托方,个案序列号,姓名,证件号,手机,卡号,委案日期,委案金额,本金,逾期利息,违约金"
_PAYMENT = "流水号,卡号,个案序列号,入账日期,入账金额,还款渠道,备注"
_CHANNELS = ("手机银行", "自动扣款", "支付宝", "微信", "ATM", "柜台")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class LoadCase:
    """One made-up case of the load."""

    number: int

    @property
    def case_no(self) -> str:
        """Its number at the creditor."""
        return f"PL{self.number:08d}"

    @property
    def card(self) -> str:
        """Its account number, with the check digit that cards have."""
        body = f"622200{self.number:09d}"
        total = 0
        for place, digit in enumerate(reversed(body)):
            doubled = int(digit) * (2 if place % 2 == 0 else 1)
            total += doubled - 9 if doubled > 9 else doubled
        return body + str(-total % 10)

    @property
    def amount_fen(self) -> int:
        """What is owed; no two neighbours owe the same."""
        return 800_000 + self.number * 7_919 % 2_000_000

    def placement(self) -> str:
        """Its line of the placement file."""
        body = f"{110101 + self.number // 100_000_00}{1970 + self.number // 10_000 % 30}0304{self.number % 1000:03d}"
        check = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
        principal, interest = self.amount_fen * 8 // 10, self.amount_fen // 10
        cells = (
            _CREDITOR,
            self.case_no,
            "测试" + chr(0x4E00 + self.number % 2_000),
            body + "10X98765432"[check],
            f"138{self.number:08d}",
            self.card,
            PLACED_ON.isoformat(),
            yuan(self.amount_fen),
            yuan(principal),
            yuan(interest),
            yuan(self.amount_fen - principal - interest),
        )
        return ",".join(cells)


def yuan(fen: int) -> str:
    """Fen as files write yuan."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def placement_lines(cases: int) -> Iterator[str]:
    """The lines of a placement file, header first."""
    yield _PLACEMENT
    for number in range(cases):
        yield LoadCase(number).placement()


def payment_lines(*, cases: int, payments: int, seed: int) -> Iterator[str]:
    """The lines of an ordinary large payment file, header first.

    Of a hundred lines about one takes an earlier one back, half a one belongs to nobody and half a one stands
    twice; a third name no case number; a tenth of the cases is paid off in the end.
    """
    draw = Random(seed)  # noqa: S311 - a load is repeated from its seed
    yield _PAYMENT
    left = {number: LoadCase(number).amount_fen for number in range(cases)}
    last: tuple[str, LoadCase, int, date] | None = None
    line = ""
    for number in range(payments):
        serial, kind = f"B{number:09d}", draw.random()
        if kind < 0.005 and line:
            yield line
            continue
        if kind < 0.015 and last is not None:
            named, case, fen, on = last
            left[case.number] += fen
            last = None
            yield f"{serial},{case.card},{case.case_no},{on.isoformat()},{yuan(-fen)},手机银行,冲正 {named}"
            continue
        case = LoadCase(draw.randrange(cases))
        on = PLACED_ON + timedelta(days=1 + draw.randrange(20))
        if kind < 0.020:
            yield f"{serial},{LoadCase(case.number + 500_000_000).card},,{on.isoformat()},88.00,ATM,"
            continue
        owed = left[case.number]
        fen = owed if draw.random() < 0.03 else max(1, owed * (2 + draw.randrange(12)) // 100)
        if owed <= 0:
            fen = 100
        left[case.number] -= fen
        case_no = case.case_no if draw.random() < 0.67 else ""
        line = f"{serial},{case.card},{case_no},{on.isoformat()},{yuan(fen)},{_CHANNELS[number % 6]},"
        last = (serial, case, fen, on) if owed > 0 else None
        yield line


def write_lines(target: Path, lines: Iterator[str], *, encoding: str = "utf-8") -> int:
    """Write a file; returns the lines below the header."""
    count = -1
    with target.open("w", encoding=encoding, newline="\r\n") as stream:
        for text in lines:
            stream.write(text + "\n")
            count += 1
    return count
