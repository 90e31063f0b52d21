"""One rule: what it says, to which acts it applies, what it checks, since when, and where that is written.

Room: compliance. A rule can refuse, ask to wait, warn, or lay a duty on the act. It cannot allow: leave
comes only from no rule objecting, so adding a rule can only tighten.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fairdue.compliance.checks import Check
from fairdue.compliance.clock import Clock
from fairdue.compliance.decision import Duty
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Citation

HOUSE = "house"
"""The pack of house policy; it holds for every jurisdiction and covers none by itself."""


class Effect(StrEnum):
    """What follows when the check fails.

    A rule of ``DUTY`` has no check and always lays its duties. A rule of ``RECORD`` is not asked about acts at
    all: it is a duty of the organisation, with a clock where the source sets a time.
    """

    REFUSE = "refuse"
    DEFER = "defer"
    WARN = "warn"
    DUTY = "duty"
    RECORD = "record"


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
    RECALLED = "recalled"  # from memory, not read
    UNVERIFIED = "unverified"  # seen somewhere, and contradicted or not confirmed


NOT_ENFORCEABLE = frozenset({Confidence.RECALLED, Confidence.UNVERIFIED})
"""What was read too badly to refuse anybody anything by it."""


class Status(StrEnum):
    """Whether the rule is in use; a disabled rule stays listed, with the reason why."""

    ENFORCED = "enforced"
    DISABLED = "disabled"


class Treatment(StrEnum):
    """What the house does about a rule, in one word: how coverage counts it."""

    ENFORCED = "enforced"
    WARNED = "warned"
    RECORDED = "recorded"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Condition:
    """The rule applies when this column has one of these values, or, for a set of words, any of them.

    A missing *fact* counts as a match, so that a rule is not escaped by not knowing; a missing field of the
    *action* (the call type of a letter) does not match, since it is not missing but absent. Where a condition
    makes an exception (``except_when``) nothing missing matches.
    """

    column: str
    of_action: bool
    allowed: frozenset[str | bool]


@dataclass(frozen=True, slots=True)
class Version:
    """The rule as it stands from ``from_on`` until the next version: its check, or its clock, with numbers."""

    from_on: date
    check: Check | None
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Where the rule is written, from this day on; the article as far as it was read."""

    from_on: date
    title: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of a pack. ``pack`` is the first folder (``cn``, ``house``), ``ends_on`` its first day without.

    ``conduct_id`` is the entry of the register of conduct rules that it stands for; a policy of the house may
    have none. ``overridable``: two persons may set it aside in writing for one case and a time; never law,
    unless the law itself calls it a presumption that facts can rebut. ``tightens`` is the rule that a house
    policy makes stricter.
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
    except_when: tuple[Condition, ...] = ()
    presumption: bool = False
    overridable: bool = False
    tightens: str | None = None

    @property
    def is_house_policy(self) -> bool:
        """Does the rule come from the house rather than from a jurisdiction's pack?"""
        return self.pack == HOUSE

    @property
    def treatment(self) -> Treatment:
        """What the house does about it, in one word."""
        if self.status is Status.DISABLED:
            return Treatment.DISABLED
        if self.effect is Effect.RECORD:
            return Treatment.RECORDED
        return Treatment.WARNED if self.effect is Effect.WARN else Treatment.ENFORCED

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
