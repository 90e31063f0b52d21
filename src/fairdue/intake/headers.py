"""Matches a header row with a layout: which column feeds which field, what is sealed, refused or unknown.

Room: intake. A column about somebody else is recognised before anything else, so that a contact's phone
never lands in the debtor's. Matching reads headers only, never a row of data.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fairdue.intake.layouts import FieldLayout, KindLayout, Layouts, fold_header, split_unit

FEN_OF_YUAN = 100


class Part(StrEnum):
    """Which part of a contact a sealed column holds."""

    NAME = "name"
    RELATION = "relation"
    PHONE = "phone"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column about somebody else: the contact it belongs to and the part it holds."""

    index: int
    header: str
    group: str
    part: Part


@dataclass(frozen=True, slots=True)
class Clash:
    """Two columns that mean the same; where ``strict``, neither can be trusted."""

    first: int
    second: int
    strict: bool


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """What one header row means under one layout. Column numbers count from 0."""

    layout: KindLayout
    headers: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]
    tiers: Mapping[str, int]
    """Field → the tier of names by which its first column was found."""
    fen_per_unit: Mapping[int, int]
    """Amount columns whose header states another unit than yuan."""
    sealed: tuple[SealedColumn, ...]
    refused: tuple[int, ...]
    ignored: tuple[int, ...]
    unknown: tuple[int, ...]
    unnamed: tuple[int, ...]
    clashes: tuple[Clash, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields that no column feeds; of a choice, the first stands for all."""
        missing = [field for field in self.layout.required if field not in self.columns]
        choice = self.layout.required_one_of
        if choice and not any(field in self.columns for field in choice):
            missing.append(choice[0])
        return tuple(missing)

    @property
    def score(self) -> int:
        """How much of the header is understood; clashes count against it."""
        return len(self.columns) + len(self.sealed) - 4 * sum(clash.strict for clash in self.clashes)


@dataclass(slots=True)
class _Columns:
    """The piles into which headers are sorted while matching."""

    meanings: dict[int, tuple[tuple[str, int], ...]]
    units: dict[int, int]
    sealed: list[SealedColumn]
    refused: list[int]
    ignored: list[int]
    unknown: list[int]
    unnamed: list[int]


def match_header(
    *, cells: Sequence[str], above: Sequence[str] = (), layout: KindLayout, layouts: Layouts
) -> HeaderMatch:
    """Match header cells; ``above`` is the upper row of a two-line header, spread over merged cells."""
    headers = [" ".join(cell.split()) for cell in cells]
    uppers = [" ".join(cell.split()) for cell in above] + [""] * (len(headers) - len(above))
    piles = _Columns({}, {}, [], [], [], [], [])
    for index, (header, upper) in enumerate(zip(headers, uppers, strict=False)):
        headers[index] = _sort(index, header, upper, piles, layout, layouts)
    columns, tiers, clashes = _assign(piles.meanings, layout)
    clashes += _same_text(headers, piles)
    used = {index for indexes in columns.values() for index in indexes}
    used |= {index for clash in clashes if clash.strict for index in (clash.first, clash.second)}
    piles.unknown += [index for index in piles.meanings if index not in used]
    return HeaderMatch(
        layout=layout,
        headers=tuple(headers),
        columns=columns,
        tiers=tiers,
        fen_per_unit=piles.units,
        sealed=tuple(piles.sealed),
        refused=tuple(piles.refused),
        ignored=tuple(piles.ignored),
        unknown=tuple(sorted(piles.unknown)),
        unnamed=tuple(piles.unnamed),
        clashes=tuple(clashes),
    )


def _sort(index: int, header: str, upper: str, piles: _Columns, layout: KindLayout, layouts: Layouts) -> str:
    """Put one column on its pile; return the header as it will be shown."""
    if not header and upper:
        header, upper = upper, ""
    folded = fold_header(header)
    if not folded:
        piles.unnamed.append(index)
        return header
    joined = fold_header(upper) + folded
    shown = f"{upper} {header}" if upper and layouts.third_party.search(joined) else header
    if layouts.refused.search(joined):
        piles.refused.append(index)
    elif layouts.third_party.search(joined):
        piles.sealed.append(_sealed(index, shown, joined, layouts))
    else:
        rest, remark = split_unit(header)
        meanings = next(
            (
                layout.known[word]
                for word in _spellings(joined, folded, rest, layouts)
                if word in layout.known
            ),
            None,
        )
        if meanings is not None:
            piles.meanings[index] = meanings
            piles.units[index] = layouts.words.unit_factors.get(remark, FEN_OF_YUAN)
        elif folded in layouts.ignored or rest in layouts.ignored:
            piles.ignored.append(index)
        else:
            piles.unknown.append(index)
    return shown


def _spellings(joined: str, folded: str, rest: str, layouts: Layouts) -> list[str]:
    words = [joined, folded, rest]
    for word in (folded, rest):
        words += [word.removeprefix(owner) for owner in layouts.owner_prefixes if word.startswith(owner)]
    return [word for word in words if word]


def _sealed(index: int, header: str, folded: str, layouts: Layouts) -> SealedColumn:
    part, group = Part.OTHER, folded
    for word, named in layouts.third_party_parts:
        if word in folded and folded != word:
            part, group = Part(named), folded.replace(word, "", 1)
            break
    bare = part is Part.OTHER
    for remark in layouts.third_party_remarks:
        if remark in group and group != remark:
            bare, group = False, group.replace(remark, "", 1)
    if bare:
        part = Part.RELATION if folded.startswith(("关系", "relation")) else Part.NAME
    return SealedColumn(index, header, group, part)


def _assign(
    meanings: Mapping[int, tuple[tuple[str, int], ...]], layout: KindLayout
) -> tuple[dict[str, tuple[int, ...]], dict[str, int], list[Clash]]:
    offers: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, pairs in meanings.items():
        for field, tier in pairs:
            offers[field, tier].append(index)
    columns: dict[str, tuple[int, ...]] = {}
    tiers: dict[str, int] = {}
    clashes: list[Clash] = []
    used: set[int] = set()
    wanted = (*layout.required, *layout.required_one_of)
    ordered = sorted(layout.fields, key=lambda each: each.field not in wanted)
    for tier in range(max(len(each.tiers) for each in layout.fields)):
        for each in ordered:
            free = [index for index in offers.get((each.field, tier), ()) if index not in used]
            if not free or (each.field in columns and not each.many):
                continue
            if len(free) > 1 and not each.many:
                clashes.append(Clash(free[0], free[1], each.field in layout.strict))
            taken = tuple(free) if each.many else (free[0],)
            columns[each.field] = columns.get(each.field, ()) + taken
            tiers.setdefault(each.field, tier)
            used.update(free)
    _share(columns, tiers, offers, layout, wanted)
    return columns, tiers, clashes


def _share(
    columns: dict[str, tuple[int, ...]],
    tiers: dict[str, int],
    offers: Mapping[tuple[str, int], list[int]],
    layout: KindLayout,
    wanted: tuple[str, ...],
) -> None:
    """Let one column feed two required fields: a contract number is account and case number at once."""
    by_field: dict[str, FieldLayout] = {each.field: each for each in layout.fields}
    for field in wanted:
        if field in columns:
            continue
        for tier in range(len(by_field[field].tiers)):
            offered = offers.get((field, tier))
            if offered:
                columns[field], tiers[field] = (offered[0],), tier
                break


def _same_text(headers: Sequence[str], piles: _Columns) -> list[Clash]:
    first: dict[str, int] = {}
    clashes: list[Clash] = []
    skipped = set(piles.ignored) | set(piles.refused) | set(piles.unnamed)
    for index, header in enumerate(headers):
        if index in skipped:
            continue
        folded = fold_header(header)
        if folded in first:
            clashes.append(Clash(first[folded], index, True))
        first.setdefault(folded, index)
    return clashes
