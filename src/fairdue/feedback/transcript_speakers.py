"""Who spoke: by the marks of the file, or, where those only tell voices apart, by what the voices say.

Room: feedback. A collector names a company, announces a recording, asks who is on the line and how the person means
to pay; nobody else does. The voice that does so clearly more often than the others is the collector's, and that it
was worked out is told. Where it is not clear, nothing is guessed: every line is then taken as if the collector had
said it, so that no bad word is passed over, and what depends on who spoke is not judged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fairdue.feedback.call import Speaker
from fairdue.feedback.transcript_line import SpokenLine
from fairdue.feedback.transcript_marks import folded, told_by
from fairdue.understanding.acts import Act, read_acts

_ONLY_COLLECTORS = frozenset(
    {
        Act.NAME_COMPANY,
        Act.NAME_PRINCIPAL,
        Act.ANNOUNCE_RECORDING,
        Act.VERIFY_IDENTITY,
        Act.CONFIRM_VERIFIED,
        Act.ASK_IF_PERSON,
        Act.STATE_AMOUNT,
        Act.STATE_DUE_OR_OVERDUE,
        Act.STATE_NOT_RECEIVED,
        Act.REMIND_BROKEN_PROMISE,
        Act.ASK_REASON,
        Act.ASK_PAYMENT_INTENTION,
        Act.ASK_TODAY,
        Act.ASK_DATE,
        Act.ASK_AMOUNT,
        Act.ASK_PARTIAL,
        Act.ASK_THREE_ELEMENTS,
        Act.EXPLAIN_CONSEQUENCE,
        Act.GIVE_PAYMENT_WAY,
        Act.READ_BACK,
        Act.TELL_NEXT_CONTACT,
        Act.URGE,
    }
)
_READ_TURNS = 60
_BY_CUSTOM = frozenset({"a", "b"})
"""Scripts of the trade write A for the collector and B for the customer; words that say the contrary win."""
_LEAST_TURNS_WITH_ACTS, _LEAST_LEAD = 2, 2


@dataclass(frozen=True, slots=True)
class Assigned:
    """The speaker of every line, in order. ``known`` says that they can be relied on in part at least; ``worked_out``
    that the collector was found by what was said; ``unsure`` are the places of lines whose speaker is not known."""

    speakers: tuple[Speaker, ...]
    known: bool
    worked_out: bool
    unsure: tuple[int, ...]


def assign(lines: Sequence[SpokenLine]) -> Assigned:
    """Find the speaker of every line."""
    marks = {folded(line.mark): line.mark for line in lines if line.mark is not None}
    told = {mark: speaker for mark, raw in marks.items() if (speaker := told_by(raw)) is not None}
    plain = [mark for mark in marks if mark not in told]
    parts: dict[str, Speaker] = dict(told)
    worked_out = False
    if plain:
        worked_out = True
        parts |= _worked_out(plain, told, lines)
    known = Speaker.AGENT in parts.values() and len(set(parts)) > 1
    known = known or (Speaker.AGENT in told.values() and not plain)
    if not known:
        return Assigned((Speaker.AGENT,) * len(lines), False, False, ())
    unsure = tuple(place for place, line in enumerate(lines) if line.mark is None)
    # A line without a mark in a file that has marks is kept in its place and judged by nobody.
    speakers = tuple(Speaker.SYSTEM if line.mark is None else parts[folded(line.mark)] for line in lines)
    return Assigned(speakers, True, worked_out, unsure)


def _worked_out(
    plain: list[str], told: Mapping[str, Speaker], lines: Sequence[SpokenLine]
) -> dict[str, Speaker]:
    """The part of every plain voice, or nothing when the collector cannot be told."""
    if Speaker.AGENT in told.values():
        return dict.fromkeys(plain, Speaker.DEBTOR)
    counts = dict.fromkeys(plain, 0)
    read = dict.fromkeys(plain, 0)
    for line in lines:
        mark = None if line.mark is None else folded(line.mark)
        if mark in counts and read[mark] < _READ_TURNS:
            read[mark] += 1
            acts = {heard.act for heard in read_acts(line.text)}
            counts[mark] += len(acts & _ONLY_COLLECTORS)
    ranked = sorted(plain, key=lambda mark: (-counts[mark], mark))
    best = ranked[0]
    second = counts[ranked[1]] if len(ranked) > 1 else 0
    alone = len(ranked) == 1 and not told
    if set(plain) == _BY_CUSTOM and counts["a"] >= counts["b"] and counts["a"]:
        return {"a": Speaker.AGENT, "b": Speaker.DEBTOR}
    if alone or counts[best] < _LEAST_TURNS_WITH_ACTS or counts[best] - second < _LEAST_LEAD:
        return {}
    return {mark: Speaker.AGENT if mark == best else Speaker.DEBTOR for mark in plain}
