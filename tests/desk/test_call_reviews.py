"""Call reviews on a real database: every held call has one, people decide on it, and nothing that was said changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from desk.screens.portfolio import MadeUp, made_up, place
from fairdue.casefile.call_review import ReviewFile, ReviewId, ReviewState, WordsKept, is_sampled
from fairdue.conversation.heard import Heard
from fairdue.feedback.measure_dictionary import MeasureId
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.foundation.civil import CHINA
from fairdue.foundation.reason import Reason
from fairdue.operations import review_refusals as no
from fairdue.operations.call_reviews import TranscriptTaken, import_transcript, open_review, review_awaiting
from fairdue.operations.converse import CallUnderWay, begin_call, take_turn
from fairdue.operations.house import House
from fairdue.operations.measuring import all_rows_behind, measure
from fairdue.operations.review_ports import DrillState, ReviewWanted, UnknownReview
from fairdue.operations.review_verdicts import (
    Answer,
    Missed,
    Verdict,
    annotate,
    appeal,
    decide_appeal,
    give_verdict,
    take_up,
)
from fairdue.practice.memory_journal import Journal
from fairdue.practice.memory_reviews import memory_reviews
from fairdue_desk.rows import models as rows
from fairdue_desk.stores.sealing import SealBroken
from fairdue_desk.wiring import build_house
from review_calls import CLEAN, PUSHY, transcript
from standing import with_ordinary_standing

NOW = datetime(2026, 3, 2, 10, 20, tzinfo=CHINA)
DAY = timedelta(days=1)


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """A house with three cases of collector1."""
    house = with_ordinary_standing(replace(build_house(), now=lambda: NOW))
    place(house, made_up(3), collector="collector1")
    yield house


def hold(house: House, person: MadeUp, *turns: Heard, at: datetime = NOW) -> CallUnderWay:
    """A guided call by collector1 that goes through these turns."""
    call = begin_call(house, case_id=person.case_id, as_of=at, actor="collector1")
    assert isinstance(call, CallUnderWay)
    for number, heard in enumerate(turns, 1):
        moment = at + timedelta(seconds=15 * number)
        call = take_turn(house, case_id=person.case_id, heard=heard, as_of=moment, actor="collector1")
        assert not call.complaints
    return call


TOLD = (
    Heard("answered"),
    Heard("self", words="我是，你说"),
    Heard("id_last_four"),
    Heard("paid", words="这个我上礼拜已经还过了呀"),
    Heard(
        "told", on=date(2026, 2, 25), amount_fen=100_000, channel="bank_app", words="二十五号手机银行转的一千"
    ),
    Heard("right"),
)


def taken(house: House, data: bytes, **how: object) -> ReviewFile:
    """The review of a transcript that must be taken."""
    answer: TranscriptTaken = import_transcript(house, name="call.json", data=data, as_of=NOW, **how)  # type: ignore[arg-type]
    assert answer.review is not None, (answer.refusal, answer.problems)
    return answer.review


def pushy(house: House, **how: object) -> ReviewFile:
    return taken(house, transcript(PUSHY), **({"collector": "collector1"} | how))


def verdict(file: ReviewFile, *upheld: str, passed: bool = False, reason: str = "越过红线") -> Verdict:
    """Uphold the findings of these classes and no others."""
    answers = {
        one.number: Answer(one.code in upheld, "" if one.code in upheld else "听录音不成立")
        for one in file.review.findings
    }
    return Verdict(passed, answers, reason=reason)


def decided(house: House, file: ReviewFile, *upheld: str, by: str = "compliance") -> ReviewFile:
    answer = give_verdict(
        house, review_id=file.review.review_id, verdict=verdict(file, *upheld), as_of=NOW, actor=by
    )
    assert isinstance(answer, ReviewFile), answer
    return answer


def test_a_guided_call_awaits_its_review_from_the_moment_it_is_wrapped_up(house: House) -> None:
    call = hold(house, made_up(1)[0], *TOLD)
    while not call.closed:
        offered = {choice.choice_id for choice in call.prompt.choices}
        choice = "finish" if "finish" in offered else "hang_up"
        call = take_turn(
            house,
            case_id=call.case.case_id,
            heard=Heard(choice),
            as_of=NOW + timedelta(minutes=5),
            actor="collector1",
        )
    (waiting,) = house.reviews.book.awaiting(10)
    assert waiting.session_id == call.session.session_id
    assert review_awaiting(house, as_of=NOW) == 1 and house.reviews.book.awaiting(10) == []
    (file,) = house.reviews.book.listed(ReviewWanted())
    review = file.review
    assert (review.collector, review.words) == ("collector1", WordsKept.CUSTOMER)
    assert review.recorded is call.session.code and review.case_id == call.case.case_id
    assert review.findings == () and review.score is None, "the screen's sentences are nobody's guilt"
    assert review.not_judged
    kept = house.reviews.book.words(review.review_id)
    assert kept is not None
    heard = [turn.text for turn in kept.turns if turn.speaker == "debtor"]
    assert heard == ["我是，你说", "这个我上礼拜已经还过了呀", "二十五号手机银行转的一千"]


def test_a_call_without_words_leaves_a_record_that_says_so_and_stays_out_of_the_queue(house: House) -> None:
    hold(house, made_up(1)[0], Heard("answered"), Heard("hang_up"))
    assert review_awaiting(house, as_of=NOW) == 1
    assert house.reviews.book.listed(ReviewWanted()) == []
    (file,) = house.reviews.book.listed(ReviewWanted(without_words=True))
    assert file.review.words is WordsKept.NONE and file.review.not_judged and file.review.score is None
    assert house.reviews.book.counts().without_words == 1


def test_a_call_that_nobody_answered_awaits_no_review(house: House) -> None:
    assert hold(house, made_up(1)[0], Heard("no_answer")).closed
    assert house.reviews.book.awaiting(10) == []


def test_a_transcript_is_tied_to_the_attempt_near_it_and_to_who_placed_it(house: House) -> None:
    person = made_up(1)[0]
    call = hold(house, person, Heard("answered"), Heard("hang_up"))
    data = transcript(PUSHY, at=NOW + timedelta(minutes=3))
    answer = import_transcript(
        house,
        name="call.json",
        data=data,
        case_reference=person.case_no,
        collector="somebody",
        as_of=NOW + timedelta(hours=1),
    )
    assert answer.review is not None and answer.tied
    review = answer.review.review
    assert (review.attempt_id, review.collector) == (call.session.attempt_id, "collector1")
    assert review.recorded is call.session.code and review.result_says
    again = import_transcript(house, name="other.json", data=data, as_of=NOW + DAY)
    assert again.known and again.review == answer.review


def test_a_call_judged_by_its_transcript_leaves_no_guided_review_waiting_beside_it(house: House) -> None:
    person, other = made_up(2)
    for one in (person, other):
        call = hold(house, one, Heard("answered"), Heard("self", words="我是，你说"), Heard("hang_up"))
        assert call.closed
    assert review_awaiting(house, as_of=NOW) == 2
    whole = taken(house, transcript(PUSHY, at=NOW), case_reference=person.case_no)
    book = house.reviews.book
    assert len(book.listed(ReviewWanted())) == 3, "until a person has judged the transcript both stand"
    decided(house, whole, "C02")
    left = book.listed(ReviewWanted())
    assert {(one.review.words, one.review.case_id) for one in left} == {
        (WordsKept.WHOLE, person.case_id),
        (WordsKept.CUSTOMER, other.case_id),
    }
    counts = book.counts(collector="collector1")
    assert (counts.whole, counts.customer_only, counts.by_state[ReviewState.NEW]) == (1, 1, 1)
    gone = next(
        one for one in rows.CallReview.objects.filter(words="customer", attempt_id=whole.review.attempt_id)
    )
    assert book.load(ReviewId(gone.review_id)).state is ReviewState.NEW, "it can still be opened and read"


def test_a_guided_review_that_a_person_decided_stays_beside_its_transcript(house: House) -> None:
    person = made_up(1)[0]
    hold(house, person, Heard("answered"), Heard("self", words="我是，你说"), Heard("hang_up"))
    review_awaiting(house, as_of=NOW)
    (guided,) = house.reviews.book.listed(ReviewWanted())
    decided(house, guided)
    decided(
        house,
        taken(house, transcript(PUSHY, at=NOW), case_reference=person.case_no),
        "C02",
    )
    assert len(house.reviews.book.listed(ReviewWanted())) == 2


def test_a_transcript_that_cannot_be_placed_is_refused_with_the_mend(house: House) -> None:
    def refusal(data: bytes = transcript(), **how: object) -> Reason | None:
        answer = import_transcript(house, name="c.json", data=data, as_of=NOW, **how)  # type: ignore[arg-type]
        assert answer.review is None
        return answer.refusal

    assert refusal() == no.WHOSE_CALL
    assert refusal(case_reference="no such number") == no.NO_CASE
    assert refusal(transcript(at=NOW + DAY), collector="collector1") == no.AHEAD
    assert refusal(b"x" * 5_000_001) == no.TOO_LARGE
    broken = import_transcript(house, name="c.json", data=b"\x00\x01", collector="c", as_of=NOW)
    assert broken.review is None and broken.problems
    assert house.reviews.book.listed(ReviewWanted(without_words=True)) == []


def test_words_and_reasons_lie_sealed_and_open_nowhere_else(house: House) -> None:
    file = decided(house, pushy(house), "C02")
    appealed = appeal(
        house,
        review_id=file.review.review_id,
        number=file.upheld[0].number,
        words="甄乙春先骂的我",
        as_of=NOW,
        actor="collector1",
    )
    assert isinstance(appealed, ReviewFile)
    stored = "".join(
        str(row)
        for model in (rows.CallReview, rows.ReviewStep, rows.CallWords, rows.ReviewStanding)
        for row in model.objects.values_list()
    )
    for words in ("甄乙春", "坐牢", "单位领导", "听录音不成立", "先骂"):
        assert words not in stored
    one, other = rows.CallWords.objects.get(), taken(house, transcript(), collector="collector1")
    rows.CallWords.objects.filter(review_id=other.review.review_id).update(sealed=one.sealed)
    with pytest.raises(SealBroken):
        house.reviews.book.words(other.review.review_id)


def test_erasing_the_words_keeps_the_review_and_its_verdict(house: House) -> None:
    file = decided(house, pushy(house), "C02")
    assert house.reviews.book.erase_words(held_before=file.review.held_at) == 0
    assert house.reviews.book.erase_words(held_before=NOW) == 1
    assert house.reviews.book.words(file.review.review_id) is None
    assert house.reviews.book.load(file.review.review_id) == file


def test_what_was_found_and_decided_cannot_be_changed_or_removed(house: House) -> None:
    file = decided(house, pushy(house), "C02")
    house.reviews.drills.mark_done(house.reviews.drills.assigned_to("collector1")[0].drill_id, at=NOW)
    for table in ("rows_callreview", "rows_reviewstep", "rows_assigneddrill", "rows_drillrun"):
        column = {"rows_reviewstep": "actor", "rows_drillrun": "kind"}.get(table, "review_id")
        for act in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(act)
    assert house.reviews.book.load(file.review.review_id) == file


def test_the_queue_shows_the_worst_first_and_filters(house: House) -> None:
    clean = taken(house, transcript(CLEAN), collector="collector2")
    bad = pushy(house)
    assert [one.review for one in house.reviews.book.listed(ReviewWanted())] == [bad.review, clean.review]
    listed = house.reviews.book.listed
    assert [one.review for one in listed(ReviewWanted(collector="collector2"))] == [clean.review]
    assert [one.review for one in listed(ReviewWanted(code="C02"))] == [bad.review]
    assert listed(ReviewWanted(code="C0")) == []
    decided(house, bad, "C02")
    assert [one.review for one in listed(ReviewWanted(state=ReviewState.NEW))] == [clean.review]
    assert house.reviews.book.counts().by_state[ReviewState.DECIDED] == 1
    assert house.reviews.book.collectors() == ["collector1", "collector2"]


def test_nobody_reviews_a_call_of_their_own(house: House) -> None:
    file = pushy(house, collector="compliance")
    review_id = file.review.review_id
    assert take_up(house, review_id=review_id, as_of=NOW, actor="compliance") == no.OWN_CALL
    given = give_verdict(
        house, review_id=review_id, verdict=verdict(file, "C02"), as_of=NOW, actor="compliance"
    )
    assert given == no.OWN_CALL
    assert house.reviews.book.load(review_id).state is ReviewState.NEW


def test_a_verdict_says_something_to_every_finding_and_gives_its_reasons(house: House) -> None:
    file = pushy(house)
    first = file.review.findings[0].number

    def said(one: Verdict) -> ReviewFile | Reason:
        return give_verdict(
            house, review_id=file.review.review_id, verdict=one, as_of=NOW, actor="compliance"
        )

    assert said(Verdict(True, {})) == no.UNANSWERED
    whole = verdict(file, "C02", "C05")
    assert said(replace(whole, answers=dict(whole.answers) | {first: Answer(False)})) == no.NO_REASON
    assert said(replace(whole, reason=" ")) == no.NO_REASON
    assert said(replace(whole, passed=True)) == no.RED_LINE_PASSED
    assert said(replace(whole, missed=[Missed(1, "C12")])) == no.NO_SUCH_TURN, "a turn of the customer"
    assert said(replace(whole, missed=[Missed(2, "C99")])) == no.NO_SUCH_TURN
    assert said(replace(whole, reason="长" * 2_001)) == no.TOO_LONG
    kept = said(replace(whole, missed=[Missed(4, "C24")]))
    assert isinstance(kept, ReviewFile)
    assert [one.code for one in kept.upheld] == ["C02", "C05", "C24"]
    assert said(whole) == no.DECIDED, "one verdict counts; a correction is an annotation"
    noted = annotate(
        house, review_id=file.review.review_id, words="第4句应为C24", as_of=NOW, actor="compliance"
    )
    assert isinstance(noted, ReviewFile) and noted.annotations[0].words == "第4句应为C24"
    assert noted.first == kept.first


def test_an_upheld_finding_leads_to_one_drill_a_class_until_the_retest_is_passed(house: House) -> None:
    file = decided(house, pushy(house), "C02", "C05")
    drills = house.reviews.drills
    assigned = drills.assigned_to("collector1")
    assert [(one.code, one.state, one.due_on) for one in assigned] == [
        ("C02", DrillState.ASSIGNED, date(2026, 3, 9)),
        ("C05", DrillState.ASSIGNED, date(2026, 3, 9)),
    ]
    assert all(one.lesson and one.persona for one in assigned) and drills.assigned_to("compliance") == ()
    one = assigned[0].drill_id
    assert drills.mark_done(one, at=NOW, score=81).state is DrillState.DONE
    assert drills.mark_retested(one, at=NOW, passed=False, score=50).state is DrillState.ASSIGNED
    passed = drills.mark_retested(one, at=NOW + DAY, passed=True, score=90)
    assert (passed.state, passed.tries, passed.score) == (DrillState.PASSED, 3, 90)
    assert drills.get(one) == passed and drills.withdraw(one, at=NOW) == passed
    assert [each.drill_id for each in drills.assigned_to("collector1")][-1] == one
    assert drills.of_review(file.review.review_id) == (passed, assigned[1])


def test_an_appeal_is_made_once_by_the_collector_in_time_and_decided_by_another(house: House) -> None:
    file = decided(house, pushy(house), "C02", "C05")
    review_id, number = file.review.review_id, file.upheld[0].number

    def appealed(
        by: str = "collector1", about: int = number, days: float = 1, words: str = "我没说"
    ) -> object:
        return appeal(house, review_id=review_id, number=about, words=words, as_of=NOW + days * DAY, actor=by)

    lifted = next(one.number for one in file.review.findings if one.code not in ("C02", "C05"))
    assert appealed(by="collector2") == no.NOT_YOUR_CALL
    assert appealed(about=lifted) == no.NOTHING_UPHELD
    assert appealed(days=7.01) == no.TOO_LATE
    assert appealed(words="  ") == no.NO_WORDS_WRITTEN
    kept = appealed(days=7)
    assert isinstance(kept, ReviewFile) and kept.state is ReviewState.APPEALED
    assert appealed() == no.APPEALED

    def answered(by: str, granted: bool = True) -> object:
        return decide_appeal(
            house,
            review_id=review_id,
            number=number,
            granted=granted,
            words="录音不清",
            as_of=NOW + 8 * DAY,
            actor=by,
        )

    assert answered("compliance") == no.SAME_PERSON
    assert answered("collector1") == no.OWN_CALL
    after = answered("lead")
    assert isinstance(after, ReviewFile) and after.state is ReviewState.DECIDED
    assert [one.code for one in after.upheld] == ["C05"]
    assert answered("lead") == no.NO_APPEAL
    assert [one.code for one in house.reviews.drills.assigned_to("collector1")] == ["C05"]


def test_one_in_ten_gets_a_second_verdict_by_somebody_who_does_not_see_the_first(house: House) -> None:
    sampled = plain = None
    for number in range(200):
        file = taken(house, transcript(PUSHY, call_id=f"N{number}"), collector="collector1")
        if is_sampled(file.review.review_id):
            sampled = sampled or file
        else:
            plain = plain or file
        if sampled and plain:
            break
    assert sampled is not None and plain is not None
    for file in (sampled, plain):
        decided(house, file, "C02")
    book = house.reviews.book
    assert [one.review for one in book.listed(ReviewWanted(blind_for="compliance2"))] == [sampled.review]
    assert book.listed(ReviewWanted(blind_for="compliance")) == []
    opened = open_review(house, review_id=sampled.review.review_id, viewer="compliance2", reviews=True)
    assert not isinstance(opened, Reason) and opened.blind
    own = open_review(house, review_id=sampled.review.review_id, viewer="collector1", reviews=True)
    assert not isinstance(own, Reason) and not own.blind
    second = decided(house, sampled, "C05", by="compliance2")
    assert second.second is not None and [one.code for one in second.upheld] == ["C02"], "the first counts"
    assert book.listed(ReviewWanted(blind_for="compliance2")) == []
    twice = give_verdict(
        house,
        review_id=plain.review.review_id,
        verdict=verdict(plain, "C02"),
        as_of=NOW,
        actor="compliance2",
    )
    assert twice == no.DECIDED


def test_a_collector_opens_their_own_reviews_and_nobody_elses(house: House) -> None:
    review_id = pushy(house).review.review_id
    assert not isinstance(open_review(house, review_id=review_id, viewer="collector1", reviews=False), Reason)
    assert open_review(house, review_id=review_id, viewer="collector2", reviews=False) == no.NOT_YOURS
    with pytest.raises(UnknownReview):
        open_review(house, review_id="rv0", viewer="collector1", reviews=True)  # type: ignore[arg-type]


def test_the_violation_rate_counts_calls_that_a_person_inspected_with_their_words(house: House) -> None:
    people = made_up(3)
    span = MeasureSpan.of(
        period_from=date(2026, 3, 1), period_until=date(2026, 4, 1), as_of_on=date(2026, 3, 5)
    )

    def rate() -> tuple[int, int]:
        value = measure(house, span=span).value(MeasureId.VIOLATION_RATE)
        return value.numerator, value.denominator

    files = []
    for number, (person, turns) in enumerate(zip(people, (PUSHY, PUSHY, CLEAN), strict=True)):
        at = NOW + timedelta(minutes=30 * number)
        hold(house, person, Heard("answered"), Heard("hang_up"), at=at)
        data = transcript(turns, at=at, call_id=f"V{number}")
        files.append(
            import_transcript(
                house, name="c.json", data=data, case_reference=person.case_no, as_of=NOW + timedelta(hours=3)
            ).review
        )
    review_awaiting(house, as_of=NOW)
    assert rate() == (0, 0), "what the machine found is no violation yet"
    first, second, clean = (one for one in files if one is not None)
    decided(house, first, "C02")
    given = give_verdict(
        house,
        review_id=clean.review.review_id,
        verdict=verdict(clean, passed=True),
        as_of=NOW,
        actor="compliance",
    )
    assert isinstance(given, ReviewFile)
    decided(house, second, "C20")
    assert rate() == (1, 3), "C20 is grave and no red line"
    rows_behind = list(all_rows_behind(house, measure_id=MeasureId.VIOLATION_RATE, span=span))
    assert (sum(one.numerator for one in rows_behind), len(rows_behind)) == (1, 3)
    number = first.review.findings[[one.code for one in first.review.findings].index("C02")].number
    for step in (
        lambda at: appeal(
            house, review_id=first.review.review_id, number=number, words="没说", as_of=at, actor="collector1"
        ),
        lambda at: decide_appeal(
            house,
            review_id=first.review.review_id,
            number=number,
            granted=True,
            words="听不清",
            as_of=at,
            actor="lead",
        ),
    ):
        assert isinstance(step(NOW + 4 * DAY), ReviewFile)
    assert rate() == (1, 3), "as it was known at the end of the day"
    span = MeasureSpan.of(
        period_from=date(2026, 3, 1), period_until=date(2026, 4, 1), as_of_on=date(2026, 3, 6)
    )
    assert rate() == (0, 3)


def test_both_stores_answer_alike(house: House) -> None:
    """The house in memory keeps the promises of the database, for every way of asking."""
    for number, turns in enumerate((CLEAN, PUSHY, PUSHY)):
        data = transcript(turns, call_id=f"P{number}")
        taken(house, data, collector=f"collector{1 + number % 2}")
    person = made_up(1)[0]
    hold(house, person, Heard("answered"), Heard("self", words="我是，你说"), Heard("hang_up"))
    review_awaiting(house, as_of=NOW)
    taken(house, transcript(PUSHY, at=NOW), case_reference=person.case_no)
    stored = house.reviews.book
    memory = memory_reviews(journal := Journal())
    with journal.transaction():
        for file in stored.listed(ReviewWanted()):
            assert memory.book.keep(file.review, words=stored.words(file.review.review_id))
            assert not memory.book.keep(file.review, words=None)
    tied = next(one for one in stored.listed(ReviewWanted()) if one.review.attempt_id and one.review.findings)
    after = decided(house, tied, "C02")
    with journal.transaction():
        for step in after.steps:
            memory.book.append(memory.book.load(after.review.review_id), step, red_line=True)
    for wanted in (
        ReviewWanted(),
        ReviewWanted(state=ReviewState.DECIDED),
        ReviewWanted(collector="collector2"),
        ReviewWanted(code="C05", without_words=True),
        ReviewWanted(blind_for="compliance2"),
        ReviewWanted(limit=1),
        ReviewWanted(offset=1, limit=2),
    ):
        assert memory.book.listed(wanted) == stored.listed(wanted)
    assert memory.book.decided(limit=5) == stored.decided(limit=5)
    assert memory.book.counts() == stored.counts() and memory.book.collectors() == stored.collectors()
    assert memory.book.words(after.review.review_id) == stored.words(after.review.review_id)
