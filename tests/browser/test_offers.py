"""What can be offered, by keyboard: the household is typed once, and nothing of it is kept or put in an address."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_collector_types_the_household_and_sees_what_fits(served: Served) -> None:
    page = served.page
    served.log_in("collector1")
    page.goto(f"{served.url}/case/{served.people[0].case_id}/")
    page.get_by_role("link", name="可以协商的方案").click()
    expect(page.locator("#income")).to_be_focused()
    expect(page.locator(".points li")).to_have_count(4)
    for figure in ("4000", "2500", "0", "200"):
        page.keyboard.type(figure)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".offer-means dd").first).to_have_text("1,200.00")
    assert page.url.endswith("/offers/") and "4000" not in page.url
    expect(page.locator(".offer").first).to_have_class("offer offer-fits")
    events = served.house.book.events(served.people[0].case_id)
    assert [event.kind for event in events if event.kind not in ("CasePlaced", "CaseAssigned")] == []


def test_what_is_no_amount_is_told_beside_its_field_and_nothing_is_reckoned(served: Served) -> None:
    page = served.page
    served.log_in("collector1")
    page.goto(f"{served.url}/case/{served.people[0].case_id}/offers/")
    page.fill("#income", "很多")
    page.fill("#adults", "0")
    page.click("form.offers-form button[type=submit]")
    # The browser itself refuses a household of nobody; the server would too.
    page.fill("#adults", "1")
    page.click("form.offers-form button[type=submit]")
    expect(page.locator("#income-wrong")).to_contain_text("请填金额")
    expect(page.locator(".offer")).to_have_count(0)
    expect(page.locator("#income")).to_have_value("很多")


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_fits_every_width_in_both_languages(served: Served, width: int, language: str) -> None:
    page = served.page
    served.log_in("collector1")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": served.url}])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{served.url}/case/{served.people[0].case_id}/offers/")
    for name, figure in (("income", "4000"), ("living", "2500"), ("other_debts", "0"), ("at_hand", "200")):
        page.fill(f"#{name}", figure)
    page.click("form.offers-form button[type=submit]")
    expect(page.locator(".offer").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if folder := os.environ.get("FAIRDUE_PICTURES"):
        page.screenshot(path=f"{folder}/offers-{width}-{language}.png", full_page=True)
