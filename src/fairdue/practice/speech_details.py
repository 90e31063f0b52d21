"""Which words fit the one who speaks: details that hold of some people and not of others, and where they are.

Room: practice. A detail says for whom it holds (``when``: work, family, age, region, season …) and what may be said.
A scene is a place with the things that people do there, so that nobody bakes bread at a bus stop. Both are data
(``personas/words/details.yaml``); what holds of a person follows from persona, person and day alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import Entry
from fairdue.practice.persona import Persona
from fairdue.practice.persona_person import DrawnPerson

NO_TRAIT = "none"
"""The value of a trait that a person does not have, such as a setting that the persona leaves open."""
_SEASONS = ("winter", "winter", "spring", "spring", "spring", "summer", "summer", "summer")
_CHILD_UNTIL, _YOUNG_UNTIL, _OLD_FROM = 15, 32, 56
When = Mapping[str, frozenset[str]]
Traits = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Detail:
    """What may be said under a name by those of whom ``when`` holds."""

    name: str
    when: When
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A place, and what is done there."""

    when: When
    place: str
    doing: tuple[str, ...]


def traits_of(persona: Persona, person: DrawnPerson, today: date) -> Traits:
    """What holds of a person: the persona's facts, age, region, mood, trade, who answers, and the season."""
    return {
        **persona.facts,
        "answered_by": persona.answered_by.value,
        "age": _age_word(person.age),
        "region": person.region,
        "mood": person.mood,
        "trade": person.trade,
        "season": _SEASONS[today.month - 1] if today.month <= len(_SEASONS) else _late_season(today),
    }


def _late_season(today: date) -> str:
    december = 12
    return "winter" if today.month == december else "autumn"


def _age_word(age: int) -> str:
    if age < _CHILD_UNTIL:
        return "child"
    if age < _YOUNG_UNTIL:
        return "young"
    return "old" if age >= _OLD_FROM else "middle"


def holds(when: When, traits: Traits) -> bool:
    """Do all conditions hold? A trait that the person lacks has the value ``none``."""
    return all(traits.get(name, NO_TRAIT) in values for name, values in when.items())


def fitting(details: Sequence[Detail], traits: Traits) -> tuple[str, ...]:
    """Everything that one with these traits may say, of details of one name."""
    return tuple(says for detail in details if holds(detail.when, traits) for says in detail.says)


def scenes_for(scenes: Sequence[Scene], traits: Traits) -> tuple[Scene, ...]:
    """The places at which one with these traits may be."""
    return tuple(scene for scene in scenes if holds(scene.when, traits))


def read_details(document: Entry) -> Mapping[str, tuple[Detail, ...]]:
    """The details of a file, by their names. Raises FlowFault where one cannot be read."""
    found: dict[str, tuple[Detail, ...]] = {}
    for entry in document.entries("details"):
        entry.only("name", "when", "says")
        name, says = entry.text("name"), entry.texts("says")
        if not says:
            raise FlowFault(f"{entry.where}: the detail {name} needs says, what may be said")
        found[name] = (*found.get(name, ()), Detail(name, _when(entry), says))
    return found


def read_scenes(document: Entry) -> tuple[Scene, ...]:
    """The scenes of a file. Raises FlowFault where one cannot be read."""
    scenes = []
    for entry in document.entries("scenes"):
        entry.only("when", "place", "doing")
        doing = entry.texts("doing")
        if not doing:
            raise FlowFault(f"{entry.where}: a scene needs doing, what is done at the place")
        scenes.append(Scene(_when(entry), entry.text("place"), doing))
    return tuple(scenes)


def _when(entry: Entry) -> When:
    if "when" not in entry.values:
        return {}
    conditions = entry.entry("when")
    return {name: frozenset(conditions.texts(name)) for name in conditions.values}
