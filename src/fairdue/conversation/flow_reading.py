"""Reading flows and wording out of strict YAML: every key is known, every name is one of the closed lists.

Room: conversation. It reads what one file says; whether the parts fit together is ``flow_check``'s matter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, TypeVar

from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.casefile.hold import HoldKind
from fairdue.conversation.flow import (
    UNNAMED,
    Ask,
    CallPolicy,
    ChoiceSpec,
    Condition,
    Effect,
    Field,
    FlowFault,
    HoldTerm,
    Saying,
    Settings,
    Step,
    Way,
)
from fairdue.conversation.origin import Origin, Page
from fairdue.conversation.prompt import Stage
from fairdue.conversation.wording import SentenceSpec, Slot, Tells, slots_in
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import YamlError, read_yaml
from fairdue.understanding.intent import Intent

Closed = TypeVar("Closed", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class FlowHead:
    """What ``flow.yaml`` holds: the name, the first step, the policy, and the choices open everywhere.

    A flow that ``builds_on`` another leaves out what it takes from there.
    """

    flow_id: str
    title: Bilingual
    builds_on: str
    first_step: str
    policy: CallPolicy | None
    always: tuple[ChoiceSpec, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of a file, with the place it stands in, for messages."""

    label: str
    values: Mapping[str, object]
    origin: Origin

    @property
    def where(self) -> str:
        """File, line and name, for a message; costs a second reading of the file, so for faults alone."""
        label = f": {self.label}" if self.label else ""
        return f"{self.origin}{label}"

    def at(self, key: str) -> str:
        """The place of one of its keys, for a message."""
        label = f"{self.label}: {key}" if self.label else key
        return f"{self.origin.at(key)}: {label}"

    def named(self, label: str) -> Entry:
        """The same entry under another name."""
        return Entry(label, self.values, self.origin)

    def only(self, *known: str) -> Entry:
        """The entry, when it has no other keys; else a fault."""
        strange = sorted(set(self.values) - set(known))
        if strange:
            raise FlowFault(
                f"{self.at(strange[0])}: {', '.join(strange)} is not known here; known: {', '.join(known)}"
            )
        return self

    def text(self, key: str, default: str | None = None) -> str:
        """A text; ``default`` where the key may be missing."""
        value = self.values.get(key, default)
        if not isinstance(value, str) or (value == "" and default is None):
            raise FlowFault(f"{self.at(key)} must be a text")
        return value

    def number(self, key: str) -> int:
        """A whole number from 0."""
        value = self.values.get(key)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise FlowFault(f"{self.at(key)} must be a whole number from 0")
        return value

    def clock(self, key: str) -> time:
        """A time of day."""
        try:
            return time.fromisoformat(self.text(key))
        except ValueError as error:
            raise FlowFault(f'{self.at(key)} must be a time such as "22:00"') from error

    def bilingual(self, key: str) -> Bilingual:
        """A text in both languages."""
        part = self.entry(key).only("zh", "en")
        return Bilingual(part.text("zh"), part.text("en"))

    def entry(self, key: str) -> Entry:
        """A mapping within this one; an empty one where the key is missing."""
        label = f"{self.label}: {key}" if self.label else key
        return _entry(self.values.get(key, {}), label, self.origin.at(key))

    def entries(self, key: str) -> list[Entry]:
        """A list of mappings."""
        return [
            _entry(item, f"{self.label}: {key} {n + 1}" if self.label else f"{key} {n + 1}", self.nth(key, n))
            for n, item in enumerate(self.items(key))
        ]

    def nth(self, key: str, number: int) -> Origin:
        """The place of one item of a list."""
        return self.origin.at(key, str(number))

    def items(self, key: str) -> list[Any]:
        """A list of anything."""
        value = self.values.get(key, [])
        if not isinstance(value, list):
            raise FlowFault(f"{self.at(key)} must be a list")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        items = self.items(key)
        if not all(isinstance(item, str) and item for item in items):
            raise FlowFault(f"{self.at(key)} must be a list of texts")
        return tuple(items)

    def one_of(self, kind: type[Closed], key: str) -> Closed | None:
        """A member of a closed list, or None where the key is missing."""
        value = self.values.get(key)
        return None if value is None else self.member(kind, value, key)

    def several_of(self, kind: type[Closed], key: str) -> tuple[Closed, ...]:
        """A list of members of a closed list."""
        return tuple(self.member(kind, value, key) for value in self.items(key))

    def member(self, kind: type[Closed], value: object, key: str) -> Closed:
        """The member of a closed list, or a fault that shows the whole list."""
        try:
            return kind(str(value))
        except ValueError as error:
            known = ", ".join(item.value for item in kind)
            place = self.at(key) if key in self.values else self.where
            raise FlowFault(f"{place}: {value} is none of {known}") from error


def _entry(value: object, label: str, origin: Origin) -> Entry:
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise FlowFault(f"{origin}: {label or 'the file'} must be a mapping of names to values")
    return Entry(label, value, origin)


def read_document(text: str, *, source: str) -> Entry:
    """One YAML file as an entry; faults of the YAML itself are faults of the flow."""
    try:
        return _entry(read_yaml(text, source=source), "", Origin(Page(source, text)))
    except YamlError as error:
        raise FlowFault(_with_line(str(error))) from error


def _with_line(message: str) -> str:
    """What the YAML reader says, with the place in the form that all messages of the playbook have."""
    return re.sub(r"^([^:\n]+): line (\d+):", r"\1:\2:", message)


def read_head(text: str, *, source: str) -> FlowHead:
    """Read ``flow.yaml``."""
    head = read_document(text, source=source)
    head.only("id", "title", "builds_on", "first_step", "policy", "always")
    builds_on = head.text("builds_on", "")
    return FlowHead(
        flow_id=head.text("id"),
        title=head.bilingual("title"),
        builds_on=builds_on,
        first_step=head.text("first_step", "" if builds_on else None),
        policy=None if builds_on and "policy" not in head.values else _policy(head.entry("policy")),
        always=tuple(_choice(entry, care_known=True) for entry in head.entries("always")),
        origin=head.origin,
    )


def _policy(entry: Entry) -> CallPolicy:
    numbers = (
        "claim_check_days",
        "promise_horizon_days",
        "claim_lookback_days",
        "callback_horizon_days",
        "few_periods_at_most",
        "consent_minutes",
    )
    entry.only(*numbers, "quiet_from", "quiet_until", "hold_days")
    holds = entry.entry("hold_days")
    terms = tuple(
        HoldTerm(
            holds.member(HoldKind, kind, kind),
            None if holds.values[kind] == "until_released" else holds.number(kind),
        )
        for kind in holds.values
    )
    return CallPolicy(
        claim_check_days=entry.number("claim_check_days"),
        promise_horizon_days=entry.number("promise_horizon_days"),
        claim_lookback_days=entry.number("claim_lookback_days"),
        callback_horizon_days=entry.number("callback_horizon_days"),
        few_periods_at_most=entry.number("few_periods_at_most"),
        consent_minutes=entry.number("consent_minutes"),
        quiet_from=entry.clock("quiet_from"),
        quiet_until=entry.clock("quiet_until"),
        hold_terms=terms,
    )


def read_steps(text: str, *, source: str) -> list[Step]:
    """Read one file of steps."""
    document = read_document(text, source=source).only("steps")
    return [_step(entry) for entry in document.entries("steps")]


def _step(entry: Entry) -> Step:
    entry = entry.named(f"step {entry.values.get('id', '?')}")
    entry.only("id", "builds_on", "title", "stage", "say", "never_say", "choices", "everywhere", "if_left")
    stage, builds_on = entry.one_of(Stage, "stage"), entry.text("builds_on", "")
    if stage is None and not builds_on:
        raise FlowFault(f"{entry.where}: it needs a stage")
    never_say = []
    for tip in entry.entries("never_say"):
        tip.only("zh", "en")
        never_say.append(Bilingual(tip.text("zh"), tip.text("en")))
    return Step(
        step_id=entry.text("id"),
        title=UNNAMED if builds_on and "title" not in entry.values else entry.bilingual("title"),
        stage=stage or Stage.OPENING,
        say=tuple(_saying(item, entry, number) for number, item in enumerate(entry.items("say"))),
        never_say=tuple(never_say),
        choices=tuple(_choice(choice, care_known=False) for choice in entry.entries("choices")),
        everywhere=entry.values.get("everywhere", True) is True,
        builds_on=builds_on,
        if_left=entry.text("if_left", ""),
        origin=entry.origin,
    )


def _saying(item: object, step: Entry, number: int) -> Saying:
    if isinstance(item, str):
        return Saying(item)
    entry = _entry(item, f"{step.label}: say", step.nth("say", number)).only("id", "when")
    return Saying(entry.text("id"), entry.one_of(Condition, "when"))


_CHOICE_KEYS = (
    "id key label to asks effects code note sets forgets when aside stays care hears words".split()  # noqa: SIM905
)


def _choice(entry: Entry, *, care_known: bool) -> ChoiceSpec:
    entry = entry.named(f"{entry.label} ({entry.values.get('id', '?')})").only(*_CHOICE_KEYS)
    code_text = entry.text("code", "")
    code = entry.member(ResultCode, code_text.rstrip("?"), "code") if code_text else None
    care = entry.values.get("care", False) is True
    if care and not care_known:
        raise FlowFault(f"{entry.at('care')}: care belongs to the choices that are open everywhere")
    return ChoiceSpec(
        choice_id=entry.text("id"),
        key=entry.text("key"),
        label=entry.bilingual("label"),
        ways=_ways(entry),
        asks=tuple(_ask(name, entry) for name in entry.texts("asks")),
        effects=entry.several_of(Effect, "effects"),
        code=code,
        code_is_weak=code_text.endswith("?"),
        note=entry.texts("note"),
        settings=_settings(entry.entry("sets")),
        forgets=entry.several_of(Field, "forgets"),
        when=entry.one_of(Condition, "when"),
        aside=entry.texts("aside"),
        stays=entry.values.get("stays", False) is True,
        care=care,
        hears=entry.several_of(Intent, "hears"),
        words=entry.texts("words"),
        origin=entry.origin,
    )


def _ways(entry: Entry) -> tuple[Way, ...]:
    to = entry.values.get("to")
    if to is None:
        return ()
    if isinstance(to, str):
        return (Way(to),)
    ways = []
    for part in entry.entries("to"):
        part.only("to", "when")
        ways.append(Way(part.text("to"), part.one_of(Condition, "when")))
    return tuple(ways)


def _ask(name: str, entry: Entry) -> Ask:
    return Ask(entry.member(Field, name.rstrip("?"), "asks"), optional=name.endswith("?"))


def _settings(entry: Entry) -> Settings:
    entry.only("line", "answered_by", "reason", "promise_full", "verified_by", "identity_lost")
    full = entry.values.get("promise_full")
    if full is not None and not isinstance(full, bool):
        raise FlowFault(f"{entry.at('promise_full')} must be true or false")
    return Settings(
        line=entry.one_of(CallResult, "line"),
        answered_by=entry.one_of(AnsweredBy, "answered_by"),
        reason=entry.one_of(ReasonForDefault, "reason"),
        promise_full=full,
        verified_by=entry.text("verified_by", ""),
        identity_lost=entry.values.get("identity_lost", False) is True,
    )


def read_sentences(text: str, *, source: str) -> list[SentenceSpec]:
    """Read one file of wording: owner and approval day once, then the sentences by id."""
    document = read_document(text, source=source).only("owner", "approved_on", "sentences")
    approved_on = document.values.get("approved_on")
    if not isinstance(approved_on, date):
        raise FlowFault(f"{document.at('approved_on')} must be a day such as 2026-01-31")
    owner = document.text("owner")
    sentences = document.entry("sentences")
    return [
        _sentence(sentences.entry(sentence_id).named(sentence_id), sentence_id, owner, approved_on)
        for sentence_id in sentences.values
    ]


def _sentence(entry: Entry, sentence_id: str, owner: str, approved_on: date) -> SentenceSpec:
    entry.only("zh", "en", "slots", "hint", "tells", "cleared")
    words = Bilingual(entry.text("zh"), entry.text("en"))
    slots = entry.several_of(Slot, "slots")
    for language, template in (("zh", words.zh), ("en", words.en)):
        if slots_in(template) != {slot.value for slot in slots}:
            raise FlowFault(
                f"{entry.at(language)}: the places in the {language} text and the list of slots differ; "
                f"text: {sorted(slots_in(template))}, slots: {sorted(slots)}"
            )
    hint = entry.bilingual("hint") if "hint" in entry.values else None
    tells = entry.several_of(Tells, "tells")
    cleared = entry.bilingual("cleared") if "cleared" in entry.values else None
    return SentenceSpec(sentence_id, words, owner, approved_on, slots, hint, tells, cleared, entry.origin)
