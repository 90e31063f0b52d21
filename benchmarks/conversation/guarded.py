"""Every sentence of the playbook on 500 generated cases, each of its facts known and unknown, before the wording guard.

    PYTHONPATH=src .venv/bin/python benchmarks/conversation/guarded.py

Sentences of flows, follow-ups, objections, claim talk, receipts, notes and letters; on every rung of the identity check
on which a flow can say them, to the customer and to a third person, judged with the facts of that case. Ends with 1
when a Chinese sentence is found. Of English the guard knows the phrases alone; --language en tells what it flags there.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

from fairdue.practice.every_sentence import Withheld, every_sentence, sentence_ids
from fairdue.practice.spoken_case import spoken_cases

Found = tuple[Counter[str], Counter[str], Counter[tuple[str, str, str, str]], Counter[tuple[str, str]]]


def judged(seed: int, size: int, part: int, parts: int, language: str) -> Found:
    """One share of the cases: renderings and what was withheld by sentence, and the findings and the cleared."""
    rendered: Counter[str] = Counter()
    withheld: Counter[str] = Counter()
    found: Counter[tuple[str, str, str, str]] = Counter()
    cleared: Counter[tuple[str, str]] = Counter()
    for spoken in islice(spoken_cases(seed=seed, size=size), part, None, parts):
        for one in every_sentence(spoken, language="en" if language == "en" else "zh"):
            if isinstance(one, Withheld):
                withheld[one.sentence_id] += 1
                continue
            rendered[one.sentence_id] += 1
            if one.is_finding:
                sure = "sure" if one.judgement.share == 1.0 else "model"
                codes = ",".join(finding.code for finding in one.judgement.findings)
                found[(one.sentence_id, one.rung, codes, sure)] += 1
            elif one.judgement.findings:
                cleared[(one.sentence_id, one.rung)] += 1
    return rendered, withheld, found, cleared


def main() -> int:
    """Judge all cases and print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=500)
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--language", choices=("zh", "en"), default="zh")
    asked = options.parse_args()
    started, parts = time.perf_counter(), asked.workers
    with ProcessPoolExecutor(parts) as pool:
        ways = [(asked.seed, asked.cases, part, parts, asked.language) for part in range(parts)]
        shares = list(pool.map(judged, *zip(*ways, strict=True)))
    rendered, withheld, found, cleared = (
        sum((share[place] for share in shares), Counter()) for place in range(4)
    )
    never = sorted(sentence_ids() - set(rendered))
    print(f"{asked.cases} cases, seed {asked.seed}, {asked.language}: {len(rendered)} sentences, "
          f"{rendered.total()} renderings, {withheld.total()} withheld for want of a fact, "
          f"{found.total()} findings in {len({key[0] for key in found})} sentences, "
          f"{time.perf_counter() - started:.0f} s")  # fmt: skip
    print(f"cleared by a person: {dict(Counter(key[0] for key in cleared.elements()))}")
    print(f"never met: {', '.join(never) or 'none'}")
    for (sentence_id, rung, codes, sure), count in sorted(found.items()):
        print(f"{sentence_id:44} {rung:12} {codes or 'review':10} {sure:6} {count}")
    return 1 if never or (found and asked.language == "zh") else 0


if __name__ == "__main__":
    sys.exit(main())
