"""``fairdue soak``: a summary and 0, a broken invariant with its seed and 1, a slip of the pen and 2."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path)


def test_a_short_soak_sums_up_and_ends_with_0(terminal: Terminal) -> None:
    said = terminal.run("soak", "--acts", "150", FAIRDUE_LANG="en")
    assert (said.code, said.err) == (0, "")
    assert "seed 1: 150 acts proposed" in said.out
    assert "no invariant was broken" in said.out
    assert "one_permit" in said.out
    assert not list(terminal.home.iterdir()), "a soak needs no home"


def test_a_planted_bug_ends_with_1_and_says_invariant_seed_act_and_the_command(terminal: Terminal) -> None:
    said = terminal.run("soak", "--acts", "3000", "--seed", "3", "--plant", "licence-turned-round")
    assert said.code == 1
    assert "被打破：licence（种子 3，第" in said.out
    replay = next(line for line in said.out.splitlines() if line.startswith("重放："))
    command = replay.removeprefix("重放：fairdue ").split()
    assert "--until" in command
    again = terminal.run(*command)
    assert again.code == 1
    assert replay in again.out


def test_a_slip_of_the_pen_ends_with_2(terminal: Terminal) -> None:
    unknown = terminal.run("soak", "--plant", "no-such-plant")
    assert (unknown.code, unknown.out) == (2, "")
    assert "talks-one-too-many" in unknown.err
    assert terminal.run("soak", "--acts", "0").code == 2
    far = terminal.run("soak", "--acts", "99999999999999999999", "--until", "3")
    assert (far.code, far.out) == (2, "") and "--acts is at most" in far.err


def test_the_plants_are_listed_in_both_languages(terminal: Terminal) -> None:
    zh, en = terminal.run("soak", "--plants"), terminal.run("soak", "--plants", FAIRDUE_LANG="en")
    assert (zh.code, en.code) == (0, 0)
    assert "争议不再暂停催收" in zh.out
    assert "a dispute stops nothing" in en.out
