"""Fitting and packing: the same lines give the same bytes, and a packed model scores as plain arithmetic does."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.learning.corpora import small_corpus
from fairdue.language.linear import ModelError, Weights, pack, probability, unpack
from fairdue.language.phrasebook import pack_phrasebook

features = st.text(st.characters(exclude_characters="\x00"), min_size=1, max_size=4)
numbers = st.floats(-20, 20, allow_nan=False, width=32)


@st.composite
def models(draw: st.DrawFn) -> Weights:
    """A trained model of any size."""
    labels = tuple(draw(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=5, unique=True)))
    row = st.tuples(*[numbers] * len(labels))
    return Weights(
        labels=labels,
        biases=draw(row),
        grams=draw(st.dictionaries(features, row, max_size=12)),
        cues=draw(st.dictionaries(features, row, max_size=6)),
    )


def step_of(rows: dict[str, tuple[float, ...]] | object) -> float:
    """What one step of a quantised weight is worth."""
    assert isinstance(rows, dict)
    return max((abs(weight) for row in rows.values() for weight in row), default=1.0) / 127


@given(models())
def test_a_packed_model_keeps_labels_features_and_weights_to_half_a_step(weights: Weights) -> None:
    model = unpack(pack(weights))
    assert model.labels == weights.labels
    assert model.size == len(weights.grams) + len(weights.cues)
    for rows, cue in ((weights.grams, False), (weights.cues, True)):
        # The scale is rounded to five digits, which at the largest weight adds up to a hundredth of a step.
        most = step_of(rows) * 0.51 + 1e-12
        for name, row in rows.items():
            for label, weight in zip(weights.labels, row, strict=True):
                assert abs(model.weight(name, label, cue=cue) - weight) <= most
    assert pack(weights) == pack(weights)


@given(models(), st.sets(features, max_size=8), st.integers(0, 4), st.integers(0, 12))
def test_scores_equal_a_plain_sum_within_quantisation(
    weights: Weights, unknown: set[str], cues_taken: int, grams_taken: int
) -> None:
    grams = set(sorted(weights.grams)[:grams_taken])
    cues = sorted(weights.cues)[:cues_taken]
    scores = unpack(pack(weights)).logits(grams | (unknown - weights.grams.keys()), cues)
    for place, score in enumerate(scores):
        share = math.sqrt(len(grams)) or 1.0
        plain = weights.biases[place]
        plain += sum(weights.grams[one][place] for one in grams) / share
        plain += sum(weights.cues[one][place] for one in cues)
        most = 0.51 * (step_of(weights.grams) * len(grams) / share + step_of(weights.cues) * len(cues))
        assert abs(score - plain) <= most + 1e-4


def test_more_features_than_a_lane_can_hold_are_added_up_in_parts() -> None:
    rows = {f"f{number}": (1.0, -1.0) for number in range(1000)}
    model = unpack(pack(Weights(labels=("a", "b"), biases=(0.5, 0.0), grams={}, cues=rows)))
    assert model.logits(set(), rows) == pytest.approx([1000.5, -1000.0], rel=1e-4)


@given(st.floats(allow_nan=False))
def test_a_share_lies_between_nothing_and_all_and_grows_with_the_logit(logit: float) -> None:
    assert 0.0 <= probability(logit) <= 1.0
    assert probability(logit) <= probability(logit + 1.0)
    assert probability(logit) + probability(-logit) == pytest.approx(1.0)


@settings(max_examples=300)
@given(models(), st.data())
def test_a_damaged_file_is_refused_or_read_and_never_crashes(weights: Weights, data: st.DataObject) -> None:
    packed = bytearray(pack(weights))
    packed[data.draw(st.integers(0, len(packed) - 1))] ^= data.draw(st.integers(1, 255))
    try:
        model = unpack(bytes(packed))
    except ModelError:
        return
    model.logits({"a"}, ["b"])


@given(models(), st.data())
def test_a_file_that_is_cut_short_is_refused(weights: Weights, data: st.DataObject) -> None:
    packed = pack(weights)
    with pytest.raises(ModelError):
        unpack(packed[: data.draw(st.integers(0, len(packed) - 1))])


def test_the_same_lines_give_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="learning needs the extra train")
    from fairdue.learning import customer_training, wording_training
    from fairdue.learning.corpus import collector_lines, customer_lines

    corpus = small_corpus(tmp_path)
    first, second = (
        (
            *customer_training.train(customer_training.prepare(customer_lines(corpus))),
            *wording_training.train(wording_training.prepare(collector_lines(corpus))),
        )
        for _ in range(2)
    )
    assert len(first) == 4
    assert first == second


def test_the_same_phrases_give_the_same_bytes() -> None:
    first, second = (pack_phrasebook("acts", frequency=len) for _ in range(2))
    assert first == second


def test_a_label_without_an_example_is_told_by_name() -> None:
    pytest.importorskip("sklearn", reason="learning needs the extra train")
    from fairdue.learning.fitting import Example, Settings, fit

    examples = [Example(frozenset({"a"}), frozenset(), frozenset({label})) for label in ("yes", "maybe")]
    with pytest.raises(ValueError, match="no example is labelled no; add some, or take the label out"):
        fit(examples, labels=("yes", "no"), settings=Settings())
    with pytest.raises(ValueError, match="every example is labelled a"):
        fit(
            [Example(frozenset({"a"}), frozenset(), frozenset({"a"})) for _ in range(4)],
            labels=("a",),
            settings=Settings(),
        )
