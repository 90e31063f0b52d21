"""Feedback files: composed as of a moment, tied to the payment book, sent with one permit each, laid into the outbox.

Room: operations. A file says how things stood at its moment: what happened later stays out of it, so that it can
be made again byte for byte. Its totals are compared with the payment book before anybody is asked; a file that does
not tie never leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.compliance.decision import Defer, Refuse
from fairdue.feedback.feedback_file import (
    ControlTotals,
    FeedbackRow,
    control_totals,
    feedback_row,
    write_feedback,
)
from fairdue.feedback.feedback_template import (
    FeedbackTemplate,
    FileScope,
    TemplateKind,
    feedback_templates,
    read_template,
)
from fairdue.feedback.own_template import OWN_PREFIX
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.operations.export import Exported, export_to_creditor
from fairdue.operations.house import House
from fairdue.operations.run_ports import SentFile


class NothingToTell(LookupError):
    """The creditor has no case here; the message says which creditors have."""


class TotalsDoNotTie(RuntimeError):
    """What the logs say was paid is not what the payment book holds; the message names the two sums."""


@dataclass(frozen=True, slots=True)
class Composed:
    """One file before it leaves: its bytes, name and totals. ``since`` is the moment of the last file of its chain."""

    creditor: str
    template: FeedbackTemplate
    content: bytes = field(repr=False)
    name: str
    digest: str
    totals: ControlTotals
    as_of: datetime
    since: datetime | None


def known_templates(house: House) -> Mapping[str, FeedbackTemplate]:
    """The templates of the playbook and those of the house by id. Raises TemplateFault."""
    found = dict(feedback_templates())
    for own in house.back_office.templates.own():
        found[own.template_id] = read_template(text=own.text, source=own.template_id)
    return found


def templates_for(house: House, creditor: str) -> list[FeedbackTemplate]:
    """The feedback templates that name this creditor; the house's own stand in the place of the playbook's."""
    named = [
        one
        for one in known_templates(house).values()
        if creditor in one.creditors and one.kind is TemplateKind.FEEDBACK
    ]
    return [one for one in named if one.template_id.startswith(OWN_PREFIX)] or named


def compose(
    house: House, *, creditor: str, template: FeedbackTemplate, as_of: datetime, whole: bool = False
) -> Composed:
    """Make a creditor's file as of a moment; nothing leaves and nothing is recorded.

    ``whole``: every case, whatever the template's scope says. A file of changes may hold no row at all.
    Raises NothingToTell for a creditor without cases, TotalsDoNotTie.
    """
    before = house.back_office.sent.last(creditor=creditor, template=template.template_id, before=as_of)
    since = before.as_of if before is not None else None
    rows = rows_of(house, creditor=creditor, template=template, as_of=as_of, since=since, whole=whole)
    as_of_on = civil_date(as_of)
    content = write_feedback(rows=rows, template=template, as_of_on=as_of_on)
    mark = hashlib.sha256(creditor.encode()).hexdigest()[:6]
    name = f"{as_of_on:%Y%m%d}-{template.template_id}-{mark}.{template.shape.kind.value}"
    digest = hashlib.sha256(content).hexdigest()
    return Composed(creditor, template, content, name, digest, control_totals(rows), as_of, since)


def rows_of(
    house: House,
    *,
    creditor: str,
    template: FeedbackTemplate,
    as_of: datetime,
    since: datetime | None,
    whole: bool = False,
    most: int | None = None,
) -> list[FeedbackRow]:
    """The rows that belong into a file; ``most`` cuts them short for a look, and then nothing is tied."""
    told = {} if since is None else _told(house, creditor, since)
    changes_only = template.scope is FileScope.SINCE_LAST and since is not None and not whole
    as_of_on = civil_date(as_of)
    rows: list[FeedbackRow] = []
    some = False
    tie = None if most is not None else _Tie(house, creditor)
    for case in house.book.iterate(creditor=creditor, until=as_of):
        some = True
        if tie is not None:
            tie.add(case)
        events, paid_fen = told.get(case.case_id, (0, 0))
        if template.kind is TemplateKind.RETURN and not _went_back(case, since, as_of):
            continue
        if changes_only and case.event_count == events:
            continue
        rows.append(feedback_row(case=case, as_of_on=as_of_on, told_fen=None if since is None else paid_fen))
        if most is not None and len(rows) >= most:
            break
    if not some:
        known = ", ".join(house.book.creditors()) or "none"
        raise NothingToTell(f"this creditor has no case here; creditors with cases: {known}")
    if tie is not None:
        tie.prove()
    return rows


def send(
    house: House, composed: Composed, *, asked_at: datetime, actor: str, run_id: str = "", moves_chain: bool
) -> Exported | Defer | Refuse:
    """Ask the gate, and on a permit keep the export and the file's record beside it, in one transaction."""
    with house.book.transaction():
        answer = export_to_creditor(
            house,
            creditor=composed.creditor,
            content=composed.content,
            rows=composed.totals.rows,
            as_of=asked_at,
            actor=actor,
        )
        if isinstance(answer, Exported):
            house.back_office.sent.record(
                SentFile(
                    permit_id=answer.permit.permit_id,
                    run_id=run_id,
                    creditor=composed.creditor,
                    template=composed.template.template_id,
                    name=composed.name,
                    digest=composed.digest,
                    rows=composed.totals.rows,
                    paid_in_period_fen=composed.totals.paid_in_period_fen,
                    paid_fen=composed.totals.paid_fen,
                    balance_fen=composed.totals.balance_fen,
                    as_of=composed.as_of,
                    at=asked_at,
                    actor=actor,
                    moves_chain=moves_chain,
                )
            )
    return answer


def _told(house: House, creditor: str, since: datetime) -> dict[CaseId, tuple[int, int]]:
    """How many events each case had, and what was paid on it, when the last file was made."""
    on = civil_date(since)
    return {
        case.case_id: (case.event_count, sum(p.amount_fen for p in case.payments if p.posted_on <= on))
        for case in house.book.iterate(creditor=creditor, until=since)
    }


def _went_back(case: CaseFile, since: datetime | None, as_of: datetime) -> bool:
    """Did the case go back on this day, or since the last file of its kind?"""
    if case.given_back is None:
        return False
    on = case.given_back.on
    return on <= civil_date(as_of) and (since is None or on > civil_date(since))


class _Tie:
    """Adds the payments of the logs up beside those of the payment book."""

    def __init__(self, house: House, creditor: str) -> None:
        self._booked = {one.payment_id: one.amount_fen for one in house.payments.posted(creditor=creditor)}
        self._logged_fen = self._booked_fen = 0

    def add(self, case: CaseFile) -> None:
        """Take the payments of one case."""
        for payment in case.payments:
            self._logged_fen += payment.amount_fen
            self._booked_fen += self._booked.get(payment.payment_id, 0)

    def prove(self) -> None:
        """Raise TotalsDoNotTie unless the two sums are one."""
        if self._logged_fen != self._booked_fen:
            raise TotalsDoNotTie(
                f"the logs of this creditor's cases hold payments of {self._logged_fen} fen, the payment book "
                f"{self._booked_fen} fen of the same payments; run `fairdue audit verify` before any file leaves"
            )
