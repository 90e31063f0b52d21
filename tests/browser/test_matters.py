"""Stories of care in the browser: a complaint carried to its end by three roles, the diary by keyboard, both widths."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from browser.conftest import Served
from fairdue.casefile import happening as h
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.hold import Hold, HoldKind
from fairdue.casefile.matter import MatterKind
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.civil import Period
from fairdue.foundation.ids import HoldId, PromiseId
from fairdue.operations import matters as work
from fairdue.operations.matters import MatterLine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1440, 390)
SAID = "你们的人一天打了我六个电话，我要求书面答复。"
NOTE = "客户说工资拖到月底才发，承诺三月一日前先还三千五百元。"


def take(served: Served, number: int, kind: MatterKind, received: date) -> str:
    line = work.receive_matter(
        served.house,
        case_id=served.people[number].case_id,
        kind=kind,
        said=SAID,
        received_on=received,
        as_of=served.house.now(),
        actor="collector1",
    )
    assert isinstance(line, MatterLine)
    return line.due.matter.matter_id


def record(served: Served, number: int, *happened: h.Happening) -> None:
    house = served.house
    with house.book.transaction():
        case = house.book.load_locked(served.people[number].case_id)
        house.book.append(case, happened, at=house.now(), actor="collector1")


def test_a_complaint_is_taken_in_handled_and_closed_by_the_roles_that_may(served: Served) -> None:
    page, case_id = served.page, served.people[0].case_id
    served.log_in("collector1")
    page.goto(f"{served.url}/case/{case_id}/")
    page.get_by_text("登记投诉或申请").click()
    page.get_by_label("客户怎么说").fill(SAID)
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/matters/cm-*/")
    expect(page.locator("main")).to_contain_text(SAID)
    expect(page.locator("main")).to_contain_text("cn.complaints_2020.answer_simple_complaint")
    page.get_by_role("button", name="已告知客户受理").click()
    expect(page.locator(".next-panel")).to_contain_text("指定办理人")
    # Whoever may be complained about neither decides nor names who does.
    expect(page.get_by_text("作出决定并答复")).to_have_count(0)
    expect(page.get_by_text("谁来办理")).to_have_count(0)

    served.log_in("lead")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.wait_for_url("**/matters/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/matters/cm-*/")
    page.get_by_role("button", name="指定", exact=True).click()
    expect(page.locator(".case-figures")).to_contain_text("lead")
    page.get_by_label("不成立").check()
    page.get_by_label("给客户的答复").fill("经核实当日外呼三次，已书面说明。")
    page.get_by_role("button", name="已答复客户").click()
    expect(page.locator("h1")).to_contain_text("已在期限内答复")
    page.get_by_role("button", name="办结并解除停催").click()
    expect(page.locator("main")).to_contain_text("停催已结束")
    assert served.house.book.load(case_id).holds_at(served.house.now()) == frozenset()


def test_a_hold_is_released_with_a_reason_by_compliance_and_by_no_lead(served: Served) -> None:
    page, case_id = served.page, served.people[0].case_id
    hold = Hold(HoldId("hd-1"), HoldKind.STOP_CONTACT, Period(served.house.now(), None))
    record(served, 0, h.HoldPlaced(hold))
    served.log_in("lead")
    page.goto(f"{served.url}/case/{case_id}/")
    expect(page.locator(".hold-why")).to_contain_text("只能由合规解除")
    served.log_in("compliance")
    page.goto(f"{served.url}/case/{case_id}/")
    page.locator("details.sure summary").click()
    page.get_by_placeholder("为什么可以解除").fill("客户来信恢复联系")
    page.get_by_role("button", name="解除停催").click()
    expect(page.locator(".desk-messages")).to_contain_text("已解除停催")
    assert served.house.book.load(case_id).holds_at(served.house.now() + timedelta(minutes=1)) == frozenset()


def test_the_diary_shows_what_is_late_first_and_is_walked_by_keyboard(served: Served) -> None:
    page, now = served.page, served.house.now()
    take(served, 0, MatterKind.COMPLAINT, date(2026, 2, 13))
    record(
        served,
        1,
        h.CallbackAgreed("cb-1", now - timedelta(hours=2, minutes=20)),
        h.PromiseMade(PromiseId("pr-1"), 350_000, date(2026, 3, 1)),
        h.PromiseJudged(PromiseId("pr-1"), PromiseState.BROKEN, 0, date(2026, 3, 2)),
        h.DispositionRecorded(ResultCode.PTP, NOTE),
    )
    served.log_in("collector1")
    page.goto(f"{served.url}/diary/")
    overdue = page.locator(".urgency-overdue")
    expect(overdue).to_contain_text("迟 2 天")
    expect(overdue).to_contain_text("迟 2 小时")
    expect(page.locator(".urgency-today .last-said")).to_contain_text("工资拖到月底才发")
    expect(page.locator(".touch-panel tbody tr")).to_have_count(3)
    page.keyboard.press("j")
    expect(page.locator(".line-link:focus")).to_have_text(served.people[0].name)
    page.keyboard.press("j")
    expect(page.locator(".line-link:focus")).to_have_text(served.people[1].name)
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url("**/matters/cm-*/")


def test_no_page_of_care_is_wider_than_the_screen_in_either_language(served: Served) -> None:
    page = served.page
    matter_id = take(served, 0, MatterKind.COMPLAINT, date(2026, 2, 13))
    other = take(served, 1, MatterKind.DISPUTE, date(2026, 2, 17))
    take(served, 2, MatterKind.CREDIT_OBJECTION, date(2026, 3, 2))
    work.extend_matter(
        served.house, matter_id=other, reason="调流水", as_of=served.house.now(), actor="collector1"
    )
    served.log_in("lead")
    pages = ("/diary/", "/matters/", f"/matters/{matter_id}/", f"/matters/{other}/")
    for language in ("zh-hans", "en"):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": served.url}])
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for path in (*pages, f"/case/{served.people[0].case_id}/"):
                page.goto(served.url + path)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, (path, language, width, wide)


def test_a_lead_sees_the_whole_team_and_one_collector_of_it(served: Served) -> None:
    page = served.page
    matter_id = take(served, 0, MatterKind.COMPLAINT, date(2026, 2, 13))
    work.assign_matter(
        served.house, matter_id=matter_id, handler="officer", as_of=served.house.now(), actor="lead"
    )
    record(served, 1, h.CallbackAgreed("cb-1", served.house.now() - timedelta(hours=2)))
    served.log_in("lead")
    page.goto(f"{served.url}/diary/")
    expect(page.locator(".owner-tabs a")).to_have_count(3)
    page.locator(".owner-tabs a", has_text="officer").click()
    expect(page.locator(".urgency-overdue tbody tr")).to_have_count(1)
    expect(page.locator(".urgency-overdue")).to_contain_text(served.people[0].name)
