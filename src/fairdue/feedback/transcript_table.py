"""Transcripts as tables: CSV in any encoding and with any separator, or a sheet of a workbook.

Room: feedback. The house's own reader of tables opens the file (``intake.source``); here the columns are found by
their names, and times are read as seconds, milliseconds, hh:mm:ss or moments, whichever the column holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from statistics import median

from fairdue.feedback.transcript_line import LONGEST_CALL_SECONDS, SpokenLine, Written, moment_of, seconds_of
from fairdue.feedback.transcript_text import known_facts
from fairdue.intake.cell import Cell
from fairdue.intake.limits import HEADER_SEARCH_ROWS
from fairdue.intake.table import Table

_NAMES: dict[str, str] = {
    name: field
    for field, names in (
        (
            "mark",
            "speaker role 说话人 角色 发言人 讲话人 说话者 身份 坐席/客户 speaker_role spk voice channel 声道 通道 who 主体 party from",
        ),
        (
            "text",
            "text 内容 文本 转写 转写文本 转写内容 识别结果 识别文本 话术 对话内容 说话内容 content words utterance transcript "
            "message sentence 语句 句子 asr asr_text",
        ),
        (
            "starts",
            "start 开始时间 开始 起始时间 起始 begin begin_time start_time starttime t_s 时间 时间点 time offset start_s start_ms "
            "bg begintime 时间戳 timestamp start_sec",
        ),
        ("ends", "end 结束时间 结束 终止时间 end_time endtime end_s end_ms ed end_sec"),
        ("number", "i index 序号 编号 no no. 行号 turn seq 轮次 sentence_id id"),
        ("collector", "坐席工号 工号 催收员工号 agent_id collector collector_id"),
        ("recorded_result", "结果码 记录结果 result_code disposition"),
    )
    for name in names.split()
}
_UNITS = ("(ms)", "(毫秒)", "毫秒", "_ms", "(s)", "(秒)", "秒", "_s", "_sec")
_MILLISECONDS = ("ms", "毫秒")
_LEAST_STEP_OF_MILLISECONDS = 400.0
"""The usual step between two turns is some seconds; several hundred is a step in milliseconds."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the fields stand, by number from 0, and the header as the file writes it."""

    line: int
    places: dict[str, int]
    in_milliseconds: bool


def columns_of(table: Table) -> Columns | None:
    """The header of a transcript: the first row that names a column of words; None when no row does."""
    for count, (line, cells) in enumerate(table.rows()):
        if count >= HEADER_SEARCH_ROWS:
            break
        names = [_folded(cell) for cell in cells]
        places: dict[str, int] = {}
        for place, name in enumerate(names):
            field = _NAMES.get(name) or _NAMES.get(_without_unit(name))
            if field is not None:
                places.setdefault(field, place)
        if ("text" in places and len(places) >= 2) or (places and len(names) == 1 and "text" in places):
            starts = names[places["starts"]] if "starts" in places else ""
            return Columns(line, places, any(unit in starts for unit in _MILLISECONDS))
    return None


def read_table(table: Table, columns: Columns) -> Written:
    """Read all rows below the header that have words."""
    rows = [(line, cells) for line, cells in table.rows() if line > columns.line]
    starts = _times(rows, columns, "starts")
    ends = _times(rows, columns, "ends")
    numbers = [_whole(_cell(cells, columns, "number")) for _, cells in rows]
    lines = tuple(
        SpokenLine(
            line,
            _text(_cell(cells, columns, "mark")) or None,
            _text(_cell(cells, columns, "text")),
            starts[at],
            ends[at],
            numbers[at],
        )
        for at, (line, cells) in enumerate(rows)
    )
    facts = {
        name: value
        for name in ("collector", "recorded_result")
        if (value := next((said for _, cells in rows if (said := _text(_cell(cells, columns, name)))), ""))
    }
    said_at = next(
        (moment for _, cells in rows if (moment := _moment(_cell(cells, columns, "starts")))), None
    )
    return Written(tuple(line for line in lines if line.text), said_at, known_facts(facts))


def _folded(cell: Cell) -> str:
    return _text(cell).lower().replace("（", "(").replace("）", ")").replace(" ", "_").strip("_\ufeff")


def _without_unit(name: str) -> str:
    for unit in _UNITS:
        if name.endswith(unit) and len(name) > len(unit):
            return name.removesuffix(unit).strip("_")
    return name


def _cell(cells: Sequence[Cell], columns: Columns, field: str) -> Cell:
    place = columns.places.get(field)
    return cells[place] if place is not None and place < len(cells) else ""


def _text(cell: Cell) -> str:
    return str(cell).strip()


def _whole(cell: Cell) -> int | None:
    text = _text(cell).removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def _moment(cell: Cell) -> datetime | None:
    if isinstance(cell, datetime):
        return moment_of(cell.isoformat())
    text = _text(cell)
    return moment_of(text) if not text.replace(".", "").isdigit() else None


def _times(rows: Sequence[tuple[int, Sequence[Cell]]], columns: Columns, field: str) -> list[float | None]:
    cells = [_cell(row, columns, field) for _, row in rows]
    clocks: list[float | None] = []
    plain: list[float | None] = []
    for cell in cells:
        moment = _moment(cell)
        clock = _seconds_of_day(cell, moment)
        clocks.append(clock)
        plain.append(None if clock is not None else _number(_text(cell)))
    known = [value for value in plain if value is not None]
    steps = [abs(later - earlier) for earlier, later in pairwise(known)]
    by_steps = bool(steps) and median(steps) >= _LEAST_STEP_OF_MILLISECONDS
    unit = 0.001 if columns.in_milliseconds or by_steps else 1.0
    return [
        clock if clock is not None or value is None else _in_a_call(value * unit)
        for clock, value in zip(clocks, plain, strict=True)
    ]


def _in_a_call(seconds: float) -> float | None:
    return seconds if 0 <= seconds < LONGEST_CALL_SECONDS else None


def _seconds_of_day(cell: Cell, moment: datetime | None) -> float | None:
    if isinstance(cell, time):
        return cell.hour * 3600.0 + cell.minute * 60 + cell.second
    if moment is not None:
        return moment.timestamp()
    return None if isinstance(cell, date) else seconds_of(_text(cell))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 10**12 else None
