"""The diary of a case, and plans against the money."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.followup.money_builders import at, called, claimed, held, on, owing, paid, promised
from fairdue.casefile.arrangement import Arrangement, ArrangementState, Instalment
from fairdue.casefile.case import Callback, CaseFile, CaseStatus
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import PromiseState
from fairdue.followup.arrangement_watch import watch_arrangements
from fairdue.followup.diary import DiaryKind, Urgency, diary_of, next_due


def _kinds(case: CaseFile, day: str) -> list[tuple[str, str]]:
    return [(entry.kind.value, entry.urgency.value) for entry in diary_of(case=case, as_of=at(day))]


def test_an_open_promise_stands_in_the_diary_from_afar_until_it_is_judged() -> None:
    case = owing(promises=[promised(due="03-10")])
    assert _kinds(case, "03-03") == [("promise_due", "later")]
    assert _kinds(case, "03-08") == [("promise_due", "soon")]
    assert _kinds(case, "03-10") == [("promise_due", "today")]
    assert _kinds(case, "03-11") == [("promise_due", "overdue")]


def test_a_broken_promise_is_followed_up_until_somebody_spoke_or_a_new_one_was_made() -> None:
    broken = replace(promised(), state=PromiseState.BROKEN, judged_on=on("03-12"))
    assert _kinds(owing(promises=[broken]), "03-12") == [("promise_broken", "today")]
    talk = called("03-12", CallResult.ANSWERED, by=AnsweredBy.DEBTOR, hour=12)
    assert _kinds(owing(promises=[broken], attempts=[talk]), "03-13") == []
    again = promised("b", made="03-13", due="03-20")
    assert _kinds(owing(promises=[broken, again]), "03-13") == [("promise_due", "later")]


def test_callbacks_claims_and_holds_stand_in_the_diary() -> None:
    case = owing(claims=[claimed(check="03-05")], holds=[held(ends="03-06")])
    case = replace(
        case, callbacks=(Callback("cb1", at("03-04", 15)), Callback("cb2", at("03-03"), done=True))
    )
    assert _kinds(case, "03-03") == [("callback", "soon"), ("claim_check", "soon"), ("hold_ending", "soon")]


def test_the_return_date_shows_a_week_before_and_stays_in_sight() -> None:
    case = owing()
    assert case.account.return_by == on("05-30")
    assert _kinds(case, "05-22") == []
    assert _kinds(case, "05-24") == [("return_near", "later")]
    assert _kinds(case, "05-31") == [("return_near", "overdue")]


def test_the_next_due_comes_first_and_a_case_that_ended_has_none() -> None:
    case = owing(promises=[promised("a", due="03-20"), promised("b", due="03-10")])
    entry = next_due(case=case, as_of=at("03-05"))
    assert entry is not None
    assert (entry.kind, entry.reference, entry.urgency) == (DiaryKind.PROMISE_DUE, "b", Urgency.LATER)
    closed = replace(case, status=CaseStatus.RECALLED, closed_on=on("03-05"))
    assert next_due(case=closed, as_of=at("03-05")) is None


PLAN = Arrangement("ar1", on("03-02"), (Instalment(on("03-10"), 500), Instalment(on("03-20"), 500)))


def _plan(*payments: Payment, state: ArrangementState = ArrangementState.PERFORMING) -> CaseFile:
    return replace(owing(payments=payments), arrangements=(replace(PLAN, state=state),))


@pytest.mark.parametrize(
    ("money", "before", "day", "after"),
    [
        ([], "performing", "03-13", None),
        ([], "performing", "03-14", "defaulted"),
        ([("03-13", 500)], "performing", "03-14", None),
        ([("03-13", 499)], "performing", "03-14", "defaulted"),
        ([("03-01", 500)], "performing", "03-14", "defaulted"),
        ([("03-05", 1000)], "performing", "03-05", "completed"),
        ([("03-05", 500)], "performing", "03-24", "defaulted"),
        ([("03-13", 500), ("03-25", 500)], "defaulted", "03-25", "completed"),
        ([("03-16", 500)], "defaulted", "03-16", "performing"),
        ([("03-25", 1000)], "defaulted", "03-25", "completed"),
        ([], "ended", "03-25", None),
        ([("03-05", 1000), ("03-09", -1000)], "completed", "03-09", "performing"),
    ],
)
def test_a_plan_follows_its_money(
    money: list[tuple[str, int]], before: str, day: str, after: str | None
) -> None:
    payments = [paid(when, fen, f"p{number}") for number, (when, fen) in enumerate(money)]
    case = _plan(*payments, state=ArrangementState(before))
    found = [changed.state.value for changed in watch_arrangements(case=case, as_of_on=on(day))]
    assert found == ([] if after is None else [after])


def test_the_next_instalment_stands_in_the_diary_with_what_is_missing() -> None:
    entry = next_due(case=_plan(paid("03-05", 700)), as_of=at("03-06"))
    assert entry is not None
    assert (entry.kind, entry.due_at) == (DiaryKind.INSTALMENT_DUE, at("03-20", 9))
    assert "3.00" in entry.reason.en
