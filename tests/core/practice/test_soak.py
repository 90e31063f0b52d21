"""The soak: nothing gets past the gate in a long random story, and whatever is spoilt is noticed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.compliance.rulebook import Rulebook, load_rulebook
from fairdue.foundation.ids import AttemptId
from fairdue.operations.ports import Outbound
from fairdue.practice.soak import SoakReport, Terms, soak
from fairdue.practice.soak_invariants import SAYS, Invariant
from fairdue.practice.soak_judge import Judge
from fairdue.practice.soak_plants import PLANTS, planted
from fairdue.practice.soak_player import Players
from fairdue.practice.soak_world import World

PLANTED = {
    "talks-one-too-many": 1,
    "number-one-too-many": 4,
    "quiet-ends-early": 3,
    "dispute-forgotten": 4,
    "failures-count-double": 3,
    "refusal-ignored": 3,
    "licence-turned-round": 3,
    "closed-forgotten": 4,
    "revocation-unseen": 4,
    "eight-calls": 1,
}
"""A seed for each plant with which it is noticed soon."""


@cache
def book() -> Rulebook:
    return load_rulebook()


def played(*, acts: int, seed: int, plant: str | None = None, until: int | None = None) -> SoakReport:
    return soak(Terms(acts, seed, plant, until), rulebook=book())


def test_three_thousand_acts_break_no_invariant_and_leave_none_untested() -> None:
    report = played(acts=3_000, seed=9)
    assert report.violations == ()
    assert report.acts == 3_000
    assert report.delivered > 250
    assert report.idle == ()
    assert {"permit", "defer", "refuse", "raised"} <= set(report.by_answer)


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_bug_is_noticed_by_the_invariant_it_breaks(plant: str) -> None:
    report = played(acts=3_000, seed=PLANTED[plant], plant=plant)
    assert {violation.invariant for violation in report.violations} <= set(PLANTS[plant].breaks)
    assert report.violations, "the bug was not noticed"
    assert report.acts == report.violations[0].act < 3_000


def test_plants_spoil_five_rules_or_more_and_each_differs_from_the_rulebook() -> None:
    spoilt = {rule_id for plant in PLANTS.values() for rule_id in plant.rules}
    assert len(spoilt) >= 5
    for name, plant in PLANTS.items():
        same = [one == other for one, other in zip(book().rules, planted(book(), name).rules, strict=True)]
        assert same.count(False) == len(plant.rules), name


def test_a_plant_that_there_is_not_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(KeyError, match="talks-one-too-many"):
        planted(book(), "no-such-plant")


def test_the_same_seed_tells_the_same_story_and_another_seed_another() -> None:
    one, again, other = (played(acts=500, seed=seed) for seed in (5, 5, 6))
    assert (one.digest, one.by_kind) == (again.digest, again.by_kind)
    assert one.digest != other.digest


def test_a_violation_is_had_again_by_replaying_up_to_its_act() -> None:
    first = played(acts=3_000, seed=1, plant="talks-one-too-many")
    act = first.violations[0].act
    again = played(acts=3_000, seed=1, plant="talks-one-too-many", until=act)
    assert again.violations == first.violations
    assert again.digest == first.digest
    assert played(acts=3_000, seed=1, plant="talks-one-too-many", until=act - 1).violations == ()
    replay = first.terms.replay(act)
    assert replay == f"fairdue soak --acts 3000 --seed 1 --until {act} --plant talks-one-too-many"


def test_every_invariant_says_what_it_is_in_both_languages() -> None:
    assert set(SAYS) == set(Invariant)
    assert all(says.zh.strip() and says.en.strip() for says in SAYS.values())


def test_a_soak_without_an_act_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one act"):
        played(acts=0, seed=1)


def a_story_so_far(acts: int) -> tuple[World, Judge]:
    """A short story, and its judge of the country where most happened."""
    world = World(seed=3, size=40, rulebook=book(), sees=World.as_it_is)
    judges = [Judge(site) for site in world.sites]
    players = Players(world, judges, acts_per_day=200)
    for _ in range(acts):
        players.act()
    assert not any(judge.violations for judge in judges)
    return world, judges[0]


def delivered_behind_the_gate(judge: Judge) -> None:
    judge.site.channels["phone"].kept.append(
        replace(judge.site.channels["phone"].kept[-1], outbound=Outbound(AttemptId("at0"), "phone", "139"))
    )


def delivered_twice(judge: Judge) -> None:
    judge.site.channels["phone"].kept.append(judge.site.channels["phone"].kept[-1])


def delivered_to_another_number(judge: Judge) -> None:
    kept = judge.site.channels["phone"].kept
    judge._kept["phone"] -= 1
    judge._used.clear()
    kept[-1] = replace(kept[-1], outbound=replace(kept[-1].outbound, to="13900000000"))


def ledger_changed(judge: Judge) -> None:
    attempt = next(iter(judge.site.memory.ledger.attempts.values()))
    attempt.result, attempt.answered_by = CallResult.ASSISTANT, AnsweredBy.MACHINE


def ledger_forgets(judge: Judge) -> None:
    judge.site.memory.ledger.attempts.popitem()


def row_changed(judge: Judge) -> None:
    rows = judge.site.memory.book._rows[judge.site.cases[0]]
    rows[0] = replace(rows[0], actor="somebody else")


def seal_opened(judge: Judge) -> None:
    case = next(case for case in judge.site.memory.book.iterate() if case.sealed_contacts)
    judge.site.memory.house.sealer.unseal(case.sealed_contacts[0].token)


@pytest.mark.parametrize(
    ("spoil", "invariant"),
    [
        (delivered_behind_the_gate, Invariant.ONE_PERMIT),
        (delivered_twice, Invariant.ONE_PERMIT),
        (delivered_to_another_number, Invariant.ADDRESS),
        (ledger_changed, Invariant.LEDGER),
        (ledger_forgets, Invariant.LEDGER),
        (row_changed, Invariant.CHAIN),
        (seal_opened, Invariant.REVEALED),
    ],
)
def test_the_judge_notices_what_was_done_behind_the_operations(
    spoil: Callable[[Judge], None], invariant: Invariant
) -> None:
    _, judge = a_story_so_far(60)
    assert judge.site.channels["phone"].kept
    spoil(judge)
    judge.check_deliveries()
    judge.check_books(whole=True)
    assert {violation.invariant for violation in judge.violations} == {invariant}


def test_a_counter_below_the_log_is_noticed() -> None:
    _, judge = a_story_so_far(150)
    for case_id in judge.site.cases:
        judge.check_counters(case_id)
    assert judge.checked[Invariant.COUNTERS] > 0
    assert judge.violations == []
    ledger = judge.site.memory.ledger
    ledger._of_person.clear()
    ledger._of_number.clear()
    for case_id in judge.site.cases:
        judge.check_counters(case_id)
    assert {violation.invariant for violation in judge.violations} == {Invariant.COUNTERS}
