"""The arrangement watch: is a signed plan (个性化分期) performing, defaulted or completed?

Room: followup. Money that stands since the day of signing is set against the instalments, the earliest
first. A plan defaults when an instalment is short after its days of grace; it is completed when all of it is
paid. A defaulted plan revives only by agreement, so nothing here makes it perform again; paid in full it is
completed all the same. A plan that was ended by agreement is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fairdue.casefile.arrangement import Arrangement, ArrangementState
from fairdue.casefile.case import CaseFile
from fairdue.casefile.happening import ArrangementStateChanged
from fairdue.followup.standing_money import StandingPayment, standing_payments


@dataclass(frozen=True, slots=True)
class ArrangementTerms:
    """Days after an instalment's due day before the plan defaults; the plan's own contract decides them."""

    grace_days: int = 3

    def __post_init__(self) -> None:
        if self.grace_days < 0:
            raise ValueError("grace_days counts from 0")


@dataclass(frozen=True, slots=True)
class InstalmentStanding:
    """One instalment and what has been paid towards it."""

    number: int
    due_on: date
    amount_fen: int
    paid_fen: int

    @property
    def missing_fen(self) -> int:
        """What is still to come."""
        return self.amount_fen - self.paid_fen


def watch_arrangements(
    *, case: CaseFile, as_of_on: date, terms: ArrangementTerms = ArrangementTerms()
) -> tuple[ArrangementStateChanged, ...]:
    """The plans whose state the money has changed."""
    changed = []
    for arrangement in case.arrangements:
        if arrangement.state is ArrangementState.ENDED:
            continue
        state = _state(
            arrangement,
            instalments_of(case=case, arrangement=arrangement, as_of_on=as_of_on),
            as_of_on,
            terms,
        )
        if state is not arrangement.state:
            changed.append(ArrangementStateChanged(arrangement.arrangement_id, state))
    return tuple(changed)


def instalments_of(
    *, case: CaseFile, arrangement: Arrangement, as_of_on: date
) -> tuple[InstalmentStanding, ...]:
    """Each instalment with what was paid towards it by a day, the earliest due filled first."""
    left = _paid_since(standing_payments(payments=case.payments, as_of_on=as_of_on), arrangement.signed_on)
    standings = []
    due = sorted(enumerate(arrangement.instalments, 1), key=lambda item: (item[1].due_on, item[0]))
    for number, instalment in due:
        paid = min(left, instalment.amount_fen)
        left -= paid
        standings.append(InstalmentStanding(number, instalment.due_on, instalment.amount_fen, paid))
    return tuple(standings)


def _paid_since(standing: tuple[StandingPayment, ...], signed_on: date) -> int:
    return sum(payment.amount_fen for payment in standing if payment.posted_on >= signed_on)


def _state(
    arrangement: Arrangement,
    instalments: tuple[InstalmentStanding, ...],
    as_of_on: date,
    terms: ArrangementTerms,
) -> ArrangementState:
    if instalments and all(instalment.missing_fen == 0 for instalment in instalments):
        return ArrangementState.COMPLETED
    grace = timedelta(days=terms.grace_days)
    late = any(part.missing_fen > 0 and part.due_on + grace < as_of_on for part in instalments)
    if late or arrangement.state is ArrangementState.DEFAULTED:
        return ArrangementState.DEFAULTED
    return ArrangementState.PERFORMING
