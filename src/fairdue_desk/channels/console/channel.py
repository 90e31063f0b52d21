"""The console channel: the model to copy for a new channel.

For a call it answers that the call is under way: a person dials, and the guided call reports how it
ended. It never prints the number or the words, since terminals and logs are no place for a person.
"""

from __future__ import annotations

from fairdue.operations.ports import Delivery, Outbound


class ConsoleChannel:
    """``Channel`` for telephones that a person dials."""

    name = "phone"

    def deliver(self, outbound: Outbound) -> Delivery:
        """A person takes it from here."""
        return Delivery(result=None)
