"""Training the customer interpreter: one model for meanings, one for readiness to pay.

Room: learning. The second model hears which meanings the first gives; so that it learns from guesses as good as
those it will be given, they come from models that read nothing of the line's author.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairdue.language.linear import LinearModel, pack, probability, unpack
from fairdue.learning.corpus import CustomerLine
from fairdue.learning.fitting import Example, Settings, fit
from fairdue.learning.splits import unread_folds
from fairdue.understanding.customer import CustomerModels, willingness_cues
from fairdue.understanding.customer_features import CustomerFeatures, customer_features, is_of_the_question
from fairdue.understanding.intent import Intent
from fairdue.understanding.slots import read_slots
from fairdue.understanding.willingness import Willingness

INTENT_SETTINGS = Settings(cost=30.0, rarest=3, cue_value=0.1)
WILLINGNESS_SETTINGS = Settings(cost=10.0, rarest=3, cue_value=0.1)
_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Prepared:
    """A line with its features, worked out once for all the fits."""

    line: CustomerLine
    features: CustomerFeatures


def prepare(lines: Sequence[CustomerLine]) -> list[Prepared]:
    """The features of every line."""
    return [
        Prepared(one, customer_features(one.text, agent_before=one.agent_before, reference=one.reference))
        for one in lines
    ]


def train(prepared: Sequence[Prepared]) -> tuple[bytes, bytes]:
    """The two model files: meanings and readiness to pay."""
    intents = pack(fit(_all_intent_examples(prepared), labels=_INTENTS, settings=INTENT_SETTINGS))
    guesses = _out_of_fold(prepared)
    willingness = fit(
        [_willingness_example(one, guess) for one, guess in zip(prepared, guesses, strict=True)],
        labels=_GRADES,
        settings=WILLINGNESS_SETTINGS,
    )
    return intents, pack(willingness)


def trained(prepared: Sequence[Prepared]) -> CustomerModels:
    """The models as they would be read from their files."""
    return CustomerModels(*(unpack(data) for data in train(prepared)))


_INTENTS = tuple(intent.value for intent in Intent)
_GRADES = tuple(grade.value for grade in Willingness)


def _intent_examples(one: Prepared) -> list[Example]:
    """The line as it was said, and once more, at half weight, as if the question before were not known.

    Lines of one voice share their questions; without the second example the model would learn the question.
    """
    labels = frozenset(intent.value for intent in one.line.intents)
    heard = Example(one.features.grams, one.features.cues, labels)
    alone = frozenset(cue for cue in one.features.cues if not is_of_the_question(cue))
    return [heard, Example(one.features.grams, alone | {"before:none"}, labels, weight=0.5)]


def _all_intent_examples(prepared: Sequence[Prepared]) -> list[Example]:
    return [example for one in prepared for example in _intent_examples(one)]


def _willingness_example(one: Prepared, guess: tuple[Intent, ...]) -> Example:
    line = one.line
    slots = read_slots(line.text, reference=line.reference, intents=guess, agent_before=line.agent_before)
    cues = one.features.cues | willingness_cues(guess, slots, line.reference)
    return Example(one.features.grams, cues, frozenset((line.willingness.value,)))


def _out_of_fold(prepared: Sequence[Prepared]) -> list[tuple[Intent, ...]]:
    """For every line the meanings that a model gives which read nothing of its author."""
    guesses: list[tuple[Intent, ...]] = [()] * len(prepared)
    lines = [one.line for one in prepared]
    labels = [frozenset(intent.value for intent in line.intents) for line in lines]
    folds = unread_folds(lines, labels=labels, folds=_FOLDS)
    for fold in range(_FOLDS):
        seen = [one for one, mine in zip(prepared, folds, strict=True) if mine != fold]
        model = unpack(pack(fit(_all_intent_examples(seen), labels=_INTENTS, settings=INTENT_SETTINGS)))
        for number in (number for number, mine in enumerate(folds) if mine == fold):
            guesses[number] = _guess(model, prepared[number].features)
    return guesses


def _guess(model: LinearModel, features: CustomerFeatures) -> tuple[Intent, ...]:
    logits = model.logits(set(features.grams), features.cues)
    ranked = sorted(zip(model.labels, logits, strict=True), key=lambda pair: -pair[1])
    chosen = [ranked[0][0], *(label for label, logit in ranked[1:3] if probability(logit) >= 0.5)]
    return tuple(Intent(label) for label in chosen)
