"""A simulated customer: a talk that begins, takes the collector's words one turn after the other, and ends.

Room: practice. Pure and replayable: the same persona, level, seed, moment and words give the same turns on any
machine, with no network and no clock. What goes on within stands in ``hidden_state``, which answer comes in
``simulated_party_plan``, how it sounds in ``speech``. A talk is a value: ``say`` gives a new one.

>>> from datetime import datetime
>>> from fairdue.foundation.civil import CHINA
>>> from fairdue.practice.persona_reading import persona_named
>>> at = datetime(2026, 3, 11, 10, 20, tzinfo=CHINA)
>>> talk = open_talk(persona_named("forgot_bill"), level=Level.EASY, seed=7, as_of=at)
>>> talk = say(talk, f"您好，请问是{talk.case.debtor}吗？")
>>> talk.turns[-1].speaker.value, talk.ended
('debtor', False)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random

from fairdue.compliance.wording.spoken_context import Callee
from fairdue.feedback.call import Call, Speaker, Turn
from fairdue.foundation.civil import civil_date, require_aware
from fairdue.practice.collector_heard import CollectorHeard, hear_collector
from fairdue.practice.hidden_state import HiddenState, first_state, moved, shipped_behaviour
from fairdue.practice.persona import THIRD_PERSONS, Answerer, Level, Persona
from fairdue.practice.persona_person import DrawnPerson, PracticeCase, draw_person
from fairdue.practice.simulated_party_others import plan_answer
from fairdue.practice.simulated_party_scene import Plan, Scene, Standing
from fairdue.practice.speech import speak, teller_of
from fairdue.practice.speech_bank import sayings_of, shipped_bank
from fairdue.practice.wording_source import WordingSource, worded
from fairdue.understanding.intent import Intent

CONNECTED = "电话接通"
"""The telephone's own line at the start of a call that a person takes."""
HUNG_UP = "对方已挂断"
SILENCE = "坐席没有说话"
_SECONDS_A_CHARACTER, _SECONDS_BETWEEN = 0.25, 0.8
_LONGEST_WORDS = 2_000
"""Characters of one turn of the collector that are taken; a turn of a call is a fraction of it."""
_OPENED_BY_MACHINE = {
    Answerer.VOICEMAIL: "您拨打的用户暂时无法接听，请在嘀声后留言",
    Answerer.SCREENING: "您好，我是机主的电话助理，请问您是哪位，有什么事找机主？",
}


class TalkOver(ValueError):
    """Something was said after the call had ended; open another talk."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A practice call so far. ``meant`` tells for each turn of the customer what it was meant to say, first first."""

    persona: Persona
    level: Level
    seed: int
    as_of: datetime
    person: DrawnPerson = field(repr=False)
    turns: tuple[Turn, ...] = field(repr=False)
    ended: bool
    meant: Mapping[int, tuple[Intent, ...]]
    hidden: HiddenState
    standing: Standing = field(default_factory=Standing, repr=False)
    source: WordingSource | None = field(default=None, repr=False, compare=False)

    @property
    def case(self) -> PracticeCase:
        """What the collector's card shows."""
        return self.person.case

    def as_call(self) -> Call:
        """The talk as a call that can be reviewed like any other."""
        return Call(
            call_id=f"{self.case.case_id}-{self.level.value}",
            started_at=self.as_of,
            facts=self.case.flat(),
            turns=self.turns,
        )


def open_talk(
    persona: Persona, *, level: Level, seed: int, as_of: datetime, source: WordingSource | None = None
) -> Talk:
    """Let ``persona`` take a call at ``as_of``. The first turn is the telephone's; the collector speaks next.

    ``source`` may word the lines; state and facts stay ours. Raises ValueError when ``as_of`` has no zone.
    """
    require_aware(as_of)
    first = _OPENED_BY_MACHINE.get(persona.answered_by, CONNECTED)
    return Talk(
        persona=persona,
        level=level,
        seed=seed,
        as_of=as_of,
        person=draw_person(persona, seed=seed, as_of=as_of),
        turns=(Turn(0, Speaker.SYSTEM, first, 0.0),),
        ended=False,
        meant={},
        hidden=first_state(persona),
        source=source,
    )


def say(talk: Talk, words: str) -> Talk:
    """The talk after the collector said ``words`` and the other side answered, if it did.

    Words without a letter are a silence. Raises TalkOver when the call has ended.
    """
    if talk.ended:
        raise TalkOver("the call has ended; open another talk")
    words = words.strip()[:_LONGEST_WORDS]
    heard = _hear(talk, words)
    spoken = _with_turn(
        talk, Speaker.SYSTEM if heard.silent else Speaker.AGENT, SILENCE if heard.silent else words
    )
    hidden = moved(
        talk.hidden, heard, persona=talk.persona, level=talk.level, told=frozenset(talk.standing.said)
    )
    standing = replace(
        talk.standing,
        turns=talk.standing.turns + 1,
        silences=talk.standing.silences if heard.silent else 0,
    )
    scene = Scene(
        persona=talk.persona,
        person=talk.person,
        terms=shipped_behaviour().levels[talk.level],
        heard=heard,
        hidden=hidden,
        standing=standing,
        chance=_chance(talk, "plan"),
    )
    return _answered(spoken, plan_answer(scene), words)


def _hear(talk: Talk, words: str) -> CollectorHeard:
    earlier = tuple(turn.text for turn in talk.turns if turn.speaker is Speaker.AGENT)
    others = talk.persona.answered_by in THIRD_PERSONS or talk.persona.answered_by is Answerer.NEW_OWNER
    callee = Callee.DEBTOR
    if not talk.standing.confirmed:
        callee = Callee.UNKNOWN
    elif others:
        callee = Callee.THIRD_PARTY
    return hear_collector(
        words, callee=callee, verified=talk.standing.verified, facts=talk.case.flat(), earlier=earlier
    )


def _chance(talk: Talk, purpose: str) -> Random:
    turn = f"{talk.persona.persona_id}:{talk.level.value}:{talk.seed}:{len(talk.turns)}:{purpose}"
    return Random(turn)  # noqa: S311 - a talk is repeated from its seed


def _answered(talk: Talk, plan: Plan, words: str) -> Talk:
    if plan.system:
        talk = _with_turn(talk, Speaker.SYSTEM, plan.system)
    meant = dict(talk.meant)
    if plan.says:
        text, means = _line(talk, plan, words)
        talk = _with_turn(talk, talk.persona.speaker, text)
        meant[talk.turns[-1].number] = means
    if plan.hangs_up:
        talk = _with_turn(talk, Speaker.SYSTEM, HUNG_UP)
    standing = replace(plan.standing, said=(*plan.standing.said, *plan.says))
    return replace(talk, meant=meant, hidden=plan.hidden, standing=standing, ended=plan.ends)


_GRAVE = frozenset({"trigger.distress"})
"""After this nobody speaks of the day's chores any more, which costs variety and is worth it."""


def _line(talk: Talk, plan: Plan, words: str) -> tuple[str, tuple[Intent, ...]]:
    bank = shipped_bank()
    sayings = sayings_of(plan.says, bank)
    means = tuple(dict.fromkeys(intent for saying in sayings for intent in saying.means))
    own = speak(
        sayings,
        teller=teller_of(bank, talk.persona, talk.person, civil_date(talk.as_of)),
        persona=talk.persona,
        level=talk.level,
        rng=_chance(talk, "words"),
        said_before=frozenset(turn.text for turn in talk.turns),
        sober=not _GRAVE.isdisjoint((*plan.says, *talk.standing.said)),
    )
    if talk.source is None:
        return own, means
    return worded(
        talk.source,
        own=own,
        means=means,
        talk_so_far=talk.turns,
        person=talk.person,
        persona=talk.persona,
        as_of=talk.as_of,
    ), means


def _with_turn(talk: Talk, speaker: Speaker, text: str) -> Talk:
    last = talk.turns[-1]
    seconds = (last.seconds or 0.0) + len(last.text) * _SECONDS_A_CHARACTER + _SECONDS_BETWEEN
    return replace(talk, turns=(*talk.turns, Turn(len(talk.turns), speaker, text, round(seconds, 1))))
