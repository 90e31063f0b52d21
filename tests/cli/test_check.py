"""``fairdue check`` on JSON lines: verdicts with what to say instead, settings, speakers, bad lines."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cli.line_builders import BAD_LINES, line
from cli.terminal import Said, Terminal

THREAT = "今天不还就打给你爸妈，让你单位也知道"


def _run(
    terminal: Terminal, content: bytes, *options: str, **environment: str
) -> tuple[Said, list[dict[str, Any]]]:
    path = terminal.home / "said.jsonl"
    path.write_bytes(content)
    said = terminal.run("check", path, *options, **environment)
    return said, [json.loads(one) for one in said.out.splitlines()]


def test_a_threat_is_told_with_its_class_its_ground_and_the_lawful_sentence(terminal: Terminal) -> None:
    said, told = _run(terminal, line(id="x", text=THREAT, context={"callee": "debtor"}))
    assert said.code == 0
    assert list(told[0]) == ["id", "expected", "codes", "findings", "share"]
    assert (told[0]["expected"], told[0]["codes"]) == (
        "violation",
        [one["code"] for one in told[0]["findings"]],
    )
    finding = next(one for one in told[0]["findings"] if one["code"] == "C02")
    assert finding["text"] == THREAT[finding["starts"] : finding["ends"]]
    assert finding["rule"] == "wording/C02.yaml" and finding["severity"] == "critical"
    assert finding["confidence"] == "source" and finding["citation"]
    assert len(finding["instead"]) >= 1 and "missing_facts" not in finding


def test_the_language_of_what_is_told_is_chosen(terminal: Terminal) -> None:
    _, told = _run(terminal, line(id="x", text=THREAT), "--lang", "en")
    finding = next(one for one in told[0]["findings"] if one["code"] == "C02")
    assert finding["name"] == "Threat to disclose to third parties"
    assert _run(terminal, b"{}\n", "--lang", "en")[1][0]["problem"] == "id is missing; every line has one"


def test_what_is_lawful_passes(terminal: Terminal) -> None:
    said, told = _run(terminal, line(id=1, text="我们不会联系您的家人，也不会向任何人透露您的账务。"))
    assert said.code == 0
    assert told[0] | {"share": 1} == {"id": 1, "expected": "ok", "codes": [], "findings": [], "share": 1}


def test_the_facts_that_a_review_waits_for_are_named(terminal: Terminal) -> None:
    text = "银行已经向法院起诉您了"
    _, told = _run(
        terminal, line(id=1, text=text) + line(id=2, text=text, context={"facts": {"case_no": "(2026)1"}})
    )
    for answer in told:
        for finding in answer["findings"]:
            assert ("missing_facts" in finding) is (answer["expected"] == "review")
    missing = [
        one["missing_facts"] for one in told[0]["findings"] if one["code"] == "C05" and "missing_facts" in one
    ]
    assert missing in ([], [["lawsuit_filed", "case_no"]])


def test_only_the_collector_is_judged(terminal: Terminal) -> None:
    _, told = _run(
        terminal,
        b"".join(
            line(id=who, text=THREAT, speaker=who) for who in ("agent", "debtor", "third_party", "system")
        ),
    )
    assert [one["expected"] for one in told] == ["violation", "ok", "ok", "ok"]
    assert [one.get("judged") for one in told] == [None, False, False, False]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"context": {"callee": "boss"}}, "callee is one of debtor, third_party, unknown"),
        ({"context": {"stage": "dawn"}}, "stage one of opening"),
        ({"context": {"stage": ["sms"]}}, "stage one of opening"),
        ({"context": {"verified": "yes"}}, "verified must be true or false"),
        ({"context": []}, "context must be an object"),
        ({"context": {"facts": [1]}}, "facts must be an object"),
        ({"context": {"facts": {"ledger_amount_fen": 12.5}}}, "whole number of fen"),
        ({"context": {"facts": {"ledger_amount_fen": 1e999}}}, "Infinity is no number"),
        ({"speaker": "cat"}, "speaker is one of agent"),
    ],
)
def test_what_is_odd_about_a_line_is_said(fields: dict[str, object], says: str, terminal: Terminal) -> None:
    said, told = _run(terminal, line(**{"id": "x", "text": "您好"} | fields), FAIRDUE_LANG="en")
    assert said.code == 1
    assert told[0]["id"] in ("x", None) and says in told[0]["problem"]


def test_a_fact_of_a_shape_that_nobody_asks_for_counts_as_not_given(terminal: Terminal) -> None:
    said, _ = _run(terminal, line(id="x", text="您好", context={"facts": {"fees": {"a": 1}, "note": None}}))
    assert said.code == 0


def test_bad_lines_are_told_in_their_places_and_the_others_are_judged(terminal: Terminal) -> None:
    said, told = _run(terminal, b"".join(bad + line(id=kind, text=THREAT) for kind, bad in BAD_LINES.items()))
    assert said.code == 1
    assert [one["id"] for one in told[1::2]] == list(BAD_LINES)
    assert {one["expected"] for one in told[1::2]} == {"violation"}
    places = [(one["line"], bool(one["problem"])) for one in told[::2]]
    assert places == [(2 * place + 1, True) for place in range(len(BAD_LINES))]


def test_stdin_is_read_for_a_dash(terminal: Terminal) -> None:
    said = terminal.run("check", "-", typed=line(id="x", text=THREAT).decode())
    assert json.loads(said.out)["expected"] == "violation"


@pytest.mark.parametrize(
    "options", [("--json",), ("--unverified",), ("--stage", "sms"), ("--html", "x.html")]
)
def test_the_options_of_documents_are_refused_for_lines(options: tuple[str, ...], terminal: Terminal) -> None:
    said, _ = _run(terminal, line(id="x", text="您好"), *options, FAIRDUE_LANG="en")
    assert said.code == 2
    assert "JSON lines say their setting in context" in said.err


def test_a_file_that_is_not_there_ends_with_two(terminal: Terminal) -> None:
    assert terminal.run("check", terminal.home / "none.jsonl").code == 2
