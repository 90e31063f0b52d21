"""Judged moves: for each turn of a collector what an expert did, what the engine suggested, and the verdict.

Room: practice. The page is data (``corpus/calls/judged_moves.yaml``), read strictly. ``compare`` replays the calls with
the engine as it is now: a suggestion that is no longer the one that was judged must be judged again, and counts for
nothing until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import Entry, read_document
from fairdue.conversation.origin import Origin
from fairdue.conversation.prompt import AskKind
from fairdue.feedback.call import Call
from fairdue.foundation.bilingual import Bilingual
from fairdue.practice.replayed_call import Given, Pick, Suggested, replay_call
from fairdue.understanding.acts import Act


class Verdict(StrEnum):
    """Is the suggestion what an expert would do at this point?"""

    AGREE = "agree"
    """The same, or an equally good lawful move that serves the same purpose now."""
    PARTLY = "partly"
    """It holds a part of it, or comes a turn too early or too late."""
    DISAGREE = "disagree"
    """An expert would do something else here."""
    FAULTY = "faulty"
    """The collector's own turn breaks a rule, so that there is nothing to agree with; it is not counted."""


@dataclass(frozen=True, slots=True)
class JudgedMove:
    """One turn of a collector, judged."""

    turn: int
    expert: tuple[Act, ...]
    step: str
    say: tuple[str, ...]
    verdict: Verdict
    why: Bilingual
    origin: Origin = field(repr=False)


@dataclass(frozen=True, slots=True)
class JudgedCall:
    """One call: what its file holds, the picks of an attentive collector by turn, and the judged moves."""

    call_id: str
    given: Given
    picks: Mapping[int, tuple[Pick, ...]]
    moves: tuple[JudgedMove, ...]
    origin: Origin = field(repr=False)


@dataclass(frozen=True, slots=True)
class Compared:
    """A judged move beside what the engine suggests now."""

    call_id: str
    move: JudgedMove
    now: Suggested

    @property
    def as_judged(self) -> bool:
        """Is the suggestion still the one that was judged?"""
        return (self.now.step, self.now.sentence_ids) == (self.move.step, self.move.say)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the counted moves agree; what was changed since it was judged agrees with nothing."""

    counted: int
    agree: int
    partly: int
    disagree: int
    unjudged: int

    @property
    def of_hundred(self) -> float:
        """The share in percent."""
        return 100 * self.agree / self.counted if self.counted else 0.0


def read_judged(text: str, *, source: str) -> tuple[JudgedCall, ...]:
    """Read the page. Raises FlowFault with file and line where it cannot be read."""
    calls = [_call(entry) for entry in read_document(text, source=source).only("calls").entries("calls")]
    ids = [call.call_id for call in calls]
    if doubled := sorted({one for one in ids if ids.count(one) > 1}):
        raise FlowFault(f"{source}: the call {doubled[0]} stands twice; join the two")
    return tuple(calls)


def compare(judged: JudgedCall, call: Call) -> Iterator[Compared]:
    """Replay a call and set each judged move beside the suggestion of now.

    Raises FlowFault where a turn of the collector is not judged or a judged one is not in the call, ReplayFault where a
    pick does not fit.
    """
    found = {
        one.turn: one
        for one in replay_call(call, given=judged.given, picks=judged.picks)
        if isinstance(one, Suggested)
    }
    moves = {move.turn: move for move in judged.moves}
    if odd := sorted(set(found) ^ set(moves)):
        raise FlowFault(f"{judged.origin}: {judged.call_id}: judge every turn of the collector once: {odd}")
    for turn in sorted(moves):
        yield Compared(judged.call_id, moves[turn], found[turn])


def share_of(compared: Iterable[Compared]) -> Share:
    """The share over all counted moves."""
    counted = [one for one in compared if one.move.verdict is not Verdict.FAULTY]
    fresh = [one.move.verdict for one in counted if one.as_judged]
    return Share(
        counted=len(counted),
        agree=fresh.count(Verdict.AGREE),
        partly=fresh.count(Verdict.PARTLY),
        disagree=fresh.count(Verdict.DISAGREE),
        unjudged=len(counted) - len(fresh),
    )


def _call(entry: Entry) -> JudgedCall:
    entry = entry.named(f"call {entry.values.get('call', '?')}").only("call", "given", "turns")
    given = entry.entry("given").only(
        "id_last_four", "mobile_last_four", "broken_promise_days", "broken_promise_fen"
    )
    moves, picks = [], {}
    for turn in entry.entries("turns"):
        if "picks" in turn.values:
            turn.only("turn", "picks")
            picks[turn.number("turn")] = tuple(_pick(pick) for pick in turn.entries("picks"))
        else:
            moves.append(_move(turn))
    has_promise = "broken_promise_days" in given.values
    return JudgedCall(
        call_id=entry.text("call"),
        given=Given(
            id_last_four=given.text("id_last_four", "0000"),
            mobile_last_four=given.text("mobile_last_four", "0000"),
            broken_promise_days=given.number("broken_promise_days") if has_promise else None,
            broken_promise_fen=given.number("broken_promise_fen") if has_promise else 0,
        ),
        picks=picks,
        moves=tuple(moves),
        origin=entry.origin,
    )


def _pick(entry: Entry) -> Pick:
    kinds = [kind.value for kind in AskKind]
    entry.only("choice", *kinds)
    typed = tuple((AskKind(kind), entry.text(kind)) for kind in kinds if kind in entry.values)
    return Pick(entry.text("choice"), typed)


def _move(entry: Entry) -> JudgedMove:
    entry.only("turn", "expert", "step", "say", "verdict", "why")
    verdict = entry.one_of(Verdict, "verdict")
    if verdict is None:
        raise FlowFault(f"{entry.where}: a judged move needs its verdict: {', '.join(Verdict)}")
    return JudgedMove(
        turn=entry.number("turn"),
        expert=entry.several_of(Act, "expert"),
        step=entry.text("step"),
        say=entry.texts("say"),
        verdict=verdict,
        why=entry.bilingual("why"),
        origin=entry.origin,
    )
