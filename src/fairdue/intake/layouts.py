"""Layouts: which headers mean which field, and what the words in cells mean. Data, read once.

Room: intake. The words live in ``fairdue_playbook/layouts`` as YAML, so that a creditor's wording is
added without touching code. This file reads and checks them; it matches nothing itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib import resources
from typing import Any

from fairdue.foundation.strict_yaml import YamlError, read_yaml


class FileKind(StrEnum):
    """What a file does: places cases, updates or recalls them, or reports payments."""

    PLACEMENT = "placement"
    UPDATE = "update"
    PAYMENT = "payment"


_NOISE = re.compile(r"[\W_]+")
_BRACKETS = re.compile(r"[(\[{【〔〖《<「]([^)\]}】〕〗》>」]*)[)\]}】〕〗》>」]")


def fold_header(text: str) -> str:
    """One spelling for a header: half-width, lower case, without blanks and punctuation.

    >>> fold_header("＊委托 金额：")
    '委托金额'
    """
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def split_unit(text: str) -> tuple[str, str]:
    """Take a bracketed remark off a header: the folded rest, and the folded remark ('' if none).

    >>> split_unit("委托金额（万元）")
    ('委托金额', '万元')
    """
    plain = unicodedata.normalize("NFKC", text)
    remarks = "".join(_BRACKETS.findall(plain))
    return fold_header(_BRACKETS.sub("", plain)), fold_header(remarks)


@dataclass(frozen=True, slots=True)
class FieldLayout:
    """One field: its header names in tiers (earlier tiers win), and whether several columns may feed it."""

    field: str
    tiers: tuple[frozenset[str], ...]
    many: bool


@dataclass(frozen=True, slots=True)
class KindLayout:
    """One kind of file: its fields, those it must have, and those of which one is enough."""

    kind: FileKind
    fields: tuple[FieldLayout, ...]
    required: tuple[str, ...]
    required_one_of: tuple[str, ...]
    strict: frozenset[str]
    """Fields for which a second column makes the file unreadable."""
    shown: Mapping[str, str]
    """The first header name of each field, as Chinese messages show it."""
    shown_en: Mapping[str, str]
    known: Mapping[str, tuple[tuple[str, int], ...]]
    """Folded header → the (field, tier) pairs that it can mean."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of cells, folded: word → meaning."""

    total_rows: frozenset[str]
    footnotes: tuple[str, ...]
    preamble: Mapping[str, str]
    creditor_endings: tuple[str, ...]
    id_types: Mapping[str, str]
    currencies: Mapping[str, str]
    sexes: Mapping[str, str]
    actions: Mapping[str, str]
    channels: Mapping[str, str]
    products: Mapping[str, str]
    reversal_words: tuple[str, ...]
    unit_factors: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Layouts:
    """All that intake knows about how creditors write."""

    kinds: tuple[KindLayout, ...]
    third_party: re.Pattern[str]
    third_party_parts: tuple[tuple[str, str], ...]
    """(folded word, part) pairs, longest word first."""
    third_party_remarks: tuple[str, ...]
    refused: re.Pattern[str]
    owner_prefixes: tuple[str, ...]
    ignored: frozenset[str]
    words: Words

    def of(self, kind: FileKind) -> KindLayout:
        """The layout of one kind."""
        return next(layout for layout in self.kinds if layout.kind is kind)


def read_layouts(texts: Mapping[str, str]) -> Layouts:
    """Make layouts from YAML texts by file name (``placement.yaml``, …, ``columns.yaml``, ``words.yaml``).

    Raises YamlError that names the file when a text is missing, is no YAML, or has an unknown shape.
    """
    documents: dict[str, Any] = {}
    for name in ("placement.yaml", "update.yaml", "payment.yaml", "columns.yaml", "words.yaml"):
        if name not in texts:
            raise YamlError(f"{name}: missing; the folder fairdue_playbook/layouts must hold it")
        documents[name] = read_yaml(texts[name], source=name)
    columns = documents["columns.yaml"]
    try:
        parts = [
            (fold_header(str(word)), part)
            for part, words in columns["third_party_parts"].items()
            for word in words
        ]
        return Layouts(
            kinds=tuple(
                _kind_of(documents[name], source=name)
                for name in ("placement.yaml", "payment.yaml", "update.yaml")
            ),
            third_party=re.compile("|".join(columns["third_party"])),
            third_party_parts=tuple(sorted(parts, key=lambda pair: -len(pair[0]))),
            third_party_remarks=tuple(fold_header(str(word)) for word in columns["third_party_remarks"]),
            refused=re.compile("|".join(columns["refused"])),
            owner_prefixes=tuple(
                sorted((fold_header(str(word)) for word in columns["owner_prefixes"]), key=len, reverse=True)
            ),
            ignored=frozenset(fold_header(str(word)) for word in columns["ignored"]),
            words=_words_of(documents["words.yaml"]),
        )
    except (KeyError, TypeError, AttributeError, re.error) as error:
        raise YamlError(f"layouts: a part is missing or has the wrong shape ({error!r})") from error


@lru_cache(maxsize=1)
def playbook_layouts() -> Layouts:
    """The layouts that come with the house, read from ``fairdue_playbook/layouts``."""
    folder = resources.files("fairdue_playbook") / "layouts"
    return read_layouts(
        {
            entry.name: entry.read_text(encoding="utf-8")
            for entry in folder.iterdir()
            if entry.name.endswith(".yaml")
        }
    )


def _kind_of(document: Any, *, source: str) -> KindLayout:
    fields: list[FieldLayout] = []
    shown: dict[str, str] = {}
    shown_en: dict[str, str] = {}
    known: dict[str, list[tuple[str, int]]] = {}
    for field, entry in document["fields"].items():
        tiers = tuple(frozenset(fold_header(str(word)) for word in tier) for tier in entry["headers"])
        fields.append(FieldLayout(field, tiers, bool(entry.get("many", False))))
        names = [str(word) for tier in entry["headers"] for word in tier]
        shown[field] = names[0]
        shown_en[field] = next((name for name in names if name.isascii()), names[0])
        for number, tier in enumerate(tiers):
            for word in tier:
                known.setdefault(word, []).append((field, number))
    for field in (*document["required"], *document["strict"], *document.get("required_one_of", [])):
        if field not in shown:
            raise YamlError(f"{source}: the field {field!r} has no headers; add them under fields")
    return KindLayout(
        kind=FileKind(document["kind"]),
        fields=tuple(fields),
        required=tuple(document["required"]),
        required_one_of=tuple(document.get("required_one_of", [])),
        strict=frozenset((*document["required"], *document["strict"])),
        shown=shown,
        shown_en=shown_en,
        known={word: tuple(pairs) for word, pairs in known.items()},
    )


def _meanings(groups: Mapping[str, list[Any]]) -> dict[str, str]:
    return {fold_word(str(word)): meaning for meaning, words in groups.items() for word in words}


def fold_word(text: str) -> str:
    """One spelling for a word in a cell; symbols such as ¥ stay."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _words_of(document: Any) -> Words:
    return Words(
        total_rows=frozenset(fold_header(str(word)) for word in document["total_rows"]),
        footnotes=tuple(fold_word(str(word)) for word in document["footnotes"]),
        preamble=_meanings(document["preamble"]),
        creditor_endings=tuple(str(word) for word in document["creditor_endings"]),
        id_types=_meanings(document["id_types"]),
        currencies=_meanings(document["currencies"]),
        sexes=_meanings(document["sexes"]),
        actions=_meanings(document["actions"]),
        channels=_meanings(document["channels"]),
        products=_meanings(document["products"]),
        reversal_words=tuple(fold_word(str(word)) for word in document["reversal_words"]),
        unit_factors={fold_header(str(word)): int(fen) for word, fen in document["unit_factors"].items()},
    )
