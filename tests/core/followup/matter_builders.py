"""Builders of matters for tests: a matter of some kind with steps on days like "02-13" of 2026."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import cache

from fairdue.casefile.matter import DecidingRole, Extension, Matter, MatterKind
from fairdue.compliance.rulebook import Rulebook, load_rulebook
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import StaffId

FRIDAY = "02-13"
Steps = Sequence[tuple[str, str]]


@cache
def shipped() -> Rulebook:
    return load_rulebook()


def day(text: str) -> date:
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def at(text: str, hour: int = 10) -> datetime:
    return datetime.combine(day(text), time(hour), tzinfo=CHINA)


def a_matter(kind: str = "complaint", received: str = FRIDAY, *, steps: Steps = ()) -> Matter:
    """A matter with its steps, in order; each ``asked`` asks for the step after the last."""
    matter = Matter("cm-1-1", MatterKind(kind), at(received), day(received), said="说了什么")
    for what, on in steps:
        matter = _after(matter, what, on)
    return matter


def _after(matter: Matter, what: str, on: str) -> Matter:
    match what:
        case "acknowledged":
            return replace(matter, acknowledged_at=at(on))
        case "assigned":
            return replace(matter, handler=StaffId("officer"))
        case "asked":
            number = len(matter.extensions) + 1
            asked = Extension(f"x{number}", number, "why", "officer", at(on))
            return replace(matter, extensions=(*matter.extensions, asked))
        case "granted":
            last = replace(
                matter.extensions[-1], granted_by="lead", granted_at=at(on), granted_as=DecidingRole.LEAD
            )
            return replace(matter, extensions=(*matter.extensions[:-1], last))
        case "told":
            last = replace(matter.extensions[-1], told_on=day(on), told_by_channel="letter")
            return replace(matter, extensions=(*matter.extensions[:-1], last))
        case "answered":
            return replace(matter, answered_at=at(on), answer="答复", upheld=True)
        case "closed":
            return replace(matter, closed_at=at(on), upheld=True)
        case _:
            raise ValueError(f"a matter has no step {what!r}")
