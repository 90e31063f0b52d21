"""Transcripts in plain text: one line for each turn, with a mark of who spoke and perhaps a time.

Room: feedback. The marks may stand before a colon, in brackets, or with a time on a line of their own above the
words; what follows without a mark belongs to the turn above. Lines before the first turn are the file's head: the
day, the collector's id and the recorded result are read there, the rest is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.transcript_line import SpokenLine, Written, moment_of, seconds_of
from fairdue.feedback.transcript_marks import Marked, folded, marks_in, split_mark
from fairdue.foundation.bilingual import Bilingual

_MOMENT_KEYS = [
    "通话时间",
    "开始时间",
    "录音时间",
    "拨打时间",
    "外呼时间",
    "呼叫时间",
    "通话日期",
    "日期",
    "时间",
    "通话开始",
    "start",
    "started",
    "started_at",
    "start_time",
    "date",
    "call_time",
    "call_date",
    "call_started",
]
_FACT_KEYS = {
    name: fact
    for fact, names in (
        ("collector", "坐席工号 工号 催收员工号 员工号 坐席编号 agent_id collector collector_id"),
        ("recorded_result", "结果码 记录结果 催收结果 行动码 result result_code disposition"),
        ("creditor", "委托方 委托机构 债权人 creditor"),
        ("agency", "机构 催收机构 公司 受托机构 agency"),
    )
    for name in names.split()
}
_OTHER_KEYS = [
    "录音编号",
    "录音文件",
    "文件",
    "文件名",
    "通话时长",
    "时长",
    "案件编号",
    "案件号",
    "案号",
    "客户姓名",
    "姓名",
    "客户号码",
    "手机号",
    "电话",
    "号码",
    "主叫",
    "被叫号码",
    "标题",
    "主题",
    "参与人",
    "参会人",
    "语言",
    "duration",
    "file",
    "filename",
    "id",
    "case",
    "case_no",
    "call_id",
    "title",
    "participants",
    "language",
]
HEAD_KEYS = frozenset((*_MOMENT_KEYS, *_FACT_KEYS, *_OTHER_KEYS))
_MOMENT_NAMES = frozenset(_MOMENT_KEYS)
_SPLIT_CLOCK = re.compile(r"\s*(?:-->|->|→|—|–|~|至|到|(?<=\d)-(?=\d{1,2}:))\s*")


def read_text_lines(text: str) -> Written:
    """Read a transcript from text. Any text is taken; without a mark every line is a line of nobody."""
    raw = text.splitlines()
    found = [split_mark(line) for line in raw]
    marks = marks_in(
        [one for one in found if one.mark is None or _key(one.mark) not in HEAD_KEYS], but=HEAD_KEYS
    )
    said_at, facts, first = _head(raw, found, marks)
    lines: list[SpokenLine] = []
    timeless: list[int] = []
    for place in range(first, len(raw)):
        if not raw[place].strip():
            continue
        one = found[place]
        marked = one.mark is not None and folded(one.mark) in marks
        starts, ends, moment = _times(one.clock)
        said_at = said_at or moment
        if one.clock and starts is None:
            timeless.append(place + 1)
        if marked:
            lines.append(SpokenLine(place + 1, one.mark, one.rest, starts, ends))
        elif lines and lines[-1].mark is not None and one.clock is None:
            above = lines[-1]
            lines[-1] = SpokenLine(
                above.line, above.mark, _joined(above.text, raw[place].strip()), above.starts, above.ends
            )
        else:
            # The words begin behind the time; a colon in them was no mark.
            words = one.rest if one.mark is None else raw[place].strip()
            lines.append(SpokenLine(place + 1, None, words, starts, ends))
    kept = tuple(line for line in lines if line.text)
    return Written(kept, said_at, facts, rest=_timeless(timeless))


def _timeless(lines: list[int]) -> tuple[Bilingual, ...]:
    if not lines:
        return ()
    shown = ", ".join(str(line) for line in lines[:10]) + (" …" if len(lines) > 10 else "")
    return (
        Bilingual(
            f"第 {shown} 行的时间读不懂，按没有时间处理",
            f"lines {shown} have a time that cannot be read; they are taken as without one",
        ),
    )


def _key(mark: str) -> str:
    return folded(mark).replace(" ", "_")


def _joined(above: str, below: str) -> str:
    if not above:
        return below
    return f"{above} {below}" if above[-1].isascii() and below[0].isascii() else above + below


def _head(
    raw: Sequence[str], found: Sequence[Marked], marks: frozenset[str]
) -> tuple[datetime | None, dict[str, str], int]:
    """What the lines before the first turn say, and where the first turn stands."""
    first = next(
        (place for place, one in enumerate(found) if one.mark is not None and folded(one.mark) in marks), None
    )
    said_at: datetime | None = None
    facts: dict[str, str] = {}
    last_of_head = -1
    for place, one in enumerate(found[: first if first is not None else len(found)]):
        if one.mark is None or _key(one.mark) not in HEAD_KEYS:
            continue
        last_of_head = place
        key, value = _key(one.mark), one.rest
        if key in _MOMENT_NAMES:
            said_at = said_at or moment_of(f"{one.clock or ''} {value}") or moment_of(raw[place])
        elif key in _FACT_KEYS and value:
            facts.setdefault(_FACT_KEYS[key], value[:80])
    # Without any mark only the lines up to the last named one are the head.
    return said_at, known_facts(facts), first if first is not None else last_of_head + 1


def known_facts(facts: dict[str, str]) -> dict[str, str]:
    """The facts with a recorded result that is a result code, in capitals; another one is left out."""
    result = facts.get("recorded_result")
    if result is not None:
        code = re.search(r"[A-Za-z]{2,3}", result)
        if code is None or code[0].upper() not in ResultCode.__members__:
            facts.pop("recorded_result")
        else:
            facts["recorded_result"] = code[0].upper()
    return facts


def _times(clock: str | None) -> tuple[float | None, float | None, datetime | None]:
    """Where a turn begins and ends, and the moment where a day stands with it."""
    if clock is None:
        return None, None, None
    parts = _SPLIT_CLOCK.split(clock, maxsplit=1)
    moment = moment_of(parts[0])
    hours = [seconds_of(part.split()[-1] if part.split() else part) for part in parts]
    starts = hours[0] if moment is None else moment.timestamp()
    return starts, hours[1] if len(hours) > 1 else None, moment
