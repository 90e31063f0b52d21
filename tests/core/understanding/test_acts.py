"""What a collector does with an utterance, heard by phrases."""

from __future__ import annotations

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.understanding.acts import Act, read_acts


def _acts(text: str) -> set[Act]:
    return {heard.act for heard in read_acts(text)}


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("您好,请问是王秀兰女士吗?", Act.GREET),
        ("您好,请问是王秀兰女士吗?", Act.ASK_IF_PERSON),
        ("我是华信资产的,工号六零二七", Act.NAME_COMPANY),
        ("受示例银行委托跟您联系", Act.NAME_PRINCIPAL),
        ("咱们这个通话是有录音的", Act.ANNOUNCE_RECORDING),
        ("照例还要核一次身份,身份证后四位请讲", Act.VERIFY_IDENTITY),
        ("核实无误,谢谢您", Act.CONFIRM_VERIFIED),
        ("具体内容我只能跟他本人说", Act.DECLINE_BEFORE_VERIFICATION),
        ("您这笔消费贷已经逾期十二天了", Act.STATE_DEBT),
        ("本期应还两千一百六十元", Act.STATE_AMOUNT),
        ("到今天逾期十二天了", Act.STATE_DUE_OR_OVERDUE),
        ("请问这次没有按时还是什么原因呢?", Act.ASK_REASON),
        ("那您打算怎么办呢?", Act.ASK_PAYMENT_INTENTION),
        ("您今天能处理吗?", Act.ASK_TODAY),
        ("那您看哪天能还上?", Act.ASK_DATE),
        ("您大概能还多少?", Act.ASK_AMOUNT),
        ("您打算用什么渠道还呢?", Act.ASK_CHANNEL),
        ("麻烦您说一下还款的时间、金额和渠道", Act.ASK_THREE_ELEMENTS),
        ("那您能不能先还一部分?", Act.ASK_PARTIAL),
        ("那周五下午我再跟您确认", Act.TELL_NEXT_CONTACT),
        ("以后改用书面方式联系您", Act.TELL_NEXT_CONTACT),
        ("麻烦您转告一下他本人", Act.ASK_THIRD_PARTY_TO_PASS_ON),
        ("分期要银行审批,我没有权限答应您", Act.NO_AUTHORITY),
        ("您可以打12356心理援助热线", Act.OFFER_HELP_LINE),
        ("我今天就把您的投诉登记", Act.REGISTER_COMPLAINT),
        ("这笔五千二我帮您登记争议", Act.REGISTER_DISPUTE),
        ("打扰您了,再见", Act.CLOSE),
    ],
)
def test_an_act_is_heard(text: str, act: Act) -> None:
    assert act in _acts(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("您有录音或者证人吗?", Act.ANNOUNCE_RECORDING),
        ("什么时候还的?", Act.ASK_DATE),
        ("不好意思,打错了", Act.STATE_DEBT),
        ("等核实以后才能跟您说", Act.CONFIRM_VERIFIED),
        ("咱三天之内能见面吗", Act.STATE_DUE_OR_OVERDUE),
        ("今天天气不错", Act.ASK_TODAY),
    ],
)
def test_words_that_look_like_an_act_and_are_none(text: str, act: Act) -> None:
    assert act not in _acts(text)


def test_every_act_has_a_file_in_the_phrasebook_and_every_file_is_an_act() -> None:
    files = resources.files("fairdue_phrasebook").joinpath("acts").iterdir()
    assert {one.name.removesuffix(".yaml") for one in files} == set(Act)


def test_the_stretch_is_that_of_the_text_as_it_was_handed_in() -> None:
    text = "您 好,本次通·话会錄音"
    heard = {one.act: text[one.starts : one.ends] for one in read_acts(text)}
    assert heard[Act.GREET] == "您 好"
    assert heard[Act.ANNOUNCE_RECORDING].endswith("錄音")


@given(st.text(max_size=300))
def test_any_text_is_taken_and_stretches_lie_within_it(text: str) -> None:
    for heard in read_acts(text):
        assert 0 <= heard.starts < heard.ends <= len(text)


def test_lone_surrogates_and_very_long_texts_are_taken() -> None:
    assert read_acts("\ud800\udfff" * 10) == ()
    assert Act.GREET in _acts("您好" + "哦" * 1_000_000)
