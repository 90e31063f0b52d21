"""The terms of matters: which rules answer which kind, who is told when, who may release which hold.

Room: followup. They are read once from ``fairdue_playbook/followup/matters.yaml``; the days stand in the rulebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from fairdue.casefile.hold import HoldKind
from fairdue.casefile.matter import DecidingRole, MatterKind
from fairdue.foundation.strict_yaml import read_yaml

_FILE = "followup/matters.yaml"
_Word = TypeVar("_Word", bound=StrEnum)


class MatterTermsFault(ValueError):
    """The playbook's page on matters has a hole; the message names the place and what to write."""


class Counted(StrEnum):
    """Which days count."""

    CALENDAR = "calendar"
    WORKING = "working"


class Approval(StrEnum):
    """Whose leave an extension needs besides its reason."""

    NONE = "none"
    SECOND_PERSON = "second_person"


class Told(StrEnum):
    """Whom the diary tells of a matter as its day comes near."""

    HANDLER = "handler"
    LEAD = "lead"
    COMPLIANCE = "compliance"


@dataclass(frozen=True, slots=True)
class ExtensionTerm:
    """One extension: the rules of which one counts, and whether a second person must approve it."""

    rules: tuple[str, ...]
    approval: Approval


@dataclass(frozen=True, slots=True)
class KindTerm:
    """How one kind of matter is handled."""

    answer: tuple[str, ...]
    counted: Counted
    extensions: tuple[ExtensionTerm, ...]
    hold: HoldKind
    hold_rule: str


@dataclass(frozen=True, slots=True)
class MatterTerms:
    """The whole page. ``told_from`` says from how many days left each is told."""

    acknowledge_days: int
    acknowledge_counted: Counted
    told_from: Mapping[Told, int]
    kinds: Mapping[MatterKind, KindTerm]
    release: Mapping[HoldKind, frozenset[DecidingRole]]


@cache
def matter_terms() -> MatterTerms:
    """The terms of the playbook, checked as a whole. Raises MatterTermsFault."""
    text = (files("fairdue_playbook") / "followup" / "matters.yaml").read_text(encoding="utf-8")
    return read_matter_terms(text, source=_FILE)


def read_matter_terms(text: str, *, source: str) -> MatterTerms:
    """Read the page. Raises MatterTermsFault, or YamlError where it is not even YAML."""
    page = _mapping(read_yaml(text, source=source), source, {"acknowledge", "escalation", "kinds", "release"})
    acknowledge = _mapping(page["acknowledge"], f"{source}: acknowledge", {"days", "counted"})
    told = _mapping(page["escalation"], f"{source}: escalation", set(Told))
    kinds = _mapping(page["kinds"], f"{source}: kinds", set(MatterKind))
    release = _mapping(page["release"], f"{source}: release", set(HoldKind))
    return MatterTerms(
        acknowledge_days=_whole(acknowledge["days"], f"{source}: acknowledge / days"),
        acknowledge_counted=_word(acknowledge["counted"], Counted, f"{source}: acknowledge / counted"),
        told_from={who: _whole(told[who], f"{source}: escalation / {who}") for who in Told},
        kinds={kind: _kind(kinds[kind], f"{source}: kinds / {kind}") for kind in MatterKind},
        release={
            hold: frozenset(
                _word(role, DecidingRole, f"{source}: release / {hold}")
                for role in _list(release[hold], f"{source}: release / {hold}")
            )
            for hold in HoldKind
        },
    )


def _kind(entry: object, place: str) -> KindTerm:
    page = _mapping(entry, place, {"answer", "counted", "extensions", "hold", "hold_rule"})
    answer = _rules(page["answer"], f"{place} / answer")
    extensions = []
    for number, one in enumerate(_list(page["extensions"], f"{place} / extensions"), 1):
        where = f"{place} / extensions / {number}"
        term = _mapping(one, where, {"rules", "approval"})
        rules = _rules(term["rules"], f"{where} / rules")
        extensions.append(ExtensionTerm(rules, _word(term["approval"], Approval, f"{where} / approval")))
    return KindTerm(
        answer=answer,
        counted=_word(page["counted"], Counted, f"{place} / counted"),
        extensions=tuple(extensions),
        hold=_word(page["hold"], HoldKind, f"{place} / hold"),
        hold_rule=_text(page["hold_rule"], f"{place} / hold_rule"),
    )


def _rules(entry: object, place: str) -> tuple[str, ...]:
    found = tuple(_text(one, place) for one in _list(entry, place))
    if not found:
        raise MatterTermsFault(f"{place}: name at least one rule of the rulebook")
    return found


def _mapping(entry: object, place: str, keys: set[Any]) -> dict[str, Any]:
    wanted = {str(key) for key in keys}
    if not isinstance(entry, dict) or set(entry) != wanted:
        raise MatterTermsFault(f"{place}: expected exactly the keys {', '.join(sorted(wanted))}")
    return entry


def _list(entry: object, place: str) -> list[Any]:
    if not isinstance(entry, list):
        raise MatterTermsFault(f"{place}: expected a list in square brackets")
    return entry


def _text(entry: object, place: str) -> str:
    if not isinstance(entry, str) or not entry.strip():
        raise MatterTermsFault(f"{place}: expected a text")
    return entry


def _whole(entry: object, place: str) -> int:
    if not isinstance(entry, int) or isinstance(entry, bool) or entry < 0:
        raise MatterTermsFault(f"{place}: expected a whole number that is not negative")
    return entry


def _word(entry: object, words: type[_Word], place: str) -> _Word:
    if not isinstance(entry, str) or entry not in set(words):
        raise MatterTermsFault(f"{place}: expected one of {', '.join(words)}")
    return words(entry)
