"""``fairdue measure``: how well the interpreters do on lines they have not learnt from.

Room: cli. It learns anew from the corpus, leaves out what it measures, and prints the figures; the shipped models
are neither used nor changed. ``--split held-out`` measures the lines that are never learnt from and that nobody
looks at one by one: it prints no mistakes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, cast

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure
from fairdue.learning.measured import Kind, Measured, Split

_MAIN_FIGURES = {
    Kind.CUSTOMERS: (
        "first_intent_accuracy",
        "intent_micro",
        "intent_macro_f1",
        "safety_intents",
        "willingness_accuracy",
        "slots",
    ),
    Kind.COLLECTORS: (
        "violations_not_passed",
        "ok_passed",
        "verdict_accuracy",
        "traps_passed",
        "evasive_not_passed",
        "code_micro",
    ),
    Kind.CALLS: ("findings", "checklist_accuracy", "disposition_accuracy"),
}


@app.command
def measure(
    *,
    corpus: Annotated[Path, Parameter(help="the folder corpus of Fairdue")] = Path("corpus"),
    split: Annotated[Split, Parameter(help="what the models have seen of what is measured")] = Split.VOICE,
    kind: Annotated[Kind | None, Parameter(help="what is measured; all three unless said")] = None,
    curve: Annotated[bool, Parameter(help="also measure with fewer lines and fewer voices")] = False,
    worst: Annotated[int, Parameter(help="show so many mistakes, the surest first")] = 0,
    as_json: Annotated[bool, Parameter(name="--json", negative="", help="print one JSON object")] = False,
) -> int:
    """Measure the interpreters on lines they did not learn from: by line, by voice, or on those held out."""
    if worst < 0:
        raise ExpectedFailure("--worst is a number of mistakes, from 0", code=2)
    if worst and split is Split.HELD_OUT:
        raise ExpectedFailure(
            "mistakes on the held-out lines are not shown: whoever mends them one by one has no held-out lines "
            "any more; use --split voice",
            code=2,
        )
    try:
        import sklearn  # noqa: F401
    except ImportError as error:
        raise ExpectedFailure(
            'measuring learns anew and needs scikit-learn; install Fairdue with the extra "train"', code=2
        ) from error
    from fairdue.learning.corpus import CorpusError

    told: dict[str, object] = {}
    try:
        for one in [kind] if kind else list(Kind):
            print(f"fairdue: measuring {one.value}, {split.value}", file=sys.stderr)
            measured, points = _measured(corpus, one, split, curve=curve)
            told[one.value] = measured.as_json(worst=worst) | ({"curve": points} if points else {})
            if not as_json:
                _show(measured, points, worst)
    except CorpusError as error:
        raise ExpectedFailure(str(error), code=2) from error
    except ValueError as error:
        raise ExpectedFailure(f"nothing can be learnt from so few lines: {error}", code=2) from error
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
    return 0


def _measured(
    corpus: Path, kind: Kind, split: Split, *, curve: bool
) -> tuple[Measured, list[dict[str, object]]]:
    from fairdue.learning.measuring import collector_bench, customer_bench, learning_curve
    from fairdue.learning.measuring import measure as measure_lines
    from fairdue.learning.measuring_calls import call_bench, measure_calls

    held_out = split is Split.HELD_OUT
    if kind is Kind.CALLS:
        return measure_calls(call_bench(corpus, held_out=held_out), split), []
    if kind is Kind.CUSTOMERS:
        customers = customer_bench(corpus, held_out=held_out)
        return measure_lines(customers, split), learning_curve(customers) if curve else []
    collectors = collector_bench(corpus, held_out=held_out)
    return measure_lines(collectors, split), learning_curve(collectors) if curve else []


def _show(measured: Measured, points: list[dict[str, object]], worst: int) -> None:
    figures = measured.scored.figures
    print(
        f"{measured.kind.value}, {measured.split.value}: {figures['n']} measured, {measured.learned} learnt from"
    )
    for name in _MAIN_FIGURES[measured.kind]:
        print(f"  {name:<24} {_value(figures[name])}")
    print(f"  {'label':<24} {'precision':>9} {'recall':>9} {'f1':>9} {'lines':>7}")
    for name, one in measured.scored.classes.items():
        print(
            f"  {name:<24} {one.precision:>9.3f} {one.recall:>9.3f} {one.f1:>9.3f} {one.hits + one.misses:>7}"
        )
    for name, part in measured.parts.items():
        print(
            f"  {name:<16} {part['n']:>5}  "
            + "  ".join(_value(part[it]) for it in _MAIN_FIGURES[measured.kind])
        )
    for point in points:
        of_point = cast("dict[str, object]", point["figures"])
        shown = "  ".join(_value(of_point[name]) for name in _MAIN_FIGURES[measured.kind])
        print(
            f"  {point['amount']!s:>3} {'% of lines' if point['by'] == 'lines' else 'voices':<10} {point['learned']:>5}  {shown}"
        )
    for wrong in measured.mistakes[:worst]:
        print(
            f"  {wrong.certainty:.2f} {wrong.id}: {wrong.text}  {'/'.join(wrong.wanted) or '-'} -> {'/'.join(wrong.said) or '-'}"
        )


def _value(value: object) -> str:
    if isinstance(value, dict):
        return f"P {value['precision']:.3f} R {value['recall']:.3f} F1 {value['f1']:.3f}"
    return "-" if value is None else f"{value:.4f}" if isinstance(value, float) else str(value)
