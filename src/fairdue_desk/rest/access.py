"""Who asks: a session of the desk, or a personal token, both with the rights of that login and no others."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import HttpBearer, SessionAuth

from fairdue_desk.rest.problems import Refused
from fairdue_desk.screens.permissions import Right, Staff, staff_of
from fairdue_desk.wiring import house


class DeskSession(SessionAuth):
    """The cookie of the desk; what writes needs its CSRF token too."""

    def _get_key(self, request: HttpRequest) -> str | None:
        """The cookie; without one nobody is logged in, which is said before any token is asked for."""
        if self.param_name not in request.COOKIES:
            return None
        try:
            return super()._get_key(request)
        except HttpError as error:
            raise Refused(
                403,
                "csrf-missing",
                title="A session of the desk writes only with its CSRF token.",
                detail="send the cookie csrftoken again as the header X-CSRFToken, or use a token of "
                "`fairdue token create`, which needs none",
            ) from error

    def authenticate(self, request: HttpRequest, key: str | None) -> Staff | None:
        """The member of staff behind the session."""
        return staff_of(request) if request.user.is_authenticated else None


class PersonalToken(HttpBearer):
    """``Authorization: Bearer fdt_…``; made with ``fairdue token create``."""

    def authenticate(self, request: HttpRequest, token: str) -> Staff | None:
        """The member of staff whose token it is, while the login is active."""
        the_house = house()
        record = the_house.tokens.holder(token, at=the_house.now())
        if record is None:
            return None
        user = get_user_model().objects.filter(username=record.username, is_active=True).first()
        if user is None:
            return None
        request.user = user
        return staff_of(request)


def staff_with(request: HttpRequest, right: Right) -> Staff:
    """The member of staff who asks, if they have a right. Raises Refused."""
    staff = request.auth  # type: ignore[attr-defined]
    if not isinstance(staff, Staff) or not staff.may(right):
        raise Refused(
            403,
            "right-missing",
            title="This login may not do that.",
            detail=f"it needs the right {right.value}; an administrator gives roles in the desk",
        )
    return staff
