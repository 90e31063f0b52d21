"""A guided call as programs read it: the prompt, what may be proposed, its moves; and a turn as they send it.

Everything is made from the prompt of the engine, the one that the desk and the terminal show, so what is not said
before the identity check cannot stand here either.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Path, Query, Schema
from pydantic import AwareDatetime, Field

from fairdue.conversation.heard import Heard, read_heard
from fairdue.conversation.hearing import Proposal
from fairdue.conversation.prompt import Choice, Prompt
from fairdue.conversation.suggestion import Suggestion, suggest_next
from fairdue.conversation.wrap_up import WrapUp
from fairdue.operations.call_story import CallMove, CallStory
from fairdue.operations.converse import CallUnderWay
from fairdue.understanding.spoken_channel import PayChannel
from fairdue_desk.rest.measures import Text

CaseRef = Annotated[str, Path(pattern=r"^[0-9a-z]{1,40}$", description="the opaque id of a case")]
SessionRef = Annotated[
    str,
    Path(
        pattern=r"^[0-9A-Za-z-]{1,60}$", description="the id of a guided call, as its beginning answered it"
    ),
]
Lang = Annotated[Literal["zh", "en"], Query(description="the language of the sentences to say")]
Words = Annotated[str, Field(max_length=2_000, pattern=r"^[^\x00]*$")]
MOST_FEN = 10**13


class AskOut(Schema):
    """A value that an answer asks for; ``kind`` names the field of the turn: amount is ``amount_fen``, date ``on``,
    time ``at``, channel and text are called so.
    """

    kind: str
    label: str
    optional: bool


class ChoiceOut(Schema):
    """One answer to pick. What is ``care`` always comes before collecting."""

    choice: str
    key: str
    label: str
    asks: list[AskOut]
    care: bool


class SentenceOut(Schema):
    """One sentence to say, filled with what may be said now."""

    sentence_id: str
    text: str
    hint: str


class SuggestionOut(Schema):
    """The collector's next move: which sentences, what they do, and whether only the close is left."""

    sentence_ids: list[str]
    acts: list[str]
    ends: bool


class PromptOut(Schema):
    """One step, as the desk shows it. Before ``debt_visible`` nothing of the debt stands in it."""

    step: str
    title: str
    stage: str
    stage_name: str
    rung: str
    may_say: str
    debt_visible: bool
    say: list[SentenceOut]
    never_say: list[str]
    choices: list[ChoiceOut]
    suggestion: SuggestionOut
    code: str | None
    note: str


class TurnValues(Schema):
    """An answer with what it asks for, or with ``choice`` empty the customer's own ``words`` to be understood."""

    choice: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")] = ""
    amount_fen: Annotated[int, Field(ge=1, le=MOST_FEN)] | None = None
    on: date | None = None
    at: AwareDatetime | None = None
    channel: PayChannel | None = None
    text: Words = ""
    words: Words = ""
    partial: bool = False

    def heard(self) -> Heard:
        """The turn as the engine takes it."""
        if not self.choice:
            return Heard("", text=self.words)
        return Heard(
            choice=self.choice,
            amount_fen=self.amount_fen,
            on=self.on,
            at=self.at,
            channel=self.channel.value if self.channel else "",
            text=self.text,
            words=self.words,
            partial=self.partial,
        )


class TurnIn(TurnValues):
    """A turn, and after how many moves of the call it is meant."""

    moves: Annotated[
        int, Field(ge=0, description="as the call was answered last; the same turn again counts once")
    ]


class ActIn(Schema):
    """Taking back or wrapping up, and after how many moves of the call it is meant."""

    moves: Annotated[
        int, Field(ge=0, description="as the call was answered last; the same act again counts once")
    ]


class ProposalOut(Schema):
    """An answer that the words may be; send ``turn`` back, with the moves of the call, to take it."""

    label: str
    percent: int
    reasons: list[str]
    missing: list[str]
    care: bool
    turn: TurnValues


class ProposalsOut(Schema):
    """What the words of the last turn say besides, and after how many moves."""

    moves: int
    proposals: list[ProposalOut]


class WrapUpOut(Schema):
    """How the call is recorded if it is wrapped up here."""

    choice: str
    code: str
    note: str
    diary: list[str]
    receipt: str


class CallOut(Schema):
    """A guided call as it stands. ``moves`` never goes down; ``turns`` are those that stand.

    ``proposals`` are answers that the words just heard may be; nothing of them is recorded until one is sent back.
    """

    case_id: str
    session_id: str
    flow: str
    flow_title: str
    flow_version: str
    flow_reason: Text | None
    moves: int
    turns: int
    closed: bool
    repeated: bool
    prompt: PromptOut
    proposals: list[ProposalOut]
    wrap_up: WrapUpOut | None


class MoveOut(Schema):
    """One move of a call: an answer taken, or taken back. What was said with it is not in it."""

    number: int
    kind: str
    turns: int
    choice: str
    at: str
    actor: str


class HistoryOut(Schema):
    """A call from its opening to now."""

    session_id: str
    flow: str
    flow_version: str
    opened_at: str
    closed_at: str | None
    moves: list[MoveOut]


def call_out(
    standing: CallUnderWay, *, moves: int, lang: str, as_of: datetime, repeated: bool = False
) -> CallOut:
    """A call for an answer or an event."""
    session, prompt, reason = standing.session, standing.prompt, standing.flow_reason
    suggestion = suggest_next(session=session, case=standing.case, as_of=as_of)
    return CallOut(
        case_id=session.case_id,
        session_id=session.session_id,
        flow=session.flow_id,
        flow_title=prompt.flow_title,
        flow_version=session.flow.version,
        flow_reason=Text(zh=reason.zh, en=reason.en) if reason else None,
        moves=moves,
        turns=len(session.heards),
        closed=standing.closed,
        repeated=repeated,
        prompt=_prompt_out(prompt, suggestion),
        proposals=proposals_out(standing.proposals, lang=lang),
        wrap_up=_wrap_up_out(standing.wrap_up),
    )


def _prompt_out(prompt: Prompt, suggestion: Suggestion) -> PromptOut:
    return PromptOut(
        step=prompt.step,
        title=prompt.title,
        stage=prompt.stage.value,
        stage_name=prompt.stage_name,
        rung=prompt.rung,
        may_say=prompt.may_say,
        debt_visible=prompt.debt_visible,
        say=[SentenceOut(sentence_id=s.sentence_id, text=s.text, hint=s.hint) for s in prompt.say],
        never_say=list(prompt.never_say),
        choices=[_choice_out(choice) for choice in prompt.choices],
        suggestion=SuggestionOut(
            sentence_ids=list(suggestion.sentence_ids),
            acts=[act.value for act in suggestion.acts],
            ends=suggestion.ends,
        ),
        code=prompt.code.value if prompt.code else None,
        note=prompt.note,
    )


def _choice_out(choice: Choice) -> ChoiceOut:
    asks = [
        AskOut(kind=kind.value, label=label, optional=kind in choice.optional)
        for kind, label in zip(choice.asks, choice.ask_labels, strict=True)
    ]
    return ChoiceOut(choice=choice.choice_id, key=choice.key, label=choice.label, asks=asks, care=choice.care)


def proposals_out(proposals: tuple[Proposal, ...], *, lang: str) -> list[ProposalOut]:
    """Proposals for an answer or an event, the likeliest first."""
    return [
        ProposalOut(
            label=one.label.in_language(lang),
            percent=round(one.confidence * 100),
            reasons=[reason.in_language(lang) for reason in one.reasons],
            missing=[ask.kind.value for ask in one.missing],
            care=one.care,
            turn=_turn_out(one.heard),
        )
        for one in proposals
    ]


def _turn_out(heard: Heard) -> TurnValues:
    return TurnValues(
        choice=heard.choice,
        amount_fen=heard.amount_fen,
        on=heard.on,
        at=heard.at,
        channel=PayChannel(heard.channel) if heard.channel else None,
        text=heard.text,
        words=heard.words,
        partial=heard.partial,
    )


def _wrap_up_out(wrap_up: WrapUp | None) -> WrapUpOut | None:
    if wrap_up is None:
        return None
    return WrapUpOut(
        choice=wrap_up.choice_id,
        code=wrap_up.code.value,
        note=wrap_up.note,
        diary=list(wrap_up.diary),
        receipt=wrap_up.receipt,
    )


def move_out(move: CallMove) -> MoveOut:
    """One move, without what was said."""
    return MoveOut(
        number=move.number,
        kind=move.kind.value,
        turns=move.turns,
        choice=read_heard(move.heard).choice,
        at=move.at.isoformat(),
        actor=move.actor,
    )


def history_out(story: CallStory) -> HistoryOut:
    """A call move by move."""
    return HistoryOut(
        session_id=story.call.session_id,
        flow=story.call.flow,
        flow_version=story.call.flow_version,
        opened_at=story.call.opened_at.isoformat(),
        closed_at=story.closed_at.isoformat() if story.closed_at else None,
        moves=[move_out(move) for move in story.moves],
    )
