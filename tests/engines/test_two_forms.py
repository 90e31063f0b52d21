"""The Python form and the SQL form of the gate: the same answer, the same wait, the same word from every rule."""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import psycopg
import pytest

from engines.every_check import every_check
from fairdue.compliance.checks import AtMost
from fairdue.compliance.rule import HOUSE, Rule
from fairdue.compliance.rule_sql import CODES, NOT_ASKED
from fairdue.compliance.rulebook import Rulebook, load_rulebook
from fairdue.engines.duckdb_gate import open_duckdb
from fairdue.practice.situations import Situation, Situations
from fairdue.practice.two_forms import Answer, Compared, TwoForms, row_columns, row_of

SEED = 20260301
SERVER = os.environ.get("FAIRDUE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432")


@lru_cache
def shipped() -> Rulebook:
    """The rulebook that ships."""
    return load_rulebook()


@lru_cache
def with_every_check() -> Rulebook:
    """The shipped rulebook and a rule for each way of asking that there is."""
    return shipped().tightened_by(every_check())


def drawn(book: Rulebook, first: int, many: int) -> list[Situation]:
    situations = Situations(book, seed=SEED)
    return [situations.draw(number) for number in range(first, first + many)]


def compare(book: Rulebook, situations: list[Situation], folder: Path) -> Compared:
    with open_duckdb(threads=1) as database:
        return TwoForms(book).compare(database, situations, folder=folder)


def agree(compared: Compared) -> None:
    told = [f"{one.number}: {one.python} is not {one.sql}" for one in compared.differences[:3]]
    assert not compared.differences, f"{len(compared.differences)} of {compared.situations} differ: {told}"


@pytest.mark.parametrize("part", range(3))
def test_both_forms_answer_alike_by_the_shipped_rules(part: int, tmp_path: Path) -> None:
    agree(compare(shipped(), drawn(shipped(), part * 2000, 2000), tmp_path))


@pytest.mark.parametrize("part", range(2))
def test_both_forms_answer_alike_about_every_check_there_is(part: int, tmp_path: Path) -> None:
    agree(compare(with_every_check(), drawn(with_every_check(), part * 2000, 2000), tmp_path))


def test_the_situations_meet_every_answer_and_every_rule_of_ours_both_ways(tmp_path: Path) -> None:
    compared = compare(with_every_check(), drawn(with_every_check(), 10_000, 4000), tmp_path)
    assert set(compared.verdicts) == {"permit", "defer", "refuse"}
    assert set(compared.gate_codes) == {0, 1, 2, 3}
    assert 0.5 < compared.derived / compared.situations < 0.9
    asks = {rule.rule_id for rule in every_check() if rule.versions[0].check is not None}
    fires = {code for outcome, code in CODES.items() if outcome in ("warn", "defer", "refuse")}
    fired = {rule for rule, code in compared.outcomes if code in fires}
    assert asks <= fired
    never = {"house.every_check.never", "house.every_check.except", "house.every_check.ended"}
    assert asks - never <= {rule for rule, code in compared.outcomes if code == CODES["passed"]}  # type: ignore[index]


def test_every_pack_is_asked_about(tmp_path: Path) -> None:
    compared = compare(shipped(), drawn(shipped(), 20_000, 500), tmp_path)
    packs = {rule.pack for rule in shipped().rules} - {HOUSE}
    asked = {rule.split(".")[0] for rule, code in compared.outcomes if code != NOT_ASKED}
    assert asked == packs | {HOUSE}


def with_limits_one_higher(rule: Rule) -> Rule:
    """The rule as a slip of the pen would make it."""
    versions = tuple(
        replace(one, check=replace(one.check, limit=one.check.limit + 1))
        if isinstance(one.check, AtMost)
        else one
        for one in rule.versions
    )
    return replace(rule, versions=versions)


def test_a_limit_that_is_off_by_one_in_one_of_the_forms_is_found(tmp_path: Path) -> None:
    situations = drawn(shipped(), 0, 1500)
    off = Rulebook(tuple(with_limits_one_higher(rule) for rule in shipped().rules))
    with open_duckdb(threads=1) as database:
        forms = TwoForms(shipped())
        assert not forms.compare(database, situations, folder=tmp_path).differences
        found = database.execute(TwoForms(off).statement(table="situations")).fetchall()
        compared = Compared()
        forms.judge(found, {one.number: forms.python_answer(one) for one in situations}, compared)
    assert compared.differences


def test_an_answer_that_does_not_come_is_no_agreement(tmp_path: Path) -> None:
    forms, (situation,) = TwoForms(shipped()), drawn(shipped(), 0, 1)
    with pytest.raises(ValueError, match="1 situations were asked and 0 answers came"):
        forms.judge([], {0: forms.python_answer(situation)}, Compared())


def test_the_same_seed_and_number_draw_the_same_situation() -> None:
    assert drawn(shipped(), 7, 1) == drawn(shipped(), 7, 1) != drawn(shipped(), 8, 1)


@pytest.mark.postgres
def test_postgresql_answers_alike_too() -> None:
    book = with_every_check()
    forms, situations = TwoForms(book), drawn(book, 30_000, 2000)
    try:
        connection = psycopg.connect(f"{SERVER}/postgres", connect_timeout=3)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL server answers at FAIRDUE_TEST_POSTGRES")
    with connection, connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '60s'")
        columns = ", ".join(f'"{name}" {kind}' for name, kind in row_columns().items())
        cursor.execute(f"CREATE TEMP TABLE situations ({columns})")
        text = io.StringIO()
        csv.writer(text).writerows(row_of(one) for one in situations)
        with cursor.copy("COPY situations FROM STDIN (FORMAT csv)") as copy:
            copy.write(text.getvalue())
        cursor.execute(forms.statement(table="situations", dialect="postgres"))
        found = cursor.fetchall()
        connection.rollback()
    compared = Compared(situations=len(situations))
    expected: dict[int, Answer] = {one.number: forms.python_answer(one) for one in situations}
    forms.judge(found, expected, compared)
    agree(compared)
    assert Counter(answer.verdict for answer in expected.values()).keys() == {"permit", "defer", "refuse"}


def test_a_row_has_a_cell_for_every_column_of_its_table() -> None:
    (situation,) = drawn(shipped(), 3, 1)
    assert len(row_of(situation)) == len(row_columns())
