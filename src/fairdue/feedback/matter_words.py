"""What happened to a complaint, dispute, hardship or objection, as lines of the timeline.

Room: feedback. What was said, asked or answered stands in the line's ``detail``, never in its text.
"""

from __future__ import annotations

from typing import assert_never

from fairdue.casefile import happening as h
from fairdue.casefile import matter as m
from fairdue.feedback.words import GROUND_WORDS, REASON_WORDS
from fairdue.foundation.bilingual import Bilingual

MatterHappening = (
    h.DisputeOpened
    | h.DisputeClosed
    | h.ComplaintReceived
    | h.ComplaintClosed
    | h.HardshipStated
    | m.MatterStep
)


def say_of_matter(happened: MatterHappening) -> Bilingual:
    """One step in words."""
    match happened:
        case h.DisputeOpened():
            ground = GROUND_WORDS[happened.ground]
            return Bilingual(f"提出争议：{ground.zh}", f"a dispute was opened about {ground.en}")
        case h.DisputeClosed():
            return _decided("争议", "the dispute", happened.upheld)
        case h.ComplaintReceived():
            return Bilingual("收到投诉", "a complaint was received")
        case h.ComplaintClosed():
            return _decided("投诉", "the complaint", happened.upheld)
        case h.HardshipStated():
            reason = REASON_WORDS[happened.reason]
            return Bilingual(f"说明困难：{reason.zh}", f"a hardship was stated: {reason.en}")
        case _:
            return _say_step(happened)


def _say_step(happened: m.MatterStep) -> Bilingual:
    match happened:
        case m.CreditObjectionReceived():
            return Bilingual("收到征信异议", "a credit objection was received")
        case m.MatterAcknowledged():
            return Bilingual("已告知客户受理", "the customer was told that it was received")
        case m.MatterAssigned():
            return Bilingual(f"由 {happened.handler} 办理", f"{happened.handler} handles it from now on")
        case m.ExtensionAsked():
            return Bilingual("申请延期答复", "more time to answer was asked for")
        case m.ExtensionGranted():
            return Bilingual("延期经另一人审批", "a second person approved the extension")
        case m.ExtensionTold():
            on = happened.told_on.isoformat()
            return Bilingual(f"{on} 已把延期告知客户", f"the customer was told of the extension on {on}")
        case m.MatterAnswered():
            if happened.upheld:
                return Bilingual("已答复客户：成立", "the customer was answered: justified")
            return Bilingual("已答复客户：不成立", "the customer was answered: not justified")
        case m.MatterClosed():
            return _decided("事项", "the matter", happened.upheld)
        case _:
            assert_never(happened)


def detail_of_matter(happened: object) -> str:
    """What was said, asked for or answered; empty for any other happening."""
    match happened:
        case h.DisputeOpened() | h.ComplaintReceived() | h.HardshipStated() | m.CreditObjectionReceived():
            return happened.said
        case m.ExtensionAsked() | h.HoldReleased():
            return happened.reason
        case m.MatterAnswered():
            return happened.answer
        case _:
            return ""


def _decided(zh: str, en: str, upheld: bool) -> Bilingual:
    if upheld:
        return Bilingual(f"{zh}办结：成立", f"{en} was closed as justified")
    return Bilingual(f"{zh}办结：不成立", f"{en} was closed as not justified")
