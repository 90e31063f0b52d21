"""``fairdue return`` and ``fairdue keep``: giving cases back to their creditor, and asking to keep one.

Room: cli.
"""

from __future__ import annotations

import json as json_text
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from fairdue.casefile.case_return import KeepGround, ReturnReason
from fairdue.cli.app import app
from fairdue.cli.feedback import hand_out
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.cli.out_file import check_out
from fairdue.feedback.feedback_template import TemplateFault
from fairdue.feedback.returning import NotReturned, say_matters
from fairdue.feedback.words import RETURN_WORDS
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import DateUnreadable, civil_date, read_date
from fairdue.foundation.reason import Reason
from fairdue.operations.feed_back import feedback_file
from fairdue.operations.feedback_files import NothingToTell, TotalsDoNotTie
from fairdue.operations.returning import ReturnLine, answer_keep, ask_to_keep, cases_to_return, return_many

SOME_STAY = 3


@app.command(name="return")
def return_cases(
    creditor: str,
    *cases: str,
    reason: ReturnReason,
    list_file: Annotated[Path | None, Parameter(name="--list")] = None,
    out: Path | None = None,
    template: str = "example_return",
    dry_run: bool = False,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Give cases back to their creditor (退案), each with its closing summary and what is still open.

    Parameters
    ----------
    creditor
        The creditor, as its placement file names it.
    cases
        Case numbers; without them the cases that the reason is about are found (expired, recalled, settled).
    reason
        Why they go back.
    list_file
        A text file with one case number a line, as the creditor sent it.
    out
        Write the return file here.
    template
        The template of the return file.
    dry_run
        Only say what would go back and what would stay.
    json
        Print one JSON object a line.
    """
    if out is not None and not dry_run:
        check_out(out)  # before cases go back and a permit is spent
    house = open_house()
    numbers = [*cases, *_listed(list_file)]
    if not numbers and reason in (ReturnReason.ON_LIST, ReturnReason.GIVEN_BACK):
        raise ExpectedFailure(
            f"name the cases, or the creditor's list with --list: {reason.value} finds none", code=2
        )
    now = house.now()
    wanted, unknown = cases_to_return(
        house, creditor=creditor, reason=reason, on=civil_date(now), case_nos=numbers
    )
    lines = return_many(house, case_ids=wanted, reason=reason, as_of=now, actor=actor(), dry_run=dry_run)
    for line in lines:
        _print_line(line, json=json)
    for number in unknown:
        _print_unknown(number, json=json)
    stays = len(unknown) + sum(line.returned is None for line in lines)
    went = len(lines) + len(unknown) - stays
    summary = Bilingual(f"退案 {went} 件，留下 {stays} 件", f"{went} returned, {stays} stay")
    print(summary.in_language(language()), file=sys.stderr)
    if out is not None and not dry_run:
        try:
            answer = feedback_file(
                house, creditor=creditor, as_of=house.now(), actor=actor(), template=template
            )
        except (NothingToTell, TemplateFault) as error:
            raise ExpectedFailure(str(error), code=2) from error
        except TotalsDoNotTie as error:
            raise ExpectedFailure(str(error)) from error
        code = hand_out(answer, out, creditor=creditor)
        if code:
            return code
    return SOME_STAY if stays else 0


@app.command
def keep(
    case: str,
    *,
    until: str | None = None,
    ground: KeepGround = KeepGround.NEGOTIATION,
    answer: bool | None = None,
    creditor: str | None = None,
) -> int:
    """Ask the creditor to leave a case here past its term (留案), or record its answer.

    Parameters
    ----------
    case
        The case number or id.
    until
        Until when, like 2026-06-30; asks for it.
    ground
        Why.
    answer
        The creditor's answer to the request: --answer or --no-answer.
    creditor
        Whose case, where several creditors use the number.
    """
    house = open_house()
    case_id = house.book.resolve(case, creditor=creditor)
    now = house.now()
    if answer is not None:
        told = answer_keep(house, case_id=case_id, granted=answer, as_of=now, actor=actor())
    elif until is not None:
        try:
            until_on = read_date(until)
        except DateUnreadable as error:
            raise ExpectedFailure(f"--until: {error}; write it like 2026-06-30", code=2) from error
        told_ask = ask_to_keep(
            house, case_id=case_id, ground=ground, until_on=until_on, as_of=now, actor=actor()
        )
        if isinstance(told_ask, NotReturned):
            return _print_reasons(told_ask.reasons)
        return 0
    else:
        raise ExpectedFailure(
            "say until when with --until, or what the creditor answered with --answer", code=2
        )
    return _print_reasons(told.reasons) if isinstance(told, NotReturned) else 0


def _listed(path: Path | None) -> list[str]:
    if path is None:
        return []
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ExpectedFailure(f"{path.name}: cannot be read as text in UTF-8", code=2) from error
    return [line.strip() for line in text.splitlines() if line.strip()]


def _print_line(line: ReturnLine, *, json: bool) -> None:
    lang = language()
    if json:
        record = {
            "case_no": line.case_no,
            "returned": line.returned is not None,
            "reason": line.returned.reason.value if line.returned else None,
            "open_matters": [matter.kind.value for matter in line.returned.matters] if line.returned else [],
            "stays": [reason.code for reason in line.reasons],
        }
        print(json_text.dumps(record, ensure_ascii=False))
        return
    if line.returned is None:
        print(f"{line.case_no}  –  {_said(line.reasons)}")
        return
    matters = say_matters(line.returned.matters)
    words = RETURN_WORDS[line.returned.reason].in_language(lang)
    print(f"{line.case_no}  {words}" + (f"  [{matters.in_language(lang)}]" if matters else ""))


def _print_unknown(number: str, *, json: bool) -> None:
    if json:
        print(
            json_text.dumps(
                {"case_no": number, "returned": False, "stays": ["unknown_case"]}, ensure_ascii=False
            )
        )
        return
    unknown = Bilingual("该委托方没有此编号的案件", "this creditor has no case with this number")
    print(f"{number}  –  {unknown.in_language(language())}")


def _print_reasons(reasons: tuple[Reason, ...]) -> int:
    print(_said(reasons), file=sys.stderr)
    return SOME_STAY


def _said(reasons: tuple[Reason, ...]) -> str:
    return "; ".join(reason.text.in_language(language()) for reason in reasons)
