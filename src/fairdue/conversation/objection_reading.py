"""Reading the objections of the playbook: strict YAML, every key known, every name from a closed list.

Room: conversation. Every fault names its file, line and objection, and what to mend. Whether what is said is lawful
is the wording guard's matter (``objection_wording``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NoReturn, TypeVar

from fairdue.compliance.register import Register, load_register
from fairdue.compliance.rule import Confidence
from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.conversation.flow import Flow
from fairdue.conversation.flow_check import telltale_in
from fairdue.conversation.objection import (
    Family,
    HandOver,
    NeverSay,
    Objection,
    ObjectionFault,
    ObjectionLibrary,
    Reply,
    Safety,
)
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.wording import SentenceSpec, Slot, slots_in
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import YamlError, lines_of, read_yaml
from fairdue.understanding.intent import Intent

Closed = TypeVar("Closed", bound=StrEnum)
FEWEST_HEARD = {"zh": 6, "en": 3}
MOST_HEARD_ZH = 12
_ANSWERS = (2, 3)


@dataclass(frozen=True, slots=True)
class _Page:
    """One file: its name, and the line on which each key and each entry begins."""

    source: str
    lines: Mapping[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class _Node:
    """One mapping of a file, and the way to it."""

    page: _Page
    path: tuple[str, ...]
    values: Mapping[str, object]

    def wrong(self, complaint: str, *below: str) -> NoReturn:
        path = (*self.path, *below)
        while path and path not in self.page.lines:
            path = path[:-1]
        line = self.page.lines.get(path, 1)
        place = f" ({' / '.join(self.path[1:])})" if len(self.path) > 1 else ""
        raise ObjectionFault(f"{self.page.source}, line {line}{place}: {complaint}")

    def only(self, *known: str) -> _Node:
        for key in self.values:
            if key not in known:
                self.wrong(f"{key} is not known here; known: {', '.join(known)}", key)
        return self

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not value.strip():
            self.wrong(f"{key} must be a text", key)
        return value

    def node(self, key: str) -> _Node:
        value = self.values.get(key)
        if not isinstance(value, dict) or not all(isinstance(name, str) for name in value):
            self.wrong(f"{key} must be a mapping of names to values", key)
        return _Node(self.page, (*self.path, key), value)

    def nodes(self, key: str) -> list[_Node]:
        found = []
        for place, value in enumerate(self.items(key)):
            if not isinstance(value, dict):
                self.wrong(f"entry {place + 1} of {key} must be a mapping", key, str(place))
            found.append(_Node(self.page, (*self.path, key, str(place)), value))
        return found

    def items(self, key: str) -> list[object]:
        value = self.values.get(key, [])
        if not isinstance(value, list):
            self.wrong(f"{key} must be a list", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        found: list[str] = []
        for place, item in enumerate(self.items(key)):
            if not isinstance(item, str) or not item.strip():
                self.wrong(
                    f"entry {place + 1} of {key} must be a text; put numbers in quotes", key, str(place)
                )
            found.append(item)
        return tuple(found)

    def truth(self, key: str) -> bool:
        value = self.values.get(key, False)
        if not isinstance(value, bool):
            self.wrong(f"{key} must be true or false", key)
        return value

    def both(self, key: str) -> Bilingual:
        return self.node(key).only("zh", "en").words()

    def words(self) -> Bilingual:
        return Bilingual(self.text("zh"), self.text("en"))

    def member(self, kind: type[Closed], value: object, *below: str) -> Closed:
        try:
            return kind(str(value))
        except ValueError:
            self.wrong(f"{value} is none of {', '.join(one.value for one in kind)}", *below)

    def members(self, kind: type[Closed], key: str) -> tuple[Closed, ...]:
        return tuple(self.member(kind, item, key, str(place)) for place, item in enumerate(self.items(key)))


@cache
def read_objections() -> ObjectionLibrary:
    """The library of the playbook, checked, read once. Raises ObjectionFault."""
    folder = files("fairdue_playbook") / "objections"
    texts = {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    }
    return objections_from(texts, flow=read_flow(), register=load_register())


def objections_from(texts: Mapping[str, str], *, flow: Flow, register: Register) -> ObjectionLibrary:
    """Put a library together from the texts of its files, by name. Raises ObjectionFault.

    ``flow`` knows the steps that an objection may lead to, ``register`` how well each rule of law was read.
    """
    objections: dict[str, Objection] = {}
    families: dict[Family, Bilingual] = {}
    for source, text in texts.items():
        try:
            raw = read_yaml(text, source=source)
        except YamlError as error:
            raise ObjectionFault(str(error)) from error
        root = _Node(_Page(source, lines_of(text)), (), raw if isinstance(raw, dict) else {})
        root.only("family", "name", "owner", "approved_on", "objections")
        family = root.member(Family, root.values.get("family"), "family")
        if family in families:
            root.wrong(f"the family {family} stands in another file already; keep it in one", "family")
        families[family] = root.both("name")
        reader = _Reader(family, root.text("owner"), _day(root), flow, register)
        bodies = root.node("objections")
        for objection_id in bodies.values:
            if objection_id in objections:
                bodies.wrong(f"{objection_id} stands in another file already", objection_id)
            objections[objection_id] = reader.objection(bodies.node(objection_id), objection_id)
    return ObjectionLibrary(objections, families)


def _day(root: _Node) -> date:
    value = root.values.get("approved_on")
    if not isinstance(value, date):
        root.wrong("approved_on must be a day such as 2026-01-31", "approved_on")
    return value


@dataclass(frozen=True, slots=True)
class _Reader:
    """What holds for all objections of one file, and what they may name."""

    family: Family
    owner: str
    approved_on: date
    flow: Flow
    register: Register

    def objection(self, node: _Node, objection_id: str) -> Objection:
        node.only(
            *("name", "intents", "heard", "signs", "behind", "answers", "ask", "never", "leads_to"),
            "hand_over",
        )
        answers = node.node("answers")
        if not _ANSWERS[0] <= len(answers.values) <= _ANSWERS[1]:
            node.wrong(f"an objection has two or three answers, this one {len(answers.values)}", "answers")
        leads_to = node.text("leads_to")
        if leads_to not in self.flow.steps:
            node.wrong(f"{leads_to} is no step of the flow {self.flow.flow_id}", "leads_to")
        never = tuple(self._never(one) for one in node.nodes("never"))
        if not never:
            node.wrong("never must say at least one thing that is not to be said", "never")
        prefix = f"objection.{objection_id}"
        return Objection(
            objection_id=objection_id,
            family=self.family,
            name=node.both("name"),
            intents=node.members(Intent, "intents"),
            heard=_heard(node.node("heard")),
            signs=node.texts("signs"),
            behind=node.both("behind"),
            answers=tuple(self._reply(answers.node(name), f"{prefix}.{name}") for name in answers.values),
            ask=self._reply(node.node("ask"), f"{prefix}.ask"),
            never=never,
            leads_to=leads_to,
            hand_over=self._hand_over(node.node("hand_over")) if "hand_over" in node.values else None,
        )

    def _reply(self, node: _Node, sentence_id: str) -> Reply:
        node.only("zh", "en", "slots", "before_check", "rests_on")
        words, slots = node.words(), node.members(Slot, "slots")
        for language, template in (("zh", words.zh), ("en", words.en)):
            if slots_in(template) != set(slots):
                node.wrong(
                    f"the places in the {language} text and the list of slots differ; "
                    f"text: {', '.join(sorted(slots_in(template))) or 'none'}, "
                    f"slots: {', '.join(sorted(slots)) or 'none'}",
                    language,
                )
        sentence = SentenceSpec(sentence_id, words, self.owner, self.approved_on, slots)
        before_check = node.truth("before_check")
        if before_check and sentence.carries_debt:
            node.wrong("a sentence with a fact of the debt cannot be said before the check", "before_check")
        telltale = telltale_in(words.zh) or telltale_in(words.en)
        if before_check and telltale:
            node.wrong(f"{telltale!r} tells of a debt and cannot be said before the check", "before_check")
        for place, rule_id in enumerate(rules := node.texts("rests_on")):
            self._demand_read_at_source(node, rule_id, str(place))
        return Reply(sentence, before_check, rules)

    def _demand_read_at_source(self, node: _Node, rule_id: str, place: str) -> None:
        try:
            entry = self.register.entry(rule_id)
        except KeyError:
            node.wrong(f"{rule_id} is no rule of the register; see docs/rulebook.md", "rests_on", place)
        if entry.confidence is not Confidence.SOURCE:
            node.wrong(
                f"{rule_id} was read as {entry.confidence}, not at the source; do not state it as a fact",
                "rests_on",
                place,
            )

    def _never(self, node: _Node) -> NeverSay:
        node.only("code", "zh", "en")
        code = node.text("code")
        if code not in _codes():
            node.wrong(f"{code} is no class of wording; they are C01 to C25", "code")
        return NeverSay(code, node.words())

    def _hand_over(self, node: _Node) -> HandOver:
        node.only("to", "when", "at_once")
        safety = node.member(Safety, node.text("to"), "to")
        known = {*self.flow.steps, *(choice.choice_id for choice in self.flow.always)}
        if safety.value not in known:
            node.wrong(f"the flow {self.flow.flow_id} has no way to {safety}", "to")
        return HandOver(safety, node.both("when"), node.truth("at_once"))


@cache
def _codes() -> frozenset[str]:
    return frozenset(one.class_id for one in wording_classes())


def _heard(node: _Node) -> tuple[str, ...]:
    node.only("zh", "en")
    zh, en = node.texts("zh"), node.texts("en")
    for language, heard in (("zh", zh), ("en", en)):
        if len(heard) < FEWEST_HEARD[language]:
            node.wrong(f"at least {FEWEST_HEARD[language]} ways to say it in {language}", language)
    if len(zh) > MOST_HEARD_ZH:
        node.wrong(f"at most {MOST_HEARD_ZH} ways to say it in zh; keep those that differ most", "zh")
    for one in _twice((*zh, *en)):
        node.wrong(f"{one!r} stands twice")
    return (*zh, *en)


def _twice(texts: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return [text for text in texts if text in seen or seen.add(text)]  # type: ignore[func-returns-value]
