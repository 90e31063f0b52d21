"""Accounts in Django's own admin: whoever opens accounts gives roles to others, never to themselves."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

_NEVER = ("is_superuser", "user_permissions")
_NOT_ONES_OWN = ("groups", "is_staff", "is_active", "username")

admin.site.unregister(get_user_model())


@admin.register(get_user_model())
class AccountAdmin(UserAdmin):
    """Without this, the right to change accounts would be the right to become anybody, a superuser too."""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Powers beyond the roles are nobody's to give here, and one's own roles are not one's own to give."""
        fields = tuple(super().get_readonly_fields(request, obj))
        if getattr(request.user, "is_superuser", False):
            return fields
        return fields + _NEVER + (_NOT_ONES_OWN if obj is not None and obj.pk == request.user.pk else ())

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser's account, password included, is changed by a superuser only."""
        above = obj is not None and obj.is_superuser and not getattr(request.user, "is_superuser", False)
        return not above and super().has_change_permission(request, obj)
