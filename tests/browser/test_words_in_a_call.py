"""A call held by what the customer says: typed after ``/``, accepted with Enter, taken back with one key."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.conftest import Served
from browser.test_first_call import open_a_call, press, ready

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def hear(served: Served, words: str) -> None:
    """Type what the customer said and wait for what it may mean."""
    page = served.page
    page.keyboard.press("/")
    expect(page.locator("#heard-words")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page.locator("#heard-words")).to_have_value("")
    ready(served)


def accept(served: Served, *, then: str) -> None:
    """Enter takes the first proposal."""
    expect(served.page.locator(".proposal").first).to_be_visible()
    press(served, "Enter", then=then)


def test_a_promise_is_heard_asked_read_back_taken_back_and_recorded(served: Served) -> None:
    page = served.page
    open_a_call(served)
    press(served, "1", then="开场：先问是不是本人")
    hear(served, "对，我是本人")
    accept(served, then="核实身份")
    press(served, "1", then="说明账务，先听情况")
    hear(served, "下周五我先还两千")
    accept(served, then="定下日期和金额")
    page.keyboard.press("Enter")
    expect(page.locator(".say-line").first).to_contain_text("准备用什么渠道")
    ready(served)
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    hear(served, "用微信吧")
    accept(served, then="复述承诺")
    press(served, "1", then="告知下一步，礼貌结束")
    expect(page.locator(".wrap-up")).to_contain_text("PTP")
    press(served, "Backspace", then="复述承诺")
    press(served, "1", then="告知下一步，礼貌结束")
    page.keyboard.press("Enter")
    expect(page.locator("#call-note")).to_contain_text("2,000")
    expect(page.locator("#result-code")).to_contain_text("PTP")


def test_words_that_fit_no_answer_stay_in_the_field_and_the_next_ones_replace_them(served: Served) -> None:
    page = served.page
    open_a_call(served)
    press(served, "1", then="开场：先问是不是本人")
    page.keyboard.press("/")
    page.keyboard.type("今天天气不错")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_contain_text("没听出")
    ready(served)
    expect(page.locator("#heard-words")).to_have_value("今天天气不错")
    hear(served, "对，我是本人")
    expect(page.locator(".proposal").first).to_contain_text("是本人")


def test_a_value_that_is_missing_has_the_focus_and_what_was_typed_stays(served: Served) -> None:
    page = served.page
    open_a_call(served)
    press(served, "1", then="开场：先问是不是本人")
    press(served, "1", then="核实身份")
    press(served, "1", then="说明账务，先听情况")
    press(served, "3", then="忘记或愿意：约今天")
    page.keyboard.press("1")
    page.keyboard.type("20:00")
    page.keyboard.press("Enter")
    expect(page.locator("[role=alert]")).to_contain_text("渠道")
    expect(page.locator("#full-channel")).to_be_focused()
    expect(page.locator("#full-time")).to_have_value("20:00")


def test_escape_closes_an_open_menu_and_the_list_of_keys_names_every_way(served: Served) -> None:
    page = served.page
    served.log_in("compliance")
    page.locator(".desk-more summary").click()
    page.keyboard.press("Escape")
    expect(page.locator(".desk-more")).not_to_have_attribute("open", "")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("豁免")


def test_distress_comes_first_from_anywhere_in_the_call(served: Served) -> None:
    open_a_call(served)
    press(served, "1", then="开场：先问是不是本人")
    hear(served, "别打了，我真的不想活了")
    expect(served.page.locator("#call h1")).to_have_text("安全第一")
    expect(served.page.locator(".say")).to_contain_text("12356")


@pytest.mark.parametrize("width", [1440, 390])
def test_the_call_page_with_words_and_wrap_up_never_overflows(served: Served, width: int) -> None:
    page = served.page
    open_a_call(served)
    page.set_viewport_size({"width": width, "height": 900})
    press(served, "1", then="开场：先问是不是本人")
    hear(served, "我现在在开会不方便，明天下午三点再打给我")
    expect(page.locator(".proposal").first).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert wide
