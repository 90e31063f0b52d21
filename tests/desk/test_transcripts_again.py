"""Transcripts that come again or say of the case what the house knows better."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from desk.screens.portfolio import made_up, place
from fairdue.casefile.call_review import ReviewFile
from fairdue.conversation.heard import Heard
from fairdue.foundation.civil import CHINA
from fairdue.operations.call_reviews import TranscriptTaken, import_transcript
from fairdue.operations.converse import CallUnderWay, begin_call, take_turn
from fairdue.operations.house import House
from fairdue.operations.review_ports import any_red_line
from fairdue.operations.review_verdicts import Answer, Verdict, appeal, decide_appeal, give_verdict
from fairdue_desk.wiring import build_house
from review_calls import CLEAN, PUSHY, transcript
from standing import with_ordinary_standing

NOW = datetime(2026, 3, 2, 10, 20, tzinfo=CHINA)
DAY = timedelta(days=1)
LATER = NOW + timedelta(hours=1)
FOR_EVER = NOW + 100 * DAY


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """A house with one case of collector1, whom it called."""
    house = with_ordinary_standing(replace(build_house(), now=lambda: NOW))
    place(house, made_up(1), collector="collector1")
    person = made_up(1)[0]
    call = begin_call(house, case_id=person.case_id, as_of=NOW, actor="collector1")
    assert isinstance(call, CallUnderWay)
    for number, heard in enumerate((Heard("answered"), Heard("hang_up")), 1):
        moment = NOW + timedelta(seconds=15 * number)
        call = take_turn(house, case_id=person.case_id, heard=heard, as_of=moment, actor="collector1")
    yield house


def read_in(house: House, data: bytes, *, tied: bool = True) -> TranscriptTaken:
    how = {"case_reference": made_up(1)[0].case_no} if tied else {"collector": "collector1"}
    answer = import_transcript(house, name="call.json", data=data, as_of=LATER, **how)
    assert answer.review is not None, (answer.refusal, answer.problems)
    return answer


def reviewed(house: House, data: bytes, *, tied: bool = True) -> ReviewFile:
    file = read_in(house, data, tied=tied).review
    assert file is not None
    return file


def decide(house: House, file: ReviewFile, *upheld: str, at: datetime = LATER) -> None:
    answers = {
        one.number: Answer(one.code in upheld, "" if one.code in upheld else "不成立")
        for one in file.review.findings
    }
    verdict = Verdict(not upheld, answers, reason="听过录音")
    given = give_verdict(
        house, review_id=file.review.review_id, verdict=verdict, as_of=at, actor="compliance"
    )
    assert isinstance(given, ReviewFile), given


@pytest.mark.parametrize("bad_first", [True, False])
def test_an_upheld_red_line_stands_beside_a_clean_transcript_of_the_same_attempt(
    house: House, bad_first: bool
) -> None:
    bad, clean = (reviewed(house, transcript(turns, at=NOW)) for turns in (PUSHY, CLEAN))
    attempt = bad.review.attempt_id
    assert attempt is not None and attempt == clean.review.attempt_id
    for number, file in enumerate((bad, clean) if bad_first else (clean, bad)):
        decide(house, file, *(("C02",) if file is bad else ()), at=LATER + timedelta(minutes=number))
    assert house.reviews.book.inspected(until=FOR_EVER) == {attempt: True}


def test_only_an_appeal_that_is_granted_lifts_it(house: House) -> None:
    bad, clean = (reviewed(house, transcript(turns, at=NOW)) for turns in (PUSHY, CLEAN))
    decide(house, bad, "C02")
    decide(house, clean)
    number = next(one.number for one in bad.review.findings if one.code == "C02")
    known = {"review_id": bad.review.review_id, "number": number}
    appeal(house, **known, words="没说", as_of=LATER + DAY, actor="collector1")  # type: ignore[arg-type]
    decide_appeal(
        house,
        **known,
        granted=True,
        words="听不清",
        as_of=LATER + 2 * DAY,
        actor="lead",  # type: ignore[arg-type]
    )
    attempt = bad.review.attempt_id
    assert house.reviews.book.inspected(until=LATER + 2 * DAY) == {attempt: True}
    assert house.reviews.book.inspected(until=FOR_EVER) == {attempt: False}


def test_the_order_of_two_transcripts_decides_nothing() -> None:
    pairs = [("at1", True), ("at1", False), ("at2", False)]
    assert any_red_line(pairs) == any_red_line(reversed(pairs)) == {"at1": True, "at2": False}  # type: ignore[arg-type]


@pytest.mark.parametrize("tail", [b"\n", b"  \n\n", b"\t"])
def test_blanks_and_lines_more_make_no_other_call(house: House, tail: bytes) -> None:
    data = transcript(PUSHY, at=NOW)
    first = reviewed(house, data)
    again = read_in(house, data + tail)
    assert again.known and again.review == first


def test_blanks_inside_the_words_make_no_other_call(house: House) -> None:
    first = reviewed(house, transcript(PUSHY, at=NOW))
    spaced = tuple((who, text.replace("，", "， ") + "\n") for who, text in PUSHY)
    assert read_in(house, transcript(spaced, at=NOW)).review == first


def test_a_decided_call_that_comes_again_says_that_it_is_decided(house: House) -> None:
    data = transcript(PUSHY, at=NOW)
    assert read_in(house, data).problems == ()
    decide(house, reviewed(house, data), "C02")
    for again in (read_in(house, data), read_in(house, data + b"\n")):
        assert again.known
        assert [one.defect for one in again.problems] == ["decided"]


SUED = (*CLEAN[:-1], ("agent", "银行已经在法院起诉您了。"), CLEAN[-1])


def with_facts(**facts: object) -> bytes:
    raw = json.loads(transcript(SUED, at=NOW))
    raw["case"] |= {"facts": facts}
    return json.dumps(raw, ensure_ascii=False).encode()


def held_or_found(file: ReviewFile) -> set[str]:
    return {one.code for one in (*file.review.findings, *file.review.held) if one.turn == len(SUED) - 2}


def test_what_a_file_says_of_a_known_case_makes_nothing_lawful(house: House) -> None:
    file = reviewed(house, with_facts(lawsuit_filed=True))
    assert "C05" in held_or_found(file), "the case of the house knows of no lawsuit"
    assert any("claimed by the file" in one.en and "lawsuit" in one.en for one in file.review.not_judged)
    assert any("文件自称" in one.zh for one in file.review.not_judged)


def test_an_amount_of_the_file_does_not_take_the_place_of_the_ledgers(house: House) -> None:
    file = reviewed(house, with_facts())
    call = house.reviews.book.words(file.review.review_id)
    case = house.book.load(made_up(1)[0].case_id)
    assert call is not None
    assert call.facts["ledger_amount_fen"] == case.balance_fen
    assert call.facts["creditor"] == case.account.creditor


def test_where_no_case_is_known_the_facts_of_the_file_stand_and_are_named_as_its_own(house: House) -> None:
    file = reviewed(house, with_facts(lawsuit_filed=True), tied=False)
    assert "C05" not in held_or_found(file)
    told = [one for one in file.review.not_judged if "the file's own" in one.en]
    assert len(told) == 1 and "lawsuit" in told[0].en


def test_a_claim_is_told_by_a_name_the_house_knows_and_never_by_its_value(house: House) -> None:
    file = reviewed(house, with_facts(**{"王秀兰13812345678": True, "debtor": "王秀兰"}))
    said = "".join(one.zh + one.en for one in file.review.not_judged)
    assert "王秀兰" not in said and "1 more" in said
