"""Audit: is every log whole and unchanged, and do the list row and the counted contacts say what the log says?

Room: operations. It reads everything and changes nothing. A finding names case, place and kind of fault,
never a person.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.chain import find_chain_faults
from fairdue.casefile.contact_attempt import ContactAttempt
from fairdue.casefile.event import open_event
from fairdue.foundation.ids import CaseId
from fairdue.operations.house import House
from fairdue.operations.ports import CountedAttempt, StoredLog
from fairdue.operations.projection import COLUMNS, project


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. ``seq`` is the row of the log, 0 where the case row itself is at fault, or a counted contact."""

    case_id: CaseId
    seq: int
    fault: str
    of_counted_contact: bool = False


@dataclass(frozen=True, slots=True)
class Audit:
    """What was checked and what was found; no findings means that all of it holds."""

    cases: int
    events: int
    findings: tuple[Finding, ...]


FINDINGS_SHOWN = 1_000
_TOGETHER = 500
"""Logs whose counted contacts are read by one question to the ledger."""


def audit(house: House, *, case_id: CaseId | None = None) -> Audit:
    """Check all logs, or one; at most a thousand findings are kept, all cases are counted."""
    cases = events = 0
    findings: list[Finding] = []
    logs = iter(house.book.iterate_logs(case_id=case_id))
    while together := list(islice(logs, _TOGETHER)):
        counted = house.ledger.attempts_of([log.case_id for log in together])
        for log in together:
            cases += 1
            events += len(log.events)
            if len(findings) < FINDINGS_SHOWN:
                findings.extend(check_log(log, counted.get(log.case_id, [])))
    return Audit(cases, events, tuple(findings[:FINDINGS_SHOWN]))


def check_log(log: StoredLog, counted: Sequence[CountedAttempt]) -> Iterator[Finding]:
    """Check one case: its chain, its head, and against the replay its projected row and its counted contacts."""
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
        case = replay(open_event(event) for event in log.events)
        row = project(case)
    except ValueError:
        yield Finding(log.case_id, len(log.events), "the log cannot be replayed by this version")
        return
    different = [name for name in COLUMNS if getattr(row, name) != log.columns[name]]
    if different:
        yield Finding(log.case_id, 0, f"the list row differs from the log in {', '.join(different)}")
    yield from _check_counted(case, counted)


def _check_counted(case: CaseFile, counted: Sequence[CountedAttempt]) -> Iterator[Finding]:
    """Caps are counted over rows: a row that is gone, or moved to another day or person, would make room for a contact."""
    rows = {one.record.attempt_id: one for one in counted}
    for attempt in case.attempts:
        row = rows.pop(attempt.attempt_id, None)
        if row is None:
            yield Finding(
                case.case_id,
                0,
                "a contact of the log is gone from the rows that are counted",
                of_counted_contact=True,
            )
        elif different := _differences(case, attempt, row):
            yield Finding(
                case.case_id,
                0,
                f"a counted contact differs from the log in {', '.join(different)}",
                of_counted_contact=True,
            )
    for _ in rows:
        yield Finding(
            case.case_id, 0, "a contact is counted that the log does not know", of_counted_contact=True
        )


def _differences(case: CaseFile, attempt: ContactAttempt, row: CountedAttempt) -> list[str]:
    record = row.record
    said = {
        "permit_id": (record.permit_id, attempt.permit_id),
        "person_id": (record.person_id, case.party.person_id),
        "creditor": (record.creditor, case.account.creditor),
        "channel": (record.channel, attempt.channel),
        "call_type": (record.call_type, attempt.call_type),
        "initiated_by": (record.initiated_by, attempt.initiated_by),
        "callee_role": (record.callee_role, attempt.callee_role),
        "started_at": (record.started_at, attempt.started_at),
        "result": (row.result, attempt.result),
        "answered_by": (row.answered_by, attempt.answered_by),
    }
    different = [name for name, (kept, logged) in said.items() if kept != logged]
    # The day is that of the zone in which the customer was thought to be; it cannot be further off than one.
    if abs(record.civil_on - attempt.started_at.date()) > timedelta(days=1):
        different.append("civil_on")
    return different
