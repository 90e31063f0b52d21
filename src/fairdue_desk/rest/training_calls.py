"""Practice calls for programs: begin one, by a seed if wished, say a turn, end it, and read its scorecard and debrief.

The lines are those of an invented customer and one's own; no case, no gate and no ledger is touched. What is sent
names how often was spoken before, so that the same sent twice is not said twice.
"""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema, Status
from pydantic import Field

from fairdue.casefile.training_log import KeptTalk, TrainingRecord
from fairdue.feedback.debrief import DebriefThing
from fairdue.feedback.scorecard import Scorecard
from fairdue.foundation.reason import Reason
from fairdue.operations.training import LONGEST_WORDS, begin_drill, hang_up, say_words, training_of
from fairdue.practice.persona import Level
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.measures import Text
from fairdue_desk.rest.reasons import not_taken
from fairdue_desk.rest.training import ACT, READ, Named
from fairdue_desk.screens.permissions import Right
from fairdue_desk.screens.training_aids import debrief_of
from fairdue_desk.screens.training_talk_page import TalkView, find_talk
from fairdue_desk.screens.training_view import lines_of, not_counted, scorecard_of
from fairdue_desk.wiring import house

router = Router(tags=["training"])
MOST_CALLS = 200
MOST_SEED = 2**32 - 1
TalkRef = Annotated[str, Path(pattern=r"^[0-9a-z-]{1,60}$", description="the id of a practice call")]
Said = Annotated[str, Field(max_length=4 * LONGEST_WORDS, pattern=r"^[^\x00]*$")]


class BeginIn(Schema):
    """Whom to call, and how hard; an assignment says both itself, a lesson how hard, whatever stands here. ``seed`` plays
    a certain call; one that counts for a lesson or an assignment is drawn."""

    persona_id: Named
    level: Level = Level.EASY
    seed: Annotated[int, Field(ge=0, le=MOST_SEED)] | None = None
    lesson_id: Named | None = None
    assignment_id: Named | None = None


class SayIn(Schema):
    """Own words; ``turn`` is how often was spoken before, as the call was answered last."""

    turn: Annotated[int, Field(ge=0, le=1_000)]
    words: Said


class LineOut(Schema):
    """One line; ``number`` is the one by which scorecard and debrief name it."""

    number: int
    speaker: str
    text: str


class CardOut(Schema):
    """The collector's card: an invented debtor and account. Amounts in fen."""

    debtor: str
    last_four: str
    product: str
    agency: str
    creditor: str
    ledger_amount_fen: int
    principal_fen: int
    due_on: str
    days_past_due: int


class DimensionOut(Schema):
    """One dimension from 0 to 100; null where the call gave no occasion for it."""

    dimension: str
    name: Text
    share: int | None


class PointOut(Schema):
    """One point: what it is worth, whether it was earned, and the line that it rests on."""

    point: str
    dimension: str
    worth: int
    earned: bool
    turn: int | None
    says: Text


class CostOut(Schema):
    """One fault and what it leaves of the score, in per cent; ``code`` is the class of wording or empty."""

    cost: str
    dimension: str
    leaves: int
    turn: int
    code: str
    says: Text


class TriggerOut(Schema):
    """A safety trigger that was heard, and how it was met: heeded, unclear, missed or not_judged."""

    trigger: str
    turn: int
    met: str


class ScorecardOut(Schema):
    """The judged call; ``not_judged`` counts neither for nor against anybody."""

    total: int
    passed: bool
    dimensions: list[DimensionOut]
    points: list[PointOut]
    costs: list[CostOut]
    triggers: list[TriggerOut]
    not_judged: list[Text]


class DebriefOut(Schema):
    """One of three things after the call: praise, or what to do better with a line that may be said."""

    praise: bool
    turn: int | None
    code: str
    says: Text
    better: Text | None


class TalkOut(Schema):
    """A practice call. ``seed`` is told once it is over, scorecard and debrief once it is judged; in an exam nobody is
    told whom they talk to before the exam is judged. ``reworded``: an endpoint outside may word the answers, and is told
    what is typed. ``passed`` is of a judged drill, and ``not_counted`` why one does not count whatever its points."""

    talk_id: str
    exam_id: str | None
    persona_id: str | None
    level: str
    opened_at: str
    turn: int
    ended: bool
    counts: bool
    reworded: bool
    lines: list[LineOut]
    card: CardOut | None
    seed: int | None
    scorecard: ScorecardOut | None
    passed: bool | None
    not_counted: list[Text]
    debrief: list[DebriefOut]


class TalkLineOut(Schema):
    """One practice call of the list; ``total`` is null before it is judged."""

    talk_id: str
    persona_id: str
    level: str
    opened_at: str
    ended: bool
    total: int | None
    passed: bool | None


class TalksOut(Schema):
    """A page of practice calls, the newest first."""

    calls: list[TalkLineOut]
    more: bool


@router.post("/calls", response={200: TalkOut, 201: TalkOut, **ACT}, summary="Begin a practice call")
def begin(request: HttpRequest, body: BeginIn) -> Status[TalkOut]:
    """201 is a call just begun, 200 the one that is open already: one talks to one at a time."""
    staff = staff_with(request, Right.TRAIN)
    going = training_of(house(), trainee=staff.username).open_drill
    begun = begin_drill(
        house(),
        persona_id=body.persona_id,
        level=body.level.value,
        assignment_id=body.assignment_id,
        lesson_id=body.lesson_id,
        seed=body.seed,
        as_of=house().now(),
        actor=staff.username,
    )
    if isinstance(begun, Reason):
        raise not_taken(begun)
    known = going is not None and going.talk.talk_id == begun.talk.talk_id
    return Status(200 if known else 201, _talk(staff.username, begun.talk.talk_id))


@router.get("/calls", response={200: TalksOut, **READ}, summary="My practice calls")
def listed(
    request: HttpRequest,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_CALLS)] = 50,
) -> TalksOut:
    """The newest first; the calls of an exam stand with the exam."""
    drills = training_of(house(), trainee=staff_with(request, Right.TRAIN).username).drills[::-1]
    return TalksOut(
        calls=[
            TalkLineOut(
                talk_id=one.talk.talk_id,
                persona_id=one.talk.persona_id,
                level=one.talk.level,
                opened_at=one.talk.opened_at.isoformat(),
                ended=one.talk.ended,
                total=one.held.total if one.held else None,
                passed=one.held.passed if one.held else None,
            )
            for one in drills[offset : offset + limit]
        ],
        more=len(drills) > offset + limit,
    )


@router.get("/calls/{talk_id}", response={200: TalkOut, **ACT}, summary="A practice call as it stands")
def standing(request: HttpRequest, talk_id: TalkRef) -> TalkOut:
    """Of a drill or of an exam of one's own."""
    return _talk(staff_with(request, Right.TRAIN).username, talk_id)


@router.post("/calls/{talk_id}/turns", response={200: TalkOut, **ACT}, summary="Say a turn")
def say(request: HttpRequest, talk_id: TalkRef, body: SayIn) -> TalkOut:
    """The customer's answer stands at the end of the lines. 409 `training-another-turn`: it was said already."""
    staff = staff_with(request, Right.TRAIN)
    find_talk(training_of(house(), trainee=staff.username), talk_id)
    answer = say_words(
        house(),
        talk_id=talk_id,
        turn=body.turn,
        words=body.words,
        as_of=house().now(),
        actor=staff.username,
    )
    return _after(answer, talk_id)


@router.post("/calls/{talk_id}/end", response={200: TalkOut, **ACT}, summary="End a practice call")
def end(request: HttpRequest, talk_id: TalkRef) -> TalkOut:
    """A drill is judged at once; a call of an exam is judged with its exam."""
    staff = staff_with(request, Right.TRAIN)
    find_talk(training_of(house(), trainee=staff.username), talk_id)
    return _after(hang_up(house(), talk_id=talk_id, as_of=house().now(), actor=staff.username), talk_id)


def _after(answer: TrainingRecord | Reason, talk_id: str) -> TalkOut:
    if isinstance(answer, Reason):
        raise not_taken(answer)
    return talk_out(find_talk(answer, talk_id))


def _talk(login: str, talk_id: str) -> TalkOut:
    return talk_out(find_talk(training_of(house(), trainee=login), talk_id))


def talk_out(view: TalkView) -> TalkOut:
    """A practice call of a drill or of an exam, with as much as may be told now."""
    talk = view.talk
    card = scorecard_of(talk) if view.judged else None
    told = view.exam is None or view.judged
    return TalkOut(
        talk_id=talk.talk_id,
        exam_id=view.exam.exam_id if view.exam else None,
        persona_id=talk.persona_id if told else None,
        level=talk.level,
        opened_at=talk.opened_at.isoformat(),
        turn=len(talk.said),
        ended=not view.is_open,
        counts=not view.set_aside,
        reworded=talk.reworded,
        lines=_lines(talk),
        card=_card(view),
        seed=talk.seed if view.judged else None,
        scorecard=scorecard_out(card) if card else None,
        passed=_passed(view),
        not_counted=[_text(one) for one in not_counted(view.drill)],
        debrief=[_thing(one) for one in debrief_of(talk, card, staff_no=view.trainee)] if card else [],
    )


def _passed(view: TalkView) -> bool | None:
    """Of a drill that is judged; a call of an exam is passed with its exam."""
    return view.drill.held.passed if view.drill is not None and view.drill.held is not None else None


def _lines(talk: KeptTalk) -> list[LineOut]:
    return [LineOut(number=one.number, speaker=one.speaker, text=one.text) for one in lines_of(talk)]


def _card(view: TalkView) -> CardOut | None:
    case = view.case
    if case is None:
        return None
    return CardOut(
        debtor=case.debtor,
        last_four=case.last_four,
        product=case.product,
        agency=case.agency,
        creditor=case.creditor,
        ledger_amount_fen=case.ledger_amount_fen,
        principal_fen=case.principal_fen,
        due_on=case.due_on.isoformat(),
        days_past_due=case.days_past_due,
    )


def scorecard_out(card: Scorecard) -> ScorecardOut:
    """A scorecard; the lines that it rests on are named by their number."""
    shown = card.as_json()
    names = {one.dimension.value: _text(one.name) for one in card.dimensions}
    shares = {one.dimension.value: one.share for one in card.dimensions}
    dimensions = [DimensionOut(dimension=one, name=name, share=shares[one]) for one, name in names.items()]
    return ScorecardOut.model_validate({**shown, "dimensions": dimensions})


def _thing(one: DebriefThing) -> DebriefOut:
    return DebriefOut(
        praise=one.praise,
        turn=one.turn,
        code=one.code,
        says=_text(one.says),
        better=_text(one.better) if one.better else None,
    )


def _text(words: object) -> Text:
    return Text.model_validate(words, from_attributes=True)
