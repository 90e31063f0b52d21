"""``fairdue diary``: what is due today and why, for one collector or the team, and whom to contact next.

Room: cli. No person is named, and what was said stands on the screens alone.
"""

from __future__ import annotations

import json as json_text
from datetime import datetime
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import actor, language, open_house
from fairdue.foundation.civil import CHINA
from fairdue.foundation.money import show_yuan
from fairdue.operations.cadence import TouchLine, touches
from fairdue.operations.diary import DiaryLine, DiarySum, sums_of
from fairdue.operations.diary import diary as diary_lines


@app.command
def diary(
    *,
    collector: str | None = None,
    team: bool = False,
    touch: bool = False,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """List what is due: promises, callbacks, claims, plans, matters, returns; what is late comes first.

    Parameters
    ----------
    collector
        Only this collector's cases and those nobody has.
    team
        Everybody's, grouped by whose it is, each group under its counts and sums.
    touch
        The contacts that the cadence proposes, too, each with the earliest moment that the gate would permit.
    json
        Print one JSON object a line.
    """
    house = open_house()
    now = house.now()
    lines = diary_lines(house, collector=collector, as_of=now)
    if team:
        for one in sums_of(lines):
            print(_sum_json(one) if json else _sum_text(one))
            _print([line for line in lines if line.owner == one.owner], json=json)
    else:
        _print(lines, json=json)
    if touch:
        busy = frozenset(line.case.case_id for line in lines)
        for found in touches(house, collector=collector, as_of=now, actor=actor(), leave_out=busy):
            print(_touch_json(found) if json else _touch_text(found))
    return 0


def _print(lines: list[DiaryLine], *, json: bool) -> None:
    for line in lines:
        print(_line_json(line) if json else _line_text(line))


def _line_json(line: DiaryLine) -> str:
    entry, lang = line.entry, language()
    record = {
        "record": "line",
        "case_id": entry.case_id,
        "case_no": line.case.account.case_no,
        "owner": line.owner,
        "kind": entry.kind.value,
        "due_at": entry.due_at.isoformat(),
        "urgency": entry.urgency.value,
        "late": entry.late.in_language(lang) if entry.late else None,
        "amount_fen": entry.amount_fen,
        "reference": entry.reference,
        "escalated_to": line.escalated_to.value if line.escalated_to else None,
        "reason": entry.reason.in_language(lang),
    }
    return json_text.dumps(record, ensure_ascii=False)


def _line_text(line: DiaryLine) -> str:
    entry, lang = line.entry, language()
    late = f"  {entry.late.in_language(lang)}" if entry.late else ""
    return f"{_moment(entry.due_at)}  {entry.urgency.value:8}  {line.case.account.case_no}  {entry.reason.in_language(lang)}{late}"


def _sum_json(one: DiarySum) -> str:
    record = {
        "record": "sum",
        "owner": one.owner,
        "lines": one.lines,
        "overdue": one.overdue,
        "today": one.today,
        "matters_late": one.matters_late,
        "promised_fen": one.promised_fen,
    }
    return json_text.dumps(record, ensure_ascii=False)


def _sum_text(one: DiarySum) -> str:
    if language() == "en":
        return (
            f"== {one.owner or 'nobody'}: {one.lines} lines, {one.overdue} overdue, {one.today} today, "
            f"{one.matters_late} matters late, {show_yuan(one.promised_fen)} yuan due by today"
        )
    return (
        f"== {one.owner or '无人负责'}：{one.lines} 项，已过 {one.overdue}，今天 {one.today}，"
        f"事项超期 {one.matters_late}，今日前应还 {show_yuan(one.promised_fen)} 元"
    )


def _touch_json(line: TouchLine) -> str:
    touch, lang = line.touch, language()
    record = {
        "record": "touch",
        "case_id": line.case.case_id,
        "case_no": line.case.account.case_no,
        "owner": line.case.collector or "",
        "segment": touch.segment_id,
        "channel": touch.channel,
        "due_on": touch.due_on.isoformat(),
        "lawful_at": line.lawful_at.isoformat() if line.lawful_at else None,
        "rules": [reason.code for reason in line.reasons],
        "tone": touch.tone.in_language(lang),
        "purpose": touch.purpose.in_language(lang),
    }
    return json_text.dumps(record, ensure_ascii=False)


def _touch_text(line: TouchLine) -> str:
    touch, lang = line.touch, language()
    at = _moment(line.lawful_at) if line.lawful_at else "-" * 16
    rules = f"  [{', '.join(reason.code for reason in line.reasons)}]" if line.reasons else ""
    return f"{at}  {touch.channel:8}  {line.case.account.case_no}  {touch.purpose.in_language(lang)}{rules}"


def _moment(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
