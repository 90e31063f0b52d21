"""The charts of the measures page, as data: drawn on screen, listed in a table beside, handed out by the API.

Every chart says its formula, its population, its period and how much it was counted from. What it shows comes of the
same report as the numbers; here are only names, order and words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from fairdue.feedback.collector_board import BOARD, BoardLine
from fairdue.feedback.measure_dictionary import MeasureId, measure_dictionary
from fairdue.feedback.measure_figures import FunnelStage
from fairdue.feedback.measure_words import shown_value, two_places
from fairdue.feedback.measures import MeasurePart
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import show_yuan
from fairdue.operations.house import House
from fairdue.operations.measuring import MeasureReport
from fairdue_desk.measured import Asked, report_of


class ChartName(StrEnum):
    """The charts there are."""

    FUNNEL = "funnel"
    BOARD = "board"
    ROLL_MATRIX = "roll_matrix"
    VINTAGE_CURRENT = "vintage_current"
    VINTAGE_EVER = "vintage_ever"
    PROMISE_CALENDAR = "promise_calendar"
    HOUR_HEAT = "hour_heat"


OVER_A_YEAR = frozenset({ChartName.ROLL_MATRIX, ChartName.VINTAGE_CURRENT, ChartName.VINTAGE_EVER})
TITLES: dict[ChartName, Bilingual] = {
    ChartName.FUNNEL: Bilingual("从委案到履约", "From placement to promise kept"),
    ChartName.BOARD: Bilingual("回收与投诉、违规并列", "Recovery beside complaints and violations"),
    ChartName.ROLL_MATRIX: Bilingual("迁徙矩阵", "Roll-rate matrix"),
    ChartName.VINTAGE_CURRENT: Bilingual("Vintage M4+（当前）", "Vintage M4+ (current)"),
    ChartName.VINTAGE_EVER: Bilingual("Vintage M4+（曾经）", "Vintage M4+ (ever)"),
    ChartName.PROMISE_CALENDAR: Bilingual("承诺日历", "Promise calendar"),
    ChartName.HOUR_HEAT: Bilingual("时段接通热力图", "Connect rate by hour"),
}
_FORMULAS: dict[ChartName, tuple[Bilingual, Bilingual]] = {
    ChartName.FUNNEL: (
        Bilingual(
            "各级案件数 ÷ 在手案件；每级只含上一级的案件",
            "cases of each stage ÷ cases in hand; each stage holds only cases of the one before",
        ),
        Bilingual("期内至少有一天在手的案件", "cases in hand on at least one day of the period"),
    ),
    ChartName.BOARD: (
        Bilingual(
            "回收率（额）、KP 率（件）、每万次有效通话投诉、违规率；不按金额排名（CN-OUT-06）",
            "recovery by amount, kept ratio by count, complaints per 10,000 effective talks, violation rate; never ranked by money (CN-OUT-06)",
        ),
        Bilingual(
            "案件归期末在管催员，通话与承诺归当时在管催员",
            "a case counts for who has it at the end, a call or promise for who had it then",
        ),
    ),
    ChartName.ROLL_MATRIX: (
        Bilingual(
            "月末 Mi 余额次月末所在 ÷ 月末 Mi 余额，逐案；各月合计",
            "where the balance of Mi was a month later ÷ balance of Mi, case by case; all months together",
        ),
        Bilingual(
            "月末在手、有余额且可知账龄的案件",
            "cases in hand at a month end with something owed and a known bucket",
        ),
    ),
    ChartName.PROMISE_CALENDAR: (
        Bilingual("每日到期的承诺数；格内为履约 ÷ 到期", "promises due on each day; in the cell, kept ÷ due"),
        Bilingual(
            "期内到期且未取消的承诺，含尚未到期者",
            "promises due in the period and not cancelled, those to come included",
        ),
    ),
    ChartName.HOUR_HEAT: (
        Bilingual(
            "接通的拨打 ÷ 拨打，按星期与钟点；不足 10 次的淡显",
            "connected dials ÷ dials, by weekday and hour; faint where fewer than 10 were dialled",
        ),
        Bilingual(
            "我方发起、期内开始且已结束的电话", "calls that the house began in the period and that have ended"
        ),
    ),
}
_STAGES: dict[FunnelStage, Bilingual] = {
    FunnelStage.PLACED: Bilingual("在手", "in hand"),
    FunnelStage.DIALLED: Bilingual("拨打", "dialled"),
    FunnelStage.CONNECTED: Bilingual("接通", "connected"),
    FunnelStage.RIGHT_PARTY: Bilingual("核实本人", "right party"),
    FunnelStage.PROMISED: Bilingual("承诺", "promised"),
    FunnelStage.KEPT: Bilingual("履约", "kept"),
}
_ENDS = {
    "settled": Bilingual("结清", "settled"),
    "gone": Bilingual("收回/退案", "returned"),
    "unknown": Bilingual("账龄不明", "unknown"),
}
_WEEKDAYS = Bilingual("周一 周二 周三 周四 周五 周六 周日", "Mon Tue Wed Thu Fri Sat Sun")
FEW_DIALS = 10
"""A rate of fewer is drawn faintly: it says little."""
PANELS = (
    MeasureId.RECOVERY_AMOUNT,
    MeasureId.KEPT_RATIO_COUNT,
    MeasureId.COMPLAINT_RATE,
    MeasureId.VIOLATION_RATE,
)

Cells = list[list[str]]
Drawn = dict[str, object]


def chart_data(house: House, name: ChartName, asked: Asked, *, language: str) -> Drawn:
    """One chart: its words, its table, and what is drawn."""
    over = asked.curves if name in OVER_A_YEAR else asked
    report = report_of(house, over)
    formula, population = _words(name)
    columns, rows, drawn, sample = _DRAWN[name](report, language)
    period = Bilingual(
        f"{over.first} 至 {over.last}，数据截至 {over.today}",
        f"{over.first} to {over.last}, as known on {over.today}",
    )
    return {
        "name": name.value,
        "title": TITLES[name].in_language(language),
        "formula": formula.in_language(language),
        "population": population.in_language(language),
        "period": period.in_language(language),
        "sample": sample.in_language(language),
        "columns": columns,
        "rows": rows,
        "drawn": drawn,
    }


def _words(name: ChartName) -> tuple[Bilingual, Bilingual]:
    if name in _FORMULAS:
        return _FORMULAS[name]
    entry = measure_dictionary()[MeasureId(name.value)]
    return entry.formula, entry.population


def _percent(part: MeasurePart) -> float | None:
    """For drawing alone: the axis of a chart is not a ledger."""
    return None if part.value is None else round(float(part.value * 100), 2)


def _share(part: MeasurePart) -> str:
    return "—" if part.value is None else f"{two_places(part.value * 100)}%"


_Drawing = tuple[list[str], Cells, Drawn, Bilingual]


def _columns(language: str, *names: tuple[str, str]) -> list[str]:
    return [Bilingual(zh, en).in_language(language) for zh, en in names]


def _funnel(report: MeasureReport, language: str) -> _Drawing:
    parts = report.figures.funnel
    names = [_STAGES[FunnelStage(part.part)].in_language(language) for part in parts]
    rows = [[name, f"{part.numerator:,}", _share(part)] for name, part in zip(names, parts, strict=True)]
    drawn: Drawn = {
        "steps": [
            {"name": name, "value": part.numerator, "share": _share(part)}
            for name, part in zip(names, parts, strict=True)
        ]
    }
    whole = parts[0].denominator
    columns = _columns(language, ("阶段", "stage"), ("案件", "cases"), ("占在手", "of those in hand"))
    return columns, rows, drawn, Bilingual(f"{whole:,} 个案件", f"{whole:,} cases")


def _board(report: MeasureReport, language: str) -> _Drawing:
    lines = in_order_of_names(report.board)
    entries = measure_dictionary()
    columns = [Bilingual("催员", "collector").in_language(language)]
    columns += [entries[one].name.in_language(language) for one in BOARD]
    rows = [
        [
            line.collector,
            *[shown_value(line.value(one), entries[one].unit).in_language(language) for one in BOARD],
        ]
        for line in lines
    ]
    panels = []
    for one in PANELS:
        values = [line.value(one) for line in lines]
        if any(value is not None for value in values):
            scale = 100 if entries[one].unit.value == "ratio" else 1
            numbers = [None if value is None else round(float(value * scale), 2) for value in values]
            panels.append(
                {
                    "name": entries[one].name.in_language(language),
                    "theme": entries[one].theme.value,
                    "values": numbers,
                    "unit": "%" if scale == 100 else "",
                    "samples": [line.figures[one].denominator for line in lines],
                }
            )
    drawn: Drawn = {"names": [line.collector for line in lines], "panels": panels}
    talks = sum(line.figures[MeasureId.COMPLAINT_RATE].denominator for line in lines)
    checked = sum(line.figures[MeasureId.VIOLATION_RATE].denominator for line in lines)
    return (
        columns,
        rows,
        drawn,
        Bilingual(
            f"{len(lines)} 名催员，{talks:,} 次有效通话，质检 {checked:,} 通",
            f"{len(lines)} collectors, {talks:,} effective talks, {checked:,} calls inspected",
        ),
    )


def in_order_of_names(board: Sequence[BoardLine]) -> list[BoardLine]:
    """The collectors as people count, 2 before 10; what nobody was in charge of is left out."""
    pieces = re.compile(r"(\d+)")

    def key(line: BoardLine) -> list[tuple[int, int, str]]:
        return [
            (int(piece.isdigit()), int(piece) if piece.isdigit() else 0, piece)
            for piece in pieces.split(line.collector)
        ]

    return sorted((line for line in board if line.collector), key=key)


def _roll_matrix(report: MeasureReport, language: str) -> _Drawing:
    starts = [f"M{number}" for number in range(8)]
    ends = [*starts, *_ENDS]
    names = [_ENDS[end].in_language(language) if end in _ENDS else end for end in ends]
    parts = {part.part: part for part in report.figures.matrix}
    cells, rows, whole = [], [], 0
    for y, start in enumerate(starts):
        row = [start]
        for x, end in enumerate(ends):
            part = parts.get(f"{start}>{end}")
            row.append("—" if part is None else _share(part))
            if part is not None:
                cells.append([x, y, _percent(part)])
                whole += part.numerator
        rows.append(row)
    columns = [Bilingual("月末账龄", "at a month end").in_language(language), *names]
    drawn: Drawn = {"starts": starts, "ends": names, "cells": cells}
    yuan = show_yuan(whole)
    return columns, rows, drawn, Bilingual(f"各月末余额合计 {yuan} 元", f"{yuan} yuan of month-end balances")


def _vintage(measure_id: MeasureId) -> Callable[[MeasureReport, str], _Drawing]:
    def drawing(report: MeasureReport, language: str) -> _Drawing:
        curves: dict[str, list[MeasurePart]] = {}
        for part in report.value(measure_id).parts:
            curves.setdefault(part.part.split("/")[0], []).append(part)
        ages = max((len(parts) for parts in curves.values()), default=0)
        rows, series, placed = [], [], 0
        for cohort, parts in sorted(curves.items()):
            parts.sort(key=lambda part: int(part.part.split("/")[1]))
            placed += parts[0].denominator
            rows.append(
                [
                    cohort,
                    show_yuan(parts[0].denominator),
                    *[_share(part) for part in parts],
                    *["—"] * (ages - len(parts)),
                ]
            )
            series.append({"name": cohort, "values": [_percent(part) for part in parts]})
        columns = _columns(language, ("委案月", "placed in"), ("委案金额（元）", "placed, yuan"))
        columns += [str(age) for age in range(ages)]
        yuan = show_yuan(placed)
        drawn: Drawn = {
            "series": series,
            "ages": ages,
            "axis": Bilingual("账龄月", "months since").in_language(language),
        }
        return columns, rows, drawn, Bilingual(f"委案合计 {yuan} 元", f"{yuan} yuan placed")

    return drawing


def _promise_calendar(report: MeasureReport, language: str) -> _Drawing:
    days = report.figures.calendar
    rows = [
        [
            day.day,
            str(day.made),
            str(day.kept),
            str(day.partly_kept),
            str(day.broken),
            str(day.open),
            show_yuan(day.promised_fen),
        ]
        for day in days
    ]
    columns = _columns(
        language,
        ("到期日", "due on"),
        ("承诺", "promises"),
        ("履约", "kept"),
        ("部分", "partly"),
        ("跳票", "broken"),
        ("未判", "open"),
        ("承诺额（元）", "promised, yuan"),
    )
    drawn: Drawn = {
        "from": str(report.span.day_from),
        "until": str(report.span.period_until),
        "days": [[day.day, day.made, day.kept, day.broken, day.open] for day in days],
        "weekdays": _WEEKDAYS.in_language(language).split(),
        "words": columns,
    }
    made = sum(day.made for day in days)
    return columns, rows, drawn, Bilingual(f"{made:,} 笔承诺", f"{made:,} promises")


def _hour_heat(report: MeasureReport, language: str) -> _Drawing:
    weekdays = _WEEKDAYS.in_language(language).split()
    parts = {part.part: part for part in report.figures.heat}
    seen = [int(part.split("/")[1]) for part in parts]
    hours = range(min(seen, default=9), max(seen, default=18) + 1)
    cells, rows = [], []
    for y, weekday in enumerate(weekdays):
        row = [weekday]
        for x, hour in enumerate(hours):
            part = parts.get(f"{y}/{hour}")
            row.append("—" if part is None else f"{_share(part)} ({part.denominator:,})")
            if part is not None:
                cells.append([x, y, _percent(part), part.denominator])
        rows.append(row)
    dials = sum(part.denominator for part in parts.values())
    columns = [Bilingual("星期", "weekday").in_language(language), *[f"{hour}:00" for hour in hours]]
    drawn: Drawn = {
        "weekdays": weekdays,
        "faint": FEW_DIALS,
        "hours": [str(hour) for hour in hours],
        "cells": cells,
        "unit": Bilingual("次拨打", "dials").in_language(language),
    }
    return columns, rows, drawn, Bilingual(f"{dials:,} 次拨打", f"{dials:,} dials")


_DRAWN: dict[ChartName, Callable[[MeasureReport, str], _Drawing]] = {
    ChartName.FUNNEL: _funnel,
    ChartName.BOARD: _board,
    ChartName.ROLL_MATRIX: _roll_matrix,
    ChartName.VINTAGE_CURRENT: _vintage(MeasureId.VINTAGE_CURRENT),
    ChartName.VINTAGE_EVER: _vintage(MeasureId.VINTAGE_EVER),
    ChartName.PROMISE_CALENDAR: _promise_calendar,
    ChartName.HOUR_HEAT: _hour_heat,
}
