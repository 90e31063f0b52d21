"""The result code of whole calls, and the wrongs that only the turns before a line show."""

from __future__ import annotations

import pytest

from core.feedback.call_builder import call_of
from fairdue.compliance.wording.spoken_context import FactValue
from fairdue.feedback.review import review

OPENING = """
A 您好,请问是秦川先生吗?
D 是我。
A 您好,我是华信资产的,受示例银行委托,通话录音。请报一下身份证后四位。
D 三三九一。
A 谢谢,核实无误。您的信用卡应还两千一百六十元,二月二十号到期,逾期十九天,请问是什么原因没还?
"""
LAST = 4
"""The number of the last turn of ``OPENING``."""


def _result(dialogue: str, **facts: FactValue) -> str:
    return review(call_of(OPENING + dialogue.strip(), **facts)).disposition.value


def _codes(dialogue: str, *, turn: int, **facts: FactValue) -> set[str]:
    found = review(call_of(OPENING + dialogue.strip(), **facts)).findings
    return {one.code for one in found if one.turn == LAST + turn}


@pytest.mark.parametrize(
    ("result", "dialogue"),
    [
        (
            "CM",
            """
D 你们上周一天打我二十个电话,还打给我表哥,我要举报你们。
A 非常抱歉,我把您反映的问题登记成投诉,三个工作日内合规部门给您答复。
D 别再打了啊,有事发短信。
A 好的,处理期间改成短信联系。再见。""",
        ),
        (
            "DS",
            """
D 这卡我压根没激活过,哪来的消费?
A 好,我给您报异议,由银行去核查,查清之前这笔不催您。
D 那我等结果。
A 有结果银行书面通知您,再见。""",
        ),
        (
            "PTP",
            """
D 你们算得不对吧,我记得是一千多。
A 两千一是本金,六十是利息,明细您在手机银行能看。
D 哦,那行,十三号我还上。
A 好,三月十三号,两千一百六十元全额,对吗?
D 对。
A 谢谢,再见。""",
        ),
        (
            "NG",
            """
D 一下子还不上,能给我分成十二个月吗?
A 可以先给您报上去,批不批由银行定。
D 材料里流水我是支付宝收款的,那种算吗?
A 可以的,分期申请我提交了,五个工作日内告诉您结果。
D 好,我今晚整理材料。
A 不客气,再见。""",
        ),
        (
            "PTV",
            """
D 能不能宽限我几天?
A 宽限不了,下午五点系统就上报了。
D 可我真没钱。
A 那你找你姐借,凑一凑。
D 我再想想吧。""",
        ),
        (
            "RF",
            """
D 没钱,不还。
A 你这种老赖,全家都没脸见人。
D 你再骂一句我投诉你。
A 投诉没用,还不是转回我手里。
D 反正我就是不还。
S 对方挂断""",
        ),
        (
            "HS",
            """
D 我上个月查出来尿毒症,一周透析三次,班也上不了。
A 您先保重身体,我把您的病情登记上,申请先缓一缓。
D 那就拜托你了。
A 材料让家里人交到网点就行,月底我给您发短信说进度,再见。""",
        ),
        (
            "ST",
            """
D 我在产房陪护,手机老响受不了,以后别打了,寄信给我。
A 明白,我给您停掉电话,改成信函联系,地址还是登记的那个吗?
D 是。
A 好,已经登记。打扰了,再见。""",
        ),
    ],
)
def test_a_call_results_in_what_it_ends_with_and_what_is_recorded(result: str, dialogue: str) -> None:
    assert _result(dialogue) == result


def test_a_dispute_that_the_case_knows_outweighs_a_complaint_in_answer_to_a_violation() -> None:
    dialogue = """
D 我上个月就提了异议,银行说在查。
A 查不查跟我没关系,先还了再说,查出来再退你。
D 你吓唬谁?我要投诉你。
A 投诉没用,最后还是转回我手里。
D 我不跟你说了。"""
    assert _result(dialogue, dispute_open=True) == "DS"


@pytest.mark.parametrize(
    ("result", "answer"),
    [("TM", "行,等他出来我讲一声。"), ("TR", "他还不还跟我有啥关系,别再打了。")],
)
def test_a_third_person_who_refuses_in_the_end_takes_no_message(result: str, answer: str) -> None:
    dialogue = f"""
        A 您好,请问是夏冬吗?
        T 不是,我是他室友,有啥事我转达。
        A 您好,我是华信资产的,有事找他本人,麻烦您让他方便时给我们回个电话。
        T {answer}
        A 谢谢您,再见。
        """
    assert review(call_of(dialogue)).disposition.value == result


def test_who_hangs_up_before_verification_stays_a_hang_up() -> None:
    dialogue = """
        A 秦川,我们这边公安局的。
        D 公安局?我没钱。
        A 你那笔消费贷两千一百六,今天不交就拘你。
        D 骗子吧。
        S 对方挂断
        """
    outcome = review(call_of(dialogue))
    assert outcome.disposition.value == "HU"
    assert {(0, "C06"), (2, "C17")} <= {(one.turn, one.code) for one in outcome.findings}


def test_every_wrong_after_a_cry_for_help_is_one_against_a_vulnerable_person() -> None:
    dialogue = """
D 我撑不下去了,我买了药,想一次全吃了。
A 别来这套,先把钱结了。
D 我真的没有办法了。
A 你的账你爸妈就得扛,法律规定的。"""
    assert "C23" in _codes(dialogue, turn=2)
    assert {"C03", "C23"} <= _codes(dialogue, turn=4)


def test_care_after_a_cry_for_help_is_no_wrong() -> None:
    dialogue = """
D 我撑不下去了,不想活了。
A 您先别急,今天不谈钱,您的安全最重要,可以打12356。"""
    assert _codes(dialogue, turn=2) == set()


def test_pressing_for_a_disputed_debt_needs_the_dispute() -> None:
    assert "C25" in _codes(
        "D 这笔是盗刷的,我提过异议。\nA 盗刷也得先还,查完再退你。", turn=2, dispute_open=True
    )
    assert "C25" not in _codes("D 我先还一千行不行?\nA 可以的,先还一千。", turn=2)


def test_a_threat_that_hangs_on_the_customers_plea_is_a_threat_to_tell() -> None:
    assert "C02" in _codes("D 我妈身体不好,求你别打给她。\nA 那就看你怎么做了。", turn=2)


def test_denials_and_corrections_say_nothing() -> None:
    for line in (
        "我们不会去您公司,也不会跟您公司任何人提起。",
        "您也别为了这笔找亲戚朋友凑,慢慢来。",
        "对不起,刚才说我做主全给您免了是我说错了。",
    ):
        assert _codes(f"D 那怎么办?\nA {line}", turn=2) == set(), line


def test_asking_first_for_the_person_hides_no_identity() -> None:
    dialogue = """
        A 喂,是秦川吗?
        D 是我。
        A 我是华信资产的,受示例银行委托,请报一下身份证后四位。
        """
    assert not any(one.code == "C16" for one in review(call_of(dialogue)).findings)
