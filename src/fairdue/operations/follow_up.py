"""Follow up: promises against payments, claims against the creditor's files, plans against their days.

Room: operations. What the followup room finds is recorded here, by the terms of the case's creditor; asking twice
records nothing twice, since each finding changes the state that it was found in.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    terms = terms_of(creditor=case.account.creditor)
    recorded: list[Happening] = []
    # Claims first: a claim that is confirmed ends its hold, and a promise is judged on the same money. What a
    # settlement changes for promises and plans is judged at once, since nobody looks at a closed case again.
    for look in (_reopened, _claims, _promises, _plans, _settled, _promises, _plans):
        found = look(case, on, terms)
        if found:
            case = house.book.append(case, found, at=as_of, actor=actor)
            recorded.extend(found)
    return tuple(recorded)


def _claims(case: CaseFile, on: date, terms: FollowUpTerms) -> Sequence[Happening]:
    return match_claims(case=case, as_of_on=on, terms=terms.claim)


def _promises(case: CaseFile, on: date, terms: FollowUpTerms) -> Sequence[Happening]:
    return watch_promises(case=case, as_of_on=on, terms=terms.promise)


def _plans(case: CaseFile, on: date, terms: FollowUpTerms) -> Sequence[Happening]:
    return watch_arrangements(case=case, as_of_on=on, terms=terms.plan)


def _reopened(case: CaseFile, on: date, terms: FollowUpTerms) -> Sequence[Happening]:
    reopened = when_reopened(case=case, as_of_on=on)
    return () if reopened is None else (reopened,)


def _settled(case: CaseFile, on: date, terms: FollowUpTerms) -> Sequence[Happening]:
    closed = when_settled(case=case, as_of_on=on)
    return () if closed is None else (closed,)
