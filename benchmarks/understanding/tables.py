"""Tables and a chart in Markdown, from measured figures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.language.phrasebook import phrasebook
from fairdue.understanding.intent import Intent

Row = Sequence[object]


def table(head: Sequence[str], rows: Sequence[Row], *, numbers_from: int = 1) -> str:
    """A table; the columns from ``numbers_from`` on stand to the right."""
    rule = ["---" if place < numbers_from else "---:" for place in range(len(head))]
    lines = [head, rule, *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def percent(value: object) -> str:
    """A share as a number of per cent with one decimal; a dash for what there is not."""
    return "–" if value is None else f"{100 * float(str(value)):.1f}"


def interval(value: float, count: int) -> str:
    """A share of ``count`` with its 95 % interval (Wilson 1927)."""
    if not count:
        return percent(value)
    z = 1.96
    middle = (value + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(value * (1 - value) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"{percent(value)} ({percent(max(0.0, middle - half))}–{percent(min(1.0, middle + half))})"


def plain(text: str) -> str:
    """A text that may stand in a cell."""
    for sign in "\\`*_[]<>":
        text = text.replace(sign, "\\" + sign)
    return text.replace("|", "\\|").replace("\n", " ")


def names(language: str) -> dict[str, str]:
    """What each label is called: the intents and the classes of wording."""
    says = {one.means: one.says.in_language(language) for one in phrasebook("customers").meanings}
    found = {intent.value: says.get(intent.value, "") for intent in Intent}
    return found | {one.class_id: one.name.in_language(language) for one in wording_classes()}


def reached(figures: Mapping[str, Any], name: str) -> float:
    """A figure by its name, ``safety_intents.recall`` for a share within."""
    value: Any = figures
    for part in name.split("."):
        value = value[part]
    return float(value) if value is not None else math.nan


COLOURS = ("#2563a8", "#b4541a", "#3a7d44", "#7a4b9a")
_WIDE, _HIGH, _LEFT, _TOP = 560, 220, 46, 14


def chart(lines: Mapping[str, Sequence[tuple[float, float]]], *, title: str) -> str:
    """A chart as SVG: for each named line its points of (number of lines learnt from, share)."""
    points = [point for each in lines.values() for point in each]
    most = max(x for x, _ in points)
    least = math.floor(min(y for _, y in points) * 20) / 20
    right, bottom = _LEFT + _WIDE, _TOP + _HIGH

    def at(x: float, y: float) -> tuple[float, float]:
        return round(_LEFT + _WIDE * x / most, 1), round(bottom - _HIGH * (y - least) / (1.0 - least), 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {right + 20} {bottom + 34 + 18 * len(lines)}" '
        f'font-family="sans-serif" font-size="12" role="img"><title>{title}</title>',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    ticks = 5
    for number in range(ticks + 1):
        y = least + (1.0 - least) * number / ticks
        _, down = at(0, y)
        parts.append(f'<path d="M{_LEFT} {down}H{right}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{down + 4}" text-anchor="end">{100 * y:.0f}%</text>')
        x = most * number / ticks
        across, _ = at(x, least)
        parts.append(f'<text x="{across}" y="{bottom + 16}" text-anchor="middle">{x:,.0f}</text>')
    for number, (name, each) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(f"{x},{y}" for x, y in (at(*point) for point in each))
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in (at(*point) for point in each)
        ]
        down = bottom + 36 + 18 * number
        parts.append(f'<rect x="{_LEFT}" y="{down - 9}" width="12" height="10" fill="{colour}"/>')
        parts.append(f'<text x="{_LEFT + 18}" y="{down}">{name}</text>')
    return "\n".join([*parts, "</svg>", ""])
