"""The entry: finds the command, runs it, and turns every expected failure into one clear line.

Room: cli. Commands live in files of their own and register themselves on ``app``.
"""

from __future__ import annotations

import os
import sys

from cyclopts import App
from cyclopts.exceptions import CycloptsError

from fairdue import __version__

app = App(
    name="fairdue",
    version=__version__,
    help="Fairdue 约还: work a portfolio from the creditor's file to the feedback file, lawfully.",
)


def main() -> None:
    """Run the command line and exit with its code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; expected failures become one line on stderr."""
    register_commands(arguments[0] if arguments else None)
    from fairdue.cli.house import ExpectedFailure, expected_failure

    try:
        code: int = app(
            arguments,
            exit_on_error=False,
            print_error=False,
            result_action="return_int_as_exit_code_else_zero",
        )
        return code
    except CycloptsError as error:
        print(f"fairdue: {error}", file=sys.stderr)
        return 2
    except ExpectedFailure as failure:
        print(f"fairdue: {failure}", file=sys.stderr)
        return failure.code
    except BrokenPipeError:
        # The reader of our output went away (| head); that is no failure of ours, and no more may be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("fairdue: stopped; what was stored before stays stored", file=sys.stderr)
        return 130
    except Exception as error:
        known = expected_failure(error)
        if known is None:
            raise
        print(f"fairdue: {known}", file=sys.stderr)
        return known.code


def register_commands(first: str | None = None) -> None:
    """Import the modules of the command ``first``, each of which registers itself on ``app``.

    Every module is imported where the word is none of a command: for the list of all, and for the message that
    says which words there are. One command alone starts in half the time.
    """
    import importlib

    for name in (_MODULES[first],) if first in _MODULES else tuple(dict.fromkeys(_MODULES.values())):
        for module in name.split():
            importlib.import_module(f"fairdue.cli.{module}")


# Which modules hold what begins with each word; a word that is missing here is found too, more slowly.
_MODULES = {
    "attest": "attest",
    "audit": "audit",
    "cases": "case",
    "check": "check",
    "commission": "commission",
    "corpus": "corpus",
    "demo": "demo",
    "diary": "diary",
    "eligible": "eligible",
    "end-of-day": "day",
    "evidence": "evidence",
    "exam": "exam",
    "explain": "explain",
    "feedback": "feedback",
    "hold": "holds",
    "keep": "returning",
    "ledger": "payments",
    "lessons": "lessons",
    "letter": "letter",
    "matters": "matters",
    "measure": "measure",
    "measures": "measures",
    "objections": "objections",
    "offers": "negotiate",
    "override": "override",
    "payments": "payments",
    "place": "place",
    "playbook": "playbook replaying",
    "practice": "practice",
    "prepare": "case",
    "return": "returning",
    "review": "review",
    "rulebook": "rulebook",
    "runs": "day",
    "serve": "demo",
    "sign-plan": "negotiate",
    "soak": "soak",
    "talk": "talk",
    "today": "case",
    "token": "token",
    "train": "train",
    "truth-table": "truth_table",
    "understand": "understand",
}
