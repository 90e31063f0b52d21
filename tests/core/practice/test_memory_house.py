"""The house in memory keeps the promises of the real ports: all or nothing, one permit, one head, one word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.happening import NoteAnnotated, NumberMarked
from fairdue.compliance.rulebook import load_rulebook
from fairdue.foundation.ids import CaseId, PermitId
from fairdue.operations.audit import audit
from fairdue.operations.ports import (
    AttemptRecord,
    ConcurrentChange,
    FileRecord,
    PermitSpent,
    UnknownCase,
)
from fairdue.operations.prepare import work_list
from fairdue.operations.standing_ports import ExportRecord, UnknownAttestation
from fairdue.practice.memory_house import MemoryHouse
from fairdue.practice.soak_world import START, World


@pytest.fixture
def memory() -> MemoryHouse:
    """The Chinese house of a small world: placed, vouched for, and untouched."""
    return World(seed=2, size=20, rulebook=load_rulebook(), sees=World.as_it_is).sites[0].memory


def marked(memory: MemoryHouse, case_id: CaseId) -> NumberMarked:
    point = memory.book.load(case_id).contact_points[0]
    return NumberMarked(point.contact_point_id, NumberStatus.INVALID)


def test_what_a_failed_transaction_wrote_is_gone_everywhere(memory: MemoryHouse) -> None:
    case = next(memory.book.iterate())
    before = (memory.book.events(case.case_id), list(memory.book.log), list(memory.attestations.listed()))
    with pytest.raises(ZeroDivisionError), memory.book.transaction():
        memory.book.append(case, [marked(memory, case.case_id)], at=START, actor="a")
        memory.house.files.record(FileRecord("d", "n", "k", START, "a", 1, 0, 1))
        memory.attestations.withdraw(before[2][0].attestation_id, at=START, actor="a")
        raise ZeroDivisionError
    after = (memory.book.events(case.case_id), list(memory.book.log), list(memory.attestations.listed()))
    assert after == before
    assert memory.book.load(case.case_id) == case
    assert memory.house.files.recent(9)[0].digest != "d"


def test_an_inner_transaction_that_fails_leaves_what_the_outer_did(memory: MemoryHouse) -> None:
    case, other = list(memory.book.iterate())[:2]
    with memory.book.transaction():
        memory.book.append(case, [marked(memory, case.case_id)], at=START, actor="a")
        with pytest.raises(ZeroDivisionError), memory.book.transaction():
            memory.book.append(other, [marked(memory, other.case_id)], at=START, actor="a")
            raise ZeroDivisionError
    assert memory.book.load(case.case_id).contact_points[0].status is NumberStatus.INVALID
    assert memory.book.load(other.case_id) == other
    assert audit(memory.house).findings == ()


def test_who_read_an_older_log_cannot_append_to_it(memory: MemoryHouse) -> None:
    case = next(memory.book.iterate())
    with memory.book.transaction():
        memory.book.append(case, [marked(memory, case.case_id)], at=START, actor="a")
    with pytest.raises(ConcurrentChange), memory.book.transaction():
        memory.book.append(case, [marked(memory, case.case_id)], at=START, actor="a")


def test_writes_and_locks_stand_in_a_transaction(memory: MemoryHouse) -> None:
    case = next(memory.book.iterate())
    with pytest.raises(RuntimeError, match=r"inside book\.transaction"):
        memory.book.append(case, [NoteAnnotated("x")], at=START, actor="a")
    with pytest.raises(RuntimeError, match=r"inside book\.transaction"):
        memory.book.load_locked(case.case_id)
    with pytest.raises(RuntimeError, match=r"inside book\.transaction"):
        memory.book.lock_number("k")


def test_an_attempt_needs_a_permit_that_was_given_and_is_not_spent(memory: MemoryHouse) -> None:
    case = next(memory.book.iterate())
    record = AttemptRecord(
        attempt_id=memory.house.ids.attempt_id(),
        permit_id=PermitId("pm-made-up"),
        case_id=case.case_id,
        person_id=case.party.person_id,
        creditor=case.account.creditor,
        channel="phone",
        number_key="k",
        call_type="interactive",
        initiated_by="agent",
        callee_role="debtor",
        started_at=START,
        civil_on=START.date(),
    )
    with pytest.raises(PermitSpent), memory.book.transaction():
        memory.ledger.open_attempt(record)
    assert memory.ledger.attempts == {}


def test_a_contact_ends_once(memory: MemoryHouse) -> None:
    world = World(seed=3, size=20, rulebook=load_rulebook(), sees=World.as_it_is)
    from fairdue.practice.soak_judge import Judge
    from fairdue.practice.soak_player import Players

    players = Players(world, [Judge(site) for site in world.sites], acts_per_day=200)
    for _ in range(40):
        players.act()
    ledger = world.sites[0].memory.ledger
    ended = next(one for one in ledger.attempts.values() if one.result is not None)
    was = ended.result
    ledger.close_attempt(
        ended.record.attempt_id, result=CallResult.ASSISTANT, answered_by=AnsweredBy.MACHINE, at=START
    )
    assert ended.result is was


def test_sealing_the_same_text_twice_gives_different_tokens_that_say_nothing(memory: MemoryHouse) -> None:
    one, two = memory.sealer.seal("张三 13900000000"), memory.sealer.seal("张三 13900000000")
    assert one != two
    assert "139" not in one + two
    assert memory.sealer.unseal(one) == memory.sealer.unseal(two) == "张三 13900000000"
    assert memory.sealer.opened[-2:] == [one, two]


def test_a_changed_row_is_found_by_the_audit(memory: MemoryHouse) -> None:
    case = next(memory.book.iterate())
    assert audit(memory.house).findings == ()
    rows = memory.book._rows[case.case_id]
    rows[0] = replace(rows[0], body=rows[0].body.replace(case.account.case_no, "X", 1))
    assert [finding.case_id for finding in audit(memory.house).findings] == [case.case_id]


def test_unknown_ids_are_told_as_by_the_database(memory: MemoryHouse) -> None:
    with pytest.raises(UnknownCase):
        memory.book.load(CaseId("c0"))
    with pytest.raises(UnknownCase):
        memory.book.resolve("no such number")
    with pytest.raises(UnknownAttestation):
        memory.attestations.load("as0")
    case = next(memory.book.iterate())
    assert memory.book.resolve(case.account.case_no, creditor=case.account.creditor) == case.case_id
    assert memory.book.find_by_cards([case.account.card])[case.account.card] == (case.case_id,)


def test_an_export_spends_its_permit(memory: MemoryHouse) -> None:
    export = ExportRecord(PermitId("pm1"), "bank", "digest", 3, START, "a")
    memory.house.exports.record(export)
    with pytest.raises(PermitSpent):
        memory.house.exports.record(export)
    assert list(memory.house.exports.recent(5)) == [export]


def test_a_statement_counts_until_it_is_withdrawn(memory: MemoryHouse) -> None:
    scope = Scope(ScopeKind.HOUSE)
    standing = memory.attestations.standing([scope], as_of=START)
    assert standing
    memory.attestations.withdraw(standing[0].attestation_id, at=START, actor="a")
    assert standing[0].attestation_id not in {
        one.attestation_id for one in memory.attestations.standing([scope], as_of=START + timedelta(hours=1))
    }


def test_the_work_list_of_a_house_in_memory_shows_open_cases_by_sum(memory: MemoryHouse) -> None:
    items = work_list(memory.house, collector=None, as_of=START, limit=5, actor="collector-1")
    assert 0 < len(items) <= 5
    assert all(item.case.is_open for item in items)
