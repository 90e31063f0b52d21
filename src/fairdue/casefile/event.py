"""An event: one happening in one case's log, with its place, its moment, who recorded it, and its seal.

Room: casefile. Events are only ever appended. ``StoredEvent`` is the row as it lies in the database.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import takewhile

from fairdue.casefile.chain import link_hash
from fairdue.casefile.codec import read_body, write_body
from fairdue.casefile.happening import HAPPENINGS, Happening
from fairdue.foundation.civil import CHINA, require_aware
from fairdue.foundation.ids import CaseId


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """A row of the log, all text and numbers, exactly what the seal covers."""

    case_id: CaseId
    seq: int
    kind: str
    at: str
    actor: str
    body: str = field(repr=False)
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class Event:
    """A row of the log, read."""

    case_id: CaseId
    seq: int
    at: datetime
    actor: str
    happened: Happening
    hash: str


def seal_event(
    *, case_id: CaseId, seq: int, at: datetime, actor: str, happened: Happening, prev_hash: str
) -> StoredEvent:
    """Write a happening as the next row of a case's log; ``prev_hash`` is "" for the first."""
    kind = type(happened).__name__
    # One zone for all rows keeps the text comparable and the same on every machine.
    moment = require_aware(at).astimezone(CHINA).isoformat(timespec="microseconds")
    body = write_body(happened)
    sealed = link_hash(
        prev_hash=prev_hash, case_id=case_id, seq=seq, kind=kind, at=moment, actor=actor, body=body
    )
    return StoredEvent(case_id, seq, kind, moment, actor, body, prev_hash, sealed)


def open_event(row: StoredEvent) -> Event:
    """Read a stored row. Raises ValueError for a kind or a body that this version does not know."""
    kind = HAPPENINGS.get(row.kind)
    if kind is None:
        raise ValueError(
            f"the log holds an event of kind {row.kind}, which this version does not know; upgrade first"
        )
    return Event(
        row.case_id,
        row.seq,
        datetime.fromisoformat(row.at),
        row.actor,
        read_body(kind, row.body),
        row.hash,
    )


def log_until(events: Iterable[Event], moment: datetime) -> list[Event]:
    """The log as it was known at a moment: its events up to the first that came later."""
    return list(takewhile(lambda event: event.at <= moment, events))
