"""A consent window: the customer agreed to be contacted at certain hours, with evidence, until revoked.

Room: casefile. It is the only thing that opens quiet hours, and only for its channel and hours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from fairdue.foundation.civil import CHINA, Period


@dataclass(frozen=True, slots=True)
class ConsentWindow:
    """Agreed hours within a period. ``evidence`` names the recording or the session that holds the yes.

    ``from_time`` is inside, ``until_time`` is not; a window over midnight has from_time > until_time.
    """

    consent_id: str
    channel: str
    from_time: time
    until_time: time
    period: Period
    evidence: str
    revoked_at: datetime | None = None

    def covers(self, moment: datetime, *, channel: str, zone: ZoneInfo = CHINA) -> bool:
        """Does the consent cover this channel at this moment where the person is?"""
        if channel != self.channel or not self.evidence or not self.period.covers(moment):
            return False
        if self.revoked_at is not None and self.revoked_at <= moment:
            return False
        local = moment.astimezone(zone).time()
        if self.from_time <= self.until_time:
            return self.from_time <= local < self.until_time
        return local >= self.from_time or local < self.until_time
