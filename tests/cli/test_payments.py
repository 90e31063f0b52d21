"""Payments by command: what waits, who decides, how a day ties, and the ledger proved over the sample files."""

from __future__ import annotations

import json

import pytest

from cli.terminal import Terminal
from shared_data import shared

CREDITOR = "示例银行"


@pytest.fixture(scope="module")
def paid(lasting: Terminal) -> Terminal:
    """The clean placement and the payments of the sample, placed."""
    for name in ("01_clean_utf8.csv", "05_payments_gb18030.csv"):
        assert lasting.run("place", shared(f"placements/{name}")).code == 0
    return lasting


def test_the_sample_ties_and_what_waits_has_its_reason_without_a_person(paid: Terminal) -> None:
    said = paid.run("payments", "queue", "--json")
    (waiting,) = map(json.loads, said.out.splitlines())
    assert (said.code, waiting["serial_no"], waiting["queue"]) == (0, "P900001", "unknown_card")
    assert "6229999999999993" not in said.out
    assert "卡号未知" in paid.run("payments", "queue").out
    tied = paid.run("payments", "tie")
    assert tied.code == 0 and "722,355.96" not in tied.err
    stated = str(72_235_596 / 100 + 500)
    assert paid.run("payments", "tie", "--stated-total", stated).code == 0
    wrong = paid.run("payments", "tie", "--stated-total", "1.00")
    assert wrong.code == 1 and "相差" in wrong.err


def test_a_waiting_payment_is_assigned_with_a_reason_and_the_ledger_holds(paid: Terminal) -> None:
    assert paid.run("ledger", "check").code == 0
    payment_id = json.loads(paid.run("payments", "queue", "--json").out)["payment_id"]
    assert paid.run("payments", "assign", payment_id, "HS07000001", "--why", " ").code == 3
    assert paid.run("payments", "assign", "pynone", "HS07000001", "--why", "x").code == 2
    done = paid.run("payments", "assign", payment_id, "HS07000001", "--why", "委托方来函")
    assert (done.code, payment_id in done.out) == (0, True)
    assert paid.run("payments", "return", payment_id, "--why", "x").code == 3
    assert paid.run("payments", "queue", "--json").out == ""
    assert paid.run("payments", "retry").json() == {"posted": 0}
    check = paid.run("ledger", "check", "--date", "2026-03-02")
    assert (check.code, check.out) == (0, "") and "received" in check.err
    assert paid.run("payments", "queue", "nowhere").code == 2
    assert paid.run("ledger", "check", "--date", "soon").code == 2
