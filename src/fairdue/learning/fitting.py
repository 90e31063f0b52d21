"""Fitting a linear model: one regularised logistic regression for each label, by scikit-learn.

Room: learning. Imported only when something is trained. The fit is deterministic: the order of the examples is
that of the corpus, and weights are rounded before they are packed. The solver is liblinear's dual coordinate
descent (Yu, Huang and Lin 2011): it draws its order from a fixed seed and, unlike the primal one, adds up in plain
loops, so that neither the number of cores nor the kind of processor that a linear algebra library looks at reaches
the last bits; on rows this thin it is several times faster too.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fairdue.language.linear import LinearModel, Weights, pack, unpack


@dataclass(frozen=True, slots=True)
class Example:
    """One text to learn from: its features and the labels that hold; ``weight`` says how much it counts."""

    grams: frozenset[str]
    cues: frozenset[str]
    labels: frozenset[str]
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to fit. ``cost`` is the inverse of the strength of regularisation; ``rarest`` the least number of
    texts that a run of characters must stand in; ``cue_value`` how much a cue counts against a run."""

    cost: float = 10.0
    rarest: int = 2
    cue_value: float = 0.5


def fit(examples: Sequence[Example], *, labels: Sequence[str], settings: Settings) -> Weights:
    """Fit one logistic regression for each of ``labels``. Raises ValueError for a label that no example, or every one, has."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    grams = _known(examples, "grams", settings.rarest)
    cues = _known(examples, "cues", 2)
    data: list[float] = []
    columns: list[int] = []
    stops = [0]
    for example in examples:
        known = sorted(grams[one] for one in example.grams if one in grams)
        columns.extend(known)
        data.extend([1 / math.sqrt(len(known))] * len(known) if known else [])
        found = sorted(len(grams) + cues[one] for one in example.cues if one in cues)
        columns.extend(found)
        data.extend([settings.cue_value] * len(found))
        stops.append(len(columns))
    matrix = csr_matrix((data, columns, stops), shape=(len(examples), len(grams) + len(cues)))
    weights = [example.weight for example in examples]
    rows: list[list[float]] = []
    biases: list[float] = []
    for label in labels:
        wanted = [label in example.labels for example in examples]
        if not any(wanted):
            raise ValueError(f"no example is labelled {label}; add some, or take the label out")
        if all(wanted):
            raise ValueError(f"every example is labelled {label}; add some that are not")
        model = LogisticRegression(
            solver="liblinear", dual=True, random_state=0, C=settings.cost, tol=1e-2, max_iter=1000
        )
        model.fit(matrix, wanted, sample_weight=weights)
        rows.append(model.coef_[0].tolist())
        biases.append(float(model.intercept_[0]))
    return Weights(
        labels=tuple(labels),
        biases=tuple(biases),
        grams=_rows(grams, rows, 0, 1.0),
        cues=_rows(cues, rows, len(grams), settings.cue_value),
    )


def fitted(examples: Sequence[Example], *, labels: Sequence[str], settings: Settings) -> LinearModel:
    """Fit and pack and unpack: exactly the model that the file would hold."""
    return unpack(pack(fit(examples, labels=labels, settings=settings)))


def _known(examples: Sequence[Example], kind: str, rarest: int) -> dict[str, int]:
    count = Counter(one for example in examples for one in getattr(example, kind))
    return {one: number for number, one in enumerate(sorted(k for k, n in count.items() if n >= rarest))}


def _rows(
    names: Mapping[str, int], rows: Sequence[Sequence[float]], start: int, value: float
) -> dict[str, tuple[float, ...]]:
    """Weights by feature; features that say nothing about any label are left out."""
    table = {name: tuple(row[start + at] * value for row in rows) for name, at in names.items()}
    largest = max((abs(weight) for row in table.values() for weight in row), default=0.0)
    least = largest / 254
    return {name: row for name, row in table.items() if max(map(abs, row)) >= least}
