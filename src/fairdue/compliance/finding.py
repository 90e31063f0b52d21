"""What a check found, in words: the rule's own sentence, and in brackets what was seen against it.

Room: compliance. Counts, times and kinds only; nothing here names a person or a number.
"""

from __future__ import annotations

from datetime import time
from typing import Any, assert_never

from fairdue.casefile.hold import HoldKind
from fairdue.compliance.action import ACTION_COLUMNS, Action
from fairdue.compliance.checks import (
    AmountsAgree,
    AtMost,
    Between,
    Check,
    LongEnoughSince,
    MustBe,
    MustBeOneOf,
    MustNotHold,
    Never,
    NotLaterThan,
    OnWeekdays,
    OutsideQuietHours,
    UnreachableCondition,
    columns_needed,
)
from fairdue.compliance.facts import Facts, column_label
from fairdue.compliance.override import Override
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
    HoldKind.MORATORIUM: Bilingual("法定暂停期", "statutory moratorium"),
    HoldKind.DEBT_ADVICE: Bilingual("正在接受债务咨询", "working with a debt adviser"),
}


def label_of(column: str) -> Bilingual:
    """What a column of the action or of the facts is called in words."""
    return ACTION_COLUMNS[column].label if column in ACTION_COLUMNS else column_label(column)


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
    return _value(column, action, facts) is None


def overridden_text(text: Bilingual, override: Override) -> Bilingual:
    """The objection, and that two persons set it aside, by the id under which the paper is kept."""
    ends = f"{override.period.ends_at:%Y-%m-%d %H:%M}"
    return Bilingual(
        f"{text.zh}（已由两人书面豁免：{override.override_id}，至 {ends}）",
        f"{text.en} (set aside in writing by two persons: {override.override_id}, until {ends})",
    )


def _value(column: str, action: Action, facts: Facts) -> Any:
    return getattr(action if column in ACTION_COLUMNS else facts, column)


def _seen(check: Check, action: Action, facts: Facts) -> Bilingual:
    match check:
        case AtMost(column, limit):
            label, count = label_of(column), _value(column, action, facts)
            return Bilingual(f"{label.zh}：{count}，上限 {limit}", f"{label.en}: {count}, limit {limit}")
        case OutsideQuietHours(start, end):
            now = " / ".join(dict.fromkeys(_clock(getattr(facts, clock)) for clock in check.clocks))
            return Bilingual(
                f"当地时间 {now}，静默时段 {_clock(start)}–{_clock(end)}",
                f"local time {now}, quiet hours {_clock(start)} to {_clock(end)}",
            )
        case OnWeekdays():
            return _weekday_seen(facts)
        case MustBe(column, wanted):
            label = label_of(column)
            zh, en = ("否", "no") if wanted else ("是", "yes")
            return Bilingual(f"{label.zh}：{zh}", f"{label.en}: {en}")
        case MustBeOneOf(column, allowed):
            label, value = label_of(column), _value(column, action, facts)
            words = ", ".join(allowed)
            return Bilingual(f"{label.zh}：{value}；允许：{words}", f"{label.en}: {value}; allowed: {words}")
        case MustNotHold(holds):
            active = [HOLD_NAMES[hold] for hold in holds if hold in (facts.holds or ())]
            zh, en = "、".join(name.zh for name in active), ", ".join(name.en for name in active)
            return Bilingual(f"当前暂停：{zh}", f"active hold: {en}")
        case Between(column, least, most):
            return _number_seen(column, least, most, action, facts)
        case AmountsAgree(column, other, within):
            one, two = label_of(column), label_of(other)
            gap = abs(_value(column, action, facts) - _value(other, action, facts))
            return Bilingual(
                f"{one.zh}与{two.zh}相差 {gap} 分，容差 {within} 分",
                f"{one.en} and {two.en} differ by {gap} fen; {within} is tolerated",
            )
        case LongEnoughSince() | NotLaterThan():
            return _span_seen(check, action, facts)
        case UnreachableCondition():
            calls, days = facts.consecutive_failed_calls, facts.consecutive_failed_days
            return Bilingual(
                f"预留号码未全部失效；连续失败 {calls} 次、{days} 天",
                f"a number still works; {calls} failed calls in a row, {days} failed days in a row",
            )
        case Never():
            return Bilingual("一律禁止", "never permitted")
        case _:
            assert_never(check)


WEEKDAY_NAMES = Bilingual("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")


def _weekday_seen(facts: Facts) -> Bilingual:
    assert facts.local_on is not None, "a weekday rule without a date is unknown, not failed"
    place = facts.local_on.weekday()
    return Bilingual(
        f"当地星期{WEEKDAY_NAMES.zh[place]}", f"{WEEKDAY_NAMES.en.split()[place]} where the person is"
    )


def _number_seen(column: str, least: int | None, most: int | None, action: Action, facts: Facts) -> Bilingual:
    label, value = label_of(column), _value(column, action, facts)
    if least is None:
        return Bilingual(f"{label.zh}：{value}，至多 {most}", f"{label.en}: {value}, at most {most}")
    if most is None:
        return Bilingual(f"{label.zh}：{value}，至少 {least}", f"{label.en}: {value}, at least {least}")
    return Bilingual(
        f"{label.zh}：{value}，应为 {least} 至 {most}", f"{label.en}: {value}, must be {least} to {most}"
    )


def _span_seen(check: LongEnoughSince | NotLaterThan, action: Action, facts: Facts) -> Bilingual:
    if _value(check.happened, action, facts) is False:
        label = label_of(check.happened)
        return Bilingual(f"{label.zh}：否", f"{label.en}: no")
    label, on = label_of(check.on), _value(check.on, action, facts)
    zh, en = check.span.in_words()
    if isinstance(check, LongEnoughSince):
        return Bilingual(f"{label.zh}：{on}，未满 {zh}", f"{label.en}: {on}, not {en} ago yet")
    return Bilingual(f"{label.zh}：{on}，已过 {zh}", f"{label.en}: {on}, more than {en} ago")


def _clock(moment: time | None) -> str:
    # Seconds are shown only where they decide: 22:00:00 is quiet and 21:59:59 is not.
    if moment is None:
        return "?"
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
