"""The session: where a guided call stands. It is a function of its opening and of the turns heard since.

Room: conversation. A session never looks at the case or the clock when it moves, so that replaying the
stored turns gives the same session on any later day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.conversation.flow import Effect, Flow
from fairdue.conversation.heard import Heard
from fairdue.foundation.ids import AttemptId, CaseId, SessionId
from fairdue.understanding.spoken_channel import PayChannel


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who calls: the company, the staff number, and the official number that a customer may check."""

    agency: str
    staff_no: str
    staff_name: str | None = None
    hotline: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far, each value in its own type; None and "" mean not said yet."""

    line: CallResult | None = None
    answered_by: AnsweredBy | None = None
    reason: ReasonForDefault | None = None
    paid_on: date | None = None
    paid_amount_fen: int | None = None
    paid_channel: PayChannel | None = None
    promise_full: bool = False
    promise_amount_fen: int | None = None
    promise_on: date | None = None
    promise_at: datetime | None = None
    pay_channel: PayChannel | None = None
    instalment_fen: int | None = None
    callback_at: datetime | None = None
    said: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """One guided call under way, or closed.

    ``aside`` holds sentences that answer a question without leaving the step; ``lingers`` is True where the last
    answer led nowhere, so that only the question of the step is said again; ``done`` the effects that
    have happened, each at most once; ``noted`` the note sentences, in the order in which they came. ``pending``
    is an answer some of whose values were said and others must still be asked for. ``other_speaking``: somebody else
    than the customer is on the line now, whoever took the call first.
    """

    session_id: SessionId
    case_id: CaseId
    attempt_id: AttemptId
    speaker: Speaker
    flow: Flow = field(repr=False)
    opened_at: datetime
    step: str
    note_language: str = "zh"
    verified: bool = False
    verified_by: str = ""
    other_speaking: bool = False
    answers: Answers = Answers()
    heards: tuple[Heard, ...] = field(default=(), repr=False)
    aside: tuple[str, ...] = ()
    lingers: bool = False
    pending: Heard | None = field(default=None, repr=False)
    done: tuple[Effect, ...] = ()
    noted: tuple[str, ...] = ()
    code: ResultCode | None = None
    closed: bool = False

    @property
    def flow_id(self) -> str:
        """The id that ``CallOpened.flow`` stores and ``read_flow`` takes."""
        return self.flow.flow_id
