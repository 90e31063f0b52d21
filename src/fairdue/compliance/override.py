"""An override: two persons set one rule aside, in writing, for one case and a time.

Room: compliance. Only a rule that is marked for it can be set aside: a policy of the house, or what the law
itself calls a presumption. Law is never set aside, and neither is a fact that nobody knows. The trace of
every decision that rests on an override says so, with its id.

>>> from datetime import timedelta
>>> from fairdue.foundation.civil import CHINA
>>> noon = datetime(2026, 3, 10, 12, tzinfo=CHINA)
>>> Override("ov1", "house.weekly_contacts", CaseId("c1"), "customer asked for daily calls", "rec-7",
...          "lead", "lead", Period(noon, noon + timedelta(days=7)))
Traceback (most recent call last):
...
ValueError: an override takes two persons: somebody else than who asked for it must grant it
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fairdue.foundation.civil import Period
from fairdue.foundation.fold import fold
from fairdue.foundation.ids import CaseId

LONGEST = timedelta(days=31)
"""An override that lasts longer is a change of policy, and belongs in a rule file."""


def same_person(login: str, other: str) -> bool:
    """Do two logins name one person? Case, width, blanks and what nobody sees make no second one."""
    return fold(login).casefold() == fold(other).casefold()


@dataclass(frozen=True, slots=True)
class Override:
    """One rule set aside on one case. ``evidence`` names the paper or recording that the reason rests on.

    Raises ValueError when one person did both, when nothing is written down, or when it has no end.
    """

    override_id: str
    rule_id: str
    case_id: CaseId
    reason: str = field(repr=False)
    evidence: str
    asked_by: str
    granted_by: str
    period: Period

    def __post_init__(self) -> None:
        if same_person(self.asked_by, self.granted_by):
            raise ValueError(
                "an override takes two persons: somebody else than who asked for it must grant it"
            )
        if not self.asked_by.strip() or not self.granted_by.strip():
            raise ValueError("an override names who asked for it and who granted it")
        if not self.reason.strip() or not self.evidence.strip():
            raise ValueError("an override is written down: it needs a reason and the evidence it rests on")
        ends_at = self.period.ends_at
        if ends_at is None or ends_at - self.period.starts_at > LONGEST:
            raise ValueError(f"an override ends within {LONGEST.days} days; for longer, change the policy")

    def covers(self, *, rule_id: str, case_id: CaseId, as_of: datetime) -> bool:
        """Does it set this rule aside on this case at this moment?"""
        return self.rule_id == rule_id and self.case_id == case_id and self.period.covers(as_of)
