"""How far two reviewers agree beyond chance: Cohen's kappa over the calls that both judged.

Room: feedback. Two people who judge the same calls agree often by chance alone when nearly all calls are good;
kappa takes that off: (agreement - expected) / (1 - expected), where ``expected`` is how often two people with the
same habits would agree if they did not look. Source: J. Cohen, "A Coefficient of Agreement for Nominal Scales",
Educational and Psychological Measurement 20 (1960), 37-46. Which calls are judged twice is not decided here.

>>> pairs = [("upheld", "upheld")] * 20 + [("upheld", "dismissed")] * 5
>>> pairs += [("dismissed", "upheld")] * 10 + [("dismissed", "dismissed")] * 15
>>> found = kappa(pairs)
>>> round(found.agreement, 2), round(found.expected, 2), round(found.value or 0.0, 2)
(0.7, 0.5, 0.4)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

LEAST_PAIRS = 20
"""Below so many calls judged by both, kappa says more about the draw than about the reviewers."""


@dataclass(frozen=True, slots=True)
class Kappa:
    """The agreement of two reviewers over ``n`` calls.

    ``agreement`` and ``expected`` are shares from 0 to 1, None without a pair. ``value`` runs from -1 to 1 and is
    None where it is undefined: without a pair, and when both gave one and the same verdict throughout, for then
    nothing could tell agreement from habit.
    """

    n: int
    agreement: float | None
    expected: float | None
    value: float | None

    @property
    def is_enough(self) -> bool:
        """Are there calls enough to speak of the reviewers?"""
        return self.n >= LEAST_PAIRS


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One way in which the two differ: what the first and what the second said, and how often."""

    first: Hashable
    second: Hashable
    times: int


def kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> Kappa:
    """Cohen's kappa of pairs (verdict of the first, verdict of the second), unweighted; any verdicts are taken."""
    counted = Counter(pairs)
    n = counted.total()
    if n == 0:
        return Kappa(0, None, None, None)
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    same = 0
    for (one, other), times in counted.items():
        first[one] += times
        second[other] += times
        same += times if one == other else 0
    # Whole numbers until the last step, so that equal tables give equal figures on every machine.
    by_chance = sum(times * second[verdict] for verdict, times in first.items())
    value = None if by_chance == n * n else (same * n - by_chance) / (n * n - by_chance)
    return Kappa(n, same / n, by_chance / (n * n), value)


def disagreements(pairs: Iterable[tuple[Hashable, Hashable]]) -> tuple[Disagreement, ...]:
    """Where the two differ, the most frequent first: what to talk about in the calibration meeting."""
    counted = Counter(pair for pair in pairs if pair[0] != pair[1])
    return tuple(
        Disagreement(one, other, times)
        for (one, other), times in sorted(
            counted.items(), key=lambda entry: (-entry[1], str(entry[0][0]), str(entry[0][1]))
        )
    )


def kappas_of_all(verdicts: Sequence[tuple[str, str, Hashable]]) -> dict[tuple[str, str], Kappa]:
    """Kappa for each two reviewers, from triples (call, reviewer, verdict).

    Reviewers are named in alphabetical order; the last verdict of one reviewer about a call is the one that counts.
    """
    by_call: dict[str, dict[str, Hashable]] = {}
    for call, reviewer, verdict in verdicts:
        by_call.setdefault(call, {})[reviewer] = verdict
    pairs: dict[tuple[str, str], list[tuple[Hashable, Hashable]]] = {}
    for said in by_call.values():
        names = sorted(said)
        for place, one in enumerate(names):
            for other in names[place + 1 :]:
                pairs.setdefault((one, other), []).append((said[one], said[other]))
    return {names: kappa(found) for names, found in sorted(pairs.items())}
