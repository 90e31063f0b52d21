"""House rule: the commands that documents show run, and answer what the document says.

The slowest of the house rules: each command is a process of its own, as for a reader.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from house.console import Shown, appears, program_of, run_all, shown_commands
from house.tree import ROOT, documents, shown, text_of

WITH_COMMANDS = [path for path in documents() if shown_commands(text_of(path))]


@pytest.mark.parametrize("path", WITH_COMMANDS, ids=shown)
def test_the_commands_of_a_document_run_and_answer_as_it_shows(path: Path, tmp_path: Path) -> None:
    differences = run_all(shown_commands(text_of(path)), folder=tmp_path)
    assert not differences, "\n\n".join(differences)


def test_the_two_readmes_show_the_same_commands() -> None:
    english, chinese = (
        [
            c.command
            for c in shown_commands(text_of(ROOT / name))
            if not c.command.startswith("export FAIRDUE_LANG")
        ]
        for name in ("README.md", "README.zh-CN.md")
    )
    assert english == chinese


def test_the_runner_compares_lines_in_order_and_lets_dots_stand_for_anything() -> None:
    output = "placed 12 of 14\nrow 7: the date is missing\nrow 9: no number\n"
    assert appears(["placed … of 14", "…", "row 9: no number"], output)
    assert appears(["row 7: …"], output)
    assert not appears(["placed 12 of 14", "row 9: no number"], output)
    assert not appears(["row 9: no number", "row 7: …"], output)


@pytest.mark.parametrize(
    "command", ["rm -r docs", "fairdue place x | head", "fairdue case $HOME", "bin/../x", "fairdue a; ls"]
)
def test_the_runner_runs_nothing_but_our_own_programs(command: str) -> None:
    with pytest.raises(ValueError, match="run"):
        program_of(command)


def test_the_runner_reads_only_blocks_that_are_marked() -> None:
    text = "```console\n$ fairdue demo\n```\n```console runnable\n$ fairdue --version\n0.1.0\n```\n"
    assert shown_commands(text) == [Shown("fairdue --version", ["0.1.0"])]
