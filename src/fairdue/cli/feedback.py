"""``fairdue feedback`` and ``fairdue measures``: what the creditor and the house are told.

Room: cli.
"""

from __future__ import annotations

import json as json_text
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from fairdue.casefile.attestation import ScopeKind
from fairdue.cli.app import app
from fairdue.cli.explaining import print_decision
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.compliance.decision import Defer, Refuse
from fairdue.feedback.feedback_template import TemplateFault
from fairdue.feedback.measure_dictionary import measure_dictionary
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import DateUnreadable, civil_date, read_date
from fairdue.operations.export import Exported
from fairdue.operations.feed_back import compose_by_hand, feedback_file
from fairdue.operations.feed_back import measures as compute
from fairdue.operations.feedback_files import (
    Composed,
    NothingToTell,
    TotalsDoNotTie,
    known_templates,
    templates_for,
)

NOT_PERMITTED = 3


@app.command
def feedback(
    creditor: str,
    out: Path,
    *,
    template: str | None = None,
    whole: bool = False,
    dry_run: bool = False,
) -> int:
    """Write the creditor's feedback file, as a workbook or a text file as its template says.

    Parameters
    ----------
    creditor
        The creditor, as its placement file names it.
    out
        The file to write.
    template
        The template to write it in; otherwise the first that names the creditor, else the first there is.
    whole
        Every case, also where the template asks for changes since the last file only.
    dry_run
        Only say what the file would add up to; nothing is asked of the gate and nothing leaves.
    """
    house = open_house()
    try:
        named = templates_for(house, creditor)
        chosen = template or (named[0].template_id if named else next(iter(known_templates(house))))
        if dry_run:
            composed = compose_by_hand(
                house, creditor=creditor, as_of=house.now(), template=chosen, whole=whole
            )
            print(json_text.dumps(_totals(composed), ensure_ascii=False))
            return 0
        answer = feedback_file(
            house, creditor=creditor, as_of=house.now(), actor=actor(), template=chosen, whole=whole
        )
    except (NothingToTell, TemplateFault) as error:
        raise ExpectedFailure(str(error), code=2) from error
    except TotalsDoNotTie as error:
        raise ExpectedFailure(str(error)) from error
    return hand_out(answer, out, creditor=creditor)


def hand_out(answer: Exported | Defer | Refuse, out: Path, *, creditor: str) -> int:
    """Write a permitted file and say so, or print why it stays; returns the exit code."""
    if not isinstance(answer, Exported):
        names = {ScopeKind.CREDITOR: creditor, ScopeKind.STAFF: actor()}
        print_decision(answer, Console(stderr=True), language(), names=names)
        return NOT_PERMITTED
    try:
        out.write_bytes(answer.content)
    except OSError as error:
        raise ExpectedFailure(
            f"{out.name}: {(error.strerror or 'cannot be written').lower()}", code=2
        ) from error
    said = Bilingual(f"已写出 {out.name}", f"wrote {out.name}")
    print(said.in_language(language()), file=sys.stderr)
    return 0


def _totals(composed: Composed) -> dict[str, object]:
    totals = composed.totals
    return {
        "template": composed.template.template_id,
        "since": composed.since.isoformat() if composed.since else None,
        "rows": totals.rows,
        "placed_fen": totals.placed_fen,
        "paid_in_period_fen": totals.paid_in_period_fen,
        "paid_fen": totals.paid_fen,
        "balance_fen": totals.balance_fen,
        "digest": composed.digest,
    }


@app.command
def measures(
    *,
    since: str | None = None,
    until: str | None = None,
    creditor: str | None = None,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Compute the measures (KPI) of a period, each with its formula and the numbers behind it.

    Parameters
    ----------
    since
        The first day, like 2026-03-01; 30 days before the business date otherwise.
    until
        The day after the last; tomorrow otherwise.
    creditor
        Only this creditor's cases.
    json
        Print one JSON object a line.
    """
    house = open_house()
    today = civil_date(house.now())
    first = _day(since, "--since", today - timedelta(days=30))
    last = _day(until, "--until", today + timedelta(days=1))
    if last <= first:
        raise ExpectedFailure("--until is after --since: the period is half open", code=2)
    lang = language()
    entries = measure_dictionary()
    for value in compute(house, period_from=first, period_until=last, as_of_on=today, creditor=creditor):
        entry = entries[value.measure_id]
        shown = None if value.value is None else round(float(value.value), 2)
        if json:
            record = {
                "id": value.measure_id.value,
                "name": entry.name.in_language(lang),
                "numerator": value.numerator,
                "denominator": value.denominator,
                "unit": value.unit.value,
                "value": shown,
                "formula": entry.formula.in_language(lang),
            }
            print(json_text.dumps(record, ensure_ascii=False))
        else:
            text = "–" if shown is None else f"{shown:,.2f}"
            fraction = f"({value.numerator:,} / {value.denominator:,})"
            print(f"{text:>10} {value.unit.value:<22} {entry.name.in_language(lang)}  {fraction}")
    return 0


def _day(text: str | None, option: str, otherwise: date) -> date:
    if text is None:
        return otherwise
    try:
        return read_date(text)
    except DateUnreadable as error:
        raise ExpectedFailure(f"{option}: {error}; write it like 2026-03-01", code=2) from error
