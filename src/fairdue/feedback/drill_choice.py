"""Which lesson to read and which invented customer to practise with after a finding, read from the playbook.

Room: feedback. ``fairdue_playbook/training/drills_by_code.yaml`` names both for every class of wording; a class
without a drill would let a finding end in a mark and nothing learnt, so the page is refused with a hole in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import read_yaml

_FILE = "training/drills_by_code.yaml"
_KEYS = {"lesson", "persona", "practise"}


class DrillPageFault(ValueError):
    """The page of drills has a hole; the message names the place and what to write."""


@dataclass(frozen=True, slots=True)
class DrillChoice:
    """What to do after a finding of one class. ``practise`` says in a sentence what the drill is about."""

    code: str
    lesson: str
    persona: str
    practise: Bilingual


@dataclass(frozen=True, slots=True)
class DrillPage:
    """The whole page: days until a drill is due, and the choice for each class of wording."""

    due_days: int
    by_code: Mapping[str, DrillChoice]


@cache
def drill_page() -> DrillPage:
    """The page of the playbook. Raises DrillPageFault, or YamlError where it is not even YAML."""
    text = (files("fairdue_playbook") / "training" / "drills_by_code.yaml").read_text(encoding="utf-8")
    return read_drill_page(text, source=_FILE)


def read_drill_page(text: str, *, source: str) -> DrillPage:
    """Read a page. Raises DrillPageFault when it is not complete."""
    document = read_yaml(text, source=source)
    if not isinstance(document, dict) or set(document) != {"due_days", "drills"}:
        raise DrillPageFault(f"{source}: it must hold due_days and drills, and nothing else")
    days, drills = document["due_days"], document["drills"]
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= 60:
        raise DrillPageFault(f"{source}: due_days must be whole days from 1 to 60")
    if not isinstance(drills, dict):
        raise DrillPageFault(f"{source}: drills must be a mapping of classes of wording, C01 and so on")
    known = [one.class_id for one in wording_classes()]
    for code in known:
        if code not in drills:
            raise DrillPageFault(f"{source}: drills: {code} is missing; every class of wording has a drill")
    for code in drills:
        if code not in known:
            raise DrillPageFault(f"{source}: drills: {code} is no class of wording")
    return DrillPage(
        days, {code: _choice(code, drills[code], f"{source}: drills / {code}") for code in known}
    )


def _choice(code: str, entry: object, place: str) -> DrillChoice:
    if not isinstance(entry, dict) or set(entry) != _KEYS:
        raise DrillPageFault(f"{place} must hold {', '.join(sorted(_KEYS))}, and nothing else")
    practise = entry["practise"]
    if not isinstance(practise, dict) or set(practise) != {"zh", "en"} or not all(practise.values()):
        raise DrillPageFault(f"{place} / practise must hold zh and en")
    for key in ("lesson", "persona"):
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise DrillPageFault(f"{place} / {key} must be an id")
    return DrillChoice(
        code, entry["lesson"], entry["persona"], Bilingual(str(practise["zh"]), str(practise["en"]))
    )
