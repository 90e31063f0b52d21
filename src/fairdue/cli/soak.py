"""``fairdue soak``: many random acts on a house in memory, and an independent judge of what went out.

Room: cli. It opens no database and needs no key; everything follows from the seed.
"""

from __future__ import annotations

import sys
import time
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language
from fairdue.compliance.rulebook import load_rulebook
from fairdue.foundation.bilingual import Bilingual
from fairdue.practice.soak import SoakReport, Terms, soak
from fairdue.practice.soak_invariants import SAYS, Invariant
from fairdue.practice.soak_plants import PLANTS

MOST_ACTS = 100_000_000
"""More takes days, and soon more people than can be invented."""

_ANSWERS = {
    "permit": Bilingual("放行", "permitted"),
    "defer": Bilingual("暂缓", "put off"),
    "refuse": Bilingual("拒绝", "refused"),
    "raised": Bilingual("报错挡下", "raised"),
}
_OTHER = Bilingual("其他", "other")


@app.command(name="soak")
def soak_command(
    *,
    acts: int = 100_000,
    seed: int = 1,
    plant: str | None = None,
    until: int | None = None,
    plants: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Play many random acts against the house in memory; exits with 1 when anything got past the rules.

    Parameters
    ----------
    acts
        How many acts the story has, spread over two to six simulated weeks.
    seed
        The seed of the story; the same seed and number of acts tell the same one.
    plant
        Spoil one thing by name first, to see that it is noticed; --plants lists the names.
    until
        Stop after this act, to look at a violation again.
    plants
        Only list what can be planted.
    """
    if plants:
        for name, one in PLANTS.items():
            print(f"{name:<24} {_said(one.says)}")
        return 0
    if acts < 1 or (until is not None and until < 1):
        raise ExpectedFailure("--acts and --until count from 1", code=2)
    if acts > MOST_ACTS:
        raise ExpectedFailure(f"--acts is at most {MOST_ACTS:,}; play several seeds instead", code=2)
    if plant is not None and plant not in PLANTS:
        raise ExpectedFailure(f"no plant is called {plant}; there are {', '.join(PLANTS)}", code=2)
    begun = time.perf_counter()
    report = soak(Terms(acts, seed, plant, until), rulebook=load_rulebook(), tell=_progress)
    if sys.stderr.isatty():
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr)
    _sum_up(report, seconds=time.perf_counter() - begun)
    return 1 if report.violations else 0


def _progress(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done:,} / {of:,}", end="", file=sys.stderr, flush=True)


def _sum_up(report: SoakReport, *, seconds: float) -> None:
    terms = report.terms
    _line(
        Bilingual(
            "种子 {0}，提出 {1:,} 个行为，模拟 {2} 天",
            "seed {0}: {1:,} acts proposed over {2} simulated days",
        ),
        terms.seed,
        report.acts,
        report.days,
    )
    _line(
        Bilingual(
            "闸门作答 {0:,} 次，送达 {1:,} 次，日志 {2:,} 行",
            "the gate answered {0:,} times; {1:,} deliveries; {2:,} rows of the log",
        ),
        report.decisions,
        report.delivered,
        report.events,
    )
    print()
    columns = (*_ANSWERS, "other")
    heads = [_said(_ANSWERS[one]) if one in _ANSWERS else _said(_OTHER) for one in columns]
    print(f"{'':<32}" + "".join(f"{head:>12}" for head in heads))
    for kind, answers in sorted(report.by_kind.items()):
        other = sum(count for answer, count in answers.items() if answer not in _ANSWERS)
        counts = [answers[one] for one in _ANSWERS] + [other]
        print(f"{kind:<32}" + "".join(f"{count:>12,}" for count in counts))
    print()
    _line(
        Bilingual(
            "不变式 {0} 条；每条真正受检的次数（挡下的提议、事后的核对）：",
            "{0} invariants; how often each was put to the test (proposals stopped, looks afterwards):",
        ),
        len(Invariant),
    )
    for one in Invariant:
        print(f"{report.stopped[one]:>9,} {report.checked[one]:>9,}  {one.value:<20} {_said(SAYS[one])}")
    for one in report.idle:
        _line(Bilingual("未受检验：{0}", "never put to the test: {0}"), one.value)
    print()
    _verdict(report)
    _line(Bilingual("摘要 {0}；用时 {1:.1f} 秒", "digest {0}; {1:.1f} s"), report.digest[:16], seconds)


def _verdict(report: SoakReport) -> None:
    if not report.violations:
        _line(Bilingual("没有一条不变式被打破。", "no invariant was broken"))
        return
    for one in report.violations:
        _line(
            Bilingual("被打破：{0}（种子 {1}，第 {2} 个行为）{3}", "BROKEN: {0} (seed {1}, act {2}) {3}"),
            one.invariant.value,
            report.terms.seed,
            one.act,
            one.what,
        )
        print(f"  {_said(SAYS[one.invariant])}")
    _line(Bilingual("重放：{0}", "replay: {0}"), report.terms.replay(report.violations[0].act))


def _line(text: Bilingual, *values: object) -> None:
    print(_said(text).format(*values))


def _said(text: Bilingual) -> str:
    return text.in_language(language())
