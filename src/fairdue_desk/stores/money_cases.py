"""Posting at speed: cases read without their logs, events and ledger lines written in bulk.

What is written is what ``money_case.append_money`` would write, hashes included; a test holds the two equal.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import connection

from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.chain import link_hash
from fairdue.casefile.codec import write_body
from fairdue.casefile.happening import CaseClosed, PaymentPosted
from fairdue.feedback.allocation import Parts, position_of
from fairdue.feedback.ledger import Movement
from fairdue.feedback.payment_terms import PaymentTerms, payment_terms
from fairdue.foundation.civil import CHINA, civil_date, require_aware
from fairdue.foundation.ids import CaseId
from fairdue.operations.money_case import MoneyCase, MoneyEntry, money_case
from fairdue.operations.ports import ConcurrentChange
from fairdue_desk.stores.behind import copy_in
from fairdue_desk.stores.bulk import EVENT_COLUMNS, copy_text, fetch_in, fetch_joined, insert_rows
from fairdue_desk.stores.money_ledger import LINE_COLUMNS

_READ = (
    "SELECT c.case_id, c.creditor, c.case_no, c.card, c.placed_on, c.status, c.balance_fen, c.paid_fen,"
    " c.amount_fen, c.in_call, c.event_count, c.head_hash,"
    " l.fees, l.penalty, l.interest, l.unsplit, l.principal"
    " FROM {keys} k JOIN rows_case c ON c.{column} = k.key"
    " LEFT JOIN rows_ledgerline l ON l.case_id = c.case_id AND l.seq = 1 ORDER BY c.case_id"
)
# Events on which neither a verdict nor the list row hangs once money comes: whatever is not named here makes a
# case be judged and projected from its whole log, a kind of event that is added later included.
_QUIET = (
    "CasePlaced",
    "CaseRecalled",
    "CaseClosed",
    "CaseReopened",
    "CaseAssigned",
    "AttemptStarted",
    "AttemptEnded",
    "NumberMarked",
    "SealedContactRevealed",
    "ThirdPartyRefused",
    "CallOpened",
    "TurnTaken",
    "CallClosed",
    "IdentityVerified",
    "ReasonGiven",
    "PaymentPosted",
    "DispositionRecorded",
    "NoteAnnotated",
)
_LOUD = (
    "SELECT case_id, kind, CASE WHEN kind = 'BalanceUpdated' THEN body END FROM rows_caseevent"  # noqa: S608 - our own kinds
    f" WHERE case_id {{in}} AND kind NOT IN ({', '.join(repr(kind) for kind in _QUIET)})"
    " ORDER BY case_id, seq"
)
_BALANCE = "BalanceUpdated"
_AT_ONCE = 10_000

Replayed = Callable[[Sequence[str]], Iterator[CaseFile]]


def read_money_cases(case_nos: Sequence[str], cards: Sequence[str], *, replayed: Replayed) -> list[MoneyCase]:
    """The cases of these numbers and cards, each once; on PostgreSQL nobody else changes them from now on."""
    rows: dict[str, tuple[Any, ...]] = {}
    lock = " FOR UPDATE OF c" if connection.vendor == "postgresql" else ""
    for column, values in (("case_no", case_nos), ("card", cards)):
        if values:
            found = fetch_joined(_READ.replace("{column}", column) + lock, values)
            rows.update((str(row[0]), row) for row in found)
    stated: dict[str, tuple[int, date]] = {}
    whole: set[str] = {case_id for case_id, row in rows.items() if row[12] is None}
    logged = [case_id for case_id, row in rows.items() if row[10] > 1]
    for case_id, kind, body in fetch_in(_LOUD, logged) if logged else ():
        if kind == _BALANCE:
            said = json.loads(str(body))
            stated[str(case_id)] = (said["balance_fen"], date.fromisoformat(said["as_of_on"]))
        else:
            whole.add(str(case_id))
    terms = payment_terms()
    plain = ((case_id, row) for case_id, row in rows.items() if case_id not in whole)
    cases = [_plain(row, stated.get(case_id), terms) for case_id, row in plain]
    cases += [money_case(case, terms=terms, is_plain=False) for case in replayed(sorted(whole))]
    return cases


def _plain(row: tuple[Any, ...], stated: tuple[int, date] | None, terms: PaymentTerms) -> MoneyCase:
    """A case of whose log nothing counts here but its placement, its last balance and its payments."""
    case_id, creditor, case_no, card, placed, status, balance_fen, paid_fen, amount, in_call, count, head = (
        row[:12]
    )
    placed_on = placed if isinstance(placed, date) else date.fromisoformat(placed)
    if stated is None:
        parts, stated_fen, stated_on = Parts(*row[12:]), amount, placed_on
    else:
        stated_fen, stated_on = stated
        parts = Parts(unsplit=stated_fen)
    order = terms.order_of(creditor=creditor, placed_on=placed_on)
    counted = stated_fen - balance_fen
    return MoneyCase(
        case_id=CaseId(case_id),
        creditor=creditor,
        case_no=case_no,
        card=card,
        placed_on=placed_on,
        status=CaseStatus(status),
        balance_fen=balance_fen,
        paid_fen=paid_fen,
        stated_on=stated_on,
        balance_restated=stated is not None,
        parts=parts,
        order=order,
        counted_fen=counted,
        position=position_of(stated=parts, order=order, paid_fen=counted),
        in_call=bool(in_call),
        is_plain=True,
        event_count=count,
        head_hash=head,
        read_hash=head,
    )


def write_money(entries: Sequence[MoneyEntry], *, at: datetime, actor: str) -> None:
    """Seal each entry as the next event of its case, and write events and ledger lines.

    Case by case, so that the database meets the pages of its indexes in order; and each row as it is sealed, so
    that it works while the next one is.
    """
    if not entries:
        return
    lines: list[tuple[object, ...]] = []
    by_case = sorted(entries, key=lambda entry: entry.case.case_id)
    insert_rows("rows_caseevent", EVENT_COLUMNS, _sealed(by_case, lines, at=at, actor=actor))
    if lines:
        insert_rows("rows_ledgerline", LINE_COLUMNS, lines)


def _sealed(
    entries: Iterable[MoneyEntry], lines: list[tuple[object, ...]], *, at: datetime, actor: str
) -> Iterator[tuple[object, ...]]:
    """The rows of the log, one after the other; the lines of the ledger that go with them are added to a list."""
    moment = require_aware(at).astimezone(CHINA).isoformat(timespec="microseconds")
    booked = civil_date(at).isoformat()
    payment, reversal = Movement.PAYMENT.value, Movement.REVERSAL.value
    for case, happened, amounts in entries:
        seq, before, case_id = case.event_count + 1, case.head_hash, case.case_id
        kind, body = type(happened).__name__, write_body(happened)
        sealed = link_hash(
            prev_hash=before, case_id=case_id, seq=seq, kind=kind, at=moment, actor=actor, body=body
        )
        case.event_count, case.head_hash = seq, sealed
        if isinstance(happened, PaymentPosted):
            movement = reversal if happened.amount_fen < 0 else payment
            lines.append((case_id, seq, movement, happened.posted_on.isoformat(), booked, *amounts))
        elif isinstance(happened, CaseClosed):
            case.status = CaseStatus(happened.reason)
        else:
            case.status = CaseStatus.OPEN
        yield case_id, seq, kind, moment, actor, body, before, sealed


def bring_up_plain(cases: Sequence[MoneyCase]) -> None:
    """Bring the list rows of cases up on which only money changed. Raises ConcurrentChange."""
    if not cases:
        return
    if connection.vendor == "postgresql":
        changed = _on_postgresql(cases)
    else:
        with connection.cursor() as cursor:
            done = cursor.connection.executemany(
                "UPDATE rows_case SET balance_fen = ?, paid_fen = ?, status = ?, event_count = ?, head_hash = ?"
                " WHERE case_id = ? AND head_hash = ?",
                [(*_money(case), case.case_id, case.read_hash) for case in cases],
            )
        changed = done.rowcount
    if changed != len(cases):
        raise ConcurrentChange("a case changed while money was posted; place the file again")
    for case in cases:
        case.read_hash = case.head_hash


def _on_postgresql(cases: Sequence[MoneyCase]) -> int:
    """One statement, in the order in which the cases were placed, by their numbers for want of a better sign.

    Most indexes of the list follow that order, so that their pages are met one after the other; and the memory
    for it is enough that the server does not sort the cases into batches of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL jit = off; SET LOCAL work_mem = '128MB'")
        cursor.execute(
            "CREATE TEMPORARY TABLE money_moved (balance_fen bigint, paid_fen bigint, status text,"
            " event_count integer, head_hash text, case_id text, read_hash text) ON COMMIT DROP"
        )
        names = "balance_fen, paid_fen, status, event_count, head_hash, case_id, read_hash"
        placed = sorted(cases, key=attrgetter("creditor", "case_no"))
        for start in range(0, len(placed), _AT_ONCE):
            some = placed[start : start + _AT_ONCE]
            rows = [(*_money(case), case.case_id, case.read_hash) for case in some]
            copy_in(f"COPY money_moved ({names}) FROM STDIN", copy_text(rows))
        cursor.execute(
            "UPDATE rows_case c SET balance_fen = m.balance_fen, paid_fen = m.paid_fen, status = m.status,"
            " event_count = m.event_count, head_hash = m.head_hash FROM money_moved m"
            " WHERE c.case_id = m.case_id AND c.head_hash = m.read_hash"
        )
        changed = int(cursor.rowcount)
        cursor.execute("DROP TABLE money_moved; SET LOCAL jit = DEFAULT; SET LOCAL work_mem = DEFAULT")
        return changed


def _money(case: MoneyCase) -> tuple[object, ...]:
    return (case.balance_fen, case.paid_fen, case.status.value, case.event_count, case.head_hash)
