"""The roles of the house, as Django groups, and the made-up staff of the demo.

What a role may do stands in ``permissions.py``; here only that roles exist and who has which.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from fairdue.foundation.bilingual import Bilingual


class Role(StrEnum):
    """What somebody is here for. The value is the name of the group."""

    COLLECTOR = "collector"
    LEAD = "lead"
    COMPLIANCE = "compliance"
    ADMIN = "admin"


ROLE_NAMES: dict[Role, Bilingual] = {
    Role.COLLECTOR: Bilingual("催收员", "Collector"),
    Role.LEAD: Bilingual("组长", "Team lead"),
    Role.COMPLIANCE: Bilingual("合规", "Compliance"),
    Role.ADMIN: Bilingual("管理员", "Administrator"),
}

DEMO_STAFF: tuple[tuple[str, Role], ...] = (
    ("collector1", Role.COLLECTOR),
    ("collector2", Role.COLLECTOR),
    ("collector3", Role.COLLECTOR),
    ("trainee", Role.COLLECTOR),
    ("lead", Role.LEAD),
    ("compliance", Role.COMPLIANCE),
    ("compliance2", Role.COMPLIANCE),
    ("admin", Role.ADMIN),
)
"""The logins of the demo; the made-up portfolio assigns its cases to the collectors named here. ``trainee``
holds no licence."""

_ACCOUNT_RIGHTS = ("add_user", "change_user", "view_user", "view_group")


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """One login to print; the password is known only now, afterwards only its hash is."""

    username: str
    role: Role
    password: str = field(repr=False)


def ensure_roles() -> None:
    """Make the groups that are missing; those that exist keep their members.

    Administrators may open accounts in Django's own admin; whoever is to be there needs ``is_staff`` too.
    """
    groups = {role: Group.objects.get_or_create(name=role.value)[0] for role in Role}
    rights = Permission.objects.filter(content_type__app_label="auth", codename__in=_ACCOUNT_RIGHTS)
    groups[Role.ADMIN].permissions.set(rights)


def ensure_demo_staff(password_source: Callable[[], str]) -> list[DemoLogin]:
    """Make the logins of the demo, each with a fresh password from ``password_source``, and return them."""
    user_model = get_user_model()
    logins = []
    with transaction.atomic():
        ensure_roles()
        for username, role in DEMO_STAFF:
            password = password_source()
            user, _ = user_model.objects.get_or_create(username=username)
            user.is_staff = role is Role.ADMIN
            user.set_password(password)
            user.save()
            user.groups.set([Group.objects.get(name=role.value)])
            logins.append(DemoLogin(username, role, password))
    return logins
