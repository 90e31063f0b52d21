"""``fairdue eligible``: whom it is worthwhile to ask the gate about, for every open case and every channel.

Room: cli. The answers go into a Parquet file, the counts to stderr. Nothing is permitted by it: whoever acts asks
the gate again at that moment.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.cli.moments import typed_moment
from fairdue.foundation.bilingual import Bilingual

_VERDICTS = {
    "permit": Bilingual("可以", "permit"),
    "defer": Bilingual("须等待", "defer"),
    "refuse": Bilingual("不可以", "refuse"),
}


@app.command
def eligible(out: Path, *, as_of: str | None = None, creditor: str | None = None) -> int:
    """Judge every channel of every open case at once and write the answers as Parquet.

    Parameters
    ----------
    out
        The Parquet file to write; it must not exist yet.
    as_of
        The moment to ask for, like 2026-03-02T21:59; now otherwise. A day alone is its midnight.
    creditor
        Only this creditor's cases.
    """
    from fairdue.engines.house_table import Row, write_eligible  # the engine is slow to import
    from fairdue.operations.eligible import approaches

    if out.exists():
        raise ExpectedFailure("the file exists already; name one that does not", code=2)
    if not out.parent.is_dir():
        raise ExpectedFailure("the folder for the file does not exist; make it first", code=2)
    house = open_house()
    moment = house.now() if as_of is None else typed_moment(as_of, option="--as-of")
    rows = (
        Row(
            one.case.case_id,
            one.case.account.case_no,
            one.case.account.creditor,
            one.channel,
            one.action,
            one.facts,
        )
        for one in approaches(house, as_of=moment, creditor=creditor, actor=actor())
    )
    counts = write_eligible(house.rulebook, rows, as_of=moment, out=out)
    for channel in dict.fromkeys(channel for channel, _, _ in counts):
        told = {verdict: many for of, verdict, many in counts if of == channel}
        words = "  ".join(
            f"{text.in_language(language())} {told.get(verdict, 0)}" for verdict, text in _VERDICTS.items()
        )
        print(f"{channel:<13} {words}", file=sys.stderr)
    return 0
