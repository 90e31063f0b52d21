"""Whole calls with their labels: what was found in them, the checklist, the result code.

Room: learning. Nothing is learnt from a call: calls are measured. The review that is measured was written with the
calls of ``corpus/calls`` in view, so that only ``held_out/calls`` tells how it does on calls it has not met.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.call import Call, call_from_json
from fairdue.foundation.problem import Severity
from fairdue.learning.corpus import CODES, HELD_OUT, CorpusError

CHECKLIST = (
    "greeting",
    "agency_named",
    "principal_named",
    "recording_notice",
    "identity_verified",
    "verified_before_disclosure",
    "amount_and_due_stated",
    "reason_asked",
    "willingness",
    "three_elements_complete",
    "commitment",
    "next_contact_told",
    "courteous_close",
)
"""The points of the checklist, as labels name them."""

Found = tuple[int, str]
"""A finding: the number of the turn and the class of wording."""


@dataclass(frozen=True, slots=True)
class LabelledCall:
    """One call and its labels. ``also_findings`` are acceptable findings that need not be made."""

    id: str
    voice: str
    call: Call
    findings: frozenset[Found]
    also_findings: frozenset[Found]
    checklist: Mapping[str, object]
    disposition: ResultCode


def labelled_calls(corpus: Path) -> list[LabelledCall]:
    """Every call of ``calls/<voice>/`` in a fixed order. Raises CorpusError."""
    files = sorted((corpus / "calls").glob("*/*.json"))
    if not files:
        raise CorpusError("calls/ holds no call; point --corpus at the folder corpus of Fairdue")
    return [_read(file, file.parent.name) for file in files]


def held_out_calls(corpus: Path) -> list[LabelledCall]:
    """Every call of ``held_out/calls/`` in a fixed order; their voice is ``held_out``. Raises CorpusError."""
    files = sorted((corpus / HELD_OUT / "calls").glob("*.json"))
    if not files:
        raise CorpusError("held_out/calls/ holds no call; point --corpus at the folder corpus of Fairdue")
    return [_read(file, HELD_OUT) for file in files]


def _read(file: Path, voice: str) -> LabelledCall:
    where = f"{file.parent.name}/{file.name}"
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise CorpusError(f"{where}: this is not a JSON object in UTF-8 ({error})") from error
    call, problems = call_from_json(raw, source=where)
    if call is None:
        stopped = next(one for one in problems if one.severity is not Severity.WARNING)
        raise CorpusError(f"{where}: {stopped.message.en}")
    try:
        return _labelled(raw["labels"], call, voice, file.stem)
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        what = f"the key {error} is missing" if isinstance(error, KeyError) else str(error)
        raise CorpusError(f"{where}: labels: {what}; see the shapes in corpus/README.md") from error


def _labelled(labels: dict[str, Any], call: Call, voice: str, name: str) -> LabelledCall:
    turns = {turn.number for turn in call.turns}
    checklist = {point: labels["checklist"][point] for point in CHECKLIST if point in labels["checklist"]}
    unknown = sorted(set(labels["checklist"]) - set(CHECKLIST))
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is no point of the checklist")
    findings, also = (_findings(labels.get(key) or [], turns) for key in ("findings", "findings_optional"))
    return LabelledCall(
        id=f"{voice}/{name}",
        voice=voice,
        call=call,
        findings=findings,
        also_findings=also,
        checklist=checklist,
        disposition=ResultCode(labels["disposition"]),
    )


def _findings(raw: list[dict[str, Any]], turns: set[int]) -> frozenset[Found]:
    found = frozenset((one["turn"], one["code"]) for one in raw)
    for turn, code in sorted(found):
        if code not in CODES:
            raise ValueError(f"{code} is no class of wording; they are C01 to C25")
        if turn not in turns:
            raise ValueError(f"a finding stands at turn {turn}, which the call does not have")
    return found
