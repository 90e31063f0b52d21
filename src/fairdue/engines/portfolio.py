"""A whole portfolio judged in one statement: accounts and the log of contacts in, an answer per channel out.

Room: engines. ``accounts`` has a row for each case: ``case_id``, ``person_id``, ``creditor``, ``number_key``,
``zone`` and any fact of ``Facts`` by its name, or for one channel by ``channel__fact`` (``email__agreed_window``).
``attempts`` is the log of contacts: ``case_id``, ``person_id``, ``creditor``, ``number_key``, ``channel``,
``call_type``, ``initiated_by``, ``callee_role``, ``started_at`` (a moment), ``civil_on`` (its date where the person
is), ``result`` and ``answered_by`` (NULL while the contact is under way). A fact that neither has is not known, and
what needs it refuses. The counters are counted in the units of the ledger: see ``_COUNTERS``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import sqlglot
from sqlglot import exp

from fairdue.casefile.contact_attempt import CONNECTED_RESULTS, AnsweredBy
from fairdue.compliance.action import Action
from fairdue.compliance.channel_acts import CHANNELS
from fairdue.compliance.column_sql import Sql, day
from fairdue.compliance.facts import FACT_COLUMNS
from fairdue.compliance.gate_sql import Asking, Judged, Moment, columns_of_act, judged_sql
from fairdue.compliance.local_time_sql import local_sql, moment_sql
from fairdue.compliance.resumption_sql import existing_zones
from fairdue.compliance.rulebook import Rulebook
from fairdue.engines.duckdb_gate import DuckDb, write_parquet
from fairdue.engines.row_files import quoted

WEEK = 7
_DERIVED = ("local_on", "local_time", "other_local_time")
_CONNECTED = ", ".join(quoted(result.value) for result in sorted(CONNECTED_RESULTS))
# Somebody picked up and hung up before saying who they are: nobody knows that it was not the customer.
_MAYBE_DEBTOR = ", ".join(quoted(who.value) for who in (AnsweredBy.DEBTOR, AnsweredBy.UNKNOWN_PERSON))
_CALLED = "channel = 'phone' AND initiated_by = 'agent'"
_REACHED = f"(result IS NULL OR (result IN ({_CONNECTED}) AND answered_by IN ({_MAYBE_DEBTOR})))"
_NOT_THIRD = "callee_role <> 'third_party'"


@dataclass(frozen=True, slots=True)
class _Counter:
    """One counter: over which key it runs, what it adds up, and whether of the day, of the week or of the log.

    ``{day}`` in its text is the person's own day. A key without a contact has ``if_none``.
    """

    over: str
    sql: str
    if_none: str = "0"


_TODAY, _THIS_WEEK = "civil_on = {day}", "civil_on BETWEEN {day} - 6 AND {day}"
_CONVERSED = f"channel = 'phone' AND {_NOT_THIRD} AND {_REACHED} AND civil_on <= {{day}}"
_COUNTERS: Mapping[str, _Counter] = {
    "connected_notify_calls_today": _Counter(
        "person",
        f"count(*) FILTER ({_TODAY} AND {_CALLED} AND call_type = 'notify' "
        f"AND (result IS NULL OR result IN ({_CONNECTED})))",
    ),
    "effective_calls_today": _Counter(
        "person", f"count(*) FILTER ({_TODAY} AND {_CALLED} AND call_type = 'interactive' AND {_REACHED})"
    ),
    "visits_today": _Counter("person", f"count(*) FILTER ({_TODAY} AND channel = 'in_person')"),
    "calls_last_hour": _Counter(
        "person", f"count(*) FILTER ({_CALLED} AND started_at > {{as_of}} - INTERVAL 1 HOUR AND {_NOT_THIRD})"
    ),
    "contacts_last_7_days": _Counter(
        "person", f"count(*) FILTER ({_THIS_WEEK} AND initiated_by = 'agent' AND {_NOT_THIRD})"
    ),
    "unanswered_attempts_on_number_today": _Counter(
        "number",
        f"count(*) FILTER ({_TODAY} AND {_CALLED} AND (result IS NULL OR result NOT IN ({_CONNECTED})))",
    ),
    "calls_about_debt_last_7_days": _Counter(
        "case", f"count(*) FILTER ({_THIS_WEEK} AND {_CALLED} AND {_NOT_THIRD})"
    ),
    "call_window_reopens_on": _Counter(
        "case", f"min(civil_on) FILTER ({_THIS_WEEK} AND {_CALLED} AND {_NOT_THIRD}) + {WEEK}", "NULL"
    ),
    "had_conversation": _Counter("case", f"bool_or({_CONVERSED})", "FALSE"),
    "last_conversation_on": _Counter("case", f"max(civil_on) FILTER ({_CONVERSED})", "NULL"),
}
_KEYS: Mapping[str, tuple[str, ...]] = {
    "person": ("person_id", "creditor"),
    "number": ("number_key",),
    "case": ("case_id",),
}
_WHOLE_LOG = frozenset({"had_conversation", "last_conversation_on"})


def judge_portfolio(
    connection: DuckDb,
    rulebook: Rulebook,
    *,
    accounts: Path,
    attempts: Path | None,
    out: Path,
    as_of: datetime,
    known: Mapping[str, object],
    channels: Mapping[str, Action] = CHANNELS,
) -> int:
    """Judge a portfolio that lies in Parquet as of a moment, write Parquet, and return how many accounts there were.

    ``known`` are facts that are the same for all: the jurisdiction, what the house attested. Raises ValueError
    for an account table without the columns that say whose account it is.
    """
    connection.execute(f"CREATE OR REPLACE TEMP VIEW accounts AS FROM read_parquet({quoted(accounts)})")
    if attempts is not None:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW attempts AS FROM read_parquet({quoted(attempts)})")
    judged = portfolio_sql(
        rulebook,
        columns=columns_of_table(connection, "accounts"),
        with_attempts=attempts is not None,
        days=days_of(zones_in(connection, "accounts"), as_of),
        as_of=as_of,
        known=known,
        channels=channels,
    )
    return write_parquet(connection, judged, out, as_of=as_of.isoformat())


def portfolio_sql(
    rulebook: Rulebook,
    *,
    columns: Collection[str],
    with_attempts: bool,
    days: Sequence[date],
    as_of: datetime,
    known: Mapping[str, object],
    channels: Mapping[str, Action] = CHANNELS,
) -> Judged:
    """The one statement over the tables ``accounts`` (with these columns) and ``attempts``.

    ``days`` are the dates that it is at ``as_of`` where the accounts' people are.
    """
    missing = {"case_id", "person_id", "creditor", "number_key", "zone"} - set(columns)
    if missing:
        raise ValueError(
            f"the accounts have no column {', '.join(sorted(missing))}; it says whose account it is"
        )
    counted = {name for name in _COUNTERS if with_attempts and name not in columns and name not in known}
    there = {*columns, *counted, *_DERIVED}
    nowhere = {name: None for name in FACT_COLUMNS if name not in there and name not in known}
    asked = [_asking(name, act, columns) for name, act in channels.items()]

    def over(table: Sql) -> Judged:
        return judged_sql(
            rulebook,
            table=table,
            asked=asked,
            keep=["case_id"],
            moment=Moment(as_of, derived=True),
            known={**nowhere, **known},
        )

    # Only counters that some rule reads are counted: the statement is built once to see which those are.
    read = _columns_read(over(exp.to_table("accounts")))
    return over(_facts(sorted(counted & read), days, as_of, columns))


def zones_in(connection: DuckDb, table: str) -> list[str]:
    """The existing zones of the accounts."""
    zones = connection.execute(f'SELECT DISTINCT zone FROM "{table}" WHERE zone IS NOT NULL').fetchall()  # noqa: S608
    return sorted(zone for (zone,) in zones if zone in existing_zones())


def columns_of_table(connection: DuckDb, table: str) -> list[str]:
    """The names of the columns of a table or view."""
    return [row[0] for row in connection.execute(f'DESCRIBE "{table}"').fetchall()]


def days_of(zones: Iterable[str], as_of: datetime) -> list[date]:
    """The dates that it is in these zones at a moment: one, or two, seldom three."""
    return sorted({as_of.astimezone(ZoneInfo(zone)).date() for zone in zones})


def _asking(name: str, act: Action, columns: Collection[str]) -> Asking:
    own = {fact: f"{name}__{fact}" for fact in FACT_COLUMNS if f"{name}__{fact}" in columns}
    return Asking(name=name, known=columns_of_act(act), renamed=own)


def _columns_read(judged: Judged) -> set[str]:
    return {column.name for column in judged.statement.find_all(exp.Column)}


def _facts(counted: Sequence[str], days: Sequence[date], as_of: datetime, columns: Collection[str]) -> Sql:
    """Accounts with the date and time of their zone, and with the counters of their person, number and debt."""
    derived = [f"placed.{name}" for name in _DERIVED if name not in columns]
    selected = ["accounts.*", *derived]
    joins = ["LEFT JOIN placed ON accounts.zone = placed.zone"]
    with_ = [_placed(as_of)]
    for over, keys in _KEYS.items():
        own = [name for name in counted if _COUNTERS[name].over == over]
        if not own:
            continue
        with_.append(_grouped(over, keys, own, days, as_of))
        selected += [_of_the_day(over, name, days) for name in own]
        same = " AND ".join(f"accounts.{key} = by_{over}.{key}" for key in keys)
        joins.append(f"LEFT JOIN by_{over} ON {same}")
    text = f"WITH {', '.join(with_)} SELECT {', '.join(selected)} FROM accounts {' '.join(joins)}"  # noqa: S608
    return sqlglot.parse_one(text, read="duckdb").subquery("facts")  # type: ignore[attr-defined,no-any-return]


def _placed(as_of: datetime) -> str:
    local_on, local_time = (
        sql.sql(dialect="duckdb") for sql in local_sql(moment_sql(as_of), exp.column("zone"))
    )
    known = ", ".join(quoted(zone) for zone in sorted(existing_zones()))
    return (
        f"placed AS (SELECT zone, {local_on} AS local_on, {local_time} AS local_time, "  # noqa: S608
        f"{local_time} AS other_local_time FROM (SELECT DISTINCT zone FROM accounts) AS zones WHERE zone IN ({known}))"
    )


def _grouped(
    over: str, keys: Sequence[str], own: Sequence[str], days: Sequence[date], as_of: datetime
) -> str:
    """The attempts grouped by one key; a column for each counter and each day that it is somewhere."""
    moment = moment_sql(as_of).sql(dialect="duckdb")
    counts = [
        f"{_COUNTERS[name].sql.format(day=day(on).sql(dialect='duckdb'), as_of=moment)} AS {name}_{place}"
        for name in own
        for place, on in enumerate(days)
    ]
    listed = ", ".join(keys)
    return f"by_{over} AS (SELECT {listed}, {', '.join(counts)} FROM attempts {_lately(own, days)} GROUP BY {listed})"  # noqa: S608


def _lately(own: Sequence[str], days: Sequence[date]) -> str:
    """Leave out what no counter looks at: the log grows for years, and the counters are about days."""
    if not days or _WHOLE_LOG & set(own):
        return ""
    back = 0 if all(name.endswith("_today") for name in own) else WEEK - 1
    first, last = days[0] - timedelta(days=back), days[-1]
    return f"WHERE civil_on BETWEEN {day(first).sql(dialect='duckdb')} AND {day(last).sql(dialect='duckdb')}"


def _of_the_day(over: str, name: str, days: Sequence[date]) -> str:
    """The counter of the person's own day; not known where the day is not."""
    branches = " ".join(
        f"WHEN placed.local_on = {day(on).sql(dialect='duckdb')} "
        f"THEN coalesce(by_{over}.{name}_{place}, {_COUNTERS[name].if_none})"
        for place, on in enumerate(days)
    )
    return f"CASE {branches} END AS {name}" if branches else f"NULL AS {name}"
