"""The customer's own words: proposed where they may be an answer, heeded at once where they must come first."""

from __future__ import annotations

from datetime import date

import pytest

from core.conversation.call_builder import ATTEMPT, NOW, SESSION, SPEAKER, VERIFIED, Call
from fairdue.casefile import happening as h
from fairdue.conversation.engine import Advance, resume
from fairdue.conversation.heard import Heard, read_heard
from fairdue.conversation.moves import find_choice
from fairdue.conversation.playbook import read_flow

FLOW = read_flow()


def hear(call: Call, words: str) -> Advance:
    """Offer what the customer said; a proposal is not yet a turn."""
    return call.turn(Heard("", text=words))


def accept(call: Call, words: str) -> Advance:
    """Offer words and accept the first proposal with one key."""
    answer = hear(call, words)
    assert answer.proposals, (call.session.step, words, answer.complaints)
    return call.turn(answer.proposals[0].heard)


@pytest.mark.parametrize(
    ("before", "words", "choice"),
    [
        (("answered",), "我是本人", "self"),
        (("answered",), "对，是我", "self"),
        (("answered",), "你们是谁啊，骗子吧", "who_are_you"),
        (("answered",), "我现在在开会不方便", "not_now"),
        (VERIFIED, "我忘了还款日了", "forgot"),
        (VERIFIED, "这个月手头紧，没钱", "short"),
        (VERIFIED, "我就是不还", "unwilling"),
        (VERIFIED, "我已经还过了", "paid"),
        (VERIFIED, "我今天就还", "now"),
        (VERIFIED, "不还会怎么样", "ask_consequence"),
        (VERIFIED, "一共欠多少钱", "ask_composition"),
        (VERIFIED, "会不会上征信", "ask_credit"),
        ((*VERIFIED, "listens"), "我被裁员了", "unemployed"),
        ((*VERIFIED, "listens"), "老板拖欠工资", "income_fell"),
        ((*VERIFIED, "listens"), "我住院做手术", "illness"),
        ((*VERIFIED, "later"), "可以分期吗", "plan"),
    ],
)
def test_words_are_proposed_as_the_answer_that_they_are(
    before: tuple[str, ...], words: str, choice: str
) -> None:
    call = Call().say(*before)
    answer = hear(call, words)
    assert not answer.accepted and answer.session == call.session, "a proposal moves nothing"
    assert answer.proposals[0].heard.choice == choice
    assert answer.proposals[0].reasons and 0.3 <= answer.proposals[0].confidence <= 1


def test_several_values_in_one_breath_are_filled_at_once() -> None:
    call = Call().say(*VERIFIED)
    taken = accept(call, "我上周五手机银行还了三千五")
    assert call.session.step == "paid"
    (more,) = [p for p in taken.proposals if p.heard.choice == "told"]
    call.turn(more.heard)
    assert call.session.step == "paid_read_back"
    assert call.session.answers.paid_on == date(2026, 3, 6)
    assert call.session.answers.paid_amount_fen == 350_000


def test_a_missing_value_is_asked_and_the_rest_is_kept() -> None:
    call = Call().say(*VERIFIED, "later")
    taken = accept(call, "下周五还两千")
    assert taken.taken and taken.taken.partial
    assert call.session.step == "pin"
    assert [sentence.sentence_id for sentence in call.prompt().say] == ["ask.pay_channel"]
    accept(call, "用微信")
    assert call.session.step == "read_back"
    answers = call.session.answers
    assert (answers.promise_on, answers.promise_amount_fen) == (date(2026, 3, 20), 200_000)
    assert answers.pay_channel == "wechat"


def test_a_value_that_cannot_be_taken_is_left_out_and_the_reason_told() -> None:
    call = Call().say(*VERIFIED, "later")
    first = hear(call, "下周五微信还二十万").proposals[0]
    assert first.heard.amount_fen is None
    assert any("现欠" in reason.zh for reason in first.reasons)


SAFETY = [
    ("我不想活了", "distress"),
    ("他上个月去世了", "loss"),
    ("我才十五岁，还在读初中", "minor"),
    ("我是他的AI助理，受他委托处理", "agent"),
    ("我已经请了律师", "lawyer_noted"),
    ("我要投诉你们", "complaint"),
    ("以后别再给我打电话了", "stop_noted"),
    ("我的卡被人盗刷了", "dispute_fraud"),
    ("这笔账不是我的，我没办过", "dispute"),
    ("我是他老婆", "third_person"),
]
OWN_WAY = {
    # A relative who wants no calls is noted as such, and not as the customer.
    ("third_person", "以后别再给我打电话了"): "third_stopped",
    ("wrong_number", "以后别再给我打电话了"): "end",
    ("wrong_number", "这笔账不是我的，我没办过"): "dispute",
    ("dispute", "我的卡被人盗刷了"): "dispute_fraud",
    ("complaint", "我要投诉你们"): "complaint_noted",
    ("agent", "我已经请了律师"): "agent_noted",
    ("loss", "他上个月去世了"): "loss_noted",
    ("dispute", "这笔账不是我的，我没办过"): "dispute_noted",
    ("unwilling", "这笔账不是我的，我没办过"): "dispute",
}


def at(step: str, *, verified: bool) -> Call:
    """A call that stands at a step, by the shortest way of a stored log."""
    import dataclasses

    call = Call()
    call.session = dataclasses.replace(
        call.session, step=step, verified=verified, verified_by="id_last_four" if verified else ""
    )
    return call


@pytest.mark.parametrize(("words", "target"), SAFETY)
def test_from_every_state_what_must_come_first_is_reached_in_one_turn(words: str, target: str) -> None:
    for step in FLOW.steps:
        for verified in (False, True):
            call = at(step, verified=verified)
            answer = hear(call, words)
            if step == target and not answer.accepted:
                continue  # it stands there already
            wanted = OWN_WAY.get((step, words), target)
            assert answer.accepted, (step, words, answer.proposals)
            reached = "end" if call.session.closed else call.session.step
            assert reached in (wanted, target), (step, verified, words, reached)


def test_the_first_in_the_list_of_care_wins_when_two_are_said_at_once() -> None:
    call = Call().say(*VERIFIED)
    hear(call, "我要投诉你们，你们再逼我我就不想活了")
    assert call.session.step == "distress"


def test_when_somebody_else_takes_the_telephone_nothing_of_the_debt_is_said_any_more() -> None:
    call = Call().say(*VERIFIED)
    assert call.prompt().debt_visible
    hear(call, "我是他老婆")
    assert call.session.step == "third_person" and not call.prompt().debt_visible
    call.say("hands_over", "self")
    assert call.session.step == "verify"
    call.say("mobile_last_four")
    assert call.prompt().debt_visible
    assert len(call.of(h.IdentityVerified)) == 1


def test_after_distress_a_change_of_speaker_leads_back_to_no_talk_about_money() -> None:
    call = Call().say(*VERIFIED, "distress", "other_person")
    assert "hands_over" not in {choice.choice_id for choice in call.prompt().choices}


def test_what_was_said_stands_in_the_log_and_replays_without_being_understood_again() -> None:
    call = Call().say(*VERIFIED, "later")
    accept(call, "下周五还两千")
    accept(call, "用微信")
    assert call.case.open_call is not None
    turns = call.case.open_call.turns
    assert read_heard(turns[-1]).words == "用微信"
    again = resume(
        case=call.case,
        speaker=SPEAKER,
        session_id=SESSION,
        attempt_id=ATTEMPT,
        flow=FLOW,
        opened_at=NOW,
        turns=turns,
    )
    assert again == call.session


def test_the_last_four_are_compared_and_never_proposed_when_they_differ() -> None:
    call = Call().say("answered", "self")
    assert hear(call, "尾号是0000").proposals[0].heard.choice == "id_last_four"
    assert hear(call, "9999").proposals[0].heard.choice == "no_match"


def test_words_that_fit_nothing_ask_for_a_key() -> None:
    call = Call().say("answered")
    answer = hear(call, "今天天气不错")
    assert not answer.accepted and (answer.complaints or answer.proposals)
    assert hear(call, "   ").complaints


def test_every_meaning_a_choice_hears_exists_at_the_step_that_stores_it() -> None:
    call = Call().say("answered")
    assert find_choice(call.session, "distress") is not None
