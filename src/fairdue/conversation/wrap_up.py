"""The wrap-up: result code, note, what is in the diary, and a receipt, proposed before the call is ended.

Room: conversation. The collector confirms it with the one key that ends the call. The receipt is a text to send by a
channel that the gate permits; it is made for a verified customer alone, and nothing here sends it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.disposition import ResultCode
from fairdue.conversation.consequences import note_of
from fairdue.conversation.flow import END, ChoiceSpec, Effect
from fairdue.conversation.heard import Heard
from fairdue.conversation.moves import open_choices, take
from fairdue.conversation.said_words import say_date, say_moment
from fairdue.conversation.session import Session
from fairdue.conversation.slots import render
from fairdue.foundation.bilingual import Bilingual

RECEIPTS: tuple[tuple[Effect, str], ...] = (
    (Effect.MAKE_PROMISE, "receipt.promise"),
    (Effect.CLAIM_PAYMENT, "receipt.claim"),
    (Effect.STATE_HARDSHIP, "receipt.hardship"),
    (Effect.DISPUTE_AMOUNT, "receipt.dispute"),
    (Effect.DISPUTE_DEBT, "receipt.dispute"),
    (Effect.DISPUTE_FRAUD, "receipt.dispute"),
    (Effect.RECEIVE_COMPLAINT, "receipt.complaint"),
    (Effect.AGREE_CALLBACK, "receipt.callback"),
)
"""Which sentence of the receipt tells of which effect."""

_QUIET = frozenset(
    {
        Effect.HEED_DISTRESS,
        Effect.LEARN_DEATH,
        Effect.LEARN_INCAPACITY,
        Effect.STOP_CONTACT,
        Effect.MEET_REPRESENTATIVE,
    }
)
"""After one of these nothing is sent to the customer by us, not even a receipt."""


@dataclass(frozen=True, slots=True)
class WrapUp:
    """How the call will be recorded when ``choice_id`` is picked; ``receipt`` is "" where none is to be sent."""

    choice_id: str
    key: str
    code: ResultCode
    note: str = field(repr=False)
    diary: tuple[str, ...] = field(repr=False)
    receipt: str = field(default="", repr=False)


def propose_wrap_up(
    *, session: Session, case: CaseFile, as_of: datetime, language: str = "zh"
) -> WrapUp | None:
    """The wrap-up at a step in which the call may end; None where it goes on."""
    choice = _ending(session, case)
    if choice is None:
        return None
    after = take(session=session, choice=choice, heard=Heard(choice.choice_id))
    return WrapUp(
        choice_id=choice.choice_id,
        key=choice.key,
        code=after.code or ResultCode.HU,
        note=note_of(session=after, case=case, as_of=as_of),
        diary=tuple(_diary(session, case, language, as_of)),
        receipt=_receipt(session, case, language, as_of),
    )


def _ending(session: Session, case: CaseFile) -> ChoiceSpec | None:
    """The step's own answer that ends the call and asks nothing; not on a line that nobody answered yet."""
    step = session.flow.steps[session.step]
    if session.closed or not step.everywhere:
        return None
    for choice in open_choices(session=session, case=case):
        ends = choice.ways and all(way.to == END for way in choice.ways)
        if choice in step.choices and ends and not choice.asks and not choice.effects:
            return choice
    return None


def _diary(session: Session, case: CaseFile, language: str, as_of: datetime) -> list[str]:
    """What comes back to somebody by itself, and when; only what this call made."""
    lines = []
    answers, done = session.answers, session.done
    if Effect.MAKE_PROMISE in done:
        day = say_date(answers.promise_on, language)
        lines.append(Bilingual(f"{day}到期，次日核对到账", f"due on {day}, arrival is checked the day after"))
    if Effect.CLAIM_PAYMENT in done:
        checks = [c.check_on for c in case.claims if c.attempt_id == session.attempt_id]
        day = say_date(checks[-1] if checks else None, language)
        lines.append(Bilingual(f"{day}前查账", f"the payment is traced by {day}"))
    if Effect.AGREE_CALLBACK in done:
        moment = say_moment(answers.callback_at, language)
        lines.append(Bilingual(f"{moment}回电", f"call at {moment}"))
    mine = [hold for hold in case.holds if hold.cause == session.session_id and hold.period.covers(as_of)]
    for hold in mine:
        until = say_moment(hold.period.ends_at, language)
        if until is None:
            lines.append(
                Bilingual(
                    "暂停催促，直到负责人解除", "collecting is on hold until the person in charge releases it"
                )
            )
        else:
            lines.append(Bilingual(f"暂停催促至{until}", f"collecting is on hold until {until}"))
    return list(dict.fromkeys(line.in_language(language) for line in lines))


def _receipt(session: Session, case: CaseFile, language: str, as_of: datetime) -> str:
    if not session.verified or _QUIET & set(session.done):
        return ""
    ids = [sentence_id for effect, sentence_id in RECEIPTS if effect in session.done]
    if session.answers.instalment_fen is not None:
        ids.append("receipt.plan")
    if not ids:
        return ""
    sentences = session.flow.wording.sentences
    told = [
        render(sentences[sentence_id], session=session, case=case, language=language, as_of=as_of)
        for sentence_id in dict.fromkeys((*ids, "receipt.ways"))
        if sentence_id in sentences
    ]
    return (" " if language.startswith("en") else "").join(text for text in told if text)
