"""Spoken values: the amounts, days, hours and channels in what the customer said, put where an answer asks for them.

Room: conversation. The understanding room gives each value its part; where a step asks for one value alone, the
words are read for that value too.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import assert_never

from fairdue.conversation.flow import ChoiceSpec, Field
from fairdue.conversation.heard import Heard
from fairdue.foundation.civil import civil_date
from fairdue.understanding.slots import Slots
from fairdue.understanding.spoken_channel import PayChannel, read_channel
from fairdue.understanding.spoken_date import Direction, read_spoken_date
from fairdue.understanding.spoken_money import read_spoken_money
from fairdue.understanding.spoken_time import read_spoken_moment

LONGEST_KEPT = 500
"""Characters of the customer's words that are kept as what they said."""

FieldValue = int | date | datetime | PayChannel | str | None


@dataclass(frozen=True)
class SpokenValues:
    """What one utterance holds, said at ``as_of``."""

    words: str = field(repr=False)
    slots: Slots
    as_of: datetime

    @cached_property
    def amount_fen(self) -> int | None:
        """The one amount in the words, whatever it is for."""
        return read_spoken_money(self.words)

    @cached_property
    def channel(self) -> PayChannel | None:
        """The channel named."""
        return self.slots.paid_channel or read_channel(self.words)

    @cached_property
    def moment(self) -> datetime | None:
        """The hour named, if any."""
        return self.slots.callback_at or read_spoken_moment(self.words, reference=self.as_of)

    @cached_property
    def day_behind(self) -> date | None:
        """The day named, if it lies behind."""
        return self.slots.paid_on or read_spoken_date(
            self.words, reference=self.as_of, direction=Direction.PAST
        )

    @cached_property
    def day_ahead(self) -> date | None:
        """The day named, if it lies ahead."""
        return self.slots.promise_on or read_spoken_date(
            self.words, reference=self.as_of, direction=Direction.FUTURE
        )

    @property
    def any_amount(self) -> bool:
        """Was an amount said for certain?"""
        return self.slots.promise_amount_fen is not None or self.slots.paid_amount_fen is not None

    def has(self, name: Field) -> bool:
        """Was a value for this field said?"""
        return self.of(name) is not None

    def of(self, name: Field) -> FieldValue:
        """The value for one field; None where nothing was said."""
        slots = self.slots
        match name:
            case Field.PAID_ON:
                return self.day_behind
            case Field.PAID_AMOUNT:
                return slots.paid_amount_fen or self.amount_fen
            case Field.PROMISE_AMOUNT | Field.INSTALMENT:
                return slots.promise_amount_fen or self.amount_fen
            case Field.PAID_CHANNEL | Field.PAY_CHANNEL:
                return self.channel
            case Field.PROMISE_ON:
                return self.day_ahead
            case Field.PROMISE_AT:
                moment = self.moment
                today = moment is not None and civil_date(moment) == civil_date(self.as_of)
                return moment if today else None
            case Field.CALLBACK_AT:
                return self.moment
            case Field.SAID:
                return self.words.strip()[:LONGEST_KEPT] or None
            case _:
                assert_never(name)


def fill_heard(heard: Heard, *, choice: ChoiceSpec, values: SpokenValues) -> Heard:
    """The turn with every value that the choice asks for and the words hold; what was there before stays else."""
    for ask in choice.asks:
        value = values.of(ask.field)
        if value is None:
            continue
        if isinstance(value, PayChannel):
            heard = replace(heard, channel=value.value)
        elif isinstance(value, datetime):
            heard = replace(heard, at=value)
        elif isinstance(value, date):
            heard = replace(heard, on=value)
        elif isinstance(value, int):
            heard = replace(heard, amount_fen=value)
        else:
            heard = replace(heard, text=value)
    return heard
