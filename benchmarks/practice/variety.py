"""How varied, how true and how well understood are the simulated customers?

    python benchmarks/practice/variety.py --calls 1000 --personas forgot_bill,laid_off
    python benchmarks/practice/variety.py --calls 60                # every persona
    python benchmarks/practice/variety.py --sayings                 # which sayings are not understood as meant

For each persona it plays calls by scripted collectors (courteous, curt, pushing) and prints: the share of the
customer's lines that are distinct over all its calls, distinct-3 (distinct trigrams over all trigrams of all lines of
all calls together, over words where rjieba is installed, and over characters), lines that break a fact, and the share
of lines that ``understanding`` labels with an intent that was meant as the first one heard. The demand: 95 % distinct,
distinct-3 of 0.5, no fact broken, 95 % understood.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))

from fairdue.feedback.call import Speaker
from fairdue.foundation.civil import CHINA
from fairdue.practice.persona import Answerer, Level, Persona
from fairdue.practice.persona_facts import facts_broken
from fairdue.practice.persona_reading import shipped_personas
from fairdue.practice.simulated_party import Talk, open_talk, say
from fairdue.understanding.customer import understand

AT = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
_DAYS = 300
_SCRIPTS = ("courteous", "curt", "pushing")
_MOST_TURNS = 18

try:
    import rjieba

    CUT: Callable[[str], Sequence[str]] | None = rjieba.cut
except ImportError:
    CUT = None


def script(name: str, talk: Talk, rng: Random) -> Iterator[str]:
    """The words of a scripted collector to whoever is on the line, in the order it says them."""
    case = talk.case
    title = f"{case.debtor[0]}{'先生' if case.sex == '男' else '女士'}"
    if not talk.persona.is_the_customer and talk.persona.answered_by is not Answerer.LAWYER:
        yield f"您好，请问是{case.debtor}吗？"
        yield f"我是{case.agency}的，有件事想和{title}本人说，请问他什么时候方便？"
        yield "具体内容不方便透露，请您见谅。能麻烦您转告一声，让他回个电话吗？"
        yield "好的，打扰您了，祝您身体健康，再见。"
    else:
        yield from _to_customer(name, talk, rng, title)


def _to_customer(name: str, talk: Talk, rng: Random, title: str) -> Iterator[str]:
    case = talk.case
    yuan = case.ledger_amount_fen // 100
    asks = [
        "您看哪天能还上呢？",
        "请问您打算怎么安排还款？",
        "您能不能先还一部分？",
        "您哪天还的，还了多少，用什么渠道？",
    ]
    if name == "courteous":
        yield rng.choice([f"您好，请问是{case.debtor}吗？", f"喂，您好，是{title}本人吗？"])
        yield f"{title}您好，我是{case.agency}的，工号六零二七，受{case.creditor}委托联系您，通话会录音。为了您的信息安全，麻烦报一下身份证后四位。"
        yield f"核实无误，谢谢您。您的{case.product}应还{yuan}元，逾期{case.days_past_due}天了。"
        yield rng.choice(["请问没有按时还是什么原因呢？", "方便说说是遇到什么困难了吗？"])
        yield rng.choice(["理解，您不容易，我如实登记。", "您说的我听明白了，您别着急，我先登记异议。"])
        yield rng.choice(asks)
        yield "我可以帮您申请分期，由机构审批，我没有权限答应您。您每月大概能还多少？"
        yield "我跟您核对一下，就按您刚才说的登记，可以吗？"
        yield "好的，后面我再跟您联系，祝您身体健康，再见。"
    elif name == "curt":
        yield f"{case.debtor}吗？"
        yield f"{case.agency}的，身份证后四位报一下。"
        yield f"{case.product}{yuan}元，逾期{case.days_past_due}天，什么时候还？"
        yield "为什么没还？"
        yield from rng.sample(asks, 2)
        yield "行，就这么登记，可以吗？"
        yield "好，再见。"
    else:
        yield f"喂，{case.debtor}是吧，欠{case.creditor}的钱什么时候还？"
        yield f"我是{case.agency}的，逾期{case.days_past_due}天了，{yuan}元，今天必须还。"
        yield "别找借口，为什么不还？"
        yield "今天下午五点前不还，系统自动提交法务。"
        yield "再不还我们就联系您的家人和单位了。"
        yield "到底哪天还？"
        yield "好，今天还上，再见。"


@dataclass(slots=True)
class Measured:
    """What was measured of one persona."""

    lines: Counter[str] = field(default_factory=Counter)
    labelled: int = 0
    agreed: int = 0
    first_heard: int = 0
    broken: list[str] = field(default_factory=list)
    missed: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    """How often each saying was labelled, and in ``misheard`` how often not as meant; several of one turn count as one."""
    misheard: Counter[str] = field(default_factory=Counter)


def play(persona: Persona, seed: int, keys: dict[int, str] | None = None) -> Talk:
    """One call, by a script and a level that follow from the seed. ``keys`` is told which saying each turn was."""
    rng = Random(f"script:{seed}")
    at = AT + timedelta(days=seed % _DAYS, minutes=seed % 400)
    level = list(Level)[seed % len(Level)]
    talk = open_talk(persona, level=level, seed=seed, as_of=at)
    name = _SCRIPTS[0] if seed % 5 < 3 else _SCRIPTS[seed % 5 - 2]
    for number, words in enumerate(script(name, talk, rng)):
        if talk.ended or number >= _MOST_TURNS:
            break
        said = len(talk.standing.said)
        talk = say(talk, words)
        if keys is not None and talk.meant:
            keys[max(talk.meant)] = " + ".join(talk.standing.said[said:])
    return talk


def measure(persona: Persona, *, calls: int, label_every: int) -> Measured:
    """Play the calls and measure them; labels and facts are read for every so many."""
    found = Measured()
    for seed in range(calls):
        keys: dict[int, str] = {}
        talk = play(persona, seed, keys)
        found.lines.update(turn.text for turn in talk.turns if turn.number in talk.meant)
        if seed % label_every:
            continue
        found.broken += [
            f"{persona.persona_id} seed {seed} turn {one.turn}: {one.words} ({one.says.en}): {talk.turns[one.turn].text}"
            for one in facts_broken(talk)
        ]
        before = None
        for turn in talk.turns:
            if turn.speaker is Speaker.AGENT:
                before = turn.text
            means = talk.meant.get(turn.number)
            if means is None:
                continue
            heard = understand(turn.text, reference=talk.as_of, agent_before=before).intents
            found.labelled += 1
            found.said[keys[turn.number]] += 1
            found.first_heard += means[0] in heard
            if heard[0] in means:
                found.agreed += 1
            else:
                found.misheard[keys[turn.number]] += 1
                found.missed[f"{keys[turn.number]}: {means[0].value} -> {heard[0].value}: {turn.text}"] += 1
    return found


def distinct_3(lines: Counter[str], cut: Callable[[str], Sequence[str]]) -> float:
    """Distinct trigrams over all trigrams; none goes across two lines. Punctuation is no token."""
    distinct: set[tuple[str, ...]] = set()
    total = 0
    for text, times in lines.items():
        tokens = [token for token in cut(text) if any(one.isalnum() for one in token)]
        grams = [tuple(tokens[at : at + 3]) for at in range(len(tokens) - 2)]
        distinct.update(grams)
        total += len(grams) * times
    return len(distinct) / total if total else 0.0


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--label-every", type=int, default=1)
    parser.add_argument("--personas", default="")
    parser.add_argument("--show", type=int, default=0, help="so many lines that were not understood as meant")
    parser.add_argument(
        "--sayings", action="store_true", help="which sayings are not understood as meant, worst first"
    )
    options = parser.parse_args()
    wanted = options.personas.split(",") if options.personas else []
    personas = [one for one in shipped_personas() if not wanted or one.persona_id in wanted]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{options.calls} calls with each persona, labels and facts of every {options.label_every}.")
    print(f"tokens: {'words (rjieba) and characters' if CUT else 'characters (rjieba is not installed)'}")
    print(f"{'persona':<24} lines distinct d3-words d3-chars meant first broken seconds")
    failed = False
    missed: Counter[str] = Counter()
    said: Counter[str] = Counter()
    misheard: Counter[str] = Counter()
    for persona in personas:
        began = time.perf_counter()
        found = measure(persona, calls=options.calls, label_every=options.label_every)
        count = sum(found.lines.values())
        share = len(found.lines) / count if count else 1.0
        words = distinct_3(found.lines, CUT) if CUT else 0.0
        chars = distinct_3(found.lines, list)
        agreed = found.agreed / found.labelled if found.labelled else 1.0
        first = found.first_heard / found.labelled if found.labelled else 1.0
        print(
            f"{persona.persona_id:<24} {count:>5} {share:>8.3f} {words:>8.3f} {chars:>8.3f} {agreed:>5.3f} {first:>5.3f} "
            f"{len(found.broken):>6} {time.perf_counter() - began:>7.1f}",
            flush=True,
        )
        failed = failed or share < 0.95 or agreed < 0.95 or bool(found.broken)
        missed.update(found.missed)
        said.update(found.said)
        misheard.update(found.misheard)
        for line in found.broken[: options.show]:
            print("   broken", line)
    if options.sayings:
        print("sayings that were not understood as meant: lines, share understood")
        for key, times in misheard.most_common():
            print(f"   {key:<40} {said[key]:>6} {1 - times / said[key]:>6.3f}")
    for text, times in missed.most_common(options.show):
        print(f"   {times} x {text}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
