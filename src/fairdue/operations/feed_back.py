"""Feed back: the creditor's feedback file, and the return of cases (退案).

Room: operations. Money that came in is posted by ``posting``; here goes out what the creditor is told. The
measures are in ``measuring``.
"""

from __future__ import annotations

from datetime import date, datetime

from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.happening import CaseClosed
from fairdue.compliance.decision import Defer, Refuse
from fairdue.feedback.feedback_file import feedback_row, write_feedback_xlsx
from fairdue.feedback.feedback_template import feedback_template
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.operations.export import Exported, export_to_creditor
from fairdue.operations.house import House


class NothingToTell(LookupError):
    """The creditor has no case here; the message says which creditors have."""


class CaseInCall(RuntimeError):
    """The case is in a call; wrap it up before the case is returned."""


def feedback_file(
    house: House,
    *,
    creditor: str,
    as_of: datetime,
    actor: str,
    template: str,
    period_from: date | None = None,
) -> Exported | Defer | Refuse:
    """Hand out the creditor's feedback file (XLSX) over all of its cases, the closed ones included.

    The gate is asked as for every export; only a permitted file is returned.
    Raises NothingToTell for a creditor without cases, TemplateFault for an unknown template.
    """
    chosen = feedback_template(template)
    as_of_on = civil_date(as_of)
    rows = [
        feedback_row(case=case, as_of_on=as_of_on, period_from=period_from)
        for case in house.book.iterate(creditor=creditor)
    ]
    if not rows:
        known = ", ".join(house.book.creditors()) or "none"
        raise NothingToTell(f"this creditor has no case here; creditors with cases: {known}")
    content = write_feedback_xlsx(rows=rows, template=chosen, as_of_on=as_of_on)
    return export_to_creditor(
        house, creditor=creditor, content=content, rows=len(rows), as_of=as_of, actor=actor
    )


def return_case(house: House, *, case_id: CaseId, as_of: datetime, actor: str) -> CaseFile:
    """Give a case back to its creditor (退案). Returning a case that is not open changes nothing.

    Raises CaseInCall while a call is under way, UnknownCase when there is no such case.
    """
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        if case.open_call is not None:
            raise CaseInCall("this case is in a call; wrap the call up, then return the case")
        if not case.is_open:
            return case
        closed = CaseClosed(civil_date(as_of), CaseStatus.RETURNED.value)
        return house.book.append(case, [closed], at=as_of, actor=actor)
