"""What a customer said: meanings, readiness to pay, and the facts stated, from one utterance.

Room: understanding. Two interpreters hear every utterance. The phrases of the phrasebook say why and never miss
what they know; a small linear model, trained on the open corpus, hears the rest. Their scores are calibrated
shares. For what must never be missed (``SAFETY_INTENTS``) the two are united: a phrase that is sure, or a model
that leans towards it, is enough. What was understood is a proposal to a person, never an act.

>>> from datetime import datetime
>>> from fairdue.foundation.civil import CHINA
>>> said = understand("我上周五手机银行还了三千五", reference=datetime(2026, 3, 11, 10, tzinfo=CHINA))
>>> said.intents[0].value, said.slots.paid_amount_fen
('already_paid', 350000)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import resources

from fairdue.foundation.civil import require_aware
from fairdue.language.linear import LinearModel, paired, probabilities, unpack
from fairdue.language.readable import make_readable
from fairdue.understanding.customer_features import CustomerFeatures, customer_features
from fairdue.understanding.intent import SAFETY_INTENTS, Intent
from fairdue.understanding.slots import Slots, read_slots
from fairdue.understanding.willingness import Willingness

_INTENTS = {intent.value: intent for intent in Intent}
_MOST_INTENTS = 3
_HELD_AGAINST = frozenset({Intent.ABUSIVE, Intent.REFUSE})
"""Meanings that are held against a person: never a guess, so that noise on the line is no insult."""
_LEAST_HELD_AGAINST = 0.1
LONGEST_UTTERANCE = 2_000
"""Characters of an utterance that are read; a turn of a call is a fraction of it."""


@dataclass(frozen=True, slots=True)
class SafetyTrigger:
    """A meaning that must be heeded, and the words that say so, half open in the text that was handed in."""

    intent: Intent
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Understood:
    """What one utterance says. ``intents`` is never empty, the most important first; ``scores`` are shares from
    0 to 1 of all intents that reach a tenth; ``triggers`` are phrases heard that must never be missed."""

    intents: tuple[Intent, ...]
    willingness: Willingness
    slots: Slots
    scores: dict[Intent, float]
    triggers: tuple[SafetyTrigger, ...]


@dataclass(frozen=True, slots=True)
class CustomerModels:
    """The trained halves: meanings, and readiness to pay."""

    intents: LinearModel
    willingness: LinearModel


@cache
def shipped_models() -> CustomerModels:
    """The models that come with Fairdue, read once. Raises ModelError when a file is damaged."""
    folder = resources.files("fairdue_phrasebook").joinpath("models")
    return CustomerModels(
        *(
            unpack(folder.joinpath(f"{name}.model").read_bytes())
            for name in ("customer_intents", "customer_willingness")
        )
    )


def understand(
    text: str, *, reference: datetime, agent_before: str | None = None, models: CustomerModels | None = None
) -> Understood:
    """Understand one utterance, said at ``reference`` after the collector said ``agent_before``.

    Any text is taken; of a longer one the first ``LONGEST_UTTERANCE`` visible characters are read. ``models`` are the
    shipped ones unless others are handed in.
    """
    require_aware(reference)
    models = models or shipped_models()
    text = _read(text)
    features = customer_features(text, agent_before=agent_before, reference=reference)
    both = paired(models.intents, models.willingness)
    of_intents, of_willingness = both.scores(features.grams)
    logits = both.with_cues(0, of_intents, features.cues)
    scores = dict(zip(map(_INTENTS.__getitem__, models.intents.labels), probabilities(logits), strict=True))
    intents = _chosen(scores, features, models.intents.settings)
    slots = read_slots(text, reference=reference, intents=intents, agent_before=agent_before)
    return Understood(
        intents=intents,
        willingness=_willingness(
            both.with_cues(1, of_willingness, features.cues | willingness_cues(intents, slots, reference)),
            models.willingness,
        ),
        slots=slots,
        scores={intent: round(share, 4) for intent, share in scores.items() if share >= 0.1},
        triggers=tuple(_triggers(features)),
    )


# The likeliest of twenty-nine meanings may be a mere guess; on this one a call is broken off.
_LEAST_DISTRESS = 0.15


def _read(text: str) -> str:
    """The part of a text that is read; what is invisible takes up no room."""
    if len(text) <= LONGEST_UTTERANCE:
        return text
    readable = make_readable(text)
    if len(readable.text) <= LONGEST_UTTERANCE:
        return text
    return text[: readable.original(0, LONGEST_UTTERANCE)[1]]


def _chosen(scores: dict[Intent, float], features: CustomerFeatures, settings: object) -> tuple[Intent, ...]:
    ranked = sorted(scores, key=lambda intent: -scores[intent])
    sure = [Intent(cue.group.means) for cue in features.phrases if cue.group.sure]
    first = ranked[0]
    if first in _HELD_AGAINST and scores[first] < _LEAST_HELD_AGAINST and first not in sure:
        first = Intent.OTHER
    if first is Intent.DISTRESS and scores[first] < _LEAST_DISTRESS and first not in sure:
        first = Intent.OTHER
    chosen = [first]
    for intent in ranked:
        if intent is first:
            continue
        least = 0.3 if intent in SAFETY_INTENTS else 0.5
        if scores[intent] >= least:
            chosen.append(intent)
    for intent in sure:
        if intent in SAFETY_INTENTS and intent not in chosen:
            chosen.append(intent)
    if len(chosen) > _MOST_INTENTS:
        # What is sure and a matter of safety is never cut for what is not.
        kept = sorted(chosen, key=lambda intent: intent not in SAFETY_INTENTS or intent not in sure)
        chosen = [intent for intent in chosen if intent in kept[:_MOST_INTENTS]]
    return tuple(chosen)


def _willingness(logits: list[float], model: LinearModel) -> Willingness:
    return Willingness(model.labels[max(range(len(logits)), key=logits.__getitem__)])


def willingness_cues(intents: tuple[Intent, ...], slots: Slots, reference: datetime) -> frozenset[str]:
    """What the readiness to pay follows from besides the words: the meanings, and how far away the day is."""
    cues = {f"intent:{intent.value}" for intent in intents}
    cues.add(f"first:{intents[0].value}")
    if slots.promise_on is not None:
        days = (slots.promise_on - reference.date()).days
        cues.add("soon" if days <= 3 else "later")
        cues.update(f"{one}&{intents[0].value}" for one in ("soon" if days <= 3 else "later",))
    return frozenset(cues)


def _triggers(features: CustomerFeatures) -> list[SafetyTrigger]:
    found = []
    for cue in features.phrases:
        if cue.group.sure and Intent(cue.group.means) in SAFETY_INTENTS:
            found.append(
                SafetyTrigger(Intent(cue.group.means), *features.readable.original(cue.starts, cue.ends))
            )
    return found
