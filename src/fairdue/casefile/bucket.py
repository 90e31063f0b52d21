"""Ageing buckets (账龄): M1 is 1 to 30 days overdue, M2 31 to 60, … M6 151 to 180, M7 above 180.

Room: casefile. ``M6+`` in files means M7 here; ``M3+`` is ambiguous in the trade and never used.

>>> bucket_of_days(45)
'M2'
"""

from __future__ import annotations

DAYS_PER_BUCKET = 30
HIGHEST_BUCKET = 7
BUCKETS = ("M0", "M1", "M2", "M3", "M4", "M5", "M6", "M7")


def bucket_of_days(overdue_days: int) -> str:
    """The bucket for a number of days overdue; 0 or fewer is M0 (not overdue)."""
    if overdue_days <= 0:
        return "M0"
    return f"M{min(HIGHEST_BUCKET, (overdue_days - 1) // DAYS_PER_BUCKET + 1)}"
