"""Reads the lines of a placement file (委案): each is taken, taken with warnings, rejected or skipped.

Room: intake. It judges a line by itself and by the case numbers seen before it; whether the case is
already in the house is for ``operations.place`` to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fairdue.foundation.problem import Problem
from fairdue.intake.account_number import is_card_shaped, passes_luhn, read_account
from fairdue.intake.cell import Cell, Cells, code_of, is_blank, lost_digits, name_of, text_of
from fairdue.intake.defects import in_rank
from fairdue.intake.delinquency import judge_ageing
from fairdue.intake.identity import (
    RESIDENT_TYPES,
    Identity,
    IdentityChecksum,
    IdentityUnreadable,
    age_on,
    read_other_id,
    read_resident_id,
)
from fairdue.intake.layouts import Words, fold_word
from fairdue.intake.limits import MAX_EXTRA_CHARS, MAX_EXTRA_COLUMNS, MAX_NOTE_CHARS
from fairdue.intake.own_contacts import read_own_contacts
from fairdue.intake.recognise import Recognised
from fairdue.intake.row_reading import TableReading
from fairdue.intake.rows import PlacementRow, RowItem, RowRejected, RowSkipped
from fairdue.intake.third_party import contacts_of

_TEXTS = (
    "batch_no",
    "product",
    "employer",
    "occupation",
    "city",
    "province",
    "address",
    "marital_status",
    "email",
    "placement_round",
)
_MONEY = (
    "principal_fen",
    "interest_fen",
    "minimum_due_fen",
    "balance_fen",
    "last_paid_fen",
    "income_fen",
    "credit_limit_fen",
)
_DATES = ("return_by", "overdue_on", "last_paid_on")
_DAYS = ("payday", "statement_day", "due_day")
_KEYS = ("case_no", "name", "id_number", "card")
_OF_AGE = 18
_LUHN_SAMPLE = 5


@dataclass(frozen=True, slots=True)
class PlacementDefaults:
    """What the title rows or the caller say for all rows; a column of the file wins."""

    creditor: str | None = None
    batch_no: str | None = None
    placed_on: date | None = None


@dataclass(frozen=True, slots=True, repr=False)
class _Core:
    """The part of a row that every case must have, once it is known to be whole."""

    creditor: str | None
    identity: Identity
    id_type: str
    amount_fen: int
    placed_on: date
    name: str
    card: str
    case_no: str


class PlacementReader:
    """Reads one recognised table; ``seen`` is shared by the tables of one file."""

    def __init__(
        self,
        *,
        recognised: Recognised,
        file: str,
        words: Words,
        as_of_on: date,
        defaults: PlacementDefaults,
        seen: dict[tuple[str | None, str], int],
        judge_luhn: bool,
    ) -> None:
        self._reading = TableReading(recognised=recognised, file=file, words=words)
        self._as_of_on = as_of_on
        self._defaults = defaults
        self._seen = seen
        self._match = recognised.match
        self._words = words
        columns = self._reading.columns
        self._texts = tuple((name, columns[name]) for name in _TEXTS if name in columns)
        self._money = tuple((name, columns[name]) for name in _MONEY if name in columns)
        self._sums = {
            name: self._match.columns.get(name, ()) for name in ("penalty_fen", "fees_fen", "history_note")
        }
        self._mobiles = self._match.columns.get("mobile", ())
        self._extras = self._match.unknown[:MAX_EXTRA_COLUMNS]
        self._days = tuple(name for name in _DAYS if name in columns)
        account = self._reading.header_of("card").lower()
        self._luhn = judge_luhn and ("卡" in account or "card" in account)
        self._numbered = "case_no" in columns

    def rows(self) -> Iterator[RowItem]:
        """Each line that says something, in the order of the file."""
        for line, cells, surplus in self._reading.lines():
            item = self._row(line, cells, surplus)
            if item is not None:
                yield item

    def _row(self, line: int, cells: Cells, surplus: int) -> RowItem | None:
        reading = self._reading
        problems: list[Problem] = []
        warnings: list[Problem] = []
        creditor = reading.text(reading.cell(cells, "creditor")) or self._defaults.creditor
        identity, id_type = self._identity(cells, line, problems, warnings)
        amount = self._amount(cells, line, problems)
        placed_on = self._placed_on(cells, line, problems)
        name = name_of(cells[reading.columns["name"]])
        if not name:
            problems.append(reading.found("name_missing", line, "name"))
        card = self._card(cells, line, problems, warnings)
        case_no = self._case_no(cells, line, card, problems, warnings)
        if surplus:
            problems.append(reading.found("row_shape", line, None))
        if reading.has_marks:
            reading.judge_marks(line, problems, warnings)
        if problems:
            odd = reading.odd_line(line, cells, keys=_KEYS, amount="amount_fen")
            if odd is not None:
                return odd if isinstance(odd, RowSkipped) else None
        self._remember(creditor, case_no, line, problems)
        dates: dict[str, date | None] = {
            name: reading.optional_date(cells, name, line, warnings) for name in _DATES
        }
        if placed_on is not None:
            overdue_on = dates["overdue_on"]
            if placed_on > self._as_of_on:
                problems.append(reading.found("placed_in_future", line, "placed_on"))
            elif overdue_on is not None and overdue_on > placed_on:
                problems.append(reading.found("overdue_after_placement", line, "overdue_on"))
        if amount is not None:
            reading.add_to_sum("amount_fen", amount)
        if problems or identity is None or amount is None or placed_on is None or case_no is None:
            return RowRejected(line, reading.file, case_no, in_rank(problems))
        core = _Core(creditor, identity, id_type, amount, placed_on, name, card, case_no)
        return self._taken(line, cells, core, dates, warnings)

    def _taken(
        self, line: int, cells: Cells, core: _Core, dates: dict[str, date | None], warnings: list[Problem]
    ) -> PlacementRow:
        reading, defaults, identity = self._reading, self._defaults, core.identity
        texts = {field: reading.text(cells[index]) for field, index in self._texts}
        money = {
            field: reading.optional_money(cells[index], field, index, line, warnings)
            for field, index in self._money
        }
        days = {field: reading.optional_month_day(cells, field, line, warnings) for field in self._days}
        contacts = read_own_contacts(reading, cells, line, self._mobiles, warnings)
        self._warn_of_amounts(core, money.get("principal_fen"), line, warnings)
        ageing = judge_ageing(reading, cells, line, dates["overdue_on"], core.placed_on, warnings)
        return PlacementRow(
            file_line=line,
            file=reading.file,
            creditor=core.creditor,
            batch_no=texts.get("batch_no") or defaults.batch_no,
            case_no=core.case_no,
            name=core.name,
            id_type=core.id_type,
            id_number=identity.number,
            id_canonical=identity.canonical,
            sex=self._sex(cells) or identity.sex,
            birth_on=identity.birth_on,
            mobile=contacts.mobile,
            other_mobiles=contacts.other_mobiles,
            home_phone=contacts.home,
            work_phone=contacts.work,
            other_phones=contacts.others,
            card=core.card,
            product=texts.get("product"),
            currency=self._currency(cells, line, warnings),
            amount_fen=core.amount_fen,
            principal_fen=money.get("principal_fen"),
            interest_fen=money.get("interest_fen"),
            penalty_fen=self._sum(cells, "penalty_fen", line, warnings),
            fees_fen=self._sum(cells, "fees_fen", line, warnings),
            minimum_due_fen=money.get("minimum_due_fen"),
            balance_fen=money.get("balance_fen"),
            placed_on=core.placed_on,
            return_by=dates["return_by"],
            overdue_on=dates["overdue_on"],
            overdue_days_stated=ageing.stated_days,
            overdue_days=ageing.days,
            overdue_periods=ageing.periods,
            bucket=ageing.bucket,
            last_paid_on=dates["last_paid_on"],
            last_paid_fen=money.get("last_paid_fen"),
            employer=texts.get("employer"),
            occupation=texts.get("occupation"),
            income_fen=money.get("income_fen"),
            payday=days.get("payday"),
            city=texts.get("city"),
            province=texts.get("province"),
            address=texts.get("address"),
            marital_status=texts.get("marital_status"),
            email=texts.get("email"),
            placement_round=texts.get("placement_round"),
            history_note=self._note(cells),
            credit_limit_fen=money.get("credit_limit_fen"),
            statement_day=days.get("statement_day"),
            due_day=days.get("due_day"),
            third_party=contacts_of(cells, self._match.sealed) if self._match.sealed else (),
            extras=self._unknown(cells) if self._extras else (),
            warnings=tuple(warnings),
        )

    def _warn_of_amounts(
        self, core: _Core, principal: int | None, line: int, warnings: list[Problem]
    ) -> None:
        if principal is not None and principal > core.amount_fen:
            warnings.append(self._reading.found("principal_exceeds_amount_warning", line, "principal_fen"))
        birth_on = core.identity.birth_on
        if birth_on is not None and age_on(birth_on, core.placed_on) < _OF_AGE:
            warnings.append(self._reading.found("minor_warning", line, "id_number"))

    def _identity(
        self, cells: Cells, line: int, problems: list[Problem], warnings: list[Problem]
    ) -> tuple[Identity | None, str]:
        reading = self._reading
        cell = cells[reading.columns["id_number"]]
        stated = reading.text(reading.cell(cells, "id_type"))
        id_type = "id_card" if stated is None else self._words.id_types.get(fold_word(stated), "other")
        if is_blank(cell):
            problems.append(reading.found("id_missing", line, "id_number"))
            return None, id_type
        if lost_digits(cell):
            problems.append(reading.found("id_scientific_notation", line, "id_number"))
            return None, id_type
        number = code_of(cell)
        try:
            if id_type in RESIDENT_TYPES:
                return read_resident_id(number, born_by=self._as_of_on), id_type
            if len(number) == 18 and _is_resident(number, self._as_of_on):
                warnings.append(reading.found("id_type_disagrees_warning", line, "id_number"))
                return read_resident_id(number, born_by=self._as_of_on), id_type
            return read_other_id(number), id_type
        except IdentityChecksum:
            problems.append(reading.found("id_checksum", line, "id_number"))
        except IdentityUnreadable:
            problems.append(reading.found("id_unreadable", line, "id_number"))
        return None, id_type

    def _amount(self, cells: Cells, line: int, problems: list[Problem]) -> int | None:
        amount = self._reading.required_money(cells, "amount_fen", line, problems)
        if amount is not None and amount <= 0:
            defect = "amount_zero" if amount == 0 else "amount_negative"
            problems.append(self._reading.found(defect, line, "amount_fen"))
            return None
        return amount

    def _placed_on(self, cells: Cells, line: int, problems: list[Problem]) -> date | None:
        if "placed_on" not in self._reading.columns:
            return self._defaults.placed_on
        default = self._defaults.placed_on
        if default is not None and is_blank(self._reading.cell(cells, "placed_on")):
            return default
        return self._reading.required_date(cells, "placed_on", line, problems)

    def _card(self, cells: Cells, line: int, problems: list[Problem], warnings: list[Problem]) -> str:
        cell = cells[self._reading.columns["card"]]
        if lost_digits(cell):
            problems.append(self._reading.found("account_scientific_notation", line, "card"))
            return ""
        card = read_account(cell)
        if not card:
            problems.append(self._reading.found("account_missing", line, "card"))
        elif self._luhn and is_card_shaped(card) and not passes_luhn(card):
            warnings.append(self._reading.found("card_luhn_warning", line, "card"))
        return card

    def _case_no(
        self, cells: Cells, line: int, card: str, problems: list[Problem], warnings: list[Problem]
    ) -> str | None:
        if not self._numbered:
            return card or None
        cell = self._reading.cell(cells, "case_no")
        if lost_digits(cell):
            problems.append(self._reading.found("case_no_unreadable", line, "case_no"))
            return None
        case_no = code_of(cell)
        if case_no:
            return case_no
        if not card or (None, card) in self._seen:
            problems.append(self._reading.found("case_no_missing", line, "case_no"))
            return None
        self._seen[None, card] = line
        warnings.append(self._reading.found("case_no_missing_warning", line, "case_no"))
        return card

    def _remember(
        self, creditor: str | None, case_no: str | None, line: int, problems: list[Problem]
    ) -> None:
        if case_no is None:
            return
        key = (creditor or "", case_no)
        earlier = self._seen.setdefault(key, line)
        if earlier != line:
            field = "case_no" if self._numbered else "card"
            problems.append(self._reading.found("duplicate_case", line, field, earlier=earlier))

    def _currency(self, cells: Cells, line: int, warnings: list[Problem]) -> str:
        text = self._reading.text(self._reading.cell(cells, "currency"))
        if text is None:
            return "CNY"
        currency = self._words.currencies.get(fold_word(text), text.upper()[:8])
        if currency != "CNY":
            warnings.append(self._reading.found("currency_not_cny_warning", line, "currency"))
        return currency

    def _sex(self, cells: Cells) -> str | None:
        text = self._reading.text(self._reading.cell(cells, "sex"))
        return None if text is None else self._words.sexes.get(fold_word(text))

    def _sum(self, cells: Cells, field: str, line: int, warnings: list[Problem]) -> int | None:
        total: int | None = None
        for index in self._sums[field]:
            fen = self._reading.optional_money(cells[index], field, index, line, warnings)
            if fen is not None:
                total = fen if total is None else total + fen
        return total

    def _note(self, cells: Cells) -> str | None:
        indexes = self._sums["history_note"]
        if len(indexes) == 1 and not is_blank(cells[indexes[0]]):
            return _note_of(cells[indexes[0]])[:MAX_NOTE_CHARS] or None
        notes = [_note_of(cells[index]) for index in indexes if not is_blank(cells[index])]
        return "\n".join(notes)[:MAX_NOTE_CHARS] or None

    def _unknown(self, cells: Cells) -> tuple[tuple[str, str], ...]:
        headers = self._reading.headers
        return tuple(
            (headers[index], text_of(cells[index])[:MAX_EXTRA_CHARS])
            for index in self._extras
            if not is_blank(cells[index])
        )


def _note_of(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else text_of(cell)


def _is_resident(number: str, born_by: date) -> bool:
    try:
        read_resident_id(number, born_by=born_by)
    except (IdentityUnreadable, IdentityChecksum):
        return False
    return True


def card_sample_fails_luhn(numbers: list[str]) -> bool:
    """Do most of these fail the check digit, so that the column evidently holds something else?"""
    cards = [number for number in numbers if is_card_shaped(number)]
    return len(cards) >= _LUHN_SAMPLE and sum(map(passes_luhn, cards)) * 2 < len(cards)
