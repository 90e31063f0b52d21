"""Posting payment files into a real house: queues, conservation, splits, reversals, two roads, the ledger proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from database import triggers_off
from fairdue.casefile.case import CaseStatus
from fairdue.casefile.case_return import CaseReturned, ReturnReason
from fairdue.casefile.happening import BalanceUpdated, HoldPlaced, PaymentClaimed, PromiseMade
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.feedback.payment_queue import PaymentOutcome, Queue
from fairdue.foundation.civil import CHINA, Period
from fairdue.foundation.ids import CaseId, ClaimId, HoldId, PaymentId, PromiseId
from fairdue.foundation.reason import Reason
from fairdue.intake.payment_reader import SeenPayments
from fairdue.intake.rows import PaymentRow
from fairdue.operations import place
from fairdue.operations.audit import audit
from fairdue.operations.feed_back import return_case
from fairdue.operations.house import House
from fairdue.operations.ledger_check import check_ledger
from fairdue.operations.money_case import MoneyEntry, append_money
from fairdue.operations.payment_desk import beside, place_by_hand, send_back, tie, try_again
from fairdue.operations.place import place_file
from fairdue.operations.place_report import PlaceReport
from fairdue.practice.payment_load import LoadCase, payment_lines, placement_lines, yuan
from fairdue_desk.stores.casebook import DjangoCaseBook

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)
CREDITOR = "示例银行"
HEADER = "流水号,卡号,个案序列号,入账日期,入账金额,币种,备注\n"


@pytest.fixture
def eight(house: House) -> House:
    """A house with eight cases."""
    _place(house, "\n".join(placement_lines(8)))
    return house


def _place(house: House, text: str, *, at: datetime = MORNING) -> PlaceReport:
    return place_file(house, name="f.csv", content=text.encode(), as_of=at, actor="admin", creditor=CREDITOR)


def _pay(house: House, *lines: str, at: datetime = MORNING) -> PlaceReport:
    return _place(house, HEADER + "\n".join(lines) + "\n", at=at)


def _line(
    serial: str,
    number: int | None,
    fen: int,
    *,
    on: str = "2026-03-02",
    currency: str = "",
    note: str = "",
    card: bool = True,
) -> str:
    case = LoadCase(0 if number is None else number)
    shown = "6229999999999993" if number is None else case.card if card else ""
    case_no = "" if number is None else case.case_no
    return f"{serial},{shown},{case_no},{on},{yuan(fen)},{currency},{note}"


def _breaks_at(serial: str) -> Callable[[SeenPayments, PaymentRow], tuple[int, bool] | None]:
    known = SeenPayments.earlier

    def earlier(seen: SeenPayments, row: PaymentRow) -> tuple[int, bool] | None:
        if row.serial_no == serial:
            raise MemoryError("read too far")
        return known(seen, row)

    return earlier


def _case(house: House, number: int) -> CaseId:
    return house.book.resolve(LoadCase(number).case_no)


def _queues(house: House) -> dict[str, Queue | None]:
    return {one.serial_no: one.queue for one in house.payments.queued()}


def _sound(house: House) -> None:
    found = check_ledger(house, until=MORNING.date() + timedelta(days=400))
    assert found.findings == ()
    assert sum(found.balances.values()) == 0
    assert audit(house).findings == ()


def test_each_line_that_cannot_be_posted_waits_in_its_own_queue_and_the_file_ties(eight: House) -> None:
    with eight.book.transaction():
        for number, happened in ((1, "recall"), (2, "return")):
            case = eight.book.load(_case(eight, number))
            if happened == "return":
                return_case(eight, case_id=case.case_id, as_of=MORNING, actor="lead")
    _place(eight, f"案件编号,操作\n{LoadCase(1).case_no},收回\n")
    full = LoadCase(3).amount_fen
    report = _pay(
        eight,
        _line("S1", 0, 100),
        _line("S2", 1, 100),
        _line("S3", 2, 100),
        _line("S4", 3, full),
        _line("S5", 3, 100),
        _line("S6", None, 100),
        "S7,,NOBODY,2026-03-02,1.00,,",
        f"S8,{LoadCase(5).card},{LoadCase(4).case_no},2026-03-02,1.00,,",
        _line("S9", 4, 100, on="2026-04-20"),
        _line("SA", 4, 100, currency="USD"),
        _line("SB", 4, LoadCase(4).amount_fen * 3),
        _line("SC", 4, -100, note="冲正 NEVER"),
        _line("SD", 4, -777),
        _line("SE", 4, 0),
        _line("SF", 4, 200),
        _line("SF", 4, 200),
        _line("SF", 4, 201),
    )
    assert _queues(eight) == {
        "S2": Queue.RECALLED,
        "S3": Queue.RETURNED,
        "S5": Queue.PAID_UP,
        "S6": Queue.UNKNOWN_CARD,
        "S7": Queue.UNKNOWN_CASE,
        "S8": Queue.CONFLICT,
        "S9": Queue.FUTURE,
        "SA": Queue.CURRENCY,
        "SB": Queue.OVERPAID,
        "SC": Queue.REVERSAL,
        "SD": Queue.REVERSAL,
    }
    assert [row.problems[0].defect for row in report.rejected] == ["amount_zero", "serial_conflict"]
    (tally,) = report.tallies.values()
    assert (tally.posted_lines, tally.queued_lines, tally.duplicate_lines, tally.refused_lines) == (
        3,
        11,
        1,
        2,
    )
    assert tally.received_lines == 17
    found = tie(eight, day=MORNING.date(), creditor=CREDITOR, stated_fen=tally.received_fen - 200)
    assert found.ties and found.apart_fen == 0
    assert not tie(eight, day=MORNING.date(), creditor=CREDITOR, stated_fen=tally.received_fen).ties
    assert eight.book.load(_case(eight, 3)).status is CaseStatus.SETTLED
    _sound(eight)


def test_a_changed_line_of_a_known_serial_waits_beside_the_first_and_comes_only_once(eight: House) -> None:
    _pay(eight, _line("S1", 0, 100), _line("S2", 1, 100))
    changed = (_line("S1", 0, 100), _line("S2", 1, 900))
    report = _pay(eight, *changed)
    assert (report.posted, report.already_posted, report.queued) == (0, 1, {Queue.CHANGED: ["S2"]})
    again = _pay(eight, *changed)
    assert (again.posted, again.queued) == (0, {Queue.CHANGED: ["S2"]})
    (waiting,) = eight.payments.queued()
    assert (waiting.amount_fen, beside(eight, [waiting])[waiting.payment_id].amount_fen) == (900, 100)
    other_case = _pay(eight, _line("S1", 2, 100))
    assert other_case.queued == {Queue.CHANGED: ["S1"]}, "the same money on another case is another line"
    _sound(eight)


def test_the_same_file_twice_changes_nothing_but_the_tally(eight: House) -> None:
    lines = (_line("S1", 0, 100), _line("S2", None, 100), _line("S3", 0, -100, note="冲正 S1"))
    first = _pay(eight, *lines)
    before = _state(eight)
    again = _pay(eight, *lines)
    assert (first.posted, len(first.reversals), first.unmatched) == (1, 1, ["S2"])
    assert (again.posted, again.already_posted, again.unmatched) == (0, 2, ["S2"])
    assert _state(eight) == before
    found = tie(eight, day=MORNING.date(), creditor=CREDITOR)
    assert (found.new_fen, found.booked_fen, found.ties) == (100, 0, True)


@pytest.mark.parametrize("judged", [False, True], ids=["plain", "with a promise"])
def test_a_settled_case_whose_payment_is_taken_back_is_worked_again(eight: House, judged: bool) -> None:
    case_id = _case(eight, 3)
    case = eight.book.load(case_id)
    if judged:
        promise = PromiseMade(PromiseId("p1"), case.balance_fen, MORNING.date())
        eight.book.append(case, [promise], at=MORNING, actor="chen")
    _pay(eight, _line("S1", 3, case.balance_fen))
    assert eight.book.load(case_id).status is CaseStatus.SETTLED
    _pay(eight, _line("R1", 3, -1, note="冲正 S1"), at=MORNING + timedelta(days=1))
    again = eight.book.load(case_id)
    assert (again.status, again.closed_on, again.balance_fen) == (CaseStatus.OPEN, None, 1)
    _pay(eight, _line("S2", 3, 1), at=MORNING + timedelta(days=2))
    assert eight.book.load(case_id).status is CaseStatus.SETTLED, "and settled anew"
    _sound(eight)


def test_a_settled_case_on_which_the_creditor_states_a_balance_is_worked_again(eight: House) -> None:
    case = eight.book.load(_case(eight, 3))
    _pay(eight, _line("S1", 3, case.balance_fen))
    update = f"个案序列号,最新欠款,更新日期\n{case.account.case_no},12.34,2026-03-03\n"
    _place(eight, update, at=MORNING + timedelta(days=1))
    again = eight.book.load(case.case_id)
    assert (again.status, again.balance_fen) == (CaseStatus.OPEN, 1234)
    _sound(eight)


def test_a_settled_case_that_went_back_stays_with_its_creditor_whatever_is_taken_back(eight: House) -> None:
    case = eight.book.load(_case(eight, 3))
    _pay(eight, _line("S1", 3, case.balance_fen))
    settled = eight.book.load(case.case_id)
    eight.book.append(settled, [CaseReturned(MORNING.date(), ReturnReason.SETTLED)], at=MORNING, actor="lead")
    _pay(eight, _line("R1", 3, -1, note="冲正 S1"), at=MORNING + timedelta(days=1))
    assert eight.book.load(case.case_id).status is CaseStatus.SETTLED
    _sound(eight)


def test_a_file_that_comes_again_refuses_nothing_a_second_time_so_that_the_day_still_ties(
    eight: House,
) -> None:
    lines = (_line("S1", 0, 100), _line("S2", 0, 100), _line("S2", 0, 101))
    for _ in range(3):
        assert len(_pay(eight, *lines).rejected) == 1
        found = tie(eight, day=MORNING.date(), creditor=CREDITOR, stated_fen=301)
        assert (found.ties, found.new_fen, found.total.refused_lines) == (True, 301, 1)


def test_a_reversal_before_its_payment_waits_and_follows_it_at_once(eight: House) -> None:
    _pay(eight, _line("R1", 0, -60, note="冲正 S1"))
    assert _queues(eight) == {"R1": Queue.REVERSAL}
    report = _pay(eight, _line("S1", 0, 100))
    assert (report.posted, eight.payments.queued()) == (1, [])
    case = eight.book.load(_case(eight, 0))
    assert [payment.amount_fen for payment in case.payments] == [100, -60]
    assert case.payments[1].reverses == case.payments[0].payment_id
    too_much = _pay(eight, _line("R2", 0, -41, note="冲正 S1"), _line("R3", 0, -40, note="冲正 S1"))
    assert (too_much.queued, len(too_much.reversals)) == ({Queue.REVERSAL: ["R2"]}, 1)
    assert eight.book.load(_case(eight, 0)).paid_fen == 0
    _sound(eight)


def test_money_that_was_booked_is_taken_back_even_after_a_recall(eight: House) -> None:
    _pay(eight, _line("S1", 0, 500))
    _place(eight, f"案件编号,操作\n{LoadCase(0).case_no},收回\n")
    report = _pay(eight, _line("R1", 0, -500, note="冲正 S1"), _line("S2", 0, 50))
    assert (len(report.reversals), report.queued) == (1, {Queue.RECALLED: ["S2"]})
    _sound(eight)


def test_a_person_places_waiting_money_by_hand_with_a_reason_and_sends_other_money_back(eight: House) -> None:
    _pay(eight, _line("S1", None, 100), _line("S2", None, 100), _line("S3", 4, 100, currency="HKD"))
    waiting = {one.serial_no: one.payment_id for one in eight.payments.queued()}
    case_id = _case(eight, 6)

    def hand(serial: str, why: str = "委托方来函确认") -> object:
        return place_by_hand(
            eight, payment_id=waiting[serial], case_id=case_id, why=why, as_of=MORNING, actor="lead"
        )

    assert isinstance(hand("S1", " "), Reason)
    done = hand("S1")
    assert not isinstance(done, Reason) and eight.payments.get(waiting["S1"]).outcome is PaymentOutcome.POSTED
    assert isinstance(hand("S1"), Reason), "it waits no longer"
    assert isinstance(hand("S3"), Reason), "another currency has no fen"
    assert eight.book.load(case_id).paid_fen == 100
    assert "委托方来函确认" in eight.book.events(case_id)[-1].body
    back = send_back(eight, payment_id=waiting["S2"], why="不属于本所", actor="lead")
    assert not isinstance(back, Reason) and back.outcome is PaymentOutcome.RETURNED
    again = _pay(eight, _line("S1", None, 100), _line("S2", None, 100))
    assert (again.posted, eight.book.load(case_id).paid_fen) == (0, 100)
    _sound(eight)


def test_money_far_above_the_debt_takes_two_persons(eight: House) -> None:
    _pay(eight, _line("S1", 5, LoadCase(5).amount_fen * 4))
    (waiting,) = eight.payments.queued()
    assert (waiting.queue, waiting.meant) == (Queue.OVERPAID, _case(eight, 5))

    def by(actor: str) -> object:
        return place_by_hand(
            eight,
            payment_id=waiting.payment_id,
            case_id=_case(eight, 5),
            why="已与委托方核对",
            as_of=MORNING,
            actor=actor,
        )

    assert getattr(by("lead"), "outcome", None) is PaymentOutcome.QUEUED
    assert isinstance(by("lead"), Reason)
    assert try_again(eight, as_of=MORNING, actor="x") == 0
    assert getattr(by("compliance"), "outcome", None) is PaymentOutcome.POSTED
    body = eight.book.events(_case(eight, 5))[1].body
    assert '"proposed_by":"lead"' in body
    _sound(eight)


def test_money_far_above_the_debt_takes_two_persons_whatever_queue_it_waited_in(eight: House) -> None:
    _pay(eight, _line("S1", None, LoadCase(5).amount_fen * 40))
    (waiting,) = eight.payments.queued()
    assert waiting.queue is Queue.UNKNOWN_CARD

    def by(actor: str) -> object:
        return place_by_hand(
            eight,
            payment_id=waiting.payment_id,
            case_id=_case(eight, 5),
            why="来函",
            as_of=MORNING,
            actor=actor,
        )

    assert getattr(by("lead"), "outcome", None) is PaymentOutcome.QUEUED
    assert isinstance(by("Ｌead "), Reason), "another spelling is no second person"
    assert getattr(by("compliance"), "outcome", None) is PaymentOutcome.POSTED
    _sound(eight)


def test_what_waited_for_its_case_or_its_day_is_posted_when_it_is_tried_again(eight: House) -> None:
    text = "\n".join(line for line in placement_lines(10) if LoadCase(9).case_no in line or "委托方" in line)
    _pay(eight, _line("S1", 9, 100), _line("S2", 0, 100, on="2026-04-20"))
    assert set(_queues(eight)) == {"S1", "S2"}
    _place(eight, text)
    assert try_again(eight, as_of=MORNING, actor="x") == 1
    later = MORNING + timedelta(days=30)
    assert try_again(eight, as_of=later, actor="x") == 1
    assert eight.payments.queued() == []
    _sound(eight)


def test_a_planted_entry_is_found_with_its_place(eight: House) -> None:
    _pay(eight, _line("S1", 0, 100), _line("S2", 1, 100))
    day = MORNING.date()
    assert check_ledger(eight, until=day).findings == ()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rows_ledgerline SET unsplit = unsplit + 7 WHERE case_id = %s AND seq = 2",
            [_case(eight, 0)],
        )
    found = check_ledger(eight, until=day)
    assert {(one.case_id, one.seq) for one in found.findings} == {
        (_case(eight, 0), 2),
        (_case(eight, 0), 0),
        (CaseId(""), 0),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE rows_ledgerline SET unsplit = unsplit - 7 WHERE case_id = %s AND seq = 2",
            [_case(eight, 0)],
        )
        cursor.execute("UPDATE rows_payment SET amount_fen = 101 WHERE serial_no = 'S2'")
    (fault,) = check_ledger(eight, until=day).findings
    assert "1.01" not in fault.fault.zh.split("已入账")[0] and "2.01" in fault.fault.zh
    assert check_ledger(eight, until=day - timedelta(days=1)).lines == 0


def test_the_ledger_is_proved_at_a_day_that_is_over(eight: House) -> None:
    _pay(eight, _line("S1", 0, 100))
    _pay(eight, _line("S2", 0, 250, on="2026-03-04"), at=MORNING + timedelta(days=2))
    first, last = (check_ledger(eight, until=(MORNING + timedelta(days=d)).date()) for d in (0, 2))
    assert (first.findings, last.findings, last.lines - first.lines) == ((), (), 1)


def test_a_million_line_road_and_the_plain_road_write_the_same_rows(house: House) -> None:
    lines = list(payment_lines(cases=12, payments=160, seed=5))
    cases = "\n".join(placement_lines(12))
    roads = []
    for plain in (False, True):
        with _undone():
            _place(house, cases)
            _burden(house)
            for half in (lines[1:90], lines[90:]):
                with patch.object(DjangoCaseBook, "record_money", _plainly) if plain else _nothing():
                    _place(house, "\n".join([lines[0], *half]), at=MORNING + timedelta(days=1))
            _sound(house)
            roads.append(_rows())
    assert roads[0] == roads[1]
    assert Counter(row[2] for row in roads[0]["rows_caseevent"])["PaymentPosted"] > 100


def _burden(house: House) -> None:
    """Promises, claims, holds and stated balances on some of the cases, so that both kinds are there."""
    on = MORNING.date()
    with house.book.transaction():
        for number, happened in (
            (0, [PromiseMade(PromiseId("pr1"), 50_000, on + timedelta(days=3))]),
            (1, [PaymentClaimed(ClaimId("cl1"), on, 20_000, "atm", on + timedelta(days=3))]),
            (2, [BalanceUpdated(900_000, on)]),
            (
                3,
                [
                    HoldPlaced(
                        Hold(HoldId("h1"), HoldKind.COMPLAINT, Period(MORNING, MORNING + timedelta(hours=3)))
                    )
                ],
            ),
            (4, [BalanceUpdated(900_000, on + timedelta(days=5))]),
        ):
            house.book.append(house.book.load(_case(house, number)), happened, at=MORNING, actor="t")  # type: ignore[arg-type]


def _plainly(book: DjangoCaseBook, entries: Sequence[MoneyEntry], *, at: datetime, actor: str) -> None:
    append_money(book, entries, at=at, actor=actor)


@contextmanager
def _nothing() -> Iterator[None]:
    yield


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _rows() -> dict[str, list[tuple[object, ...]]]:
    wanted = {
        "rows_caseevent": "case_id, seq, kind, at, actor, body, prev_hash, hash",
        "rows_case": "*",
        "rows_payment": "*",
        "rows_ledgerline": "*",
    }
    found = {}
    for table, columns in wanted.items():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns} FROM {table}")
            found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def _state(house: House) -> dict[str, object]:
    """The money as it is: where each line is, and what each case owes by the ledger."""
    rows = _rows()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT payment_id, outcome, queue, case_id, amount_fen, reverses FROM rows_payment ORDER BY payment_id"
        )
        payments = cursor.fetchall()
        cursor.execute(
            "SELECT case_id, sum(fees), sum(penalty), sum(interest), sum(unsplit), sum(principal), sum(overpaid)"
            " FROM rows_ledgerline GROUP BY case_id ORDER BY case_id"
        )
        owed = [
            tuple(int(one) if number else one for number, one in enumerate(row)) for row in cursor.fetchall()
        ]
    assert rows["rows_case"]
    return {"payments": payments, "owed": owed}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line of a random file."""

    serial: str
    number: int | None
    fen: int
    note: str
    currency: str
    days: int

    def text(self) -> str:
        on = (MORNING + timedelta(days=self.days)).date().isoformat()
        return _line(self.serial, self.number, self.fen, note=self.note, currency=self.currency, on=on)


_drawn = st.builds(
    Drawn,
    serial=st.integers(0, 14).map(lambda number: f"S{number}"),
    number=st.one_of(st.integers(0, 3), st.none()),
    fen=st.one_of(st.integers(-3, 900_000), st.sampled_from([LoadCase(1).amount_fen, 90_000_000])),
    note=st.just(""),
    currency=st.sampled_from(["", "", "", "CNY", "USD"]),
    days=st.sampled_from([0, 0, 1, 5, 60]),
)
_reversing = st.tuples(
    st.integers(0, 14), st.integers(20, 30), st.integers(0, 3), st.integers(1, 900_000)
).map(lambda t: Drawn(f"S{t[1]}", t[2], -t[3], f"冲正 S{t[0]}", "", 6))
_files = st.lists(st.one_of(_drawn, _drawn, _reversing), min_size=1, max_size=14)
_quiet = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(lines=_files)
@_quiet
def test_every_fen_of_a_random_file_is_posted_queued_refused_or_a_duplicate(
    eight: House, lines: list[Drawn]
) -> None:
    with _undone():
        report = _pay(eight, *(line.text() for line in lines))
        tallies = report.tallies.values()
        assert sum(tally.received_lines for tally in tallies) == len(lines)
        assert sum(tally.received_fen for tally in tallies) == sum(line.fen for line in lines)
        found = tie(eight, day=MORNING.date())
        assert found.ties
        kept = sum(one.amount_fen for one in eight.payments.queued())
        assert kept == found.total.queued_fen
        assert eight.payments.posted_fen(until=MORNING.date()) == found.booked_fen
        _sound(eight)


def _first_of_each(lines: list[Drawn]) -> list[Drawn]:
    """The lines without those that a file itself refuses or ignores: which of two conflicting ones comes in the
    first file is the creditor's doing.
    """
    return [line for line in {line.serial: line for line in reversed(lines)}.values() if line.fen][::-1]


@given(lines=_files, cuts=st.lists(st.integers(0, 14), max_size=3))
@_quiet
def test_the_same_lines_in_one_file_or_in_several_end_in_the_same_money(
    eight: House, lines: list[Drawn], cuts: list[int]
) -> None:
    lines = _first_of_each(lines)
    if not lines:
        return
    bounds = sorted({0, len(lines), *(cut for cut in cuts if cut < len(lines))})
    with _undone():
        _pay(eight, *(line.text() for line in lines))
        one = _state(eight)
    with _undone():
        for start, end in pairwise(bounds):
            _pay(eight, *(line.text() for line in lines[start:end]))
        several = _state(eight)
    assert several == one


@given(lines=st.lists(_drawn.filter(lambda line: line.fen > 0), min_size=1, max_size=10))
@_quiet
def test_reversing_everything_returns_to_the_start(eight: House, lines: list[Drawn]) -> None:
    lines = _first_of_each(lines)
    with _undone():
        start = _state(eight)["owed"]
        _pay(eight, *(line.text() for line in lines))
        posted = {
            line.serial: line
            for line in lines
            for one in eight.payments.by_serials([line.serial])[line.serial]
            if one.outcome is PaymentOutcome.POSTED
        }
        back = [
            replace(line, serial=f"R{serial}", fen=-line.fen, note=f"冲正 {serial}")
            for serial, line in posted.items()
        ]
        if back:
            report = _pay(eight, *(line.text() for line in back))
            assert len(report.reversals) == len(back)
        assert _state(eight)["owed"] == start
        _sound(eight)


def test_a_total_row_that_contradicts_its_lines_is_told_with_the_difference(eight: House) -> None:
    right = _pay(eight, _line("S1", 0, 100), _line("S2", 0, 250), "合计,,,,3.50,,")
    assert right.warned == []
    wrong = _pay(eight, _line("S3", 0, 100), "合计,,,,11.00,,")
    (warning,) = wrong.warned
    assert (warning.defect, "10.00" in warning.message.zh) == ("total_differs_warning", True)
    taken_back = _pay(eight, _line("S4", 0, 100), _line("S5", 0, -100, note="冲正 S4"), "合计,,,,0.00,,")
    assert taken_back.warned == []


def test_the_database_refuses_no_line_of_the_ledger_to_the_log(eight: House) -> None:
    """A projection can be taken away and is found missing: the log stays the truth."""
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM rows_ledgerline WHERE case_id = %s", [_case(eight, 0)])
    places = {(one.case_id, one.seq) for one in check_ledger(eight, until=MORNING.date()).findings}
    assert (_case(eight, 0), 1) in places


def test_what_breaks_while_the_next_lines_are_read_is_told_and_leaves_nothing(house: House) -> None:
    _place(house, "\n".join(placement_lines(8)))
    lines = [_line(f"S{number}", number, 100) for number in range(8)]
    with (
        patch.object(place, "PAYMENT_CHUNK", 3),
        patch.object(SeenPayments, "earlier", _breaks_at("S7")),
        pytest.raises(MemoryError, match="read too far"),
    ):
        _pay(house, *lines)
    assert house.payments.posted_fen(until=MORNING.date()) == 0
    assert _pay(house, *lines).posted == 8


def test_an_unknown_payment_is_named_as_such(eight: House) -> None:
    with pytest.raises(LookupError, match="no payment has this id"):
        send_back(eight, payment_id=PaymentId("pynone"), why="x", actor="lead")
