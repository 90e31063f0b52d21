"""Correspond: letters and messages by template, looked at first and sent through the one road out.

Room: operations. A preview stores nothing and asks nobody. Sending writes the letter anew within the same rules, puts
it to the gate with its channel, and keeps the very words in the log, together with the permit that they spent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_point import ContactKind, NumberStatus
from fairdue.casefile.correspondence import LetterWritten
from fairdue.casefile.event import open_event
from fairdue.casefile.happening import Happening
from fairdue.compliance.action import Action, ActionKind, CalleeRole, Channel, InitiatedBy
from fairdue.compliance.claim import Claim, SpokenAs
from fairdue.compliance.decision import Defer, Refuse
from fairdue.feedback.letters.letter import Letter, NotWritten, write_letter
from fairdue.feedback.letters.letter_page import write_letter_page
from fairdue.feedback.letters.letter_slots import LetterSources
from fairdue.feedback.letters.letter_template import LetterTemplate, letter_template
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import AttemptId, CaseId, ContactPointId
from fairdue.operations.house import House
from fairdue.operations.send import Sent, ask_gate, send

_KIND_OF = {
    Channel.LETTER: ActionKind.SEND_LETTER,
    Channel.SMS: ActionKind.SEND_MESSAGE,
    Channel.EMAIL: ActionKind.SEND_EMAIL,
}
_ANSWER_RULE = "cn.complaints_2020.answer_simple_complaint"
_EXTENDED_RULE = "cn.complaints_2020.answer_extended_complaint"


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it would go out; ``page`` is its print form, marked as a draft until the gate permitted these words."""

    letter: Letter
    page: str = field(repr=False)
    released: bool = False


def preview_letter(
    house: House,
    *,
    case_id: CaseId,
    template_id: str,
    channel: Channel | None = None,
    language: str = "zh",
    written: str = "",
    as_of: datetime,
) -> Preview | NotWritten:
    """Write a letter to look at. ``channel`` None takes the first way of the template that is open for this case.

    Raises UnknownCase, and LetterFault for an unknown template.
    """
    case = house.book.load(case_id)
    template = letter_template(template_id)
    way = channel or first_way(case, template)
    made = _write(house, case, template, way, language, written, as_of)
    if isinstance(made, NotWritten):
        return made
    released = _was_permitted(house, case_id, made)
    return Preview(made, write_letter_page(made, sender=house.speaker.agency, released=released), released)


def _was_permitted(house: House, case_id: CaseId, letter: Letter) -> bool:
    """Did these very words spend a permit? Then the log keeps them, and they may be printed to be posted."""
    kind = LetterWritten.__name__
    sent = (open_event(row).happened for row in house.book.events(case_id) if row.kind == kind)
    return any(isinstance(one, LetterWritten) and one.text == letter.text for one in sent)


def first_way(case: CaseFile, template: LetterTemplate) -> Channel:
    """The first way of a template for which the case has an address; the template's first where it has none."""
    for channel in template.channels:
        has_address = case.party.address if channel is Channel.LETTER else _point(case, channel)
        if has_address:
            return channel
    return template.channels[0]


def send_letter(
    house: House,
    *,
    case_id: CaseId,
    template_id: str,
    channel: Channel | None = None,
    language: str = "zh",
    written: str = "",
    as_of: datetime,
    actor: str,
) -> Sent | Defer | Refuse | NotWritten:
    """Write a letter and send it, if the gate permits it now.

    Raises UnknownCase, LetterFault for an unknown template, NoSuchChannel where the house has no such way out.
    """
    case = house.book.load(case_id)
    template = letter_template(template_id)
    way = channel or first_way(case, template)
    letter = _write(house, case, template, way, language, written, as_of)
    if isinstance(letter, NotWritten):
        return letter

    def also(current: CaseFile, attempt_id: AttemptId) -> Sequence[Happening]:
        if current.head_hash != case.head_hash:
            raise CaseMovedOn("something was recorded on this case meanwhile; look at the letter again")
        approved = template.approved_on.isoformat()
        return (LetterWritten(attempt_id, template.template_id, approved, language, way.value, letter.text),)

    return send(
        house,
        action=_action(case, letter),
        body=letter.text,
        subject=letter.subject,
        as_of=as_of,
        actor=actor,
        also=also,
        wording_cleared=True,
        letter_complete=letter.all_seven if template.needs_all_seven else None,
    )


def print_letter(
    house: House,
    *,
    case_id: CaseId,
    template_id: str,
    channel: Channel | None = None,
    language: str = "zh",
    written: str = "",
    as_of: datetime,
    actor: str,
) -> Preview | Defer | Refuse | NotWritten:
    """The print form, if the gate permits these words now as it would for sending them; nothing is sent by it.

    Words that spent a permit are printed to be posted, and the gate is not asked about them twice. Raises as
    ``preview_letter``.
    """
    shown = preview_letter(
        house,
        case_id=case_id,
        template_id=template_id,
        channel=channel,
        language=language,
        written=written,
        as_of=as_of,
    )
    if isinstance(shown, NotWritten) or shown.released:
        return shown
    template = shown.letter.template
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        decision = ask_gate(
            house,
            case=case,
            action=_action(case, shown.letter),
            as_of=as_of,
            actor=actor,
            wording_cleared=True,
            letter_complete=shown.letter.all_seven if template.needs_all_seven else None,
        )
    return decision if isinstance(decision, Defer | Refuse) else shown


class CaseMovedOn(RuntimeError):
    """The case changed between writing the letter and sending it; what it says may no longer be so."""


def _write(
    house: House,
    case: CaseFile,
    template: LetterTemplate,
    channel: Channel,
    language: str,
    written: str,
    as_of: datetime,
) -> Letter | NotWritten:
    on = civil_date(as_of)
    sources = LetterSources(
        case=case,
        template_id=template.template_id,
        letterhead=house.letterheads.get(case.account.creditor),
        agency=house.speaker.agency,
        hotline=house.speaker.hotline,
        on=on,
        answer_days=_days(house, _ANSWER_RULE, as_of),
        extended_days=_days(house, _EXTENDED_RULE, as_of),
        written=written,
    )
    point = _point(case, channel)
    return write_letter(template, sources=sources, channel=channel, language=language, contact_point_id=point)


def _days(house: House, rule_id: str, as_of: datetime) -> int | None:
    """How many days a clock of the rulebook runs now; None where the rulebook has none that counts in days."""
    try:
        version = house.rulebook.rule(rule_id).version_on(civil_date(as_of))
    except KeyError:
        return None
    clock = version.clock if version is not None else None
    on = civil_date(as_of)
    return None if clock is None else (clock.due_on(on) - on).days


def _point(case: CaseFile, channel: Channel) -> ContactPointId | None:
    """The customer's own number or mailbox for a way, the first usable one."""
    wanted = {Channel.SMS: ContactKind.MOBILE, Channel.EMAIL: ContactKind.EMAIL}.get(channel)
    return next(
        (
            point.contact_point_id
            for point in case.contact_points
            if point.kind is wanted and point.status is NumberStatus.USABLE
        ),
        None,
    )


def _action(case: CaseFile, letter: Letter) -> Action:
    template = letter.template
    states_amount = Claim.AMOUNT in template.claims
    return Action(
        kind=_KIND_OF[letter.channel],
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        contact_point_id=_point(case, letter.channel),
        channel=letter.channel,
        purpose=template.purpose,
        initiated_by=InitiatedBy.AGENT,
        callee_role=CalleeRole.DEBTOR,
        document=template.document,
        spoken_as=SpokenAs.OWN_ORGANISATION,
        claims=template.claims,
        stated_amount_fen=case.balance_fen if states_amount and template.needs_all_seven else None,
        # No template asks for a fee, and those that speak of paying say so.
        extra_fee_fen=0 if states_amount else None,
        sender_named=True,
    )
