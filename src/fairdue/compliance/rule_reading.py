"""Reading one rule from its YAML file, strictly: what is not understood is refused, with file, line and mend.

Room: compliance. The shape of a rule file is described in ``docs`` and shown by every file of
``fairdue_rulebook``. Nothing here touches a disk: text comes in, a Rule goes out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from fairdue.compliance.action import CONTACT_KINDS, SPOKEN_KINDS, WORDED_KINDS
from fairdue.compliance.check_reading import IN_FORCE, KEYS_OF_CHECK, read_check
from fairdue.compliance.checks import mends_by_waiting
from fairdue.compliance.clock import Clock, ClockKind, ClockStart
from fairdue.compliance.column import ColumnKind
from fairdue.compliance.decision import Duty
from fairdue.compliance.rule import (
    HOUSE,
    NOT_ENFORCEABLE,
    Condition,
    Confidence,
    Effect,
    Force,
    Reference,
    Rule,
    Status,
    Version,
)
from fairdue.compliance.rule_page import Page, RuleUnreadable

GROUPS_OF_KINDS = {
    "every_contact": CONTACT_KINDS,
    "every_saying": SPOKEN_KINDS,
    "every_wording": WORDED_KINDS,
}
"""Names under which ``applies_to: kind`` takes several kinds of act at once."""

_COMMON = frozenset({
    "id", "from", "says", "says_en", "applies_to", "except_when", "check", "effect", "duties", "clock", "force",
    "values", "reference", "confidence", "last_verified", "sources", "status", "disabled_because",
    "disabled_because_en", "ends", "note", "note_en", "presumption", "override",
})  # fmt: skip
_REQUIRED = ("id", "says", "says_en", "effect", "force", "values", "reference", "confidence", "last_verified")
_TWO_PERSONS = "two_persons"


def read_rule(*, text: str, file: str, packs: Mapping[str, str] | None = None) -> Rule:
    """Read one rule; ``file`` is its path inside the rulebook, like ``cn/cba_2026/third_party.yaml``.

    ``packs`` are the ids of the register with the pack of each; ``from`` must be one of them. None leaves that
    unasked, where a rule is read by itself. Raises RuleUnreadable for anything that is missing, unknown or contradictory.
    """
    page = Page(file, text)
    check_name = page.optional_words("check")
    _demand_known_keys(page, check_name)
    pack = file.split("/", 1)[0]
    rule_id = page.words("id")
    if pack == file:
        page.wrong(
            "id", f"a rule lies in the folder of its pack; put the file under cn/, us/, gb/ or {HOUSE}/"
        )
    if rule_id != id_of_file(file):
        page.wrong("id", f"the id follows the file: {id_of_file(file)}")
    says = page.pair("says")
    assert says is not None
    effect = page.one_of("effect", Effect)
    _demand_check_or_none(page, effect, check_name)
    rule = Rule(
        rule_id=rule_id,
        pack=pack,
        conduct_id=page.optional_words("from"),
        says=says,
        applies_to=_conditions(page, "applies_to"),
        effect=effect,
        duties=_duties(page, effect),
        versions=tuple(_version(page, check_name, day, values) for day, values in page.dated("values")),
        references=read_dated_references(page),
        force=page.one_of("force", Force),
        confidence=page.one_of("confidence", Confidence),
        last_verified_on=_optional_day(page, "last_verified"),
        sources=_sources(page),
        status=page.one_of("status", Status) if "status" in page.keys else Status.ENFORCED,
        disabled_because=page.pair("disabled_because"),
        ends_on=_optional_day(page, "ends"),
        note=page.pair("note"),
        file=file,
        except_when=_conditions(page, "except_when"),
        presumption=_yes_no(page, "presumption"),
        overridable="override" in page.keys,
    )
    _demand_sound(page, rule)
    if packs is not None:
        _demand_entry_of_register(page, rule, packs)
    _demand_true_override(page, rule)
    return rule


def id_of_file(file: str) -> str:
    """The id that a rule in this file has: its path with dots."""
    return file.removesuffix(".yml").removesuffix(".yaml").replace("/", ".")


def _demand_known_keys(page: Page, check_name: str | None) -> None:
    if check_name is not None and check_name not in KEYS_OF_CHECK:
        page.wrong("check", f"{check_name!r} is no check; write one of {', '.join(KEYS_OF_CHECK)}")
    known = _COMMON | (KEYS_OF_CHECK[check_name] if check_name else frozenset())
    for key in page.keys:
        if key not in known:
            page.wrong(str(key), f"unknown key; a rule like this one has {', '.join(sorted(known))}")
    for key in _REQUIRED:
        if key not in page.keys:
            page.wrong(key, "missing; every rule has it")


def _demand_check_or_none(page: Page, effect: Effect, check_name: str | None) -> None:
    asked = effect not in (Effect.DUTY, Effect.RECORD)
    disabled = page.keys.get("status") == Status.DISABLED.value
    if asked and check_name is None and not disabled:
        page.wrong("effect", f"{effect} needs a check; add `check:`")
    if not asked and check_name is not None:
        page.wrong("check", f"a rule of {effect} has no check; say with applies_to when it holds")
    if "clock" in page.keys and effect is not Effect.RECORD:
        page.wrong("clock", "only a rule with `effect: record` has a clock")
    if effect is Effect.RECORD and ("applies_to" in page.keys or "except_when" in page.keys):
        page.wrong("applies_to", "a rule that is recorded is not asked about acts; leave applies_to out")


def _version(page: Page, check_name: str | None, day: date, values: object) -> Version:
    with page.within("values", day):
        if check_name is not None:
            return Version(day, read_check(page, check_name, values))
        if "clock" in page.keys:
            return Version(day, None, _clock(page, values))
        if values != IN_FORCE:
            page.wrong("values", f"nothing is counted here; write `{IN_FORCE}` under the date")
        return Version(day, None)


def _clock(page: Page, values: object) -> Clock:
    entry = page.keys["clock"]
    if not isinstance(entry, dict) or set(entry) != {"kind", "starts"}:
        page.wrong(
            "clock", "expected {kind: keep_at_least, starts: contact_ended} with words of compliance.clock"
        )
    kind = page.member("clock", entry["kind"], ClockKind)
    starts = page.member("clock", entry["starts"], ClockStart)
    return Clock(kind, starts, None if values == IN_FORCE else page.span("values", values))


def _sources(page: Page) -> tuple[str, ...]:
    if page.keys.get("sources") is None:
        return ()
    sources = page.listed("sources", page.keys["sources"])
    for place, source in enumerate(sources):
        if not isinstance(source, str) or not source.strip():
            page.wrong("sources", "a source is a text: an address, or a file with its commit", place)
    return tuple(sources)


def _optional_day(page: Page, key: str) -> date | None:
    value = page.keys.get(key)
    return None if value is None else page.day(key, value)


def _yes_no(page: Page, key: str) -> bool:
    value = page.keys.get(key, False)
    if type(value) is not bool:
        page.wrong(key, "write true or false")
    return value


def read_dated_references(page: Page) -> tuple[Reference, ...]:
    """Where a rule is written, by date. Raises RuleUnreadable."""
    return tuple(_reference(page, day, entry) for day, entry in page.dated("reference"))


def _reference(page: Page, day: date, entry: object) -> Reference:
    if not isinstance(entry, dict) or set(entry) != {"title", "article"}:
        page.wrong("reference", "each date needs exactly a title and an article", day)
    for part, text in entry.items():
        if not isinstance(text, str) or not text.strip():
            page.wrong(
                "reference", "title and article are texts; where the article was not read, say so", day, part
            )
    return Reference(day, entry["title"], entry["article"])


def _conditions(page: Page, key: str) -> tuple[Condition, ...]:
    entries = page.keys.get(key, {})
    if not isinstance(entries, dict):
        page.wrong(key, "expected columns and their values, such as {kind: [place_call]}")
    return tuple(_condition(page, key, column, allowed) for column, allowed in entries.items())


def _condition(page: Page, key: str, name: object, allowed: object) -> Condition:
    with page.within(key, name):
        column = page.column(key, name, ColumnKind.YES_NO, ColumnKind.WORD, ColumnKind.WORDS)
        values = page.listed(key, allowed)
        if column.name == "kind":
            if key == "except_when":
                page.wrong(key, "say with applies_to which kinds of act the rule is about")
            values = list(_spread_kinds(values))
        return Condition(column.name, column.of_action, frozenset(page.values_of(key, column, values)))


def _spread_kinds(values: Iterable[object]) -> Iterable[object]:
    for value in values:
        yield from GROUPS_OF_KINDS.get(str(value), (value,))


def _duties(page: Page, effect: Effect) -> tuple[Duty, ...]:
    if effect is not Effect.DUTY:
        if "duties" in page.keys:
            page.wrong("duties", "only a rule with `effect: duty` lays duties")
        return ()
    return tuple(page.member("duties", duty, Duty) for duty in page.listed("duties", page.keys.get("duties")))


def _demand_sound(page: Page, rule: Rule) -> None:
    """The contradictions that no single key shows."""
    if rule.references[0].from_on > rule.versions[0].from_on:
        page.wrong(
            "reference", "the first reference is dated after the first value; nothing backs that value"
        )
    if rule.ends_on is not None and rule.ends_on <= rule.versions[-1].from_on:
        page.wrong("ends", "the rule ends before its last value begins")
    check = rule.versions[-1].check
    if rule.effect is Effect.DEFER and check is not None and not mends_by_waiting(check):
        page.wrong("effect", "waiting mends only a count, the hour, the day or a span of time; write refuse")
    if (rule.status is Status.DISABLED) != (rule.disabled_because is not None):
        page.wrong("status", "a disabled rule, and only a disabled rule, says why under disabled_because")
    if rule.confidence in NOT_ENFORCEABLE and rule.status is Status.ENFORCED:
        page.wrong(
            "confidence", "what was only recalled or not verified is not enforced; write `status: disabled`"
        )
    if rule.is_house_policy and rule.force is not Force.POLICY:
        page.wrong("force", "house rules have the force of policy; law belongs to a jurisdiction's folder")
    if rule.is_house_policy != (rule.confidence is Confidence.POLICY):
        page.wrong("confidence", "house rules, and only they, have the confidence `policy`")
    if not rule.sources and rule.confidence not in (Confidence.POLICY, Confidence.RECALLED):
        page.wrong("sources", "missing; say where the text was read")
    if not rule.is_house_policy and rule.conduct_id is None:
        page.wrong("from", f"missing; name the conduct rule it enforces (only {HOUSE} rules have none)")


def _demand_entry_of_register(page: Page, rule: Rule, packs: Mapping[str, str]) -> None:
    if rule.conduct_id is None:
        return
    if rule.conduct_id not in packs:
        mend = f"write an id of register/{rule.pack}.yaml, or add the entry there first"
        if rule.is_house_policy:
            mend = "write an id that `fairdue rulebook coverage` lists, or leave the key out"
        page.wrong("from", f"{rule.conduct_id!r} is not in the register; {mend}")
    if not rule.is_house_policy and packs[rule.conduct_id] != rule.pack:
        page.wrong(
            "from", f"{rule.conduct_id} belongs to the pack {packs[rule.conduct_id]}; put the rule there"
        )


def _demand_true_override(page: Page, rule: Rule) -> None:
    """Only what the house laid down itself, or what the law calls a presumption, can be set aside."""
    if "override" not in page.keys:
        return
    if page.keys["override"] != _TWO_PERSONS:
        page.wrong("override", f"the only way is `{_TWO_PERSONS}`; leave the key out for never")
    if not rule.is_house_policy and not rule.presumption:
        page.wrong("override", "law is not overridden; only a policy, or a rule marked `presumption: true`")
    if rule.effect not in (Effect.REFUSE, Effect.DEFER):
        page.wrong("override", "only a refusal or a wait can be set aside")


__all__ = ["RuleUnreadable", "id_of_file", "read_dated_references", "read_rule"]
