"""Transcripts from anybody's recorder: forms, encodings, speakers, order, and what each leaves open."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.feedback.call import MOST_TURNS, Speaker
from fairdue.feedback.full_review import review_fully
from fairdue.feedback.transcript import Part, Transcript, read_transcript
from fairdue.feedback.transcript_marks import split_mark
from fairdue.foundation.civil import CHINA
from fairdue.foundation.problem import Problem, Severity

SAID = (
    ("坐席", "您好,请问是王秀兰女士吗?"),
    ("客户", "是我,哪位?"),
    ("坐席", "我是华信资产的,受示例银行委托,本次通话会录音。麻烦您报一下身份证后四位。"),
    ("客户", "三零二一。"),
    ("坐席", "核实无误。您的信用卡应还两千一百六十元,逾期十二天了,请问是什么原因没有还呢?"),
    ("客户", "忙忘了,我这周五还,全还。"),
)
Turns = tuple[tuple[str, str], ...]
EXPECTED = [Speaker.AGENT, Speaker.DEBTOR] * 3


def _lines(line: Callable[[int, str, str], str], said: Turns = SAID) -> str:
    return "\n".join(line(at, who, text) for at, (who, text) in enumerate(said)) + "\n"


def _read(text: str | bytes, name: str = "call.txt", **known: object) -> Transcript:
    data = text.encode() if isinstance(text, str) else text
    found, problems = read_transcript(data, name=name, **known)  # type: ignore[arg-type]
    assert found is not None, [one.message.en for one in problems]
    assert all(one.severity is Severity.WARNING for one in problems)
    return found


def _refused(data: bytes, name: str = "call.txt") -> Problem:
    found, problems = read_transcript(data, name=name)
    assert found is None
    return next(one for one in problems if one.severity is not Severity.WARNING)


def _speakers(found: Transcript) -> list[Speaker]:
    return [turn.speaker for turn in found.call.turns]


PLAIN = _lines(lambda _, who, text: f"{who}：{text}")
FORMS: dict[str, tuple[str, str]] = {
    "full-width colon": ("a.txt", PLAIN),
    "half-width colon": ("a.txt", _lines(lambda _, who, text: f"{who}: {text}")),
    "brackets": ("a.txt", _lines(lambda _, who, text: f"【{'催收员' if who == '坐席' else '客户'}】{text}")),
    "time before": ("a.txt", _lines(lambda at, who, text: f"[00:{at * 7:02d}] {who}：{text}")),
    "time behind": ("a.txt", _lines(lambda at, who, text: f"{who}（00:{at * 7:02d}）：{text}")),
    "own line": ("a.txt", _lines(lambda at, who, text: f"{who} 00:00:{at * 7:02d}\n{text}\n")),
    "moments": ("a.txt", _lines(lambda at, who, text: f"2026-03-11 10:20:{at * 7:02d} {who}: {text}")),
    "tabs": ("a.txt", _lines(lambda _, who, text: f"{who}\t{text}")),
    "numbers": ("a.txt", _lines(lambda at, who, text: f"{at + 1}. {who}：{text}")),
    "with ids": ("a.txt", _lines(lambda _, who, text: f"{who}1001：{text}")),
    "english": ("a.txt", _lines(lambda _, who, text: f"{'Agent' if who == '坐席' else 'Customer'}: {text}")),
    "csv": ("a.csv", "说话人,内容,开始时间\n" + _lines(lambda at, who, text: f'{who},"{text}",{at * 7}')),
    "csv semicolons": ("a.csv", "role;text;start\n" + _lines(lambda at, who, text: f"{who};{text};{at * 7}")),
    "srt": (
        "a.srt",
        _lines(
            lambda at, who, text: (
                f"{at + 1}\n00:00:{at * 7:02d},000 --> 00:00:{at * 7 + 5:02d},000\n{who}：{text}\n"
            )
        ),
    ),
    "vtt": (
        "a.vtt",
        "WEBVTT\n\nNOTE made up\n\n"
        + _lines(
            lambda at, who, text: (
                f"c{at}\n00:{at * 7:02d}.000 --> 00:{at * 7 + 5:02d}.000 align:start\n<v {who}>{text}</v>\n"
            )
        ),
    ),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_every_form_in_every_encoding_gives_the_same_turns(form: str, encoding: str) -> None:
    name, text = FORMS[form]
    found = _read(text.encode(encoding), name)
    assert [turn.text for turn in found.call.turns] == [text for _, text in SAID]
    assert _speakers(found) == EXPECTED
    assert not found.lacks(Part.SPEAKERS_WORKED_OUT)


@pytest.mark.parametrize(
    "pair", [("说话人1", "说话人2"), ("A", "B"), ("Speaker 2", "Speaker 1"), ("王丽", "李明")]
)
def test_voices_without_a_part_are_told_by_what_they_say_and_that_is_said(pair: tuple[str, str]) -> None:
    names = {"坐席": pair[0], "客户": pair[1]}
    found = _read(_lines(lambda _, who, text: f"{names[who]}：{text}"))
    assert _speakers(found) == EXPECTED
    assert found.lacks(Part.SPEAKERS_WORKED_OUT)


def test_without_speakers_only_the_wording_is_judged() -> None:
    said = "\n".join(text for _, text in SAID) + "\n再不还我就天天打到你还为止"
    full = review_fully(_read(said))
    assert full.transcript.lacks(Part.SPEAKERS)
    assert (full.score, full.disposition, full.adherence) == (None, None, None)
    assert full.review is not None and "C14" in {one.code for one in full.review.findings}
    shown = full.as_json()
    assert shown["checklist"] is None and shown["unjudged"]


def test_two_voices_that_say_nothing_of_a_collector_are_not_told_apart() -> None:
    assert _read("说话人1：嗯\n说话人2：好的\n说话人1：对\n").lacks(Part.SPEAKERS)


def test_the_head_of_a_file_tells_day_collector_and_recorded_result() -> None:
    head = "录音编号：8812\n通话时间：2026-03-11 10:20:05\n坐席工号：1001\n结果码：ptp 承诺\n\n"
    found = _read(head + PLAIN)
    assert found.call.started_at == datetime(2026, 3, 11, 10, 20, 5, tzinfo=CHINA)
    assert (found.call.facts["collector"], found.call.facts["recorded_result"]) == ("1001", "PTP")
    assert len(found.call.turns) == len(SAID)
    full = review_fully(found)
    assert full.checked is not None and full.checked.recorded.value == "PTP"


def test_the_day_comes_from_the_file_then_its_name_then_the_caller_and_else_no_promise_has_a_day() -> None:
    given_at = datetime(2026, 5, 1, 9, tzinfo=CHINA)
    assert _read(PLAIN, "rec_20260311_102005.txt", started_at=given_at).call.started_at.day == 11
    assert _read(PLAIN, "rec.txt", started_at=given_at).call.started_at == given_at
    unknown = review_fully(_read(PLAIN, "rec.txt"))
    assert unknown.transcript.lacks(Part.DAYS)
    assert unknown.review is not None and unknown.review.checklist.commitment is None
    with pytest.raises(ValueError, match="zone"):
        read_transcript(PLAIN.encode(), name="rec.txt", started_at=datetime(2026, 5, 1))


def test_the_case_may_be_handed_in_beside_the_file() -> None:
    found = _read(PLAIN, case={"creditor": "示例银行", "ledger_amount_fen": 216_000})
    assert not found.lacks(Part.FACTS)
    assert _read(PLAIN).lacks(Part.FACTS)


def _as_json(**other: object) -> str:
    turns = [
        {"speaker": who.value, "text": text} for who, text in zip(EXPECTED, [t for _, t in SAID], strict=True)
    ]
    return json.dumps({"turns": turns, **other}, ensure_ascii=False)


def test_a_json_file_that_says_no_day_takes_it_from_its_name_then_from_the_caller() -> None:
    given_at = datetime(2026, 5, 1, 9, tzinfo=CHINA)
    said = _as_json(started_at="2026-03-02T08:00:00+08:00")
    assert _read(said, "rec_20260311_102005.json", started_at=given_at).call.started_at.day == 2
    assert _read(_as_json(), "rec_20260311_102005.json", started_at=given_at).call.started_at.day == 11
    assert _read(_as_json(), "rec.json", started_at=given_at).call.started_at == given_at
    assert _read(_as_json(), "rec.json").lacks(Part.DAYS)


def test_a_json_file_is_given_what_it_leaves_out_of_the_case_and_keeps_what_it_says() -> None:
    given = {"creditor": "示例银行", "ledger_amount_fen": 216_000, "facts": {"lawsuit_filed": False, "a": 1}}
    bare = _read(_as_json(), "rec.json", case=given)
    assert bare.call.facts["ledger_amount_fen"] == 216_000 and not bare.lacks(Part.FACTS)
    own = _read(_as_json(case={"creditor": "示例消费金融", "facts": {"a": 2}}), "rec.json", case=given)
    assert own.call.facts == {
        "creditor": "示例消费金融",
        "ledger_amount_fen": 216_000,
        "lawsuit_filed": False,
        "a": 2,
    }


def test_a_json_file_with_a_case_of_another_shape_is_still_refused_when_one_is_handed_in() -> None:
    found, told = read_transcript(
        _as_json(case=["x"]).encode(), name="rec.json", case={"creditor": "示例银行"}
    )
    assert found is None and "case" in {one.column for one in told}


def test_two_channels_written_one_after_the_other_are_put_in_order_and_that_is_told() -> None:
    timed = [f"[00:{at * 7:02d}] {who}：{text}" for at, (who, text) in enumerate(SAID)]
    found, problems = read_transcript("\n".join(timed[::2] + timed[1::2]).encode(), name="a.txt")
    assert found is not None and _speakers(found) == EXPECTED
    assert [turn.number for turn in found.call.turns] == list(range(6))
    assert "sorted_by_time" in {one.defect for one in problems}


def test_people_who_interrupt_each_other_are_not_out_of_order() -> None:
    times = [0, 7, 6, 12, 11, 20]
    text = _lines(lambda at, who, said: f"[00:{times[at]:02d}] {who}：{said}")
    found, problems = read_transcript(text.encode(), name="a.txt")
    assert found is not None and _speakers(found) == EXPECTED
    assert problems == ()


def test_numbers_and_times_that_contradict_each_other_are_refused_with_the_line() -> None:
    rows = _lines(lambda at, who, text: f'{at + 1},00:{50 - at * 8:02d},{who},"{text}"')
    refused = _refused(f"序号,开始时间,角色,文本\n{rows}".encode(), "a.csv")
    assert (refused.defect, refused.file_line) == ("order_contradicts", 3)


def test_a_call_written_twice_is_read_once_and_a_repeated_word_stays() -> None:
    found, problems = read_transcript((PLAIN + PLAIN).encode(), name="a.txt")
    assert found is not None and len(found.call.turns) == len(SAID)
    assert [one.defect for one in problems if one.defect == "written_twice"] == ["written_twice"]
    again = _read("坐席：喂？\n坐席：喂？\n客户：听得见。\n坐席：您好。\n客户：您说。\n")
    assert len(again.call.turns) == 5


def test_milliseconds_are_told_by_the_header_or_by_the_steps() -> None:
    for header, unit in (("开始时间(ms)", 700), ("start", 7000), ("bg", 7000)):
        rows = _lines(lambda at, who, text, unit=unit: f'{at * unit},{who},"{text}"')  # type: ignore[misc]
        turns = _read(f"{header},speaker,text\n{rows}", "a.csv").call.turns
        assert turns[1].seconds == pytest.approx(unit / 1000)


def test_a_sentence_over_two_cues_is_one_turn() -> None:
    cues = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v 坐席>我们会\n\n00:02.100 --> 00:03.000\n<v 坐席>起诉你\n\n"
    cues += "00:04.000 --> 00:05.000\n<v 客户>什么?\n"
    assert [turn.text for turn in _read(cues, "a.vtt").call.turns] == ["我们会起诉你", "什么?"]


def test_half_chinese_half_english_is_read_and_letters_of_others_are_told() -> None:
    mixed = _read("坐席：您好，this is 华信资产\n客户：who are you? 没钱\n")
    assert not mixed.lacks(Part.TURNS)
    strange = _read("坐席：您好\n客户：안녕하세요 누구세요\n")
    assert next(one for one in strange.unjudged if one.part is Part.TURNS).turns == (1,)


@pytest.mark.parametrize(
    ("data", "name", "defect"),
    [
        (b"", "a.txt", "file_empty"),
        (b"\xef\xbb\xbf \n", "a.csv", "file_empty"),
        (random.Random(1).randbytes(4000), "a.txt", "undecodable"),
        (b"\x00\x01\x02\x03abc" * 300, "a.txt", "binary"),
        (b"%PDF-1.7 made up", "a.txt", "document"),
        (b"<!doctype html><p>x", "a.txt", "document"),
        (PLAIN.encode()[:120] + b"\xff\xfe\x80" + PLAIN.encode()[120:], "a.txt", "undecodable"),
        (b"a,b\n1,2\n", "a.csv", "no_columns"),
        ("坐席：\n客户：\n".encode(), "a.txt", "no_words"),
        (b"ID3\x03made up", "a.mp3", "other_sound"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a.wav", "sound_unreadable"),
    ],
)
def test_what_is_no_call_is_refused_with_what_it_is_and_how_to_mend_it(
    data: bytes, name: str, defect: str
) -> None:
    refused = _refused(data, name)
    assert refused.defect == defect
    assert refused.message.zh and refused.message.en and refused.remedy.zh and refused.remedy.en


def test_five_hours_are_read_and_more_than_a_day_of_turns_is_refused() -> None:
    hours = "".join(
        f"{at * 3 // 3600:02d}:{at * 3 // 60 % 60:02d}:{at * 3 % 60:02d} {'坐席' if at % 2 == 0 else '客户'}：好的{at}\n"
        for at in range(6_000)
    )
    found = _read(hours)
    assert len(found.call.turns) == 6_000
    assert found.call.turns[-1].seconds == pytest.approx(5_999 * 3)
    many = "".join(f"{'坐席' if at % 2 == 0 else '客户'}：好{at}\n" for at in range(MOST_TURNS + 1))
    assert _refused(many.encode()).defect == "too_many_turns"


def test_a_time_in_a_sentence_is_no_mark() -> None:
    assert split_mark("我明天下午3:00还").mark is None
    assert split_mark("12:30 我明天还").rest == "我明天还"


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.csv", "a.srt", "a.json", "-"]))
def test_any_bytes_give_a_transcript_or_a_reason(data: bytes, name: str) -> None:
    found, problems = read_transcript(data, name=name)
    stopped = [one for one in problems if one.severity is not Severity.WARNING]
    assert (found is None) == bool(stopped)


@given(
    st.lists(
        st.tuples(st.sampled_from(["坐席", "客户"]), st.text("好的我还钱,。!? abc", min_size=1, max_size=12))
    )
)
def test_what_is_written_with_marks_is_read_back(said: list[tuple[str, str]]) -> None:
    kept = [(who, text.strip()) for who, text in said if text.strip()]
    found, _ = read_transcript(
        "".join(
            f"[00:{at % 60:02d}:{at % 7:02d}] {who}：{text}\n" for at, (who, text) in enumerate(kept)
        ).encode(),
        name="a.txt",
    )
    if found is not None and found.lacks(Part.ORDER) is False and not found.lacks(Part.SPEAKERS):
        assert sorted(turn.text for turn in found.call.turns) == sorted(text for _, text in kept)
