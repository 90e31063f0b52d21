"""House rule: the pages about understanding are what was measured, and the corpus is as its page describes it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from fairdue.cli.corpus import with_composition
from fairdue.learning.composition import describe, read_composition
from house.tree import ROOT

REPORT = ROOT / "benchmarks/understanding/report.py"


def test_the_pages_about_understanding_are_what_was_measured() -> None:
    pytest.importorskip("sklearn", reason="learning needs the extra train")
    ended = subprocess.run(
        [sys.executable, str(REPORT), "--check"], capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_page_of_the_corpus_counts_what_is_there(name: str, language: str) -> None:
    page = (ROOT / "corpus" / name).read_text(encoding="utf-8")
    tables = describe(read_composition(ROOT / "corpus"), language=language)
    assert page == with_composition(page, tables), "write it anew: fairdue corpus describe --write"
