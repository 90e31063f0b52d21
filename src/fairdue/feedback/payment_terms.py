"""The terms of payments: the order of allocation of each creditor and the house's limits, read as data.

Room: feedback. They stand in ``fairdue_playbook/feedback/payments.yaml``. An order counts for cases placed on
its day or later, so that what was allocated before a change stays as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from fairdue.feedback.allocation import PARTS, Order, Part
from fairdue.foundation.strict_yaml import read_yaml

_SOURCE = "payments.yaml"
_DEFAULT = "default"
_KEYS = frozenset(
    {"orders", "sources", "ahead_days", "overpaid_percent", "overpaid_fen", "overpaid_two_persons"}
)


class PaymentTermsFault(ValueError):
    """The terms have a hole; the message names the file, the place and what is expected."""


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """``orders`` by creditor and first day, the latest day first; the limits in days, percent and fen."""

    orders: Mapping[str, tuple[tuple[date, Order], ...]]
    ahead_days: int
    overpaid_percent: int
    overpaid_fen: int
    overpaid_two_persons: bool

    def order_of(self, *, creditor: str, placed_on: date) -> Order:
        """The order that counts for a case of a creditor, by the day on which it was placed."""
        for from_day, order in self.orders.get(creditor, ()):
            if placed_on >= from_day:
                return order
        default = self.orders[_DEFAULT]
        return next((order for from_day, order in default if placed_on >= from_day), default[-1][1])

    def last_day(self, as_of_on: date) -> date:
        """The last day that is posted now; money of a later one waits until it comes."""
        return as_of_on + timedelta(days=self.ahead_days)

    def far_overpaid(self, *, amount_fen: int, balance_fen: int) -> bool:
        """Is a sum so far above what is owed that a person looks at it first?"""
        over = amount_fen - balance_fen
        return over > self.overpaid_fen and over * 100 > balance_fen * self.overpaid_percent


@cache
def payment_terms() -> PaymentTerms:
    """The terms of the house. Raises PaymentTermsFault for what cannot be used."""
    text = files("fairdue_playbook").joinpath("feedback", _SOURCE).read_text(encoding="utf-8")
    return read_payment_terms(text, source=_SOURCE)


def read_payment_terms(text: str, *, source: str) -> PaymentTerms:
    """Read terms from YAML. Raises YamlError or PaymentTermsFault that name the file and the place."""
    document = read_yaml(text, source=source)
    if not isinstance(document, dict) or set(document) != _KEYS:
        raise PaymentTermsFault(f"{source}: expected exactly the keys {', '.join(sorted(_KEYS))}")
    orders = document["orders"]
    if not isinstance(orders, dict) or _DEFAULT not in orders:
        raise PaymentTermsFault(f"{source}: orders: an entry `default` is needed for all other creditors")
    for key in ("ahead_days", "overpaid_percent", "overpaid_fen"):
        value = document[key]
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise PaymentTermsFault(f"{source}: {key}: expected a whole number from 0")
    if not isinstance(document["overpaid_two_persons"], bool):
        raise PaymentTermsFault(f"{source}: overpaid_two_persons: expected true or false")
    return PaymentTerms(
        {str(name): _dated(entry, f"{source}: orders: {name}") for name, entry in orders.items()},
        document["ahead_days"],
        document["overpaid_percent"],
        document["overpaid_fen"],
        document["overpaid_two_persons"],
    )


def _dated(entry: Any, place: str) -> tuple[tuple[date, Order], ...]:
    if not isinstance(entry, dict) or not entry:
        raise PaymentTermsFault(f"{place}: expected first days, each with its order")
    found = []
    for from_day, names in entry.items():
        if type(from_day) is not date:
            raise PaymentTermsFault(f"{place}: expected a day like 2026-01-01, not {from_day!r}")
        if not isinstance(names, list) or sorted(map(str, names)) != sorted(PARTS):
            expected = ", ".join(PARTS)
            raise PaymentTermsFault(f"{place}: {from_day}: expected each of {expected} exactly once")
        found.append((from_day, tuple(Part(str(name)) for name in names)))
    return tuple(sorted(found, reverse=True))
