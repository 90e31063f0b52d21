"""Hostile payment files with known answers: every defect that a creditor's file was seen with, in any dress.

Room: practice. The seed chooses encoding, separator, header names, and how amounts and days are written. Each line
is about a case of its own (of ``payment_load``), so that what must become of it is known beside it, and nothing here
asks the code that is tested.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from fairdue.practice.payment_load import LoadCase, yuan

_HEADERS = (
    ("流水号", "卡号", "个案序列号", "入账日期", "入账金额", "还款渠道", "币种", "备注"),
    ("交易流水号", "账号", "案件编号", "还款日期", "还款金额", "支付方式", "货币", "摘要"),
    ("Serial No", "Card Number", "Case No", "Posting Date", "Amount", "Channel", "Currency", "Remark"),
)
_ENCODINGS = ("gb18030", "utf-8", "utf-8-sig", "utf-16")
_SEPARATORS = (",", "\t", ";")
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日")
_CHANNELS = ("手机银行", "支付宝扫码", "微信", "ATM", "")
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_NOBODYS_CARD = "6229999999999993"


@dataclass(slots=True)
class HostileFile:
    """A file and what must become of it: ``places`` by serial number (a queue, or ``posted`` or ``reversed``).

    ``duplicates`` and ``refused`` count lines; ``net_fen`` is what is posted less what is reversed.
    """

    content: bytes
    places: dict[str, str] = field(default_factory=dict)
    duplicates: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    net_fen: int = 0
    total_row_is_right: bool = True


@dataclass(frozen=True, slots=True)
class _Line:
    serial: str
    card: str
    case_no: str
    on: str
    amount: str
    currency: str = ""
    note: str = ""
    channel: str = ""


def hostile_file(*, seed: int, cases: int, today: date) -> HostileFile:
    """Make a file over the first ``cases`` cases; at least twenty are needed."""
    if cases < 20:
        raise ValueError("a hostile file needs twenty cases, one for each kind of line")
    draw = Random(seed)  # noqa: S311 - a file is repeated from its seed
    made = HostileFile(b"")
    free = [LoadCase(number) for number in draw.sample(range(cases), cases)]
    lines: list[_Line] = []
    gross = 0
    while len(free) >= 2:
        kind = draw.choice(_KINDS)
        own, gross_of_kind = _lines_of(
            kind, free, made, draw, serial=f"H{seed % 997}{len(lines):05d}", today=today
        )
        gross += gross_of_kind
        lines.extend(own)
    made.total_row_is_right = draw.random() < 0.5
    total = gross if made.total_row_is_right else gross + 1_234_567
    lines.append(_Line("合计", "", "", "", yuan(total)))
    made.content = _written(lines, draw)
    return made


_KINDS = (
    "plain",
    "plain",
    "plain",
    "twice",
    "changed",
    "reversed",
    "partly_reversed",
    "reversal_first",
    "reversal_of_nothing",
    "nobodys_card",
    "nobodys_number",
    "two_cases",
    "far_ahead",
    "foreign",
    "too_much",
    "zero",
    "no_amount",
    "no_day",
)


_FAULTS = {"zero": "amount_zero", "no_amount": "amount_unreadable", "no_day": "date_impossible"}


def _lines_of(
    kind: str, free: list[LoadCase], made: HostileFile, draw: Random, *, serial: str, today: date
) -> tuple[list[_Line], int]:
    """The lines of one kind, and what they add up to as they are written."""
    case = free.pop()
    fen = draw.randrange(100, case.amount_fen // 4)
    on = (today + timedelta(days=draw.randrange(-3, 20))).strftime(draw.choice(_DAYS))
    card = _dressed(case.card, draw)
    case_no = draw.choice((case.case_no, ""))
    line = _Line(serial, card, case_no, on, _amount(fen, draw), channel=draw.choice(_CHANNELS))

    def posts(name: str, amount: int, place: str = "posted") -> None:
        made.places[name] = place
        made.net_fen += amount

    def taking(name: str, amount: int, note: str) -> _Line:
        return _Line(name, case.card, case_no, on, yuan(-amount), "", note)

    back = f"{serial}R"
    match kind:
        case "twice":
            posts(serial, fen)
            made.duplicates += 1
            return [line, line], 2 * fen
        case "changed":
            posts(serial, fen)
            made.refused["serial_conflict"] += 1
            return [line, _Line(serial, card, case_no, on, yuan(fen + 1))], 2 * fen + 1
        case "reversed" | "partly_reversed":
            taken = fen if kind == "reversed" else max(1, fen // 3)
            posts(serial, fen)
            posts(back, -taken, "reversed")
            return [line, taking(back, taken, f"冲正 {serial}")], fen - taken
        case "reversal_first":
            posts(serial, fen)
            posts(back, -fen, "reversed")
            return [taking(back, fen, f"冲正 {serial}"), line], 0
        case "reversal_of_nothing":
            made.places[serial] = "reversal"
            return [taking(serial, fen, "冲正 NOSUCH00")], -fen
        case "nobodys_card" | "nobodys_number":
            is_card = kind == "nobodys_card"
            made.places[serial] = "unknown_card" if is_card else "unknown_case"
            keys = (_NOBODYS_CARD, "") if is_card else ("", "NOBODY7")
            return [_Line(serial, *keys, on, yuan(fen))], fen
        case "two_cases":
            other = free.pop()
            made.places[serial] = "conflict"
            return [_Line(serial, case.card, other.case_no, on, yuan(fen))], fen
        case "far_ahead":
            made.places[serial] = "future"
            later = (today + timedelta(days=60)).isoformat()
            return [_Line(serial, card, case_no, later, yuan(fen))], fen
        case "foreign":
            made.places[serial] = "currency"
            return [_Line(serial, card, case_no, on, yuan(fen), draw.choice(("USD", "港币", "EUR")))], fen
        case "too_much":
            made.places[serial] = "overpaid"
            return [_Line(serial, card, case_no, on, yuan(case.amount_fen * 10))], case.amount_fen * 10
        case "zero" | "no_amount" | "no_day":
            made.refused[_FAULTS[kind]] += 1
            amount = {"zero": "0.00", "no_amount": "见附件"}.get(kind, yuan(fen))
            day = "2026-02-30" if kind == "no_day" else on
            return [_Line(serial, card, case_no, day, amount)], fen if kind == "no_day" else 0
        case _:
            posts(serial, fen)
            return [line], fen


def _amount(fen: int, draw: Random) -> str:
    plain = yuan(fen)
    grouped = f"{fen // 100:,}.{fen % 100:02d}"
    return draw.choice((plain, plain, f"￥{plain}", f"{plain}元", plain.translate(_WIDE), f'"{grouped}"'))


def _dressed(card: str, draw: Random) -> str:
    return draw.choice((card, card, f"'{card}", " ".join(card[at : at + 4] for at in range(0, len(card), 4))))


def _written(lines: list[_Line], draw: Random) -> bytes:
    separator = draw.choice(_SEPARATORS)
    rows = [separator.join(draw.choice(_HEADERS))]
    for one in lines:
        cells = (
            one.serial,
            one.card,
            one.case_no,
            one.on,
            one.amount,
            one.channel,
            one.currency,
            one.note,
        )
        rows.append(separator.join(cells))
    return ("\r\n".join(rows) + "\r\n").encode(draw.choice(_ENCODINGS))
