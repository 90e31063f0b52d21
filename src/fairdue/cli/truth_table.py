"""``fairdue truth-table``: the published truth tables, printed as pages or held to the running code.

Room: cli.
"""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import language as spoken_language
from fairdue.followup.truth_page import truth_page
from fairdue.followup.truth_table import TableKind, faults_of
from fairdue.followup.truth_table import truth_table as shipped_table
from fairdue.foundation.bilingual import Bilingual, Language

FOUND = 1


@app.command(name="truth-table")
def truth_table(
    table: TableKind,
    *,
    language: Language | None = None,
    verify: Annotated[bool, Parameter(negative=())] = False,
) -> int:
    """How promises, claimed payments and signed plans are judged, row by row.

    Parameters
    ----------
    table
        promise, claim or plan.
    language
        The language of the page; that of the command line if left out.
    verify
        Print no page; judge every row with the running code instead, exit code 1 when one comes out otherwise.
    """
    found = shipped_table(table)
    lang: Language = language or ("en" if spoken_language() == "en" else "zh")
    if not verify:
        sys.stdout.write(truth_page(found, language=lang))
        return 0
    faults = faults_of(found)
    for fault in faults:
        print(fault)
    print(_told(len(found.rows), len(faults), lang), file=sys.stderr)
    return FOUND if faults else 0


def _told(rows: int, faults: int, lang: Language) -> str:
    return Bilingual(f"{rows} 行，{faults} 行不符", f"{rows} rows, {faults} judged otherwise").in_language(
        lang
    )
