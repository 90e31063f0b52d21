"""The words of the scripted collectors, as data: for each policy its moves, and for each move several wordings.

Room: practice. Files are ``fairdue_playbook/policies/*.yaml``. A file says of itself whether its words are wrong on
purpose; such words are said to simulated customers alone and never become sentences of the playbook. Words are in
Chinese only: nobody reads them but the scorecard.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from random import Random

from fairdue.foundation.civil import civil_date
from fairdue.foundation.strict_yaml import YamlError, lines_of, read_yaml
from fairdue.practice.persona_person import PracticeCase

_SLOT = re.compile(r"\{([a-z_]+)\}")
SLOTS = frozenset(
    {
        *("name", "title", "agency", "creditor", "product", "amount", "due", "days", "staff", "follow_on"),
        *("promise_on", "promise_amount"),
    }
)
"""What a wording may leave open."""


class PolicyFileError(ValueError):
    """The words of a policy cannot be used; the message says file, line and mend."""


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """All moves of one policy and their wordings. ``meant_wrong`` marks words that nobody may say."""

    policy: str
    meant_wrong: bool
    moves: Mapping[str, tuple[str, ...]]


@cache
def policy_words(policy: str) -> PolicyWords:
    """The shipped words of one policy, read once. Raises PolicyFileError."""
    name = f"policies/{policy}.yaml"
    return read_policy_words((files("fairdue_playbook") / name).read_text(encoding="utf-8"), source=name)


def read_policy_words(text: str, *, source: str) -> PolicyWords:
    """Read the words of one policy from YAML text. Raises PolicyFileError."""
    try:
        raw = read_yaml(text, source=source)
    except YamlError as error:
        raise PolicyFileError(str(error)) from error
    lines = lines_of(text)

    def wrong(path: tuple[str, ...], what: str) -> PolicyFileError:
        return PolicyFileError(f"{source}:{lines.get(path, 1)}: {'.'.join(path) or 'the file'}: {what}")

    if not isinstance(raw, dict) or set(raw) != {"policy", "meant_wrong", "moves"}:
        raise wrong((), "give exactly policy, meant_wrong and moves")
    if not isinstance(raw["meant_wrong"], bool):
        raise wrong(("meant_wrong",), "must be true or false")
    if not isinstance(raw["moves"], dict) or not raw["moves"]:
        raise wrong(("moves",), "give each move a list of wordings")
    moves: dict[str, tuple[str, ...]] = {}
    for name, wordings in raw["moves"].items():
        path = ("moves", str(name))
        if (
            not isinstance(wordings, list)
            or not wordings
            or not all(isinstance(one, str) for one in wordings)
        ):
            raise wrong(path, "give a list of wordings, each a text")
        unknown = {slot for one in wordings for slot in _SLOT.findall(one)} - SLOTS
        if unknown:
            raise wrong(
                path, f"nothing fills {', '.join(sorted(unknown))}; use one of {', '.join(sorted(SLOTS))}"
            )
        moves[str(name)] = tuple(wordings)
    return PolicyWords(str(raw["policy"]), raw["meant_wrong"], moves)


_DIGITS = "零一二三四五六七八九"
_FOLLOW_DAYS = 3


def values_for(case: PracticeCase, *, seed: int, as_of: datetime) -> dict[str, str]:
    """What fills the open places of a wording, from the case and the seed of the collector."""
    rng = Random(f"collector:{seed}")  # noqa: S311 - practice, nothing to guess
    today = civil_date(as_of)
    return {
        "name": case.debtor,
        "title": "女士" if case.sex == "女" else "先生",
        "agency": case.agency,
        "creditor": case.creditor,
        "product": case.product,
        "amount": spoken_yuan(case.ledger_amount_fen),
        "due": spoken_day(case.due_on),
        "days": str(case.days_past_due),
        "staff": "".join(_DIGITS[rng.randrange(10)] for _ in range(4)),
        "follow_on": spoken_day(today + timedelta(days=_FOLLOW_DAYS + rng.randrange(4))),
    }


def spoken_day(day: date) -> str:
    """A day as it is said: 3月11号."""
    return f"{day.month}月{day.day}号"


def spoken_yuan(fen: int) -> str:
    """An amount as it is said: 2160元, 2160元5角."""
    yuan, rest = divmod(fen, 100)
    if not rest:
        return f"{yuan}元"
    jiao, only_fen = divmod(rest, 10)
    return f"{yuan}元{jiao}角{only_fen}分" if only_fen else f"{yuan}元{jiao}角"


def filled(wording: str, values: Mapping[str, str]) -> str:
    """The wording with its open places filled. Raises KeyError where a value is missing."""
    return _SLOT.sub(lambda match: values[match.group(1)], wording)
