"""How a command starts: only what it needs is imported, and nothing is missed for that."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pkgutil import iter_modules

import pytest
from cyclopts import App

import fairdue.cli
from fairdue.cli import app as cli


def _modules_of(command: App) -> set[str]:
    """The modules of the command line that hold a command and all that stands under it."""
    called = command.default_command
    module = called.__module__ if called is not None else ""
    found = {module.removeprefix("fairdue.cli.")} if module.startswith("fairdue.cli.") else set()
    return found.union(*(_modules_of(command[word]) for word in command if not word.startswith("-")))


def _words() -> dict[str, set[str]]:
    for module in iter_modules(fairdue.cli.__path__):
        importlib.import_module(f"fairdue.cli.{module.name}")
    return {word: _modules_of(cli.app[word]) for word in cli.app if not word.startswith("-")}


def test_every_word_that_begins_a_command_names_exactly_the_modules_that_hold_it() -> None:
    named = {word: set(modules.split()) for word, modules in cli._MODULES.items()}
    assert named == _words()


@pytest.mark.parametrize("word", ["understand", "explain"])
def test_a_command_that_needs_no_database_imports_no_other_command(word: str) -> None:
    asked = (
        "import sys; from fairdue.cli import app;"
        f"app.run(['{word}', '--help']);"
        "print(*sorted(n for n in sys.modules if n in ('django', 'fairdue.cli.place', 'fairdue.cli.day')), file=sys.stderr)"
    )
    ended = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True)
    assert ended.returncode == 0 and word in ended.stdout
    assert ended.stderr.strip() == ""
