"""Who said it: words under a mark that does not fit them, such as a collector's threat in the customer's turn.

Room: feedback. Marks are believed, but not blindly. A threat, an insult or a false authority in the collector's manner
under another mark counts for no score, since nobody knows who said it; a person is to listen. So it is with marks that
are swapped: a "customer" who names the company and asks for identity. Customers swear, threaten and quote as well:
what they quote or throw back is no doubt about the mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fairdue.compliance.register import Severity
from fairdue.compliance.wording.guard import Verdict
from fairdue.compliance.wording.spoken_context import SpokenContext
from fairdue.compliance.wording.wording_class import wording_class
from fairdue.feedback.call import Speaker, Turn
from fairdue.feedback.call_manner import HARD, OWN_THREAT, QUOTES, in_collectors_manner
from fairdue.feedback.call_reading import CallReading, Interpreters
from fairdue.understanding.acts import Act, read_acts

OF_A_COLLECTOR = frozenset(
    {"C01", "C02", "C03", "C05", "C06", "C07", "C08", "C11", "C12", "C13", "C14", "C22", "C24"}
)
"""Threats, insults and false authority; what hangs on who listens or on the case is not looked for here."""
_SURE = 0.6
_INNER_MARK = re.compile(
    r"^[\s\[【(（]*(?:坐席|座席|催收员?|客服|专员|agent|collector)[^:：]{0,8}[:：\]】]", re.IGNORECASE
)
_HURT = re.compile(
    r"威胁|恐吓|吓唬|吓我|骂(?:我|人)|侮辱|凭什么这样说|怎么说话|嘴巴?放干净|什么态度|录音了|要?投诉你"
)
_SAYS_COLLECTOR = re.compile(
    r"委托|录音|核[实对]|后四位|身份证|证件号|公司|本人吗|应还|逾期|工号|recorded|verify"
)
_MARKS_OF_THE_PART = frozenset(
    {
        *(Act.NAME_COMPANY, Act.NAME_PRINCIPAL, Act.ANNOUNCE_RECORDING),
        *(Act.VERIFY_IDENTITY, Act.CONFIRM_VERIFIED, Act.ASK_IF_PERSON),
    }
)
_LEAST_KINDS = 2
_SAYS_NOTHING = 4
"""A turn so short (嗯, 你好) may stand between the words and the complaint of them."""
_ANSWERS = (Speaker.DEBTOR, Speaker.THIRD_PARTY)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A turn of which nobody knows who said it, and the class of wording that it would be."""

    turn: int
    code: str

    @property
    def is_grave(self) -> bool:
        """Would it cross a red line?"""
        return wording_class(self.code).severity is Severity.CRITICAL


def doubtful_turns(reading: CallReading, *, interpreters: Interpreters) -> Iterator[Doubt]:
    """The turns under another mark that would be a finding if the collector had said them."""
    turns = reading.call.turns
    for at, turn in enumerate(turns):
        if turn.speaker is Speaker.AGENT or HARD.search(turn.text) is None:
            continue
        inner = _INNER_MARK.match(turn.text)
        words = turn.text if inner is None else turn.text[inner.end() :]
        if inner is None and not in_collectors_manner(words) and not _thrown_back(words, turns[at + 1 :]):
            continue
        judged = interpreters.judge(words, SpokenContext())
        if judged.verdict is not Verdict.VIOLATION or judged.share < _SURE:
            continue
        codes = [one for one in judged.findings if one.code in OF_A_COLLECTOR and one.share >= _SURE]
        if codes:
            yield Doubt(turn.number, max(codes, key=lambda one: one.share).code)


def _thrown_back(words: str, after: Sequence[Turn]) -> bool:
    """Does the customer complain next of a threat or an insult that these words do not quote themselves?"""
    if QUOTES.search(words) or OWN_THREAT.search(words) or _HURT.search(words):
        return False
    heard = [
        turn for turn in after[:2] if turn.speaker is not Speaker.AGENT or len(turn.text) > _SAYS_NOTHING
    ]
    return bool(heard) and heard[0].speaker in _ANSWERS and _HURT.search(heard[0].text) is not None


@dataclass(frozen=True, slots=True)
class Swapped:
    """The turns of a "customer" who does what only collectors do; ``wholly``: the "collector" does nothing of it."""

    turns: tuple[int, ...]
    wholly: bool


def swapped_marks(reading: CallReading) -> Swapped | None:
    """Where the marks are plainly swapped; None where they are not, or where that is not plain."""
    kinds: set[Act] = set()
    turns: list[int] = []
    for turn in reading.call.turns:
        if turn.speaker is not Speaker.DEBTOR or _SAYS_COLLECTOR.search(turn.text) is None:
            continue
        found = {heard.act for heard in read_acts(turn.text)} & _MARKS_OF_THE_PART
        if found:
            kinds |= found
            turns.append(turn.number)
    if len(kinds) < _LEAST_KINDS:
        return None
    known = {heard.act for one in reading.agent for heard in one.acts} & _MARKS_OF_THE_PART
    return Swapped(tuple(turns), not known) if len(kinds) > len(known) else None
