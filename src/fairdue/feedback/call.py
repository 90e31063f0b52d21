"""A call as it is written down: the case, when it began, and the turns of who spoke.

Room: feedback. ``read_call`` takes the JSON shape of the labelled sets (see docs/review-a-call.md) and is strict:
what is missing or of another type is told with its place, and nothing is guessed. The labels of a labelled call
are not looked at. What the turns mean is read elsewhere (``call_reading``, ``review``).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from fairdue.compliance.wording.spoken_context import FactValue
from fairdue.feedback.call_json import REMEDY, parse_json
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Problem, Severity

LONGEST_TURN = 4_000
"""Characters of a turn that are read; the rest of a longer turn is told as a warning and not judged."""
MOST_TURNS = 20_000
"""Turns of one call: five hours with a turn in every second. More is a file that was put together wrongly."""


class Speaker(StrEnum):
    """Whose turn it is, as the recording was labelled."""

    AGENT = "agent"
    DEBTOR = "debtor"
    THIRD_PARTY = "third_party"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn; ``number`` is its ``i`` in the file, by which findings name it."""

    number: int
    speaker: Speaker
    text: str = field(repr=False)
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """A whole call. ``facts`` are the facts of the case, flat: those under ``facts`` and the plain keys beside it."""

    call_id: str
    started_at: datetime
    facts: Mapping[str, FactValue] = field(repr=False)
    turns: tuple[Turn, ...] = field(repr=False)

    def fact_text(self, name: str) -> str | None:
        """A fact that is a text, or None when it is not given or something else."""
        value = self.facts.get(name)
        return value if isinstance(value, str) and value else None

    def fact_fen(self, name: str) -> int | None:
        """A fact that is an amount in fen, or None when it is not given or something else."""
        value = self.facts.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None


def read_call(text: str, *, source: str) -> tuple[Call | None, tuple[Problem, ...]]:
    """Read one call from JSON text. With a problem that is no warning there is no call."""
    raw, problems = parse_json(text, source=source)
    return (None, problems) if problems else call_from_json(raw, source=source)


def call_from_json(raw: object, *, source: str) -> tuple[Call | None, tuple[Problem, ...]]:
    """Read one call from its JSON shape, for callers that have it parsed."""
    reader = _Reader(source)
    call = reader.call(raw)
    stopped = any(problem.severity is not Severity.WARNING for problem in reader.problems)
    return (None if stopped else call), tuple(reader.problems)


def _problem(
    source: str,
    place: str | None,
    defect: str,
    message: Bilingual,
    *,
    line: int | None = None,
    severity: Severity = Severity.FILE,
) -> Problem:
    return Problem(source, line, place, defect, severity, message, REMEDY)


class _Reader:
    """Reads one call and collects what is wrong with it."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.problems: list[Problem] = []

    def wrong(self, place: str, zh: str, en: str, *, severity: Severity = Severity.FILE) -> None:
        """Note one finding at ``place``; "$" is the whole file."""
        at = ("整个文件", "the file") if place == "$" else (place, place)
        defect = "cut" if severity is Severity.WARNING else "wrong_shape"
        self.problems.append(
            _problem(
                self.source, place, defect, Bilingual(f"{at[0]}：{zh}", f"{at[1]}: {en}"), severity=severity
            )
        )

    def call(self, raw: object) -> Call | None:
        """The call, or None when its frame cannot be read."""
        if not isinstance(raw, dict):
            self.wrong(
                "$",
                "通话应是一个对象，含 started_at、case 和 turns",
                "a call is an object with started_at, case and turns",
            )
            return None
        call_id = raw.get("id", "")
        if not isinstance(call_id, str):
            self.wrong("id", "应是文字", "must be text")
            call_id = ""
        started_at = self._moment(raw.get("started_at"))
        facts = self._facts(raw.get("case"))
        turns = self._turns(raw.get("turns"))
        if started_at is None:
            return None
        return Call(call_id, started_at, facts, turns)

    def _moment(self, raw: object) -> datetime | None:
        if isinstance(raw, str):
            try:
                moment = datetime.fromisoformat(raw)
                if moment.utcoffset() is not None and 1990 <= moment.year <= 2200:
                    return moment
            except (ValueError, OverflowError):
                pass
        self.wrong(
            "started_at",
            "应是带时区的时刻，如 2026-03-11T10:20:00+08:00",
            "must be a moment with its zone, like 2026-03-11T10:20:00+08:00",
        )
        return None

    def _facts(self, raw: object) -> dict[str, FactValue]:
        if raw is None:
            return {}
        if not isinstance(raw, dict):
            self.wrong("case", "应是一个对象", "must be an object")
            return {}
        inner = raw.get("facts")
        if inner is not None and not isinstance(inner, dict):
            self.wrong("case.facts", "应是一个对象", "must be an object")
            inner = None
        facts: dict[str, FactValue] = {}
        for place, part in (("case", raw), ("case.facts", inner or {})):
            for name, value in part.items():
                if name == "facts" or value is None:
                    continue
                if isinstance(value, str | int):
                    facts[str(name)] = value
                elif str(name).endswith("_fen"):
                    self.wrong(f"{place}.{name}", "金额应是整数分", "an amount is a whole number of fen")
        for name, value in facts.items():
            if name.endswith("_fen") and (isinstance(value, bool) or not isinstance(value, int)):
                self.wrong(f"case.{name}", "金额应是整数分", "an amount is a whole number of fen")
        return facts

    def _turns(self, raw: object) -> tuple[Turn, ...]:
        if not isinstance(raw, list):
            self.wrong("turns", "应是一个列表", "must be a list")
            return ()
        if len(raw) > MOST_TURNS:
            self.wrong("turns", f"最多 {MOST_TURNS} 轮", f"a call has {MOST_TURNS} turns at most")
            return ()
        turns = [turn for at, one in enumerate(raw) if (turn := self._turn(at, one)) is not None]
        seen: set[int] = set()
        for at, turn in enumerate(turns):
            if turn.number in seen:
                self.wrong(f"turns[{at}].i", "序号重复", "the number stands there twice")
            seen.add(turn.number)
        return tuple(turns)

    def _turn(self, at: int, raw: object) -> Turn | None:
        place = f"turns[{at}]"
        if not isinstance(raw, dict):
            self.wrong(place, "应是一个对象", "must be an object")
            return None
        number, text, seconds = raw.get("i", at), raw.get("text"), raw.get("t_s")
        good = True
        if isinstance(number, bool) or not isinstance(number, int) or number < 0:
            self.wrong(f"{place}.i", "应是从 0 起的整数", "must be a whole number from 0")
            good = False
        if raw.get("speaker") not in tuple(Speaker):
            known = ", ".join(Speaker)
            self.wrong(f"{place}.speaker", f"应是 {known} 之一", f"must be one of {known}")
            good = False
        if not isinstance(text, str):
            self.wrong(f"{place}.text", "缺少文字" if text is None else "应是文字", "must be text")
            good = False
        if seconds is not None and not _is_number(seconds):
            self.wrong(f"{place}.t_s", "应是秒数", "must be a number of seconds")
            good = False
        if not good or not isinstance(text, str) or not isinstance(number, int):
            return None
        if len(text) > LONGEST_TURN:
            self.wrong(
                f"{place}.text",
                f"过长，只读前 {LONGEST_TURN} 字",
                f"too long; only the first {LONGEST_TURN} characters are read",
                severity=Severity.WARNING,
            )
        kept = float(seconds) if isinstance(seconds, int | float) else None
        return Turn(number, Speaker(raw["speaker"]), text[:LONGEST_TURN], kept)


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) < 10**9 if isinstance(value, int) else math.isfinite(value)
