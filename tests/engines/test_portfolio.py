"""A portfolio judged in one statement says of every account and channel what the gate says of it alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlglot import exp

from engines.every_check import every_check
from fairdue.compliance.action import Action
from fairdue.compliance.channel_acts import CHANNELS
from fairdue.compliance.column import ColumnKind
from fairdue.compliance.decision import Decision, Defer, Permit, Refuse
from fairdue.compliance.fact_rows import cells_of, types_of
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.gate import authorise
from fairdue.compliance.gate_sql import Asking, Moment, columns_of_act, fired_rules
from fairdue.compliance.local_time_sql import local_sql, moment_sql
from fairdue.compliance.resumption import zone_named
from fairdue.compliance.rulebook import Rulebook, load_rulebook
from fairdue.compliance.worked_cases import all_clear
from fairdue.engines.duckdb_gate import DuckDb, judge, open_duckdb, reasons_sql
from fairdue.engines.portfolio import judge_portfolio, portfolio_sql
from fairdue.engines.row_files import read_rows_sql, write_rows
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, PermitId, PersonId
from fairdue.practice import situations

# In New York it is still the day before, and the clocks are about to be put forward there.
AS_OF = datetime(2026, 3, 8, 9, 30, tzinfo=CHINA)
ZONES = (
    "Asia/Shanghai",
    "Asia/Shanghai",
    "America/New_York",
    "Europe/London",
    "Pacific/Apia",
    "Nowhere/At_All",
    None,
)
OWN = ("case_id", "person_id", "creditor", "number_key", "zone")
FLAGS = ("arrangement_performing", "number_usable", "case_open", "vulnerable")
CONNECTED, MAYBE_DEBTOR = {"answered"}, {"debtor", "unknown_person"}


@dataclass(frozen=True)
class Attempt:
    case_id: str
    person_id: str
    creditor: str
    number_key: str
    channel: str
    call_type: str | None
    initiated_by: str
    callee_role: str
    started_at: datetime
    civil_on: date
    result: str | None
    answered_by: str | None


@dataclass(frozen=True)
class Account:
    case_id: str
    person_id: str
    creditor: str
    number_key: str
    zone: str | None
    flags: dict[str, bool | None]


@lru_cache
def book() -> Rulebook:
    counting = ("count_rolls", "count_warns", "since_waits", "night_of_two_clocks", "count_waits")
    rules = [rule for rule in every_check() if rule.rule_id.rsplit(".", 1)[1] in counting]
    return load_rulebook().tightened_by(rules)


def known() -> dict[str, object]:
    """What is the same for all: everything clear, but for what the accounts and the log say themselves."""
    _, facts = all_clear(act="call_debtor", when=AS_OF)
    counted = {
        "connected_notify_calls_today", "effective_calls_today", "visits_today", "calls_last_hour",
        "unanswered_attempts_on_number_today", "contacts_last_7_days", "calls_about_debt_last_7_days",
        "call_window_reopens_on", "had_conversation", "last_conversation_on",
    }  # fmt: skip
    own = {*OWN, *FLAGS, "local_on", "local_time", "other_local_time", "channel_opted_out"}
    return {name: getattr(facts, name) for name in FACT_COLUMNS if name not in counted | own}


def drawn_accounts(chance: Random) -> list[Account]:
    accounts = []
    for number in range(400):
        person = number // 2  # two cases each, of one creditor or of two
        flags = {name: chance.choice((True, True, False, False, None)) for name in FLAGS}
        flags |= {"number_usable": chance.random() < 0.95, "case_open": chance.random() < 0.95}
        flags |= {"arrangement_performing": chance.random() < 0.05, "vulnerable": False}
        creditor = chance.choice(("one", "two"))
        accounts.append(
            Account(
                f"c{number}", f"p{person}", creditor, f"n{person % 150}", ZONES[person % len(ZONES)], flags
            )
        )
    return accounts


def drawn_attempts(chance: Random, accounts: list[Account]) -> list[Attempt]:
    attempts = []
    for _ in range(4000):
        of = chance.choice(accounts)
        started = AS_OF - timedelta(
            minutes=chance.choice((1, 20, 59, 60, 61, 600, 1440, chance.randrange(14_000)))
        )
        zone = zone_named(of.zone) or CHINA
        channel = chance.choice(("phone", "phone", "phone", "sms", "in_person"))
        result = chance.choice((None, "answered", "answered", "no_answer", "busy", "voicemail"))
        attempts.append(
            Attempt(
                of.case_id, of.person_id, of.creditor, of.number_key, channel,
                chance.choice(("interactive", "notify")) if channel == "phone" else None,
                chance.choice(("agent", "agent", "agent", "customer")),
                chance.choice(("debtor", "debtor", "debtor", "third_party")),
                started, started.astimezone(zone).date(), result,
                None if result is None else chance.choice(("debtor", "unknown_person", "third_party", "nobody")),
            )
        )  # fmt: skip
    return attempts


def counters(of: Account, attempts: list[Attempt], today: date) -> dict[str, object]:
    """The units of the ledger, said a second time in plain loops."""
    told: dict[str, int] = dict.fromkeys(("notify", "effective", "visits", "hour", "week", "number"), 0)
    window, talked = [], []
    for one in attempts:
        called = one.channel == "phone" and one.initiated_by == "agent"
        connected, way = one.result in CONNECTED, one.result is None
        third, now = one.callee_role == "third_party", one.civil_on == today
        this_week = today - timedelta(days=6) <= one.civil_on <= today
        reached = way or (connected and one.answered_by in MAYBE_DEBTOR)
        if (one.person_id, one.creditor) == (of.person_id, of.creditor):
            told["notify"] += now and called and one.call_type == "notify" and (way or connected)
            told["effective"] += now and called and one.call_type == "interactive" and reached
            told["visits"] += now and one.channel == "in_person"
            told["hour"] += called and not third and one.started_at > AS_OF - timedelta(hours=1)
            told["week"] += this_week and one.initiated_by == "agent" and not third
        if one.number_key == of.number_key:
            told["number"] += now and called and not connected
        if one.case_id == of.case_id and not third:
            window += [one.civil_on] if this_week and called else []
            talked += [one.civil_on] if one.channel == "phone" and reached and one.civil_on <= today else []
    return {
        "connected_notify_calls_today": told["notify"],
        "effective_calls_today": told["effective"],
        "visits_today": told["visits"],
        "calls_last_hour": told["hour"],
        "contacts_last_7_days": told["week"],
        "unanswered_attempts_on_number_today": told["number"],
        "calls_about_debt_last_7_days": len(window),
        "call_window_reopens_on": min(window) + timedelta(days=7) if window else None,
        "had_conversation": bool(talked),
        "last_conversation_on": max(talked, default=None),
    }


def facts_of(of: Account, attempts: list[Attempt], *, opted_out: bool | None) -> Facts:
    zone = zone_named(of.zone)
    placed: dict[str, object] = {}
    if zone is not None:
        local = AS_OF.astimezone(zone)
        placed = {"local_on": local.date(), "local_time": local.time(), "other_local_time": local.time()}
        placed |= counters(of, attempts, local.date())
    return Facts(**{**known(), "zone": of.zone, **of.flags, "channel_opted_out": opted_out, **placed})  # type: ignore[arg-type]


def stored(
    database: DuckDb, folder: Path, accounts: list[Account], attempts: list[Attempt]
) -> tuple[Path, Path]:
    own = dict.fromkeys(OWN, "VARCHAR")
    columns = {**own, **dict.fromkeys(FLAGS, "BOOLEAN"), "email__channel_opted_out": "BOOLEAN",
               "channel_opted_out": "BOOLEAN"}  # fmt: skip
    rows = ([*(getattr(of, name) for name in OWN), *of.flags.values(), True, False] for of in accounts)
    write_rows(folder / "accounts.csv", rows)
    kinds = dict.fromkeys(Attempt.__annotations__, "VARCHAR") | {
        "started_at": "TIMESTAMPTZ",
        "civil_on": "DATE",
    }
    logged = ([getattr(one, name) for name in kinds] for one in attempts)
    write_rows(folder / "attempts.csv", ([_utc(value) for value in row] for row in logged))
    for name, kind in (("accounts", columns), ("attempts", kinds)):
        table = read_rows_sql(folder / f"{name}.csv", kind)
        database.execute(f"COPY (FROM {table}) TO '{folder / name}.parquet' (FORMAT parquet)")
    return folder / "accounts.parquet", folder / "attempts.parquet"


def _utc(value: object) -> object:
    return value.astimezone(UTC).isoformat(sep=" ") if isinstance(value, datetime) else value


def asked_alone(of: Account, act: Action, facts: Facts) -> Decision:
    action = replace(act, case_id=CaseId(of.case_id), person_id=PersonId(of.person_id), creditor=of.creditor)
    return authorise(action=action, facts=facts, rulebook=book(), as_of=AS_OF, permit_id=PermitId("p"))


def expected(of: Account, attempts: list[Attempt]) -> Iterator[tuple[str, str, int | None, set[str]]]:
    facts = facts_of(of, attempts, opted_out=False)
    for channel, act in CHANNELS.items():
        said = asked_alone(of, act, replace(facts, channel_opted_out=channel == "email"))
        until = None
        if isinstance(said, Defer):
            wall = said.until.replace(tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)
            until = wall // timedelta(microseconds=1)
        fired = {line.rule_id for line in said.trace if line.outcome not in ("passed", "not_applicable")}
        yield channel, type(said).__name__.lower(), until, fired


def test_every_account_and_channel_gets_the_answer_that_the_gate_gives_alone(tmp_path: Path) -> None:
    chance = Random(5)
    accounts = drawn_accounts(chance)
    attempts = drawn_attempts(chance, accounts)
    out = tmp_path / "answers.parquet"
    with open_duckdb(threads=1, spill=tmp_path) as database:
        paths = stored(database, tmp_path, accounts, attempts)
        many = judge_portfolio(
            database, book(), accounts=paths[0], attempts=paths[1], out=out, as_of=AS_OF, known=known()
        )
        found = database.execute(f"FROM read_parquet('{out}')")
        names = [column[0] for column in found.description or ()]
        answers = {row[0]: dict(zip(names, row, strict=True)) for row in found.fetchall()}
        legend = json.loads(
            database.execute(
                f"SELECT decode(value) FROM parquet_kv_metadata('{out}') WHERE decode(key) = 'fired'"
            ).fetchone()[0]  # type: ignore[index]
        )
    assert many == len(accounts) == len(answers)
    met: set[str] = set()
    for of in accounts:
        row = answers[of.case_id]
        for channel, verdict, until, fired in expected(of, attempts):
            words = [row[name] for name in names if name.startswith(f"{channel}_fired_")]
            assert (row[f"{channel}_verdict"], row[f"{channel}_until_us"]) == (verdict, until), (of, channel)
            assert set(fired_rules(words, legend[channel])) == fired - {"house.gate.act_uncovered"}
            met.add(verdict)
    assert met == {"permit", "defer", "refuse"}


def test_an_account_table_that_does_not_say_whose_account_it_is_is_refused() -> None:
    with pytest.raises(ValueError, match="no column creditor, zone"):
        portfolio_sql(
            book(),
            columns=["case_id", "person_id", "number_key"],
            with_attempts=False,
            days=[],
            as_of=AS_OF,
            known={},
        )


def test_without_the_log_no_counter_is_known_and_a_call_is_refused(tmp_path: Path) -> None:
    accounts = [
        replace(drawn_accounts(Random(1))[0], zone="Asia/Shanghai", flags=dict.fromkeys(FLAGS, False))
    ]
    out = tmp_path / "answers.parquet"
    with open_duckdb(threads=1) as database:
        paths = stored(database, tmp_path, accounts, drawn_attempts(Random(1), accounts))
        judge_portfolio(
            database, book(), accounts=paths[0], attempts=None, out=out, as_of=AS_OF, known=known()
        )
        assert database.execute(f"SELECT call_verdict FROM read_parquet('{out}')").fetchall() == [("refuse",)]


def test_given_rows_of_facts_are_judged_with_the_reasons_in_words(tmp_path: Path) -> None:
    late = AS_OF.replace(hour=23)
    action, facts = all_clear(act="call_debtor", when=late)
    rows = {
        "calm": replace(facts, local_time=late.replace(hour=11).time()),
        "night": facts,
        "unknown": replace(facts, holds=None),
        "elsewhere": replace(facts, jurisdiction="XX"),
        "nowhere": replace(facts, jurisdiction=None),
    }
    columns = {"number": "VARCHAR", **types_of(FACT_COLUMNS)}
    write_rows(
        tmp_path / "facts.csv", ([name, *cells_of(one, tuple(FACT_COLUMNS))] for name, one in rows.items())
    )
    shipped = load_rulebook()
    with open_duckdb(threads=1) as database:
        database.execute(f"CREATE TABLE facts AS FROM {read_rows_sql(tmp_path / 'facts.csv', columns)}")
        answers, judged = judge(
            database,
            shipped,
            table=exp.to_table("facts"),
            asked=[Asking(known=columns_of_act(action))],
            keep=["number"],
            moment=Moment(late),
        )
        statement = judged.statement.sql(dialect="duckdb")
        because = dict(
            database.execute(f"SELECT number, {reasons_sql(judged.rules[''])} FROM ({statement})").fetchall()
        )
    said = {str(row[0]): row[1] for row in answers}
    for name, one in rows.items():
        decision = authorise(action=action, facts=one, rulebook=shipped, as_of=late, permit_id=PermitId("p"))
        assert said[name] == type(decision).__name__.lower()
        if isinstance(decision, Defer | Refuse):
            assert set(because[name]) == {reason.code for reason in decision.reasons}
        else:
            assert isinstance(decision, Permit)
            assert because[name] == []
    assert set(said.values()) == {"permit", "defer", "refuse"}


def test_the_zones_of_the_database_are_those_of_python_about_every_change_of_the_clocks() -> None:
    moments = [
        datetime(2026, month, on, hour, 59, 59, 999_999, tzinfo=UTC) + timedelta(microseconds=step)
        for month, on in ((3, 8), (3, 29), (4, 4), (4, 5), (10, 4), (10, 25), (11, 1))
        for hour in (0, 1, 5, 6, 7, 8, 9, 14, 15, 16)
        for step in (0, 1)
    ]
    asked, wanted = [], []
    for zone in situations.ZONES:
        for moment in moments:
            on, at = local_sql(moment_sql(moment), exp.Literal.string(zone))
            asked.append(f"({on.sql(dialect='duckdb')}, {at.sql(dialect='duckdb')})")
            local = moment.astimezone(ZoneInfo(zone))
            midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
            wanted.append(
                (local.date(), (local.replace(tzinfo=None) - midnight) // timedelta(microseconds=1))
            )
    with open_duckdb(threads=1) as database:
        found = database.execute(f"SELECT * FROM (VALUES {', '.join(asked)})").fetchall()
    assert sorted(found) == sorted(wanted)


def test_what_a_table_of_facts_holds_has_a_type_for_every_kind_of_column() -> None:
    assert set(types_of(FACT_COLUMNS).values()) == {"BOOLEAN", "BIGINT", "DATE", "VARCHAR"}
    assert {column.kind for column in FACT_COLUMNS.values()} == set(ColumnKind)
