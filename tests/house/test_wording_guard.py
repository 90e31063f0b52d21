"""House rule: every sentence that a customer can hear passes the wording guard; in Chinese strictly.

The guard is taught Chinese; of English it knows the phrases alone, so there only a phrase that is sure counts.
"""

from __future__ import annotations

from fairdue.compliance.wording.spoken_context import Callee, Stage
from fairdue.conversation.objection_reading import read_objections
from fairdue.conversation.objection_wording import check_objections
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.wording import Slot
from fairdue.conversation.wording_check import DEMO_VALUES, check_wording, setting_of_sentence
from house.tree import must_be_empty

# False alarms of today's models, each read by a person and found harmless. The models are trained anew with further
# phrases; whoever sees one pass takes it out here. Nothing may be added without the reason why it is harmless.
STILL_FLAGGED = {
    "lawyer.noted",  # tells that a lawyer who acts for the customer is dealt with instead
    "note.verified",  # a note that says how identity was confirmed
    "who.what_we_are",  # says what an agency is, to who asks
    "verify.ask",  # asks for four characters, to check identity
}


def test_every_sentence_of_the_playbook_passes_the_guard_in_chinese() -> None:
    flagged = {
        one.sentence_id: f"{one.sentence_id} {one.judgement.verdict.value} {one.judgement.share} {one.text}"
        for one in check_wording(read_flow().wording, languages=("zh",))
        if one.is_flagged
    }
    must_be_empty(
        (shown for sentence_id, shown in flagged.items() if sentence_id not in STILL_FLAGGED),
        rule="What a customer can hear is lawful; word it otherwise, or teach the guard that it is (corpus/).",
    )


def test_every_sentence_of_the_objections_passes_the_guard_in_every_setting_without_exception() -> None:
    must_be_empty(
        (
            f"{one.sentence_id} {one.setting.stage} {one.judgement.verdict.value} {one.judgement.share} {one.text}"
            for one in check_objections(read_objections(), languages=("zh", "en"))
            if one.is_flagged and (one.language == "zh" or one.judgement.share == 1.0)
        ),
        rule="What a customer can hear is lawful; word the answer otherwise.",
    )


def test_no_false_alarm_is_sure() -> None:
    """A sure phrase says that the text is a violation whatever stands around it; that is never a false alarm."""
    sure = [
        f"{one.sentence_id} {one.language} {one.text}"
        for one in check_wording(read_flow().wording, languages=("zh", "en"))
        if one.is_flagged and one.judgement.share == 1.0
    ]
    must_be_empty(sure, rule="A phrase that is sure is in a sentence of the playbook.")


def test_the_exceptions_are_sentences_of_the_playbook() -> None:
    assert set(read_flow().wording.sentences) >= STILL_FLAGGED
    assert len(STILL_FLAGGED) <= 10


def test_every_place_has_a_value_and_every_sentence_its_setting() -> None:
    assert set(DEMO_VALUES) == set(Slot)
    assert setting_of_sentence("third.greet").callee is Callee.THIRD_PARTY
    assert not setting_of_sentence("opening.introduce").verified
    assert setting_of_sentence("note.busy").stage is Stage.NOTE
    assert setting_of_sentence("debt.amount").verified
