"""The words of the simulated customers: the grammar, spoken amounts and days, bad files, another source of wording."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.conversation.flow import FlowFault
from fairdue.foundation.civil import CHINA
from fairdue.practice.hidden_state import read_behaviour
from fairdue.practice.persona import Level
from fairdue.practice.persona_facts import facts_broken
from fairdue.practice.persona_reading import persona_named, read_personas
from fairdue.practice.simulated_party import open_talk, say
from fairdue.practice.speech_bank import read_bank
from fairdue.practice.speech_grammar import GrammarFault, names_in, parse, spell
from fairdue.practice.spoken_chinese import ways_to_say_day, ways_to_say_money
from fairdue.practice.wording_source import WordingRequest
from fairdue.understanding.spoken_date import Direction, read_spoken_date
from fairdue.understanding.spoken_money import read_spoken_money

AT = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
PERSONA = """personas:
- id: one
  name: {zh: 甲, en: One}
  portrait: {zh: 一个人, en: "Somebody."}
  start: {willingness: 50, ability: 50, organisation: 50, emotion: 20, trust: 50}
  gives: promise
  case: {days_past_due: [3, 20], amount_yuan: [300, 900], products: [信用卡]}
  voice: {ages: [20, 30], regions: [standard], trades: [office], moods: [calm], noise: 0, fillers: 0}
  good_results: [PTP]
"""


@given(st.integers(10, 99_999))
def test_an_amount_said_is_read_back_as_the_same(yuan: int) -> None:
    for way in ways_to_say_money(yuan * 100):
        assert read_spoken_money(f"还{way}") == yuan * 100, way


@given(st.integers(1, 13), st.integers(0, 400))
def test_a_day_said_is_read_back_as_the_same(away: int, start: int) -> None:
    reference = AT + timedelta(days=start)
    ahead, behind = reference.date() + timedelta(days=away), reference.date() - timedelta(days=away)
    for way in ways_to_say_day(ahead, reference.date()):
        assert read_spoken_date(f"{way}还", reference=reference, direction=Direction.FUTURE) == ahead, way
    for way in ways_to_say_day(behind, reference.date()):
        assert read_spoken_date(f"{way}还的", reference=reference, direction=Direction.PAST) == behind, way


def test_a_far_day_has_a_way_to_be_said() -> None:
    assert ways_to_say_day(date(2027, 5, 2), date(2026, 3, 11))


@given(st.integers(0, 1000))
def test_one_way_of_each_choice_is_said(seed: int) -> None:
    said = spell("(我/你(好/))<word>", Random(seed), {"word": ("(来/去)",)}.__getitem__)
    assert said in {"我来", "我去", "你好来", "你好去", "你来", "你去"}


def test_names_are_found_in_alternatives_too() -> None:
    assert names_in("<a>(b/<c>(/<d>))") == {"a", "c", "d"}


@pytest.mark.parametrize("text", ["(a/b", "a)", "<a", "((a)"])
def test_a_saying_that_is_not_closed_is_a_fault(text: str) -> None:
    with pytest.raises(GrammarFault, match="place"):
        parse(text)


def test_a_class_that_leads_to_itself_is_a_fault() -> None:
    with pytest.raises(GrammarFault, match="itself"):
        spell("<a>", Random(1), {"a": ("<a>",)}.__getitem__)


@pytest.mark.parametrize(
    ("wrong", "right", "line", "says"),
    [
        ("trust: 50", "trust: 500", 5, "from 0 to 100"),
        ("gives: promise", "gives: money", 6, "none of"),
        ("[3, 20]", "[20, 3]", 7, "two whole numbers"),
        ("moods: [calm]", "moods: []", 8, "needs moods"),
        ("good_results: [PTP]", "good_results: []", 2, "good_results"),
        ("id: one", "id: one\n  colour: red", 3, "not known"),
    ],
)
def test_a_wrong_persona_file_is_told_with_its_line(
    tmp_path: Path, wrong: str, right: str, line: int, says: str
) -> None:
    (tmp_path / "p.yaml").write_text(PERSONA, encoding="utf-8")
    assert len(read_personas(tmp_path)) == 1
    (tmp_path / "p.yaml").write_text(PERSONA.replace(wrong, right), encoding="utf-8")
    with pytest.raises(FlowFault, match=rf"personas/p\.yaml:{line}: .*{says}"):
        read_personas(tmp_path)


def test_a_persona_that_stands_twice_is_told(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(PERSONA, encoding="utf-8")
    with pytest.raises(FlowFault, match="stands twice"):
        read_personas(tmp_path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sayings: {a: {means: [agree], frames: [<nothing>]}}\nclasses: {}\n", "neither a class nor a fact"),
        ("sayings: {a: {means: [agree], frames: [(好]}}\nclasses: {}\n", "not closed"),
        ("sayings: {a: {means: [fine], frames: [好]}}\nclasses: {}\n", "none of"),
        ("sayings: {a: {means: [agree], frames: []}}\nclasses: {}\n", "means and frames"),
        ("sayings: {}\nclasses: {ledger: [好]}\n", "stands twice"),
    ],
)
def test_a_wrong_file_of_words_is_told_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "w.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FlowFault, match=says):
        read_bank(tmp_path)


def test_a_level_that_is_missing_is_told() -> None:
    with pytest.raises(FlowFault, match=r"m\.yaml:.*hard is missing|middle, hard is missing"):
        read_behaviour("threats: []\nheeds: []\nlevels: {easy: {}}\nmoves: []\n", source="m.yaml")


class Endpoint:
    """A source of wording that answers the same to everything, and remembers what it was asked."""

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.asked: list[WordingRequest] = []

    def line(self, request: WordingRequest) -> str | None:
        """The answer."""
        self.asked.append(request)
        return self.answer


def _answered(answer: str | None) -> tuple[str, str]:
    """The line of a customer with an endpoint, and without one."""
    lines = []
    for source in (Endpoint(answer), None):
        talk = open_talk(persona_named("laid_off"), level=Level.EASY, seed=3, as_of=AT, source=source)
        talk = say(talk, f"您好，请问是{talk.case.debtor}吗？")
        assert facts_broken(talk) == ()
        lines.append(talk.turns[-1].text)
    return lines[0], lines[1]


def test_a_line_of_another_source_is_taken_where_it_keeps_meaning_and_facts() -> None:
    assert _answered("是我本人，请问您是哪位？")[0] == "是我本人，请问您是哪位？"


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "",
        "是我，\n请问您是哪位？",
        "我要投诉你们！",
        "是我，您是哪位？我欠了九千九百块",
        "是我，您哪位？我老婆也在",
        "是我，请问您是哪位？" * 20,
    ],
)
def test_a_line_that_breaks_meaning_or_facts_is_dropped_for_our_own(answer: str | None) -> None:
    taken, own = _answered(answer)
    assert taken == own


def test_a_source_is_told_who_speaks_and_what_is_meant() -> None:
    source = Endpoint(None)
    talk = open_talk(persona_named("laid_off"), level=Level.EASY, seed=3, as_of=AT, source=source)
    say(talk, "您好，请问您是本人吗？")
    asked = source.asked[0]
    assert asked.own and asked.means and asked.talk_so_far[-1][0] == "agent"
    assert talk.case.last_four not in repr(asked.portrait)
