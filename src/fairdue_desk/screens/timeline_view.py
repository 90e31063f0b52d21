"""The story of a case for its page: the log in words, the newest first, the plain steps of a call folded away."""

from __future__ import annotations

from dataclasses import dataclass, field

from fairdue.casefile import happening as h
from fairdue.casefile import matter as m
from fairdue.casefile.case_return import CaseReturned, KeepAnswered, KeepRequested
from fairdue.casefile.correction import TurnTakenBack
from fairdue.casefile.event import open_event
from fairdue.feedback.timeline import TimelineLine, timeline_of
from fairdue.foundation.ids import CaseId
from fairdue.operations.house import House

ENTRIES_SHOWN = 80

_STEPS = frozenset(
    kind.__name__
    for kind in (
        h.AttemptStarted,
        h.CallOpened,
        h.TurnTaken,
        TurnTakenBack,
        h.CallClosed,
        h.IdentityVerified,
        h.AttemptEnded,
    )
)
"""Steps that the note of the call tells already; they stand in the whole log only."""

_ICONS = {
    h.CasePlaced: "file-spreadsheet",
    h.CaseRestated: "file-spreadsheet",
    h.BalanceUpdated: "report-money",
    h.CaseRecalled: "arrow-back-up",
    h.CaseClosed: "circle-check",
    h.CaseReopened: "arrow-back-up",
    h.CaseAssigned: "user",
    h.NumberMarked: "phone-off",
    h.SealedContactRevealed: "lock-open",
    h.ThirdPartyRefused: "hand-stop",
    h.ReasonGiven: "message-circle",
    h.PromiseMade: "heart-handshake",
    h.PromiseJudged: "scale",
    h.PaymentClaimed: "receipt",
    h.ClaimResolved: "scale",
    h.PaymentPosted: "cash",
    h.ArrangementSigned: "calendar-event",
    h.ArrangementStateChanged: "calendar-event",
    h.DisputeOpened: "message-report",
    h.DisputeClosed: "message-report",
    h.ComplaintReceived: "message-report",
    h.ComplaintClosed: "message-report",
    h.HardshipStated: "message-report",
    m.CreditObjectionReceived: "message-report",
    m.MatterAcknowledged: "check",
    m.MatterAssigned: "user",
    m.ExtensionAsked: "clock",
    m.ExtensionGranted: "check",
    m.ExtensionTold: "check",
    m.MatterAnswered: "circle-check",
    m.MatterClosed: "circle-check",
    h.HoldPlaced: "hand-stop",
    h.HoldReleased: "player-pause",
    h.CallbackAgreed: "phone",
    h.NoteAnnotated: "writing",
    CaseReturned: "arrow-back-up",
    KeepRequested: "calendar-event",
    KeepAnswered: "calendar-event",
}
ICON_OF = {kind.__name__: icon for kind, icon in _ICONS.items()}


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, told (``told``) and whole (``log``), each the newest first."""

    told: tuple[tuple[str, TimelineLine], ...] = field(repr=False)
    log: tuple[TimelineLine, ...] = field(repr=False)


def story_of(house: House, case_id: CaseId) -> Story:
    """Read the log of a case."""
    lines = timeline_of(events=[open_event(row) for row in house.book.events(case_id)])
    newest_first = lines[::-1]
    told = [(ICON_OF.get(line.kind, "note"), line) for line in newest_first if line.kind not in _STEPS]
    return Story(tuple(told[:ENTRIES_SHOWN]), newest_first)
