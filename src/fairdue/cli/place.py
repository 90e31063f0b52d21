"""``fairdue place FILE…``: placement, update and payment files, recognised by their headers.

Room: cli.
"""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.feedback.acknowledgement import write_acknowledgement
from fairdue.feedback.payment_queue import QUEUE_NAMES, REMEDIES
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import show_yuan
from fairdue.foundation.problem import Problem
from fairdue.intake.layouts import FileKind
from fairdue.operations.acknowledge import acknowledgement_of
from fairdue.operations.place import place_file
from fairdue.operations.place_report import PlaceReport, json_parts

UNUSABLE = 2
SHOWN = 50


@app.command
def place(
    *files: Path,
    json: Annotated[bool, Parameter(name="--json")] = False,
    dry_run: bool = False,
    creditor: str | None = None,
    acknowledgement: Path | None = None,
) -> int:
    """Read creditors' files and store what they bring, each file whole or not at all.

    Parameters
    ----------
    files
        Placement, update or payment files: CSV in any Chinese encoding, XLSX or XLS.
    json
        Print one JSON object for each file, one a line.
    dry_run
        Store nothing; show what would change against what is there.
    creditor
        The creditor, where the files do not name one.
    acknowledgement
        Write the acknowledgement (接收确认) for the creditor to this XLSX file; for one file at a time.
    """
    if not files:
        raise ExpectedFailure("name at least one file: fairdue place FILE…", code=UNUSABLE)
    if acknowledgement is not None and len(files) != 1:
        raise ExpectedFailure("an acknowledgement is for one file; place the files one by one", code=UNUSABLE)
    contents = [(path, _content(path)) for path in files]
    house = open_house()
    # A large file makes millions of short-lived records and no cycles; looking for cycles among them costs
    # an eighth of the time.
    gc.freeze()
    gc.set_threshold(200_000, 50, 1_000)
    code = 0
    for path, content in contents:
        report = place_file(
            house,
            name=path.name,
            content=content,
            as_of=house.now(),
            actor=actor(),
            creditor=creditor,
            dry_run=dry_run,
            keep_accepted=json,
        )
        if json:
            for part in json_parts(report, language=language()):
                sys.stdout.write(part)
            sys.stdout.write("\n")
        _tell(report)
        if acknowledgement is not None and not report.unusable:
            as_of_on = house.now().date()
            acknowledgement.write_bytes(write_acknowledgement(acknowledgement_of(report, as_of_on=as_of_on)))
        # A file of which no line could be taken is as unusable as one that could not be read.
        useless = report.unusable or (report.rejected and not report.taken_count)
        code = max(code, UNUSABLE if useless else 0)
    return code


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "it cannot be read").lower()
        raise ExpectedFailure(
            f"{path.name}: {reason}; check the path and your rights", code=UNUSABLE
        ) from error


def _tell(report: PlaceReport) -> None:
    """Say on stderr what became of the file."""
    for problem in report.file_problems:
        _tell_problem(problem)
    rejected = [row.problems[0] for row in report.rejected]
    for problem in [*rejected[:SHOWN], *report.warned[:SHOWN]]:
        _tell_problem(problem)
    hidden = max(0, len(rejected) - SHOWN) + max(0, len(report.warned) - SHOWN)
    if hidden:
        _say(f"… 另有 {hidden} 条,加 --json 查看全部", f"… {hidden} more; add --json to see all")
    if report.unusable:
        _say(f"{report.file}: 未导入任何内容", f"{report.file}: nothing was stored")
        return
    trial = "(试运行,未保存)" if report.dry_run else ""
    trial_en = " (dry run, nothing stored)" if report.dry_run else ""
    zh, en = _summary(report)
    _say(f"{report.file}{trial}: {zh}", f"{report.file}{trial_en}: {en}")
    for restated in report.restated[:SHOWN]:
        print(f"  ~ {restated.case_no}: {', '.join(restated.changed)}", file=sys.stderr)
    if report.already_posted:
        _say(
            f"  = {report.already_posted} 笔此前已入账,不再入账;净额含这些",
            f"  = {report.already_posted} were booked before and are not booked again; the net includes them",
        )
    for queue, serial_nos in report.queued.items():
        named = ", ".join(serial_nos[:SHOWN]) + (" …" if len(serial_nos) > SHOWN else "")
        name, remedy = QUEUE_NAMES[queue], REMEDIES[queue]
        _say(
            f"  ? {name.zh} {len(serial_nos)} 笔: {named}: {remedy.zh}",
            f"  ? {name.en}, {len(serial_nos)}: {named}: {remedy.en}",
        )


def _summary(report: PlaceReport) -> tuple[str, str]:
    rejected = len(report.rejected)
    if report.kind is FileKind.PLACEMENT:
        total = show_yuan(report.total_fen)
        return (
            f"接收 {report.taken_count} 件({total} 元):新案 {report.new},不变 {report.unchanged},"
            f"更正 {len(report.restated)};拒收 {rejected},提醒 {len(report.warned)}",
            f"{report.taken_count} taken ({total} yuan): {report.new} new, {report.unchanged} unchanged, "
            f"{len(report.restated)} restated; {rejected} rejected, {len(report.warned)} warnings",
        )
    if report.kind is FileKind.UPDATE:
        recalled = len(report.recalled)
        return (
            f"更新 {report.updated},收回 {recalled},其中不变 {report.unchanged};拒收 {rejected}",
            f"{report.updated} updated, {recalled} recalled, of these {report.unchanged} unchanged; "
            f"{rejected} rejected",
        )
    net = show_yuan(report.net_total_fen)
    return (
        f"入账 {report.posted} 笔,冲正 {len(report.reversals)},重复 {len(report.duplicates_ignored)},"
        f"未匹配 {len(report.unmatched)},净额 {net} 元;拒收 {rejected}",
        f"{report.posted} posted, {len(report.reversals)} reversed, {len(report.duplicates_ignored)} duplicate, "
        f"{len(report.unmatched)} unmatched, net {net} yuan; {rejected} rejected",
    )


def _tell_problem(problem: Problem) -> None:
    where = problem.file if problem.file_line is None else f"{problem.file}:{problem.file_line}"
    lang = language()
    message, remedy = problem.message.in_language(lang), problem.remedy.in_language(lang)
    print(f"{where}: {problem.defect}: {message}; {remedy}", file=sys.stderr)


def _say(zh: str, en: str) -> None:
    print(Bilingual(zh, en).in_language(language()), file=sys.stderr)
