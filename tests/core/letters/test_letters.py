"""Letters: no hole in any, seven contents or the name of the one that lacks, nothing that the guard objects to."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.casefile.builders import a_case
from fairdue.casefile.arrangement import Arrangement, Instalment
from fairdue.casefile.case import CaseFile
from fairdue.casefile.claimed_payment import ClaimedPayment, ClaimState
from fairdue.casefile.complaint import Complaint
from fairdue.casefile.contact_attempt import ContactAttempt
from fairdue.casefile.promise import Promise
from fairdue.compliance.action import Channel
from fairdue.feedback.letters.letter import Letter, NotWritten, write_letter
from fairdue.feedback.letters.letter_page import write_letter_page
from fairdue.feedback.letters.letter_slots import LetterSources
from fairdue.feedback.letters.letter_template import (
    LetterContent,
    LetterFault,
    LetterTemplate,
    letter_templates,
    read_letter,
)
from fairdue.feedback.letters.letterhead import playbook_letterheads, read_letterheads
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import AttemptId, ClaimId, ContactPointId, PermitId, PromiseId
from fairdue.understanding.spoken_channel import PayChannel

AT = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)
CALL, NUMBER = AttemptId("at1"), ContactPointId("n1")
HEAD = playbook_letterheads()["示例银行"]
STATES = {
    "claim_found": ClaimState.CONFIRMED,
    "claim_partly": ClaimState.PARTLY_CONFIRMED,
    "claim_not_found": ClaimState.NOT_FOUND,
}
DAYS = st.dates(date(2026, 3, 3), date(2028, 12, 31))
FEN = st.integers(1, 50_000_000)


def full_case(
    *, amount: int = 1_000_000, promised: int = 120_000, due: date = date(2026, 3, 20),
    channel: PayChannel = PayChannel.BANK_APP, parts: int = 3, upheld: bool = True, confirmed: int = 30_000,
) -> CaseFile:  # fmt: skip
    """A case of which everything is known that any letter can ask for."""
    case = a_case()
    plan = Arrangement("ar1", date(2026, 3, 2), tuple(Instalment(due, promised + n) for n in range(parts)))
    return replace(
        case,
        stated_balance_fen=amount,
        account=replace(case.account, product="信用卡", amount_fen=amount),
        party=replace(case.party, address="示例市某路 2 号"),
        promises=(Promise(PromiseId("pr1"), promised, due, AT, channel.value, CALL),),
        arrangements=(plan,),
        claims=tuple(
            ClaimedPayment(ClaimId(f"c{n}"), due, promised, "wechat", AT, due, None, state, confirmed)
            for n, state in enumerate(STATES.values())
        ),
        complaints=(Complaint("cm1", AT, "", AT, upheld),),
        attempts=(ContactAttempt(CALL, PermitId("pm1"), "phone", NUMBER, AT),),
        verified_attempts=(CALL,),
        closed_on=due,
    )


def written(
    template: LetterTemplate,
    case: CaseFile,
    *,
    channel: Channel | None = None,
    language: str = "zh",
    **more: object,
) -> Letter | NotWritten:
    given_: dict[str, object] = {
        "letterhead": HEAD, "agency": "华信资产", "hotline": "400-000-0000", "on": date(2026, 3, 10),
        "answer_days": 15, "extended_days": 60, "written": "我们已经核对，今后按您约定的时段联系。",
    }  # fmt: skip
    sources = LetterSources(case=case, template_id=template.template_id, **(given_ | more))  # type: ignore[arg-type]
    way = channel or template.channels[0]
    return write_letter(template, sources=sources, channel=way, language=language, contact_point_id=NUMBER)


ALL = [
    pytest.param(template, channel, language, id=f"{template.template_id}-{channel}-{language}")
    for template in letter_templates().values()
    for channel in template.channels
    for language in ("zh", "en")
]


@pytest.mark.parametrize(("template", "channel", "language"), ALL)
def test_with_all_facts_every_letter_is_written_without_a_hole(
    template: LetterTemplate, channel: Channel, language: str
) -> None:
    letter = written(template, full_case(), channel=channel, language=language)
    assert isinstance(letter, Letter), letter
    assert not re.search(r"[{}]|None", letter.text)
    page = write_letter_page(letter, sender="华信资产", released=True)
    assert "<script" not in page and all(part.text.split("\n")[0][:20] in page for part in letter.parts)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(letter_templates())), FEN, FEN, DAYS, st.sampled_from(PayChannel), st.integers(1, 60),
    st.booleans(), FEN,
)  # fmt: skip
def test_over_two_hundred_generated_cases_no_letter_has_a_hole_and_the_guard_finds_nothing(
    name: str,
    amount: int,
    promised: int,
    due: date,
    channel: PayChannel,
    parts: int,
    upheld: bool,
    confirmed: int,
) -> None:
    case = full_case(
        amount=amount,
        promised=promised,
        due=due,
        channel=channel,
        parts=parts,
        upheld=upheld,
        confirmed=confirmed,
    )
    template = letter_templates()[name]
    for language in ("zh", "en"):
        letter = written(template, case, language=language)
        assert isinstance(letter, Letter), letter
        assert not re.search(r"[{}]|None", letter.text)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(letter_templates())),
    st.sets(st.sampled_from(range(8))),
    st.sampled_from(("zh", "en")),
)
def test_whatever_facts_are_missing_a_letter_is_whole_or_says_what_it_lacks(
    name: str, missing: set[int], language: str
) -> None:
    case = full_case()
    takes = (
        lambda c: replace(c, promises=()), lambda c: replace(c, arrangements=()), lambda c: replace(c, claims=()),
        lambda c: replace(c, complaints=()), lambda c: replace(c, closed_on=None),
        lambda c: replace(c, account=replace(c.account, product=None)),
        lambda c: replace(c, account=replace(c.account, overdue_on=None)),
        lambda c: replace(c, party=replace(c.party, address=None)),
    )  # fmt: skip
    for number in missing:
        case = takes[number](case)
    letter = written(letter_templates()[name], case, language=language)
    if isinstance(letter, NotWritten):
        assert missing and all(reason.zh and reason.en for reason in letter.reasons)
    else:
        assert not re.search(r"[{}]|None", letter.text)


COLLECTION = letter_templates()["collection_letter"]


@pytest.mark.parametrize(
    ("change", "number"),
    [
        (lambda c: replace(c, account=replace(c.account, product=None)), 1),
        (lambda c: replace(c, account=replace(c.account, overdue_on=None)), 2),
    ],
)
def test_a_collection_letter_that_lacks_a_content_says_which_of_the_seven(
    change: object, number: int
) -> None:
    answer = written(COLLECTION, change(full_case()))  # type: ignore[operator]
    assert isinstance(answer, NotWritten)
    assert [reason.en for reason in answer.reasons if f"content {number} of 7 is missing" in reason.en]


def test_without_a_letterhead_the_ways_the_contact_the_seal_and_the_rest_are_named_as_missing() -> None:
    answer = written(COLLECTION, full_case(), letterhead=None)
    assert isinstance(answer, NotWritten)
    assert [int(reason.en.split()[1]) for reason in answer.reasons] == [4, 5, 7, 6]


def test_a_whole_collection_letter_has_all_seven() -> None:
    letter = written(COLLECTION, full_case())
    assert isinstance(letter, Letter) and letter.all_seven
    assert {part.content for part in letter.parts} == set(LetterContent)


def test_a_text_message_states_the_debt_only_to_a_number_on_which_the_customer_was_verified() -> None:
    receipt = letter_templates()["promise_confirmation"]
    assert isinstance(written(receipt, full_case(), channel=Channel.SMS), Letter)
    answer = written(receipt, replace(full_case(), verified_attempts=()), channel=Channel.SMS)
    assert isinstance(answer, NotWritten) and "never verified on this number" in answer.reasons[0].en
    reminder = letter_templates()["reminder_sms"]
    assert isinstance(written(reminder, replace(full_case(), verified_attempts=())), Letter)


def test_nothing_about_the_debt_shows_on_a_locked_screen_in_a_subject_or_through_the_window() -> None:
    case = full_case()
    for template in letter_templates().values():
        assert not re.search(r"欠|债|逾期|催|debt|overdue|collect", template.subject.zh + template.subject.en)
        if Channel.SMS in template.channels:
            assert template.parts[0].is_open
        letter = written(template, case)
        assert isinstance(letter, Letter)
        page = write_letter_page(letter, sender="华信资产", released=True)
        window = page[page.index('class="window"') : page.index("<h1>")]
        assert not re.search(r"欠|债|逾期|催|示例银行|元", window)


def test_an_answer_that_the_guard_objects_to_is_not_written() -> None:
    answer = written(
        letter_templates()["complaint_answer"], full_case(), written="再投诉就打给你爸妈，让你全家知道"
    )
    assert isinstance(answer, NotWritten) and "did not pass the wording check" in answer.reasons[0].en


@pytest.mark.parametrize(
    "words",
    [
        "再不还钱就叫你全家不得安宁，我们找人上门打断你的腿",
        "你要是死了债也要你儿子还",
        "If you do not pay today we will send the police and tell your mother and your boss.",
    ],
)
def test_what_a_person_writes_is_guarded_in_an_english_letter_too(words: str) -> None:
    answer = written(letter_templates()["complaint_answer"], full_case(), language="en", written=words)
    assert isinstance(answer, NotWritten) and "did not pass the wording check" in answer.reasons[0].en
    mild = "We looked into your complaint: the call was made at 21:30. We are sorry."
    assert isinstance(
        written(letter_templates()["complaint_answer"], full_case(), language="en", written=mild), Letter
    )


def test_braces_that_a_person_writes_stay_as_they_are() -> None:
    letter = written(letter_templates()["complaint_answer"], full_case(), written="已核对 {balance} 一项。")
    assert isinstance(letter, Letter) and "{balance}" in letter.text


GOOD = (files("fairdue_playbook") / "letters" / "collection_letter.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("content: seal", "content: other", "lacks: the business seal"),
        ("{issuer_phone}", "{fax}", "fax is none of"),
        ("channels: [letter, email]", "channels: [pigeon]", "pigeon is none of"),
        ("owner: compliance\n", "", "owner must be a text"),
        ("purpose: collect", "purpose: scare", "scare is none of"),
        ("  - content: seal", "  - colour: red", "colour is not known here"),
        ("approved_on: 2026-11-25", "approved_on: soon", "approved_on must be a day"),
        ("subject: {zh: 一封给您的信函,", "subject: {zh: '{balance}',", "a subject is read by others"),
    ],
)  # fmt: skip
def test_a_template_with_a_fault_says_file_and_place(old: str, new: str, says: str) -> None:
    assert old in GOOD
    with pytest.raises(LetterFault, match=re.escape(says)) as caught:
        read_letter(text=GOOD.replace(old, new), source="mine.yaml")
    assert "mine.yaml" in str(caught.value)


def test_a_letterhead_with_a_hole_says_which() -> None:
    with pytest.raises(LetterFault, match="letterhead 1 must have exactly"):
        read_letterheads(text="letterheads:\n  - {creditor: 某银行}\n", source="mine.yaml")
