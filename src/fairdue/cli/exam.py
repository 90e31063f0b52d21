"""``fairdue exam paper|judge``: draw the paper of a seed, and judge an answer sheet, calls included.

Room: cli. It reads no database and changes nothing: a licence is issued on the desk alone. The paper tells no right
answer; a sheet holds the candidate's own lines, and the customers answer them when it is judged.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language
from fairdue.cli.moments import typed_moment
from fairdue.foundation.civil import CHINA
from fairdue.practice.exam import judge_exam, replay_call
from fairdue.practice.exam_paper import ExamPaper, NoSuchPaper, draw_paper, licence_exam
from fairdue.practice.exam_sheet import SheetFault, check_fits, paper_as_json, read_sheet
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.persona_reading import shipped_personas

LARGEST_SHEET = 4 * 1024 * 1024
"""Bytes of an answer sheet that are read."""

exam = App(name="exam", help="The exam for the licence: draw a paper, judge an answer sheet.")
app.command(exam)


@exam.command
def paper(*, seed: int, at: str | None = None) -> int:
    """Print the paper of a seed as JSON, without its answers.

    Parameters
    ----------
    seed
        Which paper; the same seed draws the same one.
    at
        The moment at which it is sat, like 2026-03-11T10:20; now otherwise. The cases depend on its day.
    """
    sat_at = datetime.now(CHINA).replace(microsecond=0) if at is None else typed_moment(at, option="--at")
    print(json.dumps(paper_as_json(_paper(seed), sat_at=sat_at), ensure_ascii=False, indent=1))
    return 0


@exam.command
def judge(sheet: Annotated[Path, Parameter(allow_leading_hyphen=True)]) -> int:
    """Judge an answer sheet; exit code 1 when the exam was not passed.

    Parameters
    ----------
    sheet
        A JSON file with seed, sat_at, answers and calls (docs/scorecard.md shows one); a dash for standard input.
    """
    name = "-" if str(sheet) == "-" else sheet.name
    try:
        done = read_sheet(_text(sheet, name))
        drawn = _paper(done.seed)
        check_fits(done, drawn)
    except SheetFault as fault:
        raise ExpectedFailure(f"{name}: {fault.says.in_language(language())}") from fault
    calls = [
        None if lines is None else replay_call(task, lines, as_of=done.sat_at)
        for task, lines in zip(drawn.calls, done.lines, strict=False)
    ]
    result = judge_exam(drawn, done.answers, calls, done.sat_at)
    print(json.dumps(result.as_json(), ensure_ascii=False, indent=1))
    for reason in result.reasons:
        print(f"fairdue: {reason.part}: {reason.says.in_language(language())}", file=sys.stderr)
    return 0 if result.passed else 1


def _paper(seed: int) -> ExamPaper:
    if seed < 0:
        raise ExpectedFailure("--seed must be a whole number from 0", code=2)
    questions, personas = read_curriculum().questions(), shipped_personas()
    try:
        return draw_paper(licence_exam(), questions=questions, personas=personas, seed=seed)
    except NoSuchPaper as error:
        raise ExpectedFailure(str(error)) from error


def _text(sheet: Path, name: str) -> str:
    try:
        if name == "-":
            data = sys.stdin.buffer.read(LARGEST_SHEET + 1)
        else:
            with sheet.open("rb") as opened:
                data = opened.read(LARGEST_SHEET + 1)
    except OSError as error:
        raise ExpectedFailure(f"{name}: {error.strerror or 'cannot be read'}") from error
    if len(data) > LARGEST_SHEET:
        raise ExpectedFailure(
            f"{name}: larger than {LARGEST_SHEET // 1024 // 1024} MiB, which is no answer sheet"
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExpectedFailure(f"{name}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
