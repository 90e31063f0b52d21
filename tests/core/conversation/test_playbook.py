"""The shipped playbook is whole, and a broken one is refused with file and step."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.conversation.call_builder import Call, a_case
from fairdue.casefile.disposition import ResultCode
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.playbook import code_meanings, flow_from, read_flow
from fairdue.conversation.result_code import read_code_meanings
from fairdue.conversation.slots import render
from fairdue.conversation.wording import Slot

PLAYBOOK = files("fairdue_playbook")


def texts_of(*folders: str) -> dict[str, str]:
    """Every file of a folder of the playbook by its name."""
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in PLAYBOOK.joinpath(*folders).iterdir()
        if file.name.endswith(".yaml")
    }


FLOW = texts_of("flows", "first_call")
WORDING = texts_of("wording")


def test_the_playbook_speaks_at_least_forty_sentences_in_two_languages() -> None:
    sentences = read_flow().wording.sentences
    assert len([name for name in sentences if not name.startswith("note.")]) >= 40
    for sentence in sentences.values():
        assert sentence.words.zh and sentence.words.en and sentence.owner


@given(st.sampled_from(sorted(read_flow().wording.sentences)), st.booleans(), st.sampled_from([None, 1, 9]))
def test_every_sentence_is_whole_in_both_languages_or_not_offered(
    name: str, full: bool, periods: int | None
) -> None:
    call = Call(a_case(full=full, periods=periods)).say("answered", "self", "id_last_four")
    spec = read_flow().wording.sentences[name]
    for language in ("zh", "en"):
        text = render(spec, session=call.session, case=call.case, language=language, as_of=call.as_of)
        assert text is None or ("{" not in text and "None" not in text)


def test_a_sentence_whose_fact_is_missing_is_not_offered() -> None:
    call = Call(a_case(full=False)).say("answered", "self", "id_last_four")
    assert {s.sentence_id for s in call.prompt().say} == {"debt.thanks", "debt.amount", "debt.ask_few"}


def test_every_result_code_has_a_meaning_and_its_flags() -> None:
    meanings = code_meanings()
    assert set(meanings) == set(ResultCode)
    assert meanings[ResultCode.CP].hold and meanings[ResultCode.CP].money
    assert meanings[ResultCode.HU].attempt and not meanings[ResultCode.HU].right_party
    with pytest.raises(FlowFault, match="no meaning is given for"):
        read_code_meanings("codes: {NA: {zh: 无, en: none, flags: []}}", source="result_codes.yaml")


FAULTS = [
    ("opening.yaml", "to: verify_failed}", "to: nowhere}", "leads to nowhere"),
    ("opening.yaml", "say: [verify.failed]", "say: [verify.lost]", "no sentence verify.lost"),
    (
        "opening.yaml",
        "say: [opening.introduce, verify.why, verify.ask]",
        "say: [debt.amount]",
        "before the identity check",
    ),
    ("opening.yaml", "say: [callback.ask]", "say: [debt.credit]", "before the check"),
    ("opening.yaml", "to: self_check}", "to: callback}", "step self_check: no call can come to it"),
    ("branch.yaml", "          - {to: paid_read_back}\n", "", "the branch is open"),
    ("branch.yaml", "label: {zh: 对, en: right}, effects", "label: {zh: 对}, effects", "en must be a text"),
    (
        "commitment.yaml",
        "effects: [make_promise], code: FP",
        "effects: [take_money], code: FP",
        "take_money is none of",
    ),
    ("commitment.yaml", "code: PTP", "code: XX", "XX is none of"),
    ("inquiry.yaml", 'key: "2"', 'key: "1"', "the key 1 stands twice"),
    ("inquiry.yaml", 'key: "3"', "key: z", "the key z stands twice"),
    (
        "care.yaml",
        "    say: [stop.noted]\n",
        "    say: [stop.noted]\n    tone: firm\n",
        "tone is not known here",
    ),
    ("care.yaml", "  - id: stop_noted", "  - id: paid", "stands in"),
    ("flow.yaml", "first_step: line", "first_step: hello", "first step hello does not exist"),
    ("flow.yaml", "when: verified\n    aside: [debt.credit,", "aside: [debt.credit,", "before the"),
    ("flow.yaml", 'quiet_from: "22:00"', "quiet_from: 22", "quiet_from must be a time"),
]


@pytest.mark.parametrize(("file", "sound", "broken", "words"), FAULTS)
def test_a_planted_fault_is_found_and_its_place_named(file: str, sound: str, broken: str, words: str) -> None:
    assert sound in FLOW[file], "the fault must be planted somewhere"
    with pytest.raises(FlowFault, match=words) as fault:
        flow_from({**FLOW, file: FLOW[file].replace(sound, broken)}, wording=WORDING)
    assert re.search(r"^[a-z]+\.yaml:\d+: ", str(fault.value), re.MULTILINE)


def test_a_sentence_with_a_place_that_is_not_declared_is_refused() -> None:
    broken = {**WORDING, "debt.yaml": WORDING["debt.yaml"].replace("slots: [balance]", "slots: []")}
    with pytest.raises(FlowFault, match=r"debt.yaml:\d+: debt.amount"):
        flow_from(FLOW, wording=broken)


def test_asking_for_a_flow_that_is_not_there_says_where_flows_lie() -> None:
    with pytest.raises(FlowFault, match="no flow second_call"):
        read_flow("second_call")


def test_slots_of_the_debt_are_everything_that_is_not_expressly_open() -> None:
    from fairdue.conversation.wording import OPEN_SLOTS

    assert {Slot.BALANCE, Slot.PRODUCT, Slot.OVERDUE_DAYS, Slot.PROMISE_AMOUNT}.isdisjoint(OPEN_SLOTS)
