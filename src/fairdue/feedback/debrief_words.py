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
    stated: Bilingual | None = None
    """A better line that stands as it is, in place of sentences that are filled."""


@dataclass(frozen=True, slots=True)
class DebriefWords:
    """All words of the file. ``wording`` goes before the lawful sentence of a class of wording, ``wording_apart``
    before a sentence for somebody with whom money is not talked about.

    ``apart`` lists for such a person what is advised at all; ``claimed`` the better lines where a payment was claimed;
    ``no_day`` those that say what comes next where no day was agreed; ``wording_otherwise`` those where no lawful
    sentence of the class answers what was said.
    """

    praise: Mapping[PointId, Bilingual]
    points: Mapping[PointId, Advice]
    costs: Mapping[CostId, Advice]
    triggers: Mapping[Trigger, Advice]
    wording: Bilingual
    wording_put_right: Bilingual
    wording_apart: Bilingual
    wording_otherwise: tuple[SentenceSpec, ...]
    wrong_firm: Advice
    wrong_principal: Advice
    no_day: tuple[SentenceSpec, ...]
    claimed: Mapping[PointId, tuple[SentenceSpec, ...]]
    apart: Mapping[Trigger, Mapping[PointId, tuple[SentenceSpec, ...]]]


@cache
def debrief_words() -> DebriefWords:
    """The shipped words, read once. Raises FlowFault with file and line."""
    name = "scorecards/debrief.yaml"
    return read_debrief_words((files("fairdue_playbook") / name).read_text(encoding="utf-8"), source=name)


_KEYS = (
    *("id", "owner", "approved_on", "praise", "points", "costs", "triggers", "wording", "wording_put_right"),
    *("wording_apart", "wording_otherwise", "wrong_firm", "wrong_principal", "no_day", "claimed", "apart"),
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
        wording_apart=page.bilingual("wording_apart"),
        wording_otherwise=_sentences(page, "wording_otherwise"),
        wrong_firm=_one_advice(page.entry("wrong_firm")),
        wrong_principal=_one_advice(page.entry("wrong_principal")),
        no_day=_sentences(page, "no_day"),
        claimed=_better(page.entry("claimed")),
        apart=_apart(page.entry("apart")),
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
    return {kind(name): _one_advice(entry.entry(name)) for name in entry.values}


def _one_advice(entry: Entry) -> Advice:
    entry.only("says", "better")
    return Advice(entry.bilingual("says"), _sentences(entry, "better"))


def _better(entry: Entry) -> dict[PointId, tuple[SentenceSpec, ...]]:
    entry.only(*PointId)
    return {PointId(name): _sentences(entry, name) for name in entry.values}


def _apart(entry: Entry) -> dict[Trigger, dict[PointId, tuple[SentenceSpec, ...]]]:
    entry.only(*Trigger)
    missing = [one.value for one in NO_MONEY if one.value not in entry.values]
    if missing:
        raise FlowFault(f"{entry.where}: {', '.join(missing)} missing; every one must be given")
    return {Trigger(name): _better(entry.entry(name)) for name in entry.values}


NO_MONEY = (Trigger.DISTRESS, Trigger.MINOR, Trigger.LOSS, Trigger.WRONG_NUMBER, Trigger.THIRD_PERSON)
"""After one of these no word of money is advised; the first wins over the others."""


def _sentences(entry: Entry, key: str) -> tuple[SentenceSpec, ...]:
    """The sentences of the playbook under ``key``, by their ids."""
    sentences = read_flow("first_call").wording.sentences
    ids = entry.texts(key)
    unknown = [sentence_id for sentence_id in ids if sentence_id not in sentences]
    if unknown or not ids:
        raise FlowFault(
            f"{entry.at(key)}: no sentence of the playbook is called {', '.join(unknown) or 'so'}"
        )
    return tuple(sentences[one_id] for one_id in ids)
