"""Does a customer's line keep to the facts of the person who says it? Every line of a talk is held against them.

Room: practice. The check reads the words and knows nothing of how they were made: amounts, days, digits and names by
the readers of ``understanding``, claims about work, family and health by the marks of ``personas/behaviour/marks.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import read_document
from fairdue.feedback.call import Speaker, Turn
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.practice.persona import Answerer, Gives, Persona
from fairdue.practice.persona_person import DrawnPerson
from fairdue.understanding.customer import understand
from fairdue.understanding.speech_fold import fold_speech
from fairdue.understanding.spoken_date import Direction, day_mentions
from fairdue.understanding.spoken_money import money_mentions

if TYPE_CHECKING:
    from fairdue.practice.simulated_party import Talk

_FOUR_DIGITS = re.compile(
    r"(?<![0-9零一二三四五六七八九幺])(?:[0-9零一二三四五六七八九幺][ ，,]?){4}(?![0-9零一二三四五六七八九幺])"
)
_TO_FIGURES = str.maketrans("零一二三四五六七八九幺", "01234567891")
_UNITS = re.compile(r"[块元年]")
_OWN_NAME = re.compile(r"我(?:叫|的名字是|名字叫)(?P<name>[\u4e00-\u9fff]{2,3})")
_ANSWERED_BY = "answered_by"


@dataclass(frozen=True, slots=True)
class FactBroken:
    """A line that says what is not so: its turn, the words, and what they break."""

    turn: int
    words: str
    says: Bilingual


@dataclass(frozen=True, slots=True)
class Mark:
    """Words by which a line claims a fact: it holds for personas whose fact has one of the values."""

    fact: str
    holds_for: frozenset[str]
    words: re.Pattern[str]


@cache
def shipped_marks() -> tuple[Mark, ...]:
    """The shipped marks, read once. Raises FlowFault with file and line where one cannot be read."""
    name = "personas/behaviour/marks.yaml"
    text = files("fairdue_playbook").joinpath(name).read_text(encoding="utf-8")
    marks = []
    for entry in read_document(text, source=name).only("marks").entries("marks"):
        entry.only("fact", "holds_for", "words")
        try:
            words = re.compile("|".join(entry.texts("words")))
        except re.error as error:
            raise FlowFault(f"{entry.at('words')}: no pattern ({error})") from error
        marks.append(Mark(entry.text("fact"), frozenset(entry.texts("holds_for")), words))
    return tuple(marks)


def claims_of(line: str, *, as_of: datetime) -> frozenset[tuple[str, str]]:
    """The amounts, days and digits that a line names, as pairs of a kind and a value."""
    folded = fold_speech(line)
    claims = {("amount", str(mention.fen)) for mention in money_mentions(folded)}
    for direction in Direction:
        for mention in day_mentions(folded, reference=as_of, direction=direction):
            claims.add((f"day_{direction.value}", mention.day.isoformat()))
    claims.update(("digits", digits) for _, digits in _digits_in(line))
    return frozenset(claims)


def facts_broken(talk: Talk) -> tuple[FactBroken, ...]:
    """Every line of the other side that breaks a fact of its person; empty when all keep to them."""
    before: str | None = None
    found: list[FactBroken] = []
    for turn in talk.turns:
        if turn.speaker is Speaker.AGENT:
            before = turn.text
        elif turn.speaker is not Speaker.SYSTEM:
            found += line_breaks(
                turn, persona=talk.persona, person=talk.person, as_of=talk.as_of, agent_before=before
            )
    return tuple(found)


def line_breaks(
    turn: Turn, *, persona: Persona, person: DrawnPerson, as_of: datetime, agent_before: str | None
) -> Iterator[FactBroken]:
    """What one line breaks."""
    if turn.speaker is not persona.speaker:
        yield FactBroken(turn.number, turn.speaker.value, Bilingual("说话人不对", "somebody else speaks"))
    yield from _money(turn, person)
    yield from _days(turn, persona, person, as_of, agent_before)
    for words, digits in _digits_in(turn.text):
        if not persona.is_the_customer or digits != person.case.last_four:
            yield FactBroken(
                turn.number, words, Bilingual("号码不是本人的后四位", "digits that are not theirs")
            )
    for match in _OWN_NAME.finditer(turn.text):
        if not persona.is_the_customer or match["name"] != person.case.debtor[: len(match["name"])]:
            yield FactBroken(turn.number, match[0], Bilingual("姓名不对", "a name that is not theirs"))
    facts = {**persona.facts, _ANSWERED_BY: persona.answered_by.value}
    if persona.answered_by is Answerer.SCREENING:
        facts[_ANSWERED_BY] = Answerer.SELF.value
    for mark in shipped_marks():
        match_mark = mark.words.search(turn.text)
        if match_mark and facts.get(mark.fact) not in mark.holds_for:
            yield FactBroken(
                turn.number,
                match_mark[0],
                Bilingual(f"与人设的 {mark.fact} 不符", f"against the persona's {mark.fact}"),
            )


def _money(turn: Turn, person: DrawnPerson) -> Iterator[FactBroken]:
    case = person.case
    true = {case.ledger_amount_fen, person.fee_fen, person.part_fen, person.monthly_fen, person.paid_fen}
    folded = fold_speech(turn.text)
    for mention in money_mentions(folded):
        words = folded[mention.starts : mention.ends]
        # Digits one by one are the four of the identity number, which are checked as such.
        if mention.fen not in true and (mention.clear or not _FOUR_DIGITS.search(words)):
            yield FactBroken(
                turn.number, words, Bilingual("金额不是其本人的", "an amount that is not theirs")
            )


def _days(
    turn: Turn, persona: Persona, person: DrawnPerson, as_of: datetime, agent_before: str | None
) -> Iterator[FactBroken]:
    """A day of payment that was claimed or promised must be the one that is so."""
    if next(_digits_in(turn.text), None) is not None:
        return  # Digits of the identity number that read like a day are no day.
    slots = understand(turn.text, reference=as_of, agent_before=agent_before).slots
    has_paid = persona.gives in (Gives.CLAIM, Gives.CLAIM_HALF)
    if slots.paid_on is not None and (not has_paid or slots.paid_on != person.paid_on):
        yield _wrong_day(turn, slots.paid_on, Bilingual("还款日不对", "paid on another day or not at all"))
    may = {person.pays_on, civil_date(as_of)}
    if slots.promise_on is not None and slots.promise_on not in may:
        yield _wrong_day(
            turn, slots.promise_on, Bilingual("承诺的日子不是其能做到的", "a day that they cannot keep")
        )


def _wrong_day(turn: Turn, day: date, says: Bilingual) -> FactBroken:
    return FactBroken(turn.number, day.isoformat(), says)


def _digits_in(text: str) -> Iterator[tuple[str, str]]:
    """Four digits said one by one, as figures; an amount or a year is none."""
    for match in _FOUR_DIGITS.finditer(text):
        if not _UNITS.match(text, match.end()):
            figures = match[0].translate(_TO_FIGURES)
            yield match[0], "".join(one for one in figures if one.isdecimal())
