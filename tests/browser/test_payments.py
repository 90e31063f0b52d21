"""The payments page in a real browser: what waits is read, decided by two persons, and fits a narrow screen."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import Served
from desk.screens.portfolio import CREDITOR
from fairdue.operations.place import place_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEADER = "流水号,卡号,个案序列号,入账日期,入账金额,备注\n"


def _pay(served: Served, *lines: str) -> None:
    place_file(
        served.house,
        name="还款.csv",
        content=(HEADER + "\n".join(lines) + "\n").encode(),
        as_of=served.house.now(),
        actor="admin",
        creditor=CREDITOR,
    )


def _shot(served: Served, name: str) -> None:
    """Keep a picture where ``FAIRDUE_SHOTS`` names a folder, to be looked at."""
    folder = os.environ.get("FAIRDUE_SHOTS")
    if folder:
        served.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_waiting_money_is_placed_by_two_persons_and_the_rest_sent_back(served: Served) -> None:
    one, two = served.people[:2]
    _pay(
        served,
        f"S1,{one.card},{one.case_no},2026-03-02,500.00,",
        f"S2,{two.card},{two.case_no},2026-03-02,99999.00,",
        "S3,6229999999999993,,2026-03-02,88.00,",
        f"S5,{two.card},{two.case_no},2026-03-02,-300.00,冲正 S4",
    )
    _pay(served, f"S1,{one.card},{one.case_no},2026-03-02,501.00,")
    page = served.page
    served.log_in("lead")
    page.goto(served.url + "/payments/")
    expect(page.locator(".waiting")).to_have_count(4)
    expect(page.locator(".tie-table tbody tr")).to_have_count(1)
    assert one.card not in page.content(), "a card is shown by its last four"
    _shot(served, "payments-zh-1440")
    far = page.locator(".waiting", has_text="99,999.00")
    far.get_by_text("处理").first.click()
    far.locator("input[name=why]").fill("委托方来电确认，非多写一位")
    _shot(served, "payments-zh-open")
    far.locator("button[formaction*=place]").click()
    expect(page.locator(".notice-success")).to_contain_text("须由另一人确认")
    for width in (1440, 390):
        for language in ("zh-hans", "en"):
            page.context.add_cookies([{"name": "django_language", "value": language, "url": served.url}])
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(served.url + "/payments/")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (width, language, wide)
            _shot(served, f"payments-{language}-{width}")
    page.context.add_cookies([{"name": "django_language", "value": "zh-hans", "url": served.url}])
    page.set_viewport_size({"width": 1440, "height": 900})
    served.log_in("compliance")
    page.goto(served.url + "/payments/")
    far.get_by_text("处理").first.click()
    far.locator("input[name=why]").fill("已核对回单")
    far.locator("button[formaction*=place]").click()
    expect(page.locator(".notice-success")).to_contain_text("已登到案件")
    stranger = page.locator(".waiting", has_text="88.00")
    stranger.get_by_text("处理").first.click()
    stranger.locator("input[name=why]").fill("非本所案件")
    stranger.locator("button[formaction*=return]").click()
    expect(page.locator(".notice-success")).to_contain_text("已退回委托方")
    expect(page.locator(".waiting")).to_have_count(2)
    assert served.house.book.load(two.case_id).paid_fen == 9_999_900
