"""The options with which an act is described on the command line, and the act that they make.

Room: cli. What is not said is taken as a collector would mean it: on the customer's own first usable number, to
collect. What an act of its kind ought to say and does not (how many people go, whether a message can be opted
out of) stays unknown, and the gate says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

from cyclopts import Parameter

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_point import ContactKind, NumberStatus
from fairdue.cli.house import ExpectedFailure
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
from fairdue.compliance.claim import Claim, Document, SpokenAs
from fairdue.foundation.money import read_money
from fairdue.operations.converse import NoNumber, call_action, first_usable_number

NOT_PERMITTED = 3

_OF_THIRD_PARTY = (ActionKind.CONTACT_THIRD_PARTY, ActionKind.REVEAL_SEALED_CONTACT)
_CHANNELS = {
    ActionKind.SEND_MESSAGE: Channel.SMS,
    ActionKind.SEND_LETTER: Channel.LETTER,
    ActionKind.SEND_EMAIL: Channel.EMAIL,
    ActionKind.VISIT: Channel.IN_PERSON,
    ActionKind.REVEAL_SEALED_CONTACT: Channel.NONE,
    ActionKind.REPORT_TO_BUREAU: Channel.NONE,
    ActionKind.HAND_TO_AGENCY: Channel.NONE,
    ActionKind.EXPORT_DATA: Channel.NONE,
}
_PURPOSES = {
    ActionKind.CONTACT_THIRD_PARTY: Purpose.RESTORE_CONTACT,
    ActionKind.REVEAL_SEALED_CONTACT: Purpose.RESTORE_CONTACT,
    ActionKind.REPORT_TO_BUREAU: Purpose.NOTIFY,
    ActionKind.EXPORT_DATA: Purpose.SERVICE,
}
_DOCUMENTS = {
    ActionKind.SEND_MESSAGE: Document.COLLECTION_MESSAGE,
    ActionKind.SEND_EMAIL: Document.COLLECTION_MESSAGE,
    ActionKind.LEAVE_VOICEMAIL: Document.COLLECTION_MESSAGE,
    ActionKind.SEND_LETTER: Document.COLLECTION_LETTER,
}


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class ActOptions:
    """What can be said about an act; each is a column that rules ask about."""

    contact: Annotated[
        str | None, Parameter(help="The id of the number, address or sealed contact used.")
    ] = None
    channel: Annotated[Channel | None, Parameter(help="The medium.")] = None
    purpose: Annotated[Purpose | None, Parameter(help="Why it is done.")] = None
    initiated_by: Annotated[InitiatedBy | None, Parameter(help="Who began the contact.")] = None
    to: Annotated[CalleeRole | None, Parameter(help="Who is to be reached.")] = None
    call_type: Annotated[CallType | None, Parameter(help="A call in which two talk, or one that tells.")] = (
        None
    )
    intent: Annotated[ThirdPartyIntent | None, Parameter(help="What a third person is to be asked.")] = None
    headcount: Annotated[int | None, Parameter(help="How many people go.")] = None
    document: Annotated[Document | None, Parameter(help="The kind of paper or message.")] = None
    spoken_as: Annotated[SpokenAs | None, Parameter(help="In whose name it is said.")] = None
    claims: Annotated[
        tuple[Claim, ...], Parameter(help="What the words claim; may stand several times.", negative=())
    ] = ()
    stated_amount: Annotated[str | None, Parameter(help="The amount stated, like 1285.03.")] = None
    extra_fee: Annotated[str | None, Parameter(help="Fees beyond the contract that are asked for.")] = None
    plan_months: Annotated[int | None, Parameter(help="The months of the plan.")] = None
    credit_years: Annotated[int | None, Parameter(help="How many years a credit record is said to last.")] = (
        None
    )
    export_rows: Annotated[int | None, Parameter(help="How many rows are exported.")] = None
    sender_named: Annotated[bool | None, Parameter(help="The sender is named.")] = None
    opt_out_included: Annotated[bool | None, Parameter(help="A way to opt out is included.")] = None
    synthetic_voice: Annotated[bool, Parameter(help="The voice is synthetic.", negative=())] = False
    public_posting: Annotated[bool, Parameter(help="Something is posted in public.", negative=())] = False
    postcard: Annotated[bool, Parameter(help="It goes as a postcard.", negative=())] = False
    subdelegated: Annotated[bool, Parameter(help="It is handed on to a subcontractor.", negative=())] = False
    sensitive_data: Annotated[bool, Parameter(help="Sensitive data are included.", negative=())] = False
    decided_by_model: Annotated[bool, Parameter(help="A model decides alone.", negative=())] = False


def proposed_act(case: CaseFile, *, kind: str, options: ActOptions) -> Action:
    """The act that kind and options describe, on this case.

    Raises ExpectedFailure for a kind that there is not, an act that contradicts itself, and a case without a number
    to reach the customer by.
    """
    if kind not in set(ActionKind):
        raise ExpectedFailure(f"there is no action {kind!r}; there are {', '.join(ActionKind)}", code=2)
    wanted = ActionKind(kind)
    try:
        return replace(_ordinary(case, wanted, options), **_said(options))
    except ValueError as error:
        raise ExpectedFailure(str(error), code=2) from error


def _ordinary(case: CaseFile, kind: ActionKind, options: ActOptions) -> Action:
    """The act with nothing but its kind said."""
    third = kind in _OF_THIRD_PARTY
    point_id, number_key = _third_contact(case, options) if third else _own_contact(case, kind, options)
    spoken = kind in _DOCUMENTS or kind is ActionKind.SAY_SENTENCE
    base = Action(
        kind=kind,
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        channel=_CHANNELS.get(kind, Channel.PHONE),
        purpose=_PURPOSES.get(kind, Purpose.COLLECT),
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.THIRD_PARTY if third else CalleeRole.DEBTOR,
        call_type=CallType.INTERACTIVE
        if kind in (ActionKind.PLACE_CALL, ActionKind.CONTACT_THIRD_PARTY)
        else None,
        document=_DOCUMENTS.get(kind),
        spoken_as=SpokenAs.OWN_ORGANISATION if spoken else None,
    )
    return replace(base, contact_point_id=point_id, number_key=number_key)


def _own_contact(case: CaseFile, kind: ActionKind, options: ActOptions) -> tuple[Any, str | None]:
    if options.contact is not None:
        return _named(case, options.contact, case.contact_points)
    if kind is ActionKind.SEND_EMAIL:
        for point in case.contact_points:
            if point.kind is ContactKind.EMAIL and point.status is NumberStatus.USABLE:
                return point.contact_point_id, point.number_key
    try:
        point = first_usable_number(case)
    except NoNumber as error:
        raise ExpectedFailure(str(error), code=NOT_PERMITTED) from error
    call = call_action(case, contact_point_id=point.contact_point_id)
    return call.contact_point_id, call.number_key


def _third_contact(case: CaseFile, options: ActOptions) -> tuple[Any, str | None]:
    if options.contact is not None:
        return _named(case, options.contact, case.sealed_contacts)
    if not case.sealed_contacts:
        return None, None
    return case.sealed_contacts[0].contact_point_id, case.sealed_contacts[0].number_key


def _named(case: CaseFile, name: str, among: tuple[Any, ...]) -> tuple[Any, str | None]:
    for point in among:
        if point.contact_point_id == name:
            return point.contact_point_id, point.number_key
    there = ", ".join(str(point.contact_point_id) for point in among) or "none"
    raise ExpectedFailure(
        f"--contact: no contact point of this kind has that id; the case has {there}", code=2
    )


def _said(options: ActOptions) -> dict[str, Any]:
    """The columns that were said, by name; what was not said is left to the ordinary act."""
    said: dict[str, Any] = {
        "channel": options.channel,
        "purpose": options.purpose,
        "initiated_by": options.initiated_by,
        "callee_role": options.to,
        "call_type": options.call_type,
        "third_party_intent": options.intent,
        "headcount": _counted(options.headcount, "--headcount"),
        "document": options.document,
        "spoken_as": options.spoken_as,
        "claims": frozenset(options.claims) or None,
        "stated_amount_fen": _money(options.stated_amount, "--stated-amount"),
        "extra_fee_fen": _money(options.extra_fee, "--extra-fee"),
        "plan_months": _counted(options.plan_months, "--plan-months"),
        "credit_years_claimed": _counted(options.credit_years, "--credit-years"),
        "export_rows": _counted(options.export_rows, "--export-rows"),
        "sender_named": options.sender_named,
        "opt_out_included": options.opt_out_included,
        "synthetic_voice": options.synthetic_voice or None,
        "public_posting": options.public_posting or None,
        "postcard": options.postcard or None,
        "subdelegated": options.subdelegated or None,
        "sensitive_data": options.sensitive_data or None,
        "decided_by_model": options.decided_by_model or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def _counted(number: int | None, option: str) -> int | None:
    if number is not None and number < 0:
        raise ExpectedFailure(f"{option} counts from 0", code=2)
    return number


def _money(amount: str | None, option: str) -> int | None:
    if amount is None:
        return None
    try:
        fen = read_money(amount)
    except ValueError as error:
        raise ExpectedFailure(f"{option}: {error}", code=2) from error
    if fen < 0:
        raise ExpectedFailure(f"{option} is not below 0", code=2)
    return fen
