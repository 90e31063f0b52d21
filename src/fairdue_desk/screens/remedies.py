"""What people can do about a refusal: vouch for a fact that nobody has stated, or ask for an override.

Only what the rule itself leaves open is offered, and only to those who may do it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from fairdue.casefile.case import CaseFile
from fairdue.compliance.action import Action
from fairdue.compliance.attested import ATTESTED_COLUMNS
from fairdue.compliance.checks import columns_needed
from fairdue.compliance.column import Column
from fairdue.operations.gather import gather_facts
from fairdue.operations.house import House
from fairdue.strategy.allowance import proposed_call
from fairdue_desk.screens.rule_view import rules_by_id


@dataclass(frozen=True, slots=True)
class Remedy:
    """What mends the objection of one rule: facts to vouch for, and whether two persons can set it aside."""

    facts: tuple[Column, ...]
    overridable: bool


def unstated(house: House, case: CaseFile, *, action: Action | None, as_of: datetime, actor: str) -> set[str]:
    """The facts about an act (a call, if none is named) that people could vouch for and nobody has."""
    asked = action or proposed_call(case=case)
    if asked is None:
        return set()
    facts = gather_facts(house, case=case, action=asked, as_of=as_of, actor=case.collector or actor)
    return {name for name in ATTESTED_COLUMNS if getattr(facts, name) is None}


def remedy_for(house: House, rule_id: str, *, on: date, missing: Collection[str]) -> Remedy:
    """What mends a rule's objection on a day, where ``missing`` are the facts that nobody has stated."""
    rule = rules_by_id(house.rulebook).get(rule_id)
    version = rule.version_on(on) if rule is not None else None
    if rule is None or version is None or version.check is None:
        return Remedy((), False)
    needed = [name for name in columns_needed(version.check) if name in missing]
    # An override sets an objection aside, never what nobody knows.
    return Remedy(tuple(ATTESTED_COLUMNS[name] for name in needed), rule.overridable and not needed)
