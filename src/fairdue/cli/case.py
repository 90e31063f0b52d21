"""``fairdue cases``, ``prepare``, ``today`` and ``explain``: looking before acting.

Room: cli. What is asked here is not stored; ``explain`` shows what the gate would say and why.
"""

from __future__ import annotations

import json as json_text
import sys
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from fairdue.casefile.case import CaseStatus
from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language, open_house
from fairdue.compliance.action import Action, ActionKind, CalleeRole, CallType, Channel, InitiatedBy, Purpose
from fairdue.compliance.decision import Permit
from fairdue.compliance.explain import explain as explain_lines
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.money import show_yuan
from fairdue.operations.converse import NoNumber, call_action, first_usable_number
from fairdue.operations.house import House
from fairdue.operations.prepare import explain_action, prepare_case, work_list
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
    brief = prepare_case(house, case_id=house.book.resolve(case, creditor=creditor), as_of=house.now())
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
    items = work_list(house, collector=collector, as_of=house.now(), limit=limit)
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


@app.command
def explain(
    case: str,
    action: str = "place_call",
    *,
    as_of: str | None = None,
    creditor: str | None = None,
    json: Annotated[bool, Parameter(name="--json")] = False,
) -> int:
    """Say what the gate would answer to an act on a case, rule by rule; nothing is recorded.

    Parameters
    ----------
    case
        A case id or case number.
    action
        One of the kinds of outward act, place_call among them.
    as_of
        The moment to ask for, like 2026-03-02T21:59; now otherwise.
    creditor
        Which creditor's, when several use the same case number.
    json
        Print one JSON object.
    """
    house = open_house()
    case_id = house.book.resolve(case, creditor=creditor)
    moment = house.now() if as_of is None else _moment(as_of)
    proposed = _action(house, case_id, action)
    decision = explain_action(house, action=proposed, as_of=moment)
    if json:
        print(
            json_text.dumps(
                {
                    "verdict": type(decision).__name__.lower(),
                    "until": getattr(decision, "until", None) and decision.until.isoformat(),  # type: ignore[union-attr]
                    "trace": [
                        {
                            "rule": line.rule_id,
                            "outcome": line.outcome.value,
                            "text": line.text.in_language(language()),
                        }
                        for line in decision.trace
                    ],
                },
                ensure_ascii=False,
            )
        )
    else:
        for line in explain_lines(decision, language=language(), whole_trace=False):
            print(line)
    return 0 if isinstance(decision, Permit) else NOT_PERMITTED


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ExpectedFailure("--as-of is a moment like 2026-03-02T21:59", code=2) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=CHINA)


def _action(house: House, case_id: str, kind: str) -> Action:
    """The act as a collector would mean it: on the first usable own number, to collect."""
    if kind not in set(ActionKind):
        raise ExpectedFailure(f"there is no action {kind!r}; there are {', '.join(ActionKind)}", code=2)
    wanted = ActionKind(kind)
    case = house.book.load(house.book.resolve(case_id))
    if wanted in (ActionKind.CONTACT_THIRD_PARTY, ActionKind.REVEAL_SEALED_CONTACT):
        sealed = case.sealed_contacts[0] if case.sealed_contacts else None
        return Action(
            kind=wanted,
            case_id=case.case_id,
            person_id=case.party.person_id,
            creditor=case.account.creditor,
            channel=Channel.PHONE if wanted is ActionKind.CONTACT_THIRD_PARTY else Channel.NONE,
            purpose=Purpose.RESTORE_CONTACT,
            initiated_by=InitiatedBy.AGENT,
            callee_role=CalleeRole.THIRD_PARTY,
            call_type=CallType.INTERACTIVE if wanted is ActionKind.CONTACT_THIRD_PARTY else None,
            contact_point_id=sealed.contact_point_id if sealed else None,
            number_key=sealed.number_key if sealed else None,
        )
    try:
        point = first_usable_number(case)
    except NoNumber as error:
        raise ExpectedFailure(str(error), code=NOT_PERMITTED) from error
    call = call_action(case, contact_point_id=point.contact_point_id)
    if wanted is ActionKind.PLACE_CALL:
        return call
    return replace(call, kind=wanted, channel=_CHANNELS.get(wanted, Channel.NONE), call_type=None)


_CHANNELS = {
    ActionKind.SEND_MESSAGE: Channel.SMS,
    ActionKind.SEND_LETTER: Channel.LETTER,
    ActionKind.SEND_EMAIL: Channel.EMAIL,
    ActionKind.LEAVE_VOICEMAIL: Channel.PHONE,
    ActionKind.VISIT: Channel.IN_PERSON,
    ActionKind.SAY_DEBT_FACT: Channel.PHONE,
    ActionKind.OFFER_PLAN: Channel.PHONE,
}


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
