"""The open corpus: labelled lines of customers and collectors, by voice, and whole calls.

Room: learning. A voice is one author's hand; splits go by voice, because lines of one hand resemble each other.
Shapes are those of the taxonomy in ``corpus/README.md``. Bad lines are problems with file and line, and training
refuses to start on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from fairdue.understanding.intent import Intent
from fairdue.understanding.willingness import Willingness


class CorpusError(ValueError):
    """A line of the corpus that cannot be used; the message names file, line and remedy."""


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One utterance of a customer with its labels. ``slots`` is as the taxonomy writes it."""

    id: str
    voice: str
    text: str
    agent_before: str | None
    reference: datetime
    intents: tuple[Intent, ...]
    willingness: Willingness
    slots: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class CollectorLine:
    """One utterance of a collector with its labels and the context it is judged in."""

    id: str
    voice: str
    text: str
    context: dict[str, object]
    expected: str
    codes: tuple[str, ...]
    tags: tuple[str, ...]


def customer_lines(corpus: Path) -> list[CustomerLine]:
    """Every customer line of the corpus in a fixed order. Raises CorpusError."""
    return [_customer(voice, raw, where) for voice, raw, where in _lines(corpus / "customers")]


def collector_lines(corpus: Path) -> list[CollectorLine]:
    """Every collector line of the corpus in a fixed order. Raises CorpusError."""
    return [_collector(voice, raw, where) for voice, raw, where in _lines(corpus / "collectors")]


def _lines(folder: Path) -> Iterator[tuple[str, dict[str, Any], str]]:
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise CorpusError(
            f"{folder.name}/ holds no .jsonl file; point --corpus at the folder corpus of Fairdue"
        )
    seen: set[str] = set()
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            where = f"{folder.name}/{file.name}, line {number}"
            try:
                raw = json.loads(line)
            except ValueError as error:
                raise CorpusError(f"{where}: this is not a JSON object ({error})") from error
            if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
                raise CorpusError(f"{where}: a line is an object with an id")
            if raw["id"] in seen:
                raise CorpusError(f"{where}: the id {raw['id']} stands twice")
            seen.add(raw["id"])
            yield file.stem, raw, where


def _customer(voice: str, raw: dict[str, Any], where: str) -> CustomerLine:
    try:
        return CustomerLine(
            id=raw["id"],
            voice=voice,
            text=raw["text"],
            agent_before=raw["agent_before"],
            reference=datetime.fromisoformat(raw["reference"]),
            intents=tuple(Intent(one) for one in raw["intents"]),
            willingness=Willingness(raw["willingness"]),
            slots=dict(raw["slots"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise CorpusError(f"{where}: {error!r}; see the shapes in corpus/README.md") from error


def _collector(voice: str, raw: dict[str, Any], where: str) -> CollectorLine:
    try:
        return CollectorLine(
            id=raw["id"],
            voice=voice,
            text=raw["text"],
            context=dict(raw["context"]),
            expected=raw["expected"],
            codes=tuple(raw["codes"]),
            tags=tuple(raw.get("tags", ())),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise CorpusError(f"{where}: {error!r}; see the shapes in corpus/README.md") from error
