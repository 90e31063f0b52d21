"""Masking: numbers that are not the customer's own do not leave the house in a pack.

Room: feedback. A note may hold a neighbour's telephone number or somebody's identity number. What looks like one
and is not the customer's is hidden but for its first two and last two digits. Names cannot be told from other words
and are not found: who makes a pack reads it before it leaves.

>>> hide_numbers("请打 13900001234", own=frozenset())
('请打 13*******34', 1)
>>> hide_numbers("请打 13900001234", own=frozenset({"13900001234"}))
('请打 13900001234', 0)
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from fairdue.casefile.case import CaseFile
from fairdue.feedback.evidence.pack_records import LogLine

# A mobile number, an identity number, an account number; never a part of a longer word such as an id.
_NUMBER = re.compile(r"(?<![0-9A-Za-z])(?:1[3-9]\d{9}|\d{17}[\dXx]|\d{15,19})(?![0-9A-Za-z])")
_PLACED = frozenset({"CasePlaced", "CaseRestated"})
"""What the creditor placed holds the customer's own numbers, and third persons under the seal of the house."""


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """What stands for whom in a redacted pack: the longest names first, so that none is cut in two."""

    words: tuple[tuple[str, str], ...]

    def apply(self, text: str) -> str:
        """The text with every name replaced."""
        for name, stand_in in self.words:
            text = text.replace(name, stand_in)
        return text


def own_numbers(case: CaseFile) -> frozenset[str]:
    """The customer's own numbers, which stay."""
    points = {point.value for point in case.contact_points}
    return frozenset({case.party.id_number, case.account.card, *points})


def hide_numbers(text: str, *, own: frozenset[str]) -> tuple[str, int]:
    """The text with the numbers of others hidden, and how many there were."""
    hidden = 0

    def hide(found: re.Match[str]) -> str:
        nonlocal hidden
        number = found.group()
        if number in own:
            return number
        hidden += 1
        return f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}"

    return _NUMBER.sub(hide, text), hidden


def mask_line(line: LogLine, *, own: frozenset[str]) -> LogLine:
    """The row as it may leave: whole where it names nobody else's number, masked where it does."""
    if line.is_link or line.kind in _PLACED:
        return line
    hidden = 0

    def walk(value: object) -> object:
        # Only what is text: an amount is no telephone number, however many digits it has.
        nonlocal hidden
        if isinstance(value, str):
            text, count = hide_numbers(value, own=own)
            hidden += count
            return text
        if isinstance(value, list):
            return [walk(one) for one in value]
        if isinstance(value, dict):
            return {key: walk(one) for key, one in value.items()}
        return value

    body = json.dumps(walk(json.loads(line.body)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if not hidden:
        return line
    return LogLine(
        line.seq, line.prev_hash, line.hash, line.case_id, line.kind, line.at, line.actor, body, hidden
    )


def pseudonyms(names: Mapping[str, str]) -> Pseudonyms:
    """What stands for each name; names without a letter in them are left out."""
    usable = [(name, stand_in) for name, stand_in in names.items() if len(name) > 1]
    return Pseudonyms(tuple(sorted(usable, key=lambda pair: (-len(pair[0]), pair[0]))))
