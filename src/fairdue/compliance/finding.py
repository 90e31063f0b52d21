"""What a check found, in words: the rule's own sentence, and in brackets what was seen against it.

Room: compliance. Counts, times and kinds only; nothing here names a person or a number.
"""

from __future__ import annotations

from datetime import time
from typing import assert_never

from fairdue.casefile.hold import HoldKind
from fairdue.compliance.action import Action
from fairdue.compliance.checks import (
    AtMost,
    Check,
    HeadcountBetween,
    MustBe,
    MustBeOneOf,
    MustNotHold,
    OutsideQuietHours,
    UnreachableCondition,
    columns_needed,
)
from fairdue.compliance.facts import Facts, column_label
from fairdue.foundation.bilingual import Bilingual

HOLD_NAMES = {
    HoldKind.DISPUTE: Bilingual("争议", "dispute"),
    HoldKind.COMPLAINT: Bilingual("投诉", "complaint"),
    HoldKind.HARDSHIP: Bilingual("困难", "hardship"),
    HoldKind.STOP_CONTACT: Bilingual("要求停止联系", "asked not to be contacted"),
    HoldKind.REPRESENTATION: Bilingual("已委托代理人", "represented by somebody"),
    HoldKind.DEATH: Bilingual("身故", "death"),
    HoldKind.INCAPACITY: Bilingual("无/限制行为能力", "incapacity"),
    HoldKind.DISTRESS: Bilingual("情绪危机", "distress"),
    HoldKind.CLAIMED_PAYMENT: Bilingual("称已还款待核", "claimed payment being checked"),
    HoldKind.COMPLIANCE: Bilingual("合规暂停", "stopped by compliance"),
}

_ACTION_LABELS = {
    "headcount": Bilingual("上门人数", "how many people go"),
    "third_party_intent": Bilingual("联系第三人的意图", "what the third person is to be asked"),
    "callee_role": Bilingual("对方的身份", "who is to be reached"),
    "purpose": Bilingual("目的", "the purpose"),
    "channel": Bilingual("渠道", "the channel"),
    "call_type": Bilingual("通话类型", "the type of call"),
    "initiated_by": Bilingual("发起方", "who began the contact"),
    "kind": Bilingual("行为", "the act"),
}


def label_of(column: str) -> Bilingual:
    """What a column of the action or of the facts is called in words."""
    return _ACTION_LABELS.get(column) or column_label(column)


def finding_text(says: Bilingual, check: Check, action: Action, facts: Facts) -> Bilingual:
    """The rule's sentence with what was found, for a check that failed."""
    seen = _seen(check, action, facts)
    return Bilingual(f"{says.zh}（{seen.zh}）", f"{says.en} ({seen.en})")


def unknown_text(says: Bilingual, check: Check, action: Action, facts: Facts) -> Bilingual:
    """The rule's sentence with the columns that are missing, for a check that could not be answered."""
    missing = [label_of(column) for column in columns_needed(check) if _is_missing(column, action, facts)]
    zh, en = "、".join(label.zh for label in missing), "; ".join(label.en for label in missing)
    return Bilingual(
        f"{says.zh}（不知道：{zh}；事实不明，不予放行）",
        f"{says.en} (not known: {en}; without it nothing is permitted)",
    )


def _is_missing(column: str, action: Action, facts: Facts) -> bool:
    return getattr(action if column in _ACTION_LABELS else facts, column) is None


def _seen(check: Check, action: Action, facts: Facts) -> Bilingual:
    match check:
        case AtMost(column, limit, _):
            label, count = column_label(column), getattr(facts, column)
            return Bilingual(f"{label.zh}：{count}，上限 {limit}", f"{label.en}: {count}, limit {limit}")
        case OutsideQuietHours(start, end, _):
            now = _clock(facts.local_time)
            return Bilingual(
                f"当地时间 {now}，静默时段 {_clock(start)}–{_clock(end)}",
                f"local time {now}, quiet hours {_clock(start)} to {_clock(end)}",
            )
        case MustBe(column, wanted):
            label = column_label(column)
            zh, en = ("否", "no") if wanted else ("是", "yes")
            return Bilingual(f"{label.zh}：{zh}", f"{label.en}: {en}")
        case MustBeOneOf(column, of_action, allowed):
            label, value = label_of(column), getattr(action if of_action else facts, column)
            words = ", ".join(allowed)
            return Bilingual(f"{label.zh}：{value}；允许：{words}", f"{label.en}: {value}; allowed: {words}")
        case MustNotHold(holds):
            active = [HOLD_NAMES[hold] for hold in holds if hold in (facts.holds or ())]
            zh, en = "、".join(name.zh for name in active), ", ".join(name.en for name in active)
            return Bilingual(f"当前暂停：{zh}", f"active hold: {en}")
        case HeadcountBetween(least, most):
            people = action.headcount
            return Bilingual(
                f"{people} 人，应为 {least} 至 {most} 人", f"{people}, must be {least} to {most}"
            )
        case UnreachableCondition():
            calls, days = facts.consecutive_failed_calls, facts.consecutive_failed_days
            return Bilingual(
                f"预留号码未全部失效；连续失败 {calls} 次、{days} 天",
                f"a number still works; {calls} failed calls in a row, {days} failed days in a row",
            )
        case _:
            assert_never(check)


def _clock(moment: time | None) -> str:
    # Seconds are shown only where they decide: 22:00:00 is quiet and 21:59:59 is not.
    if moment is None:
        return "?"
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
