"""Ways round the gate that were tried and are closed: each of these once went through."""

from __future__ import annotations

import pytest

from desk.test_send import Line, codes, dial, over, place
from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.happening import Happening, NumberMarked, ThirdPartyRefused
from fairdue.operations.house import House
from fairdue.operations.place import place_file
from fairdue.operations.send import Refuse, Revealed, Sent, reveal
from journeys.story import CREDITOR, Story, on, placement_csv, reveal_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house: House) -> CaseFile:
    return place(house, "HS-1")


def sibling(house: House, case: CaseFile, **cells: str) -> CaseFile:
    return place(house, "HS-2", seed=12, 姓名=case.party.name, 证件号=case.party.id_number, **cells)


def record(house: House, case: CaseFile, happened: Happening) -> None:
    with house.book.transaction():
        house.book.append(house.book.load_locked(case.case_id), [happened], at=on(0, 9), actor="c7")


def restate(house: House, **cells: str) -> None:
    assert Story(house).place(placement_csv({"个案序列号": "HS-1"} | cells, size=1), at=on(0, 9)).restated


def test_somebody_who_hangs_up_unnamed_counts_as_the_customer(house: House, case: CaseFile) -> None:
    line = over(house, Line(CallResult.ANSWERED, AnsweredBy.UNKNOWN_PERSON))
    for minute in range(3):
        assert isinstance(dial(line, case, minute=minute), Sent)
    assert codes(dial(line, case, minute=3)) == {"cn.gbt_45251.effective_calls"}


@pytest.mark.parametrize("status", [NumberStatus.INVALID, NumberStatus.BLOCKED])
def test_a_number_spent_on_one_case_is_spent_on_every_case_of_the_person(
    house: House, case: CaseFile, status: NumberStatus
) -> None:
    other = sibling(house, case, 手机=case.contact_points[0].value)
    record(house, case, NumberMarked(case.contact_points[0].contact_point_id, status))
    assert codes(dial(over(house, Line()), other)) == {"house.number_usable"}


def test_a_blocked_number_is_not_forgotten_by_a_placement_that_leaves_it_out(
    house: House, case: CaseFile
) -> None:
    point = case.contact_points[0]
    record(house, case, NumberMarked(point.contact_point_id, NumberStatus.BLOCKED))
    restate(house, 手机="13911112222")
    restate(house, 手机=point.value, 委案金额="999.00")
    now = {p.number_key: p.status for p in house.book.load(case.case_id).contact_points}
    assert now[point.number_key] is NumberStatus.BLOCKED


def test_a_third_person_who_refused_is_not_forgotten_by_a_placement_that_leaves_them_out(
    house: House, case: CaseFile
) -> None:
    third = case.sealed_contacts[0]
    record(house, case, ThirdPartyRefused(third.contact_point_id))
    restate(house, 联系人1手机="13911113333")
    restate(house, 联系人1姓名="联系甲乙", 联系人1手机="13900001234", 委案金额="999.00")
    assert {
        c.refused for c in house.book.load(case.case_id).sealed_contacts if c.number_key == third.number_key
    } == {True}


def unreachable(house: House, case: CaseFile) -> None:
    for minute in range(3):
        assert isinstance(dial(over(house, Line(CallResult.NO_ANSWER)), case, minute=minute), Sent)


def test_a_third_person_who_refused_on_one_case_is_left_alone_on_the_others(
    house: House, case: CaseFile
) -> None:
    other = sibling(house, case)
    unreachable(house, other)
    assert isinstance(reveal(house, action=reveal_action(other), as_of=on(1, 10), actor="c7"), Revealed)
    record(house, case, ThirdPartyRefused(case.sealed_contacts[0].contact_point_id))
    refused = reveal(house, action=reveal_action(other), as_of=on(1, 10), actor="c7")
    assert isinstance(refused, Refuse) and codes(refused) == {"cn.gbt_45251.third_party_refused"}


def test_a_customer_just_reached_on_another_case_is_not_unreachable_on_this_one(
    house: House, case: CaseFile
) -> None:
    other = sibling(house, case)
    unreachable(house, other)
    spoke = over(house, Line(CallResult.ANSWERED, AnsweredBy.DEBTOR))
    assert isinstance(dial(spoke, case, hour=11), Sent)
    answer = reveal(house, action=reveal_action(other), as_of=on(1, 10), actor="c7")
    assert isinstance(answer, Refuse) and "cn.gbt_45251.third_party_unreachable" in codes(answer)


def update(house: House, creditor: str) -> int:
    text = f"委托方,个案序列号,动作,更新日期\n{creditor},HS-1,收回,2026-03-02\n"
    report = place_file(house, name="u.csv", content=text.encode(), as_of=on(0, 9), actor="admin")
    return len(report.recalled)


def test_an_old_file_sent_again_does_not_open_a_recalled_case(house: House) -> None:
    first = placement_csv({"个案序列号": "HS-1"}, size=1)
    story = Story(house)
    assert story.place(first, at=on(0, 8)).new == 1
    restate(house, 委案金额="999.00")
    assert update(house, CREDITOR) == 1
    again = story.place(first, at=on(0, 10))
    assert (again.unchanged, list(again.restated)) == (1, [])
    case = house.book.load(house.book.resolve("HS-1"))
    assert (case.status, case.stated_balance_fen) == (CaseStatus.RECALLED, 99_900)


def test_one_creditor_does_not_recall_the_case_of_another(house: House, case: CaseFile) -> None:
    assert update(house, "别家银行") == 0
    assert house.book.load(case.case_id).is_open
