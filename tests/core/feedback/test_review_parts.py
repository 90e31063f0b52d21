"""What follows from a review: the risk, the recorded result, agreement of reviewers, trends, the script."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.feedback.call_builder import GOOD, call_of
from fairdue.casefile.call_review import WordsKept
from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.wording.guard import WordingModels
from fairdue.feedback.call_reading import Interpreters, read_turns
from fairdue.feedback.full_review import review_fully
from fairdue.feedback.kept_review import judge_call, risk_number
from fairdue.feedback.result_check import PROTECTS, Weight, check_result
from fairdue.feedback.review import review
from fairdue.feedback.review_calibration import disagreements, kappa, kappas_of_all
from fairdue.feedback.review_risk import RiskLevel, risk_of
from fairdue.feedback.review_trend import Change, ReviewedCall, trend, trend_of_classes, trend_of_collectors
from fairdue.feedback.script_adherence import Step, Taken, adherence
from fairdue.feedback.structure import find
from fairdue.feedback.transcript import Part, Transcript, Unjudged
from fairdue.foundation.bilingual import Bilingual
from fairdue.language.linear import Weights, pack, unpack

THREAT = GOOD.replace(
    "D 可以的。", "D 我没钱。\nA 今天不还我就天天打到你还为止,去你单位找你领导。\nD 你别这样。"
)


def test_a_threat_comes_before_a_good_call_and_the_third_person_before_both() -> None:
    told = """
    A 喂,您好,我是华信资产的,王秀兰在吗?
    T 她不在,我是她姐姐。
    A 她欠示例银行两千一百六十元,逾期十二天了,您让她赶紧还。
    T 我知道了。
    """
    good, threat, third = (call_of(text) for text in (GOOD, THREAT, told))
    risks = [risk_of(review(call), call) for call in (third, threat, good)]
    assert [one.level for one in risks] == [RiskLevel.URGENT, RiskLevel.HIGH, RiskLevel.LOW]
    assert sorted(risks, key=lambda one: one.order) == risks
    assert risks[2].reasons == ()


DESPAIR = """
A 您好,请问是王秀兰女士吗?
D 是我,哪位?
A 我是华信资产的,受示例银行委托,本次通话会录音。麻烦您报一下身份证后四位。
D 三零二一。
A 核实无误。您的信用卡应还两千一百六十元。
D 我真的撑不下去了,活着没意思,不如死了算了。
A 这个先不说,请问您今天几点可以还款?
D 我不知道。
A 好的,再见。
"""


def test_a_trigger_that_was_not_heeded_is_a_reason_with_its_turn_wherever_the_risk_is_asked() -> None:
    call = call_of(DESPAIR)
    risk = risk_of(review(call), call)
    assert risk.level is RiskLevel.URGENT
    assert [(one.code, one.turns) for one in risk.reasons if one.code == "distress"] == [("distress", (5,))]
    kept = judge_call(Transcript(call), words=WordsKept.WHOLE, recorded=None)
    assert kept.risk == risk_number(risk)
    assert kept.risk_reasons == tuple(one.says for one in risk.reasons)


def test_another_trigger_that_was_not_heeded_makes_a_high_risk_and_a_heeded_one_none() -> None:
    hard = DESPAIR.replace("我真的撑不下去了,活着没意思,不如死了算了。", "我上个月失业了,真的没有收入。")
    pressed = hard.replace("这个先不说,请问您今天几点可以还款?", "那也得还,今天必须还。")
    kind = hard.replace(
        "这个先不说,请问您今天几点可以还款?",
        "听到您失业我很抱歉。我先帮您登记困难情况,暂停催收,您看可以申请分期吗?",
    )
    level, codes = {}, {}
    for name, text in (("pressed", pressed), ("kind", kind)):
        risk = risk_of(review(call_of(text)), call_of(text))
        level[name], codes[name] = risk.level, {one.code for one in risk.reasons}
    assert level["pressed"] is RiskLevel.HIGH and "hardship" in codes["pressed"]
    assert "hardship" not in codes["kind"]


def test_a_trigger_is_held_against_nobody_where_it_is_not_known_who_spoke() -> None:
    call = call_of(DESPAIR)
    unknown = Transcript(
        call, (Unjudged(Part.SPEAKERS, Bilingual("不知道谁说的", "who spoke is not known")),)
    )
    found = review_fully(unknown)
    assert found.risk is not None
    assert "distress" not in {one.code for one in found.risk.reasons}


def test_a_protection_that_the_record_lost_makes_a_high_risk() -> None:
    call = call_of(GOOD)
    lost = check_result(ResultCode.DS, ResultCode.RF)
    assert risk_of(review(call), call, checked=lost).level is RiskLevel.HIGH
    same = check_result(ResultCode.PTP, ResultCode.PTP)
    assert risk_of(review(call), call, checked=same).level is RiskLevel.LOW
    assert risk_of(review(call), call, partly_judged=True).level is RiskLevel.MEDIUM


@pytest.mark.parametrize(
    ("proposed", "recorded", "weight"),
    [
        (ResultCode.PTP, ResultCode.PTP, Weight.SAME),
        (ResultCode.CPX, ResultCode.CP, Weight.CLOSE),
        (ResultCode.RF, ResultCode.PTP, Weight.PROMISE_INVENTED),
        (ResultCode.HS, ResultCode.PTP, Weight.PROTECTION_LOST),
        (ResultCode.RF, ResultCode.NA, Weight.NO_TALK_RECORDED),
        (ResultCode.RF, ResultCode.PTV, Weight.DIFFERENT),
        (ResultCode.PTP, ResultCode.KP, Weight.DIFFERENT),
    ],
)
def test_a_recorded_result_is_weighed_by_what_it_does_to_the_person(
    proposed: ResultCode, recorded: ResultCode, weight: Weight
) -> None:
    assert check_result(proposed, recorded).weight is weight


@given(st.sampled_from(ResultCode), st.sampled_from(ResultCode))
def test_a_lost_protection_is_never_called_mild(proposed: ResultCode, recorded: ResultCode) -> None:
    found = check_result(proposed, recorded)
    assert found.agrees == (proposed is recorded)
    if proposed in PROTECTS and recorded not in PROTECTS:
        assert found.rank == len(Weight) - 1


PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), max_size=40)


@given(PAIRS)
def test_kappa_is_symmetric_at_most_one_and_one_only_for_agreement(pairs: list[tuple[str, str]]) -> None:
    found, turned = kappa(pairs), kappa([(two, one) for one, two in pairs])
    assert found == turned
    if found.value is not None:
        assert -1.0 <= found.value <= 1.0
        assert (found.value == 1.0) == all(one == two for one, two in pairs)
    assert sum(one.times for one in disagreements(pairs)) == sum(one != two for one, two in pairs)


def test_kappa_of_cohens_table_and_of_tables_that_say_nothing() -> None:
    # Agreement 0.7 where chance alone gives 0.5 is 0.4 of the way to certainty.
    table = [("u", "u")] * 20 + [("u", "d")] * 5 + [("d", "u")] * 10 + [("d", "d")] * 15
    assert kappa(table).value == pytest.approx(0.4)
    assert kappa([]).agreement is None
    same = kappa([("u", "u")] * 30)
    assert (same.value, same.agreement) == (None, 1.0)
    assert same.is_enough and not kappa(table[:19]).is_enough


def test_the_last_verdict_of_a_reviewer_about_a_call_counts() -> None:
    said = [
        ("c1", "b", "u"),
        ("c1", "a", "d"),
        ("c1", "a", "u"),
        ("c2", "a", "d"),
        ("c2", "b", "d"),
        ("c3", "a", "u"),
    ]
    found = kappas_of_all(said)
    assert list(found) == [("a", "b")]
    assert (found["a", "b"].n, found["a", "b"].value) == (2, 1.0)


MONDAY = date(2026, 3, 2)


def _calls(count: int, *, bad_before: int, bad_after: int, collector: str = "c1") -> list[ReviewedCall]:
    half = count // 2
    return [
        ReviewedCall(
            collector,
            MONDAY + timedelta(days=at % 7 + (0 if at < half else 28)),
            50 if (at if at < half else at - half) < (bad_before if at < half else bad_after) else 90,
            frozenset({"C12"})
            if (at if at < half else at - half) < (bad_before if at < half else bad_after)
            else frozenset(),
        )
        for at in range(count)
    ]


def test_fewer_findings_than_chance_explains_are_better_and_a_few_calls_are_a_few_calls() -> None:
    better = trend(_calls(80, bad_before=20, bad_after=2))
    assert (better.by_finding, better.by_score) == (Change.BETTER, Change.BETTER)
    assert (better.calls, better.with_finding, len(better.weeks)) == (80, 22, 2)
    assert trend(_calls(80, bad_before=2, bad_after=20)).by_finding is Change.WORSE
    assert trend(_calls(80, bad_before=10, bad_after=11)).by_finding is Change.STEADY
    assert trend(_calls(18, bad_before=9, bad_after=0)).by_finding is Change.TOO_FEW
    assert trend([]).by_score is Change.TOO_FEW


def test_trends_are_kept_for_each_collector_and_each_class() -> None:
    calls = [*_calls(40, bad_before=5, bad_after=5), *_calls(40, bad_before=0, bad_after=0, collector="c2")]
    assert [(one.key, one.with_finding) for one in trend_of_collectors(calls)] == [("c1", 10), ("c2", 0)]
    (only,) = trend_of_classes(calls)
    assert (only.key, only.calls, only.with_finding) == ("C12", 80, 10)


def test_a_good_call_follows_the_script_and_a_late_step_is_late() -> None:
    followed = adherence(read_turns(call_of(GOOD)))
    assert followed.of(Step.VERIFY_IDENTITY).taken is Taken.IN_ORDER
    assert followed.share is not None and followed.share > 0.8
    late = """
    A 您好,您的信用卡欠款两千一百六十元,逾期十二天了,什么时候还?
    D 你哪位?
    A 我是华信资产的,本次通话会录音,麻烦您报一下身份证后四位。
    D 三零二一。
    A 核实无误。
    """
    steps = adherence(read_turns(call_of(late)))
    assert steps.of(Step.ANNOUNCE_RECORDING).taken is Taken.LATE
    assert steps.of(Step.CLOSE).taken is Taken.LEFT_OUT


def test_with_another_person_the_steps_about_money_have_no_occasion() -> None:
    third = """
    A 您好,请问王秀兰在吗?
    T 她不在,我是她姐姐。
    A 好的,麻烦您请她回个电话,谢谢,再见。
    T 行。
    """
    found = adherence(read_turns(call_of(third)))
    assert found.of(Step.STATE_DEBT).taken is Taken.NO_OCCASION
    assert found.of(Step.VERIFY_IDENTITY).taken is Taken.NO_OCCASION
    assert adherence(read_turns(call_of("S 无人接听"))).share is None


def test_whoever_names_company_and_principal_has_said_who_calls_whatever_the_model_thinks() -> None:
    wary = (("C16",), ("violation",))
    models = WordingModels(
        *(unpack(pack(Weights(labels=(*sure, *rest), biases=(9.0, *(-9.0 for _ in rest)), grams={}, cues={})))
          for sure, rest in zip(wary, (("C01",), ("ok", "review")), strict=True))
    )  # fmt: skip
    call = call_of(
        """
        A 你先别问,把那件事处理了再说,听见没有?
        D 哪位?
        A 我是华信资产的,受示例银行委托,本次通话会录音。
        D 嗯。
        """
    )
    found = find(read_turns(call, interpreters=Interpreters(wording=models)))
    assert [(one.turn, one.code) for one in found] == [(0, "C16")]
