"""``fairdue offers`` and ``fairdue sign-plan``: asked without a trace, signed only whole and through the gate."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import Terminal
from core.intake.file_builders import placement_csv, record

MEANS = ("--income", "5000", "--living", "3000", "--other-debts", "500", "--at-hand", "300", "--steady")
PLAN = (
    *("--parts", "12", "--first", "2026-04-01", "--way", "手机银行", "--costs", "履行期间不另计利息"),
    *("--duties", "见协议第四条", "--other", "无", "--approval", "SP-31"),
)


@pytest.fixture(scope="module")
def placed(lasting: Terminal, tmp_path_factory: pytest.TempPathFactory) -> Terminal:
    """A home with one credit-card debt of 12,000 yuan whose parts are stated."""
    path: Path = tmp_path_factory.mktemp("files") / "one.csv"
    parts = {"委案金额": "12000", "本金": "10000", "逾期利息": "1500", "违约金": "500", "产品": "信用卡"}
    path.write_bytes(placement_csv(record(1, **parts)))
    assert lasting.run("place", "--creditor", "示例银行", path).code == 0
    lasting.take_ordinary_standing(creditor="示例银行")
    return lasting


def test_what_can_be_offered_is_told_as_data_and_leaves_no_trace(placed: Terminal) -> None:
    before = placed.run("audit", "verify").out
    told = placed.run("offers", "C000001", *MEANS, "--json")
    assert (told.code, told.err) == (0, "")
    found = told.json()
    assert (found["monthly_fen"], found["at_once_fen"], found["terms"]) == (120_000, 30_000, "example_bank")
    plan = next(one for one in found["offers"] if one["kind"] == "plan")
    assert (len(plan["pays"]), sum(fen for _, fen in plan["pays"])) == (10, 1_200_000)
    assert plan["approver"] == "lead" and plan["gate"] == "refuse", "nobody has vouched for an approval yet"
    part = next(one for one in found["offers"] if one["kind"] == "part")
    assert part["pays"] == [["2026-03-02", 30_000]] and part["left_fen"] == 1_170_000
    assert found["not_offered"] == []
    assert placed.run("audit", "verify").out == before


def test_without_an_income_it_asks_and_offers_no_plan(placed: Terminal) -> None:
    told = placed.run("offers", "C000001", FAIRDUE_LANG="en")
    assert told.code == 0
    assert "ask: about how much comes in a month" in told.out
    assert "- an instalment plan  income and costs are not known yet" in told.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--income", "-1"), "from 0 fen"),
        (("--income", "lots"), "--income: an amount in yuan"),
        (("--adults", "0"), "at least one adult"),
    ],
)
def test_what_cannot_be_a_budget_is_refused_with_what_to_type(
    placed: Terminal, arguments: tuple[str, ...], told: str
) -> None:
    said = placed.run("offers", "C000001", *arguments)
    assert said.code == 2 and told in said.err and said.out == ""


def test_a_plan_that_lacks_contents_is_refused_with_each_of_them(placed: Terminal) -> None:
    said = placed.run("sign-plan", "C000001", *PLAN[:-2], "--approval", "", FAIRDUE_LANG="en")
    assert said.code == 2
    assert "content 4 is missing: the promise to apply for no new card" in said.err
    assert "there is no approval on file (CN-PLAN-02)" in said.err


def test_a_plan_is_signed_only_when_the_gate_permits_it_and_then_collecting_stops(placed: Terminal) -> None:
    refused = placed.run("sign-plan", "C000001", *PLAN, "--no-new-card")
    assert refused.code == 3 and refused.out == "" and "审批单" in refused.err
    for fact in ("offer_approved", "plan_contents_complete", "hardship_evidenced"):
        said = placed.run(
            "attest", fact, "yes", "--case", "C000001", "--evidence", "SP-31", FAIRDUE_ACTOR="lead"
        )
        assert said.code == 0, said.err
    said = placed.run(
        *("attest", "lender_kind", "bank", "--creditor", "示例银行", "--evidence", "licence"),
        FAIRDUE_ACTOR="lead",
    )
    assert said.code == 0, said.err
    own = placed.run("sign-plan", "C000001", *PLAN, "--no-new-card", FAIRDUE_ACTOR="Ｌead ")
    assert own.code == 2 and "另一人" in own.err, "whoever approved a plan does not sign it as well"
    unverified = placed.run("sign-plan", "C000001", *PLAN, "--no-new-card")
    assert unverified.code == 3, "nobody has verified who agreed"
    call = placed.run("talk", "C000001", typed=_CALL)
    assert call.code == 0, call.err
    signed = placed.run("sign-plan", "C000001", *PLAN, "--no-new-card")
    assert signed.code == 0, signed.err
    lines = signed.out.splitlines()
    assert len(lines) == 12 and lines[0] == "2026-04-01  1,000.00"
    stopped = placed.run("explain", "C000001", FAIRDUE_TODAY="2026-03-10T10:00")
    assert stopped.code == 3 and "分期" in stopped.out
    again = placed.run("sign-plan", "C000001", *PLAN, "--no-new-card")
    assert again.code == 2 and "已有在履行的分期" in again.err


def test_an_oral_plan_needs_its_recording(placed: Terminal, tmp_path: Path) -> None:
    said = placed.run("sign-plan", "C000001", *PLAN, "--no-new-card", "--recording", tmp_path / "none.wav")
    assert said.code == 2 and "keeps its recording" in said.err


_CALL = "answered\nself\nid_last_four\nshort\npart\n3000\n3月6日\n微信\nagreed\nfinish\n"
