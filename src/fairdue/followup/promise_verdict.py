"""A verdict on a promise: its state, the money that counted, and the rule of the truth table that decided.

Room: followup. The rules are a closed list; ``promise_watch`` finds which one applies. What a verdict says is written
here, in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fairdue.casefile.promise import PromiseState
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import show_yuan
from fairdue.foundation.reason import Reason


class PromiseRule(StrEnum):
    """Which rule decided; the words are stable and stand in the log."""

    REACHED = "reached"
    PARTLY = "partly"
    NOTHING = "nothing"
    SETTLED = "settled"
    SETTLED_UNPAID = "settled_unpaid"
    RECALLED = "recalled"
    RETURNED = "returned"
    RUNNING = "running"
    CLAIM_OPEN = "claim_open"
    CALENDAR_UNKNOWN = "calendar_unknown"
    STAYS_CANCELLED = "stays_cancelled"


STATE_OF_RULE = {
    PromiseRule.REACHED: PromiseState.KEPT,
    PromiseRule.PARTLY: PromiseState.PARTLY_KEPT,
    PromiseRule.NOTHING: PromiseState.BROKEN,
    PromiseRule.SETTLED: PromiseState.KEPT,
    PromiseRule.SETTLED_UNPAID: PromiseState.CANCELLED,
    PromiseRule.RECALLED: PromiseState.CANCELLED,
    PromiseRule.RETURNED: PromiseState.CANCELLED,
    PromiseRule.RUNNING: PromiseState.OPEN,
    PromiseRule.CLAIM_OPEN: PromiseState.OPEN,
    PromiseRule.CALENDAR_UNKNOWN: PromiseState.OPEN,
    PromiseRule.STAYS_CANCELLED: PromiseState.CANCELLED,
}
"""What each rule makes of a promise."""


@dataclass(frozen=True, slots=True)
class PromiseVerdict:
    """One verdict; ``paid_fen`` is the money that counts, never more than was promised; open where it waits."""

    state: PromiseState
    paid_fen: int
    on: date
    rule: PromiseRule
    last_day: date
    reason: Reason


def verdict_by(
    rule: PromiseRule, *, paid_fen: int, promised_fen: int, last_day: date, on: date
) -> PromiseVerdict:
    """The verdict that a rule gives, with its reason."""
    text = _TEXTS[rule]
    values = {"paid": show_yuan(paid_fen), "promised": show_yuan(promised_fen), "last": last_day.isoformat()}
    reason = Reason(
        f"followup.promise.{rule.value}", Bilingual(text.zh.format(**values), text.en.format(**values))
    )
    return PromiseVerdict(STATE_OF_RULE[rule], paid_fen, on, rule, last_day, reason)


_TEXTS = {
    PromiseRule.REACHED: Bilingual(
        "已入账 {paid} 元，达到承诺的 {promised} 元", "{paid} of {promised} yuan came in: reached"
    ),
    PromiseRule.SETTLED: Bilingual("案件已结清，计入 {paid} 元", "the case was settled; {paid} yuan counted"),
    PromiseRule.SETTLED_UNPAID: Bilingual(
        "案件已结清，期内没有入账，承诺不再考核",
        "the case was settled with no money of the window: pointless",
    ),
    PromiseRule.RECALLED: Bilingual(
        "承诺到期前案件已收回，计入 {paid} 元", "the case was recalled before the end; {paid} yuan counted"
    ),
    PromiseRule.RETURNED: Bilingual(
        "承诺到期前案件已退案，计入 {paid} 元", "the case was returned before the end; {paid} yuan counted"
    ),
    PromiseRule.PARTLY: Bilingual(
        "截至 {last} 入账 {paid} 元，少于承诺的 {promised} 元",
        "{paid} of {promised} yuan came in by {last}: less than promised",
    ),
    PromiseRule.NOTHING: Bilingual(
        "截至 {last} 没有入账，承诺 {promised} 元", "nothing came in by {last}; {promised} yuan were promised"
    ),
    PromiseRule.RUNNING: Bilingual(
        "未到最后计入日 {last}，已入账 {paid} 元", "money counts until {last}; {paid} yuan so far"
    ),
    PromiseRule.CLAIM_OPEN: Bilingual(
        "客户称期内已还款，查账未结束，暂不判定",
        "a payment inside the window is claimed and still being checked: no verdict yet",
    ),
    PromiseRule.CALENDAR_UNKNOWN: Bilingual(
        "{last} 所在年份的放假安排尚未录入，不能判定未履约；请补充 working_days/cn.yaml",
        "the working days of the year of {last} are not known, so nothing is called broken; add its notice",
    ),
    PromiseRule.STAYS_CANCELLED: Bilingual("承诺已取消，不再计入款项", "cancelled before: it takes no money"),
}


RULE_WORDS = {
    PromiseRule.REACHED: Bilingual("期内足额入账", "the amount was reached inside the window"),
    PromiseRule.PARTLY: Bilingual("期满只有部分入账", "the window is over and a part came"),
    PromiseRule.NOTHING: Bilingual("期满没有入账", "the window is over and nothing came"),
    PromiseRule.SETTLED: Bilingual("期内有入账，案件已结清", "money counted and the case was settled"),
    PromiseRule.SETTLED_UNPAID: Bilingual(
        "期内没有入账，案件已结清", "no money counted and the case was settled"
    ),
    PromiseRule.RECALLED: Bilingual("期内案件被收回", "the case was recalled inside the window"),
    PromiseRule.RETURNED: Bilingual("期内案件已退案", "the case was returned inside the window"),
    PromiseRule.RUNNING: Bilingual("窗口未满", "the window runs"),
    PromiseRule.CLAIM_OPEN: Bilingual(
        "期内的声称还款还在查账", "a payment of the window is claimed and still checked"
    ),
    PromiseRule.CALENDAR_UNKNOWN: Bilingual(
        "当年放假安排未录入", "the working days of the year are not known"
    ),
    PromiseRule.STAYS_CANCELLED: Bilingual("此前已取消", "cancelled before"),
}
"""What each rule means, in general."""
