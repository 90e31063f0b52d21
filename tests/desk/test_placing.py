"""Placing into a real house: what must not be mixed, and what must not be taken as the customer's."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from fairdue.foundation.civil import CHINA
from fairdue.operations.house import House
from fairdue.operations.place import place_file
from fairdue.operations.place_report import PlaceReport
from fairdue.operations.ports import RowRefused
from fairdue_desk.rows.models import Case
from fairdue_desk.stores.bulk import insert_rows

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 3, 2, 10, 0, tzinfo=CHINA)
HEADER = "委托方,个案序列号,姓名,证件号,手机,卡号,委案日期,委案金额\n"
FIRST = "示例银行,A1,测试甲,110101199001010031,{mobile},990000000001,2026-03-01,100.00\n"
OTHER = "示例银行,A1,测试乙,110101199001010058,16000000002,990000000001,2026-03-01,200.00\n"


def place(house: House, text: str) -> PlaceReport:
    return place_file(house, name="file.csv", content=(HEADER + text).encode(), as_of=MORNING, actor="admin")


def test_a_case_number_that_comes_again_with_another_person_is_rejected(house: House) -> None:
    assert place(house, FIRST.format(mobile="16000000001")).new == 1
    again = place(house, OTHER)
    assert [row.problems[0].defect for row in again.rejected] == ["case_of_another_person"]
    case = house.book.load(house.book.resolve("A1"))
    assert (case.party.name, case.account.amount_fen) == ("测试甲", 10_000)


@pytest.mark.parametrize("cell", ["本人16000000001；妻子16100000002", "16000000001/朋友 16100000002"])
def test_a_relatives_number_in_the_customers_own_cell_is_not_taken_as_theirs(house: House, cell: str) -> None:
    report = place(house, FIRST.format(mobile=cell))
    assert "number_of_another_person_warning" in {problem.defect for problem in report.warned}
    case = house.book.load(house.book.resolve("A1"))
    assert [point.value for point in case.contact_points] == ["16000000001"]


def test_control_characters_never_reach_the_case(house: House) -> None:
    place(house, FIRST.format(mobile="16000000001").replace("测试甲", "测\x1b[31m试甲"))
    name = house.book.load(house.book.resolve("A1")).party.name
    assert "\x1b" not in name and name.isprintable()


def test_a_row_that_the_database_refuses_is_told_by_file_and_line_and_never_by_its_value(
    house: House,
) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite refuses no text for its length")
    long_name = "测" * 150
    good = FIRST.format(mobile="16000000001")
    bad = good.replace("A1", "A2").replace("测试甲", long_name)
    report = place(house, good + bad)
    (problem,) = report.file_problems
    assert (problem.file, problem.file_line, problem.defect) == ("file.csv", 3, "refused_by_store")
    assert "name" in problem.message.en and "name" in problem.message.zh
    assert "测" * 5 not in repr(report)
    assert Case.objects.count() == 0, "nothing of the file is stored"


def test_a_row_that_is_there_twice_is_told_without_its_key(house: House) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite says which column, and no value")
    with pytest.raises(RowRefused) as told:
        insert_rows("rows_person", ("person_id",), [("p-secret-1",), ("p-secret-1",)])
    assert "rows_person" in str(told.value) and "there already" in str(told.value)
    known: BaseException | None = told.value
    while known is not None:
        assert "secret" not in str(known)
        known = known.__cause__ or known.__context__
