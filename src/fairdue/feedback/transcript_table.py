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
from fairdue.foundation.bilingual import Bilingual
from fairdue.intake.cell import Cell
from fairdue.intake.limits import HEADER_SEARCH_ROWS
from fairdue.intake.table import CellMark, Table

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
    """Where the fields stand, by number from 0; ``more`` are further columns of the same field, ``width`` the columns
    of the header."""

    line: int
    places: dict[str, int]
    in_milliseconds: bool
    width: int = 0
    more: tuple[tuple[str, int], ...] = ()


def columns_of(table: Table) -> Columns | None:
    """The header of a transcript: the first row that names a column of words; None when no row does."""
    for count, (line, cells) in enumerate(table.rows()):
        if count >= HEADER_SEARCH_ROWS:
            break
        names = [_folded(cell) for cell in cells]
        places: dict[str, int] = {}
        more: list[tuple[str, int]] = []
        for place, name in enumerate(names):
            field = _NAMES.get(name) or _NAMES.get(_without_unit(name))
            if field is not None and places.setdefault(field, place) != place:
                more.append((field, place))
        if ("text" in places and len(places) >= 2) or (places and len(names) == 1 and "text" in places):
            starts = names[places["starts"]] if "starts" in places else ""
            width = max(place for place, name in enumerate(names, 1) if name)
            in_milliseconds = any(unit in starts for unit in _MILLISECONDS)
            return Columns(line, places, in_milliseconds, width, tuple(more))
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
    kept = tuple(line for line in lines if line.text)
    lost, rest = _unread(table, rows, columns, starts)
    return Written(kept, said_at, known_facts(facts), lost=lost, rest=rest)


def doubled_words(table: Table, columns: Columns) -> tuple[int, int] | None:
    """Two columns (from 1) that both hold words and not the same ones: nobody can know which was said; or None."""
    first = columns.places["text"]
    for field, place in columns.more:
        if field != "text":
            continue
        for line, cells in table.rows():
            other = _text(cells[place]) if line > columns.line and place < len(cells) else ""
            if other and other != _text(_cell(cells, columns, "text")):
                return first + 1, place + 1
    return None


def _unread(
    table: Table,
    rows: Sequence[tuple[int, Sequence[Cell]]],
    columns: Columns,
    starts: Sequence[float | None],
) -> tuple[tuple[Bilingual, ...], tuple[Bilingual, ...]]:
    """What of the rows is lost, and what else of them could not be read."""
    spoken = (columns.places["text"], columns.places.get("mark"))
    formulas = [
        line
        for line, _ in rows
        for place, mark in table.marks.get(line, {}).items()
        if place in spoken and mark is not CellMark.FORMULA
    ]
    beyond = [line for line, cells in rows if any(_text(cell) for cell in cells[columns.width :])]
    silent = [
        line
        for line, cells in rows
        if _text(_cell(cells, columns, "mark"))
        and not _text(_cell(cells, columns, "text"))
        and line not in formulas
    ]
    timeless = [
        line
        for (line, cells), start in zip(rows, starts, strict=True)
        if start is None and _text(_cell(cells, columns, "starts"))
    ]
    doubled = [place + 1 for field, place in columns.more if field != "text"]
    lost = (
        _lines(
            formulas,
            "是没有存下结果的公式或错误值，读不到说了什么",
            "hold a formula without a stored value, or an error: what was said there is lost",
        ),
        _lines(
            beyond,
            "比表头多出几格，多出的没有读（话里有分隔符没加引号？）",
            "have more cells than the header; those were not read (a separator in the words without quotation marks?)",
        ),
    )
    rest = (
        _lines(silent, "只有说话人，没有内容", "name a speaker and no words"),
        _lines(
            timeless,
            "的时间读不懂，按没有时间处理",
            "have a time that cannot be read; they are taken as without one",
        ),
        _lines(
            doubled,
            "与前面的列重复，没有用",
            "repeat an earlier column and were not used",
            what=("第 {} 列", "columns {}"),
        ),
    )
    return tuple(one for one in lost if one), tuple(one for one in rest if one)


_MOST_LINES = 10


def _lines(
    numbers: Sequence[int], zh: str, en: str, *, what: tuple[str, str] = ("第 {} 行", "rows {}")
) -> Bilingual | None:
    if not numbers:
        return None
    shown = ", ".join(str(number) for number in numbers[:_MOST_LINES])
    dots = " …" if len(numbers) > _MOST_LINES else ""
    return Bilingual(f"{what[0].format(shown + dots)}{zh}", f"{what[1].format(shown + dots)} {en}")


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
