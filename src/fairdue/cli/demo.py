"""``fairdue demo`` and ``fairdue serve``: the web desk, with an invented portfolio or with your own.

Room: cli. The demo works in a home and a database of its own and never touches yours.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, cast

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, language, open_house
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.operations.house import House

SEED = 20_260_302
DAYS_LIVED = 21
CASES_LIVED = 160
COLLECTORS = ("collector1", "collector2", "collector3")
TRAINEE = "trainee"
CASES_OF_TRAINEE = 6


@app.command
def serve(*, host: str = "127.0.0.1", port: int = 8000, workers: int = 1) -> int:
    """Serve the desk on the database that DATABASE_URL names.

    Parameters
    ----------
    host
        The address to listen on.
    port
        The port to listen on.
    workers
        How many processes serve; several need PostgreSQL to be of use.
    """
    _part("serve")(host=host, port=port, workers=workers)
    return 0


@app.command
def demo(
    *, cases: int = 2000, host: str = "127.0.0.1", port: int = 8000, fresh: bool = False, serve: bool = True
) -> int:
    """Place an invented portfolio, live through three weeks with it, and serve the desk.

    Parameters
    ----------
    cases
        How many cases, from 10 to 1,000,000.
    host
        The address to listen on.
    port
        The port to listen on.
    fresh
        Throw the last demo away and build it anew.
    serve
        Serve afterwards; with --no-serve the portfolio is only built.
    """
    if not 10 <= cases <= 1_000_000:
        raise ExpectedFailure("--cases is from 10 to 1,000,000", code=2)
    _own_surroundings(fresh=fresh)
    house = open_house()
    if next(house.book.iterate(), None) is None:
        _build(house, cases)
    logins = cast("Callable[[], list[Any]]", _part("demo_staff"))()
    _greet(logins, host=host, port=port, serving=serve)
    if serve:
        _part("serve")(host=host, port=port, workers=1)
    return 0


def _own_surroundings(*, fresh: bool) -> None:
    """A home, a database and a business day of the demo's own, unless the caller names a database."""
    if not os.environ.get("DATABASE_URL"):
        base = os.environ.get("FAIRDUE_HOME") or str(_data_home() / "fairdue")
        demo_home = Path(base) / "demo"
        demo_home.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.environ["FAIRDUE_HOME"] = str(demo_home)
        if fresh:
            for name in ("fairdue.sqlite3", "fairdue.sqlite3-wal", "fairdue.sqlite3-shm"):
                (demo_home / name).unlink(missing_ok=True)
    elif fresh:
        raise ExpectedFailure(
            "--fresh deletes only the demo's own database; unset DATABASE_URL, or empty that one yourself",
            code=2,
        )
    # With a date alone the business clock keeps to lawful hours, so that the demo can call at night too.
    os.environ.setdefault("FAIRDUE_TODAY", datetime.now(CHINA).date().isoformat())


def _data_home() -> Path:
    stated = os.environ.get("XDG_DATA_HOME")
    return Path(stated) if stated else Path.home() / ".local" / "share"


def _build(house: House, cases: int) -> None:
    from fairdue.practice.lived_in import CREDITORS, assign_cases, live, place_portfolio
    from fairdue.practice.paperwork import set_aside, try_without_a_licence
    from fairdue.practice.reviewed_demo import review_some
    from fairdue.practice.standing import vouch_for_practice

    today = house.now().astimezone(CHINA).date()
    begun = today - timedelta(days=DAYS_LIVED)
    _say(f"正在生成并导入 {cases} 件虚构案件…", f"placing {cases} invented cases …")
    # One transaction: a demo that was interrupted while it was built is simply not there.
    with house.book.transaction():
        place_portfolio(house, seed=SEED, size=cases, placed_on=begun, as_of=_at(begun, 9))
        vouch_for_practice(house, creditors=CREDITORS, collectors=COLLECTORS, as_of=_at(begun, 9))
        ids = assign_cases(
            house,
            collectors=COLLECTORS,
            as_of=_at(begun, 9),
            limit=min(cases - CASES_OF_TRAINEE, CASES_LIVED),
        )
        _say(f"正在模拟 {DAYS_LIVED} 天的作业…", f"living through {DAYS_LIVED} days …")
        story = live(house, seed=SEED, case_ids=ids, from_on=begun, until_on=today, tell=_progress)
        # Somebody who has never collected has cases of their own, and may dial only after the exam.
        assign_cases(
            house,
            collectors=(TRAINEE,),
            as_of=_at(today, 8),
            limit=CASES_OF_TRAINEE,
            leave_out=frozenset(ids),
        )
        try_without_a_licence(house, case_ids=ids, as_of=_at(today - timedelta(days=1), 18))
        set_aside(house, case_ids=ids, as_of=_at(today - timedelta(days=1), 18))
        reviewed = review_some(house, case_ids=ids, as_of=_at(today - timedelta(days=1), 19))
    _say(
        f"完成: {story.calls} 次通话,{story.payments} 笔还款,闸门拦下 {story.not_permitted} 次,{len(reviewed)} 通有质检文字",
        f"done: {story.calls} calls, {story.payments} payments, {story.not_permitted} stopped by the gate, "
        f"{len(reviewed)} calls with a transcript to review",
    )


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r  {line}", end="", file=sys.stderr, flush=True)


def _greet(logins: list[Any], *, host: str, port: int, serving: bool) -> None:
    zh = language() == "zh"
    print("用户名 / 密码:" if zh else "logins:")
    for login in logins:
        print(f"  {login.username:<12} {login.password:<18} {login.role.value}")
    if serving:
        print(f"\n  http://{host}:{port}/\n")
    tries = (
        (
            "以 collector1 登录,打开今日第一件案件,按 C 再按 Enter 开始引导通话",
            "log in as collector1, open the first case of the day, and press C, then Enter, for a guided call",
        ),
        (
            "以 trainee 登录,没有上岗资格,拨不出去;在“培训”里学完、练习、考试之后再拨",
            "log in as trainee: not licensed, so dialling is refused; learn, practise and sit the exam, then dial",
        ),
        (
            "以 lead 登录,查看今日到期、团队与指标",
            "log in as lead: what is due, the team, the measures",
        ),
        (
            "以 compliance 登录,查看每一次决定及其依据",
            "log in as compliance: every decision of the gate with its rule",
        ),
        (
            "以 admin 登录,导入一个委案文件(先试运行)",
            "log in as admin: import a placement file, dry run first",
        ),
    )
    for number, (first, second) in enumerate(tries, start=1):
        print(f"  {number}. {first if zh else second}")
    sys.stdout.flush()


def _part(name: str) -> Callable[..., Any]:
    """A part of the composition root, by its entry point."""
    stated = os.environ.get(f"FAIRDUE_WIRING_{name.upper()}")
    if stated:
        module, _, function = stated.partition(":")
        return cast("Callable[..., Any]", getattr(importlib.import_module(module), function))
    for entry in entry_points(group="fairdue.wiring", name=name):
        return cast("Callable[..., Any]", entry.load())
    raise ExpectedFailure("the desk is not installed; install the package with it")


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), CHINA)


def _say(zh: str, en: str) -> None:
    print(Bilingual(zh, en).in_language(language()), file=sys.stderr, flush=True)
