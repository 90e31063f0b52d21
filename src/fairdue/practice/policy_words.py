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

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import read_document
from fairdue.foundation.civil import civil_date
from fairdue.practice.persona_person import PracticeCase

_SLOT = re.compile(r"\{([a-z_]+)\}")
SLOTS = frozenset(
    {
        *("name", "title", "agency", "creditor", "product", "amount", "due", "days", "staff", "follow_on"),
        *("promise_on", "promise_amount"),
    }
)
"""What a wording may leave open."""


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """All moves of one policy and their wordings. ``meant_wrong`` marks words that nobody may say."""

    policy: str
    meant_wrong: bool
    moves: Mapping[str, tuple[str, ...]]


@cache
def policy_words(policy: str) -> PolicyWords:
    """The shipped words of one policy, read once. Raises FlowFault."""
    name = f"policies/{policy}.yaml"
    return read_policy_words((files("fairdue_playbook") / name).read_text(encoding="utf-8"), source=name)


def read_policy_words(text: str, *, source: str) -> PolicyWords:
    """Read the words of one policy from YAML text. Raises FlowFault with file, line and mend."""
    page = read_document(text, source=source).only("policy", "meant_wrong", "moves")
    wrong = page.values.get("meant_wrong")
    if not isinstance(wrong, bool):
        raise FlowFault(f"{page.at('meant_wrong')} must be true or false")
    listed = page.entry("moves")
    moves: dict[str, tuple[str, ...]] = {}
    for name in listed.values:
        wordings = listed.texts(name)
        if not wordings:
            raise FlowFault(f"{listed.at(name)} must have a wording at least")
        unknown = {slot for one in wordings for slot in _SLOT.findall(one)} - SLOTS
        if unknown:
            known = ", ".join(sorted(SLOTS))
            raise FlowFault(f"{listed.at(name)}: nothing fills {', '.join(sorted(unknown))}; known: {known}")
        moves[name] = wordings
    return PolicyWords(page.text("policy"), wrong, moves)


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
        "staff": f"三五零{_DIGITS[rng.randrange(10)]}",
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
