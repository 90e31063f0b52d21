"""How fast is the wording guard, how fast the customer interpreter, and beside what?

    python benchmarks/wording/run.py
    python benchmarks/wording/run.py --utterances 20000 --parts ab

It prints the machine and the sizes; then (a) distinct utterances through the guard in one process, (b) the latency of
one text in the guard and in the interpreter, (c) the cold start: a fresh process that understands one utterance, and
one that judges one, (d) the same words and the same patterns in other search engines, in the same run: pyahocorasick
and an alternation of ``re`` for the words alone, a loop of ``re`` and Hyperscan for the patterns
(``pip install -r benchmarks/wording/requirements.in``; an engine that is not installed is left out, and said so).
CPU seconds stand beside seconds on the clock, since a machine may have other work.

The utterances are clauses of the corpus, put together anew, with the setting of the line that gave the first; none
comes twice. Every one is judged: nothing is remembered between two.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from importlib import metadata
from pathlib import Path

from fairdue.compliance.wording.guard import judge
from fairdue.compliance.wording.spoken_context import SpokenContext, read_context
from fairdue.foundation.civil import CHINA
from fairdue.language.phrase_search import PatternTable, PhraseSearch
from fairdue.language.phrasebook import phrasebook, phrasebook_files, read_phrasebook
from fairdue.language.readable import make_readable
from fairdue.understanding.customer import understand

sys.path.insert(0, str(Path(__file__).parent))
from peers import engines, word_list

CORPUS = Path(__file__).parents[2] / "corpus"
REFERENCE = datetime(2026, 3, 11, 10, tzinfo=CHINA)
UNDERSTAND_ONE = (
    "from datetime import datetime as d, timezone as z\n"
    "from fairdue.understanding.customer import understand as u\n"
    "assert u('我下周三还两千', reference=d(2026, 3, 11, 10, tzinfo=z.utc)).intents"
)
JUDGE_ONE = (
    "from fairdue.compliance.wording.guard import judge\nassert judge('今天不还就打给你爸妈').findings"
)
_CLAUSE = re.compile(r"[^,。!?;，！？；]+[,。!?;，！？；]*")
Said = tuple[str, SpokenContext]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure the wording guard and the customer interpreter.")
    parser.add_argument("--utterances", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--starts", type=int, default=9, help="fresh processes of each kind")
    parser.add_argument("--parts", default="abcd", help="which of a, b, c and d")
    asked = parser.parse_args()
    print(machine())
    lines = corpus_lines("collectors")
    said = distinct(lines, number=asked.utterances, seed=asked.seed)
    if "a" in asked.parts:
        throughput(said, lines)
    if "b" in asked.parts:
        latency(said, [one for one, _ in distinct(corpus_lines("customers"), number=20_000, seed=asked.seed)])
    if "c" in asked.parts:
        cold_start(asked.starts)
    if "d" in asked.parts:
        beside_others(said)


def machine() -> str:
    """What it runs on, and how busy that is already."""
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB memory, {platform.system()} {platform.release()}, "
        f"load {load}\nPython {platform.python_version()}, ahocorasick-rs {metadata.version('ahocorasick-rs')}"
    )


def corpus_lines(folder: str) -> list[Said]:
    """The lines of one kind of speaker, each with its setting."""
    return [
        (line["text"], read_context(line.get("context")))
        for path in sorted((CORPUS / folder).glob("*.jsonl"))
        for line in map(json.loads, path.open(encoding="utf-8"))
    ]


def distinct(lines: Sequence[Said], *, number: int, seed: int) -> list[Said]:
    """So many utterances, no two alike, of one to three clauses; the same seed gives the same ones."""
    draw = random.Random(seed)
    clauses = [(_CLAUSE.findall(text) or [text], context) for text, context in lines]
    found: dict[str, SpokenContext] = dict(lines[:number])
    while len(found) < number:
        parts, context = draw.choice(clauses)
        row = [draw.choice(parts), *(draw.choice(draw.choice(clauses)[0]) for _ in range(draw.randint(0, 2)))]
        text = "".join(one if one[-1:] in ",。!?;，！？；" else f"{one}," for one in row).rstrip(",")
        found.setdefault(text, context)
    return list(found.items())


class Clock:
    """Seconds of CPU and on the clock of a stretch of work."""

    def __enter__(self) -> Clock:
        self._cpu, self._wall = time.process_time(), time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.cpu, self.wall = time.process_time() - self._cpu, time.perf_counter() - self._wall


def throughput(said: Sequence[Said], lines: Sequence[Said]) -> None:
    """(a) All utterances through the guard, in one process."""
    for text, context in lines[:2_000]:
        judge(text, context)
    verdicts: Counter[str] = Counter()
    with Clock() as clock:
        for text, context in said:
            verdicts[judge(text, context).verdict.value] += 1
    size = len(said)
    characters = sum(len(text) for text, _ in said)
    print(f"\n(a) the guard, one process, {size:,} distinct utterances of {characters / size:.1f} characters")
    print("  " + ", ".join(f"{name} {count / size:.1%}" for name, count in verdicts.most_common()))
    for name, seconds in (("CPU", clock.cpu), ("clock", clock.wall)):
        print(
            f"  {name:<5} {seconds:8.1f} s {size / seconds:10,.0f} a second; 1,000,000 on a core: {1e6 / size * seconds:,.0f} s"
        )
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def latency(collectors: Sequence[Said], customers: Sequence[str]) -> None:
    """(b) One text at a time."""
    sample = collectors[:: max(1, len(collectors) // 20_000)]
    print("\n(b) one text, warm, microseconds of CPU")
    print(f"  {'':<12} {'texts':>7} {'median':>8} {'p90':>8} {'p99':>8} {'most':>8}")
    calls: dict[str, list[Callable[[], object]]] = {
        "guard": [lambda one=one: judge(*one) for one in sample],
        "understand": [lambda text=text: understand(text, reference=REFERENCE) for text in customers],
    }
    for name, made in calls.items():
        for call in made[:: max(1, len(made) // 2_000)]:
            call()
        took = sorted(_microseconds(call) for call in made)
        row = [took[len(took) * share // 100] for share in (50, 90, 99)]
        print(f"  {name:<12} {len(took):>7,} {row[0]:>8.0f} {row[1]:>8.0f} {row[2]:>8.0f} {took[-1]:>8.0f}")


def _microseconds(call: Callable[[], object]) -> float:
    started = time.process_time_ns()
    call()
    return (time.process_time_ns() - started) / 1_000


def cold_start(times: int) -> None:
    """(c) Fresh processes."""
    print(f"\n(c) a fresh process, {times} of each, milliseconds")
    print(f"  {'':<28} {'CPU median':>10} {'least':>7} {'clock median':>13} {'least':>7}")
    for name, code in (
        ("Python alone", "pass"),
        ("understand one utterance", UNDERSTAND_ONE),
        ("judge one text", JUDGE_ONE),
    ):
        runs = [_fresh(code) for _ in range(times + 1)][1:]
        cpu, wall = zip(*runs, strict=True)
        print(
            f"  {name:<28} {statistics.median(cpu):>10.0f} {min(cpu):>7.0f} {statistics.median(wall):>13.0f} {min(wall):>7.0f}"
        )


def _fresh(code: str) -> tuple[float, float]:
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu * 1_000, wall * 1_000


def beside_others(said: Sequence[Said]) -> None:
    """(d) The same words and patterns in other engines."""
    _, table = read_phrasebook(phrasebook_files("collectors"))
    patterns = table.patterns
    phrases = sorted({number for group in table.phrases for number in group})
    texts = [make_readable(text).text for text, _ in said]
    print(
        f"\n(d) {len(patterns.words):,} fixed words and {len(phrases):,} phrase patterns of the collectors' phrasebook, "
        f"{len(texts):,} readable texts; hits are texts with one or more"
    )
    print(f"  {'engine':<44} {'texts':>8} {'a second of CPU':>16} {'x guard':>8} {'hits':>7}")
    with Clock() as clock:
        flagged = sum(judge(text, context).verdict.value != "ok" for text, context in said[::20])
    guard = len(said[::20]) / clock.cpu
    _row("the guard: all of it, verdict and reasons", len(said[::20]), guard, guard, flagged)
    ours = {}
    search = phrasebook("collectors")
    with Clock() as clock:
        for number, text in enumerate(texts[::5]):
            ours[number] = bool(search.cues(text))
    _row("the phrasebook: cues with exceptions", len(ours), len(ours) / clock.cpu, guard, sum(ours.values()))
    for name, hits, seconds in _peers(patterns, phrases, texts):
        _row(name, len(hits), len(hits) / seconds, guard, sum(map(bool, hits)))
    _same_patterns(patterns, phrases, texts[::100])
    _beside_a_word_list(said[::10])


def _row(name: str, texts: int, rate: float, guard: float, hits: int) -> None:
    print(f"  {name:<44} {texts:>8,} {rate:>16,.0f} {rate / guard:>8.2f} {hits / texts:>7.1%}")


def _peers(
    patterns: PatternTable, phrases: Sequence[int], texts: Sequence[str]
) -> Iterator[tuple[str, list[set[int]], float]]:
    for engine in engines(patterns.words, [patterns.regexes[one] for one in phrases]):
        if engine.search is None:
            print(f"  {engine.name}: {engine.note}")
            continue
        some = texts[:: engine.step]
        with Clock() as clock:
            hits = [engine.search(text) for text in some]
        yield engine.name + (f" ({engine.note})" if engine.note else ""), hits, clock.cpu


def _same_patterns(patterns: PatternTable, phrases: Sequence[int], texts: Sequence[str]) -> None:
    """Do our search, the loop and Hyperscan find the same patterns?"""
    search = PhraseSearch(patterns, starters=phrases)
    regexes = [patterns.regexes[one] for one in phrases]
    by_name = {one.name.split(":")[0]: one for one in engines(patterns.words, regexes)}
    loop, hyper = by_name["re loop"], by_name["Hyperscan patterns"]
    different = {"re loop": 0, "Hyperscan": 0}
    found = 0
    for text in texts:
        searched, candidates = search.candidates(text)
        ours = {phrases.index(one) for one in candidates if searched.first(one) is not None}
        found += len(ours)
        different["re loop"] += loop.search is not None and ours != loop.search(text)
        if hyper.search is not None:
            different["Hyperscan"] += {one for one in ours if one in hyper.takes} != hyper.search(text)
    print(
        f"  the same patterns found? {found:,} in {len(texts):,} texts; texts on which another engine finds others: "
        + ", ".join(f"{name} {count}" for name, count in different.items())
    )


def _beside_a_word_list(said: Sequence[Said]) -> None:
    """What a list of forbidden words flags: the phrases of the 25 classes that are plain words, without exceptions."""
    files = phrasebook_files("collectors")
    meanings, table = read_phrasebook(files)
    groups = [group for meaning in meanings for group in meaning.groups]
    words = {
        table.patterns.regexes[number]
        for group, numbers in zip(groups, table.phrases, strict=True)
        if group.means.startswith("C")
        for number in numbers
    } & {re.escape(word) for word in table.patterns.words}
    listed = word_list([re.sub(r"\\(.)", r"\1", word) for word in sorted(words)])
    if listed.search is None:
        return
    both: Counter[tuple[bool, str]] = Counter()
    for text, context in said:
        flagged = bool(listed.search(make_readable(text).text))
        both[flagged, judge(text, context).verdict.value] += 1
    size = len(said)
    shown = ", ".join(
        f"{'listed' if flagged else 'not listed'} and {verdict} {count / size:.1%}"
        for (flagged, verdict), count in sorted(both.items())
    )
    print(f"  a word list of {len(words):,} words beside the guard, {size:,} utterances: {shown}")


if __name__ == "__main__":
    main()
