"""``fairdue check``: may this be said or written? JSON lines for programs, scripts and transcripts for people.

Room: cli. A file that ends in .jsonl, and stdin, are JSON lines; whatever else is a document that is judged
sentence by sentence.
"""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.check_lines import check_lines, setting_of
from fairdue.cli.check_pages import print_report, report_json
from fairdue.cli.house import ExpectedFailure, language
from fairdue.cli.line_runner import STDIN, LinesOrStdin
from fairdue.compliance.wording.spoken_context import Callee, SpokenContext, Stage
from fairdue.conversation.script_check import ScriptReport, check_script
from fairdue.conversation.script_files import LARGEST_FILE_BYTES, ScriptUnreadable, read_script
from fairdue.conversation.script_page import script_page
from fairdue.foundation.bilingual import Bilingual, Language
from fairdue.foundation.json_lines import LineFault

FOUND, UNUSABLE = 1, 2
_LINES = (".jsonl", ".ndjson")


@app.command
def check(
    file: LinesOrStdin,
    /,
    *,
    html: Path | None = None,
    json: Annotated[bool, Parameter(name="--json", negative=())] = False,
    lang: Literal["zh", "en"] | None = None,
    callee: Callee = Callee.DEBTOR,
    stage: Stage = Stage.NEGOTIATION,
    unverified: Annotated[bool, Parameter(negative=())] = False,
    facts: Path | None = None,
) -> int:
    """Judge what collectors say: a script, a transcript, or JSON lines.

    A document: exit code 0 when nothing was found, 1 when a violation or something to review was, 2 when it cannot
    be read. JSON lines: 0, 1 when a line had a problem, 2 when the file cannot be read.

    Parameters
    ----------
    file
        docx, md, txt, xlsx, csv or html; or JSON lines (.jsonl, - for stdin) with id, text and context.
    html
        Write the report of a document to this file, a page that needs nothing else.
    json
        Print the report of a document as one JSON object.
    lang
        zh or en; the language of this terminal otherwise.
    callee
        Who hears it: debtor, third_party or unknown.
    stage
        Where it is said: opening, inquiry, negotiation, closing, voicemail, sms or note.
    unverified
        It is said before the identity check; so it is to anybody but the debtor.
    facts
        A JSON file with the facts of the case, such as {"lawsuit_filed": false}.
    """
    chosen: Language = lang if lang is not None else "en" if language() == "en" else "zh"
    verified = callee is Callee.DEBTOR and not unverified
    setting = SpokenContext(callee, verified, stage, _facts(facts, chosen) if facts is not None else {})
    if file == STDIN or file.suffix.lower() in _LINES:
        if html is not None or json or setting != SpokenContext():
            told = Bilingual(
                "--html、--json、--callee、--stage、--unverified、--facts 用于文档；JSON 行的场景写在每行的 context 里",
                "--html, --json, --callee, --stage, --unverified and --facts are for documents; "
                "JSON lines say their setting in context",
            )
            raise ExpectedFailure(told.in_language(chosen), code=UNUSABLE)
        return check_lines(file, lang=chosen)
    report = _report(file, setting, chosen)
    if html is not None:
        _write_page(html, report, chosen)
    if json:
        print(json_text.dumps(report_json(report, chosen), ensure_ascii=False))
    else:
        print_report(report, chosen)
    return 0 if report.is_clear else FOUND


def _report(file: Path, setting: SpokenContext, lang: Language) -> ScriptReport:
    content = _content(file, most=LARGEST_FILE_BYTES + 1)
    try:
        passages = read_script(name=file.name, content=content)
    except ScriptUnreadable as error:
        colon = "：" if lang == "zh" else ": "
        raise ExpectedFailure(f"{file.name}{colon}{error.what.in_language(lang)}", code=UNUSABLE) from error
    # A name in another encoding than the terminal's has halves of characters, which no report can carry.
    shown = file.name.encode("utf-8", "replace").decode("utf-8")
    report = check_script(file=shown, passages=passages, setting=setting)
    if not report.judged:
        told = Bilingual(
            f"{file.name}：没有可检查的句子；检查的是坐席说的中文（客户的话和不含汉字的句子不检查）",
            f"{file.name}: no sentence to judge; what is judged is a collector's Chinese, not what customers say",
        )
        raise ExpectedFailure(told.in_language(lang), code=UNUSABLE)
    return report


def _write_page(html: Path, report: ScriptReport, lang: Language) -> None:
    try:
        html.write_text(script_page(report, language=lang), encoding="utf-8")
    except OSError as error:
        reason = (error.strerror or "it cannot be written").lower()
        raise ExpectedFailure(
            f"{html.name}: {reason}; name a file that you may write", code=UNUSABLE
        ) from error
    print(
        Bilingual(f"已写入 {html.name}", f"wrote {html.name}").in_language(lang),
        file=sys.stderr,
    )


def _content(file: Path, *, most: int) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(most)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "it cannot be read").lower()
        raise ExpectedFailure(
            f"{file.name}: {reason}; check the path and your rights", code=UNUSABLE
        ) from error


def _facts(file: Path, lang: Language) -> dict[str, str | int | bool]:
    wanted = Bilingual(
        '应为一个 JSON 对象，例如 {"lawsuit_filed": false, "ledger_amount_fen": 1285036}',
        'expected one JSON object such as {"lawsuit_filed": false, "ledger_amount_fen": 1285036}',
    )
    try:
        raw = json_text.loads(_content(file, most=LARGEST_FILE_BYTES).decode("utf-8-sig"))
        if not isinstance(raw, dict):
            raise ValueError("no object")
        return dict(setting_of({"facts": raw}).facts)
    except LineFault as fault:
        raise ExpectedFailure(f"{file.name}: {fault.what.in_language(lang)}", code=UNUSABLE) from fault
    except (ValueError, RecursionError) as error:
        raise ExpectedFailure(f"{file.name}: {wanted.in_language(lang)}", code=UNUSABLE) from error
