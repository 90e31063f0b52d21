"""The first call, branch by branch, as short stories through the public engine."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core.conversation.call_builder import NOW, SESSION, VERIFIED, Call, a_case
from fairdue.casefile import happening as h
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.dispute import DisputeGround
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.casefile.hold import HoldKind
from fairdue.conversation.heard import Heard
from fairdue.foundation.civil import CHINA

EVENING = datetime(2026, 3, 11, 20, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("choice", "code", "result"),
    [
        ("no_answer", "NA", "no_answer"),
        ("busy", "BZ", "busy"),
        ("powered_off", "PO", "powered_off"),
        ("rejected", "RJ", "rejected"),
        ("empty_number", "NX", "empty_number"),
        ("suspended", "SU", "suspended"),
        ("voicemail", "VM", "voicemail"),
        ("assistant", "AS", "assistant"),
    ],
)
def test_a_line_that_nobody_answers_ends_the_call_at_once(choice: str, code: str, result: str) -> None:
    call = Call().say(choice)
    assert call.session.closed
    assert call.disposition.code is ResultCode(code)
    assert call.disposition.note
    (ended,) = call.of(h.AttemptEnded)
    assert ended.result is CallResult(result)
    assert isinstance(call.happenings[-1], h.CallClosed)
    marked = call.of(h.NumberMarked)
    if choice in ("empty_number", "suspended"):
        assert [mark.status for mark in marked] == [NumberStatus.INVALID]
    else:
        assert not marked


def test_the_debt_is_said_only_after_the_identity_check() -> None:
    call = Call().say("answered", "self")
    before = call.prompt()
    assert not before.debt_visible
    assert "12,850.36" not in str(before)
    call.say("id_last_four")
    after = call.prompt()
    assert after.debt_visible
    assert any("12,850.36元" in sentence.text for sentence in after.say)
    assert call.of(h.IdentityVerified)[0].by == "id_last_four"


def test_the_opening_names_company_principal_staff_number_and_recording_once_the_customer_says_it_is_them() -> (
    None
):
    call = Call().say("answered")
    asked = " ".join(sentence.text for sentence in call.prompt().say)
    assert "测试甲" in asked and "示例银行" not in asked, "whoever answers is not told who has the mandate"
    said = " ".join(sentence.text for sentence in call.say("self").prompt().say)
    for word in ("华信资产", "6027", "示例银行", "录音"):
        assert word in said


def test_few_and_many_overdue_periods_are_opened_differently() -> None:
    few = {s.sentence_id for s in Call(a_case(periods=1)).say(*VERIFIED).prompt().say}
    many = {s.sentence_id for s in Call(a_case(periods=5)).say(*VERIFIED).prompt().say}
    assert "debt.ask_few" in few and "debt.ask_many" not in few
    assert {"debt.ask_many", "debt.periods"} <= many


def test_two_failed_checks_end_the_call_without_any_debt() -> None:
    call = Call().say("answered", "self", "no_match", "no_match")
    assert not call.prompt().debt_visible
    call.say("finish")
    assert call.disposition.code is ResultCode.HU
    assert not call.of(h.IdentityVerified)


def test_already_paid_with_all_three_elements_becomes_a_claim_and_a_pause() -> None:
    told = Heard("told", on=date(2026, 3, 9), amount_fen=350_000, channel="alipay")
    call = Call().say(*VERIFIED, "paid", told)
    assert call.session.step == "paid_read_back"
    call.say("right", "finish")
    (claim,) = call.of(h.PaymentClaimed)
    assert (claim.paid_on, claim.amount_fen, claim.channel) == (date(2026, 3, 9), 350_000, "alipay")
    assert claim.check_on == date(2026, 3, 16), "the 14th is a Saturday"
    (placed,) = call.of(h.HoldPlaced)
    assert placed.hold.kind is HoldKind.CLAIMED_PAYMENT
    assert placed.hold.period.covers(datetime(2026, 3, 16, 23, 59, tzinfo=CHINA))
    assert not placed.hold.period.covers(datetime(2026, 3, 17, 0, 0, tzinfo=CHINA))
    assert call.disposition.code is ResultCode.CP
    assert "3,500元" in call.disposition.note and "支付宝" in call.disposition.note


def test_a_missing_element_is_asked_for_and_only_that_one() -> None:
    call = Call().say(*VERIFIED, "paid", Heard("told", on=date(2026, 3, 9), channel="wechat"))
    assert call.session.step == "paid_ask_amount"
    call.say(Heard("told", amount_fen=100_000))
    assert call.session.step == "paid_read_back"


def test_a_customer_who_cannot_say_when_is_recorded_as_incomplete_and_no_claim() -> None:
    call = Call().say(*VERIFIED, "paid", Heard("told", amount_fen=100_000), "cannot_say", "finish")
    assert call.disposition.code is ResultCode.CPX
    assert not call.of(h.PaymentClaimed) and not call.of(h.HoldPlaced)
    assert "1,000元" in call.disposition.note


def test_forgot_and_pays_today_is_fp_with_a_promise_of_the_whole_balance() -> None:
    by_evening = Heard("full", at=EVENING, channel="bank_app")
    call = Call().say(*VERIFIED, "forgot", by_evening)
    assert any("12,850.36元" in s.text for s in call.prompt().say)
    call.say("agreed", "finish")
    (promise,) = call.of(h.PromiseMade)
    assert (promise.amount_fen, promise.due_on) == (1_285_036, date(2026, 3, 11))
    assert call.of(h.ReasonGiven)[0].reason is ReasonForDefault.FORGOT
    assert call.disposition.code is ResultCode.FP


def test_putting_it_off_is_pinned_to_amount_day_and_channel_and_read_back() -> None:
    part = Heard("part", amount_fen=200_000, on=date(2026, 3, 20), channel="wechat")
    call = Call().say(*VERIFIED, "later", part, "differs", part, "agreed")
    (promise,) = call.of(h.PromiseMade)
    assert (promise.amount_fen, promise.due_on, promise.channel) == (200_000, date(2026, 3, 20), "wechat")
    assert any("2026年3月21日" in s.text for s in call.prompt().say), "the next contact is told"
    call.say("finish")
    assert call.disposition.code is ResultCode.PTP
    for part_of_note in ("2,000元", "2026年3月20日", "微信"):
        assert part_of_note in call.disposition.note


def test_a_promise_without_a_day_is_vague_and_makes_no_promise() -> None:
    call = Call().say(*VERIFIED, "later", "no_day", "finish", "finish")
    assert call.disposition.code is ResultCode.PTV
    assert not call.of(h.PromiseMade)


def test_short_of_money_can_pay_a_part() -> None:
    part = Heard("part", amount_fen=50_000, on=date(2026, 3, 31), channel="counter")
    call = Call().say(*VERIFIED, "short", part, "agreed", "finish")
    assert call.disposition.code is ResultCode.PP
    assert call.of(h.PromiseMade)[0].amount_fen == 50_000


def test_a_plan_is_passed_on_and_never_promised() -> None:
    call = Call().say(*VERIFIED, "short", "plan", Heard("monthly", amount_fen=80_000))
    assert any(s.sentence_id == "plan.bank_decides" for s in call.prompt().say)
    call.say("finish", "finish")
    assert call.disposition.code is ResultCode.NG
    assert "800元" in call.disposition.note


def test_hardship_is_stated_and_held() -> None:
    call = Call().say(*VERIFIED, "listens", "illness", "hardship", Heard("illness", text="住院"))
    call.say("finish", "finish")
    assert call.disposition.code is ResultCode.HS
    assert call.of(h.HardshipStated)[0].reason is ReasonForDefault.ILLNESS
    assert call.of(h.HoldPlaced)[0].hold.kind is HoldKind.HARDSHIP
    assert len(call.of(h.ReasonGiven)) == 1


def test_a_refusal_is_respected_and_recorded() -> None:
    call = Call().say(*VERIFIED, "unwilling", "refuses", "finish")
    assert call.disposition.code is ResultCode.RF
    assert not call.of(h.HoldPlaced)


@pytest.mark.parametrize("at", [("answered",), VERIFIED, (*VERIFIED, "listens"), (*VERIFIED, "short")])
@pytest.mark.parametrize(
    ("turns", "code", "kind"),
    [
        (("dispute", "amount", "finish"), "DS", HoldKind.DISPUTE),
        (("dispute", "fraud", "finish"), "DS", HoldKind.DISPUTE),
        (("complaint", Heard("told", text="态度不好"), "finish"), "CM", HoldKind.COMPLAINT),
        (("stop_contact", "finish"), "ST", HoldKind.STOP_CONTACT),
        ((Heard("represented", text="王律师"), "finish"), "LR", HoldKind.REPRESENTATION),
        (("loss", "died", "finish"), "DC", HoldKind.DEATH),
        (("loss", "incapacity", "finish"), "DC", HoldKind.INCAPACITY),
        (("distress", "safe", "finish"), "HS", HoldKind.DISTRESS),
        (("distress", "urgent", "calmer", "finish"), "HS", HoldKind.DISTRESS),
    ],
)
def test_care_wins_at_any_step_holds_the_case_and_ends_the_call(
    at: tuple[str, ...], turns: tuple[str | Heard, ...], code: str, kind: HoldKind
) -> None:
    call = Call().say(*at, *turns)
    assert call.session.closed
    assert call.disposition.code is ResultCode(code)
    assert [placed.hold.kind for placed in call.of(h.HoldPlaced)] == [kind]
    assert call.case.holds_at(NOW + timedelta(minutes=1)) == {kind}


def test_after_distress_no_way_leads_back_to_asking_for_money() -> None:
    call = Call().say(*VERIFIED, "distress", "dispute")
    assert "no_dispute" not in {choice.choice_id for choice in call.prompt().choices}
    assert "no_dispute" in {choice.choice_id for choice in Call().say(*VERIFIED, "dispute").prompt().choices}


@pytest.mark.parametrize("way", [("distress",), ("loss", "died"), ("loss", "incapacity")])
def test_a_person_in_distress_or_grief_is_offered_no_question_about_the_account(way: tuple[str, ...]) -> None:
    asked = {"ask_credit", "ask_consequence", "ask_how_to_pay", "ask_composition"}
    assert asked <= {choice.choice_id for choice in Call().say(*VERIFIED).prompt().choices}
    assert asked.isdisjoint(choice.choice_id for choice in Call().say(*VERIFIED, *way).prompt().choices)


def test_what_a_customer_disputes_stands_in_its_own_field() -> None:
    call = Call().say(*VERIFIED, "dispute", Heard("debt", text="不是我办的"))
    (opened,) = call.of(h.DisputeOpened)
    assert (opened.ground, opened.said) == (DisputeGround.DEBT, "不是我办的")
    assert "不是我办的" not in repr(call.session)


def test_a_third_person_hears_neither_creditor_nor_debt_and_may_pass_it_on() -> None:
    call = Call().say("answered", "third_person")
    said = " ".join(s.text for s in call.prompt().say)
    assert "示例银行" not in said
    call.say("relay", "finish")
    assert call.disposition.code is ResultCode.TM
    assert call.of(h.AttemptEnded)[0].answered_by is AnsweredBy.THIRD_PARTY


def test_a_third_person_who_refuses_is_never_contacted_again() -> None:
    on_sealed = Call(a_case(contact="sealed")).say("answered", "third_person", "stop", "finish")
    assert on_sealed.disposition.code is ResultCode.TR
    assert on_sealed.case.sealed_contacts[0].refused
    on_own = Call().say("answered", "third_person", "stop", "finish")
    assert on_own.case.contact_points[0].status is NumberStatus.BLOCKED


def test_a_wrong_number_is_taken_out_of_use() -> None:
    assert (
        Call().say("answered", "wrong_number", "finish").case.contact_points[0].status is NumberStatus.INVALID
    )
    asked = Call().say("answered", "wrong_number", "stop")
    assert asked.disposition.code is ResultCode.CH
    assert asked.case.contact_points[0].status is NumberStatus.BLOCKED


def test_a_customer_who_is_busy_gets_a_callback() -> None:
    at = datetime(2026, 3, 11, 16, 30, tzinfo=CHINA)
    call = Call().say("answered", "not_now", Heard("named", at=at), "agreed", "finish")
    assert call.disposition.code is ResultCode.CB
    assert call.case.callbacks[0].due_at == at
    assert not call.of(h.ConsentGiven)


def test_quiet_hours_need_a_verified_customers_consent_with_evidence() -> None:
    at = datetime(2026, 3, 11, 22, 30, tzinfo=CHINA)
    stranger = Call().say("answered", "not_now")
    assert stranger.turn(Heard("named", at=at)).complaints
    call = Call().say(*VERIFIED, "not_now", Heard("named", at=at))
    assert "agreed" not in {choice.choice_id for choice in call.prompt().choices}
    call.say("consented", "finish")
    (given,) = call.of(h.ConsentGiven)
    assert given.consent.evidence == SESSION
    assert given.consent.covers(at, channel="phone")
    assert not given.consent.covers(at + timedelta(days=1), channel="phone")


def test_a_vague_promise_keeps_its_code_when_a_callback_is_agreed() -> None:
    at = datetime(2026, 3, 18, 15, 0, tzinfo=CHINA)
    call = Call().say(*VERIFIED, "later", "no_day", "call_again", Heard("named", at=at), "agreed", "finish")
    assert call.disposition.code is ResultCode.PTV
    assert call.of(h.CallbackAgreed)


def test_a_question_is_answered_without_leaving_the_step() -> None:
    call = Call().say(*VERIFIED, "short")
    call.say("ask_credit")
    assert call.session.step == "able"
    assert any("五年" in sentence.text for sentence in call.prompt().say)


def test_hanging_up_before_the_check_is_hu_and_after_it_the_best_known_code() -> None:
    assert Call().say("answered", "hang_up").disposition.code is ResultCode.HU
    assert Call().say(*VERIFIED, "paid", "hang_up").disposition.code is ResultCode.CPX
    assert Call().say(*VERIFIED, "later", "hang_up").disposition.code is ResultCode.PTV


def test_the_screen_and_the_note_are_complete_in_english() -> None:
    call = Call(note_language="en").say(*VERIFIED, "unwilling", "refuses")
    prompt = call.prompt("en")
    assert prompt.stage_name == "Commitment"
    assert all(choice.label.isascii() for choice in prompt.choices)
    call.say("finish")
    assert call.disposition.note.startswith("The person answering said they are the customer.")
    assert call.prompt().note == call.disposition.note


@pytest.mark.parametrize(
    ("care", "kind", "code"),
    [
        ("complaint", HoldKind.COMPLAINT, "CM"),
        ("dispute", HoldKind.DISPUTE, "DS"),
        ("loss", HoldKind.INCAPACITY, "DC"),
    ],
)
def test_what_was_heard_stays_when_the_call_is_hung_up_before_it_is_written_down(
    care: str, kind: HoldKind, code: str
) -> None:
    call = Call().say("answered", care, "hang_up")
    assert [hold.kind for hold in call.case.holds] == [kind]
    assert call.case.dispositions[-1].code == code


def test_a_call_to_stop_in_the_middle_of_a_complaint_is_heard_as_well_as_the_complaint() -> None:
    call = Call().say("answered", "complaint", "stop_contact")
    assert {hold.kind for hold in call.case.holds} == {HoldKind.COMPLAINT, HoldKind.STOP_CONTACT}
    assert len({hold.hold_id for hold in call.case.holds}) == 2 and len(call.case.complaints) == 1


def test_fraud_that_is_said_of_a_dispute_is_one_dispute() -> None:
    call = Call().say("answered", "dispute", "fraud_claim")
    assert [one.ground.value for one in call.case.disputes] == ["fraud"]


def test_a_question_that_is_no_dispute_and_a_turn_that_stays_leave_nothing_behind() -> None:
    assert Call().say("answered", "dispute", "no_dispute").case.holds == ()
