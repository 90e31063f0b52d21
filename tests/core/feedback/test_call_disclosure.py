"""The debt told to whoever happens to answer, in words that no model has to know."""

from __future__ import annotations

import pytest

from core.feedback.call_builder import call_of
from fairdue.feedback.review import review

TELLING = (
    "感谢配合，消费贷这笔目前要还9370元，您方便讲讲现在的情况吗？",
    "他在我们这儿的花呗到期了，麻烦您跟他讲一声。",
    "您儿子有两万八还没处理，您知道吗？",
    "她那张信用卡上个月的还没还上呢。",
    "他有笔账拖了三个多月了。",
    "您看他打算什么时候把钱还上？",
    "这边显示还差四千六百块，您帮忙转告。",
    "他的车贷断供了，银行让我们联系。",
    "请您转告他，账上一共一万二，尽快结清。",
    "His loan is overdue, please tell him.",
)
INNOCENT = (
    "请您让他方便的时候回个电话，13800138000。",
    "那我晚上七点半再打过来，您看可以吗？",
    "他一般九点以后在家吗？",
    "我的工号是六零二七，您可以记一下。",
    "麻烦您转告他拨打官方客服热线95588。",
    "具体事情我这边不方便跟您说，您见谅。",
    "我是华信资产的，受示例银行信用卡中心委托，想找王女士本人。",
    "是不是欠款我不能跟您讲，这是他的个人信息。",
    "您没有义务替他做什么，也不用担心。",
    "您要是不放心，可以打电话到公司核实，地址是人民路300号。",
)
OPENING = """
A 您好，我是华信资产，受示例银行委托来电，本次通话会录音，请问是王秀兰女士本人吗？
T 我是他妈妈，他不在家。
"""


def _codes(dialogue: str, turn: int) -> set[str]:
    return {one.code for one in review(call_of(dialogue)).findings if one.turn == turn}


@pytest.mark.parametrize("line", TELLING)
def test_whatever_tells_the_debt_to_a_third_person_is_a_finding(line: str) -> None:
    assert "C18" in _codes(f"{OPENING}A {line}\nT 我不管。", 2)


@pytest.mark.parametrize("line", INNOCENT)
def test_what_tells_a_third_person_nothing_is_none(line: str) -> None:
    assert _codes(f"{OPENING}A {line}\nT 好的。", 2) == set()


@pytest.mark.parametrize(
    "line", ["您还差4600元没有处理。", "您那笔贷款要还9370元。", "您看什么时候把钱还上？"]
)
def test_the_debt_told_before_verification_is_a_finding(line: str) -> None:
    assert "C17" in _codes(f"A 您好，请问是王秀兰女士吗？\nD 是我。\nA {line}\nD 哦。", 2)


def test_a_mother_who_takes_the_receiver_from_the_verified_customer_is_told_anew() -> None:
    dialogue = """
    A 您好，请问是王秀兰女士吗？
    D 是我。
    A 我是华信资产的，麻烦您报一下身份证后四位。
    D 三零二一。
    A 核实无误。您的信用卡应还两千一百六十元，已经逾期。
    T 你找我闺女干嘛？我是她妈。
    A 她信用卡上的钱还没还呢。
    T 啊？
    """
    assert "C18" in _codes(dialogue, 6)
