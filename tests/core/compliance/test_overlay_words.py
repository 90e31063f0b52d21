"""What is said of an overlay's file that loosens or is not understood, word by word, and what a sound one inherits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest

from core.compliance.act_builders import rule_text
from core.compliance.complaint_builders import PACKS, read_written
from fairdue.compliance.checks import AtMost
from fairdue.compliance.overlay import read_overlay, read_tightening
from fairdue.compliance.rule import Condition, Confidence, Effect, Force, Reference, Rule, Version
from fairdue.compliance.rule_page import RuleUnreadable
from fairdue.foundation.bilingual import Bilingual

COUNT = {
    "check": "at_most", "fact": "", "counts": "visits_today", "resumes_at": "'08:00'", "effect": "defer",
    "values": "{2026-01-01: {limit: 3}, 2026-07-01: {limit: 2}}",
}  # fmt: skip


def _law(rule_id: str, **lines: str) -> Rule:
    file = rule_id.replace(".", "/") + ".yaml"
    return read_written({"base": "law", "id": rule_id, "file": file, **lines})


def _base() -> dict[str, Rule]:
    visits = _law(
        "cn.law.visits", applies_to="{kind: [visit]}", except_when="{vulnerable: [false]}", last_verified="2026-01-05",
        note="注", note_en="note", ends="2027-01-01", presumption="true", override="two_persons", **COUNT,
    )  # fmt: skip
    house = read_written({"id": "house.pol", "file": "house/pol.yaml", **COUNT, "effect": "refuse"})
    off = {"status": "disabled", "disabled_because": "停。", "disabled_because_en": "Off."}
    rules = [
        visits,
        house,
        _law("cn.law.warn", effect="warn"),
        _law("cn.law.duty", check="", fact="", effect="duty", duties="[no_debt_facts]"),
        _law("cn.law.kept", check="", fact="", effect="record", applies_to=""),
        _law("cn.law.off", **off),
        replace(visits, rule_id="house.tight", pack="house", tightens="cn.law.visits"),
    ]
    return {rule.rule_id: rule for rule in rules}


def _text(**lines: str) -> str:
    keys = {
        "id": "house.own", "tightens": "cn.law.visits", "says": "更严。", "says_en": "Stricter.",
        "values": "{2026-01-01: {limit: 2}}", "reference": "{2026-01-01: {title: 内规, article: own}}", **lines,
    }  # fmt: skip
    return "".join(f"{key}: {line}\n" for key, line in keys.items() if line)


def _read(**lines: str) -> Rule:
    return read_tightening(text=_text(**lines), file="house/own.yaml", base=_base())


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"applies_to": "{kind: [visit]}"}, "line 7: applies_to: what applies to fewer acts is looser; leave it out, the acts of the base are inherited"),
        ({"except_when": "{vulnerable: [true]}"}, "line 7: except_when: an exception loosens; leave it out, those of the base are inherited"),
        ({"ends": "2027-01-01"}, "line 7: ends: what ends loosens on that day; leave it out, and take the file away when the policy changes"),
        ({"status": "disabled"}, "line 7: status: a disabled rule loosens nothing and tightens nothing; leave it out, or take the file away"),
        ({"check": "never"}, "line 7: check: the check of the base is inherited; leave it out, or write a further rule under house/"),
        ({"colour": "red"}, "line 7: colour: unknown key; a tightening has id, tightens, says, says_en, values, effect, reference, resumes_at, override"),
        ({"5": "red"}, "line 7: 5: unknown key; a tightening has id, tightens, says, says_en, values, effect, reference, resumes_at, override"),
        ({"id": ""}, "line 1: id: missing; every tightening has it"),
        ({"says": ""}, "line 1: says: missing; every tightening has it"),
        ({"says_en": ""}, "line 1: says_en: missing; every tightening has it"),
        ({"tightens": ""}, "line 1: tightens: missing; every tightening has it"),
        ({"values": ""}, "line 1: values: missing; every tightening has it"),
        ({"reference": ""}, "line 1: reference: missing; every tightening has it"),
        ({"id": "house.other"}, "line 1: id: the id follows the file: house.own"),
        ({"tightens": "cn.nothing"}, "line 2: tightens: no rule is called 'cn.nothing'; `fairdue rulebook list` shows them all"),
        ({"tightens": "house.tight"}, "line 2: tightens: house.tight tightens itself; name its base cn.law.visits"),
        ({"tightens": "cn.law.off"}, "line 2: tightens: cn.law.off is disabled, so nothing of it holds; write a further rule under house/"),
        ({"tightens": "cn.law.duty"}, "line 2: tightens: cn.law.duty lays a duty, and has no values; write a further rule under house/"),
        ({"tightens": "cn.law.kept"}, "line 2: tightens: cn.law.kept lays a duty, and has no values; write a further rule under house/"),
        ({"effect": "warn"}, "line 7: effect: looser: warn is weaker than the defer of cn.law.visits; leave it out"),
        ({"effect": "duty"}, "line 7: effect: looser: duty is weaker than the defer of cn.law.visits; leave it out"),
        ({"effect": "record"}, "line 7: effect: looser: record is weaker than the defer of cn.law.visits; leave it out"),
        ({"effect": "allow"}, "line 7: effect: 'allow' is not known; write one of refuse, defer, warn, duty, record"),
        ({"tightens": "cn.law.warn", "values": "{2026-01-01: in force}", "effect": "defer"}, "line 7: effect: waiting mends only a count, the hour, the day or a span of time; write refuse"),
        ({"tightens": "cn.law.warn", "values": "{2026-01-01: in force}", "resumes_at": "'09:00'"}, "line 7: resumes_at: cn.law.warn resumes at no time of day; leave the key out"),
        ({"override": "one_person"}, "line 7: override: the only way is `two_persons`; leave the key out for never"),
        ({"tightens": "house.pol", "override": "two_persons"}, "line 7: override: looser: house.pol cannot be set aside; leave the key out"),
        ({"reference": "{2026-01-02: {title: 内规, article: own}}"}, "line 6: reference: the first reference is dated after the first value; date it as early as that"),
        ({"values": "{2026-01-01: {limit: 3}}"}, "line 5: values: looser on 2026-07-01: limit 3 is above 2 of cn.law.visits; an overlay only tightens, so write what is at least as strict"),
        ({"values": "\n  2026-01-01: {limit: 1}\n  2026-03-01: {limit: 4}"}, "line 7: values: looser on 2026-03-01: limit 4 is above 3 of cn.law.visits; an overlay only tightens, so write what is at least as strict"),
        ({"values": "\n  2026-01-01: {limit: 1}\n  2026-03-01: {limit: x}"}, "line 7: values: 'x' is not a whole number from 0 up"),
        ({"resumes_at": "'07:30'"}, "line 7: resumes_at: looser on 2026-01-01: resumes_at 07:30 is earlier than 08:00 of cn.law.visits; an overlay only tightens, so write what is at least as strict"),
        ({"resumes_at": "'7'"}, "line 7: resumes_at: '7' is not a time of day; write it as \"22:00\""),
    ],
)  # fmt: skip
def test_what_is_said_of_a_tightening_at_fault(lines: dict[str, str], said: str) -> None:
    with pytest.raises(RuleUnreadable) as refused:
        _read(**lines)
    assert str(refused.value) == f"house/own.yaml: {said}"


def test_a_tightening_inherits_acts_exceptions_and_columns_and_nothing_that_eases() -> None:
    base = _base()["cn.law.visits"]
    assert _read() == Rule(
        rule_id="house.own",
        pack="house",
        conduct_id="CN-FREQ-03",
        says=Bilingual("更严。", "Stricter."),
        applies_to=(
            Condition("kind", True, frozenset({"visit"})),
            Condition("jurisdiction", False, frozenset({"CN"})),
        ),
        effect=Effect.DEFER,
        duties=(),
        versions=(Version(date(2026, 1, 1), AtMost("visits_today", 2, time(8))),),
        references=(Reference(date(2026, 1, 1), "内规", "own"),),
        force=Force.POLICY,
        confidence=Confidence.POLICY,
        last_verified_on=None,
        sources=(),
        status=base.status,
        disabled_because=None,
        ends_on=None,
        note=None,
        file="house/own.yaml",
        except_when=base.except_when,
        presumption=False,
        overridable=False,
        tightens="cn.law.visits",
    )


def test_a_tightening_may_be_stronger_later_and_set_aside_where_its_base_may() -> None:
    own = _read(
        effect="refuse",
        resumes_at="'09:30'",
        override="two_persons",
        values="{2026-01-01: {limit: 2}, 2026-08-01: {limit: 0}}",
    )
    assert (own.effect, own.overridable) == (Effect.REFUSE, True)
    assert own.versions == (
        Version(date(2026, 1, 1), AtMost("visits_today", 2, time(9, 30))),
        Version(date(2026, 8, 1), AtMost("visits_today", 0, time(9, 30))),
    )


def test_a_tightening_may_begin_before_its_base_does() -> None:
    own = _read(
        values="{2025-01-01: {limit: 9}, 2026-01-01: {limit: 2}}",
        reference="{2025-01-01: {title: 内规, article: own}}",
    )
    assert own.versions[0] == Version(date(2025, 1, 1), AtMost("visits_today", 9, time(8)))


def test_a_tightening_of_a_policy_holds_where_the_policy_holds() -> None:
    own = _read(tightens="house.pol", values="{2026-01-01: {limit: 1}}")
    assert (own.applies_to, own.effect) == (_base()["house.pol"].applies_to, Effect.REFUSE)


def test_a_warning_may_become_a_refusal() -> None:
    own = _read(tightens="cn.law.warn", values="{2026-01-01: in force}", effect="refuse")
    assert own.effect is Effect.REFUSE


def _folder(tmp_path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = tmp_path / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def _overlay(folder: Path) -> tuple[list[str], list[str]]:
    rules, faults = read_overlay(folder, base=tuple(_base().values()), packs=PACKS)
    return [rule.rule_id for rule in rules], faults


def test_further_rules_and_tightenings_are_read_whatever_their_order(tmp_path: Path) -> None:
    further = rule_text(id="house.zz")
    folder = _folder(tmp_path, **{"house/own": _text(), "house/zz": further})
    assert _overlay(folder) == (["house.zz", "house.own"], [])


def test_a_further_rule_of_the_same_folder_may_be_tightened(tmp_path: Path) -> None:
    further = rule_text(id="house.zz")
    own = _text(tightens="house.zz", values="{2026-01-01: in force}")
    assert _overlay(_folder(tmp_path, **{"house/own": own, "house/zz": further})) == (
        ["house.zz", "house.own"],
        [],
    )


@pytest.mark.parametrize(
    ("texts", "faults"),
    [
        ({}, ["house: line 1: the overlay holds no rule; put its rules under house/, or leave the folder out"]),
        ({"register/cn": "a: b\n"}, ["register: line 1: an overlay has no register of its own; remove the folder"]),
        ({"cn/extra": rule_text(id="cn.extra")}, ["cn/extra.yaml: line 1: id: an overlay holds house policy only; put it under house/"]),
        (
            {"house/pol": rule_text(id="house.pol")},
            ["house/pol.yaml: line 1: id: house.pol is taken by house/pol.yaml; a rule is not replaced, write a further one with its own id, or one that `tightens: house.pol`"],
        ),
        (
            {"house/off": rule_text(id="house.off", status="disabled", disabled_because="停", disabled_because_en="off")},
            ["house/off.yaml: line 13: status: an overlay disables nothing; take the file away instead"],
        ),
        (
            {"house/own": _text(tightens="cn.nothing"), "house/two": "id: 5\n"},
            [
                "house/two.yaml: line 1: says: missing; every rule has it",
                "house/own.yaml: line 2: tightens: no rule is called 'cn.nothing'; `fairdue rulebook list` shows them all",
            ],
        ),
        ({"house/far": rule_text(**{"id": "house.far", "from": "CN-NOPE-01"})}, ["house/far.yaml: line 13: from: 'CN-NOPE-01' is not in the register; write an id that `fairdue rulebook coverage` lists, or leave the key out"]),
        (
            {"house/own": _text(), "house/two": _text(id="house.two", tightens="house.own")},
            ["house/two.yaml: line 2: tightens: house.own tightens itself; name its base cn.law.visits"],
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_an_overlay_at_fault(
    tmp_path: Path, texts: dict[str, str], faults: list[str]
) -> None:
    assert _overlay(_folder(tmp_path, **texts))[1] == faults


def test_two_files_of_one_id_are_both_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path, **{"house/own": _text()})
    (folder / "house" / "own.yml").write_text(_text(), encoding="utf-8")
    assert _overlay(folder) == (
        ["house.own"],
        ["house/own.yml: line 1: id: house.own is taken by house/own.yaml of the same folder; a rule is not replaced, write a further one with its own id, or one that `tightens: house.own`"],
    )  # fmt: skip
