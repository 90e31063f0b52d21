"""Follow up: promises against payments, claims against the creditor's files, plans against their days.

Room: operations. What the followup room finds is recorded here, by the terms of the case's creditor; asking twice
records nothing twice, since each finding changes the state that it was found in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.happening import Happening
from fairdue.feedback.closing import when_reopened, when_settled
from fairdue.followup.arrangement_watch import watch_arrangements
from fairdue.followup.claim_watch import match_claims
from fairdue.followup.promise_watch import watch_promises
from fairdue.followup.terms import FollowUpTerms, terms_of
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.operations.house import House

_AT_ONCE = 1_000


def watch_case(house: House, *, case_id: CaseId, as_of: datetime, actor: str) -> tuple[Happening, ...]:
    """Judge everything on one case as of a moment and record it; returns what was recorded."""
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        return _record_findings(house, case, as_of=as_of, actor=actor)


def watch_cases(house: House, *, case_ids: Sequence[CaseId], as_of: datetime, actor: str) -> None:
    """Judge cases that the caller's transaction holds already, as ``watch_case`` does, a thousand logs at a time."""
    for start in range(0, len(case_ids), _AT_ONCE):
        for case in house.book.load_many(case_ids[start : start + _AT_ONCE]).values():
            _record_findings(house, case, as_of=as_of, actor=actor)


def _record_findings(house: House, case: CaseFile, *, as_of: datetime, actor: str) -> tuple[Happening, ...]:
    on = civil_date(as_of)
    recorded: list[Happening] = []
    # Claims first: a claim that is confirmed ends its hold, and a promise is judged on the same money.
    in_order = (look_at_reopening, look_at_claims, *AFTER_THE_END, look_at_settlement, *AFTER_THE_END)
    for look in in_order:
        found = look(case, on)
        if found:
            case = house.book.append(case, found, at=as_of, actor=actor)
            recorded.extend(found)
    return tuple(recorded)


def look_at_claims(case: CaseFile, on: date) -> Sequence[Happening]:
    """What the money says of the claims by a day, by the terms of the case's creditor."""
    return match_claims(case=case, as_of_on=on, terms=_terms(case).claim)


def look_at_promises(case: CaseFile, on: date) -> Sequence[Happening]:
    """What it says of the promises."""
    return watch_promises(case=case, as_of_on=on, terms=_terms(case).promise)


def look_at_plans(case: CaseFile, on: date) -> Sequence[Happening]:
    """What it says of the plans."""
    return watch_arrangements(case=case, as_of_on=on, terms=_terms(case).plan)


def look_at_reopening(case: CaseFile, on: date) -> Sequence[Happening]:
    """Whether a settled case owes again."""
    reopened = when_reopened(case=case, as_of_on=on)
    return () if reopened is None else (reopened,)


def look_at_settlement(case: CaseFile, on: date) -> Sequence[Happening]:
    """Whether nothing is owed any more."""
    closed = when_settled(case=case, as_of_on=on)
    return () if closed is None else (closed,)


def _terms(case: CaseFile) -> FollowUpTerms:
    return terms_of(creditor=case.account.creditor)


Look = Callable[[CaseFile, date], Sequence[Happening]]

AFTER_THE_END: tuple[Look, ...] = (look_at_promises, look_at_plans)
"""What the end of a case changes for its promises and plans: judged at once, since nobody looks at it again."""
