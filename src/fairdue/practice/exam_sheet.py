"""The answer sheet of an exam as JSON: which paper, when it was sat, what was ticked, what was said in each call.

Room: practice. It holds only what the candidate did. The customers' answers are not on it: they follow from the paper
when it is judged. A sheet that cannot be read gives a ``SheetFault`` that says the place, what was expected and what
to do; what a candidate wrote is never in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fairdue.foundation.bilingual import Bilingual
from fairdue.practice.exam_paper import ExamPaper
from fairdue.practice.persona_person import draw_person
from fairdue.practice.persona_reading import persona_named

MOST_LINES = 200
"""Lines of one call that are read; a call of practice has a dozen."""
LONGEST_LINE = 2_000
"""Characters of one line."""


class SheetFault(ValueError):
    """An answer sheet cannot be judged."""

    def __init__(self, place: str, zh: str, en: str) -> None:
        super().__init__(f"{place}: {en}")
        self.says = Bilingual(f"{place}：{zh}", f"{place}: {en}")


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What one candidate did. ``lines`` are the candidate's own lines in each call of the paper, in its order."""

    seed: int
    sat_at: datetime
    answers: Mapping[str, frozenset[str]]
    lines: tuple[tuple[str, ...] | None, ...] = field(repr=False)


def paper_as_json(paper: ExamPaper, *, sat_at: datetime) -> dict[str, object]:
    """The paper as a candidate gets it: no right option, and of each customer only what the card shows."""
    return {
        "exam": paper.exam_id,
        "version": paper.version,
        "seed": paper.seed,
        "sat_at": sat_at.isoformat(),
        "questions": [
            {
                "id": one.id,
                "stem": _both(one.stem),
                "several": len(one.right) > 1,
                "options": [{"id": option.id, "text": _both(option.text)} for option in one.options],
            }
            for one in paper.questions
        ],
        "calls": [
            {
                "call": number,
                "card": draw_person(persona_named(one.persona_id), seed=one.seed, as_of=sat_at).case.flat(),
            }
            for number, one in enumerate(paper.calls, 1)
        ],
    }


def _both(text: Bilingual) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def read_sheet(text: str) -> AnswerSheet:
    """Read a sheet from JSON text. Raises SheetFault."""
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}"
        raise SheetFault(place, "不是 JSON，请检查引号和逗号", "no JSON; check quotes and commas") from error
    except (ValueError, RecursionError) as error:
        raise SheetFault("$", "JSON 嵌套过深或数字过长", "nested too deeply, or a number too long") from error
    known = ("seed", "sat_at", "answers", "calls")
    if not isinstance(raw, dict) or set(raw) != set(known):
        raise SheetFault("$", f"应有且只有：{'、'.join(known)}", f"must have exactly {', '.join(known)}")
    seed = raw["seed"]
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise SheetFault(
            "seed", "应是试卷的编号，从 0 起的整数", "must be the seed of the paper, a whole number from 0"
        )
    return AnswerSheet(seed, _moment(raw["sat_at"]), _answers(raw["answers"]), _calls(raw["calls"]))


def _moment(raw: object) -> datetime:
    if isinstance(raw, str):
        try:
            moment = datetime.fromisoformat(raw)
        except ValueError:
            moment = None
        if moment is not None and moment.utcoffset() is not None and 1990 <= moment.year <= 2200:
            return moment
    raise SheetFault(
        "sat_at",
        "应是试卷上带时区的时刻，如 2026-03-11T10:20:00+08:00",
        "must be the moment of the paper with its zone, like 2026-03-11T10:20:00+08:00",
    )


def _answers(raw: object) -> dict[str, frozenset[str]]:
    if not isinstance(raw, dict):
        raise SheetFault(
            "answers", "应是一个对象：题号对应所选", "must be an object of question ids with what was ticked"
        )
    found = {}
    for name, ticked in raw.items():
        if not isinstance(ticked, list) or not all(isinstance(one, str) for one in ticked):
            raise SheetFault(
                f"answers.{name}", '应是选项编号的列表，如 ["a"]', 'must be a list of option ids, like ["a"]'
            )
        found[str(name)] = frozenset(ticked)
    return found


def _calls(raw: object) -> tuple[tuple[str, ...] | None, ...]:
    if not isinstance(raw, list):
        raise SheetFault("calls", "应是一个列表，每通电话一项", "must be a list with one entry for each call")
    return tuple(_call(one, f"calls[{at}]") for at, one in enumerate(raw))


def _call(raw: object, place: str) -> tuple[str, ...] | None:
    if raw is None:
        return None
    if not isinstance(raw, list) or not all(isinstance(one, str) for one in raw):
        raise SheetFault(
            place,
            "应是自己说的话的列表，没有打的写 null",
            "must be a list of your own lines, or null where it was not held",
        )
    if len(raw) > MOST_LINES or any(len(one) > LONGEST_LINE for one in raw):
        raise SheetFault(
            place,
            f"最多 {MOST_LINES} 句，每句最多 {LONGEST_LINE} 字",
            f"at most {MOST_LINES} lines of {LONGEST_LINE} characters",
        )
    return tuple(raw)


def check_fits(sheet: AnswerSheet, paper: ExamPaper) -> None:
    """Is the sheet one of this paper? Raises SheetFault for an unknown question, option, or a call too many."""
    asked = {one.id: one for one in paper.questions}
    for name, ticked in sheet.answers.items():
        if name not in asked:
            raise SheetFault(f"answers.{name}", "这份试卷没有这道题", "this paper has no such question")
        strange = sorted(ticked - {option.id for option in asked[name].options})
        if strange:
            known: Sequence[str] = [option.id for option in asked[name].options]
            raise SheetFault(
                f"answers.{name}",
                f"没有这个选项；可选：{'、'.join(known)}",
                f"no such option; open are {', '.join(known)}",
            )
    if len(sheet.lines) > len(paper.calls):
        raise SheetFault(
            "calls", f"试卷只有{len(paper.calls)}通电话", f"the paper has {len(paper.calls)} calls only"
        )
