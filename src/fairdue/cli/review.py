"""``fairdue review``: whole calls from files or folders, reviewed one by one, printed or written as a report.

Room: cli. One call is printed as one JSON object, several as one line each in the order given; ``--annotated``
prints the call with marks for people instead, ``--html`` writes one page over all of them. It reads no database and
changes nothing. What a call contains is personal: it is printed only when asked for, and never in a message of failure.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, cast

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language
from fairdue.cli.moments import typed_moment
from fairdue.cli.out_file import check_out, put_out
from fairdue.cli.review_files import (
    NOT_A_FILE,
    How,
    Named,
    Outcome,
    Unread,
    named_files,
    read_file,
    review_files,
)
from fairdue.feedback.call import Call
from fairdue.feedback.call_json import parse_json
from fairdue.feedback.claimed_facts import unknown_names
from fairdue.feedback.full_review import FullReview, review_fully
from fairdue.feedback.review import Review
from fairdue.feedback.review_report import write_report
from fairdue.feedback.review_report_row import FailedFile
from fairdue.feedback.review_risk import RiskLevel
from fairdue.feedback.review_words import POINT_NAMES, SPEAKER_NAMES
from fairdue.feedback.transcript_sound import Recogniser
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.problem import Problem


@app.command(name="review")
def review(
    *files: Annotated[Path, Parameter(allow_leading_hyphen=True)],
    annotated: Annotated[bool, Parameter(help="print the call with marks for people, not JSON")] = False,
    html: Annotated[Path | None, Parameter(help="write a report over all calls to this file")] = None,
    json_lines: Annotated[
        Path | None, Parameter(help="write one JSON line for each file to this file")
    ] = None,
    started_at: Annotated[
        str | None, Parameter(help="when the calls began, for files that do not say, like 2026-03-11T10:20")
    ] = None,
    case: Annotated[Path | None, Parameter(help="a JSON file with the facts of the case")] = None,
    recogniser: Annotated[
        str | None, Parameter(help="module:name of what turns recordings into turns")
    ] = None,
    workers: Annotated[
        int | None, Parameter(help="processes at the same time; all processors by default")
    ] = None,
) -> int:
    """Review whole calls: what was said that may not be said, what is missing, how it came out.

    Parameters
    ----------
    files
        Transcripts (JSON, TXT, CSV, XLSX, SRT, VTT), recordings (WAV), or folders of them; a single dash reads one
        call from standard input.
    """
    if not files:
        raise ExpectedFailure("name at least one file or folder of calls, or - for standard input", code=2)
    if annotated and (html or json_lines):
        raise ExpectedFailure("--annotated prints; take it without --html and --json-lines", code=2)
    if workers is not None and workers < 1:
        raise ExpectedFailure("--workers is a whole number from 1", code=2)
    how = How(
        None if started_at is None else typed_moment(started_at, option="--started-at"),
        None if case is None else _case_of(case),
        None if recogniser is None else _recogniser_of(recogniser),
    )
    for out in (html, json_lines):
        if out is not None:
            check_out(out)
    found = named_files(files)
    if not found:
        raise ExpectedFailure("there is no file in the folder", code=2)
    in_folder = any(path.is_dir() for path in files)
    if html is None and json_lines is None and not in_folder:
        return _print_each(found, how, annotated=annotated)
    if annotated:
        raise ExpectedFailure("--annotated takes files, not a folder", code=2)
    return _all_together(review_files(found, how, workers=workers), files, html, json_lines)


def _print_each(files: Sequence[Named], how: How, *, annotated: bool) -> int:
    failed = 0
    for file in files:
        try:
            found, problems = read_file(file, how)
        except Unread as stopped:
            # The others are still reviewed; the exit code tells that one was not.
            _tell_failure(stopped.failed)
            failed = 1
            continue
        _tell(problems)
        full = review_fully(found)
        if annotated:
            print("\n".join(_annotated(full)))
        else:
            print(json.dumps(full.as_json(), ensure_ascii=False, indent=None if len(files) > 1 else 1))
    return failed


def _all_together(
    outcomes: Iterable[Outcome], paths: Sequence[Path], html: Path | None, json_lines: Path | None
) -> int:
    rows, failed, lines = [], [], []
    for outcome in outcomes:
        if outcome.failed is not None:
            failed.append(outcome.failed)
            _tell_failure(outcome.failed)
            why = {"zh": outcome.failed.why.zh, "en": outcome.failed.why.en}
            lines.append(json.dumps({"file": outcome.name, "not_reviewed": why}, ensure_ascii=False))
        elif outcome.row is not None:
            rows.append(outcome.row)
            lines.append(json.dumps({"file": outcome.name, **outcome.shown}, ensure_ascii=False))
    if json_lines is not None:
        put_out(json_lines, "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    if html is not None:
        title = ", ".join(path.resolve().name or str(path) for path in paths)
        put_out(html, write_report(rows, failed, language=language(), title=title))
    if html is None and json_lines is None:
        print("\n".join(line for line in lines))
        return 1 if failed else 0
    urgent = sum(row.risk is not None and row.risk.level is RiskLevel.URGENT for row in rows)
    said = Bilingual(
        f"已复核 {len(rows)} 通，紧急 {urgent} 通，{len(failed)} 个文件未能复核",
        f"{len(rows)} calls reviewed, {urgent} urgent, {len(failed)} files not reviewed",
    )
    print(said.in_language(language()))
    return 1 if failed else 0


def _tell(problems: Sequence[Problem]) -> None:
    for one in problems:
        line = f":{one.file_line}" if one.file_line else ""
        print(f"fairdue: {one.file}{line}: {one.message.in_language(language())}", file=sys.stderr)


def _tell_failure(failed: FailedFile) -> None:
    why, mend = (text.in_language(language()) for text in (failed.why, failed.mend))
    print(f"fairdue: {failed.file}: {why}\n  {mend}", file=sys.stderr)


def _case_of(path: Path) -> dict[str, object]:
    try:
        if path.exists() and not path.is_file():
            raise ExpectedFailure(f"{path.name}: {NOT_A_FILE.in_language(language())}", code=2)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ExpectedFailure(f"{path.name}: {error.strerror or 'cannot be read'}", code=2) from error
    except ValueError as error:
        raise ExpectedFailure(f"{path.name}: no JSON in UTF-8", code=2) from error
    raw, problems = parse_json(text, source=path.name)
    if problems:
        _tell(problems[1:])
        line = f":{problems[0].file_line}" if problems[0].file_line else ""
        why = problems[0].message.in_language(language())
        raise ExpectedFailure(f"{path.name}{line}: {why}", code=2)
    if not isinstance(raw, dict):
        raise ExpectedFailure(f"{path.name}: the facts of the case are an object", code=2)
    unknown = unknown_names(raw)
    if unknown:
        names = ", ".join(name[:40] for name in unknown[:_MOST_NAMES])
        said = Bilingual(
            f"{len(unknown)} 个键没有含义，未采用：{names}",
            f"{len(unknown)} keys mean nothing to a review: {names}",
        )
        print(f"fairdue: {path.name}: {said.in_language(language())}", file=sys.stderr)
    return raw


_MOST_NAMES = 20


def _recogniser_of(stated: str) -> Recogniser:
    module, _, name = stated.partition(":")
    try:
        made = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise ExpectedFailure(
            "--recogniser is module:name of an object with recognise(bytes), which Python can import", code=2
        ) from error
    found = made() if isinstance(made, type) else made
    if not callable(getattr(found, "recognise", None)):
        raise ExpectedFailure("--recogniser names an object without recognise(bytes)", code=2)
    return cast("Recogniser", found)


def _annotated(full: FullReview) -> list[str]:
    tongue = language()
    call = full.transcript.call
    lines = [] if full.review is None else _turns(call, full.review)
    lines.append("")
    if full.review is not None and full.judges_the_call:
        for point, value in full.review.checklist.as_json().items():
            shown = "✓" if value is True else "✗" if value is False else "-" if value is None else value
            lines.append(
                f"  {shown if isinstance(shown, str) else json.dumps(shown)}  {POINT_NAMES[point].in_language(tongue)}"
            )
        result = Bilingual("结果码", "result code").in_language(tongue)
        score = Bilingual("得分", "score").in_language(tongue)
        lines.append(f"{result} {full.review.disposition.value}  {score} {full.review.score}")
    if full.transcript.sound is not None:
        sound = full.transcript.sound
        lines.append(
            Bilingual(
                f"时长 {sound.seconds:.0f} 秒，有人说话 {sound.speech_share:.0%}，长停顿 {len(sound.pauses)} 处",
                f"{sound.seconds:.0f} seconds, speech {sound.speech_share:.0%}, {len(sound.pauses)} long pauses",
            ).in_language(tongue)
        )
    not_judged = Bilingual("未能判断", "not judged").in_language(tongue)
    lines += [f"{not_judged}: {one.why.in_language(tongue)}" for one in full.transcript.unjudged]
    return lines


def _turns(call: Call, outcome: Review) -> list[str]:
    lines = []
    for turn in call.turns:
        text = turn.text.encode("utf-8", "replace").decode("utf-8").replace("\n", " ")
        lines.append(f"{turn.number:>4} {SPEAKER_NAMES[turn.speaker].in_language(language())}  {text}")
        for sign, found in (("✗", outcome.findings), ("?", outcome.held)):
            for one in found:
                if one.turn == turn.number:
                    stretch = turn.text[one.starts : one.ends].encode("utf-8", "replace").decode("utf-8")
                    lines.append(f"       {sign} {one.code} {one.share:.2f}  「{stretch[:60]}」")
    return lines
