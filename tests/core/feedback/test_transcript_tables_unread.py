"""What a table holds and the review cannot read is refused or said, and never dropped without a word."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest

from fairdue.feedback.full_review import review_fully
from fairdue.feedback.review_risk import RiskLevel
from fairdue.feedback.transcript import read_transcript
from fairdue.feedback.transcript_shape import Part, Transcript
from fairdue.foundation.problem import Problem

HEAD = ("说话人", "内容")
TALK = (HEAD, ("坐席", "您好"), ("客户", "好"))


def workbook(*sheets: Sequence[Sequence[object]], hidden: int | None = None) -> bytes:
    made = openpyxl.Workbook()
    first = made.active
    assert first is not None
    for number, rows in enumerate(sheets):
        sheet = first if number == 0 else made.create_sheet()
        for row in rows:
            sheet.append(list(row))
        if number == hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read(data: bytes | str, name: str = "call.csv") -> tuple[Transcript | None, tuple[Problem, ...]]:
    return read_transcript(data.encode() if isinstance(data, str) else data, name=name)


def told(data: bytes | str, part: Part, name: str = "call.csv") -> str:
    found, problems = read(data, name)
    assert found is not None
    said = " ".join(one.why.en for one in found.unjudged if one.part is part)
    # Whatever could not be judged is told at once as well, not only in the review.
    assert all(
        one.why.en in {each.message.en for each in problems} for one in found.unjudged if one.part is part
    )
    return said


def refused(data: bytes | str, name: str = "call.csv") -> Problem:
    found, problems = read(data, name)
    assert found is None
    return problems[0]


def test_two_columns_of_words_that_differ_are_refused() -> None:
    wrong = refused("speaker,text,text\n坐席,您好,杀了你\n客户,好,好\n")
    assert wrong.defect == "doubled_column"
    assert "2 and 3" in wrong.message.en


def test_two_columns_of_the_same_words_are_one() -> None:
    found, _ = read("speaker,text,content\n坐席,您好,您好\n客户,好,\n")
    assert found is not None
    assert [turn.text for turn in found.call.turns] == ["您好", "好"]


def test_a_column_that_repeats_another_field_is_said() -> None:
    assert "columns 3" in told("speaker,text,role\n坐席,您好,客户\n客户,好,坐席\n", Part.REST)


def test_two_sheets_of_talk_are_refused() -> None:
    wrong = refused(workbook(TALK, TALK), "call.xlsx")
    assert wrong.defect == "more_sheets"
    assert "1, 2" in wrong.message.en


def test_talk_without_a_header_on_another_sheet_is_said_and_raises_the_risk() -> None:
    data = workbook(TALK, [("坐席", "杀了你")])
    assert "sheet 2" in told(data, Part.LOST, "call.xlsx")
    found, _ = read(data, "call.xlsx")
    assert found is not None
    risk = review_fully(found).risk
    assert risk is not None and risk.level is not RiskLevel.LOW


def test_talk_behind_a_sheet_with_a_header_alone_is_refused() -> None:
    assert refused(workbook([HEAD], TALK[1:]), "call.xlsx").defect == "more_sheets"


@pytest.mark.parametrize(("hidden", "said"), [(None, "1 more sheets"), (1, "1 hidden sheets")])
def test_a_sheet_of_something_else_is_said(hidden: int | None, said: str) -> None:
    data = workbook(TALK, [("合计", 12), ("平均", 3)], hidden=hidden)
    assert said in told(data, Part.REST, "call.xlsx")


@pytest.mark.parametrize("key", ["turns", "text", "speaker", "facts"])
def test_a_key_twice_in_one_object_is_refused_by_its_name(key: str) -> None:
    turn = '{"speaker": "agent", "text": "您好"}'
    text = {
        "turns": '{"turns": [' + turn + '], "turns": [' + turn + "]}",
        "text": '{"turns": [{"speaker": "agent", "text": "杀了你", "text": "您好"}]}',
        "speaker": '{"turns": [{"speaker": "agent", "speaker": "debtor", "text": "您好"}]}',
        "facts": '{"case": {"facts": {}, "facts": {"lawsuit_filed": true}}, "turns": [' + turn + "]}",
    }[key]
    wrong = refused(text, "call.json")
    assert (wrong.defect, wrong.column) == ("doubled_key", key)
