"""Audit: is every log whole and unchanged, and does every list row say what its log says?

Room: operations. It reads everything and changes nothing. A finding names case, place and kind of fault,
never a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fairdue.casefile.case import replay
from fairdue.casefile.chain import find_chain_faults
from fairdue.casefile.event import open_event
from fairdue.foundation.ids import CaseId
from fairdue.operations.house import House
from fairdue.operations.ports import StoredLog
from fairdue.operations.projection import COLUMNS, project


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. ``seq`` is the row of the log, 0 where the case row itself is at fault."""

    case_id: CaseId
    seq: int
    fault: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What was checked and what was found; no findings means that all of it holds."""

    cases: int
    events: int
    findings: tuple[Finding, ...]


FINDINGS_SHOWN = 1_000


def audit(house: House, *, case_id: CaseId | None = None) -> Audit:
    """Check all logs, or one; at most a thousand findings are kept, all cases are counted."""
    cases = events = 0
    findings: list[Finding] = []
    for log in house.book.iterate_logs(case_id=case_id):
        cases += 1
        events += len(log.events)
        if len(findings) < FINDINGS_SHOWN:
            findings.extend(check_log(log))
    return Audit(cases, events, tuple(findings[:FINDINGS_SHOWN]))


def check_log(log: StoredLog) -> Iterator[Finding]:
    """Check one case: its chain, its head, and its projected row against the replay."""
    if log.columns is None:
        yield Finding(log.case_id, 0, "the log's case row is gone")
        return
    broken = False
    for fault in find_chain_faults(
        log.events,
        case_id=log.case_id,
        head_hash=str(log.columns["head_hash"]),
        event_count=int(str(log.columns["event_count"])),
    ):
        broken = True
        yield Finding(log.case_id, fault.seq, fault.fault)
    if broken:
        return
    try:
        row = project(replay(open_event(event) for event in log.events))
    except ValueError:
        yield Finding(log.case_id, len(log.events), "the log cannot be replayed by this version")
        return
    different = [name for name in COLUMNS if getattr(row, name) != log.columns[name]]
    if different:
        yield Finding(log.case_id, 0, f"the list row differs from the log in {', '.join(different)}")
