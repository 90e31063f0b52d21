"""A decision of the gate as lines for a person, with rule and source, and what would mend a refusal.

Room: cli.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console

from fairdue.casefile.attestation import ScopeKind
from fairdue.casefile.case import CaseFile
from fairdue.compliance.decision import Decision
from fairdue.compliance.explain import explain
from fairdue.compliance.mending import mending_lines


def print_decision(
    decision: Decision,
    console: Console,
    language: str,
    *,
    names: Mapping[ScopeKind, str] | None = None,
) -> None:
    """Print the answer, what the rules that concern it said, and then the statements that are missing."""
    for line in (
        *explain(decision, language=language, whole_trace=False),
        *mending_lines(decision, language=language, names=names),
    ):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def names_of(case: CaseFile, *, actor: str) -> dict[ScopeKind, str]:
    """Who and what a statement about an act on this case would name."""
    return {
        ScopeKind.STAFF: actor,
        ScopeKind.CREDITOR: case.account.creditor,
        ScopeKind.CASE: case.case_id,
    }
