"""A lived-in portfolio: an invented one is placed and worked for some weeks through the real operations.

Room: practice. Every call passes the gate, every payment comes in a creditor's file, every promise is
judged by the end of a day, so that a demo shows what really happens and not a painted picture. The people
are invented; which case belongs to which temperament is known to this room alone.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fairdue.casefile.case import CaseFile
from fairdue.casefile.happening import CaseAssigned
from fairdue.casefile.promise import PromiseState
from fairdue.compliance.decision import Defer, Refuse
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, StaffId
from fairdue.operations.converse import NoNumber, begin_call, take_turn
from fairdue.operations.end_of_day import end_of_day
from fairdue.operations.house import House
from fairdue.operations.place import place_file
from fairdue.practice.life import (
    LineAnswer,
    MadePayment,
    daily_script,
    payment_behind_claim,
    payment_for_promise,
)
from fairdue.practice.population import generate_rows, write_placement_csv
from fairdue.practice.rehearsed_call import next_turn
from fairdue.practice.repayments import payment_row, write_payments_csv

CREDITORS = ("示例银行信用卡中心", "示例消费金融有限公司")
ACTOR = "demo"
MOST_TURNS = 30


@dataclass(frozen=True, slots=True)
class Story:
    """What a rehearsal did: how many cases, calls that went out, calls not permitted, payments."""

    cases: int
    calls: int
    not_permitted: int
    payments: int


def place_portfolio(house: House, *, seed: int, size: int, placed_on: date, as_of: datetime) -> int:
    """Place an invented portfolio of two creditors through the real intake; returns the cases taken."""
    taken = 0
    shares = (size - size // 3, size // 3)
    for number, (creditor, share) in enumerate(zip(CREDITORS, shares, strict=True)):
        if share == 0:
            continue
        rows = generate_rows(
            seed=seed + number,
            size=share,
            placed_on=placed_on,
            creditor=creditor,
            batch_no=f"DEMO-{number + 1}",
        )
        content = io.StringIO()
        write_placement_csv(content, rows=rows)
        report = place_file(
            house,
            name=f"demo-{number + 1}.csv",
            content=content.getvalue().encode(),
            as_of=as_of,
            actor=ACTOR,
            creditor=creditor,
        )
        taken += report.taken_count
    return taken


def assign_cases(
    house: House,
    *,
    collectors: Sequence[str],
    as_of: datetime,
    limit: int,
    leave_out: Collection[CaseId] = (),
) -> list[CaseId]:
    """Hand the first cases out to the collectors in turn (分案), but for some; returns those handed out."""
    handed: list[CaseId] = []
    for case in house.book.iterate(status="open"):
        if len(handed) >= limit:
            break
        if case.case_id in leave_out:
            continue
        with house.book.transaction():
            collector = StaffId(collectors[len(handed) % len(collectors)])
            house.book.append(case, [CaseAssigned(collector)], at=as_of, actor=ACTOR)
        handed.append(case.case_id)
    return handed


def live(
    house: House,
    *,
    seed: int,
    case_ids: Sequence[CaseId],
    from_on: date,
    until_on: date,
    tell: Callable[[str], None] = lambda _: None,
) -> Story:
    """Work these cases day by day, ``until_on`` left out: call, be promised, be paid, judge."""
    calls = refused = payments = 0
    coming: dict[date, list[tuple[CaseId, MadePayment]]] = {}
    seen: set[str] = set()
    day = from_on
    while day < until_on:
        for number, case_id in enumerate(case_ids):
            # A third of the portfolio a day: nobody is called every day.
            if (number + day.toordinal()) % 3:
                continue
            went_out = _call(house, case_id, seed=seed, day=day, number=number)
            calls += went_out is True
            refused += went_out is False
        payments += _pay(house, coming.pop(day, []), day=day, first=payments)
        end_of_day(house, as_of=_at(day, 20, 30), actor="end-of-day")
        _expect_money(house, case_ids, seed=seed, day=day, coming=coming, seen=seen)
        tell(f"{day.isoformat()}: {calls} calls, {payments} payments")
        day += timedelta(days=1)
    return Story(len(case_ids), calls, refused, payments)


def _call(house: House, case_id: CaseId, *, seed: int, day: date, number: int) -> bool | None:
    """Call one case; True when it went out, False when the gate said no, None when there was no need."""
    case = house.book.load(case_id)
    if not case.is_open or case.balance_fen <= 0 or case.open_promises:
        return None
    key = case.party.id_number
    minimum = case.account.minimum_due_fen
    script = daily_script(
        seed=_seed_of(case, seed),
        key=key,
        day=day,
        balance_fen=case.balance_fen,
        minimum_due_fen=minimum,
        calls=2,
    )
    went_out: bool | None = None
    for attempt, answer in enumerate(script):
        as_of = _at(day, 9 + (number + 4 * attempt) % 10, number % 60)
        went_out = _hold(house, case, answer, as_of=as_of)
        if not went_out:
            break
    return went_out


def _hold(house: House, case: CaseFile, answer: LineAnswer, *, as_of: datetime) -> bool:
    actor = case.collector or ACTOR
    try:
        call = begin_call(house, case_id=case.case_id, as_of=as_of, actor=actor)
    except NoNumber:
        return False
    if isinstance(call, Defer | Refuse):
        return False
    for turn in range(MOST_TURNS):
        if call.closed:
            return True
        moment = as_of + timedelta(seconds=20 * (turn + 1))
        heard = next_turn(prompt=call.prompt, answer=answer, balance_fen=call.case.balance_fen, as_of=moment)
        call = take_turn(house, case_id=case.case_id, heard=heard, as_of=moment, actor=actor)
    raise RuntimeError("a rehearsed call did not end; the flow has steps that this file does not know")


def _expect_money(
    house: House,
    case_ids: Sequence[CaseId],
    *,
    seed: int,
    day: date,
    coming: dict[date, list[tuple[CaseId, MadePayment]]],
    seen: set[str],
) -> None:
    """Decide, for each new promise and claim, whether and when money will come."""
    for case_id, case in house.book.load_many(list(case_ids)).items():
        key = case.party.id_number
        made: list[MadePayment | None] = []
        for promise in case.promises:
            if promise.promise_id in seen or promise.state is not PromiseState.OPEN:
                continue
            seen.add(promise.promise_id)
            made.append(
                payment_for_promise(
                    seed=_seed_of(case, seed),
                    key=key,
                    amount_fen=promise.amount_fen,
                    due_on=promise.due_on,
                    balance_fen=case.balance_fen,
                )
            )
        for claim in case.open_claims:
            if claim.claim_id not in seen:
                seen.add(claim.claim_id)
                made.append(
                    payment_behind_claim(
                        seed=_seed_of(case, seed), key=key, amount_fen=claim.amount_fen, paid_on=claim.paid_on
                    )
                )
        for payment in made:
            if payment is not None and payment.amount_fen <= case.balance_fen:
                arrives = max(day + timedelta(days=1), payment.posted_on)
                coming.setdefault(arrives, []).append((case_id, payment))


def _pay(house: House, due: Sequence[tuple[CaseId, MadePayment]], *, day: date, first: int) -> int:
    """Bring the day's money in as the creditors' payment files."""
    cases = house.book.load_many([case_id for case_id, _ in due])
    paid = 0
    for creditor in CREDITORS:
        rows = [
            payment_row(
                serial_no=f"D{first + number:06d}",
                card=cases[case_id].account.card,
                case_no=cases[case_id].account.case_no,
                payment=payment,
            )
            for number, (case_id, payment) in enumerate(due)
            if cases[case_id].account.creditor == creditor and cases[case_id].is_open
        ]
        if not rows:
            continue
        content = io.StringIO()
        write_payments_csv(content, rows=rows)
        place_file(
            house,
            name=f"demo-payments-{day.isoformat()}.csv",
            content=content.getvalue().encode(),
            as_of=_at(day, 20, 0),
            actor=ACTOR,
            creditor=creditor,
        )
        paid += len(rows)
    return paid


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), CHINA)


def _seed_of(case: CaseFile, seed: int) -> int:
    """The seed that the person was invented with: each creditor's part of the portfolio has its own."""
    return seed + CREDITORS.index(case.account.creditor)
