"""Acknowledge: the report of a placed file in the shape of the acknowledgement for its creditor.

Room: operations.
"""

from __future__ import annotations

from datetime import date

from fairdue.feedback.acknowledgement import Acknowledgement, RejectedLine, TakenLine
from fairdue.foundation.bilingual import Bilingual
from fairdue.intake.layouts import FileKind
from fairdue.operations.place_report import PlaceReport

_KINDS = {
    FileKind.PLACEMENT: Bilingual("委案", "placement"),
    FileKind.UPDATE: Bilingual("更新与收回", "updates and recalls"),
    FileKind.PAYMENT: Bilingual("还款", "payments"),
}


def acknowledgement_of(report: PlaceReport, *, as_of_on: date) -> Acknowledgement:
    """Return the acknowledgement (接收确认) of a file that was placed.

    Raises ValueError for a file that could not be read: there is nothing to acknowledge.
    """
    if report.kind is None:
        raise ValueError("a file that could not be read is not acknowledged; send its problems back instead")
    return Acknowledgement(
        file=report.file,
        digest=report.digest,
        kind=_KINDS[report.kind],
        as_of_on=as_of_on,
        taken=[TakenLine(line.file_line, line.case_no, line.amount_fen) for line in report.taken_lines],
        rejected=[RejectedLine(row.file_line, row.case_no, row.problems) for row in report.rejected],
    )
