"""A hint in the middle of a call: what was just heard and must come first, else what is still missing.

Room: feedback. One short hint or none, from one pass over the turns so far, with the words of the debrief. It proposes
and never speaks: the guided call (``conversation``) has the sentences.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairdue.feedback.call import Call, Speaker
from fairdue.feedback.call_reading import SHIPPED, CallReading, Interpreters, read_turns
from fairdue.feedback.debrief_words import NO_MONEY, debrief_words
from fairdue.feedback.scorecard_file import PointId
from fairdue.feedback.scorecard_safety import TRIGGER_NAMES, Heeded, Trigger, heard_triggers
from fairdue.feedback.structure import find
from fairdue.foundation.bilingual import Bilingual
from fairdue.understanding.acts import Act


@dataclass(frozen=True, slots=True)
class Hint:
    """What to think of now. ``trigger`` is what was heard, None when only something is missing."""

    says: Bilingual
    trigger: Trigger | None
    turn: int | None


def coach(call_so_far: Call, *, interpreters: Interpreters = SHIPPED) -> Hint | None:
    """The hint for the collector's next words; None while there is nothing to say, or it is not their turn."""
    spoken = [turn for turn in call_so_far.turns if turn.speaker is not Speaker.SYSTEM]
    if not spoken or spoken[-1].speaker is Speaker.AGENT:
        return None
    reading = read_turns(call_so_far, interpreters=interpreters)
    words = debrief_words()
    triggers = heard_triggers(reading, find(reading))
    # After distress, a death or at somebody else's ear nothing that belongs to collecting is hinted at.
    first = next((one.trigger for one in triggers if one.trigger in NO_MONEY), None)
    open_one = next(
        (one for one in triggers if one.met is not Heeded.HEEDED and first in (None, one.trigger)), None
    )
    if open_one is not None:
        name, says = TRIGGER_NAMES[open_one.trigger], words.triggers[open_one.trigger].says
        told = Bilingual(f"{name.zh}：{says.zh}", f"{name.en}: {says.en}")
        return Hint(told, open_one.trigger, open_one.turn)
    if triggers:
        return None
    point = _missing(reading)
    return Hint(words.points[point].says, None, None) if point is not None else None


_AFTER = 2
"""So many turns of the collector a duty of the opening may wait."""


def _missing(reading: CallReading) -> PointId | None:
    """The first duty that is due and was not done."""

    def done(*acts: Act) -> bool:
        return any(one.does(*acts) for one in reading.agent)

    if len(reading.agent) < _AFTER:
        return None
    if not done(Act.NAME_COMPANY) and not reading.ended.named:
        return PointId.COMPANY_NAMED
    if not reading.ended.verified:
        return None if done(Act.VERIFY_IDENTITY) else PointId.IDENTITY_VERIFIED
    if not done(Act.ANNOUNCE_RECORDING):
        return PointId.RECORDING_ANNOUNCED
    if not done(Act.STATE_AMOUNT):
        return PointId.AMOUNT_AND_DUE
    if not done(Act.ASK_REASON):
        return PointId.REASON_ASKED
    return None
