"""The gate in SQL: what it would answer about one act, or several, on every row of a table of facts.

Room: compliance. The other evaluator of the whole rulebook; a property test and ``benchmarks/gate`` hold it equal
to ``gate.authorise``, outcome by outcome. It makes no permit and records nothing: it says beforehand whom asking
is worthwhile for. Everything is one SELECT in four steps: what the row's day and place are, how each rule
answers, how strict the strictest answer is, and the answer in words.

For each act that is asked about the statement has these columns, after the act's own name where it has one:
``verdict`` (permit, defer, refuse), ``until_us`` (microseconds on the person's wall since 1970-01-01, where it
defers), ``gate_code`` (``GATE_CODES``: the gate itself said no) and ``fired_0``, ``fired_1``: a bit for each rule
that warned, deferred, refused or was not known, in the order of ``Judged.rules``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import cast

from sqlglot import exp

from fairdue.compliance.action import ACTION_COLUMNS, Action
from fairdue.compliance.column_sql import (
    Row,
    Sql,
    choose,
    day,
    every,
    is_certain,
    named,
    no,
    number,
    some,
    truth,
)
from fairdue.compliance.decision import Outcome
from fairdue.compliance.resumption_sql import latest, zone_exists_sql
from fairdue.compliance.rule import HOUSE, Effect, Rule, Status
from fairdue.compliance.rule_sql import CODES, NOT_ASKED, Days, RuleSql, in_force_sql, rule_sql
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.civil import civil_date

PERMIT, DEFER, REFUSE = "permit", "defer", "refuse"
GATE_CODES = {"": 0, "jurisdiction_unknown": 1, "jurisdiction_uncovered": 2, "act_uncovered": 3}
"""What the gate itself, rather than a rule, said no with; 0 where it did not."""

BITS = 62
"""How many rules one ``fired`` column holds, so that it stays above zero in BIGINT."""

AS_OF_ON = "as_of_on"
"""The column with the day in China of the row's own moment, where that moment is not one for all rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One act to be judged on every row. ``known`` are its columns, and facts that are the same on every row.

    ``renamed`` takes a fact from another column of the table: the agreement for this channel, say.
    """

    name: str = ""
    known: Mapping[str, object] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)

    def column(self, what: str) -> str:
        """The name of one of its columns in the result."""
        return f"{self.name}_{what}" if self.name else what


@dataclass(frozen=True, slots=True)
class Moment:
    """When it is asked. ``as_of`` None: each row has its own, its day in China stands in ``AS_OF_ON``.

    ``derived``: the rows' local dates are those of ``as_of`` in their own zones, so they lie close to it, and
    only the versions of those days are written into the statement.
    """

    as_of: datetime | None = None
    derived: bool = False

    def days(self, row: Row) -> Days:
        """The rule day, by the same words as ``gate.rule_day``."""
        if "local_on" in row.known and isinstance(row.known["local_on"], date):
            on = row.known["local_on"]
            return Days(day(on), on, on)
        fallback = named(AS_OF_ON) if self.as_of is None else day(civil_date(self.as_of))
        rule_day = exp.Coalesce(this=row.read("local_on"), expressions=[fallback])
        if self.as_of is None or not self.derived:
            return Days(rule_day)
        # No place on earth is more than a day away from the date in China.
        return Days(rule_day, *(civil_date(self.as_of) + timedelta(days=way) for way in (-1, 1)))


@dataclass(frozen=True, slots=True)
class Judged:
    """The statement, and for each act the ids of the rules that ``fired`` has bits for, in their order."""

    statement: exp.Select
    rules: Mapping[str, tuple[str, ...]]


def columns_of_act(action: Action) -> dict[str, object]:
    """The columns of an act as values that are known beforehand."""
    return {name: getattr(action, name) for name in ACTION_COLUMNS}


def judged_sql(
    rulebook: Rulebook,
    *,
    table: Sql,
    asked: Sequence[Asking],
    keep: Sequence[str],
    moment: Moment,
    known: Mapping[str, object] | None = None,
    every_outcome: bool = False,
    fenced: bool = False,
) -> Judged:
    """Build the statement over ``table``; its rows' ``keep`` columns are carried through.

    ``known`` are facts that are the same on every row. ``every_outcome`` adds a column for each rule, called by
    the act's name and the rule's id, with its outcome as ``rule_sql.CODES`` numbers it. ``fenced`` keeps the steps
    apart for a planner that would write each step's expressions out in the next, time and again (PostgreSQL
    takes gigabytes over that); DuckDB needs no fence and is faster without.
    """
    common = Row(known=known or {})
    rules = [rule for rule in rulebook.rules if _is_asked(rule)]
    day_of_row = moment.days(common)
    covered = _covered(rules, common, day_of_row)
    place = {"rule_day": day_of_row.rule_day, "zone_exists": zone_exists_sql(common), **covered}
    seen = Days(named("rule_day"), day_of_row.first_on, day_of_row.last_on)
    fixed = {name: part for name, part in place.items() if isinstance(part, exp.Boolean)}
    shelf: dict[str, str] = {}
    answers = [
        _Answers(one, common, [*_rules_of(rules, one, common, seen, fixed, whole=every_outcome)], shelf)
        for one in asked
    ]
    asked_of = _layer(table, {name: part for name, part in place.items() if name not in fixed})
    answered = _layer(
        _nested(asked_of, "placed", fenced),
        {column: sql for answer in answers for column, sql in answer.outcomes()},
    )
    weighed = _layer(
        _nested(answered, "answered", fenced),
        {column: sql for answer in answers for column, sql in answer.weights(fixed)},
    )
    final = exp.select(*(named(column) for column in keep)).from_(_nested(weighed, "weighed", fenced))
    for answer in answers:
        for column, sql in answer.results(fixed, whole=every_outcome):
            final = final.select(exp.alias_(sql, column, quoted=True), copy=False)
    return Judged(final, {answer.asking.name: answer.legend for answer in answers})


def _is_asked(rule: Rule) -> bool:
    return rule.status is Status.ENFORCED and rule.effect is not Effect.RECORD


def _layer(table: Sql, columns: Mapping[str, Sql]) -> exp.Select:
    select = exp.select("*").from_(table)
    for name, sql in columns.items():
        select = select.select(exp.alias_(sql, name, quoted=True), copy=False)
    return select


def _nested(select: exp.Select, name: str, fenced: bool) -> Sql:
    # A subquery with an offset is not merged into the query around it.
    return cast(Sql, (select.offset(0) if fenced else select).subquery(name))


def _covered(rules: Sequence[Rule], row: Row, days: Days) -> dict[str, Sql]:
    """Whether the row's jurisdiction is each pack's, and whether a rule of that pack is in force on its day."""
    parts: dict[str, Sql] = {}
    covering = []
    for pack in sorted({rule.pack for rule in rules} - {HOUSE}):
        own = _is_of_pack(row, pack)
        in_force = some(*(in_force_sql(rule, days) for rule in rules if rule.pack == pack))
        parts[_of(pack)] = own
        covering.append(every(own, in_force))
    parts["covered"] = some(*covering)
    return parts


def _of(pack: str) -> str:
    return f"of_{pack}"


def _is_of_pack(row: Row, pack: str) -> Sql:
    if "jurisdiction" in row.known:
        stated = row.known["jurisdiction"]
        return truth(stated is not None and str(stated).lower() == pack)
    same = exp.EQ(this=exp.Lower(this=row.read("jurisdiction")), expression=exp.Literal.string(pack))
    return every(row.present("jurisdiction"), same)


def _rules_of(
    rules: Sequence[Rule], asking: Asking, common: Row, days: Days, fixed: Mapping[str, Sql], *, whole: bool
) -> Iterator[RuleSql]:
    """The rules that can answer about this act at all, or with ``whole`` every one, compiled."""
    zone_exists = fixed.get("zone_exists", named("zone_exists"))
    row = Row(known={**common.known, **asking.known}, renamed=asking.renamed, zone_exists=zone_exists)
    for rule in rules:
        column = "covered" if rule.pack == HOUSE else _of(rule.pack)
        compiled = rule_sql(rule, row, days, asked=fixed.get(column, named(column)))
        never_asked = compiled.outcome == number(NOT_ASKED)
        if whole or not (compiled.never_applies or never_asked):
            yield compiled


class _Answers:
    """What the rules say about one act. Rules that answer alike for two acts share a column: the ``shelf``."""

    def __init__(self, asking: Asking, common: Row, rules: list[RuleSql], shelf: dict[str, str]) -> None:
        self.asking = asking
        self.common = common
        self.rules = rules
        self.counted = [rule for rule in rules if not rule.never_applies]
        self.legend = tuple(rule.rule.rule_id for rule in self.counted)
        self._new: list[tuple[str, Sql]] = []
        self._columns = [self._shelve(rule.outcome, shelf) for rule in rules]

    def _shelve(self, outcome: Sql, shelf: dict[str, str]) -> str:
        text = outcome.sql()
        if text not in shelf:
            shelf[text] = f"outcome_{len(shelf)}"
            self._new.append((shelf[text], outcome))
        return shelf[text]

    def outcomes(self) -> list[tuple[str, Sql]]:
        """The columns of outcomes that no act before it has."""
        return self._new

    def weights(self, fixed: Mapping[str, Sql]) -> Iterator[tuple[str, Sql]]:
        """The strictest outcome, and whether a rule of the jurisdiction's own pack spoke of the act."""
        columns = [column for rule, column in self._pairs() if not rule.never_applies]
        yield self.asking.column("worst"), _strictest(columns)
        own = [(rule, column) for rule, column in self._pairs() if rule.rule.pack != HOUSE]
        if not self._always_spoken_of(fixed):
            spoken = (_at_least(column, Outcome.PASSED) for rule, column in own if not rule.never_applies)
            yield self.asking.column("spoken_of"), some(*spoken)

    def _always_spoken_of(self, fixed: Mapping[str, Sql]) -> bool:
        return any(
            rule.always_applies
            and is_certain(rule.in_force, True)
            and is_certain(fixed.get(_of(rule.rule.pack), truth(False)), True)
            for rule in self.rules
        )

    def _pairs(self) -> list[tuple[RuleSql, str]]:
        return list(zip(self.rules, self._columns, strict=True))

    def results(self, fixed: Mapping[str, Sql], *, whole: bool) -> Iterator[tuple[str, Sql]]:
        """The columns of the result."""
        column = self.asking.column
        covered = fixed.get("covered", named("covered"))
        spoken = truth(True) if self._always_spoken_of(fixed) else named(column("spoken_of"))
        refused = exp.GTE(this=named(column("worst")), expression=number(CODES[Outcome.REFUSE]))
        # Before any wait: a policy that only asks to wait must not turn this refusal into one.
        stopped = some(no(covered), refused, no(spoken))
        deferred = every(
            no(stopped), exp.EQ(this=named(column("worst")), expression=number(CODES[Outcome.DEFER]))
        )
        yield column("verdict"), choose([(stopped, _word(REFUSE)), (deferred, _word(DEFER))], _word(PERMIT))
        yield column("until_us"), choose([(deferred, self._latest_wait())], _none())
        uncovered = self._uncovered(covered, every(no(refused), no(spoken)))
        yield column("gate_code"), uncovered
        fired = exp.GTE(this=named(column("worst")), expression=number(CODES[Outcome.WARN]))
        for word, bits in enumerate(self._fired()):
            yield column(f"fired_{word}"), choose([(fired, bits)], exp.cast(number(0), "BIGINT"))
        if whole:
            for rule, outcome in self._pairs():
                yield column(rule.rule.rule_id), named(outcome)

    def _latest_wait(self) -> Sql:
        waits = [
            until for rule, column in self._pairs() if (until := rule.until_us(named(column))) is not None
        ]
        # What is NULL is left out: a rule that does not ask to wait has no say in until when.
        return latest(waits) if waits else _none()

    def _uncovered(self, covered: Sql, unspoken: Sql) -> Sql:
        unknown = self.common.absent("jurisdiction")
        return choose(
            [
                (unknown, number(GATE_CODES["jurisdiction_unknown"])),
                (no(covered), number(GATE_CODES["jurisdiction_uncovered"])),
                (unspoken, number(GATE_CODES["act_uncovered"])),
            ],
            number(GATE_CODES[""]),
        )

    def _fired(self) -> Iterator[Sql]:
        """Words of bits; a rule without a bit set passed, or was not asked."""
        columns = [column for rule, column in self._pairs() if not rule.never_applies]
        for start in range(0, len(columns), BITS):
            terms = [
                choose(
                    [(_at_least(column, Outcome.WARN), exp.cast(number(1 << bit), "BIGINT"))],
                    exp.cast(number(0), "BIGINT"),
                )
                for bit, column in enumerate(columns[start : start + BITS])
            ]
            whole = terms[0]
            for term in terms[1:]:
                whole = exp.Add(this=whole, expression=term)
            yield whole


def _at_least(column: str, outcome: Outcome) -> Sql:
    return exp.GTE(this=named(column), expression=number(CODES[outcome]))


def _strictest(columns: Sequence[str]) -> Sql:
    return latest([named(column) for column in dict.fromkeys(columns)]) if columns else number(NOT_ASKED)


def _word(text: str) -> Sql:
    return exp.Literal.string(text)


def _none() -> Sql:
    return exp.cast(exp.null(), "BIGINT")


def fired_rules(words: Sequence[int], legend: Sequence[str]) -> tuple[str, ...]:
    """The ids of the rules whose bits are set in the ``fired`` columns of one row."""
    return tuple(rule for place, rule in enumerate(legend) if words[place // BITS] >> (place % BITS) & 1)
