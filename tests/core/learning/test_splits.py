"""Folds and voices: every line is measured once, and stays in its fold when others come and go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from fairdue.learning.splits import Part, by_fold, by_voice, fewer_lines, fewer_voices, fold_of, unread_folds


@dataclass(frozen=True)
class Line:
    """A line as a split sees it."""

    id: str
    voice: str


LINES = [Line(f"{voice}-{number}", voice) for voice in "abc" for number in range(40)]
LABELS = [frozenset({"rare"} if line.id == "b-7" else {"usual"}) for line in LINES]

lines_drawn = st.lists(
    st.builds(Line, st.text(max_size=6), st.sampled_from(["a", "b", "c"])),
    min_size=1,
    unique_by=lambda x: x.id,
)


def measured_once(parts: list[Part], count: int) -> bool:
    """Is every line measured once, and never by a model that learnt from it?"""
    apart = all(not set(part.learn) & set(part.measure) for part in parts)
    whole = all(len(part.learn) + len(part.measure) == count for part in parts)
    return apart and whole and sorted(place for part in parts for place in part.measure) == list(range(count))


@given(lines_drawn)
def test_every_line_is_measured_once_and_not_learnt_from(lines: list[Line]) -> None:
    assert measured_once(by_fold(lines), len(lines))
    assert measured_once(by_voice(lines), len(lines))


@given(lines_drawn)
def test_a_voice_left_out_is_left_out_whole(lines: list[Line]) -> None:
    for part in by_voice(lines):
        assert {lines[place].voice for place in part.measure} == {part.name}
        assert part.name not in {lines[place].voice for place in part.learn}


@given(st.text(), st.integers(1, 20))
def test_a_fold_follows_from_the_id_alone(line_id: str, folds: int) -> None:
    assert 0 <= fold_of(line_id, folds=folds) < folds
    assert fold_of(line_id, folds=folds) == fold_of(line_id, folds=folds)


def test_folds_are_of_like_size_and_another_seed_draws_others() -> None:
    sizes = Counter(fold_of(f"line-{number}") for number in range(5000))
    assert len(sizes) == 5
    assert max(sizes.values()) - min(sizes.values()) < 200
    assert [fold_of(f"{n}", seed="x") for n in range(50)] != [fold_of(f"{n}") for n in range(50)]


def test_fewer_lines_are_nested_and_hold_every_label() -> None:
    places = range(len(LINES))
    tenth = fewer_lines(LINES, places, percent=10, labels=LABELS)
    half = fewer_lines(LINES, places, percent=50, labels=LABELS)
    assert set(tenth) <= set(half)
    assert 12 <= len(tenth) <= 13
    assert {label for place in tenth for label in LABELS[place]} == {"rare", "usual"}
    assert fewer_lines(LINES, places, percent=100, labels=LABELS) == tuple(places)


def test_fewer_voices_are_whole_voices() -> None:
    kept = fewer_voices(LINES, range(len(LINES)), voices=1, labels=[frozenset({"usual"})] * len(LINES))
    assert len({LINES[place].voice for place in kept}) == 1
    assert len(kept) == 40


def test_who_learns_for_a_second_model_reads_nothing_of_the_author_it_speaks_of() -> None:
    usual = [frozenset({"usual"}) for _ in LINES]
    folds = unread_folds(LINES, labels=usual, folds=3)
    assert {(line.voice, fold) for line, fold in zip(LINES, folds, strict=True)} == {
        ("a", 0),
        ("b", 1),
        ("c", 2),
    }


def test_lines_of_too_few_voices_or_with_a_label_of_one_voice_are_dealt_in_turn() -> None:
    in_turn = tuple(number % 3 for number in range(len(LINES)))
    assert unread_folds(LINES, labels=LABELS, folds=3) == in_turn
    two = [line for line in LINES if line.voice != "c"]
    assert unread_folds(two, labels=[frozenset({"usual"}) for _ in two], folds=3) == in_turn[: len(two)]
