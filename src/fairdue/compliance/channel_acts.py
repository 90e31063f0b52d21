"""The ways in which the debtor, or a third person, is approached: each as the ordinary act that is judged.

Room: compliance. The act of one case adds its own ids and contact point; what rules ask of an act is the same for
all, so over a portfolio it is written into the statement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from fairdue.compliance.action import (
    Action,
    ActionKind,
    CalleeRole,
    CallType,
    Channel,
    InitiatedBy,
    Purpose,
    ThirdPartyIntent,
)
from fairdue.compliance.claim import Document, SpokenAs
from fairdue.foundation.ids import CaseId, PersonId

_CALL = Action(
    case_id=CaseId(""),
    person_id=PersonId(""),
    creditor="",
    kind=ActionKind.PLACE_CALL,
    channel=Channel.PHONE,
    purpose=Purpose.COLLECT,
    initiated_by=InitiatedBy.AGENT,
    callee_role=CalleeRole.DEBTOR,
    call_type=CallType.INTERACTIVE,
)
_VISIT = replace(_CALL, kind=ActionKind.VISIT, channel=Channel.IN_PERSON, call_type=None, headcount=2)
_WRITTEN = replace(
    _CALL,
    kind=ActionKind.SEND_MESSAGE,
    channel=Channel.SMS,
    call_type=None,
    document=Document.COLLECTION_MESSAGE,
    spoken_as=SpokenAs.OWN_ORGANISATION,
    sender_named=True,
    opt_out_included=True,
)

CHANNELS: Mapping[str, Action] = {
    "call": _CALL,
    "notify_call": replace(_CALL, purpose=Purpose.NOTIFY, call_type=CallType.NOTIFY),
    "message": _WRITTEN,
    "email": replace(_WRITTEN, kind=ActionKind.SEND_EMAIL, channel=Channel.EMAIL),
    "letter": replace(
        _WRITTEN, kind=ActionKind.SEND_LETTER, channel=Channel.LETTER, document=Document.COLLECTION_LETTER
    ),
    "voicemail": replace(_WRITTEN, kind=ActionKind.LEAVE_VOICEMAIL, channel=Channel.PHONE),
    "visit": _VISIT,
    "third_person": replace(
        _CALL,
        kind=ActionKind.CONTACT_THIRD_PARTY,
        purpose=Purpose.RESTORE_CONTACT,
        callee_role=CalleeRole.THIRD_PARTY,
        third_party_intent=ThirdPartyIntent.ASK_CONTACT_DETAILS,
    ),
}
"""The channels by name, in the order in which they are shown."""
