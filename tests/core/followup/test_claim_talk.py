"""What may be said of a claimed payment: each step has its sentences, and none accuses."""

from __future__ import annotations

from importlib.resources import files

import pytest

from core.followup.money_builders import claimed
from fairdue.conversation.playbook import read_flow
from fairdue.followup.claim_finding import ClaimStep
from fairdue.followup.claim_talk import ClaimTalkFault, all_steps, read_claim_talk, talk_for

TEXT = (files("fairdue_playbook") / "followup" / "claim_talk.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("step", list(ClaimStep))
def test_each_step_can_be_said_with_the_day_and_the_amount_the_customer_named(step: ClaimStep) -> None:
    talk = talk_for(claim=claimed(fen=123_456), step=step)
    assert talk.sentences and talk.notes
    said = "".join(f"{one.zh}{one.en}" for one in talk.sentences)
    assert "{" not in said
    if step not in (ClaimStep.WAIT_FOR_FILE, ClaimStep.COMPARE_BY_HAND):
        assert "1,234.56元" in said and "3月2日" in said


def test_only_who_is_not_found_or_found_in_part_is_asked_for_the_receipt() -> None:
    asked = {step for step, talk in all_steps().items() if "claim.receipt" in talk.say}
    assert asked == {ClaimStep.TELL_PART_FOUND, ClaimStep.ASK_FOR_RECEIPT}


def test_nobody_is_told_that_it_was_not_paid() -> None:
    wording = read_flow().wording.sentences
    for talk in all_steps().values():
        for sentence_id in talk.say:
            assert not any(
                word in wording[sentence_id].words.zh for word in ("没还", "未还", "没有还", "骗", "撒谎")
            )


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("say: [claim.found]", "say: [claim.lost]", "thank: no sentence claim.lost"),
        ("say: [claim.found]", "say: [debt.amount]", "thank: debt.amount has places other than"),
        ("say: [claim.found]", "say: []", "at least one sentence"),
        ("  thank:", "  thanks:", "steps: exactly the keys"),
        ("id: part_no_doubt", "id: part_is_counted", "the note part_is_counted stands twice"),
        ("approved_on: 2026-11-25", "approved_on: soon", "approved_on is a day"),
    ],
)
def test_a_fault_names_file_and_step(was: str, now: str, told: str) -> None:
    with pytest.raises(ClaimTalkFault, match=f"talk.yaml.*{told}"):
        read_claim_talk(TEXT.replace(was, now, 1), source="talk.yaml", wording=read_flow().wording.sentences)
