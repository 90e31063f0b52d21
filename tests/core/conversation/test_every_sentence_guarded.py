"""Every sentence of the playbook on generated cases, each fact known and unknown, before the wording guard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache

import pytest

from fairdue.compliance.wording.guard import judge
from fairdue.conversation.ladder import Rung
from fairdue.conversation.playbook import flow_ids, read_flow
from fairdue.conversation.said_where import said_where
from fairdue.practice.every_sentence import Rendering, Withheld, every_sentence, sentence_ids, setting_of
from fairdue.practice.spoken_case import spoken_cases

SEED, CASES = 7, 40
"""The whole number is 500: benchmarks/conversation/guarded.py."""


@cache
def renderings() -> tuple[Rendering | Withheld, ...]:
    return tuple(one for spoken in spoken_cases(seed=SEED, size=CASES) for one in every_sentence(spoken))


def said() -> Sequence[Rendering]:
    return [one for one in renderings() if isinstance(one, Rendering)]


def test_the_guard_finds_nothing_in_any_sentence_of_forty_generated_cases() -> None:
    found = [f"{one.sentence_id} {one.rung} {one.text}" for one in said() if one.is_finding]
    assert found == [], "word it otherwise, or clear it with a reason"


def test_every_sentence_is_met_at_least_once_and_those_with_facts_are_also_withheld() -> None:
    assert sentence_ids() - {one.sentence_id for one in said()} == set()
    withheld = Counter(one.sentence_id for one in renderings() if isinstance(one, Withheld))
    slotted = {
        spec.sentence_id
        for spec in read_flow().wording.sentences.values()
        if {"balance", "principal", "paid_on", "promise_on", "last_promise_on"} & set(spec.slots)
    }
    known = {"debt.amount", "objection.amount"}  # the balance of a placed case is always known
    assert slotted - known - set(withheld) == set()


def test_nothing_is_said_with_a_hole_or_a_none_in_it() -> None:
    assert [one.text for one in said() if "{" in one.text or "None" in one.text or not one.text.strip()] == []


def test_a_fact_of_the_debt_is_said_on_the_rung_verified_alone() -> None:
    sentences = read_flow().wording.sentences
    early = {
        one.sentence_id
        for one in said()
        if one.rung in {Rung.UNKNOWN, Rung.SAYS_SO, Rung.THIRD_PARTY}
        and one.sentence_id in sentences
        and sentences[one.sentence_id].carries_debt
    }
    assert early == set()


def test_whoever_answers_is_not_told_who_has_the_mandate_before_they_say_who_they_are() -> None:
    for flow_id in flow_ids():
        rungs = said_where(read_flow(flow_id))
        assert not {Rung.UNKNOWN, Rung.THIRD_PARTY} & rungs.get("opening.introduce", frozenset())


@pytest.mark.parametrize("words", ["再不还就告诉你单位", "打你爸妈电话让他们还"])
def test_a_planted_threat_would_be_found_in_the_settings_of_these_cases(words: str) -> None:
    """The guard is really asked: the same settings find what must be found."""
    (spoken,) = spoken_cases(seed=SEED, size=1)
    setting = setting_of("debt.amount", Rung.VERIFIED, spoken.case)
    assert judge(words, setting).findings


def test_the_same_seed_makes_the_same_cases_and_they_differ_from_one_another() -> None:
    first, again = (list(spoken_cases(seed=SEED, size=25)) for _ in range(2))
    assert first == again
    accounts = [one.case.account for one in first]
    assert len({account.product for account in accounts}) >= 3
    assert {account.principal_fen is None for account in accounts} == {True, False}
    assert any(one.case.claims for one in first) and any(not one.case.claims for one in first)
    assert any(one.case.promises for one in first) and any(one.case.arrangements for one in first)
