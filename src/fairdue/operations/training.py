"""Training: the commitment, the lessons with their quizzes, and the drills, each written into the trainee's own log.

Room: operations. Whoever trains acts for themselves and under their own login; a trainer sets drills and looks on.
What is right, what the customer answers and what a call was worth comes from the ground (``training_ports``), never
from whoever asks. Practice calls touch no case, no gate and no ledger. Exams and licences stand in ``licence``.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from fairdue.casefile.training_log import Drill, KeptTalk, TrainingRecord
from fairdue.casefile.training_record import (
    DrillAssigned,
    DrillHeld,
    DrillOpened,
    DrillSetAside,
    ExamSetAside,
    LessonRead,
    QuizAnswered,
    TalkEnded,
    TrainingHappening,
    WordsSaid,
)
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason
from fairdue.operations import training_refusals as no
from fairdue.operations.house import House
from fairdue.operations.review_ports import AssignedDrill, DrillState
from fairdue.operations.training_ports import CustomerRewritten, UnknownTraining, Verdict

LONGEST_WORDS = 600
"""Characters of one utterance in a practice call."""
MOST_UTTERANCES = 80
"""Own utterances of one practice call; whoever needs more has lost the thread and hangs up."""
LONGEST_BECAUSE = 400
REVIEW_LEVEL = "middle"
"""How hard the customer of a drill is that a finding in a review led to."""
DRILLS_COMPARED = 3
"""The last drills that counted beside which a new one is laid."""
FEWEST_OF_A_TRY = 3
"""Own utterances from which a call that one ended oneself was a try; hanging up at once is none."""

SECRECY = Bilingual(
    "我承诺：对在催收工作中知悉的债务人及第三人的个人信息、账务信息和委托方的商业秘密严格保密；只为处理"
    "经办案件查阅和使用，不拍照、不抄录、不转发，不向债务人以外的人透露欠款；离岗后仍然保密。违反本承诺，"
    "我接受停止外呼、撤回上岗资格及依法追责。",
    "I undertake to keep secret the personal data of customers and of third persons, their accounts, and the "
    "trade secrets of the creditors that I learn of in this work; to look at them and use them only for the cases "
    "I handle; to take no picture and no copy and pass nothing on; to tell nobody but the customer of a debt; and "
    "to keep this after I have left. If I break it, I accept that I stop calling, that my licence to dial is "
    "withdrawn, and that I answer for it in law.",
)
"""The commitment to secrecy (保密承诺) that everybody signs before they dial (CN-OUT-07)."""

SECRECY_DIGEST = hashlib.sha256(f"{SECRECY.zh}\n{SECRECY.en}".encode()).hexdigest()[:16]


def training_of(house: House, *, trainee: str) -> TrainingRecord:
    """Where somebody stands. Raises TrainingLogBroken when their log was meddled with."""
    return house.training.book.load(trainee)


def read_lesson(house: House, *, lesson_id: str, as_of: datetime, actor: str) -> TrainingRecord:
    """Keep that a lesson was read to its end; a second time changes nothing. Raises UnknownTraining."""
    house.training.ground.questions_of(lesson_id)
    with house.book.transaction():
        record = _locked(house, actor)
        if record.has_read(lesson_id):
            return record
        return house.training.book.append(record, [LessonRead(lesson_id)], at=as_of, actor=actor)


def answer_quiz(
    house: House, *, lesson_id: str, question_id: str, ticked: frozenset[str], as_of: datetime, actor: str
) -> TrainingRecord | Reason:
    """Answer one question of a lesson. A wrong answer stays in the log and may be followed by a right one.

    While an exam is open no quiz is answered: it would tell what is right on the paper. Raises UnknownTraining.
    """
    ground = house.training.ground
    if question_id not in ground.questions_of(lesson_id):
        raise UnknownTraining("this lesson has no such question; open the lesson again")
    if not ticked:
        return no.NOTHING_TICKED
    right = ground.is_right(question_id, ticked)
    with house.book.transaction():
        record = _locked(house, actor)
        if record.open_exam is not None:
            return no.QUIZ_CLOSED
        answered = QuizAnswered(lesson_id, question_id, tuple(sorted(ticked)), right)
        return house.training.book.append(record, [answered], at=as_of, actor=actor)


def assign_drill(
    house: House,
    *,
    trainee: str,
    persona_id: str,
    level: str,
    because: str,
    codes: tuple[str, ...] = (),
    as_of: datetime,
    actor: str,
) -> TrainingRecord | Reason:
    """Set somebody a drill, with the reason. Raises UnknownTraining for a customer that there is not."""
    house.training.ground.require_persona(persona_id, level)
    if not because.strip():
        return no.NO_BECAUSE
    with house.book.transaction():
        record = _locked(house, trainee)
        assigned = DrillAssigned(
            f"as{record.seq + 1}", persona_id, level, " ".join(because.split())[:LONGEST_BECAUSE], codes
        )
        return house.training.book.append(record, [assigned], at=as_of, actor=actor)


def begin_drill(
    house: House,
    *,
    persona_id: str,
    level: str,
    assignment_id: str | None = None,
    lesson_id: str | None = None,
    seed: int | None = None,
    as_of: datetime,
    actor: str,
) -> Drill | Reason:
    """Begin a practice call; the one that is open already is handed back, since one talks to one at a time.

    Whom an assignment or a lesson names is the customer, and how hard is theirs to say, whatever is asked for: with an
    assignment ``persona_id`` and ``level`` mean nothing, with a lesson ``level`` does not. ``seed`` plays a certain
    call, from 0 to 2**32 - 1; a call that counts for a lesson or an assignment takes none, as it could be rehearsed.
    Raises UnknownTraining, also for a customer that is none of the lesson's.
    """
    ground = house.training.ground
    ground.require_persona(persona_id, level)
    if seed is not None and (assignment_id or lesson_id):
        return no.SEED_CHOSEN
    with house.book.transaction():
        record = _locked(house, actor)
        if record.open_exam is not None:
            return no.IN_EXAM
        persona_id, level, lesson_id = _called_for(house, record, persona_id, level, assignment_id, lesson_id)
        ground.require_persona(persona_id, level)
        if record.open_drill is not None:
            return record.open_drill
        drill_id = f"dr{record.seq + 1}"
        drawn = seed_of(house, actor, drill_id) if seed is None else seed
        talk = KeptTalk(drill_id, persona_id, level, drawn, as_of)
        heard = ground.opening(talk)
        # A seed that was chosen plays one certain call, which another source of wording would not.
        reworded = ground.rewords and seed is None
        opened = DrillOpened(
            drill_id,
            persona_id,
            level,
            talk.seed,
            assignment_id,
            lesson_id,
            heard.lines,
            reworded,
            seed_chosen=seed is not None,
        )
        record = house.training.book.append(record, [opened], at=as_of, actor=actor)
    drill = record.drill(drill_id)
    assert drill is not None
    return drill


def _called_for(
    house: House,
    record: TrainingRecord,
    persona_id: str,
    level: str,
    assignment_id: str | None,
    lesson_id: str | None,
) -> tuple[str, str, str | None]:
    """Customer, level and lesson of a practice call as the assignment or the lesson says. Raises UnknownTraining."""
    if assignment_id is not None:
        for one in record.assignments:
            if one.assigned.assignment_id == assignment_id:
                return one.assigned.persona_id, one.assigned.level, None
        for found in house.reviews.drills.assigned_to(record.trainee):
            if found.drill_id == assignment_id:
                return found.persona, REVIEW_LEVEL, found.lesson
        raise UnknownTraining("no such drill was set for this login; look at the list of what was set")
    if lesson_id is None:
        return persona_id, level, None
    drill = house.training.ground.drill_of(lesson_id)
    if persona_id not in drill.personas:
        raise UnknownTraining("this lesson names other customers; open the lesson again")
    return persona_id, drill.level, lesson_id


def say_words(
    house: House, *, talk_id: str, turn: int, words: str, as_of: datetime, actor: str
) -> TrainingRecord | Reason:
    """Say something in one's own practice call, of a drill or of an exam.

    ``turn`` is how often was spoken before: a doubled key press says nothing twice. Raises UnknownTraining.
    """
    said = " ".join(words.split())
    talk = talk_under_way(house.training.book.load(actor), talk_id)
    refusal = _unsayable(talk, turn, said)
    if talk is None or refusal is not None:
        return refusal or no.CALL_OVER
    # The customer is asked before the log is locked: whoever words the line may take a second for it. The same
    # number of own words means the same call, as a log only grows.
    try:
        heard = house.training.ground.reply(talk, said)
    except CustomerRewritten:
        heard = None
    with house.book.transaction():
        record = _locked(house, actor)
        talk = talk_under_way(record, talk_id)
        refusal = _unsayable(talk, turn, said)
        if talk is None or refusal is not None:
            return refusal or no.CALL_OVER
        if heard is None:
            return set_aside(house, record, as_of=as_of)
        ended = heard.ended or len(talk.said) + 1 >= MOST_UTTERANCES
        spoken = WordsSaid(talk_id, said, heard.lines, ended)
        return house.training.book.append(record, [spoken], at=as_of, actor=actor)


def _unsayable(talk: KeptTalk | None, turn: int, said: str) -> Reason | None:
    """Why these words are not said in this call now; None when they are."""
    if talk is None or talk.ended:
        return no.CALL_OVER
    if turn != len(talk.said):
        return no.ANOTHER_TURN
    if not said:
        return no.NOTHING_SAID
    return no.TOO_LONG if len(said) > LONGEST_WORDS else None


def hang_up(house: House, *, talk_id: str, as_of: datetime, actor: str) -> TrainingRecord | Reason:
    """End one's own practice call. A drill is judged at once, a call of an exam with its exam."""
    with house.book.transaction():
        record = _locked(house, actor)
        talk = talk_under_way(record, talk_id)
        if talk is None:
            return no.CALL_OVER
        happened: list[TrainingHappening] = [] if talk.ended else [TalkEnded(talk_id)]
        drill = record.drill(talk_id)
        if drill is not None:
            try:
                verdict = house.training.ground.judge_drill(
                    replace(talk, ended=True), before=_counted(record, drill)
                )
            except CustomerRewritten:
                return set_aside(house, record, as_of=as_of)
            happened.append(
                DrillHeld(talk_id, verdict.total, verdict.passed, verdict.marks, verdict.mistakes)
            )
            if talk.ended or len(talk.said) >= FEWEST_OF_A_TRY:
                _tell_review(house, actor, drill, verdict, as_of=as_of)
        return house.training.book.append(record, happened, at=as_of, actor=actor) if happened else record


def drills_of_review(house: House, *, trainee: str) -> tuple[AssignedDrill, ...]:
    """The drills that findings in one's own calls led to and that are not passed yet, what is due first first."""
    return tuple(
        one
        for one in house.reviews.drills.assigned_to(trainee)
        if one.state in (DrillState.ASSIGNED, DrillState.DONE)
    )


def _counted(record: TrainingRecord, drill: Drill) -> tuple[KeptTalk, ...]:
    """The last calls with other customers that counted, beside which this one must not be the same recital."""
    counted = [
        one.talk
        for one in record.drills
        if one.held is not None and one.held.passed and one.talk.persona_id != drill.talk.persona_id
    ]
    return tuple(counted[-DRILLS_COMPARED:])


def _tell_review(house: House, trainee: str, drill: Drill, verdict: Verdict, *, as_of: datetime) -> None:
    """A drill that a finding led to: the first run is the practice, the next one the re-test.

    It counts with its own customer at its own level, begun after it was assigned.
    """
    open_ones = {one.drill_id: one for one in drills_of_review(house, trainee=trainee)}
    wanted, talk = open_ones.get(drill.assignment_id or ""), drill.talk
    if wanted is None or talk.opened_at < wanted.assigned_at:
        return
    if (talk.persona_id, talk.level) != (wanted.persona, REVIEW_LEVEL):
        return
    if wanted.state is DrillState.DONE:
        house.reviews.drills.mark_retested(
            wanted.drill_id, at=as_of, passed=verdict.passed, score=verdict.total
        )
    else:
        house.reviews.drills.mark_done(wanted.drill_id, at=as_of, score=verdict.total)


def talk_under_way(record: TrainingRecord, talk_id: str) -> KeptTalk | None:
    """The practice call of this id in a drill or an exam that is not judged yet; None when there is none."""
    drill = record.drill(talk_id)
    if drill is not None:
        return drill.talk if drill.is_open else None
    exam = record.open_exam
    return next((one for one in exam.talks if one.talk_id == talk_id), None) if exam else None


def seed_of(house: House, trainee: str, what: str) -> int:
    """The seed of a drill or an exam: fixed by who and which, and not to be foretold without the house's key."""
    return int(house.sealer.keyed_digest("training", f"{trainee}\x1f{what}")[:8], 16)


def _locked(house: House, trainee: str) -> TrainingRecord:
    house.training.book.lock(trainee)
    return house.training.book.load(trainee)


def set_aside(house: House, record: TrainingRecord, *, as_of: datetime) -> Reason:
    """Let the drill or exam that is open count for nothing, since its customer was rewritten meanwhile.

    Call it inside a transaction, with the log locked.
    """
    exam, drill = record.open_exam, record.open_drill
    happened: list[TrainingHappening] = []
    if exam is not None:
        happened.append(ExamSetAside(exam.exam_id))
    elif drill is not None:
        happened.append(DrillSetAside(drill.talk.talk_id))
    house.training.book.append(record, happened, at=as_of, actor=record.trainee)
    return no.REWRITTEN
