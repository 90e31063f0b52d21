"""Evidence: one case or one complaint as a sealed pack, handed out on a permit of its own.

Room: operations. The pack is built of what is stored, put to the gate as an export, and recorded in the log of its
case, all in one transaction: nobody holds a pack of which the house does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from fairdue.casefile.case import CaseFile
from fairdue.casefile.correspondence import EvidenceHandedOut
from fairdue.casefile.event import StoredEvent
from fairdue.casefile.happening import Happening
from fairdue.compliance.decision import Defer, Permit, Refuse
from fairdue.feedback.evidence.masking import hide_numbers, mask_line, own_numbers
from fairdue.feedback.evidence.pack import build_pack, build_redacted_pack
from fairdue.feedback.evidence.pack_records import About, LogLine, Recipient, RecordingLine, StatementLine
from fairdue.feedback.evidence.pack_story import PackRecords
from fairdue.feedback.evidence.redaction import redacted
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId
from fairdue.operations.evidence_sources import (
    decision_lines,
    knowledge_digest,
    statement_lines,
    wording_lines,
)
from fairdue.operations.export import Exported, export_of_case
from fairdue.operations.house import House

_KNOWN_RECIPIENTS = frozenset({Recipient.CREDITOR, Recipient.CUSTOMER, Recipient.TRAINING})


class UnknownComplaint(LookupError):
    """The case has no such complaint; the message says which it has."""


def evidence_pack(
    house: House,
    *,
    case_id: CaseId,
    recipient: Recipient,
    complaint_id: str | None = None,
    shown_from: datetime | None = None,
    shown_until: datetime | None = None,
    recordings: Sequence[RecordingLine] = (),
    software: str,
    as_of: datetime,
    actor: str,
) -> Exported | Defer | Refuse:
    """Hand out the pack of a case, if the gate permits it now; ``TRAINING`` gives the one with nobody in it.

    ``shown_from`` and ``shown_until`` are half open; records outside stay in the pack as bare links of the chain.
    For a complaint the period ends with the day on which it was answered, unless another end is given.
    Raises UnknownCase, UnknownComplaint, and ValueError for a period that ends before it begins.
    """
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        if complaint_id is not None:
            shown_until = shown_until or _end_of_complaint(case, complaint_id)
        if shown_from is not None and shown_until is not None and shown_until <= shown_from:
            raise ValueError("the period ends before it begins; --until is after --from")
        records = collect_records(
            house,
            case=case,
            recipient=recipient,
            complaint_id=complaint_id,
            shown_from=shown_from,
            shown_until=shown_until,
            recordings=recordings,
            software=software,
            as_of=as_of,
            actor=actor,
        )
        is_redacted = recipient is Recipient.TRAINING
        sealer = house.sealer
        if is_redacted:
            story = redacted(records, case=case, agency=house.speaker.agency)
            content = build_redacted_pack(story, sign=sealer.sign, public_key=sealer.public_key())
        else:
            content = build_pack(records, sign=sealer.sign, public_key=sealer.public_key())

        def handed_out(permit: Permit, digest: str) -> Happening:
            return EvidenceHandedOut(
                permit.permit_id, recipient.value, digest, case.event_count, redacted=is_redacted
            )

        return export_of_case(
            house,
            case=case,
            content=content,
            recipient_known=recipient in _KNOWN_RECIPIENTS,
            names_somebody=not is_redacted,
            handed_out=handed_out,
            as_of=as_of,
            actor=actor,
        )


def collect_records(
    house: House,
    *,
    case: CaseFile,
    recipient: Recipient,
    complaint_id: str | None = None,
    shown_from: datetime | None = None,
    shown_until: datetime | None = None,
    recordings: Sequence[RecordingLine] = (),
    software: str,
    as_of: datetime,
    actor: str,
) -> PackRecords:
    """All that is stored on a case, as it may leave: others' numbers masked, records outside the period bare links."""
    rows = house.book.events(case.case_id)
    log = tuple(_log_lines(case, rows, shown_from, shown_until))
    decisions = decision_lines(house, case.case_id, shown_from, shown_until)
    statements, more_masked = _masked(statement_lines(house, case, decisions), own_numbers(case))
    # Day and hour of the making, without more digits than anybody reads.
    made_at = as_of.astimezone(CHINA).isoformat(timespec="seconds")
    about = About(
        case_id=case.case_id,
        case_no=case.account.case_no,
        creditor=case.account.creditor,
        customer=case.party.name,
        recipient=recipient,
        made_at=made_at,
        made_by=actor,
        software=software,
        rulebook=f"rulebook {knowledge_digest('fairdue_rulebook', house.rulebook)}",
        playbook=f"playbook {knowledge_digest('fairdue_playbook')}",
        event_count=len(rows),
        head_hash=rows[-1].hash,
        shown_from=_text(shown_from),
        shown_until=_text(shown_until),
        complaint_id=complaint_id,
        product=case.account.product,
        placed_fen=case.account.amount_fen,
        balance_fen=case.balance_fen,
        status=case.status.value,
        sealed_contacts=len(case.sealed_contacts),
        masked_numbers=sum(line.masked for line in log) + more_masked,
        links_only=sum(line.is_link for line in log),
    )
    return PackRecords(
        about=about,
        log=log,
        decisions=decisions,
        wording=wording_lines(house, rows, shown_from, shown_until),
        statements=statements,
        recordings=tuple(sorted(recordings, key=lambda one: one.name)),
    )


def _masked(
    statements: Sequence[StatementLine], own: frozenset[str]
) -> tuple[tuple[StatementLine, ...], int]:
    """The statements with others' numbers hidden in what somebody wrote as evidence, and how many there were."""
    lines, masked = [], 0
    for line in statements:
        evidence, hidden = hide_numbers(line.evidence, own=own)
        lines.append(replace(line, evidence=evidence))
        masked += hidden
    return tuple(lines), masked


def _log_lines(
    case: CaseFile, rows: Iterable[StoredEvent], shown_from: datetime | None, shown_until: datetime | None
) -> Iterable[LogLine]:
    own = own_numbers(case)
    for row in rows:
        line = LogLine(
            row.seq, row.prev_hash, row.hash, row.case_id, row.kind, row.at, row.actor, row.body
        )  # fmt: skip
        if within(datetime.fromisoformat(row.at), shown_from, shown_until):
            yield mask_line(line, own=own)
        else:
            yield replace(line, case_id="", kind="", at="", actor="", body="")


def within(at: datetime, shown_from: datetime | None, shown_until: datetime | None) -> bool:
    """Does a moment lie in a half-open period without ends where None stands?"""
    return (shown_from is None or shown_from <= at) and (shown_until is None or at < shown_until)


def _end_of_complaint(case: CaseFile, complaint_id: str) -> datetime | None:
    """The midnight after the day on which it was answered; None while it is open."""
    for complaint in case.complaints:
        if complaint.complaint_id == complaint_id:
            if complaint.closed_at is None:
                return None
            day = complaint.closed_at.astimezone(CHINA).date() + timedelta(days=1)
            return datetime.combine(day, time(0), CHINA)
    known = ", ".join(complaint.complaint_id for complaint in case.complaints) or "none"
    raise UnknownComplaint(f"this case has no such complaint; it has {known}")


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(CHINA).isoformat(timespec="minutes")
