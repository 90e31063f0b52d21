"""The party: the person who owes, as far as the placement file says and the work may know.

Room: casefile. Third persons are not parties; they are sealed contact points. Fields that could be used
to vary courtesy (sex, age) are here only to confirm identity and to slow down for the old or very young.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from fairdue.foundation.ids import PersonId


@dataclass(frozen=True, slots=True)
class Party:
    """One natural person. ``repr`` shows nothing but the opaque person id."""

    person_id: PersonId
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    id_type: str = field(default="身份证", repr=False)
    birth_on: date | None = field(default=None, repr=False)
    sex: str | None = field(default=None, repr=False)
    city: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    employer: str | None = field(default=None, repr=False)
    occupation: str | None = field(default=None, repr=False)
    income_fen: int | None = field(default=None, repr=False)
    payday: int | None = field(default=None, repr=False)
    marital_status: str | None = field(default=None, repr=False)

    def age(self, *, on: date) -> int | None:
        """Completed years of age on a day; None when the birth date is unknown."""
        if self.birth_on is None:
            return None
        had_birthday = (on.month, on.day) >= (self.birth_on.month, self.birth_on.day)
        return on.year - self.birth_on.year - (0 if had_birthday else 1)
