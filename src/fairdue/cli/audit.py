"""``fairdue audit verify``: is every log whole, and does every list row say what its log says?

Room: cli.
"""

from __future__ import annotations

import sys

from cyclopts import App

from fairdue.cli.app import app
from fairdue.cli.house import open_house
from fairdue.operations.audit import audit

group = App(name="audit", help="Prove that nothing recorded was changed.")
app.command(group)


@group.command
def verify(case: str | None = None) -> int:
    """Check the hash chain of every case, or of one, and replay it against its list row.

    Parameters
    ----------
    case
        A case id or case number; without it, all cases.
    """
    house = open_house()
    case_id = None if case is None else house.book.resolve(case)
    result = audit(house, case_id=case_id)
    for finding in result.findings:
        print(f"{finding.case_id}\t{finding.seq}\t{finding.fault}")
    state = "faults found" if result.findings else "whole and unchanged"
    print(f"{result.cases} cases, {result.events} events: {state} ({len(result.findings)})", file=sys.stderr)
    return 1 if result.findings else 0
