"""Gathers the cells of sealed columns into contacts, unread: they are handed on only to be sealed.

Room: intake. Nothing here is normalised, matched or compared, since nobody may look yet.
"""

from __future__ import annotations

from fairdue.intake.cell import Cells, is_blank, text_of
from fairdue.intake.headers import Part, SealedColumn
from fairdue.intake.rows import ThirdPartyContact


def contacts_of(cells: Cells, sealed: tuple[SealedColumn, ...]) -> tuple[ThirdPartyContact, ...]:
    """One contact per column group that has any filled cell, in the order of the columns."""
    groups: dict[str, dict[Part, str]] = {}
    others: dict[str, list[tuple[str, str]]] = {}
    for column in sealed:
        cell = cells[column.index]
        if is_blank(cell):
            continue
        parts = groups.setdefault(column.group, {})
        text = text_of(cell)
        if column.part is Part.OTHER or column.part in parts:
            others.setdefault(column.group, []).append((column.header, text))
        else:
            parts[column.part] = text
    return tuple(
        ThirdPartyContact(
            column_group=group,
            name=parts.get(Part.NAME, ""),
            relation=parts.get(Part.RELATION, ""),
            phone=parts.get(Part.PHONE, ""),
            other=tuple(others.get(group, ())),
        )
        for group, parts in groups.items()
    )
