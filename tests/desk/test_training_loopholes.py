"""Ways around what a licence proves, each tried as a tester tried it, and closed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.html import escape

from desk.asking import Asker, asker
from desk.calling import Caller, token
from desk.screens.conftest import Desk, desk, moment
from desk.screens.portfolio import MadeUp
from desk.screens.test_letters_and_evidence import register_line
from desk.screens.test_training import OWN, TRAINEE, learner
from desk.test_call_reviews import decided, pushy
from desk.test_licence import T, at, begun_exam, done, learn_all, school, sit, talk, tick
from fairdue.casefile.attestation import Attestation, Scope, ScopeKind
from fairdue.casefile.training_log import TrainingRecord, apply_training, seal_training
from fairdue.casefile.training_record import DrillAssigned, DrillHeld, DrillOpened
from fairdue.foundation.civil import CHINA, Period
from fairdue.operations import licence as sitting
from fairdue.operations import training as learn
from fairdue.operations import training_refusals as no
from fairdue.operations.attest import state, statements, withdraw
from fairdue.operations.converse import begin_call, call_under_way
from fairdue.operations.house import House
from fairdue.operations.review_ports import DrillState
from fairdue.operations.training_ports import UnknownTraining
from fairdue.practice.lesson_reading import read_curriculum
from fairdue_desk.rows.models import Decision
from fairdue_desk.screens.roles import Role
from fairdue_desk.screens.statement_form import NO_LOGIN, NOT_THE_HOUSE
from fairdue_desk.screens.training_aids import suggestion_for
from learning_somebody import Learner
from training_stand_in import GOOD

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
    sitting.hand_in(desk.house, as_it_is=True, as_of=desk.house.now(), actor=TRAINEE)
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


def vouched(
    house: House, value: str, *, day: int = 0, starts: int | None = None, name: str = T, actor: str = "lead"
) -> Attestation:
    starts = day if starts is None else starts
    return state(
        house,
        column=sitting.LICENCE_COLUMN,
        value=value,
        scope=Scope(ScopeKind.STAFF, name),
        period=Period(at(starts), at(starts + 200)),
        evidence="personnel file P-1",
        as_of=at(day),
        actor=actor,
    )


def handed_in(house: House, *, day: int) -> TrainingRecord:
    return done(sitting.hand_in(house, as_it_is=False, as_of=at(day), actor=T))


def all_but_handed_in(house: House, *, day: int) -> None:
    exam = begun_exam(house, day=day)
    for part in exam.talks:
        talk(house, part.talk_id, GOOD, day=day)
    for question in exam.question_ids:
        done(
            sitting.answer_question(
                house, question_id=question, ticked=frozenset({"right"}), as_of=at(day), actor=T
            )
        )


def test_a_statement_withdrawn_while_a_renewal_is_sat_is_not_undone_by_handing_in(school: House) -> None:
    learn_all(school)
    sit(school)
    first = sitting.licence_of(school, trainee=T, as_of=at(1)).statement
    assert first is not None
    all_but_handed_in(school, day=320)
    withdraw(school, attestation_id=first.attestation_id, as_of=at(321), actor="lead")
    record = handed_in(school, day=322)
    assert record.exams[-1].passed and len(record.licences) == 1
    assert not sitting.licence_of(school, trainee=T, as_of=at(322, 10)).holds


def test_a_no_that_begins_later_is_not_overruled_by_an_exam_passed_before(school: House) -> None:
    learn_all(school)
    all_but_handed_in(school, day=0)
    vouched(school, "no", day=0, starts=2)
    record = handed_in(school, day=1)
    assert record.exams[-1].passed and not record.licences
    assert not sitting.licence_of(school, trainee=T, as_of=at(3)).holds
    assert sitting.begin_exam(school, as_of=at(3), actor=T) is no.DENIED
    assert sitting.begin_exam(school, as_of=at(1), actor=T) is no.DENIED, "before it begins, too"


@pytest.mark.parametrize("actor", ["house:exam", "House:Exam", "ｈｏｕｓｅ：exam", " house:lead"])
def test_nobody_from_outside_states_in_the_name_of_the_house(school: House, actor: str) -> None:
    with pytest.raises(ValueError, match="only the house itself"):
        vouched(school, "yes", actor=actor)
    assert not sitting.licence_of(school, trainee=T, as_of=at(1)).by_exam


def test_a_login_that_is_called_like_the_house_states_nothing_on_the_desk(desk: Desk) -> None:
    user = get_user_model().objects.create_user("house:exam")
    user.groups.add(Group.objects.get(name=Role.COMPLIANCE.value))
    asked = {
        "column": sitting.LICENCE_COLUMN,
        "value": "yes",
        "scope": "staff",
        "name": "collector1",
        "until": "2026-12-31",
        "evidence": "exam ex1",
    }
    before = len(statements(desk.house))
    page = desk.client("house:exam").post(reverse("standing_state"), asked)
    assert page.status_code == 200 and NOT_THE_HOUSE.zh in page.content.decode()
    assert len(statements(desk.house)) == before


@pytest.mark.parametrize("typed", ["Trainee", "ｔｒａｉｎｅｅ", " TRAINEE "])
def test_a_no_about_staff_is_kept_under_the_login_however_it_was_typed(
    desk: Desk, learner: Learner, typed: str
) -> None:
    asked = {
        "column": sitting.LICENCE_COLUMN,
        "value": "no",
        "scope": "staff",
        "name": typed,
        "until": "2026-12-31",
        "evidence": "personnel file P-1",
    }
    assert desk.client("lead").post(reverse("standing_state"), asked).status_code == 302
    licence = sitting.licence_of(desk.house, trainee=TRAINEE, as_of=desk.house.now())
    assert licence.denied and licence.statement is not None and licence.statement.scope.name == TRAINEE


def test_a_statement_about_a_login_that_there_is_not_is_refused(desk: Desk, learner: Learner) -> None:
    with pytest.raises(ValueError, match="no login here"):
        vouched(desk.house, "no", name="nosuchlogin")
    asked = {"column": sitting.LICENCE_COLUMN, "value": "no", "scope": "staff", "name": "nosuchlogin"}
    page = desk.client("lead").post(
        reverse("standing_state"), asked | {"until": "2026-12-31", "evidence": "P-1"}
    )
    assert NO_LOGIN.zh in page.content.decode()
    before = {one.scope.name for one in statements(desk.house, column=sitting.LICENCE_COLUMN)}
    assert "nosuchlogin" not in before


def test_who_holds_no_licence_says_nothing_in_a_call_that_a_colleague_dialled(
    desk: Desk, learner: Learner
) -> None:
    nobodys = desk.free
    colleague, other = Caller(token(desk, "collector1"), nobodys), Caller(token(desk, TRAINEE), nobodys)
    # The case is still nobody's here, as when two open it at the same moment.
    begin_call(desk.house, case_id=nobodys.case_id, as_of=desk.house.now(), actor="collector1")
    session = desk.house.book.load(nobodys.case_id).open_call
    assert session is not None
    here = f"/{session.session_id}/turns"
    status, told = other.ask(here, {"moves": 0, "choice": "answered"})
    assert status == 422 and session.turns == ()
    assert any("cn.gbt_45251.speaker_licensed" in one.rules for one in Decision.objects.all())
    desk.client(TRAINEE).post(
        reverse("call_turn", args=[nobodys.case_id]), {"turn": "0", "choice": told_first(desk, nobodys)}
    )
    assert desk.house.book.load(nobodys.case_id).open_call == session, "no turn was taken"
    status, told = colleague.ask(here, {"moves": 0, "choice": told_first(desk, nobodys)})
    assert status == 200 and told["moves"] == 1


def told_first(desk: Desk, person: MadeUp) -> str:
    standing = call_under_way(desk.house, case_id=person.case_id, as_of=desk.house.now())
    assert standing is not None
    return standing.prompt.choices[0].choice_id


def test_a_call_begun_over_the_api_on_nobodys_case_makes_it_ones_own(desk: Desk) -> None:
    nobodys = desk.free
    Caller(token(desk, "collector1"), nobodys).begin()
    assert asker(desk, "collector2").get(f"cases/{nobodys.case_id}")[0] == 403


def test_a_letter_is_printed_by_whom_the_gate_would_let_send_it(desk: Desk, learner: Learner) -> None:
    asked = {"template": "reminder_sms", "channel": "sms", "do": "print"}
    shut = desk.client(TRAINEE).post(reverse("case_letters", args=[OWN.case_id]), asked)
    assert shut.status_code == 403, "who holds no licence does not even see whom it would go to"
    own = reverse("case_letters", args=[desk.own.case_id])
    decided_before = Decision.objects.count()
    refused = desk.client("collector1").post(own, asked)
    assert "Content-Disposition" not in refused, "no line is registered for messages"
    assert Decision.objects.count() == decided_before + 1
    register_line(desk)
    assert "Content-Disposition" in desk.client("collector1").post(own, asked)


def test_a_drill_of_suggestions_alone_says_kindly_that_it_does_not_count(
    desk: Desk, learner: Learner, trainee: Asker
) -> None:
    status, told = trainee.post("training/calls", {"persona_id": "forgot_bill", "level": "easy"})
    where = f"training/calls/{told['talk_id']}"
    while not told["ended"]:
        drill = learn.training_of(desk.house, trainee=TRAINEE).drill(told["talk_id"])
        assert drill is not None
        words = suggestion_for(drill.talk)
        if not words:
            break
        status, told = trainee.post(f"{where}/turns", {"turn": told["turn"], "words": words})
        assert status == 200
    status, told = trainee.post(f"{where}/end", {})
    assert (status, told["passed"]) == (200, False)
    assert any("建议的话" in one["zh"] for one in told["not_counted"])
    page = desk.client(TRAINEE).get(reverse("training_talk", args=[told["talk_id"]])).content.decode()
    assert "算练习、不计成绩" in page and "is-passed" not in page
