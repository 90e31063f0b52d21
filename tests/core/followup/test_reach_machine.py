"""Lost contact as a state machine, walked at random beside a model that was written from the rule and not from the code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from core.followup.money_builders import owing
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult, ContactAttempt
from fairdue.casefile.contact_point import NumberStatus
from fairdue.followup.reach_words import what_it_opens, what_opens_next
from fairdue.followup.reachability import ReachState, reachability_of
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import AttemptId, ContactPointId, PermitId

FAILED = (CallResult.NO_ANSWER, CallResult.BUSY, CallResult.POWERED_OFF, CallResult.VOICEMAIL)


class LostContact(RuleBasedStateMachine):
    """The mobile n1 counts, the home phone n2 does not; days go on, calls fail or are answered.

    The model keeps the days of failed calls since anybody answered, and nothing else.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime(2026, 3, 2, 9, tzinfo=CHINA)
        self.attempts: list[ContactAttempt] = []
        self.invalid = False
        # The model.
        self.failed_on: list[date] = []
        self.reached = False
        self.tried_since = False

    def _call(
        self,
        result: CallResult,
        by: AnsweredBy = AnsweredBy.NOBODY,
        *,
        number: str = "n1",
        begun_by: str = "agent",
        role: str = "debtor",
    ) -> None:
        self.now += timedelta(minutes=10)
        name = str(len(self.attempts))
        self.attempts.append(
            ContactAttempt(
                AttemptId(f"a{name}"),
                PermitId(f"p{name}"),
                "phone",
                ContactPointId(number),
                self.now,
                "interactive",
                begun_by,
                role,
                self.now,
                result,
                by,
            )
        )

    @rule(days=st.integers(1, 4), hour=st.integers(8, 12))
    def days_go_on(self, days: int, hour: int) -> None:
        self.now = datetime.combine(self.now.date() + timedelta(days=days), time(hour), tzinfo=CHINA)

    @rule(result=st.sampled_from(FAILED))
    def the_mobile_is_called_and_nobody_answers(self, result: CallResult) -> None:
        self._call(result)
        self.failed_on.append(self.now.date())
        self.tried_since = True

    @rule()
    def the_customer_answers(self) -> None:
        self._call(CallResult.ANSWERED, AnsweredBy.DEBTOR)
        self.failed_on, self.reached, self.tried_since = [], True, False

    @rule()
    def the_customer_calls_in(self) -> None:
        self._call(CallResult.ANSWERED, AnsweredBy.DEBTOR, begun_by="customer")
        self.failed_on, self.reached, self.tried_since = [], True, False

    @rule(by=st.sampled_from([AnsweredBy.THIRD_PARTY, AnsweredBy.UNKNOWN_PERSON]))
    def somebody_else_answers_the_mobile(self, by: AnsweredBy) -> None:
        self._call(CallResult.ANSWERED, by)
        self.failed_on, self.tried_since = [], True

    @rule(result=st.sampled_from(FAILED))
    def the_home_phone_rings_out(self, result: CallResult) -> None:
        self._call(result, number="n2")

    @rule()
    def a_third_person_does_not_answer(self) -> None:
        self._call(CallResult.NO_ANSWER, number="t1", role="third_party")

    @rule()
    def our_own_line_breaks_down(self) -> None:
        self._call(CallResult.FAILED)
        self.tried_since = True

    @rule()
    def all_numbers_turn_out_invalid(self) -> None:
        self.invalid = True

    @rule()
    def a_number_is_usable_again(self) -> None:
        self.invalid = False

    @invariant()
    def the_state_is_what_the_rule_says(self) -> None:
        case = owing(attempts=self.attempts)
        status = NumberStatus.INVALID if self.invalid else NumberStatus.USABLE
        case = replace(case, contact_points=tuple(replace(p, status=status) for p in case.contact_points))
        found = reachability_of(case=case, as_of=self.now)
        three_calls = len(self.failed_on) >= 3 and self.now.date() > self.failed_on[2]
        lost = (
            three_calls
            or self._three_days_in_a_row()
            or (self.invalid and (not self.reached or self.tried_since))
        )
        if lost:
            assert found.state is ReachState.UNREACHABLE
        elif self.reached and not self.tried_since:
            assert found.state is ReachState.REACHABLE
        else:
            assert found.state is ReachState.TRYING
        assert found.since_on <= self.now.date()
        assert found.reasons and what_opens_next(found)
        opens = "询问本人的联系方式" in what_it_opens(found).zh
        assert opens is lost

    def _three_days_in_a_row(self) -> bool:
        days = set(self.failed_on)
        return any({one + timedelta(days=1), one + timedelta(days=2)} <= days for one in days)


LostContact.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestLostContact = LostContact.TestCase
