"""What every page knows: who is here, which screens are theirs, which language, which business day."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fairdue_desk.screens.permissions import Right, staff_of
from fairdue_desk.screens.person_shield import sees_persons
from fairdue_desk.screens.roles import ROLE_NAMES, Role
from fairdue_desk.wiring import business_now


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """One way through the desk. ``key`` follows G on the keyboard; ``pages`` are those that belong below it."""

    url_name: str
    label: str | Promise
    icon: str
    key: str
    right: Right
    pages: frozenset[str] = frozenset()


SHOWN_AT_ONCE = 7
"""How many ways stand in the head of a page; in English at 1440 more would be cut off."""

MENU = (
    MenuEntry("work_list", _("Work list"), "list-check", "w", Right.READ_CASES),
    MenuEntry("diary", _("Diary"), "calendar-due", "d", Right.READ_CASES),
    MenuEntry("matters", _("Matters"), "message-report", "c", Right.SEE_MATTERS, frozenset({"matter"})),
    MenuEntry("team", _("Team"), "users", "t", Right.SEE_TEAM),
    MenuEntry("files", _("Files"), "upload", "f", Right.IMPORT),
    MenuEntry("payments", _("Payments"), "report-money", "p", Right.SEE_PAYMENTS),
    MenuEntry("measures", _("Measures"), "chart-bar", "m", Right.SEE_MEASURES, frozenset({"measure"})),
    MenuEntry(
        "reviews",
        _("Reviews"),
        "shield-check",
        "q",
        Right.SEE_REVIEWS,
        frozenset({"review", "reviews_import", "reviews_read", "review_trends"}),
    ),
    MenuEntry(
        "feedback",
        _("Feedback"),
        "file-spreadsheet",
        "b",
        Right.TAKE_FEEDBACK_FILE,
        frozenset({"feedback_columns", "feedback_return", "feedback_commission", "day_runs"}),
    ),
    MenuEntry("decisions", _("Decisions"), "gavel", "e", Right.SEE_DECISIONS, frozenset({"decision"})),
    MenuEntry(
        "training",
        _("Training"),
        "note",
        "l",
        Right.TRAIN,
        frozenset(
            {
                "training_lesson",
                "training_customers",
                "training_talk",
                "training_exam",
                "training_result",
                "training_team",
                "training_person",
                "training_person_talk",
                "training_person_result",
            }
        ),
    ),
    MenuEntry(
        "rules",
        _("Rules"),
        "scale",
        "r",
        Right.SEE_RULES,
        frozenset({"rule", "rules_coverage", "rules_changes"}),
    ),
    MenuEntry("standing", _("Standing"), "writing", "s", Right.SEE_STANDING, frozenset({"standing_state"})),
    MenuEntry(
        "overrides", _("Overrides"), "lock-open", "o", Right.SEE_OVERRIDES, frozenset({"override_ask"})
    ),
    MenuEntry("words", _("May I say that?"), "message-circle", "y", Right.HOME),
)


def desk_language() -> str:
    """The language of this page as the core writes it: zh or en."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def desk_context(request: HttpRequest) -> dict[str, object]:
    """The context processor; a page outside a login gets an empty menu."""
    english = desk_language() == "en"
    context: dict[str, object] = {
        "html_lang": "en" if english else "zh-Hans",
        "other_language": "zh-hans" if english else "en",
        "desk_now": business_now(),
        "menu": (),
        "menu_more": (),
    }
    if getattr(request, "user", None) is None or not request.user.is_authenticated:
        return context
    staff = staff_of(request)
    match = getattr(request, "resolver_match", None)
    ways = [entry for entry in MENU if staff.may(entry.right)]
    # One way alone behind a fold would cost a click and save no room.
    shown = len(ways) if len(ways) <= SHOWN_AT_ONCE + 1 else SHOWN_AT_ONCE
    here = _entry_of(match.url_name if match else None)
    return context | {
        "menu": ways[:shown],
        "menu_more": ways[shown:],
        "here": here,
        "here_is_more": any(entry.url_name == here for entry in ways[shown:]),
        "staff": staff,
        "sees_persons": SimpleLazyObject(lambda: sees_persons(staff)),
        "role_names": [ROLE_NAMES[role] for role in Role if role in staff.roles],
    }


def _entry_of(page: str | None) -> str:
    """The way of the menu that a page belongs to; the page itself where it is none's."""
    return next((entry.url_name for entry in MENU if page in entry.pages), page or "")
