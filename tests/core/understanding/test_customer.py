"""What a customer said: any text is taken, what must not be missed is not, and stretches lie in the text."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairdue.foundation.civil import CHINA
from fairdue.language.linear import LinearModel, Weights, pack, unpack
from fairdue.understanding.customer import (
    LONGEST_UTTERANCE,
    CustomerModels,
    Understood,
    shipped_models,
    understand,
)
from fairdue.understanding.intent import SAFETY_INTENTS, Intent
from fairdue.understanding.willingness import Willingness

REFERENCE = datetime(2026, 3, 11, 10, tzinfo=CHINA)
HARD = "\x00\ud800\udc00\u200b\u202e\u0301👍ﷺ㈱½²(【“\n 还不起诉死3月三万块点明天下周"
ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(), max_size=80),
    st.text(alphabet=HARD, max_size=120),
    st.text(alphabet="零一二三十百千万亿两几半点块号月日年0123456789.", max_size=60),
)


def _heard(text: str, **more: object) -> Understood:
    return understand(text, reference=REFERENCE, **more)  # type: ignore[arg-type]


def _a_model_that_says(label: str, labels: tuple[str, ...]) -> LinearModel:
    biases = tuple(9.0 if one == label else -9.0 for one in labels)
    return unpack(pack(Weights(labels=labels, biases=biases, grams={}, cues={})))


def _models_that_say(intent: Intent) -> CustomerModels:
    shipped = shipped_models()
    return CustomerModels(
        intents=_a_model_that_says(intent.value, shipped.intents.labels),
        willingness=_a_model_that_says("unknown", shipped.willingness.labels),
    )


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, st.one_of(st.none(), ANY_TEXT))
def test_any_text_is_understood_and_every_stretch_lies_in_it(text: str, agent_before: str | None) -> None:
    heard = _heard(text, agent_before=agent_before)
    assert 1 <= len(heard.intents) <= 3 and len(set(heard.intents)) == len(heard.intents)
    assert all(0.1 <= share <= 1.0 for share in heard.scores.values())
    assert heard.willingness in Willingness
    for one in heard.triggers:
        assert one.intent in SAFETY_INTENTS
        assert 0 <= one.starts < one.ends <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "还" * 10_000,
        "不" * 10_000 + "起诉",
        "(" * 10_000,
        "\u200b" * 10_000,
        "1" * 10_000,
        "明天" * 5_000,
        "\ud800" * 10_000,
    ],
    ids=ascii,
)
def test_a_very_long_text_is_understood(text: str) -> None:
    assert _heard(text).intents


@settings(max_examples=60, deadline=None)
@given(ANY_TEXT)
def test_the_same_words_are_understood_the_same_way(text: str) -> None:
    assert _heard(text) == _heard(text)


def test_a_moment_without_a_zone_is_misuse() -> None:
    with pytest.raises(ValueError, match="zone"):
        understand("明天还", reference=datetime(2026, 3, 11, 10))


MUST_BE_HEARD = [
    ("我真的不想活了", Intent.DISTRESS, "不想活"),
    ("你们再逼我就从楼上跳下去", Intent.DISTRESS, None),
    ("我要去银保监投诉你们", Intent.COMPLAINT, None),
    ("这贷款不是我办的,我身份证丢过", Intent.DISPUTE_DEBT, None),
    ("你打错了,我不认识这个人", Intent.WRONG_PERSON, None),
    ("他上个月去世了", Intent.DECEASED_OR_INCAPACITY, None),
    ("以后别再打我电话了", Intent.STOP_CONTACT, None),
    ("我已经委托律师了,有事找我律师", Intent.REPRESENTATIVE, None),
    ("我失业半年了,一点收入都没有", Intent.HARDSHIP, None),
    ("我是他老婆,他不在", Intent.THIRD_PARTY, None),
]


@pytest.mark.parametrize(("text", "intent", "words"), MUST_BE_HEARD)
def test_what_must_never_be_missed_is_heard(text: str, intent: Intent, words: str | None) -> None:
    heard = _heard(text)
    assert intent in heard.intents
    if words:
        assert any(words in text[one.starts : one.ends] for one in heard.triggers)


@pytest.mark.parametrize(
    "text",
    ["我真的不 想 活了", "我真的不*想*活了", "我真的不\u200b想\u200b活了", "我真的不👍想活了"],
    ids=ascii,
)
def test_a_word_in_disguise_is_heard_and_its_stretch_is_that_of_the_text(text: str) -> None:
    heard = _heard(text)
    assert Intent.DISTRESS in heard.intents
    trigger = next(one for one in heard.triggers if one.intent is Intent.DISTRESS)
    assert text[trigger.starts : trigger.ends].startswith("不")
    assert text[: trigger.ends].endswith("活")


@pytest.mark.parametrize("model_says", [Intent.AGREE, Intent.OTHER, Intent.PAY_NOW, Intent.ABUSIVE])
@pytest.mark.parametrize("text", ["我不想活了", "逼死我你们就满意了", "我要跳楼"])
def test_a_sure_phrase_is_heard_whatever_the_model_says(text: str, model_says: Intent) -> None:
    heard = _heard(text, models=_models_that_say(model_says))
    assert heard.intents[0] is model_says
    assert Intent.DISTRESS in heard.intents
    assert any(one.intent is Intent.DISTRESS for one in heard.triggers)


def test_a_sure_phrase_is_heard_beside_three_meanings_of_the_model() -> None:
    labels = shipped_models().intents.labels
    crowd = {"agree", "pay_now", "promise", "other"}
    biases = tuple(9.0 if one in crowd else -9.0 for one in labels)
    models = CustomerModels(
        unpack(pack(Weights(labels=labels, biases=biases, grams={}, cues={}))), shipped_models().willingness
    )
    heard = _heard("好,我今天还,但是我不想活了", models=models)
    assert Intent.DISTRESS in heard.intents and len(heard.intents) == 3


@pytest.mark.parametrize("padding", ["嗯嗯,", "您好,我在听,", "今天天气不错。"])
@pytest.mark.parametrize("times", [1, 20, 200])
def test_what_is_sure_is_heard_wherever_it_stands_in_what_is_read(padding: str, times: int) -> None:
    text = (padding * times)[: LONGEST_UTTERANCE - 100]
    for said in (f"{text},我不想活了", f"我不想活了,{text}", f"{text},我不想活了,{text[:50]}"):
        heard = _heard(said)
        assert any(one.intent is Intent.DISTRESS for one in heard.triggers), said[:40]
        assert Intent.DISTRESS in heard.intents


def test_what_vanishes_when_read_does_not_use_up_the_room_of_what_was_said() -> None:
    heard = _heard("\u200b" * (LONGEST_UTTERANCE + 1) + "我不想活了")
    assert any(one.intent is Intent.DISTRESS for one in heard.triggers)


@pytest.mark.parametrize(
    ("text", "agent_before", "intent"),
    [
        ("是的", "请问是王秀兰女士吗?", Intent.IDENTITY_CONFIRM),
        ("是我", "您好,请问是李强先生吗?", Intent.IDENTITY_CONFIRM),
        ("好的", "那您今天下午六点前还上,可以吗?", Intent.AGREE),
    ],
)
def test_a_short_answer_is_understood_by_the_question(text: str, agent_before: str, intent: Intent) -> None:
    assert _heard(text, agent_before=agent_before).intents[0] is intent


def test_a_day_is_read_by_the_moment_of_the_call() -> None:
    for days in range(7):
        moment = REFERENCE + timedelta(days=days)
        heard = understand("我明天还两千", reference=moment)
        assert heard.slots.promise_on == (moment + timedelta(days=1)).date()
        assert heard.slots.promise_amount_fen == 200_000


@pytest.mark.parametrize("text", ["热得不想活了", "饿死我了,先吃饭", "累得想死,晚点再说"], ids=ascii)
def test_an_idiom_is_no_trigger(text: str) -> None:
    assert not [one for one in _heard(text).triggers if one.intent is Intent.DISTRESS]


@pytest.mark.parametrize("text", ["我还1.5点二万", "3.5点二万元"])
def test_a_number_with_two_points_breaks_nothing(text: str) -> None:
    assert _heard(text).intents


def test_what_is_sure_takes_the_place_even_of_the_strongest_meaning() -> None:
    said = "我不想活了,我要去银保监投诉你们,有事找我律师,以后别再打我电话了"
    heard = _heard(said, models=_models_that_say(Intent.AGREE))
    sure = {one.intent for one in heard.triggers}
    assert len(sure) >= 3
    assert len(heard.intents) == 3 and set(heard.intents) <= sure


def test_a_stretch_behind_invisible_characters_lies_where_the_words_stand() -> None:
    text = "\u200b" * 5_000 + "我不想活了" + "好" * LONGEST_UTTERANCE + "我要跳楼"
    stretches = [text[one.starts : one.ends] for one in _heard(text).triggers]
    assert "不想活" in "".join(stretches) and not any("跳楼" in one for one in stretches)


@pytest.mark.parametrize("text", ["alsdkfj qwpoeiru zmxncb", "zxcv bnm qwer", "嘟嘟嘟哒哒"], ids=ascii)
def test_noise_on_the_line_is_never_held_against_anybody(text: str) -> None:
    heard = _heard(text)
    assert not {Intent.ABUSIVE, Intent.REFUSE} & set(heard.intents)
