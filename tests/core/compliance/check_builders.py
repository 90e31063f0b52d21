"""Builders for the tests of checks: a check as a rule file writes it, and what it finds in one act and its facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from core.compliance.act_builders import rule_text
from fairdue.compliance.action import ACTION_COLUMNS, Action
from fairdue.compliance.check_python import compile_check
from fairdue.compliance.checks import Check, Verdict
from fairdue.compliance.column import Column, ColumnKind
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.finding import finding_text, unknown_text
from fairdue.compliance.resumption import resumes
from fairdue.compliance.rule_page import ALL_COLUMNS
from fairdue.compliance.rule_reading import read_rule
from fairdue.compliance.worked_cases import all_clear
from fairdue.foundation.bilingual import Bilingual

TEN = datetime(2026, 3, 10, 10, 0)
SAYS = Bilingual("规则。", "The rule.")


@lru_cache
def table(name: str) -> list[dict[str, Any]]:
    """A table of examples beside this file, as plain data; it holds no dates, only texts of them."""
    with (Path(__file__).parent / name).open(encoding="utf-8") as file:
        read: list[dict[str, Any]] = yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return read


def in_flow(value: object) -> str:
    """A value as a rule file writes it on one line."""
    return (
        yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000)
        .removesuffix("...\n")
        .strip()
    )


def read_check_of(keys: dict[str, Any], values: object) -> Check:
    """The check that a rule file with these keys has, under its one date."""
    lines = {key: in_flow(value) for key, value in keys.items()}
    # As text, since a date in a flow is written without quotes.
    values_text = f"{{2026-01-01: {in_flow(values)}}}"
    rule = read_rule(text=rule_text(**{"fact": "", **lines, "values": values_text}), file="house/extra.yaml")
    (version,) = rule.versions
    assert version.check is not None
    return version.check


@lru_cache
def _clear(act: str) -> tuple[Action, Facts]:
    return all_clear(act=act, when=TEN)


def situation(given: dict[str, Any]) -> tuple[Action, Facts]:
    """A documented act and facts that are all clear but for what is given, written as in the tables."""
    action, facts = _clear(given.get("act", "call_debtor"))
    values = {name: _value(ALL_COLUMNS[name], text) for name, text in given.items() if name != "act"}
    if "local_time" in values:
        values.setdefault("other_local_time", values["local_time"])
    return (
        replace(action, **{name: value for name, value in values.items() if name in ACTION_COLUMNS}),
        replace(facts, **{name: value for name, value in values.items() if name in FACT_COLUMNS}),
    )


def _value(column: Column, text: Any) -> Any:
    if text is None:
        return None
    if column.kind is ColumnKind.DATE:
        return date.fromisoformat(text)
    if column.kind is ColumnKind.CLOCK:
        return time.fromisoformat(text)
    if column.kind is ColumnKind.WORDS and column.words is not None:
        return frozenset(map(column.words, text))
    return text if column.words is None or column.name == "jurisdiction" else column.words(text)


def seen_of(check: Check, given: dict[str, Any]) -> dict[str, object]:
    """What the check answers to this act and these facts, in words where it does not pass, and until when."""
    action, facts = situation(given)
    verdict = compile_check(check)(action, facts)
    seen: dict[str, object] = {"answer": verdict.name.lower()}
    if verdict is Verdict.UNKNOWN:
        text = unknown_text(SAYS, check, action, facts)
        return {**seen, "zh": text.zh, "en": text.en}
    if verdict is Verdict.FAIL:
        text, until = finding_text(SAYS, check, action, facts), resumes(check, facts=facts)
        return {**seen, "zh": text.zh, "en": text.en, "until": until and until.isoformat(sep=" ")}
    return seen
