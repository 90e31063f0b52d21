"""The pages of training, over the test client: what they show, what they refuse, and what they never give away."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.html import escape

from desk.calling import Caller, token
from desk.screens.conftest import Desk
from desk.screens.portfolio import MadeUp, place
from desk.test_call_reviews import decided, pushy
from fairdue.feedback.debrief_words import debrief_words
from fairdue.feedback.scorecard_file import PointId
from fairdue.operations.licence import LICENCE_RULE
from fairdue.operations.review_ports import DrillState
from fairdue.practice.lesson_reading import read_curriculum
from fairdue.practice.persona_reading import shipped_personas
from fairdue_desk.screens.roles import Role
from learning_somebody import Learner

pytestmark = pytest.mark.django_db

OWN = MadeUp(61)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_training_opens(desk: Desk, language: str) -> None:
    client = desk.client("collector1", language=language)
    for name in ("training", "training_customers", "training_exam"):
        assert client.get(reverse(name)).status_code == 200, name
    for lesson in read_curriculum().lessons:
        assert client.get(reverse("training_lesson", args=[lesson])).status_code == 200
        client.post(reverse("training_read", args=[lesson]))
        assert "quiz" in client.get(reverse("training_lesson", args=[lesson])).content.decode()
    persona = shipped_personas()[0].persona_id
    begun = client.post(reverse("training_begin"), {"persona": persona, "level": "easy"})
    page = client.get(begun["Location"])
    assert page.status_code == 200
    said = client.post(
        begun["Location"] + "say/", {"turn": "0", "words": "您好，我是华信资产的工作人员，请问是本人吗？"}
    )
    assert said.status_code == 302
    over = client.post(begun["Location"] + "end/")
    assert over["Location"] == begun["Location"]
    assert client.get(begun["Location"]).status_code == 200
    lead = desk.client("lead", language=language)
    assert lead.get(reverse("training_team")).status_code == 200
    assert lead.get(reverse("training_person", args=["collector1"])).status_code == 200


TRAINEE = "trainee"


@pytest.fixture
def learner(desk: Desk) -> Learner:
    """A collector with a case of their own, whom nobody has licensed."""
    user = get_user_model().objects.create_user(TRAINEE)
    user.groups.add(Group.objects.get_or_create(name=Role.COLLECTOR.value)[0])
    place(desk.house, [OWN], collector=TRAINEE)
    return Learner(desk.house, TRAINEE, desk.house.now())


def test_without_a_licence_the_screen_refuses_to_dial_and_cites_the_rule(
    desk: Desk, learner: Learner
) -> None:
    page = desk.client(TRAINEE).post(reverse("call_begin", args=[OWN.case_id])).content.decode()
    assert LICENCE_RULE in page and "GB/T 45251-2025" in page
    assert desk.house.book.load(OWN.case_id).open_call is None


def test_without_a_licence_the_api_refuses_to_dial_and_names_the_rule(desk: Desk, learner: Learner) -> None:
    status, told = Caller(token(desk, TRAINEE), OWN).ask("", {})
    assert status == 403 and LICENCE_RULE in json.dumps(told)
    assert desk.house.book.load(OWN.case_id).open_call is None


def test_what_is_right_stands_in_no_page_before_it_was_answered(desk: Desk, learner: Learner) -> None:
    lesson = next(iter(read_curriculum().lessons.values()))
    client = desk.client(TRAINEE)
    where = reverse("training_lesson", args=[lesson.lesson_id])
    client.post(reverse("training_read", args=[lesson.lesson_id]))
    page = client.get(where).content.decode()
    assert "is-right" not in page and not any(str(escape(one.why.zh)) in page for one in lesson.quiz)
    asked = lesson.quiz[0]
    wrong = next(one.id for one in asked.options if one.id not in asked.right)
    answered = client.post(where + "answer/", {"question": asked.id, "option": wrong}).content.decode()
    assert "还不对" in answered and str(escape(asked.why.zh)) in answered and "is-right" not in answered
    nothing = client.post(where + "answer/", {"question": asked.id}).content.decode()
    assert "请先选一个答案" in nothing
    right = client.post(where + "answer/", {"question": asked.id, "option": [*asked.right]}).content.decode()
    assert "答对了" in right and "is-right" in right


def test_a_browser_that_claims_to_have_passed_is_not_believed(desk: Desk, learner: Learner) -> None:
    client = desk.client(TRAINEE)
    assert client.post(reverse("training_exam_begin")).status_code == 200, "refused: nothing is learnt yet"
    client.post(reverse("training_sign"), {"signature": TRAINEE})
    learner.learn_everything()
    client.post(reverse("training_exam_begin"))
    exam = learner.record().open_exam
    assert exam is not None
    page = client.get(reverse("training_exam")).content.decode()
    asked = [learner.ground.question(one) for one in exam.question_ids]
    assert "is-right" not in page and not any(str(escape(one.why.zh)) in page for one in asked)
    claimed = {"as_it_is": "on", "passed": "true", "total": "100", "right": "20", "question": "all"}
    over = client.post(reverse("training_exam_hand_in"), claimed)
    judged = learner.record().exams[-1].judged
    assert judged is not None and (judged.passed, judged.total) == (False, 0)
    result = client.get(over["Location"]).content.decode()
    assert "这通电话没有打" in result and "起可以考试" in result
    assert LICENCE_RULE in client.post(reverse("call_begin", args=[OWN.case_id])).content.decode()
    again = client.post(reverse("training_exam_begin")).content.decode()
    assert "起可以考试" in again and learner.record().open_exam is None


def test_nobody_sees_or_speaks_in_somebody_elses_practice_call(desk: Desk, learner: Learner) -> None:
    begun = desk.client(TRAINEE).post(reverse("training_begin"), {"persona": "forgot_bill", "level": "easy"})
    other = desk.client("collector1")
    assert other.get(begun["Location"]).status_code == 404
    assert other.post(begun["Location"] + "say/", {"turn": "0", "words": "您好"}).status_code == 404
    assert desk.client("collector1").get(reverse("training_person", args=[TRAINEE])).status_code == 403
    talk = learner.record().drills[-1].talk.talk_id
    shown = desk.client("lead").get(reverse("training_person_talk", args=[TRAINEE, talk])).content.decode()
    assert "say-form" not in shown


def test_a_drill_after_an_upheld_finding_is_practised_and_then_re_tested(desk: Desk) -> None:
    decided(desk.house, pushy(desk.house), "C02")
    (wanted,) = desk.house.reviews.drills.assigned_to("collector1")
    learner = Learner(desk.house, "collector1", desk.house.now())
    client = desk.client("collector1")
    assert "质检发现" in client.get(reverse("training")).content.decode()
    for passed_before in (False, True):
        given = {
            "persona": wanted.persona,
            "level": "easy",
            "lesson": wanted.lesson,
            "assignment": wanted.drill_id,
        }
        begun = client.post(reverse("training_begin"), given)
        learner.talk(begun["Location"].rstrip("/").rsplit("/", 1)[1])
        held, told = learner.record().drills[-1].held, desk.house.reviews.drills.get(wanted.drill_id)
        assert held is not None and told.score == held.total
        after = DrillState.PASSED if held.passed else DrillState.ASSIGNED
        assert told.state is (after if passed_before else DrillState.DONE)


def test_the_trainer_sees_everybody_and_takes_a_licence_only_with_a_reason(desk: Desk) -> None:
    lead = desk.client("lead")
    assert "collector1" in lead.get(reverse("training_team")).content.decode()
    where = reverse("training_withdraw", args=["collector1"])
    assert "写明理由" in lead.post(where, {"reason": " "}).content.decode()
    assert lead.post(where, {"reason": "x", "retake_from_on": "soon"}).status_code == 200
    assert desk.client("collector2").post(where, {"reason": "x"}).status_code == 403
    assert lead.post(where, {"reason": "复核查实施压"}).status_code == 302
    refused = desk.client("collector1").post(reverse("call_begin", args=[desk.own.case_id])).content.decode()
    assert LICENCE_RULE in refused
    assert lead.get(reverse("training_person", args=["nobody"])).status_code == 404


def in_a_drill(desk: Desk, words: tuple[str, ...], persona: str = "laid_off") -> tuple[str, str]:
    """A drill of the trainee in which this was said: its address, and its page."""
    client = desk.client(TRAINEE)
    where = client.post(reverse("training_begin"), {"persona": persona, "level": "easy"})["Location"]
    for turn, said in enumerate(words):
        client.post(where + "say/", {"turn": str(turn), "words": said})
    return where, client.get(where).content.decode()


def test_while_a_drill_goes_on_one_hint_says_what_is_missing(desk: Desk, learner: Learner) -> None:
    where, page = in_a_drill(desk, ("喂？", "在忙吗？", "方便说话吗？"))
    assert page.count('class="coach-says"') == 1
    assert str(escape(debrief_words().points[PointId.COMPANY_NAMED].says.zh)) in page
    english = desk.client(TRAINEE, language="en").get(where).content.decode()
    assert str(escape(debrief_words().points[PointId.COMPANY_NAMED].says.en)) in english


def test_hints_are_switched_off_for_every_call_until_they_are_switched_on_again(
    desk: Desk, learner: Learner
) -> None:
    where, _ = in_a_drill(desk, ("喂？", "在忙吗？", "方便说话吗？"))
    client = desk.client(TRAINEE)
    assert "coach-says" in client.get(where).content.decode()
    off = client.post(where + "hints/", {"hints": "off", "words": "我想说的"}, headers={"HX-Request": "true"})
    part = off.content.decode()
    assert "coach-says" not in part and "打开提示" in part
    assert 'value="我想说的"' in part, "what was typed stays in the field"
    assert "coach-says" not in client.get(where).content.decode(), "also after a reload"
    client.post(where + "say/", {"turn": "3", "words": "您好"})
    assert "coach-says" not in client.get(where).content.decode()
    assert client.post(where + "hints/", {"hints": "on"})["Location"] == where
    assert "关闭提示" in client.get(where).content.decode()


def test_no_hint_stands_in_an_exam_in_a_call_that_is_over_or_before_a_trainer(
    desk: Desk, learner: Learner
) -> None:
    where, _ = in_a_drill(desk, ("喂？", "在忙吗？", "方便说话吗？"))
    client, lead = desk.client(TRAINEE), desk.client("lead")
    talk_id = where.rstrip("/").rsplit("/", 1)[1]
    watched = lead.get(reverse("training_person_talk", args=[TRAINEE, talk_id])).content.decode()
    assert "coach" not in watched
    client.post(where + "end/")
    assert "coach" not in client.get(where).content.decode()
    learner.learn_everything()
    client.post(reverse("training_sign"), {"signature": TRAINEE})
    client.post(reverse("training_exam_begin"))
    exam = learner.record().open_exam
    assert exam is not None
    for talk in exam.talks:
        at = reverse("training_talk", args=[talk.talk_id])
        client.post(at + "say/", {"turn": "0", "words": "喂？"})
        assert "coach" not in client.get(at).content.decode()
        client.post(at + "hints/", {"hints": "on"})
        assert "coach" not in client.get(at).content.decode()
