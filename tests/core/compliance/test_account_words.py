"""The register and the account that is made of it: every complaint and every fault, word by word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from core.compliance.act_builders import TEN_O_CLOCK
from core.compliance.complaint_builders import read_written
from fairdue.compliance.coverage import Account, Coverage, Fault, FaultKind, coverage, firing_outcomes
from fairdue.compliance.decision import Outcome
from fairdue.compliance.register import (
    Asks,
    ConductEntry,
    Register,
    RegisterInvalid,
    Severity,
    load_register,
    read_register,
    resolves,
)
from fairdue.compliance.rule import Confidence, Effect, Rule, Status, Treatment
from fairdue.compliance.rule_page import RuleUnreadable
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.worked_cases import Answer, ClockCase, WorkedCase, all_clear
from fairdue.foundation.bilingual import Bilingual

ENTRY = {
    "id": "UK-TIME-01", "instrument": "CONC", "article": "7.9", "binding": "rule", "status": "in force", "asks": "block",
    "severity": "high", "confidence": "copy", "sources": "[https://example.org/a]",
}  # fmt: skip


def _register(*entries: dict[str, str], read_on: str = "2026-11-23", head: str = "") -> str:
    lines = [f"read_on: {read_on}\n{head}entries:\n"]
    for entry in entries:
        written = [f"    {key}: {value}\n" for key, value in {**ENTRY, **entry}.items() if value]
        lines += ["  - " + written[0].lstrip(), *written[1:]]
    return "".join(lines)


def test_a_register_is_read_entry_by_entry_with_the_line_of_each() -> None:
    text = _register(
        {}, {"id": "UK-TIME-02", "article": "' 7.10 '", "asks": "hold_for_review", "severity": "critical"}
    )
    first = ConductEntry(
        conduct_id="UK-TIME-01",
        pack="gb",
        instrument="CONC",
        article="7.9",
        binding="rule",
        status="in force",
        asks=Asks.BLOCK,
        severity=Severity.HIGH,
        confidence=Confidence.COPY,
        sources=("https://example.org/a",),
        file="register/gb.yaml",
        line=3,
    )
    second = replace(
        first,
        conduct_id="UK-TIME-02",
        article="7.10",
        asks=Asks.HOLD_FOR_REVIEW,
        severity=Severity.CRITICAL,
        line=12,
    )
    text = text.replace("article: 7.9", 'article: "7.9"')
    assert read_register(text=text, file="register/gb.yaml") == ((first, second), date(2026, 11, 23))


KEYS = "id, instrument, article, binding, status, asks, severity, confidence, sources"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"id": "CN-TIME-01"}, "line 3: entries: id: 'CN-TIME-01' is no id of gb; write UK-TIME-01"),
        ({"id": "UK-TIME-1"}, "line 3: entries: id: 'UK-TIME-1' is no id of gb; write UK-TIME-01"),
        ({"id": "''"}, "line 3: entries: id: expected a text that is not empty; where it was not read, say so"),
        ({"id": "5"}, "line 3: entries: id: expected a text that is not empty; where it was not read, say so"),
        ({"instrument": "' '"}, "line 4: entries: instrument: expected a text that is not empty; where it was not read, say so"),
        ({"article": "[a]"}, "line 5: entries: article: expected a text that is not empty; where it was not read, say so"),
        ({"binding": "null"}, "line 6: entries: binding: expected a text that is not empty; where it was not read, say so"),
        ({"status": "''"}, "line 7: entries: status: expected a text that is not empty; where it was not read, say so"),
        ({"asks": "shout"}, "line 8: entries: 'shout' is not known; write one of block, hold_for_review, warn, record"),
        ({"severity": "grave"}, "line 9: entries: 'grave' is not known; write one of critical, high, medium, low"),
        ({"confidence": "hearsay"}, "line 10: entries: 'hearsay' is not known; write one of source, copy, press, derived, policy, recalled, unverified"),
        ({"confidence": "policy"}, "line 10: entries: confidence: policy is of the house; say how the text was read"),
        ({"sources": "[]"}, "line 11: entries: sources: missing; only what was recalled or not verified has none"),
        ({"sources": "none"}, "line 11: entries: sources: expected a list of addresses, or [] where nothing was read"),
        ({"sources": "\n      - https://example.org/a\n      - somewhere"}, "line 13: entries: sources: 'somewhere' leads nowhere; write an http(s) address, or name the file of a repository or the copy that was read"),
        ({"sources": "[5]"}, "line 11: entries: sources: 5 leads nowhere; write an http(s) address, or name the file of a repository or the copy that was read"),
        ({"mood": "bad"}, f"line 12: entries: mood: unknown key; an entry has {KEYS}"),
        ({"binding": ""}, "line 3: entries: binding: missing; every entry has it"),
    ],
)  # fmt: skip
def test_what_is_said_of_an_entry_at_fault(entry: dict[str, str], said: str) -> None:
    text = _register(entry).replace("article: 7.9", 'article: "7.9"')
    with pytest.raises(RuleUnreadable) as refused:
        read_register(text=text, file="register/gb.yaml")
    assert str(refused.value) == f"register/gb.yaml: {said}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("read_on: lately\nentries: []\n", "line 1: read_on: 'lately' is not a date; write it as 2026-01-30"),
        ("entries: []\n", "line 1: read_on: None is not a date; write it as 2026-01-30"),
        ("read_on: 2026-01-01\nentries: []\n", "line 2: entries: expected a list that is not empty, such as [a, b]"),
        ("read_on: 2026-01-01\n", "line 1: entries: expected a list that is not empty, such as [a, b]"),
        ("read_on: 2026-01-01\nmood: bad\n", "line 2: mood: unknown key; a register has read_on and entries"),
        ("read_on: 2026-01-01\nentries:\n  - [x]\n", f"line 3: entries: an entry has the keys {KEYS}"),
    ],
)  # fmt: skip
def test_what_is_said_of_a_register_at_fault(text: str, said: str) -> None:
    with pytest.raises(RuleUnreadable) as refused:
        read_register(text=text, file="register/gb.yaml")
    assert str(refused.value) == f"register/gb.yaml: {said}"


def test_a_register_of_no_jurisdiction_is_refused_with_those_there_are() -> None:
    with pytest.raises(RuleUnreadable) as refused:
        read_register(text=_register({}), file="register/xx.yaml")
    assert str(refused.value) == (
        "register/xx.yaml: line 2: entries: xx is no jurisdiction; name the file after one of cn, us, gb"
    )


def test_an_entry_that_stands_twice_is_refused_at_the_second() -> None:
    text = _register({}, {}).replace("article: 7.9", 'article: "7.9"')
    with pytest.raises(RuleUnreadable) as refused:
        read_register(text=text, file="register/gb.yaml")
    assert (
        str(refused.value)
        == "register/gb.yaml: line 12: entries: UK-TIME-01 stands twice; keep one of the two"
    )


def test_what_was_recalled_needs_no_source() -> None:
    text = _register({"confidence": "recalled", "sources": "[]", "article": '"7.9"'})
    ((entry,), _) = read_register(text=text, file="register/gb.yaml")
    assert (entry.confidence, entry.sources) == (Confidence.RECALLED, ())


def _folder(tmp_path: Path, **texts: str) -> Path:
    (tmp_path / "register").mkdir(parents=True)
    for name, text in texts.items():
        (tmp_path / "register" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_register_of_several_files_was_read_on_the_latest_of_their_days(tmp_path: Path) -> None:
    us = _register({"id": "US-TIME-07", "article": '"7"'}, read_on="2026-10-01")
    gb = _register({"article": '"7.9"'}, read_on="2026-11-01")
    found = load_register(_folder(tmp_path, us=us, gb=gb))
    assert [(entry.conduct_id, entry.pack) for entry in found.entries] == [
        ("UK-TIME-01", "gb"),
        ("US-TIME-07", "us"),
    ]
    assert found.read_on == date(2026, 11, 1)
    assert found.packs() == {"UK-TIME-01": "gb", "US-TIME-07": "us"}
    assert found.entry("US-TIME-07").instrument == "CONC"
    with pytest.raises(KeyError) as unknown:
        found.entry("US-TIME-08")
    assert unknown.value.args == (
        "the register has no conduct rule US-TIME-08; `fairdue rulebook coverage` lists them",
    )


def test_a_register_folder_with_nothing_or_with_faults_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(RegisterInvalid) as empty:
        load_register(_folder(tmp_path / "empty"))
    assert str(empty.value) == "register: line 1: no entry; list the conduct rules in register/cn.yaml"
    with pytest.raises(RegisterInvalid) as refused:
        load_register(_folder(tmp_path / "two", us="entries: []\n", gb="read_on: 2026-01-01\n"))
    assert str(refused.value) == (
        "register/gb.yaml: line 1: entries: expected a list that is not empty, such as [a, b]\n"
        "register/us.yaml: line 1: read_on: None is not a date; write it as 2026-01-30"
    )


def test_the_shipped_register_has_every_conduct_rule_of_three_jurisdictions() -> None:
    shipped = load_register(files("fairdue_rulebook"))
    assert {entry.pack for entry in shipped.entries} == {"cn", "us", "gb"}
    assert len(shipped.entries) == 118


@pytest.mark.parametrize(
    ("source", "leads"),
    [
        ("https://example.org/a b c", True), ("http://example.org", True), ("https://example.org:0/", False), ("https://example.org:1/", True),
        ("https://example.org:99999/", False), ("https:///a", False), ("mailto:a@example.org", False), ("GitHub file text 7", True),
        ("GitHub file text 7 ", False), ("GitHub file text x", False), ("site.example copy of a text", True), ("site copy of a text", False),
        ("https://exa_mple.org", False), ("", False),
    ],
)  # fmt: skip
def test_a_source_leads_somewhere_or_not(source: str, leads: bool) -> None:
    assert resolves(source) is leads


def _entry(conduct_id: str = "CN-FREQ-03", **differing: object) -> ConductEntry:
    return replace(
        ConductEntry(
            conduct_id=conduct_id, pack=conduct_id[:2].lower(), instrument="规范", article="一", binding="rule", status="in force",
            asks=Asks.BLOCK, severity=Severity.HIGH, confidence=Confidence.PRESS, sources=("somewhere",), file="register/cn.yaml", line=3,
        ),
        **differing,  # type: ignore[arg-type]
    )  # fmt: skip


def _case(rule: Rule, **given: object) -> WorkedCase:
    """A case beside the rule; only its own rule's outcome matters here."""
    action, facts = all_clear(act="call_debtor", when=TEN_O_CLOCK, **given)
    nothing: frozenset[str] = frozenset()
    return WorkedCase(
        rule_id=rule.rule_id, name=Bilingual("例", "case"), action=action, facts=facts, as_of=TEN_O_CLOCK, answer=Answer.PERMIT,
        until=None, because=None, because_at_least=nothing, duties=frozenset(), without_duties=frozenset(),
    )  # fmt: skip


LAW = {"base": "law"}
DUTY = {
    "base": "law",
    "check": "",
    "fact": "",
    "effect": "duty",
    "duties": "[no_debt_facts]",
    "applies_to": "{case_open: [true]}",
}
BOTH_SIDES: tuple[dict[str, object], ...] = ({"agreed_window": True}, {"agreed_window": False})


def _coverage(
    *rules: Rule,
    given: tuple[dict[str, object], ...] = BOTH_SIDES,
    entries: tuple[ConductEntry, ...] | None = None,
) -> Coverage:
    cases = [_case(rule, **one) for rule in rules for one in given]
    return coverage(
        Rulebook(rules), Register(entries or (_entry(),), date(2026, 1, 1)), cases, clock_cases=()
    )


def test_a_sound_account_has_no_fault_and_counts() -> None:
    rule = read_written(LAW)
    us = _entry("US-TIME-01", pack="us")
    found = _coverage(rule, entries=(_entry(), us))
    assert found.accounts == (Account(_entry(), (rule,), Treatment.ENFORCED), Account(us, (), None))
    assert (found.accounted, found.total, found.packs) == (1, 2, ("cn", "us"))
    assert (
        found.count(treatment=Treatment.ENFORCED)
        == found.count(pack="us", treatment=None)
        == found.count()
        == 1
    )
    assert found.count(pack="cn") == found.count(pack="us", treatment=Treatment.ENFORCED) == 0
    assert found.of("US-TIME-01").treatment is None
    with pytest.raises(KeyError) as unknown:
        found.of("CN-X")
    assert unknown.value.args == ("the register has no conduct rule CN-X",)
    assert found.faults == (
        Fault(
            FaultKind.NO_RULE,
            "US-TIME-01",
            None,
            Bilingual(
                "US-TIME-01 没有对应规则；请在 us/ 下写一条，不能执行的写 status: disabled 并说明原因",
                "no rule accounts for US-TIME-01; write one under us/, disabled with its reason where it cannot be enforced",
            ),
        ),
    )


OFF = {"base": "law", "status": "disabled", "disabled_because": "停。", "disabled_because_en": "Off."}
WARN = {"base": "law", "effect": "warn"}
KEPT = {"base": "law", "check": "", "fact": "", "effect": "record", "applies_to": ""}


@pytest.mark.parametrize(
    ("written", "treatment"),
    [
        ((OFF,), Treatment.DISABLED), ((OFF, KEPT), Treatment.RECORDED), ((KEPT, WARN, OFF), Treatment.WARNED), ((OFF, WARN, LAW), Treatment.ENFORCED),
    ],
)  # fmt: skip
def test_an_entry_counts_as_what_the_strongest_rule_does(
    written: tuple[dict[str, str], ...], treatment: Treatment
) -> None:
    rules = [replace(read_written(one), rule_id=f"cn.law.{place}") for place, one in enumerate(written)]
    assert _coverage(*rules).of("CN-FREQ-03").treatment is treatment


PASSES_NOWHERE = ("没有通过的案例", "no case that it lets pass, or lays its duty on")
FIRES_NOWHERE = ("没有触发的案例", "no case in which it fires")


@pytest.mark.parametrize(
    ("rule", "given", "kind", "zh", "en"),
    [
        (replace(read_written(LAW), conduct_id="CN-X-01"), BOTH_SIDES, FaultKind.NOT_IN_REGISTER,
         "from: CN-X-01 不在清单里；请改正编号，或先登记", "from: CN-X-01 is not in the register; correct the id, or list it there first"),
        (replace(read_written(LAW), confidence=Confidence.COPY), BOTH_SIDES, FaultKind.READ_BETTER,
         "confidence: copy，而清单里 CN-FREQ-03 是 press；请写 press", "confidence: copy, but CN-FREQ-03 was read as press; write press"),
        (replace(read_written(LAW), confidence=Confidence.POLICY), BOTH_SIDES, FaultKind.READ_BETTER,
         "confidence: policy，而清单里 CN-FREQ-03 是 press；请写 press", "confidence: policy, but CN-FREQ-03 was read as press; write press"),
        (replace(read_written(LAW), sources=("somewhere", "elsewhere")), BOTH_SIDES, FaultKind.SOURCE_UNKNOWN,
         "来源 elsewhere 不是 CN-FREQ-03 登记的来源；请改用登记的，或先登记", "the source elsewhere is none of CN-FREQ-03; take one of those, or list it there first"),
        (replace(read_written(LAW), confidence=Confidence.RECALLED), BOTH_SIDES, FaultKind.READ_TOO_BADLY,
         "confidence: recalled，不能使用；请写 status: disabled", "confidence: recalled, so it cannot be used; write `status: disabled`"),
        (replace(read_written(LAW), confidence=Confidence.UNVERIFIED), BOTH_SIDES, FaultKind.READ_TOO_BADLY,
         "confidence: unverified，不能使用；请写 status: disabled", "confidence: unverified, so it cannot be used; write `status: disabled`"),
        (replace(read_written(LAW), status=Status.DISABLED), BOTH_SIDES, FaultKind.NO_REASON,
         "已停用，但没有写 disabled_because", "disabled without a reason; write disabled_because and disabled_because_en"),
        (read_written(LAW), BOTH_SIDES[:1], FaultKind.ONE_SIDED, *FIRES_NOWHERE),
        (read_written(LAW), BOTH_SIDES[1:], FaultKind.ONE_SIDED, *PASSES_NOWHERE),
        (read_written(WARN), BOTH_SIDES[:1], FaultKind.ONE_SIDED, *FIRES_NOWHERE),
        (read_written(WARN), BOTH_SIDES[1:], FaultKind.ONE_SIDED, *PASSES_NOWHERE),
        (read_written(DUTY), ({},), FaultKind.ONE_SIDED, "没有不适用的案例", "no case in which the duty does not arise"),
        (read_written(DUTY), ({"case_open": False},), FaultKind.ONE_SIDED, *PASSES_NOWHERE),
        (read_written({**LAW, "check": "never", "fact": ""}), ({},), FaultKind.ONE_SIDED, "没有不适用的案例", "no case to which it does not apply"),
        (read_written({**KEPT, "clock": "{kind: keep_at_least, starts: contact_ended}", "values": "{2026-01-01: {years: 2}}"}), (), FaultKind.CLOCK_WITHOUT_CASE,
         "期限没有案例", "its clock has no case that says when it starts and what day it leads to"),
    ],
)  # fmt: skip
def test_each_fault_of_a_rule_names_the_rule_its_file_and_the_mend(
    rule: Rule, given: tuple[dict[str, object], ...], kind: FaultKind, zh: str, en: str
) -> None:
    faults = [fault for fault in _coverage(rule, given=given).faults if fault.kind is not FaultKind.NO_RULE]
    assert faults == [Fault(kind, rule.rule_id, "cn/law/extra.yaml", Bilingual(zh, en))]


def test_what_is_read_worse_than_its_entry_or_is_policy_or_tightens_is_no_fault() -> None:
    for confidence in (Confidence.PRESS, Confidence.DERIVED):
        assert _coverage(replace(read_written(LAW), confidence=confidence)).faults == ()
    policy = replace(read_written({"from": "CN-FREQ-03"}), sources=("elsewhere",))
    assert _coverage(read_written(LAW), policy).faults == ()
    tight = replace(policy, rule_id="house.tight", tightens="cn.law.extra")
    found = coverage(
        Rulebook((read_written(LAW), tight)),
        Register((_entry(),), date(2026, 1, 1)),
        [_case(read_written(LAW), **one) for one in BOTH_SIDES],
    )
    assert found.faults == ()


def test_a_duty_and_what_is_never_permitted_have_their_other_side_where_they_do_not_apply() -> None:
    assert _coverage(read_written(DUTY), given=({}, {"case_open": False})).faults == ()
    never = read_written({**LAW, "check": "never", "fact": "", "applies_to": "{case_open: [false]}"})
    assert _coverage(never, given=({}, {"case_open": False})).faults == ()


def test_a_clock_is_accounted_for_by_a_case_and_only_where_it_is_asked() -> None:
    kept = read_written(
        {
            **KEPT,
            "clock": "{kind: keep_at_least, starts: contact_ended}",
            "values": "{2026-01-01: {years: 2}}",
        }
    )
    register = Register((_entry(),), date(2026, 1, 1))
    case = ClockCase(
        rule_id=kept.rule_id,
        name=Bilingual("例", "case"),
        started_on=date(2026, 1, 1),
        due_on=date(2028, 1, 1),
    )
    assert coverage(Rulebook((kept,)), register, (), clock_cases=[case]).faults == ()
    assert coverage(Rulebook((kept,)), register, ()).faults == ()
    plain = read_written(KEPT)
    assert coverage(Rulebook((plain,)), register, (), clock_cases=()).faults == ()
    off = replace(kept, status=Status.DISABLED, disabled_because=Bilingual("停。", "Off."))
    assert coverage(Rulebook((off,)), register, (), clock_cases=()).faults == ()


def test_only_an_acts_own_words_fire_by_saying_none() -> None:
    fires = {Outcome.REFUSE, Outcome.DEFER, Outcome.WARN}
    words = {**LAW, "check": "must_be_one_of", "fact": ""}
    act = read_written({**words, "column": "spoken_as", "values": "{2026-01-01: {allowed: [principal]}}"})
    fact = read_written({**words, "column": "number_source", "values": "{2026-01-01: {allowed: [contract]}}"})
    assert firing_outcomes(act) == fires | {Outcome.UNKNOWN}
    assert firing_outcomes(fact) == firing_outcomes(read_written(LAW)) == fires
    assert firing_outcomes(read_written(DUTY)) == {Outcome.NOT_APPLICABLE}
    assert act.effect is Effect.REFUSE
