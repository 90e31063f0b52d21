"""The debrief and the hint: three things, the line, a better one that may be said, praise where it is deserved."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest

from core.feedback.call_builder import GOOD, call_of
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.playbook import read_flow
from fairdue.feedback.coaching import coach
from fairdue.feedback.debrief import BLANK, THINGS, debrief
from fairdue.feedback.debrief_words import debrief_words, read_debrief_words
from fairdue.feedback.scorecard import score_call
from fairdue.feedback.scorecard_file import CostId, Dimension, PointId, standard_scorecard
from fairdue.feedback.scorecard_safety import Trigger

BAD = """
A 您好,请问是王秀兰女士吗?
D 是我,哪位?
A 我是华信资产的,受示例银行委托。麻烦您报一下身份证后四位。
D 三零二一。
A 您信用卡应还两千一百六十元,二月二十七号到期,逾期十二天了。
D 我上个月失业了,真的没有收入。
A 那也得还,今天必须还,尽快处理。不还我就打给你单位领导,让全单位都知道你欠钱。
D 你怎么这样。
A 随便你,再见。
"""


def test_a_good_call_is_praised_with_its_lines() -> None:
    call = call_of(GOOD)
    things = debrief(score_call(call), call)
    assert len(things) == THINGS
    assert things[0].praise
    assert all(one.better is None for one in things if one.praise)
    assert all(one.quote for one in things if one.praise)


def test_what_harmed_a_person_comes_first_and_has_a_better_line() -> None:
    call = call_of(BAD)
    things = debrief(score_call(call), call)
    assert len(things) == THINGS
    assert not any(one.praise for one in things)
    assert things[0].code == Trigger.HARDSHIP
    assert "失业" in things[0].quote
    assert all(one.better is not None and one.better.zh and one.better.en for one in things)


VAGUE_FIRST = GOOD.replace(
    "D 忙忘了,我这周五还,全还。", "D 忙忘了,我会还的。\nA 那您哪天方便?\nD 这周五还,全还。"
)
UNASKED = GOOD.replace("这周五是三月十三号", "不用还那么多,先还一部分也可以,或者给您分期。这周五是三月十三号")


def test_a_day_is_praised_with_the_words_that_name_it() -> None:
    call = call_of(VAGUE_FIRST)
    card = score_call(call)
    shown = next(one for one in card.points if one.point is PointId.DAY_AGREED)
    assert shown.earned
    assert "这周五" in shown.quote


def test_nothing_of_a_dimension_that_stands_at_nothing_is_praised() -> None:
    spec = standard_scorecard()
    costs = {**spec.costs, CostId.CONCEDED_UNASKED: replace(spec.costs[CostId.CONCEDED_UNASKED], leaves=0)}
    mild = {
        **spec.costs,
        CostId.CONCEDED_UNASKED: replace(spec.costs[CostId.CONCEDED_UNASKED], leaves=99),
    }
    call = call_of(UNASKED)
    own = (Dimension.COMMITMENT, "day_agreed")
    praised = {}
    for name, terms in (("hard", costs), ("mild", mild)):
        card = replace(score_call(call, spec=replace(spec, costs=terms)), total=90)
        share = next(one.share for one in card.dimensions if one.dimension is own[0])
        kept = tuple(one for one in card.points if one.point is PointId.DAY_AGREED)
        praised[name] = (
            share,
            any(one.praise and one.code == own[1] for one in debrief(replace(card, points=kept), call)),
        )
    assert praised["hard"] == (0, False)
    assert praised["mild"][1], "the same call is praised for its day where the dimension holds something"


def test_a_day_that_was_not_agreed_is_told_as_missing_and_cannot_be_taken_for_praise() -> None:
    call = call_of(GOOD.replace("这周五还,全还", "过阵子会还的").replace("这周五是三月十三号,", ""))
    told = next(one for one in debrief(score_call(call), call) if one.code == "day_agreed")
    assert not told.praise
    assert "还没有定下" in told.says.zh and "No day was agreed" in told.says.en


def test_a_better_line_is_filled_from_the_case_and_leaves_blank_what_it_does_not_know() -> None:
    call = call_of(GOOD.replace("本次通话会录音。", ""), debtor="王秀兰")
    things = debrief(score_call(call), call)
    told = next(one for one in things if one.code == "recording_announced")
    assert told.better is not None
    assert "华信资产" in told.better.zh
    assert f"工号{BLANK}" in told.better.zh
    assert "{" not in told.better.zh + told.better.en


def test_nothing_is_said_about_a_call_without_words() -> None:
    call = call_of("S 无人接听")
    card = score_call(call)
    assert all(not one.praise for one in debrief(card, call))


def test_every_better_sentence_is_one_that_the_playbook_check_judges() -> None:
    sayable = read_flow("first_call").wording.sentences
    words = debrief_words()
    for advice in (*words.points.values(), *words.costs.values(), *words.triggers.values()):
        assert advice.better
        for sentence in advice.better:
            assert sayable[sentence.sentence_id] is sentence
            assert not sentence.sentence_id.startswith("note.")


def test_advice_that_names_a_sentence_that_there_is_not_is_refused_with_its_line() -> None:
    text = (files("fairdue_playbook") / "scorecards" / "debrief.yaml").read_text(encoding="utf-8")
    with pytest.raises(FlowFault, match=r"mine\.yaml:\d+: .*no\.such"):
        read_debrief_words(text.replace("[vague.ask]", "[no.such]"), source="mine.yaml")


def test_the_hint_names_what_was_just_heard() -> None:
    so_far = "\n".join(BAD.strip().splitlines()[:6])
    hint = coach(call_of(so_far))
    assert hint is not None
    assert hint.trigger is Trigger.HARDSHIP
    assert hint.turn == 5


def test_the_hint_names_what_is_still_missing() -> None:
    hint = coach(call_of("A 喂,王秀兰吗?\nD 是我。\nA 在忙吗?\nD 不忙,什么事?"))
    assert hint is not None
    assert hint.trigger is None


def test_there_is_no_hint_while_the_collector_speaks_or_all_is_done() -> None:
    assert coach(call_of("A 您好,请问是王秀兰女士吗?")) is None
