"""Builders for guided calls: a case on the line, and a caller who walks it through the public engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from fairdue.casefile import happening as h
from fairdue.casefile.account import Account
from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.contact_point import ContactKind, ContactPoint, SealedContact
from fairdue.casefile.event import Event, open_event, seal_event
from fairdue.casefile.fold import apply_event
from fairdue.casefile.party import Party
from fairdue.conversation.engine import Advance, advance, open_session, prompt_of
from fairdue.conversation.heard import Heard, write_heard
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.prompt import Prompt
from fairdue.conversation.session import Session, Speaker
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import (
    AttemptId,
    CaseId,
    ContactPointId,
    PermitId,
    PersonId,
    SessionId,
    case_id_of,
)

Kind = TypeVar("Kind")

NOW = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
SPEAKER = Speaker(agency="华信资产", staff_no="6027", hotline="400-000-0000")
SESSION, ATTEMPT = SessionId("s-1"), AttemptId("a-1")


def a_case(
    *,
    periods: int | None = 1,
    full: bool = True,
    amount_fen: int = 1_285_036,
    contact: str = "own",
) -> CaseFile:
    """A placed case with an attempt under way; ``full`` False leaves out all that a file may leave out."""
    case_id = case_id_of(creditor="示例银行", case_no="X-1")
    account = Account(
        creditor="示例银行",
        case_no="X-1",
        card="6200000000000000",
        amount_fen=amount_fen,
        placed_on=date(2026, 3, 1),
        overdue_periods=periods,
        principal_fen=1_120_000 if full else None,
        interest_fen=130_036 if full else None,
        penalty_fen=35_000 if full else None,
        overdue_on=date(2026, 2, 27) if full else None,
        product="信用卡" if full else None,
    )
    party = Party(
        PersonId("p-1"), "测试甲", "110101199001010000", birth_on=date(1990, 1, 1) if full else None
    )
    own = ContactPoint(ContactPointId("cp-own"), ContactKind.MOBILE, "13800000000", "k1")
    sealed = SealedContact(ContactPointId("cp-sealed"), "token", "k2")
    case = replay([_event(case_id, 1, h.CasePlaced(account, party, (own,), (sealed,)))])
    started = h.AttemptStarted(ATTEMPT, PermitId("permit-1"), "phone", ContactPointId(f"cp-{contact}"))
    return add(case, (started, h.CallOpened(SESSION, ATTEMPT, "first_call")))


def _event(case_id: CaseId, seq: int, happened: h.Happening, at: datetime = NOW) -> Event:
    row = seal_event(case_id=case_id, seq=seq, at=at, actor="t", happened=happened, prev_hash="x")
    return open_event(row)


def add(case: CaseFile, happenings: Sequence[h.Happening], at: datetime = NOW) -> CaseFile:
    """The case after more happenings, through the log's own text."""
    for happened in happenings:
        case = apply_event(case, _event(case.case_id, case.event_count + 1, happened, at))
    return case


@dataclass
class Call:
    """One call under way, as the operations would hold it."""

    case: CaseFile = field(default_factory=a_case)
    as_of: datetime = NOW
    note_language: str = "zh"
    flow_id: str = "first_call"
    happenings: list[h.Happening] = field(default_factory=list)
    session: Session = field(init=False)

    def __post_init__(self) -> None:
        self.session = open_session(
            case=self.case,
            speaker=SPEAKER,
            session_id=SESSION,
            attempt_id=ATTEMPT,
            flow=read_flow(self.flow_id),
            as_of=self.as_of,
            note_language=self.note_language,
        )

    def turn(self, heard: Heard) -> Advance:
        """Offer one turn, and append what the operations would append."""
        answer = self.advance(heard)
        self.keep(answer)
        return answer

    def advance(self, heard: Heard) -> Advance:
        """Offer one turn and keep nothing."""
        return advance(session=self.session, heard=heard, case=self.case, as_of=self.as_of)

    def keep(self, answer: Advance) -> None:
        """Append what the operations would append."""
        if answer.taken is not None:
            taken = h.TurnTaken(SESSION, len(self.session.heards) + 1, write_heard(answer.taken))
            self.case = add(self.case, (taken, *answer.happenings), self.as_of)
            self.happenings += answer.happenings
            self.session = answer.session

    def say(self, *turns: str | Heard) -> Call:
        """Take turns that must all be accepted."""
        for turn in turns:
            heard = Heard(turn) if isinstance(turn, str) else turn
            answer = self.turn(heard)
            assert answer.accepted, (heard.choice, self.session.step, answer.complaints)
        return self

    def prompt(self, language: str = "zh") -> Prompt:
        """What the screen shows now."""
        return prompt_of(session=self.session, case=self.case, as_of=self.as_of, language=language)

    def of(self, kind: type[Kind]) -> list[Kind]:
        """The happenings of one kind so far."""
        return [happened for happened in self.happenings if isinstance(happened, kind)]

    @property
    def disposition(self) -> h.DispositionRecorded:
        """The one disposition of a closed call."""
        (only,) = self.of(h.DispositionRecorded)
        return only


VERIFIED = ("answered", "self", "id_last_four")
