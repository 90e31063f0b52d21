"""``fairdue rulebook``: which rules there are, what each says, what is accounted for, what changes when.

Room: cli. Data goes to stdout. ``list``, ``show``, ``stale`` and ``diff`` read the rulebook of this house, its own
overlay included; ``coverage``, ``reference`` and ``wording`` are about the shipped one.
"""

from __future__ import annotations

import json as json_text
import sys
from datetime import date
from typing import Annotated, Any, Literal

from cyclopts import App, Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language, open_house
from fairdue.cli.moments import typed_day
from fairdue.cli.rulebook_pages import (
    coverage_json,
    print_changes,
    print_coverage,
    print_list,
    print_rule,
    print_stale,
    rule_json,
)
from fairdue.compliance.coverage import Coverage, coverage
from fairdue.compliance.register import load_register
from fairdue.compliance.rule import Force, Treatment
from fairdue.compliance.rule_lines import changes_between, stale_rules
from fairdue.compliance.rulebook import Rulebook, load_rulebook
from fairdue.compliance.rulebook_reference import rulebook_reference
from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.compliance.wording.wording_reference import wording_reference
from fairdue.compliance.worked_cases import ClockCase, WorkedCase, load_cases, load_clock_cases

FAULTS = 1

rulebook = App(
    name="rulebook", help="The rules: list them, read one, and see what is accounted for and what changes."
)
app.command(rulebook)

Json = Annotated[bool, Parameter(name="--json", negative=())]


@rulebook.command(name="list")
def list_rules(
    *,
    pack: str | None = None,
    treatment: Treatment | None = None,
    force: Force | None = None,
    as_of: str | None = None,
    json: Json = False,
) -> int:
    """List the rules, law first.

    Parameters
    ----------
    pack
        Only cn, us, gb or house.
    treatment
        Only rules that are enforced, warned, recorded or disabled.
    force
        Only law, standard, guideline or policy.
    as_of
        Only what has begun by that day and has not ended.
    json
        Print one JSON object a line.
    """
    book, day = _of_house()
    if pack is not None and pack not in {rule.pack for rule in book.rules}:
        raise ExpectedFailure(
            f"--pack is one of {', '.join(sorted({rule.pack for rule in book.rules}))}", code=2
        )
    on = None if as_of is None else typed_day(as_of, option="--as-of")
    rules = [
        rule
        for rule in book.rules
        if pack in (None, rule.pack)
        and treatment in (None, rule.treatment)
        and force in (None, rule.force)
        and (on is None or rule.version_on(on) is not None)
    ]
    if json:
        _print_json_lines(rule_json(rule, on=on or day, lang=language()) for rule in rules)
    else:
        print_list(rules, language())
    return 0


@rulebook.command
def show(rule: str, *, json: Json = False) -> int:
    """Show one rule whole: sentence, conditions, check with dated values, source, cases, conduct rule.

    Parameters
    ----------
    rule
        The id of the rule.
    json
        Print one JSON object.
    """
    book, day = _of_house()
    try:
        found = book.rule(rule)
    except KeyError as error:
        raise ExpectedFailure(str(error.args[0]), code=2) from error
    entries = {entry.conduct_id: entry for entry in load_register().entries}
    entry = entries.get(found.conduct_id or "")
    if json:
        print(
            json_text.dumps(
                rule_json(found, on=day, lang=language(), entry=entry, cases=_cases()), ensure_ascii=False
            )
        )
    else:
        print_rule(found, entry, _cases(), language())
    return 0


@rulebook.command(name="coverage")
def show_coverage(*, json: Json = False) -> int:
    """Account for every conduct rule of the register; exit code 1 when the account has a fault.

    Parameters
    ----------
    json
        Print one JSON object.
    """
    account = _account(load_rulebook())
    if json:
        print(json_text.dumps(coverage_json(account, language()), ensure_ascii=False))
    else:
        print_coverage(account, language())
    return FAULTS if account.faults else 0


@rulebook.command
def stale(*, days: int = 180, as_of: str | None = None, json: Json = False) -> int:
    """List the rules that no person has verified, or not for so many days, most binding first.

    Parameters
    ----------
    days
        How long a person's reading is good for.
    as_of
        The day to count from; today otherwise.
    json
        Print one JSON object a line.
    """
    if days < 0:
        raise ExpectedFailure("--days counts from 0", code=2)
    book, day = _of_house()
    on = day if as_of is None else typed_day(as_of, option="--as-of")
    found = stale_rules(book, as_of_on=on, days=days)
    if json:
        _print_json_lines(rule_json(rule, on=on, lang=language()) | {"age_days": age} for rule, age in found)
    else:
        print_stale(found, language())
    return 0


@rulebook.command
def diff(
    *,
    from_on: Annotated[str, Parameter(name="--from")],
    to_on: Annotated[str, Parameter(name="--to")],
    json: Json = False,
) -> int:
    """Say what changes between two days: rules that begin, end, or change their values, old and new.

    Parameters
    ----------
    from_on
        The earlier day.
    to_on
        The later day.
    json
        Print one JSON object a line.
    """
    first, last = typed_day(from_on, option="--from"), typed_day(to_on, option="--to")
    if first > last:
        raise ExpectedFailure("--from is the earlier day, --to the later one", code=2)
    book, _ = _of_house()
    changes = changes_between(book, from_on=first, to_on=last)
    lang = language()
    if json:
        _print_json_lines(
            {
                "rule": change.rule.rule_id,
                "change": "begins"
                if change.before is None
                else "ends"
                if change.after is None
                else "changes",
                "from": change.before.in_language(lang) if change.before else None,
                "to": change.after.in_language(lang) if change.after else None,
            }
            for change in changes
        )
    else:
        print_changes(changes, first, last, lang)
    return 0


@rulebook.command
def reference(*, lang: Annotated[Literal["zh", "en"] | None, Parameter(name="--language")] = None) -> int:
    """Print the whole rulebook as a Markdown document: docs/rulebook.md and docs/rulebook.zh-CN.md.

    Parameters
    ----------
    lang
        zh or en; the language of this terminal otherwise.
    """
    book = load_rulebook()
    chosen: Literal["zh", "en"] = lang if lang is not None else "en" if language() == "en" else "zh"
    sys.stdout.write(rulebook_reference(book, account=_account(book), cases=_cases(), language=chosen))
    return 0


@rulebook.command
def wording(*, lang: Literal["zh", "en"] | None = None) -> int:
    """Print the 25 classes of wording as a Markdown document: docs/wording.md and docs/wording.zh-CN.md.

    Parameters
    ----------
    lang
        zh or en; the language of this terminal otherwise.
    """
    chosen: Literal["zh", "en"] = lang if lang is not None else "en" if language() == "en" else "zh"
    sys.stdout.write(wording_reference(wording_classes(), language=chosen))
    return 0


def _of_house() -> tuple[Rulebook, date]:
    """The rulebook of this house and the day it is there."""
    house = open_house()
    return house.rulebook, house.now().date()


def _cases() -> tuple[WorkedCase | ClockCase, ...]:
    return (*load_cases(), *load_clock_cases())


def _account(book: Rulebook) -> Coverage:
    return coverage(book, load_register(), load_cases(), clock_cases=load_clock_cases())


def _print_json_lines(lines: Any) -> None:
    for line in lines:
        print(json_text.dumps(line, ensure_ascii=False))
