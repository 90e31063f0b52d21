"""A made-up pack for tests: a short case with everything in it, and a key that is no secret."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.casefile.builders import a_log
from fairdue.casefile import happening as h
from fairdue.casefile.case import CaseFile, replay
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.correspondence import LetterWritten
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.event import StoredEvent, open_event
from fairdue.casefile.override_request import OverrideAsked
from fairdue.feedback.evidence.masking import mask_line, own_numbers
from fairdue.feedback.evidence.pack import build_pack
from fairdue.feedback.evidence.pack_records import (
    About,
    DecisionLine,
    LogLine,
    Recipient,
    RuleLine,
    StatementLine,
    WordingLine,
)
from fairdue.feedback.evidence.pack_story import PackRecords
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import AttemptId, ContactPointId, PermitId, PromiseId, SessionId

KEY = Ed25519PrivateKey.from_private_bytes(b"a key of the tests, no secret ..")
PUBLIC = KEY.public_key().public_bytes_raw()
CALL = AttemptId("at1")
STRANGER = "13912345678"


def happenings() -> list[h.Happening]:
    """A call with a promise, a note that names somebody's number, a complaint, a letter."""
    return [
        h.AttemptStarted(CALL, PermitId("pm1"), "phone", ContactPointId("n1")),
        h.CallOpened(SessionId("s1"), CALL, "first_call"),
        h.TurnTaken(SessionId("s1"), 1, '{"choice":"answered"}'),
        h.IdentityVerified(CALL, "id_last_four"),
        h.PromiseMade(PromiseId("pr1"), 120_000, date(2026, 3, 20), "bank_app", CALL),
        h.AttemptEnded(CALL, CallResult.ANSWERED, AnsweredBy.DEBTOR),
        h.DispositionRecorded(ResultCode.PTP, f"客户说也可打 {STRANGER} 找人", CALL),
        h.NoteAnnotated("更正：金额以账单为准 <b>&amp;</b>"),
        h.ComplaintReceived("cm1", "来电太早"),
        OverrideAsked(
            "ov1", "house.weekly_contacts", "客户要求", "rec-7", datetime(2026, 3, 9, tzinfo=CHINA)
        ),
        LetterWritten(CALL, "promise_confirmation", "2026-11-24", "zh", "sms", "您好"),
    ]


def records(rows: Sequence[StoredEvent] | None = None) -> PackRecords:
    """The records of that case."""
    rows = rows if rows is not None else a_log(*happenings())
    case = case_of(rows)
    own = own_numbers(case)
    log = tuple(mask_line(line_of(row), own=own) for row in rows)
    trace = (
        RuleLine("cn.a.b", "passed", Bilingual("可以", "may be"), "某办法", "Art. 1", "source"),
        RuleLine("house.c", "refuse", Bilingual("不可", "may not")),
    )
    return PackRecords(
        about=About(
            case_id=case.case_id,
            case_no=case.account.case_no,
            creditor=case.account.creditor,
            customer=case.party.name,
            recipient=Recipient.REGULATOR,
            made_at="2026-03-10T10:00:00+08:00",
            made_by="compliance",
            software="fairdue 0.1.0",
            rulebook="rulebook abc",
            playbook="playbook def",
            event_count=len(rows),
            head_hash=rows[-1].hash,
            placed_fen=case.account.amount_fen,
            balance_fen=case.balance_fen,
            status=case.status.value,
            sealed_contacts=len(case.sealed_contacts),
            masked_numbers=sum(line.masked for line in log),
        ),
        log=log,
        decisions=(
            DecisionLine("dc1", "2026-03-02T10:00:00+08:00", "c7", "place_call", "permit", (), trace, None, "pm1"),
            DecisionLine("dc2", "2026-03-02T22:00:00+08:00", "c7", "place_call", "refuse", ("house.c",), trace),
        ),
        wording=(
            WordingLine(
                "s1", 1, "2026-03-02T10:00:00+08:00", "opening", "opening.introduce", "2026-02-01",
                Bilingual("您好", "Good morning"),
            ),
        ),
        statements=(
            StatementLine(
                "as1", "agency_listed", Bilingual("名单内", "listed"), "yes", "house", "paper 3", "compliance",
                "2026-01-01T00:00:00+08:00", "2026-01-01T00:00:00+08:00", None, None, None, ("D1", "D2"),
            ),
        ),
    )  # fmt: skip


def case_of(rows: Sequence[StoredEvent]) -> CaseFile:
    """The case of a log."""
    return replay(open_event(row) for row in rows)


def line_of(row: StoredEvent) -> LogLine:
    """A row as it stands in a pack, whole."""
    return LogLine(
        row.seq, row.prev_hash, row.hash, row.case_id, row.kind, row.at, row.actor, row.body
    )  # fmt: skip


def a_pack(made: PackRecords | None = None) -> bytes:
    """The pack of that case."""
    return build_pack(made or records(), sign=KEY.sign, public_key=PUBLIC)
