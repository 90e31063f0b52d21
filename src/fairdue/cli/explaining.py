"""A decision of the gate as lines for a person, with rule and source.

Room: cli.
"""

from __future__ import annotations

from rich.console import Console

from fairdue.compliance.decision import Decision
from fairdue.compliance.explain import explain


def print_decision(decision: Decision, console: Console, language: str) -> None:
    """Print the answer and its trace in reading order."""
    for line in explain(decision, language=language):
        console.print(line, markup=False, highlight=False)
