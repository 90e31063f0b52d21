"""A rule, whole, as lines for a person: sentence, conditions, check with dated values, source, cases.

Room: compliance. The command line and the generated reference are built of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fairdue.compliance.check_words import (
    EFFECT_NAMES,
    TREATMENT_NAMES,
    conditions_in_words,
    version_in_words,
)
from fairdue.compliance.decision import Duty
from fairdue.compliance.explain import DUTY_TEXTS, show_citation
from fairdue.compliance.rule import Force, Rule, Treatment
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.worked_cases import Answer, ClockCase, WorkedCase
from fairdue.foundation.bilingual import Bilingual

FORCE_NAMES = {
    Force.LAW: Bilingual("法律法规", "law"),
    Force.STANDARD: Bilingual("标准", "standard"),
    Force.GUIDELINE: Bilingual("指引", "guideline"),
    Force.POLICY: Bilingual("内部政策", "policy"),
}
"""How binding a rule is, in words."""

ANSWER_NAMES = {
    Answer.PERMIT: Bilingual("允许", "permitted"),
    Answer.DEFER: Bilingual("等待", "made to wait"),
    Answer.REFUSE: Bilingual("拒绝", "refused"),
}
"""The gate's answers in worked cases, in words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One labelled line about a rule."""

    label: Bilingual
    text: Bilingual


def lines_of_rule(rule: Rule) -> tuple[Line, ...]:
    """What the rule does, when, what it checks since when, and where that is written; its cases are left out."""
    lines = [
        Line(Bilingual("处理", "treatment"), _treatment(rule)),
        Line(Bilingual("适用", "applies to"), conditions_in_words(rule)),
    ]
    for version in rule.versions:
        since = Bilingual(f"自 {version.from_on}", f"from {version.from_on}")
        lines.append(Line(since, version_in_words(rule, version)))
    if rule.ends_on is not None:
        ends = Bilingual("不再适用", "without it")
        lines.append(Line(Bilingual(f"自 {rule.ends_on}", f"from {rule.ends_on}"), ends))
    for reference in rule.references:
        cited = rule.citation_on(reference.from_on)
        lines.append(
            Line(
                Bilingual("依据", "source"),
                Bilingual(show_citation(cited, language="zh"), show_citation(cited, language="en")),
            )
        )
    if rule.conduct_id is not None:
        lines.append(Line(Bilingual("清单编号", "conduct rule"), Bilingual(rule.conduct_id, rule.conduct_id)))
    if rule.tightens is not None:
        lines.append(Line(Bilingual("收紧", "tightens"), Bilingual(rule.tightens, rule.tightens)))
    if rule.overridable:
        lines.append(
            Line(
                Bilingual("豁免", "override"),
                Bilingual(
                    "两人书面可对个案豁免", "two persons may set it aside in writing, for one case and a time"
                ),
            )
        )
    if rule.disabled_because is not None:
        lines.append(Line(Bilingual("停用原因", "disabled because"), rule.disabled_because))
    if rule.note is not None:
        lines.append(Line(Bilingual("说明", "note"), rule.note))
    return tuple(lines)


def _treatment(rule: Rule) -> Bilingual:
    does, force = TREATMENT_NAMES[rule.treatment], FORCE_NAMES[rule.force]
    if rule.treatment in (Treatment.DISABLED, Treatment.RECORDED):
        return Bilingual(f"{does.zh}，{force.zh}", f"{does.en}, {force.en}")
    effect = EFFECT_NAMES[rule.effect]
    return Bilingual(f"{does.zh}（{effect.zh}），{force.zh}", f"{does.en} ({effect.en}), {force.en}")


def case_lines(rule: Rule, cases: Iterable[WorkedCase | ClockCase]) -> tuple[Bilingual, ...]:
    """The rule's worked cases, each in a line with what it leads to."""
    return tuple(_case_line(case) for case in cases if case.rule_id == rule.rule_id)


def _case_line(case: WorkedCase | ClockCase) -> Bilingual:
    if isinstance(case, ClockCase):
        return Bilingual(
            f"{case.name.zh}：{case.started_on} → {case.due_on}",
            f"{case.name.en}: {case.started_on} → {case.due_on}",
        )
    answer = ANSWER_NAMES[case.answer]
    zh, en = answer.zh, answer.en
    if case.until is not None:
        zh, en = f"{zh}至 {case.until:%Y-%m-%d %H:%M}", f"{en} until {case.until:%Y-%m-%d %H:%M}"
    for duties, left in ((case.duties, False), (case.without_duties, True)):
        if duties:
            texts = [DUTY_TEXTS[duty] for duty in Duty if duty in duties]
            said_zh, said_en = "、".join(text.zh for text in texts), ", ".join(text.en for text in texts)
            zh += f"，{'不必' if left else '须'}{said_zh}"
            en += f", {'without' if left else 'with'} the duty: {said_en}"
    return Bilingual(
        f"{case.name.zh}（{case.as_of:%Y-%m-%d %H:%M}）→ {zh}",
        f"{case.name.en} ({case.as_of:%Y-%m-%d %H:%M}) → {en}",
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One rule that differs between two days; None where it is not in force on that day."""

    rule: Rule
    before: Bilingual | None
    after: Bilingual | None


def changes_between(rulebook: Rulebook, *, from_on: date, to_on: date) -> tuple[Change, ...]:
    """The rules in use that begin, end, or change their values or their source between two days, in reading order."""
    before, after = rulebook.rules_in_force(from_on), rulebook.rules_in_force(to_on)
    found = []
    for rule in rulebook.rules:
        old = _standing(rule, from_on) if rule in before else None
        new = _standing(rule, to_on) if rule in after else None
        if old != new:
            found.append(Change(rule, old, new))
    return tuple(found)


def _standing(rule: Rule, day: date) -> Bilingual:
    version = rule.version_on(day)
    assert version is not None, "a rule in force has a version"
    words, cited = version_in_words(rule, version), rule.citation_on(day)
    if len(rule.references) == 1:
        return words
    return Bilingual(
        f"{words.zh}（{cited.title} {cited.article}）", f"{words.en} ({cited.title} {cited.article})"
    )


def stale_rules(rulebook: Rulebook, *, as_of_on: date, days: int) -> tuple[tuple[Rule, int | None], ...]:
    """The rules that no person has verified, or not for more than ``days``, most binding first, with their age.

    The age is None where nobody has by that day. The house's own policy has nothing to verify and is left out.
    """
    found = []
    for rule in rulebook.rules:
        if rule.is_house_policy:
            continue
        verified = rule.last_verified_on
        age = None if verified is None or verified > as_of_on else (as_of_on - verified).days
        if age is None or age > days:
            found.append((rule, age))
    return tuple(found)


def in_reading_order(rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """China first, then the other packs, the house last; within a pack the order of the rulebook."""
    packs = ("cn", "us", "gb")
    return tuple(sorted(rules, key=lambda rule: packs.index(rule.pack) if rule.pack in packs else len(packs)))
