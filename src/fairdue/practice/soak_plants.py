"""Planted bugs: a rulebook with one rule spoilt, to show that the soak's judge notices.

Room: practice. Each plant changes one rule in one way that a slip of the pen could; nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time

from fairdue.casefile.case import CaseFile
from fairdue.compliance.checks import AtMost, Check, MustBe, OutsideQuietHours
from fairdue.compliance.rule import Rule, Status
from fairdue.compliance.rulebook import Rulebook
from fairdue.foundation.bilingual import Bilingual
from fairdue.practice.soak_invariants import Invariant


@dataclass(frozen=True, slots=True)
class Plant:
    """One bug: which rules it spoils and how, what it is, and which invariant it should break.

    ``sees`` spoils what the house sees of a case instead of a rule.
    """

    says: Bilingual
    rules: Sequence[str]
    spoil: Callable[[Rule], Rule]
    breaks: Sequence[Invariant]
    sees: Callable[[CaseFile], CaseFile] = lambda case: case


def planted(rulebook: Rulebook, name: str) -> Rulebook:
    """The rulebook with one bug in it. Raises KeyError for a name that is no plant's."""
    if name not in PLANTS:
        raise KeyError(f"no plant is called {name}; there are {', '.join(PLANTS)}")
    plant = PLANTS[name]
    missing = [rule_id for rule_id in plant.rules if rule_id not in {rule.rule_id for rule in rulebook.rules}]
    if missing:
        raise KeyError(
            f"the plant {name} spoils rules that this rulebook does not have: {', '.join(missing)}"
        )
    return Rulebook(
        tuple(plant.spoil(rule) if rule.rule_id in plant.rules else rule for rule in rulebook.rules)
    )


def _check(change: Callable[[Check], Check]) -> Callable[[Rule], Rule]:
    """Change the check of every version of a rule."""

    def spoil(rule: Rule) -> Rule:
        versions = tuple(
            replace(version, check=change(version.check)) if version.check is not None else version
            for version in rule.versions
        )
        return replace(rule, versions=versions)

    return spoil


def _one_more(check: Check) -> Check:
    assert isinstance(check, AtMost)
    return replace(check, limit=check.limit + 1)


def _ends_early(check: Check) -> Check:
    assert isinstance(check, OutsideQuietHours)
    return replace(check, end=time(check.end.hour - 1, check.end.minute))


def _turned_round(check: Check) -> Check:
    assert isinstance(check, MustBe)
    return replace(check, value=not check.value)


def _forgotten(rule: Rule) -> Rule:
    because = Bilingual("为浸泡测试而停用", "switched off for the soak")
    return replace(rule, status=Status.DISABLED, disabled_because=because)


def _never_revoked(case: CaseFile) -> CaseFile:
    return replace(case, consents=tuple(replace(yes, revoked_at=None) for yes in case.consents))


def _failed_twice(case: CaseFile) -> CaseFile:
    doubled = tuple(one for attempt in case.attempts for one in (attempt,) * (1 + attempt.failed))
    return replace(case, attempts=doubled)


_QUIET = ("cn.gbt_45251.quiet_hours", "cn.cba_2026.quiet_hours")

PLANTS: Mapping[str, Plant] = {
    "talks-one-too-many": Plant(
        Bilingual("有效通话上限多了一次", "the cap of effective calls is one too high"),
        ("cn.gbt_45251.effective_calls",),
        _check(_one_more),
        (Invariant.TALK_CAP,),
    ),
    "number-one-too-many": Plant(
        Bilingual("号码未接通上限多了一次", "the cap of attempts on a number is one too high"),
        ("cn.cba_2026.attempts_per_number",),
        _check(_one_more),
        (Invariant.NUMBER_CAP,),
    ),
    "quiet-ends-early": Plant(
        Bilingual("静默时段早一小时结束", "quiet hours end an hour early"),
        _QUIET,
        _check(_ends_early),
        (Invariant.QUIET_HOURS,),
    ),
    "dispute-forgotten": Plant(
        Bilingual("争议不再暂停催收", "a dispute stops nothing"),
        ("cn.credit_card_2011.dispute",),
        _forgotten,
        (Invariant.HOLD,),
    ),
    "failures-count-double": Plant(
        Bilingual(
            "一次失败算作两次，两次即失联", "a failed call counts double, so that two make somebody lost"
        ),
        (),
        lambda rule: rule,
        (Invariant.NOT_LOST,),
        sees=_failed_twice,
    ),
    "refusal-ignored": Plant(
        Bilingual("第三人拒绝后仍联系", "a third person's refusal is ignored"),
        ("cn.gbt_45251.third_party_refused",),
        _forgotten,
        (Invariant.REFUSED_THIRD,),
    ),
    "licence-turned-round": Plant(
        Bilingual("上岗资格判断反了", "the licence is asked the wrong way round"),
        ("cn.gbt_45251.collector_licensed",),
        _check(_turned_round),
        (Invariant.LICENCE,),
    ),
    "closed-forgotten": Plant(
        Bilingual("结案后仍可催收", "closed cases are collected on"),
        ("house.case_open",),
        _forgotten,
        (Invariant.CLOSED,),
    ),
    "revocation-unseen": Plant(
        Bilingual("收回的同意仍算数", "a consent that was taken back still counts"),
        (),
        lambda rule: rule,
        (Invariant.QUIET_HOURS, Invariant.SERVICE_HOURS),
        sees=_never_revoked,
    ),
    "eight-calls": Plant(
        Bilingual("美国七日七次变成八次", "seven calls in seven days become eight"),
        ("us.reg_f.calls_in_seven_days",),
        _check(_one_more),
        (Invariant.US_SEVEN_CALLS,),
    ),
}
"""Every plant by its name."""
