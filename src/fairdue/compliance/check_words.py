"""A rule's check and its conditions in words, for whoever reads the rulebook instead of its files.

Room: compliance. The desk, the command line and the generated reference show the same words. What was found in
one case is said by ``finding``; here stands what is asked in every case.

>>> from fairdue.compliance.checks import AtMost
>>> check_in_words(AtMost("visits_today", 1)).en
'visits today: at most 1, counted anew from 00:00 of the next day'
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import assert_never

from fairdue.compliance.action import ActionKind
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
)
from fairdue.compliance.clock import CLOCK_KIND_NAMES, CLOCK_START_NAMES, Clock
from fairdue.compliance.explain import DUTY_TEXTS
from fairdue.compliance.finding import HOLD_NAMES, WEEKDAY_NAMES, label_of
from fairdue.compliance.rule import Condition, Effect, Rule, Treatment, Version
from fairdue.compliance.rule_reading import GROUPS_OF_KINDS
from fairdue.compliance.word_names import word_name
from fairdue.foundation.bilingual import Bilingual

TREATMENT_NAMES = {
    Treatment.ENFORCED: Bilingual("执行", "enforced"),
    Treatment.WARNED: Bilingual("提醒", "warned"),
    Treatment.RECORDED: Bilingual("记录", "recorded"),
    Treatment.DISABLED: Bilingual("停用", "disabled"),
}
"""What the house does about a rule, in words."""

EFFECT_NAMES = {
    Effect.REFUSE: Bilingual("不符合即拒绝", "refused otherwise"),
    Effect.DEFER: Bilingual("不符合即等待", "made to wait otherwise"),
    Effect.WARN: Bilingual("不符合即提醒", "a warning otherwise"),
    Effect.DUTY: Bilingual("须履行", "a duty"),
    Effect.RECORD: Bilingual("机构义务，留痕", "a duty of the organisation, kept on record"),
}
"""What follows, in words."""

_GROUP_NAMES = {
    "every_contact": Bilingual("任何联系", "every contact"),
    "every_saying": Bilingual("任何说话内容", "everything said"),
    "every_wording": Bilingual("任何措辞", "everything said or written"),
}


def check_in_words(check: Check) -> Bilingual:
    """What must be so for the check to pass."""
    match check:
        case AtMost():
            return _at_most(check)
        case OutsideQuietHours():
            return _quiet_hours(check)
        case OnWeekdays():
            zh = "、".join(WEEKDAY_NAMES.zh[day - 1] for day in check.allowed)
            en = ", ".join(WEEKDAY_NAMES.en.split()[day - 1] for day in check.allowed)
            at = _at(check.resumes_at)
            return Bilingual(
                f"只在星期{zh}；其他日子等到 {at}", f"only on {en}; on other days it waits for {at}"
            )
        case MustBe():
            label, wanted = label_of(check.column), word_name(check.column, check.value)
            return Bilingual(f"{label.zh}：须为{wanted.zh}", f"{label.en}: must be {wanted.en}")
        case MustBeOneOf():
            label, words = label_of(check.column), _either(check.column, check.allowed)
            return Bilingual(f"{label.zh}：只能是{words.zh}", f"{label.en}: only {words.en}")
        case MustNotHold():
            names = [HOLD_NAMES[hold] for hold in check.holds]
            zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
            return Bilingual(f"没有下列暂停：{zh}", f"none of these holds is active: {en}")
        case Between():
            return _between(check)
        case AmountsAgree():
            one, two, within = label_of(check.column), label_of(check.other), check.within_fen
            return Bilingual(
                f"{one.zh}与{two.zh}相差不超过 {within} 分",
                f"{one.en} and {two.en} differ by no more than {within} fen",
            )
        case LongEnoughSince() | NotLaterThan():
            return _span(check)
        case UnreachableCondition():
            return Bilingual(
                f"预留号码全部失效，或连续 {check.failed_calls} 次联系失败（次日起），或连续 {check.failed_days} 天联系不上",
                f"every number left is invalid, or {check.failed_calls} calls in a row failed (from the next day on), "
                f"or {check.failed_days} days in a row failed",
            )
        case Never():
            return Bilingual("一律禁止", "never permitted")
        case _:
            assert_never(check)


def _at_most(check: AtMost) -> Bilingual:
    label = label_of(check.column)
    if check.reopens_on is not None:
        opens = label_of(check.reopens_on)
        return Bilingual(
            f"{label.zh}：至多 {check.limit}，到“{opens.zh}”那天重新计",
            f"{label.en}: at most {check.limit}, counted anew on: {opens.en}",
        )
    at = _at(check.resumes_at)
    return Bilingual(
        f"{label.zh}：至多 {check.limit}，次日 {at} 起重新计",
        f"{label.en}: at most {check.limit}, counted anew from {at} of the next day",
    )


def _quiet_hours(check: OutsideQuietHours) -> Bilingual:
    start, end = _at(check.start), _at(check.end)
    zh, en = f"不在 {start} 至 {end} 之间", f"not from {start} to {end}"
    clocks = [label_of(clock) for clock in check.clocks]
    zh += f"（{'、'.join(clock.zh for clock in clocks)}）"
    en += f" ({', '.join(clock.en for clock in clocks)})"
    if check.unless is None:
        return Bilingual(zh, en)
    opens = label_of(check.unless)
    return Bilingual(f"{zh}，除非：{opens.zh}", f"{en}, unless: {opens.en}")


def _between(check: Between) -> Bilingual:
    label = label_of(check.column)
    zh, en = (" 分", " fen") if check.column.endswith("_fen") else ("", "")
    least, most = check.at_least, check.at_most
    if least is None:
        return Bilingual(f"{label.zh}：至多 {most}{zh}", f"{label.en}: at most {most}{en}")
    if most is None:
        return Bilingual(f"{label.zh}：至少 {least}{zh}", f"{label.en}: at least {least}{en}")
    return Bilingual(f"{label.zh}：{least} 至 {most}{zh}", f"{label.en}: {least} to {most}{en}")


def _span(check: LongEnoughSince | NotLaterThan) -> Bilingual:
    label = label_of(check.on)
    zh, en = check.span.in_words()
    if isinstance(check, NotLaterThan):
        return Bilingual(f"{label.zh}之后不超过 {zh}", f"no more than {en} after: {label.en}")
    if check.must_have_happened:
        happened = label_of(check.happened)
        return Bilingual(
            f"{happened.zh}，且{label.zh}已满 {zh}", f"{happened.en}, and {en} have gone by since: {label.en}"
        )
    return Bilingual(
        f"{label.zh}已满 {zh}，或从未发生", f"{en} have gone by since: {label.en}; or it never happened"
    )


def clock_in_words(clock: Clock) -> Bilingual:
    """What a clock demands, from which event, and for how long."""
    kind, starts = CLOCK_KIND_NAMES[clock.kind], CLOCK_START_NAMES[clock.starts]
    if clock.span is None:
        return Bilingual(f"{kind.zh}：自{starts.zh}当日", f"{kind.en}: the day on which {starts.en}")
    zh, en = clock.span.in_words()
    return Bilingual(f"{kind.zh}：自{starts.zh}起 {zh}", f"{kind.en}: {en} from the day on which {starts.en}")


def version_in_words(rule: Rule, version: Version) -> Bilingual:
    """What one dated version of a rule asks: its check, its clock, its duties, or just that it holds."""
    if version.check is not None:
        return check_in_words(version.check)
    if version.clock is not None:
        return clock_in_words(version.clock)
    if rule.duties:
        texts = [DUTY_TEXTS[duty] for duty in rule.duties]
        return Bilingual("；".join(text.zh for text in texts), "; ".join(text.en for text in texts))
    return Bilingual("生效", "in force")


def conditions_in_words(rule: Rule) -> Bilingual:
    """To which acts and in which circumstances the rule applies, exceptions included."""
    if rule.effect is Effect.RECORD:
        return Bilingual("不问单个行为，属机构义务", "not asked of acts; a duty of the organisation")
    if not rule.applies_to:
        text = Bilingual("任何行为", "every act")
    else:
        said = [condition_in_words(condition) for condition in rule.applies_to]
        text = Bilingual("；".join(one.zh for one in said), "; ".join(one.en for one in said))
    if not rule.except_when:
        return text
    exceptions = [condition_in_words(condition) for condition in rule.except_when]
    zh = "，且".join(one.zh for one in exceptions)
    en = " and ".join(one.en for one in exceptions)
    return Bilingual(f"{text.zh}；除外：{zh}", f"{text.en}; except when {en}")


def condition_in_words(condition: Condition) -> Bilingual:
    """One condition: the column, and the values of which it must have one."""
    label = label_of(condition.column)
    if condition.column == "kind":
        words = _kinds(condition.allowed)
    else:
        words = _either(condition.column, sorted(condition.allowed, key=str))
    return Bilingual(f"{label.zh}：{words.zh}", f"{label.en}: {words.en}")


def _kinds(allowed: Iterable[str | bool]) -> Bilingual:
    """Kinds of act in their order, whole groups by the group's name, the largest group first."""
    left = {str(kind) for kind in allowed}
    named = []
    for group, kinds in sorted(GROUPS_OF_KINDS.items(), key=lambda pair: -len(pair[1])):
        if set(kinds) <= left:
            named.append(_GROUP_NAMES[group])
            left -= set(kinds)
    named += [word_name("kind", kind.value) for kind in ActionKind if kind.value in left]
    return Bilingual("、".join(name.zh for name in named), ", ".join(name.en for name in named))


def _either(column: str, words: Iterable[str | bool]) -> Bilingual:
    names = [word_name(column, word) for word in words]
    if len(names) == 1:
        return names[0]
    *first, last = names
    zh, en = "、".join(name.zh for name in first), ", ".join(name.en for name in first)
    return Bilingual(f"{zh}或{last.zh}", f"{en} or {last.en}")


def _at(moment: time) -> str:
    return f"{moment:%H:%M}"
