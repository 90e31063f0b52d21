"""Taking back: the last turn of a call under way is undone, with the facts that it had made. Nothing is deleted.

Room: conversation. What the collector misheard or mistyped may be taken back while the call goes on. What protects the
customer may not be taken back by the one who collects: the person in charge releases it. What went outward or ended
the call stays, and is corrected by a note beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from fairdue.casefile import happening as h
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.correction import FactKind, FactTakenBack, TurnTakenBack
from fairdue.casefile.hold import HoldKind
from fairdue.casefile.promise import PromiseState
from fairdue.conversation.flow import Effect
from fairdue.conversation.heard import Heard
from fairdue.conversation.moves import find_choice, take
from fairdue.conversation.session import Session
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date

STANDS: dict[Effect, Bilingual] = {
    effect: Bilingual(
        f"{zh}已登记，它保护客户，不能由催收员撤回；请由值班负责人核对后解除",
        f"{en} is registered and protects the customer; the person in charge can release it, the collector cannot",
    )
    for effect, zh, en in (
        (Effect.HEED_DISTRESS, "情绪危急", "the distress"),
        (Effect.STOP_CONTACT, "停止联系", "the stop of contact"),
        (Effect.MEET_REPRESENTATIVE, "委托代理", "the representation"),
        (Effect.LEARN_DEATH, "本人去世", "the death"),
        (Effect.LEARN_INCAPACITY, "本人无法处理事务", "the incapacity"),
        (Effect.RECEIVE_COMPLAINT, "投诉", "the complaint"),
        (Effect.DISPUTE_AMOUNT, "异议", "the dispute"),
        (Effect.DISPUTE_DEBT, "异议", "the dispute"),
        (Effect.DISPUTE_FRAUD, "盗刷或冒用", "the fraud report"),
        (Effect.STATE_HARDSHIP, "困难情况", "the hardship"),
        (Effect.STOP_THIRD_PARTY, "第三人停止联系", "the third person's refusal"),
        (Effect.MARK_NUMBER_BLOCKED, "号码停用", "the block of the number"),
    )
}
"""What stays once it is a fact, each with the reason that is told."""

_NOTHING_YET = Bilingual("还没有可以撤回的一步", "there is no turn yet to take back")
_CLOSED = Bilingual(
    "通话已经结束并登记；请在记录上补充更正",
    "the call is wrapped up; correct it by an annotation of the note",
)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The session before the last turn with what undoes its facts, or the session as it is and the reason why not."""

    session: Session
    happenings: tuple[h.Happening, ...] = ()
    refusal: Bilingual | None = None


def take_back(*, session: Session, case: CaseFile, as_of: datetime) -> TakenBack:
    """Take the last turn back; the happenings begin with ``TurnTakenBack``."""
    if session.closed:
        return TakenBack(session, refusal=_CLOSED)
    if not session.heards:
        return TakenBack(session, refusal=_NOTHING_YET)
    before = session_at(session=session, turn=len(session.heards) - 1)
    done = [effect for effect in session.done if effect not in before.done]
    refusal = next((STANDS[effect] for effect in done if effect in STANDS), None)
    if refusal is not None:
        return TakenBack(session, refusal=refusal)
    undone = [fact for effect in done for fact in _undoing(effect, session, case, as_of)]
    turn = TurnTakenBack(session.session_id, len(session.heards))
    return TakenBack(before, (turn, *undone))


def session_at(*, session: Session, turn: int) -> Session:
    """The session as it stood after its first ``turn`` turns; 0 is its opening."""
    if not 0 <= turn <= len(session.heards):
        raise ValueError(f"the call has {len(session.heards)} turns; ask for one from 0 to that")
    return _replayed(session, session.heards[:turn])


def _replayed(session: Session, heards: Sequence[Heard]) -> Session:
    again = Session(
        session_id=session.session_id,
        case_id=session.case_id,
        attempt_id=session.attempt_id,
        speaker=session.speaker,
        flow=session.flow,
        opened_at=session.opened_at,
        step=session.flow.first_step,
        note_language=session.note_language,
    )
    for heard in heards:
        choice = find_choice(again, heard.choice)
        assert choice is not None, "these turns were taken in this very flow"
        again = take(session=again, choice=choice, heard=heard)
    return again


def _undoing(effect: Effect, session: Session, case: CaseFile, as_of: datetime) -> Iterator[h.Happening]:
    """What undoes one effect; the facts of a turn carry the attempt or the session that they came of."""
    match effect:
        case Effect.VERIFY_IDENTITY:
            yield _fact(session, FactKind.IDENTITY, session.attempt_id)
        case Effect.GIVE_REASON:
            yield _fact(session, FactKind.REASON, session.attempt_id)
        case Effect.MAKE_PROMISE:
            made = [promise for promise in case.promises if promise.attempt_id == session.attempt_id]
            yield h.PromiseJudged(made[-1].promise_id, PromiseState.CANCELLED, 0, civil_date(as_of))
        case Effect.CLAIM_PAYMENT:
            claims = [claim for claim in case.claims if claim.attempt_id == session.attempt_id]
            yield _fact(session, FactKind.CLAIM, claims[-1].claim_id)
            mine = [hold for hold in case.holds if hold.cause == session.session_id]
            held = [hold for hold in mine if hold.kind is HoldKind.CLAIMED_PAYMENT]
            yield h.HoldReleased(held[-1].hold_id)
        case Effect.AGREE_CALLBACK:
            yield _fact(session, FactKind.CALLBACK, case.callbacks[-1].callback_id)
            given = [consent for consent in case.consents if consent.evidence == session.session_id]
            yield from (h.ConsentRevoked(consent.consent_id) for consent in given[-1:])
        case Effect.MARK_NUMBER_INVALID:
            points = [a.contact_point_id for a in case.attempts if a.attempt_id == session.attempt_id]
            yield from (h.NumberMarked(point, NumberStatus.USABLE) for point in points if point)
        case _:
            raise ValueError(f"{effect} is refused and never undone here")


def _fact(session: Session, kind: FactKind, fact_id: str) -> FactTakenBack:
    return FactTakenBack(session.session_id, kind, fact_id)
