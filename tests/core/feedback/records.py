"""A case record out of a case file of the builders, for tests that think in states instead of logs."""

from __future__ import annotations

from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.feedback.case_record import Call, CaseRecord, Placement, Statement, Stay
from fairdue.foundation.civil import civil_date


def record_of_case(case: CaseFile) -> CaseRecord:
    """One placement, one stay, one collector from the beginning; what a state has forgotten is not there."""
    placed_on = case.account.placed_on
    settled = case.status is CaseStatus.SETTLED and case.closed_on is not None
    return CaseRecord(
        case_id=case.case_id,
        creditor=case.account.creditor,
        case_no=case.account.case_no,
        placements=(Placement(case.account, placed_on, True),),
        statements=(Statement(case.account.amount_fen, placed_on, placed_on, False),),
        stays=(Stay(placed_on, case.closed_on),),
        settled_on=(case.closed_on,) if settled and case.closed_on else (),
        assignments=((case.opened_at, case.collector),) if case.collector else (),
        calls=tuple(Call(attempt, civil_date(attempt.started_at)) for attempt in case.attempts),
        verified=frozenset(case.verified_attempts),
        own_points=frozenset(point.contact_point_id for point in case.contact_points),
        promises=case.promises,
        payments=case.payments,
        complaints=case.complaints,
        noted_on=tuple(civil_date(note.recorded_at) for note in case.dispositions if note.note),
    )
