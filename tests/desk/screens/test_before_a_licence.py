"""Before a licence: no name, whole number, income or family of a customer is shown, and the way to the training is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse

from desk.screens.conftest import Desk
from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.foundation.civil import Period
from fairdue.operations.attest import state
from fairdue.operations.licence import LICENCE_COLUMN
from fairdue_desk.screens.person_shield import masked_name
from fairdue_desk.screens.roles import Role
from fairdue_desk.screens.templatetags.desk import masked


@pytest.fixture
def newcomer(desk: Desk) -> str:
    """A collector who holds no licence."""
    user = get_user_model().objects.create_user("newcomer")
    user.groups.add(Group.objects.get(name=Role.COLLECTOR.value))
    return user.get_username()


def _page(desk: Desk, who: str) -> str:
    return desk.client(who).get(reverse("case", args=[desk.free.case_id])).content.decode()


def test_taking_a_case_without_a_licence_shows_neither_name_nor_whole_number(
    desk: Desk, newcomer: str
) -> None:
    client = desk.client(newcomer)
    client.post(reverse("case_take", args=[desk.free.case_id]))
    page = _page(desk, newcomer)
    assert desk.free.name not in page and masked_name(desk.free.name) in page
    assert desk.free.mobile not in page and masked(desk.free.mobile) in page
    assert "prep-gaps" not in page and 'class="six"' not in page
    listed = client.get(reverse("work_list"), {"show": "all"}).content.decode()
    assert desk.free.name not in listed


def test_pages_about_the_person_are_shut_without_a_licence(desk: Desk, newcomer: str) -> None:
    client = desk.client(newcomer)
    for name in ("case_letters", "case_offers"):
        shut = reverse(name, args=[desk.free.case_id])
        assert client.get(shut).status_code == 403
        assert f'href="{shut}"' not in _page(desk, newcomer), "no link leads to what is shut"
        assert desk.client("collector1").get(reverse(name, args=[desk.own.case_id])).status_code == 200


def test_the_refusal_for_want_of_a_licence_leads_to_the_training(desk: Desk, newcomer: str) -> None:
    client = desk.client(newcomer)
    client.post(reverse("case_take", args=[desk.free.case_id]))
    way = f'href="{reverse("training")}"'
    menu = desk.client("collector1").get(reverse("case", args=[desk.own.case_id])).content.decode()
    assert _page(desk, newcomer).count(way) >= menu.count(way) + 2
    listed = client.get(reverse("work_list")).content.decode()
    mine = desk.client("collector1").get(reverse("work_list")).content.decode()
    assert listed.count(way) > mine.count(way)


def test_a_licence_opens_what_was_shut(desk: Desk, newcomer: str) -> None:
    client = desk.client(newcomer)
    client.post(reverse("case_take", args=[desk.free.case_id]))
    assert desk.free.mobile not in _page(desk, newcomer)
    now = desk.house.now()
    state(
        desk.house,
        column=LICENCE_COLUMN,
        value="yes",
        scope=Scope(ScopeKind.STAFF, newcomer),
        period=Period(now, now + timedelta(days=300)),
        evidence="made up for a test",
        as_of=now,
        actor="compliance",
    )
    page = _page(desk, newcomer)
    assert desk.free.mobile in page and desk.free.name in page


def test_leads_and_compliance_see_names_without_a_licence(desk: Desk) -> None:
    for who in ("lead", "compliance"):
        assert desk.free.name in _page(desk, who)
