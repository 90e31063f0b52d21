"""Reading one rule from its YAML file, strictly: what is not understood is refused, with file, line and mend.

Room: compliance. The shape of a rule file is described in ``docs`` and shown by every file of
``fairdue_rulebook``. Nothing here touches a disk: text comes in, a Rule goes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, time
from enum import StrEnum
from typing import Any, NoReturn, TypeVar, get_args, get_type_hints

from fairdue.casefile.hold import HoldKind
from fairdue.compliance.action import (
    CONTACT_KINDS,
    ActionKind,
    CalleeRole,
    CallType,
    Channel,
    InitiatedBy,
    Purpose,
    ThirdPartyIntent,
)
from fairdue.compliance.checks import (
    AtMost,
    Check,
    HeadcountBetween,
    MustBe,
    MustBeOneOf,
    MustNotHold,
    OutsideQuietHours,
    UnreachableCondition,
)
from fairdue.compliance.decision import Duty
from fairdue.compliance.facts import Facts
from fairdue.compliance.rule import (
    HOUSE,
    Condition,
    Confidence,
    Effect,
    Force,
    Reference,
    Rule,
    Status,
    Version,
)
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import YamlError, read_yaml

ACTION_COLUMNS: dict[str, type[StrEnum]] = {
    "kind": ActionKind,
    "channel": Channel,
    "purpose": Purpose,
    "call_type": CallType,
    "initiated_by": InitiatedBy,
    "callee_role": CalleeRole,
    "third_party_intent": ThirdPartyIntent,
}
FACT_COLUMNS: dict[str, Any] = {
    name: next(part for part in get_args(hint) if part is not type(None))
    for name, hint in get_type_hints(Facts).items()
}
EVERY_CONTACT = "every_contact"

_COMMON = {
    "id", "from", "says", "says_en", "applies_to", "check", "effect", "duties", "force", "values",
    "reference", "confidence", "last_verified", "sources", "status", "disabled_because",
    "disabled_because_en", "ends", "note", "note_en",
}  # fmt: skip
_REQUIRED = ("id", "says", "says_en", "effect", "force", "values", "reference", "confidence", "last_verified")
_OF_CHECK: dict[str, set[str]] = {
    "at_most": {"counts", "resumes_at"},
    "outside_quiet_hours": {"unless"},
    "must_be_true": {"fact"},
    "must_be_false": {"fact"},
    "must_be_one_of": {"column"},
    "must_not_hold": {"holds"},
    "headcount_between": set(),
    "unreachable_condition": set(),
}
_VALUES_OF: dict[str, tuple[str, ...]] = {
    "at_most": ("limit",),
    "outside_quiet_hours": ("start", "end"),
    "must_be_one_of": ("allowed",),
    "headcount_between": ("at_least", "at_most"),
    "unreachable_condition": ("failed_calls", "failed_days"),
}
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
_IN_FORCE = "in force"


class RuleUnreadable(ValueError):
    """A rule file that is not understood; the message says file, line, what is wrong and how to mend it."""


Word = TypeVar("Word", bound=StrEnum)


class _Page:
    """One rule file while it is read: its keys, and complaints that know their line."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        try:
            keys = read_yaml(text, source=file)
        except YamlError as error:
            raise RuleUnreadable(str(error)) from error
        if not isinstance(keys, dict):
            raise RuleUnreadable(f"{file}: line 1: a rule is a list of keys such as `id:` and `says:`")
        self.keys: dict[Any, Any] = keys

    def wrong(self, key: str, complaint: str) -> NoReturn:
        """Refuse the file, naming the line on which ``key`` begins."""
        found = re.search(rf"^{re.escape(key)}\s*:", self.text, re.MULTILINE)
        line = self.text.count("\n", 0, found.start()) + 1 if found else 1
        raise RuleUnreadable(f"{self.file}: line {line}: {key}: {complaint}")

    def words(self, key: str) -> str:
        """A sentence or a name: text that is not empty."""
        value = self.keys.get(key)
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, "expected a text that is not empty")
        return value.strip()

    def optional_words(self, key: str) -> str | None:
        """Like ``words``; None where the key is absent or null."""
        return None if self.keys.get(key) is None else self.words(key)

    def pair(self, key: str) -> Bilingual | None:
        """A text and its English under ``key`` and ``key_en``: both, or neither."""
        zh, en = self.optional_words(key), self.optional_words(f"{key}_en")
        if (zh is None) != (en is None):
            self.wrong(key if zh else f"{key}_en", f"write both {key} and {key}_en")
        return Bilingual(zh, en) if zh is not None and en is not None else None

    def one_of(self, key: str, kind: type[Word]) -> Word:
        """A word of a closed list."""
        return self.member(key, self.keys.get(key), kind)

    def member(self, key: str, value: object, kind: type[Word]) -> Word:
        """Read one word of a closed list, wherever under ``key`` it stands."""
        try:
            return kind(str(value))
        except ValueError:
            self.wrong(key, f"{value!r} is not known; write one of {', '.join(kind)}")

    def day(self, key: str, value: object) -> date:
        """A civil date as YAML reads it."""
        if type(value) is not date:
            self.wrong(key, f"{value!r} is not a date; write it as 2026-01-30")
        return value

    def clock(self, key: str, value: object) -> time:
        """A time of day such as 22:00."""
        found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            self.wrong(key, f'{value!r} is not a time of day; write it as "22:00"')
        return time(int(found[1]), int(found[2]))

    def number(self, key: str, value: object) -> int:
        """A whole number that is not negative."""
        if type(value) is not int or value < 0:
            self.wrong(key, f"{value!r} is not a whole number from 0 up")
        return value

    def listed(self, key: str, value: object) -> list[Any]:
        """A list that is not empty."""
        if not isinstance(value, list) or not value:
            self.wrong(key, "expected a list that is not empty, such as [a, b]")
        return value

    def dated(self, key: str) -> list[tuple[date, Any]]:
        """Entries under dates, earliest first."""
        entries = self.keys.get(key)
        if not isinstance(entries, dict) or not entries:
            self.wrong(key, "expected entries under dates, such as {2026-01-30: ...}")
        return sorted((self.day(key, day), entry) for day, entry in entries.items())


def read_rule(*, text: str, file: str) -> Rule:
    """Read one rule; ``file`` is its path inside the rulebook, like ``cn/cba_2026/third_party.yaml``.

    Raises RuleUnreadable for anything that is missing, unknown or contradictory.
    """
    page = _Page(file, text)
    check_name = page.optional_words("check")
    _demand_known_keys(page, check_name)
    pack = file.split("/", 1)[0]
    rule_id = page.words("id")
    if rule_id != file.removesuffix(".yaml").replace("/", "."):
        page.wrong("id", f"the id follows the file: {file.removesuffix('.yaml').replace('/', '.')}")
    says = page.pair("says")
    assert says is not None
    effect = page.one_of("effect", Effect)
    rule = Rule(
        rule_id=rule_id,
        pack=pack,
        conduct_id=page.optional_words("from"),
        says=says,
        applies_to=_applies_to(page),
        effect=effect,
        duties=_duties(page, effect, check_name),
        versions=tuple(
            Version(day, _check(page, check_name, values)) for day, values in page.dated("values")
        ),
        references=tuple(_reference(page, day, entry) for day, entry in page.dated("reference")),
        force=page.one_of("force", Force),
        confidence=page.one_of("confidence", Confidence),
        last_verified_on=_optional_day(page, "last_verified"),
        sources=tuple(str(source) for source in page.keys.get("sources") or ()),
        status=page.one_of("status", Status) if "status" in page.keys else Status.ENFORCED,
        disabled_because=page.pair("disabled_because"),
        ends_on=_optional_day(page, "ends"),
        note=page.pair("note"),
        file=file,
    )
    _demand_sound(page, rule)
    return rule


def _demand_known_keys(page: _Page, check_name: str | None) -> None:
    if check_name is not None and check_name not in _OF_CHECK:
        page.wrong("check", f"{check_name!r} is no check; write one of {', '.join(_OF_CHECK)}")
    known = _COMMON | (_OF_CHECK[check_name] if check_name else set())
    for key in page.keys:
        if key not in known:
            page.wrong(str(key), f"unknown key; a rule like this one has {', '.join(sorted(known))}")
    for key in _REQUIRED:
        if key not in page.keys:
            page.wrong(key, "missing; every rule has it")


def _optional_day(page: _Page, key: str) -> date | None:
    value = page.keys.get(key)
    return None if value is None else page.day(key, value)


def _reference(page: _Page, day: date, entry: object) -> Reference:
    if not isinstance(entry, dict) or set(entry) != {"title", "article"}:
        page.wrong("reference", "each date needs exactly a title and an article")
    if not all(isinstance(part, str) and part.strip() for part in entry.values()):
        page.wrong("reference", "title and article are texts; where the article was not read, say so")
    return Reference(day, entry["title"], entry["article"])


def _applies_to(page: _Page) -> tuple[Condition, ...]:
    entries = page.keys.get("applies_to", {})
    if not isinstance(entries, dict):
        page.wrong("applies_to", "expected columns and their values, such as {kind: [place_call]}")
    return tuple(_condition(page, str(column), allowed) for column, allowed in entries.items())


def _condition(page: _Page, column: str, allowed: object) -> Condition:
    values = page.listed("applies_to", allowed)
    if column in ACTION_COLUMNS:
        if column == "kind":
            values = list(_spread_kinds(values))
        kind = ACTION_COLUMNS[column]
        return Condition(column, True, frozenset(str(page.member("applies_to", v, kind)) for v in values))
    return Condition(column, False, frozenset(_fact_values(page, "applies_to", column, values)))


def _spread_kinds(values: Iterable[object]) -> Iterable[object]:
    for value in values:
        if value == EVERY_CONTACT:
            yield from CONTACT_KINDS
        else:
            yield value


def _fact_values(page: _Page, key: str, column: str, values: list[Any]) -> list[str | bool]:
    kind = _fact_kind(page, key, column)
    if kind is bool:
        if not all(type(value) is bool for value in values):
            page.wrong(key, f"{column} is a yes/no column; write true or false")
        return values
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return [str(page.member(key, value, kind)) for value in values]
    page.wrong(key, f"{column} has no closed list of values to choose from")


def _fact_kind(page: _Page, key: str, column: str) -> Any:
    if column not in FACT_COLUMNS:
        page.wrong(key, f"{column!r} is no column; see compliance.facts for those that exist")
    return FACT_COLUMNS[column]


def _fact_of_kind(page: _Page, key: str, kind: type) -> str:
    column = page.words(key)
    if _fact_kind(page, key, column) is not kind:
        page.wrong(key, f"{column!r} is not a {'yes/no' if kind is bool else 'counting'} column")
    return column


def _duties(page: _Page, effect: Effect, check_name: str | None) -> tuple[Duty, ...]:
    if effect is not Effect.DUTY:
        if "duties" in page.keys:
            page.wrong("duties", "only a rule with `effect: duty` lays duties")
        if check_name is None:
            page.wrong("effect", f"{effect} needs a check; add `check:`")
        return ()
    if check_name is not None:
        page.wrong("check", "a duty has no check; say with applies_to when it holds")
    return tuple(page.member("duties", duty, Duty) for duty in page.listed("duties", page.keys.get("duties")))


def _check(page: _Page, name: str | None, values: object) -> Check | None:
    wanted = _VALUES_OF.get(name or "", ())
    if not wanted and values != _IN_FORCE:
        page.wrong("values", f"nothing is counted here; write `{_IN_FORCE}` under the date")
    if wanted and (not isinstance(values, dict) or set(values) != set(wanted)):
        page.wrong("values", f"each date needs exactly {', '.join(wanted)}")
    given: dict[str, Any] = values if isinstance(values, dict) else {}
    match name:
        case None:
            return None
        case "at_most":
            counts = _fact_of_kind(page, "counts", int)
            resumes_at = page.clock("resumes_at", page.keys.get("resumes_at"))
            return AtMost(counts, page.number("values", given["limit"]), resumes_at)
        case "outside_quiet_hours":
            unless = _fact_of_kind(page, "unless", bool) if "unless" in page.keys else None
            start, end = page.clock("values", given["start"]), page.clock("values", given["end"])
            if start == end:
                page.wrong("values", "quiet hours that start when they end are none")
            return OutsideQuietHours(start, end, unless)
        case "must_be_true" | "must_be_false":
            return MustBe(_fact_of_kind(page, "fact", bool), name == "must_be_true")
        case "must_be_one_of":
            return _one_of(page, page.listed("values", given["allowed"]))
        case "must_not_hold":
            holds = page.listed("holds", page.keys.get("holds"))
            return MustNotHold(tuple(page.member("holds", hold, HoldKind) for hold in holds))
        case "headcount_between":
            least, most = (page.number("values", given[part]) for part in wanted)
            if least > most:
                page.wrong("values", "at_least is above at_most, so nobody could go")
            return HeadcountBetween(least, most)
        case "unreachable_condition":
            calls, days = (page.number("values", given[part]) for part in wanted)
            return UnreachableCondition(calls, days)
        case _:  # pragma: no cover - the name was checked before
            raise AssertionError(name)


def _one_of(page: _Page, allowed: list[Any]) -> MustBeOneOf:
    column = page.words("column")
    if column in ACTION_COLUMNS:
        kind = ACTION_COLUMNS[column]
        return MustBeOneOf(column, True, tuple(str(page.member("values", v, kind)) for v in allowed))
    return MustBeOneOf(column, False, tuple(str(v) for v in _fact_values(page, "values", column, allowed)))


def _demand_sound(page: _Page, rule: Rule) -> None:
    """The contradictions that no single key shows."""
    if rule.references[0].from_on > rule.versions[0].from_on:
        page.wrong(
            "reference", "the first reference is dated after the first value; nothing backs that value"
        )
    if rule.ends_on is not None and rule.ends_on <= rule.versions[-1].from_on:
        page.wrong("ends", "the rule ends before its last value begins")
    if rule.effect is Effect.DEFER and not isinstance(rule.versions[-1].check, AtMost | OutsideQuietHours):
        page.wrong("effect", "waiting mends only a count or the hour; write refuse")
    if (rule.status is Status.DISABLED) != (rule.disabled_because is not None):
        page.wrong("status", "a disabled rule, and only a disabled rule, says why under disabled_because")
    if rule.confidence is Confidence.RECALLED and rule.status is Status.ENFORCED:
        page.wrong("confidence", "what was only recalled is not enforced; write `status: disabled`")
    if rule.is_house_policy and rule.force is not Force.POLICY:
        page.wrong("force", "house rules have the force of policy; law belongs to a jurisdiction's folder")
    if rule.is_house_policy != (rule.confidence is Confidence.POLICY):
        page.wrong("confidence", "house rules, and only they, have the confidence `policy`")
    if rule.confidence is not Confidence.POLICY and not rule.sources:
        page.wrong("sources", "missing; say where the text was read")
    if not rule.is_house_policy and rule.conduct_id is None:
        page.wrong("from", f"missing; name the conduct rule it enforces (only {HOUSE} rules have none)")
