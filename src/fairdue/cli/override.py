"""``fairdue override``: ask that a rule be set aside on one case, grant it as somebody else, take it back.

Room: cli. ``FAIRDUE_ACTOR`` says who acts; whoever asked cannot grant.
"""

from __future__ import annotations

import sys
from datetime import datetime

from cyclopts import App

from fairdue.casefile.override_request import OverrideRequest
from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.cli.moments import typed_end
from fairdue.compliance.explain import show_citation
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason
from fairdue.operations.override import (
    OverrideLine,
    ask_override,
    find_override,
    grant_override,
    overrides_of_house,
    withdraw_override,
)

NOT_PERMITTED = 3

override = App(name="override", help="Set one rule aside on one case, in writing, by two persons; never law.")
app.command(override)


@override.command
def ask(case: str, rule: str, *, reason: str, evidence: str, until: str, creditor: str | None = None) -> int:
    """Ask that one rule be set aside on a case; it waits until another person grants it.

    Parameters
    ----------
    case
        A case id or case number.
    rule
        The id of the rule, as refusals show it.
    reason
        Why, in a sentence; it names no person.
    evidence
        The paper or recording that the reason rests on.
    until
        The last day on which it is set aside, at most 31 days from now.
    creditor
        Which creditor's, when several use the same case number.
    """
    house = open_house()
    now = house.now()
    case_id = house.book.resolve(case, creditor=creditor)
    try:
        asked = ask_override(
            house,
            case_id=case_id,
            rule_id=rule,
            reason=reason,
            evidence=evidence,
            ends_at=typed_end(until, option="--until"),
            as_of=now,
            actor=actor(),
        )
    except (ValueError, KeyError) as error:
        raise ExpectedFailure(str(error.args[0]), code=2) from error
    return _tell(asked, house.book.load(case_id).account.case_no, now)


@override.command
def grant(override_id: str) -> int:
    """Grant what another person asked for; from now on the rule is set aside.

    Parameters
    ----------
    override_id
        The id, from ``fairdue override list``.
    """
    house = open_house()
    now = house.now()
    case = find_override(house, override_id=override_id).case
    granted = grant_override(house, case_id=case.case_id, override_id=override_id, as_of=now, actor=actor())
    return _tell(granted, case.account.case_no, now)


@override.command
def withdraw(override_id: str) -> int:
    """Take a request or a granted override back; it ends at once.

    Parameters
    ----------
    override_id
        The id, from ``fairdue override list``.
    """
    house = open_house()
    now = house.now()
    case = find_override(house, override_id=override_id).case
    gone = withdraw_override(house, case_id=case.case_id, override_id=override_id, as_of=now, actor=actor())
    return _tell(gone, case.account.case_no, now)


@override.command(name="list")
def list_overrides(*, all: bool = False) -> int:
    """List what waits for a second person and what is set aside now.

    Parameters
    ----------
    all
        Those that ended or were taken back, too.
    """
    house = open_house()
    now = house.now()
    for line in overrides_of_house(house):
        if all or line.request.waits_at(now) or line.request.holds_at(now):
            print(_line(line, now))
    return 0


def _tell(outcome: OverrideRequest | Reason, case_no: str, now: datetime) -> int:
    if isinstance(outcome, Reason):
        source = f" [{show_citation(outcome.citation, language=language())}]" if outcome.citation else ""
        print(f"{outcome.text.in_language(language())}{source}", file=sys.stderr)
        return NOT_PERMITTED
    print(_request_line(outcome, case_no, now))
    return 0


def _line(line: OverrideLine, now: datetime) -> str:
    return _request_line(line.request, line.case.account.case_no, now)


def _request_line(request: OverrideRequest, case_no: str, now: datetime) -> str:
    if request.withdrawn_at is not None:
        standing = Bilingual("已撤回", "withdrawn")
    elif request.holds_at(now):
        standing = Bilingual(f"由 {request.granted_by} 批准", f"granted by {request.granted_by}")
    elif request.waits_at(now):
        standing = Bilingual("待第二人批准", "waits for a second person")
    else:
        standing = Bilingual("已到期", "ended")
    until = f"{request.ends_at:%Y-%m-%d %H:%M}"
    end = Bilingual(f"至 {until}", f"until {until}").in_language(language())
    return (
        f"{request.override_id}  {case_no}  {request.rule_id}  {end}"
        f"  {request.asked_by}  {standing.in_language(language())}"
    )
