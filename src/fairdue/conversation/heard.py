"""Heard: one turn of input from the collector, as the log keeps it.

Room: conversation. ``choice`` is the answer that was picked; the rest is what was typed with it. The words
are personal: they stand in the log and in the note, never in a message or an exception.

>>> read_heard(write_heard(Heard("told", amount_fen=350000))).amount_fen
350000
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from fairdue.casefile.codec import read_body, write_body


@dataclass(frozen=True, slots=True)
class Heard:
    """One turn: the id of the chosen answer and the values it asked for.

    ``amount_fen`` is fen, ``on`` a civil date, ``at`` an aware moment, ``channel`` a value of
    ``understanding.spoken_channel.PayChannel``, ``text`` free words typed with the answer. With ``choice`` empty
    the ``text`` is what the customer said, to be understood; such a turn is a question to the engine and is never
    stored. ``words`` keeps what was said when the answer was read from it. ``partial`` keeps the values and asks
    for those that are missing; the call stays where it is.
    """

    choice: str
    amount_fen: int | None = None
    on: date | None = None
    at: datetime | None = None
    channel: str = ""
    text: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    partial: bool = False


def write_heard(heard: Heard) -> str:
    """The canonical text of a turn, as ``TurnTaken.heard`` stores it."""
    return write_body(heard)


def read_heard(text: str) -> Heard:
    """Rebuild a turn from its stored text. Raises ValueError when the text is not one."""
    return read_body(Heard, text)
