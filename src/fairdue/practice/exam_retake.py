"""When an exam may be sat, after a failure and for the yearly renewal.

Room: practice. Pure: the earlier attempts in, a day out. After each failure in a row the wait grows; after several the
lessons come first. Another attempt is another paper: its seed follows from the candidate and the number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import require_aware
from fairdue.practice.exam_paper import ExamSpec, licence_exam


@dataclass(frozen=True, slots=True)
class Attempt:
    """One judged exam."""

    judged_at: datetime
    passed: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """May the exam be sat now? If not, from when; ``refresher`` when lessons come before it."""

    allowed: bool
    opens_at: datetime | None
    refresher: bool
    says: Bilingual


def may_sit(
    attempts: Sequence[Attempt],
    *,
    as_of: datetime,
    refreshed_at: datetime | None = None,
    spec: ExamSpec | None = None,
) -> Sitting:
    """May somebody with these attempts, in any order, sit another paper at ``as_of``?

    ``refreshed_at`` is when they last finished a refresher. Raises ValueError when ``as_of`` has no zone.
    """
    require_aware(as_of)
    spec = spec or licence_exam()
    in_order = sorted(attempts, key=lambda one: one.judged_at)
    if not in_order:
        return Sitting(True, None, False, Bilingual("可以参加考试", "the exam may be sat"))
    last = in_order[-1]
    if last.passed:
        return _renewal(last, as_of, spec)
    failures = _failures_in_a_row(in_order)
    wait = spec.wait_days[min(failures, len(spec.wait_days)) - 1]
    opens_at = last.judged_at + timedelta(days=wait)
    refresher = failures >= spec.refresher_after and (refreshed_at is None or refreshed_at < last.judged_at)
    if as_of < opens_at:
        says = Bilingual(
            f"连续{failures}次没有通过，{wait}天后换一份试卷再考",
            f"not passed {failures} times in a row; another paper may be sat after {wait} days",
        )
        return Sitting(False, opens_at, refresher, says)
    if refresher:
        says = Bilingual(
            f"连续{failures}次没有通过，请先复习课程，再换一份试卷考",
            f"not passed {failures} times in a row; repeat the lessons first, then sit another paper",
        )
        return Sitting(False, None, True, says)
    return Sitting(True, None, False, Bilingual("可以换一份试卷再考", "another paper may be sat"))


def _renewal(last: Attempt, as_of: datetime, spec: ExamSpec) -> Sitting:
    ends_at = last.judged_at + timedelta(days=spec.valid_days)
    opens_at = ends_at - timedelta(days=spec.renew_from_days)
    if as_of >= opens_at:
        return Sitting(True, None, False, Bilingual("可以参加年度续证考试", "the yearly renewal may be sat"))
    says = Bilingual(
        f"资格还在有效期内，到期前{spec.renew_from_days}天起可以续证",
        f"the licence is good; it can be renewed from {spec.renew_from_days} days before its end",
    )
    return Sitting(False, opens_at, False, says)


def _failures_in_a_row(in_order: Sequence[Attempt]) -> int:
    count = 0
    for one in reversed(in_order):
        if one.passed:
            break
        count += 1
    return count


def seed_of_attempt(candidate: str, number: int) -> int:
    """The seed of the paper of one attempt: another for each candidate and for each number from 1.

    ``candidate`` is a login or another id; it cannot be read out of the seed.
    """
    drawn = hashlib.sha256(f"fairdue-exam:{candidate}:{number}".encode()).digest()
    return int.from_bytes(drawn[:4], "big")
