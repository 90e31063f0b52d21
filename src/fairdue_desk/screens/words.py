"""Words for the closed lists of the core, in both languages: what a screen shows for a status or a state.

What the core has words for (states, holds, result codes, channels, duties) is taken from there, not repeated.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from fairdue.casefile.attestation import ScopeKind
from fairdue.casefile.contact_attempt import AnsweredBy
from fairdue.casefile.contact_point import ContactKind
from fairdue.compliance.action import ActionKind
from fairdue.compliance.register import Asks, Severity
from fairdue.compliance.rule import HOUSE, Force
from fairdue.compliance.word_names import word_name
from fairdue.feedback.words import (
    ARRANGEMENT_WORDS,
    CLAIM_WORDS,
    HOLD_WORDS,
    NUMBER_WORDS,
    PROMISE_WORDS,
    RESULT_WORDS,
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
ACTIONS: Mapping[ActionKind, Bilingual] = {kind: word_name("kind", kind.value) for kind in ActionKind}
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
PACKS: Mapping[str, Bilingual] = {
    "cn": Bilingual("中国", "China"),
    "us": Bilingual("美国", "United States"),
    "gb": Bilingual("英国", "United Kingdom"),
    HOUSE: Bilingual("本公司", "The house"),
}
ASKS: Mapping[Asks, Bilingual] = {
    Asks.BLOCK: Bilingual("阻止", "block"),
    Asks.HOLD_FOR_REVIEW: Bilingual("暂停待审", "hold for review"),
    Asks.WARN: Bilingual("提醒", "warn"),
    Asks.RECORD: Bilingual("登记", "record"),
}
SEVERITIES: Mapping[Severity, Bilingual] = {
    Severity.CRITICAL: Bilingual("极严重", "critical"),
    Severity.HIGH: Bilingual("严重", "high"),
    Severity.MEDIUM: Bilingual("中等", "medium"),
    Severity.LOW: Bilingual("轻微", "low"),
}
SCOPES: Mapping[ScopeKind, Bilingual] = {
    ScopeKind.HOUSE: Bilingual("本机构", "the house"),
    ScopeKind.STAFF: Bilingual("员工", "member of staff"),
    ScopeKind.LINE: Bilingual("线路", "line"),
    ScopeKind.CREDITOR: Bilingual("委托方", "creditor"),
    ScopeKind.BATCH: Bilingual("批次", "batch"),
    ScopeKind.CASE: Bilingual("案件", "case"),
    ScopeKind.CONTACT: Bilingual("联系方式", "contact"),
}
ANSWERED_BY: Mapping[AnsweredBy, Bilingual] = {
    AnsweredBy.DEBTOR: Bilingual("本人接听", "the customer took it"),
    AnsweredBy.THIRD_PARTY: Bilingual("第三人接听", "a third person took it"),
    AnsweredBy.UNKNOWN_PERSON: Bilingual("接听人不明", "somebody unknown took it"),
    AnsweredBy.MACHINE: Bilingual("机器应答", "a machine took it"),
    AnsweredBy.NOBODY: Bilingual("无人接听", "nobody took it"),
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
    ANSWERED_BY,
    RESULT_WORDS,
)


def words_for(value: object) -> Bilingual | None:
    """The words of one value of these lists, by its type; None where it has none."""
    for words in _BY_ENUM:
        first = next(iter(words))
        if type(first) is type(value):
            return words[value]
    return None
