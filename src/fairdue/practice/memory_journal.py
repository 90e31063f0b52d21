"""The journal of a house in memory: what was written since when, and how to take it back.

Room: practice. A transaction that fails leaves nothing behind, and an inner one that fails leaves what the
outer one did, as on a database. There is one writer, so that a lock is only asked to stand in a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Journal:
    """What all stores of one house in memory share."""

    def __init__(self) -> None:
        self._undo: list[Callable[[], object]] = []
        self._depth = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep everything inside, or on an error nothing of it."""
        mark = len(self._undo)
        self._depth += 1
        try:
            yield
        except BaseException:
            while len(self._undo) > mark:
                self._undo.pop()()
            raise
        finally:
            self._depth -= 1
            if self._depth == 0:
                self._undo.clear()

    @property
    def open(self) -> bool:
        """Is a transaction under way?"""
        return self._depth > 0

    def must_be_open(self, what: str) -> None:
        """Raise RuntimeError for a write that needs a transaction around it."""
        if not self.open:
            raise RuntimeError(f"{what} inside book.transaction()")

    def wrote(self, undo: Callable[[], object]) -> None:
        """Remember how to take a write back; outside a transaction it is final at once."""
        if self.open:
            self._undo.append(undo)
