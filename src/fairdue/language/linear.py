"""A linear model over sparse features that scores many labels at once in pure Python.

Room: language. Each label is a logistic regression. The weights of one feature for all labels are whole
numbers, laid side by side in one large integer with a lane of sixteen bits for each label, so that adding up
the features of a text is adding a few dozen integers, whatever the number of labels. There are two kinds of
features: *grams*, whose sum is divided by the square root of their number (the length of a text then does not
decide), and *cues*, which count in full.

The file: a line of JSON (labels, biases, scales, temperatures, counts), then the features and the lanes,
compressed. Reading sixty thousand features takes some tens of milliseconds.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_MIDDLE = 128  # a lane holds weight + 128, so that it is never negative
_LANE_BYTES = 2
_MOST_FEATURES = 250  # 250 lanes of at most 255 stay below 65,536
_TEXTS_THAT_PAY_A_TABLE = 400
_SEPARATOR = "\x00"
FORMAT = "fairdue-linear-1"


class ModelError(ValueError):
    """The bytes are no model of this format; the message says what was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """A trained model before it is packed: rows of weights by feature, in the order of ``labels``."""

    labels: tuple[str, ...]
    biases: tuple[float, ...]
    grams: Mapping[str, tuple[float, ...]]
    cues: Mapping[str, tuple[float, ...]]


class LinearModel:
    """A packed model. ``logits`` scores a text; ``probability`` turns a logit into a calibrated share."""

    def __init__(
        self,
        labels: tuple[str, ...],
        biases: tuple[float, ...],
        scales: tuple[float, float],
        settings: Mapping[str, float],
    ) -> None:
        self.labels, self._biases, self._scales, self.settings = labels, biases, scales, settings
        self._grams: dict[str, int] = {}
        self._cues: dict[str, int] = {}
        self._width = _LANE_BYTES * len(labels)

    def logits(self, grams: Set[str], cues: Set[str] = frozenset()) -> list[float]:
        """The logit of every label, in the order of ``labels``."""
        get = self._grams.get
        known = [row for gram in grams if (row := get(gram)) is not None]
        return self._with_cues(self._with_grams(known, len(known)), cues)

    def _with_grams(self, rows: Sequence[int], count: int) -> Sequence[float]:
        """The biases and ``rows``, which may be added up already and stand for ``count`` grams."""
        if not count:
            return self._biases
        return self._added(self._biases, rows, count, self._scales[0] / math.sqrt(count))

    def _with_cues(self, scores: Sequence[float], cues: Set[str]) -> list[float]:
        get = self._cues.get
        found = [row for cue in cues if (row := get(cue)) is not None]
        return list(self._added(scores, found, len(found), self._scales[1]) if found else scores)

    def _added(
        self, scores: Sequence[float], rows: Iterable[int], count: int, scale: float
    ) -> Sequence[float]:
        if count > _MOST_FEATURES:
            every = list(rows)
            for start in range(0, count, _MOST_FEATURES):
                part = every[start : start + _MOST_FEATURES]
                scores = self._added(scores, part, len(part), scale)
            return scores
        lanes = memoryview(sum(rows).to_bytes(self._width, "little")).cast("H")
        less = _MIDDLE * count
        return [score + scale * (lane - less) for score, lane in zip(scores, lanes, strict=True)]

    def weight(self, feature: str, label: str, *, cue: bool) -> float:
        """What one feature adds to a label, before a gram is divided by the root of their number."""
        table, scale = (self._cues, self._scales[1]) if cue else (self._grams, self._scales[0])
        row = table.get(feature)
        if row is None:
            return 0.0
        lane = (row >> (16 * self.labels.index(label))) & 0xFFFF
        return scale * (lane - _MIDDLE)

    @property
    def size(self) -> int:
        """How many features the model knows."""
        return len(self._grams) + len(self._cues)


class ModelPair:
    """Two models that look at the same grams: each gram is looked up once for both.

    In a table of a hundred thousand rows a look-up costs more than all that follows from it, for hardly a row is
    in the processor's memory. The joint table is made when it has paid: one text is scored without it.
    """

    def __init__(self, first: LinearModel, second: LinearModel) -> None:
        self._models = first, second
        self._uses = 0
        self._rows: dict[str, int] | None = None
        # Beside the lanes of each model stands one more, which counts the grams that it knows.
        self._bits = 8 * first._width, 8 * second._width
        self._shift = self._bits[0] + 8 * _LANE_BYTES

    def scores(self, grams: Set[str]) -> tuple[Sequence[float], Sequence[float]]:
        """The scores of both models without cues; ``with_cues`` makes logits of them."""
        if self._rows is None:
            self._uses += 1
            if self._uses < _TEXTS_THAT_PAY_A_TABLE:
                return self._apart(grams)
            self._rows = self._joined()
        get = self._rows.get
        rows = [row for gram in grams if (row := get(gram)) is not None]
        if len(rows) > _MOST_FEATURES:
            return self._apart(grams)
        total = sum(rows)
        return self._part(0, total & ((1 << self._shift) - 1)), self._part(1, total >> self._shift)

    def with_cues(self, place: int, scores: Sequence[float], cues: Set[str]) -> list[float]:
        """The logits of the first (0) or second (1) model, once its cues are known."""
        return self._models[place]._with_cues(scores, cues)

    def _apart(self, grams: Set[str]) -> tuple[Sequence[float], Sequence[float]]:
        first, second = (model.logits(grams) for model in self._models)
        return first, second

    def _part(self, place: int, total: int) -> Sequence[float]:
        bits = self._bits[place]
        return self._models[place]._with_grams((total & ((1 << bits) - 1),), total >> bits)

    def _joined(self) -> dict[str, int]:
        first, second = self._models
        one, other = 1 << self._bits[0], 1 << self._bits[1]
        rows = {gram: row | one for gram, row in first._grams.items()}
        for gram, row in second._grams.items():
            rows[gram] = rows.get(gram, 0) | (row | other) << self._shift
        return rows


@lru_cache(maxsize=8)
def paired(first: LinearModel, second: LinearModel) -> ModelPair:
    """The pair of two models; the same two give the same pair."""
    return ModelPair(first, second)


def probability(logit: float) -> float:
    """The logistic function, safe for any size of logit."""
    if logit >= 0:
        return 1.0 / (1.0 + math.exp(-min(logit, 700.0)))
    return math.exp(max(logit, -700.0)) / (1.0 + math.exp(max(logit, -700.0)))


def probabilities(logits: Iterable[float]) -> list[float]:
    """``probability`` of many logits at once, which has to be fast."""
    exp = math.exp
    return [
        (1.0 / (1.0 + exp(-logit)) if logit >= 0 else (power := exp(logit)) / (1.0 + power))
        if -700.0 < logit < 700.0
        else probability(logit)
        for logit in logits
    ]


def pack(weights: Weights, *, settings: Mapping[str, float] | None = None) -> bytes:
    """The file of a model. The same weights always give the same bytes.

    ``settings`` are numbers that belong to the model, such as the thresholds of its labels.
    """
    scales = tuple(_scale_of(rows.values()) for rows in (weights.grams, weights.cues))
    head = {
        "format": FORMAT,
        "labels": list(weights.labels),
        "biases": [round(bias, 4) for bias in weights.biases],
        "scales": list(scales),
        "settings": {name: round(value, 4) for name, value in (settings or {}).items()},
    }
    parts, lanes = [], []
    for rows, scale in ((weights.grams, scales[0]), (weights.cues, scales[1])):
        names = sorted(rows)
        parts.append(_SEPARATOR.join(names).encode("utf-8", "surrogatepass"))
        lanes.append(b"".join(_lanes(rows[name], scale) for name in names))
    head["sizes"] = [len(part) for part in (*parts, *lanes)]
    body = zlib.compress(b"".join((*parts, *lanes)), 9)
    return json.dumps(head, ensure_ascii=False, sort_keys=True).encode() + b"\n" + body


def _scale_of(rows: Iterable[tuple[float, ...]]) -> float:
    largest = max((abs(weight) for row in rows for weight in row), default=1.0)
    # Rounded, so that a last bit that differs between two machines does not reach the file.
    return float(f"{largest / 127:.5g}") or 1.0


def _lanes(row: tuple[float, ...], scale: float) -> bytes:
    values = [max(-127, min(127, round(weight / scale))) + _MIDDLE for weight in row]
    return b"".join(value.to_bytes(_LANE_BYTES, "little") for value in values)


def unpack(data: bytes) -> LinearModel:
    """Read a model from its bytes. Raises ModelError when they are none of ours or damaged."""
    line, _, body = data.partition(b"\n")
    try:
        head = json.loads(line)
        if head.get("format") != FORMAT:
            raise ModelError(f"expected a model of format {FORMAT}, found {head.get('format')!r}")
        raw = zlib.decompress(body)
        scales = (head["scales"][0], head["scales"][1])
        model = LinearModel(tuple(head["labels"]), tuple(head["biases"]), scales, head["settings"])
        sizes = head["sizes"]
    except (ValueError, KeyError, IndexError, AttributeError, zlib.error) as error:
        if isinstance(error, ModelError):
            raise
        raise ModelError("the file is no model of Fairdue, or it is damaged; run fairdue train") from error
    if sum(sizes) != len(raw):
        raise ModelError("the model is cut short; run fairdue train, or take the file from the release again")
    stops = [sum(sizes[: number + 1]) for number in range(4)]
    width = _LANE_BYTES * len(model.labels)
    for table, names, lanes in (
        (model._grams, raw[: stops[0]], raw[stops[1] : stops[2]]),
        (model._cues, raw[stops[0] : stops[1]], raw[stops[2] : stops[3]]),
    ):
        if names:
            keys = names.decode("utf-8", "surrogatepass").split(_SEPARATOR)
            read = int.from_bytes
            table.update(
                (key, read(lanes[at : at + width], "little"))
                for key, at in zip(keys, range(0, len(lanes), width), strict=True)
            )
    return model


def read_model(path: Path) -> LinearModel:
    """Read a model file. Raises ModelError for a file that is none."""
    return unpack(path.read_bytes())
