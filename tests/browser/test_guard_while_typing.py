"""The guard while typing: it answers under the field before anything is said or stored."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_threat_is_told_while_it_is_typed_and_a_lawful_sentence_stands_beside_it(served: Served) -> None:
    page = served.page
    served.log_in("collector1")
    page.goto(f"{served.url}/words/")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("今天不还就打给你爸妈")
    expect(page.locator(".guard-violation").first).to_contain_text("不要这样说")
    expect(page.locator(".guard-instead li").first).to_be_visible()
    page.fill("#text", "您看哪天方便，我们可以约个时间。")
    expect(page.locator(".guard-ok")).to_be_visible()
    assert page.url.endswith("/words/")


def test_in_a_call_own_words_are_judged_with_what_was_verified_and_leave_no_trace(served: Served) -> None:
    page, case_id = served.page, served.people[0].case_id
    served.log_in("collector1")
    page.goto(f"{served.url}/case/{case_id}/")
    page.keyboard.press("c")
    page.wait_for_url("**/call/")
    before = len(served.house.book.events(case_id))
    page.click(".own-words summary")
    page.fill("#own-words", "您在示例银行的信用卡欠了一万二千元")
    expect(page.locator("#own-guard .guard-found").first).to_be_visible()
    assert len(served.house.book.events(case_id)) == before


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_fits_every_width_in_both_languages(served: Served, width: int, language: str) -> None:
    page = served.page
    served.log_in("collector1")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": served.url}])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{served.url}/words/")
    page.fill("#text", "你再不还，法院明天就上门抓你，你单位也都知道了。")
    expect(page.locator(".guard-found").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if folder := os.environ.get("FAIRDUE_PICTURES"):
        page.screenshot(path=f"{folder}/words-{width}-{language}.png", full_page=True)
