"""What makes one check looser than another, said with both numbers; and what is at least as strict."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from fairdue.casefile.hold import HoldKind
from fairdue.compliance.checks import (
    AmountsAgree,
    AtMost,
    Between,
    Check,
    LongEnoughSince,
    MustBe,
    MustBeOneOf,
    MustNotHold,
    Never,
    NotLaterThan,
    OnWeekdays,
    OutsideQuietHours,
    UnreachableCondition,
)
from fairdue.compliance.tightening import looser, never_shorter, quiet_minutes
from fairdue.foundation.span import Span

COUNT = AtMost("visits_today", 2, time(8))
ROLLS = AtMost("visits_today", 2, time(8), "call_window_reopens_on")
NIGHT = OutsideQuietHours(time(22), time(8))
OPENED = OutsideQuietHours(time(22), time(8), "agreed_window")
TWO_CLOCKS = OutsideQuietHours(time(22), time(8), None, ("local_time", "other_local_time"))
DAYS = OnWeekdays((1, 2, 3), time(9))
WORDS = MustBeOneOf("purpose", ("collect", "notify"))
RANGE = Between("headcount", 2, 3)
SUMS = AmountsAgree("stated_amount_fen", "balance_fen", 100)
SINCE = LongEnoughSince("had_conversation", "last_conversation_on", Span(days=7), False, time(9))
MUST = replace(SINCE, must_have_happened=True)
LATE = NotLaterThan("had_conversation", "last_conversation_on", Span(days=7))
LOST = UnreachableCondition(3, 7)
HOLDS = MustNotHold((HoldKind.DISPUTE, HoldKind.MORATORIUM, HoldKind.DEATH))
OTHER_COLUMNS = "it looks at other columns"
OTHER_WAY = "it asks in another way, so the two cannot be compared"


@pytest.mark.parametrize(
    ("check", "base", "said"),
    [
        (replace(COUNT, limit=3), COUNT, "limit 3 is above 2"),
        (replace(COUNT, resumes_at=time(7, 59)), COUNT, "resumes_at 07:59 is earlier than 08:00"),
        (replace(COUNT, column="calls_last_hour"), COUNT, OTHER_COLUMNS),
        (COUNT, ROLLS, OTHER_COLUMNS),
        (ROLLS, COUNT, OTHER_COLUMNS),
        (OPENED, NIGHT, "unless agreed_window opens what the base keeps quiet"),
        (replace(OPENED, unless="case_open"), OPENED, "unless case_open opens what the base keeps quiet"),
        (NIGHT, TWO_CLOCKS, "it does not look at other_local_time"),
        (NIGHT, replace(NIGHT, clocks=("local_time", "other_local_time", "b_clock")), "it does not look at b_clock, other_local_time"),
        (replace(NIGHT, start=time(22, 5)), NIGHT, "22:05 to 08:00 leaves 22:00 open, which 22:00 to 08:00 keeps quiet"),
        (replace(NIGHT, end=time(7, 57)), NIGHT, "22:00 to 07:57 leaves 07:57 open, which 22:00 to 08:00 keeps quiet"),
        (replace(NIGHT, start=time(1)), NIGHT, "01:00 to 08:00 leaves 00:00 open, which 22:00 to 08:00 keeps quiet"),
        (replace(DAYS, allowed=(1, 2, 3, 4, 5)), DAYS, "it allows 2 more day(s) of the week"),
        (replace(DAYS, resumes_at=time(8, 30)), DAYS, "resumes_at 08:30 is earlier than 09:00"),
        (replace(WORDS, allowed=("service", "collect", "restore_contact")), WORDS, "restore_contact, service is not among what the base allows"),
        (replace(WORDS, column="channel"), WORDS, OTHER_COLUMNS),
        (replace(RANGE, at_least=1), RANGE, "at_least 1 is below 2"),
        (replace(RANGE, at_least=None), RANGE, "at_least is missing is below 2"),
        (replace(RANGE, at_most=4), RANGE, "at_most 4 is above 3"),
        (replace(RANGE, at_most=None), RANGE, "at_most is missing is above 3"),
        (replace(RANGE, column="visits_today"), RANGE, OTHER_COLUMNS),
        (replace(SUMS, within_fen=101), SUMS, "within_fen 101 is above 100"),
        (replace(SUMS, column="extra_fee_fen"), SUMS, OTHER_COLUMNS),
        (replace(SUMS, other="principal_fen"), SUMS, OTHER_COLUMNS),
        (SINCE, MUST, "it passes what never happened"),
        (replace(SINCE, span=Span(days=6)), SINCE, "6 days is or can be shorter than 7 days"),
        (replace(SINCE, span=Span(days=1)), SINCE, "1 day is or can be shorter than 7 days"),
        (replace(SINCE, resumes_at=time(8)), SINCE, "resumes_at 08:00 is earlier than 09:00"),
        (replace(SINCE, happened="case_open"), SINCE, OTHER_COLUMNS),
        (replace(SINCE, on="local_on"), SINCE, OTHER_COLUMNS),
        (replace(LATE, span=Span(days=8)), LATE, "8 days is or can be longer than 7 days"),
        (replace(LATE, span=Span(months=1)), LATE, "1 month is or can be longer than 7 days"),
        (replace(LATE, happened="case_open"), LATE, OTHER_COLUMNS),
        (replace(LATE, on="local_on"), LATE, OTHER_COLUMNS),
        (UnreachableCondition(2, 7), LOST, "failed_calls 2 is below 3"),
        (UnreachableCondition(3, 6), LOST, "failed_days 6 is below 7"),
        (MustNotHold((HoldKind.DISPUTE,)), HOLDS, "it lets death, moratorium pass"),
        (MustBe("vulnerable", True), MustBe("vulnerable", False), "it asks something else"),
        (MustBe("case_open", True), MustBe("vulnerable", True), "it asks something else"),
        (Never(), COUNT, OTHER_WAY),
        (COUNT, Never(), OTHER_WAY),
        (MustBe("vulnerable", True), Never(), OTHER_WAY),
        (LATE, SINCE, OTHER_WAY),
    ],
)  # fmt: skip
def test_what_is_looser_is_said_with_both_numbers(check: Check, base: Check, said: str) -> None:
    assert looser(check, base=base) == said


@pytest.mark.parametrize(
    ("check", "base"),
    [
        (COUNT, COUNT), (replace(COUNT, limit=1), COUNT), (replace(COUNT, limit=0, resumes_at=time(23)), COUNT), (ROLLS, ROLLS),
        (NIGHT, NIGHT), (NIGHT, OPENED), (OPENED, OPENED), (TWO_CLOCKS, NIGHT), (replace(NIGHT, start=time(21), end=time(9)), NIGHT),
        (replace(NIGHT, start=time(12), end=time(11, 59)), NIGHT),
        (DAYS, DAYS), (OnWeekdays((2,), time(10)), DAYS), (replace(WORDS, allowed=("notify",)), WORDS), (WORDS, WORDS),
        (RANGE, RANGE), (Between("headcount", 3, 3), RANGE), (RANGE, Between("headcount", None, 3)), (RANGE, Between("headcount", 2, None)),
        (Between("headcount", None, 3), Between("headcount", None, 3)), (Between("headcount", 2, None), Between("headcount", 2, None)),
        (SUMS, SUMS), (replace(SUMS, within_fen=0), SUMS), (MUST, SINCE), (MUST, MUST), (replace(SINCE, span=Span(months=1)), SINCE),
        (LATE, LATE), (replace(LATE, span=Span(days=1)), LATE), (LATE, replace(LATE, span=Span(months=1))),
        (LOST, LOST), (UnreachableCondition(4, 8), LOST), (HOLDS, HOLDS), (HOLDS, MustNotHold((HoldKind.DEATH,))),
        (MustBe("vulnerable", False), MustBe("vulnerable", False)), (Never(), Never()),
    ],
)  # fmt: skip
def test_what_is_at_least_as_strict_is_not_looser(check: Check, base: Check) -> None:
    assert looser(check, base=base) is None


def test_the_quiet_minutes_begin_with_the_start_and_stop_before_the_end() -> None:
    assert quiet_minutes(OutsideQuietHours(time(23, 58), time(0, 1))) == {1438, 1439, 0}
    assert quiet_minutes(OutsideQuietHours(time(12), time(12, 2))) == {720, 721}
    assert len(quiet_minutes(OutsideQuietHours(time(12), time(11, 59)))) == 1439


@pytest.mark.parametrize(
    ("span", "than", "expected"),
    [
        (Span(days=7), Span(days=7), True), (Span(days=6), Span(days=7), False), (Span(months=3), Span(months=3), True),
        (Span(months=2), Span(months=3), False), (Span(days=31), Span(months=1), True), (Span(days=30), Span(months=1), False),
        (Span(months=1), Span(days=28), True), (Span(months=1), Span(days=29), False), (Span(months=24), Span(days=730), True),
        (Span(months=48), Span(days=1460), True), (Span(months=48), Span(days=1461), False), (Span(days=1461), Span(months=48), True),
        (Span(days=1460), Span(months=48), False), (Span(months=24), Span(days=731), False), (Span(days=731), Span(months=24), True),
    ],
)  # fmt: skip
def test_days_and_months_are_compared_over_every_place_among_leap_years(
    span: Span, than: Span, expected: bool
) -> None:
    assert never_shorter(span, than) is expected
