"""From which share on something is said: as docs/model-card.md tells, change the page with the number."""

from __future__ import annotations

import math
from datetime import datetime

import pytest

from fairdue.compliance.wording import guard
from fairdue.compliance.wording.guard import Verdict, WordingModels, judge
from fairdue.foundation.civil import CHINA
from fairdue.language.linear import LinearModel, Weights, pack, unpack
from fairdue.learning.corpus import CODES
from fairdue.understanding.customer import CustomerModels, Understood, understand
from fairdue.understanding.intent import SAFETY_INTENTS, Intent
from fairdue.understanding.willingness import Willingness

MOMENT = datetime(2026, 3, 11, 10, tzinfo=CHINA)
NOTHING_KNOWN = "龘龘龘龘龘"


def saying(labels: list[str], shares: dict[str, float]) -> LinearModel:
    """A model that gives these shares of any text."""
    biases = tuple(math.log(share / (1 - share)) for share in (shares.get(label, 1e-4) for label in labels))
    return unpack(pack(Weights(labels=tuple(labels), biases=biases, grams={}, cues={})))


def heard(shares: dict[Intent, float]) -> Understood:
    """What is understood of a text of which the model gives these shares, and no phrase says anything."""
    intents = saying([one.value for one in Intent], {one.value: share for one, share in shares.items()})
    grades = saying([one.value for one in Willingness], {"delaying": 0.3})
    return understand(NOTHING_KNOWN, reference=MOMENT, models=CustomerModels(intents, grades))


def test_the_likeliest_meaning_is_said_however_unlikely() -> None:
    assert heard({Intent.AGREE: 0.02}).intents == (Intent.AGREE,)


@pytest.mark.parametrize("intent", sorted(SAFETY_INTENTS))
def test_a_meaning_for_safety_is_added_from_a_share_of_035(intent: Intent) -> None:
    assert heard({Intent.AGREE: 0.9, intent: 0.36}).intents == (Intent.AGREE, intent)
    assert heard({Intent.AGREE: 0.9, intent: 0.34}).intents == (Intent.AGREE,)


@pytest.mark.parametrize("intent", sorted(set(Intent) - SAFETY_INTENTS - {Intent.AGREE}))
def test_another_meaning_is_added_from_a_half(intent: Intent) -> None:
    assert heard({Intent.AGREE: 0.9, intent: 0.51}).intents == (Intent.AGREE, intent)
    assert heard({Intent.AGREE: 0.9, intent: 0.49}).intents == (Intent.AGREE,)


def test_three_meanings_are_the_most() -> None:
    many = {intent: 0.9 - place / 100 for place, intent in enumerate(Intent)}
    assert len(heard(many).intents) == 3


def test_the_readiness_to_pay_is_the_likeliest_grade() -> None:
    assert heard({Intent.AGREE: 0.9}).willingness is Willingness.DELAYING


def judged(verdicts: dict[str, float], codes: dict[str, float]) -> guard.Judgement:
    """The judgement of a text of which the models give these shares, and no phrase says anything."""
    models = WordingModels(saying(list(CODES), codes), saying([one.value for one in Verdict], verdicts))
    return judge(NOTHING_KNOWN, models=models)


def test_a_text_is_ok_when_that_is_likelier_than_the_two_others_together() -> None:
    assert judged({"ok": 0.6, "review": 0.2, "violation": 0.35}, {}).verdict is Verdict.OK
    assert judged({"ok": 0.5, "review": 0.3, "violation": 0.4}, {}).verdict is Verdict.VIOLATION
    assert judged({"ok": 0.5, "review": 0.4, "violation": 0.3}, {}).verdict is Verdict.REVIEW


def test_a_text_that_is_ok_has_no_findings_and_any_other_has_one() -> None:
    assert judged({"ok": 0.9}, {"C05": 0.9}).findings == ()
    assert [one.code for one in judged({"violation": 0.9}, {"C05": 0.1}).findings] == ["C05"]


def test_every_class_that_is_likely_enough_is_named() -> None:
    least = guard._LEAST_CODE
    found = judged({"violation": 0.9}, {"C05": 0.9, "C02": least + 0.01, "C01": least - 0.01}).findings
    assert [one.code for one in found] == ["C02", "C05"]
