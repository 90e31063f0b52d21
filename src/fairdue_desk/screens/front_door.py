"""The front door: where each role begins, login, logout, the choice of language, the pages of errors."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.i18n import set_language

from fairdue_desk.screens.context import MENU
from fairdue_desk.screens.permissions import Right, Staff, screen


@screen(Right.HOME)
def home(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Send everybody to the first screen of their menu."""
    return redirect(next(entry.url_name for entry in MENU if staff.may(entry.right)))


login = LoginView.as_view(redirect_authenticated_user=True)
logout = LogoutView.as_view()
choose_language = login_not_required(set_language)
