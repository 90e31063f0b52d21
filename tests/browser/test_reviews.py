"""Reviews in the browser: a verdict by keyboard, an appeal to another person, both widths, both languages."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from browser.conftest import PASSWORD, Served
from fairdue.casefile.call_review import ReviewFile, ReviewState
from fairdue.operations.call_reviews import import_transcript
from fairdue_desk.screens.roles import Role
from review_calls import CLEAN, PUSHY, transcript

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (1440, 390)


def kept(served: Served, turns: tuple[tuple[str, str], ...], call_id: str) -> ReviewFile:
    taken = import_transcript(
        served.house,
        name="call.json",
        data=transcript(turns, call_id=call_id),
        collector="collector1",
        as_of=served.house.now(),
    )
    assert taken.review is not None
    return taken.review


def test_a_transcript_is_read_in_judged_appealed_and_decided_by_another_person(served: Served) -> None:
    page = served.page
    kept(served, CLEAN, "clean")
    served.log_in("compliance")
    page.goto(f"{served.url}/reviews/import/")
    page.get_by_label("录音文字，可多选").set_input_files(
        {"name": "call.json", "mimeType": "application/json", "buffer": transcript(PUSHY)}
    )
    page.get_by_label("谁打的（登录名；外呼记录里查不到时填）").fill("collector1")
    page.get_by_role("button", name="导入并复核").click()
    expect(page.get_by_role("link", name="打开复核")).to_be_visible()

    # By keyboard from here: to the queue, along it, and into the worst call.
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/reviews/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reviews/rv*/")
    expect(page.locator("mark").first).to_be_visible()
    review_id = page.url.rstrip("/").rsplit("/", 1)[-1]
    file = served.house.reviews.book.load(review_id)  # type: ignore[arg-type]
    page.get_by_role("button", name="我来复核这通").click()
    expect(page.locator("main")).to_contain_text("复核中")
    for one in file.review.findings:
        upheld = one.code == "C02"
        page.locator(f"input[name=f{one.number}][value={'yes' if upheld else 'no'}]").check()
        if not upheld:
            page.locator(f"input[name=r{one.number}]").fill("上下文看不成立")
    page.get_by_label("不合格").check()
    page.get_by_label("理由（不合格或有新增发现时必填）").fill("拿单位施压")
    page.get_by_role("button", name="提交结论").click()
    expect(page.locator("main")).to_contain_text("整通不合格")
    expect(page.locator("main")).to_contain_text("待练")

    served.log_in("collector1")
    page.goto(f"{served.url}/reviews/")
    expect(page.locator("main")).to_contain_text("我的补练")
    page.goto(f"{served.url}/reviews/{review_id}/")
    page.get_by_text("对这条申诉").click()
    page.get_by_label("为什么不对").fill("我没有这么说，请听录音")
    page.get_by_role("button", name="提交申诉").click()
    expect(page.locator("main")).to_contain_text("由第一位复核人以外的人裁定")

    served.log_in("lead")
    page.goto(f"{served.url}/reviews/?show=appealed")
    page.locator(".review-table .line-link").first.click()
    page.locator("input[name=granted][value=no]").check()
    page.get_by_label("为什么", exact=True).fill("录音清楚，说的就是这句")
    page.get_by_role("button", name="裁定申诉").click()
    expect(page.locator("main")).to_contain_text("申诉不成立")
    assert served.house.reviews.book.load(review_id).state is ReviewState.DECIDED  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_of_review_is_wider_than_its_window(served: Served, language: str) -> None:
    file = kept(served, PUSHY, "bad")
    kept(served, CLEAN, "good")
    second = get_user_model().objects.create_user("compliance2", password=PASSWORD)
    second.groups.add(Group.objects.get(name=Role.COMPLIANCE.value))
    page = served.page
    served.log_in("compliance")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": served.url}])
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for path in ("", "import/", "trends/", f"{file.review.review_id}/"):
            page.goto(f"{served.url}/reviews/{path}")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (path, width, wide)
