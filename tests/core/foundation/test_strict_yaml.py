"""The reader of knowledge is strict, and its fast way and its slow way read and refuse the same."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fairdue.foundation import strict_yaml
from fairdue.foundation.strict_yaml import YamlError, read_yaml


def _slowly(text: str, monkeypatch: pytest.MonkeyPatch) -> object:
    with monkeypatch.context() as patched:
        patched.setattr(strict_yaml, "_FAST", None)
        return _outcome(text)


def _outcome(text: str) -> object:
    try:
        return repr(read_yaml(text, source="x.yaml"))
    except YamlError as error:
        return f"refused: {error}"


def _walk(folder: Traversable) -> list[Traversable]:
    found = []
    for entry in folder.iterdir():
        found += _walk(entry) if entry.is_dir() else [entry] if entry.name.endswith(".yaml") else []
    return found


@pytest.mark.parametrize("package", ["fairdue_rulebook", "fairdue_playbook"])
def test_both_ways_read_every_shipped_file_alike(package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = _walk(files(package))
    assert len(paths) > 20
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert _outcome(text) == _slowly(text, monkeypatch), str(path)


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\na: 2\n", "a: &x 1\nb: *x\n", "*x", "a: [*x]", "a:\t1", "a: [1,", "a: 2026-02-30", "a: 22:00",
        "a: no", "a: '\x07'", "a: b: c", "- a\nb: 1", "a: 1\n---\nb: 2", "? [1, 2]\n: x", "a: R&D", "a: x*y",
        "a: \"unclosed", "", "a: !!python/name:os.system x", "%TAG ! x", "a: 0777", "a: 1_000", "a: \ufeff1",
    ],
)  # fmt: skip
def test_both_ways_refuse_alike_with_the_same_words(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _outcome(text) == _slowly(text, monkeypatch)


_PIECES = st.sampled_from(
    ["a", "b: ", "- ", "\n", "  ", "[", "]", "{", "}", ", ", ": ", "&x ", "*x", "'", '"', "#", "|", ">", "22:00",
     "2026-01-30", "true", "no", "1", "1.5", "\t", "!", "%", "@", "`", "，", "中", "---", "...", "?"]
)  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_what_is_made_of_scraps_is_read_or_refused_alike(text: str) -> None:
    fast = strict_yaml._FAST
    told = _outcome(text)
    strict_yaml._FAST = None
    try:
        assert told == _outcome(text)
    finally:
        strict_yaml._FAST = fast


def test_the_fast_way_is_there_where_the_library_brings_it() -> None:
    assert (strict_yaml._FAST is not None) == hasattr(yaml, "CSafeLoader")
