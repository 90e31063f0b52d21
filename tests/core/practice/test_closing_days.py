"""Closing days over random portfolios in memory: once or twice, day by day or caught up, it comes to the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from core.casefile.builders import a_placement
from fairdue.casefile.case import CaseStatus
from fairdue.casefile.happening import (
    BalanceUpdated,
    ComplaintReceived,
    Happening,
    PaymentClaimed,
    PaymentPosted,
    PromiseMade,
)
from fairdue.casefile.promise import PromiseState
from fairdue.compliance.rulebook import Rulebook, load_rulebook
from fairdue.conversation.playbook import read_flow
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, ClaimId, PaymentId, PromiseId, case_id_of
from fairdue.intake.layouts import playbook_layouts
from fairdue.operations.day_run import close_days
from fairdue.operations.house import House
from fairdue.operations.payment_ports import PaymentRecord
from fairdue.operations.ports import NewCase
from fairdue.practice.memory_house import MemoryHouse, memory_house
from fairdue.practice.standing import vouch_for_practice

FIRST = date(2026, 3, 2)
LAST = FIRST + timedelta(days=9)
CREDITOR = "示例消费金融有限公司"


@cache
def rules() -> Rulebook:
    return load_rulebook()


@dataclass(frozen=True)
class Befalls:
    """Something that befalls a case on a day: ``what`` it is, how much, and how many days later it is due."""

    case: int
    day: int
    what: str
    fen: int
    later: int


STORIES = st.lists(
    st.builds(
        Befalls,
        st.integers(0, 3),
        st.integers(0, 8),
        st.sampled_from(("promise", "claim", "payment", "balance", "complaint")),
        st.integers(1, 300_000),
        st.integers(0, 4),
    ),
    max_size=14,
)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)


def placed() -> tuple[MemoryHouse, House]:
    memory = memory_house(
        rulebook=rules(),
        layouts=playbook_layouts(),
        flow=read_flow("first_call"),
        channels={},
        now=at(FIRST, 8),
    )
    house = memory.house
    vouch_for_practice(house, creditors=[CREDITOR], collectors=["end-of-day"], as_of=at(FIRST, 7))
    news = []
    for number in range(4):
        placement = a_placement()
        account = replace(
            placement.account,
            creditor=CREDITOR,
            case_no=f"HS-{number}",
            return_by=FIRST + timedelta(days=6) if number == 3 else None,
        )
        case_id = case_id_of(creditor=CREDITOR, case_no=account.case_no)
        news.append(NewCase(case_id, replace(placement, account=account), f"f{number}"))
    with house.book.transaction():
        house.book.place_new(news, at=at(FIRST, 8), actor="admin")
    return memory, house


def happen(house: House, story: Sequence[Befalls], day: date) -> None:
    for number, one in enumerate(story):
        if FIRST + timedelta(days=one.day) != day:
            continue
        case_id = case_id_of(creditor=CREDITOR, case_no=f"HS-{one.case}")
        with house.book.transaction():
            case = house.book.load_locked(case_id)
            if not case.is_open:
                continue
            house.book.append(case, [_of(house, one, number, day)], at=at(day, 12), actor="collector1")


def _of(house: House, one: Befalls, number: int, day: date) -> Happening:
    due = day + timedelta(days=one.later)
    case_id = case_id_of(creditor=CREDITOR, case_no=f"HS-{one.case}")
    match one.what:
        case "promise":
            return PromiseMade(PromiseId(f"pr-{number}"), one.fen, due)
        case "claim":
            return PaymentClaimed(ClaimId(f"cl-{number}"), day, one.fen, "wechat", due)
        case "balance":
            return BalanceUpdated(0 if one.fen % 2 else one.fen, day)
        case "complaint":
            return ComplaintReceived(f"cm-{number}")
        case _:
            paid = PaymentId(f"py-{number}")
            house.payments.add(
                [
                    PaymentRecord(
                        paid,
                        CREDITOR,
                        f"S{number}",
                        case_id,
                        one.fen,
                        day,
                        "wechat",
                        None,
                        "",
                        "",
                        booked_on=day,
                    )
                ]
            )
            return PaymentPosted(paid, one.fen, day, "wechat")


def close(house: House, day: date) -> int:
    return len(close_days(replace(house, now=lambda: at(day, 23)), on=day, actor="end-of-day").runs)


def log_of(memory: MemoryHouse) -> list[tuple[str, int, str]]:
    return sorted((row.case_id, row.seq, row.hash) for row in memory.book.log)


def files_of(house: House) -> dict[tuple[str, str], bytes]:
    return dict(house.back_office.outbox.files)  # type: ignore[attr-defined]


@given(STORIES)
@settings(max_examples=12, deadline=None)
def test_closing_every_day_twice_is_closing_it_once(story: list[Befalls]) -> None:
    once, twice = placed(), placed()
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        for (_, house), times in ((once, 1), (twice, 2)):
            happen(house, story, day)
            assert [close(house, day) for _ in range(times)] == [1, 0][:times]
    assert log_of(once[0]) == log_of(twice[0])
    assert files_of(once[1]) == files_of(twice[1])


@given(STORIES, st.integers(1, 9))
@settings(max_examples=12, deadline=None)
def test_the_files_of_a_row_of_days_tell_every_fen_once_wherever_days_were_missed(
    story: list[Befalls], missed_from: int
) -> None:
    memory, house = placed()
    for number in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=number)
        happen(house, story, day)
        if number < missed_from or day == LAST:
            close(house, day)
    sent = [one for one in house.back_office.sent.recent(100) if one.template == "example_finance"]
    assert len(sent) == 10, "a file for each day, those that were missed too"
    posted = sum(one.amount_fen for one in house.payments.posted(creditor=CREDITOR))
    assert sum(one.paid_in_period_fen for one in sent) == posted
    assert all(row.kind for row in memory.book.log)


BY_CONTRACT = "示例银行"
"""A creditor whose terms of the playbook grant a promise two days and wait for the banks."""


def _lived(*happened: Happening, returned_on: date | None = None) -> tuple[House, CaseId]:
    """A house with one case of that creditor, to which something happened on Monday, 2 March 2026."""
    house = placed()[1]
    placement = a_placement()
    account = replace(placement.account, creditor=BY_CONTRACT, case_no="ZD-1", return_by=returned_on)
    case_id = case_id_of(creditor=BY_CONTRACT, case_no="ZD-1")
    with house.book.transaction():
        new = NewCase(case_id, replace(placement, account=account), "zd")
        house.book.place_new([new], at=at(FIRST, 8), actor="admin")
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        house.book.append(case, happened, at=at(FIRST, 12), actor="collector1")
    return house, case_id


def test_the_end_of_a_day_judges_by_the_terms_of_the_creditor_as_posting_does() -> None:
    friday = PromiseMade(PromiseId("pr-1"), 1_000, date(2026, 3, 6))
    house, case_id = _lived(friday)
    close(house, date(2026, 3, 9))
    assert house.book.load(case_id).promises[0].state is PromiseState.OPEN, "Monday is the last day"
    close(house, date(2026, 3, 10))
    assert house.book.load(case_id).promises[0].state is PromiseState.BROKEN


def test_a_case_that_is_settled_at_the_end_of_a_day_leaves_no_promise_open() -> None:
    house, case_id = _lived(
        PromiseMade(PromiseId("pr-1"), 1_000, date(2026, 3, 20)), BalanceUpdated(0, FIRST)
    )
    close(house, FIRST)
    case = house.book.load(case_id)
    assert (case.status, case.open_promises) == (CaseStatus.SETTLED, ())


def test_a_case_that_goes_back_at_the_end_of_a_day_leaves_no_promise_open() -> None:
    promise = PromiseMade(PromiseId("pr-1"), 1_000, date(2026, 3, 20))
    house, case_id = _lived(promise, returned_on=FIRST - timedelta(days=1))
    close(house, FIRST)
    case = house.book.load(case_id)
    assert (case.status, case.open_promises) == (CaseStatus.RETURNED, ())
