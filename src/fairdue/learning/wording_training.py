"""Training the wording guard: which classes a text touches, and what the verdict is.

Room: learning. The second model hears the first one's opinion; so that it learns from opinions as good as those
it will be given, they come from models that did not see the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairdue.compliance.wording.features import WordingFeatures, wording_features
from fairdue.compliance.wording.guard import Verdict, WordingModels, code_shares, verdict_cues
from fairdue.compliance.wording.spoken_context import SpokenContext, read_context
from fairdue.language.linear import pack, unpack
from fairdue.learning.corpus import CollectorLine
from fairdue.learning.fitting import Example, Settings, fit

CODE_SETTINGS = Settings(cost=10.0, rarest=2, cue_value=0.25)
VERDICT_SETTINGS = Settings(cost=5.0, rarest=2, cue_value=0.25)
_FOLDS = 3
_CODES = tuple(f"C{number:02d}" for number in range(1, 26))
_VERDICTS = tuple(verdict.value for verdict in Verdict)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A line with its setting and features, worked out once for all the fits."""

    line: CollectorLine
    context: SpokenContext
    features: WordingFeatures


def prepare(lines: Sequence[CollectorLine]) -> list[Prepared]:
    """The features of every line."""
    found = []
    for one in lines:
        context = read_context(one.context)
        found.append(Prepared(one, context, wording_features(one.text, context=context)))
    return found


def train(prepared: Sequence[Prepared]) -> tuple[bytes, bytes]:
    """The two model files: classes and verdict."""
    codes = pack(fit([_code_example(one) for one in prepared], labels=_CODES, settings=CODE_SETTINGS))
    opinions = _out_of_fold(prepared)
    examples = [_verdict_example(one, shares) for one, shares in zip(prepared, opinions, strict=True)]
    return codes, pack(fit(examples, labels=_VERDICTS, settings=VERDICT_SETTINGS))


def trained(prepared: Sequence[Prepared]) -> WordingModels:
    """The models as they would be read from their files."""
    return WordingModels(*(unpack(data) for data in train(prepared)))


def _code_example(one: Prepared) -> Example:
    return Example(one.features.grams, one.features.cues, frozenset(one.line.codes))


def _verdict_example(one: Prepared, shares: dict[str, float]) -> Example:
    cues = one.features.cues | verdict_cues(shares, one.context)
    return Example(one.features.grams, cues, frozenset((one.line.expected,)))


def _out_of_fold(prepared: Sequence[Prepared]) -> list[dict[str, float]]:
    opinions: list[dict[str, float]] = [{}] * len(prepared)
    for fold in range(_FOLDS):
        seen = [_code_example(one) for number, one in enumerate(prepared) if number % _FOLDS != fold]
        model = unpack(pack(fit(seen, labels=_CODES, settings=CODE_SETTINGS)))
        for number in range(fold, len(prepared), _FOLDS):
            opinions[number] = code_shares(prepared[number].features, model)
    return opinions
