"""What the customer interpreter looks at in an utterance: character runs, phrases found, the question before it.

Room: understanding. The features of training and of use are made here alone, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fairdue.language.grams import grams
from fairdue.language.phrasebook import Cue, phrasebook
from fairdue.language.readable import Readable, make_readable

_SHORT = 8


@dataclass(frozen=True, slots=True)
class CustomerFeatures:
    """The features of one utterance, and the phrases they came from, in the readable text."""

    readable: Readable
    grams: frozenset[str]
    cues: frozenset[str]
    phrases: tuple[Cue, ...]


def customer_features(text: str, *, agent_before: str | None, reference: datetime) -> CustomerFeatures:
    """The features of what a customer said at ``reference`` after ``agent_before`` (None when that is not known)."""
    readable = make_readable(text)
    plain = readable.text.strip()
    phrases = tuple(phrasebook("customers").cues(readable.text))
    cues = {cue.group.name for cue in phrases}
    cues.update({f"means:{cue.group.means}" for cue in phrases})
    cues.update(_shape(plain))
    before = tuple(_before(agent_before))
    cues.update(before)
    if len(plain) <= _SHORT:
        # 好的, 没问题, 是我: a short answer is understood by the question.
        cues.update(f"short&{one}&{plain[:2]}" for one in before if one.startswith("asked:"))
        cues.update(f"short&{one}" for one in before)
    return CustomerFeatures(readable, frozenset(grams(plain)), frozenset(cues), phrases)


def is_of_the_question(cue: str) -> bool:
    """Does a cue say something of what the collector had asked, and not of the answer?"""
    return cue.startswith(("before:", "asked:", "short&"))


def _shape(plain: str) -> Iterable[str]:
    yield f"length:{min(len(plain), 40).bit_length()}"
    if "?" in plain:
        yield "question"
    if not plain:
        yield "nothing"


def _before(agent_before: str | None) -> Iterable[str]:
    """What the collector had just asked or said: the acts found in it, and runs of two characters."""
    if not agent_before:
        yield "before:none"
        return
    plain = make_readable(agent_before).text
    for cue in phrasebook("acts").cues(plain):
        yield f"asked:{cue.group.means}"
    yield from (f"before:{one}" for one in grams(plain) if len(one) == 2)
