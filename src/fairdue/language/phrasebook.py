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

from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import YamlError, read_yaml
from fairdue.language.phrase import Phrase, PhraseError, WordClasses, parse
from fairdue.language.phrase_search import PhraseSearch
from fairdue.language.readable import plain_characters


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

    def __init__(
        self, meanings: tuple[Meaning, ...], phrases: list[tuple[Phrase, PhraseGroup, bool]]
    ) -> None:
        self.meanings = meanings
        self._owners = [(group, is_exception) for _, group, is_exception in phrases]
        self._search = PhraseSearch(phrase for phrase, _, _ in phrases)

    def cues(self, text: str) -> list[Cue]:
        """The groups found in a readable text, each once, at the first place no exception covers."""
        hits = self._search.find(text)
        if not hits:
            return []
        exceptions: dict[str, list[tuple[int, int]]] = {}
        for hit in hits:
            group, is_exception = self._owners[hit.number]
            if is_exception:
                exceptions.setdefault(group.name, []).extend(self._search.find_all(text, hit.number))
        found: dict[str, Cue] = {}
        for hit in hits:
            group, is_exception = self._owners[hit.number]
            if is_exception or group.name in found:
                continue
            places = [(hit.starts, hit.ends)]
            covers = exceptions.get(group.name, ())
            if covers:
                places = self._search.find_all(text, hit.number)
            for starts, ends in places:
                if not any(start <= starts and ends <= end for start, end in covers):
                    found[group.name] = Cue(group, starts, ends)
                    break
        return list(found.values())


@cache
def phrasebook(folder: str) -> Phrasebook:
    """The phrasebook of one kind of speaker, ``customers`` or ``collectors``, read once.

    Raises PhrasebookError when a file cannot be read.
    """
    root = resources.files("fairdue_phrasebook")
    classes = read_classes(root.joinpath("words.yaml").read_text(encoding="utf-8"))
    files = sorted(
        (one for one in root.joinpath(folder).iterdir() if one.name.endswith(".yaml")),
        key=lambda one: one.name,
    )
    return read_phrasebook([(f"{folder}/{one.name}", one) for one in files], classes=classes)


def read_classes(text: str) -> WordClasses:
    """The word classes of words.yaml. Raises PhrasebookError."""
    raw = _yaml("words.yaml", text)
    for name, members in raw.items():
        if not isinstance(members, list) or not all(isinstance(one, str) and one for one in members):
            raise PhrasebookError(
                f"words.yaml: {name} must be a list of words in quotes where they are numbers"
            )
    return WordClasses({str(name): tuple(members) for name, members in raw.items()})


def read_phrasebook(files: list[tuple[str, Traversable]], *, classes: WordClasses) -> Phrasebook:
    """Read the files of one folder. Raises PhrasebookError."""
    meanings: list[Meaning] = []
    phrases: list[tuple[Phrase, PhraseGroup, bool]] = []
    for name, file in files:
        raw = _yaml(name, file.read_text(encoding="utf-8"))
        meanings.append(_meaning(name, raw, classes, phrases))
    return Phrasebook(tuple(meanings), phrases)


def _yaml(name: str, text: str) -> dict[str, Any]:
    try:
        raw = read_yaml(text, source=name)
    except YamlError as error:
        raise PhrasebookError(str(error)) from error
    if not isinstance(raw, dict):
        raise PhrasebookError(f"{name}: a file of the phrasebook is a mapping")
    return raw


def _meaning(
    name: str,
    raw: dict[str, Any],
    classes: WordClasses,
    phrases: list[tuple[Phrase, PhraseGroup, bool]],
) -> Meaning:
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
        group = PhraseGroup(f"{means}.{key}", means, body.get("sure") is True)
        groups.append(group)
        for part, is_exception in (("phrases", False), ("except", True)):
            for pattern in body.get(part) or ():
                try:
                    phrases.append(
                        (parse(plain_characters(str(pattern)), classes=classes), group, is_exception)
                    )
                except PhraseError as error:
                    raise PhrasebookError(f"{name}, group {key}: {error}") from error
    return Meaning(means, Bilingual(says["zh"], says["en"]), tuple(groups))
