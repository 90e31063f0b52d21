"""Points of difficulty and willingness: monotone, explained, silent where little is known, blind to who it is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.strategy.work_builders import AS_OF, a_case
from fairdue.casefile.happening import PromiseJudged, PromiseMade
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.ids import PromiseId
from fairdue.strategy.score import (
    FIGURE_NAMES,
    IncomeKind,
    LastWord,
    NoteSignal,
    ScoreFigures,
    estimate_difficulty,
    estimate_willingness,
    note_signal_of,
    score_figures_of,
    score_tables,
)
from fairdue.strategy.score_table import Level, ScoreTableFault, read_score_table

_COUNT = st.none() | st.integers(0, 5000)
FIGURES = st.builds(
    ScoreFigures,
    **dict.fromkeys(FIGURE_NAMES - {"income_kind", "stated_reason", "last_word", "earlier_note"}, _COUNT),
    income_kind=st.none() | st.sampled_from(IncomeKind),
    stated_reason=st.none() | st.sampled_from(["forgot", "illness", "will_not_pay", "other"]),
    last_word=st.none() | st.sampled_from(LastWord),
    earlier_note=st.none() | st.sampled_from(NoteSignal),
)
_HARDER = ("overdue_periods", "balance_to_income_percent", "balance_to_last_payment_percent",
           "balance_to_limit_percent", "minimum_to_last_payment_percent", "linked_open_cases")  # fmt: skip


def _with(figures: ScoreFigures, **changes: object) -> ScoreFigures:
    return ScoreFigures(**{**{name: getattr(figures, name) for name in FIGURE_NAMES}, **changes})


@given(FIGURES, st.sampled_from(_HARDER), st.integers(0, 5000), st.integers(0, 5000))
def test_more_of_a_burden_never_looks_easier(figures: ScoreFigures, name: str, one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert (
        estimate_difficulty(figures=_with(figures, **{name: less})).points
        <= estimate_difficulty(figures=_with(figures, **{name: more})).points
    )


@given(FIGURES, st.integers(0, 100), st.integers(0, 100))
def test_more_promises_kept_never_looks_less_willing(figures: ScoreFigures, one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert (
        estimate_willingness(figures=_with(figures, promises_kept_percent=less)).points
        <= estimate_willingness(figures=_with(figures, promises_kept_percent=more)).points
    )


@given(FIGURES, st.sampled_from(["promises_broken", "days_since_last_payment"]), _COUNT, _COUNT)
def test_more_broken_promises_and_longer_silence_never_look_more_willing(
    figures: ScoreFigures, name: str, one: int | None, other: int | None
) -> None:
    less, more = sorted((one or 0, other or 0))
    assert (
        estimate_willingness(figures=_with(figures, **{name: less})).points
        >= estimate_willingness(figures=_with(figures, **{name: more})).points
    )


@given(FIGURES)
def test_the_points_of_the_reasons_add_up_to_the_points_of_the_estimate(figures: ScoreFigures) -> None:
    for estimate in (estimate_difficulty(figures=figures), estimate_willingness(figures=figures)):
        assert sum(weighed.points for weighed in estimate.reasons) == estimate.points
        assert all(weighed.reason.text.zh and weighed.reason.text.en for weighed in estimate.reasons)


def test_where_little_is_known_the_level_is_unknown_and_not_low() -> None:
    assert estimate_difficulty(figures=ScoreFigures()).level is Level.UNKNOWN
    assert estimate_willingness(figures=ScoreFigures()).level is Level.UNKNOWN


def test_a_dispute_a_hardship_and_an_unanswered_call_take_nothing_from_willingness() -> None:
    base = ScoreFigures(days_since_last_payment=40, promises_broken=0)
    for change in (
        {"earlier_note": NoteSignal.NOT_REACHED},
        {"earlier_note": NoteSignal.HARDSHIP},
        {"last_word": LastWord.OTHER},
        {"last_word": LastWord.ASKED_FOR_HELP},
        {"stated_reason": "illness"},
    ):
        worse = estimate_willingness(figures=_with(base, **change))
        assert worse.points >= estimate_willingness(figures=base).points


@given(
    sex=st.sampled_from([None, "male", "female"]),
    birth_on=st.none() | st.dates(date(1930, 1, 1), date(2008, 1, 1)),
    name=st.text(min_size=1, max_size=4),
    city=st.none() | st.sampled_from(["北京", "芜湖", "深圳"]),
    marital_status=st.none() | st.sampled_from(["未婚", "已婚", "离异", "已婚二孩"]),
    address=st.none() | st.text(max_size=8),
)
def test_sex_age_region_name_and_marital_status_change_no_score(**who: Any) -> None:
    one = score_figures_of(case=a_case(), linked=(), as_of=AS_OF)
    other = score_figures_of(case=a_case(**who), linked=(), as_of=AS_OF)
    assert one == other


def test_no_table_can_ask_for_sex_age_region_name_or_marital_status() -> None:
    foreign = ("sex", "age", "birth_on", "city", "region", "province", "name", "marital_status", "address")
    assert not FIGURE_NAMES & set(foreign)
    page = (
        "id: x\nlabel: {zh: 甲, en: a}\nknown_at_least: 1\nlevels: {medium_from: 1, high_from: 2}\n"
        "columns:\n  - column: sex\n    label: {zh: 甲, en: a}\n    missing: {points: 0, zh: 甲, en: a}\n"
        "    bands: [{points: 0, zh: 甲, en: a}]\n"
    )
    with pytest.raises(ScoreTableFault, match="no such figure"):
        read_score_table(text=page, file="x.yaml", columns=FIGURE_NAMES)


@pytest.mark.parametrize(
    ("column", "taught"),
    [
        ("bands: [{points: 0, zh: 甲, en: a}]", "missing"),
        (
            "missing: {points: 0, zh: 甲, en: a}\n    bands: [{below: 1, points: 0, zh: 甲, en: a}]",
            "last band",
        ),
        (
            "missing: {points: 0, zh: 甲, en: a}\n    bands: [{below: 2, points: 0, zh: 甲, en: a}, "
            "{below: 1, points: 0, zh: 甲, en: a}, {points: 0, zh: 甲, en: a}]",
            "rise",
        ),
        ("missing: {points: 0.5, zh: 甲, en: a}\n    bands: [{points: 0, zh: 甲, en: a}]", "whole number"),
        ("missing: {points: 0, zh: 甲}\n    bands: [{points: 0, zh: 甲, en: a}]", "both"),
    ],
)
def test_a_table_with_a_hole_is_refused_and_says_how_to_mend_it(column: str, taught: str) -> None:
    page = (
        "id: x\nlabel: {zh: 甲, en: a}\nknown_at_least: 1\nlevels: {medium_from: 1, high_from: 2}\n"
        f"columns:\n  - column: overdue_periods\n    label: {{zh: 甲, en: a}}\n    {column}\n"
    )
    with pytest.raises(ScoreTableFault, match=taught):
        read_score_table(text=page, file="x.yaml", columns=FIGURE_NAMES)


def test_every_figure_is_asked_by_some_table() -> None:
    asked = {column.name for table in score_tables() for column in table.columns}
    assert asked == FIGURE_NAMES


def test_a_note_of_a_partly_kept_promise_is_not_read_as_a_kept_or_a_broken_one() -> None:
    assert note_signal_of("曾承诺2次均部分履约") is NoteSignal.PARTLY_KEPT
    assert note_signal_of("2026-01-20 本人接听,称月底处理,未履约") is NoteSignal.BROKEN
    assert note_signal_of("2026-02-03 无人接听3次") is NoteSignal.NOT_REACHED
    assert note_signal_of(None) is None


def test_a_broken_promise_on_file_lowers_willingness_and_is_named_among_the_reasons() -> None:
    promise = PromiseMade(PromiseId("pr1"), 10_000, date(2026, 3, 4))
    broken = a_case(promise, PromiseJudged(PromiseId("pr1"), PromiseState.BROKEN, 0, date(2026, 3, 5)))
    before = estimate_willingness(figures=score_figures_of(case=a_case(), linked=(), as_of=AS_OF))
    after = estimate_willingness(figures=score_figures_of(case=broken, linked=(), as_of=AS_OF))
    assert after.points < before.points
    assert "willingness.promises_kept_percent" in {weighed.reason.code for weighed in after.reasons}
