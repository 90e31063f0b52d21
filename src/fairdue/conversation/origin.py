"""Origin: where in the playbook's files something is written, worked out only when somebody must be told.

Room: conversation. To know lines, a file is parsed a second time and slowly, so that is done for a fault alone.

>>> str(Origin(Page("a.yaml", "steps:\\n  - id: line"), ("steps", "0")))
'a.yaml:2'
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from fairdue.foundation.strict_yaml import lines_of


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the playbook: its name and its text."""

    source: str
    text: str


@cache
def _lines(page: Page) -> dict[tuple[str, ...], int]:
    return lines_of(page.text)


@dataclass(frozen=True, slots=True)
class Origin:
    """A place in a file, by the path of keys and places in lists that leads to it."""

    page: Page
    path: tuple[str, ...] = ()

    def at(self, *further: str) -> Origin:
        """A place further in."""
        return Origin(self.page, (*self.path, *further))

    @property
    def line(self) -> int:
        """The line, counted from 1; that of the nearest place around it where the place itself is missing."""
        lines = _lines(self.page)
        for end in range(len(self.path), 0, -1):
            if self.path[:end] in lines:
                return lines[self.path[:end]]
        return 1

    def __str__(self) -> str:
        return f"{self.page.source}:{self.line}"


NOWHERE = Origin(Page("", ""))
"""The origin of what no file holds, as a test may build it."""
