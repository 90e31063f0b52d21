"""``fairdue hold``: what stops collecting on a case, and releasing it with a reason.

Room: cli. The shell takes the word for the role, as it takes ``FAIRDUE_ACTOR`` for the person; the desk asks the login.
"""

from __future__ import annotations

import json as json_text
import sys
from typing import Annotated

from cyclopts import App, Parameter

from fairdue.casefile.matter import DecidingRole
from fairdue.cli.app import app
from fairdue.cli.house import actor, language, open_house
from fairdue.feedback.words import HOLD_WORDS
from fairdue.foundation.ids import HoldId
from fairdue.foundation.reason import Reason
from fairdue.operations.holds import release_hold

NOT_PERMITTED = 3

hold = App(name="hold", help="What stops collecting on a case, and releasing it.")
app.command(hold)


@hold.command(name="list")
def list_holds(
    case: str, *, creditor: str | None = None, json: Annotated[bool, Parameter(name="--json")] = False
) -> int:
    """List the holds that are active on a case.

    Parameters
    ----------
    case
        A case id or case number.
    creditor
        Which creditor's, when several use the same case number.
    json
        Print one JSON object a line.
    """
    house = open_house()
    now = house.now()
    for one in house.book.load(house.book.resolve(case, creditor=creditor)).holds:
        if not one.period.covers(now):
            continue
        ends = one.period.ends_at
        if json:
            record = {
                "hold_id": one.hold_id,
                "kind": one.kind.value,
                "since": one.period.starts_at.isoformat(),
                "until": None if ends is None else ends.isoformat(),
                "cause": one.cause,
            }
            print(json_text.dumps(record, ensure_ascii=False))
        else:
            print(f"{one.hold_id}  {HOLD_WORDS[one.kind].in_language(language())}")
    return 0


@hold.command
def release(case: str, hold_id: str, *, reason: str, role: DecidingRole, creditor: str | None = None) -> int:
    """Release one hold, with a reason; what belongs to an open matter is released by closing that.

    Parameters
    ----------
    case
        A case id or case number.
    hold_id
        The id, from ``fairdue hold list``.
    reason
        Why; it stays in the log.
    role
        In which role: lead or compliance.
    creditor
        Which creditor's, when several use the same case number.
    """
    house = open_house()
    outcome = release_hold(
        house,
        case_id=house.book.resolve(case, creditor=creditor),
        hold_id=HoldId(hold_id),
        reason=reason,
        roles=frozenset({role}),
        as_of=house.now(),
        actor=actor(),
    )
    if isinstance(outcome, Reason):
        print(outcome.text.in_language(language()), file=sys.stderr)
        return NOT_PERMITTED
    print(hold_id)
    return 0
