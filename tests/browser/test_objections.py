"""The panel of objections by keyboard: O, a few words, Enter; the call itself does not move."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from browser.conftest import Served
from browser.test_first_call import open_a_call, press, ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def to_the_debt(served: Served) -> str:
    case_id = open_a_call(served)
    press(served, "1", then="开场：先问是不是本人")
    press(served, "1", then="核实身份")
    press(served, "1", then="说明账务，先听情况")
    return case_id


def test_o_opens_the_field_enter_shows_answers_and_the_call_stays_where_it_is(served: Served) -> None:
    page, case_id = served.page, to_the_debt(served)
    events = len(served.house.book.events(case_id))
    page.keyboard.press("o")
    expect(page.locator("#heard")).to_be_focused()
    page.keyboard.type("反正我征信早就黑了")
    page.keyboard.press("Enter")
    expect(page.locator(".reply").first).to_contain_text("征信早黑了")
    expect(page.locator(".reply[open] .reply-line").first).to_contain_text("五年")
    expect(page.locator("#heard")).to_be_focused()
    assert len(served.house.book.events(case_id)) == events
    page.locator("#heard").fill("我要投诉你们")
    page.keyboard.press("Enter")
    expect(page.locator(".heard-first")).to_contain_text("要投诉")
    page.keyboard.press("Escape")
    ready(served)
    press(served, "c", then="投诉：道歉并如实记录")
    expect(page.locator("#heard-objections .reply")).to_have_count(0)
    assert "投诉你们" not in page.url


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_panel_fits_every_width_in_both_languages(served: Served, width: int, language: str) -> None:
    page = served.page
    to_the_debt(served)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": served.url}])
    page.set_viewport_size({"width": width, "height": 1000})
    page.reload()
    ready(served)
    page.keyboard.press("o")
    page.keyboard.type("违约金太多了，利息也高，我不认这个数")
    page.keyboard.press("Enter")
    expect(page.locator(".reply").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if folder := os.environ.get("FAIRDUE_PICTURES"):
        page.screenshot(path=f"{folder}/objections-{width}-{language}.png", full_page=True)
