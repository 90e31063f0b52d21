"""No file with people's data leaves without a permit of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.compliance.decision import Permit, Refuse
from fairdue.foundation.civil import CHINA, Period
from fairdue.operations.attest import state
from fairdue.operations.export import Exported, export_to_creditor
from fairdue.operations.house import House
from fairdue.operations.ports import PermitSpent
from fairdue_desk.rows.models import Decision, Export
from fairdue_desk.wiring import build_house

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)
BANK = "示例银行"


def _export(house: House, *, rows: int = 300, creditor: str = BANK) -> object:
    return export_to_creditor(house, creditor=creditor, content=b"rows", rows=rows, as_of=NOW, actor="lead")


def _say(house: House, column: str, value: str, scope: Scope | None = None) -> None:
    state(
        house,
        column=column,
        value=value,
        scope=scope or Scope(ScopeKind.CREDITOR, BANK),
        period=Period(NOW - timedelta(days=1), NOW + timedelta(days=30)),
        evidence="made up for a test",
        as_of=NOW - timedelta(days=1),
        actor="compliance",
    )


def test_a_file_leaves_with_a_permit_that_is_kept_beside_its_digest(house: House) -> None:
    answer = _export(house)
    assert isinstance(answer, Exported) and isinstance(answer.permit, Permit)
    (kept,) = house.exports.recent(10)
    assert (kept.permit_id, kept.creditor, kept.rows, kept.actor) == (
        answer.permit.permit_id, BANK, 300, "lead",
    )  # fmt: skip
    assert Decision.objects.get(permit_id=kept.permit_id).action == "export_data"


@pytest.mark.django_db
def test_in_a_house_where_nobody_vouched_nothing_leaves_and_the_refusal_is_kept() -> None:
    bare = replace(build_house(), now=lambda: NOW)
    answer = _export(bare)
    assert isinstance(answer, Refuse)
    refusing = {reason.code for reason in answer.reasons}
    assert "cn.personal_information_2021.legal_basis" in refusing
    assert "cn.personal_information_2021.separate_consent" in refusing
    assert not Export.objects.exists()
    assert Decision.objects.get().verdict == "refuse"


def test_many_rows_outside_a_recorded_purpose_stay_in_the_house_and_a_few_do_not(house: House) -> None:
    _say(house, "export_within_purpose", "no")
    refused = _export(house, rows=25)
    assert isinstance(refused, Refuse)
    assert {reason.code for reason in refused.reasons} == {"cn.criminal_law.bulk_export"}
    assert isinstance(_export(house, rows=24), Exported)


def test_the_creditor_who_placed_the_cases_may_be_told_unless_somebody_says_otherwise(house: House) -> None:
    assert isinstance(_export(house), Exported)
    _say(house, "export_recipient_listed", "no")
    refused = _export(house)
    assert isinstance(refused, Refuse)
    assert {reason.code for reason in refused.reasons} == {"cn.public_order_2025.export_recipient"}


def test_one_permit_lets_one_file_out(house: House) -> None:
    assert isinstance(_export(house), Exported)
    (kept,) = house.exports.recent(1)
    with pytest.raises(PermitSpent), house.book.transaction():
        house.exports.record(replace(kept, digest="another"))


def test_what_left_cannot_be_changed_or_forgotten(house: House) -> None:
    assert isinstance(_export(house), Exported)
    with pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.update(rows=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.all().delete()
    assert house.exports.recent(1)[0].rows == 300
