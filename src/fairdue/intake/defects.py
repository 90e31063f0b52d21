"""Makes a Problem from a defect's code: severity, words and rank in one place.

Room: intake. The words themselves stand in ``defect_words``.
"""

from __future__ import annotations

from typing import Final

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Problem, Severity
from fairdue.intake.defect_words import FILE_DEFECTS, ROW_DEFECTS, WARNINGS

_RANK: Final = {code: rank for rank, code in enumerate(ROW_DEFECTS)}


def severity_of(defect: str) -> Severity:
    """What a defect stops: the file, the row or nothing."""
    if defect in FILE_DEFECTS:
        return Severity.FILE
    return Severity.ROW if defect in ROW_DEFECTS else Severity.WARNING


def problem(
    defect: str, *, file: str, line: int | None = None, column: str | None = None, **slots: str | int
) -> Problem:
    """Word one defect. ``<field>_unreadable_warning`` is known for every field."""
    texts = FILE_DEFECTS.get(defect) or ROW_DEFECTS.get(defect) or WARNINGS.get(defect)
    if texts is None:
        assert defect.endswith("_unreadable_warning"), f"the defect {defect} has no words"
        texts = WARNINGS["value_unreadable_warning"]
    filled = {"column": column or "", "line": line or 0, **slots}
    message_zh, message_en, remedy_zh, remedy_en = (text.format_map(filled) for text in texts)
    return Problem(
        file=file,
        file_line=line,
        column=column,
        defect=defect,
        severity=severity_of(defect),
        message=Bilingual(message_zh, message_en),
        remedy=Bilingual(remedy_zh, remedy_en),
    )


def in_rank(problems: list[Problem]) -> tuple[Problem, ...]:
    """Rejecting problems, the primary one first."""
    return tuple(sorted(problems, key=lambda found: _RANK.get(found.defect, len(_RANK))))
