"""From never having collected to the first call, in the browser: lesson, drill, exam; the desk lets dial only then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from browser.conftest import PASSWORD, Served
from desk.screens.portfolio import MadeUp, place
from fairdue.casefile.training_log import Exam, KeptTalk
from fairdue.operations.licence import LICENCE_RULE
from fairdue.operations.training import talk_under_way
from fairdue_desk.rows.models import ContactAttempt
from fairdue_desk.screens.roles import Role
from fairdue_desk.screens.training_aids import suggestion_for
from learning_somebody import Learner, good_words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TRAINEE = "trainee"
OWN = MadeUp(61)
FIRST = "prepare_thinking"
EXAM_TRIES = 3
DAYS_BETWEEN = (1, 3)


@pytest.fixture
def learner(served: Served) -> Learner:
    """A collector with one case of their own, whom nobody has licensed."""
    user = get_user_model().objects.create_user(TRAINEE, password=PASSWORD)
    user.groups.add(Group.objects.get(name=Role.COLLECTOR.value))
    place(served.house, [OWN], collector=TRAINEE)
    served.log_in(TRAINEE)
    return Learner(served.house, TRAINEE, served.house.now())


def dial(served: Served) -> None:
    served.page.goto(f"{served.url}/case/{OWN.case_id}/")
    served.page.wait_for_load_state()
    served.page.keyboard.press("c")
    served.page.wait_for_load_state()


def expect_refused(served: Served) -> None:
    dial(served)
    expect(served.page.locator("main")).to_contain_text(LICENCE_RULE)
    expect(served.page.locator("main")).to_contain_text("GB/T 45251-2025")
    assert not ContactAttempt.objects.filter(case_id=OWN.case_id).exists()


def answer(served: Served, number: int, options: frozenset[str]) -> None:
    """Tick the options of the question at this place, and send it."""
    form = served.page.locator("form.question").nth(number)
    for option in options:
        form.locator(f"input[value={option}]").check()
    form.get_by_role("button").click()


def speak(served: Served, learner: Learner, talk_id: str, *, suggested: bool) -> None:
    """Say what the good collector says, typed word by word; the first turn by the key of the suggestion if ``suggested``."""
    page = served.page
    while (talk := under_way(learner, talk_id)) is not None and not talk.ended:
        by_key = suggested and not talk.said
        words = suggestion_for(talk) if by_key else good_words(talk)
        if not words:
            break
        if by_key:
            expect(page.locator(".suggestion")).to_contain_text(words)
            page.keyboard.press("Escape")
            page.keyboard.press("s")
        else:
            expect(page.locator("#words")).to_be_focused()
            page.keyboard.type(words)
            page.keyboard.press("Enter")
        expect(page.locator(".line-agent, .line-system").filter(has_text=words[:60])).not_to_have_count(0)
        turn = len(talk.said) + 1
        expect(
            page.locator(f".say-form input[name=turn][value='{turn}']").or_(
                page.locator(".hang-up .btn-primary")
            )
        ).to_be_attached()
    page.keyboard.press("Escape")
    page.keyboard.press("x")


def under_way(learner: Learner, talk_id: str) -> KeptTalk | None:
    return talk_under_way(learner.record(), talk_id)


def read_a_lesson(served: Served, learner: Learner) -> None:
    page, lesson = served.page, learner.ground.lesson(FIRST)
    page.goto(f"{served.url}/training/")
    page.wait_for_load_state()
    page.keyboard.press("c")
    page.wait_for_url(f"**/lessons/{FIRST}/")
    expect(page.locator(".line.is-wrong mark").first).to_be_visible()
    page.keyboard.press("c")
    expect(page.locator("#quiz")).to_be_visible()
    first = lesson.quiz[0]
    wrong = next(option.id for option in first.options if option.id not in first.right)
    answer(served, 0, frozenset({wrong}))
    expect(page.locator("form.question").nth(0)).to_contain_text("还不对")
    expect(page.locator("form.question").nth(0)).to_contain_text(first.why.zh[:20])
    for option in first.options:
        box = page.locator("form.question").nth(0).locator(f"input[value={option.id}][type=checkbox]")
        if box.count():
            box.uncheck()
    for number, question in enumerate(lesson.quiz):
        answer(served, number, question.right)
        expect(page.locator("form.question").nth(number)).to_contain_text("答对了")


def hold_a_drill(served: Served, learner: Learner) -> None:
    page = served.page
    page.goto(f"{served.url}/training/lessons/{FIRST}/")
    page.get_by_role("button", name="练习").first.click()
    page.wait_for_url("**/training/talk/*/")
    talk_id = page.url.rstrip("/").rsplit("/", 1)[1]
    speak(served, learner, talk_id, suggested=True)
    expect(page.locator(".score-total")).to_be_visible()
    expect(page.locator(".debrief-list > li")).to_have_count(3)
    page.locator(".dimension summary").first.click()
    expect(page.locator(".dimension .quote").first).to_be_visible()


def sit(served: Served, learner: Learner) -> Exam:
    """Sit one exam, with a reload in the middle of it; returns it as it was judged."""
    page = served.page
    page.goto(f"{served.url}/training/exam/")
    page.get_by_role("button", name="开始考试").click()
    exam = learner.record().open_exam
    assert exam is not None
    for number, question_id in enumerate(exam.question_ids):
        answer(served, number, learner.ground.question(question_id).right)
        expect(page.locator("form.question").nth(number)).to_contain_text("已作答")
        expect(page.locator("form.question .notice")).to_have_count(0)
    for number, talk in enumerate(exam.talks):
        page.locator("[data-lines] .line-link").nth(number).click()
        page.wait_for_url(f"**/talk/{talk.talk_id}/")
        expect(page.locator(".suggestion")).to_have_count(0)
        if number == 0:
            page.keyboard.type("您好，")
            page.reload()
            expect(page.locator("#words")).to_be_focused()
        speak(served, learner, talk.talk_id, suggested=False)
        page.wait_for_url("**/training/exam/")
        page.reload()
        expect(page.locator("#paper .tag-good")).to_have_count(number + 1)
    page.get_by_role("button", name="交卷").click()
    page.wait_for_url(f"**/exam/{exam.exam_id}/")
    return learner.record().exams[-1]


def test_who_never_collected_learns_practises_is_examined_and_only_then_dials(
    served: Served, learner: Learner, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = served.page
    expect_refused(served)
    page.goto(f"{served.url}/training/")
    page.locator("#signature").fill(TRAINEE)
    page.keyboard.press("Enter")
    expect(page.locator(".stage-here")).to_contain_text("学完课程 0/")
    read_a_lesson(served, learner)
    hold_a_drill(served, learner)
    learner.learn_everything()
    expect_refused(served)
    at = datetime.fromisoformat("2026-03-02T10:20")
    for days in (*DAYS_BETWEEN, 0):
        if sit(served, learner).passed:
            break
        expect(page.locator("main")).to_contain_text("起可以考试")
        expect_refused(served)
        at += timedelta(days=days)
        monkeypatch.setenv("FAIRDUE_TODAY", at.isoformat(timespec="minutes"))
    expect(page.locator(".licence-words.is-held")).to_be_visible()
    dial(served)
    page.wait_for_url("**/call/")
    expect(page.locator("#call h1")).to_have_text("电话接通情况")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_page_of_training_is_wider_than_its_screen(
    served: Served, learner: Learner, language: str
) -> None:
    page = served.page
    lesson = learner.ground.lesson(FIRST)
    learner.learn(lesson)
    drill = learner.record().drills[-1].talk.talk_id
    page.context.add_cookies([{"name": "django_language", "value": language, "url": served.url}])
    own = ("", "customers/", f"lessons/{FIRST}/", f"talk/{drill}/", "exam/")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for path in own:
            page.goto(f"{served.url}/training/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
    served.log_in("lead")
    for path in ("team/", f"team/{TRAINEE}/", f"team/{TRAINEE}/talk/{drill}/"):
        page.goto(f"{served.url}/training/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, path


def test_a_trainer_sets_a_drill_and_takes_a_licence_away(served: Served) -> None:
    page = served.page
    served.log_in("lead")
    page.goto(f"{served.url}/training/team/")
    page.get_by_role("link", name="collector1").click()
    page.get_by_label("原因（学员看得到）").fill("上周的电话里说了假期限")
    page.get_by_role("button", name="安排", exact=True).click()
    expect(page.locator("main")).to_contain_text("上周的电话里说了假期限")
    page.locator("details.sure summary").click()
    page.get_by_role("button", name="立即撤回").click()
    expect(page.get_by_role("alert")).to_contain_text("写明理由")
    page.locator("details.sure summary").click()
    page.get_by_label("理由").fill("复核查实施压")
    page.get_by_role("button", name="立即撤回").click()
    expect(page.locator("main")).to_contain_text("复核查实施压")
    served.log_in("collector1")
    page.goto(f"{served.url}/training/")
    expect(page.locator("main")).to_contain_text("上周的电话里说了假期限")
    expect(page.locator(".licence-panel")).to_contain_text("复核查实施压")
    page.goto(f"{served.url}/case/{served.people[0].case_id}/")
    page.wait_for_load_state()
    page.keyboard.press("c")
    expect(page.locator("main")).to_contain_text(LICENCE_RULE)
