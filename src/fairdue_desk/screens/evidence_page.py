"""The evidence pack of a case, from its page: for whom, about which complaint; the gate answers on the same page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from fairdue import __version__
from fairdue.feedback.evidence.pack_records import Recipient
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.operations.evidence import UnknownComplaint, evidence_pack
from fairdue.operations.export import Exported
from fairdue_desk.screens.case_page import show_case
from fairdue_desk.screens.decision_view import view_of_decision
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

ZIP = "application/zip"


@require_POST
@screen(Right.TAKE_EVIDENCE)
def evidence(request: HttpRequest, staff: Staff, case_id: str) -> HttpResponse:
    """Hand out the pack, or show what the gate has against it."""
    row = staff.require_case(case_id)
    the_house = house()
    now = the_house.now()
    wanted = request.POST.get("recipient", "")
    recipient = Recipient(wanted) if wanted in set(Recipient) else Recipient.TRAINING
    try:
        answer = evidence_pack(
            the_house,
            case_id=CaseId(case_id),
            recipient=recipient,
            complaint_id=request.POST.get("complaint") or None,
            software=f"fairdue {__version__}",
            as_of=now,
            actor=staff.username,
        )
    except UnknownComplaint:
        return show_case(request, staff, row)
    if not isinstance(answer, Exported):
        return show_case(request, staff, row, answer=view_of_decision(answer))
    response = HttpResponse(answer.content, content_type=ZIP)
    name = f"evidence-{case_id}-{recipient}-{civil_date(now):%Y%m%d}.zip"
    disposition = content_disposition_header(as_attachment=True, filename=name)
    assert disposition is not None, "a name is given, so there is a header"
    response["Content-Disposition"] = disposition
    return response
