"""The truth tables in ``docs`` are what the command prints today."""

from __future__ import annotations

import pytest

from fairdue.followup.truth_page import truth_page
from fairdue.followup.truth_table import TableKind, truth_table
from fairdue.foundation.bilingual import Language
from house.tree import ROOT

ENDINGS: dict[Language, str] = {"en": ".md", "zh": ".zh-CN.md"}


@pytest.mark.parametrize("language", ENDINGS)
@pytest.mark.parametrize("kind", list(TableKind))
def test_the_committed_page_is_what_the_command_prints(kind: TableKind, language: Language) -> None:
    file = f"docs/{kind.value}-truth-table{ENDINGS[language]}"
    committed = (ROOT / file).read_text(encoding="utf-8")
    mend = f"print it anew: fairdue truth-table {kind.value} --language {language} > {file}"
    assert committed == truth_page(truth_table(kind), language=language), mend


@pytest.mark.parametrize("kind", list(TableKind))
def test_every_row_stands_on_the_page_once(kind: TableKind) -> None:
    page = truth_page(truth_table(kind), language="en")
    assert [page.count(f"| `{row.row_id}` |") for row in truth_table(kind).rows] == [1] * len(
        truth_table(kind).rows
    )
