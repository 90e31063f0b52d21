"""Every screen × every role, and every case × whoever may not see it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from desk.screens.conftest import Desk
from fairdue_desk.urls import urlpatterns

pytestmark = pytest.mark.django_db

ROLES = ("collector1", "lead", "compliance", "admin")
OPEN_TO = {
    "home": ROLES,
    "work_list": ("collector1", "lead", "compliance"),
    "diary": ("collector1", "lead", "compliance"),
    "matters": ("collector1", "lead", "compliance"),
    "matter": ("collector1", "lead", "compliance"),
    "matter_step": ("collector1", "lead", "compliance"),
    "case_matter": ("collector1", "lead", "compliance"),
    "case_hold": ("lead", "compliance"),
    "team": ("lead", "compliance"),
    "case": ("collector1", "lead", "compliance"),
    "case_take": ("collector1", "lead"),
    "case_annotate": ("collector1", "lead"),
    "case_callback": ("collector1", "lead"),
    "case_sealed": ("collector1", "lead"),
    "case_letters": ("collector1", "lead"),
    "case_evidence": ("lead", "compliance"),
    "case_offers": ("collector1", "lead"),
    "case_words": ("collector1", "lead"),
    "words": ROLES,
    "words_judge": ROLES,
    "call_begin": ("collector1", "lead"),
    "call": ("collector1", "lead"),
    "call_turn": ("collector1", "lead"),
    "call_take_back": ("collector1", "lead"),
    "call_objections": ("collector1", "lead"),
    "files": ("admin",),
    "files_read": ("admin",),
    "files_acknowledgement": ("admin",),
    "payments": ("lead", "compliance", "admin"),
    "payments_retry": ("lead", "compliance"),
    "payment_place": ("lead", "compliance"),
    "payment_return": ("lead", "compliance"),
    "measures": ("lead", "compliance", "admin"),
    "measures_chart": ("lead", "compliance", "admin"),
    "measure": ("lead", "compliance", "admin"),
    "measure_file": ("lead", "compliance", "admin"),
    "feedback_file": ("lead", "admin"),
    "feedback": ("lead", "admin"),
    "feedback_take": ("lead", "admin"),
    "feedback_columns": ("lead", "admin"),
    "feedback_return": ("lead", "admin"),
    "feedback_keep": ("lead", "admin"),
    "feedback_commission": ("lead", "admin"),
    "commission_take": ("lead", "admin"),
    "day_runs": ("lead", "admin"),
    "reviews": ("collector1", "lead", "compliance"),
    "reviews_import": ("lead", "compliance"),
    "reviews_read": ("lead", "compliance"),
    "review_trends": ("collector1", "lead", "compliance"),
    "review": ("collector1", "lead", "compliance"),
    "review_step": ("collector1", "lead", "compliance"),
    "decisions": ("lead", "compliance"),
    "decision": ("lead", "compliance"),
    "rules": ROLES,
    "rule": ROLES,
    "rules_coverage": ROLES,
    "rules_changes": ROLES,
    "standing": ("lead", "compliance"),
    "standing_state": ("lead", "compliance"),
    "standing_withdraw": ("lead", "compliance"),
    "overrides": ("lead", "compliance"),
    "override_ask": ("lead",),
    "override_grant": ("compliance",),
    "override_end": ("lead", "compliance"),
    **dict.fromkeys(
        (
            "training",
            "training_sign",
            "training_customers",
            "training_lesson",
            "training_read",
            "training_answer",
            "training_begin",
            "training_talk",
            "training_say",
            "training_hang_up",
            "training_hints",
            "training_exam",
            "training_exam_begin",
            "training_exam_answer",
            "training_exam_hand_in",
            "training_result",
        ),
        ("collector1", "lead", "compliance"),
    ),
    **dict.fromkeys(
        (
            "training_team",
            "training_person",
            "training_assign",
            "training_withdraw",
            "training_person_talk",
            "training_person_result",
        ),
        ("lead", "compliance"),
    ),
}
POSTED = frozenset(
    {
        "case_take",
        "case_annotate",
        "case_callback",
        "case_sealed",
        "case_matter",
        "case_hold",
        "matter_step",
        "case_evidence",
        "case_words",
        "words_judge",
        "call_begin",
        "call_turn",
        "call_take_back",
        "call_objections",
        "files_read",
        "files_acknowledgement",
        "feedback_file",
        "feedback_take",
        "feedback_keep",
        "commission_take",
        "payments_retry",
        "payment_place",
        "payment_return",
        "standing_withdraw",
        "override_grant",
        "override_end",
        "training_sign",
        "training_read",
        "training_answer",
        "training_begin",
        "training_say",
        "training_hang_up",
        "training_hints",
        "training_exam_begin",
        "training_exam_answer",
        "training_exam_hand_in",
        "training_assign",
        "training_withdraw",
        "reviews_read",
        "review_step",
    }
)
# What these are asked for does not exist, and only those who may see one learn that.
OF_NOTHING = frozenset(
    {
        "decision",
        "payment_place",
        "payment_return",
        "training_answer",
        "training_begin",
        "training_talk",
        "training_say",
        "training_hang_up",
        "training_hints",
        "training_result",
        "training_assign",
        "training_person_talk",
        "training_person_result",
        "review",
        "review_step",
    }
)
BEFORE_LOGIN = frozenset({"login", "logout", "set_language"})
CASE_SCREENS = [name for name in OPEN_TO if name.startswith(("case", "call"))]
OVERRIDABLE = "house.weekly_contacts"


def address(name: str, case_id: str) -> str:
    """The address of a screen, about this case where it is about one."""
    if name in ("override_grant", "override_end"):
        return reverse(name, args=[case_id, "ovnone"])
    if name == "override_ask":
        return reverse(name, args=[case_id]) + f"?rule={OVERRIDABLE}"
    if name == "measure_file":
        return reverse(name, args=["coverage", "csv"])
    others = {
        "payment_place": "pynone",
        "payment_return": "pynone",
        "measures_chart": "funnel",
        "measure": "coverage",
        "decision": "dcnone",
        "rule": OVERRIDABLE,
        "standing_withdraw": "atnone",
        "matter": "cm-none-1",
        "matter_step": "cm-none-1",
        "training_lesson": "prepare_thinking",
        "training_read": "prepare_thinking",
        "training_answer": "prepare_thinking",
        "training_talk": "drnone",
        "training_say": "drnone",
        "training_hang_up": "drnone",
        "training_hints": "drnone",
        "training_result": "exnone",
        "training_person": "collector1",
        "training_assign": "collector1",
        "training_withdraw": "collector1",
        "review": "rvnone",
        "review_step": "rvnone",
    }
    if name in ("training_person_talk", "training_person_result"):
        return reverse(name, args=["collector1", "drnone"])
    if name in others:
        return reverse(name, args=[others[name]])
    return reverse(name, args=[case_id] if name in CASE_SCREENS else [])


def ask(client: Client, name: str, case_id: str) -> int:
    return (client.post if name in POSTED else client.get)(address(name, case_id)).status_code


def test_every_address_has_a_right_or_stands_before_the_login() -> None:
    for pattern in urlpatterns:
        if isinstance(pattern, URLResolver):
            # The API checks rights itself; tests/desk/test_rest.py walks over all of it.
            assert pattern.app_name in ("admin", "ninja")
            continue
        assert isinstance(pattern, URLPattern)
        guarded = hasattr(pattern.callback, "right")
        assert guarded is (pattern.name not in BEFORE_LOGIN), pattern.name
        assert not guarded or pattern.name in OPEN_TO, f"{pattern.name} is missing in this test's table"


@pytest.mark.parametrize("name", OPEN_TO)
def test_a_screen_opens_for_its_roles_and_answers_403_to_the_others(desk: Desk, name: str) -> None:
    for username in ROLES:
        status = ask(desk.client(username), name, desk.own.case_id)
        if username in OPEN_TO[name]:
            assert status in (200, 302) or (name in OF_NOTHING and status == 404), (name, username, status)
        else:
            assert status == 403, (name, username, status)


@pytest.mark.parametrize("name", OPEN_TO)
def test_without_a_login_every_screen_leads_to_the_login(desk: Desk, name: str) -> None:
    answer = Client().get(address(name, desk.own.case_id))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", CASE_SCREENS)
def test_a_colleagues_case_answers_403_on_every_screen_of_it(desk: Desk, name: str) -> None:
    assert ask(desk.client("collector1"), name, desk.others.case_id) == 403


def test_a_case_that_nobody_has_can_be_seen_and_taken(desk: Desk) -> None:
    client = desk.client("collector1")
    page = client.get(reverse("case", args=[desk.free.case_id])).content.decode()
    assert desk.free.mobile not in page and f"138****{desk.free.mobile[-4:]}" in page
    client.post(reverse("case_take", args=[desk.free.case_id]))
    assert desk.house.book.load(desk.free.case_id).collector == "collector1"
    assert desk.free.mobile in client.get(reverse("case", args=[desk.free.case_id])).content.decode()
    assert ask(desk.client("collector2"), "case", desk.free.case_id) == 403


def test_only_the_collector_in_charge_sees_numbers_in_full(desk: Desk) -> None:
    url = reverse("case", args=[desk.own.case_id])
    assert desk.own.mobile in desk.client("collector1").get(url).content.decode()
    for username in ("lead", "compliance"):
        assert desk.own.mobile not in desk.client(username).get(url).content.decode()


def test_a_collectors_list_and_search_hold_no_case_of_a_colleague(desk: Desk) -> None:
    client, url = desk.client("collector1"), reverse("work_list")
    for page in (
        client.get(url),
        client.get(url + "?show=all"),
        client.post(url, {"find": desk.others.mobile}),
    ):
        assert desk.others.name not in page.content.decode()
    assert desk.own.name in client.post(url, {"find": desk.own.mobile}).content.decode()
    assert desk.others.name in desk.client("lead").get(url + "?show=all").content.decode()


def test_an_unknown_case_is_not_found(desk: Desk) -> None:
    assert desk.client("lead").get(reverse("case", args=["cnone"])).status_code == 404
