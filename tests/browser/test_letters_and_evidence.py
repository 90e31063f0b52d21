"""A letter is looked at before it goes, and the page of an evidence pack reads in both languages without a script."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.conftest import Served
from fairdue.casefile.happening import ComplaintReceived

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def picture(served: Served, name: str) -> None:
    """Keep a picture where one is asked for, to be looked at."""
    folder = os.environ.get("FAIRDUE_PICTURES")
    if folder:
        served.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def fits(served: Served) -> bool:
    return bool(
        served.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    )


def test_a_letter_is_chosen_looked_at_and_fits_a_narrow_screen(served: Served) -> None:
    page = served.page
    served.log_in("collector1")
    case_id = served.people[0].case_id
    page.goto(f"{served.url}/case/{case_id}/")
    page.get_by_role("link", name="信函与短信").click()
    page.select_option("#template", "complaint_receipt")
    page.get_by_role("button", name="预览").click()
    expect(page.locator(".letter-sheet [role=alert]")).to_be_visible()
    page.select_option("#template", "reminder_sms")
    page.get_by_role("button", name="预览").click()
    expect(page.locator(".letter-part").first).to_contain_text(served.people[0].name)
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert fits(served)
        picture(served, f"letters-{width}-zh")


def test_the_pack_downloads_and_its_page_reads_in_both_languages(served: Served, tmp_path: Path) -> None:
    page = served.page
    case_id = served.people[0].case_id
    case = served.house.book.load(case_id)
    with served.house.book.transaction():
        served.house.book.append(
            case, [ComplaintReceived("cm1", "来电太早")], at=served.house.now(), actor="c7"
        )
    served.log_in("lead")
    page.goto(f"{served.url}/case/{case_id}/")
    page.select_option("#recipient", "creditor")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="证据包").click()
    pack = tmp_path / "pack.zip"
    waiting.value.save_as(pack)
    picture(served, "case-1440-zh")
    with zipfile.ZipFile(pack) as archive:
        archive.extract("index.html", tmp_path)
    page.goto((tmp_path / "index.html").as_uri())
    expect(page.get_by_role("heading", name="经过")).to_be_visible()
    expect(page.get_by_role("heading", name="The course of events")).to_be_hidden()
    page.locator("label[for=en]").click()
    expect(page.get_by_role("heading", name="The course of events")).to_be_visible()
    expect(page.get_by_role("heading", name="经过")).to_be_hidden()
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert fits(served)
        picture(served, f"pack-{width}-en")
    page.locator("label[for=zh]").click()
    picture(served, "pack-390-zh")
