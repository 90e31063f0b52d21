"""A real Chromium against a real server on the test database; skipped where no Chromium is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from playwright.sync_api import Page, expect

from desk.screens.portfolio import MadeUp, made_up, place
from fairdue.operations.house import House
from fairdue_desk import wiring
from fairdue_desk.screens.roles import Role, ensure_roles
from standing import with_ordinary_standing

# The browser's own loop runs in this thread, and Django would take it for an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

expect.set_options(timeout=15_000)
PASSWORD = "a quiet morning in March"
_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """Where the browser of this machine is, if it has one."""
    return next((path for name in _CHROMIUM if (path := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests say so instead of failing."""
    if chromium() is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium is installed on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The browser of this machine, quiet and without a network of its own."""
    return {
        "executable_path": chromium(),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--disable-quic",
        ],
    }


@dataclass(frozen=True, slots=True)
class Served:
    """A desk that is served: where, with which house and people, and the page of a browser."""

    url: str
    house: House
    people: tuple[MadeUp, ...]
    page: Page
    faults: list[str]

    def log_in(self, username: str) -> None:
        """Log in by keyboard, whoever was here before; the name field has the focus already."""
        self.page.context.clear_cookies(name="sessionid")
        self.page.goto(self.url + "/login/")
        # The browser gives the focus after the page is loaded; what is typed before that goes nowhere.
        expect(self.page.locator("input[name=username]")).to_be_focused()
        self.page.keyboard.type(username)
        self.page.keyboard.press("Tab")
        expect(self.page.locator("input[name=password]")).to_be_focused()
        self.page.keyboard.type(PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".desk-head")
        self.page.wait_for_load_state()


@pytest.fixture
def served(
    live_server: object, transactional_db: None, page: Page, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    """A desk with five cases of collector1, watched for faults of the page."""
    monkeypatch.setenv("FAIRDUE_TODAY", "2026-03-02T10:20")
    ensure_roles()
    staff = {
        "collector1": Role.COLLECTOR,
        "lead": Role.LEAD,
        "compliance": Role.COMPLIANCE,
        "admin": Role.ADMIN,
    }
    for username, role in staff.items():
        user = get_user_model().objects.create_user(username, password=PASSWORD)
        user.groups.add(Group.objects.get(name=role.value))
    house, people = with_ordinary_standing(wiring.house()), tuple(made_up(5))
    place(house, people, collector="collector1")
    faults: list[str] = []
    page.on("console", lambda line: faults.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.set_default_timeout(20_000)
    page.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": str(live_server)}])
    yield Served(str(live_server), house, people, page, faults)
    assert faults == [], "the page broke its own policy or failed in a script"
