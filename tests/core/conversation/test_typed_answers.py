"""Bad input leaves the session as it was and says what to type."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from core.conversation.call_builder import NOW, VERIFIED, Call
from fairdue.conversation.engine import advance, resume
from fairdue.conversation.heard import Heard, read_heard, write_heard
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.prompt import AskKind
from fairdue.conversation.typed_answer import hear
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId

SOON = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        (Heard("nonsense"), "no such answer"),
        (Heard("part", on=SOON, channel="wechat"), "how much"),
        (Heard("part", amount_fen=0, on=SOON, channel="wechat"), "above 0"),
        (Heard("part", amount_fen=-5, on=SOON, channel="wechat"), "above 0"),
        (Heard("part", amount_fen=1_285_037, on=SOON, channel="wechat"), "more than"),
        (Heard("part", amount_fen=100, channel="wechat"), "which day"),
        (Heard("part", amount_fen=100, on=date(2026, 3, 10), channel="wechat"), "past"),
        (Heard("part", amount_fen=100, on=date(2026, 6, 10), channel="wechat"), "90 days"),
        (Heard("part", amount_fen=100, on=SOON), "channel"),
        (Heard("part", amount_fen=100, on=SOON, channel="pigeon"), "pick one"),
    ],
)
def test_a_bad_answer_changes_nothing_and_says_what_to_type(heard: Heard, words: str) -> None:
    call = Call().say(*VERIFIED, "later")
    before = call.session
    answer = call.turn(heard)
    assert answer.session == before and not answer.happenings
    assert any(words in complaint.en for complaint in answer.complaints)
    assert all(complaint.zh for complaint in answer.complaints)


def test_a_payment_claimed_for_tomorrow_is_not_taken() -> None:
    call = Call().say(*VERIFIED, "paid")
    assert call.turn(Heard("told", on=date(2026, 3, 12))).complaints


def test_today_means_today_and_not_yet_past() -> None:
    call = Call().say(*VERIFIED, "forgot")
    for at in (NOW - timedelta(minutes=1), NOW + timedelta(days=1), datetime(2026, 3, 11, 20)):
        assert call.turn(Heard("full", at=at, channel="wechat")).complaints


def test_a_closed_call_takes_no_more_turns() -> None:
    call = Call().say("no_answer")
    assert call.turn(Heard("answered")).complaints


def test_a_session_of_another_case_is_misuse() -> None:
    from dataclasses import replace

    call = Call()
    other = replace(call.case, case_id=CaseId("c-other"))
    with pytest.raises(ValueError, match="another case"):
        advance(session=call.session, heard=Heard("answered"), case=other, as_of=NOW)


def test_a_turn_survives_the_log() -> None:
    heard = Heard("told", 350_000, SOON, NOW, "wechat", "说了什么")
    assert read_heard(write_heard(heard)) == heard
    assert "说了什么" not in repr(heard)


def test_what_is_typed_the_way_people_speak_is_read_in_the_direction_of_its_field() -> None:
    typed = {
        AskKind.AMOUNT: "三千五",
        AskKind.DATE: "周五",
        AskKind.CHANNEL: "微信",
        AskKind.TIME: "下午三点",
    }
    later = Call().say(*VERIFIED, "later")
    heard = hear(session=later.session, choice_id="part", typed=typed, as_of=NOW)
    assert (heard.amount_fen, heard.on, heard.channel) == (350_000, date(2026, 3, 13), "wechat")
    assert heard.at == datetime(2026, 3, 11, 15, 0, tzinfo=CHINA)
    paid = Call().say(*VERIFIED, "paid")
    assert hear(session=paid.session, choice_id="told", typed=typed, as_of=NOW).on == date(2026, 3, 6)


def test_turns_of_another_flow_are_refused_with_a_reason() -> None:
    call = Call()
    with pytest.raises(ValueError, match="turn 1 does not fit step line"):
        resume(
            case=call.case,
            speaker=call.session.speaker,
            session_id=call.session.session_id,
            attempt_id=call.session.attempt_id,
            flow=read_flow(),
            opened_at=NOW,
            turns=[write_heard(Heard("finish"))],
        )
