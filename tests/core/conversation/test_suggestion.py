"""The suggested next move: what to say, by id, what it does, and when only the close is left."""

from __future__ import annotations

import random

import pytest

from core.conversation.call_builder import NOW, Call, a_case
from core.conversation.test_every_flow import a_case_of, values
from fairdue.conversation.engine import sentences_now
from fairdue.conversation.heard import Heard
from fairdue.conversation.moves import open_choices
from fairdue.conversation.playbook import flow_ids
from fairdue.conversation.suggestion import Suggestion, suggest_next
from fairdue.understanding.acts import Act


def suggested(call: Call) -> Suggestion:
    return suggest_next(session=call.session, case=call.case, as_of=NOW)


def after(*choices: str) -> Call:
    call = Call(a_case())
    for choice in choices:
        assert call.turn(Heard(choice)).accepted, choice
    return call


def test_while_it_rings_there_is_nothing_to_say() -> None:
    assert suggested(after()) == Suggestion("line", (), (), ends=False)


def test_the_opening_asks_whom_it_reached_and_says_who_calls_once_it_is_the_customer() -> None:
    first = suggested(after("answered"))
    assert Act.ASK_IF_PERSON in first.acts and Act.NAME_COMPANY not in first.acts
    assert Act.NAME_COMPANY in suggested(after("answered", "self")).acts
    assert Act.STATE_DEBT not in first.acts and not first.ends


def test_the_debt_is_stated_once_the_person_is_verified_and_not_before() -> None:
    assert Act.STATE_DEBT not in suggested(after("answered", "self")).acts
    now = suggested(after("answered", "self", "id_last_four"))
    assert now.step == "debt" and Act.STATE_DEBT in now.acts


def test_after_distress_help_is_suggested_and_nothing_of_the_debt() -> None:
    told = suggested(after("answered", "self", "id_last_four", "distress"))
    assert Act.OFFER_HELP_LINE in told.acts and not {Act.STATE_DEBT, Act.ASK_DATE} & set(told.acts)


def test_a_call_that_is_over_suggests_nothing_but_its_end() -> None:
    call = after("no_answer")
    while not call.session.closed:
        ending = [c for c in open_choices(session=call.session, case=call.case) if not c.care and not c.asks]
        call.turn(Heard(ending[0].choice_id))
    told = suggested(call)
    assert told.ends and told.sentence_ids == () == told.acts


@pytest.mark.parametrize("flow_id", flow_ids())
def test_what_is_suggested_is_what_is_shown_whatever_the_language_and_each_act_once(flow_id: str) -> None:
    chance = random.Random(20261126)
    for _ in range(25):
        call = Call(a_case_of(flow_id, chance), flow_id=flow_id)
        for _ in range(15):
            told = suggested(call)
            for language in ("zh", "en"):
                shown = sentences_now(session=call.session, case=call.case, language=language, as_of=NOW)
                assert told.sentence_ids == tuple(sentence.sentence_id for sentence in shown)
            assert len(set(told.acts)) == len(told.acts) and told.step == call.session.step
            if call.session.closed:
                break
            call.turn(values(chance.choice(open_choices(session=call.session, case=call.case)), chance))
