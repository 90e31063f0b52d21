"""Ways around what a licence proves, each tried as a tester tried it, and closed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils.html import escape

from desk.asking import Asker, asker
from desk.screens.conftest import Desk, desk, moment
from desk.screens.test_training import TRAINEE, learner
from desk.test_call_reviews import decided, pushy
from desk.test_licence import T, at, begun_exam, done, learn_all, school, sit, tick
from fairdue.casefile.training_log import TrainingRecord, apply_training, seal_training
from fairdue.casefile.training_record import DrillAssigned, DrillHeld, DrillOpened
from fairdue.foundation.civil import CHINA
from fairdue.operations import training as learn
from fairdue.operations import training_refusals as no
from fairdue.operations.house import House
from fairdue.operations.licence import hand_in
from fairdue.operations.review_ports import DrillState
from fairdue.operations.training_ports import UnknownTraining
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


def test_a_drill_that_was_set_is_held_with_its_own_customer_however_it_is_asked_for(
    desk: Desk, trainee: Asker
) -> None:
    lead = desk.client("lead")
    where = reverse("training_assign", args=[TRAINEE])
    lead.post(where, {"persona": "self_harm", "level": "hard", "because": "没有照顾到对方的情绪"})
    (set_one,) = trainee.get("training")[1]["assigned"]
    swapped = {
        "persona_id": "forgot_bill",
        "level": "easy",
        "lesson_id": "prepare_thinking",
        "assignment_id": set_one["assignment_id"],
    }
    status, told = trainee.post("training/calls", swapped)
    assert (status, told["persona_id"], told["level"]) == (201, "self_harm", "hard")
    trainee.post(f"training/calls/{told['talk_id']}/end", {})
    form = {"persona": "forgot_bill", "level": "easy", "assignment": set_one["assignment_id"]}
    desk.client(TRAINEE).post(reverse("training_begin"), form)
    drill = learn.training_of(desk.house, trainee=TRAINEE).drills[-1]
    assert (drill.talk.persona_id, drill.talk.level, drill.lesson_id) == ("self_harm", "hard", None)


def test_a_lesson_says_how_hard_its_drill_is_and_with_whom(desk: Desk, trainee: Asker) -> None:
    lesson = next(one for one in read_curriculum().lessons.values() if one.drill.level.value == "hard")
    body = {"persona_id": lesson.drill.personas[0], "level": "easy", "lesson_id": lesson.lesson_id}
    assert trainee.post("training/calls", body | {"persona_id": "mother_answers"})[0] == 404
    status, told = trainee.post("training/calls", body)
    assert (status, told["level"]) == (201, "hard")


def test_a_lesson_or_an_assignment_that_there_is_not_is_not_found(desk: Desk, trainee: Asker) -> None:
    body = {"persona_id": "forgot_bill", "level": "easy"}
    for what in ({"lesson_id": "no_such"}, {"assignment_id": "as99"}, {"assignment_id": "dr-x-1"}):
        status, told = trainee.post("training/calls", body | what)
        assert status == 404 and told["type"].endswith("no-training")
    form = {"persona": "forgot_bill", "level": "easy", "assignment": "as99"}
    assert desk.client(TRAINEE).post(reverse("training_begin"), form).status_code == 404
    assert trainee.get("training/calls")[1]["calls"] == []


def test_a_drill_set_for_somebody_else_is_not_ones_own(school: House) -> None:
    set_one = learn.assign_drill(
        school, trainee="other", persona_id="echo", level="easy", because="x", as_of=at(), actor="lead"
    )
    name = done(set_one).assignments[0].assigned.assignment_id
    with pytest.raises(UnknownTraining, match="no such drill"):
        learn.begin_drill(school, persona_id="echo", level="easy", assignment_id=name, as_of=at(), actor=T)


def test_a_review_drill_that_was_hung_up_at_once_is_no_try_and_opens_no_re_test(desk: Desk) -> None:
    decided(desk.house, pushy(desk.house), "C02")
    (wanted,) = desk.house.reviews.drills.assigned_to("collector1")
    who = asker(desk, "collector1")
    body = {"persona_id": "forgot_bill", "level": "easy", "assignment_id": wanted.drill_id}
    status, told = who.post("training/calls", body)
    assert (status, told["persona_id"], told["level"]) == (201, wanted.persona, learn.REVIEW_LEVEL)
    who.post(f"training/calls/{told['talk_id']}/end", {})
    assert desk.house.reviews.drills.get(wanted.drill_id).state is DrillState.ASSIGNED
    status, told = who.post("training/calls", body)
    Learner(desk.house, "collector1", desk.house.now()).talk(told["talk_id"])
    assert desk.house.reviews.drills.get(wanted.drill_id).state is DrillState.DONE


def test_a_drill_swapped_in_an_older_log_mends_no_assignment() -> None:
    moment = datetime(2026, 3, 2, 10, tzinfo=CHINA)
    story = (
        DrillAssigned("as1", "self_harm", "hard", "because"),
        DrillOpened("dr2", "forgot_bill", "easy", 7, "as1"),
        DrillHeld("dr2", 90, True, (), ()),
        DrillOpened("dr4", "self_harm", "hard", 8, "as1"),
        DrillHeld("dr4", 90, True, (), ()),
    )
    record = TrainingRecord("t")
    mended = []
    for one in story:
        record = apply_training(record, seal_training(record, at=moment, actor="t", happened=one))
        mended.append(record.assignments[0].mended)
    assert mended == [False, False, False, False, True]
