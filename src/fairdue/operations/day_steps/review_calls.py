"""The step ``review_calls``: whatever call was wrapped up and has no review yet gets one before the day is closed.

Room: operations. Reviews are made when a call ends and when the queue is opened; this is what makes it all of them.
"""

from __future__ import annotations

from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.call_reviews import review_held_call
from fairdue.operations.day_steps.step import Day, DayStep, Progress

_AT_ONCE = 200


def _run(day: Day, progress: Progress) -> None:
    book = day.house.reviews.book
    while waiting := book.awaiting(_AT_ONCE):
        for one in waiting:
            with day.house.book.transaction():
                review_held_call(day.house, case_id=one.case_id, session_id=one.session_id, as_of=day.as_of)
                progress.count("reviewed")
                progress.made(one.session_id)
                progress.save()


STEP = DayStep("review_calls", Bilingual("通话质检", "Calls reviewed"), _run)
