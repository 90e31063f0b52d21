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
    _register_commands()
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


def _register_commands() -> None:
    """Import every command; each registers itself on ``app``."""
    import importlib

    for name in _COMMANDS:
        importlib.import_module(f"fairdue.cli.{name}")


_COMMANDS = (
    "attest",
    "audit",
    "case",
    "check",
    "commission",
    "corpus",
    "day",
    "demo",
    "diary",
    "eligible",
    "evidence",
    "exam",
    "explain",
    "feedback",
    "holds",
    "matters",
    "lessons",
    "letter",
    "measure",
    "measures",
    "negotiate",
    "objections",
    "override",
    "place",
    "practice",
    "payments",
    "playbook",
    "replaying",
    "returning",
    "review",
    "rulebook",
    "soak",
    "talk",
    "token",
    "train",
    "truth_table",
    "understand",
)
