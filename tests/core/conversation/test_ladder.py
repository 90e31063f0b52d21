"""The ladder of the identity check: what may be said to whom, as data that can only be stricter than the code."""

from __future__ import annotations

from importlib.resources import files

import pytest

from core.conversation.call_builder import VERIFIED, Call
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.ladder import Rung, ladder, open_slots, read_ladder, rung_of
from fairdue.conversation.wording import OPEN_SLOTS, Slot

TEXT = (files("fairdue_playbook") / "verification.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("turns", "rung"),
    [
        ((), Rung.UNKNOWN),
        (("answered",), Rung.UNKNOWN),
        (("answered", "self"), Rung.SAYS_SO),
        (("answered", "third_person"), Rung.THIRD_PARTY),
        (VERIFIED, Rung.VERIFIED),
        ((*VERIFIED, "other_person"), Rung.THIRD_PARTY),
        ((*VERIFIED, "other_person", "hands_over"), Rung.SAYS_SO),
        ((*VERIFIED, "agent_calls"), Rung.THIRD_PARTY),
        ((*VERIFIED, "minor"), Rung.THIRD_PARTY),
        ((*VERIFIED, "other_person", "hands_over", "self", "birth_date"), Rung.VERIFIED),
    ],
)
def test_a_call_climbs_by_what_is_known_and_falls_when_the_speaker_changes(
    turns: tuple[str, ...], rung: Rung
) -> None:
    assert rung_of(Call().say(*turns).session) is rung


def test_a_third_person_never_hears_for_whom_we_call() -> None:
    call = Call().say("answered", "third_person", "complaint", "told")
    assert Slot.CREDITOR not in open_slots(call.session)
    said = [sentence.text for sentence in call.prompt().say]
    assert said and not any("示例银行" in text for text in said)


def test_before_the_check_the_ladder_opens_nothing_of_the_debt() -> None:
    for rung, spec in ladder().items():
        assert spec.title.zh and spec.proof.en and spec.may_say.zh
        assert rung is Rung.VERIFIED or spec.open_slots <= OPEN_SLOTS


@pytest.mark.parametrize(
    ("sound", "broken", "told"),
    [
        ("open: [agency, staff_no, hotline, name, callback_at]", "open: [balance]", "is a fact of the debt"),
        ("  - id: says_so", "  - id: says_nothing", "says_nothing is none of"),
        ("  - id: says_so", "  - id: unknown", "no rung says_so"),
        ("    open: all\n", "    open: everything\n", "open must be a list"),
    ],
)
def test_a_ladder_with_a_fault_is_refused_with_its_line(sound: str, broken: str, told: str) -> None:
    assert sound in TEXT
    with pytest.raises(FlowFault, match=rf"verification.yaml:\d+.*{told}"):
        read_ladder(TEXT.replace(sound, broken), source="verification.yaml")
