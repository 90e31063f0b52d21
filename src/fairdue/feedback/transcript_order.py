"""The turns in the order in which they were said: times that go backwards, numbers, and lines that stand twice.

Room: feedback. A recorder with two channels often writes one channel after the other: such lines are put in order by
their times and that is told. A short step back is two people speaking at once, and the order of the file stands.
Where the file's own numbers say one order and its times another, nobody can know, and the file is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from fairdue.feedback.transcript_line import SpokenLine, stop, warn
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Problem

OVERLAP_SECONDS = 3.0
"""So far back a turn may begin before the one above it without being out of order: people interrupt."""
_MOST_CONTRADICTIONS = 0.1
_SHORT = 6
_LATEST_BEGINNING = 6 * 3600.0
_MOST_REPEATED = 0.3
Settled = tuple[tuple[SpokenLine, ...], tuple[Problem, ...], bool]


def settle(lines: Sequence[SpokenLine], *, source: str) -> Settled:
    """The lines in order and each once, what is to be told, and whether the order is certain.

    A problem that is no warning means that there is no order to be found.
    """
    problems: list[Problem] = []
    if len({line.starts for line in lines}) == 1:  # One time for all lines is none.
        lines = [replace(line, starts=None, ends=None) for line in lines]
    kept = _each_once(lines, source, problems)
    kept, certain = _by_number(kept, source, problems)
    kept, by_time = _by_time(kept, source, problems)
    return tuple(kept), tuple(problems), certain and by_time


def _each_once(lines: Sequence[SpokenLine], source: str, problems: list[Problem]) -> list[SpokenLine]:
    """Drop what stands twice: the same words by the same voice at the same time, or a whole file written twice."""
    half = len(lines) // 2
    if half >= 2 and len(lines) % 2 == 0 and all(_same(lines[at], lines[at + half]) for at in range(half)):
        problems.append(
            warn(
                source,
                "written_twice",
                "同一通对话在文件里写了两遍，只读第一遍",
                "the file holds the same talk twice; the first is read",
                line=lines[half].line,
            )
        )
        return list(lines[:half])
    seen: set[tuple[str | None, str, float | int]] = set()
    kept: list[SpokenLine] = []
    dropped: list[int] = []
    for line in lines:
        when = line.starts if line.starts is not None else None
        if when is not None:
            key = (line.mark, line.text, when)
            if key in seen:
                dropped.append(line.line)
                continue
            seen.add(key)
        kept.append(line)
    kept, again = _without_echo(kept)
    dropped += again
    if dropped:
        problems.append(
            warn(
                source,
                "turns_twice",
                f"有 {len(dropped)} 行与别的行完全重复，未再读",
                f"{len(dropped)} lines stand twice; each is read once",
                line=min(dropped),
            )
        )
    return kept


def _same(one: SpokenLine, other: SpokenLine) -> bool:
    return (one.mark, one.text, one.starts) == (other.mark, other.text, other.starts)


def _without_echo(lines: list[SpokenLine]) -> tuple[list[SpokenLine], list[int]]:
    """Without times, a line after its like is dropped only where the file does it all the time: people repeat too."""
    echoes = [
        place
        for place in range(1, len(lines))
        if lines[place].starts is None
        and len(lines[place].text) >= _SHORT
        and (lines[place].mark, lines[place].text) == (lines[place - 1].mark, lines[place - 1].text)
    ]
    if len(echoes) < _MOST_REPEATED * len(lines):
        return lines, []
    at = set(echoes)
    return [line for place, line in enumerate(lines) if place not in at], [
        lines[place].line for place in echoes
    ]


def _by_number(
    lines: list[SpokenLine], source: str, problems: list[Problem]
) -> tuple[list[SpokenLine], bool]:
    if len(lines) < 2 or any(line.number is None for line in lines):
        return lines, True
    numbers = [line.number or 0 for line in lines]
    if len(set(numbers)) != len(numbers):
        problems.append(
            warn(
                source,
                "numbers_twice",
                "有的序号出现两次，按文件里的先后读",
                "some numbers stand twice; the order of the file is taken",
            )
        )
        return [replace(line, number=None) for line in lines], False
    if numbers == sorted(numbers):
        return lines, True
    problems.append(
        warn(
            source,
            "sorted_by_number",
            "行的先后与序号不符，已按序号排好",
            "the lines were not in the order of their numbers and were sorted by them",
        )
    )
    return sorted(lines, key=lambda line: line.number or 0), True


def _by_time(lines: list[SpokenLine], source: str, problems: list[Problem]) -> tuple[list[SpokenLine], bool]:
    timed = [line for line in lines if line.starts is not None]
    back = [
        later.line
        for earlier, later in pairwise(timed)
        if (later.starts or 0.0) < (earlier.starts or 0.0) - OVERLAP_SECONDS
    ]
    if not back:
        return lines, True
    if all(line.number is not None for line in lines):
        return lines, _contradiction(len(back), len(timed), source, problems, back[0])
    if len(timed) < len(lines):
        problems.append(
            warn(
                source,
                "times_go_back",
                f"有 {len(back)} 处时间倒退，又有行没有时间，无法排序，按文件里的先后读",
                f"times go backwards in {len(back)} places and some lines have none; the order of the file is taken",
                line=back[0],
            )
        )
        return lines, False
    problems.append(
        warn(
            source,
            "sorted_by_time",
            f"有 {len(back)} 处时间倒退，已按时间排好",
            f"times go backwards in {len(back)} places; the lines were sorted by time",
            line=back[0],
        )
    )
    return sorted(lines, key=lambda line: line.starts or 0.0), True


def _contradiction(back: int, timed: int, source: str, problems: list[Problem], line: int) -> bool:
    if back > max(1, _MOST_CONTRADICTIONS * timed):
        problems.append(
            stop(
                source,
                "order_contradicts",
                Bilingual(
                    f"序号与时间互相矛盾（{back} 处），无法知道谁先说谁后说",
                    f"numbers and times contradict each other in {back} places; nobody can tell who spoke first",
                ),
                Bilingual(
                    "请重新导出，或删去错误的一列", "export it again, or take out the one that is wrong"
                ),
                line=line,
            )
        )
        return False
    problems.append(
        warn(
            source,
            "times_go_back",
            f"有 {back} 处时间与序号不符，按序号读",
            f"in {back} places the times do not fit the numbers; the numbers are followed",
            line=line,
        )
    )
    return False


def from_zero(lines: Sequence[SpokenLine]) -> tuple[SpokenLine, ...]:
    """Times of day made times into the call."""
    first = min((line.starts for line in lines if line.starts is not None), default=0.0)
    if first < _LATEST_BEGINNING:
        return tuple(lines)
    return tuple(
        replace(
            line,
            starts=None if line.starts is None else line.starts - first,
            ends=None if line.ends is None or line.ends < first else line.ends - first,
        )
        for line in lines
    )
