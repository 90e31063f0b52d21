"""Forgeries of a soak: a permit spent twice, pointed at another act, made by hand; a transaction torn apart.

Room: practice. Each must fail, and leave nothing behind; the judge is told what became of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

from fairdue.casefile.case import CaseFile
from fairdue.compliance.action import ActionKind, Purpose
from fairdue.compliance.decision import Permit, PermitForged
from fairdue.operations.ports import AttemptRecord, PermitSpent
from fairdue.operations.send import Sent, ask_gate
from fairdue.practice.soak_acts import to_debtor
from fairdue.practice.soak_invariants import Invariant
from fairdue.practice.soak_judge import Judge
from fairdue.practice.soak_lives import Lives
from fairdue.practice.soak_world import UNLICENSED, LineDown, World


def _reuse(world: World, judge: Judge, made: Sent, case: CaseFile) -> None:
    house, spent = judge.site.memory.house, made.case
    judge.checked[Invariant.SPENT_ONCE] += 1
    record = AttemptRecord(
        attempt_id=house.ids.attempt_id(),
        permit_id=made.permit.permit_id,
        case_id=spent.case_id,
        person_id=spent.party.person_id,
        creditor=spent.account.creditor,
        channel="phone",
        number_key=None,
        call_type="interactive",
        initiated_by="agent",
        callee_role="debtor",
        started_at=world.now,
        civil_on=world.now.date(),
    )
    try:
        with house.book.transaction():
            house.ledger.open_attempt(record)
        judge.violated(Invariant.SPENT_ONCE, "a permit opened a second contact")
    except PermitSpent:
        judge.stopped[Invariant.SPENT_ONCE] += 1


def _redirect(world: World, judge: Judge, made: Sent, case: CaseFile) -> None:
    action = to_debtor(world.rng, case, ActionKind.PLACE_CALL, Purpose.COLLECT)
    _must_be_forged(judge, lambda: replace(made.permit, action=action))


def _make(world: World, judge: Judge, made: Sent, case: CaseFile) -> None:
    def forge() -> Permit:
        return Permit(
            permit_id=judge.site.memory.house.ids.permit_id(),
            action=made.permit.action,
            decided_at=world.now,
            duties=(),
            trace=(),
        )

    _must_be_forged(judge, forge)


def _must_be_forged(judge: Judge, forge: Callable[[], Permit]) -> None:
    judge.checked[Invariant.FORGED] += 1
    try:
        forge()
        judge.violated(Invariant.FORGED, "a permit was made without the gate")
    except PermitForged:
        judge.stopped[Invariant.FORGED] += 1


def _tear(world: World, judge: Judge, made: Sent, case: CaseFile) -> None:
    """Do half of something and fail: nothing of it may stay."""
    memory = judge.site.memory
    judge.checked[Invariant.ROLLED_BACK] += 1
    before = (len(memory.book.log), len(memory.ledger.decisions), len(memory.ledger.attempts), case)
    action = to_debtor(world.rng, case, ActionKind.PLACE_CALL, Purpose.SERVICE)
    with suppress(LineDown), memory.book.transaction():
        ask_gate(memory.house, case=case, action=action, as_of=world.now, actor=UNLICENSED)
        memory.book.append(case, Lives(world, judge).a_hold(case), at=world.now, actor=UNLICENSED)
        raise LineDown("torn on purpose")
    now = memory.book.load(case.case_id)
    after = (len(memory.book.log), len(memory.ledger.decisions), len(memory.ledger.attempts), now)
    if before != after:
        judge.violated(Invariant.ROLLED_BACK, "a transaction that failed left something behind")
    else:
        judge.stopped[Invariant.ROLLED_BACK] += 1


FORGERIES: Mapping[str, Callable[[World, Judge, Sent, CaseFile], None]] = {
    "reuse": _reuse,
    "redirect": _redirect,
    "make": _make,
    "tear": _tear,
}
"""Every forgery by its name in the summary."""
