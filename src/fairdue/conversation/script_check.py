"""A script judged sentence by sentence: what may not be said in it, what needs a fact, and what was not judged.

Room: conversation. Only what the collector says is judged. The guard is taught Chinese, so a sentence without a
Chinese character is told apart and not judged, and the report says how many there were.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from fairdue.compliance.wording.guard import Verdict, WordingFinding, judge
from fairdue.compliance.wording.spoken_context import SpokenContext
from fairdue.conversation.script import Passage, ScriptSentence, SpeakerRole, sentences_of

_HAN = re.compile("[\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """One sentence of the collector. ``number`` counts from 1 through the report; findings are empty for ok."""

    number: int
    sentence: ScriptSentence
    verdict: Verdict
    share: float
    findings: tuple[WordingFinding, ...]


@dataclass(frozen=True, slots=True)
class ScriptReport:
    """What was found in one file, in the order of the file."""

    file: str
    setting: SpokenContext
    judged: tuple[JudgedSentence, ...]
    others: tuple[ScriptSentence, ...]
    """What customers and others say; it is never judged."""
    foreign: tuple[ScriptSentence, ...]
    """What the collector says in a language that the guard was not taught."""

    def with_verdict(self, verdict: Verdict) -> tuple[JudgedSentence, ...]:
        """The sentences of one verdict."""
        return tuple(one for one in self.judged if one.verdict is verdict)

    @property
    def is_clear(self) -> bool:
        """Was no violation found, and nothing that needs a fact?"""
        return all(one.verdict is Verdict.OK for one in self.judged)

    def by_class(self) -> dict[str, tuple[JudgedSentence, ...]]:
        """The sentences that touch each class, the most frequent class first."""
        counts = Counter(finding.code for one in self.judged for finding in one.findings)
        ordered = sorted(counts, key=lambda code: (-counts[code], code))
        return {
            code: tuple(one for one in self.judged if any(finding.code == code for finding in one.findings))
            for code in ordered
        }


def check_script(*, file: str, passages: Iterable[Passage], setting: SpokenContext) -> ScriptReport:
    """Judge every sentence of the collector in ``setting``."""
    judged: list[JudgedSentence] = []
    others: list[ScriptSentence] = []
    foreign: list[ScriptSentence] = []
    for sentence in sentences_of(passages):
        if sentence.speaker is not SpeakerRole.COLLECTOR:
            others.append(sentence)
        elif _HAN.search(sentence.text):
            found = judge(sentence.text, setting)
            judged.append(
                JudgedSentence(len(judged) + 1, sentence, found.verdict, found.share, found.findings)
            )
        elif _LETTER.search(sentence.text):
            foreign.append(sentence)
    return ScriptReport(file, setting, tuple(judged), tuple(others), tuple(foreign))
