"""What a simulated customer carries within, and how it moves with what the collector says.

Room: practice. The rules are data (``personas/behaviour/moves.yaml``): which act or class of wording moves which
quality by how much, and what the three levels change. All of it is pure: the same hearing moves the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib.resources import files

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import Entry, read_document
from fairdue.practice.collector_heard import CollectorHeard
from fairdue.practice.persona import Level, Persona
from fairdue.understanding.acts import Act

MOST = 100
_QUALITIES = ("willingness", "ability", "organisation", "emotion", "trust")
_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Promised:
    """What the customer said they would pay. ``firm`` tells whether they mean it and can keep it."""

    on: date
    amount_fen: int
    firm: bool


@dataclass(frozen=True, slots=True)
class HiddenState:
    """The state within, each quality from 0 to 100, and what was brought out so far."""

    willingness: int
    ability: int
    organisation: int
    emotion: int
    trust: int
    reason_told: bool = False
    hidden_told: int = 0
    """How many of the facts that they hide were told."""
    trigger_told: bool = False
    heeded: bool = False
    """Was what must be heeded heeded?"""
    open_objections: tuple[str, ...] = ()
    handled: Mapping[str, int] = field(default_factory=dict)
    """How often each objection was taken up rightly."""
    promised: Promised | None = None
    bargains: int = 0
    pressed: int = 0
    """Turns of the collector that threatened, insulted or misled."""


@dataclass(frozen=True, slots=True)
class LevelTerms:
    """What a level changes. Trust and emotion are compared with the state; turns are the collector's."""

    reveals_at: int
    verifies_at: int
    hangs_up_at: int
    patience_turns: int
    settles_after: int
    silences: int
    gain_percent: int
    loss_percent: int


@dataclass(frozen=True, slots=True)
class Move:
    """One rule: what was heard, and by how much it moves each quality."""

    hears: frozenset[Act]
    finds: frozenset[str]
    repeats: bool
    silence: bool
    by: Mapping[str, int]

    def applies(self, heard: CollectorHeard) -> bool:
        """Was it heard?"""
        return (
            bool(self.hears & heard.acts)
            or bool(self.finds & heard.codes)
            or (self.repeats and heard.repeated)
            or (self.silence and heard.silent)
        )


@dataclass(frozen=True, slots=True)
class Behaviour:
    """The rules of the file. ``threats`` are the classes of wording that frighten or anger whoever hears them."""

    moves: tuple[Move, ...]
    threats: frozenset[str]
    heeds: frozenset[Act]
    """The acts by which a safety trigger is heeded."""
    levels: Mapping[Level, LevelTerms]


@cache
def shipped_behaviour() -> Behaviour:
    """The shipped rules, read once."""
    name = "personas/behaviour/moves.yaml"
    return read_behaviour(files("fairdue_playbook").joinpath(name).read_text(encoding="utf-8"), source=name)


def read_behaviour(text: str, *, source: str) -> Behaviour:
    """Read the rules. Raises FlowFault with file and line where they cannot be read."""
    document = read_document(text, source=source).only("threats", "heeds", "levels", "moves")
    levels = document.entry("levels").only(*(level.value for level in Level))
    missing = [level.value for level in Level if level.value not in levels.values]
    if missing:
        raise FlowFault(f"{document.at('levels')}: {', '.join(missing)} is missing")
    return Behaviour(
        moves=tuple(_move(entry) for entry in document.entries("moves")),
        threats=frozenset(document.texts("threats")),
        heeds=frozenset(document.several_of(Act, "heeds")),
        levels={level: _terms(levels.entry(level.value)) for level in Level},
    )


def _terms(entry: Entry) -> LevelTerms:
    names = tuple(LevelTerms.__dataclass_fields__)
    entry.only(*names)
    return LevelTerms(*(entry.number(name) for name in names))


def _move(entry: Entry) -> Move:
    entry.only("hears", "finds", "repeats", "silence", *_QUALITIES)
    by: dict[str, int] = {}
    for name in _QUALITIES:
        value = entry.values.get(name, 0)
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > MOST:
            raise FlowFault(f"{entry.at(name)} must be a whole number from -{MOST} to {MOST}")
        if value:
            by[name] = value
    return Move(
        hears=frozenset(entry.several_of(Act, "hears")),
        finds=frozenset(entry.texts("finds")),
        repeats=entry.values.get("repeats", False) is True,
        silence=entry.values.get("silence", False) is True,
        by=by,
    )


def first_state(persona: Persona) -> HiddenState:
    """The state in which a persona takes the call."""
    start = persona.start
    return HiddenState(
        start.willingness,
        start.ability,
        start.organisation,
        start.emotion,
        start.trust,
        open_objections=tuple(one.words for one in persona.objections),
    )


def moved(
    state: HiddenState, heard: CollectorHeard, *, persona: Persona, level: Level, told: frozenset[str]
) -> HiddenState:
    """The state after a turn of the collector. ``told`` are the objections that were spoken already.

    A hard level gains less trust and loses more; an objection is settled once it was taken up often enough.
    """
    behaviour = shipped_behaviour()
    terms = behaviour.levels[level]
    values = {name: int(getattr(state, name)) for name in _QUALITIES}
    for move in behaviour.moves:
        if move.applies(heard):
            for name, by in move.by.items():
                good = (by < 0) if name == "emotion" else (by > 0)
                percent = terms.gain_percent if good else terms.loss_percent
                values[name] = max(0, min(MOST, values[name] + by * percent // _PERCENT))
    handled = dict(state.handled)
    still_open = []
    for objection in persona.objections:
        if objection.words not in state.open_objections:
            continue
        if objection.words in told and not heard.codes and heard.acts & frozenset(objection.settled_by):
            handled[objection.words] = handled.get(objection.words, 0) + 1
        if handled.get(objection.words, 0) < terms.settles_after:
            still_open.append(objection.words)
    return replace(
        state,
        willingness=values["willingness"],
        ability=values["ability"],
        organisation=values["organisation"],
        emotion=values["emotion"],
        trust=values["trust"],
        handled=handled,
        open_objections=tuple(still_open),
        heeded=state.heeded or (state.trigger_told and bool(heard.acts & behaviour.heeds)),
        pressed=state.pressed + bool(heard.codes & behaviour.threats),
    )
