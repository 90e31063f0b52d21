"""What left the house in writing: a letter or message as it was worded, and a pack of evidence.

Room: casefile. Happenings like those of ``happening``; kept apart because they change nothing about the case: they
say what somebody outside now holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from fairdue.foundation.ids import AttemptId, PermitId


@dataclass(frozen=True, slots=True)
class LetterWritten:
    """A letter or message went to its channel on a permit, in these very words.

    ``approved_on`` is the day on which this form of the template was approved, as the playbook said it then.
    """

    attempt_id: AttemptId
    template_id: str
    approved_on: str
    language: str
    channel: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class EvidenceHandedOut:
    """A pack of evidence on this case was permitted to leave; ``digest`` is the SHA-256 of its bytes."""

    permit_id: PermitId
    recipient: str
    digest: str
    until_seq: int
    redacted: bool = False
