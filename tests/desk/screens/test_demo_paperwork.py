"""What a demo shows to compliance comes about through the real operations."""

from __future__ import annotations

import pytest

from desk.screens.conftest import Desk
from fairdue.operations.override import standing_overrides
from fairdue.practice.paperwork import NEWCOMER, POLICY, set_aside, try_without_a_licence
from fairdue_desk.rows.models import Decision

pytestmark = pytest.mark.django_db


def test_a_demo_keeps_a_refusal_that_names_the_licence_nobody_stated(desk: Desk) -> None:
    refused = try_without_a_licence(desk.house, case_ids=[desk.own.case_id], as_of=desk.house.now())
    assert refused is not None and any("collector_licensed" in reason.code for reason in refused.reasons)
    assert Decision.objects.filter(actor=NEWCOMER, verdict="refuse").count() == 1


def test_a_demo_shows_a_policy_that_two_persons_set_aside(desk: Desk) -> None:
    now = desk.house.now()
    granted = set_aside(desk.house, case_ids=[desk.own.case_id], as_of=now)
    assert granted is not None and granted.rule_id == POLICY
    assert (granted.asked_by, granted.granted_by) == ("lead", "compliance")
    assert [line.request for line in standing_overrides(desk.house, as_of=granted.granted_at or now)] == [
        granted
    ]
