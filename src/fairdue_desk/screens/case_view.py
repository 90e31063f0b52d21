"""The worked cases of a rule as a lawyer reads them, each with the answer the gate gives at this very moment."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fairdue.compliance.action import ACTION_COLUMNS, Action
from fairdue.compliance.decision import Decision, Defer, Permit
from fairdue.compliance.explain import DUTY_TEXTS
from fairdue.compliance.facts import FACT_COLUMNS
from fairdue.compliance.rule import Rule
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.worked_cases import Answer, ClockCase, WorkedCase, cases_of_rule, judge
from fairdue.foundation.bilingual import Bilingual
from fairdue_desk.screens.column_words import value_in_words
from fairdue_desk.screens.words import VERDICTS

_EVERY_ACT_HAS = ("kind", "callee_role", "purpose")


@dataclass(frozen=True, slots=True)
class CaseView:
    """One example in words. ``then`` is what the gate, or the clock, answers now; ``expected`` what is written."""

    name: Bilingual
    given: tuple[Bilingual, ...]
    when: Bilingual | None
    then: Bilingual
    because: tuple[str, ...]
    expected: Bilingual
    as_expected: bool


@lru_cache(maxsize=64)
def _written(rule_id: str) -> tuple[WorkedCase | ClockCase, ...]:
    """The cases lie in the package and do not change while the desk runs; the answers are asked anew."""
    return cases_of_rule(rule_id)


def case_views(rule: Rule, book: Rulebook) -> list[CaseView]:
    """Every worked case of a rule, put to the gate now."""
    return [
        _of_clock(case, rule) if isinstance(case, ClockCase) else _of_gate(case, book)
        for case in _written(rule.rule_id)
    ]


def _of_gate(case: WorkedCase, book: Rulebook) -> CaseView:
    found = judge(case, rulebook=book)
    written = VERDICTS[case.answer.value]
    if case.answer is Answer.DEFER and case.until is not None:
        written = _until(written, f"{case.until:%Y-%m-%d %H:%M}")
    return CaseView(
        name=case.name,
        given=(_act(case.action), *_differing(case)),
        when=Bilingual(f"{case.as_of:%Y-%m-%d %H:%M}", f"{case.as_of:%Y-%m-%d %H:%M}"),
        then=_answer(found.decision, case),
        because=() if isinstance(found.decision, Permit) else tuple(r.code for r in found.decision.reasons),
        expected=written,
        as_expected=not found.differences,
    )


def _of_clock(case: ClockCase, rule: Rule) -> CaseView:
    version = rule.version_on(case.started_on)
    due = version.clock.due_on(case.started_on) if version and version.clock else None
    return CaseView(
        name=case.name,
        given=(Bilingual(f"开始于 {case.started_on}", f"started on {case.started_on}"),),
        when=None,
        then=_day(due.isoformat() if due else "—"),
        because=(),
        expected=_day(case.due_on.isoformat()),
        as_expected=due == case.due_on,
    )


def _day(day: str) -> Bilingual:
    return Bilingual(f"到 {day}", f"leads to {day}")


def _until(answer: Bilingual, until: str) -> Bilingual:
    return Bilingual(f"{answer.zh}，至 {until}", f"{answer.en} until {until}")


def _act(action: Action) -> Bilingual:
    """The act in a line: what is done, to whom, for what."""
    words = [value_in_words(ACTION_COLUMNS[name], getattr(action, name)) for name in _EVERY_ACT_HAS]
    return Bilingual(" · ".join(word.zh for word in words), " · ".join(word.en for word in words))


def _differing(case: WorkedCase) -> list[Bilingual]:
    lines = []
    for name in case.differing:
        column = ACTION_COLUMNS.get(name) or FACT_COLUMNS[name]
        row = case.action if name in ACTION_COLUMNS else case.facts
        value = value_in_words(column, getattr(row, name))
        lines.append(Bilingual(f"{column.label.zh}：{value.zh}", f"{column.label.en}: {value.en}"))
    return lines


def _answer(decision: Decision, case: WorkedCase) -> Bilingual:
    answer = VERDICTS[type(decision).__name__.lower()]
    if isinstance(decision, Defer):
        return _until(answer, f"{decision.until.astimezone(case.as_of.tzinfo):%Y-%m-%d %H:%M}")
    if not isinstance(decision, Permit) or not case.duties:
        return answer
    laid = [DUTY_TEXTS[duty] for duty in decision.duties if duty in case.duties]
    zh, en = "；".join(text.zh for text in laid), "; ".join(text.en for text in laid)
    return Bilingual(f"{answer.zh}，须：{zh}", f"{answer.en}, with: {en}")
