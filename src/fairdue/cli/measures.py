"""``fairdue measures``: what the house is told of itself, each number with its formula and the rows behind it.

Room: cli.
"""

from __future__ import annotations

import json as json_text
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language, open_house
from fairdue.cli.out_file import put_out
from fairdue.feedback.measure_dictionary import MeasureId, measure_dictionary
from fairdue.feedback.measure_file import write_rows_csv, write_rows_xlsx
from fairdue.feedback.measure_reference import measure_reference
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.feedback.measure_words import shown_parts, shown_value
from fairdue.feedback.measures import MeasureValue
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import DateUnreadable, civil_date, read_date
from fairdue.operations.house import House
from fairdue.operations.measuring import all_rows_behind, measure


@app.command
def measures(
    *,
    since: str | None = None,
    until: str | None = None,
    creditor: str | None = None,
    rows: MeasureId | None = None,
    part: str | None = None,
    out: Path | None = None,
    dictionary: Annotated[bool, Parameter(name="--dictionary", negative=())] = False,
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
    rows
        Write the rows behind this measure to --out instead; they add up to its number.
    part
        With --rows: only this part of the measure, like 2026-03/M1.
    out
        With --rows: the file to write, .csv or .xlsx.
    dictionary
        Print the dictionary instead, as the page docs/measures.md.
    json
        Print one JSON object a line.
    """
    if dictionary:
        sys.stdout.write(measure_reference(language=language()))
        return 0
    house = open_house()
    today = civil_date(house.now())
    first = _day(since, "--since", today - timedelta(days=30))
    last = _day(until, "--until", today + timedelta(days=1))
    if last <= first:
        raise ExpectedFailure("--until is after --since: the period is half open", code=2)
    span = MeasureSpan.of(period_from=first, period_until=last, as_of_on=today)
    if rows is not None or out is not None or part is not None:
        return _write_rows(house, span, creditor=creditor, rows=rows, part=part, out=out)
    for value in measure(house, span=span, creditor=creditor).values:
        print(_as_json(value) if json else _as_line(value))
    return 0


def _as_json(value: MeasureValue) -> str:
    entry, lang = measure_dictionary()[value.measure_id], language()
    record = {
        "id": value.measure_id.value,
        "name": entry.name.in_language(lang),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "unit": value.unit.value,
        "value": None if value.value is None else round(float(value.value), 4),
        "rows": value.row_count,
        "cases": value.cases,
        "median": str(value.spread.median) if value.spread else None,
        "parts": [[one.part, one.numerator, one.denominator] for one in value.parts],
        "why_no_value": value.no_value.in_language(lang) if value.no_value else None,
        "formula": entry.formula.in_language(lang),
    }
    return json_text.dumps(record, ensure_ascii=False)


def _as_line(value: MeasureValue) -> str:
    entry, lang = measure_dictionary()[value.measure_id], language()
    shown = shown_value(value.value, value.unit).in_language(lang)
    if value.no_value is not None:
        return f"{shown:>18}  {entry.name.in_language(lang)}: {value.no_value.in_language(lang)}"
    above, below = shown_parts(entry, numerator=value.numerator, denominator=value.denominator)
    return f"{shown:>18}  {entry.name.in_language(lang)}  ({above} / {below})"


def _write_rows(
    house: House,
    span: MeasureSpan,
    *,
    creditor: str | None,
    rows: MeasureId | None,
    part: str | None,
    out: Path | None,
) -> int:
    if rows is None or out is None or out.suffix not in (".csv", ".xlsx"):
        raise ExpectedFailure("rows are written with --rows MEASURE and --out FILE.csv or FILE.xlsx", code=2)
    found = list(all_rows_behind(house, measure_id=rows, span=span, creditor=creditor, part=part))
    if out.suffix == ".csv":
        content = write_rows_csv(rows=found, language=language())
    else:
        content = write_rows_xlsx(
            definition=measure_dictionary()[rows],
            span=span,
            rows=found,
            language=language(),
            created_on=span.as_of_on,
        )
    put_out(out, content)
    said = Bilingual(f"已写出 {len(found)} 行到 {out.name}", f"wrote {len(found)} rows to {out.name}")
    print(said.in_language(language()), file=sys.stderr)
    return 0


def _day(text: str | None, option: str, otherwise: date) -> date:
    if text is None:
        return otherwise
    try:
        return read_date(text)
    except DateUnreadable as error:
        raise ExpectedFailure(f"{option}: {error}; write it like 2026-03-01", code=2) from error
