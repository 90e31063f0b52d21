"""Invented people: an identity, a place, work and a number, each from a seed and a running index.

Room: practice. Nobody here exists. The numbers are chosen to stay clear of real ones as far as a plausible
number can:

- identity numbers are valid (GB 11643, ISO 7064 check) with sequence codes from 900 upward, which districts
  seldom reach in one day; each index gives another number;
- mobiles begin with 160, 161, 163, 164, 168 or 169, which, as far as we know, no carrier was given; this is
  not a reserved range, so a demo house has no channel but the console;
- account numbers begin with 990000: the leading 9 is left to national bodies, and no card scheme uses it.

Numbers come from a fixed permutation of the index, so that no memory is needed to keep them apart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import gcd
from random import Random

from fairdue.intake.identity import check_digit
from fairdue.practice.life import Traits, traits_of
from fairdue.practice.made_up_words import (
    CITIES,
    EMPLOYER_NAMES,
    EMPLOYER_TRADES,
    GIVEN_FIRST,
    GIVEN_SECOND,
    IRREGULAR_WORK,
    MARRIED,
    PAYDAYS,
    PUBLIC_EMPLOYERS,
    PUBLIC_JOBS,
    STAFF_JOBS,
    SURNAMES,
)

MOBILE_RANGES = ("160", "161", "163", "164", "168", "169")
CARD_BIN = "990000"
FIRST_BIRTH, LAST_BIRTH = date(1960, 1, 1), date(2005, 12, 31)
FIRST_SEQUENCE, SEQUENCES = 900, 96

_DISTRICTS = tuple((code, city) for city, codes in CITIES for code in codes)
_BIRTH_DAYS = (LAST_BIRTH - FIRST_BIRTH).days + 1
IDENTITIES = len(_DISTRICTS) * _BIRTH_DAYS * SEQUENCES
"""How many different identity numbers there are, and so how many people one seed can invent."""
_MOBILES = len(MOBILE_RANGES) * 10**8
_CARDS = 10**9
_THIRD_PERSONS_AWAY = 123_456_789


def _coprime_step(modulus: int) -> int:
    """A step near the golden section that visits every residue once before it repeats."""
    step = modulus * 618_034 // 1_000_000
    while gcd(step, modulus) != 1:
        step += 1
    return step


_IDENTITY_STEP, _MOBILE_STEP, _CARD_STEP = map(_coprime_step, (IDENTITIES, _MOBILES // 2, _CARDS))


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person; ``repr`` shows nothing but the index, as with real ones."""

    index: int
    name: str = field(repr=False)
    sex: str = field(repr=False)
    id_number: str = field(repr=False)
    mobile: str = field(repr=False)
    city: str = field(repr=False)
    employer: str = field(repr=False)
    job: str = field(repr=False)
    income_yuan: int | None = field(repr=False)
    payday: int | None = field(repr=False)
    marital_status: str = field(repr=False)
    traits: Traits = field(repr=False)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where the permutations of one seed begin."""

    identity_offset: int
    mobile_offset: int
    card_offset: int


def numbers_of(rng: Random) -> Numbers:
    """Draw where this seed's numbers begin."""
    return Numbers(
        rng.getrandbits(64) % IDENTITIES, rng.getrandbits(64) % (_MOBILES // 2), rng.getrandbits(64) % _CARDS
    )


def below(rng: Random, bound: int) -> int:
    """A whole number from 0 to below ``bound``; bits only, so that every Python draws the same."""
    return rng.getrandbits(32) * bound >> 32


def invent_person(*, seed: int, index: int, rng: Random, numbers: Numbers, on: date) -> Person:
    """Invent the person of an index. ``on`` tells who is of an age to be retired."""
    id_number, district_city, birth, male = _identity(index, numbers)
    employer, job, steady, base = _work(rng, retired=on.year - birth.year >= 60)
    # A quarter of the people now live in another city than the one that gave them their number.
    city = district_city if below(rng, 4) else CITIES[below(rng, len(CITIES))][0]
    income = (base * (70 + below(rng, 90)) // 100) // 100 * 100 if base and below(rng, 100) < 75 else None
    return Person(
        index=index,
        name=_name(rng),
        sex="男" if male else "女",
        id_number=id_number,
        mobile=mobile_of(index=index, numbers=numbers),
        city=city,
        employer=employer,
        job=job,
        income_yuan=income,
        payday=PAYDAYS[below(rng, len(PAYDAYS))] if steady and below(rng, 100) < 80 else None,
        marital_status=MARRIED[below(rng, len(MARRIED))],
        traits=traits_of(seed=seed, key=id_number),
    )


def mobile_of(*, index: int, numbers: Numbers, third_person: bool = False) -> str:
    """The mobile of an index, a person's or a case's; customers have the even numbers, third persons the odd."""
    offset = numbers.mobile_offset + (_THIRD_PERSONS_AWAY if third_person else 0)
    place = (index * _MOBILE_STEP + offset) % (_MOBILES // 2) * 2 + third_person
    return f"{MOBILE_RANGES[place // 10**8]}{place % 10**8:08d}"


def card_of(*, index: int, numbers: Numbers) -> str:
    """The account number of a case's index: sixteen digits with a Luhn check digit."""
    first = f"{CARD_BIN}{(index * _CARD_STEP + numbers.card_offset) % _CARDS:09d}"
    return first + luhn_digit(first)


_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def luhn_digit(first: str) -> str:
    """The check digit (ISO/IEC 7812-1, annex on the Luhn formula) that completes these digits."""
    digits = [ord(character) - 48 for character in first]
    total = sum(_DOUBLED[digit] for digit in digits[-1::-2]) + sum(digits[-2::-2])
    return str(-total % 10)


def surname_only(rng: Random) -> str:
    """How files often name a third person: the surname and 某."""
    return SURNAMES[below(rng, len(SURNAMES))] + "某"


def _name(rng: Random) -> str:
    surname = SURNAMES[below(rng, len(SURNAMES))]
    first = GIVEN_FIRST[below(rng, len(GIVEN_FIRST))]
    return surname + first + (GIVEN_SECOND[below(rng, len(GIVEN_SECOND))] if below(rng, 100) < 72 else "")


def _identity(index: int, numbers: Numbers) -> tuple[str, str, date, bool]:
    place = (index * _IDENTITY_STEP + numbers.identity_offset) % IDENTITIES
    place, sequence = divmod(place, SEQUENCES)
    district, day = divmod(place, _BIRTH_DAYS)
    code, city = _DISTRICTS[district]
    birth = FIRST_BIRTH + timedelta(days=day)
    sequence += FIRST_SEQUENCE
    first = f"{code}{birth.year}{birth.month:02d}{birth.day:02d}{sequence}"
    return first + check_digit(first), city, birth, sequence % 2 == 1


def _work(rng: Random, *, retired: bool) -> tuple[str, str, bool, int]:
    """Employer, job, whether the income is steady, and its base in yuan a month."""
    if retired:
        return "", "退休", True, 4_200
    draw = below(rng, 100)
    if draw < 48:
        name = EMPLOYER_NAMES[below(rng, len(EMPLOYER_NAMES))]
        employer = f"{name}{EMPLOYER_TRADES[below(rng, len(EMPLOYER_TRADES))]}有限公司"
        return employer, STAFF_JOBS[below(rng, len(STAFF_JOBS))], True, 6_500
    if draw < 60:
        name = EMPLOYER_NAMES[below(rng, len(EMPLOYER_NAMES))]
        employer = name + PUBLIC_EMPLOYERS[below(rng, len(PUBLIC_EMPLOYERS))]
        return employer, PUBLIC_JOBS[below(rng, len(PUBLIC_JOBS))], True, 7_500
    if draw < 85:
        employer, job = IRREGULAR_WORK[below(rng, len(IRREGULAR_WORK))]
        return employer, job, False, 5_500
    return ("", "无业", False, 0) if draw < 89 else ("", "", False, 6_000)
