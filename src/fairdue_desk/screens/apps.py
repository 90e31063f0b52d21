"""The Django app of the screens."""

from __future__ import annotations

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class ScreensConfig(AppConfig):
    """Screens bring no tables; after every migration they see to it that the roles exist."""

    name = "fairdue_desk.screens"
    label = "screens"

    def ready(self) -> None:
        """Make the groups whichever way the tables came to be: by the wiring, by hand, by a test."""
        # Django tells only apps with tables, so the tables of the house stand for this one.
        post_migrate.connect(_make_roles, sender=apps.get_app_config("rows"))


def _make_roles(**_: object) -> None:
    from fairdue_desk.screens.roles import ensure_roles

    ensure_roles()
