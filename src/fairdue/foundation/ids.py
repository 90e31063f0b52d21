"""Typed names of things. Each is opaque text that carries no personal datum and may stand in a URL.

Room: foundation. ``CaseId`` is made from creditor and case number, ``PersonId`` from the keyed digest of
an identity number, so that placing a file again meets the same cases and links the same person.
"""

from __future__ import annotations

import hashlib
from typing import NewType

CaseId = NewType("CaseId", str)
PersonId = NewType("PersonId", str)
ContactPointId = NewType("ContactPointId", str)
AttemptId = NewType("AttemptId", str)
PermitId = NewType("PermitId", str)
DecisionId = NewType("DecisionId", str)
PromiseId = NewType("PromiseId", str)
ClaimId = NewType("ClaimId", str)
PaymentId = NewType("PaymentId", str)
SessionId = NewType("SessionId", str)
HoldId = NewType("HoldId", str)
StaffId = NewType("StaffId", str)


def case_id_of(*, creditor: str, case_no: str) -> CaseId:
    """The case's own id: the same creditor and case number give the same id on every machine."""
    digest = hashlib.sha256(f"{creditor}\x1f{case_no}".encode()).hexdigest()
    return CaseId("c" + digest[:20])


def numbered(prefix: str, case_id: CaseId, number: int) -> str:
    """A readable id inside one case, like ``pr-c0123-2``: prefix, the case, a running number."""
    return f"{prefix}-{case_id[1:]}-{number}"
