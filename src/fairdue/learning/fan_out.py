"""Doing the same work for several jobs on several processors.

Room: learning. The work is handed to forked processes as it stands in memory, so that what was prepared once is
neither sent nor prepared again; where processes cannot be forked the jobs are done one after another.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Job = TypeVar("Job")
Result = TypeVar("Result")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def fan_out(
    work: Callable[[Job], Result], jobs: Sequence[Job], *, workers: int | None = None
) -> list[Result]:
    """``work`` of every job, in the order of the jobs."""
    workers = min(workers or processors(), len(jobs))
    if workers <= 1 or "fork" not in multiprocessing.get_all_start_methods():
        return [work(job) for job in jobs]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_install, initargs=(work,)) as pool:
        return list(pool.map(_do, jobs))


_INSTALLED: list[Callable[[Any], Any]] = []


def _install(work: Callable[[Any], Any]) -> None:
    _INSTALLED[:] = [work]


def _do(job: Any) -> Any:
    return _INSTALLED[0](job)
