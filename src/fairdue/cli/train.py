"""``fairdue train``: rebuild the shipped models from the open corpus.

Room: cli. The same corpus and the same versions of the libraries give the same bytes; the digests are printed.
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib import resources
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure


@app.command
def train(
    *,
    corpus: Annotated[Path, Parameter(help="the folder corpus of Fairdue")] = Path("corpus"),
    to: Annotated[
        Path | None, Parameter(help="where the model files go; the shipped ones unless said")
    ] = None,
) -> int:
    """Train the interpreter of customers and the wording guard from the corpus, and write their model files."""
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise ExpectedFailure(
            'training needs scikit-learn; install Fairdue with the extra "train" (using the models needs nothing)',
            code=2,
        ) from error
    from fairdue.learning.corpus import CorpusError
    from fairdue.learning.model_files import train_all

    folder = to or Path(str(resources.files("fairdue_phrasebook"))) / "models"
    try:
        files = train_all(corpus, told=lambda line: print(f"fairdue: {line}", file=sys.stderr))
    except CorpusError as error:
        raise ExpectedFailure(str(error), code=2) from error
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        # Written beside and renamed, so that a reader never finds half a model.
        half = folder / f".{name}.part"
        half.write_bytes(data)
        half.replace(folder / name)
    told = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in files.items()
    }
    print(json.dumps(told, indent=1))
    return 0
