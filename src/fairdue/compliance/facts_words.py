"""The closed lists of words that facts are told in.

Room: compliance.
"""

from __future__ import annotations

from enum import StrEnum


class Jurisdiction(StrEnum):
    """Whose rules apply; a pack of the rulebook has the same name in small letters."""

    CN = "CN"
    US = "US"
    GB = "GB"


class Nation(StrEnum):
    """The part of a country whose law of debt differs from the rest's."""

    ENGLAND_OR_WALES = "england_or_wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"
    ELSEWHERE = "elsewhere"


class Reachability(StrEnum):
    """Where the reachability of the debtor stands; the state machine lives in ``followup``."""

    REACHABLE = "reachable"
    TRYING = "trying"
    UNREACHABLE = "unreachable"


class ActingAs(StrEnum):
    """What the house is to the debt it works."""

    CREDITOR = "creditor"
    AGENCY = "agency"
    DEBT_BUYER = "debt_buyer"


class LenderKind(StrEnum):
    """What kind of lender made the loan; some instruments bind one kind only."""

    BANK = "bank"
    CONSUMER_FINANCE = "consumer_finance"
    MICROLOAN = "microloan"
    PRIVATE = "private"
    OTHER = "other"


class ProductKind(StrEnum):
    """What kind of loan it is."""

    CREDIT_CARD = "credit_card"
    ONLINE_CONSUMER_LOAN = "online_consumer_loan"
    CONSUMER_LOAN = "consumer_loan"
    OTHER = "other"


class Relation(StrEnum):
    """What the person who is to be reached is to the debtor."""

    SELF = "self"
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    RELATIVE = "relative"
    COLLEAGUE = "colleague"
    OTHER = "other"
