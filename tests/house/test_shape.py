"""House rule: one concept a file, a page a function, a docstring on everything public, honest names."""

from __future__ import annotations

import ast

from house import scans
from house.tree import CORE, ROOT, SRC, findings, must_be_empty, parsed, python_files, shown, text_of, within

MOST_LINES = 400
FORBIDDEN_NAMES = {
    *("util", "utils", "helper", "helpers", "manager", "managers", "common"),
    *("collections", "signal", "queue", "calendar", "types"),
}


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    lengths = {path: len(text_of(path).splitlines()) for path in python_files()}
    must_be_empty(
        (f"{shown(path)} has {lines} lines" for path, lines in lengths.items() if lines > MOST_LINES),
        rule=f"One concept, one file; {MOST_LINES} lines are the most.",
    )


def test_no_function_is_longer_than_seventy_lines() -> None:
    must_be_empty(findings(python_files(), scans.long_functions), rule="A function fits on a page.")


def test_everything_public_in_the_core_says_what_it_is() -> None:
    must_be_empty(
        findings(within(CORE), scans.missing_docstrings), rule="Write what it is, its units, its source."
    )


def test_every_package_says_what_it_is() -> None:
    packages = [path for path in ROOT.glob("src/**/__init__.py") if "static" not in path.parts]
    packages += ROOT.glob("tests/**/__init__.py")
    must_be_empty(
        (shown(path) for path in packages if not ast.get_docstring(parsed(path))),
        rule="An __init__.py opens with a docstring.",
    )


def test_no_module_has_a_name_that_says_nothing_or_hides_the_standard_library() -> None:
    every = [*SRC.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    bad = {
        shown(path)
        for path in every
        if {path.stem, *path.relative_to(ROOT).parts[:-1]} & FORBIDDEN_NAMES and "static" not in path.parts
    }
    must_be_empty(bad, rule="Name the concept.")


def test_no_untyped_mapping_passes_an_edge_of_the_core() -> None:
    must_be_empty(findings(within(CORE), scans.untyped_mappings), rule="Give the shape a name and types.")


def test_the_scans_of_shape_find_what_they_are_for() -> None:
    long = "def f():\n" + "    x = 1\n" * 70
    assert list(scans.long_functions(ast.parse(long)))
    assert not list(scans.long_functions(ast.parse(long.removesuffix("    x = 1\n"))))
    bare = (
        '"""Module."""\nclass Case:\n    """A case."""\n    def close(self): ...\n    def _inner(self): ...'
    )
    assert [what for _, what in scans.missing_docstrings(ast.parse(bare))] == ["Case.close has no docstring"]
    assert list(scans.untyped_mappings(ast.parse("def read(x: list[dict[str, Any]]) -> int: ...")))
    assert list(scans.untyped_mappings(ast.parse("class A:\n    b: typing.Mapping[str, typing.Any]")))
    assert not list(scans.untyped_mappings(ast.parse("def _read(x: dict[str, Any]) -> dict[str, int]: ...")))
