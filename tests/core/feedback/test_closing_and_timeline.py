"""How a case closes, and how its log reads."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from enum import StrEnum

import pytest

from core.casefile.builders import a_log, a_placement, events_of
from core.followup.money_builders import at, called, on, owing, paid, promised
from fairdue.casefile import happening as h
from fairdue.casefile import matter as m
from fairdue.casefile.arrangement import Arrangement, ArrangementState, Instalment
from fairdue.casefile.case import CaseStatus, OpenCall
from fairdue.casefile.case_return import (
    CaseReturned,
    HandedOver,
    KeepAnswered,
    KeepGround,
    KeepRequested,
    OpenMatter,
    ReturnReason,
)
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.complaint import Complaint
from fairdue.casefile.consent import ConsentWindow
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.correction import FactKind, FactTakenBack, TurnTakenBack
from fairdue.casefile.correspondence import EvidenceHandedOut, LetterWritten
from fairdue.casefile.disposition import Disposition, ResultCode
from fairdue.casefile.dispute import DisputeGround
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.casefile.override_request import OverrideAsked, OverrideGranted, OverrideWithdrawn
from fairdue.casefile.promise import PromiseState
from fairdue.feedback import words
from fairdue.feedback.closing import closing_summary, when_settled
from fairdue.feedback.timeline import say_happening, timeline_of
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import Period
from fairdue.foundation.ids import (
    AttemptId,
    ClaimId,
    ContactPointId,
    HoldId,
    PaymentId,
    PermitId,
    PromiseId,
    SessionId,
    StaffId,
)

POINT, CALL, SESSION = ContactPointId("n1"), AttemptId("a1"), SessionId("s1")
PLACED = a_placement()
EVERY: list[h.Happening] = [
    PLACED,
    h.CaseRestated(PLACED.account, PLACED.party),
    h.BalanceUpdated(5, on("03-05")),
    h.CaseRecalled(on("03-05")),
    h.CaseClosed(on("03-05"), "settled"),
    h.CaseReopened(on("03-06")),
    h.CaseAssigned(StaffId("u7")),
    h.AttemptStarted(CALL, PermitId("p1"), "phone", POINT),
    h.AttemptEnded(CALL, CallResult.BUSY, AnsweredBy.NOBODY),
    h.NumberMarked(POINT, NumberStatus.INVALID),
    h.SealedContactRevealed(POINT, PermitId("p1"), "restore_contact"),
    h.ThirdPartyRefused(POINT),
    h.CallOpened(SESSION, CALL, "first_call"),
    h.TurnTaken(SESSION, 1, "{}"),
    h.CallClosed(SESSION),
    h.IdentityVerified(CALL, "id_digits"),
    h.ReasonGiven(ReasonForDefault.ILLNESS),
    h.PromiseMade(PromiseId("q1"), 1000, on("03-10")),
    h.PromiseJudged(PromiseId("q1"), PromiseState.KEPT, 1000, on("03-10")),
    h.PaymentClaimed(ClaimId("c1"), on("03-02"), 1000, "wechat", on("03-05")),
    h.ClaimResolved(ClaimId("c1"), ClaimState.CONFIRMED, 1000),
    h.PaymentPosted(PaymentId("y1"), 1000, on("03-05")),
    h.ArrangementSigned(Arrangement("ar1", on("03-02"), (Instalment(on("03-10"), 5),))),
    h.ArrangementStateChanged("ar1", ArrangementState.DEFAULTED),
    h.DisputeOpened("d1", DisputeGround.AMOUNT, "秘密的话"),
    h.DisputeClosed("d1", True),
    h.ComplaintReceived("k1", "秘密的话"),
    h.ComplaintClosed("k1", False),
    h.HardshipStated("hs1", ReasonForDefault.UNEMPLOYED),
    h.ConsentGiven(ConsentWindow("w1", "phone", at("03-05").time(), at("03-05", 11).time(), Period(at("03-05"), None), "s1")),
    h.ConsentRevoked("w1"),
    h.HoldPlaced(Hold(HoldId("h1"), HoldKind.DEATH, Period(at("03-05"), None))),
    h.HoldReleased(HoldId("h1")),
    h.CallbackAgreed("cb1", at("03-06", 15)),
    h.DispositionRecorded(ResultCode.PTP, "秘密的话"),
    h.NoteAnnotated("秘密的话"),
    TurnTakenBack(SESSION, 1),
    FactTakenBack(SESSION, FactKind.CLAIM, "c1"),
    OverrideAsked("ov1", "house.weekly_contacts", "秘密的话", "rec-7", at("03-09")),
    OverrideGranted("ov1"),
    OverrideWithdrawn("ov1"),
    m.CreditObjectionReceived("ob1", "秘密的话"),
    m.MatterAcknowledged("k1"),
    m.MatterAssigned("k1", StaffId("officer")),
    m.ExtensionAsked("k1-x1", "k1", 1, "秘密的话"),
    m.ExtensionGranted("k1-x1", m.DecidingRole.LEAD),
    m.ExtensionTold("k1-x1", on("03-05"), "letter"),
    m.MatterAnswered("k1", True, "秘密的话"),
    m.MatterClosed("ob1", False),
    CaseReturned(on("03-09"), ReturnReason.EXPIRED, (HandedOver(OpenMatter.COMPLAINT, on("03-05")),)),
    KeepRequested(on("03-05"), on("03-20"), KeepGround.PROMISE),
    KeepAnswered(on("03-06"), True),
    LetterWritten(CALL, "reminder_sms", "2026-11-25", "zh", "sms", "秘密的话"),
    EvidenceHandedOut(PermitId("p1"), "court", "ab12", 7, redacted=True),
]  # fmt: skip


def test_every_kind_of_happening_has_a_line_in_both_languages() -> None:
    assert {type(happened) for happened in EVERY} == set(h.HAPPENINGS.values())
    for happened in EVERY:
        said = say_happening(happened)
        assert said.zh and said.en and said.zh != said.en


def test_no_line_holds_a_name_a_number_a_card_or_what_was_said() -> None:
    party = PLACED.party
    private = [party.name, party.id_number, "13800000000", PLACED.account.card, "秘密的话"]
    for happened in EVERY:
        said = say_happening(happened)
        assert not [word for word in private if word in said.zh + said.en]


def test_the_turns_of_a_call_are_one_line_and_the_notes_stand_apart() -> None:
    log = a_log(
        h.AttemptStarted(CALL, PermitId("p1"), "phone", POINT),
        h.CallOpened(SESSION, CALL, "first_call"),
        h.TurnTaken(SESSION, 1, "a"),
        h.TurnTaken(SESSION, 2, "b"),
        h.TurnTaken(SESSION, 3, "c"),
        h.DispositionRecorded(ResultCode.HU, "秘密的话"),
        h.CallClosed(SESSION),
        h.CallOpened(SessionId("s2"), CALL, "first_call"),
        h.TurnTaken(SessionId("s2"), 1, "d"),
    )
    lines = timeline_of(events=events_of(log))
    assert [line.text.en for line in lines] == [
        "placed with 10,000.00 yuan",
        "phone call to the customer",
        "the guided call began",
        "turns 1 to 3 of the call",
        "result code HU: ended before the identity check",
        "the guided call was wrapped up",
        "the guided call began",
        "turn 1 of the call",
    ]
    assert (lines[3].seq, lines[3].until_seq) == (4, 6)
    assert lines[4].detail == "秘密的话" and "秘密" not in repr(lines[4])
    assert {line.actor for line in lines} == {"collector-1"}


def test_a_reversal_and_a_call_from_the_customer_read_as_what_they_are() -> None:
    back = h.PaymentPosted(PaymentId("y2"), -1000, on("03-06"), reverses=PaymentId("y1"))
    assert say_happening(back) == Bilingual("2026-03-06 冲正 10.00 元", "10.00 yuan reversed on 2026-03-06")
    inbound = h.AttemptStarted(CALL, PermitId("p1"), "phone", initiated_by="customer")
    assert say_happening(inbound).en == "phone call, begun by the other side"


@pytest.mark.parametrize("table", [getattr(words, name) for name in vars(words) if name.endswith("_WORDS")])
def test_every_member_of_a_closed_list_has_words(table: dict[StrEnum, Bilingual]) -> None:
    assert set(table) == set(type(next(iter(table))))
    assert all(dataclasses.astuple(text) != ("", "") for text in table.values())


def test_a_case_is_settled_when_nothing_is_owed_and_not_before() -> None:
    assert when_settled(case=owing(fen=1000, payments=[paid("03-05", 999)]), as_of_on=on("03-05")) is None
    case = owing(fen=1000, payments=[paid("03-05", 1000)])
    assert when_settled(case=case, as_of_on=on("03-05")) == h.CaseClosed(on("03-05"), "settled")


def test_a_case_in_a_call_or_ended_is_not_settled_again() -> None:
    case = owing(fen=1000, payments=[paid("03-05", 1000)])
    in_call = replace(case, open_call=OpenCall(SESSION, CALL, "first_call", at("03-05")))
    assert when_settled(case=in_call, as_of_on=on("03-05")) is None
    ended = replace(case, status=CaseStatus.RECALLED, closed_on=on("03-04"))
    assert when_settled(case=ended, as_of_on=on("03-05")) is None


def test_the_closing_summary_tells_the_whole_case_in_both_languages() -> None:
    case = owing(
        fen=100_000,
        payments=[paid("03-05", 40_000)],
        promises=[promised("a", state="kept"), promised("b", state="broken")],
        attempts=[called("03-05"), called("03-06", CallResult.ANSWERED, by=AnsweredBy.DEBTOR)],
    )
    case = replace(
        case,
        reasons=(ReasonForDefault.ILLNESS,),
        complaints=(Complaint("k1", at("03-06")),),
        dispositions=(Disposition(ResultCode.PTP, at("03-06"), None, "x"),),
        status=CaseStatus.RETURNED,
        closed_on=on("03-30"),
    )
    summary = closing_summary(case=case)
    assert summary.en == (
        "Case HS1 was placed on 2026-03-01 with 1,000.00 yuan. "
        "Contacts tried: 2; effective talks with the customer: 1. "
        "Promises: 2, of these 1 kept, 0 partly kept, 1 broken. "
        "Paid since placement, net of reversals: 400.00 yuan; balance 600.00 yuan. "
        "Reason given: illness or accident. Complaints: 1, still open: 1. "
        "Latest result code PTP (promise with amount and day). "
        "The case was returned on 2026-03-30."
    )
    assert summary.zh.endswith("2026-03-30 已退案。") and "疾病或意外" in summary.zh
    assert case.party.name not in summary.zh


def test_the_summary_of_an_untouched_case_is_short_and_whole() -> None:
    assert closing_summary(case=owing()).en.endswith("balance 10,000.00 yuan.")
