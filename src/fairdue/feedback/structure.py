"""The findings of a call: what the wording guard found, squared with who was on the line, and what order shows.

Room: feedback. One sentence alone cannot tell that the debt was named before the identity was verified, or that
the company never said who it is; the order of the turns can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairdue.compliance.wording.guard import Verdict
from fairdue.compliance.wording.spoken_context import Callee
from fairdue.feedback.call_reading import AgentTurn, CallReading, discloses, names_amount
from fairdue.language.readable import make_readable
from fairdue.understanding.acts import Act

LEAST_SHARE = 0.5
"""How sure the guard must be of a violation before the review asserts it."""


@dataclass(frozen=True, slots=True)
class CallFinding:
    """A class of wording (C01 to C25) in one turn; the stretch is half open in the text of the turn."""

    turn: int
    code: str
    starts: int
    ends: int
    share: float

    def as_json(self) -> dict[str, int | str | float | list[int]]:
        """The shape of the labelled sets, with the stretch and the share added."""
        return {
            "turn": self.turn,
            "code": self.code,
            "stretch": [self.starts, self.ends],
            "share": self.share,
        }


LEAST_CODE_SHARE = 0.35
"""How sure the guard must be of a class before the review asserts it in a call."""


def find(reading: CallReading) -> tuple[CallFinding, ...]:
    """Every finding, in the order of the turns and of the codes."""
    found: dict[tuple[int, str], CallFinding] = {}
    impersonated = False
    for heard in reading.agent:
        in_turn = (*_of_the_guard(heard), *_of_the_order(heard), *_of_withholding(heard))
        impersonated = impersonated or any(one.code == "C06" for one in in_turn)
        for finding in in_turn:
            # Who pretends to be somebody has named somebody; to refuse the name is another thing.
            if finding.code == "C16" and impersonated and finding.share < 1.0:
                continue
            found.setdefault((finding.turn, finding.code), finding)
    return tuple(sorted(found.values(), key=lambda one: (one.turn, one.code)))


def _of_the_guard(heard: AgentTurn) -> list[CallFinding]:
    judgement = heard.judgement
    if judgement.verdict is not Verdict.VIOLATION or judgement.share < LEAST_SHARE:
        return []
    kept = []
    for one in judgement.findings:
        code = _squared(one.code, heard)
        if code is not None and one.share >= LEAST_CODE_SHARE:
            kept.append(CallFinding(heard.turn.number, code, one.starts, one.ends, one.share))
    return kept


def _squared(code: str, heard: AgentTurn) -> str | None:
    """The code that fits whoever was on the line, or None where it cannot be."""
    to_third_party = heard.state.callee is Callee.THIRD_PARTY
    if code in ("C17", "C18"):
        if to_third_party:
            return None if heard.state.disclosed and not names_anew(heard) else "C18"
        return None if heard.state.verified or heard.state.disclosed else "C17"
    if code == "C04":
        return code if to_third_party else None
    if code == "C16":
        return None if heard.state.verified or heard.state.named else code
    return code


def _of_the_order(heard: AgentTurn) -> list[CallFinding]:
    if heard.state.verified or not discloses(heard) or _only_declines(heard):
        return []
    if heard.state.disclosed and not names_anew(heard):
        return []
    code = "C18" if heard.state.callee is Callee.THIRD_PARTY else "C17"
    stretch = next(
        (
            one
            for one in heard.acts
            if one.act in (Act.STATE_DEBT, Act.STATE_AMOUNT, Act.STATE_DUE_OR_OVERDUE)
        ),
        None,
    )
    starts, ends = (stretch.starts, stretch.ends) if stretch else (0, len(heard.turn.text))
    return [CallFinding(heard.turn.number, code, starts, ends, 1.0)]


_WITHHOLDS = re.compile(
    r"(?:别|甭|不用|不要)?管我(?:是谁|哪|叫什么|姓什么)|我(?:是谁|哪里的|哪位)[^,。]{0,4}(?:不重要|重要吗|用不着|你不用)"
    r"|(?:哪里|哪家|是谁|公司名?字?|单位|姓什么|工号)[^,。]{0,4}(?:不用问|不用告诉|没必要|别问|你?不用知道|不方便说)|(?:不用|没必要)知道我是谁"
)


def _of_withholding(heard: AgentTurn) -> list[CallFinding]:
    """The caller refuses to say who calls, and has not said it before."""
    readable = make_readable(heard.turn.text)
    match = _WITHHOLDS.search(readable.text)
    if match is None or heard.state.named or heard.state.verified:
        return []
    return [CallFinding(heard.turn.number, "C16", *readable.original(*match.span()), 1.0)]


def names_anew(heard: AgentTurn) -> bool:
    """To a third person, an amount is a disclosure each time; a customer hears the debt for the first time once."""
    return heard.state.callee is Callee.THIRD_PARTY and names_amount(heard.turn.text, heard.context.facts)


_DENIES = re.compile(r"不(?:是|会|能|便|方便|可以|谈|说|讲)[^,。]{0,8}(?:欠|逾期|催|还款|账)")


def _only_declines(heard: AgentTurn) -> bool:
    return bool(_DENIES.search(make_readable(heard.turn.text).text))
