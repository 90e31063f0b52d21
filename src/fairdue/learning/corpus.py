"""The open corpus: labelled lines of customers and collectors, by voice, and whole calls.

Room: learning. A voice is one author's hand; splits go by voice, because lines of one hand resemble each other.
Shapes are those of the taxonomy in ``corpus/README.md``. A bad line stops the reading with file and line, and
nothing is trained on the rest. ``customer_lines`` and ``collector_lines`` are what may be learnt from; the lines of
``held_out/`` are read by ``held_out_customers`` and ``held_out_collectors`` alone, which only measuring calls.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from fairdue.compliance.wording.guard import Verdict
from fairdue.understanding.intent import Intent
from fairdue.understanding.willingness import Willingness

CODES = tuple(f"C{number:02d}" for number in range(1, 26))
"""The classes of wording, C01 to C25."""
HELD_OUT = "held_out"
"""The folder of lines that are never learnt from, and the voice of its lines."""


class CorpusError(ValueError):
    """A line of the corpus that cannot be used; the message names file, line and remedy."""


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """One utterance of a customer with its labels. ``slots`` is as the taxonomy writes it.

    ``also_intents`` and ``also_willingness`` are acceptable too, and ``optional_slots`` may be left unsaid; they
    count in measuring alone.
    """

    id: str
    voice: str
    text: str
    agent_before: str | None
    reference: datetime
    intents: tuple[Intent, ...]
    willingness: Willingness
    slots: dict[str, str | int]
    also_intents: tuple[Intent, ...] = ()
    also_willingness: tuple[Willingness, ...] = ()
    optional_slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CollectorLine:
    """One utterance of a collector with its labels and the context it is judged in; ``also_codes`` as above."""

    id: str
    voice: str
    text: str
    context: dict[str, object]
    expected: str
    codes: tuple[str, ...]
    tags: tuple[str, ...]
    also_codes: tuple[str, ...] = ()


def customer_lines(corpus: Path) -> list[CustomerLine]:
    """Every customer line that may be learnt from, in a fixed order. Raises CorpusError."""
    return [_customer(one) for one in _lines(_files_of(corpus / "customers"))]


def collector_lines(corpus: Path) -> list[CollectorLine]:
    """Every collector line that may be learnt from, in a fixed order. Raises CorpusError."""
    return [_collector(one) for one in _lines(_files_of(corpus / "collectors"))]


def held_out_customers(corpus: Path) -> list[CustomerLine]:
    """The customer lines that are never learnt from; their voice is ``held_out``. Raises CorpusError."""
    return [_customer(one) for one in _lines([corpus / HELD_OUT / "customers.jsonl"])]


def held_out_collectors(corpus: Path) -> list[CollectorLine]:
    """The collector lines that are never learnt from; their voice is ``held_out``. Raises CorpusError."""
    return [_collector(one) for one in _lines([corpus / HELD_OUT / "collectors.jsonl"])]


@dataclass(frozen=True, slots=True)
class _Raw:
    """One line before its labels are read."""

    voice: str
    fields: dict[str, Any] = field(repr=False)
    where: str


def _files_of(folder: Path) -> list[Path]:
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise CorpusError(
            f"{folder.name}/ holds no .jsonl file; point --corpus at the folder corpus of Fairdue"
        )
    return files


def _lines(files: Sequence[Path]) -> Iterator[_Raw]:
    seen: set[str] = set()
    for file in files:
        voice = HELD_OUT if file.parent.name == HELD_OUT else file.stem
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CorpusError(
                f"{file.parent.name}/{file.name}: cannot be read as UTF-8 text ({error})"
            ) from error
        # Not splitlines: a line separator inside a text (U+2028) is no end of a line.
        for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
            where = f"{file.parent.name}/{file.name}, line {number}"
            try:
                raw = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise CorpusError(f"{where}: this is not a JSON object ({error})") from error
            if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
                raise CorpusError(f"{where}: a line is an object with an id")
            if raw["id"] in seen:
                raise CorpusError(f"{where}: the id {raw['id']} stands twice")
            seen.add(raw["id"])
            yield _Raw(voice, raw, where)


def _customer(one: _Raw) -> CustomerLine:
    raw = one.fields
    try:
        also = raw.get("alt", {})
        line = CustomerLine(
            id=raw["id"],
            voice=one.voice,
            text=raw["text"],
            agent_before=raw["agent_before"],
            reference=datetime.fromisoformat(raw["reference"]),
            intents=tuple(Intent(label) for label in raw["intents"]),
            willingness=Willingness(raw["willingness"]),
            slots=dict(raw["slots"]),
            also_intents=tuple(Intent(label) for label in also.get("intents", ())),
            also_willingness=tuple(Willingness(label) for label in also.get("willingness", ())),
            optional_slots=tuple(raw.get("optional_slots", ())),
        )
        _demand(isinstance(line.text, str), "text must be text")
        _demand(
            line.agent_before is None or isinstance(line.agent_before, str), "agent_before is text or null"
        )
        _demand(line.reference.utcoffset() is not None, "reference must name its zone, like +08:00")
        _demand(bool(line.intents), "intents must name at least one")
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _not_usable(one.where, error) from error
    return line


def _collector(one: _Raw) -> CollectorLine:
    raw = one.fields
    try:
        line = CollectorLine(
            id=raw["id"],
            voice=one.voice,
            text=raw["text"],
            context=dict(raw["context"]),
            expected=Verdict(raw["expected"]).value,
            codes=tuple(raw["codes"]),
            tags=tuple(raw.get("tags", ())),
            also_codes=tuple(raw.get("alt_codes", ())),
        )
        _demand(isinstance(line.text, str), "text must be text")
        unknown = sorted({*line.codes, *line.also_codes} - {*CODES})
        _demand(not unknown, f"{', '.join(map(str, unknown))} is no class of wording; they are C01 to C25")
        _demand(
            bool(line.codes) == (line.expected != "ok"),
            "codes stand where expected is not ok, and only there",
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise _not_usable(one.where, error) from error
    return line


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _not_usable(where: str, error: Exception) -> CorpusError:
    what = f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
    return CorpusError(f"{where}: {what}; see the shapes in corpus/README.md")
