"""The committed models are what ``fairdue train`` makes of the committed corpus, byte for byte.

Takes most of a minute, so that it stands alone. Another version of scikit-learn may round otherwise; then only the
phrases, which need no fitting, are compared.
"""

from __future__ import annotations

import re
from importlib import metadata, resources
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def test_the_committed_models_are_what_training_makes_of_the_committed_corpus() -> None:
    pytest.importorskip("sklearn", reason="learning needs the extra train")
    from fairdue.learning.model_files import train_all

    made = train_all(ROOT / "corpus", told=lambda line: None)
    folder = resources.files("fairdue_phrasebook").joinpath("models")
    committed = {name: folder.joinpath(name).read_bytes() for name in made}
    pinned = re.search(
        r"^scikit-learn==(\S+)", (ROOT / "requirements-dev.txt").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert pinned is not None
    exact = metadata.version("scikit-learn") == pinned[1]
    differing = [
        name
        for name, data in made.items()
        if data != committed[name] and (exact or name.endswith(".phrases"))
    ]
    assert not differing, f"{', '.join(differing)} differ; run fairdue train, and commit what it wrote"
