"""The wrap-up writes itself, is shown before the call ends, and is what is then recorded."""

from __future__ import annotations

import random

import pytest

from core.conversation.call_builder import NOW, VERIFIED, Call
from core.conversation.test_every_flow import _pick, a_case_of, values
from core.conversation.test_taking_back import CLAIM, PROMISE
from fairdue.conversation.heard import Heard
from fairdue.conversation.playbook import flow_ids
from fairdue.conversation.wrap_up import WrapUp, propose_wrap_up


def wrapped(call: Call, language: str = "zh") -> WrapUp:
    """The wrap-up that must be proposed here."""
    proposed = propose_wrap_up(session=call.session, case=call.case, as_of=call.as_of, language=language)
    assert proposed is not None
    return proposed


def test_a_promise_is_wrapped_up_with_code_note_diary_and_receipt() -> None:
    call = Call().say(*VERIFIED, "later", PROMISE, "agreed")
    wrap_up = wrapped(call)
    assert wrap_up.code == "PTP" and "2,000元" in wrap_up.note
    assert wrap_up.diary == ("2026年3月20日（星期五）到期，次日核对到账",)
    assert wrap_up.receipt.startswith("您在电话里说，2026年3月20日（星期五）通过微信还款2,000元。")
    assert "官方客服" in wrap_up.receipt
    assert "CNY 2,000" in wrapped(call, "en").receipt


def test_a_claim_is_wrapped_up_with_its_check_and_its_hold() -> None:
    wrap_up = wrapped(Call().say(*VERIFIED, "paid", CLAIM, "right"))
    assert wrap_up.code == "CP"
    assert wrap_up.diary[0] == "2026年3月16日（星期一）前查账" and wrap_up.diary[1].startswith("暂停催促至")


def test_nothing_is_sent_before_the_check_nor_after_distress_or_a_stop() -> None:
    third = Call().say("answered", "third_person", "relay")
    assert wrapped(third).receipt == ""
    for care in ("stop_contact", "represented"):
        assert wrapped(Call().say(*VERIFIED, "later", PROMISE, "agreed", care)).receipt == ""
    distress = Call().say(*VERIFIED, "later", PROMISE, "agreed", "distress", "safe")
    assert wrapped(distress).receipt == ""


def test_a_call_that_goes_on_and_a_line_that_rings_have_no_wrap_up() -> None:
    for call in (Call(), Call().say(*VERIFIED)):
        assert propose_wrap_up(session=call.session, case=call.case, as_of=NOW) is None


@pytest.mark.parametrize("flow_id", flow_ids())
def test_what_was_proposed_is_what_is_recorded(flow_id: str) -> None:
    chance = random.Random(7)
    compared = 0
    for _ in range(120):
        call = Call(a_case_of(flow_id, chance), flow_id=flow_id)
        for _ in range(14):
            if call.session.closed:
                break
            wrap_up = propose_wrap_up(session=call.session, case=call.case, as_of=NOW)
            if wrap_up is not None and chance.random() < 0.8:
                call.say(Heard(wrap_up.choice_id))
                assert call.disposition.code is wrap_up.code and call.disposition.note == wrap_up.note
                assert "{" not in wrap_up.receipt and "None" not in wrap_up.receipt
                compared += 1
                break
            call.turn(values(_pick(call, set(), chance), chance))
    assert compared > 20
