"""The ordinary standing of a test house: an agency that is listed, whose customers were told, with licensed people.

One builder for all tests, through the real operations; a test that is about standing makes its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from fairdue.foundation.civil import CHINA
from fairdue.operations.house import House
from fairdue.practice.standing import vouch_for_practice

CREDITORS = ("示例银行信用卡中心", "示例银行", "示例消费金融有限公司")
COLLECTORS = ("c7", "c8", "collector-7", "collector1", "collector2", "admin", "lead")
LONG_BEFORE = datetime(2026, 1, 1, tzinfo=CHINA)


def with_ordinary_standing(
    house: House, *, creditors: Sequence[str] = CREDITORS, collectors: Sequence[str] = COLLECTORS
) -> House:
    """Vouch for the creditors and the people that tests use, and return the house."""
    vouch_for_practice(house, creditors=creditors, collectors=collectors, as_of=LONG_BEFORE)
    return house


def typed_standing(*, creditor: str, collector: str) -> list[list[str]]:
    """The same for one creditor and one person, as arguments of ``fairdue``."""
    paper = ["--evidence", "made up for a test"]
    return [
        ["attest", "agency_listed", "yes", "--creditor", creditor, *paper],
        ["attest", "debtor_told_of_agency", "yes", "--creditor", creditor, *paper],
        ["attest", "collector_licensed", "yes", "--staff", collector, "--until", "2026-12-31", *paper],
    ]
