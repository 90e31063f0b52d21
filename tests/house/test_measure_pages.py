"""House rule: the pages about the measures are what the dictionary says."""

from __future__ import annotations

import pytest

from fairdue.feedback.measure_dictionary import MeasureId
from fairdue.feedback.measure_reference import measure_reference
from house.tree import ROOT, text_of

PAGES = {"en": "measures.md", "zh": "measures.zh-CN.md"}


@pytest.mark.parametrize("language", PAGES)
def test_the_committed_page_is_what_the_dictionary_writes(language: str) -> None:
    written = measure_reference(language=language)
    assert text_of(ROOT / "docs" / PAGES[language]) == written, "run `fairdue measures --dictionary` again"
    for measure_id in MeasureId:
        assert written.count(f"`{measure_id.value}`") == 1
