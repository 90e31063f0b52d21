"""The four model files, made from the corpus.

Room: learning.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fairdue.learning import customer_training, wording_training
from fairdue.learning.corpus import collector_lines, customer_lines


def train_all(corpus: Path, *, told: Callable[[str], None]) -> dict[str, bytes]:
    """File name to bytes of every shipped model. ``told`` hears what is going on. Raises CorpusError."""
    customers, collectors = customer_lines(corpus), collector_lines(corpus)
    told(f"learning what customers say from {len(customers)} lines")
    intents, willingness = customer_training.train(customer_training.prepare(customers))
    told(f"learning what collectors may say from {len(collectors)} lines")
    codes, verdict = wording_training.train(wording_training.prepare(collectors))
    return {
        "customer_intents.model": intents,
        "customer_willingness.model": willingness,
        "wording_codes.model": codes,
        "wording_verdict.model": verdict,
    }
