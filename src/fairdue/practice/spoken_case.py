"""Spoken cases: invented cases of every make, so that each sentence of the playbook meets facts known and unknown.

Room: practice. The people and the debts are those of the population; what a file may leave out is left out at random,
and a history of promises, claims, plans, reasons and matters is written into the log. Same seed, same cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from fairdue.casefile import happening as h
from fairdue.casefile.account import Account
from fairdue.casefile.arrangement import Arrangement, Instalment
from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.contact_point import ContactKind, ContactPoint
from fairdue.casefile.dispute import DisputeGround
from fairdue.casefile.event import open_event, seal_event
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.casefile.party import Party
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import (
    AttemptId,
    ClaimId,
    ContactPointId,
    PermitId,
    PersonId,
    PromiseId,
    case_id_of,
)
from fairdue.practice.population import generate_rows
from fairdue.practice.scene_case import append
from fairdue.understanding.spoken_channel import PayChannel

PLACED_ON = date(2026, 3, 2)
SPOKEN_AT = datetime(2026, 3, 26, 10, 20, tzinfo=CHINA)
CREDITORS = ("示例银行", "示例消费金融", "示例小额贷款")
EARLIER, NUMBER = AttemptId("at-earlier"), ContactPointId("cp-own")
_CHANNELS = tuple(PayChannel)
_REASONS = tuple(ReasonForDefault)
_OFTEN = 0.7


@dataclass(frozen=True, slots=True)
class SpokenCase:
    """One case, and the number by which it can be made again."""

    number: int
    case: CaseFile


def spoken_cases(*, seed: int, size: int) -> Iterator[SpokenCase]:
    """Invent cases, one after the other."""
    rows = generate_rows(seed=seed, size=size, placed_on=PLACED_ON, creditor=CREDITORS[0], batch_no="B1")
    for number, row in enumerate(rows):
        chance = Random(f"{seed}-{number}")  # noqa: S311 - practice data, nothing to guess
        yield SpokenCase(number, _case(row, chance))


def _case(row: Mapping[str, str], chance: Random) -> CaseFile:
    account = _with_gaps(_account(row, chance), chance)
    birth = row["证件号"][6:14]
    party = Party(
        PersonId("p-spoken"),
        row["姓名"],
        row["证件号"],
        birth_on=date.fromisoformat(birth) if chance.random() < _OFTEN else None,
        address="示例市示例路 2 号" if chance.random() < _OFTEN else None,
    )
    own = ContactPoint(NUMBER, ContactKind.MOBILE, row["手机"], "k1")
    case_id = case_id_of(creditor=account.creditor, case_no=account.case_no)
    placed = seal_event(
        case_id=case_id,
        seq=1,
        at=datetime.combine(PLACED_ON, datetime.min.time(), CHINA),
        actor="practice",
        happened=h.CasePlaced(account, party, (own,)),
        prev_hash="",
    )
    case = replay([open_event(placed)])
    for day, happened in _history(account, chance):
        at = datetime.combine(PLACED_ON + timedelta(days=day), SPOKEN_AT.time(), CHINA)
        case = append(case, (happened,), at=at)
    return case


def _fen(text: str) -> int:
    return int(text.replace(".", ""))


def _account(row: Mapping[str, str], chance: Random) -> Account:
    return Account(
        creditor=chance.choice(CREDITORS),
        case_no=row["个案序列号"],
        card=row["卡号"],
        amount_fen=_fen(row["委案金额"]),
        placed_on=PLACED_ON,
        principal_fen=_fen(row["本金"]),
        interest_fen=_fen(row["逾期利息"]),
        penalty_fen=_fen(row["违约金"]),
        overdue_on=date.fromisoformat(row["逾期日期"]),
        overdue_periods=int(row["逾期期数"]),
        product=row["产品"],
    )


def _with_gaps(account: Account, chance: Random) -> Account:
    """The same account with some of what a file may leave out left out, each on its own."""

    def stays() -> bool:
        return chance.random() < _OFTEN

    return replace(
        account,
        principal_fen=account.principal_fen if stays() else None,
        interest_fen=account.interest_fen if stays() else None,
        penalty_fen=account.penalty_fen if stays() else None,
        overdue_on=account.overdue_on if stays() else None,
        overdue_periods=account.overdue_periods if stays() else None,
        product=account.product if stays() else None,
    )


def _history(account: Account, chance: Random) -> Iterator[tuple[int, h.Happening]]:
    """What happened on which day since the case was placed; nothing at all on one case in four."""
    if chance.random() < 0.25:
        return
    yield 1, h.AttemptStarted(EARLIER, PermitId("pm-1"), "phone", NUMBER)
    yield 1, h.IdentityVerified(EARLIER, "id_last_four")
    if chance.random() < 0.5:
        yield 1, h.ReasonGiven(chance.choice(_REASONS), EARLIER)
    amount = max(1, account.amount_fen // chance.choice((1, 2, 3, 7, 20)))
    for told in (_promised, _claimed, _planned, _matters):
        if chance.random() < 0.5:
            yield from told(amount, chance)


def _promised(amount: int, chance: Random) -> Iterator[tuple[int, h.Happening]]:
    promise, due = PromiseId("pr-1"), PLACED_ON + timedelta(days=4)
    yield 2, h.PromiseMade(promise, amount, due, chance.choice(_CHANNELS).value)
    state = chance.choice(tuple(PromiseState))
    if state not in (PromiseState.OPEN, PromiseState.CANCELLED):
        paid = {PromiseState.KEPT: amount, PromiseState.PARTLY_KEPT: amount // 2}.get(state, 0)
        yield 5, h.PromiseJudged(promise, state, paid, due + timedelta(days=1))


def _claimed(amount: int, chance: Random) -> Iterator[tuple[int, h.Happening]]:
    claim, paid_on = ClaimId("cl-1"), PLACED_ON + timedelta(days=3)
    channel = chance.choice(_CHANNELS).value
    yield 6, h.PaymentClaimed(claim, paid_on, amount, channel, PLACED_ON + timedelta(days=9))
    state = chance.choice(
        (ClaimState.OPEN, ClaimState.CONFIRMED, ClaimState.PARTLY_CONFIRMED, ClaimState.NOT_FOUND)
    )
    found = {ClaimState.CONFIRMED: amount, ClaimState.PARTLY_CONFIRMED: amount // 2}.get(state, 0)
    if state is not ClaimState.OPEN:
        yield 9, h.ClaimResolved(claim, state, confirmed_fen=found)


def _planned(amount: int, chance: Random) -> Iterator[tuple[int, h.Happening]]:
    first = PLACED_ON + timedelta(days=chance.choice((12, 20, 40)))
    count = chance.choice((2, 6, 12, 36, 60))
    parts = tuple(Instalment(first + timedelta(days=30 * n), max(1, amount // count)) for n in range(count))
    yield 10, h.ArrangementSigned(Arrangement("ar-1", PLACED_ON + timedelta(days=10), parts))


def _matters(_: int, chance: Random) -> Iterator[tuple[int, h.Happening]]:
    if chance.random() < 0.5:
        yield 11, h.ComplaintReceived("cm-1")
        if chance.random() < 0.5:
            yield 13, h.ComplaintClosed("cm-1", chance.random() < 0.5)
    if chance.random() < 0.5:
        yield 12, h.DisputeOpened("ds-1", chance.choice(tuple(DisputeGround)))
    if chance.random() < 0.3:
        yield 12, h.HardshipStated("hs-1", chance.choice(_REASONS))
    if chance.random() < 0.3:
        yield 13, h.CallbackAgreed("cb-1", SPOKEN_AT + timedelta(minutes=5))
    if chance.random() < 0.2:
        yield 14, h.CaseClosed(PLACED_ON + timedelta(days=14), "settled")
