"""How long does the gate take: for one decision, beside another rule engine, and over ten million accounts?

    python benchmarks/gate/run.py
    python benchmarks/gate/run.py --accounts 1000000 --attempts 2000000

It prints the machine, the versions and the sizes; then (a) one decision with its trace, (b) the same rules in
zen-engine beside it, checked to give the same outcomes (``pip install -r benchmarks/gate/requirements.txt``; left
out, and said so, where it is not installed), (c) one pass in DuckDB over a made-up portfolio beside what it takes
just to read and group the same tables. The portfolio needs about 2 GiB of disk while it runs.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import time as clock
from pathlib import Path

import duckdb
import sqlglot

from fairdue.compliance.action import Action, ActionKind
from fairdue.compliance.decision import Outcome
from fairdue.compliance.facts import Facts
from fairdue.compliance.gate import authorise
from fairdue.compliance.rule_sql import CODES
from fairdue.compliance.rulebook import Rulebook, load_rulebook
from fairdue.compliance.worked_cases import all_clear
from fairdue.foundation.ids import PermitId
from fairdue.practice.situations import Situations

sys.path.insert(0, str(Path(__file__).parent))
from one_pass import AS_OF, measure

GOAL_US = 150
DECISIONS = 20_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the gate.")
    parser.add_argument("--accounts", type=int, default=10_000_000)
    parser.add_argument("--attempts", type=int, default=20_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--folder", type=Path, help="where the tables are made; a temporary folder otherwise")
    parser.add_argument("--parts", default="abc", help="which of a, b and c")
    asked = parser.parse_args()
    print(machine())
    rulebook = load_rulebook()
    if "a" in asked.parts:
        one_decision(rulebook)
    if "b" in asked.parts:
        beside_zen(rulebook)
    if "c" in asked.parts:
        with tempfile.TemporaryDirectory(prefix="fairdue-gate-", dir=asked.folder) as folder:
            measure(
                rulebook,
                Path(folder),
                accounts=asked.accounts,
                attempts=asked.attempts,
                rounds=asked.rounds,
                threads=asked.threads,
            )


def machine() -> str:
    """What it runs on, and how busy that is already."""
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    free = shutil.disk_usage(tempfile.gettempdir()).free / 2**30
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB memory, {free:.0f} GiB free, {platform.system()} {platform.release()}, "
        f"load {load}\nPython {platform.python_version()}, DuckDB {duckdb.__version__}, SQLGlot {sqlglot.__version__}"
    )


def situations() -> dict[str, tuple[Action, Facts]]:
    """Calls in China that end differently."""

    def call(**differing: object) -> tuple[Action, Facts]:
        return all_clear(act="call_debtor", when=AS_OF, **differing)

    action, clear = call()
    return {
        "all clear": (action, clear),
        "at night": (action, replace(clear, local_time=clock(22, 30))),
        "three calls today": call(effective_calls_today=3, unanswered_attempts_on_number_today=6),
        "on hold": call(holds=["dispute", "hardship"]),
        "much not known": call(agency_listed=None, holds=None, case_open=None, number_usable=None),
    }


def one_decision(rulebook: Rulebook) -> None:
    """(a) One decision with its trace."""
    print(
        f"\n(a) one authorise with its trace, {DECISIONS:,} times each; the demand is a median under {GOAL_US} µs"
    )
    print(f"{'situation':<20} {'answer':<8} {'lines':>6} {'median µs':>10} {'p99 µs':>8}")
    for name, (action, facts) in situations().items():

        def ask(action: Action = action, facts: Facts = facts) -> object:
            return authorise(
                action=action, facts=facts, rulebook=rulebook, as_of=AS_OF, permit_id=PermitId("benchmark")
            )

        middle, slow = micros(ask)
        decision = authorise(
            action=action, facts=facts, rulebook=rulebook, as_of=AS_OF, permit_id=PermitId("benchmark")
        )
        answer = type(decision).__name__.lower()
        print(f"{name:<20} {answer:<8} {len(decision.trace):>6} {middle:>10.1f} {slow:>8.1f}")


def micros(ask: Callable[[], object], times: int = DECISIONS) -> tuple[float, float]:
    """The median and the 99th percentile of one call in microseconds, after some to warm up."""
    for _ in range(times // 20):
        ask()
    took = []
    for _ in range(times):
        started = time.perf_counter_ns()
        ask()
        took.append(time.perf_counter_ns() - started)
    took.sort()
    return took[times // 2] / 1000, took[times * 99 // 100] / 1000


def beside_zen(rulebook: Rulebook) -> None:
    """(b) The same rules in zen-engine."""
    try:
        from beside_zen import ZenRules, plain
    except ImportError:
        print("\n(b) zen-engine is not installed: pip install -r benchmarks/gate/requirements.txt")
        return
    kind = ActionKind.PLACE_CALL
    peer = ZenRules(rulebook, pack="cn", on=AS_OF.date(), kind=kind.value)
    print(
        f"\n(b) zen-engine with {len(peer.rules)} rules about calls; not translated: {', '.join(peer.left_out) or 'none'}"
    )
    same, differing = 0, []
    drawn = Situations(rulebook, seed=3)
    for number in range(60_000):
        one = drawn.draw(number)
        facts = one.facts
        if one.action.kind is not kind or facts.jurisdiction != "CN" or facts.local_on is None:
            continue
        # The peer has the rules of one day, so each situation is put on that day.
        facts = replace(facts, local_on=AS_OF.date())
        ours = outcomes(rulebook, one.action, facts)
        theirs = peer.answer(plain(one.action, facts))
        if [ours[rule] for rule in peer.rules] == theirs:
            same += 1
        else:
            differing += [rule for rule, code in zip(peer.rules, theirs, strict=True) if ours[rule] != code]
    print(
        f"outcomes of all these rules equal on {same:,} situations, different on {len(differing)} {set(differing) or ''}"
    )
    print(f"{'situation':<20} {'gate median µs':>15} {'zen median µs':>15} {'gate p99':>9} {'zen p99':>9}")
    for name, (action, facts) in situations().items():
        row = plain(action, facts)

        def ask(action: Action = action, facts: Facts = facts) -> object:
            return authorise(
                action=action, facts=facts, rulebook=rulebook, as_of=AS_OF, permit_id=PermitId("benchmark")
            )

        def ask_peer(row: dict[str, object] = row) -> object:
            return peer.evaluate(row)

        ours_us, theirs_us = micros(ask), micros(ask_peer, DECISIONS // 4)
        print(f"{name:<20} {ours_us[0]:>15.1f} {theirs_us[0]:>15.1f} {ours_us[1]:>9.1f} {theirs_us[1]:>9.1f}")


def outcomes(rulebook: Rulebook, action: Action, facts: Facts) -> dict[str, int]:
    """The outcome of every rule as a number, from the trace of the gate."""
    decision = authorise(
        action=action, facts=facts, rulebook=rulebook, as_of=AS_OF, permit_id=PermitId("benchmark")
    )
    return {line.rule_id: CODES[Outcome(line.outcome)] for line in decision.trace if line.outcome in CODES}


if __name__ == "__main__":
    main()
