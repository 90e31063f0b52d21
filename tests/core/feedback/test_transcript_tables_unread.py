"""What a table holds and the review cannot read is refused or said, and never dropped without a word."""

from __future__ import annotations

import io
import wave
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


def test_formulas_without_a_value_are_said_with_their_rows() -> None:
    data = workbook([*TALK, ("坐席", "=A1&B1")])
    assert "rows 4" in told(data, Part.LOST, "call.xlsx")


def test_cells_beyond_the_header_are_said_as_lost_words() -> None:
    assert "rows 3" in told("speaker,text\n坐席,您好\n客户,好,a,b,c\n", Part.LOST)


def test_a_row_with_a_speaker_and_no_words_is_said() -> None:
    assert "rows 2" in told("speaker,text\n坐席\n坐席,您好\n客户,好\n", Part.REST)


def test_a_time_of_a_table_that_cannot_be_read_is_said() -> None:
    assert "rows 3" in told("speaker,text,start\n坐席,您好,1.5\n客户,好,soon\n", Part.REST)


def test_a_sound_table_has_nothing_unread() -> None:
    found, _ = read("speaker,text,start\n坐席,您好,1.5\n客户,好,3.5\n")
    assert found is not None
    assert not {Part.LOST, Part.REST} & {one.part for one in found.unjudged}


@pytest.mark.parametrize(
    "text",
    [
        "1\n00:99:05,000 -> 00:00:01\n坐席：您好\n\n2\nfoo --> bar\n客户：好\n",
        "1\n坐席：您好\n\n2\n客户：好\n",
        "1\n00:00:99,000 --> 00:01:99,000\n坐席：您好\n\n2\nfoo --> bar\n客户：好\n",
    ],
)
def test_cues_without_a_time_keep_their_words_and_say_so(text: str) -> None:
    found, _ = read(text, "call.srt")
    assert found is not None
    assert [turn.text for turn in found.call.turns] == ["您好", "好"]
    assert "2 cues" in told(text, Part.REST, "call.srt")


def test_a_broken_cue_among_good_ones_keeps_its_words() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\n坐席：您好\n\n2\nfoo --> bar\n坐席：杀了你\n\n3\n00:00:05,000 --> 00:00:06,000\n客户：好\n"
    found, _ = read(text, "call.srt")
    assert found is not None
    assert "杀了你" in "".join(turn.text for turn in found.call.turns)
    assert "1 cues" in told(text, Part.REST, "call.srt")


def test_a_time_of_a_text_line_that_cannot_be_read_is_said() -> None:
    text = "[00:75] 坐席：您好\n[00:12] 客户：好\n"
    assert "lines 1" in told(text, Part.REST, "call.txt")


def test_a_call_without_turns_is_said_at_once() -> None:
    _, problems = read('{"id": "a", "turns": []}', "call.json")
    assert [one.message.en for one in problems] == ["there is no turn"]


def _wav(seconds: float) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(8000)
        made.writeframes(b"\0\0" * int(8000 * seconds))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [(_wav(5)[:2000], "cut: of 5.0 seconds it holds 0.1"), (_wav(0), "empty")],
)
def test_a_cut_or_empty_recording_is_said(data: bytes, said: str) -> None:
    assert said in told(data, Part.LOST, "call.wav")


def test_a_whole_recording_is_neither() -> None:
    found, _ = read(_wav(1), "call.wav")
    assert found is not None
    assert not found.lacks(Part.LOST)
