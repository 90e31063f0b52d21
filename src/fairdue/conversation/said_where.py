"""Said where: on which rungs of the identity check each sentence of a flow can come to be said.

Room: conversation. A walk over the flow alone, without a case: what a condition on what was said would forbid is taken
to be open, so that a sentence may be found on a rung that no call reaches, and never the other way round.

>>> from fairdue.conversation.playbook import read_flow
>>> sorted(rung.value for rung in said_where(read_flow())["debt.amount"])
['verified']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from fairdue.casefile.contact_attempt import AnsweredBy
from fairdue.conversation.flow import END, ChoiceSpec, Condition, Effect, Flow
from fairdue.conversation.ladder import Rung
from fairdue.conversation.moves import asking


@dataclass(frozen=True, slots=True)
class _Stand:
    """A step, and who is on the line there as far as known."""

    step: str
    verified: bool = False
    other_speaking: bool = False
    debtor_answered: bool = False

    @property
    def rung(self) -> Rung:
        if self.verified:
            return Rung.VERIFIED
        if self.other_speaking:
            return Rung.THIRD_PARTY
        return Rung.SAYS_SO if self.debtor_answered else Rung.UNKNOWN


def said_where(flow: Flow) -> Mapping[str, frozenset[Rung]]:
    """Every sentence id that the flow can say, with the rungs on which it can say it. Notes are not said."""
    found: dict[str, set[Rung]] = {}
    seen, waiting = set(), [_Stand(flow.first_step)]
    while waiting:
        stand = waiting.pop()
        if stand in seen:
            continue
        seen.add(stand)
        for saying in flow.steps[stand.step].say:
            if _may_hold(saying.when, stand):
                found.setdefault(saying.sentence_id, set()).add(stand.rung)
        for choice in flow.choices_reached_by_words(stand.step):
            if not _may_hold(choice.when, stand):
                continue
            for sentence_id, rung in _said_by(choice, stand):
                found.setdefault(sentence_id, set()).add(rung)
            waiting += _after(choice, stand)
    return {sentence_id: frozenset(rungs) for sentence_id, rungs in found.items()}


def _may_hold(when: Condition | None, stand: _Stand) -> bool:
    if when is Condition.VERIFIED:
        return stand.verified
    return not stand.verified if when is Condition.UNVERIFIED else True


def _said_by(choice: ChoiceSpec, stand: _Stand) -> Iterator[tuple[str, Rung]]:
    """What an answer itself makes the collector say: an aside, or the questions for what it still needs."""
    for sentence_id in choice.aside:
        yield sentence_id, _moved(choice, stand).rung
    for ask in choice.asks:
        if not ask.optional:
            yield asking(ask.field), stand.rung


def _moved(choice: ChoiceSpec, stand: _Stand) -> _Stand:
    settings = choice.settings
    third = settings.answered_by is AnsweredBy.THIRD_PARTY
    debtor = settings.answered_by is AnsweredBy.DEBTOR
    return replace(
        stand,
        verified=(stand.verified and not settings.identity_lost) or Effect.VERIFY_IDENTITY in choice.effects,
        other_speaking=settings.identity_lost or third or (stand.other_speaking and not debtor),
        debtor_answered=debtor or (stand.debtor_answered and settings.answered_by is None),
    )


def _after(choice: ChoiceSpec, stand: _Stand) -> Iterator[_Stand]:
    moved = _moved(choice, stand)
    if not choice.ways:
        yield moved
    for way in choice.ways:
        if way.to != END and _may_hold(way.when, moved):
            yield replace(moved, step=way.to)
