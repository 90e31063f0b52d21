"""``fairdue commission``: what a creditor owes for confirmed money, as a workbook; and settling a period.

Room: cli.
"""

from __future__ import annotations

import json as json_text
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from fairdue.cli.app import app
from fairdue.cli.feedback import hand_out
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.cli.out_file import check_out
from fairdue.feedback.commission_terms import CommissionFault
from fairdue.foundation.civil import DateUnreadable, read_date
from fairdue.operations.commissions import (
    PeriodNotSettled,
    check_settling,
    send_commission,
    settle_commission,
    state_commission,
)
from fairdue.operations.export import Exported
from fairdue.operations.feedback_files import NothingToTell, TotalsDoNotTie


@app.command
def commission(
    creditor: str,
    out: Path,
    *,
    since: Annotated[str, Parameter(name="--from")],
    until: str,
    settle: bool = False,
) -> int:
    """Write the commission statement of one creditor, on posted money only; a claimed payment never counts.

    Parameters
    ----------
    creditor
        The creditor, as its placement file names it.
    out
        The XLSX file to write.
    since
        The first posting day, like 2026-03-01.
    until
        The day after the last.
    settle
        Keep the statement as settled: none of its payments is stated again, and a reversal claws back what it paid.
    """
    house = open_house()
    try:
        stated = state_commission(
            house,
            creditor=creditor,
            since_on=read_date(since),
            until_on=read_date(until),
            as_of=house.now(),
            language=language(),
        )
        if settle:
            check_settling(house, stated, as_of=house.now())
        check_out(out)  # before a permit is spent
        answer = send_commission(house, stated, as_of=house.now(), actor=actor())
        code = hand_out(answer, out, creditor=creditor)
        if settle and isinstance(answer, Exported):
            settle_commission(house, stated, as_of=house.now(), actor=actor())
    except DateUnreadable as error:
        raise ExpectedFailure(f"--from and --until: {error}; write them like 2026-03-01", code=2) from error
    except (NothingToTell, CommissionFault, PeriodNotSettled, ValueError) as error:
        raise ExpectedFailure(str(error), code=2) from error
    except TotalsDoNotTie as error:
        raise ExpectedFailure(str(error)) from error
    statement = stated.statement
    record = {
        "creditor": creditor,
        "from": statement.since_on.isoformat(),
        "until": statement.until_on.isoformat(),
        "posted_fen": statement.posted_fen,
        "excluded_fen": statement.excluded_fen,
        "base_fen": statement.base_fen,
        "commission_fen": statement.commission_fen,
        "settled": settle and isinstance(answer, Exported),
    }
    print(json_text.dumps(record, ensure_ascii=False))
    return code
