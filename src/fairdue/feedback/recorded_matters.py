"""What the collector of a call writes down, repeats or acts on: a dispute, a complaint, a hardship, no more calls.

Room: feedback. Collectors speak more evenly than customers, so that what they record tells a call's result well.
"""

from __future__ import annotations

import re

from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.wording.guard import Verdict
from fairdue.feedback.call_reading import AgentTurn, CallReading
from fairdue.foundation.fold import fold

LEAST_SHARE = 0.5
"""How sure the guard must be of a violation before a turn records nothing."""
_RECORDS = {
    ResultCode.CM: re.compile(
        r"(?:登记|记录|受理|提交|上报|转交?|记)[^,。]{0,6}投诉|投诉[^,。]{0,5}(?:登记|受理|记|编号|工单|核查|部门?会|转|提交)|(?:合规|质检|客诉|投诉)部?[^,。]{0,10}(?:联系|回复|核查|答复)|(?:log|register|record)\w*[^.]{0,20}complaint"
    ),
    ResultCode.DS: re.compile(
        r"(?:登记|记录|提交|上报|转|申请|受理|标了?)[^,。]{0,8}(?:争议|异议|核查|盗刷|调查)|(?:争议|异议)[^,。]{0,10}(?:登记|提交|受理|编号|待核|处理岗|期间|部分)|(?:核查|查清|异议|争议)[^,。]{0,8}(?:期间|之前|没有?结论)[^。]{0,16}不[^,。]{0,6}催|提过异议|(?:log|register|record)\w*[^.]{0,20}dispute"
    ),
    ResultCode.ST: re.compile(
        r"(?:停止?|停掉|取消|不再|终止)[^,。]{0,4}(?:电话|外呼|来电|拨打|打给?[您你])|(?:改|换)(?:为|成|用|走)?[^,。]{0,3}(?:书面|邮件|短信|信件|信函|寄信|微信公众)|电话[^,。]{0,5}(?:停|都不)|(?:书面|邮件|短信|信件|信函)[^,。]{0,2}联系"
    ),
    ResultCode.HS: re.compile(
        r"(?:登记|记录|备注|上报|申请|报|标)[^,。]{0,8}(?:困难|特殊情况|难处|病情|病况|住院|暂缓|缓催)|困难(?:客户|登记|申请|情况|标)|申请[^,。]{0,4}(?:暂缓|缓一缓|先缓)|(?:note|record|log)\w*[^.]{0,20}(?:hardship|circumstances|illness)"
    ),
    ResultCode.NG: re.compile(
        r"(?:提交|申请|报|递|登记|反馈|转)[^。]{0,10}(?:分期|方案|延期|展期|减免|想法|个性化|期数)|(?:分期|方案|延期|减免|展期)[^。]{0,8}(?:提交|申请|报|登记|审批|批)|(?:替|帮|给)[您你](?:再)?(?:提交|申请)|审批(?:期间|结果|进度)|(?:行|好),?我(?:给[您你])?报"
    ),
    ResultCode.RF: re.compile(
        r"(?:登记|备注|记录|记)[^。]{0,10}(?:不愿|拒绝|不还|不打算|没有意愿)|您?的意思[^。]{0,8}拒绝还款"
    ),
    ResultCode.CB: re.compile(r"(?:改时间|换个?时间|改天|晚点|[点半]我?再)[^。]{0,6}(?:打|联系|说|来电)"),
}
"""What a collector says who writes a matter down or acts on it."""


def recorded_in(code: ResultCode, folded: str) -> bool:
    """Does a collector's turn, folded, write this matter down? False for a matter that nobody records."""
    words = _RECORDS.get(code)
    return words is not None and words.search(folded) is not None


def says_nothing_wrong(heard: AgentTurn) -> bool:
    """A turn that is a violation records nothing: that a complaint is of no use is not its registration."""
    return heard.judgement.verdict is not Verdict.VIOLATION or heard.judgement.share < LEAST_SHARE


def recorded_matters(reading: CallReading) -> frozenset[ResultCode]:
    """The matters that the collector writes down, repeats or acts on."""
    return frozenset(
        code
        for code, words in _RECORDS.items()
        if any(words.search(fold(one.turn.text)) and says_nothing_wrong(one) for one in reading.agent)
    )
