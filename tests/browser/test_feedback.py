"""Stories of the feedback pages in a real browser: pick columns, look, save, take the file; return a case."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from browser.conftest import Served
from desk.screens.portfolio import CREDITOR
from fairdue.operations.day_run import close_days

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("feedback/?look=1", "feedback/columns/", "feedback/return/", "feedback/commission/?look=1", "runs/")


def test_columns_are_picked_and_the_file_that_is_taken_has_them(served: Served, tmp_path: Path) -> None:
    page = served.page
    served.log_in("lead")
    page.keyboard.press("g")
    page.keyboard.press("b")
    page.wait_for_url("**/feedback/")
    page.get_by_role("link", name="选择列").click()
    page.get_by_role("button", name="从空白开始").click()
    expect(page.locator(".picker input:checked")).to_have_count(0)
    page.fill("#name", "给风控部")
    page.fill("#id", "risk")
    for field, place, header in (("balance", "1", "还欠"), ("case_no", "2", "编号")):
        page.check(f"input[name=use-{field}]")
        page.fill(f"input[name=place-{field}]", place)
        page.fill(f"input[name=header-{field}]", header)
    page.get_by_role("button", name="预览前几行").click()
    expect(page.locator(".preview-table th")).to_have_text(["还欠", "编号"])
    expect(page.locator(".preview-table tbody tr")).to_have_count(5)
    page.get_by_role("button", name="存为本机构模板").click()
    page.wait_for_url("**/feedback/?template=own_risk")
    with page.expect_download() as waiting:
        page.locator(".take button").click()
    path = tmp_path / "taken.xlsx"
    waiting.value.save_as(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[1]] == ["还欠", "编号"] and sheet.max_row == 6


def test_a_case_goes_back_after_a_look_and_the_case_page_says_so(served: Served) -> None:
    page, person = served.page, served.people[0]
    served.log_in("lead")
    page.goto(f"{served.url}/feedback/return/")
    page.select_option("#reason", "on_list")
    page.fill("#numbers", f"{person.case_no}\nT77777")
    page.get_by_role("button", name="查看将退案件").click()
    expect(page.locator("body")).to_contain_text("该委托方没有此编号的案件")
    assert "T77777" not in page.url and person.case_no not in page.url
    page.get_by_role("button", name="退 1 件").click()
    expect(page.locator(".notice")).to_contain_text("已退案 1 件")
    page.goto(f"{served.url}/case/{person.case_id}/")
    expect(page.locator("body")).to_contain_text("退案：委托方名单退案")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_no_page_is_wider_than_the_screen(
    served: Served, width: int, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAIRDUE_OUTBOX", str(tmp_path))
    close_days(served.house, on=served.house.now().date(), actor="end-of-day")
    page = served.page
    page.set_viewport_size({"width": width, "height": 900})
    served.log_in("lead")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": served.url}])
    for path in PAGES:
        page.goto(f"{served.url}/{path}")
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, language)
        expect(page.locator(".tabs").first).to_be_visible()
    assert CREDITOR in page.goto(f"{served.url}/feedback/").text()  # type: ignore[union-attr]
