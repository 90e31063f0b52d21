"""The chain: each event's digest covers the event and the digest before it, case by case.

Room: casefile. Whoever changes, removes or reorders a row breaks every digest after it; whoever cuts the
end off contradicts the head that the case row keeps. It proves change, it does not prevent it (triggers
in the database do that for everyone who is not its administrator).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class _Row(Protocol):
    @property
    def case_id(self) -> str: ...
    @property
    def seq(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def at(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def body(self) -> str: ...
    @property
    def prev_hash(self) -> str: ...
    @property
    def hash(self) -> str: ...


def link_hash(*, prev_hash: str, case_id: str, seq: int, kind: str, at: str, actor: str, body: str) -> str:
    """SHA-256 over all columns of a row and the digest before it, in hexadecimal.

    Every part is preceded by its length in bytes, so that no two rows can share one spelling.
    """
    # Written out: a file of a million lines seals a million events.
    a, b, c, d = prev_hash.encode(), case_id.encode(), str(seq).encode(), kind.encode()
    e, f, g = at.encode(), actor.encode(), body.encode()
    row = b"%d:%b%d:%b%d:%b%d:%b%d:%b%d:%b%d:%b"
    spelt = row % (len(a), a, len(b), b, len(c), c, len(d), d, len(e), e, len(f), f, len(g), g)
    return hashlib.sha256(spelt).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainFault:
    """One break: which case, at which row, and in what way."""

    case_id: str
    seq: int
    fault: str


def find_chain_faults(
    rows: Iterable[_Row], *, case_id: str, head_hash: str, event_count: int
) -> list[ChainFault]:
    """Check one case's rows, in order of ``seq``, against each other and against the head kept apart.

    Returns every break found; an empty list means that the log is whole and unchanged.
    """
    faults: list[ChainFault] = []
    previous, expected_seq = "", 1
    for row in rows:
        if row.seq != expected_seq:
            faults.append(ChainFault(case_id, row.seq, "a row is missing or doubled before this one"))
        if row.prev_hash != previous:
            faults.append(ChainFault(case_id, row.seq, "it does not follow the row before it"))
        sealed = link_hash(
            prev_hash=row.prev_hash,
            case_id=row.case_id,
            seq=row.seq,
            kind=row.kind,
            at=row.at,
            actor=row.actor,
            body=row.body,
        )
        if sealed != row.hash or row.case_id != case_id:
            faults.append(ChainFault(case_id, row.seq, "its content was changed after it was written"))
        previous, expected_seq = row.hash, row.seq + 1
    if previous != head_hash or expected_seq != event_count + 1:
        faults.append(ChainFault(case_id, expected_seq - 1, "the end of the log is not the recorded head"))
    return faults
