"""Made-up situations: an act, facts and a moment, drawn from a seed so that rules are met on their boundaries.

Room: practice. The numbers, hours, days and spans that the rules of a rulebook name are looked up in it, and drawn
exactly, one below and one above; the hours also a millionth of a second before and after. Moments lie about
changes of the clocks, midnights, leap days and the days on which rules begin or end. A column may be unknown.
The same seed and number give the same situation; nothing here knows what the answer ought to be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from fairdue.compliance.action import (
    ACTION_COLUMNS,
    Action,
    ActionKind,
    CalleeRole,
    CallType,
    InitiatedBy,
)
from fairdue.compliance.checks import (
    AmountsAgree,
    AtMost,
    Between,
    LongEnoughSince,
    NotLaterThan,
    OutsideQuietHours,
    UnreachableCondition,
)
from fairdue.compliance.column import Column, ColumnKind
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.resumption import zone_named
from fairdue.compliance.rule import HOUSE
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.worked_cases import all_clear
from fairdue.foundation.ids import CaseId, PersonId
from fairdue.foundation.span import Span

ACTS_OF_KIND = {
    ActionKind.PLACE_CALL: ("call_debtor", "notify_debtor", "answer_customer"),
    ActionKind.SEND_MESSAGE: ("message_debtor",),
    ActionKind.SEND_LETTER: ("letter_debtor",),
    ActionKind.SEND_EMAIL: ("email_debtor",),
    ActionKind.LEAVE_VOICEMAIL: ("voicemail_debtor",),
    ActionKind.CONTACT_THIRD_PARTY: ("ask_third_party", "reach_heir"),
    ActionKind.VISIT: ("visit_debtor",),
    ActionKind.REVEAL_SEALED_CONTACT: ("reveal_sealed_contact",),
    ActionKind.SAY_DEBT_FACT: ("tell_debtor", "tell_third_party"),
    ActionKind.SAY_SENTENCE: ("say_sentence",),
    ActionKind.STATE_AMOUNT: ("state_amount",),
    ActionKind.OFFER_PLAN: ("offer_plan",),
    ActionKind.OFFER_RELIEF: ("offer_relief",),
    ActionKind.RECORD_CONTACT: ("record_contact",),
    ActionKind.REPORT_TO_BUREAU: ("report_to_bureau",),
    ActionKind.HAND_TO_AGENCY: ("hand_to_agency",),
    ActionKind.EXPORT_DATA: ("export_data",),
}
"""The documented ordinary acts of every kind, one of which a situation begins from."""

ACT_OF_KIND = {kind: acts[0] for kind, acts in ACTS_OF_KIND.items()}
"""The first of them: the plainest act of every kind."""

ZONES = (
    "Asia/Shanghai", "Asia/Urumqi", "America/New_York", "America/Chicago", "America/Phoenix", "America/Los_Angeles",
    "Pacific/Honolulu", "Europe/London", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia",
)  # fmt: skip
_NO_ZONES = ("Mars/Olympus_Mons", "Asia", "asia/shanghai")
_HOME = {"CN": "Asia/Shanghai", "US": "America/New_York", "GB": "Europe/London"}
_LEAP_DAYS = (date(2024, 2, 28), date(2024, 2, 29), date(2024, 3, 1), date(2028, 2, 29), date(2027, 2, 28))
_CLOCK_CHANGES = (
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 4, 5),
)
_MONTH_ENDS = (date(2026, 1, 31), date(2026, 8, 31), date(2025, 12, 31), date(2026, 5, 30))
_TODAY = date(2026, 6, 1)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Situation:
    """One situation. ``derived``: the local date and time of the facts are those of ``as_of`` in their zone."""

    number: int
    action: Action
    facts: Facts
    as_of: datetime
    derived: bool


@dataclass(frozen=True, slots=True)
class _Edges:
    """What the rules of one rulebook name: numbers by column, hours, spans by date column, and days."""

    numbers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    hours: list[time] = field(default_factory=list)
    spans: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    happened: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    sums: list[tuple[str, str, int]] = field(default_factory=list)
    days: list[date] = field(default_factory=list)


class Situations:
    """Situations of one rulebook and seed, by number."""

    def __init__(self, rulebook: Rulebook, *, seed: int) -> None:
        self.seed = seed
        self._edges = _edges_of(rulebook)
        packs = sorted({rule.pack for rule in rulebook.rules} - {HOUSE})
        self._packs = tuple(pack.upper() for pack in packs)
        noon = datetime(2026, 3, 10, 12, tzinfo=UTC)
        self._ordinary = {
            (pack, kind): [_columns_of(*all_clear(act=act, when=noon, pack=pack.lower())) for act in acts]
            for pack in self._packs
            for kind, acts in ACTS_OF_KIND.items()
        }

    def draw(self, number: int) -> Situation:
        """The situation of this number."""
        chance = Random(f"{self.seed}:{number}")  # noqa: S311 - drawn, not guarded
        pack, kind = chance.choice(self._packs), chance.choice(tuple(ActionKind))
        columns = dict(chance.choice(self._ordinary[pack, kind]))
        as_of, derived = self._place(chance, pack, columns)
        share = chance.choice((0.0, 0.03, 0.03, 0.1, 0.1, 0.4, 1.0))
        for name, column in FACT_COLUMNS.items():
            if name not in _PLACED and chance.random() < share:
                columns[name] = self._value(chance, column, columns)
        for name, column in ACTION_COLUMNS.items():
            if name != "kind" and chance.random() < share:
                columns[name] = self._value(chance, column, columns)
        self._touch_edges(chance, columns)
        _make_consistent(chance, columns)
        action = Action(
            case_id=CaseId(f"c{number}"),
            person_id=PersonId("p1"),
            creditor="made_up",
            **{name: columns[name] for name in ACTION_COLUMNS},  # type: ignore[arg-type]
        )
        facts = Facts(**{name: columns[name] for name in FACT_COLUMNS})  # type: ignore[arg-type]
        return Situation(number, action, facts, as_of, derived)

    def _place(self, chance: Random, pack: str, columns: dict[str, object]) -> tuple[datetime, bool]:
        """Where and when: fill in the place's columns, and return the moment and whether they follow from it."""
        columns["jurisdiction"] = chance.choice((pack,) * 60 + (None, "XX", pack.lower()))
        name = chance.choice((_HOME.get(pack, ZONES[0]),) * 12 + ZONES + _NO_ZONES + (None,))
        columns["zone"] = name
        zone = zone_named(name)
        wall = self._wall(chance)
        as_of = wall.replace(tzinfo=zone or UTC, fold=chance.randrange(2))
        if zone is not None and chance.random() < 0.8:
            local = as_of.astimezone(UTC).astimezone(zone)
            columns["local_on"], columns["local_time"] = local.date(), local.time()
            derived = True
        else:
            columns["local_on"] = wall.date() if chance.random() < 0.9 else None
            columns["local_time"] = wall.time() if chance.random() < 0.9 else None
            derived = False
        columns["other_local_time"] = _other_clock(chance, columns["local_time"])
        return as_of, derived

    def _wall(self, chance: Random) -> datetime:
        about = chance.random()
        if about < 0.35:
            on = _TODAY + timedelta(days=chance.randrange(-200, 400))
        elif about < 0.65:
            on = chance.choice(self._edges.days) + timedelta(days=chance.choice((-1, 0, 0, 1)))
        else:
            on = chance.choice(_LEAP_DAYS + _CLOCK_CHANGES + _MONTH_ENDS)
        how = chance.random()
        if how < 0.4:
            at = datetime.combine(on, chance.choice(self._edges.hours), UTC)
            return at + chance.choice((-_MICROSECOND, 0 * _MICROSECOND, _MICROSECOND))
        if how < 0.5:
            return datetime.combine(on, time(0), UTC) + chance.choice(
                (-_MICROSECOND, 0 * _MICROSECOND, _MICROSECOND)
            )
        if how < 0.6:
            return datetime.combine(on, time(chance.choice((1, 2)), chance.randrange(60)), UTC)
        hour = chance.randrange(9, 18) if how < 0.9 else chance.randrange(24)
        return datetime.combine(
            on, time(hour, chance.randrange(60), chance.randrange(60), chance.randrange(10**6)), UTC
        )

    def _value(self, chance: Random, column: Column, columns: Mapping[str, object]) -> object:
        """Any value that the column can have, or none where it may be unknown."""
        name, kind = column.name, column.kind
        if (not column.of_action or name in _MAY_LACK) and chance.random() < 0.2:
            return None
        if kind is ColumnKind.YES_NO:
            return chance.random() < 0.5
        if kind is ColumnKind.WORD and column.words is not None:
            return chance.choice(tuple(column.words))
        if kind is ColumnKind.WORDS and column.words is not None:
            many = chance.choice((0, 1, 1, 2, 3))
            return frozenset(chance.sample(tuple(column.words), many))
        if kind in (ColumnKind.COUNT, ColumnKind.FEN):
            near = self._edges.numbers.get(name, [0, 3])
            return max(0, chance.choice(near) + chance.choice((-1, 0, 1)))
        if kind is ColumnKind.DATE:
            return self._date(chance, name, columns)
        if kind is ColumnKind.NAME:
            return chance.choice(ZONES + _NO_ZONES)
        raise AssertionError(f"{name}: no values are drawn for {kind}")

    def _date(self, chance: Random, name: str, columns: Mapping[str, object]) -> date:
        today = columns.get("local_on")
        today = today if isinstance(today, date) else _TODAY
        near = today + timedelta(days=chance.choice((-2, -1, 0, 1, 2, 7)))
        spans = self._edges.spans.get(name)
        if not spans or chance.random() < 0.2:
            return near if chance.random() < 0.7 else chance.choice(_LEAP_DAYS + _MONTH_ENDS)
        span = chance.choice(spans)
        back = span.days or span.months * 365 // 12
        return today - timedelta(days=back + chance.choice((-2, -1, 0, 1, 2)))

    def _touch_edges(self, chance: Random, columns: dict[str, object]) -> None:
        """Put one number, one sum and one date exactly about its boundary, whatever else was drawn."""
        for name in chance.sample(sorted(self._edges.numbers), min(2, len(self._edges.numbers))):
            column = FACT_COLUMNS.get(name) or ACTION_COLUMNS[name]
            if chance.random() < 0.5:
                columns[name] = self._value(chance, column, columns)
        if self._edges.sums and chance.random() < 0.3:
            stated, books, within = chance.choice(self._edges.sums)
            base = columns.get(books)
            if isinstance(base, int):
                columns[stated] = max(0, base + chance.choice((-1, 1)) * (within + chance.choice((-1, 0, 1))))
        for name, spans in self._edges.spans.items():
            if spans and chance.random() < 0.2:
                columns[name] = self._date(chance, name, columns)
                columns.update(dict.fromkeys(self._edges.happened[name], True))


_PLACED = frozenset({"jurisdiction", "zone", "local_on", "local_time", "other_local_time"})
_MAY_LACK = frozenset(name for name, column in ACTION_COLUMNS.items() if name in {
    "third_party_intent", "headcount", "document", "spoken_as", "opt_out_included", "sender_named",
    "stated_amount_fen", "extra_fee_fen", "plan_months", "credit_years_claimed", "export_rows", "call_type",
})  # fmt: skip
_OF_CUSTOMER = (
    ActionKind.PLACE_CALL, ActionKind.SEND_MESSAGE, ActionKind.SEND_EMAIL, ActionKind.RECORD_CONTACT,
    ActionKind.SAY_DEBT_FACT, ActionKind.SAY_SENTENCE, ActionKind.STATE_AMOUNT, ActionKind.OFFER_PLAN,
    ActionKind.OFFER_RELIEF,
)  # fmt: skip
_OF_THIRD_PARTY = (ActionKind.CONTACT_THIRD_PARTY, ActionKind.REVEAL_SEALED_CONTACT)


def _make_consistent(chance: Random, columns: dict[str, object]) -> None:
    """Mend what no act can be: a call without its type, the house's own doing that the customer began."""
    kind = columns["kind"]
    if kind is ActionKind.PLACE_CALL and columns["call_type"] is None:
        columns["call_type"] = chance.choice(tuple(CallType))
    if kind in _OF_THIRD_PARTY:
        columns["callee_role"] = CalleeRole.THIRD_PARTY
    if kind not in _OF_CUSTOMER:
        columns["initiated_by"] = InitiatedBy.AGENT


def _other_clock(chance: Random, clock: object) -> time | None:
    how = chance.random()
    if how < 0.1 or not isinstance(clock, time):
        return None
    apart = (
        0 if how < 0.5 else chance.choice((-3, -2, -1, 1, 2, 3, 11, 12, 13)) * 60 + chance.choice((0, 0, 30))
    )
    return (datetime.combine(_TODAY, clock, UTC) + timedelta(minutes=apart)).time()


def _columns_of(action: Action, facts: Facts) -> dict[str, object]:
    return {name: getattr(action, name) for name in ACTION_COLUMNS} | {
        name: getattr(facts, name) for name in FACT_COLUMNS
    }


def _edges_of(rulebook: Rulebook) -> _Edges:
    edges = _Edges()
    for rule in rulebook.rules:
        edges.days.extend(version.from_on for version in rule.versions)
        edges.days.extend([rule.ends_on] if rule.ends_on else [])
        for version in rule.versions:
            match version.check:
                case AtMost(column, limit):
                    edges.numbers[column].append(limit)
                case Between(column, least, most):
                    edges.numbers[column] += [bound for bound in (least, most) if bound is not None]
                case OutsideQuietHours(start, end):
                    edges.hours.extend((start, end))
                case LongEnoughSince(happened, on, span) | NotLaterThan(happened, on, span):
                    edges.spans[on].append(span)
                    edges.happened[on].add(happened)
                case AmountsAgree(column, other, within):
                    edges.sums.append((column, other, within))
                case UnreachableCondition(calls, days):
                    edges.numbers["consecutive_failed_calls"].append(calls)
                    edges.numbers["consecutive_failed_days"].append(days)
                case _:
                    pass
    edges.hours.extend(() if edges.hours else (time(8), time(22)))
    edges.days[:] = sorted(set(edges.days))
    return edges
