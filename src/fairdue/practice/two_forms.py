"""Both forms of the gate on the same made-up situations: where they differ, and what the rules answered.

Room: practice. The Python form answers one situation at a time; the SQL form answers a whole table in DuckDB. The
answer, the moment until which to wait and the outcome of every single rule are compared. Beside the differences
stands how often each rule gave each answer, so that a rule that was never met is seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlglot import exp

from fairdue.compliance.action import ACTION_COLUMNS
from fairdue.compliance.column_sql import TYPES, Sql, choose, named
from fairdue.compliance.decision import Decision, Defer
from fairdue.compliance.fact_rows import cell, cells_of, types_of
from fairdue.compliance.facts import FACT_COLUMNS
from fairdue.compliance.gate import ACT_UNCOVERED, JURISDICTION_UNCOVERED, JURISDICTION_UNKNOWN, authorise
from fairdue.compliance.gate_sql import AS_OF_ON, GATE_CODES, Asking, Moment, judged_sql
from fairdue.compliance.local_time_sql import china_date_sql, local_sql
from fairdue.compliance.rule import Effect, Status
from fairdue.compliance.rule_sql import CODES, NOT_ASKED
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.ids import PermitId
from fairdue.practice.situations import Situation

_PLACED = ("local_on", "local_time")
_FACTS = tuple(name for name in FACT_COLUMNS if name not in _PLACED)
_ACTS = tuple(ACTION_COLUMNS)
_READ = (*_FACTS, *_ACTS)
_GATE_CODE_OF = {
    JURISDICTION_UNKNOWN: GATE_CODES["jurisdiction_unknown"],
    JURISDICTION_UNCOVERED: GATE_CODES["jurisdiction_uncovered"],
    ACT_UNCOVERED: GATE_CODES["act_uncovered"],
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one form said: the answer, until when on the wall, the gate's own refusal, a digit for each rule."""

    verdict: str
    until_us: int | None
    gate_code: int
    outcomes: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One situation on which the forms differ."""

    number: int
    python: Answer
    sql: Answer


@dataclass(slots=True)
class Compared:
    """What came out of comparing many situations; two of them add up with ``add``."""

    situations: int = 0
    derived: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[tuple[str, int]] = field(default_factory=Counter)
    gate_codes: Counter[int] = field(default_factory=Counter)
    differences: list[Difference] = field(default_factory=list)

    def add(self, other: Compared) -> None:
        """Take in what another part found."""
        self.situations += other.situations
        self.derived += other.derived
        self.verdicts += other.verdicts
        self.outcomes += other.outcomes
        self.gate_codes += other.gate_codes
        self.differences += other.differences


class TwoForms:
    """The two forms of one rulebook, ready to be asked the same things."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.rules = tuple(
            rule.rule_id
            for rule in rulebook.rules
            if rule.status is Status.ENFORCED and rule.effect is not Effect.RECORD
        )
        self._place = {rule_id: place for place, rule_id in enumerate(self.rules)}

    def python_answer(self, situation: Situation) -> Answer:
        """What ``gate.authorise`` says."""
        decision = authorise(
            action=situation.action,
            facts=situation.facts,
            rulebook=self.rulebook,
            as_of=situation.as_of,
            permit_id=PermitId("two-forms"),
        )
        digits = [NOT_ASKED] * len(self.rules)
        gate_code = 0
        for line in decision.trace:
            if line.rule_id in _GATE_CODE_OF:
                gate_code = _GATE_CODE_OF[line.rule_id]
            else:
                digits[self._place[line.rule_id]] = CODES[line.outcome]
        return Answer(
            type(decision).__name__.lower(), _until_us(decision), gate_code, "".join(map(str, digits))
        )

    def statement(self, *, table: str, dialect: str = "duckdb") -> str:
        """One statement that answers about every row of ``table``, where acts and moments stand in columns.

        The table has the columns of ``row_columns``.
        """
        judged = judged_sql(
            self.rulebook,
            table=_placed(table),
            asked=[Asking()],
            keep=["number"],
            moment=Moment(),
            every_outcome=True,
            fenced=dialect == "postgres",
        )
        digits = [exp.cast(named(rule_id), "VARCHAR") for rule_id in self.rules]
        whole: Sql = digits[0]
        for digit in digits[1:]:
            whole = exp.DPipe(this=whole, expression=digit)
        answers = exp.select(*map(named, ("number", "verdict", "until_us", "gate_code")), whole)
        statement = judged.statement.offset(0) if dialect == "postgres" else judged.statement
        return answers.from_(statement.subquery("judged")).sql(dialect=dialect)

    def compare(self, connection: Any, situations: Iterable[Situation], *, folder: Path) -> Compared:
        """Ask both about some thousand situations in DuckDB; the rows pass through a file in ``folder``."""
        from fairdue.engines.row_files import read_rows_sql, write_rows

        path = folder / "situations.csv"
        drawn: dict[int, Answer] = {}
        compared = Compared()
        write_rows(path, self._rows(situations, drawn, compared))
        table = read_rows_sql(path, row_columns())
        connection.execute(f"CREATE OR REPLACE TEMP TABLE situations AS FROM {table}")
        found = connection.execute(self.statement(table="situations")).fetchall()
        self.judge(found, drawn, compared)
        return compared

    def judge(self, found: Sequence[Sequence[Any]], drawn: Mapping[int, Answer], compared: Compared) -> None:
        """Compare the rows that a database answered with what the Python form said."""
        if len(found) != len(drawn):
            raise ValueError(f"{len(drawn)} situations were asked and {len(found)} answers came")
        for number, *answer in found:
            said = Answer(*answer)
            if said != drawn[number]:
                compared.differences.append(Difference(number, drawn[number], said))
        for place, digits in enumerate(zip(*(answer.outcomes for answer in drawn.values()), strict=True)):
            for digit, many in Counter(digits).items():
                compared.outcomes[self.rules[place], int(digit)] += many

    def _rows(
        self, situations: Iterable[Situation], drawn: dict[int, Answer], compared: Compared
    ) -> Iterator[list[object]]:
        for situation in situations:
            answer = drawn[situation.number] = self.python_answer(situation)
            compared.situations += 1
            compared.derived += situation.derived
            compared.verdicts[answer.verdict] += 1
            compared.gate_codes[answer.gate_code] += 1
            yield row_of(situation)


def row_columns() -> dict[str, str]:
    """The columns of the table of situations, with their types."""
    given = {f"given_{name}": TYPES[FACT_COLUMNS[name].kind] for name in _PLACED}
    return {"number": "BIGINT", "instant": "TIMESTAMPTZ", "derived": "BOOLEAN", **given, **types_of(_READ)}


def row_of(situation: Situation) -> list[object]:
    """A situation as a row; where date and time follow from the moment, the database must find them itself."""
    facts = situation.facts
    placed = [None, None] if situation.derived else cells_of(facts, _PLACED)
    instant = situation.as_of.astimezone(UTC).isoformat(sep=" ")
    return [
        situation.number,
        instant,
        cell("derived", situation.derived),
        *placed,
        *cells_of(facts, _FACTS),
        *cells_of(situation.action, _ACTS),
    ]


def _placed(table: str) -> Sql:
    """The table with the local date and time that each row was given, or that follow from its moment."""
    instant, derived = named("instant"), named("derived")
    found = local_sql(instant, named("zone"))
    placed = [
        exp.alias_(choose([(derived, sql)], named(f"given_{name}")), name, quoted=True)
        for name, sql in zip(_PLACED, found, strict=True)
    ]
    on_in_china = exp.alias_(china_date_sql(instant), AS_OF_ON, quoted=True)
    return exp.select("*", *placed, on_in_china).from_(exp.to_table(table)).subquery("facts")


def _until_us(decision: Decision) -> int | None:
    if not isinstance(decision, Defer):
        return None
    return (decision.until.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
