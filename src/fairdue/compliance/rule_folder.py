"""The files of a rulebook folder: which there are, and their text, read carefully.

Room: compliance. A folder can come from anywhere, so a link that leads in a circle, a file that is no text and
a file far too long are complaints with file, line and mend, never an exception from deep below.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from fairdue.compliance.rule_page import RuleUnreadable

CASES_FOLDER = "cases"
REGISTER_FOLDER = "register"
WORDING_FOLDER = "wording"
LONGEST_BYTES = 200_000
"""A file of knowledge is a page or a few; what is longer was put here by mistake."""


def rule_files(directory: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Every rule file below a folder with its path inside it; worked cases, the register and the
    classes of wording are left out.

    A link back to a folder above it is among them, so that reading it complains.
    """
    above = (directory.resolve(),) if isinstance(directory, Path) else ()
    for name, path in _walk(directory, "", above):
        if not name.startswith((f"{CASES_FOLDER}/", f"{REGISTER_FOLDER}/", f"{WORDING_FOLDER}/")):
            yield name, path


def _walk(folder: Traversable, prefix: str, above: tuple[Path, ...]) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda found: found.name):
        name = f"{prefix}{entry.name}"
        if isinstance(entry, Path) and _leads_back(entry, above):
            yield name, entry
        elif entry.is_dir():
            inside = (*above, entry.resolve()) if isinstance(entry, Path) else above
            yield from _walk(entry, f"{name}/", inside)
        elif entry.name.lower().endswith((".yaml", ".yml")):
            yield name, entry


def _leads_back(entry: Path, above: tuple[Path, ...]) -> bool:
    if not entry.is_symlink():
        return False
    try:
        return entry.resolve(strict=True) in above
    except (OSError, RuntimeError):
        return entry.suffix == ""  # a link to itself or to nothing, where a folder was meant


def read_text(name: str, path: Traversable) -> str:
    """The text of one file; RuleUnreadable when it cannot be had, is too long or is no UTF-8."""
    if not name.isprintable():
        raise RuleUnreadable(
            f"{ascii(name)[1:-1]}: line 1: the name of this file holds a character that cannot be seen; rename it"
        )
    if path.is_dir() or (isinstance(path, Path) and path.is_symlink() and not path.exists()):
        raise RuleUnreadable(
            f"{name}: line 1: this link leads nowhere or in a circle; put the file itself here"
        )
    try:
        if isinstance(path, Path) and path.exists() and not path.is_file():
            raise RuleUnreadable(
                f"{name}: line 1: no file that has an end, but a pipe or a device; put the file itself here"
            )
        raw = path.read_bytes()
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise RuleUnreadable(
            f"{name}: line 1: cannot be read ({why}); make it readable, or remove it"
        ) from error
    if len(raw) > LONGEST_BYTES:
        raise RuleUnreadable(
            f"{name}: line 1: {len(raw)} bytes, at most {LONGEST_BYTES}; a file holds one rule, split it or remove it"
        )
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise RuleUnreadable(f"{name}: line {line}: not UTF-8 text; save the file as UTF-8") from error
