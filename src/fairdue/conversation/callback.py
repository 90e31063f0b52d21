"""Quiet hours of a callback: outside the day only a consent with evidence allows the call.

Room: conversation. The gate decides when the call is made; this only knows what must be asked beforehand.
"""

from __future__ import annotations

from datetime import datetime

from fairdue.conversation.flow import CallPolicy
from fairdue.foundation.civil import CHINA


def is_quiet(moment: datetime, *, policy: CallPolicy) -> bool:
    """Does the moment fall into the hours in which nobody is called without having agreed to it?"""
    local = moment.astimezone(CHINA).time()
    if policy.quiet_from <= policy.quiet_until:
        return policy.quiet_from <= local < policy.quiet_until
    return local >= policy.quiet_from or local < policy.quiet_until
