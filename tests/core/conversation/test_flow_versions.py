"""A call ends on the version of the flow it began with, and a broken flow never replaces a good one."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest

from core.conversation.test_playbook import FLOW, WORDING
from fairdue.compliance.rulebook import load_rulebook
from fairdue.conversation.flow import Flow, FlowFault
from fairdue.conversation.flow_version import FlowText, flow_text_from
from fairdue.conversation.heard import Heard
from fairdue.conversation.playbook import flow_from, read_flow
from fairdue.foundation.ids import CaseId
from fairdue.operations.converse import CallUnderWay, begin_call, call_under_way, take_turn
from fairdue.operations.flow_versions import FlowVersionLost, sound_flow
from fairdue.operations.house import House
from fairdue.practice.soak_world import START, World


@pytest.fixture
def house() -> House:
    """A Chinese house in memory with a few placed cases."""
    return World(seed=2, size=20, rulebook=load_rulebook(), sees=World.as_it_is).sites[0].memory.house


def open_call(house: House) -> CallUnderWay:
    """The first case on which the gate permits a call now."""
    for case in list(house.book.iterate()):
        begun = begin_call(house, case_id=case.case_id, as_of=START, actor="collector-1")
        if isinstance(begun, CallUnderWay):
            return begun
    raise AssertionError("no case may be called")


def say(house: House, case_id: CaseId, choice: str) -> CallUnderWay:
    return take_turn(house, case_id=case_id, heard=Heard(choice), as_of=START, actor="collector-1")


def another_version() -> Flow:
    """The flow as a later playbook has it: the step `who` says it differently and offers an answer less."""
    other = FLOW["opening.yaml"].replace("开场：先问是不是本人", "新的开场")
    return flow_from({**FLOW, "opening.yaml": other}, wording=WORDING)


def test_a_call_under_way_goes_on_in_the_version_it_began_with(house: House) -> None:
    call = open_call(house)
    case_id = call.case.case_id
    assert call.case.open_call and call.case.open_call.flow_version == house.flow.version != ""
    say(house, case_id, "answered")
    later = replace(house, flow=another_version())
    assert later.flow.version != house.flow.version
    standing = call_under_way(later, case_id=case_id, as_of=START)
    assert standing is not None and standing.prompt.title == "开场：先问是不是本人"
    assert say(later, case_id, "self").prompt.step == "verify"
    say(later, case_id, "hang_up")
    again = next(c for c in house.book.iterate() if c.case_id == case_id)
    assert again.open_call is None


def test_a_version_is_kept_once_and_gives_its_flow_back(house: House) -> None:
    call = open_call(house)
    assert call.case.open_call
    kept = house.flow_versions.read(call.case.open_call.flow_version)
    assert kept is not None
    text = flow_text_from(kept.text)
    assert text.digest == kept.version == read_flow().version
    assert house.flow_versions.newest("first_call") == kept


def test_a_version_that_is_nowhere_says_what_to_do(house: House) -> None:
    call = open_call(house)
    empty = World(seed=2, size=20, rulebook=load_rulebook(), sees=World.as_it_is).sites[0].memory.house
    lost = replace(house, flow=another_version(), flow_versions=empty.flow_versions)
    moved = replace(call.case.open_call, flow_version="0" * 16) if call.case.open_call else None
    assert moved is not None
    from fairdue.operations.flow_versions import flow_of_call

    with pytest.raises(FlowVersionLost, match="restore the table"):
        flow_of_call(lost, moved)


def test_a_broken_flow_never_replaces_a_good_one(house: House, caplog: pytest.LogCaptureFixture) -> None:
    def broken(flow_id: str) -> Flow:
        files = {**FLOW, "care.yaml": FLOW["care.yaml"].replace("to: loss_noted", "to: nowhere")}
        return flow_from(files, wording=WORDING)

    with pytest.raises(FlowFault, match=r"care.yaml:\d+: step loss"):
        sound_flow("first_call", kept=house.flow_versions, read=broken)
    open_call(house)
    with caplog.at_level(logging.ERROR):
        flow = sound_flow("first_call", kept=house.flow_versions, read=broken)
    assert flow.version == house.flow.version
    assert "care.yaml:" in caplog.text and "name a step that exists" in caplog.text


def test_an_old_log_without_a_version_is_replayed_on_the_flow_of_today(house: House) -> None:
    from fairdue.operations.flow_versions import flow_of_call

    call = open_call(house)
    assert call.case.open_call
    old = replace(call.case.open_call, flow_version="")
    assert flow_of_call(house, old) is house.flow


def test_a_text_that_is_no_version_is_refused() -> None:
    with pytest.raises(ValueError, match="no version"):
        flow_text_from("{}")
    assert FlowText("a", {}, {}).digest != FlowText("b", {}, {}).digest
