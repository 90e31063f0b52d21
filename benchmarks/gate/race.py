"""Many callers at once, near the cap: does exactly the cap go out? One command answers.

    python benchmarks/gate/race.py --runs 50 --caps 3,6 --database postgresql
    python benchmarks/gate/race.py --runs 50 --caps 3,6 --database sqlite

On PostgreSQL 200 threads race, on SQLite 20 processes that live through all runs. Each run has debtors of its
own, on whom none, some or all but one of the day's contacts were made before; then everybody calls at one
moment. A cap of 3 is raced by calls that the customer answers (effective calls of a person), a cap of 6 by
calls that nobody answers (attempts on one number). The callers call one case, two cases of one person, or, for
the number's cap, two persons who share the number. The database is made for this and dropped afterwards.

A thread holds a connection of its own for its whole act; where the server lets in fewer than there are
threads, the others stand in the queue for one. After each run the database is read past the gate: attempts,
permits, decisions, logs, their chain, and the counters. Any miss is printed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import platform
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from race_callers import CALLER, LINES, Called, Race, Start, dial, moment, processes, the_house, threads, work

if TYPE_CHECKING:
    from fairdue.operations.house import House

_SERVER = urlsplit(os.environ.get("FAIRDUE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432"))
SERVER = f"{_SERVER.scheme}://{_SERVER.netloc}"
KEY = "dGVzdCBrZXkgb2YgdGhpcnR5LXR3byBieXRlcyBvayE="
CREDITOR = "示例银行信用卡中心"
RACE_DAY = date(2026, 3, 2)
LAYOUTS = {
    3: ("one case", "two cases of one person"),
    6: ("one case", "two cases of one person", "two persons with one number"),
}
WORDS = ("sent", "deferred", "refused")


@dataclass(frozen=True, slots=True)
class Raced:
    """One run as it ended. ``faults`` says everything that should not be."""

    start: Start
    words: Counter[str]
    at_once: int
    wall_s: float
    faults: tuple[str, ...]

    @property
    def total(self) -> int:
        """The contacts of that day, those made before the race included."""
        return self.start.already + self.words["sent"]


def main() -> int:
    """Race and print; 1 when a run did not end exactly at the cap, or anything stored is off."""
    asked = arguments()
    if asked.worker:
        return work()
    print(machine())
    with (
        tempfile.TemporaryDirectory(prefix="fairdue-race-") as folder,
        database(asked.database, Path(folder)),
    ):
        starts = place_debtors(caps=[int(cap) for cap in asked.caps.split(",")], runs=asked.runs)
        callers = asked.callers or (200 if asked.database == "postgresql" else 20)
        racing = threads(callers) if asked.database == "postgresql" else processes(callers)
        with racing as race:
            raced = [hold(start, race, callers) for start in starts]
    return report(raced)


def arguments() -> argparse.Namespace:
    """What was asked on the command line."""
    parser = argparse.ArgumentParser(description="Race many callers to the cap.")
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--caps", default="3,6")
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="sqlite")
    parser.add_argument("--callers", type=int, help="default: 200 threads, or 20 processes")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if unknown := set(asked.caps.split(",")) - {str(cap) for cap in LINES}:
        parser.error(f"there is no cap of {', '.join(sorted(unknown))} to race to; choose from 3,6")
    return asked


def place_debtors(*, caps: Sequence[int], runs: int) -> list[Start]:
    """Place two cases for each run, related as the run's layout says, and plan how each run begins."""
    from fairdue.operations.place import place_file
    from fairdue.practice.population import HEADERS, generate_rows
    from fairdue.practice.standing import vouch_for_practice

    planned: list[tuple[int, int, str, int]] = []
    for cap in caps:
        for run in range(runs):
            turn, place = divmod(run, len(LAYOUTS[cap]))
            planned.append((run, cap, LAYOUTS[cap][place], cap - 1 - turn % cap))
    size = len(planned) * 2
    rows = list(generate_rows(seed=41, size=size * 2, placed_on=RACE_DAY, creditor=CREDITOR, batch_no="R"))
    # Persons with one case each, so that no two runs meet on one person.
    first_of = {row["证件号"]: row for row in reversed(rows)}
    people = list(first_of.values())[:size]
    assert len(people) == size, "the population has fewer people than the race needs"
    for (_, _, layout, _), one, other in zip(planned, people[::2], people[1::2], strict=True):
        shared = {"two cases of one person": ("姓名", "性别", "证件号", "手机")}.get(layout, ())
        shared = ("手机",) if layout == "two persons with one number" else shared
        other.update({header: one[header] for header in shared})
    for number, row in enumerate(people):
        row["个案序列号"] = f"RACE-{number:05d}"
    stream = io.StringIO()
    writer = csv.DictWriter(stream, HEADERS)
    writer.writeheader()
    writer.writerows(people)
    house = the_house()
    placed = place_file(
        house, name="race.csv", content=stream.getvalue().encode(), as_of=moment(-60), actor="race"
    )
    vouch_for_practice(house, creditors=[CREDITOR], collectors=[CALLER], as_of=moment(-60))
    assert placed.new == size, f"{placed.new} of {size} cases were placed"
    starts = []
    for number, (run, cap, layout, already) in enumerate(planned):
        wanted = range(2 * number, 2 * number + (1 if layout == "one case" else 2))
        cases = tuple(house.book.resolve(f"RACE-{one:05d}") for one in wanted)
        starts.append(Start(run, cap, layout, already, cases))
    return starts


def hold(start: Start, race: Race, callers: int) -> Raced:
    """Make the contacts that were made before, let everybody race, and look at what is stored."""
    house = the_house()
    for number in range(start.already):
        before = dial(house, start, number)
        assert before == "sent", f"a contact before the race was {before}"
    begun = time.perf_counter()
    called = race(start)
    wall_s = time.perf_counter() - begun
    words = Counter(one.word for one in called)
    faults = [f"a caller ended with {word}" for word in words if word not in WORDS]
    if words.total() != callers:
        faults.append(f"{words.total()} of {callers} callers came back")
    if start.already + words["sent"] != start.cap:
        faults.append(f"{start.already + words['sent']} went out, the cap is {start.cap}")
    faults += stored_faults(house, start)
    raced = Raced(start, words, most_at_once(called), wall_s, tuple(faults))
    show(raced)
    return raced


def stored_faults(house: House, start: Start) -> list[str]:
    """What is off in the database after a run, read past the gate: rows, permits, logs, counters."""
    from fairdue.foundation.civil import CHINA
    from fairdue.operations.audit import audit
    from fairdue_desk.rows.models import ContactAttempt, Decision

    faults = []
    attempts = list(ContactAttempt.objects.filter(case_id__in=start.cases))
    permits = {attempt.permit_id: attempt.case_id for attempt in attempts}
    if len(attempts) != start.cap:
        faults.append(f"{len(attempts)} attempts are stored, not {start.cap}")
    if len(permits) != len(attempts):
        faults.append("a permit was spent twice")
    decisions = Decision.objects.filter(case_id__in=start.cases, verdict="permit")
    if {decision.permit_id: decision.case_id for decision in decisions} != permits:
        faults.append("the permits given are not the permits spent")
    line = LINES[start.cap]
    if any(attempt.result != line for attempt in attempts):
        faults.append("an attempt is still under way, or ended in another way than its line")
    logged: set[tuple[str, str]] = set()
    talks: Counter[tuple[str, str]] = Counter()
    unanswered: Counter[str] = Counter()
    cases = [house.book.load(case_id) for case_id in start.cases]  # type: ignore[arg-type]
    for case in cases:
        logged |= {(one.attempt_id, one.permit_id) for one in case.attempts}
        talks[case.party.person_id, case.account.creditor] += sum(one.effective for one in case.attempts)
        unanswered[case.contact_points[0].number_key] += sum(not one.connected for one in case.attempts)
        faults += [finding.fault for finding in audit(house, case_id=case.case_id).findings]
    if logged != {(attempt.attempt_id, attempt.permit_id) for attempt in attempts}:
        faults.append("the log's attempts are not the ledger's")
    for case in cases:
        person, creditor = case.party.person_id, case.account.creditor
        key = case.contact_points[0].number_key
        counts = house.ledger.counts(
            person_id=person, creditor=creditor, number_key=key, on=RACE_DAY, as_of=moment(0), zone=CHINA
        )
        if (counts.effective_calls, counts.unanswered_on_number) != (
            talks[person, creditor],
            unanswered[key],
        ):
            faults.append("the counters are not what the logs hold")
    return faults


@contextmanager
def database(kind: str, folder: Path) -> Iterator[None]:
    """A database of its own in the surroundings of this process and its children; dropped afterwards."""
    os.environ |= {"FAIRDUE_HOME": str(folder), "FAIRDUE_KEY": KEY, "FAIRDUE_TODAY": "2026-03-02T10:00"}
    if kind == "sqlite":
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'race.sqlite3'}"
        yield
        return
    import psycopg

    own = f"fairdue_race_{os.getpid()}"
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{own}"')
    try:
        os.environ["DATABASE_URL"] = f"{SERVER}/{own}"
        yield
    finally:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as server:
            server.execute(f'DROP DATABASE "{own}" WITH (FORCE)')


def most_at_once(called: Sequence[Called]) -> int:
    """How many callers were in the act at the busiest moment."""
    steps = sorted([(one.begun_s, 1) for one in called] + [(one.ended_s, -1) for one in called])
    most = now = 0
    for _, step in steps:
        now += step
        most = max(most, now)
    return most


def show(raced: Raced) -> None:
    """Print one line for a run."""
    start, words = raced.start, raced.words
    said = ", ".join(f"{words[word]} {word}" for word in WORDS)
    print(
        f"cap {start.cap} run {start.run + 1:>2} ({start.layout}): {start.already} before + {words['sent']} "
        f"= {raced.total} out; {said}; {raced.at_once} at once; {raced.wall_s:.2f} s",
        flush=True,
    )
    for fault in raced.faults:
        print(f"    MISS: {fault}", flush=True)


def report(raced: Sequence[Raced]) -> int:
    """Sum up by cap; the exit code."""
    print()
    for cap in dict.fromkeys(one.start.cap for one in raced):
        runs = [one for one in raced if one.start.cap == cap]
        words = sum((one.words for one in runs), Counter[str]())
        exact = sum(not one.faults for one in runs)
        print(
            f"cap {cap}: exactly {cap} went out in {exact} of {len(runs)} runs; went out in each: "
            f"{' '.join(str(one.total) for one in runs)}; {words['deferred']} deferred, {words['refused']} "
            f"refused; {min(one.at_once for one in runs)} to {max(one.at_once for one in runs)} callers at "
            f"once; {sum(one.wall_s for one in runs):.1f} s"
        )
    return int(any(one.faults for one in raced))


def machine() -> str:
    """The machine, in words."""
    model = platform.processor() or "unknown processor"
    about = Path("/proc/cpuinfo")
    for line in about.read_text().splitlines() if about.exists() else []:
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}; load before the runs {os.getloadavg()[0]:.1f}"
    )


if __name__ == "__main__":
    sys.exit(main())
