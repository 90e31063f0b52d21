"""What helps in a drill and after it: a hint, a sentence one could say, and three things afterwards.

Nothing of it is shown in an exam that is open.
"""

from __future__ import annotations

from dataclasses import replace

from fairdue.casefile.training_log import KeptTalk
from fairdue.feedback.coaching import Hint, coach
from fairdue.feedback.debrief import DebriefThing, debrief
from fairdue.feedback.scorecard import Scorecard
from fairdue.operations.training_ports import CustomerRewritten, UnknownTraining
from fairdue.practice.training_ground import replayed, suggestion_of


def suggestion_for(talk: KeptTalk) -> str:
    """A sentence that the built-in good collector would say next; "" where it would say nothing more."""
    try:
        return suggestion_of(talk)
    except (CustomerRewritten, UnknownTraining):
        return ""


def hint_for(talk: KeptTalk) -> Hint | None:
    """What to think of now, from what was said so far; None where there is nothing to say."""
    try:
        return coach(replayed(talk).as_call())
    except (CustomerRewritten, UnknownTraining):
        return None


def debrief_of(talk: KeptTalk, card: Scorecard, *, staff_no: str) -> tuple[DebriefThing, ...]:
    """Three things after the call; none where its customer was rewritten since.

    ``staff_no`` is the number that a better line gives: the login, as in a real call.
    """
    try:
        call = replayed(talk).as_call()
        return debrief(card, replace(call, facts={**call.facts, "staff_no": staff_no}))
    except (CustomerRewritten, UnknownTraining):
        return ()
