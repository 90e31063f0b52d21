"""The rulebook: all rules of all packs, and which of them are in force on a day.

Room: compliance. Rules are files of ``fairdue_rulebook``, one folder a pack: ``cn`` for China, ``house`` for
the policy of the house, which holds everywhere and can only tighten. A rulebook is read whole or not at all.

>>> from datetime import date
>>> book = load_rulebook()
>>> [rule.rule_id for rule in book.rules_in_force(date(2025, 1, 1)) if rule.pack == "cn" and "quiet" in rule.rule_id]
[]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

from fairdue.compliance.rule import HOUSE, Force, Rule, Status
from fairdue.compliance.rule_reading import RuleUnreadable, read_rule

CASES_FOLDER = "cases"
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


def load_rulebook(*, directory: Traversable | None = None, overlay: Traversable | None = None) -> Rulebook:
    """Read every rule under ``directory`` (the shipped rulebook by default), then the house's ``overlay``.

    Both are folders with packs in them. Raises RulebookInvalid with all files at fault; there is no half a
    rulebook.
    """
    book = rulebook_of(_read_all(directory if directory is not None else files("fairdue_rulebook")))
    return book if overlay is None else book.tightened_by(_read_all(overlay))


def rule_files(directory: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Every rule file below a folder with its path inside it, the worked cases left out."""
    for name, path in _walk(directory, ""):
        if not name.startswith(f"{CASES_FOLDER}/"):
            yield name, path


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        if entry.is_dir():
            yield from _walk(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".yaml", ".yml")):
            yield f"{prefix}{entry.name}", entry


def _read_all(directory: Traversable) -> list[Rule]:
    rules, faults = [], []
    for name, path in rule_files(directory):
        try:
            rules.append(read_rule(text=path.read_text(encoding="utf-8"), file=name))
        except RuleUnreadable as error:
            faults.append(str(error))
        except UnicodeDecodeError:
            faults.append(f"{name}: line 1: not UTF-8 text; save the file as UTF-8")
    if faults:
        raise RulebookInvalid("\n".join(faults))
    if not rules:
        raise RulebookInvalid("the folder holds no rule; name one with packs such as cn/ and house/ in it")
    return rules
