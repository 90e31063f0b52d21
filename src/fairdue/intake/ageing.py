"""Ageing as files write it (账龄): ``M2``, ``2``, ``31-60天``, ``M6+``, ``>180天`` become one bucket.

Room: intake. What can be read in two ways (``M3+``, a range across buckets) is not guessed.

>>> read_ageing("31-60天"), read_ageing("M6+"), read_ageing("2")
('M2', 'M7', 'M2')
"""

from __future__ import annotations

import re

from fairdue.casefile.bucket import DAYS_PER_BUCKET, HIGHEST_BUCKET, bucket_of_days
from fairdue.foundation.fold import fold

_CODE = re.compile(r"M?\s*(\d{1,2})(\+|以上|及以上)?(?:期)?", re.IGNORECASE)
_RANGE = re.compile(
    r"(\d{1,4})(?:天|日|d)?\s*(?:[-–—~～至到]|to)\s*(\d{1,4})\s*(?:天|日|days?|d)?", re.IGNORECASE
)
_ABOVE = re.compile(
    r"(?:[>≥]|大于|超过|over|above)=?\s*(\d{1,4})\s*(?:天|日|days?)?|(\d{1,4})\s*(?:天|日|days?)?\s*(?:以上|及以上|\+)",
    re.IGNORECASE,
)
_DAYS = re.compile(r"(\d{1,4})\s*(?:天|日|days?)", re.IGNORECASE)
_CURRENT = frozenset({"C", "CURRENT", "M0", "未逾期", "正常", "0"})
_SHORT_TERM = frozenset({"S1", "S2", "S"})
_LONGEST_PERIODS = 36


class AgeingAmbiguous(ValueError):
    """The text can mean several buckets, or none that is known."""


def read_ageing(text: str) -> str:
    """The bucket ``M0`` to ``M7`` that the text means. Raises AgeingAmbiguous."""
    word = fold(text).upper().replace(" ", "").lstrip("'")
    if word in _CURRENT:
        return "M0"
    if word in _SHORT_TERM:
        return "M1"
    code = _CODE.fullmatch(word)
    if code is not None:
        return _of_code(int(code.group(1)), open_ended=bool(code.group(2)), bare=not word.startswith("M"))
    span = _RANGE.fullmatch(word)
    if span is not None:
        return _of_range(int(span.group(1)), int(span.group(2)))
    above = _ABOVE.fullmatch(word)
    if above is not None:
        days = int(above.group(1) or above.group(2))
        if days >= (HIGHEST_BUCKET - 1) * DAYS_PER_BUCKET:
            return f"M{HIGHEST_BUCKET}"
        raise AgeingAmbiguous("open-ended below the highest bucket")
    days_only = _DAYS.fullmatch(word)
    if days_only is not None:
        return bucket_of_days(int(days_only.group(1)))
    raise AgeingAmbiguous("no known way to write a bucket")


def _of_code(number: int, *, open_ended: bool, bare: bool) -> str:
    if open_ended:
        if number >= HIGHEST_BUCKET - 1:
            return f"M{HIGHEST_BUCKET}"
        raise AgeingAmbiguous("M3+ means different things to different people")
    if bare and number > _LONGEST_PERIODS:
        return bucket_of_days(number)
    return f"M{min(number, HIGHEST_BUCKET)}"


def _of_range(low: int, high: int) -> str:
    if high < low:
        raise AgeingAmbiguous("a range that runs backwards")
    if low > 180:
        return f"M{HIGHEST_BUCKET}"
    # Ranges are written 31-60 and also 30-60; both mean the bucket in which most of the range lies.
    first, last = bucket_of_days(low + 1), bucket_of_days(high)
    if first != last:
        raise AgeingAmbiguous("a range over several buckets")
    return last
