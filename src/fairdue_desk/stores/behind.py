"""Writing behind: PostgreSQL files rows while the caller makes the next ones.

A thread hands finished text to the server, one ``COPY`` after the other, on the connection and in the transaction
of whoever opened it. There is one connection, so whatever else is asked of it waits for what is under way, which
one wrapper around every statement sees to; and so does the end. SQLite works in the caller's own process: there
nothing is behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection

from fairdue_desk.stores.copying import copy_rows


class _Behind:
    """What is under way on one connection of the driver."""

    def __init__(self, driver: Any) -> None:
        self._driver = driver
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writing")
        self._under_way: list[Future[None]] = []

    def copy(self, statement: str, text: str) -> None:
        self._under_way.append(self._writer.submit(self._copied, statement, text))

    def _copied(self, statement: str, text: str) -> None:
        with self._driver.cursor() as cursor:
            copy_rows(cursor, statement, text)

    def wait(self) -> None:
        """Until everything is there; raises what the first that failed raised."""
        under_way, self._under_way = self._under_way, []
        with connection.wrap_database_errors:
            for one in under_way:
                one.result()

    def first(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        """Around each statement of the caller: what is under way comes first."""
        self.wait()
        return execute(sql, params, many, context)

    def end(self) -> None:
        """No further thread touches the connection, whatever became of the rows."""
        self._writer.shutdown(wait=True, cancel_futures=True)


_open: ContextVar[_Behind | None] = ContextVar("_open", default=None)


@contextmanager
def written_behind() -> Iterator[None]:
    """Inside, ``copy_in`` returns at once; at the end everything is there, or what went wrong is raised."""
    if connection.vendor != "postgresql" or _open.get() is not None:
        yield
        return
    connection.ensure_connection()
    behind = _Behind(connection.connection)
    token = _open.set(behind)
    try:
        with connection.execute_wrapper(behind.first):
            yield
        behind.wait()
    finally:
        _open.reset(token)
        behind.end()


def copy_in(statement: str, text: str) -> None:
    """Run a ``COPY … FROM STDIN`` with its whole text: behind where that is open, else here and now.

    Raises CopyRefused where the server refuses a row; behind, whatever waits for it raises it.
    """
    behind = _open.get()
    if behind is not None:
        behind.copy(statement, text)
        return
    with connection.cursor() as cursor:
        copy_rows(cursor, statement, text)
