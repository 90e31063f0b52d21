"""``fairdue review``: findings, checklist, result code and score of whole calls, from their JSON files.

Room: cli. One call is printed as one JSON object, several as one line each in the order given; ``--annotated``
prints the call with marks for people instead. It reads no database and changes nothing. What a call contains is
personal: it is printed only when asked for with ``--annotated``, and never in a message of failure.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language
from fairdue.feedback.call import Call, Speaker, read_call
from fairdue.feedback.review import Review
from fairdue.feedback.review import review as review_call
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Severity

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of one file that are read; a call of an hour takes a hundred thousand."""

_SPEAKERS = {
    Speaker.AGENT: Bilingual("坐席", "agent"),
    Speaker.DEBTOR: Bilingual("客户", "customer"),
    Speaker.THIRD_PARTY: Bilingual("第三人", "third person"),
    Speaker.SYSTEM: Bilingual("系统", "system"),
}
_POINTS = {
    "greeting": Bilingual("问候", "greeting"),
    "agency_named": Bilingual("报出公司", "company named"),
    "principal_named": Bilingual("说明委托方", "creditor named"),
    "recording_notice": Bilingual("录音告知", "recording announced"),
    "identity_verified": Bilingual("核实身份", "identity verified"),
    "verified_before_disclosure": Bilingual("核身前未透露债务", "verified before the debt was named"),
    "amount_and_due_stated": Bilingual("说明金额与到期", "amount and due date stated"),
    "reason_asked": Bilingual("询问原因", "reason asked"),
    "willingness": Bilingual("还款意愿", "readiness to pay"),
    "three_elements_complete": Bilingual("已还三要素齐全", "day, amount and channel of the claimed payment"),
    "commitment": Bilingual("承诺", "commitment"),
    "next_contact_told": Bilingual("告知下次联系", "next contact told"),
    "courteous_close": Bilingual("礼貌结束", "courteous close"),
}


@app.command(name="review")
def review(
    *files: Annotated[Path, Parameter(allow_leading_hyphen=True)],
    annotated: Annotated[bool, Parameter(help="print the call with marks for people, not JSON")] = False,
) -> int:
    """Review whole calls: what was said that may not be said, what is missing, how it came out.

    Parameters
    ----------
    files
        JSON files of one call each; a single dash reads one call from standard input.
    """
    if not files:
        raise ExpectedFailure("name at least one file of a call, or - for standard input", code=2)
    failed = 0
    for file in files:
        try:
            call = _read(file)
        except ExpectedFailure as failure:
            # The others are still reviewed; the exit code tells that one was not.
            print(f"fairdue: {failure}", file=sys.stderr)
            failed = 1
            continue
        outcome = review_call(call)
        if annotated:
            print("\n".join(_annotated(call, outcome)))
        else:
            print(json.dumps(outcome.as_json(), ensure_ascii=False, indent=None if len(files) > 1 else 1))
    return failed


def _read(file: Path) -> Call:
    name = "-" if str(file) == "-" else file.name
    try:
        data = sys.stdin.buffer.read(LARGEST_FILE + 1) if name == "-" else _bytes_of(file)
    except OSError as error:
        raise ExpectedFailure(f"{name}: {error.strerror or 'cannot be read'}") from error
    if len(data) > LARGEST_FILE:
        raise ExpectedFailure(f"{name}: larger than {LARGEST_FILE // 1024 // 1024} MiB, which is no call")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExpectedFailure(f"{name}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    call, problems = read_call(text, source=name)
    told = [
        f"{one.file}{f':{one.file_line}' if one.file_line else ''}: {one.message.in_language(language())}"
        for one in problems
    ]
    if call is None:
        stopped = next(one for one in problems if one.severity is not Severity.WARNING)
        raise ExpectedFailure("\n  ".join([*told[:20], stopped.remedy.in_language(language())]))
    for line in told:
        print(f"fairdue: {line}", file=sys.stderr)
    return call


def _bytes_of(file: Path) -> bytes:
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)


def _annotated(call: Call, outcome: Review) -> list[str]:
    tongue = language()
    lines = []
    for turn in call.turns:
        text = turn.text.encode("utf-8", "replace").decode("utf-8").replace("\n", " ")
        lines.append(f"{turn.number:>4} {_SPEAKERS[turn.speaker].in_language(tongue)}  {text}")
        for sign, found in (("✗", outcome.findings), ("?", outcome.held)):
            for one in found:
                if one.turn == turn.number:
                    stretch = turn.text[one.starts : one.ends].encode("utf-8", "replace").decode("utf-8")
                    lines.append(f"       {sign} {one.code} {one.share:.2f}  「{stretch[:60]}」")
    lines.append("")
    for point, value in outcome.checklist.as_json().items():
        shown = "✓" if value is True else "✗" if value is False else "-" if value is None else value
        lines.append(
            f"  {shown if isinstance(shown, str) else json.dumps(shown)}  {_POINTS[point].in_language(tongue)}"
        )
    result = Bilingual("结果码", "result code").in_language(tongue)
    score = Bilingual("得分", "score").in_language(tongue)
    lines.append(f"{result} {outcome.disposition.value}  {score} {outcome.score}")
    return lines
