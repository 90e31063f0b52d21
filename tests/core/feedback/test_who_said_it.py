"""What is said under another mark: it counts for no score, and a person is told to listen."""

from __future__ import annotations

import pytest

from core.feedback.call_builder import GOOD, call_of
from fairdue.feedback.full_review import FullReview, review_fully
from fairdue.feedback.review_risk import RiskLevel
from fairdue.feedback.transcript_shape import Part, Transcript

THREAT = "今天不还，我就叫人上门打死你全家。"


def _reviewed(dialogue: str) -> FullReview:
    return review_fully(Transcript(call_of(dialogue)))


def _with(*lines: str) -> FullReview:
    """The good call with these lines before its last two turns."""
    turns = GOOD.strip().splitlines()
    return _reviewed("\n".join([*turns[:-2], *lines, *turns[-2:]]))


def _doubted(full: FullReview) -> set[int]:
    return {turn for one in full.transcript.unjudged if one.part is Part.WHO_SAID_IT for turn in one.turns}


@pytest.mark.parametrize("mark", ["D", "T", "S"])
def test_a_threat_under_another_mark_is_not_judged_and_a_person_looks(mark: str) -> None:
    clean, full = _with(), _with(f"{mark} {THREAT}")
    assert _doubted(full) == {8}
    assert full.risk is not None
    assert full.risk.level is RiskLevel.HIGH
    assert full.review is not None
    assert [one for one in full.review.findings if one.turn == 8] == []
    assert clean.risk is not None
    assert clean.risk.level is RiskLevel.LOW


def test_the_place_and_the_mark_are_told_in_both_languages() -> None:
    why = next(one.why for one in _with(f"D {THREAT}").transcript.unjudged if one.part is Part.WHO_SAID_IT)
    assert "第 8 轮（标为客户" in why.zh
    assert "turn 8 (marked customer" in why.en


def test_a_mark_inside_the_words_of_the_system_is_heard() -> None:
    assert _doubted(_with(f"S 坐席：{THREAT}", "D 你威胁我？")) == {8}


@pytest.mark.parametrize(
    "line",
    [
        "你刚才说今天不还就叫人上门打我全家！",
        "你们再打电话我就去投诉你们，告到法院去。",
        "我就是不还，你们去起诉好了。",
        "你们凭什么威胁我，什么破公司，混蛋。",
        "我没钱还，你打死我也没用。",
    ],
)
def test_customers_who_swear_quote_or_refuse_raise_no_doubt(line: str) -> None:
    assert _doubted(_with(f"D {line}")) == set()


SWAPPED = "\n".join(line.translate(str.maketrans({"A": "D", "D": "A"})) for line in GOOD.strip().splitlines())


def test_wholly_swapped_marks_give_no_score_and_are_said() -> None:
    full = _reviewed(SWAPPED)
    assert not full.judges_the_call
    assert full.score is None
    assert "颠倒" in next(one.why.zh for one in full.transcript.unjudged if one.part is Part.SPEAKERS)


def test_a_threat_in_a_wholly_swapped_call_is_a_finding() -> None:
    turns = SWAPPED.splitlines()
    full = _reviewed("\n".join([*turns[:-2], f"D {THREAT}", *turns[-2:]]))
    assert full.review is not None
    assert "C01" in {one.code for one in full.review.findings if one.turn == 8}


def test_partly_swapped_marks_are_said_with_their_turns() -> None:
    turns = GOOD.strip().splitlines()
    turns[2] = "D" + turns[2][1:]
    turns[4] = "D" + turns[4][1:]
    full = _reviewed("\n".join([*turns, "A 我是华信资产的。"]))
    assert {2} <= {
        turn
        for one in full.transcript.unjudged
        if one.part in (Part.SPEAKERS_SWAPPED, Part.SPEAKERS)
        for turn in one.turns
    }


@pytest.mark.parametrize(
    "answer", ["没错，我说到做到。", "对，就是这样。", "就是这个意思。", "对。", "那又怎么样？"]
)
def test_who_affirms_a_quoted_threat_has_made_it(answer: str) -> None:
    full = _with("D 你是说不还就要打断我腿？", f"A {answer}")
    assert full.review is not None
    assert "C01" in {one.code for one in full.review.findings if one.turn == 9}


@pytest.mark.parametrize(
    "answer",
    ["对不起，我没有这个意思。", "不是的，您误会了。", "没错，您可以投诉，但我没这么说。", "嗯，您继续说。"],
)
def test_who_denies_a_quoted_threat_has_not_made_it(answer: str) -> None:
    full = _with("D 你是说不还就要打断我腿？", f"A {answer}")
    assert full.review is not None
    assert [one.code for one in full.review.findings if one.turn == 9] == []


@pytest.mark.parametrize(
    "said", ["你是说这周五还两千，对吧？", "你们会起诉我吗？", "你说我不还会被起诉是吧？"]
)
def test_a_lawful_thing_that_is_quoted_and_affirmed_is_no_finding(said: str) -> None:
    full = _with(f"D {said}", "A 对。")
    assert full.review is not None
    assert [one.code for one in full.review.findings if one.turn == 9] == []
