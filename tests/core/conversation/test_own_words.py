"""Own words: judged sentence by sentence in their setting, with the stretch that was typed and what to say instead."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.conversation.call_builder import a_case
from fairdue.compliance.wording.guard import Verdict
from fairdue.compliance.wording.spoken_context import Callee, SpokenContext, Stage
from fairdue.conversation.own_words import LONGEST, judge_own_words, setting_of

PLAIN = SpokenContext()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("您好，麻烦您。今天不还就打给你爸妈。", "C02"),
        ("你这种老赖，要不要脸", "C12"),
        ("去借网贷也要把这笔还上", "C11"),
    ],
)
def test_a_violation_among_polite_words_is_found_where_it_stands(text: str, code: str) -> None:
    judged = judge_own_words(text=text, setting=PLAIN)
    assert judged.verdict is Verdict.VIOLATION
    (found,) = [one for one in judged.found if one.about.class_id == code]
    assert found.stretch and found.stretch in text and found.instead


def test_each_class_is_told_once_and_violations_come_first() -> None:
    judged = judge_own_words(text="今天不还就打给你爸妈。明天也打给你爸妈。", setting=PLAIN)
    codes = [one.about.class_id for one in judged.found]
    assert len(codes) == len(set(codes))
    verdicts = [one.verdict is Verdict.REVIEW for one in judged.found]
    assert verdicts == sorted(verdicts)


def test_what_a_marked_customer_says_is_not_held_against_the_collector() -> None:
    assert judge_own_words(text="客户：你再打我就弄死你", setting=PLAIN).verdict is Verdict.OK


@pytest.mark.parametrize("text", ["", " \n", "好的，谢谢您，再见。"])
def test_nothing_said_and_courtesy_are_ok(text: str) -> None:
    assert judge_own_words(text=text, setting=PLAIN).verdict is Verdict.OK


@settings(max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_taken_and_a_finding_goes_with_every_verdict_but_ok(text: str) -> None:
    judged = judge_own_words(text=text, setting=PLAIN)
    assert bool(judged.found) is (judged.verdict is not Verdict.OK)
    assert all(one.stretch in text for one in judged.found)


def test_a_very_long_text_is_judged_as_far_as_it_goes() -> None:
    assert judge_own_words(text="好。" * LONGEST, setting=PLAIN).verdict is Verdict.OK


def test_the_setting_of_a_case_knows_the_balance_and_an_open_dispute_and_nothing_it_does_not() -> None:
    case = a_case()
    setting = setting_of(case=case, verified=True, stage=Stage.SMS)
    assert setting.callee is Callee.DEBTOR and setting.stage is Stage.SMS
    assert setting.facts["ledger_amount_fen"] == case.balance_fen and setting.facts["dispute_open"] is False
    assert "lawsuit_filed" not in setting.facts


def test_whoever_was_not_verified_is_not_known_to_be_the_customer() -> None:
    setting = setting_of(case=a_case(), verified=False)
    judged = judge_own_words(text="您的信用卡逾期了12000元", setting=setting)
    assert (setting.callee, setting.stage) == (Callee.UNKNOWN, Stage.OPENING)
    assert [one.about.class_id for one in judged.found] == ["C17"]
