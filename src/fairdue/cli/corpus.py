"""``fairdue corpus describe``: what the open corpus is made of, as tables in Markdown.

Room: cli. ``corpus/README.md`` holds what it prints; ``--write`` puts it there anew.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language

corpus_app = App(name="corpus", help="The open corpus that the interpreters learn from.")
app.command(corpus_app)

START, END = "<!-- composition: written by fairdue corpus describe --write -->", "<!-- end of composition -->"
_README = {"README.md": "en", "README.zh-CN.md": "zh"}


@corpus_app.command
def describe(
    *,
    corpus: Annotated[Path, Parameter(help="the folder corpus of Fairdue")] = Path("corpus"),
    lang: Annotated[str | None, Parameter(help="zh or en; that of the house unless said")] = None,
    write: Annotated[
        bool, Parameter(negative="", help="write the tables into the corpus's own pages")
    ] = False,
) -> int:
    """Count lines and labels by voice. Exit code 2 when a line of the corpus cannot be read."""
    from fairdue.learning.composition import describe as describe_corpus
    from fairdue.learning.composition import read_composition
    from fairdue.learning.corpus import CorpusError

    try:
        found = read_composition(corpus)
    except CorpusError as error:
        raise ExpectedFailure(str(error), code=2) from error
    if not write:
        print(describe_corpus(found, language=lang or language()), end="")
        return 0
    for name, tongue in _README.items():
        page = corpus / name
        page.write_text(
            with_composition(page.read_text(encoding="utf-8"), describe_corpus(found, language=tongue)),
            encoding="utf-8",
        )
    return 0


def with_composition(text: str, tables: str) -> str:
    """A page with the tables between its two marks."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ExpectedFailure(
            f"the page has no place for the tables; write {START} and {END} on lines of their own"
        )
    return f"{before}{START}\n\n{tables}\n{END}{after}"
