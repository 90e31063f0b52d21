"""What holds for every page: strict CSP, nothing inline, nothing of a person in an address, both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from desk.screens.conftest import Desk
from fairdue_desk.rows.models import Decision
from fairdue_desk.screens.timeline_view import ICON_OF

pytestmark = pytest.mark.django_db

ADDRESSES = ("href", "action", "formaction", "src", "hx-post", "hx-get")


class Attributes(HTMLParser):
    """All tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))


def every_page(desk: Desk, *, language: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Every page that is worth reading, as the roles see it: name, text, headers."""
    case = [desk.own.case_id]
    collector = desk.client("collector1", language=language)
    collector.post(reverse("case_callback", args=case), {"due": "2026-03-02 10:21"})
    wanted = [
        ("collector1", "get", reverse("work_list"), {}),
        ("collector1", "post", reverse("work_list"), {"find": desk.own.name}),
        ("collector1", "get", reverse("work_list") + "?show=all", {}),
        ("collector1", "get", reverse("case", args=case), {}),
        ("collector1", "get", reverse("diary"), {}),
        ("lead", "get", reverse("team"), {}),
        ("lead", "get", reverse("measures"), {}),
        ("compliance", "get", reverse("case", args=case), {}),
        ("compliance", "get", reverse("decisions"), {}),
        ("compliance", "get", reverse("rules"), {}),
        ("compliance", "get", reverse("rules") + "?on=2026-01-01&treatment=disabled", {}),
        ("compliance", "get", reverse("rule", args=["cn.cba_2026.attempts_per_number"]), {}),
        ("collector1", "get", reverse("rule", args=["us.reg_f.calls_in_seven_days"]), {}),
        ("compliance", "get", reverse("rules_coverage"), {}),
        ("compliance", "get", reverse("rules_changes"), {}),
        ("lead", "get", reverse("standing"), {}),
        ("lead", "get", reverse("standing_state"), {}),
        ("lead", "get", reverse("standing_state") + f"?column=vulnerable&case={case[0]}", {}),
        ("lead", "get", reverse("override_ask", args=case) + "?rule=house.weekly_contacts", {}),
        ("compliance", "get", reverse("overrides"), {}),
        ("admin", "get", reverse("files"), {}),
        ("admin", "get", reverse("team"), {}),
        ("lead", "get", reverse("case", args=["cnone"]), {}),
    ]
    begun = collector.post(reverse("call_begin", args=case))
    assert begun.status_code == 302, "the call must begin for its page to be read"
    wanted.append(("collector1", "get", reverse("call", args=case), {}))
    decided = Decision.objects.filter(case_id=desk.own.case_id).values_list("decision_id", flat=True)[0]
    wanted.append(("compliance", "get", reverse("decision", args=[decided]), {}))
    for username, method, url, form in wanted:
        answer = getattr(desk.client(username, language=language), method)(url, form)
        yield f"{username} {url}", answer.content.decode(), dict(answer.headers)
    anonymous = Client()
    anonymous.cookies["django_language"] = language
    answer = anonymous.get(reverse("login"))
    yield "login", answer.content.decode(), dict(answer.headers)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_keeps_the_strict_policy_and_holds_nothing_inline(desk: Desk, language: str) -> None:
    for name, page, headers in every_page(desk, language=language):
        policy = headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy, name
        assert 'lang="en"' in page if language == "en" else 'lang="zh-Hans"' in page, name
        for tag, attributes in Attributes(page).tags:
            assert tag != "style", name
            assert tag != "script" or attributes.get("src", "").startswith("/static/"), name
            assert "style" not in attributes, (name, tag)
            assert not [key for key in attributes if key.startswith(("on", "hx-on"))], (name, tag)
            for key in ("href", "src", "action"):
                # Only the sources of a rule lead out of the house, and they take nothing along.
                leads_out = "//" in attributes.get(key, "")
                is_source = tag == "a" and {"noopener", "noreferrer"} <= set(
                    attributes.get("rel", "").split()
                )
                assert not leads_out or (is_source and "/rules/" in name), (name, attributes[key])


def test_no_address_on_any_page_holds_anything_of_a_person(desk: Desk) -> None:
    secrets = {secret for person in (desk.own, desk.others, desk.free) for secret in person.secrets}
    for name, page, _ in every_page(desk, language="zh-hans"):
        for _, attributes in Attributes(page).tags:
            for key in (*ADDRESSES, "data-case", "data-case-page"):
                address = attributes.get(key, "")
                assert not [secret for secret in secrets if secret in address], (name, key)
            if attributes.get("name") == "next":
                assert not [secret for secret in secrets if secret in attributes.get("value", "")], name


def test_pages_of_cases_are_kept_out_of_caches(desk: Desk) -> None:
    answer = desk.client("collector1").get(reverse("case", args=[desk.own.case_id]))
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]


def test_a_third_persons_details_are_on_no_page_without_a_permit(desk: Desk) -> None:
    for name, page, _ in every_page(desk, language="zh-hans"):
        for person in (desk.own, desk.others, desk.free):
            assert not [detail for detail in person.third_person if detail in page], name


def test_the_language_is_switched_before_the_login_and_kept_after_it(desk: Desk) -> None:
    client = Client()
    assert "登录" in client.get(reverse("login")).content.decode()
    answer = client.post(reverse("set_language"), {"language": "en", "next": reverse("login")})
    assert answer.status_code == 302
    assert "Log in" in client.get(reverse("login")).content.decode()
    client.force_login(desk.client("lead").get(reverse("team")).wsgi_request.user)
    assert "Team" in client.get(reverse("team")).content.decode()
    client.post(reverse("set_language"), {"language": "zh-hans", "next": reverse("team")})
    assert "团队" in client.get(reverse("team")).content.decode()


def test_chinese_pages_hold_no_english_words_of_ours(desk: Desk) -> None:
    ours = re.compile(r"[A-Za-z]{3,}")
    for name, page, _ in every_page(desk, language="zh-hans"):
        sources = re.sub(r"<a [^>]*noopener.*?</a>[^<]*", " ", page)  # addresses stand as they are
        text = re.sub(r"<(script|style|code|svg)\b.*?</\1>|<[^>]+>", " ", sources, flags=re.DOTALL)
        text = re.sub(
            r"(?i)fairdue|english|collector\d|compliance|admin|lead|enter|esc|xlsx?|csv|sha", " ", text
        )
        found = {word for word in ours.findall(text) if word in ENGLISH}
        assert not found, (name, found)


ENGLISH = frozenset(
    [
        "Balance",
        "Overdue",
        "Promise",
        "Claim",
        "Payment",
        "Call",
        "Case",
        "Next",
        "Previous",
        "Work",
        "Diary",
        "Team",
        "Files",
        "Rules",
        "Decisions",
        "days",
        "day",
        "cases",
        "never",
        "yes",
        "from",
        "until",
        "refused",
        "permitted",
        "missing",
        "stale",
        "Note",
        "Annotation",
        "Search",
    ]
)


def test_a_get_with_a_name_in_it_searches_nothing(desk: Desk) -> None:
    page = desk.client("collector1").get(reverse("work_list") + "?show=claims&find=" + desk.own.case_no)
    assert desk.own.name not in page.content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "没有这个页面"), ("en", "Nothing here")])
def test_a_missing_page_says_so_in_the_language_of_the_reader(desk: Desk, language: str, words: str) -> None:
    answer = desk.client("lead", language=language).get("/nowhere/")
    assert answer.status_code == 404 and words in answer.content.decode()


def test_the_page_of_a_broken_server_is_in_both_languages_and_tells_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = desk.client("lead")
    client.raise_request_exception = False
    monkeypatch.setattr("fairdue_desk.screens.team_page.team_rows", lambda now: 1 // 0)
    page = client.get(reverse("team"))
    text = page.content.decode()
    assert page.status_code == 500 and "出错了" in text and "Something broke" in text
    assert "ZeroDivisionError" not in text


def test_a_form_without_its_token_is_refused_in_words(desk: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.client("lead").get(reverse("team")).wsgi_request.user)
    answer = client.post(reverse("case_take", args=[desk.free.case_id]))
    assert answer.status_code == 403 and "表单已失效" in answer.content.decode()


def test_after_five_misses_the_login_rests(desk: Desk) -> None:
    client = Client()
    for _ in range(4):
        answer = client.post(reverse("login"), {"username": "lead", "password": "not this one"})
        assert answer.status_code == 200
    for _ in range(2):
        answer = client.post(reverse("login"), {"username": "lead", "password": "not this one"})
    assert answer.status_code == 429 and "账号暂停登录" in answer.content.decode()


def test_every_icon_of_every_page_is_in_the_sprite(desk: Desk) -> None:
    sprite = (Path(__file__).resolve().parents[3] / "src/fairdue_desk/static/vendor/icons.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    for name, page, _ in every_page(desk, language="en"):
        assert set(re.findall(r'<use href="[^"#]+#([\w-]+)"', page)) <= drawn, name
    assert set(ICON_OF.values()) <= drawn
