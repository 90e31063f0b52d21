"""Ranking: what fits is found, what must not be said is not offered, and safety comes before every answer."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.conversation.call_builder import NOW, VERIFIED, Call, a_case
from core.conversation.test_any_call import CASES, a_turn
from fairdue.casefile.case import CaseFile
from fairdue.conversation.moves import open_choices
from fairdue.conversation.objection import Safety
from fairdue.conversation.objection_index import plain
from fairdue.conversation.objection_ranking import (
    MOST_SHOWN,
    Ranking,
    match_objections,
    offer,
    rank_objections,
)
from fairdue.conversation.objection_reading import read_objections
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.session import Session
from fairdue.conversation.slots import render
from fairdue.foundation.ids import CaseId

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
FACTS = (
    "12,850.36",
    "12850",
    "11,200",
    "1,300.36",
    "350元",
    "2026年2月27日",
    "27 February",
    "信用卡",
    "1,000",
)


@cache
def lines(name: str) -> tuple[dict[str, object], ...]:
    text = (CORPUS / name).read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines())


def words_of(name: str) -> tuple[str, ...]:
    return tuple(str(line["text"]) for line in lines(name))


SAID = (*words_of("objections/held_out.jsonl"), *words_of("objections/other_voices.jsonl"))
WORDS = st.one_of(st.sampled_from(SAID), st.text(max_size=60))


def ranking(words: str, call: Call, language: str = "zh") -> Ranking:
    return rank_objections(words, session=call.session, case=call.case, as_of=NOW, language=language)


def offered(found: Ranking) -> list[str]:
    """Every sentence that a customer could hear from a ranking."""
    return [
        reply.text
        for one in found.ranked
        for reply in (*one.answers, *((one.ask,) if one.ask is not None else ()))
    ]


def shown(found: Ranking) -> str:
    """All that a screen can show of a ranking, whatever it is."""
    parts = [*offered(found)]
    for one in found.ranked:
        for words in (one.objection.name, one.objection.behind, one.reason, one.leads_to):
            parts += [words.zh, words.en]
        parts += [never.words.zh for never in one.objection.never]
    if found.first is not None:
        parts += [found.first.label.zh, found.first.why.zh]
    return "\n".join(parts)


def hits(name: str, *, first: int) -> float:
    found = 0
    for line in lines(name):
        wanted = line.get("objections") or [line["objection"]]
        assert isinstance(wanted, list)
        ranked, _ = match_objections(str(line["text"]), as_of=NOW, flow=read_flow())
        found += any(one.objection.objection_id in wanted for one in ranked[:first])
    return found / len(lines(name))


def test_lines_of_other_authors_find_their_objection() -> None:
    """157 lines of the held-out corpus, written by others before the library was; measured 0.74 and 0.88."""
    assert hits("objections/other_voices.jsonl", first=1) >= 0.70
    assert hits("objections/other_voices.jsonl", first=3) >= 0.86


def test_the_lines_of_other_authors_are_those_of_the_held_out_corpus() -> None:
    written = {str(line["id"]): line["text"] for line in lines("held_out/customers.jsonl")}
    assert all(written[str(line["of"])] == line["text"] for line in lines("objections/other_voices.jsonl"))


def test_the_held_out_utterances_of_every_objection_find_it() -> None:
    assert hits("objections/held_out.jsonl", first=3) >= 0.95
    known = set(read_objections().objections)
    assert {str(line["objection"]) for line in lines("objections/held_out.jsonl")} == known
    for line in lines("objections/other_voices.jsonl"):
        assert isinstance(line["objections"], list) and set(line["objections"]) <= known


def test_nothing_that_is_held_out_stands_among_the_ways_that_are_matched() -> None:
    matched = {plain(one) for objection in read_objections().objections.values() for one in objection.heard}
    assert not matched & {plain(words) for words in SAID}


@settings(max_examples=60, deadline=None)
@given(data=st.data(), case=CASES, words=WORDS, language=st.sampled_from(["zh", "en"]))
def test_before_the_identity_check_no_answer_holds_a_fact_of_the_debt(
    data: st.DataObject, case: CaseFile, words: str, language: str
) -> None:
    call = Call(case)
    for _ in range(data.draw(st.integers(0, 6))):
        if call.session.closed or not open_choices(session=call.session, case=call.case):
            break
        call.turn(a_turn(data, call))
        found = ranking(words, call, language)
        if not call.session.verified:
            text = "\n".join(offered(found))
            assert not [fact for fact in FACTS if fact in text]
            by_id = {reply.sentence.sentence_id: reply for reply in read_objections().sentences()}
            for one in found.ranked:
                for reply in (*one.answers, *((one.ask,) if one.ask else ())):
                    assert by_id[reply.sentence_id].before_check
            assert not [fact for fact in ("12,850.36", "11,200", "2026年2月27日") if fact in shown(found)]


@settings(max_examples=80, deadline=None)
@given(words=WORDS)
def test_any_words_are_ranked_alike_twice_and_never_come_back(words: str) -> None:
    call = Call().say(*VERIFIED)
    before = call.session
    found = ranking(words, call)
    assert found == ranking(words, call)
    assert call.session is before
    assert len(found.ranked) <= MOST_SHOWN
    scores = [one.score for one in found.ranked]
    assert scores == sorted(scores, reverse=True)
    if len(words.strip()) > 8:
        assert words.strip() not in shown(found)


def test_empty_words_and_a_closed_call_find_nothing() -> None:
    call = Call().say(*VERIFIED)
    assert ranking("  ", call) == Ranking(None, ())
    assert ranking("没钱", Call().say("no_answer")) == Ranking(None, ())


def test_an_objection_comes_with_answers_a_question_what_never_to_say_and_where_it_leads() -> None:
    found = ranking("反正我征信早黑了，还不还都一样", Call().say(*VERIFIED))
    best = found.ranked[0]
    assert best.objection.objection_id == "already_black"
    assert len(best.answers) == 2 and best.ask is not None and best.withheld is None
    assert "五年" in best.answers[0].text and best.answers[0].rests_on == ("CN-CR-02",)
    assert best.objection.never and best.leads_to.zh and best.reason.zh


@pytest.mark.parametrize(
    "words",
    [str(line["text"]) for line in lines("held_out/customers.jsonl") if "distress" in line["intents"]],  # type: ignore[operator]
)
def test_at_words_of_distress_nothing_is_offered_and_the_way_to_care_comes_first(words: str) -> None:
    found = ranking(words, Call().say(*VERIFIED))
    assert found.first is not None and (found.first.to, found.first.key) == (Safety.DISTRESS, "z")
    assert offered(found) == []


@pytest.mark.parametrize(
    ("words", "to"),
    [
        ("我要投诉你们，再打我就报警", Safety.COMPLAINT),
        ("别再给我打电话了，骚扰", Safety.STOP_CONTACT),
        ("我从来没办过你们的卡，是别人冒用的", Safety.DISPUTE),
        ("我已经请律师了，有事找我律师", Safety.REPRESENTED),
        ("我爸上个月去世了", Safety.LOSS),
        ("打错了，我不认识这个人", Safety.WRONG_NUMBER),
        ("我得了癌症在化疗，没钱还", Safety.HARDSHIP),
        ("金额不对，我不认这个数", Safety.DISPUTE),
    ],
)
def test_a_safety_matter_comes_first_and_what_collects_is_withheld(words: str, to: Safety) -> None:
    found = ranking(words, Call().say(*VERIFIED))
    assert found.first is not None
    assert list(Safety).index(found.first.to) <= list(Safety).index(to)
    for one in found.ranked:
        if one.answers or one.ask:
            hand_over = one.objection.hand_over
            assert found.first.to is Safety.HARDSHIP or (hand_over and hand_over.to is found.first.to)
            assert one.objection.leads_to not in ("today", "pin", "vague")


def test_before_the_check_only_what_tells_nothing_is_offered_and_the_rest_says_why() -> None:
    call = Call().say("answered", "self")
    later = ranking("等发工资就还", call)
    assert later.ranked[0].objection.objection_id == "payday"
    assert not later.ranked[0].answers and later.ranked[0].withheld is not None
    busy = ranking("我在开会呢", call).ranked[0]
    assert busy.objection.objection_id == "in_a_meeting" and len(busy.answers) == 2


def test_to_a_third_person_nothing_is_answered_but_an_apology_for_a_wrong_number() -> None:
    call = Call().say("answered", "third_person")
    assert offered(ranking("我在开会，没钱还你", call)) == []
    assert offered(ranking("打错了我不认识这个人", call))


def test_a_sentence_whose_facts_are_not_known_is_not_offered() -> None:
    words = "金额跟我手机上的对不上，这个数不对"
    full = ranking(words, Call(a_case(full=True)).say(*VERIFIED)).ranked[0]
    bare = ranking(words, Call(a_case(full=False)).say("answered", "self", "id_last_four")).ranked[0]
    assert full.objection.objection_id == bare.objection.objection_id == "amount_differs"
    assert "11,200" in "".join(answer.text for answer in full.answers)
    assert len(bare.answers) == len(full.answers) - 1
    assert bare.withheld is not None and full.withheld is None


@settings(max_examples=20, deadline=None)
@given(case=CASES, language=st.sampled_from(["zh", "en"]))
def test_with_the_facts_of_any_case_the_guard_holds_back_no_sentence_whose_facts_are_known(
    case: CaseFile, language: str
) -> None:
    call = Call(case).say("answered", "self", "id_last_four")
    for reply in read_objections().sentences():
        made = offer(reply, session=call.session, case=call.case, as_of=NOW, language=language)
        known = render(reply.sentence, session=call.session, case=call.case, language=language, as_of=NOW)
        assert (None if made is None else made.text) == known, reply.sentence.sentence_id


def test_the_session_of_another_case_is_refused() -> None:
    call = Call().say(*VERIFIED)
    stranger: Session = replace(call.session, case_id=CaseId("other"))
    with pytest.raises(ValueError, match="belongs to another case"):
        rank_objections("没钱", session=stranger, case=call.case, as_of=NOW)


def test_the_key_of_the_aid_is_free_in_every_step() -> None:
    flow = Call().session.flow
    keys = {choice.key.lower() for step in flow.steps for choice in flow.choices_of(step)}
    assert "o" not in keys and "?" not in keys
