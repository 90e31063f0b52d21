"""The checkout as the house rules see it: its files, its source, its parsed modules."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
CORE = SRC / "fairdue"
DESK = SRC / "fairdue_desk"
VENDOR = DESK / "static" / "vendor"


def shown(path: Path) -> str:
    """The path as a finding names it."""
    return path.relative_to(ROOT).as_posix()


@cache
def committed_or_about_to_be() -> tuple[Path, ...]:
    """Every file that git tracks or would add; in an unpacked archive, every file outside build folders."""
    try:
        answer = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        )
        names = [name for name in answer.stdout.decode().split("\0") if name]
        paths = [ROOT / name for name in names]
    except (OSError, subprocess.CalledProcessError):
        ignored = {".venv", ".git", "__pycache__", "var", "dist"}
        paths = [
            p
            for p in ROOT.rglob("*")
            if not any(part in ignored or part.endswith("_cache") for part in p.parts)
        ]
    return tuple(sorted(path for path in set(paths) if path.is_file()))


def documents() -> list[Path]:
    """Every document in Markdown."""
    return [path for path in committed_or_about_to_be() if path.suffix == ".md"]


@cache
def python_files() -> tuple[Path, ...]:
    """The Python source of all four packages, without generated migrations and vendored files."""
    return tuple(
        path
        for path in sorted(SRC.rglob("*.py"))
        if "migrations" not in path.parts and "static" not in path.parts
    )


def within(folder: Path) -> list[Path]:
    """Those Python files that lie in one folder."""
    return [path for path in python_files() if path.is_relative_to(folder)]


@cache
def text_of(path: Path) -> str:
    """The file as text, empty for what is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def parsed(path: Path) -> ast.Module:
    """The file's syntax tree, parsed once for all rules."""
    return ast.parse(text_of(path), filename=shown(path))


def findings(paths: Iterable[Path], scan: object) -> list[str]:
    """Run one scan over many files; each finding becomes ``file:line what is wrong``."""
    assert callable(scan)
    return [f"{shown(path)}:{line} {what}" for path in paths for line, what in scan(parsed(path))]


def must_be_empty(found: Iterable[str], *, rule: str) -> None:
    """Fail with the rule and every place that breaks it."""
    listed = sorted(found)
    assert not listed, f"{rule}\n  " + "\n  ".join(listed)


def docstring_owners(
    tree: ast.Module,
) -> Iterator[tuple[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, str]]:
    """Public classes and functions of a module and of its public classes, each with its dotted name."""

    def walk(
        body: list[ast.stmt], prefix: str
    ) -> Iterator[tuple[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, str]]:
        for node in body:
            if isinstance(
                node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
            ) and not node.name.startswith("_"):
                yield node, prefix + node.name
                if isinstance(node, ast.ClassDef):
                    yield from walk(node.body, f"{prefix}{node.name}.")

    yield from walk(tree.body, "")
