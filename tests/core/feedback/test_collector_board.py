"""The board: money never without conduct, equal promise counts told apart, and rankings that will not be bought."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.feedback.records import record_of_case
from core.followup.money_builders import called, on, owing, paid, promised
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.feedback.collector_board import (
    BOARD,
    FEWER_IS_BETTER,
    MONEY_ALONE,
    BoardLine,
    BoardSums,
    RankingRefused,
    rank,
)
from fairdue.feedback.measure_dictionary import MeasureId, Theme, measure_dictionary
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.feedback.measures import MeasurePart, compute_measures
from fairdue.foundation.ids import CaseId, StaffId

SPAN = MeasureSpan.of(period_from=on("03-01"), period_until=on("04-01"), as_of_on=on("03-31"))
MONEY = [one for one in BOARD if measure_dictionary()[one].theme is Theme.MONEY]
OTHERS = [one for one in BOARD if one not in MONEY]


def board_of(*cases: tuple[str, CaseFile]) -> dict[str, BoardLine]:
    sums = BoardSums(SPAN)
    records = [
        record_of_case(replace(case, case_id=CaseId(f"c{place}"), collector=StaffId(name)))
        for place, (name, case) in enumerate(cases)
    ]
    compute_measures(records=records, span=SPAN, also=sums.add)
    return {line.collector: line for line in sums.lines()}


def with_promises(kept: int, broken: int) -> CaseFile:
    return owing(
        promises=[
            promised(f"q{place}", due="03-10", fen=100, state="kept" if place < kept else "broken")
            for place in range(kept + broken)
        ]
    )


def test_equal_numbers_of_promises_do_not_hide_sixty_percent_against_twentyfive() -> None:
    board = board_of(("an", with_promises(12, 8)), ("bo", with_promises(5, 15)))
    kept = MeasureId.KEPT_RATIO_COUNT
    assert [board[name].figures[kept].denominator for name in ("an", "bo")] == [20, 20]
    assert [board[name].value(kept) for name in ("an", "bo")] == [Fraction(12, 20), Fraction(5, 20)]
    ranked = rank(board=list(board.values()), by=[kept])
    assert not isinstance(ranked, RankingRefused)
    assert [line.collector for line in ranked] == ["an", "bo"]


@given(st.sampled_from(MONEY), st.lists(st.sampled_from(BOARD), max_size=4))
def test_no_order_that_begins_with_money_is_made(first: MeasureId, rest: list[MeasureId]) -> None:
    refused = rank(board=[], by=[first, *rest])
    assert isinstance(refused, RankingRefused)
    assert "CN-OUT-06" in refused.reason.text.zh and "CN-OUT-06" in refused.reason.text.en


@pytest.mark.parametrize("by", [[], [MeasureId.COVERAGE], [MeasureId.COMPLAINT_RATE, MeasureId.COVERAGE]])
def test_a_ranking_needs_measures_of_the_board(by: list[MeasureId]) -> None:
    refused = rank(board=[], by=by)
    assert isinstance(refused, RankingRefused) and refused.reason.code == "feedback.ranking.not_on_board"


def test_every_line_of_the_board_shows_complaints_and_violations_beside_recovery() -> None:
    line = board_of(("an", owing(payments=[paid("03-05", 700)])))["an"]
    assert set(line.figures) == set(BOARD)
    assert line.figures[MeasureId.RECOVERY_AMOUNT].numerator == 700
    assert line.value(MeasureId.VIOLATION_RATE) is None, "nobody inspected: no value, not a clean record"


def test_whoever_has_no_value_comes_after_whoever_has_one() -> None:
    talk = called("03-05", CallResult.ANSWERED, by=AnsweredBy.DEBTOR)
    board = board_of(("an", owing()), ("bo", owing(attempts=[talk])))
    ranked = rank(board=list(board.values()), by=[MeasureId.COMPLAINT_RATE])
    assert not isinstance(ranked, RankingRefused)
    assert [line.collector for line in ranked] == ["bo", "an"]


lines = st.builds(
    lambda name, numbers: BoardLine(
        name, {one: MeasurePart("", *both) for one, both in zip(BOARD, numbers, strict=True)}
    ),
    st.text("abc", min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=len(BOARD), max_size=len(BOARD)),
)


@given(st.lists(lines, max_size=6), st.sampled_from(OTHERS))
def test_a_ranking_loses_nobody_and_puts_the_better_first(board: list[BoardLine], by: MeasureId) -> None:
    ranked = rank(board=board, by=[by])
    assert not isinstance(ranked, RankingRefused)
    assert sorted(map(id, ranked)) == sorted(map(id, board))
    values = [value for line in ranked if (value := line.value(by)) is not None]
    assert values == sorted(values, reverse=by not in FEWER_IS_BETTER)


def test_a_first_measure_in_which_all_are_alike_does_not_open_a_ranking_by_money() -> None:
    alike = {one: MeasurePart("", 0, 10) for one in BOARD}
    board = [
        BoardLine(name, alike | {MeasureId.RECOVERY_AMOUNT: MeasurePart("", fen, 0)})
        for name, fen in (("a", 5), ("b", 9))
    ]
    asked = [MeasureId.VIOLATION_RATE, MeasureId.RECOVERY_AMOUNT]
    refused = rank(board=board, by=asked)
    assert isinstance(refused, RankingRefused) and refused.reason == MONEY_ALONE
    worse = replace(board[0], figures={**board[0].figures, MeasureId.VIOLATION_RATE: MeasurePart("", 1, 10)})
    ranked = rank(board=[worse, board[1]], by=asked)
    assert not isinstance(ranked, RankingRefused) and [line.collector for line in ranked] == ["b", "a"]
