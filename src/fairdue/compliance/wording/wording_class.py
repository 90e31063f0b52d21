"""The 25 classes of wording: what each is, what it rests on, why it harms, and what may be said instead.

Room: compliance. Each is a file of ``fairdue_rulebook/wording``. A ground names the conduct rules of the register
it was read with and takes their confidence and their sources; a ground that names none was verified by nobody, and
says so. Unknown keys are refused. The guard, which finds the classes in a text, stands in ``guard``.

>>> found = wording_class("C05")
>>> found.code, found.facts[0].name
('FALSE_LEGAL_THREAT', 'lawsuit_filed')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from fairdue.compliance.register import (
    PREFIX_OF_PACK,
    Asks,
    Register,
    Severity,
    load_register,
)
from fairdue.compliance.rule import Confidence
from fairdue.compliance.rule_folder import WORDING_FOLDER, read_text
from fairdue.compliance.rule_page import Page, RuleUnreadable
from fairdue.compliance.wording.spoken_context import ContextError, SpokenContext, read_context
from fairdue.foundation.bilingual import Bilingual

_ID = re.compile(r"C[0-9]{2}")
_CODE = re.compile(r"[A-Z]+(_[A-Z]+)*")
_FACT = re.compile(r"[a-z]+(_[a-z]+)*")
_KEYS = (
    "id",
    "code",
    "name",
    "definition",
    "severity",
    "action",
    "decidable_from",
    "decided_by",
    "facts",
    "confidence",
    "grounds",
    "why",
    "instead",
)
_WEAKEST_LAST = (
    Confidence.SOURCE,
    Confidence.COPY,
    Confidence.PRESS,
    Confidence.DERIVED,
    Confidence.RECALLED,
    Confidence.UNVERIFIED,
)


class WordingClassError(ValueError):
    """A class of wording cannot be read; the message says file, line, what is wrong and how to mend it."""


class DecidableFrom(StrEnum):
    """What a verdict needs besides the words."""

    TEXT = "text"
    MOSTLY_TEXT = "mostly_text"
    PARTLY_TEXT = "partly_text"
    SETTING = "setting"
    STRUCTURE = "structure"
    FACTS = "facts"


@dataclass(frozen=True, slots=True)
class DecidingFact:
    """A fact that decides: ``name`` is its key in a setting, ``says`` asks for it."""

    name: str
    says: Bilingual


@dataclass(frozen=True, slots=True)
class Ground:
    """What a class rests on in the country of ``pack`` (cn, us, gb).

    ``confidence`` is that of the conduct rule read worst, unverified where none is named.
    """

    says: Bilingual
    pack: str
    conduct_ids: tuple[str, ...]
    confidence: Confidence
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LawfulSentence:
    """A sentence that serves the same honest purpose, said in ``setting``."""

    purpose: Bilingual
    says: Bilingual
    setting: SpokenContext


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingClass:
    """One class of wording, C01 to C25."""

    class_id: str
    code: str
    name: Bilingual
    definition: Bilingual
    severity: Severity
    action: Asks
    decidable_from: DecidableFrom
    decided_by: Bilingual
    facts: tuple[DecidingFact, ...]
    confidence: Confidence
    grounds: tuple[Ground, ...]
    why: Bilingual
    instead: tuple[LawfulSentence, ...]
    file: str

    def grounds_in(self, pack: str = "cn") -> tuple[Ground, ...]:
        """The grounds in one country, the one that was read best first; all of them where it has none."""
        own = [ground for ground in self.grounds if ground.pack == pack] or list(self.grounds)
        return tuple(sorted(own, key=lambda ground: _WEAKEST_LAST.index(ground.confidence)))

    def missing_facts(self, setting: SpokenContext) -> tuple[DecidingFact, ...]:
        """The facts that decide and that ``setting`` does not give."""
        return tuple(fact for fact in self.facts if fact.name not in setting.facts)


@cache
def wording_classes() -> tuple[WordingClass, ...]:
    """The classes that come with Fairdue, by id, read once. Raises WordingClassError."""
    return read_wording_folder(files("fairdue_rulebook") / WORDING_FOLDER, register=load_register())


def wording_class(class_id: str) -> WordingClass:
    """One class by its id; KeyError when there is none."""
    for one in wording_classes():
        if one.class_id == class_id:
            return one
    raise KeyError(f"no class of wording is called {class_id}; `fairdue rulebook wording` prints them all")


def read_wording_folder(folder: Traversable, *, register: Register) -> tuple[WordingClass, ...]:
    """Read a whole folder of classes. Raises WordingClassError with every file at fault."""
    found: list[WordingClass] = []
    faults: list[str] = []
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if not path.name.lower().endswith((".yaml", ".yml")):
            continue
        name = f"{WORDING_FOLDER}/{path.name}"
        try:
            found.append(read_wording_class(text=read_text(name, path), file=name, register=register))
        except (RuleUnreadable, WordingClassError) as error:
            faults.append(str(error))
    if faults:
        raise WordingClassError("\n".join(faults))
    if not found:
        raise WordingClassError(
            f"{WORDING_FOLDER}: line 1: no class of wording; write {WORDING_FOLDER}/C01.yaml"
        )
    return tuple(found)


def read_wording_class(*, text: str, file: str, register: Register) -> WordingClass:
    """Read one file. Raises WordingClassError for anything missing, unknown or malformed, with file and line."""
    try:
        return _read(Page(file, text), register)
    except RuleUnreadable as error:
        raise WordingClassError(str(error)) from error


def _read(page: Page, register: Register) -> WordingClass:
    for key in page.keys:
        if key not in _KEYS:
            page.wrong(str(key), f"unknown key; a class of wording has {', '.join(_KEYS)}")
    class_id, code = page.words("id"), page.words("code")
    if not _ID.fullmatch(class_id) or page.file.rsplit("/", 1)[-1] != f"{class_id}.yaml":
        page.wrong(
            "id", f"{class_id!r} is not the name of the file; write C and two digits, as the file is called"
        )
    if not _CODE.fullmatch(code):
        page.wrong("code", f"{code!r} is no code; write capitals and underscores, such as FALSE_DEADLINE")
    return WordingClass(
        class_id=class_id,
        code=code,
        name=_both(page, "name", page.keys.get("name")),
        definition=_both(page, "definition", page.keys.get("definition")),
        severity=page.one_of("severity", Severity),
        action=page.one_of("action", Asks),
        decidable_from=page.one_of("decidable_from", DecidableFrom),
        decided_by=_both(page, "decided_by", page.keys.get("decided_by")),
        facts=_facts(page),
        confidence=page.one_of("confidence", Confidence),
        grounds=tuple(_ground(page, place, raw, register) for place, raw in _entries(page, "grounds")),
        why=_both(page, "why", page.keys.get("why")),
        instead=tuple(_sentence(page, place, raw) for place, raw in _entries(page, "instead")),
        file=page.file,
    )


def _both(page: Page, key: str, raw: object, *below: object) -> Bilingual:
    """A text in both languages; one alone is refused."""
    if not isinstance(raw, dict) or set(raw) != {"zh", "en"}:
        page.wrong(key, "expected zh and en, and nothing else", *below)
    return _pair(page, key, raw, *below)


def _pair(page: Page, key: str, raw: dict[Any, Any], *below: object) -> Bilingual:
    for language in ("zh", "en"):
        value = raw.get(language)
        if not isinstance(value, str) or not value.strip():
            page.wrong(key, f"{language}: expected a text that is not empty", *below, language)
    return Bilingual(raw["zh"].strip(), raw["en"].strip())


def _entries(page: Page, key: str) -> list[tuple[int, Any]]:
    return list(enumerate(page.listed(key, page.keys.get(key))))


def _facts(page: Page) -> tuple[DecidingFact, ...]:
    raw = page.keys.get("facts")
    if not isinstance(raw, dict):
        page.wrong("facts", "expected the facts that decide, by name, or {} where none does")
    for name in raw:
        if not isinstance(name, str) or not _FACT.fullmatch(name):
            page.wrong("facts", f"{name!r} is no name of a fact; write it like lawsuit_filed", name)
    return tuple(DecidingFact(name, _both(page, "facts", says, name)) for name, says in raw.items())


def _ground(page: Page, place: int, raw: object, register: Register) -> Ground:
    if not isinstance(raw, dict) or set(raw) != {"zh", "en", "of", "from"}:
        page.wrong("grounds", "a ground has zh, en, of (cn, us, gb) and from, conduct rules or []", place)
    if raw["of"] not in PREFIX_OF_PACK:
        page.wrong(
            "grounds", f"of: {raw['of']!r} is no pack; write one of {', '.join(PREFIX_OF_PACK)}", place, "of"
        )
    ids = raw["from"]
    if not isinstance(ids, list):
        page.wrong(
            "grounds", "from: expected a list of conduct rules such as [CN-PO-01], or []", place, "from"
        )
    known = {entry.conduct_id: entry for entry in register.entries}
    for conduct_id in ids:
        if conduct_id not in known:
            page.wrong("grounds", f"from: the register has no conduct rule {conduct_id!r}", place, "from")
    entries = [known[conduct_id] for conduct_id in ids]
    worst = max(
        (entry.confidence for entry in entries), key=_WEAKEST_LAST.index, default=Confidence.UNVERIFIED
    )
    sources = dict.fromkeys(source for entry in entries for source in entry.sources)
    return Ground(_pair(page, "grounds", raw, place), raw["of"], tuple(ids), worst, tuple(sources))


def _sentence(page: Page, place: int, raw: object) -> LawfulSentence:
    if not isinstance(raw, dict) or set(raw) - {"setting"} != {"for", "zh", "en"}:
        page.wrong("instead", "a sentence has for, zh and en, and may have setting", place)
    try:
        setting = read_context(raw.get("setting"))
    except ContextError as error:
        page.wrong("instead", f"setting: {error}", place, "setting")
    purpose = _both(page, "instead", raw["for"], place, "for")
    return LawfulSentence(purpose, _pair(page, "instead", raw, place), setting)
