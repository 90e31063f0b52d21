"""Hints in a practice call, in the browser: one calm line over the field, off and on by a key, nothing typed is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from browser.conftest import PASSWORD, Served
from fairdue.casefile.training_log import Drill
from fairdue.casefile.training_log import TrainingRecord as Record
from fairdue.operations import training as learn
from fairdue_desk.screens.roles import Role
from learning_somebody import good_words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TRAINEE = "trainee"
HARDSHIP = {"zh-hans": "具体困难：对方说了困难", "en": "hardship"}
MISSING = {"zh-hans": "把金额和到期日说清楚", "en": "State amount and due date"}
HIDE = {"zh-hans": "关闭提示", "en": "Hide hints"}
SHOW = {"zh-hans": "打开提示", "en": "Show hints"}
TYPED = "我明白，您先别急"


@pytest.fixture
def drill(served: Served) -> Drill:
    """A practice call with somebody who lost their work, two turns into it."""
    user = get_user_model().objects.create_user(TRAINEE, password=PASSWORD)
    user.groups.add(Group.objects.get(name=Role.COLLECTOR.value))
    at = served.house.now()
    begun = learn.begin_drill(
        served.house, persona_id="laid_off", level="easy", seed=1, as_of=at, actor=TRAINEE
    )
    assert isinstance(begun, Drill)
    for turn in range(2):
        record = learn.training_of(served.house, trainee=TRAINEE)
        talk = learn.talk_under_way(record, begun.talk.talk_id)
        assert talk is not None
        words = good_words(talk) or ""
        said = learn.say_words(
            served.house, talk_id=talk.talk_id, turn=turn, words=words, as_of=at, actor=TRAINEE
        )
        assert isinstance(said, Record)
    served.log_in(TRAINEE)
    return begun


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_hint_stands_calmly_over_the_field_and_goes_and_comes_by_a_key(
    served: Served, drill: Drill, language: str, width: int
) -> None:
    page = served.page
    page.context.add_cookies([{"name": "django_language", "value": language, "url": served.url}])
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{served.url}/training/talk/{drill.talk.talk_id}/")
    hint = page.locator(".coach-says")
    expect(hint).to_have_count(1)
    expect(hint).to_contain_text(MISSING[language])
    expect(page.locator(".coach-first")).to_have_count(0)
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(hint).to_contain_text(HARDSHIP[language])
    expect(page.locator(".coach-first")).to_have_count(1)
    expect(page.locator("#words")).to_be_focused()
    page.keyboard.type(TYPED)
    between = page.evaluate(
        "document.querySelector('#words').getBoundingClientRect().top"
        " - document.querySelector('.coach-says').getBoundingClientRect().bottom"
    )
    page.locator(".suggestion").scroll_into_view_if_needed()
    for what in (hint, page.locator("#words"), page.locator(".line").last):
        expect(what).to_be_in_viewport(ratio=1)
    assert 0 <= between <= 60, "the hint stands close over the field and on nothing"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    _picture(served, f"on-{language}-{width}")
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    expect(hint).to_have_count(0)
    expect(page.locator("#words")).to_have_value(TYPED)
    expect(page.locator(".coach-switch")).to_contain_text(SHOW[language])
    _picture(served, f"off-{language}-{width}")
    page.reload()
    expect(page.locator(".coach-switch")).to_contain_text(SHOW[language])
    expect(hint).to_have_count(0)
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    expect(hint).to_contain_text(HARDSHIP[language])
    expect(page.locator(".coach-switch")).to_contain_text(HIDE[language])
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def _picture(served: Served, name: str) -> None:
    """A picture for whoever wants to look: into the folder that ``FAIRDUE_PICTURES`` names, else none."""
    folder = os.environ.get("FAIRDUE_PICTURES")
    if folder:
        served.page.locator(".hang-up").scroll_into_view_if_needed()
        served.page.screenshot(path=Path(folder) / f"hint-{name}.png")
