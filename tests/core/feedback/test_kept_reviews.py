"""What of a review is kept, the red lines, the drill for each class, and a call written down and read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.casefile.call_review import (
    APPEAL_DAYS,
    SECOND_ONE_IN,
    Annotated,
    AppealDecided,
    Appealed,
    CallReview,
    FindingVerdict,
    Origin,
    ReviewedFinding,
    ReviewFile,
    ReviewState,
    ReviewStep,
    Taken,
    VerdictGiven,
    WordsKept,
    is_sampled,
    review_id_of,
)
from fairdue.casefile.codec import read_body, write_body
from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.feedback.call import Call, Speaker, Turn, read_call
from fairdue.feedback.call_writing import write_call
from fairdue.feedback.drill_choice import DrillPageFault, drill_page, read_drill_page
from fairdue.feedback.kept_review import judge_call, risk_level
from fairdue.feedback.red_lines import crosses_red_line, is_red_line
from fairdue.feedback.review_risk import RiskLevel
from fairdue.feedback.transcript import Transcript
from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import StaffId
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.persona_reading import persona_named
from fairdue.practice.reviewed_demo import DemoCallsFault, demo_calls, read_demo_calls
from review_calls import CLEAN, HELD, PUSHY, transcript

AT = datetime(2026, 3, 2, 10, 20, tzinfo=CHINA)
words = st.text(max_size=40)


def call_of(turns: tuple[tuple[str, str], ...]) -> Transcript:
    call, problems = read_call(transcript(turns).decode(), source="test")
    assert call is not None and not problems
    return Transcript(call)


def test_a_clean_call_keeps_no_finding_and_little_risk() -> None:
    kept = judge_call(call_of(CLEAN), words=WordsKept.WHOLE, recorded=ResultCode.PP)
    assert kept.findings == () and risk_level(kept.risk) is RiskLevel.LOW
    assert kept.score is not None and kept.score >= 80 and kept.proposed is ResultCode.PP
    assert {point.name for point in kept.checklist} >= {"greeting", "identity_verified"}


def test_a_call_that_crosses_lines_keeps_them_by_number_with_the_stretch() -> None:
    told = call_of(PUSHY)
    kept = judge_call(told, words=WordsKept.WHOLE, recorded=ResultCode.RF)
    assert {"C02", "C05", "C20"} <= {one.code for one in kept.findings}
    assert [one.number for one in kept.findings] == list(range(1, len(kept.findings) + 1))
    texts = {turn.number: turn.text for turn in told.call.turns}
    assert all(texts[one.turn][one.starts : one.ends] for one in kept.findings)
    assert risk_level(kept.risk) in (RiskLevel.HIGH, RiskLevel.URGENT)
    assert kept.result_says, "a complaint was recorded as a refusal"
    assert not any(text in repr(kept) for text in texts.values()), "a kept review holds no words"


def test_a_missed_cry_for_help_comes_before_every_other_call() -> None:
    despair = (
        *CLEAN[:4],
        ("agent", "谢谢，核对无误。您欠款12007.36元，已经逾期，今天必须处理。"),
        ("debtor", "我真的撑不下去了，活着没意思，不如死了算了。"),
        ("agent", "别跟我说这些，死了债也要还，今天几点打款？"),
        ("debtor", "……我不知道。"),
        ("agent", "那我下午三点再打。"),
    )
    kept = judge_call(call_of(despair), words=WordsKept.WHOLE, recorded=None)
    assert risk_level(kept.risk) is RiskLevel.URGENT
    pushy = judge_call(call_of(PUSHY), words=WordsKept.WHOLE, recorded=ResultCode.CM)
    assert kept.risk > pushy.risk


def test_a_screens_sentences_are_judged_for_nobody() -> None:
    kept = judge_call(call_of(PUSHY), words=WordsKept.CUSTOMER, recorded=ResultCode.RF)
    assert (kept.findings, kept.held, kept.checklist, kept.score) == ((), (), (), None)
    assert kept.proposed is ResultCode.CM and kept.result_says


def test_without_words_nothing_is_judged() -> None:
    kept = judge_call(call_of(CLEAN), words=WordsKept.NONE, recorded=ResultCode.PTP)
    assert kept.proposed is None and kept.score is None and kept.risk == 0


def test_what_a_guided_call_leaves_open_is_named_part_by_part_and_nothing_of_it_is_scored() -> None:
    silent = judge_call(call_of(CLEAN), words=WordsKept.NONE, recorded=ResultCode.PTP)
    half = judge_call(call_of(CLEAN), words=WordsKept.CUSTOMER, recorded=ResultCode.PP)
    bare = judge_call(call_of(CLEAN), words=WordsKept.CUSTOMER, recorded=None)
    whole = judge_call(call_of(CLEAN), words=WordsKept.WHOLE, recorded=ResultCode.PP)
    for kept in (silent, half, bare):
        assert (kept.score, kept.dimensions, kept.marks) == (None, (), ())
        told = " ".join(one.en for one in kept.not_judged)
        assert all(part in told for part in ("wording", "checklist", "script", "seven dimensions", "score"))
    assert "whether the result code fits" in {one.en for one in silent.not_judged}
    assert any("anything but whether the recorded result" in one.en for one in half.not_judged)
    assert any("since none was recorded" in one.en for one in bare.not_judged)
    assert whole.score is not None and not any("seven" in one.en for one in whole.not_judged)


def test_red_lines_are_what_the_rulebook_calls_critical() -> None:
    assert is_red_line("C01") and is_red_line("C18")
    assert not is_red_line("C24") and not is_red_line("C99")
    assert crosses_red_line(["C24", "C02"]) and not crosses_red_line([])


def test_every_class_leads_to_a_lesson_that_teaches_it_and_a_customer_that_is_there() -> None:
    curriculum = read_curriculum()
    for one in wording_classes():
        choice = drill_page().by_code[one.class_id]
        assert choice.lesson in {lesson.lesson_id for lesson in curriculum.teaching(one.class_id)}, (
            one.class_id
        )
        assert persona_named(choice.persona).persona_id == choice.persona


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("due_days: 7\n", "must hold due_days and drills"),
        ("due_days: 0\ndrills: {}\n", "whole days from 1 to 60"),
        ("due_days: 7\ndrills: {}\n", "C01 is missing"),
        ("due_days: 7\ndrills: []\n", "must be a mapping"),
    ],
)
def test_a_page_of_drills_with_a_hole_is_refused_with_its_place(text: str, told: str) -> None:
    with pytest.raises(DrillPageFault, match=told):
        read_drill_page(text, source="drills.yaml")


def test_demo_calls_say_which_are_wrong_on_purpose_and_review_finds_exactly_those() -> None:
    filled = {"name": "甄丙", "creditor": "示例银行", "amount": "8,200.00"}
    for one in demo_calls():
        turns = tuple(
            Turn(number, who, said.format(**filled)) for number, (who, said) in enumerate(one.turns)
        )
        facts = {"creditor": "示例银行", "agency": "约还演示服务", "ledger_amount_fen": 820_000}
        told = Transcript(Call(one.call_id, HELD, facts, turns))
        kept = judge_call(told, words=WordsKept.WHOLE, recorded=None)
        assert bool(kept.findings) is one.wrong_on_purpose, one.call_id


def test_a_page_of_demo_calls_that_names_an_unknown_result_is_refused() -> None:
    page = 'calls: [{id: a, wrong_on_purpose: false, fits: [XX], turns: [{agent: "您好"}]}]\n'
    with pytest.raises(DemoCallsFault, match="calls / 1 / fits: XX is no result code"):
        read_demo_calls(page, source="demo.yaml")


@given(
    st.lists(
        st.tuples(st.sampled_from(tuple(Speaker)), words, st.none() | st.floats(0, 9e4, allow_nan=False)),
        max_size=6,
    ),
    st.dictionaries(st.sampled_from(("creditor", "debtor", "note")), words.filter(bool), max_size=3),
)
def test_a_call_that_is_written_down_is_read_again_the_same(
    said: list[tuple[Speaker, str, float | None]], facts: dict[str, str]
) -> None:
    turns = tuple(Turn(number, *one) for number, one in enumerate(said))
    call = Call("id", HELD, dict(facts), turns)
    again, problems = read_call(write_call(call), source="kept")
    assert again == call and problems == ()


FINDINGS = tuple(
    ReviewedFinding(number, number, code, 0, 4, 90) for number, code in enumerate(("C02", "C05", "C20"), 1)
)
REVIEW = CallReview(
    review_id=review_id_of("a session"),
    origin=Origin.TRANSCRIPT,
    words=WordsKept.WHOLE,
    collector=StaffId("collector1"),
    held_at=HELD,
    reviewed_at=AT,
    turns=9,
    findings=FINDINGS,
)


@st.composite
def steps(draw: st.DrawFn) -> tuple[ReviewStep, ...]:
    """Steps as the operations could make them: a verdict, then appeals on what it upheld, then answers."""
    made: list[ReviewStep] = [Taken("r1", AT)] if draw(st.booleans()) else []
    if not draw(st.booleans()):
        return tuple(made)
    upheld = draw(st.sets(st.sampled_from((1, 2, 3))))
    verdicts = tuple(FindingVerdict(number, number in upheld) for number in (1, 2, 3))
    added = (ReviewedFinding(4, 5, "C12", 0, 0, 100),) if draw(st.booleans()) else ()
    made.append(VerdictGiven("r1", AT, False, verdicts, added))
    for number in sorted(draw(st.sets(st.sampled_from(sorted(upheld)))) if upheld else ()):
        made.append(Appealed("collector1", AT, number, "x"))
        if draw(st.booleans()):
            made.append(AppealDecided("r2", AT, number, draw(st.booleans()), "y"))
    if draw(st.booleans()):
        made.append(Annotated("r1", AT, "z"))
    return tuple(made)


@given(steps())
def test_what_stands_was_upheld_or_added_and_not_lifted(made: tuple[ReviewStep, ...]) -> None:
    file = ReviewFile(REVIEW, made)
    standing = {one.number for one in file.upheld}
    first = file.first
    upheld = set() if first is None else {one.number for one in first.findings if one.upheld}
    added = set() if first is None else {one.number for one in first.added}
    lifted = {one.number for one in file.appeal_answers if one.granted}
    assert standing == (upheld | added) - lifted
    assert (file.state is ReviewState.APPEALED) is bool(file.open_appeals)
    assert not (file.awaits_second and (file.appeals or first is None))
    assert file.until(AT) == ReviewFile(REVIEW) and file.until(AT + timedelta(seconds=1)) == file
    for step in made:
        assert read_body(type(step), write_body(step)) == step


def test_an_annotation_changes_nothing_that_stands() -> None:
    file = ReviewFile(REVIEW, (VerdictGiven("r1", AT, False, (FindingVerdict(1, True),)),))
    noted = replace(file, steps=(*file.steps, Annotated("r1", AT, "x")))
    assert (noted.upheld, noted.state, noted.first) == (file.upheld, file.state, file.first)
    assert file.appeal_until == AT + timedelta(days=APPEAL_DAYS)


def test_a_review_is_written_and_read_the_same_and_its_sample_hangs_on_the_id_alone() -> None:
    assert read_body(CallReview, write_body(REVIEW)) == REVIEW
    sampled = sum(is_sampled(review_id_of(f"call {number}")) for number in range(5_000))
    assert abs(sampled - 5_000 / SECOND_ONE_IN) < 100
