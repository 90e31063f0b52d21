"""Do both forms of the gate say the same? One command asks them about a million made-up situations.

    python benchmarks/gate/equal.py
    python benchmarks/gate/equal.py --seed 7 --only 123456      # one situation again, in full

The answer, the moment until which to wait and the outcome of every single rule are compared. It prints how the
situations and answers are spread, how often each rule gave each outcome (so that a rule that was never met is
seen), and the differences. It ends with 1 when there is one, and names the smallest number to replay.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import fields
from multiprocessing import get_context
from pathlib import Path

import duckdb
import sqlglot

from fairdue.compliance.rule import HOUSE
from fairdue.compliance.rule_sql import CODES, NOT_ASKED
from fairdue.compliance.rulebook import load_rulebook
from fairdue.engines.duckdb_gate import open_duckdb
from fairdue.practice.situations import Situations
from fairdue.practice.two_forms import Compared, TwoForms

CHUNK = 100_000
_WORDS = {NOT_ASKED: "not asked", **{code: str(outcome) for outcome, code in CODES.items()}}


def main() -> int:
    """Compare and print; returns 1 when a single situation differs."""
    parser = argparse.ArgumentParser(description="Hold the Python form of the gate against the SQL form.")
    parser.add_argument("--situations", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", type=int, help="the number of one situation to show and compare")
    asked = parser.parse_args()
    if asked.only is not None:
        return show_one(asked.seed, asked.only)
    started = time.perf_counter()
    chunks = [
        (asked.seed, first, min(CHUNK, asked.situations - first))
        for first in range(0, asked.situations, CHUNK)
    ]
    whole = Compared()
    for done, compared in enumerate(_compare_all(chunks, asked.processes), start=1):
        whole.add(compared)
        if sys.stderr.isatty():
            print(f"\r{done}/{len(chunks)} parts", end="", file=sys.stderr)
    report(whole, asked.seed, time.perf_counter() - started)
    return 1 if whole.differences else 0


def _compare_all(chunks: list[tuple[int, int, int]], processes: int) -> Iterator[Compared]:
    if processes < 2:
        yield from map(compare_chunk, chunks)
        return
    with get_context("spawn").Pool(processes) as pool:
        yield from pool.imap_unordered(compare_chunk, chunks)


_ready: dict[int, tuple[TwoForms, Situations]] = {}


def _forms(seed: int) -> tuple[TwoForms, Situations]:
    if seed not in _ready:
        book = load_rulebook()
        _ready[seed] = TwoForms(book), Situations(book, seed=seed)
    return _ready[seed]


def compare_chunk(chunk: tuple[int, int, int]) -> Compared:
    """Compare the situations of one chunk: seed, first number, how many."""
    seed, first, many = chunk
    forms, situations = _forms(seed)
    drawn = (situations.draw(number) for number in range(first, first + many))
    with tempfile.TemporaryDirectory(prefix="fairdue-equal-") as folder, open_duckdb(threads=1) as database:
        return forms.compare(database, drawn, folder=Path(folder))


def show_one(seed: int, number: int) -> int:
    """Print one situation with both answers."""
    forms, situations = _forms(seed)
    situation = situations.draw(number)
    for row in (situation.action, situation.facts):
        for field in fields(row):
            print(f"{field.name:<40} {getattr(row, field.name)!r}")
    print(f"{'as_of':<40} {situation.as_of.isoformat()}")
    compared = compare_chunk((seed, number, 1))
    print(forms.python_answer(situation))
    for one in compared.differences:
        print(one.sql)
        for rule, ours, theirs in zip(forms.rules, one.python.outcomes, one.sql.outcomes, strict=True):
            if ours != theirs:
                print(f"  {rule}: {_WORDS[int(ours)]} in Python, {_WORDS[int(theirs)]} in SQL")
    print("they differ" if compared.differences else "both forms agree")
    return 1 if compared.differences else 0


def report(whole: Compared, seed: int, seconds: float) -> None:
    """Print what was met, rule by rule, and the differences."""
    print(
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, SQLGlot {sqlglot.__version__}, seed {seed}\n"
        f"{whole.situations:,} situations in {seconds:.0f} s, local date and time derived in {whole.derived:,}"
    )
    _report_rules(whole)
    total = max(1, whole.situations)
    for verdict, many in whole.verdicts.most_common():
        print(f"{verdict:<8} {many:>10,}  {100 * many / total:5.1f} %")
    codes = {0: "by the rules", 1: "jurisdiction unknown", 2: "jurisdiction uncovered", 3: "act uncovered"}
    print(
        "the gate itself: "
        + ", ".join(f"{codes[code]} {many:,}" for code, many in sorted(whole.gate_codes.items()))
    )
    print(f"differences: {len(whole.differences)}")
    if whole.differences:
        first = min(whole.differences, key=lambda one: one.number)
        print(f"replay the smallest: python benchmarks/gate/equal.py --seed {seed} --only {first.number}")


def _report_rules(whole: Compared) -> None:
    shown = [*CODES.values(), NOT_ASKED]
    print(f"\n{'rule':<62}" + "".join(f"{_WORDS[code]:>15}" for code in shown))
    rules = dict.fromkeys(rule for rule, _ in whole.outcomes)
    for rule in rules:
        counts = [whole.outcomes.get((rule, code), 0) for code in shown]
        print(f"{rule:<62}" + "".join(f"{many:>15,}" for many in counts))
    book = load_rulebook()
    checked = {
        one.rule_id for one in book.rules if any(version.check is not None for version in one.versions)
    }
    objected = [CODES[outcome] for outcome in CODES if outcome.value in ("warn", "defer", "refuse")]
    never = [
        rule for rule in rules if rule in checked and not any(whole.outcomes.get((rule, c)) for c in objected)
    ]
    unmet = [
        rule for rule in rules if not any(whole.outcomes.get((rule, c)) for c in CODES.values() if c > 1)
    ]
    packs = sorted({one.pack for one in book.rules} - {HOUSE})
    print(f"\n{len(rules)} rules of the packs {', '.join(packs)} and house")
    print(f"rules that never applied: {', '.join(unmet) or 'none'}")
    print(f"rules with a check that never objected: {', '.join(never) or 'none'}")


if __name__ == "__main__":
    sys.exit(main())
