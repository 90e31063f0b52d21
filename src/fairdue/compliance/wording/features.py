"""What the wording guard looks at: the words, the manner in which they are said, and the setting.

Room: compliance. The features of training and of use are made here alone. A phrase of a class (a threat to sue)
is looked at together with the manner that covers it (negated, quoted, corrected, told as a rule): 我们不会起诉您
and 我们会起诉您 share every word but one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from fairdue.compliance.wording.spoken_context import Callee, SpokenContext, Stage
from fairdue.language.grams import grams
from fairdue.language.phrasebook import Cue, phrasebook
from fairdue.language.readable import Readable, make_readable
from fairdue.understanding.spoken_money import read_spoken_money

FACTS_OF_CODE: dict[str, tuple[str, ...]] = {
    "C03": ("guarantor", "joint_debt"),
    "C04": ("guarantor",),
    "C05": ("lawsuit_filed", "case_no"),
    "C06": ("agent_role",),
    "C07": ("acceleration_clause", "offer_approved", "offer_expires"),
    "C08": ("credit_reported",),
    "C09": ("acceleration_clause", "ledger_amount_fen", "guarantor"),
    "C10": ("fees",),
    "C15": ("offer_approved",),
    "C18": ("guarantor",),
    "C22": ("visit_scheduled", "visit_consent"),
    "C23": ("vulnerable",),
    "C24": ("agent_role", "lawsuit_filed"),
    "C25": ("time_barred", "dispute_open"),
}
"""Which facts decide whether words of a class are lawful."""

_HAS_NUMBER = re.compile(r"[0-9一二两三四五六七八九十百千万]")
_BREAKS = ",。!?;:"
_ROLES = ("lawyer", "bank_staff", "agency_collector")


@dataclass(frozen=True, slots=True)
class WordingFeatures:
    """The features of one text in its setting, and the phrases they came from."""

    readable: Readable
    grams: frozenset[str]
    cues: frozenset[str]
    phrases: tuple[Cue, ...]
    manners: tuple[Cue, ...]


def wording_features(
    text: str, *, context: SpokenContext, readable: Readable | None = None
) -> WordingFeatures:
    """The features of ``text`` said in ``context``."""
    readable = readable or make_readable(text)
    plain = readable.text.strip()
    found = phrasebook("collectors").cues(readable.text)
    manners = tuple(cue for cue in found if not cue.group.means.startswith("C"))
    phrases = tuple(cue for cue in found if cue.group.means.startswith("C"))
    cues = {cue.group.name for cue in found}
    cues.update(cue.group.means for cue in found)
    for cue in phrases:
        for manner in manners:
            if manner.group.means.startswith("manner_"):
                cues.add(f"{cue.group.means}&{manner.group.means}")
                if _covers(manner, cue, readable.text):
                    cues.add(f"{cue.group.name}<{manner.group.means}")
                    cues.add(f"{cue.group.means}<{manner.group.means}")
    if not phrases:
        cues.add("no_phrase")
    cues.update(_setting(context.callee, context.verified, context.stage))
    means = {cue.group.means for cue in phrases}
    cues.update(f"{one}@{place}" for one in means for place in _places(context))
    cues.update(fact_cues(means, context))
    cues.update(_amount(plain, context))
    # Who says 你 is no less lawful than who says 您: most threats of the corpus are written with the one and most
    # courtesies with the other, and a model that saw them apart would judge the dialect and not the sentence.
    runs = frozenset(grams(plain.replace("您", "你")))
    return WordingFeatures(readable, runs, frozenset(cues), phrases, manners)


def _covers(manner: Cue, cue: Cue, text: str) -> bool:
    """Does the manner stand before the phrase (or on it), in the same clause or the one before?"""
    if manner.starts > cue.ends:
        return False
    between = text[manner.ends : cue.starts] if manner.ends < cue.starts else ""
    return sum(between.count(mark) for mark in _BREAKS) <= (
        0 if manner.group.means == "manner_negation" else 1
    )


@lru_cache(maxsize=256)
def _setting(callee: Callee, verified: bool, stage: Stage) -> frozenset[str]:
    """What the setting says by itself; the turns of one call share a few settings.

    Facts say nothing by themselves, only beside the words they decide: a case that knows many is no milder for it.
    """
    return frozenset((f"callee:{callee.value}", f"stage:{stage.value}", f"verified:{verified}"))


def _places(context: SpokenContext) -> tuple[str, ...]:
    return (context.callee.value, context.stage.value, "verified" if context.verified else "unverified")


def _facts(context: SpokenContext, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if name not in context.facts:
            yield f"{name}=?"
            continue
        value = context.facts[name]
        if isinstance(value, bool) or name == "vulnerable" or (name == "agent_role" and value in _ROLES):
            yield f"{name}={value}"
        else:
            yield f"{name}=given"


def fact_cues(codes: Iterable[str], context: SpokenContext) -> Iterator[str]:
    """For every class the facts that decide it: true, false, or not given."""
    for code in codes:
        for fact in _facts(context, FACTS_OF_CODE.get(code, ())):
            yield f"{code}|{fact}"


def _amount(plain: str, context: SpokenContext) -> Iterator[str]:
    """Is an amount that is named one that the case knows?"""
    if _HAS_NUMBER.search(plain) is None:
        return
    amount = read_spoken_money(plain)
    if amount is None:
        return
    known = [
        value for name, value in context.facts.items() if name.endswith("_fen") and isinstance(value, int)
    ]
    yield "amount"
    yield "amount:matches" if amount in known else "amount:differs" if known else "amount:unknown"
    for name, value in context.facts.items():
        if value == amount and name.endswith("_fen"):
            yield f"amount={name}"
