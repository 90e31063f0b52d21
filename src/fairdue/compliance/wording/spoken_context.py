"""In what setting a sentence is said: to whom, whether they were verified, at which stage, with which facts.

Room: compliance. The facts are those of the labelled sets, each optional: a fact that is not given is unknown,
and an unknown fact never makes a sentence lawful. Unknown keys are kept as text and mean nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Callee(StrEnum):
    """Who hears or reads it."""

    DEBTOR = "debtor"
    THIRD_PARTY = "third_party"
    UNKNOWN = "unknown"


class Stage(StrEnum):
    """Where in the contact it is said, or in which kind of writing it stands."""

    OPENING = "opening"
    INQUIRY = "inquiry"
    NEGOTIATION = "negotiation"
    CLOSING = "closing"
    VOICEMAIL = "voicemail"
    SMS = "sms"
    NOTE = "note"


FactValue = str | int | bool
"""What a fact may be: amounts are whole fen, days ISO text."""


@dataclass(frozen=True, slots=True)
class SpokenContext:
    """The setting of one sentence."""

    callee: Callee = Callee.DEBTOR
    verified: bool = True
    stage: Stage = Stage.NEGOTIATION
    facts: Mapping[str, FactValue] = field(default_factory=dict)


class ContextError(ValueError):
    """A setting that cannot be read; the message says what may stand there."""


def read_context(raw: object) -> SpokenContext:
    """The setting from its JSON shape; what is left out is the debtor, verified, in negotiation.

    Raises ContextError for a value that is none of the closed lists.
    """
    if raw is None:
        return SpokenContext()
    if not isinstance(raw, dict):
        raise ContextError("context must be an object with callee, verified, stage and facts")
    facts = raw.get("facts") or {}
    if not isinstance(facts, dict):
        raise ContextError("context.facts must be an object")
    try:
        callee = Callee(raw.get("callee", Callee.DEBTOR))
        stage = Stage(raw.get("stage", Stage.NEGOTIATION))
    except ValueError as error:
        raise ContextError(
            f"{error}; callee is one of {', '.join(Callee)}, stage one of {', '.join(Stage)}"
        ) from error
    verified = raw.get("verified", callee is Callee.DEBTOR)
    if not isinstance(verified, bool):
        raise ContextError("context.verified must be true or false")
    plain = {str(key): value for key, value in facts.items() if isinstance(value, str | int)}
    return SpokenContext(callee, verified, stage, plain)
