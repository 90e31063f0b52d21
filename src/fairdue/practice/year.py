"""A made-up year: the logs of many cases over twelve months, for measuring and for timing.

Room: practice. It writes events straight away, without calls and without the gate, so that a hundred thousand logs
take seconds; what is in them is what makes measures differ between houses: re-promises, over-payments, money before
the placement and its reversal, recalls in mid-month, placements read in late, calls at the edge of a day, verdicts
that change. Case number ``n`` of a seed is the same in a year of any size. The shares are assumptions.

>>> [case.case_no for case in made_up_year(seed=1, size=2)]
['Y0000001', 'Y0000002']
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from fairdue.casefile import happening as h
from fairdue.casefile.account import Account
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.contact_point import ContactKind, ContactPoint
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.event import Event
from fairdue.casefile.party import Party
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import (
    AttemptId,
    CaseId,
    ClaimId,
    ContactPointId,
    PaymentId,
    PermitId,
    PersonId,
    PromiseId,
    StaffId,
    case_id_of,
)

CREDITORS = ("示例银行", "样例消金", "演示小贷")
COLLECTORS = tuple(f"collector{number}" for number in range(1, 25))
_RESULTS = (
    *[CallResult.NO_ANSWER] * 9, *[CallResult.REJECTED] * 3, CallResult.BUSY, CallResult.POWERED_OFF,
    CallResult.VOICEMAIL, CallResult.ASSISTANT, *[CallResult.ANSWERED] * 9,
)  # fmt: skip
_HOURS = (8, 9, 9, 10, 10, 10, 11, 14, 14, 15, 15, 16, 17, 18, 19, 19, 20)


@dataclass(frozen=True, slots=True)
class YearCase:
    """One case of the year: its log in order, and which of its calls a person inspected."""

    case_id: CaseId
    case_no: str
    events: tuple[Event, ...]
    inspected: tuple[tuple[AttemptId, bool], ...]


@dataclass(slots=True)
class _Draft:
    """A log in the making; moments may be noted in any order."""

    chance: Random
    number: int
    year_from: date
    notes: list[tuple[datetime, h.Happening]] = field(default_factory=list)
    inspected: list[tuple[AttemptId, bool]] = field(default_factory=list)
    collector: str = ""
    made: int = 0
    owed_fen: int = 0
    ends_on: date = date.max

    def note(self, at: datetime, happened: h.Happening) -> None:
        self.notes.append((at, happened))

    def below(self, bound: int) -> int:
        return self.chance.getrandbits(30) * bound >> 30

    def percent(self, share: int) -> bool:
        return self.below(100) < share

    def next_id(self, prefix: str) -> str:
        self.made += 1
        return f"{prefix}{self.number:07d}-{self.made}"

    def moment(self, day: date) -> datetime:
        hour = _HOURS[self.below(len(_HOURS))]
        return datetime.combine(day, time(hour, self.below(60), self.below(60)), CHINA)


def made_up_year(*, seed: int, size: int, year_from: date = date(2025, 1, 1)) -> Iterator[YearCase]:
    """Stream the cases of a year, one log after another; nothing in them lies after the year's last day.

    Raises ValueError for a negative size.
    """
    if size < 0:
        raise ValueError("a year has no fewer than 0 cases")
    for number in range(1, size + 1):
        yield _case(seed, number, year_from)


def _case(seed: int, number: int, year_from: date) -> YearCase:
    draft = _Draft(Random(f"fairdue-year:{seed}:{number}"), number, year_from)  # noqa: S311 - made-up people
    case_no, creditor = f"Y{number:07d}", CREDITORS[draft.below(len(CREDITORS))]
    placed_on = year_from + timedelta(days=draft.below(390) - 40)
    account = _account(draft, creditor, case_no, placed_on)
    read_at = datetime.combine(placed_on + timedelta(days=draft.below(3)), time(8, draft.below(60)), CHINA)
    point = ContactPointId(f"cp{number}")
    party = Party(PersonId(f"p{number}"), "某人", "")
    points = (ContactPoint(point, ContactKind.MOBILE, "", f"k{number}"),)
    draft.note(read_at, h.CasePlaced(account, party, points))
    draft.owed_fen = account.amount_fen
    _ending(draft, account, party, points, read_at)
    _early_money(draft, placed_on, read_at)
    begin = read_at + timedelta(minutes=30 + draft.below(2000))
    if draft.percent(95):
        draft.note(begin, h.CaseAssigned(_someone(draft)))
        if draft.percent(15):
            later = begin + timedelta(days=5 + draft.below(60), seconds=draft.below(3600))
            draft.note(later, h.CaseAssigned(_someone(draft)))
    _calls(draft, point, begin)
    _statements(draft, account, party, points, read_at)
    return _written(draft, case_id_of(creditor=creditor, case_no=case_no), case_no, read_at)


def _someone(draft: _Draft) -> StaffId:
    draft.collector = COLLECTORS[draft.below(len(COLLECTORS))]
    return StaffId(draft.collector)


def _account(draft: _Draft, creditor: str, case_no: str, placed_on: date) -> Account:
    days = draft.below(200) - 15
    return Account(
        creditor=creditor,
        case_no=case_no,
        card="",
        amount_fen=20_000 + draft.below(5_000_000),
        placed_on=placed_on,
        overdue_on=None if draft.percent(3) else placed_on - timedelta(days=days),
        batch_no=f"{placed_on:%Y%m}",
        placement_round="一手" if draft.percent(70) else "二手",
    )


def _ending(
    draft: _Draft, account: Account, party: Party, points: tuple[ContactPoint, ...], read_at: datetime
) -> None:
    """Some are recalled in mid-month, some returned, some settled with relief; some of them come back."""
    draw, on = draft.below(100), account.placed_on + timedelta(days=5 + draft.below(170))
    if draw >= 45:
        return
    on = max(on, read_at.date())
    at = datetime.combine(on, time(18, draft.below(60)), CHINA)
    draft.ends_on = on
    draft.note(
        at, h.CaseRecalled(on) if draw < 18 else h.CaseClosed(on, "settled" if draw < 33 else "returned")
    )
    if draw < 6:
        again_on = on + timedelta(days=1 + draft.below(40))
        again = _account(draft, account.creditor, account.case_no, again_on)
        back_at = datetime.combine(again_on + timedelta(days=draft.below(2)), time(8, 30), CHINA)
        draft.note(back_at, h.CaseRestated(again, party, points))


def _early_money(draft: _Draft, placed_on: date, read_at: datetime) -> None:
    """Money from before the placement, which is nobody's success, and its reversal, which is nobody's failure."""
    if draft.percent(95):
        return
    paid, days = PaymentId(draft.next_id("pay")), 1 + draft.below(10)
    fen = 1_000 + draft.below(100_000)
    draft.note(read_at + timedelta(minutes=1), h.PaymentPosted(paid, fen, placed_on - timedelta(days=days)))
    if draft.percent(40):
        back_on = placed_on + timedelta(days=draft.below(20))
        at = datetime.combine(back_on + timedelta(days=1), time(9), CHINA)
        draft.note(
            max(at, read_at), h.PaymentPosted(PaymentId(draft.next_id("rev")), -fen, back_on, None, paid)
        )


def _calls(draft: _Draft, point: ContactPointId, begin: datetime) -> None:
    day = begin.date() + timedelta(days=draft.below(3))
    for _ in range(2 + draft.below(11)):
        if day > draft.ends_on:
            return
        at = max(draft.moment(day), begin)
        if draft.percent(1):  # the last breath of a day belongs to that day
            at = datetime.combine(day, time(23, 59, 59, 999_999), CHINA)
        _call(draft, point, at)
        day += timedelta(days=draft.below(9))
    if draft.percent(2):
        draft.note(draft.moment(day), h.ComplaintReceived(complaint := draft.next_id("cmp")))
        if draft.percent(70):
            answered = draft.moment(day + timedelta(days=1 + draft.below(20)))
            draft.note(answered, h.ComplaintClosed(complaint, draft.percent(35)))


def _call(draft: _Draft, point: ContactPointId, at: datetime) -> None:
    attempt = AttemptId(draft.next_id("at"))
    permit, draw = PermitId("pm" + attempt), draft.below(100)
    channel = "sms" if draw < 5 else "phone"
    by = "customer" if 5 <= draw < 9 else "agent"
    third = 9 <= draw < 15
    role, number = ("third_party", ContactPointId("third")) if third else ("debtor", point)
    if draw == 15:
        number = ContactPointId("unlisted")
    draft.note(at, h.AttemptStarted(attempt, permit, channel, number, "interactive", by, role))
    if draw == 99:  # under way when the line broke; it never ended
        return
    result = CallResult.DELIVERED if channel == "sms" else _RESULTS[draft.below(len(_RESULTS))]
    taken = result is CallResult.ANSWERED
    debtor = taken and not third and draft.percent(85)
    answered = AnsweredBy.DEBTOR if debtor else AnsweredBy.THIRD_PARTY if taken else AnsweredBy.NOBODY
    ended = at + timedelta(seconds=5 + draft.below(400))
    draft.note(ended, h.AttemptEnded(attempt, result, answered))
    if taken and draft.percent(9):
        draft.inspected.append((attempt, draft.percent(4)))
    if draft.percent(80):
        code = ResultCode.PTP if debtor else ResultCode.NA
        draft.note(ended, h.DispositionRecorded(code, "" if draft.percent(6) else "记", attempt))
    if debtor and draft.percent(88):
        draft.note(at + timedelta(seconds=2), h.IdentityVerified(attempt, "name"))
        if draft.percent(45):
            _promise(draft, attempt, ended)
        elif draft.percent(8):
            _claim(draft, attempt, ended)


def _promise(draft: _Draft, attempt: AttemptId, at: datetime) -> None:
    """A promise and what became of it; a later one before it is judged is a re-promise."""
    if draft.owed_fen <= 0:
        return
    fen = draft.owed_fen if draft.percent(35) else max(1, draft.owed_fen * (5 + draft.below(40)) // 100)
    due_on = at.date() + timedelta(days=draft.below(15))
    promise = PromiseId(draft.next_id("pr"))
    draft.note(at, h.PromiseMade(promise, fen, due_on, "wechat", attempt if draft.percent(98) else None))
    judged_on = due_on + timedelta(days=2)
    judged_at = datetime.combine(judged_on, time(6), CHINA)
    if judged_on > draft.ends_on and draft.percent(70):
        draft.note(judged_at, h.PromiseJudged(promise, PromiseState.CANCELLED, 0, judged_on))
        return
    draw = draft.below(100)
    if draw >= 62:
        draft.note(judged_at, h.PromiseJudged(promise, PromiseState.BROKEN, 0, judged_on))
        return
    paid_fen = (
        fen if draw < 40 else fen + draft.below(20_000) if draw < 46 else max(1, fen * draft.below(95) // 100)
    )
    posted_on = max(at.date(), due_on + timedelta(days=draft.below(4) - 2))
    if draft.percent(10):  # in two halves
        first = paid_fen // 2
        _pay(draft, first, at.date())
        paid_fen, half = paid_fen - first, first
    else:
        half = 0
    paid, told_at = _pay(draft, paid_fen, posted_on)
    total = paid_fen + half
    state = PromiseState.KEPT if total >= fen else PromiseState.PARTLY_KEPT
    draft.note(max(judged_at, told_at), h.PromiseJudged(promise, state, min(total, fen), judged_on))
    if draft.percent(4):  # taken back afterwards: the verdict falls, sometimes in the next month
        back_on = posted_on + timedelta(days=1 + draft.below(25))
        back_at = datetime.combine(back_on + timedelta(days=1), time(9, 30), CHINA)
        draft.note(back_at, h.PaymentPosted(PaymentId(draft.next_id("rev")), -paid_fen, back_on, None, paid))
        draft.owed_fen += paid_fen
        fallen = PromiseState.PARTLY_KEPT if half else PromiseState.BROKEN
        draft.note(
            max(back_at, judged_at) + timedelta(minutes=1), h.PromiseJudged(promise, fallen, half, back_on)
        )


def _pay(draft: _Draft, fen: int, posted_on: date) -> tuple[PaymentId, datetime]:
    """Post money; the creditor's file tells of it a day or two later, or in the next month."""
    paid = PaymentId(draft.next_id("pay"))
    told_at = datetime.combine(posted_on + timedelta(days=1 + draft.below(2)), time(9), CHINA)
    draft.note(told_at, h.PaymentPosted(paid, fen, posted_on, "wechat"))
    draft.owed_fen -= fen
    return paid, told_at


def _claim(draft: _Draft, attempt: AttemptId, at: datetime) -> None:
    claim, on = ClaimId(draft.next_id("cl")), at.date() - timedelta(days=1)
    check_on = at.date() + timedelta(days=3)
    fen = max(1, draft.owed_fen // 3)
    draft.note(at, h.PaymentClaimed(claim, on, fen, "alipay", check_on, attempt))
    if draft.percent(60):
        later = datetime.combine(check_on, time(9), CHINA)
        draft.note(later, h.ClaimResolved(claim, ClaimState.NOT_FOUND))


def _statements(
    draft: _Draft, account: Account, party: Party, points: tuple[ContactPoint, ...], read_at: datetime
) -> None:
    """The creditor states the balance after a month end, and now and then the whole placement anew."""
    if draft.percent(25):
        day = account.placed_on + timedelta(days=10 + draft.below(100))
        stated_on = day.replace(day=1) - timedelta(days=1)
        at = datetime.combine(day.replace(day=2), time(9, 10), CHINA)
        if stated_on >= account.placed_on and at > read_at:
            draft.note(at, h.BalanceUpdated(max(0, draft.owed_fen + draft.below(9_000)), stated_on))
    if draft.percent(5) and account.overdue_on is not None:
        day = account.placed_on + timedelta(days=20 + draft.below(80))
        if day < draft.ends_on:
            lower = Account(
                creditor=account.creditor,
                case_no=account.case_no,
                card="",
                amount_fen=max(1, draft.owed_fen),
                placed_on=day,
                overdue_on=account.overdue_on + timedelta(days=30 + draft.below(60)),
                batch_no=account.batch_no,
                placement_round=account.placement_round,
            )
            draft.note(datetime.combine(day, time(8, 45), CHINA), h.CaseRestated(lower, party, points))


def _written(draft: _Draft, case_id: CaseId, case_no: str, read_at: datetime) -> YearCase:
    last = datetime.combine(draft.year_from + timedelta(days=365), time(0), CHINA)
    notes = [note for note in draft.notes if read_at <= note[0] < last] or draft.notes[:1]
    notes.sort(key=lambda note: note[0])  # a stable sort: what was noted first at a moment stays first
    events = tuple(
        Event(case_id, seq, at, draft.collector or "night", happened, "")
        for seq, (at, happened) in enumerate(notes, 1)
    )
    return YearCase(case_id, case_no, events, tuple(draft.inspected))
