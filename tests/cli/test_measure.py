"""``fairdue measure`` and ``fairdue corpus describe`` on a small made-up corpus, as processes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import Terminal
from core.learning.corpora import call, customer, small_corpus, write

pytest.importorskip("sklearn", reason="learning needs the extra train")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal beside a small corpus."""
    small_corpus(tmp_path / "corpus")
    write(tmp_path / "corpus", "calls/rough/01-call.json", [call()])
    return Terminal(tmp_path / "home")


def test_all_three_kinds_are_measured_and_told_as_one_object(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.run("measure", "--corpus", tmp_path / "corpus", "--worst", "3", "--json")
    assert said.code == 0, said.err
    told = said.json()
    assert list(told) == ["customers", "collectors", "calls"]
    assert told["customers"]["figures"]["n"] == 2 * 29 * 4
    assert set(told["customers"]["parts"]) == {"north", "south"}
    assert len(told["customers"]["mistakes"]) <= 3
    assert told["calls"]["figures"]["n"] == 1
    assert told["calls"]["learned"] == 2 * (29 * 4 + 25 * 4 + 8)


def test_the_figures_are_shown_as_a_table_with_the_curve(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.run(
        *("measure", "--corpus", tmp_path / "corpus", "--kind", "collectors", "--curve", "--worst", "1")
    )
    assert said.code == 0, said.err
    assert "collectors, voice: 216 measured, 108 learnt from" in said.out
    assert "violations_not_passed" in said.out
    assert "10 % of lines" in said.out
    assert "1 voices" in said.out


def test_mistakes_on_the_lines_held_out_are_not_shown(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.run("measure", "--corpus", tmp_path / "corpus", "--split", "held-out", "--worst", "3")
    assert (said.code, said.out) == (2, "")
    assert "use --split voice" in said.err


def test_what_cannot_be_measured_is_told_in_one_line(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.run("measure", "--corpus", tmp_path / "corpus", "--split", "held-out")
    assert said.code == 2
    assert "held_out/customers.jsonl: cannot be read" in said.err
    write(tmp_path / "few", "customers/north.jsonl", [customer("one"), customer("two")])
    said = terminal.run("measure", "--corpus", tmp_path / "few", "--kind", "customers")
    assert said.code == 2
    assert "nothing can be learnt from so few lines" in said.err
    assert "Traceback" not in said.err


def test_the_corpus_is_described_and_a_bad_line_is_told(terminal: Terminal, tmp_path: Path) -> None:
    said = terminal.run("corpus", "describe", "--corpus", tmp_path / "corpus", "--lang", "en")
    assert said.code == 0, said.err
    assert "| `hardship` | 4 | 4 | 8 |" in said.out
    assert "| rough | 1 | 4 | 1 | PTP |" in said.out
    write(tmp_path / "corpus", "customers/west.jsonl", [customer("w1", intents=["kind"])])
    said = terminal.run("corpus", "describe", "--corpus", tmp_path / "corpus")
    assert (said.code, said.out) == (2, "")
    assert "customers/west.jsonl, line 1: 'kind' is not a valid Intent" in said.err
