"""Ranking: the objections that fit what the customer just said, with the answers that may be given now.

Room: conversation. It is an aid beside the call: it takes no turn, makes no fact and keeps nothing of the words.
What calls for a safety flow comes first, and while it does, answers of other objections are withheld. A sentence is
offered only when the session may hear it, every fact in it is known, and it passes the wording guard with the facts
of this case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy
from fairdue.compliance.wording.guard import Verdict, judge
from fairdue.compliance.wording.spoken_context import Callee, FactValue, SpokenContext, Stage
from fairdue.conversation.flow import Flow
from fairdue.conversation.objection import SAFETY_OF_INTENT, Objection, Reply, Safety
from fairdue.conversation.objection_index import (
    LONGEST_WORDS,
    Match,
    ObjectionIndex,
    features_of,
    shipped_index,
)
from fairdue.conversation.own_words import setting_of
from fairdue.conversation.session import Session
from fairdue.conversation.slots import render
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import require_aware
from fairdue.understanding.customer import Understood, understand
from fairdue.understanding.intent import Intent

MOST_SHOWN = 3
LEAST_SCORE = 0.08
"""Below this nothing of an objection was heard but common words."""
LEAST_SCORE_OF_SMALL_TALK = 0.2
"""The same where the words were understood as assent, as a name confirmed, or as nothing in particular."""
_SMALL_TALK = frozenset({Intent.AGREE, Intent.IDENTITY_CONFIRM, Intent.OTHER})
_SURE_ENOUGH = 1.0
_UNHEARD = frozenset({Safety.DISTRESS})
"""Flows beside which nothing else is offered at all."""
_PRESSING_STEPS = frozenset({"today", "pin", "vague", "paid"})
"""Steps that ask for a day or an amount; while a hardship is heard, what leads to them is withheld."""


@dataclass(frozen=True, slots=True)
class OfferedReply:
    """One sentence, filled and passed by the guard. ``rests_on`` are the rules behind a statement of law."""

    sentence_id: str
    text: str = field(repr=False)
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RankedObjection:
    """An objection that fits, why, and what may be said now.

    ``withheld`` says in one line why there is no answer, or why not all are there; None when nothing is missing.
    """

    objection: Objection
    score: float
    reason: Bilingual
    answers: tuple[OfferedReply, ...]
    ask: OfferedReply | None
    leads_to: Bilingual
    withheld: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class SafetyNotice:
    """What comes before every answer: the flow, the key that leads to it where it is open everywhere, and why."""

    to: Safety
    key: str
    label: Bilingual
    why: Bilingual


@dataclass(frozen=True, slots=True)
class Ranking:
    """What to show for words just heard: the safety flow that comes first, if any, then the objections."""

    first: SafetyNotice | None
    ranked: tuple[RankedObjection, ...]


def rank_objections(
    words: str,
    *,
    session: Session,
    case: CaseFile,
    as_of: datetime,
    language: str = "zh",
    index: ObjectionIndex | None = None,
) -> Ranking:
    """The objections that fit ``words``, at most ``MOST_SHOWN``, the best first; none for empty words.

    ``index`` is the shipped one unless another is handed in. Raises ValueError when ``as_of`` has no zone or session
    and case do not belong together.
    """
    require_aware(as_of)
    if session.case_id != case.case_id:
        raise ValueError("this session belongs to another case; load that one")
    if session.closed:
        return Ranking(None, ())
    matches, first = match_objections(words, as_of=as_of, flow=session.flow, index=index)
    ranked = tuple(
        _ranked(one, first, session=session, case=case, as_of=as_of, language=language) for one in matches
    )
    return Ranking(first, ranked)


def match_objections(
    words: str, *, as_of: datetime, flow: Flow, index: ObjectionIndex | None = None
) -> tuple[tuple[Match, ...], SafetyNotice | None]:
    """The best matches for ``words`` and the safety flow that comes first, without any answer."""
    words = words[:LONGEST_WORDS]
    if not words.strip():
        return (), None
    understood = understand(words, reference=as_of)
    index = index or shipped_index()
    found = index.matches(words, features=features_of(words), meanings=understood.scores)
    least = LEAST_SCORE_OF_SMALL_TALK if understood.intents[0] in _SMALL_TALK else LEAST_SCORE
    best = tuple(one for one in found if one.score >= least)[:MOST_SHOWN]
    return best, _safety_first(understood, best, flow)


def _safety_first(understood: Understood, best: tuple[Match, ...], flow: Flow) -> SafetyNotice | None:
    """The strictest flow that the words call for: by their meaning, by a phrase that is sure, or by the objection."""
    called: dict[Safety, Bilingual] = {}
    if best and (hand_over := best[0].objection.hand_over) and hand_over.at_once:
        called[hand_over.to] = hand_over.when
    heard: Iterable[Intent] = (*understood.intents, *(one.intent for one in understood.triggers))
    for intent in heard:
        if intent in SAFETY_OF_INTENT:
            safety = SAFETY_OF_INTENT[intent]
            called.setdefault(safety, Bilingual("客户的话里听到了这个意思", "the customer's words say so"))
    if not called:
        return None
    to = min(called, key=list(Safety).index)
    choice = next((one for one in flow.always if one.choice_id == to.value), None)
    label = choice.label if choice else flow.steps[to.value].title
    return SafetyNotice(to, choice.key if choice else "", label, called[to])


def _ranked(
    match: Match,
    first: SafetyNotice | None,
    *,
    session: Session,
    case: CaseFile,
    as_of: datetime,
    language: str,
) -> RankedObjection:
    objection = match.objection
    withheld = _withheld(objection, first, session)
    offered: list[OfferedReply | None] = [None] * len(objection.replies)
    if withheld is None:
        offered = [
            offer(reply, session=session, case=case, as_of=as_of, language=language)
            for reply in objection.replies
        ]
        if None in offered:
            withheld = _why_not_all(session)
    *answers, ask = offered
    return RankedObjection(
        objection=objection,
        score=match.score,
        reason=_reason(match),
        answers=tuple(one for one in answers if one is not None),
        ask=ask,
        leads_to=session.flow.steps[objection.leads_to].title,
        withheld=withheld,
    )


def _withheld(objection: Objection, first: SafetyNotice | None, session: Session) -> Bilingual | None:
    """Why an objection must not be answered now; None when it may be."""
    to = objection.hand_over.to if objection.hand_over else None
    if session.answers.answered_by is AnsweredBy.THIRD_PARTY and to not in (
        Safety.WRONG_NUMBER,
        Safety.LOSS,
    ):
        return Bilingual(
            "接听的不是本人，不向第三人作任何回应",
            "somebody other than the customer is on the line; nothing is answered to them",
        )
    if first is None:
        return None
    if first.to is Safety.HARDSHIP:
        blocked = objection.leads_to in _PRESSING_STEPS
    else:
        blocked = first.to in _UNHEARD or to is not first.to
    if not blocked:
        return None
    return Bilingual(
        f"先走“{first.label.zh}”，现在不用这里的话应对",
        f"“{first.label.en}” comes first; do not answer with this now",
    )


def _why_not_all(session: Session) -> Bilingual:
    if not session.verified:
        return Bilingual(
            "核实身份之后才有其余的话可说", "the rest may be said once identity has been confirmed"
        )
    return Bilingual(
        "有的话缺少已核实的资料，或没有通过用语检查，不提供",
        "a sentence whose facts are not known, or that the wording guard holds, is not offered",
    )


def offer(
    reply: Reply, *, session: Session, case: CaseFile, as_of: datetime, language: str
) -> OfferedReply | None:
    """One sentence as it may be said now, or None when it may not be said or a fact in it is not known."""
    if not (session.verified or reply.before_check):
        return None
    sentence = reply.sentence
    text = render(sentence, session=session, case=case, language=language, as_of=as_of)
    if text is None or not _passes(text, session.verified, language, _facts(session, case)):
        return None
    return OfferedReply(sentence.sentence_id, text, reply.rests_on)


def _facts(session: Session, case: CaseFile) -> tuple[tuple[str, FactValue], ...]:
    """What the guard is told of this case, in a fixed order so that the same question is not asked twice."""
    setting = setting_of(case=case, verified=session.verified)
    return tuple(sorted({**setting.facts, "agency": session.speaker.agency}.items()))


@lru_cache(maxsize=2048)
def _passes(text: str, verified: bool, language: str, facts: tuple[tuple[str, FactValue], ...]) -> bool:
    """Does the guard let it pass? It is taught Chinese; in English only a phrase that is sure counts."""
    callee, stage = (Callee.DEBTOR, Stage.NEGOTIATION) if verified else (Callee.UNKNOWN, Stage.OPENING)
    judgement = judge(text, SpokenContext(callee, verified, stage, dict(facts)))
    if language.startswith("en"):
        return judgement.verdict is Verdict.OK or judgement.share < _SURE_ENOUGH
    return judgement.verdict is Verdict.OK


def _reason(match: Match) -> Bilingual:
    """Why it was ranked here, by the objection's own words; the customer's are not repeated."""
    if match.sign:
        return Bilingual(f"听到“{match.sign}”", f"heard “{match.sign}”")
    return Bilingual(f"说法接近“{match.nearest}”", f"close to “{match.nearest}”")
