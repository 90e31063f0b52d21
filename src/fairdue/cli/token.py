"""``fairdue token``: personal tokens with which a program speaks to the REST API in somebody's name and rights.

Room: cli.
"""

from __future__ import annotations

import sys
from datetime import timedelta

from cyclopts import App

from fairdue.cli.app import app
from fairdue.cli.house import ExpectedFailure, actor, language, open_house
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.operations.standing_ports import TokenRecord, UnknownToken

LONGEST_DAYS = 366

token = App(name="token", help="Personal tokens for the REST API.")
app.command(token)


@token.command
def create(username: str, *, label: str = "", days: int = 90) -> int:
    """Make a token for a login and print it, this once; the house keeps only its digest.

    Parameters
    ----------
    username
        The login of the desk in whose name and rights the program will speak.
    label
        What it is for, so that it can be recognised later.
    days
        How many days it counts, at most 366.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise ExpectedFailure(
            f"--days is from 1 to {LONGEST_DAYS}; a token without an end is not made", code=2
        )
    house = open_house()
    now = house.now()
    try:
        clear, record = house.tokens.create(
            username=username, label=label[:80], at=now, ends_at=now + timedelta(days=days), actor=actor()
        )
    except UnknownToken as error:
        raise ExpectedFailure(str(error), code=2) from error
    said = Bilingual(
        f"令牌 {record.token_id}，有效至 {_day(record)}；只显示这一次：",
        f"token {record.token_id}, counts until {_day(record)}; it is shown this once:",
    )
    print(said.in_language(language()), file=sys.stderr)
    print(clear)
    return 0


@token.command
def revoke(token_id: str) -> int:
    """End a token at once.

    Parameters
    ----------
    token_id
        Its id, as `fairdue token list` shows it.
    """
    house = open_house()
    try:
        record = house.tokens.revoke(token_id, at=house.now(), actor=actor())
    except UnknownToken as error:
        raise ExpectedFailure(str(error), code=2) from error
    said = Bilingual(f"已撤销 {record.token_id}", f"revoked {record.token_id}")
    print(said.in_language(language()), file=sys.stderr)
    return 0


@token.command(name="list")
def list_tokens() -> int:
    """List the tokens, the newest first: id, login, until when, what for."""
    house = open_house()
    now = house.now()
    states = {True: Bilingual("有效", "counts"), False: Bilingual("已失效", "ended")}
    for record in house.tokens.listed():
        state = states[record.counts_at(now)].in_language(language())
        print(f"{record.token_id}  {record.username}  {_day(record)}  {state}  {record.label}")
    return 0


def _day(record: TokenRecord) -> str:
    return record.ends_at.astimezone(CHINA).date().isoformat()
