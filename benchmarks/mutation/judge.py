"""Judges every mutant of the compliance room, in a scratch copy of the checkout that ``run.sh`` has made.

mutmut writes the mutants (all of them into one copy of the sources, chosen by ``MUTANT_UNDER_TEST``) and names the
tests to be used (``[tool.mutmut]`` in ``pyproject.toml``). Its own runner collects those tests anew for each mutant,
which takes longer than running them; this one collects once, notes which tests reach which function, and forks for
each mutant. A mutant is killed when a test that reaches its function fails, or outlasts its time; one that no test
reaches counts as alive. ``mutmut run`` on the same configuration gives the same verdicts.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import signal
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest

HERE = Path.cwd()
ROOM = "src/fairdue/compliance"
QUICK = ("--rootdir=.", "--assert=plain", "--tb=native")
"""That a test failed is enough; nobody reads how."""

KILLED, TIMEOUT, SURVIVED, WITHOUT_TESTS = "killed", "timeout", "survived", "without tests"


def generate() -> None:
    """Write the mutants into ``mutants/`` under the working directory."""
    import mutmut.__main__ as mutmut

    mutmut.set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir()
    mutmut.copy_src_dir()
    mutmut.copy_also_copy_files()
    mutmut.setup_source_paths()
    mutmut.create_mutants(os.cpu_count() or 2)


def names_of_mutants(only: str) -> list[str]:
    """Every mutant's name, file by file."""
    found: list[str] = []
    for meta in sorted(Path("mutants", ROOM).glob("*.meta")):
        found += json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
    files = only.split(",") if only else sorted({name.split(".")[2] for name in found})
    return [name for file in files for name in found if name.split(".")[2] == file]


class Judge:
    """A pytest plugin: runs the collected tests once for the record, and then forks for every mutant."""

    def __init__(self, mutants: list[str], at_once: int) -> None:
        self.mutants, self.at_once = mutants, at_once
        self.verdicts: dict[str, str] = {}
        self.failed: list[str] = []
        self.took: Counter[str] = Counter()
        self.reached_by: dict[str, list[pytest.Item]] = defaultdict(list)
        self.kills: Counter[tuple[str, str]] = Counter()
        self.running: dict[int, tuple[str, float, int]] = {}
        self.told = time.monotonic()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.took[report.nodeid] += report.duration  # type: ignore[assignment]
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        from mutmut.mutation.trampoline import set_mutant_under_test
        from mutmut.state import state

        set_mutant_under_test("stats")
        for item, after in zip(session.items, [*session.items[1:], None], strict=True):
            state()._stats.clear()
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            for function in state()._stats:
                self.reached_by[function].append(item)
        if not self.reached_by:
            raise SystemExit("no test reached a mutant; is another copy of fairdue on the path?")
        if self.failed:
            raise SystemExit(f"not without a mutant: {', '.join(self.failed)}")
        print(f"\n{len(session.items)} tests took {sum(self.took.values()):.0f} s together", flush=True)
        # The children share what was loaded; a collection of garbage in each of them would copy all of it.
        gc.collect()
        gc.freeze()
        gc.disable()
        for name in self.mutants:
            self._judge(name)
        while self.running:
            self._reap()
        return True

    def _judge(self, name: str) -> None:
        function = name.rpartition("__mutmut_")[0]
        items = self.reached_by.get(function, [])
        if not items:
            self.verdicts[name] = WITHOUT_TESTS
            return
        while len(self.running) >= self.at_once:
            self._reap()
        # Whoever has killed most of this function's mutants so far is asked first, then the quickest.
        items = sorted(items, key=lambda item: (-self.kills[function, item.nodeid], self.took[item.nodeid]))
        read, write = os.pipe()
        limit = 20 + 10 * sum(self.took[item.nodeid] for item in items)
        child = os.fork()
        if child == 0:
            self._be_the_mutant(name, items, write)
        os.close(write)
        self.running[child] = (name, time.monotonic() + limit, read)

    def _be_the_mutant(self, name: str, items: list[pytest.Item], write: int) -> None:
        from mutmut.mutation.trampoline import set_mutant_under_test

        try:
            items[0].config.pluginmanager.unregister(name="terminalreporter")
            set_mutant_under_test(name)
            for item, after in zip(items, [*items[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
                if self.failed:
                    os.write(write, item.nodeid.encode())
                    os._exit(1)
            os._exit(0)
        finally:
            os._exit(2)  # whatever the mutant broke so thoroughly is found out

    def _reap(self) -> None:
        for child, (name, until, read) in list(self.running.items()):
            done, status = os.waitpid(child, os.WNOHANG)
            if not done and time.monotonic() > until:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                self.verdicts[name] = TIMEOUT
            elif done:
                self.kills[name.rpartition("__mutmut_")[0], os.read(read, 4096).decode()] += 1
                self.verdicts[name] = SURVIVED if status == 0 else KILLED
            else:
                continue
            os.close(read)
            del self.running[child]
            self._tell()
        time.sleep(0.002)

    def _tell(self) -> None:
        if time.monotonic() > self.told + 60:
            self.told = time.monotonic()
            alive = write_alive(self.verdicts)
            print(f"{len(self.verdicts)} of {len(self.mutants)} judged, {alive} alive", flush=True)


def write_alive(verdicts: dict[str, str]) -> int:
    """List the mutants that are alive in ``alive.txt`` beside ``mutants/``, and return how many there are."""
    alive = sorted(name for name, verdict in verdicts.items() if verdict in (SURVIVED, WITHOUT_TESTS))
    (HERE / "alive.txt").write_text("".join(f"{name}\n" for name in alive), encoding="utf-8")
    return len(alive)


def report(verdicts: dict[str, str], needed: float) -> int:
    """Print what came out, file by file; 1 where fewer than needed were killed."""
    by_file: dict[str, Counter[str]] = defaultdict(Counter)
    for name, verdict in verdicts.items():
        by_file[name.split(".")[2]][verdict] += 1
    total = sum(by_file.values(), Counter[str]())
    kinds = (KILLED, TIMEOUT, SURVIVED, WITHOUT_TESTS)
    print(f"\n{'file':20}{'mutants':>9}" + "".join(f"{kind:>15}" for kind in kinds) + f"{'% killed':>10}")
    for file, counted in [*sorted(by_file.items()), ("all", total)]:
        line = "".join(f"{counted[kind]:>15}" for kind in kinds)
        print(f"{file:20}{counted.total():>9}{line}{_percent(counted):>10.1f}")
    write_alive(verdicts)
    print(
        "\nalive:",
        *sorted(name for name, one in verdicts.items() if one in (SURVIVED, WITHOUT_TESTS)),
        sep="\n  ",
    )
    print(f"\n{_percent(total):.1f} % killed, {needed:.0f} % needed")
    return 0 if _percent(total) >= needed else 1


def _percent(counted: Counter[str]) -> float:
    return 100 * (counted[KILLED] + counted[TIMEOUT]) / counted.total() if counted else 0.0


def main() -> int:
    """Generate, judge, report."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--needed", type=float, default=90)
    asked.add_argument("--only", default="", help="files of the room by their names, such as finding,gate")
    asked.add_argument("--at-once", type=int, default=os.cpu_count() or 2)
    said = asked.parse_args()
    if not Path("mutants").exists():
        generate()
    from mutmut.configuration import config

    selection = config().pytest_add_cli_args_test_selection
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}", flush=True)
    judge = Judge(names_of_mutants(said.only), said.at_once)
    os.chdir("mutants")
    sys.path[:0] = [str(Path("src").resolve()), str(Path("tests").resolve())]
    os.environ["MUTANT_UNDER_TEST"] = ""
    sys.dont_write_bytecode = True
    ended = pytest.main([*config().pytest_add_cli_args, *QUICK, *selection], plugins=[judge])
    os.chdir("..")
    if not judge.verdicts:
        print(f"nothing was judged; pytest ended with {int(ended)}")
        return 2
    return report(judge.verdicts, said.needed)


if __name__ == "__main__":
    sys.exit(main())
