"""``fairdue understand``: what customers said, one JSON line out for each line in.

Room: cli. A line has ``id``, ``text`` and ``reference`` (the moment of the call, ISO with its zone), and may have
``agent_before`` (what the collector said just before) and ``speaker``. Other keys are passed over.
"""

from __future__ import annotations

from datetime import datetime

from fairdue.cli.app import app
from fairdue.cli.house import language
from fairdue.cli.line_runner import LONGEST_TEXT, Answer, LinesOrStdin, run_lines
from fairdue.foundation.json_lines import LineFault, text_field
from fairdue.understanding.customer import understand as understand_text

_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_SPEAKERS = ("debtor", "third_party")


@app.command
def understand(file: LinesOrStdin, /) -> int:
    """Read what customers said: intents, willingness and the values stated, one JSON line for each line.

    Exit code 0; 1 when a line had a problem, which is told on stderr and in its place on stdout; 2 when the file
    cannot be read.

    Parameters
    ----------
    file
        A file of JSON lines with id, text and reference; - reads stdin.
    """
    return run_lines(file, _understood, lang=language())


def _understood(fields: dict[str, object]) -> Answer:
    text = text_field(fields, "text", longest=LONGEST_TEXT)
    reference = _reference(fields)
    before = None
    if fields.get("agent_before") is not None:
        before = text_field(fields, "agent_before", longest=LONGEST_TEXT)
    if fields.get("speaker", "debtor") not in _SPEAKERS:
        raise LineFault(
            f"speaker 应为 {'、'.join(_SPEAKERS)} 之一；坐席的话用 fairdue check",
            f"speaker is one of {', '.join(_SPEAKERS)}; for what a collector says use fairdue check",
        )
    said = understand_text(text, reference=reference, agent_before=before)
    return {
        "intents": [intent.value for intent in said.intents],
        "willingness": said.willingness.value,
        "slots": said.slots.as_json(),
        "scores": {intent.value: share for intent, share in said.scores.items()},
        "triggers": [
            {
                "intent": one.intent.value,
                "starts": one.starts,
                "ends": one.ends,
                "text": text[one.starts : one.ends],
            }
            for one in said.triggers
        ],
    }


def _reference(fields: dict[str, object]) -> datetime:
    raw = fields.get("reference")
    if raw is None:
        raise LineFault(
            "缺少 reference；写通话时间，例如 2026-03-11T10:20:00+08:00",
            "reference is missing; write the moment of the call like 2026-03-11T10:20:00+08:00",
        )
    try:
        moment = datetime.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise LineFault(
            "reference 应为带时区的时间，例如 2026-03-11T10:20:00+08:00",
            "reference must be a moment with its zone like 2026-03-11T10:20:00+08:00",
        )
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise LineFault(
            f"reference 的年份应在 {_FIRST_YEAR} 至 {_LAST_YEAR} 之间",
            f"reference is between the years {_FIRST_YEAR} and {_LAST_YEAR}",
        )
    return moment
