"""How well does it understand? One command measures everything and writes the pages.

    python benchmarks/understanding/report.py                 # measure all, then write the pages
    python benchmarks/understanding/report.py --only calls    # measure again what begins so, keep the rest
    python benchmarks/understanding/report.py --render        # write the pages from what was measured
    python benchmarks/understanding/report.py --check         # exit 1 when a page is not what was measured

Measured are customers, collectors and whole calls, each by line, by voice and on the lines held out; for customers
and collectors also with fewer lines and voices, and with either half taken away. Every step is kept in
``measured.json`` as soon as it is done, with the state of the corpus and of the phrasebook it was measured on.
``readings.yaml`` has what a person makes of the worst mistakes. Quiet, it takes half an hour on two cores.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Any

from ablation import without
from pages import pages

from fairdue.learning.measured import Split
from fairdue.learning.measuring import collector_bench, customer_bench, learning_curve, measure
from fairdue.learning.measuring_calls import call_bench, measure_calls

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
MEASURED = Path(__file__).with_name("measured.json")
WORST = {"customers": 30, "collectors": 30, "calls": 30}
BENCHES = {"customers": customer_bench, "collectors": collector_bench}
Step = Callable[[], object]


def main() -> int:
    """Measure what was asked for, and write or check the pages."""
    parser = argparse.ArgumentParser(description="Measure understanding and write the pages about it.")
    parser.add_argument("--only", action="append", default=[], metavar="STEP", help="such as customers.voice")
    parser.add_argument("--render", action="store_true", help="measure nothing, write the pages")
    parser.add_argument("--check", action="store_true", help="measure nothing, compare the pages")
    asked = parser.parse_args()
    measured: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    if not asked.render and not asked.check:
        measure_all(measured, asked.only)
    differing = [path for path, text in pages(measured).items() if text != _text_of(path)]
    if asked.check:
        for path in differing:
            print(f"{path.relative_to(ROOT)} is not what was measured; run {Path(__file__).name} --render")
        return 1 if differing else 0
    for path, text in pages(measured).items():
        path.write_text(text, encoding="utf-8")
    return 0


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def measure_all(measured: dict[str, Any], only: list[str]) -> None:
    """Run every step whose name begins with one of ``only`` (all without), and keep each as it ends."""
    for name, step in steps().items():
        if only and not any(name.startswith(one) for one in only):
            continue
        if name.endswith("held-out") and not (CORPUS / "held_out").is_dir():
            print(f"{name}: corpus/held_out is not here, left out", file=sys.stderr)
            measured.pop(name, None)
            continue
        started = time.monotonic()
        result = step()
        seconds = round(time.monotonic() - started)
        print(f"{name}: {seconds} s", file=sys.stderr)
        measured[name] = {"seconds": seconds, "state": state(), "result": result}
        measured["machine"] = machine()
        MEASURED.write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def steps() -> dict[str, Step]:
    """Every step by name, in the order in which they run."""
    found: dict[str, Step] = {}
    for kind, bench in BENCHES.items():
        for split in Split:
            found[f"{kind}.{split.value}"] = _lines_step(kind, split)
        found[f"{kind}.without-phrases"] = _halved_step(kind, "phrases")
        found[f"{kind}.without-runs"] = _halved_step(kind, "runs")
        found[f"{kind}.curve"] = lambda bench=bench: learning_curve(bench(CORPUS, held_out=False))
    for split in Split:
        found[f"calls.{split.value}"] = _calls_step(split)
    return found


def _lines_step(kind: str, split: Split) -> Step:
    worst = WORST[kind] if split is Split.VOICE else 0
    held_out = split is Split.HELD_OUT
    return lambda: measure(BENCHES[kind](CORPUS, held_out=held_out), split).as_json(worst=worst)


def _halved_step(kind: str, half: Any) -> Step:
    def step() -> object:
        with without(half):
            return measure(BENCHES[kind](CORPUS, held_out=False), Split.VOICE).scored.figures

    return step


def _calls_step(split: Split) -> Step:
    worst = WORST["calls"] if split is Split.VOICE else 0
    held_out = split is Split.HELD_OUT
    return lambda: measure_calls(call_bench(CORPUS, held_out=held_out), split).as_json(worst=worst)


def state() -> str:
    """A digest of what the figures depend on: the corpus, the phrasebook, the code of the rooms that are measured."""
    digest = hashlib.sha256()
    code = ("language", "understanding", "learning", "feedback", "compliance/wording")
    for folder, ending in (
        *((CORPUS / name, "json*") for name in ("customers", "collectors", "calls", "held_out")),
        (ROOT / "src/fairdue_phrasebook", "yaml"),
        *((ROOT / "src/fairdue" / name, "py") for name in code),
    ):
        for path in sorted(folder.rglob(f"*.{ending}")):
            digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    cpu = Path("/proc/cpuinfo")
    named = (
        [line for line in cpu.read_text().splitlines() if line.startswith("model name")]
        if cpu.exists()
        else []
    )
    return {
        "processor": named[0].split(":", 1)[1].strip() if named else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
        "scikit_learn": metadata.version("scikit-learn"),
    }


if __name__ == "__main__":
    sys.exit(main())
