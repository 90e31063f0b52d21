"""``fairdue evidence``: a place that cannot be written, or that holds a file, is told before a permit is spent."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import Terminal
from core.intake.file_builders import placement_csv, record


@pytest.fixture(scope="module")
def placed(lasting: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A home from which a pack may leave to the customer."""
    path: Path = tmp_path_factory.mktemp("files") / "one.csv"
    path.write_bytes(placement_csv(record(1)))
    assert lasting.run("place", "--creditor", "示例银行", path).code == 0
    lasting.take_ordinary_standing(creditor="示例银行")
    for fact in ("legal_basis_recorded", "separate_consent_given", "export_recipient_listed"):
        said = lasting.run("attest", fact, "yes", "--house", "--evidence", "paper", FAIRDUE_ACTOR="lead")
        assert said.code == 0, said.err
    return lasting


def _log(terminal: Terminal) -> str:
    return terminal.run("audit", "verify").err


def test_a_pack_leaves_no_trace_where_its_place_cannot_be_written(placed: Terminal, tmp_path: Path) -> None:
    before = _log(placed)
    there = tmp_path / "there.zip"
    there.write_bytes(b"mine")
    for out, told in ((tmp_path / "none" / "p.zip", "no such file"), (there, "file exists"), (tmp_path, "")):
        said = placed.run("evidence", "C000001", "--out", out)
        assert said.code == 2 and said.out == "" and told in said.err
    assert _log(placed) == before and there.read_bytes() == b"mine"


def test_a_pack_is_written_once_and_verifies(placed: Terminal, tmp_path: Path) -> None:
    before = _log(placed)
    out = tmp_path / "p.zip"
    said = placed.run("evidence", "C000001", "--out", out)
    assert said.code == 0, said.err
    assert placed.run("audit", "verify", out).code == 0
    assert _log(placed) != before, "that it left is an event of the case"
