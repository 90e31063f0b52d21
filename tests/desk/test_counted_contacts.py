"""Caps are counted over rows, so the audit holds every counted row against the log that cannot be rewritten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.test_send import Line, dial, over, place
from fairdue.casefile.contact_attempt import CallResult
from fairdue.operations.audit import audit
from fairdue.operations.house import House
from fairdue.operations.send import Sent
from fairdue_desk.rows.models import ContactAttempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(house: House) -> ContactAttempt:
    """One unanswered call, honestly counted."""
    assert isinstance(dial(over(house, Line(CallResult.NO_ANSWER)), place(house, "HS-1")), Sent)
    assert audit(house).findings == ()
    return ContactAttempt.objects.get()


def faults(house: House) -> list[str]:
    return [finding.fault for finding in audit(house).findings]


def test_a_counted_contact_that_was_deleted_is_missed(house: House, attempt: ContactAttempt) -> None:
    ContactAttempt.objects.filter(pk=attempt.pk).delete()
    assert faults(house) == ["a contact of the log is gone from the rows that are counted"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("person_id", "somebody-else"),
        ("creditor", "另一银行"),
        ("channel", "email"),
        ("call_type", "notify"),
        ("initiated_by", "debtor"),
        ("callee_role", "third_party"),
        ("result", "busy"),
        ("answered_by", "debtor"),
    ],
)
def test_a_counted_contact_that_was_changed_is_named_by_its_column(
    house: House, attempt: ContactAttempt, column: str, value: str
) -> None:
    assert getattr(attempt, column) != value
    ContactAttempt.objects.filter(pk=attempt.pk).update(**{column: value})
    assert faults(house) == [f"a counted contact differs from the log in {column}"]


def test_a_counted_contact_that_was_moved_to_another_day_is_found(
    house: House, attempt: ContactAttempt
) -> None:
    earlier = attempt.civil_on - timedelta(days=9)
    ContactAttempt.objects.filter(pk=attempt.pk).update(civil_on=earlier)
    assert faults(house) == ["a counted contact differs from the log in civil_on"]
    ContactAttempt.objects.filter(pk=attempt.pk).update(
        civil_on=attempt.civil_on, started_at=attempt.started_at - timedelta(days=9)
    )
    assert faults(house) == ["a counted contact differs from the log in started_at"]


def test_a_contact_that_no_log_knows_is_found(house: House, attempt: ContactAttempt) -> None:
    other = place(house, "HS-2", seed=12)
    ContactAttempt.objects.filter(pk=attempt.pk).update(case_id=other.case_id)
    assert sorted(faults(house)) == [
        "a contact is counted that the log does not know",
        "a contact of the log is gone from the rows that are counted",
    ]
