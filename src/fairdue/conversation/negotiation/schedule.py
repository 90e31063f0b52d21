"""A schedule of instalments: amounts that add up to the fen and days that exist, whatever the rounding and the month.

Room: conversation. The parts add up to the total under every rounding, differ as little as the rounding allows, and
none is empty. Monthly days are those of the first, at the end of shorter months their last day; a day on which banks
rest moves to the next that is none, and never onto or past the next instalment.

>>> [part.amount_fen for part in build_schedule(total_fen=100_000, parts=3, first_due_on=date(2026, 1, 31))]
[33333, 33333, 33334]
>>> [part.due_on.isoformat() for part in build_schedule(total_fen=100_000, parts=3, first_due_on=date(2026, 1, 31))]
['2026-01-31', '2026-02-28', '2026-03-31']
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import assert_never

from fairdue.casefile.arrangement import Instalment
from fairdue.foundation.money import FEN_PER_YUAN, split_fen


class Rounding(StrEnum):
    """Where what does not divide goes."""

    LAST = "last"
    FIRST = "first"
    SPREAD = "spread"
    WHOLE_YUAN = "whole_yuan"


class Every(StrEnum):
    """The cycle of a schedule."""

    MONTH = "month"
    FORTNIGHT = "fortnight"
    WEEK = "week"


_DAYS = {Every.FORTNIGHT: 14, Every.WEEK: 7}


def build_schedule(
    *,
    total_fen: int,
    parts: int,
    first_due_on: date,
    every: Every = Every.MONTH,
    rounding: Rounding = Rounding.LAST,
    rest_days: frozenset[date] = frozenset(),
) -> tuple[Instalment, ...]:
    """Split a sum over days.

    Raises ValueError when there are fewer fen than parts, no part at all, or so many rest days in a row that two
    instalments would fall together.
    """
    amounts = split_total(total_fen=total_fen, parts=parts, rounding=rounding)
    due = [_working(nominal, rest_days) for nominal in due_days(first=first_due_on, parts=parts, every=every)]
    if any(later <= earlier for earlier, later in pairwise(due)):
        raise ValueError(
            "rest days push two instalments onto one day; choose a longer cycle or another first day"
        )
    return tuple(Instalment(day, amount) for day, amount in zip(due, amounts, strict=True))


def split_total(*, total_fen: int, parts: int, rounding: Rounding) -> tuple[int, ...]:
    """The amounts, in order; they add up to the total and each is at least one fen. Raises ValueError."""
    if parts < 1:
        raise ValueError(f"a schedule has at least one instalment, not {parts}")
    if total_fen < parts:
        raise ValueError(f"{total_fen} fen cannot be split into {parts} instalments of at least one fen")
    each, rest = divmod(total_fen, parts)
    match rounding:
        case Rounding.SPREAD:
            return split_fen(total_fen, parts=parts)
        case Rounding.LAST:
            return (*[each] * (parts - 1), each + rest)
        case Rounding.FIRST:
            return (each + rest, *[each] * (parts - 1))
        case Rounding.WHOLE_YUAN:
            return _whole_yuan(total_fen, parts)
        case _:
            assert_never(rounding)


def _whole_yuan(total_fen: int, parts: int) -> tuple[int, ...]:
    """Whole yuan, no two more than one apart, and the last carries the fen; of a sum too small for that, the fen."""
    yuan, fen = divmod(total_fen, FEN_PER_YUAN)
    if yuan < parts:
        return split_total(total_fen=total_fen, parts=parts, rounding=Rounding.LAST)
    amounts = [part * FEN_PER_YUAN for part in split_fen(yuan, parts=parts)]
    return (*amounts[:-1], amounts[-1] + fen)


def due_days(*, first: date, parts: int, every: Every) -> tuple[date, ...]:
    """The nominal days of a cycle, before rest days move any."""
    if every is not Every.MONTH:
        return tuple(first + timedelta(days=_DAYS[every] * number) for number in range(parts))
    return tuple(_months_after(first, number) for number in range(parts))


def _months_after(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(first.day, last))


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th."""
    return _months_after(day, 12 * years)


def _working(day: date, rest_days: frozenset[date]) -> date:
    while day in rest_days:
        day += timedelta(days=1)
    return day
