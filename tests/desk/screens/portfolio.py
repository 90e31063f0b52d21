"""A small made-up portfolio as a creditor's CSV file, for tests of screens: no person of it exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairdue.foundation.civil import CHINA
from fairdue.foundation.ids import CaseId, case_id_of
from fairdue.operations.house import House
from fairdue.operations.place import place_file
from fairdue_desk.screens.records import take_case

CREDITOR = "示例银行"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_HEADER = (
    "批次号,委托方,产品,委案日期,预计退案日期,姓名,性别,证件号,手机,卡号,委案金额,本金,逾期利息,违约金,"
    "最低还款额,最新欠款,逾期日期,逾期期数,联系人1姓名,联系人1关系,联系人1手机,个案序列号"
)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """One made-up customer, with everything of them that must not stand where it does not belong."""

    number: int

    @property
    def case_no(self) -> str:
        return f"T{self.number:05d}"

    @property
    def case_id(self) -> CaseId:
        return case_id_of(creditor=CREDITOR, case_no=self.case_no)

    @property
    def name(self) -> str:
        first, second = divmod(self.number, 10)
        return f"甄{'甲乙丙丁戊己庚辛壬癸'[first % 10]}{'春夏秋冬东南西北中央'[second]}"

    @property
    def mobile(self) -> str:
        return f"138{self.number:08d}"

    @property
    def id_number(self) -> str:
        body = f"110101{1980 + self.number % 20}0304{self.number % 1000:03d}"
        check = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11
        return body + "10X98765432"[check]

    @property
    def card(self) -> str:
        body = f"622200{self.number:09d}"
        total = 0
        for place, digit in enumerate(reversed(body)):
            doubled = int(digit) * (2 if place % 2 == 0 else 1)
            total += doubled - 9 if doubled > 9 else doubled
        return body + str(-total % 10)

    @property
    def third_person(self) -> tuple[str, str]:
        return f"贾{self.number:03d}", f"139{self.number:08d}"

    @property
    def amount(self) -> str:
        return f"{12_000 + self.number * 7}.36"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What tells who it is."""
        return (self.name, self.mobile, self.id_number, self.card, *self.third_person)

    def row(self) -> str:
        relative, number = self.third_person
        return (
            f"B1,{CREDITOR},信用卡,2026-02-20,2026-05-20,{self.name},女,{self.id_number},{self.mobile},{self.card},"
            f"{self.amount},11000.00,700.36,300.00,1250.00,{self.amount},2026-01-10,2,"
            f"{relative},配偶,{number},{self.case_no}"
        )


def made_up(count: int) -> list[MadeUp]:
    """The first so many made-up customers."""
    return [MadeUp(number) for number in range(1, count + 1)]


def csv_of(people: Sequence[MadeUp]) -> bytes:
    """Their placement file."""
    return ("\n".join([_HEADER, *(person.row() for person in people)]) + "\n").encode()


def place(house: House, people: Sequence[MadeUp], *, collector: str = "") -> None:
    """Place them, and give them to a collector if one is named."""
    now = house.now().astimezone(CHINA)
    report = place_file(house, name="t.csv", content=csv_of(people), as_of=now, actor="test")
    assert report.taken_count == len(people), [row.problems for row in report.rejected]
    for person in people if collector else ():
        assert take_case(house, case_id=person.case_id, as_of=now, actor=collector) is None
