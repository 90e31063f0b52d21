"""Scripted collectors: good, sloppy, pushy, unlawful, silent, copying, reciting. They measure the scorecard and the exam.

Room: practice. A scripted collector is a pure function of the talk so far and of a seed: which move comes next is told
by the policy (``policies_listening``, ``policies_deaf``), the wording of the move by the seed. It hears what the
simulated customer meant, so that a policy is about what one does with what was heard. Words come from
``policy_words``; the wrong ones are wrong on purpose.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from random import Random

from fairdue.practice.persona import Level, Persona
from fairdue.practice.policies_deaf import (
    copying_move,
    pushing_move,
    reciting_move,
    silent_words,
    unlawful_move,
)
from fairdue.practice.policies_listening import Traits, listening_move
from fairdue.practice.policy_ear import Ear, Heard, hear
from fairdue.practice.policy_words import filled, policy_words, spoken_day, spoken_yuan, values_for
from fairdue.practice.simulated_party import Talk, open_talk, say

MOST_TURNS = 24
"""Turns after which every scripted collector gives up; a call of practice is seldom half as long."""


class Policy(StrEnum):
    """The scripted collectors."""

    GOOD = "good"
    SLOPPY = "sloppy"
    PUSHY = "pushy"
    UNLAWFUL = "unlawful"
    SILENT = "silent"
    COPY_PASTE = "copy_paste"
    RECITAL = "recital"
    """Six friendly lines in one order, worded anew by the seed: what a candidate learns by heart who does not listen."""


def next_words(policy: Policy, talk: Talk, *, seed: int) -> str | None:
    """What this collector says next, "" for a silence; None when there is nothing left to say."""
    if talk.ended:
        return None
    mind = Mind(policy, seed=seed)
    words: str | None = None
    for heard in hear(talk.turns, talk.meant):
        words = mind.next_words(heard, talk)
    return words


def play(
    policy: Policy,
    persona: Persona,
    *,
    level: Level,
    seed: int,
    as_of: datetime,
    own_seed: int | None = None,
) -> Talk:
    """A whole practice call of one scripted collector with one persona; the same seeds give the same call.

    ``own_seed`` is that of the collector where it is another than the customer's.
    """
    talk = open_talk(persona, level=level, seed=seed, as_of=as_of)
    mind = Mind(policy, seed=seed if own_seed is None else own_seed)
    known = 0
    while not talk.ended:
        heard = Heard.of(talk.turns[known:], talk.meant)
        known = len(talk.turns)
        words = mind.next_words(heard, talk)
        if words is None:
            break
        talk = say(talk, words)
    return talk


class Mind:
    """A scripted collector in the middle of a call: what was done so far, and what was heard."""

    def __init__(self, policy: Policy, *, seed: int) -> None:
        self.policy = policy
        self.seed = seed
        self.traits = Traits.drawn(policy.value, seed)
        self.ear = Ear()
        self._used: dict[str, int] = {}

    def next_words(self, heard: Heard, talk: Talk) -> str | None:
        """What to say after ``heard``; the same calls in the same order give the same words."""
        ear = self.ear.after(heard)
        self.ear = ear
        if ear.turns >= MOST_TURNS or "end" in ear.moves:
            return None
        if self.policy is Policy.SILENT:
            self.ear = ear.did(("silence",))
            return silent_words(self.seed, ear.turns)
        moves = self._moves(ear)
        self.ear = ear.did(moves or ("end",))
        said = [self._word(move, talk) for move in moves if move not in _UNSAID]
        return "".join(said) if said else None

    def _moves(self, ear: Ear) -> tuple[str, ...]:
        match self.policy:
            case Policy.GOOD | Policy.SLOPPY:
                return listening_move(ear, self.traits)
            case Policy.PUSHY:
                return pushing_move(ear, self.traits)
            case Policy.UNLAWFUL:
                return unlawful_move(ear, self.seed)
            case Policy.RECITAL:
                return reciting_move(ear)
            case _:
                return copying_move(ear, self.seed)

    def _word(self, move: str, talk: Talk) -> str:
        wordings = policy_words(self.policy.value).moves[move]
        count = self._used.get(move, 0)
        self._used[move] = count + 1
        first = Random(f"{self.policy.value}:{self.seed}:{move}").randrange(len(wordings))  # noqa: S311 - practice, nothing to guess
        values = values_for(talk.case, seed=self.seed, as_of=talk.as_of)
        promised = talk.hidden.promised
        values["promise_on"] = spoken_day(promised.on) if promised else values["follow_on"]
        values["promise_amount"] = spoken_yuan(promised.amount_fen) if promised else values["amount"]
        repeated = 0 if move in _SAME_EACH_TIME else count
        return filled(wordings[(first + repeated) % len(wordings)], values)


_UNSAID = frozenset({"end"})
_SAME_EACH_TIME = frozenset({"paragraph"})
