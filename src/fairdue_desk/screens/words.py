"""Words for the closed lists of the core, in both languages: what a screen shows for a status or a state.

What the core has words for (states, holds, result codes, channels, duties) is taken from there, not repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from fairdue.casefile.contact_point import ContactKind
from fairdue.compliance.action import ActionKind
from fairdue.compliance.rule import Force
from fairdue.feedback.words import (
    ARRANGEMENT_WORDS,
    CLAIM_WORDS,
    HOLD_WORDS,
    NUMBER_WORDS,
    PROMISE_WORDS,
    STATUS_WORDS,
)
from fairdue.foundation.bilingual import Bilingual
from fairdue.strategy.score_table import Level
from fairdue.strategy.work_list import NextDueKind

CONTACT_KINDS: Mapping[ContactKind, Bilingual] = {
    ContactKind.MOBILE: Bilingual("手机", "mobile"),
    ContactKind.HOME_PHONE: Bilingual("住宅电话", "home"),
    ContactKind.WORK_PHONE: Bilingual("单位电话", "work"),
    ContactKind.EMAIL: Bilingual("邮箱", "e-mail"),
}
LEVELS: Mapping[Level, Bilingual] = {
    Level.LOW: Bilingual("低", "low"),
    Level.MEDIUM: Bilingual("中", "medium"),
    Level.HIGH: Bilingual("高", "high"),
    Level.UNKNOWN: Bilingual("未知", "not known"),
}
NEXT_DUE: Mapping[NextDueKind, Bilingual] = {
    NextDueKind.CALLBACK: Bilingual("回拨", "callback"),
    NextDueKind.PROMISE: Bilingual("承诺", "promise"),
    NextDueKind.CLAIM: Bilingual("查账", "claim"),
}
ACTIONS: Mapping[ActionKind, Bilingual] = {
    ActionKind.PLACE_CALL: Bilingual("拨打电话", "call"),
    ActionKind.SEND_MESSAGE: Bilingual("发送短信", "message"),
    ActionKind.SEND_LETTER: Bilingual("寄送信函", "letter"),
    ActionKind.SEND_EMAIL: Bilingual("发送邮件", "e-mail"),
    ActionKind.LEAVE_VOICEMAIL: Bilingual("语音留言", "voicemail"),
    ActionKind.CONTACT_THIRD_PARTY: Bilingual("联系第三人", "contact a third person"),
    ActionKind.VISIT: Bilingual("外访", "visit"),
    ActionKind.REVEAL_SEALED_CONTACT: Bilingual("查看密封联系人", "open a sealed contact"),
    ActionKind.SAY_DEBT_FACT: Bilingual("说明欠款", "state the debt"),
    ActionKind.OFFER_PLAN: Bilingual("提出分期", "offer a plan"),
    ActionKind.REPORT_TO_BUREAU: Bilingual("报送征信", "report to the bureau"),
    ActionKind.HAND_TO_AGENCY: Bilingual("转委托机构", "hand to an agency"),
    ActionKind.EXPORT_DATA: Bilingual("导出数据", "export data"),
}
VERDICTS: Mapping[str, Bilingual] = {
    "permit": Bilingual("允许", "permitted"),
    "defer": Bilingual("暂缓", "deferred"),
    "refuse": Bilingual("拒绝", "refused"),
}
FORCES: Mapping[Force, Bilingual] = {
    Force.LAW: Bilingual("法律法规", "law"),
    Force.STANDARD: Bilingual("国家标准", "standard"),
    Force.GUIDELINE: Bilingual("行业指引", "guideline"),
    Force.POLICY: Bilingual("内部政策", "house policy"),
}
_BY_ENUM: tuple[Mapping[StrEnum, Bilingual], ...] = (
    STATUS_WORDS,  # type: ignore[assignment]
    HOLD_WORDS,
    PROMISE_WORDS,
    CLAIM_WORDS,
    ARRANGEMENT_WORDS,
    CONTACT_KINDS,
    NUMBER_WORDS,
    LEVELS,
    NEXT_DUE,
    ACTIONS,
    FORCES,
)


def words_for(value: object) -> Bilingual | None:
    """The words of one value of these lists, by its type; None where it has none."""
    for words in _BY_ENUM:
        first = next(iter(words))
        if type(first) is type(value):
            return words[value]
    return None
