"""How long one turn takes, understanding included, and what a thousand calls at once do to the slowest of them.

    PYTHONPATH=src:tests .venv/bin/python benchmarks/conversation/advance.py

The calls are those of the shipped first call; the words are ordinary ones. With a thousand sessions a few workers take
turns in all of them, as the processes of a desk would: the sessions share nothing, so the processes do not either.
Wall time is what a collector waits for; CPU time is what the turn costs, whatever else the machine does.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from concurrent.futures import ProcessPoolExecutor

from core.conversation.call_builder import Call
from fairdue.conversation.heard import Heard

WORDS = (
    "我是本人", "你们是谁啊", "尾号0000", "知道了", "这个月手头紧，没钱", "我已经还过了", "上周五手机银行还了三千五",
    "下周五还两千", "用微信", "好的", "不对", "可以分期吗", "每个月能还五百", "我被裁员了", "我就是不还", "一共欠多少钱",
    "不还会怎么样", "我现在在开会，明天下午三点再打", "我老婆接的电话", "我要投诉你们", "以后别再打了",
)  # fmt: skip
SEED = 20261125


def turns(sessions: int, turns_each: int, seed: int) -> list[tuple[float, float]]:
    """The milliseconds of each turn, wall and CPU, the calls taken in turn; every second proposal is accepted."""
    chance = random.Random(seed)
    calls = [Call() for _ in range(sessions)]
    taken = []
    for _ in range(turns_each):
        for place, call in enumerate(calls):
            if call.session.closed:
                calls[place] = call = Call()
            heard = Heard("answered") if call.session.step == "line" else Heard("", text=chance.choice(WORDS))
            started, cpu = time.perf_counter(), time.process_time()
            answer = call.advance(heard)
            taken.append(((time.perf_counter() - started) * 1e3, (time.process_time() - cpu) * 1e3))
            call.keep(answer)
            if answer.proposals and chance.random() < 0.5:
                call.turn(answer.proposals[0].heard)
    return taken


def shown(name: str, taken: list[tuple[float, float]]) -> None:
    """Two lines of figures."""
    for kind, each in zip(("wall", "CPU"), zip(*taken, strict=True), strict=True):
        ordered = sorted(each)
        p99 = ordered[int(len(ordered) * 0.99)]
        median = statistics.median(ordered)
        print(
            f"{name}, {kind}: {len(ordered)} turns, median {median:.2f} ms, p99 {p99:.2f} ms, most {ordered[-1]:.2f} ms"
        )


def main() -> None:
    """Measure one session, then many in as many processes as are asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sessions", type=int, default=1_000)
    options.add_argument("--workers", type=int, default=2)
    asked = options.parse_args()
    turns(1, 20, SEED)
    shown("one session", turns(1, 1_000, SEED))
    each = asked.sessions // asked.workers
    started = time.perf_counter()
    with ProcessPoolExecutor(asked.workers) as pool:
        parts = pool.map(turns, [each] * asked.workers, [5] * asked.workers, range(asked.workers))
        together = [one for part in parts for one in part]
    shown(f"{asked.sessions} sessions in {asked.workers} processes", together)
    print(
        f"{len(together) / (time.perf_counter() - started):.0f} turns a second, building the calls included"
    )


if __name__ == "__main__":
    main()
