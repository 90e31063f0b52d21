"""What the corpus is made of: lines, lengths and labels by voice, as tables in Markdown.

Room: learning. Of the lines held out, numbers alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from fairdue.foundation.bilingual import Bilingual
from fairdue.learning.corpus import (
    CODES,
    HELD_OUT,
    CollectorLine,
    CustomerLine,
    collector_lines,
    customer_lines,
    held_out_collectors,
    held_out_customers,
)
from fairdue.learning.labelled_calls import LabelledCall, held_out_calls, labelled_calls
from fairdue.understanding.intent import Intent
from fairdue.understanding.willingness import Willingness

_VERDICTS = ("violation", "review", "ok")
_LEAST_TELLING = 8
"""Characters from which on a text that stands twice is no commonplace such as 好的."""

One = TypeVar("One", CustomerLine, CollectorLine, LabelledCall)


@dataclass(frozen=True, slots=True)
class Composition:
    """Everything that is counted, the held-out lines last."""

    customers: Sequence[CustomerLine]
    collectors: Sequence[CollectorLine]
    calls: Sequence[LabelledCall]

    @property
    def shared_texts(self) -> int:
        """How many telling texts of the held-out lines stand word for word among those that are learnt from."""
        said = [
            *((one.text, one.voice) for one in self.customers),
            *((one.text, one.voice) for one in self.collectors),
        ]
        known = {text for text, voice in said if voice != HELD_OUT}
        return sum(
            voice == HELD_OUT and len(text) >= _LEAST_TELLING and text in known for text, voice in said
        )


def read_composition(corpus: Path) -> Composition:
    """Read the whole corpus, with what is held out where that is there. Raises CorpusError."""
    held_out = (corpus / HELD_OUT).is_dir()
    return Composition(
        [*customer_lines(corpus), *(held_out_customers(corpus) if held_out else ())],
        [*collector_lines(corpus), *(held_out_collectors(corpus) if held_out else ())],
        [*labelled_calls(corpus), *(held_out_calls(corpus) if held_out else ())],
    )


def describe(found: Composition, *, language: str) -> str:
    """The composition as Markdown in one language."""

    def say(zh: str, en: str) -> str:
        return Bilingual(zh, en).in_language(language)

    customers, collectors = by_voice(found.customers), by_voice(found.collectors)
    calls = by_voice(found.calls)
    lines, mean = say("句", "lines"), say("平均字数", "mean characters")
    sizes = [lines, mean, say("不同文字", "different texts")]
    parts = [
        f"### {say('客户的话', 'What customers say')}",
        _table(sizes, {name: _sizes(each) for name, each in customers.items()}, say),
        _counted(
            {
                name: Counter(label for one in each for label in one.intents)
                for name, each in customers.items()
            },
            list(Intent),
            say,
        ),
        _counted(
            {name: Counter(one.willingness for one in each) for name, each in customers.items()},
            list(Willingness),
            say,
        ),
        _counted(
            {name: Counter(slot for one in each for slot in one.slots) for name, each in customers.items()},
            sorted({slot for one in found.customers for slot in one.slots}),
            say,
        ),
        f"### {say('坐席的话', 'What collectors say')}",
        _table(sizes, {name: _sizes(each) for name, each in collectors.items()}, say),
        _counted(
            {name: Counter(one.expected for one in each) for name, each in collectors.items()}, _VERDICTS, say
        ),
        _counted(
            {name: Counter(code for one in each for code in one.codes) for name, each in collectors.items()},
            CODES,
            say,
        ),
        _counted(
            {name: Counter(tag for one in each for tag in one.tags) for name, each in collectors.items()},
            sorted({tag for one in found.collectors for tag in one.tags}),
            say,
        ),
        f"### {say('整通电话', 'Whole calls')}",
        _calls(calls, say),
    ]
    if HELD_OUT in customers:
        told = say(
            f"封存的句子里，{_LEAST_TELLING} 字及以上而与语料逐字相同的：{found.shared_texts} 句。",
            f"Lines held out of {_LEAST_TELLING} characters or more that stand word for word among the others: "
            f"{found.shared_texts}.",
        )
        parts.append(told)
    return "\n\n".join(parts) + "\n"


def by_voice(lines: Sequence[One]) -> dict[str, list[One]]:
    """The lines of each voice; those held out come last."""
    found: dict[str, list[One]] = {}
    for line in sorted(lines, key=lambda one: (one.voice == HELD_OUT, one.voice)):
        found.setdefault(line.voice, []).append(line)
    return found


def _sizes(lines: Sequence[CustomerLine] | Sequence[CollectorLine]) -> list[object]:
    texts = [one.text for one in lines]
    return [len(texts), f"{sum(map(len, texts)) / len(texts):.1f}", len(set(texts))]


def _calls(calls: Mapping[str, Sequence[LabelledCall]], say: Callable[[str, str], str]) -> str:
    head = [say("通", "calls"), say("轮", "turns"), say("发现", "findings"), say("结果码", "result codes")]
    return _table(
        head,
        {
            name: [
                len(each),
                sum(len(one.call.turns) for one in each),
                sum(len(one.findings) for one in each),
                " ".join(sorted({one.disposition.value for one in each})),
            ]
            for name, each in calls.items()
        },
        say,
    )


def _counted(
    counts: Mapping[str, Counter[str]], labels: Iterable[str], say: Callable[[str, str], str]
) -> str:
    rows = {
        f"`{label}`": [
            *(each[label] for each in counts.values()),
            sum(each[label] for each in counts.values()),
        ]
        for label in labels
    }
    return _rows([say("标签", "label"), *counts, say("合计", "all")], rows)


def _table(head: Sequence[str], rows: Mapping[str, Sequence[object]], say: Callable[[str, str], str]) -> str:
    return _rows([say("作者", "voice"), *head], rows)


def _rows(head: Sequence[str], rows: Mapping[str, Sequence[object]]) -> str:
    lines: list[Sequence[object]] = [head, ["---", *["---:"] * (len(head) - 1)]]
    lines += [[name, *cells] for name, cells in rows.items()]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
