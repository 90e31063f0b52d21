"""A rule as the screens show it on one day: treatment, source in words, since when, and what it is worth then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from fairdue.compliance.action import ActionKind
from fairdue.compliance.check_words import TREATMENT_NAMES, version_in_words
from fairdue.compliance.explain import CONFIDENCE_TEXTS, show_article, show_place
from fairdue.compliance.rule import Confidence, Rule, Status, Treatment, Version
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.bilingual import Bilingual
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.words import PACKS

TONES: Mapping[Treatment, str] = {
    Treatment.ENFORCED: "good",
    Treatment.WARNED: "warn",
    Treatment.RECORDED: "calm",
    Treatment.DISABLED: "off",
}


@lru_cache(maxsize=4)
def rules_by_id(book: Rulebook) -> Mapping[str, Rule]:
    """The rules of one rulebook by their ids."""
    return {rule.rule_id: rule for rule in book.rules}


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule as it stands on a day. ``since`` is the day its version of then began; None before the first."""

    rule: Rule
    on: date

    @property
    def in_force(self) -> bool:
        """Is it in use on that day?"""
        return self.rule.status is Status.ENFORCED and self.rule.version_on(self.on) is not None

    @property
    def begun(self) -> bool:
        """Had a version of it begun by then, in use or not?"""
        return self.rule.versions[0].from_on <= self.on

    @property
    def ended(self) -> bool:
        """Was its last day before that day?"""
        return self.rule.ends_on is not None and self.on >= self.rule.ends_on

    @property
    def since(self) -> date:
        """Since when it stands as it does then, or from when it will."""
        version = self.rule.version_on(self.on)
        return (version or self._nearest).from_on

    @property
    def value(self) -> Bilingual:
        """What it is worth then, in words; of a rule that has not begun or is over, what it will be or was."""
        return version_in_words(self.rule, self.rule.version_on(self.on) or self._nearest)

    @property
    def _nearest(self) -> Version:
        return self.rule.versions[-1] if self.ended else self.rule.versions[0]

    @property
    def treatment(self) -> Bilingual:
        """What the house does about it, in a word."""
        return TREATMENT_NAMES[self.rule.treatment]

    @property
    def tone(self) -> str:
        """The colour that goes with the treatment; the word stands beside it."""
        return TONES[self.rule.treatment]

    @property
    def title(self) -> str:
        """The instrument as of that day."""
        return self.rule.citation_on(self.on).title

    @property
    def article(self) -> str:
        """The article as far as it was read; a policy's own file is no article."""
        if self.rule.confidence is Confidence.POLICY:
            return ""
        return show_article(self.rule.citation_on(self.on), language=desk_language())

    @property
    def place(self) -> str:
        """Article and confidence, said plainly."""
        if self.rule.confidence is Confidence.POLICY:
            return CONFIDENCE_TEXTS[Confidence.POLICY].in_language(desk_language())
        return show_place(self.rule.citation_on(self.on), language=desk_language())

    @property
    def name(self) -> str:
        """The last part of the id, as it stands under its instrument."""
        return self.rule.rule_id.partition(".")[2]


def pack_name(pack: str) -> Bilingual:
    """A pack in words; one that a house added itself is called as its folder."""
    return PACKS.get(pack, Bilingual(pack, pack))


def packs_of(rules: Iterable[Rule]) -> list[str]:
    """The packs of some rules, in the order in which screens list them: China first, the house last."""
    order = list(PACKS)
    known = {pack: order.index(pack) for pack in order}
    return sorted({rule.pack for rule in rules}, key=lambda pack: (known.get(pack, len(order)), pack))


def concerns(rule: Rule, kind: ActionKind) -> bool:
    """Is the rule asked about this kind of act? A duty of the organisation is asked about none."""
    if rule.treatment is Treatment.RECORDED:
        return False
    kinds = [condition for condition in rule.applies_to if condition.column == "kind"]
    return all(kind.value in condition.allowed for condition in kinds)
