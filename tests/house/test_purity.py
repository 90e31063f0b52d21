"""House rule: the core reads no clock, takes no chance, says nothing by itself and guards with raise."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import pytest

from house import scans
from house.tree import CORE, DESK, findings, must_be_empty, python_files, within


def test_only_the_command_line_and_the_wiring_read_the_clock() -> None:
    allowed = {*within(CORE / "cli"), DESK / "wiring.py"}
    scanned = [path for path in python_files() if path not in allowed]
    must_be_empty(findings(scanned, scans.clock_readings), rule="Time is handed in as `as_of`.")


def test_chance_in_the_core_always_has_a_seed() -> None:
    must_be_empty(
        findings(within(CORE), scans.unseeded_chance),
        rule="Hand in a random.Random(seed); ids come from the port `Ids`.",
    )


def test_the_core_prints_nothing() -> None:
    scanned = [path for path in within(CORE) if not path.is_relative_to(CORE / "cli")]
    must_be_empty(findings(scanned, scans.prints), rule="Rooms return values; only the command line prints.")


def test_no_moment_is_made_without_a_time_zone() -> None:
    must_be_empty(findings(python_files(), scans.naive_moments), rule="Every moment carries its zone.")


def test_the_gate_and_the_operations_guard_with_raise() -> None:
    rooms = [*within(CORE / "compliance"), *within(CORE / "operations")]
    must_be_empty(
        findings(rooms, scans.guarding_assertions),
        rule="`python -O` drops assert; a guard of law or of the log is an explicit raise.",
    )


Scan = Callable[[ast.Module], Iterator[scans.Finding]]


@pytest.mark.parametrize(
    ("scan", "source"),
    [
        (scans.clock_readings, "import datetime\ndatetime.datetime.now()"),
        (scans.clock_readings, "from datetime import datetime as d\nd.now(zone)"),
        (scans.clock_readings, "from datetime import date\nf = date.today"),
        (scans.clock_readings, "from time import monotonic as tick\ntick()"),
        (scans.clock_readings, "from django.utils import timezone\nfield(default=timezone.now)"),
        (scans.clock_readings, "from django.utils.timezone import localdate\nlocaldate()"),
        (scans.clock_readings, "from django.db import models\nmodels.DateTimeField(auto_now_add=True)"),
        (scans.unseeded_chance, "import random\nrandom.choice(x)"),
        (scans.unseeded_chance, "from random import Random\nRandom()"),
        (scans.unseeded_chance, "import secrets\nsecrets.token_hex(8)"),
        (scans.unseeded_chance, "from uuid import uuid4\nuuid4()"),
        (scans.prints, "print('hello')"),
        (scans.prints, "import sys\nsys.stdout.write('hello')"),
        (scans.naive_moments, "from datetime import datetime\ndatetime(2026, 3, 2)"),
        (scans.naive_moments, "import datetime\ndatetime.datetime.combine(day, noon)"),
        (scans.naive_moments, "from datetime import datetime\ndatetime.fromtimestamp(0)"),
        (scans.guarding_assertions, "def gate(x):\n    assert x.count < 6"),
        (scans.guarding_assertions, "assert isinstance(decision, Permit)"),
        (scans.guarding_assertions, "assert permit is not None"),
    ],
)
def test_each_scan_finds_what_it_is_for(scan: Scan, source: str) -> None:
    assert list(scan(ast.parse(source)))


@pytest.mark.parametrize(
    ("scan", "source"),
    [
        (scans.clock_readings, "def judge(as_of):\n    return as_of.now"),
        (scans.clock_readings, "from django.utils.timezone import localdate\nlocaldate(moment)"),
        (scans.clock_readings, "house.now()"),
        (scans.unseeded_chance, "from random import Random\nRandom(7).choice(x)"),
        (scans.prints, "console.print('hello')"),
        (scans.naive_moments, "from datetime import datetime\ndatetime(2026, 3, 2, tzinfo=zone)"),
        (scans.naive_moments, "from datetime import datetime\ndatetime.combine(day, noon, zone)"),
        (scans.guarding_assertions, "assert_never(answer)"),
        (scans.guarding_assertions, "assert label is not None"),
        (scans.guarding_assertions, "assert isinstance(label, Bilingual)"),
    ],
)
def test_each_scan_lets_the_right_way_pass(scan: Scan, source: str) -> None:
    assert not list(scan(ast.parse(source)))
