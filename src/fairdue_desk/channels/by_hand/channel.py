"""By hand: the house permits and records, a person carries it out.

It says "delivered" for handed over: that a letter is in the post or a message on its way is all that is known here.
Nothing is printed or logged, since what goes out names a person; the page of the letter is where it is read.
"""

from __future__ import annotations

from fairdue.casefile.contact_attempt import CallResult
from fairdue.operations.ports import Delivery, Outbound
from fairdue.operations.standing_ports import Line


class ByHandChannel:
    """``Channel`` for what a person posts or sends. Who registered its account states so, for the line's name."""

    def __init__(self, medium: str) -> None:
        self.name = medium
        self.line = Line(f"{medium} by hand")

    def deliver(self, outbound: Outbound) -> Delivery:
        """A person takes it from here."""
        return Delivery(result=CallResult.DELIVERED)
