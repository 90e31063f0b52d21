"""Talk points: what to bear in mind in this call, picked from the playbook by the case's situations.

Room: strategy. They are notes for the collector. What the customer hears stands in the wording, by id.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache

from fairdue.casefile.case import CaseFile
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.hold import HoldKind
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.money import show_yuan
from fairdue.foundation.strict_yaml import read_yaml
from fairdue.strategy.brief_facts import is_many_periods, slow_down
from fairdue.strategy.score import PLAYBOOK, IncomeKind, LinkedCase, income_kind_of, last_payment
from fairdue.strategy.score_table import ScoreTableFault, bilingual


class Situation(StrEnum):
    """What is so on a case; a closed list, so that a point cannot wait for something nobody sees."""

    CLAIM_OPEN = "claim_open"
    PLAN_PERFORMING = "plan_performing"
    DISPUTE_OPEN = "dispute_open"
    SLOW_DOWN = "slow_down"
    PROMISE_OPEN = "promise_open"
    HARDSHIP = "hardship"
    BROKEN_PROMISE = "broken_promise"
    KEPT_PROMISE = "kept_promise"
    REFUSED = "refused"
    FEW_PERIODS = "few_periods"
    MANY_PERIODS = "many_periods"
    PAID_BEFORE = "paid_before"
    PAYDAY_KNOWN = "payday_known"
    IRREGULAR_INCOME = "irregular_income"
    LINKED_SAME_CREDITOR = "linked_same_creditor"
    NEVER_CONTACTED = "never_contacted"


@dataclass(frozen=True, slots=True)
class TalkPoint:
    """One point, filled in, with the situations that brought it up."""

    point_id: str
    text: Bilingual = field(repr=False)
    because: tuple[Situation, ...]


@dataclass(frozen=True, slots=True)
class _Point:
    point_id: str
    rank: int
    when: tuple[Situation, ...]
    words: Bilingual


_SLOT = re.compile(r"\{([a-z_]+)\}")
_SLOTS = frozenset({"promise", "promise_on", "broken", "balance", "minimum", "last_paid", "payday", "linked"})


def situations_of(*, case: CaseFile, linked: Sequence[LinkedCase], as_of: datetime) -> frozenset[Situation]:
    """Which situations hold; ``linked`` are the open cases with the same creditor."""
    today = civil_date(as_of)
    many = is_many_periods(case=case, on=today)
    states = {promise.state for promise in case.promises}
    _, last_fen = last_payment(case)
    holds = case.holds_at(as_of)
    talked = [one.code for one in case.dispositions if one.attempt_id is not None]
    found = {
        Situation.CLAIM_OPEN: bool(case.open_claims),
        Situation.PLAN_PERFORMING: case.performing_arrangement is not None,
        Situation.DISPUTE_OPEN: any(one.closed_at is None for one in case.disputes),
        Situation.SLOW_DOWN: slow_down(case=case, on=today),
        Situation.PROMISE_OPEN: bool(case.open_promises),
        Situation.HARDSHIP: bool(case.hardships) or HoldKind.HARDSHIP in holds,
        Situation.BROKEN_PROMISE: PromiseState.BROKEN in states,
        Situation.KEPT_PROMISE: PromiseState.KEPT in states,
        Situation.REFUSED: bool(talked) and talked[-1] is ResultCode.RF,
        Situation.FEW_PERIODS: many is False,
        Situation.MANY_PERIODS: many is True,
        Situation.PAID_BEFORE: bool(last_fen),
        Situation.PAYDAY_KNOWN: case.party.payday is not None,
        Situation.IRREGULAR_INCOME: income_kind_of(case) is IncomeKind.IRREGULAR,
        Situation.LINKED_SAME_CREDITOR: bool(linked),
        Situation.NEVER_CONTACTED: not case.attempts,
    }
    return frozenset(situation for situation, is_so in found.items() if is_so)


def talk_points_for(
    *, case: CaseFile, situations: Collection[Situation], linked: int
) -> tuple[TalkPoint, ...]:
    """The points that fit, filled in, the most pressing first; ``linked`` counts the cases to settle too."""
    most, points = _points()
    values = _values(case, linked)
    fitting = [
        TalkPoint(point.point_id, _fill(point.words, values), point.when)
        for point in points
        if set(point.when) <= set(situations) and _slots_in(point.words) <= set(values)
    ]
    return tuple(fitting[:most])


def _values(case: CaseFile, linked: int) -> dict[str, str]:
    """What is known for the braces; what is not known is absent, and its points are left out."""
    _, last_fen = last_payment(case)
    promise = min(case.open_promises, key=lambda one: one.due_on, default=None)
    broken = [one for one in case.promises if one.state is PromiseState.BROKEN]
    amounts = {
        "balance": case.balance_fen if case.balance_fen > 0 else None,
        "minimum": case.account.minimum_due_fen,
        "last_paid": last_fen,
        "promise": promise.amount_fen if promise else None,
        "broken": broken[-1].amount_fen if broken else None,
    }
    values = {name: show_yuan(fen) for name, fen in amounts.items() if fen}
    if promise is not None:
        values["promise_on"] = promise.due_on.isoformat()
    if case.party.payday is not None:
        values["payday"] = str(case.party.payday)
    if linked:
        values["linked"] = str(linked)
    return values


def _slots_in(words: Bilingual) -> set[str]:
    return {*_SLOT.findall(words.zh), *_SLOT.findall(words.en)}


def _fill(words: Bilingual, values: Mapping[str, str]) -> Bilingual:
    zh, en = (_SLOT.sub(lambda match: values[match.group(1)], text) for text in (words.zh, words.en))
    return Bilingual(zh, en)


@cache
def _points() -> tuple[int, tuple[_Point, ...]]:
    place = "strategy/talk_points.yaml"
    page = read_yaml((PLAYBOOK / "talk_points.yaml").read_text(encoding="utf-8"), source=place)
    points = []
    for entry in page["points"]:
        words = bilingual(entry, f"{place}: {entry['id']}")
        try:
            when = tuple(Situation(word) for word in entry["when"])
        except ValueError as error:
            raise ScoreTableFault(f"{place}: {entry['id']}: {error}; use one of Situation") from error
        if foreign := _slots_in(words) - _SLOTS:
            raise ScoreTableFault(f"{place}: {entry['id']}: unknown braces {sorted(foreign)}")
        points.append(_Point(str(entry["id"]), int(entry["rank"]), when, words))
    return int(page["most"]), tuple(sorted(points, key=lambda point: point.rank))
