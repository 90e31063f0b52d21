"""The rulebook: all rules of all packs, and which of them are in force on a day.

Room: compliance. Rules are files of ``fairdue_rulebook``, one folder a pack: ``cn`` for China, ``house`` for
the policy of the house, which holds everywhere and can only tighten. A rulebook is read whole or not at all.

>>> from datetime import date
>>> book = load_rulebook()
>>> [rule.rule_id for rule in book.rules_in_force(date(2025, 1, 1)) if rule.pack == "cn" and "quiet" in rule.rule_id]
[]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from fairdue.compliance.overlay import read_overlay
from fairdue.compliance.register import RegisterInvalid, load_register
from fairdue.compliance.rule import HOUSE, Force, Rule, Status
from fairdue.compliance.rule_folder import CASES_FOLDER, REGISTER_FOLDER, read_text, rule_files
from fairdue.compliance.rule_page import Page
from fairdue.compliance.rule_reading import RuleUnreadable, read_rule

_FORCE_ORDER = {force: place for place, force in enumerate(Force)}


class RulebookInvalid(ValueError):
    """The rulebook cannot be used; the message lists every file that is at fault."""


# Compared by identity: the gate keeps what it compiled for one rulebook object and one day.
@dataclass(frozen=True, slots=True, eq=False)
class Rulebook:
    """All rules, in reading order: law, standard, guideline, policy, and by id within each."""

    rules: tuple[Rule, ...]

    def rules_in_force(self, on: date) -> tuple[Rule, ...]:
        """The enforced rules that have begun by that day and have not ended."""
        return tuple(
            rule for rule in self.rules if rule.status is Status.ENFORCED and rule.version_on(on) is not None
        )

    def rule(self, rule_id: str) -> Rule:
        """Return one rule by its id; KeyError when there is none of that name."""
        for rule in self.rules:
            if rule.rule_id == rule_id:
                return rule
        raise KeyError(f"no rule is called {rule_id}; `fairdue rulebook list` shows them all")

    def tightened_by(self, overlay: Iterable[Rule]) -> Rulebook:
        """This rulebook with further rules of the house.

        Raises RulebookInvalid for a rule that is not house policy and for an id that is taken: an overlay
        adds, it never replaces.
        """
        added = tuple(overlay)
        for rule in added:
            if not rule.is_house_policy:
                raise RulebookInvalid(
                    f"{rule.file}: an overlay holds house policy only; put it under {HOUSE}/"
                )
        return rulebook_of((*self.rules, *added))


def rulebook_of(rules: Iterable[Rule]) -> Rulebook:
    """Put rules into reading order; RulebookInvalid when two share an id."""
    ordered = sorted(rules, key=lambda rule: (_FORCE_ORDER[rule.force], rule.rule_id))
    seen: dict[str, str] = {}
    for rule in ordered:
        if rule.rule_id in seen:
            raise RulebookInvalid(
                f"{rule.file}: the id {rule.rule_id} is taken by {seen[rule.rule_id]}; a rule is not replaced, "
                "write a further one with its own id"
            )
        seen[rule.rule_id] = rule.file
    return Rulebook(tuple(ordered))


def load_rulebook(
    *,
    directory: Traversable | None = None,
    overlay: Traversable | None = None,
    overlays: Sequence[Traversable] = (),
) -> Rulebook:
    """Read every rule under ``directory`` (the shipped rulebook by default), then the house's own folders.

    ``overlay`` and ``overlays`` are folders with packs in them, each read upon what stands by then, so that none
    can loosen another. Raises RulebookInvalid with all files at fault; there is no half a rulebook.
    """
    directory = directory if directory is not None else files("fairdue_rulebook")
    rules, packs = _read_all(directory)
    book = rulebook_of(rules)
    for folder in (*overlays, *([] if overlay is None else [overlay])):
        if not folder.is_dir():
            raise RulebookInvalid(
                "the overlay is no folder; name one that has the house's rules under house/"
            )
        added, faults = read_overlay(folder, base=book.rules, packs=packs)
        if faults:
            raise RulebookInvalid("\n".join(sorted(faults)))
        book = book.tightened_by(added)
    return book


def _read_all(directory: Traversable) -> tuple[list[Rule], dict[str, str] | None]:
    """Every rule of the folder; a rule that stands for nothing in the register is refused like a misspelt one."""
    rules: list[Rule] = []
    faults: list[str] = []
    seen: dict[str, str] = {}
    try:
        packs: dict[str, str] | None = load_register(directory).packs()
    except RegisterInvalid as error:
        faults.append(str(error))
        packs = None
    for name, path in rule_files(directory):
        try:
            text = read_text(name, path)
            rule = read_rule(text=text, file=name, packs=packs)
            if rule.rule_id in seen:
                Page(name, text).wrong(
                    "id", f"{rule.rule_id} is the id of {seen[rule.rule_id]} too; remove one of the two files"
                )
            seen[rule.rule_id] = name
            rules.append(rule)
        except RuleUnreadable as error:
            faults.append(str(error))
    if faults:
        raise RulebookInvalid("\n".join(faults))
    if not rules:
        raise RulebookInvalid("the folder holds no rule; name one with packs such as cn/ and house/ in it")
    return rules, packs


__all__ = [
    "CASES_FOLDER",
    "REGISTER_FOLDER",
    "Rulebook",
    "RulebookInvalid",
    "load_rulebook",
    "rule_files",
    "rulebook_of",
]
