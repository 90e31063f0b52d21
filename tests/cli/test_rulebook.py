"""``fairdue rulebook`` and ``fairdue explain``: data on stdout, both languages, exit codes, a broken overlay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.terminal import Said, Terminal
from core.intake.file_builders import placement_csv, record
from fairdue.compliance.register import load_register
from fairdue.compliance.rulebook import load_rulebook

OWN = """id: house.own.visits
tightens: cn.gbt_45251.visits_per_day
says: 我们不上门。
says_en: We do not visit.
effect: refuse
values:
  2026-01-01: {limit: 0}
reference:
  2026-01-01: {title: 内规, article: visits}
"""
THIRD = {"联系人1姓名": "联系甲", "联系人1手机": "13900001234"}


@pytest.fixture(scope="module")
def desk(lasting: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A home with two cases."""
    path = tmp_path_factory.mktemp("files") / "two.csv"
    path.write_bytes(placement_csv(*[record(number) | THIRD for number in (1, 2)]))
    assert lasting.run("place", "--creditor", "示例银行", path).code == 0
    return lasting


def _lines(said: Said) -> list[dict[str, Any]]:
    assert said.code == 0, said.err
    return [json.loads(line) for line in said.out.splitlines()]


def test_the_list_has_every_rule_and_can_be_narrowed(desk: Terminal) -> None:
    told = _lines(desk.run("rulebook", "list", "--json"))
    assert [line["rule"] for line in told] == [rule.rule_id for rule in load_rulebook().rules]
    few = _lines(
        desk.run(
            "rulebook",
            "list",
            "--pack",
            "cn",
            "--treatment",
            "warned",
            "--force",
            "law",
            "--as-of",
            "2021-06-01",
            "--json",
        )
    )
    assert {(line["pack"], line["treatment"], line["force"]) for line in few} == {("cn", "warned", "law")}
    assert all(line["in_force"] for line in few)
    assert len(few) < len([line for line in told if line["treatment"] == "warned"])


def test_the_list_is_for_people_in_both_languages(desk: Terminal) -> None:
    zh, en = (desk.run("rulebook", "list", "--pack", "house", FAIRDUE_LANG=lang).out for lang in ("zh", "en"))
    assert "内部政策" in zh and "共 " in zh
    assert "policy" in en and " rules\n" in en


def test_show_tells_everything_about_a_rule(desk: Terminal) -> None:
    told = desk.run("rulebook", "show", "cn.cba_2026.quiet_hours", "--json", FAIRDUE_LANG="en").json()
    assert list(told["values"]) == ["2026-01-30"]
    assert told["values"]["2026-01-30"].startswith("not from 22:00 to 08:00")
    assert told["conduct_entry"]["id"] == "CN-TIME-02"
    assert told["sources"] == list(load_register().entry("CN-TIME-02").sources)
    assert (told["confidence"], told["last_verified"], told["file"]) == (
        "press",
        None,
        "cn/cba_2026/quiet_hours.yaml",
    )
    assert any("made to wait until 2026-01-31 08:00" in case for case in told["cases"])
    page = desk.run("rulebook", "show", "cn.cba_2026.quiet_hours").out
    for part in (
        "适用：行为：",
        "自 2026-01-30：不在 22:00 至 08:00 之间",
        "据媒体报道",
        "CN-TIME-02",
        "无人核实过",
    ):
        assert part in page


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("show", "cn.nothing"), "no rule is called cn.nothing"),
        (("list", "--pack", "fr"), "--pack is one of cn, gb, house, us"),
        (("list", "--as-of", "soon"), "--as-of is a day like"),
        (("list", "--treatment", "ignored"), "treatment"),
        (("stale", "--days", "-1"), "--days counts from 0"),
        (("diff", "--from", "2026-02-01", "--to", "2026-01-01"), "--from is the earlier day"),
    ],
)
def test_what_cannot_be_asked_ends_with_2(desk: Terminal, arguments: tuple[str, ...], complaint: str) -> None:
    said = desk.run("rulebook", *arguments)
    assert (said.code, said.out) == (2, "")
    assert complaint in said.err


def test_coverage_accounts_for_118_of_118(terminal: Terminal) -> None:
    said = terminal.run("rulebook", "coverage", "--json")
    told = said.json()
    assert (said.code, told["accounted"], told["total"], told["faults"]) == (0, 118, 118, [])
    assert sum(sum(counts.values()) for counts in told["packs"].values()) == 118
    page = terminal.run("rulebook", "coverage", FAIRDUE_LANG="en")
    assert "118 of 118 conduct rules are accounted for; 0 faults" in page.out
    assert terminal.count("django_migrations") == 0, "coverage needs no database"


def test_stale_lists_what_nobody_verified_and_no_policy(desk: Terminal) -> None:
    told = _lines(desk.run("rulebook", "stale", "--json"))
    assert told and {line["pack"] for line in told} == {"cn", "us", "gb"}
    forces = [line["force"] for line in told]
    assert forces == sorted(forces, key=["law", "standard", "guideline", "policy"].index)


def test_diff_tells_what_the_guideline_of_2026_brought(desk: Terminal) -> None:
    told = {
        line["rule"]: line
        for line in _lines(
            desk.run("rulebook", "diff", "--from", "2026-01-29", "--to", "2026-01-30", "--json")
        )
    }
    assert told["cn.cba_2026.attempts_per_number"]["change"] == "begins"
    assert told["cn.cba_2026.attempts_per_number"]["from"] is None
    assert "6" in told["cn.cba_2026.attempts_per_number"]["to"]
    page = desk.run("rulebook", "diff", "--from", "2026-01-29", "--to", "2026-01-30", FAIRDUE_LANG="en").out
    assert "2026-01-29" in page and "not in force" in page
    assert (
        "0 rules differ"
        in desk.run("rulebook", "diff", "--from", "2026-03-01", "--to", "2026-03-02", FAIRDUE_LANG="en").out
    )


def test_the_reference_is_printed_without_a_house(terminal: Terminal) -> None:
    said = terminal.run("rulebook", "reference", "--language", "en")
    assert said.code == 0
    assert said.out.startswith("# The rulebook, for reading\n")
    assert terminal.count("django_migrations") == 0


def test_the_policy_of_the_house_is_asked_and_listed(desk: Terminal, tmp_path: Path) -> None:
    (tmp_path / "house" / "own").mkdir(parents=True)
    (tmp_path / "house" / "own" / "visits.yaml").write_text(OWN, encoding="utf-8")
    told = _lines(desk.run("rulebook", "list", "--pack", "house", "--json", FAIRDUE_OVERLAY=str(tmp_path)))
    assert "house.own.visits" in {line["rule"] for line in told}
    asked = desk.run(
        "explain", "C000001", "visit", "--headcount", "2", "--json", FAIRDUE_OVERLAY=str(tmp_path)
    )
    assert asked.code == 3
    assert {"house.own.visits": "refuse"}.items() <= {
        line["rule"]: line["outcome"] for line in asked.json()["trace"]
    }.items()


def test_a_folder_in_the_home_is_the_overlay_too(terminal: Terminal) -> None:
    folder = terminal.home / "rulebook" / "house" / "own"
    folder.mkdir(parents=True)
    (folder / "visits.yaml").write_text(OWN, encoding="utf-8")
    shown = terminal.run("rulebook", "show", "house.own.visits", FAIRDUE_LANG="en")
    assert shown.code == 0
    assert "tightens: cn.gbt_45251.visits_per_day" in shown.out


def test_naming_another_folder_does_not_lose_the_policy_at_home(terminal: Terminal, tmp_path: Path) -> None:
    folder = terminal.home / "rulebook" / "house" / "own"
    folder.mkdir(parents=True)
    (folder / "visits.yaml").write_text(OWN, encoding="utf-8")
    (tmp_path / "elsewhere" / "house").mkdir(parents=True)
    (tmp_path / "elsewhere" / "house" / "gone.yaml").write_text(
        OWN.replace("house.own.visits", "house.gone"), encoding="utf-8"
    )
    told = _lines(terminal.run("rulebook", "list", "--json", FAIRDUE_OVERLAY=str(tmp_path / "elsewhere")))
    assert {"house.own.visits", "house.gone"} <= {line["rule"] for line in told}


def test_a_house_keeps_the_country_it_was_made_in(desk: Terminal) -> None:
    assert desk.run("cases").code == 0
    said = desk.run("cases", FAIRDUE_JURISDICTION="GB", FAIRDUE_LANG="en")
    assert said.code == 2
    assert "works under the rules of CN" in said.err and "FAIRDUE_HOME" in said.err


@pytest.mark.parametrize("command", [("explain", "C000001"), ("serve", "--port", "1")])
def test_with_a_broken_overlay_nothing_starts_and_every_file_is_named(
    desk: Terminal, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "house" / "own").mkdir(parents=True)
    (tmp_path / "house" / "own" / "visits.yaml").write_text(
        OWN.replace("limit: 0", "limit: 9"), encoding="utf-8"
    )
    (tmp_path / "house" / "torn.yaml").write_text("id: [", encoding="utf-8")
    said = desk.run(*command, FAIRDUE_OVERLAY=str(tmp_path), FAIRDUE_LANG="en")
    assert (said.code, said.out) == (2, "")
    first, *files = said.err.splitlines()
    assert first == "fairdue: the rulebook cannot be used, so nothing starts; mend these files:"
    assert [line.split(": ")[:2] for line in files] == [
        ["house/own/visits.yaml", "line 7"],
        ["house/torn.yaml", "line 1"],
    ]
    assert "limit 9 is above 1" in files[0]
    assert "Traceback" not in said.err


def test_an_overlay_that_is_not_there_is_no_reason_to_go_on_without_it(
    desk: Terminal, tmp_path: Path
) -> None:
    said = desk.run("cases", FAIRDUE_OVERLAY=str(tmp_path / "gone"))
    assert said.code == 2
    assert "规则库不能使用" in said.err


def test_explain_takes_what_is_said_about_an_act_and_answers_in_reading_order(desk: Terminal) -> None:
    said = desk.run("explain", "C000001", "visit", "--headcount", "1", "--to", "guarantor", "--json", "--all")
    assert said.code == 3
    trace = said.json()["trace"]
    assert {line["rule"]: line["outcome"] for line in trace}["cn.gbt_45251.visit_headcount"] == "refuse"
    places = ["refuse", "unknown", "defer", "overridden", "warn", "passed", "not_applicable"]
    groups = [max(places.index(line["outcome"]), 1) for line in trace]
    assert groups == sorted(groups)
    assert all(line["source"] and line["article"] and line["confidence"] for line in trace)


@pytest.mark.parametrize(
    "arguments",
    [
        ("say_sentence", "--claims", "nonsense"),
        ("visit", "--headcount", "-1"),
        ("place_call", "--as-of", "yesterday"),
    ],
)
def test_an_act_that_cannot_be_is_an_input_error(desk: Terminal, arguments: tuple[str, ...]) -> None:
    said = desk.run("explain", "C000001", *arguments)
    assert (said.code, said.out) == (2, "")
    assert arguments[1] in said.err


def test_explain_leaves_out_what_does_not_apply_unless_asked(desk: Terminal) -> None:
    short, whole = (desk.run("explain", "C000001", *more, FAIRDUE_LANG="en").out for more in ((), ("--all",)))
    assert "does not apply" not in short
    assert whole.count("does not apply") > 50
    assert "duty · cn.cba_2026.announce" in short
    assert short.index("not known ·") < short.index("duty ·") < short.index("passed ·")
