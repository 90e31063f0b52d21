"""The debtor's own numbers of one row: first mobile, other mobiles, home, work, and what else can be dialled.

Room: intake. Only own columns are read here; a contact's numbers are sealed elsewhere and never mixed in.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairdue.foundation.problem import Problem
from fairdue.intake.cell import Cells, is_blank
from fairdue.intake.phones import is_mobile, read_phones
from fairdue.intake.row_reading import TableReading


@dataclass(frozen=True, slots=True, repr=False)
class OwnContacts:
    """Numbers as digits, each once, in the order of the file."""

    mobile: str | None
    other_mobiles: tuple[str, ...]
    home: str | None
    work: str | None
    others: tuple[str, ...]


def read_own_contacts(
    reading: TableReading, cells: Cells, line: int, columns: tuple[int, ...], warnings: list[Problem]
) -> OwnContacts:
    """Read the mobile columns and the own landline columns of a row."""
    mobiles: dict[str, None] = {}
    landlines: dict[str, None] = {}
    invalid, of_others, filled = 0, 0, False
    for index in columns:
        cell = cells[index]
        if isinstance(cell, str) and is_mobile(cell):
            mobiles[cell] = None
            continue
        if is_blank(cell):
            continue
        phones = read_phones(cell)
        filled = True
        mobiles |= dict.fromkeys(phones.mobiles)
        landlines |= dict.fromkeys(phones.landlines)
        invalid += phones.invalid
        of_others += phones.of_others
    if of_others:
        warnings.append(reading.found("number_of_another_person_warning", line, "mobile"))
    if not mobiles and filled:
        only_landlines = bool(landlines) and not invalid
        defect = "mobile_is_landline_warning" if only_landlines else "mobile_invalid_only_warning"
        warnings.append(reading.found(defect, line, "mobile"))
    home = _own_line(reading, cells, "home_phone", landlines)
    work = _own_line(reading, cells, "work_phone", landlines)
    numbers = tuple(mobiles)
    rest = [number for number in landlines if number not in (home, work)]
    if home is None and rest:
        home = rest.pop(0)
    return OwnContacts(numbers[0] if numbers else None, numbers[1:], home, work, tuple(rest))


def _own_line(reading: TableReading, cells: Cells, field: str, landlines: dict[str, None]) -> str | None:
    """The first number of an own landline column; further ones join the other numbers."""
    cell = reading.cell(cells, field)
    if is_blank(cell):
        return None
    phones = read_phones(cell)
    numbers = phones.landlines + phones.mobiles
    landlines |= dict.fromkeys(numbers[1:])
    return numbers[0] if numbers else None
