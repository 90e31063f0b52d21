"""Whoever opens accounts does not thereby become anybody they like."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from desk.screens.conftest import Desk

pytestmark = pytest.mark.django_db


def save(client: Client, user: Any, *groups: str, **cells: str) -> int:
    ids = [str(group.pk) for group in Group.objects.filter(name__in=groups)]
    form = {"username": user.username, "is_active": "on", "is_staff": "on", "groups": ids}
    form |= {"date_joined_0": "2026-03-02", "date_joined_1": "10:00:00", "_save": "1"} | cells
    return client.post(f"/admin/auth/user/{user.pk}/change/", form).status_code


def roles(user: Any) -> set[str]:
    return set(user.groups.values_list("name", flat=True))


def test_an_administrator_gives_roles_to_others_only_and_makes_no_superuser(desk: Desk) -> None:
    users = get_user_model().objects
    users.filter(username="admin").update(is_staff=True)
    admin, other, root = (
        users.get(username="admin"),
        users.get(username="collector1"),
        users.create_superuser("root"),
    )
    client = desk.client("admin")
    save(client, admin, "lead", "compliance", is_superuser="on")
    save(client, other, "lead", is_superuser="on")
    assert roles(admin) == {"admin"} and roles(other) == {"lead"}
    assert set(users.filter(is_superuser=True)) == {root}
    assert save(client, root, is_superuser="") == 403
    assert client.post(f"/admin/auth/user/{root.pk}/password/", {}).status_code == 403


def test_a_search_longer_than_any_name_is_answered(desk: Desk) -> None:
    assert desk.client("lead").post("/today/", {"find": "长" * 60_000}).status_code == 200
