"""Overlays: a house's own folder of policy, which can add and tighten and never loosen.

Room: compliance. Two kinds of files are taken, both under ``house/``: a further rule in the form of every rule,
and a file that ``tightens`` one. That one inherits the acts, the exceptions and the columns of its base and may
only be stricter in its values and its effect, on every day. The base stays asked beside it. What loosens is
refused with file, line, what is looser and the mend.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.resources.abc import Traversable

from fairdue.compliance.check_reading import read_check
from fairdue.compliance.checks import mends_by_waiting
from fairdue.compliance.rule import (
    HOUSE,
    Condition,
    Confidence,
    Effect,
    Force,
    Rule,
    Status,
    Version,
)
from fairdue.compliance.rule_folder import REGISTER_FOLDER, WORDING_FOLDER, read_text, rule_files
from fairdue.compliance.rule_page import Page, RuleUnreadable
from fairdue.compliance.rule_reading import id_of_file, read_dated_references, read_rule
from fairdue.compliance.tightening import STRENGTH_OF_EFFECT, check_keys, looser

_KEYS = ("id", "tightens", "says", "says_en", "values", "effect", "reference", "resumes_at", "override")
_OPTIONAL = frozenset({"effect", "resumes_at", "override"})
_INHERITED = {
    "applies_to": "what applies to fewer acts is looser; leave it out, the acts of the base are inherited",
    "except_when": "an exception loosens; leave it out, those of the base are inherited",
    "ends": "what ends loosens on that day; leave it out, and take the file away when the policy changes",
    "status": "a disabled rule loosens nothing and tightens nothing; leave it out, or take the file away",
    "check": "the check of the base is inherited; leave it out, or write a further rule under house/",
}


def read_overlay(
    directory: Traversable, *, base: Sequence[Rule], packs: Mapping[str, str] | None
) -> tuple[list[Rule], list[str]]:
    """Read a house's folder beside the rules it stands on: its rules, and every file at fault in words.

    ``packs`` are the ids of the register, as in ``read_rule``.
    """
    rules: list[Rule] = []
    faults: list[str] = []
    taken = {rule.rule_id: rule.file for rule in base}
    waiting: list[tuple[str, str]] = []
    if (directory / REGISTER_FOLDER).is_dir():
        faults.append(f"{REGISTER_FOLDER}: line 1: an overlay has no register of its own; remove the folder")
    if (directory / WORDING_FOLDER).is_dir():
        faults.append(
            f"{WORDING_FOLDER}: line 1: an overlay has no classes of wording of its own; remove the folder"
        )
    for name, path in rule_files(directory):
        try:
            text = read_text(name, path)
            page = Page(name, text)
            _demand_house(page, taken)
            if "tightens" in page.keys:
                waiting.append((name, text))
            else:
                rule = read_rule(text=text, file=name, packs=packs)
                if rule.status is Status.DISABLED:
                    page.wrong("status", "an overlay disables nothing; take the file away instead")
                rules.append(rule)
        except RuleUnreadable as error:
            faults.append(str(error))
        taken.setdefault(id_of_file(name), f"{name} of the same folder")
    known = {rule.rule_id: rule for rule in (*base, *rules)}
    for name, text in waiting:
        try:
            rule = read_tightening(text=text, file=name, base=known)
            known[rule.rule_id] = rule
            rules.append(rule)
        except RuleUnreadable as error:
            faults.append(str(error))
    if not rules and not faults:
        faults.append(
            f"{HOUSE}: line 1: the overlay holds no rule; put its rules under {HOUSE}/, or leave the folder out"
        )
    return rules, faults


def _demand_house(page: Page, taken: Mapping[str, str]) -> None:
    if not page.file.startswith(f"{HOUSE}/"):
        page.wrong("id", f"an overlay holds house policy only; put it under {HOUSE}/")
    own_id = id_of_file(page.file)
    if own_id in taken:
        page.wrong(
            "id",
            f"{own_id} is taken by {taken[own_id]}; a rule is not replaced, write a further one with its own id, "
            f"or one that `tightens: {own_id}`",
        )


def read_tightening(*, text: str, file: str, base: Mapping[str, Rule]) -> Rule:
    """Read a file that tightens a rule of ``base`` (by id). Raises RuleUnreadable for whatever is looser."""
    page = Page(file, text)
    for key in page.keys:
        if key not in _KEYS:
            page.wrong(
                str(key), _INHERITED.get(str(key), f"unknown key; a tightening has {', '.join(_KEYS)}")
            )
    for key in _KEYS:
        if key not in page.keys and key not in _OPTIONAL:
            page.wrong(key, "missing; every tightening has it")
    rule_id = page.words("id")
    if rule_id != id_of_file(file):
        page.wrong("id", f"the id follows the file: {id_of_file(file)}")
    says = page.pair("says")
    assert says is not None
    on = _base_of(page, base)
    effect = _effect(page, on)
    rule = replace(
        on,
        rule_id=rule_id,
        pack=HOUSE,
        says=says,
        applies_to=_conditions(on),
        effect=effect,
        versions=tuple(_version(page, on, day, values) for day, values in page.dated("values")),
        references=read_dated_references(page),
        force=Force.POLICY,
        confidence=Confidence.POLICY,
        last_verified_on=None,
        sources=(),
        note=None,
        ends_on=None,
        file=file,
        presumption=False,
        overridable=_override(page, on),
        tightens=on.rule_id,
    )
    if rule.references[0].from_on > rule.versions[0].from_on:
        page.wrong(
            "reference", "the first reference is dated after the first value; date it as early as that"
        )
    _demand_stricter(page, rule, on)
    return rule


def _base_of(page: Page, base: Mapping[str, Rule]) -> Rule:
    name = page.words("tightens")
    on = base.get(name)
    if on is None:
        page.wrong("tightens", f"no rule is called {name!r}; `fairdue rulebook list` shows them all")
    if on.tightens is not None:
        page.wrong("tightens", f"{name} tightens itself; name its base {on.tightens}")
    if on.status is Status.DISABLED:
        page.wrong(
            "tightens", f"{name} is disabled, so nothing of it holds; write a further rule under {HOUSE}/"
        )
    if on.effect not in STRENGTH_OF_EFFECT:
        page.wrong("tightens", f"{name} lays a duty, and has no values; write a further rule under {HOUSE}/")
    return on


def _effect(page: Page, on: Rule) -> Effect:
    if "effect" not in page.keys:
        return on.effect
    effect = page.one_of("effect", Effect)
    if STRENGTH_OF_EFFECT.get(effect, 0) < STRENGTH_OF_EFFECT[on.effect]:
        page.wrong("effect", f"looser: {effect} is weaker than the {on.effect} of {on.rule_id}; leave it out")
    check = on.versions[-1].check
    if effect is Effect.DEFER and check is not None and not mends_by_waiting(check):
        page.wrong("effect", "waiting mends only a count, the hour, the day or a span of time; write refuse")
    return effect


def _override(page: Page, on: Rule) -> bool:
    if "override" not in page.keys:
        return False
    if page.keys["override"] != "two_persons":
        page.wrong("override", "the only way is `two_persons`; leave the key out for never")
    if not on.overridable:
        page.wrong("override", f"looser: {on.rule_id} cannot be set aside; leave the key out")
    return True


def _conditions(on: Rule) -> tuple[Condition, ...]:
    """The acts of the base. Policy holds everywhere, so that of one jurisdiction's rule names where."""
    if on.is_house_policy:
        return on.applies_to
    return (*on.applies_to, Condition("jurisdiction", False, frozenset({on.pack.upper()})))


def _version(page: Page, on: Rule, day: date, values: object) -> Version:
    """Read the values of one date by the keys of the base's check, with the resumption written here if any."""
    check = (on.version_on(day) or on.versions[-1]).check
    assert check is not None, "a rule that refuses, waits or warns has a check"
    name, keys = check_keys(check)
    if "resumes_at" in page.keys:
        if "resumes_at" not in keys:
            page.wrong("resumes_at", f"{on.rule_id} resumes at no time of day; leave the key out")
        keys = keys | {"resumes_at": page.keys["resumes_at"]}
    own = page.keys
    page.keys = {**own, **keys}
    try:
        with page.within("values", day):
            return Version(day, read_check(page, name, values))
    finally:
        page.keys = own


def _demand_stricter(page: Page, rule: Rule, on: Rule) -> None:
    """Compare on every day on which either of the two changes."""
    for day in _turning_days(rule, on):
        own, base = rule.version_on(day), on.version_on(day)
        if own is None or base is None or own.check is None or base.check is None:
            continue
        found = looser(own.check, base=base.check)
        if found is not None:
            key = "resumes_at" if found.startswith("resumes_at") else "values"
            page.wrong(
                key,
                f"looser on {day}: {found} of {on.rule_id}; an overlay only tightens, so write what is at least "
                "as strict",
                own.from_on,
            )


def _turning_days(rule: Rule, on: Rule) -> Iterator[date]:
    yield from sorted({version.from_on for version in (*rule.versions, *on.versions)})
