"""The fold of a guided call: its opening, its turns, turns taken back, and its end.

Room: casefile. Beside ``fold``, which it serves; it judges nothing either.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from fairdue.casefile import happening as h
from fairdue.casefile.case import CaseFile, OpenCall
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.correction import FactKind, FactTakenBack, TurnTakenBack


def apply_call(
    case: CaseFile,
    happened: h.CallOpened | h.TurnTaken | h.CallClosed | TurnTakenBack | FactTakenBack,
    *,
    at: datetime,
) -> CaseFile:
    """The case after one of these. Raises ValueError when a turn belongs to no open call."""
    match happened:
        case h.CallOpened():
            call = OpenCall(
                session_id=happened.session_id,
                attempt_id=happened.attempt_id,
                flow=happened.flow,
                opened_at=at,
                staff_no=happened.staff_no,
                flow_version=happened.flow_version,
            )
            return replace(case, open_call=call)
        case h.TurnTaken():
            call = _open_call(case, happened)
            return replace(case, open_call=replace(call, turns=(*call.turns, happened.heard)))
        case TurnTakenBack():
            call = _open_call(case, happened)
            if happened.turn != len(call.turns):
                raise ValueError("only the last turn is taken back")
            return replace(case, open_call=replace(call, turns=call.turns[:-1]))
        case FactTakenBack():
            return _without_fact(case, happened)
        case h.CallClosed():
            return replace(case, open_call=None)
        case _:
            assert_never(happened)


def _open_call(case: CaseFile, happened: h.TurnTaken | TurnTakenBack) -> OpenCall:
    if case.open_call is None or case.open_call.session_id != happened.session_id:
        raise ValueError("a turn belongs to the call that is open")
    return case.open_call


def _without_fact(case: CaseFile, happened: FactTakenBack) -> CaseFile:
    """Ids stay taken: what is taken back keeps its place, so that the next of its kind has a number of its own."""
    match happened.kind:
        case FactKind.IDENTITY:
            verified = tuple(one for one in case.verified_attempts if one != happened.fact_id)
            return replace(case, verified_attempts=verified)
        case FactKind.REASON:
            return replace(case, reasons=case.reasons[:-1])
        case FactKind.CLAIM:
            claims = tuple(
                replace(claim, state=ClaimState.WITHDRAWN) if claim.claim_id == happened.fact_id else claim
                for claim in case.claims
            )
            return replace(case, claims=claims)
        case FactKind.CALLBACK:
            callbacks = tuple(
                replace(callback, done=True) if callback.callback_id == happened.fact_id else callback
                for callback in case.callbacks
            )
            return replace(case, callbacks=callbacks)
        case _:
            assert_never(happened.kind)
