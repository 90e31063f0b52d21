"""Every check in every way it can be asked, against a table that a person can read: ``checks.yaml``."""

from __future__ import annotations

from typing import Any

import pytest

from core.compliance.check_builders import read_check_of, seen_of, table
from fairdue.compliance.check_reading import KEYS_OF_CHECK
from fairdue.compliance.check_words import check_in_words
from fairdue.compliance.checks import columns_needed, columns_read
from fairdue.compliance.tightening import check_keys

CHECKS = table("checks.yaml")
by_name = pytest.mark.parametrize("entry", CHECKS, ids=lambda entry: entry["name"])


def test_the_table_has_every_check_there_is() -> None:
    assert {entry["rule"]["check"] for entry in CHECKS} == set(KEYS_OF_CHECK)


@by_name
def test_the_check_says_in_words_what_it_asks(entry: dict[str, Any]) -> None:
    said = check_in_words(read_check_of(entry["rule"], entry["values"]))
    assert (said.zh, said.en) == (entry["asks"], entry["asks_en"])


@by_name
def test_the_check_answers_and_says_what_it_found_and_until_when(entry: dict[str, Any]) -> None:
    check = read_check_of(entry["rule"], entry["values"])
    assert [{"given": seen["given"], **seen_of(check, seen["given"])} for seen in entry["seen"]] == entry[
        "seen"
    ]


@by_name
def test_the_keys_a_rule_hands_on_read_back_as_the_same_check(entry: dict[str, Any]) -> None:
    check = read_check_of(entry["rule"], entry["values"])
    name, keys = check_keys(check)
    assert name == entry["rule"]["check"]
    # A tightening inherits these keys, so what the file said stands among them.
    assert {key: value for key, value in keys.items() if key in entry["rule"]} == {
        key: value for key, value in entry["rule"].items() if key != "check"
    }
    assert read_check_of({"check": name, **keys}, entry["values"]) == check


@by_name
def test_only_what_a_check_needs_can_leave_it_unanswered(entry: dict[str, Any]) -> None:
    check = read_check_of(entry["rule"], entry["values"])
    known = dict.fromkeys(columns_read(check))
    answer = seen_of(check, {key: None for key in known if key != "purpose"})["answer"]
    asked = [column for column in columns_needed(check) if column != "purpose"]
    assert answer == ("unknown" if asked else seen_of(check, {})["answer"])
