"""The debrief and the hint: three things, the line, a better one that may be said, praise where it is deserved."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.resources import files

import pytest

from core.feedback.call_builder import GOOD, call_of
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.playbook import read_flow
from fairdue.feedback.coaching import coach
from fairdue.feedback.debrief import BLANK, THINGS, DebriefThing, debrief
from fairdue.feedback.debrief_fit import about_wording
from fairdue.feedback.debrief_words import debrief_words, read_debrief_words
from fairdue.feedback.scorecard import ScoreCost, score_call
from fairdue.feedback.scorecard_file import CostId, Dimension, PointId, standard_scorecard
from fairdue.feedback.scorecard_safety import Trigger
from fairdue.foundation.bilingual import Bilingual

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


def _advice(dialogue: str, **facts: str) -> list[DebriefThing]:
    call = call_of(dialogue, **facts)
    return [one for one in debrief(score_call(call), call) if not one.praise]


def _better(things: list[DebriefThing]) -> str:
    return "".join(one.better.zh for one in things if one.better is not None)


MONEY = re.compile(r"还[款清]|分期|减免|账|钱|元|承担|身份证|审批")
APART_CALLS = {
    "wrong number": """
A 您好,请问是王秀兰女士吗?
T 你打错了,我不认识这个人。
A 那你把身份证后四位报一下
T 我说了打错了。
A 好吧""",
    "child": """
A 您好,请问是王秀兰女士吗?
T 我妈妈不在家,我今年八岁,在写作业
A 那你告诉你妈妈欠银行的钱赶紧还
T 哦
A 再见""",
    "widow": """
A 您好,请问是王建国先生吗?
T 他上个月去世了,我是他爱人。
A 人死了债还在,你是他老婆,你得替他还
T 你怎么说话的
A 太少了,最少三千,再见""",
    "self-harm": """
A 您好,我是华信资产的工作人员,受示例银行委托,本次通话会录音,请问是王秀兰女士吗?
D 是我。
A 请您说一下身份证后四位
D 三零二一
A 你欠钱怎么还不还,信不信我去你家
D 我活着没啥意思了,不如一了百了
A 您要是不还我们只能起诉您坐牢
D 啊
A 那你看分几期还""",
}


@pytest.mark.parametrize("who", APART_CALLS)
def test_nothing_about_money_is_advised_after_distress_or_a_death_or_about_strangers(who: str) -> None:
    things = _advice(APART_CALLS[who])
    assert things and _better(things)
    assert not MONEY.search(_better(things))


def test_a_child_is_not_asked_to_pass_anything_on() -> None:
    things = _advice(APART_CALLS["child"])
    assert things[0].code == Trigger.MINOR
    assert not re.search("转告|回个电话", _better(things))


def test_praise_for_checking_first_needs_a_check() -> None:
    call = call_of("A 喂,我是华信资产的\nD 你好\nA 您方便说话吗\nD 方便\nA 谢谢您,那改天再说,再见。")
    card = replace(score_call(call), total=90)
    assert any(one.point is PointId.CHECKED_BEFORE_DEBT and one.earned for one in card.points)
    assert not any(one.praise and one.code == "checked_before_debt" for one in debrief(card, call))


def test_praise_for_checking_first_quotes_the_check() -> None:
    call = call_of(GOOD)
    told = next(one for one in debrief(score_call(call), call) if one.code == "checked_before_debt")
    assert "身份证后四位" in told.quote


def test_who_does_not_say_who_calls_is_shown_the_own_case_with_its_firms() -> None:
    unsaid = "A 喂\nD 哪位?\nA 别管我是谁\nD 你到底是谁?\nA 你不用知道我是谁"
    told = next(
        one
        for one in _advice(unsaid, agency="安禾服务", creditor="样本消费金融", staff_no="6027")
        if one.code == "C16"
    )
    assert told.better is not None
    assert "安禾服务" in told.better.zh and "样本消费金融" in told.better.zh and "6027" in told.better.zh
    unknown = call_of(unsaid)
    unknown = replace(unknown, facts={})
    told = next(one for one in debrief(score_call(unknown), unknown) if one.code == "C16")
    assert told.better is not None and not re.search("华信|示例银行", told.better.zh)


def test_another_firms_name_is_told() -> None:
    things = _advice(GOOD.replace("华信资产", "大风车资产"))
    told = next(one for one in things if one.code == "company_named")
    assert "不是本案" in told.says.zh and told.better is not None and "华信资产" in told.better.zh


def test_a_claimed_payment_is_not_answered_with_instalments() -> None:
    things = _advice(
        GOOD.replace("忙忘了,我这周五还,全还。", "我前天用手机银行还了两千一百六十")
        .replace("这周五是三月十三号,一次还清两千一百六十元,我这样登记可以吗?", "那你把截图发我微信")
        .replace("周五下午我再联系您确认到账。", "")
    )
    assert any(one.code == "way_forward" for one in things)
    assert not re.search("怎么分|每个月", _better(things))


def test_a_lawful_sentence_about_reductions_is_advised_only_where_one_was_spoken_of() -> None:
    words = debrief_words()
    for said, of_reductions in (("太少了,最少三千", False), ("我给您把利息全免了", True)):
        call = call_of(f"A 您好\nD 我先还五百\nA {said}")
        cost = ScoreCost(CostId.OTHER_WORDING, Dimension.COMPLIANCE, 78, 2, "C15", Bilingual("x", "x"), said)
        advice = about_wording(cost, replace(score_call(call), triggers=()), call, words)
        shown = advice.stated.zh if advice.stated else "".join(one.words.zh for one in advice.better)
        assert ("减免" in shown) is of_reductions


def test_the_hint_after_a_child_answered_is_not_to_have_it_passed_on() -> None:
    hint = coach(call_of("A 您好,请问是王秀兰女士吗?\nT 我妈妈不在家,我今年八岁,在写作业"))
    assert hint is not None and hint.trigger is Trigger.MINOR
