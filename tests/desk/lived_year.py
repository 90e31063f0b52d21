"""A made-up year in the tables of a house, as if it had been worked there: sealed logs and their rows."""

from __future__ import annotations

from collections.abc import Iterable

from fairdue.casefile.case import replay
from fairdue.casefile.event import StoredEvent, open_event, seal_event
from fairdue.operations.projection import COLUMNS, project
from fairdue.practice.year import YearCase
from fairdue_desk.stores.bulk import EVENT_COLUMNS, insert_persons, insert_rows
from fairdue_desk.stores.case_rows import row_values


def live_through(cases: Iterable[YearCase]) -> list[YearCase]:
    """Write the cases into the database and return them."""
    kept, case_rows, event_rows, persons = [], [], [], []
    for case in cases:
        log: list[StoredEvent] = []
        for event in case.events:
            sealed = seal_event(
                case_id=case.case_id,
                seq=event.seq,
                at=event.at,
                actor=event.actor,
                happened=event.happened,
                prev_hash=log[-1].hash if log else "",
            )
            log.append(sealed)
        state = replay(open_event(row) for row in log)
        persons.append(state.party.person_id)
        case_rows.append((*row_values(project(state)), ""))
        event_rows += [tuple(getattr(row, name) for name in EVENT_COLUMNS) for row in log]
        kept.append(case)
    insert_persons(persons)
    insert_rows("rows_case", (*COLUMNS, "fingerprint"), case_rows)
    insert_rows("rows_caseevent", EVENT_COLUMNS, event_rows)
    return kept
