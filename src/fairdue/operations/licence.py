"""Exam and licence: sit an exam, be judged by what was stored, and have the house state the licence for a year.

Room: operations. The gate refuses a contact by whoever holds no licence (CN-OUT-07), and reads it from what people
state. Here the house's own exam states it: the result is computed from the stored words and answers, the statement
names the sealed row of the exam as its evidence, and no login stands behind it, so that nobody vouches for
themselves. It runs for a year; a new exam renews it within the last sixty days. Whoever leads or watches over
compliance takes it away, with a reason, and the next dialling is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from fairdue.casefile.attestation import Attestation, Scope, ScopeKind
from fairdue.casefile.training_log import Exam, KeptTalk, TrainingRecord
from fairdue.casefile.training_record import (
    ExamJudged,
    ExamOpened,
    LicenceIssued,
    LicenceWithdrawn,
    PaperPart,
    QuestionAnswered,
    SecrecySigned,
    WordsSaid,
)
from fairdue.compliance.attested import deciding, read_value
from fairdue.compliance.override import same_person
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, Period, civil_date
from fairdue.foundation.reason import Reason
from fairdue.operations import training_refusals as no
from fairdue.operations.attest import state_for_house
from fairdue.operations.house import House
from fairdue.operations.training import SECRECY_DIGEST, seed_of, set_aside
from fairdue.operations.training_ports import CustomerRewritten

LICENCE_COLUMN = "collector_licensed"
LICENCE_RULE = "cn.gbt_45251.collector_licensed"
BY_EXAM = "house:exam"
"""Who states a licence that an exam earned. A colon stands in no login, so nobody can be called that."""
RETAKE_AFTER_WITHDRAWAL = timedelta(days=7)
LATEST_RETAKE = timedelta(days=366)

_WITHDRAWN = Bilingual("上岗资格已被撤回", "The licence was withdrawn")


@dataclass(frozen=True, slots=True)
class LicenceStanding:
    """Somebody's licence as the gate sees it at a moment. ``statement`` is None when none counts.

    ``by_exam`` tells a licence of the house's exam from one on paper; ``renews_from`` is when a new exam opens.
    """

    statement: Attestation | None
    by_exam: bool
    ends_at: datetime | None
    renews_from: date | None
    denied: bool = False

    @property
    def holds(self) -> bool:
        """May this person dial, as far as the licence goes?"""
        return self.statement is not None and not self.denied


def licence_of(house: House, *, trainee: str, as_of: datetime) -> LicenceStanding:
    """The licence that counts for somebody now: the last word of the statements about exactly this login."""
    scope = Scope(ScopeKind.STAFF, trainee)
    standing = house.attestations.standing((scope,), as_of=as_of)
    last = deciding(standing, (scope,), as_of).get(LICENCE_COLUMN)
    if last is None:
        return LicenceStanding(None, by_exam=False, ends_at=None, renews_from=None)
    if read_value(last.column, last.value) is not True:
        return LicenceStanding(last, by_exam=False, ends_at=None, renews_from=None, denied=True)
    ends_at = last.period.ends_at
    within = timedelta(days=house.training.ground.licence_terms().renew_within_days)
    renews = civil_date(ends_at - within) if ends_at is not None else None
    return LicenceStanding(last, last.stated_by == BY_EXAM, ends_at, renews)


def sign_secrecy(house: House, *, typed: str, as_of: datetime, actor: str) -> TrainingRecord | Reason:
    """Sign the commitment by typing one's own login. A second signature changes nothing.

    With an exam passed before, the signature states the licence.
    """
    if not same_person(typed, actor):
        return no.ANOTHER_NAME
    with house.book.transaction():
        house.training.book.lock(actor)
        record = house.training.book.load(actor)
        if record.signed_at is None:
            signed = SecrecySigned(SECRECY_DIGEST)
            record = house.training.book.append(record, [signed], at=as_of, actor=actor)
        return state_what_is_due(house, record, as_of=as_of)


def may_sit(house: House, record: TrainingRecord, *, as_of: datetime) -> Reason | None:
    """Why somebody may not begin an exam now; None when they may. An early retake is told the day it opens."""
    if record.signed_at is None:
        return no.NOT_SIGNED
    missing = house.training.ground.missing_for_exam(record, as_of=as_of)
    if missing is not None:
        return no.not_learnt(missing)
    today = civil_date(as_of)
    licence = licence_of(house, trainee=record.trainee, as_of=as_of)
    if licence.denied or _denied(house, record.trainee, as_of=as_of):
        return no.DENIED
    by_exam = licence.holds and licence.by_exam
    if (
        by_exam
        and licence.ends_at is not None
        and licence.renews_from is not None
        and today < licence.renews_from
    ):
        return no.licence_holds(licence.ends_at, licence.renews_from)
    after = _after_withdrawal(house, record)
    if after is not None and today < after:
        return no.too_early(after, _WITHDRAWN)
    again = house.training.ground.retake(record, as_of=as_of)
    if again is None:
        return None
    return (
        no.not_learnt(again.why)
        if again.opens_at is None
        else no.too_early(civil_date(again.opens_at), again.why)
    )


def begin_exam(house: House, *, as_of: datetime, actor: str) -> Exam | Reason:
    """Begin an exam, or take up the one that is open: its paper was drawn once and stays."""
    ground = house.training.ground
    with house.book.transaction():
        house.training.book.lock(actor)
        record = house.training.book.load(actor)
        if record.open_exam is not None:
            return record.open_exam
        refusal = may_sit(house, record, as_of=as_of)
        if refusal is not None:
            return refusal
        exam_id = f"ex{record.seq + 1}"
        seed = seed_of(house, actor, exam_id)
        paper = ground.draw_paper(seed=seed)
        parts = tuple(
            PaperPart(f"{exam_id}-{place}", part.persona_id, part.level, part.seed)
            for place, part in enumerate(paper.parts, start=1)
        )
        openings = tuple(
            WordsSaid(part.talk_id, "", ground.opening(_talk_of(part, as_of)).lines) for part in parts
        )
        opened = ExamOpened(exam_id, seed, paper.version, parts, openings, paper.question_ids)
        record = house.training.book.append(record, [opened], at=as_of, actor=actor)
    exam = record.exam(exam_id)
    assert exam is not None
    return exam


def answer_question(
    house: House, *, question_id: str, ticked: frozenset[str], as_of: datetime, actor: str
) -> TrainingRecord | Reason:
    """Answer one question of the exam that is open; nothing is said of whether it is right. The first stands."""
    with house.book.transaction():
        house.training.book.lock(actor)
        record = house.training.book.load(actor)
        exam = record.open_exam
        if exam is None:
            return no.NO_EXAM
        if question_id not in exam.question_ids:
            return no.NO_QUESTION
        if question_id in exam.answered:
            return no.ANSWERED
        if not ticked:
            return no.NOTHING_TICKED
        answered = QuestionAnswered(exam.exam_id, question_id, tuple(sorted(ticked)))
        return house.training.book.append(record, [answered], at=as_of, actor=actor)


def hand_in(house: House, *, as_it_is: bool, as_of: datetime, actor: str) -> TrainingRecord | Reason:
    """Hand the open exam in: judge it from what was stored, and state the licence when it is passed.

    ``as_it_is`` hands in what is not finished; what is missing counts as wrong.
    """
    with house.book.transaction():
        house.training.book.lock(actor)
        record = house.training.book.load(actor)
        exam = record.open_exam
        if exam is None:
            return no.NO_EXAM
        whole = all(talk.ended for talk in exam.talks) and exam.answered == set(exam.question_ids)
        if not whole and not as_it_is:
            return no.NOT_FINISHED
        try:
            verdict = house.training.ground.judge_exam(exam)
        except CustomerRewritten:
            return set_aside(house, record, as_of=as_of)
        judged = ExamJudged(exam.exam_id, verdict.total, verdict.passed, verdict.marks, verdict.mistakes)
        record = house.training.book.append(record, [judged], at=as_of, actor=BY_EXAM)
        return state_what_is_due(house, record, as_of=as_of)


def state_what_is_due(house: House, record: TrainingRecord, *, as_of: datetime) -> TrainingRecord:
    """State the licence for a year from the last exam, when it is passed, new, and the commitment is signed.

    Call it inside a transaction, with the log locked.
    """
    judged = [exam for exam in record.exams if exam.judged is not None]
    exam = judged[-1] if judged else None
    if exam is None or not exam.passed or exam.judged_at is None or record.signed_at is None:
        return record
    if any(one.issued.exam_id == exam.exam_id for one in record.licences):
        return record
    # Neither a withdrawal while the exam was sat nor somebody's no, standing or to come, is undone by passing it.
    if _taken_since(house, record, exam.opened_at) or _denied(house, record.trainee, as_of=as_of):
        return record
    ends_at = end_of_licence(house, exam.judged_at)
    if ends_at <= as_of:
        return record
    statement = state_for_house(
        house,
        column=LICENCE_COLUMN,
        value="yes",
        scope=Scope(ScopeKind.STAFF, record.trainee),
        period=Period(as_of, ends_at),
        evidence=f"考试 exam {exam.exam_id} · {exam.judged_hash[:16]} · 保密承诺 secrecy {record.signed_at:%Y-%m-%d}",
        as_of=as_of,
        actor=BY_EXAM,
    )
    issued = LicenceIssued(exam.exam_id, statement.attestation_id, as_of, ends_at)
    return house.training.book.append(record, [issued], at=as_of, actor=BY_EXAM)


def withdraw_licence(
    house: House,
    *,
    trainee: str,
    reason: str,
    retake_from_on: date | None = None,
    as_of: datetime,
    actor: str,
) -> TrainingRecord | Reason:
    """Take a licence away at once, whether an exam or a paper stated it; every statement that counts or will, goes.

    Without ``retake_from_on`` a new exam opens after a week. An exam that was begun before earns no licence.
    """
    today = civil_date(as_of)
    retake = retake_from_on or today + RETAKE_AFTER_WITHDRAWAL
    if not reason.strip():
        return no.NO_REASON
    if not today <= retake <= today + LATEST_RETAKE:
        return no.RETAKE_DAY
    with house.book.transaction():
        house.training.book.lock(trainee)
        record = house.training.book.load(trainee)
        gone = [one for one in _statements_of(house, trainee) if _counts_or_will(one, as_of)]
        if not gone:
            return no.NO_LICENCE
        for one in gone:
            house.attestations.withdraw(one.attestation_id, at=as_of, actor=actor)
        withdrawn = LicenceWithdrawn(tuple(one.attestation_id for one in gone), reason.strip(), retake)
        return house.training.book.append(record, [withdrawn], at=as_of, actor=actor)


def end_of_licence(house: House, passed_at: datetime) -> datetime:
    """The midnight in China at which a licence ends that was earned at this moment."""
    ends_on = civil_date(passed_at) + timedelta(days=house.training.ground.licence_terms().valid_days)
    return datetime.combine(ends_on, time.min, tzinfo=CHINA)


def _talk_of(part: PaperPart, as_of: datetime) -> KeptTalk:
    return KeptTalk(part.talk_id, part.persona_id, part.level, part.seed, as_of)


def _statements_of(house: House, trainee: str, *, value: bool = True) -> Sequence[Attestation]:
    """The yes, or the no, that was ever stated of this person's licence, however the login is spelled."""
    return [
        one
        for one in house.attestations.listed(column=LICENCE_COLUMN)
        if one.scope.kind is ScopeKind.STAFF
        and same_person(one.scope.name, trainee)
        and read_value(one.column, one.value) is value
    ]


def _taken_since(house: House, record: TrainingRecord, since: datetime) -> bool:
    """Was a licence taken away since, on the training page or on that of the statements?"""
    taken = [one.at for one in record.withdrawals]
    taken += [one.withdrawn_at for one in _statements_of(house, record.trainee) if one.withdrawn_at]
    return any(at >= since for at in taken)


def _denied(house: House, trainee: str, *, as_of: datetime) -> bool:
    """Does a no of this person stand, or begin later? The gate goes by what was stated last, so that a licence
    stated today would overrule a no that begins tomorrow."""
    return any(_counts_or_will(one, as_of) for one in _statements_of(house, trainee, value=False))


def _counts_or_will(one: Attestation, as_of: datetime) -> bool:
    return one.withdrawn_at is None and (one.period.ends_at is None or one.period.ends_at > as_of)


def _after_withdrawal(house: House, record: TrainingRecord) -> date | None:
    """From when on an exam is open again after the last time a licence was taken away, also by the standing page."""
    days = [one.withdrawn.retake_from_on for one in record.withdrawals[-1:]]
    told = {found for one in record.withdrawals for found in one.withdrawn.attestation_ids}
    days += [
        civil_date(one.withdrawn_at) + RETAKE_AFTER_WITHDRAWAL
        for one in _statements_of(house, record.trainee)
        if one.withdrawn_at is not None and one.attestation_id not in told and one.stated_by == BY_EXAM
    ]
    return max(days, default=None)
