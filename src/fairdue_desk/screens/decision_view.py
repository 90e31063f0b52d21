"""An answer of the gate as a screen shows it, whether it was given just now or long ago."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from fairdue.compliance.action import ActionKind
from fairdue.compliance.decision import Decision, Defer, Outcome, Permit, Refuse
from fairdue.compliance.explain import DUTY_TEXTS, OUTCOME_TEXTS, show_citation
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Citation
from fairdue.operations.ports import DecisionRecord
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.words import ACTIONS, VERDICTS

_AGAINST = frozenset({Outcome.REFUSE, Outcome.DEFER, Outcome.UNKNOWN})


@dataclass(frozen=True, slots=True)
class RuleLine:
    """What one rule said, with its source in words."""

    rule_id: str
    outcome: Outcome
    text: str
    source: str

    @property
    def outcome_name(self) -> Bilingual:
        """The outcome in words."""
        return OUTCOME_TEXTS[self.outcome]

    @property
    def against(self) -> bool:
        """Did this rule speak against the act?"""
        return self.outcome in _AGAINST


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One answer. ``lines`` are all rules that concerned the act, those against it first."""

    verdict: str
    action: ActionKind | None
    until: datetime | None
    lines: tuple[RuleLine, ...]
    duties: tuple[Bilingual, ...] = ()
    at: datetime | None = None
    actor: str = ""
    case_id: str = ""
    decision_id: str = ""

    @property
    def verdict_name(self) -> Bilingual:
        """The verdict in words."""
        return VERDICTS[self.verdict]

    @property
    def action_name(self) -> Bilingual | None:
        """The act in words."""
        return ACTIONS[self.action] if self.action else None

    @property
    def objections(self) -> tuple[RuleLine, ...]:
        """The rules that spoke against it."""
        return tuple(line for line in self.lines if line.against)

    @property
    def more_objections(self) -> int:
        """How many there are beside the first."""
        return max(0, len(self.objections) - 1)


def view_of_decision(decision: Decision) -> DecisionView:
    """An answer just given."""
    lines = [
        _line(line.rule_id, line.outcome, line.text, line.citation)
        for line in decision.trace
        if line.outcome is not Outcome.NOT_APPLICABLE
    ]
    match decision:
        case Permit():
            duties = tuple(DUTY_TEXTS[duty] for duty in decision.duties)
            return DecisionView("permit", decision.action.kind, None, _ordered(lines), duties)
        case Defer():
            return DecisionView("defer", None, decision.until, _ordered(_with_reasons(lines, decision)))
        case Refuse():
            return DecisionView("refuse", None, None, _ordered(_with_reasons(lines, decision)))
        case _:
            assert_never(decision)


def _with_reasons(lines: list[RuleLine], decision: Defer | Refuse) -> list[RuleLine]:
    """The trace, and those reasons that no rule of it gave (an uncovered jurisdiction, a missing fact)."""
    known = {line.rule_id for line in lines}
    outcome = Outcome.REFUSE if isinstance(decision, Refuse) else Outcome.DEFER
    more = [
        _line(reason.code, outcome, reason.text, reason.citation)
        for reason in decision.reasons
        if reason.code not in known
    ]
    return [*more, *lines]


def view_of_record(record: DecisionRecord) -> DecisionView:
    """An answer of the past, from its stored trace."""
    lines = []
    for entry in json.loads(record.trace):
        citation = None
        if entry["title"]:
            citation = Citation(entry["title"], entry["article"] or "", entry["confidence"] or "recalled")
        lines.append(
            _line(entry["rule"], Outcome(entry["outcome"]), Bilingual(entry["zh"], entry["en"]), citation)
        )
    return DecisionView(
        verdict=record.verdict,
        action=ActionKind(record.action),
        until=record.until,
        lines=_ordered(lines),
        at=record.at,
        actor=record.actor,
        case_id=record.case_id,
        decision_id=record.decision_id,
    )


def _line(rule_id: str, outcome: Outcome, text: Bilingual, citation: Citation | None) -> RuleLine:
    language = desk_language()
    source = show_citation(citation, language=language) if citation else ""
    return RuleLine(rule_id, outcome, text.in_language(language), source)


def _ordered(lines: list[RuleLine]) -> tuple[RuleLine, ...]:
    return tuple(sorted(lines, key=lambda line: not line.against))
