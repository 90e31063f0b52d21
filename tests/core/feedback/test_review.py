"""The review of whole calls: the order of the turns, the checklist, the result code, the score."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.feedback.call_builder import FACTS, GOOD, call_of
from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.wording.spoken_context import FactValue
from fairdue.feedback.call import Call, Speaker, Turn
from fairdue.feedback.review import Review, review
from fairdue.foundation.civil import CHINA

CHECKLIST = (
    *("greeting", "agency_named", "principal_named", "recording_notice", "identity_verified"),
    *("verified_before_disclosure", "amount_and_due_stated", "reason_asked", "willingness"),
    *("three_elements_complete", "commitment", "next_contact_told", "courteous_close"),
)


def _review(dialogue: str, **facts: FactValue) -> Review:
    return review(call_of(dialogue, **facts))


def _findings(outcome: Review) -> set[tuple[int, str]]:
    return {(one.turn, one.code) for one in outcome.findings}


def test_a_good_call_has_all_points_and_the_promise() -> None:
    outcome = _review(GOOD)
    answers = outcome.checklist.as_json()
    missing = {point for point, answer in answers.items() if answer is False}
    assert missing == set()
    assert answers["commitment"] == {"on": "2026-03-13", "amount_fen": 216_000}
    assert outcome.disposition in (ResultCode.PTP, ResultCode.FP)
    assert ("C17" in {one.code for one in outcome.findings}) is False


def test_the_review_has_the_shape_of_the_labelled_sets() -> None:
    shown = _review(GOOD).as_json()
    assert list(shown) == ["findings", "checklist", "disposition", "score"]
    assert tuple(shown["checklist"]) == CHECKLIST  # type: ignore[arg-type]
    json.dumps(shown)


def test_naming_the_debt_before_verification_is_found_once() -> None:
    outcome = _review(
        """
        A 您好,我是华信资产的,您的信用卡逾期十二天了,身份证后四位说一下。
        D 三零二一。
        A 核实无误。您应还两千一百六十元,逾期十二天。
        """
    )
    assert {turn for turn, code in _findings(outcome) if code == "C17"} == {0}
    assert outcome.checklist.verified_before_disclosure is False
    assert outcome.checklist.identity_verified is True


def test_the_same_words_after_verification_are_no_disclosure() -> None:
    outcome = _review(
        """
        A 您好,我是华信资产的,身份证后四位说一下。
        D 三零二一。
        A 您的信用卡逾期十二天了。
        """
    )
    assert not {code for _, code in _findings(outcome)} & {"C17", "C18"}
    assert outcome.checklist.verified_before_disclosure is True


def test_a_mark_that_does_not_match_is_no_verification() -> None:
    outcome = _review(
        """
        A 您好,我是华信资产的,身份证后四位说一下。
        D 三零二一。
        A 不好意思,对不上,那我先不讲具体的事。
        D 那算了。
        A 您的信用卡逾期十二天了。
        """
    )
    assert (4, "C17") in _findings(outcome)


def test_the_debt_named_to_a_third_person_is_c18_and_never_c17() -> None:
    outcome = _review(
        """
        A 您好,请问是王秀兰女士吗?
        T 我是她妈,她不在。
        A 她欠示例银行两千一百六十元,逾期十二天了。
        """
    )
    assert (2, "C18") in _findings(outcome)
    assert "C17" not in {code for _, code in _findings(outcome)}


def test_a_voicemail_that_names_the_debt_discloses_it() -> None:
    outcome = _review(
        """
        S 机主暂时无法接听,请在滴声后留言。
        A 王秀兰,你示例银行的信用卡逾期十二天了,听到回电话。
        """
    )
    assert (1, "C17") in _findings(outcome)


def test_a_call_before_verification_promises_nothing() -> None:
    outcome = _review(
        """
        A 您好,请问是王秀兰女士吗?
        D 是我,我在开车,明天上午十点打给我。
        A 好的,明天上午十点我再打给您,再见。
        """
    )
    assert outcome.checklist.commitment is None
    assert outcome.disposition is ResultCode.CB


def test_a_claimed_payment_with_day_amount_and_channel_is_complete() -> None:
    opening = (
        "A 您好,请问是王秀兰女士吗?\nD 是我。\nA 身份证后四位报一下。\nD 三零二一。\nA 您的信用卡还没有还。\n"
    )
    full = opening + "D 我昨天就还了,还了两千一百六十块,用支付宝还的。"
    part = opening + "D 我昨天就还了。"
    assert _review(full).checklist.three_elements_complete is True
    assert _review(part).checklist.three_elements_complete is False
    assert _review(GOOD).checklist.three_elements_complete is None


def test_a_third_person_who_will_tell_gives_tm() -> None:
    outcome = _review(
        """
        A 您好,请问是王秀兰女士吗?
        T 她不在,我是她妈妈。
        A 麻烦您转告她方便时回个电话,可以吗?
        T 行,我跟她说。
        A 谢谢您,再见。
        """
    )
    assert outcome.disposition is ResultCode.TM


def test_every_finding_and_every_missing_point_lowers_the_score_and_never_below_nothing() -> None:
    good = _review(GOOD).score
    worse = _review(GOOD.replace("本次通话会录音。", "")).score
    assert worse < good <= 100
    leaks = "T 我是她妈\n" + "A 她欠示例银行两千一百六十元\n" * 12
    assert _review(leaks).score <= 1


def test_a_call_without_turns_is_reviewed() -> None:
    outcome = review(Call("", datetime(2026, 3, 11, 10, tzinfo=CHINA), {}, ()))
    assert outcome.findings == ()
    assert outcome.disposition is ResultCode.HU


@pytest.mark.parametrize("text", ["", "\ud800", "。" * 50, "还" * 4_000, "\x00\x07", "😀" * 30, "يوم"])
def test_odd_texts_are_reviewed(text: str) -> None:
    turns = tuple(Turn(at, speaker, text) for at, speaker in enumerate((*Speaker, *Speaker)))
    json.dumps(review(Call("x", datetime(2026, 3, 11, 10, tzinfo=CHINA), FACTS, turns)).as_json())


_WORDS = st.sampled_from(
    [
        "您好",
        "身份证后四位",
        "三零二一",
        "逾期",
        "欠款",
        "三千五",
        "下周五还",
        "我不是本人",
        "还过了",
        "投诉",
        "再见",
        "\udfff",
        "年",
    ]
)
_TEXT = st.lists(_WORDS | st.text(max_size=6), max_size=6).map("".join)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(tuple(Speaker)), _TEXT), max_size=12))
def test_any_turns_are_reviewed_within_bounds(said: list[tuple[Speaker, str]]) -> None:
    turns = tuple(Turn(at, speaker, text) for at, (speaker, text) in enumerate(said))
    outcome = review(Call("x", datetime(2026, 2, 28, 23, 59, tzinfo=CHINA), FACTS, turns))
    assert 0 <= outcome.score <= 100
    agents = {turn.number: turn.text for turn in turns if turn.speaker is Speaker.AGENT}
    for one in outcome.findings:
        assert 0 <= one.starts <= one.ends <= len(agents[one.turn])
    json.dumps(outcome.as_json())
