"""The commission terms of creditors: rates by hand (手别) and bucket, each from a day on, as data.

Room: feedback. The playbook's ``feedback/commission.yaml`` holds them. A rate is kept in hundredths of a percent, a
whole number, so that no commission ever meets a binary fraction.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from fairdue.casefile.bucket import BUCKETS
from fairdue.foundation.strict_yaml import read_yaml

SOURCE = "feedback/commission.yaml"
UNITS = 10_000  # hundredths of a percent in one
_RATE = re.compile(r"(\d{1,2})(?:\.(\d{1,2}))?")


class CommissionFault(ValueError):
    """The terms have a hole, or name no rate for a payment; the message says where and what to add."""


@dataclass(frozen=True, slots=True)
class RateLine:
    """One rate, for the hands and buckets named; an empty tuple fits any, also what is not known."""

    hands: tuple[str, ...]
    buckets: tuple[str, ...]
    rate: int  # hundredths of a percent

    def fits(self, hand: str | None, bucket: str | None) -> bool:
        """Does this line count for a case of that hand and bucket?"""
        return (not self.hands or hand in self.hands) and (not self.buckets or bucket in self.buckets)


@dataclass(frozen=True, slots=True)
class TermsFrom:
    """The rates of one creditor from a day on."""

    from_on: date
    lines: tuple[RateLine, ...]


@dataclass(frozen=True, slots=True)
class CommissionTerms:
    """All rates of one creditor, the earliest first."""

    creditor: str
    periods: tuple[TermsFrom, ...]

    def rate_for(self, *, on: date, hand: str | None, bucket: str | None) -> int:
        """The rate for a posting of a day. Raises CommissionFault when the terms name none."""
        in_force = [terms for terms in self.periods if terms.from_on <= on]
        if in_force:
            for line in in_force[-1].lines:
                if line.fits(hand, bucket):
                    return line.rate
        what = f"hand {hand or 'unknown'}, bucket {bucket or 'unknown'}, posted on {on.isoformat()}"
        raise CommissionFault(
            f"{SOURCE}: the terms of this creditor name no rate for {what}; add a line that fits"
        )


@cache
def playbook_terms() -> Mapping[str, CommissionTerms]:
    """The terms of the playbook by creditor. Raises CommissionFault."""
    text = (files("fairdue_playbook") / "feedback" / "commission.yaml").read_text(encoding="utf-8")
    return read_terms(text=text, source=SOURCE)


def terms_of(creditor: str) -> CommissionTerms:
    """The terms of one creditor. Raises CommissionFault that says where terms stand."""
    known = playbook_terms()
    if creditor not in known:
        raise CommissionFault(
            f"{SOURCE} has no terms for this creditor; creditors with terms: {', '.join(known)}"
        )
    return known[creditor]


def read_terms(*, text: str, source: str) -> dict[str, CommissionTerms]:
    """Read terms from YAML. Raises CommissionFault that names the creditor and the line."""
    document = _keys(read_yaml(text, source=source), {"creditors"}, source)
    entries = document["creditors"]
    if not isinstance(entries, dict) or not entries:
        raise CommissionFault(f"{source}: creditors must be a mapping of at least one creditor to its terms")
    return {str(name): _terms(str(name), items, f"{source}: {name}") for name, items in entries.items()}


def _terms(creditor: str, items: object, where: str) -> CommissionTerms:
    if not isinstance(items, list) or not items:
        raise CommissionFault(f"{where} must be a list of terms, each with from and rates")
    periods = []
    for number, item in enumerate(items, 1):
        entry = _keys(item, {"from", "rates"}, f"{where}: terms {number}")
        from_on, rates = entry["from"], entry["rates"]
        if not isinstance(from_on, date):
            raise CommissionFault(f"{where}: terms {number}: from must be a day like 2026-01-01")
        if not isinstance(rates, list) or not rates:
            raise CommissionFault(f"{where}: terms {number}: rates must be a list of at least one line")
        lines = tuple(
            _line(one, f"{where}: terms {number}: rate {place}") for place, one in enumerate(rates, 1)
        )
        periods.append(TermsFrom(from_on, lines))
    days = [terms.from_on for terms in periods]
    if days != sorted(set(days)):
        raise CommissionFault(f"{where}: terms stand in the order of their days, no day twice")
    return CommissionTerms(creditor, tuple(periods))


def _line(item: object, where: str) -> RateLine:
    entry = _keys(item, {"rate"}, where, optional={"hand", "bucket"})
    hands, buckets = _texts(entry.get("hand", []), where), _texts(entry.get("bucket", []), where)
    strange = [bucket for bucket in buckets if bucket not in BUCKETS]
    if strange:
        raise CommissionFault(f"{where}: {strange[0]} is no bucket; there are {', '.join(BUCKETS)}")
    match = _RATE.fullmatch(entry["rate"]) if isinstance(entry["rate"], str) else None
    if match is None:
        raise CommissionFault(f'{where}: rate is a text in percent with at most two decimals, like "12.50"')
    return RateLine(hands, buckets, int(match.group(1)) * 100 + int((match.group(2) or "").ljust(2, "0")))


def _keys(
    value: object, keys: set[str], where: str, *, optional: frozenset[str] | set[str] = frozenset()
) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise CommissionFault(f"{where} must be a mapping with {', '.join(sorted(keys))}")
    strange, missing = sorted(set(value) - keys - set(optional), key=str), sorted(keys - set(value))
    if strange or missing:
        what = f"{strange[0]} is not known here" if strange else f"{missing[0]} is missing"
        raise CommissionFault(f"{where}: {what}")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise CommissionFault(f"{where}: hand and bucket are lists of texts")
    return tuple(value)
