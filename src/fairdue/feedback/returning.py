"""Returning a case (退案): which reasons hold, what stands in the way, and which open matters go over with it.

Room: feedback. Pure: it proposes ``CaseReturned`` or says why not. Who ends the mandate decides. When the term is
over, or the creditor recalls, lists, or has been paid, nobody has a right to keep the case: it goes back, and every
complaint, dispute and check that is still open goes over with it by name and day, since the creditor answers for
them. When the house itself gives a case back, it may not get rid of a complaint that way: what is open is closed first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import assert_never

from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.case_return import (
    CaseReturned,
    HandedOver,
    KeepAnswered,
    KeepGround,
    KeepRequested,
    OpenMatter,
    ReturnHappening,
    ReturnReason,
)
from fairdue.casefile.hold import HoldKind
from fairdue.feedback.words import KEEP_WORDS, MATTER_WORDS, RETURN_WORDS
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.reason import Reason

LONGEST_KEEP_DAYS = 90
_HOLDING = frozenset({OpenMatter.COMPLAINT, OpenMatter.DISPUTE, OpenMatter.HARDSHIP, OpenMatter.CLAIM})


@dataclass(frozen=True, slots=True)
class NotReturned:
    """Why a case stays: each reason in words, and the code that stays the same."""

    reasons: tuple[Reason, ...]


def propose_return(*, case: CaseFile, reason: ReturnReason, as_of_on: date) -> CaseReturned | NotReturned:
    """Return the case for this reason, or say what stands in the way."""
    objections = [*_under_way(case), *_unfounded(case, reason, as_of_on)]
    matters = open_matters(case)
    if reason is ReturnReason.GIVEN_BACK:
        objections += [_not_ours_to_drop(matter) for matter in matters if matter.kind in _HOLDING]
    if objections:
        return NotReturned(tuple(objections))
    return CaseReturned(as_of_on, reason, matters)


def open_matters(case: CaseFile) -> tuple[HandedOver, ...]:
    """What is still open on a case, the oldest first; where nothing is owed any more, no money is waited for."""
    found = [
        *(
            HandedOver(OpenMatter.COMPLAINT, civil_date(one.received_at))
            for one in case.complaints
            if one.closed_at is None
        ),
        *(
            HandedOver(OpenMatter.DISPUTE, civil_date(one.opened_at))
            for one in case.disputes
            if one.closed_at is None
        ),
    ]
    if case.hardships and HoldKind.HARDSHIP in case.holds_at(case.last_event_at):
        found.append(HandedOver(OpenMatter.HARDSHIP, civil_date(case.hardships[-1].stated_at)))
    if case.status is not CaseStatus.SETTLED:
        found += _money_waited_for(case)
    return tuple(sorted(found, key=lambda one: (one.since_on, one.kind)))


def _money_waited_for(case: CaseFile) -> list[HandedOver]:
    found = [
        *(HandedOver(OpenMatter.CLAIM, civil_date(one.claimed_at), one.check_on) for one in case.open_claims),
        *(HandedOver(OpenMatter.PROMISE, civil_date(one.made_at), one.due_on) for one in case.open_promises),
    ]
    plan = case.performing_arrangement
    if plan is not None:
        found.append(HandedOver(OpenMatter.PLAN, plan.signed_on, plan.instalments[-1].due_on))
    return found


def say_matters(matters: tuple[HandedOver, ...]) -> Bilingual | None:
    """The open matters in one line of the file; None where there is none."""
    if not matters:
        return None
    return Bilingual(
        "；".join(
            f"{MATTER_WORDS[one.kind].zh}（{one.since_on.isoformat()} 起"
            + (f"，{one.due_on.isoformat()} 到期）" if one.due_on else "）")
            for one in matters
        ),
        "; ".join(
            f"{MATTER_WORDS[one.kind].en} since {one.since_on.isoformat()}"
            + (f", due {one.due_on.isoformat()}" if one.due_on else "")
            for one in matters
        ),
    )


def say_return(happened: ReturnHappening) -> Bilingual:
    """A return, or a request to keep the case, as a line of the timeline."""
    match happened:
        case CaseReturned():
            words, left = RETURN_WORDS[happened.reason], len(happened.matters)
            return Bilingual(
                f"退案：{words.zh}" + (f"，移交未结事项 {left} 件" if left else ""),
                f"returned: {words.en}" + (f"; open matters handed over: {left}" if left else ""),
            )
        case KeepRequested():
            until, words = happened.until_on.isoformat(), KEEP_WORDS[happened.ground]
            return Bilingual(
                f"申请留案至 {until}：{words.zh}", f"asked to keep the case until {until}: {words.en}"
            )
        case KeepAnswered():
            if happened.granted:
                return Bilingual("委托方同意留案", "the creditor lets the house keep the case")
            return Bilingual("委托方不同意留案", "the creditor does not let the house keep the case")
        case _:
            assert_never(happened)


def propose_keep(
    *, case: CaseFile, ground: KeepGround, until_on: date, as_of_on: date
) -> KeepRequested | NotReturned:
    """Ask the creditor to leave the case here until a day, for a ground that the case really has."""
    objections: list[Reason] = []
    if not case.is_open:
        objections.append(_reason("not_open", "案件不在办，不能留案", "only an open case can be kept"))
    held = case.account.return_by
    if until_on <= (held or as_of_on) or (until_on - as_of_on).days > LONGEST_KEEP_DAYS:
        objections.append(
            _reason(
                "keep_until",
                f"留案日须晚于预计退案日，且不超过 {LONGEST_KEEP_DAYS} 天",
                f"the new day lies after the day of return and at most {LONGEST_KEEP_DAYS} days from now",
            )
        )
    grounds = {
        KeepGround.PROMISE: bool(case.open_promises),
        KeepGround.PLAN: case.performing_arrangement is not None,
        KeepGround.CLAIM: bool(case.open_claims),
        KeepGround.NEGOTIATION: True,
    }
    if not grounds[ground]:
        objections.append(
            _reason(
                "keep_ground",
                "案件没有该留案理由所指的事项",
                "the case has nothing of the ground that is given",
            )
        )
    return NotReturned(tuple(objections)) if objections else KeepRequested(as_of_on, until_on, ground)


def _under_way(case: CaseFile) -> list[Reason]:
    if case.open_call is None:
        return []
    return [_reason("in_call", "通话进行中，请先结束通话", "a call is under way; wrap it up first")]


def _unfounded(case: CaseFile, reason: ReturnReason, on: date) -> list[Reason]:
    """A reason that the case itself does not bear out."""
    if case.given_back is not None:
        return [_reason("already_returned", "案件已退", "the case has gone back already")]
    account = case.account
    holds = {
        ReturnReason.EXPIRED: case.is_open and account.return_by is not None and account.return_by <= on,
        ReturnReason.RECALLED: case.status is CaseStatus.RECALLED,
        ReturnReason.SETTLED: case.status is CaseStatus.SETTLED,
        ReturnReason.ON_LIST: True,
        ReturnReason.GIVEN_BACK: case.is_open,
    }
    if holds[reason]:
        return []
    return [_UNFOUNDED[reason]]


def _reason(code: str, zh: str, en: str) -> Reason:
    return Reason(code, Bilingual(zh, en))


def _not_ours_to_drop(matter: HandedOver) -> Reason:
    words = MATTER_WORDS[matter.kind]
    since = matter.since_on.isoformat()
    return _reason(
        f"open_{matter.kind.value}",
        f"{words.zh}（{since} 起）未办结，不能由我方提前退案",
        f"the {words.en} of {since} is still open; the house does not give a case back to be rid of it",
    )


_UNFOUNDED = {
    ReturnReason.EXPIRED: _reason(
        "not_expired", "委托期限未到或未注明", "the term is not over, or the file named none"
    ),
    ReturnReason.RECALLED: _reason("not_recalled", "委托方没有收回该案", "the creditor has not recalled it"),
    ReturnReason.SETTLED: _reason(
        "not_settled",
        "案件未结清；日终后方为结清",
        "it is not settled; the end of the day settles what is paid",
    ),
    ReturnReason.ON_LIST: _reason("not_on_list", "不在名单上", "it is not on the list"),
    ReturnReason.GIVEN_BACK: _reason("not_open", "案件不在办", "the case is not open"),
}
