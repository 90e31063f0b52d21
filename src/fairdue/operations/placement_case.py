"""From an accepted placement row to a new case: account, party, numbers, sealed contacts, fingerprint.

Room: operations. Third-party details are encrypted here, at once; what goes into the log is a token.
"""

from __future__ import annotations

import json
from dataclasses import fields
from operator import attrgetter

from fairdue.casefile.account import Account
from fairdue.casefile.bucket import bucket_of_days
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_point import ContactKind, ContactPoint, SealedContact
from fairdue.casefile.happening import CasePlaced
from fairdue.casefile.party import Party
from fairdue.foundation.ids import ContactPointId, PersonId, case_id_of
from fairdue.intake.rows import PlacementRow, ThirdPartyContact
from fairdue.operations.ports import NewCase, Sealer

# Everything a row says, except where it stood and what was remarked about it: the same facts sent again
# in another file, or on another line, are the same placement.
_FACTS = tuple(
    column.name
    for column in fields(PlacementRow)
    if column.name not in ("file_line", "file", "creditor", "third_party", "warnings")
)
_facts_of = attrgetter(*_FACTS)


def new_case(row: PlacementRow, *, creditor: str, sealer: Sealer, digest: str) -> NewCase:
    """Return the case that a row describes, with its third-party contacts sealed."""
    contacts = [_plain(contact) for contact in row.third_party]
    fingerprint = sealer.keyed_digest("placement", f"{creditor}\x1f{_facts_of(row)}\x1f{contacts}")
    placed = CasePlaced(
        account=_account(row, creditor),
        party=_party(row, sealer),
        contact_points=_contact_points(row, sealer),
        sealed_contacts=tuple(
            _sealed(contact, text, sealer) for contact, text in zip(row.third_party, contacts, strict=True)
        ),
        file_digest=digest,
        file_line=row.file_line,
    )
    return NewCase(case_id_of(creditor=creditor, case_no=row.case_no), placed, fingerprint)


def changed_fields(case: CaseFile, placed: CasePlaced) -> tuple[str, ...]:
    """Names of the fields in which a new placement differs from the case as it is; never their values."""
    changed = [
        column.name
        for before, after in ((case.account, placed.account), (case.party, placed.party))
        for column in fields(type(before))
        if getattr(before, column.name) != getattr(after, column.name)
    ]
    if {p.number_key for p in case.contact_points} != {p.number_key for p in placed.contact_points}:
        changed.append("contact_points")
    if {c.number_key for c in case.sealed_contacts} != {c.number_key for c in placed.sealed_contacts}:
        changed.append("sealed_contacts")
    return tuple(changed)


def _account(row: PlacementRow, creditor: str) -> Account:
    bucket = row.bucket
    if bucket is None and row.overdue_days is not None:
        bucket = bucket_of_days(row.overdue_days)
    return Account(
        creditor=creditor,
        case_no=row.case_no,
        card=row.card,
        amount_fen=row.amount_fen,
        placed_on=row.placed_on,
        principal_fen=row.principal_fen,
        interest_fen=row.interest_fen,
        penalty_fen=row.penalty_fen,
        fees_fen=row.fees_fen,
        minimum_due_fen=row.minimum_due_fen,
        return_by=row.return_by,
        overdue_on=row.overdue_on,
        overdue_periods=row.overdue_periods,
        bucket=bucket,
        product=row.product,
        currency=row.currency,
        batch_no=row.batch_no,
        placement_round=row.placement_round,
        credit_limit_fen=row.credit_limit_fen,
        statement_day=row.statement_day,
        due_day=row.due_day,
        last_paid_on=row.last_paid_on,
        last_paid_fen=row.last_paid_fen,
        history_note=row.history_note,
    )


def _party(row: PlacementRow, sealer: Sealer) -> Party:
    return Party(
        person_id=PersonId("p" + sealer.keyed_digest("person", row.id_canonical)),
        name=row.name,
        id_number=row.id_number,
        id_type=row.id_type,
        birth_on=row.birth_on,
        sex=row.sex,
        city=row.city or row.province,
        address=row.address,
        employer=row.employer,
        occupation=row.occupation,
        income_fen=row.income_fen,
        payday=row.payday,
        marital_status=row.marital_status,
    )


def _contact_points(row: PlacementRow, sealer: Sealer) -> tuple[ContactPoint, ...]:
    numbers: list[tuple[ContactKind, str | None]] = [(ContactKind.MOBILE, row.mobile)]
    numbers += [(ContactKind.MOBILE, number) for number in row.other_mobiles]
    numbers += [(ContactKind.HOME_PHONE, row.home_phone), (ContactKind.WORK_PHONE, row.work_phone)]
    numbers += [(ContactKind.HOME_PHONE, number) for number in row.other_phones]
    numbers += [(ContactKind.EMAIL, row.email)]
    points: dict[str, ContactPoint] = {}
    for kind, value in numbers:
        if value:
            key = sealer.keyed_digest("number", value)
            # The id follows the number, so that a number placed again keeps its history of attempts.
            points.setdefault(key, ContactPoint(ContactPointId("n" + key[:12]), kind, value, key))
    return tuple(points.values())


def _plain(contact: ThirdPartyContact) -> str:
    return json.dumps(
        {
            "name": contact.name,
            "relation": contact.relation,
            "phone": contact.phone,
            "other": [list(pair) for pair in contact.other],
        },
        ensure_ascii=False,
    )


def _sealed(contact: ThirdPartyContact, text: str, sealer: Sealer) -> SealedContact:
    key = sealer.keyed_digest("number", contact.phone) if contact.phone else None
    name = key or sealer.keyed_digest("third party", text)
    return SealedContact(ContactPointId("t" + name[:12]), sealer.seal(text), key)
