"""The published truth tables of promises, claimed payments and plans: read strictly, and judged by the running code.

Room: followup. A row is a small case with a day to look at and what must be found; ``found_in`` asks the watches, so
that a house can see for itself that its Fairdue judges as published. Nothing here is used to judge a real case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import assert_never

from fairdue.casefile.account import Account
from fairdue.casefile.arrangement import Arrangement, ArrangementState, Instalment
from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.claimed_payment import ClaimedPayment, ClaimState
from fairdue.casefile.party import Party
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.followup.arrangement_watch import judge_plan
from fairdue.followup.claim_watch import findings_of
from fairdue.followup.promise_watch import judge_promises
from fairdue.followup.terms import ArrangementTerms, ClaimTerms, PromiseTerms
from fairdue.followup.truth_row import Line, TruthRow, TruthTableFault, read_rows
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, ClaimId, PaymentId, PersonId, PromiseId
from fairdue.foundation.working_days import china_working_days
from fairdue.understanding.customer import understand

_OWES = 1_000_000
_PROMISE = {"a": ("03-02", "03-10", 1000)}
_CLAIM = {"c": ("03-02", 1000, "wechat")}
_PLAN = {"a": ("03-02", (("03-10", 500), ("03-20", 500)))}


class TableKind(StrEnum):
    """Which table."""

    PROMISE = "promise"
    CLAIM = "claim"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class TruthTable:
    """One table, in the order of its file."""

    kind: TableKind
    rows: tuple[TruthRow, ...]


@cache
def truth_table(kind: TableKind) -> TruthTable:
    """The table that ships with the playbook. Raises TruthTableFault."""
    name = f"{kind.value}.yaml"
    text = (files("fairdue_playbook") / "followup" / "truth" / name).read_text(encoding="utf-8")
    return read_truth_table(text, kind=kind, source=f"followup/truth/{name}")


def read_truth_table(text: str, *, kind: TableKind, source: str) -> TruthTable:
    """Read a table; its rows are checked for form, not yet judged. Raises TruthTableFault."""
    return TruthTable(kind, read_rows(text, source=source, keys=_KEYS[kind]))


_KEYS = {
    TableKind.PROMISE: frozenset(
        {"promises", "money", "elsewhere", "claims", "end", "grace", "banking", "words"}
    ),
    TableKind.CLAIM: frozenset({"claims", "money", "was", "tolerance"}),
    TableKind.PLAN: frozenset({"plans", "money", "owes", "end", "missed", "revivals"}),
}


def found_in(row: TruthRow, *, kind: TableKind) -> Mapping[str, Line]:
    """What the running code finds for a row, in the form of its ``then``. Raises TruthTableFault for a row misformed."""
    try:
        match kind:
            case TableKind.PROMISE:
                return _words_found(row) if row.text("words") else _promises_found(row)
            case TableKind.CLAIM:
                return _claims_found(row)
            case TableKind.PLAN:
                return _plans_found(row)
            case _:
                assert_never(kind)
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise TruthTableFault(f"row {row.row_id}: {error}; the head of the file says the forms") from error


def faults_of(table: TruthTable) -> tuple[str, ...]:
    """The rows that the running code judges otherwise, each with what was found; empty when all hold."""
    return tuple(
        f"{row.row_id}: expected {dict(row.then)}, found {dict(found)}"
        for row in table.rows
        for found in [found_in(row, kind=table.kind)]
        if dict(found) != dict(row.then)
    )


def case_of(row: TruthRow, *, kind: TableKind) -> CaseFile:
    """The case that a row describes, as it would be after its log."""
    owes = row.number("owes", _OWES)
    case = _bare_case(row, owes)
    case = replace(case, payments=_payments(row, "money"))
    match kind:
        case TableKind.PROMISE:
            case = replace(case, promises=_promises(row), claims=_found_claims(row))
        case TableKind.CLAIM:
            case = replace(case, claims=_claims(row))
        case TableKind.PLAN:
            case = replace(case, arrangements=_plans(row))
        case _:
            assert_never(kind)
    end = row.line("end")
    # An end that lies ahead has not happened yet: the log does not hold it.
    if end and row.day(end[1]) <= row.as_of_on:
        case = replace(case, status=CaseStatus(str(end[0])), closed_on=row.day(end[1]))
    return case


def promise_terms_of(row: TruthRow) -> PromiseTerms:
    """The terms that a row of the promise table is judged by."""
    return PromiseTerms(row.number("grace", 1), china_working_days() if row.flag("banking", True) else None)


def plan_terms_of(row: TruthRow) -> ArrangementTerms:
    """The terms that a row of the plan table is judged by."""
    return ArrangementTerms(3, china_working_days(), row.number("missed", 1), row.number("revivals", 1))


def _promises_found(row: TruthRow) -> Mapping[str, Line]:
    cases = [case_of(row, kind=TableKind.PROMISE)]
    if "elsewhere" in row.given:
        (promise,) = cases[0].promises
        other = replace(promise, promise_id=PromiseId("z"))
        cases.append(replace(cases[0], promises=(other,), payments=_payments(row, "elsewhere")))
    found: dict[str, Line] = {}
    for case in cases:
        for promise_id, verdict in judge_promises(
            case=case, as_of_on=row.as_of_on, terms=promise_terms_of(row)
        ).items():
            state = "waits" if verdict.state is PromiseState.OPEN else verdict.state.value
            found[promise_id] = (state, verdict.paid_fen, verdict.rule.value)
    return found


def _words_found(row: TruthRow) -> Mapping[str, Line]:
    """Only a day and an amount make a promise; what lacks one of them never comes to be judged."""
    said_at = datetime.combine(row.as_of_on, time(10), tzinfo=CHINA)
    slots = understand(row.text("words"), reference=said_at).slots
    if slots.promise_on is None or slots.promise_amount_fen is None:
        return {"a": ("none", 0, "vague")}
    promise = Promise(PromiseId("a"), slots.promise_amount_fen, slots.promise_on, said_at)
    case = replace(_bare_case(row, _OWES), promises=(promise,))
    verdict = judge_promises(case=case, as_of_on=row.as_of_on, terms=promise_terms_of(row))[PromiseId("a")]
    return {"a": ("waits", verdict.paid_fen, verdict.rule.value)}


def _claims_found(row: TruthRow) -> Mapping[str, Line]:
    case, terms = case_of(row, kind=TableKind.CLAIM), ClaimTerms(row.number("tolerance", 2))
    return {
        found.claim_id: (
            found.state.value,
            found.found_fen,
            "none" if found.confidence is None else found.confidence.value,
            found.step.value,
        )
        for found in findings_of(case=case, as_of_on=row.as_of_on, terms=terms)
    }


def _plans_found(row: TruthRow) -> Mapping[str, Line]:
    case, terms = case_of(row, kind=TableKind.PLAN), plan_terms_of(row)
    found: dict[str, Line] = {}
    for plan in case.arrangements:
        verdict = judge_plan(case=case, arrangement=plan, as_of_on=row.as_of_on, terms=terms)
        found[plan.arrangement_id] = (verdict.state.value, verdict.rule.value)
    return found


def _bare_case(row: TruthRow, owes_fen: int) -> CaseFile:
    placed_on = row.day("01-01")
    placed_at = datetime.combine(placed_on, time(8), tzinfo=CHINA)
    return CaseFile(
        case_id=CaseId("row"),
        account=Account("", row.row_id, "6222000000000000", owes_fen, placed_on),
        party=Party(PersonId("row"), "", ""),
        contact_points=(),
        sealed_contacts=(),
        stated_balance_fen=owes_fen,
        stated_on=placed_on,
        opened_at=placed_at,
        last_event_at=placed_at,
    )


def _payments(row: TruthRow, key: str) -> tuple[Payment, ...]:
    payments = []
    for number, line in enumerate(row.lines(key), 1):
        fen, rest = _fen(line[1]), [str(part) for part in line[2:]]
        payments.append(
            Payment(
                PaymentId(f"p{number}"),
                fen,
                row.day(line[0]),
                channel=rest[0] if rest and fen > 0 else None,
                reverses=PaymentId(rest[0]) if rest and fen < 0 else None,
                card_tail=rest[1] if len(rest) > 1 else "",
            )
        )
    return tuple(payments)


def _promises(row: TruthRow) -> tuple[Promise, ...]:
    return tuple(
        Promise(
            PromiseId(name),
            _fen(line[2]),
            row.day(line[1]),
            _morning(row, line[0]),
            state=PromiseState(str(line[3])) if len(line) > 3 else PromiseState.OPEN,
            paid_fen=_fen(line[4]) if len(line) > 4 else 0,
        )
        for name, line in row.named("promises", _PROMISE).items()
    )


def _found_claims(row: TruthRow) -> tuple[ClaimedPayment, ...]:
    """Claims beside promises: already in a state, with the payments that they found."""
    return tuple(
        ClaimedPayment(
            ClaimId(f"c{number}"),
            row.day(line[0]),
            _fen(line[1]),
            "other",
            _morning(row, line[0]),
            row.day(line[0]),
            state=ClaimState(str(line[2])),
            payment_ids=_ids(line[3]) if len(line) > 3 else (),
        )
        for number, line in enumerate(row.lines("claims"), 1)
    )


def _claims(row: TruthRow) -> tuple[ClaimedPayment, ...]:
    was = row.named("was", {})
    claims = []
    for name, line in row.named("claims", _CLAIM).items():
        claim = ClaimedPayment(
            ClaimId(name),
            row.day(line[0]),
            _fen(line[1]),
            str(line[2]),
            _morning(row, "03-02"),
            row.day("03-05"),
            card_tail=str(line[3]) if len(line) > 3 else "",
        )
        if name in was:
            state, fen, ids = was[name]
            claim = replace(
                claim, state=ClaimState(str(state)), confirmed_fen=_fen(fen), payment_ids=_ids(ids)
            )
        claims.append(claim)
    return tuple(claims)


def _plans(row: TruthRow) -> tuple[Arrangement, ...]:
    plans = []
    for name, line in row.named("plans", _PLAN).items():
        parts = line[1]
        if not isinstance(parts, tuple):
            raise TypeError("a plan has a list of [due, fen]")
        instalments = tuple(
            Instalment(row.day(part[0]), _fen(part[1])) for part in parts if isinstance(part, tuple)
        )
        state = ArrangementState(str(line[2])) if len(line) > 2 else ArrangementState.PERFORMING
        plans.append(Arrangement(name, row.day(line[0]), instalments, state))
    return tuple(plans)


def _morning(row: TruthRow, day: object) -> datetime:
    return datetime.combine(row.day(day), time(10), tzinfo=CHINA)


def _fen(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("an amount is a whole number of fen")
    return value


def _ids(value: object) -> tuple[PaymentId, ...]:
    if not isinstance(value, tuple):
        raise TypeError("payments are a list such as [p1]")
    return tuple(PaymentId(str(one)) for one in value)
