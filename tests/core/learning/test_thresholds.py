"""From which share on something is said: as docs/model-card.md tells; change the pages with the number."""

from __future__ import annotations

import math
import re
from datetime import datetime
from pathlib import Path

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
DOCS = Path(__file__).resolve().parents[3] / "docs"


def documented(page: str, pattern: str) -> float:
    """The number that a page states."""
    found = re.search(pattern, (DOCS / page).read_text(encoding="utf-8"))
    assert found is not None, f"docs/{page} states no such number"
    return float(found[1])


FOR_SAFETY = documented("model-card.md", r"from a share of (0\.\d+); others need a half")


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
def test_a_meaning_for_safety_is_added_from_the_share_that_is_documented(intent: Intent) -> None:
    assert heard({Intent.AGREE: 0.9, intent: FOR_SAFETY + 0.01}).intents == (Intent.AGREE, intent)
    assert heard({Intent.AGREE: 0.9, intent: FOR_SAFETY - 0.01}).intents == (Intent.AGREE,)


def test_both_pages_state_the_same_share() -> None:
    assert documented("model-card.zh-CN.md", r"模型有 (0\.\d+) 的把握就加上；别的要过半") == FOR_SAFETY


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


def test_a_text_is_ok_from_its_least_share_of_the_three_on() -> None:
    least = guard._LEAST_OK
    others = {"review": 0.9 * (1 - least), "violation": 0.1 * (1 - least)}
    assert judged({"ok": least + 0.01, **others}, {}).verdict is Verdict.OK
    assert judged({"ok": least - 0.02, **others}, {}).verdict is Verdict.REVIEW
    swapped = {"review": others["violation"], "violation": others["review"]}
    assert judged({"ok": least - 0.02, **swapped}, {}).verdict is Verdict.VIOLATION


def test_a_text_that_is_ok_has_no_findings_and_any_other_has_one() -> None:
    assert judged({"ok": 0.9}, {"C05": 0.9}).findings == ()
    assert [one.code for one in judged({"violation": 0.9}, {"C05": 0.1}).findings] == ["C05"]


def test_every_class_that_is_likely_enough_is_named() -> None:
    least = guard._LEAST_CODE
    found = judged({"violation": 0.9}, {"C05": 0.9, "C02": least + 0.01, "C01": least - 0.01}).findings
    assert [one.code for one in found] == ["C02", "C05"]
