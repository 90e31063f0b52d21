"""The linear model: what is packed is read back, scores are those of the weights, damage is told."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.language.linear import (
    LinearModel,
    ModelError,
    ModelPair,
    Weights,
    pack,
    paired,
    probabilities,
    probability,
    unpack,
)

LABELS = ("pay", "refuse", "other")
GRAMS = {"还": (1.0, -2.0, 0.5), "不还": (-1.5, 3.0, 0.0), "\ud800": (0.1, 0.2, 0.3)}
CUES = {"question": (0.0, -0.5, 0.25), "length:3": (0.5, 0.5, -0.5)}
WEIGHTS = Weights(labels=LABELS, biases=(0.1, -0.2, 0.0), grams=GRAMS, cues=CUES)
ROWS = st.tuples(*[st.floats(-8, 8)] * 3)
NAMES = st.text(alphabet="还不a1:&<", min_size=1, max_size=4)


def _scores(weights: Weights, grams: set[str], cues: list[str]) -> list[float]:
    known = [weights.grams[one] for one in grams if one in weights.grams]
    named = [weights.cues[one] for one in cues if one in weights.cues]
    return [
        bias + sum(row[at] for row in known) / math.sqrt(max(1, len(known))) + sum(row[at] for row in named)
        for at, bias in enumerate(weights.biases)
    ]


def _largest(rows: dict[str, tuple[float, ...]]) -> float:
    return max((abs(weight) for row in rows.values() for weight in row), default=0.0)


def test_the_score_is_the_bias_the_cues_in_full_and_the_grams_by_the_root_of_their_number() -> None:
    model = unpack(pack(WEIGHTS))
    assert model.logits(set()) == pytest.approx([0.1, -0.2, 0.0])
    heard = model.logits({"还", "不还", "unknown"}, ["question", "unknown"])
    assert heard == pytest.approx(_scores(WEIGHTS, {"还", "不还"}, ["question"]), abs=0.05)


def test_what_a_feature_adds_can_be_asked() -> None:
    model = unpack(pack(WEIGHTS))
    assert model.weight("不还", "refuse", cue=False) == pytest.approx(3.0, abs=0.02)
    assert model.weight("question", "refuse", cue=True) == pytest.approx(-0.5, abs=0.01)
    assert model.weight("question", "refuse", cue=False) == 0.0
    assert model.size == 5


@given(
    st.dictionaries(NAMES, ROWS, max_size=30),
    st.dictionaries(NAMES, ROWS, max_size=30),
    st.tuples(*[st.floats(-5, 5)] * 3),
)
def test_any_weights_come_back_within_the_rounding(
    grams: dict[str, tuple[float, ...]], cues: dict[str, tuple[float, ...]], biases: tuple[float, ...]
) -> None:
    weights = Weights(labels=LABELS, biases=biases, grams=grams, cues=cues)
    model = unpack(pack(weights))
    heard, written = model.logits(set(grams), list(cues)), _scores(weights, set(grams), list(cues))
    room = 0.001 + (_largest(grams) * math.sqrt(len(grams)) + _largest(cues) * len(cues)) / 127
    assert heard == pytest.approx(written, abs=room)


def test_more_features_than_fit_a_lane_are_added_up_in_parts() -> None:
    rows = {f"字{number}": (2.0, -2.0, 0.0) for number in range(1_000)}
    model = unpack(pack(Weights(labels=LABELS, biases=(0.0, 0.0, 0.0), grams=rows, cues={})))
    assert model.logits(set(rows)) == pytest.approx([63.2455, -63.2455, 0.0], abs=0.01)


def test_the_same_weights_give_the_same_bytes_in_whatever_order_they_come() -> None:
    turned = Weights(
        labels=LABELS,
        biases=WEIGHTS.biases,
        grams=dict(reversed(GRAMS.items())),
        cues=dict(reversed(CUES.items())),
    )
    assert pack(WEIGHTS) == pack(turned)


def test_settings_travel_with_the_model() -> None:
    assert unpack(pack(WEIGHTS, settings={"least:pay": 0.35})).settings == {"least:pay": 0.35}


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{}",
        b"\n",
        b"[]\n",
        b"no model",
        b'{"format": "fairdue-linear-0"}\n',
        b'{"format": "fairdue-linear-1"}\n',
        pack(WEIGHTS)[:-9],
        pack(WEIGHTS).replace(b'"sizes"', b'"sises"'),
        pack(WEIGHTS).replace(b'"labels"', b'"lables"'),
    ],
)
def test_a_damaged_model_is_refused(damaged: bytes) -> None:
    with pytest.raises(ModelError):
        unpack(damaged)


@given(st.integers(0, 400), st.integers(0, 255))
def test_a_model_with_one_byte_changed_is_read_or_refused_but_never_breaks(at: int, byte: int) -> None:
    data = bytearray(pack(WEIGHTS))
    data[at % len(data)] = byte
    try:
        model = unpack(bytes(data))
    except ModelError:
        return
    assert isinstance(model, LinearModel)


@given(st.floats(allow_nan=False))
def test_a_share_lies_between_nothing_and_all_and_turns_around_the_middle(logit: float) -> None:
    assert 0.0 <= probability(logit) <= 1.0
    assert probability(-logit) == pytest.approx(1 - probability(logit))


def test_half_a_share_is_a_logit_of_nothing() -> None:
    assert probability(0.0) == 0.5
    assert probability(math.inf) == 1.0 and probability(-math.inf) == pytest.approx(0.0)


@given(
    st.dictionaries(NAMES, ROWS, max_size=20),
    st.dictionaries(NAMES, st.tuples(st.floats(-8, 8)), max_size=20),
    st.sets(NAMES, max_size=30),
    st.sets(NAMES, max_size=5),
)
def test_a_pair_scores_as_its_two_models_do_before_and_after_its_table_is_made(
    one: dict[str, tuple[float, ...]], two: dict[str, tuple[float, ...]], grams: set[str], cues: set[str]
) -> None:
    first = unpack(pack(Weights(labels=LABELS, biases=(0.5, 0.0, -0.5), grams=one, cues=one)))
    second = unpack(pack(Weights(labels=("only",), biases=(0.25,), grams=two, cues={})))
    pair = ModelPair(first, second)
    for _ in range(2):
        scores = pair.scores(grams)
        assert pair.with_cues(0, scores[0], cues) == first.logits(grams, cues)
        assert pair.with_cues(1, scores[1], cues) == second.logits(grams, cues)
        for _ in range(400):
            pair.scores(set())


def test_a_text_of_more_grams_than_a_lane_holds_is_scored_by_each_model_alone() -> None:
    many = {f"字{at}": (0.5, -0.5, 0.0) for at in range(300)}
    model = unpack(pack(Weights(labels=LABELS, biases=(0.0, 0.0, 0.0), grams=many, cues={})))
    pair = paired(model, model)
    assert pair is paired(model, model)
    for _ in range(401):
        pair.scores(set())
    first, second = pair.scores(set(many))
    assert first == pytest.approx(model.logits(set(many))) and second == pytest.approx(first)


@given(st.lists(st.floats(allow_nan=False)))
def test_many_probabilities_are_each_the_probability(logits: list[float]) -> None:
    assert probabilities(logits) == [probability(logit) for logit in logits]
