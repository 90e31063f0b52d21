"""From the first lesson to the licence and its end: the gate refuses before, permits after, and refuses again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from database import triggers_off
from desk.test_send import Line, call_of, codes, over, place
from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import CallResult
from fairdue.casefile.training_log import Exam, TrainingLogBroken, TrainingRecord
from fairdue.compliance.rule import Status
from fairdue.foundation.civil import Period
from fairdue.foundation.reason import Reason
from fairdue.operations import licence as sitting
from fairdue.operations import training as learn
from fairdue.operations import training_refusals as no
from fairdue.operations.attest import state, statements, withdraw
from fairdue.operations.house import House
from fairdue.operations.ports import ConcurrentChange
from fairdue.operations.send import Sent, send
from fairdue.operations.training_ports import TrainingOffice
from fairdue.practice.standing import vouch_for_practice
from fairdue_desk.rows.models import TrainingEvent
from fairdue_desk.wiring import build_house
from journeys.story import CREDITOR, on
from training_stand_in import FAREWELL, GOOD, NOT_LEARNT, QUIZ, EchoGround

pytestmark = pytest.mark.django_db

T = "trainee"
RULE = sitting.LICENCE_RULE


@pytest.fixture
def school(db: None) -> House:
    """A house whose creditors are vouched for and whose collectors are not, over a line that nobody answers."""
    built = build_house()
    own = replace(built, training=TrainingOffice(built.training.book, EchoGround()))
    house = over(own, Line(CallResult.NO_ANSWER))
    vouch_for_practice(house, creditors=[CREDITOR], collectors=[], as_of=on(-400, 8))
    vouch_for_practice(house, creditors=[CREDITOR], collectors=[], as_of=on(-30, 8))
    vouch_for_practice(house, creditors=[CREDITOR], collectors=[], as_of=on(300, 8))
    return house


@pytest.fixture
def case(school: House) -> CaseFile:
    return place(school, "HS-1")


def at(day: int = 0, hour: int = 9, minute: int = 0) -> datetime:
    return on(day, hour, minute)


def done(answer: TrainingRecord | Reason) -> TrainingRecord:
    assert isinstance(answer, TrainingRecord), answer
    return answer


def learn_all(house: House, *, day: int = 0, trainee: str = T, signed: bool = True) -> None:
    if signed:
        done(sitting.sign_secrecy(house, typed=trainee, as_of=at(day), actor=trainee))
    for lesson, quiz in QUIZ.items():
        learn.read_lesson(house, lesson_id=lesson, as_of=at(day), actor=trainee)
        for question in quiz:
            done(tick(house, lesson, question, "right", day=day, trainee=trainee))
    drill(house, GOOD, day=day, trainee=trainee)


def tick(
    house: House, lesson: str, question: str, ticked: str, *, day: int = 0, trainee: str = T
) -> TrainingRecord | Reason:
    return learn.answer_quiz(
        house,
        lesson_id=lesson,
        question_id=question,
        ticked=frozenset({ticked}),
        as_of=at(day),
        actor=trainee,
    )


def drill(
    house: House, *words: str, day: int = 0, trainee: str = T, assignment: str | None = None
) -> TrainingRecord:
    begun = learn.begin_drill(
        house, persona_id="echo", level="easy", assignment_id=assignment, as_of=at(day), actor=trainee
    )
    assert not isinstance(begun, Reason)
    return talk(house, begun.talk.talk_id, *words, day=day, trainee=trainee)


def talk(house: House, talk_id: str, *words: str, day: int = 0, trainee: str = T) -> TrainingRecord:
    for turn, said in enumerate(words):
        done(learn.say_words(house, talk_id=talk_id, turn=turn, words=said, as_of=at(day), actor=trainee))
    return done(learn.hang_up(house, talk_id=talk_id, as_of=at(day), actor=trainee))


def begun_exam(house: House, *, day: int = 0, trainee: str = T) -> Exam:
    exam = sitting.begin_exam(house, as_of=at(day), actor=trainee)
    assert isinstance(exam, Exam), exam
    return exam


def sit(
    house: House, *, day: int = 0, hour: int = 9, ticked: str = "right", words: str = GOOD, trainee: str = T
) -> TrainingRecord:
    exam = begun_exam(house, day=day, trainee=trainee)
    for part in exam.talks:
        talk(house, part.talk_id, words, day=day, trainee=trainee)
    for question in exam.question_ids:
        done(
            sitting.answer_question(
                house, question_id=question, ticked=frozenset({ticked}), as_of=at(day), actor=trainee
            )
        )
    return done(sitting.hand_in(house, as_it_is=False, as_of=at(day, hour), actor=trainee))


def dial(
    house: House, case: CaseFile, *, day: int = 0, hour: int = 10, minute: int = 0, trainee: str = T
) -> object:
    return send(house, action=call_of(case), as_of=at(day, hour, minute), actor=trainee)


def refused(house: House, *, day: int, trainee: str = T) -> Reason:
    answer = sitting.begin_exam(house, as_of=at(day), actor=trainee)
    assert isinstance(answer, Reason), answer
    return answer


def test_the_rule_that_asks_for_a_licence_is_shipped_enforced_and_cites_the_standard(school: House) -> None:
    rule = school.rulebook.rule(RULE)
    assert (rule.status, rule.conduct_id) == (Status.ENFORCED, "CN-OUT-07")


def test_before_the_exam_nobody_dials_and_after_it_they_do(school: House, case: CaseFile) -> None:
    assert codes(dial(school, case)) == {RULE}
    learn_all(school)
    assert codes(dial(school, case, minute=1)) == {RULE}, "lessons and drills alone open nothing"
    record = sit(school, hour=10)
    assert [one.issued.exam_id for one in record.licences] == [record.exams[0].exam_id]
    assert isinstance(dial(school, case, minute=2), Sent)
    assert codes(dial(school, case, minute=40, trainee="somebody-else")) == {RULE}, "it is one person's"


def test_the_licence_is_stated_by_the_houses_exam_on_the_sealed_row_of_the_exam(school: House) -> None:
    learn_all(school)
    record = sit(school)
    (stated,) = statements(school, column=sitting.LICENCE_COLUMN)
    assert (stated.stated_by, stated.scope) == ("house:exam", Scope(ScopeKind.STAFF, T))
    seal = TrainingEvent.objects.get(trainee=T, kind="ExamJudged").hash
    assert seal[:16] in stated.evidence and T not in stated.evidence
    assert stated.period == Period(at(), sitting.end_of_licence(school, at()))
    assert record.licences[0].issued.attestation_id == stated.attestation_id


def test_a_licence_ends_after_a_year_and_a_new_exam_renews_it(school: House, case: CaseFile) -> None:
    learn_all(school)
    sit(school)
    assert isinstance(dial(school, case, day=364, hour=11), Sent)
    assert codes(dial(school, case, day=365)) == {RULE}, "the day after it ran out"
    early = refused(school, day=364 - 60)
    assert early.code == "operations.training.too_early"
    assert f"{(at() + timedelta(days=305)):%Y-%m-%d}" in early.text.en
    sit(school, day=305)
    assert isinstance(dial(school, case, day=366), Sent)


@pytest.mark.parametrize("by_page", [False, True])
def test_a_licence_that_is_withdrawn_opens_nothing_any_more_at_once(
    school: House, case: CaseFile, by_page: bool
) -> None:
    learn_all(school)
    record = sit(school)
    # In the middle of the work: the first call of the queue goes out, the next does not.
    other = place(school, "HS-2", seed=12)
    assert isinstance(dial(school, case), Sent)
    if by_page:
        withdraw(
            school, attestation_id=record.licences[0].issued.attestation_id, as_of=at(0, 10, 1), actor="lead"
        )
    else:
        done(take_away(school, day=0, hour=10, minute=1))
    assert codes(dial(school, other, minute=2)) == {RULE}
    answer = refused(school, day=6)
    assert f"{at(7):%Y-%m-%d}" in answer.text.zh
    sit(school, day=7)
    assert isinstance(dial(school, other, day=7), Sent)


def take_away(
    house: House,
    *,
    day: int,
    hour: int = 9,
    minute: int = 0,
    reason: str = "复核查实施压",
    actor: str = "lead",
    **more: object,
) -> TrainingRecord | Reason:
    return sitting.withdraw_licence(
        house,
        trainee=T,
        reason=reason,
        as_of=at(day, hour, minute),
        actor=actor,
        **more,  # type: ignore[arg-type]
    )


def test_a_withdrawal_takes_the_licence_on_paper_too_and_says_why(school: House, case: CaseFile) -> None:
    for name in (T, "Trainee "):
        state(
            school,
            column="collector_licensed",
            value="yes",
            scope=Scope(ScopeKind.STAFF, name),
            period=Period(at(), at(100)),
            evidence="paper",
            as_of=at(),
            actor="lead",
        )
    assert isinstance(dial(school, case), Sent), "a licence on paper stays possible"
    assert take_away(school, day=1, reason="  ") is no.NO_REASON
    assert take_away(school, day=1, retake_from_on=at(0).date()) is no.RETAKE_DAY
    record = done(take_away(school, day=1, retake_from_on=at(30).date(), actor="compliance"))
    (gone,) = record.withdrawals
    assert (len(gone.withdrawn.attestation_ids), gone.by, gone.withdrawn.reason) == (
        2,
        "compliance",
        "复核查实施压",
    )
    assert codes(dial(school, case, day=1)) == {RULE}
    assert take_away(school, day=2) is no.NO_LICENCE
    learn_all(school, day=2)
    assert f"{at(30):%Y-%m-%d}" in refused(school, day=29).text.zh


def test_an_exam_begun_before_the_withdrawal_earns_nothing(school: House, case: CaseFile) -> None:
    learn_all(school)
    sit(school)
    begun_exam(school, day=310)
    done(take_away(school, day=310, hour=10))
    record = sit(school, day=310, hour=11)
    assert record.exams[-1].passed and len(record.licences) == 1
    assert codes(dial(school, case, day=310, hour=12)) == {RULE}


def test_a_stated_no_is_not_undone_by_an_exam(school: House, case: CaseFile) -> None:
    learn_all(school)
    begun_exam(school)
    state(
        school,
        column="collector_licensed",
        value="no",
        scope=Scope(ScopeKind.STAFF, T),
        period=Period(at(), at(100)),
        evidence="finding 7",
        as_of=at(0, 9, 30),
        actor="compliance",
    )
    record = sit(school, hour=10)
    assert record.exams[-1].passed and not record.licences
    assert codes(dial(school, case, hour=11)) == {RULE}
    assert refused(school, day=1) is no.DENIED


def test_a_failed_exam_states_nothing_and_its_retake_waits(school: House, case: CaseFile) -> None:
    learn_all(school)
    record = sit(school, ticked="wrong", words="还钱")
    assert not record.exams[0].passed and not record.licences
    assert codes(dial(school, case)) == {RULE}
    early = refused(school, day=0)
    assert early.code == "operations.training.too_early" and f"{at(1):%Y-%m-%d}" in early.text.en
    assert sit(school, day=1).licences


def test_the_commitment_is_signed_by_oneself_and_without_it_there_is_no_exam(school: House) -> None:
    learn_all(school, signed=False)
    assert refused(school, day=0) is no.NOT_SIGNED
    assert sitting.sign_secrecy(school, typed="lead", as_of=at(), actor=T) is no.ANOTHER_NAME
    first = done(sitting.sign_secrecy(school, typed=" Trainee", as_of=at(), actor=T))
    again = done(sitting.sign_secrecy(school, typed=T, as_of=at(3), actor=T))
    assert first.signed_at == again.signed_at == at()
    begun_exam(school)


def test_an_exam_opens_when_everything_is_learnt(school: House) -> None:
    done(sitting.sign_secrecy(school, typed=T, as_of=at(), actor=T))
    assert refused(school, day=0).text == NOT_LEARNT
    done(tick(school, "lesson.a", "q.a1", "wrong"))
    assert tick(school, "lesson.a", "q.a1", "") is not no.NOTHING_TICKED
    learn_all(school)
    begun_exam(school)


def test_an_exam_is_taken_up_where_it_stood_and_its_first_answers_stand(school: House) -> None:
    learn_all(school)
    exam = begun_exam(school)
    first = exam.talks[0].talk_id
    done(learn.say_words(school, talk_id=first, turn=0, words=GOOD, as_of=at(), actor=T))
    assert learn.say_words(school, talk_id=first, turn=0, words=GOOD, as_of=at(), actor=T) is no.ANOTHER_TURN
    again = begun_exam(school, day=3)
    assert (again.exam_id, again.seed, len(again.talks[0].said)) == (exam.exam_id, exam.seed, 1)
    answer: Callable[[str], TrainingRecord | Reason] = lambda ticked: sitting.answer_question(  # noqa: E731
        school, question_id="q.a1", ticked=frozenset({ticked}), as_of=at(3), actor=T
    )
    done(answer("wrong"))
    assert answer("right") is no.ANSWERED
    assert learn.begin_drill(school, persona_id="echo", level="easy", as_of=at(), actor=T) is no.IN_EXAM
    assert sitting.hand_in(school, as_it_is=False, as_of=at(3), actor=T) is no.NOT_FINISHED
    record = done(sitting.hand_in(school, as_it_is=True, as_of=at(3), actor=T))
    assert record.exams[0].judged is not None and record.exams[0].judged.total == 40
    assert sitting.hand_in(school, as_it_is=True, as_of=at(3), actor=T) is no.NO_EXAM


def test_what_counts_is_what_was_stored_and_a_rewritten_customer_counts_for_nothing(school: House) -> None:
    learn_all(school)
    exam = begun_exam(school)
    ground = school.training.ground
    assert isinstance(ground, EchoGround)
    ground.greeting = "哪位"
    said = learn.say_words(school, talk_id=exam.talks[0].talk_id, turn=0, words=GOOD, as_of=at(), actor=T)
    assert said is no.REWRITTEN
    record = learn.training_of(school, trainee=T)
    assert record.open_exam is None and record.exams[0].set_aside
    assert sit(school).licences, "one may begin anew at once"


def test_each_step_of_a_practice_call_says_why_it_is_not_taken(school: House) -> None:
    begun = learn.begin_drill(school, persona_id="echo", level="easy", as_of=at(), actor=T)
    assert not isinstance(begun, Reason)
    call = begun.talk.talk_id

    def say(words: str, turn: int = 0) -> TrainingRecord | Reason:
        return learn.say_words(school, talk_id=call, turn=turn, words=words, as_of=at(), actor=T)

    assert say(" ") is no.NOTHING_SAID
    assert say("说" * 601) is no.TOO_LONG
    done(say(GOOD))
    assert done(say(FAREWELL, 1)).drills[0].talk.ended
    assert say("还有", 2) is no.CALL_OVER
    assert learn.say_words(school, talk_id="dr9", turn=0, words="x", as_of=at(), actor=T) is no.CALL_OVER
    assert learn.say_words(school, talk_id=call, turn=2, words="x", as_of=at(), actor="other") is no.CALL_OVER
    same = learn.begin_drill(school, persona_id="echo", level="easy", as_of=at(), actor=T)
    assert not isinstance(same, Reason) and same.talk.talk_id == call, "one talks to one at a time"


def test_a_drill_that_was_set_is_mended_when_it_is_passed(school: House) -> None:
    def assign(because: str) -> TrainingRecord | Reason:
        return learn.assign_drill(
            school,
            trainee=T,
            persona_id="echo",
            level="easy",
            because=because,
            codes=("C07",),
            as_of=at(),
            actor="lead",
        )

    assert assign(" ") is no.NO_BECAUSE
    (set_one,) = done(assign("上周的电话里施压")).open_assignments
    assert (set_one.by, set_one.assigned.codes) == ("lead", ("C07",))
    record = drill(school, "还钱", assignment=set_one.assigned.assignment_id)
    assert record.open_assignments[0].drill_id == record.drills[0].talk.talk_id
    record = drill(school, GOOD, assignment=set_one.assigned.assignment_id)
    assert not record.open_assignments and record.assignments[0].mended


def test_practice_leaves_no_trace_in_cases_decisions_or_attempts(school: House, case: CaseFile) -> None:
    def counted() -> list[int]:
        with connection.cursor() as cursor:
            found = []
            for table in ("rows_caseevent", "rows_decision", "rows_contactattempt", "rows_session"):
                if table in connection.introspection.table_names():
                    cursor.execute(f"SELECT COUNT(*) FROM {table}")
                    found.append(cursor.fetchone()[0])
            return found

    before = counted()
    learn_all(school)
    sit(school)
    assert counted() == before and len(before) >= 3


def test_the_database_lets_nobody_change_a_training_log(school: House) -> None:
    learn_all(school)
    for statement in ("UPDATE rows_trainingevent SET actor = 'x'", "DELETE FROM rows_trainingevent"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_score_that_was_put_right_past_the_triggers_breaks_the_chain(school: House) -> None:
    learn_all(school)
    sit(school, ticked="wrong", words="还钱")
    judged = TrainingEvent.objects.get(kind="ExamJudged")
    with triggers_off():
        TrainingEvent.objects.filter(pk=judged.pk).update(body=judged.body.replace("false", "true"))
    with pytest.raises(TrainingLogBroken, match="digest"):
        learn.training_of(school, trainee=T)
    assert not statements(school, column=sitting.LICENCE_COLUMN)


def test_two_writers_of_one_log_do_not_pass_each_other(school: House) -> None:
    read = learn.training_of(school, trainee=T)
    done(sitting.sign_secrecy(school, typed=T, as_of=at(), actor=T))
    with pytest.raises(ConcurrentChange), school.book.transaction():
        from fairdue.casefile.training_record import LessonRead

        school.training.book.append(read, [LessonRead("lesson.a")], at=at(), actor=T)
