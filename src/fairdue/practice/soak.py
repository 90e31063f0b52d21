"""The soak: many seeded random acts over simulated weeks, and an independent judge that nothing gets past.

Room: practice. The real operations act on a house in memory; fake channels keep what they delivered. Every act
follows from the seed, so that a violation can be had again: the same seed, up to the same act.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from fairdue.compliance.rulebook import Rulebook
from fairdue.practice.soak_invariants import Invariant
from fairdue.practice.soak_judge import Judge, Violation
from fairdue.practice.soak_plants import PLANTS, planted
from fairdue.practice.soak_player import Players
from fairdue.practice.soak_world import START, World

DAYS_LEAST, DAYS_MOST = 14, 42
ACTS_OF_A_DAY_MORE = 2_500
SIZE_LEAST = 40


@dataclass(frozen=True, slots=True)
class Terms:
    """What was asked for. ``until`` stops at an act, without changing the story before it."""

    acts: int
    seed: int
    plant: str | None = None
    until: int | None = None

    @property
    def days(self) -> int:
        """Over how many simulated days the acts are spread."""
        return min(DAYS_MOST, DAYS_LEAST + self.acts // ACTS_OF_A_DAY_MORE)

    @property
    def size(self) -> int:
        """How many cases the world has."""
        return max(SIZE_LEAST, self.acts // self.days // 5)

    def replay(self, act: int) -> str:
        """The command that tells the same story up to an act."""
        plant = f" --plant {self.plant}" if self.plant else ""
        return f"fairdue soak --acts {self.acts} --seed {self.seed} --until {act}{plant}"


@dataclass(slots=True)
class SoakReport:
    """What happened in one soak. ``digest`` is the same for every run of the same terms."""

    terms: Terms
    acts: int = 0
    days: int = 0
    delivered: int = 0
    decisions: int = 0
    events: int = 0
    by_answer: Counter[str] = field(default_factory=Counter)
    by_kind: dict[str, Counter[str]] = field(default_factory=dict)
    stopped: Counter[Invariant] = field(default_factory=Counter)
    checked: Counter[Invariant] = field(default_factory=Counter)
    violations: tuple[Violation, ...] = ()
    digest: str = ""

    @property
    def exercised(self) -> Counter[Invariant]:
        """How often each invariant was put to the test: proposals stopped, and things looked at afterwards."""
        return self.stopped + self.checked

    @property
    def idle(self) -> tuple[Invariant, ...]:
        """Invariants that nothing put to the test; a soak that has some proves less."""
        return tuple(one for one in Invariant if not self.exercised[one])


def soak(
    terms: Terms, *, rulebook: Rulebook, tell: Callable[[int, int], None] = lambda done, of: None
) -> SoakReport:
    """Play the story and judge it; stops at the first violation.

    Raises ValueError for fewer than one act and KeyError for a plant that there is not.
    """
    if terms.acts < 1:
        raise ValueError("a soak has at least one act")
    book = rulebook if terms.plant is None else planted(rulebook, terms.plant)
    sees = PLANTS[terms.plant].sees if terms.plant is not None else World.as_it_is
    world = World(seed=terms.seed, size=terms.size, rulebook=book, sees=sees)
    judges = [Judge(site) for site in world.sites]
    players = Players(world, judges, acts_per_day=terms.acts / terms.days)
    report, digest = SoakReport(terms), hashlib.sha256()
    for act in range(1, min(terms.acts, terms.until or terms.acts) + 1):
        for judge in judges:
            judge.act = act
        kind, answer = players.act()
        report.acts = act
        report.by_answer[answer] += 1
        report.by_kind.setdefault(kind, Counter())[answer] += 1
        digest.update(f"{act} {world.now.isoformat()} {kind} {answer}\n".encode())
        if any(judge.violations for judge in judges):
            break
        if act % 1_000 == 0:
            tell(act, terms.acts)
    if not any(judge.violations for judge in judges):
        for judge in judges:
            judge.check_books(whole=True)
    _sum_up(report, world, judges, digest.hexdigest())
    return report


def _sum_up(report: SoakReport, world: World, judges: list[Judge], told: str) -> None:
    digest = hashlib.sha256(told.encode())
    for judge in judges:
        memory = judge.site.memory
        report.stopped += judge.stopped
        report.checked += judge.checked
        report.violations += tuple(judge.violations)
        report.delivered += judge.delivered
        report.decisions += len(memory.ledger.decisions)
        report.events += len(memory.book.log)
        for row in memory.book.log:
            digest.update(row.hash.encode())
    report.days = (world.now - START).days + 1
    report.digest = digest.hexdigest()
