"""Identity numbers: the Chinese resident ID with its check digit, and the shapes of other documents.

Room: intake. Source: GB 11643-1999 (18 digits, check by ISO 7064 MOD 11-2) and its 15-digit forerunner.
It checks that a number can exist, not that the person does.

>>> read_resident_id("11010519491231002x", born_by=date(2026, 1, 1)).canonical
'11010519491231002X'
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from operator import mul

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ZERO = ord("0") * sum(_WEIGHTS)
_CHECK = "10X98765432"
_EARLIEST_BIRTH = 1880
_SHORTEST_OTHER, _LONGEST_OTHER = 5, 30
_OTHER_SHAPE = re.compile(r"[0-9A-Za-z()（）\-/\u4e00-\u9fff]+")
RESIDENT_TYPES = frozenset({"id_card", "residence_permit"})


@dataclass(frozen=True, slots=True)
class Identity:
    """A readable identity number: as written, in its linking form, and what it says of the person."""

    number: str = field(repr=False)
    canonical: str = field(repr=False)
    birth_on: date | None = field(repr=False)
    sex: str | None = field(repr=False)


class IdentityUnreadable(ValueError):
    """Wrong length, wrong characters or an impossible birth date."""


class IdentityChecksum(ValueError):
    """The shape is right and the check digit is not."""


def check_digit(first_seventeen: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    return _CHECK[(sum(map(mul, _WEIGHTS, first_seventeen.encode("ascii"))) - _ZERO) % 11]


def read_resident_id(number: str, *, born_by: date) -> Identity:
    """Read a resident ID of 18 or 15 characters, already free of blanks.

    Raises IdentityUnreadable or IdentityChecksum; neither carries the number.
    """
    if not number.isascii():
        raise IdentityUnreadable("not an identity number")
    if len(number) == 15 and number.isdigit():
        first = f"{number[:6]}19{number[6:]}"
        birth = _birth(first, born_by)
        return Identity(number, first + check_digit(first), birth, _sex(first))
    if len(number) != 18 or not number[:17].isdigit():
        raise IdentityUnreadable("not 18 characters")
    last = number[17].upper()
    if last not in _CHECK:
        raise IdentityUnreadable("the last character is neither a digit nor X")
    first = number[:17]
    birth = _birth(first, born_by)
    if check_digit(first) != last:
        raise IdentityChecksum("the check digit is wrong")
    whole = first + last
    return Identity(whole, whole, birth, _sex(first))


def read_other_id(number: str) -> Identity:
    """Read a passport, permit or other document number: at least five plain characters."""
    if not _SHORTEST_OTHER <= len(number) <= _LONGEST_OTHER or not _OTHER_SHAPE.fullmatch(number):
        raise IdentityUnreadable("not a document number")
    whole = number.upper()
    return Identity(whole, whole, None, None)


def _birth(first: str, born_by: date) -> date:
    try:
        birth = date(int(first[6:10]), int(first[10:12]), int(first[12:14]))
    except ValueError as error:
        raise IdentityUnreadable("impossible birth date") from error
    if birth > born_by or birth.year < _EARLIEST_BIRTH:
        raise IdentityUnreadable("impossible birth date")
    return birth


def _sex(first: str) -> str:
    return "male" if int(first[16]) % 2 else "female"


def age_on(birth_on: date, day: date) -> int:
    """Full years of age on a day."""
    return day.year - birth_on.year - ((day.month, day.day) < (birth_on.month, birth_on.day))
