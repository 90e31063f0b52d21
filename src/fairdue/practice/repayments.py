"""Repayments: the payment file a creditor would send after some days, for an invented portfolio.

Room: practice. It has what such files have: payments in full, of the minimum, in part; some lines without a
case number; one line twice, and one reversal (冲正) of an earlier line. Rows stream like the portfolio's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO, TextIO

from fairdue.foundation.money import read_money
from fairdue.practice.life import MadePayment
from fairdue.practice.made_up_words import CHANNELS
from fairdue.practice.population import write_csv
from fairdue.understanding.spoken_channel import CHANNEL_NAMES

PAYMENT_HEADERS = ("流水号", "卡号", "个案序列号", "入账日期", "入账金额", "还款渠道", "备注")
PAYERS_PERCENT = 18


def generate_payments(
    *, seed: int, cases: Iterable[Mapping[str, str]], days: int
) -> Iterator[dict[str, str]]:
    """Stream the rows of a payment file for placement rows, over ``days`` days after each placement.

    Whether a case pays depends on the seed and its number alone, not on the other rows. With one payment
    the line that stands twice is there; the reversal needs a second one. Raises ValueError for no days.
    """
    if days < 1:
        raise ValueError("payments arrive over at least one day")
    doubled: dict[str, str] | None = None
    reversed_row: dict[str, str] | None = None
    number = 0
    for case in cases:
        draw = hashlib.sha256(f"fairdue-payment:{seed}:{case['个案序列号']}".encode()).digest()
        if draw[0] * 100 >> 8 >= PAYERS_PERCENT:
            continue
        row = _payment(case, draw, serial_no=f"P{number:07d}", days=days)
        number += 1
        yield row
        if doubled is None:
            doubled = row
        elif reversed_row is None:
            reversed_row = row
    if doubled is not None:
        yield dict(doubled)
    if reversed_row is not None:
        yield {
            **reversed_row,
            "流水号": f"R{number:07d}",
            "入账金额": f"-{reversed_row['入账金额']}",
            "备注": f"冲正 {reversed_row['流水号']}",
        }


def payment_row(*, serial_no: str, card: str, case_no: str, payment: MadePayment) -> dict[str, str]:
    """A payment that ``life`` made, as a row of a payment file."""
    return _cells(
        serial_no, card, case_no, payment.posted_on, payment.amount_fen, CHANNEL_NAMES[payment.channel].zh
    )


def write_payments_csv(
    target: Path | TextIO | BinaryIO, *, rows: Iterable[Mapping[str, str]], encoding: str = "gb18030"
) -> int:
    """Write a payment file as CSV, by default in the encoding that banks still use; return the rows."""
    return write_csv(target, headers=PAYMENT_HEADERS, rows=rows, encoding=encoding)


def _payment(case: Mapping[str, str], draw: bytes, *, serial_no: str, days: int) -> dict[str, str]:
    owed, minimum = read_money(case["委案金额"]), read_money(case["最低还款额"])
    if draw[1] < 100:
        amount = owed
    elif draw[1] < 190:
        amount = minimum
    else:
        amount = owed * (5 + draw[2] % 70) // 100
    posted_on = date.fromisoformat(case["委案日期"]) + timedelta(days=1 + draw[3] * days // 256)
    case_no = case["个案序列号"] if draw[4] < 150 else ""
    return _cells(serial_no, case["卡号"], case_no, posted_on, amount, CHANNELS[draw[5] % len(CHANNELS)])


def _cells(
    serial_no: str, card: str, case_no: str, posted_on: date, amount_fen: int, channel: str
) -> dict[str, str]:
    return {
        "流水号": serial_no,
        "卡号": card,
        "个案序列号": case_no,
        "入账日期": posted_on.isoformat(),
        "入账金额": f"{amount_fen // 100}.{amount_fen % 100:02d}",
        "还款渠道": channel,
        "备注": "",
    }
