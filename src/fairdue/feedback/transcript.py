"""A call as anybody's recorder wrote it down: JSON, TXT, CSV, a workbook, SRT, VTT or a WAV, read into one ``Call``.

Room: feedback. ``read_transcript`` finds out by the content what the file is and reads what can be read; what that
leaves open (who spoke, on which day, what the case is) is told as ``Unjudged``, so that a review of it says so
instead of pretending. A file that is no call at all gives no transcript and a problem that says how to mend it.

>>> said = "坐席：您好，请问是王女士吗？\\n客户：是我。"
>>> found, told = read_transcript(said.encode(), name="20260311_1020.txt")
>>> [turn.speaker.value for turn in found.call.turns], found.call.started_at.isoformat()
(['agent', 'debtor'], '2026-03-11T10:20:00+08:00')
>>> [one.part.value for one in found.unjudged]
['facts']
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from fairdue.feedback.call import LONGEST_TURN, MOST_TURNS, Call, Speaker, Turn, call_from_json
from fairdue.feedback.call_json import parse_json
from fairdue.feedback.transcript_encoding import encoding_in, implausible_lines, is_readable
from fairdue.feedback.transcript_line import SpokenLine, Written, moment_of, stop, warn
from fairdue.feedback.transcript_order import from_zero, settle
from fairdue.feedback.transcript_shape import Part, Transcript, Unjudged
from fairdue.feedback.transcript_sheets import open_tables, read_tables
from fairdue.feedback.transcript_sound import Recogniser, Sound, hear, is_sound
from fairdue.feedback.transcript_speakers import Assigned, assign
from fairdue.feedback.transcript_subtitles import (
    is_meant_as_subtitles,
    looks_like_subtitles,
    read_subtitles,
)
from fairdue.feedback.transcript_table import columns_of
from fairdue.feedback.transcript_text import read_text_lines
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.problem import Problem, Severity

__all__ = ["Part", "Transcript", "Unjudged", "read_transcript"]

Read = tuple[Transcript | None, tuple[Problem, ...]]
NO_DAY = datetime(2000, 1, 3, 10, tzinfo=CHINA)
"""Stands where the day of a call is not known; nothing that depends on a day is judged then."""
_TOLD_AT_ONCE = (Part.SPEAKERS, Part.SPEAKERS_WORKED_OUT, Part.TURNS, Part.LOST, Part.REST)
_SOUNDS = (
    b"ID3",
    b"\xff\xfb",
    b"\xff\xf3",
    b"\xff\xf2",
    b"OggS",
    b"fLaC",
    b"#!AMR",
    b"\x1aE\xdf\xa3",
    b"caff",
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DOCUMENTS = ("%pdf", "{\\rtf", "<!doctype", "<html", "<?xml")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_MOST_CONTROLS = 0.01
_REMEDY = Bilingual(
    "请按 docs/review-a-call.md 的格式导出后再试", "export it as docs/review-a-call.md shows, and try again"
)
_CASE_UNKNOWN = Bilingual(
    "不知道案件：金额、委托方、以及能使话合法的事实都无从核对，这类话记为待定",
    "the case is not known: amounts, the creditor and facts that make words lawful cannot be compared; such words are held",
)
_DAY_UNKNOWN = Bilingual(
    "不知道通话日期：“这周五”这类日期、承诺的日子未判断",
    "the day of the call is not known: days such as this Friday, and the day of a promise, are not judged",
)


def read_transcript(
    data: bytes,
    *,
    name: str,
    started_at: datetime | None = None,
    case: Mapping[str, object] | None = None,
    recogniser: Recogniser | None = None,
) -> tuple[Transcript | None, tuple[Problem, ...]]:
    """Read one file. ``name`` is its name (the ending only helps; the content decides).

    ``started_at`` is when the call began, with its zone, for files that do not say; what the file says comes first,
    then its name. ``case`` has the shape of ``case`` in the JSON file (docs/review-a-call.md); a JSON file keeps what
    it says of the case itself, and is given what it leaves out. Without a transcript at least one problem is no warning; with one, all of them are warnings.
    Raises ValueError for a ``started_at`` without a zone, or whatever the recogniser raises.
    """
    if started_at is not None and started_at.utcoffset() is None:
        raise ValueError("started_at needs its zone, such as 2026-03-11T10:20:00+08:00")
    make = _Maker(name, started_at, case)
    if is_sound(data):
        return _of_sound(data, make, recogniser)
    if data.startswith(_SOUNDS) or data[4:8] == b"ftyp":
        if recogniser is not None:
            return make.transcript(_heard(data, recogniser))
        said = Bilingual("这是录音，格式不是 WAV", "this is a recording, and no WAV")
        mend = Bilingual(
            "请先转换，例如 ffmpeg -i 录音 -c:a pcm_s16le -ar 8000 录音.wav，或用 --recogniser 指定识别器",
            "convert it first (ffmpeg -i recording -c:a pcm_s16le -ar 8000 recording.wav), or name a --recogniser",
        )
        return None, (stop(name, "other_sound", said, mend),)
    if data.startswith(_WORKBOOKS):
        return _of_table(data, make)
    return _of_text(data, make)


class _Maker:
    """Makes the transcript of one file from what its reader found."""

    def __init__(self, name: str, started_at: datetime | None, case: Mapping[str, object] | None) -> None:
        self.name, self._started_at, self.case = name, started_at, case

    def stopped(self, defect: str, zh: str, en: str) -> Read:
        """No transcript, and why."""
        return None, (stop(self.name, defect, Bilingual(zh, en), _REMEDY),)

    def day(self, said_at: datetime | None) -> tuple[datetime, tuple[Unjudged, ...]]:
        """When the call began: as the file says, as its name says, as was handed in, or not known."""
        known = said_at or moment_of(self.name) or self._started_at
        return (known, ()) if known else (NO_DAY, (Unjudged(Part.DAYS, _DAY_UNKNOWN),))

    def transcript(self, written: Written) -> Read:
        """The transcript of written lines."""
        if not written.lines:
            return self.stopped("no_words", "文件里没有一句话", "there is not one spoken line in the file")
        if len(written.lines) > MOST_TURNS:
            return self.stopped(
                "too_many_turns", f"超过 {MOST_TURNS} 轮", f"there are more than {MOST_TURNS} turns"
            )
        lines, told, certain = settle(from_zero(written.lines), source=self.name)
        problems = [*written.problems, *told]
        if any(one.severity is not Severity.WARNING for one in told):
            return None, tuple(problems)
        found = assign(lines)
        started_at, no_day = self.day(written.said_at)
        case: dict[str, object] = {**written.facts, **(self.case or {})}
        frame = {"id": "", "started_at": started_at.isoformat(), "case": case, "turns": []}
        call, wrong = call_from_json(frame, source=self.name)
        if call is None:
            return None, (*problems, *wrong)
        turns = _turns(lines, found)
        unjudged = [*_of_speakers(found, turns), *no_day, *_of_turns(lines, found, turns)]
        unjudged += [Unjudged(Part.LOST, one) for one in written.lost]
        unjudged += [Unjudged(Part.REST, one) for one in written.rest]
        if not any(key.endswith("_fen") or key == "creditor" for key in call.facts):
            unjudged.append(Unjudged(Part.FACTS, _CASE_UNKNOWN))
        if not certain:
            said = Bilingual("说话先后不确定", "the order of the turns is not certain")
            unjudged.append(Unjudged(Part.ORDER, said))
        problems += [
            warn(self.name, one.part.value, one.why.zh, one.why.en)
            for one in unjudged
            if one.part in _TOLD_AT_ONCE
        ]
        return Transcript(replace(call, turns=turns), tuple(unjudged)), tuple(problems)


def _turns(lines: Sequence[SpokenLine], found: Assigned) -> tuple[Turn, ...]:
    return tuple(
        Turn(number, speaker, line.text[:LONGEST_TURN], line.starts)
        for number, (line, speaker) in enumerate(zip(lines, found.speakers, strict=True))
    )


def _of_speakers(found: Assigned, turns: tuple[Turn, ...]) -> list[Unjudged]:
    if not found.known:
        said = Bilingual(
            "看不出哪句是谁说的：每句都当作催收员所说来查用语；核对表、结果和得分未判断",
            "who said what cannot be told: every line is checked as if the collector had said it; "
            "checklist, result and score are not judged",
        )
        return [Unjudged(Part.SPEAKERS, said)]
    if found.worked_out and any(turn.speaker is Speaker.DEBTOR for turn in turns):
        said = Bilingual(
            "标记没有写明谁是催收员，由所说的话推断，请核对",
            "the marks do not say who collects; it was worked out from what was said, so look at it",
        )
        return [Unjudged(Part.SPEAKERS_WORKED_OUT, said)]
    return []


def _of_turns(lines: Sequence[SpokenLine], found: Assigned, turns: tuple[Turn, ...]) -> list[Unjudged]:
    """Turns that could not be read: of nobody, cut, or in letters that are neither Chinese nor Latin."""
    nobody = tuple(found.unsure)
    cut = tuple(at for at, line in enumerate(lines) if len(line.text) > LONGEST_TURN)
    strange = tuple(turn.number for turn in turns if not is_readable(turn.text))
    said = (
        (nobody, "没有写明是谁说的，未判断", "not marked with a speaker and not judged"),
        (cut, f"过长，只读前 {LONGEST_TURN} 字", f"too long; the first {LONGEST_TURN} characters are read"),
        (strange, "不是中文或英文，或识别混乱，判断不可靠", "neither Chinese nor English, or garbled"),
    )
    return [
        Unjudged(Part.TURNS, Bilingual(f"{len(at)} 轮{zh}", f"{len(at)} turns: {en}"), at)
        for at, zh, en in said
        if at
    ]


def _of_sound(data: bytes, make: _Maker, recogniser: Recogniser | None) -> Read:
    sound = hear(data, source=make.name)
    if isinstance(sound, Problem):
        return None, (sound,)
    cut = _of_length(sound)
    told = tuple(warn(make.name, one.part.value, one.why.zh, one.why.en) for one in cut)
    if recogniser is not None:
        transcript, problems = make.transcript(_heard(data, recogniser))
        if transcript is not None:
            transcript = replace(transcript, sound=sound, unjudged=(*transcript.unjudged, *cut))
        return transcript, (*problems, *told)
    started_at, no_day = make.day(None)
    said = Bilingual(
        "这是录音，没有文字：只给出时长、说话和停顿；说了什么未判断",
        "this is a recording without words: length, speech and pauses are told; what was said is not judged",
    )
    problem = warn(make.name, "no_words", said.zh, said.en)
    unjudged = (Unjudged(Part.WORDS, said), *cut, *no_day)
    return Transcript(Call("", started_at, {}, ()), unjudged, sound), (problem, *told)


def _of_length(sound: Sound) -> tuple[Unjudged, ...]:
    """That a recording is empty or cut, where it is."""
    if sound.announced_seconds is not None:
        said = Bilingual(
            f"录音被截断：应有 {sound.announced_seconds:.1f} 秒，只有 {sound.seconds:.1f} 秒",
            f"the recording is cut: of {sound.announced_seconds:.1f} seconds it holds {sound.seconds:.1f}",
        )
        return (Unjudged(Part.LOST, said),)
    if sound.seconds == 0.0:
        return (
            Unjudged(
                Part.LOST, Bilingual("录音是空的，没有声音", "the recording is empty: it holds no sound")
            ),
        )
    return ()


def _heard(data: bytes, recogniser: Recogniser) -> Written:
    return Written(
        tuple(
            SpokenLine(number, turn.mark, turn.text.strip(), turn.starts, turn.ends)
            for number, turn in enumerate(recogniser.recognise(data), start=1)
            if turn.text.strip()
        )
    )


def _of_table(data: bytes, make: _Maker) -> Read:
    source = open_tables(data, name=make.name)
    written = source if isinstance(source, Problem) else read_tables(source)
    if written is not None:
        return (None, (written,)) if isinstance(written, Problem) else make.transcript(written)
    return make.stopped(
        "no_columns",
        "表里没有“内容”一列（内容、文本、转写、text…）",
        "no column of words was found (text, content, transcript, 内容…)",
    )


def _of_text(data: bytes, make: _Maker) -> Read:
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        return make.stopped(
            "file_empty", "文件是空的", "the file is empty; expected is a transcript, best as UTF-8"
        )
    encoding = encoding_in(data)
    try:
        text = data.decode(encoding).lstrip("\ufeff")
    except UnicodeDecodeError as error:
        return make.stopped(
            "undecodable",
            f"不是文字，或已损坏：第 {error.start} 字节无法读取（试过 UTF-8、UTF-16、GB18030）",
            f"no text, or damaged: byte {error.start} is none of UTF-8, UTF-16 or GB18030; save it as UTF-8",
        )
    found, problems = _of_decoded(text, make)
    odd = implausible_lines(text, encoding=encoding)
    if found is None or not odd:
        return found, problems
    shown = ", ".join(str(line) for line in odd[:10]) + (" …" if len(odd) > 10 else "")
    said = Bilingual(
        f"第 {shown} 行像是另一种编码，读成了别的字，判断不可靠；请另存为 UTF-8",
        f"lines {shown} look like another encoding and came out as other characters; what they say is not judged "
        "reliably; save the file as UTF-8",
    )
    told = warn(make.name, Part.LOST.value, said.zh, said.en)
    return replace(found, unjudged=(*found.unjudged, Unjudged(Part.LOST, said))), (*problems, told)


def _of_decoded(text: str, make: _Maker) -> Read:
    if len(_CONTROLS.findall(text[:20_000])) > _MOST_CONTROLS * min(len(text), 20_000):
        return make.stopped("binary", "不是文字，是二进制数据", "this is no text but binary data")
    begins = text.lstrip()[:9].lower()
    if begins.startswith(_DOCUMENTS):
        return make.stopped(
            "document", "这是网页或文档，不是对话文字", "this is a web page or a document and no transcript"
        )
    head = begins[:1]
    if make.name.lower().endswith(".json") and head not in ("{", "[") and _is_json(text):
        return _of_json(text, make)  # A bare null or number is JSON, and no line of talk.
    if head in ("{", "[") and (make.name.lower().endswith(".json") or head == "{" or _is_json(text)):
        return _of_json(text, make)
    if looks_like_subtitles(text) or is_meant_as_subtitles(text, make.name):
        return make.transcript(read_subtitles(text))
    if make.name.lower().endswith((".csv", ".tsv")):
        return _of_table(text.encode(), make)
    written = read_text_lines(text)
    if any(line.mark is not None for line in written.lines):
        return make.transcript(written)
    # A table without its ending is still a table, where its header says so.
    source = open_tables(text.encode(), name=make.name)
    if not isinstance(source, Problem) and source.tables:
        columns = columns_of(source.tables[0])
        table = read_tables(source) if columns is not None and "mark" in columns.places else None
        if table is not None:
            return (None, (table,)) if isinstance(table, Problem) else make.transcript(table)
    return make.transcript(written)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _completed(raw: Mapping[str, object], make: _Maker) -> tuple[Mapping[str, object], tuple[Unjudged, ...]]:
    """The parsed JSON with the day and the facts that it leaves out and that are known otherwise."""
    no_day: tuple[Unjudged, ...] = ()
    given = raw.get("case")
    if make.case and (given is None or isinstance(given, dict)):
        raw = {**raw, "case": _both(given or {}, make.case)}
    if raw.get("started_at") is None:
        started_at, no_day = make.day(None)
        raw = {**raw, "started_at": started_at.isoformat()}
    return raw, no_day


def _both(own: Mapping[str, object], given: Mapping[str, object]) -> dict[str, object]:
    """Two cases of the JSON shape as one; what the file itself says comes first, among the facts too."""
    merged = {**given, **{name: value for name, value in own.items() if value is not None}}
    more, mine = given.get("facts"), own.get("facts")
    if isinstance(more, dict) and isinstance(mine, dict):
        merged["facts"] = {**more, **mine}
    return merged


def _of_json(text: str, make: _Maker) -> Read:
    """The JSON of this house: read strictly, then looked at for order and for what it leaves open."""
    raw, broken = parse_json(text, source=make.name)
    if broken:
        return None, broken
    no_day: tuple[Unjudged, ...] = ()
    if isinstance(raw, dict):
        raw, no_day = _completed(raw, make)
    call, problems = call_from_json(raw, source=make.name)
    if call is None:
        return None, problems
    numbered = '"i"' in text  # Without numbers of its own, the places of the list are no order to contradict.
    lines = tuple(
        SpokenLine(
            turn.number, turn.speaker.value, turn.text, turn.seconds, None, turn.number if numbered else None
        )
        for turn in call.turns
    )
    if not lines:
        no_turn = Unjudged(Part.WORDS, Bilingual("没有一轮对话", "there is no turn"))
        silent = warn(make.name, no_turn.part.value, no_turn.why.zh, no_turn.why.en)
        return Transcript(call, (no_turn, *no_day)), (*problems, silent)
    in_order, told, certain = settle(lines, source=make.name)
    if any(one.severity is not Severity.WARNING for one in told):
        return None, (*problems, *told)
    by_number = {turn.number: turn for turn in call.turns}
    turns = tuple(by_number[line.line] for line in in_order)
    if not numbered:
        turns = tuple(replace(turn, number=place) for place, turn in enumerate(turns))
    unjudged = list(no_day)
    strange = tuple(turn.number for turn in turns if not is_readable(turn.text))
    if strange:
        said = Bilingual("不是中文或英文，或识别混乱，判断不可靠", "neither Chinese nor English, or garbled")
        unjudged.append(Unjudged(Part.TURNS, said, strange))
    if not call.facts:
        unjudged.append(Unjudged(Part.FACTS, _CASE_UNKNOWN))
    if not certain:
        unjudged.append(
            Unjudged(Part.ORDER, Bilingual("说话先后不确定", "the order of the turns is not certain"))
        )
    return Transcript(replace(call, turns=turns), tuple(unjudged)), (*problems, *told)
