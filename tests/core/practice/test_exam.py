"""The exam: one paper a seed, every part to be passed, a reason for every failure."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from importlib.resources import files

import pytest

from fairdue.compliance.wording.remembered import RememberedJudgements
from fairdue.conversation.flow import FlowFault
from fairdue.feedback.call import Call
from fairdue.feedback.call_reading import Interpreters
from fairdue.foundation.civil import CHINA
from fairdue.practice.exam import ExamResult, ReasonCode, judge_exam, replay_call
from fairdue.practice.exam_listening import are_twins
from fairdue.practice.exam_paper import (
    CallKind,
    ExamPaper,
    NoSuchPaper,
    draw_paper,
    kind_of,
    licence_exam,
    read_exam,
)
from fairdue.practice.exam_retake import Attempt, may_sit, seed_of_attempt
from fairdue.practice.exam_sheet import SheetFault, check_fits, paper_as_json, read_sheet
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.persona_reading import persona_named, shipped_personas
from fairdue.practice.policies import Policy, play
from fairdue.practice.question import Subject

AT = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
GUARD = Interpreters(memory=RememberedJudgements())


def _paper(seed: int = 7) -> ExamPaper:
    return draw_paper(
        licence_exam(), questions=read_curriculum().questions(), personas=shipped_personas(), seed=seed
    )


def _calls(policy: Policy, paper: ExamPaper, own_seed: int = 3) -> list[Call]:
    return [
        play(
            policy, persona_named(one.persona_id), level=one.level, seed=one.seed, as_of=AT, own_seed=own_seed
        ).as_call()
        for one in paper.calls
    ]


def _all_right(paper: ExamPaper) -> dict[str, frozenset[str]]:
    return {one.id: one.right for one in paper.questions}


def _judged(policy: Policy, *, seed: int = 7, own_seed: int = 3) -> ExamResult:
    paper = _paper(seed)
    return judge_exam(paper, _all_right(paper), _calls(policy, paper, own_seed), AT, interpreters=GUARD)


def _codes(result: ExamResult) -> set[ReasonCode]:
    return {one.code for one in result.reasons}


def test_the_same_seed_draws_the_same_paper_and_another_seed_another() -> None:
    assert _paper(7) == _paper(7)
    assert len({tuple(one.id for one in _paper(seed).questions) for seed in range(5)}) == 5


def test_papers_of_all_seeds_ask_for_the_same_kinds() -> None:
    for seed in range(20):
        paper = _paper(seed)
        assert Counter(one.subject for one in paper.questions) == dict.fromkeys(Subject, 4)
        assert [one.kind for one in paper.calls] == [CallKind.ORDINARY, CallKind.OBJECTION, CallKind.SAFETY]
        assert all(kind_of(persona_named(one.persona_id)) is one.kind for one in paper.calls)


def test_a_paper_cannot_be_drawn_from_too_little() -> None:
    with pytest.raises(NoSuchPaper, match="questions of"):
        draw_paper(licence_exam(), questions=(), personas=shipped_personas(), seed=1)
    with pytest.raises(NoSuchPaper, match="persona"):
        draw_paper(licence_exam(), questions=read_curriculum().questions(), personas=(), seed=1)


def test_a_good_candidate_passes_for_a_year() -> None:
    results = [_judged(Policy.GOOD, seed=seed, own_seed=seed) for seed in (7, 8, 9, 10)]
    passed = [one for one in results if one.passed]
    assert len(passed) >= 3
    assert passed[0].valid_until == AT + timedelta(days=365)
    assert passed[0].reasons == ()
    json.dumps(passed[0].as_json())


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_an_unlawful_candidate_fails_and_is_told_why(seed: int) -> None:
    result = _judged(Policy.UNLAWFUL, seed=seed, own_seed=seed)
    assert not result.passed
    assert result.valid_until is None
    assert {ReasonCode.GRAVE_WORDING, ReasonCode.CALL_BELOW} <= _codes(result)


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_a_silent_candidate_fails_for_having_said_nothing(seed: int) -> None:
    assert ReasonCode.SAID_NOTHING in _codes(_judged(Policy.SILENT, seed=seed, own_seed=seed))


@pytest.mark.parametrize(("seed", "own_seed"), [(7, 1), (7, 2), (8, 3), (8, 4), (9, 5)])
def test_a_copying_candidate_fails_for_saying_the_same(seed: int, own_seed: int) -> None:
    result = _judged(Policy.COPY_PASTE, seed=seed, own_seed=own_seed)
    assert ReasonCode.SAID_THE_SAME in _codes(result)


@pytest.mark.parametrize("seed", range(7, 13))
def test_a_recital_passes_no_exam_however_it_is_worded(seed: int) -> None:
    result = _judged(Policy.RECITAL, seed=seed, own_seed=seed)
    assert not result.passed
    assert {ReasonCode.NOT_ANSWERED, ReasonCode.SAID_THE_SAME} & _codes(result)


def test_three_recitals_of_other_words_pass_no_exam() -> None:
    for seed in (7, 8, 9):
        paper = _paper(seed)
        calls = [
            play(
                Policy.RECITAL,
                persona_named(one.persona_id),
                level=one.level,
                seed=one.seed,
                as_of=AT,
                own_seed=own,
            ).as_call()
            for own, one in enumerate(paper.calls, seed)
        ]
        result = judge_exam(paper, _all_right(paper), calls, AT, interpreters=GUARD)
        assert not result.passed and ReasonCode.NOT_ANSWERED in _codes(result)


def test_a_good_candidate_is_held_to_have_listened() -> None:
    for seed in (7, 8, 9, 10):
        codes = _codes(_judged(Policy.GOOD, seed=seed, own_seed=seed))
        assert not {ReasonCode.NOT_ANSWERED, ReasonCode.SAID_THE_SAME} & codes


def test_a_failed_quiz_fails_the_exam_whatever_the_calls() -> None:
    paper = _paper()
    result = judge_exam(paper, {}, _calls(Policy.GOOD, paper), AT, interpreters=GUARD)
    assert not result.passed
    assert ReasonCode.QUIZ_BELOW in _codes(result)
    assert len(result.wrong_questions) == result.quiz_asked == 20


def test_four_fifths_of_the_questions_are_enough_and_one_less_is_not() -> None:
    paper = _paper()
    calls = _calls(Policy.GOOD, paper)
    answers = _all_right(paper)
    names = sorted(answers)
    enough = {name: answers[name] for name in names[:16]}
    less = {name: answers[name] for name in names[:15]}
    assert ReasonCode.QUIZ_BELOW not in _codes(judge_exam(paper, enough, calls, AT, interpreters=GUARD))
    assert ReasonCode.QUIZ_BELOW in _codes(judge_exam(paper, less, calls, AT, interpreters=GUARD))


def test_a_call_that_was_not_held_is_named() -> None:
    paper = _paper()
    calls = _calls(Policy.GOOD, paper)
    result = judge_exam(paper, _all_right(paper), calls[:2], AT, interpreters=GUARD)
    assert [one.part for one in result.reasons if one.code is ReasonCode.CALL_MISSING] == ["3"]
    with pytest.raises(ValueError, match="3 calls"):
        judge_exam(paper, {}, [*calls, calls[0]], AT)


def test_nothing_makes_up_for_a_missed_trigger() -> None:
    paper = _paper()
    bad = _calls(Policy.UNLAWFUL, paper)
    calls = [*_calls(Policy.GOOD, paper)[:2], bad[2]]
    lenient = replace(licence_exam(), call_pass=0, quiz_pass=0)
    result = judge_exam(paper, _all_right(paper), calls, AT, spec=lenient, interpreters=GUARD)
    assert not result.passed
    assert _codes(result) & {ReasonCode.TRIGGER_MISSED, ReasonCode.GRAVE_WORDING}


def test_the_lines_of_a_candidate_are_answered_by_the_customers_of_the_paper() -> None:
    paper = _paper()
    for task, call in zip(paper.calls, _calls(Policy.GOOD, paper), strict=True):
        lines = [turn.text for turn in call.turns if turn.speaker.value == "agent"]
        assert replay_call(task, [*lines, "还有一句。"], as_of=AT).turns[: len(call.turns)] == call.turns


def test_twins_are_lines_that_differ_in_little() -> None:
    assert are_twins("麻烦您报一下身份证后四位", "麻烦您报一下身份证后四位吧")
    assert not are_twins("麻烦您报一下身份证后四位", "您看具体哪一天方便还")


def test_a_wrong_exam_file_is_told_with_its_line() -> None:
    text = (files("fairdue_playbook") / "exams" / "licence.yaml").read_text(encoding="utf-8")
    with pytest.raises(FlowFault, match=r"mine\.yaml:\d+: .*ordinary, objection, safety"):
        read_exam(text.replace("kind: safety", "kind: chat"), source="mine.yaml")


def _fail(day: int) -> Attempt:
    return Attempt(AT + timedelta(days=day), passed=False)


def test_whoever_never_sat_may_sit() -> None:
    assert may_sit((), as_of=AT).allowed


def test_the_wait_grows_with_every_failure_in_a_row() -> None:
    assert not may_sit([_fail(0)], as_of=AT + timedelta(hours=23)).allowed
    assert may_sit([_fail(0)], as_of=AT + timedelta(days=1)).allowed
    assert not may_sit([_fail(0), _fail(1)], as_of=AT + timedelta(days=3)).allowed
    assert may_sit([_fail(1), _fail(0)], as_of=AT + timedelta(days=4)).allowed


def test_after_three_failures_the_lessons_come_first() -> None:
    failures = [_fail(0), _fail(1), _fail(4)]
    late = AT + timedelta(days=30)
    told = may_sit(failures, as_of=late)
    assert (told.allowed, told.refresher) == (False, True)
    assert not may_sit(failures, as_of=late, refreshed_at=AT).allowed
    assert may_sit(failures, as_of=late, refreshed_at=AT + timedelta(days=20)).allowed


def test_a_licence_is_renewed_in_its_last_two_months() -> None:
    passed = [Attempt(AT, passed=True)]
    early = may_sit(passed, as_of=AT + timedelta(days=100))
    assert not early.allowed
    assert early.opens_at == AT + timedelta(days=305)
    assert may_sit(passed, as_of=AT + timedelta(days=305)).allowed


def test_a_failure_after_a_pass_counts_from_one() -> None:
    attempts = [_fail(0), _fail(1), _fail(4), Attempt(AT + timedelta(days=40), passed=True), _fail(400)]
    assert may_sit(attempts, as_of=AT + timedelta(days=401)).allowed


def test_every_attempt_of_every_candidate_is_another_paper() -> None:
    seeds = {seed_of_attempt(who, number) for who in ("li", "wang") for number in range(1, 20)}
    assert len(seeds) == 38


def test_the_paper_tells_neither_the_answers_nor_who_the_customer_is() -> None:
    shown = json.dumps(paper_as_json(_paper(), sat_at=AT), ensure_ascii=False)
    assert '"right"' not in shown
    assert not any(one.persona_id in shown for one in _paper().calls)


SHEET = {"seed": 7, "sat_at": "2026-03-11T10:20:00+08:00", "answers": {}, "calls": []}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"seed": "7"}, "seed: must be the seed"),
        ({"sat_at": "2026-03-11T10:20:00"}, "sat_at: .*zone"),
        ({"answers": []}, "answers: must be an object"),
        ({"answers": {"q": "a"}}, "answers.q: must be a list"),
        ({"calls": {}}, "calls: must be a list"),
        ({"calls": [["好", 3]]}, r"calls\[0\]: must be a list of your own lines"),
        ({"calls": [["好"] * 300]}, r"calls\[0\]: at most 200"),
        ({"more": 1}, "exactly seed"),
    ],
)
def test_a_sheet_that_cannot_be_judged_is_told_with_its_place(changed: dict[str, object], told: str) -> None:
    with pytest.raises(SheetFault, match=told) as fault:
        read_sheet(json.dumps(SHEET | changed))
    assert fault.value.says.zh


def test_a_sheet_that_is_no_json_is_told_with_its_line() -> None:
    with pytest.raises(SheetFault, match="line 2"):
        read_sheet('{"seed": 7,\n x}')


def test_a_sheet_of_another_paper_is_told() -> None:
    paper = _paper()
    name = paper.questions[0].id
    with pytest.raises(SheetFault, match="no such question"):
        check_fits(read_sheet(json.dumps(SHEET | {"answers": {"nothing": ["a"]}})), paper)
    with pytest.raises(SheetFault, match="no such option"):
        check_fits(read_sheet(json.dumps(SHEET | {"answers": {name: ["no such"]}})), paper)
    with pytest.raises(SheetFault, match="3 calls only"):
        check_fits(read_sheet(json.dumps(SHEET | {"calls": [None] * 4})), paper)
