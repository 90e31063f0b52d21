"""The red lines (红线): the classes of wording whose severity the rulebook calls critical.

Room: feedback. The violation rate counts the calls in which at least one of them stands after a person looked.

>>> is_red_line("C01"), is_red_line("C24")
(True, False)
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from fairdue.compliance.register import Severity
from fairdue.compliance.wording.wording_class import wording_classes


@cache
def red_lines() -> frozenset[str]:
    """The ids of the classes that are red lines."""
    return frozenset(one.class_id for one in wording_classes() if one.severity is Severity.CRITICAL)


def is_red_line(code: str) -> bool:
    """Is a class of wording a red line? A code that nobody knows is none."""
    return code in red_lines()


def crosses_red_line(codes: Iterable[str]) -> bool:
    """Is at least one of these a red line?"""
    return any(is_red_line(code) for code in codes)
