"""Objections: what customers say against paying now, and what may be answered, as data.

Room: conversation. Here stands what an objection is. ``objection_reading`` makes them out of the playbook's YAML,
``objection_ranking`` finds those that fit what was just said. An objection is an aid to the collector: it takes no
turn, makes no fact, and a safety flow always comes before its answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.wording import SentenceSpec
from fairdue.foundation.bilingual import Bilingual
from fairdue.understanding.intent import Intent


class ObjectionFault(FlowFault):
    """A file of objections has a hole; the message names file, line, objection and what to mend."""


class Family(StrEnum):
    """The eight families of objections."""

    NO_MONEY = "no_money"
    NO_TIME = "no_time"
    PAY_LATER = "pay_later"
    AMOUNT_WRONG = "amount_wrong"
    NOT_MY_DEBT = "not_my_debt"
    COMPLAINT = "complaint"
    AGENTS = "agents"
    CREDIT_RUINED = "credit_ruined"


class Safety(StrEnum):
    """The flows that always win over collecting, in the order in which they win over each other.

    Each is named like the answer of the flow that is open everywhere, or like the step that it leads to.
    """

    DISTRESS = "distress"
    LOSS = "loss"
    WRONG_NUMBER = "wrong_number"
    THIRD_PERSON = "third_person"
    REPRESENTED = "represented"
    STOP_CONTACT = "stop_contact"
    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    HARDSHIP = "hardship"


SAFETY_OF_INTENT: Mapping[Intent, Safety] = {
    Intent.DISTRESS: Safety.DISTRESS,
    Intent.DECEASED_OR_INCAPACITY: Safety.LOSS,
    Intent.WRONG_PERSON: Safety.WRONG_NUMBER,
    Intent.THIRD_PARTY: Safety.THIRD_PERSON,
    Intent.REPRESENTATIVE: Safety.REPRESENTED,
    Intent.STOP_CONTACT: Safety.STOP_CONTACT,
    Intent.COMPLAINT: Safety.COMPLAINT,
    Intent.DISPUTE_AMOUNT: Safety.DISPUTE,
    Intent.DISPUTE_DEBT: Safety.DISPUTE,
    Intent.HARDSHIP: Safety.HARDSHIP,
}
"""Which meaning of the customer's words calls for which flow."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One sentence of an objection: an answer, or the question to ask next.

    ``before_check`` marks the few that tell nothing of a debt and may be said to whoever answered; all others need
    the identity check. ``rests_on`` names the conduct rules that a statement of law follows from.
    """

    sentence: SentenceSpec
    before_check: bool = False
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NeverSay:
    """What must not be said here, as somebody might say it, and the class of wording (C01 to C25) that it is."""

    code: str
    words: Bilingual


@dataclass(frozen=True, slots=True)
class HandOver:
    """When this is not to be answered but handed to a safety flow. ``at_once`` is true where the words themselves
    already call for it; else ``when`` says what must be heard besides."""

    to: Safety
    when: Bilingual
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Objection:
    """One objection. ``heard`` are ways in which customers say it, ``signs`` words that point to it; both are for
    ranking and nobody is shown them. ``leads_to`` is the step of the call that follows."""

    objection_id: str
    family: Family
    name: Bilingual
    intents: tuple[Intent, ...]
    heard: tuple[str, ...]
    signs: tuple[str, ...]
    behind: Bilingual
    answers: tuple[Reply, ...]
    ask: Reply
    never: tuple[NeverSay, ...]
    leads_to: str
    hand_over: HandOver | None = None

    @property
    def replies(self) -> tuple[Reply, ...]:
        """Every sentence of this objection that a customer can hear: the answers, then the question."""
        return (*self.answers, self.ask)


@dataclass(frozen=True, slots=True)
class ObjectionLibrary:
    """All objections by id, in the order of the files, and the names of the families."""

    objections: Mapping[str, Objection]
    families: Mapping[Family, Bilingual]

    def sentences(self) -> Iterator[Reply]:
        """Every sentence that a customer can hear from this library."""
        for objection in self.objections.values():
            yield from objection.replies
