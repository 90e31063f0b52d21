"""The wording guard: any text is judged, sure phrases stand, facts decide, and disguise does not help."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.compliance.wording.evasions import EVASIONS
from fairdue.compliance.wording import features
from fairdue.compliance.wording.guard import Judgement, Verdict, WordingModels, judge, shipped_models
from fairdue.compliance.wording.spoken_context import Callee, FactValue, SpokenContext, Stage, read_context
from fairdue.language.linear import LinearModel, Weights, pack, unpack
from fairdue.language.phrasebook import Phrasebook, read_phrasebook

CORPUS = Path(__file__).parents[4] / "corpus" / "collectors"
HARD = "\x00\ud800\udc00\u200b\u202e\u0301👍ﷺ㈱½²(【“\n 还不起诉法院三万块征信你爸,。"
ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters(), max_size=80),
    st.text(alphabet=HARD, max_size=250),
)
CONTEXTS = st.builds(
    SpokenContext,
    st.sampled_from(Callee),
    st.booleans(),
    st.sampled_from(Stage),
    st.dictionaries(
        st.sampled_from(
            ("lawsuit_filed", "case_no", "agent_role", "fees", "ledger_amount_fen", "vulnerable", "x")
        ),
        st.one_of(st.booleans(), st.integers(-5, 10**12), st.text(max_size=5)),
        max_size=4,
    ),
)
MILD = "您有困难可以申请协商,我们会如实登记。"


def _said(text: str, callee: Callee = Callee.DEBTOR, verified: bool = True, **facts: FactValue) -> Judgement:
    return judge(text, SpokenContext(callee, verified, Stage.NEGOTIATION, facts))


def _codes(judged: Judgement) -> set[str]:
    return {one.code for one in judged.findings}


@cache
def _violations() -> list[tuple[str, SpokenContext]]:
    """The lines of the corpus that are violations and are judged so."""
    lines = [
        json.loads(line) for path in sorted(CORPUS.glob("*.jsonl")) for line in path.open(encoding="utf-8")
    ]
    found = [
        (one["text"], read_context(one.get("context"))) for one in lines if one["expected"] == "violation"
    ]
    return [one for one in found if judge(*one).verdict is Verdict.VIOLATION]


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT, CONTEXTS)
def test_any_text_is_judged_and_every_stretch_lies_in_it(text: str, context: SpokenContext) -> None:
    judged = judge(text, context)
    assert 0.0 <= judged.share <= 1.0
    assert (judged.verdict is Verdict.OK) == (judged.findings == ())
    assert len({one.code for one in judged.findings}) == len(judged.findings)
    for one in judged.findings:
        assert 0 <= one.starts <= one.ends <= len(text)
        assert 0.0 <= one.share <= 1.0


@pytest.mark.parametrize(
    "text",
    [
        "还" * 10_000,
        "不" * 10_000 + "起诉",
        "([{" * 3_000,
        "\u200b" * 10_000,
        "\ud800" * 10_000,
        "1" * 10_000,
        "",
        "\x00",
    ],
    ids=lambda text: ascii(text[:4]),
)
def test_the_longest_and_the_emptiest_text_is_judged(text: str) -> None:
    assert judge(text).verdict in Verdict


SURE = [
    ("你这个骗子,不要脸", "C12"),
    ("今天不还就打给你爸妈", "C02"),
    ("不还钱就让你坐牢", "C05"),
    ("再不还我们就去你单位找你领导", "C02"),
]


@pytest.mark.parametrize(("text", "code"), SURE)
def test_a_plain_violation_is_one_and_its_class_is_named(text: str, code: str) -> None:
    judged = judge(text)
    assert judged.verdict is Verdict.VIOLATION and code in _codes(judged)


def _a_model(labels: tuple[str, ...], says: str | None) -> LinearModel:
    biases = tuple(9.0 if one == says else -9.0 for one in labels)
    return unpack(pack(Weights(labels=labels, biases=biases, grams={}, cues={})))


def test_a_sure_phrase_is_a_violation_whatever_the_models_say(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "words.yaml": "{}",
        "C01.yaml": "means: C01\nsays: {zh: 暴力, en: violence}\n"
        "groups: {beat: {sure: true, phrases: [弄死你], except: [谁要弄死你]}, hint: {phrases: [小心]}}\n",
    }
    monkeypatch.setattr(features, "phrasebook", lambda folder: Phrasebook(*read_phrasebook(files)))
    shipped = shipped_models()
    models = WordingModels(_a_model(shipped.codes.labels, None), _a_model(shipped.verdict.labels, "ok"))
    for text in ("弄死你", "我要弄死你", f"{MILD * 9}弄死你{MILD * 9}", "弄*死\u200b你"):
        judged = judge(text, models=models)
        assert judged.verdict is Verdict.VIOLATION and judged.share == 1.0
        assert [one.code for one in judged.findings] == ["C01"]
        found = judged.findings[0]
        assert text[found.starts : found.ends].startswith("弄") and text[: found.ends].endswith("你")
    for text in ("您好", "小心", "谁要弄死你"):
        assert judge(text, models=models).verdict is Verdict.OK


@pytest.mark.parametrize(
    ("text", "fact", "code"),
    [
        ("我们已经向法院起诉您了", "lawsuit_filed", "C05"),
        ("这个案子法院已经立案了", "lawsuit_filed", "C05"),
        ("本息一次结清给您减免三千", "offer_approved", "C15"),
        ("今天还清可以给您打八折", "offer_approved", "C15"),
        ("您的逾期记录已报送征信中心", "credit_reported", "C08"),
        ("这笔已经上报征信了", "credit_reported", "C08"),
        ("您作为担保人也要承担还款责任", "guarantor", "C03"),
    ],
)
def test_words_that_a_fact_decides_are_held_without_it_and_never_ok_when_it_is_false(
    text: str, fact: str, code: str
) -> None:
    held = _said(text)
    assert held.verdict is Verdict.REVIEW and code in _codes(held)
    assert _said(text, **{fact: False}).verdict is not Verdict.OK


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("您的逾期记录已报送征信中心", {"credit_reported": True}),
        ("我们已经向法院起诉您了", {"lawsuit_filed": True, "case_no": "(2026)京0105民初1234号"}),
        ("我是银行的工作人员,跟您核对账单", {"agent_role": "bank_staff"}),
        ("本息一次结清给您减免三千", {"offer_approved": True}),
        ("您作为担保人也要承担还款责任", {"guarantor": True}),
        ("这笔已经上报征信了", {"credit_reported": True}),
        ("明天下午我们上门拜访您", {"visit_scheduled": True, "visit_consent": True}),
    ],
)
def test_words_that_a_fact_decides_are_ok_when_it_is_true(text: str, facts: dict[str, FactValue]) -> None:
    assert _said(text, **facts).verdict is Verdict.OK


@pytest.mark.parametrize("text", ["案件已经受理,您不出庭就判刑拘留", "已经起诉了,再不还就找你爸妈"])
def test_a_lawsuit_that_was_filed_backs_no_threat_beside_it(text: str) -> None:
    assert _said(text, lawsuit_filed=True).verdict is not Verdict.OK


@pytest.mark.xfail(reason="the models still ask about a lawyer who says so", strict=True)
@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("我是张律师,代表银行跟您谈", {"agent_role": "lawyer"}),
    ],
)
def test_more_words_that_a_fact_decides_are_ok_when_it_is_true(
    text: str, facts: dict[str, FactValue]
) -> None:
    assert _said(text, **facts).verdict is Verdict.OK


@pytest.mark.parametrize(
    ("unlawful", "lawful"),
    [
        ("今天不还就打给你爸妈", "我们不会联系您的家人"),
        ("我们会联系您的家人", "公司规定不允许联系您的家人"),
        ("再不还我们就去你单位找你领导", "我们不会去您单位"),
        ("不还钱就让你坐牢", "欠款是民事纠纷,不会坐牢"),
        ("我们会起诉您的", "有人跟您说会起诉您,是吗"),
        ("我会找您父母", "刚才我说会找您父母,说错了,我们不会这样做"),
        ("我们会去找您单位", "您说有人威胁要找您单位,我帮您登记投诉"),
        ("你不要脸", "请您不要说不要脸这种话"),
    ],
)
def test_negation_quotation_rule_and_correction_turn_words_lawful(unlawful: str, lawful: str) -> None:
    assert judge(unlawful).verdict is not Verdict.OK
    assert judge(lawful).verdict is Verdict.OK


@pytest.mark.parametrize("text", ["他欠我们五万块钱", "王先生的贷款逾期两个月了"])
def test_the_debt_is_not_told_to_a_third_person(text: str) -> None:
    told = _said(text, Callee.THIRD_PARTY, verified=False)
    assert told.verdict is Verdict.VIOLATION and "C18" in _codes(told)


@pytest.mark.parametrize("callee", Callee)
def test_a_request_to_call_back_may_be_left_with_anybody(callee: Callee) -> None:
    assert _said("请您转告他回个电话", callee, verified=False).verdict is Verdict.OK


def test_the_debt_is_told_to_nobody_before_they_are_verified() -> None:
    text = "您这笔欠款一万二已经逾期了"
    assert _said(text, Callee.UNKNOWN, verified=False).verdict is Verdict.VIOLATION


@pytest.mark.parametrize("place", [0, 30, 95, 96, 97, 140, 2_500, 4_990])
@pytest.mark.parametrize("filler", [MILD, "。", "您好，"])
def test_a_sure_violation_is_found_wherever_it_hides_in_a_long_text(filler: str, place: int) -> None:
    ok_text = (filler * 5_000)[:5_000]
    text = f"{ok_text[:place]}今天不还我弄死你{ok_text[place:]}"
    judged = judge(text)
    assert judged.verdict is Verdict.VIOLATION and "C01" in _codes(judged)
    found = next(one for one in judged.findings if one.code == "C01")
    assert 0 <= found.starts < found.ends <= len(text)


def test_a_long_lawful_text_is_ok() -> None:
    assert judge(MILD).verdict is Verdict.OK
    assert judge(MILD * 250).verdict is Verdict.OK


@pytest.mark.xfail(reason="one violation in twenty still passes behind a greeting", strict=True)
@pytest.mark.parametrize("mild", [MILD * 4, MILD * 250], ids=len)
def test_mild_words_around_a_violation_do_not_make_it_ok(mild: str) -> None:
    became: Counter[Verdict] = Counter()
    for text, context in _violations()[::8]:
        became[judge(f"{text},{mild}", context).verdict] += 1
        became[judge(f"{mild}{text}", context).verdict] += 1
    assert became[Verdict.OK] <= 0.02 * became.total(), became


@pytest.mark.parametrize("evasion", EVASIONS)
def test_a_violation_in_disguise_is_judged_like_the_plain_one(evasion: str) -> None:
    disguise = EVASIONS[evasion]
    some = _violations()[::5]
    same = sum(judge(disguise(text), context).verdict is Verdict.VIOLATION for text, context in some)
    assert same / len(some) >= 0.98


@given(st.text(alphabet="您你会不起诉还钱家人,。", max_size=30))
@settings(max_examples=100, deadline=None)
def test_who_says_ni_is_heard_in_the_same_words_as_who_says_nin(text: str) -> None:
    """Only phrases, which a person wrote with the one or the other, tell the two apart."""
    polite, plain = text.replace("你", "您"), text.replace("您", "你")
    context = SpokenContext()
    heard = [features.wording_features(one, context=context).grams for one in (polite, plain)]
    assert heard[0] == heard[1]
