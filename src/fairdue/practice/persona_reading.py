"""Reading personas out of strict YAML, and the shipped ones.

Room: practice. A key that is not known, a name that is in no list, a moment without words: each is a fault with its
file and line.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fairdue.casefile.disposition import ResultCode
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import Entry, read_document
from fairdue.practice.persona import (
    Answerer,
    CaseBounds,
    Gives,
    Objection,
    Persona,
    Reaction,
    Start,
    Telling,
    Voice,
)
from fairdue.understanding.acts import Act
from fairdue.understanding.intent import Intent

_KEYS = (
    "id",
    "name",
    "portrait",
    "answered_by",
    "start",
    "gives",
    "tells",
    "objections",
    "pressed",
    "facts",
    "case",
    "voice",
    "good_results",
    "triggers",
    "verifies",
)
MOST = 100
"""The highest value of a hidden quality."""


@cache
def shipped_personas() -> tuple[Persona, ...]:
    """Every persona that comes with Fairdue, in the order of their ids."""
    return read_personas(files("fairdue_playbook").joinpath("personas"))


def persona_named(persona_id: str) -> Persona:
    """A shipped persona by its id. Raises KeyError when there is none."""
    for persona in shipped_personas():
        if persona.persona_id == persona_id:
            return persona
    raise KeyError(persona_id)


def read_personas(folder: Traversable) -> tuple[Persona, ...]:
    """Every persona of a folder. Raises FlowFault with file and line where one cannot be read."""
    found: dict[str, Persona] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".yaml"):
            continue
        document = read_document(file.read_text(encoding="utf-8"), source=f"personas/{file.name}")
        for entry in document.only("personas").entries("personas"):
            persona = _persona(entry)
            if persona.persona_id in found:
                raise FlowFault(f"{entry.where}: the persona {persona.persona_id} stands twice; rename one")
            found[persona.persona_id] = persona
    return tuple(found[name] for name in sorted(found))


def _persona(entry: Entry) -> Persona:
    entry = entry.named(f"persona {entry.values.get('id', '?')}").only(*_KEYS)
    answered_by = entry.one_of(Answerer, "answered_by") or Answerer.SELF
    gives = entry.one_of(Gives, "gives")
    if gives is None:
        raise FlowFault(f"{entry.where}: it needs gives, what a well led call comes to")
    results = entry.several_of(ResultCode, "good_results")
    if not results:
        raise FlowFault(f"{entry.where}: it needs good_results, the result codes of a call that went well")
    return Persona(
        persona_id=entry.text("id"),
        name=entry.bilingual("name"),
        portrait=entry.bilingual("portrait"),
        answered_by=answered_by,
        start=_start(entry.entry("start")),
        gives=gives,
        tells=_tells(entry.entry("tells")),
        objections=tuple(_objection(one) for one in entry.entries("objections")),
        pressed=entry.several_of(Reaction, "pressed"),
        facts=_facts(entry.entry("facts")),
        case=_case(entry.entry("case")),
        voice=_voice(entry.entry("voice")),
        good_results=results,
        triggers=entry.several_of(Intent, "triggers"),
        verifies=entry.values.get("verifies", True) is True,
    )


def _start(entry: Entry) -> Start:
    names = ("willingness", "ability", "organisation", "emotion", "trust")
    entry.only(*names)
    return Start(*(_share(entry, name) for name in names))


def _share(entry: Entry, key: str) -> int:
    value = entry.number(key)
    if value > MOST:
        raise FlowFault(f"{entry.at(key)} must be a whole number from 0 to {MOST}")
    return value


def _tells(entry: Entry) -> Mapping[Telling, tuple[str, ...]]:
    entry.only(*(telling.value for telling in Telling))
    return {Telling(name): entry.texts(name) for name in entry.values}


def _objection(entry: Entry) -> Objection:
    entry.only("words", "settled_by")
    settled = entry.several_of(Act, "settled_by")
    if not settled:
        raise FlowFault(f"{entry.where}: it needs settled_by, the acts that settle it")
    return Objection(entry.text("words"), settled)


def _facts(entry: Entry) -> Mapping[str, str]:
    return {name: entry.text(name) for name in entry.values}


def _span(entry: Entry, key: str) -> tuple[int, int]:
    items = entry.items(key)
    whole = [item for item in items if isinstance(item, int) and not isinstance(item, bool) and item >= 0]
    if len(items) != 2 or len(whole) != 2 or whole[0] > whole[1]:
        raise FlowFault(f"{entry.at(key)} must be two whole numbers, the smaller first, such as [3, 20]")
    return whole[0], whole[1]


def _case(entry: Entry) -> CaseBounds:
    entry.only("days_past_due", "amount_yuan", "products")
    products = entry.texts("products")
    if not products:
        raise FlowFault(f"{entry.where}: it needs products, such as [信用卡]")
    return CaseBounds(_span(entry, "days_past_due"), _span(entry, "amount_yuan"), products)


def _voice(entry: Entry) -> Voice:
    entry.only("ages", "regions", "trades", "moods", "noise", "fillers")
    voice = Voice(
        ages=_span(entry, "ages"),
        regions=entry.texts("regions"),
        trades=entry.texts("trades"),
        moods=entry.texts("moods"),
        noise=_share(entry, "noise"),
        fillers=_share(entry, "fillers"),
    )
    for name, values in (("regions", voice.regions), ("trades", voice.trades), ("moods", voice.moods)):
        if not values:
            raise FlowFault(f"{entry.where}: it needs {name}")
    return voice
