"""Stories of compliance by keyboard: find a rule, read a trace, vouch for a fact, set a policy aside by two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from browser.conftest import Served
from fairdue.compliance.checks import AtMost
from fairdue.compliance.rulebook import rulebook_of
from fairdue.operations.attest import statements, withdraw

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ATTEMPTS = "cn.cba_2026.attempts_per_number"
OVERRIDABLE = "house.weekly_contacts"


def try_to_call(served: Served) -> None:
    """As the collector: open the first case and press the key of the call."""
    served.log_in("collector1")
    served.page.goto(f"{served.url}/case/{served.people[0].case_id}/")
    served.page.keyboard.press("c")


def refused(served: Served) -> None:
    expect(served.page.locator(".gate-answer .decision-refuse")).to_be_visible()


def test_a_rule_is_searched_and_opened_by_keyboard(served: Served) -> None:
    page = served.page
    served.log_in("compliance")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url("**/rules/")
    page.keyboard.press("/")
    expect(page.locator("input:focus")).to_have_count(1)
    page.keyboard.type("未接通的拨打")
    expect(page.locator("#rules .line-link")).to_have_count(1)
    expect(page).to_have_url(
        f"{served.url}/rules/?find=%E6%9C%AA%E6%8E%A5%E9%80%9A%E7%9A%84%E6%8B%A8%E6%89%93"
    )
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/rules/{ATTEMPTS}/")
    expect(page.locator(".cases > li")).not_to_have_count(0)
    expect(page.locator(".cases")).not_to_contain_text("与预期不符")
    page.go_back()
    expect(page.locator("#find")).to_have_value("未接通的拨打")
    expect(page.locator("#rules .line-link")).to_have_count(1)


def test_a_decisions_trace_is_read_from_the_list(served: Served) -> None:
    page = served.page
    try_to_call(served)
    page.wait_for_url("**/call/")
    served.log_in("compliance")
    page.keyboard.press("g")
    page.keyboard.press("e")
    page.wait_for_url("**/decisions/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/decisions/dc*/")
    expect(page.locator("h1")).to_contain_text("允许")
    expect(page.locator("main")).to_contain_text("全程录音")
    aside = page.locator("details.fold")
    expect(aside.locator("li").first).to_be_hidden()
    aside.locator("summary").press("Enter")
    expect(aside.locator("li").first).to_be_visible()


def test_a_fact_is_vouched_for_and_the_refused_call_is_permitted(served: Served) -> None:
    page, now = served.page, served.house.now()
    for one in statements(served.house, as_of=now, column="agency_listed"):
        withdraw(served.house, attestation_id=one.attestation_id, as_of=now, actor="compliance")
    try_to_call(served)
    refused(served)
    served.log_in("lead")
    page.goto(f"{served.url}/case/{served.people[0].case_id}/")
    page.locator(".remedy").first.press("Enter")
    page.wait_for_url("**/standing/state/?column=agency_listed&case=*")
    page.get_by_label("是，确实如此").press("Space")
    page.locator("#evidence").fill("2026 年 2 月公示名单")
    page.get_by_role("button", name="记录声明").press("Enter")
    page.wait_for_url("**/case/*/")
    expect(page.get_by_role("status")).to_contain_text("已记录声明")
    try_to_call(served)
    page.wait_for_url("**/call/")


def test_another_fact_asks_for_another_kind_of_value(served: Served) -> None:
    page = served.page
    served.log_in("lead")
    page.keyboard.press("g")
    page.keyboard.press("s")
    page.wait_for_url("**/standing/")
    page.keyboard.press("a")
    page.wait_for_url("**/standing/state/")
    page.locator("#column").select_option("lender_kind")
    page.locator("select[name=value]").select_option("bank")
    page.locator("#scope").select_option("batch")
    expect(page.locator("select[name=value]")).to_have_value("bank")
    expect(page.locator("input[name=name]")).to_be_visible()
    page.locator("#evidence").fill("letter 7")
    page.locator("#column").select_option("debt_letter_sent_on")
    expect(page.locator("input[name=value]")).to_have_attribute("type", "date")
    expect(page.locator("#evidence")).to_have_value("letter 7")


def test_an_override_takes_two_persons_and_then_the_call_is_permitted(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = served.house.rulebook
    rule = book.rule(OVERRIDABLE)
    check = rule.versions[0].check
    assert isinstance(check, AtMost)
    none = replace(rule, versions=(replace(rule.versions[0], check=replace(check, limit=0)),))
    strict = rulebook_of(none if one.rule_id == OVERRIDABLE else one for one in book.rules)
    house = replace(served.house, rulebook=strict)
    for screen in ("case_page", "call_page", "overrides_page", "templatetags.desk"):
        monkeypatch.setattr(f"fairdue_desk.screens.{screen}.house", lambda: house)
    page = served.page
    try_to_call(served)
    refused(served)
    served.log_in("lead")
    page.goto(f"{served.url}/case/{served.people[0].case_id}/")
    page.get_by_role("link", name="申请豁免").first.press("Enter")
    page.wait_for_url("**/override/?rule=*")
    expect(page.locator("#reason")).to_be_focused()
    page.keyboard.type("客户要求每日联系")
    page.keyboard.press("Tab")
    page.keyboard.type("录音 7")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case/*/")
    page.goto(served.url + "/overrides/")
    expect(page.get_by_role("button", name="批准", exact=True)).to_have_count(0)
    served.log_in("compliance")
    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/overrides/")
    page.get_by_role("button", name="批准", exact=True).press("Enter")
    expect(page.get_by_role("status")).to_contain_text("已批准豁免")
    try_to_call(served)
    page.wait_for_url("**/call/")


@pytest.mark.parametrize("width", [390, 1440])
def test_no_compliance_page_is_wider_than_its_screen(served: Served, width: int) -> None:
    page = served.page
    try_to_call(served)
    page.wait_for_url("**/call/")
    page.set_viewport_size({"width": width, "height": 844})
    served.log_in("compliance")
    page.goto(served.url + "/decisions/")
    decision = page.locator(".line-link").first.get_attribute("href")
    for path in (
        "/decisions/",
        str(decision),
        "/rules/",
        f"/rules/{ATTEMPTS}/",
        "/rules/us.reg_f.calls_in_seven_days/",
        "/rules/coverage/",
        "/rules/changes/?from=2026-01-01&to=2026-03-01",
        "/standing/",
        "/standing/state/?column=lender_kind",
        "/overrides/",
    ):
        page.goto(served.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
