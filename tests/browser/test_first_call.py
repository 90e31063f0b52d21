"""One story by keyboard alone: login, work list, case, call, promise, note; and a file, tried and placed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import Served
from desk.screens.portfolio import MadeUp, csv_of
from fairdue_desk.rows.models import Case, CaseEvent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(served: Served, key: str, *, then: str) -> None:
    """Press a key and wait for the step that it leads to, until that step takes keys in its turn."""
    served.page.keyboard.press(key)
    expect(served.page.locator("#call h1")).to_have_text(then)
    ready(served)


def ready(served: Served) -> None:
    """A new step takes no key at once, so that nobody answers what they have not read."""
    expect(served.page.locator("#call[data-ready]")).to_be_attached()


def open_a_call(served: Served) -> str:
    """From the login to the first step of a call; returns the case's id."""
    page = served.page
    served.log_in("collector1")
    expect(page.locator("h1")).to_have_text("今日工作")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case/*/")
    case_id = page.url.rstrip("/").rsplit("/", 1)[1]
    page.keyboard.press("c")
    page.wait_for_url("**/call/")
    expect(page.locator("#call h1")).to_have_text("电话接通情况")
    ready(served)
    return case_id


def test_a_call_is_held_by_keyboard_from_the_login_to_the_note(served: Served) -> None:
    page = served.page
    case_id = open_a_call(served)
    press(served, "1", then="开场：先问是不是本人")
    press(served, "1", then="核实身份")
    expect(page.locator("#debt-veiled")).to_be_visible()
    expect(page.locator("#debt-facts")).to_have_count(0)
    press(served, "1", then="说明账务，先听情况")
    expect(page.locator("#debt-facts")).to_be_visible()
    press(served, "3", then="忘记或愿意：约今天")
    page.keyboard.press("2")
    expect(page.locator("input:focus")).to_have_count(1)
    page.keyboard.type("99999999")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    ready(served)
    amount = page.locator("#part-amount")
    expect(amount).to_be_focused()
    amount.select_text()
    page.keyboard.type("三千五")
    page.keyboard.press("Tab")
    page.keyboard.type("下午五点")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#call h1")).to_have_text("复述：今天处理")
    ready(served)
    press(served, "1", then="告知下一步，礼貌结束")
    page.keyboard.press("1")
    expect(page.locator("#call-note")).to_contain_text("3,500")
    expect(page.locator("#result-code")).to_contain_text("FP")
    ready(served)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/case/{case_id}/")
    expect(page.locator(".story")).to_contain_text("3,500")
    case = served.house.book.load(Case.objects.get(case_id=case_id).case_id)  # type: ignore[arg-type]
    assert [promise.amount_fen for promise in case.promises] == [350_000]


def test_after_a_reload_the_call_stands_where_it_stood(served: Served) -> None:
    page = served.page
    case_id = open_a_call(served)
    press(served, "1", then="开场：先问是不是本人")
    page.reload()
    expect(page.locator("#call h1")).to_have_text("开场：先问是不是本人")
    ready(served)
    press(served, "1", then="核实身份")
    page.goto(served.url + "/today/")
    page.goto(f"{served.url}/case/{case_id}/")
    page.keyboard.press("c")
    page.wait_for_url("**/call/")
    expect(page.locator("#call h1")).to_have_text("核实身份")
    assert CaseEvent.objects.filter(case_id=case_id, kind="TurnTaken").count() == 2


def test_a_key_pressed_twice_in_haste_answers_one_step_only(served: Served) -> None:
    page = served.page
    case_id = open_a_call(served)
    page.keyboard.press("1")
    page.keyboard.press("1")
    expect(page.locator("#call h1")).to_have_text("开场：先问是不是本人")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#call h1")).to_have_text("开场：先问是不是本人")
    assert CaseEvent.objects.filter(case_id=case_id, kind="TurnTaken").count() == 1


def test_n_and_p_lead_along_the_list_and_g_leads_through_the_desk(served: Served) -> None:
    page = served.page
    served.log_in("collector1")
    names = page.locator(".line-link").all_inner_texts()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case/*/")
    page.keyboard.press("n")
    expect(page.locator("h1")).to_contain_text(names[1])
    page.wait_for_load_state()
    page.keyboard.press("p")
    expect(page.locator("h1")).to_contain_text(names[0])
    page.wait_for_load_state()
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/diary/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_a_file_is_tried_then_placed_then_acknowledged(served: Served, tmp_path: Path) -> None:
    page = served.page
    file = tmp_path / "委案.csv"
    content = csv_of([MadeUp(7), MadeUp(8), MadeUp(9)]).replace(MadeUp(9).amount.encode(), "不详".encode())
    file.write_bytes(content)
    served.log_in("admin")
    page.set_input_files("#files", file)
    page.get_by_role("button", name="先试读").press("Enter")
    report = page.locator("#files-report")
    expect(report).to_contain_text("试读，未保存")
    expect(report).to_contain_text("委案金额")
    assert Case.objects.count() == 5
    page.get_by_role("button", name="按试读结果导入").press("Enter")
    expect(report).to_contain_text("已保存")
    assert Case.objects.count() == 7
    with page.expect_download() as download:
        page.get_by_role("button", name="接收回执").first.press("Enter")
    assert download.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("width", [390, 1440])
def test_no_page_is_wider_than_its_screen(served: Served, width: int) -> None:
    page = served.page
    page.set_viewport_size({"width": width, "height": 844})
    case_id = open_a_call(served)
    for path in ("/today/", "/diary/", "/rules/", f"/case/{case_id}/", f"/case/{case_id}/call/"):
        page.goto(served.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
