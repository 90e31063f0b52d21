"""``fairdue cases``, ``prepare`` and ``today``: looking before acting.

Room: cli. What is asked here is not stored.
"""

from __future__ import annotations

import json as json_text
import sys
from itertools import islice
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from fairdue.casefile.case import CaseStatus
from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import show_yuan
from fairdue.operations.prepare import prepare_case, work_list
from fairdue.strategy.brief import Brief
from fairdue.strategy.score_table import Estimate

NOT_PERMITTED = 3


@app.command
def prepare(
    case: str, *, creditor: str | None = None, json: Annotated[bool, Parameter(name="--json")] = False
) -> int:
    """Show the preparation card of a case: six facts, two estimates, what is allowed, what is missing.

    Parameters
    ----------
    case
        A case id or case number.
    creditor
        Which creditor's, when several use the same case number.
    json
        Print the card as one JSON object.
    """
    house = open_house()
    brief = prepare_case(
        house, case_id=house.book.resolve(case, creditor=creditor), as_of=house.now(), actor=actor()
    )
    if json:
        print(json_text.dumps(_brief_json(brief), ensure_ascii=False))
    else:
        _print_brief(brief)
    return 0


@app.command
def cases(
    *,
    creditor: str | None = None,
    status: str | None = None,
    limit: int = 50,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """List cases by their ids: number, creditor, state and what is owed; no person is named.

    Parameters
    ----------
    creditor
        Only this creditor's cases.
    status
        Only cases that are open, recalled, settled or returned.
    limit
        How many at most; 0 for all.
    json
        Print one JSON object a line.
    """
    if status is not None and status not in set(CaseStatus):
        raise ExpectedFailure(f"--status is one of {', '.join(CaseStatus)}", code=2)
    house = open_house()
    found = house.book.iterate(status=status, creditor=creditor)
    for case in islice(found, limit or None):
        account = case.account
        if json:
            line = {
                "case_id": case.case_id,
                "case_no": account.case_no,
                "creditor": account.creditor,
                "status": case.status.value,
                "amount_fen": account.amount_fen,
                "balance_fen": case.balance_fen,
                "collector": case.collector,
            }
            print(json_text.dumps(line, ensure_ascii=False))
        else:
            print(
                f"{case.case_id}  {account.case_no:<20} {case.status.value:<9}"
                f" {show_yuan(case.balance_fen):>16}  {account.creditor}"
            )
    return 0


@app.command
def today(
    *,
    collector: str | None = None,
    limit: int = 20,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """List the cases to work now, in order, each with the reason for its place.

    Parameters
    ----------
    collector
        Only this collector's cases and those nobody has; everybody's otherwise.
    limit
        How many lines, at most 50.
    json
        Print one JSON object a line.
    """
    if not 1 <= limit <= 50:
        raise ExpectedFailure("--limit is from 1 to 50", code=2)
    house = open_house()
    items = work_list(house, collector=collector, as_of=house.now(), limit=limit, actor=actor())
    lang = language()
    if json:
        for item in items:
            line = {
                "case_id": item.case.case_id,
                "case_no": item.case.account.case_no,
                "creditor": item.case.account.creditor,
                "balance_fen": item.case.balance_fen,
                "tier": item.place.tier,
                "score": item.place.score,
                "reasons": [reason.text.in_language(lang) for reason in item.place.reasons],
                "standing": item.allowance.standing.value,
            }
            print(json_text.dumps(line, ensure_ascii=False))
        return 0
    table = Table(box=None, pad_edge=False)
    for zh, en in (
        ("案件", "Case"),
        ("委托方", "Creditor"),
        ("欠款", "Balance"),
        ("今日", "Now"),
        ("理由", "Why"),
    ):
        table.add_column(Bilingual(zh, en).in_language(lang), justify="right" if zh == "欠款" else "left")
    for item in items:
        table.add_row(
            item.case.account.case_no,
            item.case.account.creditor,
            show_yuan(item.case.balance_fen),
            item.allowance.standing.value,
            "; ".join(reason.text.in_language(lang) for reason in item.place.reasons),
        )
    Console().print(table)
    return 0


def _print_brief(brief: Brief) -> None:
    lang = language()

    def said(zh: str, en: str) -> str:
        return Bilingual(zh, en).in_language(lang)

    for fact in brief.facts:
        mark = " (?)" if fact.missing else said(" (旧)", " (old)") if fact.stale else ""
        print(f"{fact.label.in_language(lang)}{mark}: {fact.value.in_language(lang)}")
    for title, estimate in (
        (said("还款难度", "Difficulty"), brief.difficulty),
        (said("还款意愿", "Willingness"), brief.willingness),
    ):
        print(f"{title}: {estimate.level.value} ({estimate.points})")
        for weighed in estimate.reasons:
            print(f"  {weighed.points:+d} {weighed.reason.text.in_language(lang)}")
    print(said("今日", "Today") + f": {brief.allowance.standing.value}")
    for counter in brief.allowance.counters:
        print(f"  {counter.left}/{counter.limit} {counter.says.in_language(lang)} [{counter.rule_id}]")
    for reason in brief.allowance.reasons:
        print(f"  × {reason.text.in_language(lang)} [{reason.code}]")
    print(said("建议开场", "Opening") + f": {brief.opening_reason.in_language(lang)}")
    for point in brief.talk_points:
        print(f"  · {point.text.in_language(lang)}")
    for gap in brief.gaps:
        print(f"  ? {gap.subject.in_language(lang)}: {gap.remedy.in_language(lang)}")
    if brief.linked or brief.linked_elsewhere:
        print(
            said(
                f"共债: 同一委托方 {len(brief.linked)} 件,其他委托方 {brief.linked_elsewhere} 件",
                f"Linked cases: {len(brief.linked)} of this creditor, {brief.linked_elsewhere} elsewhere",
            ),
            file=sys.stdout,
        )


def _brief_json(brief: Brief) -> dict[str, object]:
    lang = language()
    return {
        "case_id": brief.case_id,
        "as_of": brief.as_of.isoformat(),
        "facts": {
            fact.kind.value: {
                "value": fact.value.in_language(lang),
                "missing": fact.missing,
                "stale": fact.stale,
            }
            for fact in brief.facts
        },
        "difficulty": _estimate_json(brief.difficulty),
        "willingness": _estimate_json(brief.willingness),
        "opening": brief.opening.value,
        "talk_points": [point.text.in_language(lang) for point in brief.talk_points],
        "allowance": {
            "standing": brief.allowance.standing.value,
            "calls_left": brief.allowance.calls_left,
            "next_moment": brief.allowance.next_moment.isoformat() if brief.allowance.next_moment else None,
            "counters": [
                {"rule": counter.rule_id, "made": counter.made, "limit": counter.limit, "left": counter.left}
                for counter in brief.allowance.counters
            ],
            "holds": [hold.kind.value for hold in brief.allowance.holds],
            "reasons": [
                {"rule": reason.code, "text": reason.text.in_language(lang)}
                for reason in brief.allowance.reasons
            ],
        },
        "missing": [gap.subject.in_language(lang) for gap in brief.gaps],
        "linked": [one.case_id for one in brief.linked],
        "linked_elsewhere": brief.linked_elsewhere,
    }


def _estimate_json(estimate: Estimate) -> dict[str, object]:
    return {
        "level": estimate.level.value,
        "points": estimate.points,
        "reasons": [
            {"points": weighed.points, "text": weighed.reason.text.in_language(language())}
            for weighed in estimate.reasons
        ],
    }
