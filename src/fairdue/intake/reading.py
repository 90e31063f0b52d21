"""The one entry point of intake: bytes become a Reading, whose rows stream out in one pass.

Room: intake. ``read_file`` opens, recognises and judges the header; nothing of a file with a FILE problem
is read. Rows are read while they are iterated, so that a file of millions needs little memory; each item
carries its own line, warnings or rejection.

>>> from fairdue.intake.layouts import playbook_layouts
>>> text = "案件编号,最新欠款\\nC1,12.50\\n"
>>> reading = read_file(
...     name="u.csv", content=text.encode(), as_of_on=date(2026, 3, 2), layouts=playbook_layouts()
... )
>>> [row.balance_fen for row in reading.rows()]
[1250]
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from fairdue.foundation.problem import Problem, Severity
from fairdue.intake.account_number import read_account
from fairdue.intake.cell import is_blank
from fairdue.intake.defects import problem
from fairdue.intake.layouts import FileKind, Layouts
from fairdue.intake.limits import SAMPLE_ROWS
from fairdue.intake.payment_reader import PaymentReader, SeenPayments
from fairdue.intake.placement_reader import PlacementDefaults, PlacementReader, card_sample_fails_luhn
from fairdue.intake.preamble import Preamble, Term, read_preamble
from fairdue.intake.recognise import Recognised, Unrecognised, no_header, recognise
from fairdue.intake.rows import RowItem, UpdateRow
from fairdue.intake.source import open_source
from fairdue.intake.table import NumberedRow, Source
from fairdue.intake.update_reader import UpdateReader


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that was opened and understood, or the problems that forbid it.

    ``kind`` is None exactly when the file is refused as a whole; then ``rows()`` gives nothing and the FILE
    problems say why. Warnings of ``problems`` concern the file; those of a row travel with the row.
    """

    file: str
    digest: str
    """SHA-256 of the bytes, in hexadecimal: the same file placed again is known by it."""
    kind: FileKind | None
    problems: tuple[Problem, ...]
    creditor_hint: str | None = None
    batch_hint: str | None = None
    term: Term | None = None
    encoding: str | None = None
    sealed_columns: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()
    refused_columns: tuple[str, ...] = ()
    tables: tuple[Recognised, ...] = field(default=(), repr=False)
    _plan: _Plan | None = field(default=None, repr=False)

    @property
    def refused(self) -> bool:
        """Was the file refused as a whole?"""
        return self.kind is None

    def rows(self) -> Iterator[RowItem]:
        """Read the rows from the start, in the order of the file; each call begins anew."""
        if self._plan is None:
            return iter(())
        return self._plan.rows(self)


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the rows will be read: what the caller and the titles said, and what the sample showed."""

    as_of_on: date
    layouts: Layouts
    defaults: PlacementDefaults
    labels: tuple[str, ...]
    luhn: tuple[bool, ...]

    def rows(self, reading: Reading) -> Iterator[RowItem]:
        """Read table after table; case and serial numbers are compared over the whole file."""
        cases: dict[tuple[str | None, str], int] = {}
        updates: dict[tuple[str | None, str], UpdateRow] = {}
        payments = SeenPayments()
        words = self.layouts.words
        creditor = self.defaults.creditor
        for table, label, luhn in zip(reading.tables, self.labels, self.luhn, strict=True):
            match table.kind:
                case FileKind.PLACEMENT:
                    yield from PlacementReader(
                        recognised=table,
                        file=label,
                        words=words,
                        as_of_on=self.as_of_on,
                        defaults=self.defaults,
                        seen=cases,
                        judge_luhn=luhn,
                    ).rows()
                case FileKind.UPDATE:
                    yield from UpdateReader(
                        recognised=table, file=label, words=words, creditor=creditor, seen=updates
                    ).rows()
                case FileKind.PAYMENT:
                    yield from PaymentReader(
                        recognised=table, file=label, words=words, creditor=creditor, seen=payments
                    ).rows()


def read_file(
    *,
    name: str,
    content: bytes,
    as_of_on: date,
    layouts: Layouts,
    creditor: str | None = None,
    batch_no: str | None = None,
) -> Reading:
    """Open a file of unknown encoding, kind and layout.

    ``as_of_on`` is the business date against which placement dates are judged. ``creditor`` and
    ``batch_no`` are used for rows whose file has no such column or leaves it empty.
    """
    digest = hashlib.sha256(content).hexdigest()
    source = open_source(name=name, content=content)
    if isinstance(source, Problem):
        return Reading(name, digest, None, (source,))
    found, problems = _recognised(source, layouts)
    problems += [each for table, label in found for each in _header_problems(table, label, layouts)]
    if any(each.severity is Severity.FILE for each in problems) or not found:
        return Reading(name, digest, None, tuple(problems), encoding=source.encoding)
    preamble = _joined([read_preamble(rows=table.preamble, words=layouts.words) for table, _ in found])
    luhn = []
    for table, label in found:
        warning, judge = _judge_cards(table, label)
        problems += warning
        luhn.append(judge)
    tables = tuple(table for table, _ in found)
    hint = creditor or preamble.creditor
    return Reading(
        file=name,
        digest=digest,
        kind=tables[0].kind,
        problems=tuple(problems),
        creditor_hint=hint,
        batch_hint=batch_no or preamble.batch_no,
        term=preamble.term,
        encoding=source.encoding,
        sealed_columns=_names(tables, "sealed"),
        ignored_columns=_names(tables, "ignored"),
        refused_columns=_names(tables, "refused"),
        tables=tables,
        _plan=_Plan(
            as_of_on=as_of_on,
            layouts=layouts,
            defaults=PlacementDefaults(hint, batch_no or preamble.batch_no, preamble.placed_on),
            labels=tuple(label for _, label in found),
            luhn=tuple(luhn),
        ),
    )


def _recognised(source: Source, layouts: Layouts) -> tuple[list[tuple[Recognised, str]], list[Problem]]:
    results = [recognise(table=table, layouts=layouts) for table in source.tables]
    taken = [result for result in results if isinstance(result, Recognised)]
    left = [result for result in results if isinstance(result, Unrecognised)]
    problems: list[Problem] = []
    if not taken:
        nearest = max(left, key=lambda each: len(each.nearest.columns) if each.nearest else 0)
        return [], [no_header(file=source.name, found=nearest, layouts=layouts)]
    problems += [
        problem("sheet_not_read_warning", file=source.name, sheet=each.table.sheet or "") for each in left
    ]
    problems += [
        problem("kind_differs", file=source.name, sheet=each.table.sheet or "")
        for each in taken
        if each.kind is not taken[0].kind
    ]
    filled = [table for table in taken if _first_data_row(table) is not None]
    if not filled:
        problems.append(problem("header_only", file=source.name))
    several = len(filled) > 1
    labels = [f"{source.name} [{table.table.sheet}]" if several else source.name for table in filled]
    return list(zip(filled, labels, strict=True)), problems


def _first_data_row(table: Recognised) -> NumberedRow | None:
    return next(_data_rows(table), None)


def _data_rows(table: Recognised) -> Iterator[NumberedRow]:
    return (
        (line, cells)
        for line, cells in table.table.rows()
        if line > table.header_line and any(not is_blank(cell) for cell in cells)
    )


def _header_problems(table: Recognised, label: str, layouts: Layouts) -> Iterator[Problem]:
    match = table.match
    for clash in match.clashes:
        yield problem(
            "duplicate_header" if clash.strict else "second_column_warning",
            file=label,
            line=table.header_line,
            column=match.headers[clash.second],
            first=match.headers[clash.first],
            second=match.headers[clash.second],
            first_at=clash.first + 1,
            second_at=clash.second + 1,
        )
    for index in match.refused:
        yield problem(
            "column_refused_warning", file=label, line=table.header_line, column=match.headers[index]
        )
    sample = list(islice(_data_rows(table), SAMPLE_ROWS))
    for index in match.unnamed:
        if any(index < len(cells) and not is_blank(cells[index]) for _, cells in sample):
            yield problem(
                "column_without_header_warning", file=label, line=table.header_line, number=index + 1
            )
    if match.layout.kind is FileKind.PLACEMENT and "case_no" not in match.columns:
        card = match.headers[match.columns["card"][0]]
        yield problem("case_no_column_missing_warning", file=label, line=table.header_line, column=card)


def _judge_cards(table: Recognised, label: str) -> tuple[list[Problem], bool]:
    if table.kind is not FileKind.PLACEMENT:
        return [], False
    index = table.match.columns["card"][0]
    numbers = [
        read_account(cells[index])
        for _, cells in islice(_data_rows(table), SAMPLE_ROWS)
        if index < len(cells) and isinstance(cells[index], str)
    ]
    if not card_sample_fails_luhn(numbers):
        return [], True
    header = table.match.headers[index]
    return [problem("card_luhn_column_warning", file=label, line=table.header_line, column=header)], False


def _joined(preambles: list[Preamble]) -> Preamble:
    return Preamble(
        creditor=next((each.creditor for each in preambles if each.creditor), None),
        batch_no=next((each.batch_no for each in preambles if each.batch_no), None),
        placed_on=next((each.placed_on for each in preambles if each.placed_on), None),
        term=next((each.term for each in preambles if each.term), None),
    )


def _names(tables: tuple[Recognised, ...], pile: str) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for table in tables:
        match = table.match
        if pile == "sealed":
            names |= dict.fromkeys(column.header for column in match.sealed)
            continue
        unread = match.ignored if table.kind is FileKind.PLACEMENT else (*match.ignored, *match.unknown)
        indexes = match.refused if pile == "refused" else unread
        names |= dict.fromkeys(match.headers[index] for index in indexes)
    return tuple(names)
