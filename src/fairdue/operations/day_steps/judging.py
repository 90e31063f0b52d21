"""Judging case by case: what the followup room finds is recorded, each case in a transaction of its own.

Room: operations. A crash loses at most the case under way. Cases come in the order of their ids, so that the digest of
a run that was taken up again is that of one that never stopped.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from fairdue.casefile.case import CaseFile
from fairdue.operations.day_steps.step import Day, Progress
from fairdue.operations.follow_up import Look


def judge_cases(
    day: Day, progress: Progress, *, cases: Iterable[CaseFile], look: Look, then: Sequence[Look] = ()
) -> None:
    """Look at each case, and record what is found on it, and with it what the looks of ``then`` find after that."""
    looked, hits = 0, []
    for case in cases:
        looked += 1
        if look(case, day.on):
            hits.append(case.case_id)
    progress.set_once("cases", looked)
    with day.house.book.transaction():
        progress.save()
    for case_id in hits:
        with day.house.book.transaction():
            case = day.house.book.load_locked(case_id)
            if not look(case, day.on):
                continue
            # A day that is closed late keeps the log in the order of time: nothing is dated before what is known.
            at = max(day.as_of, case.last_event_at)
            for one in (look, *then):
                found = one(case, day.on)
                if found:
                    case = day.house.book.append(case, found, at=at, actor=day.actor)
                for happened in found:
                    progress.count(type(happened).__name__)
            progress.made(case.head_hash)
            progress.save()
