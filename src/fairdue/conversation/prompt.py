"""The prompt: everything a screen needs to carry the collector through one step, in one language.

Room: conversation. It is made by ``engine.prompt_of`` and holds finished text; a terminal and a web page
show the same. Before the identity check it holds no fact of the debt.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from fairdue.casefile.disposition import ResultCode
from fairdue.foundation.bilingual import Bilingual


class Stage(StrEnum):
    """The four stages of a first call."""

    OPENING = "opening"
    INQUIRY = "inquiry"
    BRANCH = "branch"
    COMMITMENT = "commitment"


STAGE_NAMES: dict[Stage, Bilingual] = {
    Stage.OPENING: Bilingual("开场", "Opening"),
    Stage.INQUIRY: Bilingual("了解情况", "Inquiry"),
    Stage.BRANCH: Bilingual("分情况处理", "Branch"),
    Stage.COMMITMENT: Bilingual("约定与收尾", "Commitment"),
}


class AskKind(StrEnum):
    """What a choice asks the collector to type, and the field of ``Heard`` that takes it."""

    AMOUNT = "amount"  # Heard.amount_fen
    DATE = "date"  # Heard.on
    TIME = "time"  # Heard.at
    CHANNEL = "channel"  # Heard.channel
    TEXT = "text"  # Heard.text


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to say, filled. ``hint`` says how or when to say it; "" where there is nothing to add."""

    sentence_id: str
    text: str = field(repr=False)
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to pick. ``ask_labels`` stand in the order of ``asks``; ``optional`` may stay empty.

    ``care`` marks the choices that always win over collecting; a screen sets them apart.
    """

    choice_id: str
    key: str
    label: str
    asks: tuple[AskKind, ...] = ()
    ask_labels: tuple[str, ...] = ()
    optional: tuple[AskKind, ...] = ()
    care: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """One step, ready to show. ``rung`` says who is on the line as far as known, ``may_say`` what may be said to them. When ``closed``, ``code`` and ``note`` hold how the call was recorded."""

    step: str
    title: str
    stage: Stage
    stage_name: str
    say: tuple[Sentence, ...]
    never_say: tuple[str, ...]
    choices: tuple[Choice, ...]
    debt_visible: bool
    closed: bool
    code: ResultCode | None = None
    note: str = field(default="", repr=False)
    flow_title: str = ""
    rung: str = ""
    may_say: str = ""
