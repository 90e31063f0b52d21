"""The index of objections: which of them are said in other words in a text. Deterministic, and without numbers' library.

Room: conversation. Every way of saying an objection becomes a bag of features: runs of one to three characters, and
the groups of the phrasebook that the understanding room found in it. A feature that few objections have weighs more
(inverse document frequency, Spärck Jones 1972). A text is compared with each way of saying (cosine; the nearest two
count) and with all ways of an objection together; signs and meanings add to it. Nothing of a text is kept.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from fairdue.conversation.objection import Objection, ObjectionLibrary
from fairdue.conversation.objection_reading import read_objections
from fairdue.foundation.civil import CHINA
from fairdue.language.grams import grams
from fairdue.language.readable import make_readable
from fairdue.understanding.customer_features import customer_features
from fairdue.understanding.intent import Intent
from fairdue.understanding.speech_fold import fold_speech

LONGEST_WORDS = 400
"""Characters of a text that are looked at; a turn is a fraction of it."""
_NOISE = re.compile(r"[\s,。.!?;:'\"]+|(?<=[\u4e00-\u9fff])[啊呀呢嘛吧啦嘞哈哦喔咯呗](?=$|[\s,。.!?])")
_BY_SIZE = {1: 0.5, 2: 1.0, 3: 0.9}
_WORD_WEIGHT = 1.0
_CUE_WEIGHT = 1.6
_NEAREST = 0.35
_SECOND = 0.15
_TOGETHER = 0.4
_SIGN = 0.16
_MEANING = 0.2
# A feature that so large a share of the objections has says nothing.
_TOO_COMMON = 0.35
_MOMENT = datetime(2026, 1, 5, 10, tzinfo=CHINA)  # the phrases found do not depend on it


@dataclass(frozen=True, slots=True)
class Match:
    """How well an objection fits: the score, the sign that was heard and the way of saying that is nearest."""

    objection: Objection
    score: float
    sign: str
    nearest: str


class ObjectionIndex:
    """An index built once over a library and asked many times."""

    def __init__(self, library: ObjectionLibrary) -> None:
        self._objections = tuple(library.objections.values())
        said = [
            (number, one, features_of(one))
            for number, objection in enumerate(self._objections)
            for one in objection.heard
        ]
        having: dict[str, set[int]] = defaultdict(set)
        for number, _, features in said:
            for feature in features:
                having[feature].add(number)
        size = len(self._objections)
        self._weights = {
            feature: math.log((size + 1) / (len(owners) + 0.5)) * _kind_weight(feature)
            for feature, owners in having.items()
            if len(owners) <= max(2, size * _TOO_COMMON)
        }
        self._ways: list[tuple[int, str]] = [(number, one) for number, one, _ in said]
        self._of_way: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self._of_all: dict[str, list[tuple[int, float]]] = defaultdict(list)
        together: list[Counter[str]] = [Counter() for _ in self._objections]
        for way, (number, _, features) in enumerate(said):
            vector = self._vector(features)
            for feature, weight in vector.items():
                self._of_way[feature].append((way, weight))
            together[number].update(vector.keys())
        for number, counts in enumerate(together):
            raw = {f: self._weights[f] * (1 + math.log(n)) for f, n in counts.items()}
            for feature, weight in _unit(raw).items():
                self._of_all[feature].append((number, weight))
        self._signs = [
            (number, plain(sign), sign) for number, one in enumerate(self._objections) for sign in one.signs
        ]
        self._sign_owners = Counter(sign for _, sign, _ in self._signs)

    def _vector(self, features: Iterable[str]) -> dict[str, float]:
        weights = self._weights
        return _unit({feature: weights[feature] for feature in features if feature in weights})

    def matches(
        self, words: str, *, features: frozenset[str], meanings: Mapping[Intent, float]
    ) -> list[Match]:
        """All objections that have anything in common with a text, the best first.

        ``features`` are those of the text (``features_of``), ``meanings`` the shares of its meanings.
        """
        scores: dict[int, float] = defaultdict(float)
        near = self._nearest(features)
        for number, ways in near.items():
            first, *rest = sorted((cosine for cosine, _ in ways), reverse=True)
            scores[number] += _NEAREST * first + _SECOND * (rest[0] if rest else 0.0)
        for feature, weight in self._vector(features).items():
            for number, other in self._of_all[feature]:
                scores[number] += _TOGETHER * weight * other
        signs = self._signs_in(plain(words), scores)
        for number in list(scores):
            meant = max((meanings.get(one, 0.0) for one in self._objections[number].intents), default=0.0)
            scores[number] += _MEANING * meant
        found = [
            Match(
                self._objections[number],
                round(score, 4),
                signs.get(number, ""),
                self._ways[max(near[number])[1]][1] if near.get(number) else "",
            )
            for number, score in scores.items()
        ]
        return sorted(found, key=lambda one: (-one.score, one.objection.objection_id))

    def _nearest(self, features: Iterable[str]) -> dict[int, list[tuple[float, int]]]:
        """For each objection the cosines of its ways of saying, with their numbers."""
        cosines: dict[int, float] = defaultdict(float)
        for feature, weight in self._vector(features).items():
            for way, other in self._of_way[feature]:
                cosines[way] += weight * other
        near: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for way, cosine in cosines.items():
            near[self._ways[way][0]].append((cosine, way))
        return near

    def _signs_in(self, text: str, scores: dict[int, float]) -> dict[int, str]:
        """The longest sign of each objection that a text holds; each adds to the score, shared signs less."""
        found: dict[int, str] = {}
        counted: Counter[int] = Counter()
        for number, sign, shown in self._signs:
            if sign in text:
                counted[number] += 1
                length = min(len(sign) if not sign.isascii() else len(sign) / 4, 4.0)
                scores[number] += _SIGN * length / 3 / self._sign_owners[sign] / counted[number]
                if len(shown) > len(found.get(number, "")):
                    found[number] = shown
        return found


@cache
def shipped_index() -> ObjectionIndex:
    """The index of the playbook's library, built once."""
    return ObjectionIndex(read_objections())


def plain(words: str) -> str:
    """A text as it is compared: one spelling, number words folded, without the particles that end a clause."""
    folded = fold_speech(make_readable(words[:LONGEST_WORDS]).text).lower()
    return folded if folded.isascii() else _NOISE.sub("", folded)


def features_of(words: str) -> frozenset[str]:
    """The features of a text: its runs of characters, and the groups of phrases found in it."""
    found = {f"g:{one}" for one in grams(plain(words)) if one.strip("^$ ")}
    heard = customer_features(words[:LONGEST_WORDS], agent_before=None, reference=_MOMENT)
    found.update(f"c:{cue.group.name}" for cue in heard.phrases)
    return frozenset(found)


def _kind_weight(feature: str) -> float:
    kind, _, text = feature.partition(":")
    if kind == "c":
        return _CUE_WEIGHT
    return _WORD_WEIGHT if text.isascii() else _BY_SIZE[min(len(text), 3)]


def _unit(raw: dict[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in raw.values()))
    return {feature: weight / length for feature, weight in raw.items()} if length else {}
