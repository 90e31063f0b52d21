"""A letterhead: what a letter says of the creditor that no case file holds, as a person approved it.

Room: feedback. Telephone and address of the issuer, the ways to query, to pay, to object, to submit evidence and to
complain, and the seal. A creditor without one gets no letter that needs it; the refusal says what is missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from fairdue.feedback.letters.letter_template import LetterFault
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import YamlError, read_yaml

_WORDS = ("address", "query_ways", "pay_ways", "object_ways", "evidence_ways", "complaint_ways", "seal_text")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """One creditor's letterhead; every text in both languages."""

    creditor: str
    owner: str
    approved_on: date
    phone: str
    address: Bilingual
    query_ways: Bilingual
    pay_ways: Bilingual
    object_ways: Bilingual
    evidence_ways: Bilingual
    complaint_ways: Bilingual
    seal_text: Bilingual


@cache
def playbook_letterheads() -> Mapping[str, Letterhead]:
    """The letterheads of the made-up creditors of the demo."""
    file = files("fairdue_playbook") / "letters" / "letterheads.yaml"
    return read_letterheads(text=file.read_text(encoding="utf-8"), source=file.name)


def read_letterheads(*, text: str, source: str) -> Mapping[str, Letterhead]:
    """Read letterheads by creditor. Raises LetterFault with file, creditor and field."""
    try:
        raw = read_yaml(text, source=source)
    except YamlError as error:
        raise LetterFault(str(error)) from error
    if not isinstance(raw, dict) or not isinstance(raw.get("letterheads"), list):
        raise LetterFault(f"{source}: letterheads must be a list")
    found: dict[str, Letterhead] = {}
    for number, entry in enumerate(raw["letterheads"], 1):
        head = _letterhead(entry, f"{source}: letterhead {number}")
        if head.creditor in found:
            raise LetterFault(f"{source}: letterhead {number} is of a creditor that has one already")
        found[head.creditor] = head
    return found


def _letterhead(raw: Any, where: str) -> Letterhead:
    known = {"creditor", "owner", "approved_on", "phone", *_WORDS}
    if not isinstance(raw, dict) or set(raw) != known:
        raise LetterFault(f"{where} must have exactly: {', '.join(sorted(known))}")
    if not isinstance(raw["approved_on"], date):
        raise LetterFault(f"{where}: approved_on must be a day such as 2026-11-24")
    words: dict[str, Bilingual] = {}
    for name in _WORDS:
        both = raw[name]
        if not isinstance(both, dict) or set(both) != {"zh", "en"}:
            raise LetterFault(f"{where}: {name} must have zh and en")
        words[name] = Bilingual(str(both["zh"]), str(both["en"]))
    return Letterhead(
        creditor=str(raw["creditor"]),
        owner=str(raw["owner"]),
        approved_on=raw["approved_on"],
        phone=str(raw["phone"]),
        **words,
    )
