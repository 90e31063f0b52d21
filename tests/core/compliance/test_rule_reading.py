"""Rule files are read strictly: each complaint names the file, the line and the mend; half a rulebook is none."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from core.compliance.act_builders import rule_text, shipped
from fairdue.compliance.checks import AtMost, OutsideQuietHours
from fairdue.compliance.rule import Rule
from fairdue.compliance.rule_reading import RuleUnreadable, read_rule
from fairdue.compliance.rulebook import RulebookInvalid, load_rulebook

HOUSE_FILE = "house/extra.yaml"
LAW = {
    "id": "cn.law.extra",
    "from": "CN-FREQ-03",
    "force": "law",
    "confidence": "source",
    "sources": "[somewhere]",
}


def _read(file: str = HOUSE_FILE, **lines: str) -> Rule:
    return read_rule(text=rule_text(**lines), file=file)


def test_a_sound_rule_reads() -> None:
    assert _read().rule_id == "house.extra"
    assert _read("cn/law/extra.yaml", **LAW).pack == "cn"


@pytest.mark.parametrize(
    ("lines", "line", "complaint"),
    [
        ({"effects": "refuse"}, 13, "effects: unknown key"),
        ({"check": "roughly"}, 5, "is no check"),
        ({"fact": "moon_phase"}, 6, "is no column"),
        ({"fact": "visits_today"}, 6, "expected a yes/no column"),
        ({"reference": ""}, 1, "missing"),
        ({"last_verified": ""}, 1, "missing"),
        ({"reference": "{2026-01-01: {title: x}}"}, 10, "a title and an article"),
        ({"reference": "{2026-01-02: {title: x, article: y}}"}, 10, "dated after the first value"),
        ({"values": "in force"}, 9, "entries under dates"),
        ({"values": "{soon: in force}"}, 9, "not a date"),
        ({"values": "{2026-01-01: {limit: 3}}"}, 9, "nothing is counted"),
        ({"effect": "permit"}, 7, "not known; write one of refuse, defer, warn, duty"),
        ({"effect": "defer"}, 7, "waiting mends only a count, the hour"),
        ({"effect": "duty", "duties": "[record_the_call]"}, 5, "a rule of duty has no check"),
        ({"check": "", "fact": ""}, 5, "needs a check"),
        ({"duties": "[record_the_call]"}, 13, "only a rule with `effect: duty`"),
        ({"applies_to": "{kind: [shout]}"}, 4, "not known"),
        ({"applies_to": "{mood: [bad]}"}, 4, "is no column"),
        ({"applies_to": "{visits_today: [1]}"}, 4, "is a counting column"),
        ({"applies_to": "{case_open: [yes]}"}, 4, "yes/no column"),
        ({"force": "law"}, 8, "force of policy"),
        ({"confidence": "press"}, 11, "house rules, and only they"),
        ({"confidence": "recalled"}, 11, "only recalled"),
        ({"status": "disabled"}, 13, "says why"),
        ({"disabled_because": "因为", "disabled_because_en": "because"}, 1, "says why"),
        ({"says_en": ""}, 1, "missing"),
        ({"note": "只有中文"}, 13, "write both"),
        ({"ends": "2025-12-31"}, 13, "ends before"),
        ({"id": "house.other"}, 1, "the id follows the file"),
        ({"says": "[一, 二]"}, 2, "expected a text"),
    ],
)
def test_a_rule_that_is_not_sound_is_refused_with_its_line(
    lines: dict[str, str], line: int, complaint: str
) -> None:
    with pytest.raises(RuleUnreadable) as refused:
        _read(**lines)
    message = str(refused.value)
    assert message.startswith(f"{HOUSE_FILE}: line {line}: ")
    assert complaint in message


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ({"confidence": "recalled"}, "only recalled"),
        ({"confidence": "policy"}, "house rules, and only they"),
        ({"sources": ""}, "where the text was read"),
        ({"from": ""}, "name the conduct rule"),
    ],
)
def test_law_needs_a_source_that_was_read(lines: dict[str, str], complaint: str) -> None:
    with pytest.raises(RuleUnreadable, match=complaint):
        _read("cn/law/extra.yaml", **{**LAW, **lines})


def test_what_was_only_recalled_may_stand_in_the_book_disabled_and_is_never_in_force() -> None:
    lines = {
        "confidence": "recalled",
        "status": "disabled",
        "disabled_because": "未核实",
        "disabled_because_en": "not verified",
    }
    rule = _read("cn/law/extra.yaml", **{**LAW, **lines})
    assert rule not in type(shipped())((rule,)).rules_in_force(date(2026, 6, 1))


@pytest.mark.parametrize(
    ("check", "complaint"),
    [
        ({"check": "at_most", "fact": "", "counts": "visits_today", "effect": "defer", "values": "{2026-01-01: {limit: 1}}"}, "resumes_at"),
        ({"check": "at_most", "fact": "", "counts": "visits_today", "resumes_at": "8:00", "values": "{2026-01-01: {limit: 1}}"}, "time of day"),
        ({"check": "at_most", "fact": "", "counts": "visits_today", "resumes_at": "'08:00'", "values": "{2026-01-01: {limit: -1}}"}, "whole number"),
        ({"check": "at_most", "fact": "", "counts": "visits_today", "resumes_at": "'08:00'", "values": "{2026-01-01: {cap: 1}}"}, "exactly limit"),
        ({"check": "outside_quiet_hours", "fact": "", "values": "{2026-01-01: {start: '22:00', end: '22:00'}}"}, "are none"),
        ({"check": "outside_quiet_hours", "fact": "", "values": "{2026-01-01: {start: '24:00', end: '08:00'}}"}, "time of day"),
        ({"check": "between", "fact": "", "column": "headcount", "values": "{2026-01-01: {at_least: 3, at_most: 2}}"}, "nothing could pass"),
        ({"check": "must_not_hold", "fact": "", "holds": "[sulking]"}, "not known"),
        ({"check": "must_not_hold", "fact": ""}, "expected a list"),
        ({"check": "must_be_one_of", "fact": "", "column": "purpose", "values": "{2026-01-01: {allowed: [fun]}}"}, "not known"),
        ({"check": "must_be_one_of", "fact": "", "column": "visits_today", "values": "{2026-01-01: {allowed: [1]}}"}, "a column of one word"),
    ],
)  # fmt: skip
def test_a_check_with_senseless_numbers_is_refused(check: dict[str, str], complaint: str) -> None:
    with pytest.raises(RuleUnreadable, match=complaint):
        _read(**check)


def test_a_key_written_twice_is_refused() -> None:
    with pytest.raises(RuleUnreadable, match="line 13"):
        read_rule(text=rule_text() + "effect: warn\n", file=HOUSE_FILE)


def test_values_follow_the_date() -> None:
    rule = _read(
        check="at_most",
        fact="",
        counts="visits_today",
        resumes_at="'08:00'",
        effect="defer",
        values="{2026-01-01: {limit: 2}, 2026-07-01: {limit: 1}}",
        ends="2027-01-01",
    )

    def limit(day: date) -> int | None:
        version = rule.version_on(day)
        if version is None:
            return None
        assert isinstance(version.check, AtMost)
        return version.check.limit

    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1), date(2026, 12, 31)]
    assert [limit(day) for day in days] == [None, 2, 2, 1, 1]
    assert limit(date(2027, 1, 1)) is None


def test_a_citation_follows_the_date() -> None:
    rule = _read(reference="{2026-01-01: {title: 旧文, article: 一}, 2026-07-01: {title: 新文, article: 二}}")
    assert [rule.citation_on(date(2026, month, 1)).title for month in (1, 6, 7)] == ["旧文", "旧文", "新文"]


def test_quiet_hours_keep_their_shape() -> None:
    version = shipped().rule("cn.cba_2026.quiet_hours").version_on(date(2026, 3, 1))
    assert version is not None
    assert version.check == OutsideQuietHours(time(22), time(8), "agreed_window")


def test_an_unknown_rule_id_teaches_where_to_look() -> None:
    with pytest.raises(KeyError, match="rulebook list"):
        shipped().rule("cn.nothing")


def _folder(tmp_path: Path, **rules: str) -> Path:
    for name, text in rules.items():
        path = tmp_path / "house" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_a_rulebook_names_every_file_at_fault_and_does_not_load_in_part(tmp_path: Path) -> None:
    folder = _folder(
        tmp_path, extra=rule_text(), two="id: [", three=rule_text(id="house.three", effect="allow")
    )
    with pytest.raises(RulebookInvalid) as refused:
        load_rulebook(directory=folder)
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "house/three.yaml",
        "house/two.yaml",
    ]


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (_folder(tmp_path, extra=rule_text()) / "house" / "gbk.yaml").write_bytes("id: 规则".encode("gbk"))
    with pytest.raises(RulebookInvalid, match=r"house/gbk\.yaml.*UTF-8"):
        load_rulebook(directory=tmp_path)


def test_a_folder_without_rules_is_no_rulebook(tmp_path: Path) -> None:
    with pytest.raises(RulebookInvalid, match="holds no rule"):
        load_rulebook(directory=tmp_path)


def test_an_overlay_adds_and_never_replaces(tmp_path: Path) -> None:
    book = load_rulebook(overlay=_folder(tmp_path, extra=rule_text()))
    assert len(book.rules) == len(shipped().rules) + 1
    taken = _folder(tmp_path, case_open=rule_text(id="house.case_open"))
    with pytest.raises(RulebookInvalid, match="is taken"):
        load_rulebook(overlay=taken)


def test_an_overlay_holds_policy_only(tmp_path: Path) -> None:
    path = tmp_path / "cn" / "law" / "extra.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(rule_text(**LAW), encoding="utf-8")
    with pytest.raises(RulebookInvalid, match="house policy only"):
        load_rulebook(overlay=tmp_path)
