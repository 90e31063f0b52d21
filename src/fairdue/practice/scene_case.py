"""The made-up case on which written scenes are played: one person, one account, and what happened before.

Room: practice. Nobody in it exists; the numbers are those that no person has.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from fairdue.casefile import happening as h
from fairdue.casefile.account import Account
from fairdue.casefile.arrangement import Arrangement, Instalment
from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.contact_point import ContactKind, ContactPoint, SealedContact
from fairdue.casefile.event import Event, open_event, seal_event
from fairdue.casefile.fold import apply_event
from fairdue.casefile.party import Party
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import (
    AttemptId,
    CaseId,
    ClaimId,
    ContactPointId,
    PermitId,
    PersonId,
    PromiseId,
    SessionId,
    case_id_of,
)

NOW = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
SESSION, ATTEMPT, EARLIER = SessionId("s-scene"), AttemptId("a-scene"), AttemptId("a-earlier")


class Earlier(StrEnum):
    """What happened before the scene."""

    NOTHING = "nothing"
    BROKEN_PROMISE = "broken_promise"
    CLAIM_NOT_FOUND = "claim_not_found"
    PLAN_IN_ARREARS = "plan_in_arrears"
    CALLBACK = "callback"


def scene_case(*, earlier: Earlier = Earlier.NOTHING, periods: int = 1) -> CaseFile:
    """The case as it stands before the call of the scene."""
    case_id = case_id_of(creditor="示例银行", case_no="SCENE-1")
    account = Account(
        creditor="示例银行",
        case_no="SCENE-1",
        card="6200000000000000",
        amount_fen=1_285_036,
        placed_on=date(2026, 3, 1),
        overdue_periods=periods,
        principal_fen=1_120_000,
        interest_fen=130_036,
        penalty_fen=35_000,
        overdue_on=date(2026, 2, 27),
        product="信用卡",
    )
    party = Party(PersonId("p-scene"), "测试甲", "110101199001010000", birth_on=date(1990, 1, 1))
    own = ContactPoint(ContactPointId("cp-own"), ContactKind.MOBILE, "13800000000", "k1")
    sealed = SealedContact(ContactPointId("cp-sealed"), "token", "k2")
    placed = h.CasePlaced(account, party, (own,), (sealed,))
    before = NOW - timedelta(days=10)
    case = replay([_event(case_id, 1, placed, before)])
    if earlier is not Earlier.NOTHING:
        talk = (
            h.AttemptStarted(EARLIER, PermitId("permit-0"), "phone"),
            h.IdentityVerified(EARLIER, "id_last_four"),
        )
        case = append(case, (*talk, *_since(earlier)), at=before)
    return case


def ringing(case: CaseFile, *, flow_id: str) -> CaseFile:
    """The case with the call of the scene begun."""
    started = h.AttemptStarted(ATTEMPT, PermitId("permit-1"), "phone", ContactPointId("cp-own"))
    return append(case, (started, h.CallOpened(SESSION, ATTEMPT, flow_id)), at=NOW)


def _since(earlier: Earlier) -> tuple[h.Happening, ...]:
    match earlier:
        case Earlier.BROKEN_PROMISE:
            promise = PromiseId("pr-1")
            return (
                h.PromiseMade(promise, 200_000, date(2026, 3, 6), "wechat"),
                h.PromiseJudged(promise, PromiseState.BROKEN, 0, date(2026, 3, 7)),
            )
        case Earlier.CLAIM_NOT_FOUND:
            claim = ClaimId("cl-1")
            return (
                h.PaymentClaimed(claim, date(2026, 2, 28), 350_000, "bank_app", date(2026, 3, 4)),
                h.ClaimResolved(claim, ClaimState.NOT_FOUND),
            )
        case Earlier.PLAN_IN_ARREARS:
            parts = (Instalment(date(2026, 3, 10), 50_000), Instalment(date(2026, 4, 10), 50_000))
            return (h.ArrangementSigned(Arrangement("ar-1", date(2026, 3, 1), parts)),)
        case Earlier.CALLBACK:
            return (h.CallbackAgreed("cb-1", NOW),)
        case _:
            return ()


def append(case: CaseFile, happenings: Sequence[h.Happening], *, at: datetime) -> CaseFile:
    """The case after more happenings, through the log's own text."""
    for happened in happenings:
        case = apply_event(case, _event(case.case_id, case.event_count + 1, happened, at))
    return case


def _event(case_id: CaseId, seq: int, happened: h.Happening, at: datetime) -> Event:
    return open_event(
        seal_event(case_id=case_id, seq=seq, at=at, actor="scene", happened=happened, prev_hash="")
    )
