"""Lateness in words: by how much an agreed hour was missed, in the largest unit that still says it well.

Room: followup.
"""

from __future__ import annotations

from datetime import datetime

from fairdue.foundation.bilingual import Bilingual

_UNITS = ((1440, "天", "day"), (60, "小时", "hour"), (1, "分钟", "minute"))


def say_lateness(due_at: datetime, as_of: datetime) -> Bilingual:
    """How late a thing due at a moment is now; less than a minute is one.

    >>> from fairdue.foundation.civil import CHINA
    >>> at = datetime(2026, 3, 2, 10, tzinfo=CHINA)
    >>> say_lateness(at, at.replace(hour=12, minute=50)).en
    '2 hours late'
    """
    minutes = max(1, int((as_of - due_at).total_seconds()) // 60)
    size, zh, en = next(unit for unit in _UNITS if minutes >= unit[0])
    count = minutes // size
    return Bilingual(f"迟 {count} {zh}", f"{count} {en}{'s' if count > 1 else ''} late")
