"""Calls for tests, written as short dialogues."""

from __future__ import annotations

from datetime import datetime

from fairdue.compliance.wording.spoken_context import FactValue
from fairdue.feedback.call import Call, Speaker, Turn
from fairdue.foundation.civil import CHINA

SPEAKERS = {"A": Speaker.AGENT, "D": Speaker.DEBTOR, "T": Speaker.THIRD_PARTY, "S": Speaker.SYSTEM}
FACTS: dict[str, FactValue] = {
    "agency": "华信资产",
    "creditor": "示例银行",
    "ledger_amount_fen": 216_000,
    "lawsuit_filed": False,
}


def call_of(dialogue: str, **facts: FactValue) -> Call:
    """A call from lines such as ``A 您好``; it began on Wednesday 2026-03-11 at ten."""
    lines = [line.strip() for line in dialogue.strip().splitlines()]
    turns = tuple(Turn(at, SPEAKERS[line[0]], line[2:]) for at, line in enumerate(lines))
    return Call("c1", datetime(2026, 3, 11, 10, tzinfo=CHINA), FACTS | facts, turns)


GOOD = """
A 您好,请问是王秀兰女士吗?
D 是我,哪位?
A 我是华信资产的,受示例银行委托,本次通话会录音。麻烦您报一下身份证后四位。
D 三零二一。
A 核实无误。您的信用卡应还两千一百六十元,二月二十七号到期,逾期十二天了,请问是什么原因没有还呢?
D 忙忘了,我这周五还,全还。
A 这周五是三月十三号,一次还清两千一百六十元,我这样登记可以吗?
D 可以的。
A 好的,周五下午我再联系您确认到账。打扰您了,再见。
D 再见。
"""
