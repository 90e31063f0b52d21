"""``fairdue attest``: vouch for what nobody can compute, look at what stands, withdraw it.

Room: cli. A statement is made by name (``FAIRDUE_ACTOR``), rests on evidence, and runs out by itself.
"""

from __future__ import annotations

import json as json_text
from datetime import datetime
from typing import Annotated

from cyclopts import App, Parameter

from fairdue.casefile.attestation import Attestation, Scope, ScopeKind
from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.cli.moments import typed_end, typed_start
from fairdue.compliance.attested import ATTESTED_COLUMNS, scopes_of
from fairdue.compliance.column import ColumnKind
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import Period
from fairdue.operations.attest import state, statements, withdraw
from fairdue.operations.house import House
from fairdue.operations.whereabouts import batch_scope

attest = App(name="attest")
app.command(attest)


@attest.default
def attest_fact(
    column: str,
    value: str = "yes",
    *,
    evidence: str,
    until: str | None = None,
    since: str | None = None,
    creditor: str | None = None,
    batch: str | None = None,
    case: str | None = None,
    contact: str | None = None,
    staff: str | None = None,
    line: str | None = None,
    house: bool = False,
) -> int:
    """Vouch for one fact, for exactly one of creditor, batch, case, contact, staff, line or house.

    Parameters
    ----------
    column
        The fact, like agency_listed; ``fairdue attest list --columns`` names them all.
    value
        What is so: yes or no, a word, a number, a day; yes when left out.
    evidence
        The paper, page or recording that it rests on; no person's name.
    until
        The last day on which it holds, like 2026-12-31, or a moment; needed for staff.
    since
        The first day on which it holds; from now on otherwise.
    creditor
        The creditor by its name as its files write it; with --batch or --case, whose.
    batch
        A batch number of that creditor.
    case
        A case id or case number.
    contact
        A contact point id.
    staff
        A login, as FAIRDUE_ACTOR and the desk name it.
    line
        A line or account by its name.
    house
        The house as a whole.
    """
    opened = open_house()
    now = opened.now()
    scope = _scope(opened, creditor, batch, case, contact, staff, line, house)
    starts_at = now if since is None else typed_start(since, option="--since")
    ends_at = None if until is None else typed_end(until, option="--until")
    try:
        stated = state(
            opened,
            column=column,
            value=value,
            scope=scope,
            period=Period(starts_at, ends_at),
            evidence=evidence,
            as_of=now,
            actor=actor(),
        )
    except ValueError as error:
        raise ExpectedFailure(str(error), code=2) from error
    print(_line(stated, now))
    return 0


@attest.command(name="list")
def attest_list(
    *,
    column: str | None = None,
    all: bool = False,
    columns: bool = False,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """List the statements that count now.

    Parameters
    ----------
    column
        Only statements of this fact.
    all
        Those that ran out or were withdrawn, too.
    columns
        List instead what can be vouched for: fact, kind of value, for what, and what it means.
    json
        Print one JSON object a line.
    """
    if columns:
        for name, it in ATTESTED_COLUMNS.items():
            value = "|".join(it.words) if it.words is not None else _KINDS[it.kind]
            scopes = [kind.value for kind in scopes_of(name)]
            if json:
                told = {
                    "column": name,
                    "value": value,
                    "scopes": scopes,
                    "says": it.label.in_language(language()),
                }
                print(json_text.dumps(told, ensure_ascii=False))
                continue
            about = ",".join(scopes)
            print(f"{name:<34} {value:<12} {about:<28} {it.label.in_language(language())}")
        return 0
    if column is not None and column not in ATTESTED_COLUMNS:
        raise ExpectedFailure(
            f"there is no fact {column!r}; `fairdue attest list --columns` names those there are", code=2
        )
    opened = open_house()
    now = opened.now()
    for one in statements(opened, as_of=None if all else now, column=column):
        print(json_text.dumps(_as_json(one, now), ensure_ascii=False) if json else _line(one, now))
    return 0


@attest.command(name="withdraw")
def attest_withdraw(attestation_id: str) -> int:
    """Take a statement back from now on; what was decided on it before stays decided.

    Parameters
    ----------
    attestation_id
        The id of the statement, from ``fairdue attest list``.
    """
    opened = open_house()
    now = opened.now()
    try:
        gone = withdraw(opened, attestation_id=attestation_id, as_of=now, actor=actor())
    except ValueError as error:
        raise ExpectedFailure(str(error), code=2) from error
    print(_line(gone, now))
    return 0


_KINDS = {
    ColumnKind.YES_NO: "yes|no",
    ColumnKind.COUNT: "number",
    ColumnKind.FEN: "fen",
    ColumnKind.DATE: "day",
    ColumnKind.CLOCK: "time",
    ColumnKind.NAME: "name",
}


def _scope(
    house: House,
    creditor: str | None,
    batch: str | None,
    case: str | None,
    contact: str | None,
    staff: str | None,
    line: str | None,
    whole_house: bool,
) -> Scope:
    """The one scope that was named; --creditor beside --batch or --case says whose it is."""
    named: list[Scope] = []
    if batch is not None:
        if creditor is None:
            raise ExpectedFailure("--batch needs --creditor: two creditors may number theirs alike", code=2)
        named.append(batch_scope(creditor, batch))
    if case is not None:
        named.append(Scope(ScopeKind.CASE, house.book.resolve(case, creditor=creditor)))
    if creditor is not None and batch is None and case is None:
        named.append(Scope(ScopeKind.CREDITOR, creditor))
    named += [
        Scope(kind, name)
        for kind, name in ((ScopeKind.CONTACT, contact), (ScopeKind.STAFF, staff), (ScopeKind.LINE, line))
        if name is not None
    ]
    if whole_house:
        named.append(Scope(ScopeKind.HOUSE))
    if len(named) != 1:
        raise ExpectedFailure(
            "say what it is about: one of --creditor, --batch, --case, --contact, --staff, --line, --house",
            code=2,
        )
    return named[0]


def _line(one: Attestation, now: datetime) -> str:
    until = "" if one.period.ends_at is None else f"{one.period.ends_at:%Y-%m-%d %H:%M}"
    scope = f"{one.scope.kind.value} {one.scope.name}".strip()
    text = f"{one.attestation_id}  {one.column} = {one.value}  ({scope})"
    text += Bilingual(f"  至 {until}", f"  until {until}").in_language(language()) if until else ""
    if one.withdrawn_at is not None:
        return text + Bilingual("  已撤回", "  withdrawn").in_language(language())
    return (
        text if one.holds_at(now) else text + Bilingual("  未生效", "  not in force").in_language(language())
    )


def _as_json(one: Attestation, now: datetime) -> dict[str, object]:
    return {
        "id": one.attestation_id,
        "column": one.column,
        "value": one.value,
        "scope": one.scope.kind.value,
        "name": one.scope.name,
        "starts_at": one.period.starts_at.isoformat(),
        "ends_at": one.period.ends_at.isoformat() if one.period.ends_at is not None else None,
        "evidence": one.evidence,
        "stated_by": one.stated_by,
        "stated_at": one.stated_at.isoformat(),
        "withdrawn_at": one.withdrawn_at.isoformat() if one.withdrawn_at is not None else None,
        "holds": one.holds_at(now),
    }
