"""JSON text of a call, parsed without losing anything silently.

Room: feedback. Python's parser keeps the last of two equal keys and takes half a character (a lone surrogate) for one;
both are told here with where they stand, for the first drops words and the second can be kept nowhere.

>>> parsed, problems = parse_json('{"turns": [{"text": "\\\\ud83d"}]}', source="a.json")
>>> problems[0].message.en
'turns[0].text: half a character (a lone surrogate); the export cut it in two'
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Problem, Severity

REMEDY = Bilingual(
    "请按 docs/review-a-call.md 的格式改正后再试", "mend it as docs/review-a-call.md shows, and try again"
)
_HALF = re.compile(r"[\ud800-\udfff]")
_MAY_BE_HALF = re.compile(r"\\u[dD][89a-fA-F]|[\ud800-\udfff]")
_MOST_PLACES = 20
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")


class _Doubled(ValueError):
    """An object names a key twice."""

    def __init__(self, key: str) -> None:
        super().__init__("a key stands twice")
        self.key = key


def parse_json(text: str, *, source: str) -> tuple[object, tuple[Problem, ...]]:
    """Parse JSON text; with a problem the value is None and worth nothing."""
    try:
        raw = json.loads(text, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        said = Bilingual(f"第 {error.colno} 列起不是 JSON", f"from column {error.colno} on it is no JSON")
        return None, (_problem(source, None, "not_json", said, line=error.lineno),)
    except _Doubled as doubled:
        name = doubled.key if _PLAIN_KEY.fullmatch(doubled.key) else "…"
        said = Bilingual(
            f"同一个对象里键“{name}”出现两次，不知道以哪个为准",
            f'one object names the key "{name}" twice; nobody can know which of the two is meant',
        )
        return None, (_problem(source, name, "doubled_key", said),)
    except (ValueError, RecursionError):
        said = Bilingual(
            "JSON 嵌套过深或数字过长", "the JSON is nested too deeply or holds a number that is too long"
        )
        return None, (_problem(source, None, "not_json", said),)
    if _MAY_BE_HALF.search(text) is not None:
        halves = tuple(
            _problem(
                source,
                place,
                "half_character",
                Bilingual(
                    f"{place}：有半个字符（残缺的代理码），是导出时截断的",
                    f"{place}: half a character (a lone surrogate); the export cut it in two",
                ),
            )
            for place in _halves(raw, "")
        )[:_MOST_PLACES]
        if halves:
            return None, halves
    return raw, ()


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _Doubled(key)
            seen.add(key)
    return made


def _halves(raw: object, place: str) -> Iterator[str]:
    """The places of texts with half a character. The depth is that of the parser, which has passed."""
    match raw:
        case str() if _HALF.search(raw):
            yield place or "$"
        case dict():
            for key, value in raw.items():
                name = key if _PLAIN_KEY.fullmatch(key) else "…"
                below = f"{place}.{name}" if place else name
                if _HALF.search(key):
                    yield below
                yield from _halves(value, below)
        case list():
            for number, value in enumerate(raw):
                yield from _halves(value, f"{place}[{number}]")
        case _:
            pass


def _problem(
    source: str, place: str | None, defect: str, message: Bilingual, *, line: int | None = None
) -> Problem:
    return Problem(source, line, place, defect, Severity.FILE, message, REMEDY)
