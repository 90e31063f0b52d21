"""Row items in the shape that ``--json`` prints: plain dictionaries with stable keys.

Room: intake. The one place of the room where a person's data leaves its fields, and only on request.
"""

from __future__ import annotations

from typing import TypedDict

from fairdue.foundation.problem import Problem
from fairdue.intake.rows import PlacementRow, RowRejected


class AcceptedJson(TypedDict):
    """A placed case; dates are ISO texts, money fen, None where the file says nothing."""

    case_no: str
    name: str
    id: str
    mobile: str | None
    other_mobiles: list[str]
    card: str
    amount_fen: int
    principal_fen: int | None
    placed_on: str
    return_by: str | None
    overdue_on: str | None
    dpd_at_placement: int | None


class FindingJson(TypedDict):
    """A rejected or warned line: where, which column, which defect, and words with the remedy."""

    file_line: int | None
    column: str | None
    defect: str
    message: str


def accepted_json(row: PlacementRow) -> AcceptedJson:
    """A taken row as a dictionary."""
    return AcceptedJson(
        case_no=row.case_no,
        name=row.name,
        id=row.id_number,
        mobile=row.mobile,
        other_mobiles=list(row.other_mobiles),
        card=row.card,
        amount_fen=row.amount_fen,
        principal_fen=row.principal_fen,
        placed_on=row.placed_on.isoformat(),
        return_by=None if row.return_by is None else row.return_by.isoformat(),
        overdue_on=None if row.overdue_on is None else row.overdue_on.isoformat(),
        dpd_at_placement=row.overdue_days,
    )


def finding_json(problem: Problem, *, language: str = "zh") -> FindingJson:
    """One problem as a dictionary; the message names the remedy."""
    message, remedy = problem.message.in_language(language), problem.remedy.in_language(language)
    joint = "; " if language.lower().startswith("en") else "；"
    return FindingJson(
        file_line=problem.file_line,
        column=problem.column,
        defect=problem.defect,
        message=f"{message}{joint}{remedy}",
    )


def rejected_json(row: RowRejected, *, language: str = "zh") -> FindingJson:
    """A rejected row by its primary reason."""
    return finding_json(row.problems[0], language=language)
