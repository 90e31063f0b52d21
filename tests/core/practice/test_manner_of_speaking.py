"""The manner of a line and the details of a person: variety that changes no sense, and words only for whom they hold."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from random import Random

import pytest

from fairdue.conversation.flow import FlowFault
from fairdue.foundation.civil import CHINA
from fairdue.practice.persona import Level
from fairdue.practice.persona_person import draw_person
from fairdue.practice.persona_reading import persona_named, shipped_personas
from fairdue.practice.speech import teller_of
from fairdue.practice.speech_bank import read_bank, shipped_bank
from fairdue.practice.speech_details import Detail, fitting, holds, traits_of
from fairdue.practice.speech_grammar import spell
from fairdue.practice.speech_manner import Manner, Pauses, hesitating, in_other_words

AT = datetime(2026, 7, 11, 10, 20, tzinfo=CHINA)
MANNER = """
voices:
  openers: {}
  tails: {}
  dialects: {}
  endings: {}
  slips: []
manner:
  swap_share: 100
  swaps: [[马上, 立刻]]
  hinges: [我]
  again: [我]
  again_share: 0
  levels: {easy: 50, middle: 100, hard: 150}
"""


def manner_of(tmp_path: Path, text: str = MANNER) -> Manner:
    """The manner that a file of words describes."""
    (tmp_path / "voices.yaml").write_text(text, encoding="utf-8")
    return read_bank(tmp_path).manner


def test_a_word_is_swapped_only_for_one_that_the_data_call_alike(tmp_path: Path) -> None:
    manner = manner_of(tmp_path)
    said = {in_other_words("我马上还三千块", manner, Random(str(seed))) for seed in range(30)}
    assert said == {"我马上还三千块", "我立刻还三千块"}


def test_a_pause_stands_before_a_clause_or_after_a_hinge_and_nowhere_else(tmp_path: Path) -> None:
    pauses = Pauses(before=("嗯",), within=("那个",))
    said = {
        hesitating("后四位，我马上就去还", manner_of(tmp_path), Random(str(seed)), share=100, pauses=pauses)
        for seed in range(30)
    }
    assert said == {"后四位，嗯我马上就去还", "后四位，我那个马上就去还"}


def test_who_never_hesitates_says_the_line_as_it_is(tmp_path: Path) -> None:
    pauses = Pauses(before=("嗯",), within=("那个",))
    line = "我马上就去还，真的"
    assert hesitating(line, manner_of(tmp_path), Random("1"), share=0, pauses=pauses) == line
    assert hesitating(line, Manner(), Random("1"), share=100, pauses=Pauses((), ())) == line


def test_an_easy_customer_hesitates_less_than_a_hard_one() -> None:
    levels = shipped_bank().manner.levels
    assert levels[Level.EASY] < levels[Level.MIDDLE] < levels[Level.HARD]


def test_a_detail_is_said_only_by_those_of_whom_it_holds() -> None:
    details = (
        Detail("aside", {}, ("谁都能说",)),
        Detail("aside", {"employment": frozenset({"farmer"})}, ("地里的麦子黄了",)),
        Detail("aside", {"setting": frozenset({"none"})}, ("外头有人喊",)),
    )
    assert fitting(details, {"employment": "farmer", "setting": "ward"}) == ("谁都能说", "地里的麦子黄了")
    assert fitting(details, {"employment": "employed"}) == ("谁都能说", "外头有人喊")
    assert not holds({"age": frozenset({"old"})}, {"age": "young"})


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2026, 1, 5), "winter"),
        (date(2026, 3, 1), "spring"),
        (date(2026, 8, 31), "summer"),
        (date(2026, 11, 30), "autumn"),
        (date(2026, 12, 1), "winter"),
    ],
)
def test_the_season_follows_from_the_day_of_the_call(day: date, season: str) -> None:
    persona = persona_named("laid_off")
    person = draw_person(persona, seed=3, as_of=AT)
    assert traits_of(persona, person, day)["season"] == season


def test_nobody_speaks_of_snow_in_july() -> None:
    persona = persona_named("forgot_bill")
    for seed in range(60):
        teller = teller_of(shipped_bank(), persona, draw_person(persona, seed=seed, as_of=AT), AT.date())
        assert "雪" not in spell("<weather>", Random(str(seed)), teller.words)


def test_where_a_person_is_stays_the_same_and_what_they_do_there_is_done_there() -> None:
    bank = shipped_bank()
    for persona in shipped_personas():
        person = draw_person(persona, seed=5, as_of=AT)
        first = teller_of(bank, persona, person, AT.date())
        again = teller_of(bank, persona, person, AT.date())
        assert (first.here, first.busy) == (again.here, again.busy)
        assert first.here and first.busy, persona.persona_id


def test_every_persona_has_words_for_every_name_that_a_saying_may_ask() -> None:
    bank = shipped_bank()
    names = {"aside", "errand", "weather", "where", "note", "kin", "here", "busy"}
    for persona in shipped_personas():
        teller = teller_of(bank, persona, draw_person(persona, seed=2, as_of=AT), AT.date())
        for name in names:
            assert spell(f"<{name}>", Random("4"), teller.words), f"{persona.persona_id}: {name}"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (MANNER.replace("[[马上, 立刻]]", "[[马上]]"), "mean the same"),
        (MANNER.replace("hinges: [我]", 'hinges: ["("]'), "no pattern"),
        (MANNER.replace("levels: {easy: 50,", "levels: {simple: 50,"), "simple"),
        ("details: [{name: aside, says: []}]\nscenes: []\n", "needs says"),
        ("details: []\nscenes: [{place: 厨房, doing: []}]\n", "needs doing"),
        ("details: [{name: aside, says: [<nowhere>]}]\nscenes: []\n", "neither a class nor a fact"),
        ("details: []\nscenes: [{place: <nowhere>, doing: [坐着]}]\n", "neither a class nor a fact"),
    ],
)
def test_a_wrong_manner_or_detail_is_told_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(FlowFault, match=says):
        manner_of(tmp_path, text)
