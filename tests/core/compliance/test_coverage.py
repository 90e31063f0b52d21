"""Coverage and the register: what is counted how, and every fault that the account can have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from core.compliance.act_builders import shipped
from fairdue.compliance.clock import Clock, ClockKind, ClockStart
from fairdue.compliance.coverage import Coverage, FaultKind, coverage
from fairdue.compliance.register import (
    Register,
    RegisterInvalid,
    load_register,
    read_register,
    resolves,
)
from fairdue.compliance.rule import Confidence, Effect, Rule, Status, Treatment, Version
from fairdue.compliance.rule_page import RuleUnreadable
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.worked_cases import ClockCase, load_cases
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.span import Span

CASES = load_cases()
ANNOUNCE = "cn.cba_2026.announce"
QUIET = "cn.cba_2026.quiet_hours"


def _coverage(*rules: Rule, of: tuple[str, ...]) -> Coverage:
    entries = tuple(load_register().entry(conduct_id) for conduct_id in of)
    return coverage(Rulebook(rules), Register(entries, load_register().read_on), CASES, clock_cases=())


def _faults(*rules: Rule, of: tuple[str, ...]) -> set[tuple[FaultKind, str]]:
    return {(fault.kind, fault.subject) for fault in _coverage(*rules, of=of).faults}


def _quiet() -> Rule:
    return shipped().rule(QUIET)


def test_a_sound_rule_accounts_for_its_entry() -> None:
    found = _coverage(_quiet(), of=("CN-TIME-02",))
    assert (found.accounted, found.total, found.faults) == (1, 1, ())
    assert found.of("CN-TIME-02").treatment is Treatment.ENFORCED
    assert (
        found.count(pack="cn", treatment=Treatment.ENFORCED) == found.count(treatment=Treatment.ENFORCED) == 1
    )
    assert found.count(pack="us", treatment=Treatment.ENFORCED) == found.count(treatment=None) == 0
    assert found.packs == ("cn",)
    with pytest.raises(KeyError, match="CN-X"):
        found.of("CN-X")


def test_an_entry_without_a_rule_is_a_fault() -> None:
    assert (FaultKind.NO_RULE, "CN-TIME-01") in _faults(_quiet(), of=("CN-TIME-02", "CN-TIME-01"))


def test_policy_of_the_house_is_listed_and_accounts_for_nothing() -> None:
    policy = replace(
        _quiet(), rule_id="house.own", pack="house", confidence=Confidence.POLICY, tightens=QUIET
    )
    found = _coverage(policy, of=("CN-TIME-02",))
    assert found.of("CN-TIME-02").rules == (policy,)
    assert found.of("CN-TIME-02").treatment is None
    assert {fault.kind for fault in found.faults} == {FaultKind.NO_RULE}


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ((), Treatment.DISABLED),
        ((Effect.RECORD,), Treatment.RECORDED),
        ((Effect.RECORD, Effect.WARN), Treatment.WARNED),
        ((Effect.WARN, Effect.RECORD, Effect.DEFER), Treatment.ENFORCED),
    ],
)
def test_an_entry_counts_as_what_the_strongest_of_its_rules_does(
    others: tuple[Effect, ...], expected: Treatment
) -> None:
    disabled = replace(_quiet(), rule_id="cn.x.disabled", status=Status.DISABLED)
    rules = [
        replace(_quiet(), rule_id=f"cn.x.{number}", effect=effect) for number, effect in enumerate(others)
    ]
    assert _coverage(disabled, *rules, of=("CN-TIME-02",)).of("CN-TIME-02").treatment is expected


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"conduct_id": "CN-TIME-99"}, FaultKind.NOT_IN_REGISTER),
        ({"confidence": Confidence.SOURCE}, FaultKind.READ_BETTER),
        ({"confidence": Confidence.POLICY}, FaultKind.READ_BETTER),
        ({"sources": ("https://example.org/elsewhere",)}, FaultKind.SOURCE_UNKNOWN),
        ({"confidence": Confidence.RECALLED}, FaultKind.READ_TOO_BADLY),
        ({"confidence": Confidence.UNVERIFIED}, FaultKind.READ_TOO_BADLY),
        ({"status": Status.DISABLED}, FaultKind.NO_REASON),
        ({"rule_id": "cn.cba_2026.without_cases"}, FaultKind.ONE_SIDED),
        ({"rule_id": "cn.cba_2026.without_cases", "effect": Effect.WARN}, FaultKind.ONE_SIDED),
    ],
)
def test_each_fault_of_a_rule_is_found(changes: dict[str, object], kind: FaultKind) -> None:
    rule = replace(_quiet(), **changes)  # type: ignore[arg-type]
    assert (kind, rule.rule_id) in _faults(rule, of=("CN-TIME-02",))


def test_a_rule_may_say_that_it_was_read_less_well_than_its_entry() -> None:
    rule = replace(_quiet(), confidence=Confidence.DERIVED)
    assert _faults(rule, of=("CN-TIME-02",)) == set()


def test_cases_on_one_side_only_are_a_fault_that_names_the_side() -> None:
    entries = Register((load_register().entry("CN-TIME-02"),), load_register().read_on)
    for answer, missing in (("permit", "fires"), ("defer", "lets pass")):
        some = [case for case in CASES if case.rule_id != QUIET or case.answer == answer]
        if answer == "defer":
            some = [
                case
                for case in some
                if case.rule_id != QUIET or QUIET in (case.because or case.because_at_least)
            ]
        faults = coverage(Rulebook((_quiet(),)), entries, some).faults
        assert [fault.kind for fault in faults] == [FaultKind.ONE_SIDED]
        assert missing in faults[0].says.en


def test_a_duty_needs_a_case_in_which_it_does_not_arise() -> None:
    entries = Register(
        (load_register().entry(str(shipped().rule(ANNOUNCE).conduct_id)),), load_register().read_on
    )
    some = [case for case in CASES if case.rule_id == ANNOUNCE]
    laid = [case for case in some if case.duties]
    assert coverage(Rulebook((shipped().rule(ANNOUNCE),)), entries, some).faults == ()
    faults = coverage(Rulebook((shipped().rule(ANNOUNCE),)), entries, laid).faults
    assert [fault.says.en for fault in faults] == ["no case in which the duty does not arise"]


def test_a_clock_needs_a_case() -> None:
    keep = Clock(ClockKind.KEEP_AT_LEAST, ClockStart.CONTACT_ENDED, Span(months=24))
    clock = replace(_quiet(), effect=Effect.RECORD, versions=(Version(date(2026, 1, 30), None, keep),))
    entries, book = (
        Register((load_register().entry("CN-TIME-02"),), load_register().read_on),
        Rulebook((clock,)),
    )
    assert {fault.kind for fault in coverage(book, entries, CASES, clock_cases=()).faults} == {
        FaultKind.CLOCK_WITHOUT_CASE
    }
    case = ClockCase(
        rule_id=QUIET,
        name=Bilingual("两年", "two years"),
        started_on=date(2026, 3, 1),
        due_on=date(2028, 3, 1),
    )
    assert coverage(book, entries, CASES, clock_cases=[case]).faults == ()
    assert coverage(book, entries, CASES).faults == ()


SOUND = """read_on: 2026-11-23
entries:
  - id: UK-TIME-01
    instrument: "CONC"
    article: "7.9"
    binding: "rule"
    status: "in force"
    asks: block
    severity: high
    confidence: copy
    sources: ["https://example.org/a"]
"""


def test_a_sound_register_reads() -> None:
    entries, read_on = read_register(text=SOUND, file="register/gb.yaml")
    assert [(entry.conduct_id, entry.pack, entry.line) for entry in entries] == [("UK-TIME-01", "gb", 3)]
    assert read_on.isoformat() == "2026-11-23"


@pytest.mark.parametrize(
    ("old", "new", "line", "complaint"),
    [
        ("UK-TIME-01", "CN-TIME-01", 3, "id: 'CN-TIME-01' is no id of gb; write UK-TIME-01"),
        ("UK-TIME-01", "UK-TIME-1", 3, "is no id of gb"),
        ('article: "7.9"', 'article: ""', 5, "article: expected a text"),
        ('    article: "7.9"\n', "", 3, "article: missing"),
        ("asks: block", "asks: shout", 8, "'shout' is not known; write one of block"),
        ("severity: high", "severity: grave", 9, "'grave' is not known"),
        ("confidence: copy", "confidence: hearsay", 10, "'hearsay' is not known"),
        ("confidence: copy", "confidence: policy", 10, "policy is of the house"),
        ('["https://example.org/a"]', "[]", 11, "sources: missing"),
        ('["https://example.org/a"]', "none", 11, "sources: expected a list"),
        (
            '["https://example.org/a"]',
            "[somewhere]",
            11,
            "'somewhere' leads nowhere; write an http(s) address",
        ),
        ("https://example.org/a", "ftp://example.org/a", 11, "leads nowhere"),
        ("severity: high", "severity: high\n    mood: bad", 10, "mood: unknown key"),
        ("read_on: 2026-11-23", "read_on: lately", 1, "not a date"),
        ("read_on: 2026-11-23", "read_on: 2026-11-23\nmood: bad", 2, "mood: unknown key"),
        ("  - id", "  - [x]\n  - id", 3, "an entry has the keys"),
    ],
)
def test_a_register_that_is_not_sound_is_refused_with_its_line(
    old: str, new: str, line: int, complaint: str
) -> None:
    assert old in SOUND
    with pytest.raises(RuleUnreadable) as refused:
        read_register(text=SOUND.replace(old, new, 1), file="register/gb.yaml")
    assert str(refused.value).startswith(f"register/gb.yaml: line {line}: "), refused.value
    assert complaint in str(refused.value)


def test_an_entry_that_stands_twice_is_refused() -> None:
    twice = SOUND + SOUND[SOUND.index("  - id") :]
    with pytest.raises(
        RuleUnreadable, match="line 12: entries: UK-TIME-01 stands twice; keep one of the two"
    ):
        read_register(text=twice, file="register/gb.yaml")


def test_a_register_of_no_jurisdiction_and_one_without_entries_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleUnreadable, match="xx is no jurisdiction"):
        read_register(text=SOUND, file="register/xx.yaml")
    (tmp_path / "register").mkdir()
    with pytest.raises(RegisterInvalid, match="no entry"):
        load_register(tmp_path)
    for name in ("gb", "us"):
        (tmp_path / "register" / f"{name}.yaml").write_text("entries: []\n", encoding="utf-8")
    with pytest.raises(RegisterInvalid) as refused:
        load_register(tmp_path)
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "register/gb.yaml",
        "register/us.yaml",
    ]


def test_a_folder_without_a_register_is_accounted_for_by_the_shipped_one(tmp_path: Path) -> None:
    assert load_register(tmp_path) is load_register()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("https://example.org", True),
        ("http://m.example.cn/a/b.html?x=1", True),
        ("https://example.org./a", True),
        ("https://example.org:8443/a", True),
        ("https://github.com/LawRefBook/Laws (commit 2f4c5c23): 民法典/人格权编.md", True),
        ("GitHub file text 61979859419", True),
        ("GitHub file text 61979859419 quotes the wording", True),
        ("law.example.org copy of 12 CFR 1006.10", True),
        ("", False),
        ("example.org/a", False),
        ("https://", False),
        ("https://localhost/a", False),
        ("https://exa mple.org", False),
        ("https://example.org:port/", False),
        ("https://[::1/", False),
        ("GitHub file text", False),
        ("a copy of it", False),
        ("javascript:alert(1)", False),
    ],
)
def test_a_source_leads_somewhere(source: str, expected: bool) -> None:
    assert resolves(source) is expected
