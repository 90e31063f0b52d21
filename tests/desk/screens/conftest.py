"""Screens on a test database: a fixed business moment, one login a role, a few cases in known hands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from desk.screens.portfolio import MadeUp, made_up, place
from fairdue.operations.house import House
from fairdue_desk import wiring
from fairdue_desk.screens.roles import Role
from standing import with_ordinary_standing

MOMENT = "2026-03-02T10:20"


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk with one case of collector1, one of collector2, and one that nobody has."""

    house: House
    own: MadeUp
    others: MadeUp
    free: MadeUp

    def client(self, username: str, *, language: str = "zh-hans") -> Client:
        """A browser in which somebody is logged in."""
        client = Client()
        client.cookies["django_language"] = language
        client.force_login(get_user_model().objects.get(username=username))
        return client


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Monday morning in March, inside the hours for calls."""
    monkeypatch.setenv("FAIRDUE_TODAY", MOMENT)


@pytest.fixture
def desk(db: None, moment: None) -> Iterator[Desk]:
    """The desk with its staff and cases."""
    staff = {
        "collector1": Role.COLLECTOR,
        "collector2": Role.COLLECTOR,
        "lead": Role.LEAD,
        "compliance": Role.COMPLIANCE,
        "admin": Role.ADMIN,
    }
    for username, role in staff.items():
        user = get_user_model().objects.create_user(username)
        user.groups.add(Group.objects.get(name=role.value))
    house = with_ordinary_standing(wiring.house())
    own, others, free = made_up(3)
    place(house, [own], collector="collector1")
    place(house, [others], collector="collector2")
    place(house, [free])
    yield Desk(house, own, others, free)
