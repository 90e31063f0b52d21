"""The console channel: the model to copy for a new channel.

For a call it answers that the call is under way: a person dials, and the guided call reports how it
ended. It never prints the number or the words, since terminals and logs are no place for a person.
"""

from __future__ import annotations

from fairdue.operations.ports import Delivery, Outbound
from fairdue.operations.standing_ports import Line


class ConsoleChannel:
    """``Channel`` for telephones that a person dials."""

    name = "phone"
    # The practice line of the house itself: it shows no number that could be another's. A channel that really
    # dials leaves both unsaid; who registered its line states so, with evidence, for the line's name.
    line = Line("console", registered=True, caller_id_owned=True)

    def deliver(self, outbound: Outbound) -> Delivery:
        """A person takes it from here."""
        return Delivery(result=None)
