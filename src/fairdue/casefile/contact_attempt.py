"""A contact attempt: one try to reach somebody, from the permit that allowed it to how it ended.

Room: casefile. ``connected`` means somebody or something answered; ``effective`` means an agent-initiated
call that the customer answered (the counting unit of the national standard, CN-FREQ-02).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fairdue.foundation.ids import AttemptId, ContactPointId, PermitId


class CallResult(StrEnum):
    """What the line did (电话结果), before anybody's words count."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    POWERED_OFF = "powered_off"
    REJECTED = "rejected"
    EMPTY_NUMBER = "empty_number"
    SUSPENDED = "suspended"
    VOICEMAIL = "voicemail"
    ASSISTANT = "assistant"
    DELIVERED = "delivered"
    FAILED = "failed"


class AnsweredBy(StrEnum):
    """Who took the call, as far as it became known."""

    DEBTOR = "debtor"
    THIRD_PARTY = "third_party"
    UNKNOWN_PERSON = "unknown_person"
    MACHINE = "machine"
    NOBODY = "nobody"


CONNECTED_RESULTS = frozenset({CallResult.ANSWERED})
INVALID_NUMBER_RESULTS = frozenset({CallResult.EMPTY_NUMBER, CallResult.SUSPENDED})


@dataclass(frozen=True, slots=True)
class ContactAttempt:
    """One attempt; ``result`` and what follows are None while it is under way."""

    attempt_id: AttemptId
    permit_id: PermitId
    channel: str
    contact_point_id: ContactPointId | None
    started_at: datetime
    call_type: str | None = None
    initiated_by: str = "agent"
    callee_role: str = "debtor"
    ended_at: datetime | None = None
    result: CallResult | None = None
    answered_by: AnsweredBy | None = None

    @property
    def connected(self) -> bool:
        """Did somebody answer?"""
        return self.result in CONNECTED_RESULTS

    @property
    def effective(self) -> bool:
        """Was it an agent-initiated call that the customer answered?"""
        return self.connected and self.initiated_by == "agent" and self.answered_by is AnsweredBy.DEBTOR

    @property
    def failed(self) -> bool:
        """Did the attempt end without anybody answering?"""
        return self.result is not None and not self.connected
