"""The measures in a real browser: every chart is drawn, is a table too, fits a telephone, and breaks no policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from browser.conftest import Served
from desk.lived_year import live_through
from fairdue.practice.year import made_up_year

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CHARTS = (
    "funnel",
    "board",
    "roll_matrix",
    "vintage_current",
    "vintage_ever",
    "promise_calendar",
    "hour_heat",
)
PERIOD = "?from=2025-10-01&to=2025-10-31"


@pytest.fixture
def measured(served: Served) -> Served:
    """A desk with a year behind it, at its measures."""
    live_through(made_up_year(seed=7, size=200))
    served.log_in("lead")
    served.page.goto(served.url + "/measures/" + PERIOD)
    expect(served.page.locator("[data-chart=hour_heat][data-ready]")).to_be_visible()
    return served


def overflow(served: Served) -> int:
    return int(served.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_every_chart_is_drawn_and_says_formula_period_and_sample(measured: Served) -> None:
    page = measured.page
    assert page.locator("[data-chart]").count() == len(CHARTS)
    for name in CHARTS:
        figure = page.locator(f"[data-chart={name}][data-ready]")
        expect(figure.locator("canvas")).to_be_visible()
        inked = figure.locator("canvas").evaluate(
            """canvas => {
                const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                let inked = 0;
                for (let at = 3; at < data.length; at += 4) if (data[at]) inked += 1;
                return inked;
            }"""
        )
        assert inked > 2_000, f"{name} drew nothing"
        said = figure.locator("[data-says]").inner_text()
        assert "÷" in said or name == "board"
        assert "n = " in said and ("2025-10-31" in said), said


def test_every_chart_is_a_table_with_the_same_words(measured: Served) -> None:
    for name in CHARTS:
        figure = measured.page.locator(f"[data-chart={name}]")
        figure.locator("summary").click()
        expect(figure.locator("table thead th").first).to_be_visible()
        assert figure.locator("tbody tr").count() > 0, name
        assert measured.page.locator(f"[data-chart={name}] [role=img]").get_attribute("aria-label")


def test_nothing_overflows_on_a_telephone_in_both_languages(measured: Served) -> None:
    page = measured.page
    page.set_viewport_size({"width": 390, "height": 844})
    for language in ("zh-hans", "en"):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": measured.url}])
        for path in (
            "/measures/" + PERIOD,
            "/measures/roll_rate/" + PERIOD,
            "/measures/time_to_first_contact/" + PERIOD,
        ):
            page.goto(measured.url + path)
            page.wait_for_load_state("networkidle")
            assert overflow(measured) <= 0, (language, path)


def test_a_number_opens_into_rows_that_add_up_and_can_be_taken_along(measured: Served) -> None:
    page = measured.page
    card = page.locator(".measure-card", has_text="接通率").first
    numbers = card.locator(".num").nth(1).inner_text()
    card.click()
    expect(page.locator("tfoot")).to_be_visible()
    above, below = (cell.inner_text() for cell in page.locator("tfoot td").all())
    assert f"{above} / {below}" == numbers
    with page.expect_download() as download:
        page.get_by_role("link", name="XLSX").click()
    assert download.value.suggested_filename == "connect_rate-20251001-20251031.xlsx"


def test_columns_of_money_cannot_be_ordered_by_and_asking_all_the_same_is_refused(measured: Served) -> None:
    page = measured.page
    links = page.locator(".board th a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert any("by=complaint_rate" in link for link in links)
    assert not any("by=recovery_amount" in link or "by=commission_base" in link for link in links)
    page.goto(measured.url + "/measures/" + PERIOD + "&by=recovery_amount")
    expect(page.locator(".desk-messages")).to_contain_text("CN-OUT-06")


def test_the_page_of_the_api_works_under_the_policy_of_the_desk(measured: Served) -> None:
    measured.page.goto(measured.url + "/api/v1/docs")
    expect(measured.page.locator(".opblock").first).to_be_visible()
