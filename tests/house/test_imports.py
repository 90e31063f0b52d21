"""House rule: imports go downward, the core stays pure, knowledge is data."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from house.scans import imports_of
from house.tree import CORE, ROOT, SRC, findings, must_be_empty, within


def test_every_import_contract_is_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([linter, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_the_books_of_law_and_wording_import_nothing_at_all() -> None:
    books = [*within(SRC / "fairdue_rulebook"), *within(SRC / "fairdue_playbook")]
    assert books, "the two books are missing from src"
    found = findings(
        books, lambda tree: ((line, f"imports {name}") for line, name in imports_of(tree, at_once=False))
    )
    must_be_empty(found, rule="A book is data; what reads it lives in the core.")


def test_an_engine_is_imported_only_when_it_is_used() -> None:
    outside = [path for path in within(SRC) if not path.is_relative_to(CORE / "engines")]
    must_be_empty(
        findings(outside, engines_at_once), rule="Import an engine inside the function that runs it."
    )


def test_the_engine_scan_lets_a_late_import_pass_and_finds_an_early_one() -> None:
    assert list(engines_at_once(ast.parse("from fairdue.engines import duck"))) == [
        (1, "imports fairdue.engines.duck")
    ]
    assert not list(engines_at_once(ast.parse("def run():\n    import fairdue.engines.duck")))
    assert not list(engines_at_once(ast.parse("import fairdue.engines_of_war")))


def engines_at_once(tree: ast.Module) -> list[tuple[int, str]]:
    return [
        (line, f"imports {name}")
        for line, name in imports_of(tree, at_once=True)
        if f"{name}.".startswith("fairdue.engines.")
    ]
