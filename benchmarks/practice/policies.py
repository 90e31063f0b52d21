"""What scripted collectors score with all personas, and whether the wrong ones ever pass an exam.

    PYTHONPATH=src nice .venv/bin/python benchmarks/practice/policies.py --collectors 20 --exams 50

Each collector of each policy calls every persona once; ``--collectors`` is how many of each policy there are, and its
interval is that of the mean over collectors, so that the calls of one collector are not taken for many. Each exam is
sat by a candidate who knows all answers of the quiz, so that the calls alone decide. The same seed gives the same
figures on any machine and with any number of processes; only the seconds differ.
"""

from __future__ import annotations

import argparse
import itertools
import os
import platform
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from functools import cache

from fairdue.compliance.wording.remembered import RememberedJudgements
from fairdue.feedback.call_reading import Interpreters
from fairdue.feedback.scorecard import score_call
from fairdue.foundation.civil import CHINA
from fairdue.practice.exam import judge_exam
from fairdue.practice.exam_paper import draw_paper, licence_exam
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.persona import Level
from fairdue.practice.persona_reading import persona_named, shipped_personas
from fairdue.practice.policies import Policy, play

AT = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
ORDER = (Policy.GOOD, Policy.SLOPPY, Policy.PUSHY, Policy.UNLAWFUL)
NEVER_PASS = (Policy.UNLAWFUL, Policy.SILENT, Policy.COPY_PASTE, Policy.RECITAL)
LEVELS = tuple(Level)
NORMAL_95 = 1.959964


@cache
def interpreters() -> Interpreters:
    """One memory for each process."""
    return Interpreters(memory=RememberedJudgements())


def of_collector(task: tuple[Policy, int, int]) -> tuple[float, int, int]:
    """The mean score of one collector over all personas, how many calls passed, and how many there were."""
    policy, number, seed = task
    scores, passed = [], 0
    for place, persona in enumerate(shipped_personas()):
        level = LEVELS[(number + place) % len(LEVELS)]
        talk = play(policy, persona, level=level, seed=seed * 1_000_003 + number, as_of=AT)
        card = score_call(talk.as_call(), interpreters=interpreters())
        scores.append(card.total)
        passed += card.passed
    return statistics.fmean(scores), passed, len(scores)


def of_candidate(task: tuple[Policy, int, int]) -> tuple[bool, tuple[str, ...]]:
    """Did one candidate pass the paper of their number, and why not?"""
    policy, number, seed = task
    paper = draw_paper(
        licence_exam(),
        questions=read_curriculum().questions(),
        personas=shipped_personas(),
        seed=seed * 1_000_003 + number,
    )
    calls = []
    for one in paper.calls:
        # The customer answers by the seed of the paper; the collector words by their own number.
        talk = play(
            policy, persona_named(one.persona_id), level=one.level, seed=one.seed, as_of=AT, own_seed=number
        )
        calls.append(talk.as_call())
    answers = {one.id: one.right for one in paper.questions}
    result = judge_exam(paper, answers, calls, AT, interpreters=interpreters())
    return result.passed, tuple(sorted({reason.code.value for reason in result.reasons}))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--collectors", type=int, default=20, help="collectors of each policy")
    parser.add_argument("--exams", type=int, default=20, help="exams of each policy that must never pass")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    personas = len(shipped_personas())
    print(f"machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{asked.collectors} collectors of each policy x {personas} personas, seed {asked.seed}")
    with ProcessPoolExecutor(asked.processes) as pool:
        bounds = collectors(pool, asked.collectors, asked.seed)
        if asked.exams:
            exams(pool, asked.exams, asked.seed)
    held = all(better[0] > worse[1] for better, worse in itertools.pairwise(bounds))
    print(f"good > sloppy > pushy > unlawful without overlap: {'yes' if held else 'NO'}")


def collectors(pool: ProcessPoolExecutor, count: int, seed: int) -> list[tuple[float, float]]:
    """Means, intervals and passes of all policies; the bounds of the four that are ordered."""
    bounds = {}
    for policy in Policy:
        started = time.perf_counter()
        tasks = [(policy, number, seed) for number in range(count)]
        found = list(pool.map(of_collector, tasks, chunksize=max(1, count // 64)))
        means = [mean for mean, _, _ in found]
        mean = statistics.fmean(means)
        spread = NORMAL_95 * statistics.stdev(means) / count**0.5 if count > 1 else float("inf")
        bounds[policy] = (mean - spread, mean + spread)
        passed, calls = sum(one[1] for one in found), sum(one[2] for one in found)
        print(
            f"{policy.value:<11} mean {mean:6.2f}, 95 % interval {mean - spread:6.2f} to {mean + spread:6.2f}, "
            f"{passed} of {calls} calls passed, {time.perf_counter() - started:.1f} s",
            flush=True,
        )
    return [bounds[policy] for policy in ORDER]


def exams(pool: ProcessPoolExecutor, count: int, seed: int) -> None:
    """How many exams were passed, and the reasons of the failures."""
    for policy in (Policy.GOOD, *NEVER_PASS):
        tries = min(count, 500) if policy is Policy.GOOD else count
        started = time.perf_counter()
        tasks = [(policy, number, seed) for number in range(tries)]
        found = list(pool.map(of_candidate, tasks, chunksize=max(1, tries // 64)))
        passed = sum(ok for ok, _ in found)
        reasons: dict[str, int] = {}
        for _, codes in found:
            for code in codes:
                reasons[code] = reasons.get(code, 0) + 1
        told = ", ".join(
            f"{code} {number}" for code, number in sorted(reasons.items(), key=lambda one: -one[1])
        )
        print(
            f"exam, {policy.value}: {passed} of {tries} passed, {time.perf_counter() - started:.1f} s; {told}",
            flush=True,
        )


if __name__ == "__main__":
    main()
