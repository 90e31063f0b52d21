"""A complaint (投诉): it is received once, answered within its clock, and never obstructed.

Room: casefile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint; ``upheld`` stays None until a person decided."""

    complaint_id: str
    received_at: datetime
    said: str = field(default="", repr=False)
    closed_at: datetime | None = None
    upheld: bool | None = None
