"""The raw events of a year as flat tables, one CSV a kind of event, for whoever wants to reckon for themselves.

Room: practice. Nothing is folded, judged or derived here: each field of a happening is a column, moments as local
time. The SQL that checks the measures reads these tables and nothing else.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from fairdue.casefile import happening as h
from fairdue.casefile.event import Event
from fairdue.foundation.civil import CHINA
from fairdue.practice.year import YearCase

Cell = str | int | bool | date | None

TABLES: dict[str, str] = {
    "placed": "case_id VARCHAR, seq INT, moment TIMESTAMP, kind VARCHAR, creditor VARCHAR, case_no VARCHAR, "
    "batch_no VARCHAR, placement_round VARCHAR, placed_on DATE, amount_fen BIGINT, overdue_on DATE",
    "own_numbers": "case_id VARCHAR, seq INT, moment TIMESTAMP, contact_point_id VARCHAR",
    "balances": "case_id VARCHAR, seq INT, moment TIMESTAMP, balance_fen BIGINT, as_of_on DATE",
    "ended": "case_id VARCHAR, seq INT, moment TIMESTAMP, kind VARCHAR, on_day DATE",
    "assigned": "case_id VARCHAR, seq INT, moment TIMESTAMP, collector VARCHAR",
    "started": "case_id VARCHAR, seq INT, moment TIMESTAMP, attempt_id VARCHAR, channel VARCHAR, "
    "contact_point_id VARCHAR, initiated_by VARCHAR, callee_role VARCHAR",
    "stopped": "case_id VARCHAR, seq INT, moment TIMESTAMP, attempt_id VARCHAR, result VARCHAR, answered_by VARCHAR",
    "verified": "case_id VARCHAR, seq INT, moment TIMESTAMP, attempt_id VARCHAR",
    "promised": "case_id VARCHAR, seq INT, moment TIMESTAMP, promise_id VARCHAR, amount_fen BIGINT, due_on DATE, "
    "attempt_id VARCHAR",
    "judged": "case_id VARCHAR, seq INT, moment TIMESTAMP, promise_id VARCHAR, state VARCHAR, paid_fen BIGINT, on_day DATE",
    "claimed": "case_id VARCHAR, seq INT, moment TIMESTAMP, claim_id VARCHAR, amount_fen BIGINT, paid_on DATE",
    "claims_resolved": "case_id VARCHAR, seq INT, moment TIMESTAMP, claim_id VARCHAR, state VARCHAR",
    "posted": "case_id VARCHAR, seq INT, moment TIMESTAMP, payment_id VARCHAR, amount_fen BIGINT, posted_on DATE, "
    "reverses VARCHAR",
    "complaints": "case_id VARCHAR, seq INT, moment TIMESTAMP, complaint_id VARCHAR",
    "complaint_answers": "case_id VARCHAR, seq INT, moment TIMESTAMP, complaint_id VARCHAR, upheld BOOLEAN",
    "noted": "case_id VARCHAR, seq INT, moment TIMESTAMP, has_note BOOLEAN",
    "inspected": "attempt_id VARCHAR, red_line BOOLEAN",
}
"""Each table with its columns and their SQL types."""


def write_year(cases: Iterable[YearCase], folder: Path) -> Iterator[YearCase]:
    """Write each case into the tables and hand it on, so that one pass serves both sides of a comparison."""
    with ExitStack() as files:
        writers = {
            name: csv.writer(
                files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            )
            for name in TABLES
        }
        for case in cases:
            for event in case.events:
                for name, cells in _rows(event):
                    at = event.at.astimezone(CHINA).replace(tzinfo=None)
                    writers[name].writerow((event.case_id, event.seq, at, *cells))
            for attempt_id, red_line in case.inspected:
                writers["inspected"].writerow((attempt_id, red_line))
            yield case


def _rows(event: Event) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    match event.happened:
        case h.CasePlaced() | h.CaseRestated() as placed:
            account = placed.account
            yield (
                "placed",
                (
                    type(placed).__name__, account.creditor, account.case_no, account.batch_no,
                    account.placement_round, account.placed_on, account.amount_fen, account.overdue_on,
                ),
            )  # fmt: skip
            for point in placed.contact_points:
                yield "own_numbers", (point.contact_point_id,)
        case h.BalanceUpdated(fen, on):
            yield "balances", (fen, on)
        case h.CaseRecalled(on):
            yield "ended", ("recalled", on)
        case h.CaseClosed(on, reason):
            yield "ended", (reason, on)
        case h.CaseAssigned(collector):
            yield "assigned", (collector,)
        case h.AttemptStarted() as began:
            yield (
                "started",
                (
                    began.attempt_id,
                    began.channel,
                    began.contact_point_id,
                    began.initiated_by,
                    began.callee_role,
                ),
            )
        case h.AttemptEnded(attempt_id, result, answered_by):
            yield "stopped", (attempt_id, result.value, answered_by.value)
        case h.IdentityVerified(attempt_id):
            yield "verified", (attempt_id,)
        case h.DispositionRecorded() as noted:
            yield "noted", (bool(noted.note),)
        case h.ComplaintReceived(complaint_id):
            yield "complaints", (complaint_id,)
        case h.ComplaintClosed(complaint_id, upheld):
            yield "complaint_answers", (complaint_id, upheld)
        case happened:
            yield from _money_rows(happened)


def _money_rows(happened: h.Happening) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    match happened:
        case h.PromiseMade() as made:
            yield "promised", (made.promise_id, made.amount_fen, made.due_on, made.attempt_id)
        case h.PromiseJudged(promise_id, state, paid_fen, on):
            yield "judged", (promise_id, state.value, paid_fen, on)
        case h.PaymentClaimed() as claim:
            yield "claimed", (claim.claim_id, claim.amount_fen, claim.paid_on)
        case h.ClaimResolved() as resolved:
            yield "claims_resolved", (resolved.claim_id, resolved.state.value)
        case h.PaymentPosted() as paid:
            yield "posted", (paid.payment_id, paid.amount_fen, paid.posted_on, paid.reverses)
        case _:
            raise ValueError(f"a made-up year holds no {type(happened).__name__}; give it a table first")
