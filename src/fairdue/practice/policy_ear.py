"""What a scripted collector has heard and done so far.

Room: practice. It hears meanings, not words: those that the simulated customer meant. What it cannot see in a real
call, such as the hidden state, it does not see here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fairdue.feedback.call import Speaker, Turn
from fairdue.feedback.scorecard_safety import says_child
from fairdue.understanding.intent import Intent

_FOUR_DIGITS = re.compile(r"(?:[0-9〇零一幺二两三四五六七八九xX][\s,，、-]?){4}")
_RECORDER = re.compile(r"留言|语音信箱|信箱|嘀声")
_SCREENING = re.compile(r"电话助理|请问您是哪位|说明您的姓名")


@dataclass(frozen=True, slots=True)
class Heard:
    """What came since the collector spoke last. ``text`` and ``means`` are of the last voice on the line."""

    means: frozenset[Intent]
    text: str = field(repr=False)
    third: bool
    recorder: bool
    screening: bool
    said_anything: bool

    @classmethod
    def of(cls, turns: Sequence[Turn], meant: Mapping[int, tuple[Intent, ...]]) -> Heard:
        """The heard part of some turns."""
        voices = [one for one in turns if one.speaker in (Speaker.DEBTOR, Speaker.THIRD_PARTY)]
        system = "".join(one.text for one in turns if one.speaker is Speaker.SYSTEM)
        means = frozenset(intent for one in voices for intent in meant.get(one.number, ()))
        text = "".join(one.text for one in voices)
        return cls(
            means=means,
            text=text,
            third=bool(voices) and voices[-1].speaker is Speaker.THIRD_PARTY,
            recorder=bool(_RECORDER.search(system)),
            screening=bool(_SCREENING.search(system)),
            said_anything=bool(voices),
        )

    @property
    def child(self) -> bool:
        """Do the words sound like a child's?"""
        return self.third and says_child(self.text)

    @property
    def digits(self) -> bool:
        """Were four digits said?"""
        return bool(_FOUR_DIGITS.search(self.text))


def hear(turns: Sequence[Turn], meant: Mapping[int, tuple[Intent, ...]]) -> Iterator[Heard]:
    """What was heard before each turn of the collector, and last what was heard now.

    A silence of the collector, which stands in the talk as a line of the telephone, is such a turn too.
    """
    since: list[Turn] = []
    for turn in turns:
        if turn.speaker is Speaker.AGENT or turn.text == _SILENCE:
            yield Heard.of(since, meant)
            since = []
        else:
            since.append(turn)
    yield Heard.of(since, meant)


_SILENCE = "坐席没有说话"


@dataclass(frozen=True, slots=True)
class Ear:
    """The collector's memory: moves done, meanings heard, and whether the identity is known."""

    heard: Heard = field(default_factory=lambda: Heard(frozenset(), "", False, False, False, False))
    ever: frozenset[Intent] = frozenset()
    moves: Mapping[str, int] = field(default_factory=dict)
    last_moves: tuple[str, ...] = ()
    turns: int = 0
    verified: bool = False

    def after(self, heard: Heard) -> Ear:
        """The memory once ``heard`` was heard."""
        asked = "verify_ask" in self.last_moves or "verify_why" in self.last_moves
        return replace(
            self,
            heard=heard,
            ever=self.ever | heard.means,
            verified=self.verified or (asked and heard.digits and not heard.third),
        )

    def did(self, moves: tuple[str, ...]) -> Ear:
        """The memory after these moves."""
        count = Counter(self.moves)
        count.update(moves)
        return replace(self, moves=dict(count), last_moves=moves, turns=self.turns + 1)

    def done(self, *moves: str) -> bool:
        """Was one of these moves done?"""
        return any(move in self.moves for move in moves)

    def times(self, move: str) -> int:
        """How often a move was done."""
        return self.moves.get(move, 0)

    def means(self, *intents: Intent) -> bool:
        """Was one of these meant just now?"""
        return bool(self.heard.means & frozenset(intents))
