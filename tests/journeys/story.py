"""A collector's month in a few words: place files, hold calls, let days end. All by the public operations."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fairdue.casefile.case import CaseFile
from fairdue.compliance.action import Action, ActionKind, CalleeRole, Channel, InitiatedBy, Purpose
from fairdue.compliance.decision import Defer, Refuse
from fairdue.conversation.heard import Heard
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId
from fairdue.operations.converse import CallUnderWay, begin_call, take_turn
from fairdue.operations.end_of_day import DayRun, end_of_day
from fairdue.operations.house import House
from fairdue.operations.place import PlaceReport, place_file
from fairdue.practice.life import MadePayment
from fairdue.practice.population import generate_rows, write_placement_csv
from fairdue.practice.repayments import payment_row, write_payments_csv
from fairdue.understanding.spoken_channel import PayChannel

CREDITOR = "示例银行信用卡中心"
COLLECTOR = "collector-7"
FIRST_DAY = date(2026, 3, 2)
TALK = ("answered", "self", "id_last_four")
"""Somebody answers, it is the customer, and the last four digits of the identity number match."""


def on(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the story; day 0 is Monday, 2 March 2026."""
    return datetime.combine(day_on(day), time(hour, minute), CHINA)


def day_on(day: int) -> date:
    """A civil day of the story."""
    return FIRST_DAY + timedelta(days=day)


def placement_csv(cells: Mapping[str, str] | None = None, *, size: int = 3, seed: int = 11) -> bytes:
    """A placement file of invented people; ``cells`` overwrite those of its first row."""
    rows = list(
        generate_rows(seed=seed, size=size, placed_on=FIRST_DAY, creditor=CREDITOR, batch_no="B2603-01")
    )
    rows[0] |= cells or {}
    stream = io.StringIO()
    write_placement_csv(stream, rows=rows)
    return stream.getvalue().encode()


@dataclass
class Story:
    """One house and what is done in it, day by day."""

    house: House
    serial: int = 0

    def place(self, content: bytes, *, at: datetime, name: str = "placement.csv") -> PlaceReport:
        """Place a file."""
        return place_file(self.house, name=name, content=content, as_of=at, actor="admin")

    def pay(self, case_id: CaseId, amount_fen: int, posted: date, *, at: datetime) -> PlaceReport:
        """The creditor's payment file with one line for a case."""
        self.serial += 1
        account = self.case(case_id).account
        payment = MadePayment(amount_fen, posted, PayChannel.BANK_APP)
        row = payment_row(
            serial_no=f"P{self.serial:04d}", card=account.card, case_no=account.case_no, payment=payment
        )
        stream = io.BytesIO()
        write_payments_csv(stream, rows=[row])
        return self.place(stream.getvalue(), at=at, name=f"payments-{self.serial}.csv")

    def case(self, case_id: CaseId) -> CaseFile:
        """The case as its log says."""
        return self.house.book.load(case_id)

    def dial(self, case_id: CaseId, *, at: datetime) -> CallUnderWay | Defer | Refuse:
        """Begin a call."""
        return begin_call(self.house, case_id=case_id, as_of=at, actor=COLLECTOR)

    def call(self, case_id: CaseId, *turns: str | Heard, at: datetime) -> CallUnderWay:
        """Hold a call whose turns must all be accepted, twenty seconds each."""
        call = self.dial(case_id, at=at)
        assert isinstance(call, CallUnderWay), call
        return self.go_on(call, turns, at=at)

    def go_on(self, call: CallUnderWay, turns: Sequence[str | Heard], *, at: datetime) -> CallUnderWay:
        """Take further turns in a call."""
        for number, turn in enumerate(turns, 1):
            heard = Heard(turn) if isinstance(turn, str) else turn
            moment = at + timedelta(seconds=20 * number)
            call = take_turn(
                self.house, case_id=call.case.case_id, heard=heard, as_of=moment, actor=COLLECTOR
            )
            assert not call.complaints, (heard.choice, call.prompt.step, call.complaints)
        return call

    def end(self, day: int) -> DayRun:
        """Close one day."""
        return end_of_day(self.house, as_of=on(day, 23, 30), actor="end-of-day")


def reveal_action(case: CaseFile) -> Action:
    """The act of opening the first sealed contact, to restore contact with the customer."""
    sealed = case.sealed_contacts[0]
    return Action(
        kind=ActionKind.REVEAL_SEALED_CONTACT,
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        channel=Channel.NONE,
        purpose=Purpose.RESTORE_CONTACT,
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.THIRD_PARTY,
        contact_point_id=sealed.contact_point_id,
        number_key=sealed.number_key,
    )
