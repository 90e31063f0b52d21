"""Bad data as a value: what is wrong, where it stands, and how to mend it.

Room: foundation. A problem is collected and shown, never thrown: one bad row must not stop the others.
A problem names places and columns, never the person or the value that stands there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fairdue.foundation.bilingual import Bilingual


class Severity(StrEnum):
    """How much a problem stops: the whole file, this row, or nothing (told to a person)."""

    FILE = "file"
    ROW = "row"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about one place in one file.

    ``file_line`` counts from 1 as a person sees it in an editor or a spreadsheet; None for the whole file.
    ``column`` is the header as the file writes it; None where no single column is at fault.
    ``defect`` is a stable code for programs; ``message`` says what is wrong, ``remedy`` what to do.
    """

    file: str
    file_line: int | None
    column: str | None
    defect: str
    severity: Severity
    message: Bilingual
    remedy: Bilingual
