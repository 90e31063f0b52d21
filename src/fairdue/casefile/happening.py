"""What can happen to a case: a closed list of facts, named in the past tense, each a small record.

Room: casefile. A happening says that something was so; it never says what to do about it. ``case.py``
folds happenings into the state, ``codec.py`` writes them, ``chain.py`` makes them tamper-evident.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from fairdue.casefile.account import Account
from fairdue.casefile.case_return import CaseReturned, KeepAnswered, KeepRequested
from fairdue.casefile.consent import ConsentWindow
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.contact_point import ContactPoint, NumberStatus, SealedContact
from fairdue.casefile.correction import FactTakenBack, TurnTakenBack
from fairdue.casefile.correspondence import EvidenceHandedOut, LetterWritten
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.dispute import DisputeGround
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.casefile.hold import Hold
from fairdue.casefile.matter import MatterStep
from fairdue.casefile.money_happening import (
    ArrangementSigned as ArrangementSigned,
)
from fairdue.casefile.money_happening import (
    ArrangementStateChanged as ArrangementStateChanged,
)
from fairdue.casefile.money_happening import (
    ClaimResolved as ClaimResolved,
)
from fairdue.casefile.money_happening import (
    PaymentClaimed as PaymentClaimed,
)
from fairdue.casefile.money_happening import (
    PaymentPosted as PaymentPosted,
)
from fairdue.casefile.money_happening import (
    PromiseJudged as PromiseJudged,
)
from fairdue.casefile.money_happening import (
    PromiseMade as PromiseMade,
)
from fairdue.casefile.override_request import OverrideAsked, OverrideGranted, OverrideWithdrawn
from fairdue.casefile.party import Party
from fairdue.foundation.ids import (
    AttemptId,
    ContactPointId,
    HoldId,
    PermitId,
    SessionId,
    StaffId,
)


@dataclass(frozen=True, slots=True)
class CasePlaced:
    """The creditor placed the case (委案); always the first event of a log."""

    account: Account
    party: Party
    contact_points: tuple[ContactPoint, ...] = ()
    sealed_contacts: tuple[SealedContact, ...] = ()
    file_digest: str = ""
    file_line: int = 0


@dataclass(frozen=True, slots=True)
class CaseRestated:
    """The creditor placed the same case again with other details (续委, 更正); it is open again."""

    account: Account
    party: Party
    contact_points: tuple[ContactPoint, ...] = ()
    sealed_contacts: tuple[SealedContact, ...] = ()
    file_digest: str = ""
    file_line: int = 0


@dataclass(frozen=True, slots=True)
class BalanceUpdated:
    """The creditor stated the balance (最新欠款) as of a day."""

    balance_fen: int
    as_of_on: date


@dataclass(frozen=True, slots=True)
class CaseRecalled:
    """The creditor took the case back (收回, 撤案); nothing more may go out."""

    on: date


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """Work on the case ended: ``reason`` is settled (结清) or returned (退案)."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class CaseReopened:
    """Something is owed again on a settled case, since its money was taken back (冲正): it is worked again."""

    on: date


@dataclass(frozen=True, slots=True)
class CaseAssigned:
    """A collector took the case over (分案, 转派)."""

    collector: StaffId


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    """A permitted contact was begun; the permit is spent by this very event."""

    attempt_id: AttemptId
    permit_id: PermitId
    channel: str
    contact_point_id: ContactPointId | None = None
    call_type: str | None = None
    initiated_by: str = "agent"
    callee_role: str = "debtor"


@dataclass(frozen=True, slots=True)
class AttemptEnded:
    """How a contact ended."""

    attempt_id: AttemptId
    result: CallResult
    answered_by: AnsweredBy


@dataclass(frozen=True, slots=True)
class NumberMarked:
    """Something became known of a number: invalid, blocked, or usable again."""

    contact_point_id: ContactPointId
    status: NumberStatus


@dataclass(frozen=True, slots=True)
class SealedContactRevealed:
    """A permit opened a third person's details to one member of staff, for one stated purpose."""

    contact_point_id: ContactPointId
    permit_id: PermitId
    purpose: str


@dataclass(frozen=True, slots=True)
class ThirdPartyRefused:
    """A third person does not want to be contacted again: a permanent stop for that person."""

    contact_point_id: ContactPointId


@dataclass(frozen=True, slots=True)
class CallOpened:
    """A guided call began on an attempt, with the flow it follows, in which version, and who speaks."""

    session_id: SessionId
    attempt_id: AttemptId
    flow: str
    staff_no: str = ""
    flow_version: str = ""


@dataclass(frozen=True, slots=True)
class TurnTaken:
    """One turn of a guided call: what was heard, as the conversation room wrote it down."""

    session_id: SessionId
    turn: int
    heard: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CallClosed:
    """The guided call was wrapped up."""

    session_id: SessionId


@dataclass(frozen=True, slots=True)
class IdentityVerified:
    """The person on the line was verified, and by what (never by reading our data out to them)."""

    attempt_id: AttemptId
    by: str


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """The customer said why they fell behind."""

    reason: ReasonForDefault
    attempt_id: AttemptId | None = None


@dataclass(frozen=True, slots=True)
class DisputeOpened:
    """The customer contests the debt or the amount."""

    dispute_id: str
    ground: DisputeGround
    said: str = field(default="", repr=False)
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class DisputeClosed:
    """A person decided a dispute."""

    dispute_id: str
    upheld: bool


@dataclass(frozen=True, slots=True)
class ComplaintReceived:
    """The customer complained."""

    complaint_id: str
    said: str = field(default="", repr=False)
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class ComplaintClosed:
    """A person answered a complaint."""

    complaint_id: str
    upheld: bool


@dataclass(frozen=True, slots=True)
class HardshipStated:
    """The customer stated a concrete hardship."""

    hardship_id: str
    reason: ReasonForDefault
    said: str = field(default="", repr=False)
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """The customer agreed to hours of contact, with evidence."""

    consent: ConsentWindow


@dataclass(frozen=True, slots=True)
class ConsentRevoked:
    """The customer took a consent back; it ends at once."""

    consent_id: str


@dataclass(frozen=True, slots=True)
class HoldPlaced:
    """Collecting stops for a cause and a period."""

    hold: Hold


@dataclass(frozen=True, slots=True)
class HoldReleased:
    """A hold ended before its time, by a person (who then gives a reason) or because its cause was settled."""

    hold_id: HoldId
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CallbackAgreed:
    """The customer asked to be called at a moment; doing so is a promise of ours."""

    callback_id: str
    due_at: datetime
    attempt_id: AttemptId | None = None


@dataclass(frozen=True, slots=True)
class DispositionRecorded:
    """The result code and the note of a contact."""

    code: ResultCode
    note: str = field(default="", repr=False)
    attempt_id: AttemptId | None = None


@dataclass(frozen=True, slots=True)
class NoteAnnotated:
    """A correction or an addition to the latest note; the note itself stays as it was."""

    text: str = field(repr=False)


Happening = (
    CasePlaced
    | CaseRestated
    | BalanceUpdated
    | CaseRecalled
    | CaseClosed
    | CaseReopened
    | CaseAssigned
    | AttemptStarted
    | AttemptEnded
    | NumberMarked
    | SealedContactRevealed
    | ThirdPartyRefused
    | CallOpened
    | TurnTaken
    | CallClosed
    | IdentityVerified
    | ReasonGiven
    | PromiseMade
    | PromiseJudged
    | PaymentClaimed
    | ClaimResolved
    | PaymentPosted
    | ArrangementSigned
    | ArrangementStateChanged
    | DisputeOpened
    | DisputeClosed
    | ComplaintReceived
    | ComplaintClosed
    | HardshipStated
    | ConsentGiven
    | ConsentRevoked
    | HoldPlaced
    | HoldReleased
    | CallbackAgreed
    | DispositionRecorded
    | NoteAnnotated
    | TurnTakenBack
    | FactTakenBack
    | OverrideAsked
    | OverrideGranted
    | OverrideWithdrawn
    | MatterStep
    | CaseReturned
    | KeepRequested
    | KeepAnswered
    | LetterWritten
    | EvidenceHandedOut
)

HAPPENINGS: dict[str, type[Happening]] = {kind.__name__: kind for kind in Happening.__args__}
