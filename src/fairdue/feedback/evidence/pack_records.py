"""The records of an evidence pack: each line of its files as a small frozen shape with one canonical spelling.

Room: feedback. A log row stands in a pack in one of three ways: whole, so that its digest can be computed again;
masked, where it names a number of somebody else; or as a bare link, where it lies outside the period asked for.
The chain runs through all three.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from fairdue.casefile.codec import read_body, write_body
from fairdue.foundation.bilingual import Bilingual

Record = TypeVar("Record")


class Recipient(StrEnum):
    """Who a pack is for; each is a purpose of its own, said on its first page."""

    CUSTOMER = "customer"
    REGULATOR = "regulator"
    COURT = "court"
    CREDITOR = "creditor"
    TRAINING = "training"


RECIPIENT_WORDS: dict[Recipient, Bilingual] = {
    Recipient.CUSTOMER: Bilingual("答复客户投诉", "to answer the customer's complaint"),
    Recipient.REGULATOR: Bilingual("提交监管机构", "for a regulator"),
    Recipient.COURT: Bilingual("提交法院", "for a court"),
    Recipient.CREDITOR: Bilingual("提交委托方", "for the creditor"),
    Recipient.TRAINING: Bilingual("内部培训，已脱敏", "for training, redacted"),
}


@dataclass(frozen=True, slots=True)
class LogLine:
    """One row of the log. ``hash`` and ``prev_hash`` always stand; the rest is empty on a bare link.

    ``masked`` counts the numbers of others that were hidden in ``body``: then its digest cannot be computed again.
    """

    seq: int
    prev_hash: str
    hash: str
    case_id: str = ""
    kind: str = ""
    at: str = ""
    actor: str = ""
    body: str = field(default="", repr=False)
    masked: int = 0

    @property
    def is_link(self) -> bool:
        """Is it nothing but its place in the chain?"""
        return not self.kind

    @property
    def is_whole(self) -> bool:
        """Can its digest be computed again?"""
        return not self.is_link and not self.masked


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule that the gate asked, with what it said of it and what it rests on."""

    rule: str
    outcome: str
    text: Bilingual
    title: str | None = None
    article: str | None = None
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One answer of the gate, as it was kept."""

    decision_id: str
    at: str
    actor: str
    action: str
    verdict: str
    rules: tuple[str, ...] = ()
    trace: tuple[RuleLine, ...] = ()
    until: str | None = None
    permit_id: str | None = None


@dataclass(frozen=True, slots=True)
class WordingLine:
    """One sentence that the guided call showed: which, in which words, at which turn of which call.

    ``approved_on`` after the day of the call says that the words then may have been others.
    """

    session_id: str
    turn: int
    at: str
    step: str
    sentence_id: str
    approved_on: str
    text: Bilingual = field(repr=False)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement that somebody vouched for and that stood when the gate decided."""

    attestation_id: str
    fact: str
    label: Bilingual
    value: str
    scope: str
    evidence: str
    stated_by: str
    stated_at: str
    starts_at: str
    ends_at: str | None = None
    withdrawn_at: str | None = None
    withdrawn_by: str | None = None
    stood_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordingLine:
    """A recording that belongs to the case: it is named and hashed here, and does not lie in the pack."""

    name: str
    digest: str
    length: int
    attempt_id: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What the pack is: of which case, for whom, of which period, made by whom with which knowledge."""

    case_id: str
    case_no: str
    creditor: str
    customer: str = field(repr=False)
    recipient: Recipient
    made_at: str
    made_by: str
    software: str
    rulebook: str
    playbook: str
    event_count: int
    head_hash: str
    shown_from: str | None = None
    shown_until: str | None = None
    complaint_id: str | None = None
    product: str | None = None
    placed_fen: int = 0
    balance_fen: int = 0
    status: str = ""
    sealed_contacts: int = 0
    masked_numbers: int = 0
    links_only: int = 0


def write_lines(records: Iterable[object]) -> bytes:
    """JSON lines in the canonical spelling; no records are no bytes."""
    return "".join(f"{write_body(record)}\n" for record in records).encode()


def read_lines(kind: type[Record], content: bytes) -> tuple[Record, ...]:
    """The records of a file. Raises ValueError, which names the line, for a line that is none of the kind."""
    found = []
    for number, line in enumerate(content.decode().splitlines(), 1):
        try:
            record = read_body(kind, line)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"line {number} is no {kind.__name__}") from error
        if write_body(record) != line:
            raise ValueError(f"line {number} is not written as this house writes it")
        found.append(record)
    return tuple(found)
