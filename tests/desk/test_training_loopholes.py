"""Ways around what a licence proves, each tried as a tester tried it, and closed."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.html import escape

from desk.asking import Asker, asker
from desk.screens.conftest import Desk, desk, moment
from desk.screens.test_training import TRAINEE, learner
from desk.test_licence import T, begun_exam, done, learn_all, school, sit, tick
from fairdue.operations import training as learn
from fairdue.operations import training_refusals as no
from fairdue.operations.house import House
from fairdue.operations.licence import hand_in
from fairdue.practice.lesson_reading import read_curriculum
from learning_somebody import Learner

pytestmark = pytest.mark.django_db
__all__ = ["desk", "learner", "moment", "school"]


@pytest.fixture
def trainee(desk: Desk, learner: Learner) -> Asker:
    """The unlicensed collector over the API."""
    return asker(desk, TRAINEE)


def test_while_an_exam_is_open_the_quizzes_of_the_lessons_are_closed(school: House) -> None:
    learn_all(school)
    begun_exam(school)
    assert tick(school, "lesson.a", "q.a1", "right") is no.QUIZ_CLOSED
    assert tick(school, "lesson.a", "q.a2", "right") is no.QUIZ_CLOSED, "nor one that is not on the paper"
    answered = len(learn.training_of(school, trainee=T).answers)
    sit(school)
    done(tick(school, "lesson.a", "q.a1", "right"))
    assert len(learn.training_of(school, trainee=T).answers) == answered + 1


def test_no_lesson_tells_answers_of_the_paper_that_is_being_sat(
    desk: Desk, learner: Learner, trainee: Asker
) -> None:
    trainee.post("training/secrecy", {"signature": TRAINEE})
    learner.learn_everything()
    status, exam = trainee.post("training/exams", {})
    assert status == 201
    asked = exam["questions"][0]["question_id"]
    lesson = next(
        one for one in read_curriculum().lessons.values() if asked in {question.id for question in one.quiz}
    )
    why = next(question.why.zh for question in lesson.quiz if question.id == asked)
    where = f"training/lessons/{lesson.lesson_id}"
    status, told = trainee.post(f"{where}/answers", {"question_id": asked, "ticked": ["a"]})
    assert status == 409 and told["type"].endswith("training-quiz-closed") and told["errors"][0]["zh"]
    shown = next(one for one in trainee.get(where)[1]["quiz"] if one["question_id"] == asked)
    assert (shown["right"], shown["why"]) == (None, None)
    client, page = desk.client(TRAINEE), reverse("training_lesson", args=[lesson.lesson_id])
    for seen in (
        client.get(page).content.decode(),
        client.post(page + "answer/", {"question": asked, "option": "a"}).content.decode(),
    ):
        assert str(escape(why)) not in seen and "考试期间课程小测关闭" in seen
    hand_in(desk.house, as_it_is=True, as_of=desk.house.now(), actor=TRAINEE)
    assert str(escape(why)) in client.get(page).content.decode(), "after the exam it is told again"
