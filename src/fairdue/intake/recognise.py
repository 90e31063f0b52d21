"""Finds the header of a table and says which kind of file it is: placement, update or payment.

Room: intake. Titles and notes may stand above the header, and the header may take two lines with merged
cells. Nothing from a row of data is ever shown: headers are echoed only when they are headers for sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fairdue.foundation.problem import Problem
from fairdue.intake.cell import Cells, is_blank, plain_text
from fairdue.intake.defects import problem
from fairdue.intake.headers import HeaderMatch, match_header
from fairdue.intake.layouts import FileKind, Layouts
from fairdue.intake.limits import HEADER_SEARCH_ROWS
from fairdue.intake.preamble import read_preamble
from fairdue.intake.table import NumberedRow, Table

_HEADER_FOR_SURE = 3
"""With so many known names in a row it is a header, and its other cells may be shown."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table whose header was found."""

    table: Table
    match: HeaderMatch
    header_line: int
    header_cells: tuple[str, ...]
    """The last header row as it stands, to know it again when it is repeated between the data."""
    preamble: tuple[tuple[str, ...], ...]
    """The filled cells of each row above the header."""

    @property
    def kind(self) -> FileKind:
        """What the file does."""
        return self.match.layout.kind


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """No header: the nearest miss, if any row looked like one."""

    table: Table
    nearest: HeaderMatch | None


def recognise(*, table: Table, layouts: Layouts) -> Recognised | Unrecognised:
    """Look for the header in the first rows and decide the kind of file by it."""
    head = _head_of(table)
    best: tuple[int, HeaderMatch] | None = None
    nearest: HeaderMatch | None = None
    for position in range(len(head)):
        match = _best_match(head, position, layouts)
        if match is None:
            continue
        if nearest is None or _nearness(match) > _nearness(nearest):
            nearest = match
        complete = not match.missing or _dated_above(match, head[:position], layouts)
        if complete and (best is None or match.score > best[1].score):
            best = (position, match)
    if best is None:
        return Unrecognised(table, nearest)
    position, match = best
    line, cells = head[position]
    return Recognised(
        table=table,
        match=match,
        header_line=line,
        header_cells=tuple(_texts(cells)),
        preamble=tuple(tuple(text for text in _texts(above) if text.strip()) for _, above in head[:position]),
    )


def _dated_above(match: HeaderMatch, above: Sequence[NumberedRow], layouts: Layouts) -> bool:
    """Is the placement day the only thing missing, and do the title rows say it for the whole file?"""
    if match.missing != ("placed_on",):
        return False
    rows = [[text for text in _texts(cells) if text.strip()] for _, cells in above]
    return read_preamble(rows=rows, words=layouts.words).placed_on is not None


def no_header(*, file: str, found: Unrecognised, layouts: Layouts) -> Problem:
    """The message for a table without a recognisable header."""
    match = found.nearest
    layout = match.layout if match is not None else layouts.of(FileKind.PLACEMENT)
    missing = match.missing if match is not None else layout.required
    words = "、".join(layout.shown[field] for field in missing)
    words_en = ", ".join(layout.shown_en[field] for field in missing)
    seen, seen_en = "前面各行里没有已知的列名", "no known column name stands in the first rows"
    if match is not None:
        names = _seen(match)
        seen = "看到的列：" + "、".join(names)
        seen_en = "columns seen: " + ", ".join(names)
    return problem(
        "no_header",
        file=file,
        missing=words,
        missing_en=words_en,
        seen=seen,
        seen_en=seen_en,
    )


def _seen(match: HeaderMatch) -> list[str]:
    if len(match.columns) >= _HEADER_FOR_SURE:
        return [header for header in match.headers if header][:40]
    return [match.headers[index] for indexes in match.columns.values() for index in indexes]


def _head_of(table: Table) -> list[NumberedRow]:
    head: list[NumberedRow] = []
    for line, cells in table.rows():
        if any(not is_blank(cell) for cell in cells):
            head.append((line, cells))
            if len(head) >= HEADER_SEARCH_ROWS:
                break
    return head


def _texts(cells: Cells) -> list[str]:
    return [cell.strip("\ufeff") if isinstance(cell, str) else plain_text(cell) for cell in cells]


def _best_match(head: Sequence[NumberedRow], position: int, layouts: Layouts) -> HeaderMatch | None:
    line, row = head[position]
    cells = _texts(row)
    matches = [match_header(cells=cells, layout=layout, layouts=layouts) for layout in layouts.kinds]
    if max(len(match.columns) for match in matches) < 2:
        return None
    if position > 0 and head[position - 1][0] == line - 1:
        upper = _spread(_texts(head[position - 1][1]), cells)
        doubled = [
            match_header(cells=cells, above=upper, layout=layout, layouts=layouts) for layout in layouts.kinds
        ]
        matches = [
            double if _fuller(double, single) else single
            for single, double in zip(matches, doubled, strict=True)
        ]
    return _choose({match.layout.kind: match for match in matches})


def _fuller(double: HeaderMatch, single: HeaderMatch) -> bool:
    if len(double.missing) != len(single.missing):
        return len(double.missing) < len(single.missing)
    return double.score > single.score


def _spread(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Spread a merged cell over the columns it spans: a merged cell is written once, then blank."""
    spread: list[str] = []
    current = ""
    for index, below in enumerate(lower):
        own = upper[index] if index < len(upper) else ""
        if own.strip():
            current = own
            spread.append(own)
        else:
            spread.append(current if below.strip() else "")
    return spread


def _choose(matches: dict[FileKind, HeaderMatch]) -> HeaderMatch:
    placement, payment, update = (
        matches[FileKind.PLACEMENT],
        matches[FileKind.PAYMENT],
        matches[FileKind.UPDATE],
    )
    acts = "action" in update.columns and update.tiers["action"] == 0
    if not update.missing and acts:
        return update
    if not placement.missing:
        return placement
    if not payment.missing:
        return payment
    # A placement file that lacks one required column must not pass as a file of balances.
    placed_amount = placement.tiers.get("amount_fen") == 0
    nearly_placed = placed_amount and "name" in placement.columns and "id_number" in placement.columns
    if nearly_placed:
        return placement
    return update if not update.missing else max(matches.values(), key=_nearness)


def _nearness(match: HeaderMatch) -> tuple[float, int]:
    needed = len(match.layout.required) + bool(match.layout.required_one_of)
    return 1 - len(match.missing) / needed, len(match.columns)
