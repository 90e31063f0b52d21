"""A small rulebook with a rule for every way of asking: both forms of the gate answer alike, asked in every way.

Several acts at once, facts that are the same on every row, rows with a moment of their own and rows whose local
date follows from one moment for all: what the SQL form says beforehand is what the gate says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from sqlglot import exp

from engines.every_check import every_check
from fairdue.compliance import gate_sql
from fairdue.compliance.action import Action
from fairdue.compliance.column_sql import Row, day, truth
from fairdue.compliance.decision import Decision, Defer, Outcome
from fairdue.compliance.fact_rows import cells_of, types_of
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.gate import authorise
from fairdue.compliance.gate_sql import (
    AS_OF_ON,
    GATE_CODES,
    Asking,
    Judged,
    Moment,
    columns_of_act,
    fired_rules,
    judged_sql,
)
from fairdue.compliance.resumption import zone_named
from fairdue.compliance.rule import Effect, Force, Rule, Status
from fairdue.compliance.rule_sql import Days, rule_sql
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.worked_cases import all_clear
from fairdue.engines.duckdb_gate import DuckDb, open_duckdb
from fairdue.engines.row_files import read_rows_sql, write_rows
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.foundation.ids import PermitId
from fairdue.practice.situations import Situation, Situations
from fairdue.practice.two_forms import TwoForms

SEED = 20260302
MANY = 400
AS_OF = datetime(2026, 6, 1, 0, 30, tzinfo=CHINA)
FIRES = {Outcome.WARN, Outcome.DEFER, Outcome.REFUSE, Outcome.UNKNOWN}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ACTS = ("call_debtor", "visit_debtor", "message_debtor", "offer_plan", "ask_third_party")


def _law(rule: Rule, pack: str, **differing: Any) -> Rule:
    """A rule of the house as one of a jurisdiction's pack."""
    name = rule.rule_id.rpartition(".")[2]
    return replace(rule, rule_id=f"{pack}.{name}", pack=pack, force=Force.LAW, **differing)


@lru_cache
def small_book() -> Rulebook:
    """A rule for every way of asking, some of them of three packs, the third of which ends on a day in June."""
    rules = {rule.rule_id.rpartition(".")[2]: rule for rule in every_check()}
    of_law = ("night", "count_waits", "between", "duty", "since_waits")
    laws = [
        _law(rules["night"], "cn"),
        _law(rules["count_waits"], "cn"),
        _law(rules["duty"], "us"),
        _law(rules["between"], "gb", ends_on=date(2026, 6, 1)),
        _law(rules["since_waits"], "us"),
        _law(rules["never"], "us", status=Status.DISABLED),
        _law(rules["weekdays"], "us", applies_to=(), versions=rules["weekdays"].versions),
    ]
    return Rulebook((*laws, *(rule for name, rule in rules.items() if name not in of_law)))


@lru_cache
def gentle_book() -> Rulebook:
    """Rules that mostly pass, wait or warn, so that what is permitted and what waits is met often."""
    names = (
        "night",
        "count_waits",
        "count_warns",
        "count_rolls",
        "weekdays",
        "must_be_false",
        "since_waits",
        "duty",
    )
    rules = {rule.rule_id.rpartition(".")[2]: rule for rule in every_check()}
    house = [rules[name] for name in names[3:]]
    return Rulebook((*(_law(rules[name], "cn") for name in names[:3]), _law(rules["weekdays"], "us"), *house))


BOOKS = {"small": small_book, "gentle": gentle_book}
by_book = pytest.mark.parametrize("book", BOOKS)


@lru_cache
def drawn(book: str) -> tuple[Situation, ...]:
    draw = Situations(BOOKS[book](), seed=SEED).draw
    return tuple(draw(number) for number in range(MANY))


@lru_cache
def act(name: str) -> Action:
    return all_clear(act=name, when=AS_OF)[0]


@pytest.fixture(scope="module")
def duckdb() -> Iterator[DuckDb]:
    with open_duckdb(threads=1) as database:
        yield database


@by_book
def test_both_forms_answer_alike_with_the_act_in_columns(book: str, tmp_path: Path, duckdb: DuckDb) -> None:
    compared = TwoForms(BOOKS[book]()).compare(duckdb, drawn(book), folder=tmp_path)
    assert not [f"{one.number}: {one.python} is not {one.sql}" for one in compared.differences[:3]]
    assert set(compared.verdicts) == {"permit", "defer", "refuse"}
    assert set(compared.gate_codes) == {0, 1, 2, 3}


def _stored(rows: list[tuple[Facts, datetime]], duckdb: DuckDb, folder: Path) -> exp.Expression:
    """The facts as a table that DuckDB knows, with a number, and the day in China of each row's moment."""
    names = tuple(FACT_COLUMNS)
    path = folder / "facts.csv"
    write_rows(
        path,
        (
            [number, civil_date(as_of).isoformat(), *cells_of(facts, names)]
            for number, (facts, as_of) in enumerate(rows)
        ),
    )
    table = read_rows_sql(path, {"number": "BIGINT", AS_OF_ON: "DATE", **types_of(names)})
    duckdb.execute(f"CREATE OR REPLACE TEMP TABLE facts AS FROM {table}")
    return exp.to_table("facts")


def _said(decision: Decision, legend: tuple[str, ...]) -> tuple[str, int | None, int, tuple[str, ...]]:
    until = None
    if isinstance(decision, Defer):
        until = (decision.until.replace(tzinfo=UTC) - EPOCH) // timedelta(microseconds=1)
    outcomes = {line.rule_id: line.outcome for line in decision.trace}
    codes = [GATE_CODES[name.rpartition(".")[2]] for name in outcomes if name.startswith("house.gate.")]
    fired = tuple(name for name in legend if outcomes.get(name) in FIRES)
    assert {
        name for name, outcome in outcomes.items() if outcome in FIRES and "house.gate." not in name
    } == set(fired)
    return type(decision).__name__.lower(), until, sum(codes), fired


def _read(row: dict[str, Any], one: Asking, judged: Judged) -> tuple[str, int | None, int, tuple[str, ...]]:
    legend = judged.rules[one.name]
    words = [row[one.column(f"fired_{place}")] for place in range(-(-len(legend) // gate_sql.BITS))]
    verdict, until, code = (row[one.column(what)] for what in ("verdict", "until_us", "gate_code"))
    return verdict, until, code, fired_rules(words, legend)


def _answers_alike(
    book: Rulebook, rows: list[tuple[Facts, datetime]], moment: Moment, known: dict[str, object],
    duckdb: DuckDb, folder: Path, acts: tuple[str, ...] = ACTS, renamed: dict[str, str] | None = None,
) -> set[str]:  # fmt: skip
    asked = [
        Asking(name=name if len(acts) > 1 else "", known=columns_of_act(act(name)), renamed=renamed or {})
        for name in acts
    ]
    judged = judged_sql(
        book, table=_stored(rows, duckdb, folder), asked=asked, keep=["number"], moment=moment, known=known
    )
    cursor = duckdb.execute(judged.statement.sql(dialect="duckdb"))
    titles = [title[0] for title in cursor.description]
    found = {line[0]: dict(zip(titles, line, strict=True)) for line in cursor.fetchall()}
    assert len(found) == len(rows)
    verdicts = set()
    for number, (facts, as_of) in enumerate(rows):
        for name, one in zip(acts, asked, strict=True):
            decision = authorise(
                action=act(name),
                facts=replace(facts, **known),
                rulebook=book,
                as_of=as_of,
                permit_id=PermitId("one"),
            )
            read = _read(found[number], one, judged)
            assert read == _said(decision, judged.rules[one.name]), (number, name)
            verdicts.add(read[0])
    return verdicts


@by_book
def test_several_acts_known_beforehand_are_judged_at_once(book: str, tmp_path: Path, duckdb: DuckDb) -> None:
    rows = [(one.facts, one.as_of) for one in drawn(book)]
    verdicts = _answers_alike(BOOKS[book](), rows, Moment(), {}, duckdb, tmp_path)
    assert "refuse" in verdicts


@by_book
def test_one_moment_for_all_rows_stands_in_where_the_day_is_not_known(
    book: str, tmp_path: Path, duckdb: DuckDb
) -> None:
    rows = [(one.facts, AS_OF) for one in drawn(book)]
    _answers_alike(BOOKS[book](), rows, Moment(AS_OF), {}, duckdb, tmp_path, ("call_debtor",))


@by_book
def test_rows_whose_day_follows_from_one_moment_need_only_the_rules_of_those_days(
    book: str, tmp_path: Path, duckdb: DuckDb
) -> None:
    rows = []
    for one in drawn(book):
        zone = zone_named(one.facts.zone) or CHINA
        there = AS_OF.astimezone(zone)
        rows.append((replace(one.facts, local_on=there.date(), local_time=there.time()), AS_OF))
    _answers_alike(
        BOOKS[book](),
        rows,
        Moment(AS_OF, derived=True),
        {},
        duckdb,
        tmp_path,
        ("visit_debtor", "call_debtor"),
    )


@pytest.mark.parametrize(
    "known",
    [
        {"jurisdiction": "CN", "local_on": date(2026, 6, 1), "zone": "Asia/Shanghai"},
        {"jurisdiction": "CN", "local_on": date(2026, 1, 1), "holds": frozenset(), "vulnerable": False},
        {"jurisdiction": "US", "zone": "Nowhere/Land", "visits_today": None},
        {"jurisdiction": "GB", "local_on": date(2026, 5, 31), "local_time": time(13)},
        {"jurisdiction": "GB", "local_on": date(2026, 6, 1)},
        {"jurisdiction": "CN", "local_on": date(2025, 12, 31)},
        {"jurisdiction": "XX"},
        {"jurisdiction": None},
        {"local_on": None, "reachability": None, "had_conversation": False},
    ],
    ids=lambda known: ", ".join(map(str, known.values())),
)
@by_book
def test_what_is_the_same_on_every_row_is_decided_beforehand(
    known: dict[str, object], book: str, tmp_path: Path, duckdb: DuckDb
) -> None:
    rows = [(one.facts, AS_OF) for one in drawn(book)[:120]]
    _answers_alike(
        BOOKS[book](), rows, Moment(AS_OF), known, duckdb, tmp_path, ("call_debtor", "visit_debtor")
    )


@by_book
def test_more_rules_than_one_word_has_bits_for_fill_a_second(
    book: str, tmp_path: Path, duckdb: DuckDb, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate_sql, "BITS", 3)
    rows = [(one.facts, one.as_of) for one in drawn(book)[:150]]
    _answers_alike(BOOKS[book](), rows, Moment(), {}, duckdb, tmp_path, ("call_debtor", "message_debtor"))


def test_a_fact_can_be_read_from_another_column(tmp_path: Path, duckdb: DuckDb) -> None:
    book = gentle_book()
    night = next(rule for rule in book.rules if rule.rule_id == "cn.night")
    opened = [
        (replace(facts, agreed_window=facts.vulnerable), facts.vulnerable)
        for facts in (one.facts for one in drawn("gentle"))
    ]
    rows = [(replace(facts, agreed_window=None), AS_OF) for facts, _ in opened]
    asked = Asking(known=columns_of_act(act("call_debtor")), renamed={"agreed_window": "vulnerable"})
    judged = judged_sql(
        Rulebook((night,)),
        table=_stored(rows, duckdb, tmp_path),
        asked=[asked],
        keep=["number"],
        moment=Moment(AS_OF),
    )
    found = dict(
        duckdb.execute(f"SELECT number, verdict FROM ({judged.statement.sql(dialect='duckdb')})").fetchall()
    )
    wanted = {
        number: type(
            authorise(
                action=act("call_debtor"),
                facts=facts,
                rulebook=Rulebook((night,)),
                as_of=AS_OF,
                permit_id=PermitId("x"),
            )
        ).__name__.lower()
        for number, (facts, _) in enumerate(opened)
    }
    assert found == wanted
    assert set(wanted.values()) == {"permit", "defer", "refuse"}


def test_a_duty_of_the_organisation_is_not_asked_of_acts() -> None:
    record = replace(small_book().rules[0], effect=Effect.RECORD, rule_id="cn.kept")
    with pytest.raises(ValueError) as refused:
        rule_sql(record, Row(), Days(day(date(2026, 1, 1))))
    assert str(refused.value) == "cn.kept is a duty of the organisation and is not asked of acts"
    judged = judged_sql(
        Rulebook((*gentle_book().rules, record)),
        table=exp.to_table("facts"),
        asked=[Asking()],
        keep=[],
        moment=Moment(AS_OF),
    )
    assert "cn.kept" not in judged.rules[""]


def test_days_between_which_a_row_lies_decide_beforehand_what_has_begun() -> None:
    days = Days(day(date(2026, 6, 2)), date(2026, 6, 1), date(2026, 6, 3))
    reached = {on: days.reached(date(2026, 6, on)) for on in (1, 2, 3, 4)}
    assert (reached[1], reached[4]) == (truth(True), truth(False))
    assert reached[2].sql() == "CAST('2026-06-02' AS DATE) >= CAST('2026-06-02' AS DATE)"
    assert reached[3].sql() == "CAST('2026-06-02' AS DATE) >= CAST('2026-06-03' AS DATE)"
    assert Moment(AS_OF, derived=True).days(Row()) == Days(
        exp.Coalesce(this=Row().read("local_on"), expressions=[day(date(2026, 6, 1))]),
        date(2026, 5, 31),
        date(2026, 6, 2),
    )


def test_the_columns_of_an_act_carry_its_name_where_it_has_one() -> None:
    assert [Asking(name=name).column("verdict") for name in ("", "call")] == ["verdict", "call_verdict"]
