"""What a simulated customer hears in the collector's words: acts, what the guard finds, silence and repetition.

Room: practice. Nothing is read here that the house does not read elsewhere: the acts by ``understanding.acts``,
the wording by the guard in its setting. A customer does not hear what is only held for review.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from fairdue.compliance.wording.guard import Verdict, judge
from fairdue.compliance.wording.spoken_context import Callee, FactValue, SpokenContext, Stage
from fairdue.understanding.acts import Act, read_acts

_REMEMBERED = 50_000
"""Readings that are kept; scripted collectors say the same to many customers."""
_NOT_FACTS = frozenset({"bucket", "debtor", "product", "due_date"})
"""What a case carries beside the facts by which wording is judged."""
_LEAST_SHARE = 0.6
"""How sure the guard must be before a customer takes offence; the review of the call is stricter."""
_LEAST_CODE = 0.5
"""How likely a class of wording must be by itself to be felt."""
_LEAST_REPEATED = 6
"""Characters of a sentence that is noticed when it comes again."""


@dataclass(frozen=True, slots=True)
class CollectorHeard:
    """One turn of the collector as the customer hears it. ``codes`` are the classes of wording it violates."""

    words: str
    acts: frozenset[Act]
    groups: frozenset[str]
    codes: frozenset[str]
    silent: bool
    repeated: bool
    names_agency: bool

    def does(self, *acts: Act) -> bool:
        """Was one of these acts heard?"""
        return any(act in self.acts for act in acts)


def hear_collector(
    words: str,
    *,
    callee: Callee,
    verified: bool,
    facts: Mapping[str, FactValue],
    earlier: tuple[str, ...],
) -> CollectorHeard:
    """Hear one turn, said to ``callee`` in a case with these facts, after the collector's ``earlier`` turns. Any text is taken."""
    said = words.strip()
    if not any(character.isalnum() for character in said):
        return CollectorHeard(said, frozenset(), frozenset(), frozenset(), True, False, False)
    acts, groups = _acts(said)
    known = tuple(sorted((name, value) for name, value in facts.items() if name not in _NOT_FACTS))
    agency = str(facts.get("agency", ""))
    return CollectorHeard(
        words=said,
        acts=acts,
        groups=groups,
        codes=_codes(said, callee, verified, known),
        silent=False,
        repeated=len(said) >= _LEAST_REPEATED and said in earlier,
        names_agency=(bool(agency) and agency in said) or Act.NAME_COMPANY in acts,
    )


@lru_cache(maxsize=_REMEMBERED)
def _acts(said: str) -> tuple[frozenset[Act], frozenset[str]]:
    heard = read_acts(said)
    return frozenset(one.act for one in heard), frozenset(one.group for one in heard)


@lru_cache(maxsize=_REMEMBERED)
def _codes(
    said: str, callee: Callee, verified: bool, known: tuple[tuple[str, FactValue], ...]
) -> frozenset[str]:
    context = SpokenContext(
        callee=callee,
        verified=verified,
        stage=Stage.NEGOTIATION if verified or callee is Callee.THIRD_PARTY else Stage.OPENING,
        facts=dict(known),
    )
    judged = judge(said, context)
    if judged.verdict is not Verdict.VIOLATION or judged.share < _LEAST_SHARE:
        return frozenset()
    return frozenset(finding.code for finding in judged.findings if finding.share >= _LEAST_CODE)
