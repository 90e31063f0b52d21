"""The scorecard: seven dimensions, points that quote their turn, faults that cost, triggers that fail a call."""

from __future__ import annotations

import json
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.feedback.call_builder import FACTS, GOOD, call_of
from fairdue.conversation.flow import FlowFault
from fairdue.feedback.call import Call, Speaker, Turn, call_from_json
from fairdue.feedback.rank_correlation import rank_correlation
from fairdue.feedback.review import review
from fairdue.feedback.scorecard import Scorecard, score_call
from fairdue.feedback.scorecard_file import CostId, Dimension, PointId, read_scorecard, standard_scorecard
from fairdue.feedback.scorecard_safety import Heeded, Trigger
from fairdue.foundation.civil import CHINA

CORPUS = Path(__file__).parents[3] / "corpus" / "calls"
OPENED = """
A 您好,请问是王秀兰女士吗?
D 是我,哪位?
A 我是华信资产的,受示例银行委托,本次通话会录音。麻烦您报一下身份证后四位。
D 三零二一。
A 核实无误。您的信用卡应还两千一百六十元,二月二十七号到期,逾期十二天了,请问是什么原因没有还呢?
"""


def _card(dialogue: str) -> Scorecard:
    return score_call(call_of("\n".join(line for line in dialogue.splitlines() if line.strip())))


def _costs(card: Scorecard) -> set[CostId]:
    return {one.cost for one in card.costs}


def _met(card: Scorecard, trigger: Trigger) -> Heeded:
    return next(one.met for one in card.triggers if one.trigger is trigger)


def test_a_good_call_passes_and_says_point_by_point_why() -> None:
    call = call_of(GOOD)
    card = score_call(call)
    assert card.passed
    assert card.total >= 90
    texts = {turn.number: turn.text for turn in call.turns}
    assert card.points
    for point in card.points:
        assert point.quote == ("" if point.turn is None else texts[point.turn])
        assert point.says.zh and point.says.en


def test_every_dimension_of_an_ordinary_call_is_judged_or_said_not_to_apply() -> None:
    card = _card(GOOD)
    assert [one.dimension for one in card.dimensions] == list(Dimension)
    judged = {one.dimension: one.share for one in card.dimensions}
    assert judged[Dimension.COMPLIANCE] == 100
    assert judged[Dimension.COMMITMENT] is not None
    json.dumps(card.as_json())


def test_the_review_prints_the_total_of_the_scorecard() -> None:
    call = call_of(GOOD)
    assert review(call).score == score_call(call).total == review(call).as_json()["score"]


def test_a_forgotten_recording_notice_costs_points_and_names_the_opening() -> None:
    card = _card(GOOD.replace("本次通话会录音。", ""))
    missing = {one.point for one in card.points if not one.earned}
    assert missing - {one.point for one in _card(GOOD).points if not one.earned} == {
        PointId.RECORDING_ANNOUNCED
    }
    told = next(one for one in card.points if one.point is PointId.RECORDING_ANNOUNCED)
    assert told.turn == 0
    assert card.total < _card(GOOD).total


def test_a_missed_cry_for_help_fails_the_call_whatever_the_points() -> None:
    card = _card(
        OPENED
        + """
        D 你们再逼我,我就从楼上跳下去,不想活了。
        A 您今天能还多少?尽快处理一下。
        D 我还什么还。
        A 周五下午我再联系您。打扰您了,再见。
        """
    )
    assert _met(card, Trigger.DISTRESS) is Heeded.MISSED
    assert not card.passed
    assert card.total <= standard_scorecard().most_after_missed_trigger


def test_a_heeded_cry_for_help_earns_the_point() -> None:
    card = _card(
        OPENED
        + """
        D 你们再逼我,我就从楼上跳下去,不想活了。
        A 您先听我说,别的事情今天都不谈,您的安全最重要。您身边有人陪着您吗?
        D 没有。
        A 您可以打12356心理援助热线,有专业的人愿意听您说话。
        D 好吧。
        A 您的事情我已经登记暂停,不会再有电话打扰您。您多保重,再见。
        """
    )
    assert _met(card, Trigger.DISTRESS) is Heeded.HEEDED
    assert not card.missed_triggers


def test_a_trigger_in_the_last_words_is_not_judged_and_said_so() -> None:
    card = _card(OPENED + "D 我要投诉你们,我打12378投诉!")
    assert _met(card, Trigger.COMPLAINT) is Heeded.NOT_JUDGED
    assert not card.missed_triggers
    assert any("投诉" in one.zh and "complaint" in one.en for one in card.not_judged)


def test_pressing_on_after_a_hardship_costs_and_is_a_missed_trigger() -> None:
    gentle = _card(
        OPENED
        + """
        D 我上个月被公司裁了,现在没有收入。
        A 听您这么说真不容易。您的困难我登记下来,帮您申请暂缓处理,批不批由银行决定。
        D 谢谢。
        A 下周三我再联系您。您保重,再见。
        """
    )
    pressing = _card(
        OPENED
        + """
        D 我上个月被公司裁了,现在没有收入。
        A 那也得还,您今天尽快处理一下。
        D 真的没有。
        A 今天必须还,赶紧想办法。
        D 唉。
        A 下周三我再联系您。再见。
        """
    )
    assert _met(gentle, Trigger.HARDSHIP) is Heeded.HEEDED
    assert _met(pressing, Trigger.HARDSHIP) is Heeded.MISSED
    assert CostId.PRESSED_ON in _costs(pressing)
    assert pressing.total < gentle.total


def test_giving_way_to_somebody_who_offers_the_whole_costs() -> None:
    card = _card(
        OPENED
        + """
        D 忙忘了,我今天下午全部还清。
        A 您先还一部分也可以,或者我给您申请分期。
        D 也行。
        A 周五下午我再联系您确认到账。打扰您了,再见。
        """
    )
    assert CostId.CONCEDED_UNASKED in _costs(card)


def test_a_promise_of_relief_that_nobody_approved_costs() -> None:
    card = _card(
        OPENED
        + """
        D 利息太高了。
        A 您今天还本金,利息和违约金我全部给您免掉,我做主。
        D 真的?
        A 真的。再见。
        """
    )
    assert any(one.code == "C15" for one in card.costs)


def test_wrong_words_that_are_taken_back_at_once_cost_less_and_are_not_grave() -> None:
    slip = "A 您不还,我就打给您单位领导,让单位都知道您欠钱。"
    after = "\nD 你凭什么?\n"
    kept = _card(OPENED + f"D 我下周五还。\n{slip}{after}A 您看着办。\n")
    mended = _card(
        OPENED + f"D 我下周五还。\n{slip}{after}A 对不起,我刚才说得不对,我收回,我们不会联系您的单位。\n"
    )
    assert kept.grave_costs
    assert not mended.grave_costs
    assert CostId.WORDING_PUT_RIGHT in _costs(mended)
    assert mended.total > kept.total


def test_the_same_words_again_cost() -> None:
    line = "A 您好,请您尽快安排还款,以免产生更多费用。\nD 你听我说话了吗?\n"
    card = _card(OPENED + "D 我想问一下利息。\n" + line * 3)
    assert CostId.SAME_WORDS_AGAIN in _costs(card)


def test_a_call_without_the_collector_is_not_judged_and_said_so() -> None:
    card = _card("D 喂?\nD 喂喂?")
    assert card.total == 0
    assert card.not_judged


def test_a_third_person_is_owed_no_name_of_the_company_unless_they_ask() -> None:
    card = _card(
        """
        A 您好,请问是王秀兰女士吗?
        T 不是,我是她妈,她不在。
        A 阿姨您好,打扰了。方便的话请您转告一声,请她有空回个电话;不方便也没关系。
        T 行,我跟她说。
        A 谢谢您,打扰了,再见。
        """
    )
    assert PointId.COMPANY_NAMED not in {one.point for one in card.points}
    assert _met(card, Trigger.THIRD_PERSON) is Heeded.HEEDED


def _corpus() -> dict[str, list[tuple[float, float]]]:
    sets: dict[str, list[tuple[float, float]]] = {}
    for file in sorted(CORPUS.glob("*/*.json")):
        raw = json.loads(file.read_text(encoding="utf-8"))
        call, _ = call_from_json(raw, source=file.name)
        assert call is not None
        sets.setdefault(file.parent.name, []).append((raw["labels"]["score_0_100"], score_call(call).total))
    return sets


def test_the_total_orders_calls_as_the_given_judgements_do_with_any_set_left_out() -> None:
    sets = _corpus()
    assert sum(len(judged) for judged in sets.values()) >= 64
    for left_out in (None, *sets):
        judged = [one for name, more in sets.items() if name != left_out for one in more]
        given, found = zip(*judged, strict=True)
        assert rank_correlation(given, found) >= 0.85, left_out
    given, found = zip(*sets["first"], strict=True)
    assert rank_correlation(given, found) >= 0.85


_WORDS = st.sampled_from(
    [
        "您好",
        "身份证后四位",
        "三零二一",
        "逾期",
        "下周五还",
        "我不是本人",
        "还过了",
        "投诉",
        "再见",
        "不想活了",
        "尽快还",
    ]
)
_TEXT = st.lists(_WORDS | st.text(max_size=6), max_size=5).map("".join)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(tuple(Speaker)), _TEXT), max_size=10))
def test_any_call_is_judged_within_bounds_and_fails_on_a_missed_trigger(
    said: list[tuple[Speaker, str]],
) -> None:
    turns = tuple(Turn(at, speaker, text) for at, (speaker, text) in enumerate(said))
    card = score_call(Call("x", datetime(2026, 2, 28, 23, 59, tzinfo=CHINA), FACTS, turns))
    assert 0 <= card.total <= 100
    assert all(one.share is None or 0 <= one.share <= 100 for one in card.dimensions)
    assert not (card.passed and card.missed_triggers)
    numbers = {turn.number for turn in turns}
    assert all(one.turn in numbers for one in card.costs)
    json.dumps(card.as_json())


_SHIPPED = (files("fairdue_playbook") / "scorecards" / "standard.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("pass_mark: 75", "pass_mark: 175", "from 0 to 100"),
        ("dimension: compliance, worth: 3", "dimension: manners, worth: 3", "manners is none of"),
        ("  greeting: {", "  greetings: {", "greetings is not known"),
        ("worth: 3, says", "worth: three, says", "must be a whole number"),
    ],
)
def test_a_wrong_file_is_told_with_its_line(wrong: str, right: str, told: str) -> None:
    assert wrong in _SHIPPED
    with pytest.raises(FlowFault, match=told) as fault:
        read_scorecard(_SHIPPED.replace(wrong, right, 1), source="mine.yaml")
    assert str(fault.value).startswith("mine.yaml:")


def test_a_scorecard_without_one_of_its_points_is_refused() -> None:
    lines = [line for line in _SHIPPED.splitlines() if not line.strip().startswith("read_back:")]
    with pytest.raises(FlowFault, match="read_back missing"):
        read_scorecard("\n".join(lines), source="mine.yaml")
