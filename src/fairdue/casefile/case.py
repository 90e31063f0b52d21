"""The case file: the state of one case as of its last event, folded from its log.

Room: casefile. ``replay`` is the only way a case file comes to be, so that the log is the truth and the
state can be had as of any moment by replaying a part of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from fairdue.casefile.account import Account
from fairdue.casefile.arrangement import Arrangement, ArrangementState
from fairdue.casefile.case_return import CaseReturned, KeepRequest
from fairdue.casefile.claimed_payment import ClaimedPayment, ClaimState
from fairdue.casefile.complaint import Complaint
from fairdue.casefile.consent import ConsentWindow
from fairdue.casefile.contact_attempt import ContactAttempt
from fairdue.casefile.contact_point import ContactPoint, SealedContact
from fairdue.casefile.disposition import Disposition
from fairdue.casefile.dispute import Dispute
from fairdue.casefile.event import Event
from fairdue.casefile.hardship import Hardship, ReasonForDefault
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.casefile.matter import Matter
from fairdue.casefile.override_request import OverrideRequest
from fairdue.casefile.party import Party
from fairdue.casefile.payment import Payment
from fairdue.casefile.promise import Promise, PromiseState
from fairdue.foundation.ids import AttemptId, CaseId, SessionId, StaffId


class CaseStatus(StrEnum):
    """Whether the case is worked."""

    OPEN = "open"
    RECALLED = "recalled"
    SETTLED = "settled"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Callback:
    """A call the customer asked for. It is done when we tried at or after the moment."""

    callback_id: str
    due_at: datetime
    done: bool = False


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A guided call under way: what was heard so far, turn by turn, to take it up again after a break."""

    session_id: SessionId
    attempt_id: AttemptId
    flow: str
    opened_at: datetime
    staff_no: str = ""
    turns: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """All that is known of one case. Immutable; rooms are functions of it."""

    case_id: CaseId
    account: Account
    party: Party
    contact_points: tuple[ContactPoint, ...]
    sealed_contacts: tuple[SealedContact, ...]
    stated_balance_fen: int
    stated_on: date
    opened_at: datetime
    last_event_at: datetime
    status: CaseStatus = CaseStatus.OPEN
    collector: StaffId | None = None
    payments: tuple[Payment, ...] = ()
    promises: tuple[Promise, ...] = ()
    claims: tuple[ClaimedPayment, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    complaints: tuple[Complaint, ...] = ()
    hardships: tuple[Hardship, ...] = ()
    matters: tuple[Matter, ...] = ()
    reasons: tuple[ReasonForDefault, ...] = ()
    consents: tuple[ConsentWindow, ...] = ()
    holds: tuple[Hold, ...] = ()
    attempts: tuple[ContactAttempt, ...] = ()
    dispositions: tuple[Disposition, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    verified_attempts: tuple[AttemptId, ...] = ()
    overrides: tuple[OverrideRequest, ...] = ()
    open_call: OpenCall | None = None
    closed_on: date | None = None
    given_back: CaseReturned | None = None
    keep: KeepRequest | None = None
    balance_restated: bool = False
    event_count: int = 0
    head_hash: str = ""

    @property
    def balance_fen(self) -> int:
        """What is still owed: the creditor's last statement less what was posted since.

        A statement of a day already contains that day's postings; the placed amount does not.
        """
        since = sum(
            payment.amount_fen
            for payment in self.payments
            if payment.posted_on > self.stated_on
            or (payment.posted_on == self.stated_on and not self.balance_restated)
        )
        return self.stated_balance_fen - since

    @property
    def paid_fen(self) -> int:
        """What was posted on the case since it was placed, net of reversals."""
        return sum(payment.amount_fen for payment in self.payments)

    @property
    def is_open(self) -> bool:
        """Is the case ours to work?"""
        return self.status is CaseStatus.OPEN

    @property
    def open_promises(self) -> tuple[Promise, ...]:
        """Promises not yet judged."""
        return tuple(promise for promise in self.promises if promise.state is PromiseState.OPEN)

    @property
    def open_claims(self) -> tuple[ClaimedPayment, ...]:
        """Claimed payments not yet resolved."""
        return tuple(claim for claim in self.claims if claim.state is ClaimState.OPEN)

    @property
    def open_matters(self) -> tuple[Matter, ...]:
        """Complaints, disputes, hardships and objections that are not closed."""
        return tuple(matter for matter in self.matters if matter.is_open)

    @property
    def performing_arrangement(self) -> Arrangement | None:
        """The plan that is being kept, if there is one."""
        for arrangement in reversed(self.arrangements):
            if arrangement.state is ArrangementState.PERFORMING:
                return arrangement
        return None

    def holds_at(self, moment: datetime) -> frozenset[HoldKind]:
        """Which kinds of hold are active at a moment."""
        return frozenset(hold.kind for hold in self.holds if hold.period.covers(moment))


def replay(events: Iterable[Event]) -> CaseFile:
    """Fold a case's events, in order, into its state.

    Raises ValueError when the log does not begin with ``CasePlaced``: then it is no case.
    """
    from fairdue.casefile.fold import apply_event, open_case  # the fold needs the types above

    case: CaseFile | None = None
    for event in events:
        case = open_case(event) if case is None else apply_event(case, event)
    if case is None:
        raise ValueError("an empty log is no case")
    return case
