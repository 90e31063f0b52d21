"""The files that are made of the phrasebook and the corpus: three tables of phrases and four models.

Room: learning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from fairdue.language.phrasebook import pack_phrasebook
from fairdue.language.readable import make_readable
from fairdue.learning import customer_training, wording_training
from fairdue.learning.corpus import collector_lines, customer_lines


def train_all(corpus: Path, *, told: Callable[[str], None]) -> dict[str, bytes]:
    """File name to bytes of every shipped model. ``told`` hears what is going on. Raises CorpusError."""
    customers, collectors = customer_lines(corpus), collector_lines(corpus)
    told("putting the phrasebook into tables")
    heard = [one.text for one in customers], [one.text for one in collectors]
    asked = sorted({one.agent_before for one in customers if one.agent_before})
    tables = {
        f"{folder}.phrases": pack_phrasebook(folder, frequency=_frequency_in(texts))
        for folder, texts in (
            ("customers", heard[0]),
            ("collectors", heard[1]),
            ("acts", [*asked, *heard[1]]),
        )
    }
    told(f"learning what customers say from {len(customers)} lines")
    intents, willingness = customer_training.train(customer_training.prepare(customers))
    told(f"learning what collectors may say from {len(collectors)} lines")
    codes, verdict = wording_training.train(wording_training.prepare(collectors))
    return {
        **tables,
        "customer_intents.model": intents,
        "customer_willingness.model": willingness,
        "wording_codes.model": codes,
        "wording_verdict.model": verdict,
    }


def _frequency_in(texts: Iterable[str]) -> Callable[[frozenset[str]], float]:
    """How many of the texts hold one of some words; each word is counted once."""
    plain = [make_readable(text).text for text in texts]
    joined = "\n".join(plain)

    @cache
    def count(word: str) -> int:
        return joined.count(word)

    return lambda words: sum(count(word) for word in words) + 0.01 * len(words)
