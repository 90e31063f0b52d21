"""The encoding of a transcript is told by its content, and what still looks wrong is said."""

from __future__ import annotations

import pytest

from fairdue.feedback.transcript import read_transcript
from fairdue.feedback.transcript_encoding import encoding_in, implausible_lines
from fairdue.feedback.transcript_shape import Part

TALK = (
    "坐席：您好，这里是华信资产，受示例银行委托，请问是王秀兰女士吗？通话会录音。\n"
    "客户：我是。\n"
    "坐席：为保护您的信息，请报一下身份证后四位。\n"
    "客户：三零二一。\n"
)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gbk", "gb18030"]
)
@pytest.mark.parametrize("name", ["call.txt", "noext"])
def test_the_same_talk_is_read_in_every_encoding(encoding: str, name: str) -> None:
    found, problems = read_transcript(TALK.encode(encoding), name=name)
    assert found is not None, problems
    assert found.call.turns[1].text == "我是。"
    assert not found.lacks(Part.LOST)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_table_without_a_mark_is_read_too(encoding: str) -> None:
    table = "说话人,内容\n坐席,您好，请问是王女士吗？\n客户,我是。\n"
    found, problems = read_transcript(table.encode(encoding), name="call.csv")
    assert found is not None, problems
    assert [turn.text for turn in found.call.turns] == ["您好，请问是王女士吗？", "我是。"]


def test_lines_of_another_encoding_are_said_with_their_numbers() -> None:
    data = "坐席：您好\n".encode("gbk") + "あなた\n".encode("shift_jis")
    found, problems = read_transcript(data, name="call.txt")
    assert found is not None
    assert any("lines 2" in one.why.en for one in found.unjudged if one.part is Part.LOST)
    assert any("另一种编码" in one.message.zh for one in problems)


def test_text_that_was_read_as_gbk_once_is_said() -> None:
    broken = TALK.encode().decode("gb18030", errors="replace")
    found, _ = read_transcript(broken.encode(), name="call.txt")
    assert found is not None
    assert found.lacks(Part.LOST)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_rare_names_and_traditional_characters_are_no_other_encoding(encoding: str) -> None:
    text = "坐席：您好，请问是祎喆女士吗？\n客户：您好，請問您是哪位？我是王女士。\n"
    assert encoding_in(text.encode(encoding)) == encoding
    assert implausible_lines(text, encoding=encoding) == ()
