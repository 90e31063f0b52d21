"""Transcripts in the shape of subtitles: SRT and WebVTT, with voice tags, marks in the words, or neither.

Room: feedback. A cue is a piece of time, not a turn: a sentence runs over several cues, and a threat cut in two is
none. Cues of one voice that follow each other without an end of a sentence and without a pause become one turn.
Format: W3C WebVTT (https://www.w3.org/TR/webvtt1/); SRT has no standard and is read as its writers write it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from fairdue.feedback.transcript_line import SpokenLine, Written, seconds_of
from fairdue.feedback.transcript_marks import folded, marks_in, split_mark
from fairdue.foundation.bilingual import Bilingual

_ARROW = re.compile(r"\s*(\d[\d:.,]*)\s*-->\s*(\d[\d:.,]*)(?:\s+.*)?")
_LIKE_ARROW = re.compile(r"\s*[^\s。！？，]{1,24}\s*-{1,2}>\s*[^\s。！？，]{1,24}(?:\s.*)?")
"""A line that stands where the times stand and holds none that can be read."""
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?[^>]*>|\{\\[^}]*\}")
_SENTENCE_ENDS = tuple("。！？!?…")
_LONGEST_PAUSE, _LONGEST_JOINED = 1.0, 400


def looks_like_subtitles(text: str) -> bool:
    """Is the text SRT or WebVTT? Both have arrows between times, on lines of their own."""
    head = text[:20_000]
    return head.lstrip("\ufeff \r\n").startswith("WEBVTT") or any(
        _ARROW.fullmatch(line) for line in head.splitlines()
    )


def is_meant_as_subtitles(text: str, name: str) -> bool:
    """Does the name say subtitles, though no time in the text can be read?"""
    return name.lower().endswith((".srt", ".vtt")) and any(
        _LIKE_ARROW.fullmatch(line) or line.strip().isdigit() for line in text[:20_000].splitlines()
    )


def read_subtitles(text: str) -> Written:
    """Read all cues with words, those too whose times cannot be read, which is told. Notes and styles are passed over."""
    lines = list(_cues(text.splitlines()))
    timeless = sum(line.starts is None for line in lines)
    told = Bilingual(
        f"{timeless} 条字幕没有可读的时间，按没有时间处理",
        f"{timeless} cues have no time that can be read; they are taken as without one",
    )
    if not any(line.mark for line in lines):
        lines = _marks_of_the_words(lines)
    return Written(tuple(_joined(lines)), rest=(told,) if timeless else ())


def _cues(raw: Sequence[str]) -> Iterator[SpokenLine]:
    place = 0
    while place < len(raw):
        match = _ARROW.fullmatch(raw[place])
        numbered = place + 1 < len(raw) and raw[place].strip().isdigit() and bool(raw[place + 1].strip())
        # A number without times below it still begins a cue; any other line stands outside of all cues.
        begins = _is_arrow(raw[place]) or (numbered and not _is_arrow(raw[place + 1]))
        if not begins:
            place += 1
            continue
        starts, ends = (
            (None, None) if match is None else (seconds_of(time.rstrip(".,")) for time in match.groups())
        )
        first = place = place + 1
        while place < len(raw) and raw[place].strip() and not _is_arrow(raw[place]):
            place += 1
        words = raw[first:place]
        if place < len(raw) and _is_arrow(raw[place]) and words and words[-1].strip().isdigit():
            words = words[:-1]  # The number of the next cue, where no blank line stands between.
        yield from _voices(words, first + 1, starts, ends)


def _is_arrow(line: str) -> bool:
    return _ARROW.fullmatch(line) is not None or _LIKE_ARROW.fullmatch(line) is not None


def _voices(
    words: Sequence[str], line: int, starts: float | None, ends: float | None
) -> Iterator[SpokenLine]:
    """The lines of one cue, one for each voice in it."""
    text = "\n".join(words)
    pieces = _VOICE.split(text)
    # The pieces stand as: words before a tag, then name and words in turn.
    for mark, said in ((None, pieces[0]), *zip(pieces[1::2], pieces[2::2], strict=True)):
        for row in [said] if mark is not None else said.split("\n"):
            plain = unescape(_TAG.sub("", row)).replace("\n", " ").strip()
            if plain:
                yield SpokenLine(line, mark.strip() if mark else None, plain, starts, ends)


def _marks_of_the_words(lines: list[SpokenLine]) -> list[SpokenLine]:
    """Where no tag names the voices, the words may: 坐席：您好."""
    found = [split_mark(line.text) for line in lines]
    marks = marks_in(found)
    kept: list[SpokenLine] = []
    for line, one in zip(lines, found, strict=True):
        if one.mark is not None and folded(one.mark) in marks:
            kept.append(replace(line, mark=one.mark, text=one.rest))
        elif kept and kept[-1].mark is not None and kept[-1].starts == line.starts:
            kept[-1] = replace(kept[-1], text=kept[-1].text + line.text)
        else:
            kept.append(line)
    return [line for line in kept if line.text]


def _joined(lines: list[SpokenLine]) -> Iterator[SpokenLine]:
    above: SpokenLine | None = None
    for line in lines:
        if above is not None and _goes_on(above, line):
            both = (
                above.text + (" " if above.text[-1].isascii() and line.text[0].isascii() else "") + line.text
            )
            above = replace(above, text=both, ends=line.ends)
            continue
        if above is not None:
            yield above
        above = line
    if above is not None:
        yield above


def _goes_on(above: SpokenLine, line: SpokenLine) -> bool:
    if above.mark is None or above.mark != line.mark or above.text.endswith(_SENTENCE_ENDS):
        return False
    if len(above.text) + len(line.text) > _LONGEST_JOINED or above.ends is None or line.starts is None:
        return False
    return 0.0 <= line.starts - above.ends <= _LONGEST_PAUSE
