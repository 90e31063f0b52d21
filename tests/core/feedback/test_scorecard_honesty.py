"""What the scorecard must not credit, and what it must: firms, papers on a private account, a day that was agreed to."""

from __future__ import annotations

import pytest

from core.feedback.call_builder import call_of
from fairdue.feedback.call_outcome import commitment_of
from fairdue.feedback.call_reading import read_turns
from fairdue.feedback.firm_named import names_another_firm, names_another_principal
from fairdue.feedback.scorecard import score_call
from fairdue.feedback.scorecard_file import Dimension, PointId
from fairdue.feedback.scorecard_safety import Trigger

OPENED = """
A 您好,我是华信资产的,受示例银行委托,本次通话会录音。请问是王秀兰女士吗?请报一下身份证后四位。
D 三零二一
A 核实无误。您的信用卡应还两千一百六十元,二月二十七号到期,请问是什么原因没有还?
"""
NEVER_CHECKED = """
A 喂
D 你好,哪位?
A 我是华信资产的,你信用卡怎么还不还,都逾期了
D 什么钱?
A 两千一百六十元,二月二十七号到期的。
D 哦,我忘了,这周五还
A 好的,谢谢,再见。
"""


def _earned(dialogue: str, point: PointId) -> bool:
    return next(one.earned for one in score_call(call_of(dialogue)).points if one.point is point)


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("您好,我是大风车资产的工作人员,工号1001", True),
        ("这里是月亮消费金融,请问是王女士吗", True),
        ("我是华信的,找一下王女士", False),
        ("您好,我是华信资产的工作人员", False),
        ("我是银行委托的服务公司", False),
        ("我是示例银行的", False),
        ("我是催收中心的", False),
        ("我是您的朋友", False),
        ("我们是一家服务公司,不是银行", False),
    ],
)
def test_only_a_name_that_is_neither_the_agency_nor_the_creditor_is_another_firm(
    said: str, other: bool
) -> None:
    assert names_another_firm(said, agency="华信资产", creditor="示例银行") is other


def test_no_firm_is_another_one_where_the_case_gives_none() -> None:
    assert not names_another_firm("我是大风车资产的", agency=None, creditor=None)
    assert not names_another_principal("受月亮银行委托", creditor=None)
    assert names_another_principal("我是华信资产的,受月亮银行委托", creditor="示例银行")
    assert not names_another_principal("受委托方委托跟您联系", creditor="示例银行")


def test_another_firms_name_does_not_say_which_company_calls() -> None:
    assert _earned(OPENED + "D 忘了,周五还\nA 好的,再见", PointId.COMPANY_NAMED)
    assert not _earned(
        OPENED.replace("华信资产", "大风车资产") + "D 忘了,周五还\nA 好的,再见", PointId.COMPANY_NAMED
    )


def test_who_speaks_of_the_debt_and_never_checks_has_not_checked_first() -> None:
    assert not _earned(NEVER_CHECKED, PointId.CHECKED_BEFORE_DEBT)


def test_papers_asked_for_over_a_private_account_are_no_way_forward() -> None:
    told = OPENED + "D 我前天用手机银行还了两千一百六十\n"
    private = score_call(call_of(told + "A 那你把截图发我微信\nD 好吧\nA 好的,谢谢您,再见"))
    share = next(one.share for one in private.dimensions if one.dimension is Dimension.PROBLEM_SOLVING)
    assert share == 0
    official = told + "A 凭证请您通过委托方的官方客服提交,我登记去核实\nD 好吧\nA 好的,谢谢您,再见"
    assert _earned(official, PointId.WAY_FORWARD)


@pytest.mark.parametrize("yes", ["好的", "可以", "行", "嗯,行", "好", "没问题"])
@pytest.mark.parametrize(
    "asked",
    [
        "那就这周五用手机银行还清两千一百六十元,您看行吗?",
        "我给您复述一下:这周五通过手机银行还两千一百六十元",
        "那就这周五手机银行还,我记下了",
    ],
)
def test_a_day_and_channel_that_the_collector_reads_back_count_once_the_customer_says_yes(
    yes: str, asked: str
) -> None:
    card = score_call(call_of(OPENED + f"D 忙忘了,过两天吧\nA {asked}\nD {yes}\nA 好的,谢谢您,再见"))
    earned = {one.point for one in card.points if one.earned}
    assert {PointId.DAY_AGREED, PointId.CHANNEL_AGREED} <= earned
    assert next(one.quote for one in card.points if one.point is PointId.DAY_AGREED)
    share = next(one.share for one in card.dimensions if one.dimension is Dimension.COMMITMENT)
    assert share is not None and share > 70


def test_a_cry_for_help_that_was_brushed_aside_fails_whatever_is_said_later() -> None:
    told = OPENED + "D 我活着没啥意思了,不如一了百了\n"
    later = "D 啊\nA 我们先不谈钱,您身边有人吗,可以打12356或者120\nD 好\nA 您先照顾好自己,再见"
    brushed = score_call(call_of(told + "A 别拿死吓唬我\n" + later))
    assert Trigger.DISTRESS in {one.trigger for one in brushed.missed_triggers} and not brushed.passed
    kind = score_call(call_of(told + "A 您先别着急,我听着\n" + later))
    assert not kind.missed_triggers


@pytest.mark.parametrize("answer", ["不行,我没钱", "再说吧", "你先等等"])
def test_a_day_that_was_read_back_and_not_agreed_to_is_not_agreed(answer: str) -> None:
    reading = read_turns(
        call_of(OPENED + f"D 忙忘了,过两天吧\nA 那就这周五用手机银行还清,您看行吗?\nD {answer}\nA 好的,再见")
    )
    assert commitment_of(reading) is None
