"""Beside a guided call: objections that fit the words just heard, own words judged, and what can be offered. Nothing is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from fairdue.compliance.decision import Defer, Permit
from fairdue.compliance.wording.spoken_context import Callee, SpokenContext, Stage
from fairdue.conversation.negotiation.affordability import Budget
from fairdue.conversation.objection_ranking import OfferedReply, RankedObjection, rank_objections
from fairdue.conversation.objection_reading import read_objections
from fairdue.conversation.own_words import OwnWords, judge_own_words, setting_of
from fairdue.foundation.ids import CaseId, SessionId
from fairdue.operations.call_story import CallStory, call_now, read_call
from fairdue.operations.converse import CallUnderWay, NoCallUnderWay
from fairdue.operations.negotiate import Negotiation, negotiate
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.call_shapes import MOST_FEN, CaseRef, Lang, SessionRef, Words
from fairdue_desk.rest.measures import Text
from fairdue_desk.rest.problems import Problem, Refused
from fairdue_desk.screens.permissions import Right, Staff
from fairdue_desk.wiring import house

router = Router(tags=["guided calls"])
words_router = Router(tags=["wording"])
_PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}
_BEFORE_CHECK = frozenset({"creditor", "agent_role"})
"""Facts of the case that may decide a verdict before the check; the others would tell of the debt by it."""


class HeardIn(Schema):
    """What the customer said."""

    words: Words


class ReplyOut(Schema):
    """One sentence that may be said, with the rules behind a statement of law."""

    sentence_id: str
    text: str
    rests_on: list[str]


class ObjectionOut(Schema):
    """An objection that fits, and what may be answered now; ``withheld`` says why not all of it is there."""

    objection: str
    family: str
    name: Text
    percent: int
    reason: Text
    behind: Text
    answers: list[ReplyOut]
    ask: ReplyOut | None
    never_say: list[Text]
    leads_to: Text | None
    withheld: Text | None


class SafetyOut(Schema):
    """What comes before every answer, and the key of the answer that leads there, if it is open everywhere."""

    to: str
    key: str
    label: Text
    why: Text


class RankingOut(Schema):
    """What fits the words, the best first."""

    first: SafetyOut | None
    ranked: list[ObjectionOut]


class TypedIn(Schema):
    """What the collector means to say, and at which point of the call."""

    text: Words
    stage: Stage = Stage.NEGOTIATION


class SpokenIn(TypedIn):
    """The same without a case: to whom, and whether they were verified."""

    callee: Callee = Callee.DEBTOR
    verified: bool = False


class FoundOut(Schema):
    """One class of wording that a stretch touches; ``missing`` are facts that would decide, ``instead`` is lawful."""

    wording_class: str
    name: Text
    verdict: str
    stretch: str
    missing: list[Text]
    instead: list[Text]


class JudgedOut(Schema):
    """The strictest verdict on the whole (ok, review, violation) and each class once."""

    verdict: str
    found: list[FoundOut]


Figure = Annotated[int, Field(ge=0, le=MOST_FEN)] | None


class BudgetIn(Schema):
    """What the household has a month, in fen; null is what was not asked or not answered."""

    income_fen: Figure = None
    living_fen: Figure = None
    other_debts_fen: Figure = None
    at_hand_fen: Figure = None
    adults: Annotated[int, Field(ge=1, le=20)] = 1
    children: Annotated[int, Field(ge=0, le=20)] = 0
    income_is_steady: bool | None = None
    willing: bool = True


class PartOut(Schema):
    """One payment of an offer."""

    due_on: str
    amount_fen: int


class OfferOut(Schema):
    """One thing that can be proposed. What is paid, relieved and left makes the balance to the fen. ``verdict`` is the
    gate's answer where it is asked about the kind, dry."""

    kind: str
    pays: list[PartOut]
    relieved_fen: int
    left_fen: int
    fits: bool | None
    approver: str
    rules: list[str]
    reasons: list[Text]
    verdict: str | None
    until: str | None
    objections: list[Text]


class NotOfferedOut(Schema):
    """What cannot be proposed, and why."""

    kind: str
    reason: Text


class OffersOut(Schema):
    """What can be offered today, the likeliest to be kept first; and what to ask next about the means."""

    monthly_fen: int | None
    at_once_fen: int | None
    ask_next: list[Text]
    offers: list[OfferOut]
    not_offered: list[NotOfferedOut]


@router.post(
    "/{case_id}/calls/{session_id}/objections",
    response={200: RankingOut, **_PROBLEMS},
    summary="Objections that fit the words",
)
def objections(
    request: HttpRequest, case_id: CaseRef, session_id: SessionRef, body: HeardIn, lang: Lang = "zh"
) -> RankingOut:
    """Ranked, with what may be answered where the call stands. It takes no turn; safety comes first."""
    standing = _under_way(staff_with(request, Right.WORK_CASES), case_id, session_id, lang)
    ranking = rank_objections(
        body.words,
        session=standing.session,
        case=standing.case,
        as_of=house().now(),
        language=lang,
    )
    first = ranking.first
    return RankingOut(
        first=None
        if first is None
        else SafetyOut(to=first.to.value, key=first.key, label=_text(first.label), why=_text(first.why)),
        ranked=[_objection(one) for one in ranking.ranked],
    )


@router.post(
    "/{case_id}/calls/{session_id}/words",
    response={200: JudgedOut, **_PROBLEMS},
    summary="Judge own words in a call",
)
def words(request: HttpRequest, case_id: CaseRef, session_id: SessionRef, body: TypedIn) -> JudgedOut:
    """As the collector would say them where the call stands, with the facts of the case."""
    standing = _under_way(staff_with(request, Right.WORK_CASES), case_id, session_id, "zh")
    verified = standing.session.verified
    setting = setting_of(case=standing.case, verified=verified, stage=body.stage)
    if not verified:
        known = {name: value for name, value in setting.facts.items() if name in _BEFORE_CHECK}
        setting = replace(setting, facts=known)
    return _judged(judge_own_words(text=body.text, setting=setting))


@words_router.post(
    "/judge",
    response={200: JudgedOut, 401: Problem, 403: Problem, 422: Problem},
    summary="Judge any words",
)
def judge_words(request: HttpRequest, body: SpokenIn) -> JudgedOut:
    """In the setting that is named, without a case. Nobody is the customer before they are verified."""
    staff_with(request, Right.HOME)
    verified = body.verified and body.callee is Callee.DEBTOR
    callee = Callee.UNKNOWN if body.callee is Callee.DEBTOR and not verified else body.callee
    return _judged(judge_own_words(text=body.text, setting=SpokenContext(callee, verified, body.stage)))


@router.post(
    "/{case_id}/calls/{session_id}/offers",
    response={200: OffersOut, **_PROBLEMS},
    summary="What can be offered",
)
def offers(request: HttpRequest, case_id: CaseRef, session_id: SessionRef, body: BudgetIn) -> OffersOut:
    """On what the household has, within the creditor's terms. Only once somebody on the line was verified."""
    staff = staff_with(request, Right.WORK_CASES)
    standing = _under_way(staff, case_id, session_id, "zh")
    if not standing.session.verified:
        raise Refused(
            409,
            "not-verified",
            title="Nobody on the line is verified yet.",
            detail="offers tell of the debt; take the call through the identity check first",
        )
    the_house = house()
    found = negotiate(
        the_house,
        case_id=standing.case.case_id,
        budget=Budget(**body.model_dump(exclude={"willing"})),
        willing=body.willing,
        as_of=the_house.now(),
        actor=staff.username,
    )
    return _offers(found)


def _under_way(staff: Staff, case_id: str, session_id: str, lang: str) -> CallUnderWay:
    """The call where it stands. Raises NoCallUnderWay when it is wrapped up."""
    case = CaseId(staff.require_case(case_id).case_id)
    story: CallStory = read_call(house(), case_id=case, session_id=SessionId(session_id))
    if story.closed_at is not None:
        raise NoCallUnderWay("the call is wrapped up; this is asked while it goes on")
    return call_now(house(), story=story, as_of=house().now(), language=lang)


def _text(words: object) -> Text:
    return Text.model_validate(words, from_attributes=True)


def _objection(one: RankedObjection) -> ObjectionOut:
    return ObjectionOut(
        objection=one.objection.objection_id,
        family=read_objections().families[one.objection.family].en,
        name=_text(one.objection.name),
        percent=min(100, round(one.score * 100)),
        reason=_text(one.reason),
        behind=_text(one.objection.behind),
        answers=[_reply(reply) for reply in one.answers],
        ask=_reply(one.ask) if one.ask else None,
        never_say=[_text(never.words) for never in one.objection.never],
        leads_to=_text(one.leads_to) if one.leads_to else None,
        withheld=_text(one.withheld) if one.withheld else None,
    )


def _reply(reply: OfferedReply) -> ReplyOut:
    return ReplyOut(sentence_id=reply.sentence_id, text=reply.text, rests_on=list(reply.rests_on))


def _judged(judged: OwnWords) -> JudgedOut:
    return JudgedOut(
        verdict=judged.verdict.value,
        found=[
            FoundOut(
                wording_class=one.about.class_id,
                name=_text(one.about.name),
                verdict=one.verdict.value,
                stretch=one.stretch,
                missing=[_text(fact.says) for fact in one.missing],
                instead=[_text(says) for says in one.instead],
            )
            for one in judged.found
        ],
    )


def _offers(found: Negotiation) -> OffersOut:
    offered = []
    for offer in found.offers:
        answer = found.answers.get(offer.kind)
        against = () if answer is None or isinstance(answer, Permit) else answer.reasons
        offered.append(
            OfferOut(
                kind=offer.kind.value,
                pays=[PartOut(due_on=str(part.due_on), amount_fen=part.amount_fen) for part in offer.pays],
                relieved_fen=offer.relieved_fen,
                left_fen=offer.left_fen,
                fits=offer.fits,
                approver=offer.approver.value,
                rules=list(offer.rules),
                reasons=[_text(reason.text) for reason in offer.reasons],
                verdict=None if answer is None else type(answer).__name__.lower(),
                until=answer.until.isoformat() if isinstance(answer, Defer) else None,
                objections=[_text(reason.text) for reason in against],
            )
        )
    return OffersOut(
        monthly_fen=found.affordability.monthly_fen,
        at_once_fen=found.affordability.at_once_fen,
        ask_next=[_text(question) for question in found.affordability.missing],
        offers=offered,
        not_offered=[
            NotOfferedOut(kind=one.kind.value, reason=_text(one.reason.text)) for one in found.not_offered
        ],
    )
