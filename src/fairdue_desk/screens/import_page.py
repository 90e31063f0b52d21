"""Files in (导入): a dry run first, then placing, then the acknowledgement for the creditor.

A file is never kept between the two steps: the browser sends it again, and the digest of what was tried
comes with it, so that what is placed is what was looked at.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from fairdue.feedback.acknowledgement import write_acknowledgement
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.problem import Problem
from fairdue.intake.layouts import FileKind
from fairdue.operations.acknowledge import acknowledgement_of
from fairdue.operations.house import House
from fairdue.operations.place import place_file
from fairdue.operations.place_report import PlaceReport
from fairdue_desk.screens.context import desk_language
from fairdue_desk.screens.feedback_page import workbook_response
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

FINDINGS_SHOWN = 200
RECENT_FILES = 15

KIND_NAMES: dict[FileKind, Bilingual] = {
    FileKind.PLACEMENT: Bilingual("委案文件", "placement"),
    FileKind.UPDATE: Bilingual("更新、收回文件", "update and recall"),
    FileKind.PAYMENT: Bilingual("还款文件", "payments"),
}
CHOOSE_A_FILE = Bilingual("请先选择文件。", "Choose a file first.")
SEND_IT_AGAIN = Bilingual(
    "请重新选择同一个文件，再下载回执。", "Choose the same file again, then take its receipt."
)
NOT_TRIED = Bilingual(
    "文件与试读时不同，已先重新试读；确认无误后再导入。",
    "The file is not the one that was tried, so it was tried first; place it once you have looked.",
)


@dataclass(frozen=True, slots=True)
class FindingView:
    """One rejected or warned line."""

    file_line: int | None
    column: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """What became of one file, or would."""

    report: PlaceReport
    digest: str
    kind_name: Bilingual | None
    problems: list[FindingView] = field(repr=False)
    rejected: list[FindingView] = field(repr=False)
    warned: list[FindingView] = field(repr=False)
    rejected_lines: int
    hidden: int

    @property
    def can_place(self) -> bool:
        """Is there anything in it to store?"""
        return self.report.dry_run and not self.report.unusable


@require_GET
@screen(Right.IMPORT)
def files(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the form and the latest files."""
    return render(request, "desk/files.html", _page(house()))


@require_POST
@screen(Right.IMPORT)
def read_files(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Try or place the files that were sent, one after the other; each is whole or not at all."""
    the_house = house()
    sent = request.FILES.getlist("files")
    creditor = request.POST.get("creditor", "").strip() or None
    placing = request.POST.get("do") == "place"
    tried = set(request.POST.getlist("tried"))
    if not sent:
        messages.error(request, CHOOSE_A_FILE.in_language(desk_language()))
    reports, changed = [], False
    for file in sent:
        content = file.read()
        digest = hashlib.sha256(content).hexdigest()
        seen = digest in tried
        changed = changed or (placing and not seen)
        reports.append(
            _view(_read(the_house, file, content, staff, creditor, dry_run=not (placing and seen)), digest)
        )
    context = {
        "reports": reports,
        "can_place": any(view.can_place for view in reports),
        "placed": any(not view.report.dry_run and not view.report.unusable for view in reports),
        "changed": NOT_TRIED if changed else None,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "desk/part_files.html", context | _page(the_house))
    return render(request, "desk/files.html", context | _page(the_house))


@require_POST
@screen(Right.IMPORT)
def acknowledgement(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Hand out the acknowledgement of one file that is here; the file is sent again, nothing is stored."""
    the_house = house()
    now = the_house.now()
    wanted = request.POST.get("of", "")
    for file in request.FILES.getlist("files"):
        content = file.read()
        if hashlib.sha256(content).hexdigest() != wanted:
            continue
        creditor = request.POST.get("creditor", "").strip() or None
        report = _read(the_house, file, content, staff, creditor, dry_run=True)
        if report.kind is None or report.unusable:
            break
        told = acknowledgement_of(report, as_of_on=civil_date(now))
        workbook = write_acknowledgement(told, language=desk_language())
        return workbook_response(workbook, name=f"acknowledgement-{wanted[:8]}-{civil_date(now):%Y%m%d}.xlsx")
    messages.error(request, SEND_IT_AGAIN.in_language(desk_language()))
    return redirect("files")


def _read(
    the_house: House, file: UploadedFile, content: bytes, staff: Staff, creditor: str | None, *, dry_run: bool
) -> PlaceReport:
    return place_file(
        the_house,
        name=file.name or "file",
        content=content,
        as_of=the_house.now(),
        actor=staff.username,
        creditor=creditor,
        dry_run=dry_run,
    )


def _page(the_house: House) -> dict[str, object]:
    recent = [
        (record, KIND_NAMES[FileKind(record.kind)] if record.kind in set(FileKind) else None)
        for record in the_house.files.recent(RECENT_FILES)
    ]
    return {"recent": recent}


def _view(report: PlaceReport, digest: str) -> ReportView:
    rejected = [_finding(problem) for row in report.rejected for problem in row.problems]
    warned = [_finding(problem) for problem in report.warned]
    return ReportView(
        report=report,
        digest=digest,
        kind_name=KIND_NAMES[report.kind] if report.kind else None,
        problems=[_finding(problem) for problem in report.file_problems],
        rejected=rejected[:FINDINGS_SHOWN],
        warned=warned[:FINDINGS_SHOWN],
        rejected_lines=len(report.rejected),
        hidden=max(0, len(rejected) - FINDINGS_SHOWN) + max(0, len(warned) - FINDINGS_SHOWN),
    )


def _finding(problem: Problem) -> FindingView:
    language = desk_language()
    return FindingView(
        problem.file_line,
        problem.column or "",
        problem.message.in_language(language),
        problem.remedy.in_language(language),
    )
