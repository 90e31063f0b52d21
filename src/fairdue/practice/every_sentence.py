"""Every sentence: all that the playbook can say or write on a case, with each of its facts known and unknown, judged.

Room: practice. A sentence of a call is filled on each rung of the identity check on which its flow can say it, and
judged with the facts of that case. What lacks a fact must not come out at all; what comes out with a hole is a fault
of its own. A verified name is no wording, so the creditor's, the agency's and the customer's stand as names the guard
knows, as in a letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import product
from random import Random

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.compliance.wording.guard import Judgement, Verdict, judge
from fairdue.compliance.wording.spoken_context import Callee, FactValue, SpokenContext, Stage
from fairdue.conversation.engine import open_session
from fairdue.conversation.flow_choice import choose_flow
from fairdue.conversation.ladder import Rung
from fairdue.conversation.objection_reading import read_objections
from fairdue.conversation.playbook import flow_ids, read_flow
from fairdue.conversation.said_where import said_where
from fairdue.conversation.said_words import FACTOR_NAMES
from fairdue.conversation.session import Answers, Session, Speaker
from fairdue.conversation.slots import render, render_note
from fairdue.conversation.wording import SentenceSpec, Slot
from fairdue.conversation.wording_check import setting_of_sentence
from fairdue.feedback.letters.letter import LetterText, letter_texts
from fairdue.feedback.letters.letter_slots import LetterSources
from fairdue.feedback.letters.letter_template import letter_templates
from fairdue.feedback.letters.letterhead import playbook_letterheads
from fairdue.followup.claim_finding import ClaimStep
from fairdue.followup.claim_talk import all_steps, talk_for
from fairdue.foundation.bilingual import Language
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.foundation.ids import AttemptId, SessionId
from fairdue.practice.spoken_case import SPOKEN_AT, SpokenCase
from fairdue.understanding.spoken_channel import PayChannel

AGENCY = "华信资产"
_SPEAKERS = (Speaker(AGENCY, "6027", hotline="400-000-0000"), Speaker(AGENCY, "6027"))
_STAND_INS = {"creditor": "示例银行", "name": "王先生"}
_ANSWER = "我们已经核对，今后按您约定的时段联系。"
_SAID = ("下周发工资以后处理", "孩子住院了，钱都垫进去了", "这笔不是我刷的")


@dataclass(frozen=True, slots=True)
class Rendering:
    """One text as it would be heard or read, and what the guard says. ``sentence_id`` names the sentence, ``rung`` who hears it."""

    sentence_id: str
    rung: str
    language: Language
    text: str = field(repr=False)
    judgement: Judgement
    cleared: bool = False

    @property
    def is_finding(self) -> bool:
        """May it not be said so? A sure phrase is never cleared."""
        found = self.judgement.verdict is not Verdict.OK
        return found and (not self.cleared or self.judgement.share == 1.0)


@dataclass(frozen=True, slots=True)
class Withheld:
    """A sentence that was not offered, since one of its facts is not known or not open to who is on the line."""

    sentence_id: str
    rung: str


def sentence_ids() -> frozenset[str]:
    """Every sentence that ought to be met: of the wording, the objections and the letters."""
    letters = {
        f"letter.{one.template_id}.{part.part_id}"
        for one in letter_templates().values()
        for part in one.parts
    }
    objections = {reply.sentence.sentence_id for reply in read_objections().sentences()}
    return frozenset({*read_flow().wording.sentences, *objections, *letters})


def every_sentence(spoken: SpokenCase, *, language: Language = "zh") -> Iterator[Rendering | Withheld]:
    """All sentences on one case, in every way in which its facts let them be said."""
    chance = Random(f"sentences-{spoken.number}")  # noqa: S311 - practice data, nothing to guess
    case = replace(spoken.case, party=replace(spoken.case.party, name=_STAND_INS["name"]))
    case = replace(case, account=replace(case.account, creditor=_STAND_INS["creditor"]))
    base = _session(case, speaker=chance.choice(_SPEAKERS))
    values = _drawn(case, chance)
    for spec, rung in _said():
        for session in _combinations(spec, base, rung, values):
            yield _spoken(spec, session, case, rung, language)
    yield from _objections(base, case, language)
    yield from _claim_talk(case, language)
    yield from _letters(case, language, chance)


def _session(case: CaseFile, *, speaker: Speaker) -> Session:
    return open_session(
        case=case,
        speaker=speaker,
        session_id=SessionId("s-sentences"),
        attempt_id=AttemptId("a-sentences"),
        flow=read_flow(choose_flow(case=case, as_of=SPOKEN_AT).flow_id),
        as_of=SPOKEN_AT,
    )


@cache
def _said() -> tuple[tuple[SentenceSpec, Rung | None], ...]:
    """The sentences of the wording with each rung on which a flow says them; None for what is only written down."""
    rungs: dict[str, set[Rung]] = {}
    for flow_id in flow_ids():
        for sentence_id, found in said_where(read_flow(flow_id)).items():
            rungs.setdefault(sentence_id, set()).update(found)
    pairs: list[tuple[SentenceSpec, Rung | None]] = []
    for sentence_id, spec in read_flow().wording.sentences.items():
        if sentence_id in rungs:
            pairs += [(spec, rung) for rung in sorted(rungs[sentence_id])]
        elif not sentence_id.startswith("claim."):
            pairs.append((spec, None if sentence_id.startswith("note.") else Rung.VERIFIED))
    return tuple(pairs)


_SAID_IN = {
    Slot.PAID_ON: "paid_on",
    Slot.PAID_AMOUNT: "paid_amount_fen",
    Slot.PAID_CHANNEL: "paid_channel",
    Slot.PROMISE_AMOUNT: "promise_amount_fen",
    Slot.PROMISE_ON: "promise_on",
    Slot.PROMISE_CHECK_ON: "promise_on",
    Slot.PROMISE_AT: "promise_at",
    Slot.PAY_CHANNEL: "pay_channel",
    Slot.INSTALMENT: "instalment_fen",
    Slot.CALLBACK_AT: "callback_at",
    Slot.REASON: "reason",
    Slot.SAID: "said",
}


def _drawn(case: CaseFile, chance: Random) -> Answers:
    """What this customer would have answered to everything."""
    today, balance = civil_date(SPOKEN_AT), max(1, case.balance_fen)
    soon = today + timedelta(days=chance.randrange(0, 60))
    hour = chance.choice((8, 9, 12, 17, 21, 23))
    return Answers(
        answered_by=AnsweredBy.DEBTOR,
        reason=chance.choice(tuple(ReasonForDefault)),
        paid_on=today - timedelta(days=chance.randrange(0, 90)),
        paid_amount_fen=max(1, balance // chance.choice((1, 2, 9))),
        paid_channel=chance.choice(tuple(PayChannel)),
        promise_full=chance.random() < 0.5,
        promise_amount_fen=max(1, balance // chance.choice((1, 2, 9))),
        promise_on=soon,
        promise_at=datetime.combine(today, SPOKEN_AT.time(), CHINA)
        + timedelta(hours=chance.randrange(1, 12)),
        pay_channel=chance.choice(tuple(PayChannel)),
        instalment_fen=max(1, balance // chance.choice((6, 12, 60))),
        callback_at=datetime.combine(soon, SPOKEN_AT.time(), CHINA).replace(hour=hour) + timedelta(days=1),
        said=chance.choice(_SAID),
    )


def _combinations(spec: SentenceSpec, base: Session, rung: Rung | None, drawn: Answers) -> Iterator[Session]:
    """The call with each of the sentence's answers given and not given, in all combinations."""
    names = sorted({_SAID_IN[slot] for slot in spec.slots if slot in _SAID_IN})
    by = _verified_by(spec)
    blank = Answers()
    for known, factor in product(product((True, False), repeat=len(names)), by):
        changes = {
            name: getattr(drawn if is_known else blank, name)
            for name, is_known in zip(names, known, strict=True)
        }
        full = drawn.promise_full and all(known)
        answers = replace(blank, **changes, promise_full=full)
        yield _on_rung(replace(base, answers=answers, verified_by=factor), rung)


def _verified_by(spec: SentenceSpec) -> tuple[str, ...]:
    return ("", *FACTOR_NAMES) if Slot.VERIFIED_BY in spec.slots else ("",)


def _on_rung(session: Session, rung: Rung | None) -> Session:
    answered = {Rung.SAYS_SO: AnsweredBy.DEBTOR, Rung.THIRD_PARTY: AnsweredBy.THIRD_PARTY}.get(
        rung or Rung.VERIFIED
    )
    return replace(
        session,
        verified=rung in (Rung.VERIFIED, None),
        other_speaking=rung is Rung.THIRD_PARTY,
        answers=replace(session.answers, answered_by=answered),
    )


def _spoken(
    spec: SentenceSpec, session: Session, case: CaseFile, rung: Rung | None, language: Language
) -> Rendering | Withheld:
    if rung is None:
        text = render_note([spec], session=session, case=case, language=language, as_of=SPOKEN_AT) or None
    else:
        text = render(spec, session=session, case=case, language=language, as_of=SPOKEN_AT)
    name = "note" if rung is None else rung.value
    if text is None:
        return Withheld(spec.sentence_id, name)
    setting = setting_of(spec.sentence_id, rung, case, session)
    return Rendering(spec.sentence_id, name, language, text, judge(text, setting), spec.cleared is not None)


_CALLEES = {Rung.UNKNOWN: Callee.UNKNOWN, Rung.THIRD_PARTY: Callee.THIRD_PARTY, Rung.SAYS_SO: Callee.DEBTOR}


def setting_of(
    sentence_id: str, rung: Rung | None, case: CaseFile, session: Session | None = None
) -> SpokenContext:
    """To whom it is said and at which stage, with what is true of this case."""
    usual, facts = setting_of_sentence(sentence_id), _facts(case, session)
    if rung is None or usual.stage is Stage.VOICEMAIL:
        return replace(usual, facts=facts)
    if rung is not Rung.VERIFIED:
        return SpokenContext(_CALLEES[rung], False, Stage.OPENING, facts)
    stage = Stage.NEGOTIATION if usual.stage is Stage.OPENING else usual.stage
    stage = Stage.SMS if sentence_id.startswith("receipt.") else stage
    return SpokenContext(Callee.DEBTOR, True, stage, facts)


def _facts(case: CaseFile, session: Session | None = None) -> Mapping[str, FactValue]:
    account = case.account
    promised = session.answers.promise_amount_fen if session else None
    known: dict[str, FactValue | None] = {
        "agency": AGENCY,
        "creditor": account.creditor,
        "agent_role": "agency_collector",
        "ledger_amount_fen": case.balance_fen,
        "principal_fen": account.principal_fen,
        "interest_fen": account.interest_fen,
        "penalty_fen": account.penalty_fen,
        "agreed_amount_fen": promised or (case.promises[-1].amount_fen if case.promises else None),
        "dispute_open": any(dispute.closed_at is None for dispute in case.disputes),
    }
    return {name: value for name, value in known.items() if value is not None}


def _objections(base: Session, case: CaseFile, language: Language) -> Iterator[Rendering | Withheld]:
    """Answers and questions: to the verified customer all, to whoever else answered those that are marked so."""
    for reply in read_objections().sentences():
        others = (Rung.UNKNOWN, Rung.SAYS_SO, Rung.THIRD_PARTY) if reply.before_check else ()
        for rung in (Rung.VERIFIED, *others):
            yield _spoken(reply.sentence, _on_rung(base, rung), case, rung, language)


def _claim_talk(case: CaseFile, language: Language) -> Iterator[Rendering | Withheld]:
    for step in ClaimStep:
        ids = all_steps()[step].say
        if not case.claims:
            yield from (Withheld(sentence_id, Rung.VERIFIED) for sentence_id in ids)
        for claim in case.claims:
            for sentence_id, told in zip(ids, talk_for(claim=claim, step=step).sentences, strict=True):
                text = told.in_language(language)
                setting = setting_of(sentence_id, Rung.VERIFIED, case)
                yield Rendering(sentence_id, Rung.VERIFIED, language, text, judge(text, setting))


def _letters(case: CaseFile, language: Language, chance: Random) -> Iterator[Rendering | Withheld]:
    """Each part of each letter by each way it may go, whether or not the whole letter could be written."""
    for template in letter_templates().values():
        sources = LetterSources(
            case=case,
            template_id=template.template_id,
            letterhead=playbook_letterheads().get(case.account.creditor) if chance.random() < 0.8 else None,
            agency=AGENCY,
            hotline=chance.choice(("400-000-0000", None)),
            on=civil_date(SPOKEN_AT),
            answer_days=chance.choice((15, None)),
            extended_days=chance.choice((60, None)),
            written=chance.choice((_ANSWER, "")),
        )
        for channel in template.channels:
            for part in letter_texts(template, sources=sources, channel=channel, language=language):
                yield _letter_part(template.template_id, channel.value, language, part)


def _letter_part(
    template_id: str, channel: str, language: Language, part: LetterText
) -> Rendering | Withheld:
    name = f"letter.{template_id}.{part.part_id}"
    if part.text is None or part.judgement is None:
        return Withheld(name, channel)
    return Rendering(name, channel, language, part.text, part.judgement)
