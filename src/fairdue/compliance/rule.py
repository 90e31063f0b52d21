"""One rule: what it says, to which acts it applies, what it checks, since when, and where that is written.

Room: compliance. A rule can refuse, ask to wait, warn, or lay a duty on the act. It cannot allow: leave
comes only from no rule objecting, so adding a rule can only tighten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fairdue.compliance.checks import Check
from fairdue.compliance.decision import Duty
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Citation

HOUSE = "house"
"""The pack of house policy; it holds for every jurisdiction and covers none by itself."""


class Effect(StrEnum):
    """What follows when the check fails; a rule of ``DUTY`` has no check and always lays its duties."""

    REFUSE = "refuse"
    DEFER = "defer"
    WARN = "warn"
    DUTY = "duty"


class Force(StrEnum):
    """How binding the source is, strongest first."""

    LAW = "law"
    STANDARD = "standard"
    GUIDELINE = "guideline"
    POLICY = "policy"


class Confidence(StrEnum):
    """How the rule was read; what was only recalled from memory is never enforced."""

    SOURCE = "source"  # the text of the statute
    COPY = "copy"  # somebody else's copy of the text
    PRESS = "press"  # a report about the text
    DERIVED = "derived"  # our own conclusion from texts that were read
    POLICY = "policy"  # the house's own word; there is nothing to verify
    RECALLED = "recalled"  # not read


class Status(StrEnum):
    """Whether the gate asks the rule; a disabled rule stays listed, with the reason why."""

    ENFORCED = "enforced"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Condition:
    """The rule applies when this column has one of these values.

    A missing *fact* counts as a match, so that a rule is not escaped by not knowing; a missing field of the
    *action* (the call type of a letter) does not match, since it is not missing but absent.
    """

    column: str
    of_action: bool
    allowed: frozenset[str | bool]


@dataclass(frozen=True, slots=True)
class Version:
    """The rule as it stands from ``from_on`` until the next version: its check with its numbers."""

    from_on: date
    check: Check | None


@dataclass(frozen=True, slots=True)
class Reference:
    """Where the rule is written, from this day on; the article as far as it was read."""

    from_on: date
    title: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a pack. ``pack`` is the first folder (``cn``, ``house``), ``ends_on`` its first day without.

    ``conduct_id`` is the entry of the list of conduct rules that it enforces; a rule of the house has none.
    """

    rule_id: str
    pack: str
    conduct_id: str | None
    says: Bilingual
    applies_to: tuple[Condition, ...]
    effect: Effect
    duties: tuple[Duty, ...]
    versions: tuple[Version, ...]
    references: tuple[Reference, ...]
    force: Force
    confidence: Confidence
    last_verified_on: date | None
    sources: tuple[str, ...]
    status: Status
    disabled_because: Bilingual | None
    ends_on: date | None
    note: Bilingual | None
    file: str

    @property
    def is_house_policy(self) -> bool:
        """Does the rule come from the house rather than from a jurisdiction's pack?"""
        return self.pack == HOUSE

    def version_on(self, day: date) -> Version | None:
        """The version in force on that day: the latest that has begun; None before the first or after the end."""
        if self.ends_on is not None and day >= self.ends_on:
            return None
        begun = [version for version in self.versions if version.from_on <= day]
        return begun[-1] if begun else None

    def citation_on(self, day: date) -> Citation:
        """The source as of that day, with how well it was read."""
        begun = [reference for reference in self.references if reference.from_on <= day]
        reference = begun[-1] if begun else self.references[0]
        return Citation(reference.title, reference.article, self.confidence.value)
