"""Follow-up calls: which flow a case asks for, why, and what is remembered from last time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core.conversation.call_builder import ATTEMPT, NOW, VERIFIED, Call, a_case, add
from fairdue.casefile import happening as h
from fairdue.casefile.arrangement import Arrangement, Instalment
from fairdue.casefile.case import CaseFile
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.promise import PromiseState
from fairdue.conversation.flow_choice import choose_flow
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import AttemptId, ClaimId, PermitId, PromiseId

EARLIER = AttemptId("a-0")
TEN_DAYS_AGO = NOW - timedelta(days=10)


def after(*happenings: h.Happening, case: CaseFile | None = None, at: datetime = TEN_DAYS_AGO) -> CaseFile:
    """A case after an earlier talk, and what happened since."""
    talk = (
        h.AttemptStarted(EARLIER, PermitId("permit-0"), "phone"),
        h.IdentityVerified(EARLIER, "id_last_four"),
    )
    return add(add(case or a_case(), talk, TEN_DAYS_AGO), happenings, at)


PROMISED = h.PromiseMade(PromiseId("pr-1"), 200_000, date(2026, 3, 6), "wechat")
BROKEN = h.PromiseJudged(PromiseId("pr-1"), PromiseState.BROKEN, 0, date(2026, 3, 7))
CLAIMED = h.PaymentClaimed(ClaimId("cl-1"), date(2026, 2, 28), 350_000, "bank_app", date(2026, 3, 4))
NOT_FOUND = h.ClaimResolved(ClaimId("cl-1"), ClaimState.NOT_FOUND)
PLAN = h.ArrangementSigned(
    Arrangement(
        "ar-1",
        date(2026, 2, 1),
        (Instalment(date(2026, 3, 1), 50_000), Instalment(date(2026, 3, 10), 50_000), Instalment(date(2026, 4, 1), 50_000)),
    )
)  # fmt: skip
PAID_A_PART = h.PaymentPosted(paid_id := "pay-1", 70_000, date(2026, 3, 2))  # type: ignore[arg-type]
CALLBACK = h.CallbackAgreed("cb-1", NOW)


@pytest.mark.parametrize(
    ("happened", "flow_id", "said"),
    [
        ((), "first_call", ""),
        ((PROMISED, BROKEN), "broken_promise", "上次您说2026年3月6日（星期五）还2,000元。"),
        (
            (CLAIMED, NOT_FOUND),
            "claim_not_found",
            "上次您说2026年2月28日（星期六）通过手机银行还了3,500元。",
        ),
        (
            (PLAN, PAID_A_PART),
            "plan_in_arrears",
            "您分期里2026年3月10日（星期二）的那一期，还有300元没有查到入账。",
        ),
        ((CALLBACK,), "callback", "我们2026年3月1日（星期日）通过话，今天按约定接着说，您不用从头再讲。"),
    ],
)
def test_the_flow_follows_from_the_case_and_remembers(
    happened: tuple[h.Happening, ...], flow_id: str, said: str
) -> None:
    case = after(*happened)
    chosen = choose_flow(case=case, as_of=NOW)
    assert chosen.flow_id == flow_id and chosen.reason.zh and chosen.reason.en
    if not said:
        return
    call = Call(case, flow_id=flow_id)
    for choice in VERIFIED[:2]:
        call.say(choice)
        assert said not in [sentence.text for sentence in call.prompt().say]
    call.say(VERIFIED[2])
    assert said in [sentence.text for sentence in call.prompt().say]


def test_a_claim_not_found_comes_before_a_broken_promise_and_a_callback() -> None:
    case = after(PROMISED, BROKEN, CLAIMED, NOT_FOUND, CALLBACK)
    assert choose_flow(case=case, as_of=NOW).flow_id == "claim_not_found"


def test_what_was_talked_over_since_is_not_brought_up_again() -> None:
    case = after(PROMISED, BROKEN)
    talked = (h.IdentityVerified(ATTEMPT, "id_last_four"),)
    assert choose_flow(case=add(case, talked, NOW), as_of=NOW + timedelta(days=1)).flow_id == "first_call"


def test_a_promise_kept_since_and_a_plan_paid_up_ask_for_no_follow_up() -> None:
    kept = h.PromiseMade(PromiseId("pr-2"), 100_000, date(2026, 3, 9))
    judged = h.PromiseJudged(PromiseId("pr-2"), PromiseState.KEPT, 100_000, date(2026, 3, 10))
    assert choose_flow(case=after(PROMISED, BROKEN, kept, judged), as_of=NOW).flow_id == "first_call"
    paid = h.PaymentPosted("pay-2", 100_000, date(2026, 3, 2))  # type: ignore[arg-type]
    assert choose_flow(case=after(PLAN, paid), as_of=NOW).flow_id == "first_call"


def test_a_callback_of_later_today_is_no_reason_yet() -> None:
    later = h.CallbackAgreed("cb-2", datetime(2026, 3, 11, 15, tzinfo=CHINA))
    assert choose_flow(case=after(later), as_of=NOW).flow_id == "first_call"


def test_a_broken_promise_is_talked_over_and_a_safer_day_agreed() -> None:
    call = Call(after(PROMISED, BROKEN), flow_id="broken_promise").say(*VERIFIED, "new_day")
    assert call.session.step == "pin"
    call.say("no_day", "finish", "finish")
    assert "上次约定的2026年3月6日（星期五）还款2,000元未查到入账" in call.disposition.note


def test_a_claim_that_went_elsewhere_is_not_asked_to_be_paid_twice() -> None:
    call = Call(after(CLAIMED, NOT_FOUND), flow_id="claim_not_found").say(*VERIFIED, "elsewhere")
    assert call.session.step == "claim_elsewhere"
    assert "不建议先再还一遍" in call.prompt().never_say
