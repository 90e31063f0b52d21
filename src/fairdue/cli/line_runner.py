"""Running over a file of JSON lines: one line out for each line in, problems told and passed by.

Room: cli. Shared by ``fairdue understand`` and ``fairdue check``. Nothing is held but the line at hand and a mark
for each id, so a file may be longer than memory. Data goes to stdout, as UTF-8 whatever the terminal says.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, BinaryIO

from cyclopts import Parameter

from fairdue.cli.house import ExpectedFailure, language
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.json_lines import (
    BadLine,
    JsonLine,
    LineFault,
    LineId,
    LineIds,
    NotJsonLines,
    read_json_lines,
)

STDIN = Path("-")
LinesOrStdin = Annotated[Path, Parameter(allow_leading_hyphen=True)]
"""A file to read; ``-``, which begins like an option, is stdin."""
PROBLEMS, UNREADABLE = 1, 2
LONGEST_TEXT = 100_000
"""Characters of one utterance; an hour of talk has fewer. A longer text is a problem, never half read."""

Answer = dict[str, object]


def run_lines(file: Path, answer: Callable[[dict[str, object]], Answer], *, lang: str) -> int:
    """Answer every line of a file, or of stdin for ``-``; exit code 1 when there was a problem.

    ``answer`` takes the fields of a line and raises LineFault for what it cannot use.
    Raises ExpectedFailure when the file cannot be read at all.
    """
    ids = LineIds()
    problems = 0
    shown = "<stdin>" if file == STDIN else file.name
    with _opened(file) as stream:
        try:
            for line in read_json_lines(stream):
                told = _bad(line, lang) if isinstance(line, BadLine) else _answered(line, ids, answer, lang)
                if "problem" in told:
                    problems += 1
                    print(f"{shown}:{told['line']}: {told['problem']}", file=sys.stderr)
                _write(told, at_once=file == STDIN)
        except NotJsonLines as error:
            raise ExpectedFailure(f"{shown}: {error.what.in_language(lang)}", code=UNREADABLE) from error
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            raise _cannot_be_read(file, error) from error
    sys.stdout.buffer.flush()
    return PROBLEMS if problems else 0


def _answered(
    line: JsonLine, ids: LineIds, answer: Callable[[dict[str, object]], Answer], lang: str
) -> Answer:
    line_id: LineId | None = None
    try:
        line_id = ids.read(line.fields)
        ids.demand_new(line_id)
        return {"id": line_id} | answer(line.fields)
    except LineFault as fault:
        return _bad(BadLine(line.number, line_id, fault.what), lang)


def _bad(line: BadLine, lang: str) -> Answer:
    return {"id": line.line_id, "line": line.number, "problem": line.what.in_language(lang)}


def _write(told: Answer, *, at_once: bool) -> None:
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode("utf-8") + b"\n")
    if at_once:
        sys.stdout.buffer.flush()


def _opened(file: Path) -> AbstractContextManager[BinaryIO]:
    if file == STDIN:
        return nullcontext(sys.stdin.buffer)
    try:
        return file.open("rb")
    except (OSError, ValueError) as error:
        raise _cannot_be_read(file, error) from error


def _cannot_be_read(file: Path, error: Exception) -> ExpectedFailure:
    reason = (getattr(error, "strerror", None) or "it cannot be read").lower()
    told = Bilingual(
        f"{file.name}：无法读取（{reason}）；请检查路径和权限",
        f"{file.name}: {reason}; check the path and your rights",
    )
    return ExpectedFailure(told.in_language(language()), code=UNREADABLE)
