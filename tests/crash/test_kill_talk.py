"""``kill -9`` at ten moments of one guided call: every acknowledged turn is there, and the call goes on."""

from __future__ import annotations

import io
import json
import re
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import pexpect
import pytest

from crash.houses import BIN, COLLECTOR, DATABASES, Killable, killable_house
from fairdue.practice.population import generate_rows, write_placement_csv
from standing import typed_standing

pytestmark = pytest.mark.crash

SEED = 711
TURNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("电话接通情况", ("1",)),
    ("开场：先问是不是本人", ("1",)),
    ("核实身份", ("1",)),
    ("说明账务，先听情况", ("4",)),
    ("定下日期和金额", ("2", "三百", "后天", "微信")),
    ("复述承诺", ("1",)),
    ("告知下一步，礼貌结束", ("1",)),
)
"""The steps of one call by the titles on the screen, and what is typed at each: a part is promised."""


@dataclass(frozen=True)
class Kill:
    """One kill: at the prompt after so many turns, or while the next turn is taken, so long after Enter."""

    turns: int
    after_s: float | None


def the_kills(rng: Random) -> list[Kill]:
    """Ten moments: while the program starts, waiting at a prompt, and in the middle of turns."""
    starting = [Kill(-1, rng.uniform(0.2, 1.6)) for _ in range(2)]
    waiting = [Kill(turns, None) for turns in sorted(rng.sample(range(len(TURNS)), 3))]
    # The last turn is left to the survivor: a call that was wrapped up is over, and the next would be another.
    taking = [Kill(turns, rng.uniform(0, 0.03)) for turns in sorted(rng.choices(range(6), k=5))]
    return starting + sorted(waiting + taking, key=lambda kill: kill.turns)


class Screen:
    """One ``fairdue talk`` on a terminal of its own."""

    def __init__(self, house: Killable) -> None:
        self.child = pexpect.spawn(
            str(BIN / "fairdue"),
            ["talk", "HS-1"],
            env=house.environment,  # type: ignore[arg-type]
            encoding="utf-8",
            timeout=60,
            dimensions=(60, 200),
            echo=False,
        )

    def step(self) -> int:
        """Wait for the prompt, and say at which turn the screen stands."""
        self.child.expect(r"\n> $")
        titles = re.findall(r"─ \S+ · (.+?) ─", self.child.before or "")
        assert titles, self.child.before
        return [title for title, _ in TURNS].index(titles[-1])

    def type(self, turn: int) -> None:
        """Type one turn; the asked values come line by line."""
        for number, line in enumerate(TURNS[turn][1]):
            if number:
                self.child.expect(": $")
            self.child.sendline(line)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.child.kill(9)
        self.child.close(force=True)


@pytest.mark.parametrize("database", DATABASES)
def test_a_call_killed_ten_times_loses_no_acknowledged_turn_and_is_finished_in_the_end(
    database: str, tmp_path: Path
) -> None:
    with killable_house(database, tmp_path / "house", name="talk") as house:
        placed_one_case(house, tmp_path)
        kills = the_kills(Random(f"{SEED}:{database}"))
        assert len(kills) == 10
        acknowledged = 0
        for kill in kills:
            acknowledged = killed(house, kill, acknowledged)
        finished(house, acknowledged)


def killed(house: Killable, kill: Kill, acknowledged: int) -> int:
    """Take the call up, drive it to the moment, kill it; returns how many turns were acknowledged."""
    screen = Screen(house)
    if kill.turns < 0:
        time.sleep(kill.after_s or 0)
        screen.kill()
        assert house.count("rows_contactattempt") <= 1
        assert turns_stored(house) == 0
        return 0
    standing = screen.step()
    assert standing == turns_stored(house) >= acknowledged, "an acknowledged turn was lost"
    while standing < kill.turns:
        screen.type(standing)
        standing = screen.step()
        assert turns_stored(house) == standing, "the next step was shown before the turn was stored"
    if kill.after_s is not None and standing < len(TURNS) - 1:
        screen.type(standing)
        time.sleep(kill.after_s)
    screen.kill()
    assert standing <= turns_stored(house) <= standing + 1, "half a turn, or more than one"
    return standing


def finished(house: Killable, acknowledged: int) -> None:
    """The survivor takes the call up where it stood and wraps it up; nothing is there twice."""
    screen = Screen(house)
    standing = screen.step()
    assert standing >= acknowledged
    for turn in range(standing, len(TURNS)):
        screen.type(turn)
        if turn < len(TURNS) - 1:
            assert screen.step() == turn + 1
    screen.child.expect(pexpect.EOF)
    screen.child.close()
    assert screen.child.exitstatus == 0
    record = json.loads(re.findall(r"\{.*\}", screen.child.before or "")[-1])
    assert record["code"] == "PTP"
    assert turns_stored(house) == len(TURNS)
    for kind in ("AttemptStarted", "CallOpened", "IdentityVerified", "PromiseMade", "AttemptEnded"):
        assert house.count("rows_caseevent", f"kind = '{kind}'") == 1, kind
    assert house.count("rows_contactattempt", "result = 'answered'") == 1
    verified = house.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout


def placed_one_case(house: Killable, folder: Path) -> None:
    row = next(
        generate_rows(seed=3, size=1, placed_on=date(2026, 3, 1), creditor="示例银行", batch_no="B2603-01")
    )
    stream = io.StringIO()
    write_placement_csv(stream, rows=[row | {"个案序列号": "HS-1"}])
    file = folder / "one.csv"
    file.write_text(stream.getvalue(), encoding="utf-8")
    assert house.run("place", str(file)).returncode == 0
    for arguments in typed_standing(creditor="示例银行", collector=COLLECTOR):
        stated = house.run(*arguments, FAIRDUE_ACTOR="lead")
        assert stated.returncode == 0, stated.stderr


def turns_stored(house: Killable) -> int:
    """How many turns lie in the log; they are numbered without a gap."""
    stored = house.ask("SELECT body FROM rows_caseevent WHERE kind = 'TurnTaken' ORDER BY seq")
    numbers = [json.loads(str(body))["turn"] for (body,) in stored]
    assert numbers == list(range(1, len(numbers) + 1))
    return len(numbers)
