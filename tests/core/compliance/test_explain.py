"""A decision reads as lines for a person, with each source and how well it was read."""

from __future__ import annotations

import pytest

from core.compliance.act_builders import ask_about
from fairdue.compliance.decision import Duty, Outcome
from fairdue.compliance.explain import (
    CONFIDENCE_TEXTS,
    DUTY_TEXTS,
    OUTCOME_TEXTS,
    explain,
    show_citation,
)
from fairdue.compliance.facts import HoldKind
from fairdue.compliance.finding import HOLD_NAMES
from fairdue.compliance.rule import Confidence
from fairdue.compliance.worked_cases import load_cases
from fairdue.foundation.reason import Citation


def test_a_permit_reads_with_its_duties() -> None:
    lines = explain(ask_about("call_debtor"), language="en")
    assert lines[0] == "Permitted, with these duties:"
    assert "  - record from beginning to end" in lines


def test_a_wait_says_until_when_and_what_was_counted() -> None:
    lines = explain(ask_about("call_debtor", unanswered_attempts_on_number_today=6), language="en")
    assert lines[0] == "Not now; ask again from 2026-03-11 08:00+08:00. Because:"
    assert "unanswered attempts on this number today: 6, limit 6" in lines[1]


def test_an_article_number_that_was_not_verified_is_said_to_be_so() -> None:
    zh = explain(ask_about("call_debtor", number_source=None), language="zh")
    assert zh[0] == "不允许。原因："
    assert "条号未核实；据媒体报道，未见原文" in zh[1]
    assert "中国银行业协会" in zh[1]


def test_a_refusal_for_an_unknown_fact_names_the_fact() -> None:
    line = explain(ask_about("call_debtor", case_open=None), language="en")[1]
    assert "not known: the case is open" in line


def test_a_refusal_by_the_gate_itself_carries_its_code() -> None:
    assert "[house.gate.jurisdiction_unknown]" in explain(ask_about("call_debtor", jurisdiction=None))[1]


def test_rules_that_do_not_apply_can_be_left_out() -> None:
    decision = ask_about("call_debtor")
    whole, short = explain(decision), explain(decision, whole_trace=False)
    left_out = [line for line in decision.trace if line.outcome is Outcome.NOT_APPLICABLE]
    assert left_out
    assert len(whole) - len(short) == len(left_out)


@pytest.mark.parametrize(
    ("article", "shown"),
    [
        ("Art. 68", "t; Art. 68; read in the text itself"),
        (
            "§5.3 (subclause not verified)",
            "t; §5.3; the article number was not verified; read in the text itself",
        ),
        ("not verified", "t; the article number was not verified; read in the text itself"),
    ],
)
def test_an_article_is_shown_as_far_as_it_was_read(article: str, shown: str) -> None:
    assert show_citation(Citation("t", article, "source"), language="en") == shown


def test_every_word_of_the_closed_lists_has_a_text() -> None:
    assert set(DUTY_TEXTS) == set(Duty)
    assert set(OUTCOME_TEXTS) == set(Outcome)
    assert set(CONFIDENCE_TEXTS) == set(Confidence)
    assert set(HOLD_NAMES) == set(HoldKind)


def test_english_lines_hold_no_chinese_but_the_titles_of_instruments() -> None:
    for case in load_cases():
        assert case.name.en.isascii()
    decision = ask_about("call_debtor", holds=[kind.value for kind in HoldKind], effective_calls_today=3)
    for line in decision.trace:
        assert line.text.en.isascii()
