"""Contact points: the numbers and addresses of the customer, and the sealed ones of third persons.

Room: casefile. A sealed contact holds a token only; reading it takes a permit (``reveal_sealed_contact``)
and the key of the house, which the core does not have.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fairdue.foundation.ids import ContactPointId


class ContactKind(StrEnum):
    """What kind of way a contact point is."""

    MOBILE = "mobile"
    HOME_PHONE = "home_phone"
    WORK_PHONE = "work_phone"
    EMAIL = "email"


class NumberStatus(StrEnum):
    """What is known of a number: usable until shown otherwise."""

    USABLE = "usable"
    INVALID = "invalid"  # 空号, 停机, 易主: not this person's, or nobody's
    BLOCKED = "blocked"  # the person asked for this number to be left alone


class NumberSource(StrEnum):
    """How the number came to us; the association's guideline lists the lawful ways (CN-3P-10)."""

    RESERVED_BY_DEBTOR = "reserved_by_debtor"
    CONTRACT = "contract"
    DEBTOR_AUTHORISED = "debtor_authorised"
    LAWFUL_PUBLIC = "lawful_public"
    TOLD_BY_RESERVED_CONTACT = "told_by_reserved_contact"
    AUTHORISED_CREDIT_BUREAU = "authorised_credit_bureau"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class ContactPoint:
    """One of the customer's own ways to be reached. ``number_key`` is its keyed digest, for counting."""

    contact_point_id: ContactPointId
    kind: ContactKind
    value: str = field(repr=False)
    number_key: str
    status: NumberStatus = NumberStatus.USABLE
    source: NumberSource = NumberSource.RESERVED_BY_DEBTOR


@dataclass(frozen=True, slots=True)
class SealedContact:
    """A third person's details, encrypted at import; ``relation`` is sealed within the token too."""

    contact_point_id: ContactPointId
    token: str = field(repr=False)
    number_key: str | None = None
    refused: bool = False
