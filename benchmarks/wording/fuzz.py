"""Does any text break the wording guard or the customer interpreter, or make them slow?

    python benchmarks/wording/fuzz.py
    python benchmarks/wording/fuzz.py --texts 20000 --seed 3

Random and hostile texts from a seed: pieces of the corpus, fixed words of the phrasebook in a row, brackets, emoji,
bidi marks, stacked accents, surrogates, long runs, alternating classes; and for every pattern of the phrasebook that
has a gap a text written against it. Checked: nothing raises, stretches lie inside the text, and no text takes more than
20 ms of CPU for a thousand characters (as written or as read, whatever is more, and at least a thousand; a suspect is
timed three times more and its median counts). Ends with 1 when a check fails. Printed are the slowest texts and, for those, the
patterns that took most of the time.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fairdue.compliance.wording.guard import Verdict, judge
from fairdue.compliance.wording.spoken_context import Callee, SpokenContext, Stage
from fairdue.foundation.civil import CHINA
from fairdue.language.phrase_search import PatternTable
from fairdue.language.phrasebook import phrasebook, phrasebook_files, read_phrasebook
from fairdue.language.readable import make_readable
from fairdue.understanding.customer import understand
from fairdue.understanding.intent import Intent
from fairdue.understanding.slots import read_slots

MOST_MS = 20.0
REFERENCE = datetime(2026, 3, 11, 10, tzinfo=CHINA)
CORPUS = Path(__file__).parents[2] / "corpus"
_BRACKETS = "()[]{}<>《》【】「」『』“”‘’\"'"
_EMOJI = "👍🔪💀😀👨‍👩‍👧‍👦🇨🇳❤️1️⃣⚰☎"
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
_STACKED = "\u0300\u0301\u0336\u0489\u20dd\ufe0f\u200d\u200b\u3099"
_HARD = "\x00\x01\x7f\x85\u2028\ufeff\ufffe\uffff\ud800\udfff\U0010ffff\u00adﷺ㈱½²㊙⑩ıßİ"
_DIGITS = "0123456789零〇一二两三四五六七八九十百千万亿半几.,点块元角分号月日"
_MARKS = ",.。!?;:、… \n\t\r"


@dataclass(frozen=True, slots=True)
class Material:
    """What texts are made of: lines of the corpus, and words that patterns start from."""

    lines: tuple[str, ...]
    words: tuple[str, ...]


def tables() -> dict[str, PatternTable]:
    """The patterns of every phrasebook with their fixed words, read from the folders."""
    folders = ("customers", "collectors", "acts")
    return {one: read_phrasebook(phrasebook_files(one))[1].patterns for one in folders}


def material(patterns: dict[str, PatternTable]) -> Material:
    """The lines of the corpus and the fixed words of the phrasebooks."""
    lines = [json.loads(line)["text"] for path in sorted(CORPUS.glob("c*/*.jsonl")) for line in path.open()]
    words = {word for table in patterns.values() for word in table.words}
    return Material(tuple(lines), tuple(sorted(words)))


def texts(made_of: Material, *, number: int, seed: int) -> Iterator[tuple[str, str]]:
    """Kind and text, ``number`` of them; the same seed gives the same texts."""
    draw = random.Random(seed)
    kinds: list[tuple[str, int, Callable[[random.Random, Material], str]]] = [
        ("pieces", 30, _pieces),
        ("line damaged", 20, _damaged),
        ("words", 20, _words),
        ("signs", 15, _signs),
        ("numbers", 8, _numbers),
        ("any characters", 5, _any),
        ("run", 2, _run),
        ("alternating", 2, _alternating),
    ]
    names = [name for name, share, _ in kinds for _ in range(share)]
    make = {name: maker for name, _, maker in kinds}
    for _ in range(number):
        name = draw.choice(names)
        yield name, make[name](draw, made_of)


def _pieces(draw: random.Random, made_of: Material) -> str:
    parts = []
    for _ in range(draw.randint(1, 6)):
        line = draw.choice(made_of.lines)
        starts = draw.randint(0, len(line))
        parts.append(line[starts : starts + draw.randint(0, 40)])
    return draw.choice(("", ",", "。", " ", "\n", "??")).join(parts)


def _damaged(draw: random.Random, made_of: Material) -> str:
    chars = list(draw.choice(made_of.lines))
    for _ in range(draw.randint(1, 12)):
        at = draw.randint(0, len(chars))
        chars[at:at] = draw.choice(_HARD + _STACKED + _BIDI + _EMOJI + _BRACKETS + _MARKS)
    if draw.random() < 0.2:
        draw.shuffle(chars)
    return "".join(chars)


def _words(draw: random.Random, made_of: Material) -> str:
    some = draw.sample(made_of.words, draw.randint(1, 12))
    count = draw.choice((3, 10, 30)) if draw.random() < 0.97 else 600
    return "".join(draw.choice(some) + draw.choice(("", "", "", ",", "不", "的")) for _ in range(count))


def _signs(draw: random.Random, made_of: Material) -> str:
    signs = draw.choice((_BRACKETS, _EMOJI, _BIDI, _STACKED, _HARD, _MARKS, _BRACKETS + _MARKS + _EMOJI))
    return "".join(
        draw.choice(signs) if draw.random() < 0.7 else draw.choice(made_of.words)
        for _ in range(draw.randint(1, 60))
    )


def _numbers(draw: random.Random, made_of: Material) -> str:
    return "".join(
        draw.choice(_DIGITS) if draw.random() < 0.85 else draw.choice(made_of.words)
        for _ in range(draw.choice((4, 12, 40, 300)))
    )


def _any(draw: random.Random, made_of: Material) -> str:
    return "".join(chr(draw.randrange(0x110000)) for _ in range(draw.randint(0, 80)))


def _run(draw: random.Random, made_of: Material) -> str:
    size = draw.choice((200, 1_000, 2_000, 10_000))
    part = draw.choice(
        (draw.choice(made_of.words), draw.choice(_DIGITS), draw.choice(_MARKS + _BRACKETS + _HARD))
    )
    ends = draw.choice(("", draw.choice(made_of.words)))
    return (part * size)[:size] + ends


def _alternating(draw: random.Random, made_of: Material) -> str:
    size = draw.choice((200, 1_000, 2_000, 10_000))
    parts = [draw.choice(made_of.words) for _ in range(draw.randint(2, 6))]
    return (draw.choice(("", ",", "a", "1")).join(parts) * size)[:size]


def against_patterns(patterns: dict[str, PatternTable]) -> Iterator[tuple[str, str]]:
    """For every pattern with a gap: its first, its last or all its words again and again, and once far apart."""
    for folder, table in patterns.items():
        members: dict[int, list[str]] = {}
        for word, sets in zip(table.words, table.sets_of, strict=True):
            for one in sets:
                members.setdefault(one, []).append(word)
        for number, (regex, needs) in enumerate(zip(table.regexes, table.needs, strict=True)):
            if "{0," not in regex:
                continue
            words = [min(members[one], key=len) for one in needs]
            once = "。".join(words)
            for repeated in sorted({words[0], words[-1], "".join(words[:-1]) or words[0]}):
                run = (repeated * 400)[:480]
                yield f"against {folder} {number}", f"{run}。{once}。{run}"


def hostile() -> Iterator[tuple[str, str]]:
    """Texts that a person thought of."""
    for size in (2_000, 10_000):
        for part in ("还", "不", "起诉", "还不", "1", "十", "一", "元", "(", "“", "\u200b", "\u0301", "👍", " ", "\n", "ﷺ", "a", "号",
                     "3月", "明天", "万", "零", "起*", "起 ", "?", ",", "^", "$", "\\", "您好", "我不想活了", "再不还就起诉"):  # fmt: skip
            yield "run", (part * size)[:size]
            yield "run and end", (part * size)[:size] + "起诉"
    yield "surrogates", "\ud83d" * 5_000 + "\udc00" * 5_000


def took_ms(call: Callable[[], object]) -> float:
    """CPU time of one call."""
    started = time.process_time_ns()
    call()
    return (time.process_time_ns() - started) / 1e6


CONTEXTS = (
    SpokenContext(),
    SpokenContext(Callee.THIRD_PARTY, False, Stage.OPENING, {}),
    SpokenContext(Callee.UNKNOWN, False, Stage.SMS, {"lawsuit_filed": True, "ledger_amount_fen": 100}),
)


def guard_once(text: str, number: int) -> None:
    """Judge, and look at what came back."""
    judged = judge(text, CONTEXTS[number % len(CONTEXTS)])
    assert (judged.verdict is Verdict.OK) == (not judged.findings)
    assert all(0 <= one.starts <= one.ends <= len(text) for one in judged.findings)


def understand_once(text: str, number: int) -> None:
    """Understand, and look at what came back."""
    heard = understand(text, reference=REFERENCE, agent_before=text[:80] if number % 3 == 0 else None)
    assert 1 <= len(heard.intents) <= 3
    assert all(0 <= one.starts < one.ends <= len(text) for one in heard.triggers)


CHECKS: dict[str, Callable[[str, int], None]] = {"guard": guard_once, "understand": understand_once}


def culprits(text: str, name: str, patterns: dict[str, PatternTable]) -> Iterator[str]:
    """What takes the time on a text: the facts read from it, all phrases, and the slowest patterns."""
    folder = "collectors" if name == "guard" else "customers"
    plain = make_readable(text[:2_000]).text
    if name == "understand":
        heard = (Intent.PROMISE, Intent.ALREADY_PAID)
        slots = took_ms(
            lambda: read_slots(text[:2_000], reference=REFERENCE, intents=heard, agent_before=None)
        )
        yield f"{slots:.1f} ms the facts stated (read_slots)"
    yield f"{took_ms(lambda: phrasebook(folder).cues(plain)):.1f} ms all phrases"
    timed = []
    for regex in patterns[folder].regexes:
        pattern = re.compile(regex)
        timed.append((took_ms(lambda pattern=pattern: list(pattern.finditer(plain))), regex))
    for ms, regex in sorted(timed, reverse=True)[:2]:
        yield f"{ms:.1f} ms the pattern {regex[:100]}"


def main() -> None:
    """Run, print, end with 1 at a failure."""
    parser = argparse.ArgumentParser(description="Texts against the guard and the interpreter.")
    parser.add_argument("--texts", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    patterns = tables()
    made_of = material(patterns)
    for check in CHECKS.values():
        check("您好", 0)
    run = Run()
    started = time.process_time()
    for number, (kind, text) in enumerate(every_text(made_of, patterns, asked.texts, asked.seed)):
        run.take(number, kind, text)
    spent = time.process_time() - started
    print(
        f"{run.counts.total():,} texts, {run.characters:,} characters, {spent:.0f} s CPU, seed {asked.seed}"
    )
    print("  " + ", ".join(f"{kind} {count:,}" for kind, count in sorted(run.counts.items())))
    for name, found in run.slowest.items():
        print(f"\n{name}: the slowest, ms of CPU for 1,000 characters; {run.over[name]:,} over {MOST_MS:.0f}")
        for per_thousand, kind, text in sorted(found, reverse=True)[:8]:
            print(f"  {per_thousand:7.2f}  {kind:<22} {len(text):>6} characters  {ascii_or_han(text[:24])}")
            if per_thousand > MOST_MS / 2:
                for one in culprits(text, name, patterns):
                    print(f"           {one}")
    print(f"\n{len(run.failures)} failures, {run.over.total()} over {MOST_MS:.0f} ms")
    print("\n".join(run.failures[:20]))
    sys.exit(1 if run.failures or run.over else 0)


class Run:
    """What was found so far."""

    def __init__(self) -> None:
        self.failures: list[str] = []
        self.counts: Counter[str] = Counter()
        self.over: Counter[str] = Counter()
        self.characters = 0
        self.slowest: dict[str, list[tuple[float, str, str]]] = {name: [] for name in CHECKS}

    def take(self, number: int, kind: str, text: str) -> None:
        """Check one text."""
        self.counts["against a pattern" if kind.startswith("against") else kind] += 1
        self.characters += len(text)
        for name, check in CHECKS.items():
            try:
                per_thousand = _per_thousand(check, text, number)
            except Exception as error:
                self.failures.append(f"{name} {kind} number {number}: {error!r} on {text[:120]!a}")
                continue
            self.over[name] += per_thousand > MOST_MS
            self.slowest[name].append((per_thousand, kind, text))
            if len(self.slowest[name]) > 2_000:
                self.slowest[name] = sorted(self.slowest[name], reverse=True)[:12]


def ascii_or_han(text: str) -> str:
    """The text with whatever a terminal cannot show escaped."""
    return "".join(char if char.isalnum() and char.isprintable() else ascii(char)[1:-1] for char in text)


def _per_thousand(check: Callable[[str, int], None], text: str, number: int) -> float:
    thousands = max(len(text), len(make_readable(text).text), 1_000) / 1_000
    ms = took_ms(lambda: check(text, number))
    if ms / thousands > MOST_MS / 2:
        ms = statistics.median(took_ms(lambda: check(text, number)) for _ in range(3))
    return ms / thousands


def every_text(
    made_of: Material, patterns: dict[str, PatternTable], number: int, seed: int
) -> Iterator[tuple[str, str]]:
    """All texts, the thought-out ones first."""
    yield from hostile()
    yield from against_patterns(patterns)
    yield from texts(made_of, number=number, seed=seed)


if __name__ == "__main__":
    main()
