"""How far the scorecard orders calls as the given overall judgements do, and what it costs.

    PYTHONPATH=src nice .venv/bin/python benchmarks/practice/scorecard.py [--held-out] [DIR ...]

Without folders the whole calls of the open corpus are measured, set by set, and with each set left out in turn. No
weight was fitted: they were set by hand, so that a set left out shows how much the figure rests on one author's hand.
``--held-out`` measures the calls that nobody tuned on; it is for a release, not for each idea.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from pathlib import Path

from fairdue.feedback.call import call_from_json
from fairdue.feedback.call_reading import read_turns
from fairdue.feedback.call_result import result_of
from fairdue.feedback.checklist import check
from fairdue.feedback.rank_correlation import rank_correlation
from fairdue.feedback.scorecard import score_reading
from fairdue.feedback.structure import find

CORPUS = Path(__file__).parents[2] / "corpus"
Judged = list[tuple[float, float]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--held-out", action="store_true")
    asked = parser.parse_args()
    folders = asked.folders or sorted(path for path in (CORPUS / "calls").iterdir() if path.is_dir())
    if asked.held_out:
        folders = [CORPUS / "held_out" / "calls"]
    print(f"machine: {platform.machine()}, Python {platform.python_version()}")
    read_ms, score_ms, turns = 0.0, 0.0, 0
    sets: dict[str, Judged] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.json")):
            raw = json.loads(file.read_text(encoding="utf-8"))
            call, _ = call_from_json(raw, source=file.name)
            if call is None:
                continue
            started = time.process_time()
            reading = read_turns(call)
            findings = find(reading)
            checklist, result = check(reading, findings), result_of(reading)
            read = time.process_time()
            card = score_reading(reading, findings=findings, checklist=checklist, result=result)
            scored = time.process_time()
            read_ms, score_ms = read_ms + (read - started) * 1e3, score_ms + (scored - read) * 1e3
            turns += len(call.turns)
            sets.setdefault(folder.name, []).append((raw["labels"]["score_0_100"], card.total))
    everything = [one for judged in sets.values() for one in judged]
    show("all", everything)
    for name, judged in sets.items():
        if len(sets) > 1:
            show(name, judged)
            show(f"without {name}", [one for other, more in sets.items() if other != name for one in more])
    calls = len(everything)
    print(
        f"CPU a call: reading {read_ms / calls:.1f} ms, scorecard {score_ms / calls:.2f} ms, {turns / calls:.0f} turns"
    )


def show(name: str, judged: Judged) -> None:
    """One line: the correlation and the mean distance in points."""
    given, found = [one for one, _ in judged], [one for _, one in judged]
    apart = sum(abs(a - b) for a, b in judged) / len(judged)
    print(
        f"{name:<16} {len(judged):3} calls, Spearman {rank_correlation(given, found):.3f}, {apart:.1f} points apart"
    )


if __name__ == "__main__":
    main()
