"""What may go back to its creditor, what stands in the way, and what goes over with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.casefile.builders import a_case
from core.followup.money_builders import at, claimed, on, owing, promised
from fairdue.casefile import happening as h
from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.case_return import (
    CaseReturned,
    KeepAnswered,
    KeepGround,
    KeepRequested,
    OpenMatter,
    ReturnReason,
)
from fairdue.casefile.complaint import Complaint
from fairdue.casefile.dispute import Dispute, DisputeGround
from fairdue.feedback import words
from fairdue.feedback.closing import closing_summary
from fairdue.feedback.feedback_file import feedback_row
from fairdue.feedback.returning import NotReturned, open_matters, propose_keep, propose_return, say_matters
from fairdue.foundation.ids import AttemptId, SessionId

TODAY = on("03-20")


def ending(on_day: date | None = TODAY, **changes: object) -> CaseFile:
    case = owing()
    return replace(case, account=replace(case.account, return_by=on_day), **changes)  # type: ignore[arg-type]


def codes(answer: object) -> set[str]:
    assert isinstance(answer, NotReturned)
    return {reason.code for reason in answer.reasons}


def proposed(case: CaseFile, reason: ReturnReason) -> CaseReturned | NotReturned:
    return propose_return(case=case, reason=reason, as_of_on=TODAY)


@pytest.mark.parametrize(
    ("day", "goes"), [(on("03-19"), True), (TODAY, True), (on("03-21"), False), (None, False)]
)
def test_a_case_expires_at_the_end_of_its_last_day_and_not_before(day: date | None, goes: bool) -> None:
    answer = proposed(ending(day), ReturnReason.EXPIRED)
    assert isinstance(answer, CaseReturned) is goes
    assert goes or codes(answer) == {"not_expired"}


@pytest.mark.parametrize(
    ("status", "reason", "why"),
    [
        (CaseStatus.OPEN, ReturnReason.RECALLED, "not_recalled"),
        (CaseStatus.OPEN, ReturnReason.SETTLED, "not_settled"),
        (CaseStatus.RECALLED, ReturnReason.GIVEN_BACK, "not_open"),
        (CaseStatus.SETTLED, ReturnReason.EXPIRED, "not_expired"),
    ],
)
def test_a_reason_that_the_case_does_not_bear_out_is_said(
    status: CaseStatus, reason: ReturnReason, why: str
) -> None:
    assert codes(proposed(ending(status=status), reason)) == {why}


def test_a_case_in_a_call_stays_whatever_the_reason_is() -> None:
    busy = a_case(h.CallOpened(SessionId("s1"), AttemptId("a1"), "first_call"))
    for reason in ReturnReason:
        assert "in_call" in codes(proposed(busy, reason))


def with_open_matters(**changes: object) -> CaseFile:
    case = ending(
        complaints=(Complaint("k1", at("03-05")), Complaint("k0", at("03-02"), closed_at=at("03-04"))),
        disputes=(Dispute("d1", DisputeGround.AMOUNT, at("03-06")),),
    )
    return replace(case, claims=(claimed(check="03-25"),), promises=(promised(due="03-28"),), **changes)  # type: ignore[arg-type]


def test_when_the_mandate_ends_the_open_matters_go_over_by_name_and_day() -> None:
    for reason, status in (
        (ReturnReason.EXPIRED, CaseStatus.OPEN),
        (ReturnReason.ON_LIST, CaseStatus.OPEN),
        (ReturnReason.RECALLED, CaseStatus.RECALLED),
    ):
        answer = proposed(with_open_matters(status=status), reason)
        assert isinstance(answer, CaseReturned)
        assert [(matter.kind, matter.due_on) for matter in answer.matters] == [
            (OpenMatter.CLAIM, on("03-25")),
            (OpenMatter.PROMISE, on("03-28")),
            (OpenMatter.COMPLAINT, None),
            (OpenMatter.DISPUTE, None),
        ]
    settled = proposed(with_open_matters(status=CaseStatus.SETTLED), ReturnReason.SETTLED)
    assert isinstance(settled, CaseReturned), "who is paid off owes nothing, and may still complain"
    assert [matter.kind for matter in settled.matters] == [OpenMatter.COMPLAINT, OpenMatter.DISPUTE]
    said = say_matters(open_matters(with_open_matters()))
    assert said is not None and "投诉（2026-03-05 起）" in said.zh and "complaint since 2026-03-05" in said.en


def test_the_house_gives_no_case_back_to_be_rid_of_a_complaint() -> None:
    assert codes(proposed(with_open_matters(), ReturnReason.GIVEN_BACK)) == {
        "open_complaint",
        "open_dispute",
        "open_claim",
    }
    only_promised = ending(promises=(promised(due="03-28"),))
    assert isinstance(proposed(only_promised, ReturnReason.GIVEN_BACK), CaseReturned)


def test_a_return_ends_an_open_case_and_leaves_a_settled_one_settled() -> None:
    returned = CaseReturned(TODAY, ReturnReason.EXPIRED)
    case = a_case(returned)
    assert (case.status, case.closed_on, case.given_back) == (CaseStatus.RETURNED, TODAY, returned)
    settled = a_case(h.CaseClosed(on("03-10"), "settled"), CaseReturned(TODAY, ReturnReason.SETTLED))
    assert (settled.status, settled.closed_on) == (CaseStatus.SETTLED, on("03-10"))
    assert codes(proposed(case, ReturnReason.ON_LIST)) == {"already_returned"}


def test_a_case_that_is_placed_again_is_open_and_can_go_back_again() -> None:
    first = a_case(CaseReturned(TODAY, ReturnReason.EXPIRED))
    again = a_case(CaseReturned(TODAY, ReturnReason.EXPIRED), h.CaseRestated(first.account, first.party))
    assert again.is_open and again.given_back is None
    assert isinstance(proposed(again, ReturnReason.ON_LIST), CaseReturned)


def test_the_row_of_a_returned_case_tells_why_what_is_open_and_the_closing_summary() -> None:
    case = a_case(h.ComplaintReceived("k1", "秘密的话"), CaseReturned(TODAY, ReturnReason.EXPIRED))
    row = feedback_row(case=case, as_of_on=TODAY)
    assert row.return_reason == words.RETURN_WORDS[ReturnReason.EXPIRED]
    assert row.closing_summary == closing_summary(case=case)
    assert "秘密" not in repr(row)


def test_a_kept_case_needs_a_ground_a_later_day_and_the_creditor() -> None:
    case = ending(promises=(promised(due="03-28"),))
    asked = propose_keep(case=case, ground=KeepGround.PROMISE, until_on=on("03-31"), as_of_on=TODAY)
    assert asked == KeepRequested(TODAY, on("03-31"), KeepGround.PROMISE)
    wrong = propose_keep(case=case, ground=KeepGround.PLAN, until_on=TODAY, as_of_on=TODAY)
    assert codes(wrong) == {"keep_until", "keep_ground"}
    over = propose_keep(
        case=replace(case, status=CaseStatus.RECALLED),
        ground=KeepGround.PROMISE,
        until_on=on("09-30"),
        as_of_on=TODAY,
    )
    assert codes(over) == {"not_open", "keep_until"}


def test_only_a_granted_request_moves_the_day_of_return() -> None:
    ask = KeepRequested(on("03-05"), on("04-30"), KeepGround.NEGOTIATION)
    before = a_case().account.return_by
    asked, refused = a_case(ask), a_case(ask, KeepAnswered(on("03-06"), False))
    granted = a_case(ask, KeepAnswered(on("03-06"), True))
    assert asked.account.return_by == refused.account.return_by == before
    assert granted.account.return_by == on("04-30")
    assert granted.keep is not None and granted.keep.granted is True


def test_every_reason_ground_and_matter_has_words() -> None:
    assert set(words.RETURN_WORDS) == set(ReturnReason)
    assert set(words.KEEP_WORDS) == set(KeepGround)
    assert set(words.MATTER_WORDS) == set(OpenMatter)
