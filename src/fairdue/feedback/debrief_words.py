"""The words of a debrief, as data: for each thing of the scorecard kind words, and sentences that serve better.

Room: feedback. The file is ``fairdue_playbook/scorecards/debrief.yaml``. The better sentences are those of the
playbook, named by their id, so that nothing is taught that may not be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeVar

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import Entry, read_document
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.wording import SentenceSpec
from fairdue.feedback.scorecard_file import CostId, PointId
from fairdue.feedback.scorecard_safety import Trigger
from fairdue.foundation.bilingual import Bilingual

Named = TypeVar("Named", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Advice:
    """Kind words, and the sentences of the playbook that serve better."""

    says: Bilingual
    better: tuple[SentenceSpec, ...]


@dataclass(frozen=True, slots=True)
class DebriefWords:
    """All words of the file. ``wording`` goes before the lawful sentence of a class of wording."""

    praise: Mapping[PointId, Bilingual]
    points: Mapping[PointId, Advice]
    costs: Mapping[CostId, Advice]
    triggers: Mapping[Trigger, Advice]
    wording: Bilingual
    wording_put_right: Bilingual


@cache
def debrief_words() -> DebriefWords:
    """The shipped words, read once. Raises FlowFault with file and line."""
    name = "scorecards/debrief.yaml"
    return read_debrief_words((files("fairdue_playbook") / name).read_text(encoding="utf-8"), source=name)


_KEYS = (
    *("id", "owner", "approved_on", "praise", "points", "costs", "triggers", "wording", "wording_put_right"),
)


def read_debrief_words(text: str, *, source: str) -> DebriefWords:
    """Read the words of the debrief. Raises FlowFault with file and line, also for a sentence that there is not."""
    page = read_document(text, source=source).only(*_KEYS)
    praise = page.entry("praise").only(*PointId)
    return DebriefWords(
        praise={point: praise.bilingual(point) for point in PointId if point in praise.values},
        points=_advice(page.entry("points"), PointId, frozenset(PointId)),
        costs=_advice(page.entry("costs"), CostId, frozenset(CostId) - _BY_THE_CLASS),
        triggers=_advice(page.entry("triggers"), Trigger, frozenset(Trigger)),
        wording=page.bilingual("wording"),
        wording_put_right=page.bilingual("wording_put_right"),
    )


_BY_THE_CLASS = frozenset(
    {CostId.GRAVE_WORDING, CostId.OTHER_WORDING, CostId.WORDING_PUT_RIGHT, CostId.MISSED_TRIGGER}
)
"""What is advised by the class of wording or by the trigger, and needs no words of its own."""


def _advice(entry: Entry, kind: type[Named], needed: frozenset[Named]) -> dict[Named, Advice]:
    entry.only(*kind)
    missing = sorted(one.value for one in needed if one.value not in entry.values)
    if missing:
        raise FlowFault(f"{entry.where}: {', '.join(missing)} missing; every one must be given")
    sentences = read_flow("first_call").wording.sentences
    found: dict[Named, Advice] = {}
    for name in entry.values:
        one = entry.entry(name).only("says", "better")
        ids = one.texts("better")
        unknown = [sentence_id for sentence_id in ids if sentence_id not in sentences]
        if unknown or not ids:
            raise FlowFault(
                f"{one.at('better')}: no sentence of the playbook is called {', '.join(unknown) or 'so'}"
            )
        found[kind(name)] = Advice(one.bilingual("says"), tuple(sentences[one_id] for one_id in ids))
    return found
