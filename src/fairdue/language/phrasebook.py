"""The phrasebook: what people say, written down by meaning, and the search over all of it.

Room: language. The folder ``fairdue_phrasebook`` holds ``words.yaml`` (word classes), and a folder for each
kind of speaker: ``customers/`` has a file for each intent, ``collectors/`` one for each class of wording and
one for each manner of saying (negation, quotation, rule-talk …). A file reads::

    means: distress
    says: {zh: 自伤或精神崩溃的表达, en: self-harm or breakdown}
    groups:
      wish_to_die:
        sure: true          # a text with one of these phrases means this, whatever else stands in it
        phrases:
          - 不想活
        except:             # where one of these covers the phrase, it was an idiom or a denial
          - 热得不想活

Unknown keys are refused.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import YamlError, read_yaml
from fairdue.language.phrase import PhraseError, WordClasses, parse
from fairdue.language.phrase_search import PatternTable, PhraseSearch, Searched
from fairdue.language.phrase_table import PhraseTable, TableBuilder
from fairdue.language.readable import plain_characters

_REMEMBERED = 64
"""So many texts read last are remembered with what was found in them, in the memory of the process alone."""


class PhrasebookError(ValueError):
    """A file of the phrasebook cannot be read; the message names the file and what to correct."""


@dataclass(frozen=True, slots=True)
class PhraseGroup:
    """Phrases that say one thing: ``name`` is unique in the phrasebook, such as distress.wish_to_die."""

    name: str
    means: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Meaning:
    """One file: an intent, a class of wording or a manner, with what it says in both languages."""

    means: str
    says: Bilingual
    groups: tuple[PhraseGroup, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """A group of phrases that was found in a text, and where, half open, in the readable text."""

    group: PhraseGroup
    starts: int
    ends: int


class Phrasebook:
    """All phrases of one folder, ready to be searched for."""

    def __init__(self, meanings: tuple[Meaning, ...], table: PhraseTable) -> None:
        self.meanings = meanings
        groups = [group for meaning in meanings for group in meaning.groups]
        self._owners: dict[int, list[PhraseGroup]] = {}
        self._exceptions: dict[str, Sequence[int]] = {}
        for group, phrases, exceptions in zip(groups, table.phrases, table.exceptions, strict=True):
            self._exceptions[group.name] = exceptions
            for number in phrases:
                self._owners.setdefault(number, []).append(group)
        # What a collector says is read as a turn and again as what the next answer answers.
        self._lately: dict[str, list[Cue]] = {}
        self._search = PhraseSearch(table.patterns, starters=sorted(self._owners))

    def cues(self, text: str) -> list[Cue]:
        """The groups found in a readable text, each once, at the first place that no exception covers."""
        kept = self._lately.get(text)
        if kept is None:
            if len(self._lately) >= _REMEMBERED:
                self._lately.clear()
            kept = self._lately[text] = self._look(text)
        return list(kept)

    def _look(self, text: str) -> list[Cue]:
        searched, candidates = self._search.candidates(text)
        found: dict[str, Cue] = {}
        pattern, owners = self._search.pattern, self._owners
        for number in candidates:
            groups = owners[number]
            if groups[0].name in found and all(group.name in found for group in groups):
                continue
            match = pattern(number).search(text)
            if match is None:
                continue
            for group in groups:
                if group.name not in found:
                    place = self._uncovered(searched, number, group, match.span())
                    if place is not None:
                        found[group.name] = Cue(group, *place)
        return list(found.values())

    def _uncovered(
        self, searched: Searched, number: int, group: PhraseGroup, first: tuple[int, int]
    ) -> tuple[int, int] | None:
        covers = [place for one in self._exceptions[group.name] for place in searched.places(one)]
        if not covers:
            return first
        for starts, ends in searched.places(number):
            if not any(start <= starts and ends <= end for start, end in covers):
                return starts, ends
        return None


@cache
def phrasebook(folder: str) -> Phrasebook:
    """The phrasebook of one kind of speaker: ``customers``, ``collectors`` or ``acts``, read once.

    Reads the table that ``fairdue train`` made of the folder where it is up to date, else the folder itself,
    which takes seconds. Raises PhrasebookError when a file cannot be read.
    """
    files = phrasebook_files(folder)
    compiled = resources.files("fairdue_phrasebook").joinpath("models", f"{folder}.phrases")
    if compiled.is_file():
        book = _from_table(compiled.read_bytes(), digest_of(files))
        if book is not None:
            return book
    meanings, table = read_phrasebook(files)
    return Phrasebook(meanings, table)


def phrasebook_files(folder: str) -> dict[str, str]:
    """The texts that make up one phrasebook, by name: the word classes, and a file for each meaning."""
    root = resources.files("fairdue_phrasebook")
    found = {"words.yaml": root.joinpath("words.yaml").read_text(encoding="utf-8")}
    for one in sorted(root.joinpath(folder).iterdir(), key=lambda one: one.name):
        if one.name.endswith(".yaml"):
            found[f"{folder}/{one.name}"] = one.read_text(encoding="utf-8")
    return found


def digest_of(files: Mapping[str, str]) -> str:
    """A digest of the texts of a phrasebook and of the form of its table."""
    digest = hashlib.sha256(_TABLE_FORM.encode())
    for name in sorted(files):
        digest.update(f"{name}\0{files[name]}\0".encode())
    return digest.hexdigest()


def read_phrasebook(
    files: Mapping[str, str], *, frequency: Callable[[frozenset[str]], float] | None = None
) -> tuple[tuple[Meaning, ...], PhraseTable]:
    """Read the texts of one phrasebook. ``frequency`` tells how often one of some words stands in a text, so that
    a search starts from the rarest; without it long words are taken for rare. Raises PhrasebookError."""
    classes = read_classes(files["words.yaml"])
    builder = TableBuilder(frequency)
    meanings = tuple(
        _meaning(name, _yaml(name, text), classes, builder)
        for name, text in files.items()
        if name != "words.yaml"
    )
    return meanings, builder.table()


def read_classes(text: str) -> WordClasses:
    """The word classes of words.yaml. Raises PhrasebookError."""
    raw = _yaml("words.yaml", text)
    for name, members in raw.items():
        if not isinstance(members, list) or not all(isinstance(one, str) and one for one in members):
            raise PhrasebookError(
                f"words.yaml: {name} must be a list of words in quotes where they are numbers"
            )
    return WordClasses({str(name): tuple(members) for name, members in raw.items()})


def _yaml(name: str, text: str) -> dict[str, Any]:
    try:
        raw = read_yaml(text, source=name)
    except YamlError as error:
        raise PhrasebookError(str(error)) from error
    if not isinstance(raw, dict):
        raise PhrasebookError(f"{name}: a file of the phrasebook is a mapping")
    return raw


def _meaning(name: str, raw: dict[str, Any], classes: WordClasses, builder: TableBuilder) -> Meaning:
    unknown = set(raw) - {"means", "says", "groups"}
    if unknown or not isinstance(raw.get("means"), str) or not isinstance(raw.get("groups"), dict):
        raise PhrasebookError(f"{name}: expected means, says and groups, found {', '.join(map(str, raw))}")
    says = raw.get("says")
    if not isinstance(says, dict) or set(says) != {"zh", "en"}:
        raise PhrasebookError(f"{name}: says must have zh and en")
    means, groups = raw["means"], []
    for key, body in raw["groups"].items():
        if not isinstance(body, dict) or set(body) - {"sure", "phrases", "except"} or not body.get("phrases"):
            raise PhrasebookError(f"{name}: the group {key} has phrases, and may have sure and except")
        groups.append(PhraseGroup(f"{means}.{key}", means, body.get("sure") is True))
        try:
            phrases, exceptions = (
                [parse(plain_characters(str(pattern)), classes=classes) for pattern in body.get(part) or ()]
                for part in ("phrases", "except")
            )
        except PhraseError as error:
            raise PhrasebookError(f"{name}, group {key}: {error}") from error
        builder.add_group(phrases, exceptions)
    return Meaning(means, Bilingual(says["zh"], says["en"]), tuple(groups))


_TABLE_FORM = "fairdue-phrases-1"


def pack_phrasebook(folder: str, *, frequency: Callable[[frozenset[str]], float]) -> bytes:
    """The table of one folder as a file, which is read in a hundredth of the time the folder takes."""
    files = phrasebook_files(folder)
    meanings, table = read_phrasebook(files, frequency=frequency)
    patterns = table.patterns
    body = {
        "digest": digest_of(files),
        "meanings": [
            [one.means, one.says.zh, one.says.en, [[group.name, group.sure] for group in one.groups]]
            for one in meanings
        ],
        "phrases": table.phrases,
        "exceptions": table.exceptions,
        "regexes": patterns.regexes,
        "needs": patterns.needs,
        "rarest": patterns.rarest,
        "words": patterns.words,
        "sets_of": patterns.sets_of,
    }
    return zlib.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def _from_table(data: bytes, digest: str) -> Phrasebook | None:
    """The phrasebook of a table, or None when the table was made of other texts."""
    try:
        body = json.loads(zlib.decompress(data))
    except (ValueError, zlib.error):
        return None
    if not isinstance(body, dict) or body.get("digest") != digest:
        return None
    meanings = tuple(
        Meaning(means, Bilingual(zh, en), tuple(PhraseGroup(name, means, sure) for name, sure in groups))
        for means, zh, en, groups in body["meanings"]
    )
    patterns = PatternTable(
        regexes=body["regexes"],
        needs=body["needs"],
        rarest=body["rarest"],
        words=body["words"],
        sets_of=body["sets_of"],
    )
    return Phrasebook(meanings, PhraseTable(body["phrases"], body["exceptions"], patterns))
