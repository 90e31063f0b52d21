"""The register: the conduct rules that the rulebook must account for, one entry each, as far as they were read.

Room: compliance. An entry says where a conduct rule is written, how it was read and what a program is asked to
do about it; what the house does about it is said by the rules that name it under ``from``. The register holds
no numbers and judges nothing. Nothing here is enforced by itself: ``coverage`` compares the two.

>>> load_register().entry("US-TIME-01").article
'1006.6(b)(1)(i)'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, NoReturn
from urllib.parse import urlsplit

from fairdue.compliance.rule import HOUSE, NOT_ENFORCEABLE, Confidence
from fairdue.compliance.rule_folder import REGISTER_FOLDER, read_text
from fairdue.compliance.rule_page import Page, RuleUnreadable

PREFIX_OF_PACK = {"cn": "CN", "us": "US", "gb": "UK"}
"""How the ids of a jurisdiction's conduct rules begin, by the pack that accounts for them."""

_KEYS = ("id", "instrument", "article", "binding", "status", "asks", "severity", "confidence", "sources")
_ID = re.compile(r"[A-Z]{2}-[A-Z0-9]+-[0-9]{2}")
_STORED_FILE = re.compile(r"GitHub file text \d+( .+)?")
_NAMED_COPY = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+ copy of .+")
_HOST = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\.?")


class RegisterInvalid(ValueError):
    """The register cannot be used; the message lists what is wrong with file and line."""


class Asks(StrEnum):
    """What a program is asked to do about a conduct rule."""

    BLOCK = "block"
    HOLD_FOR_REVIEW = "hold_for_review"
    WARN = "warn"
    RECORD = "record"


class Severity(StrEnum):
    """How grave a breach is, gravest first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConductEntry:
    """One conduct rule of the register; ``binding`` and ``status`` are remarks as they were written down."""

    conduct_id: str
    pack: str
    instrument: str
    article: str
    binding: str
    status: str
    asks: Asks
    severity: Severity
    confidence: Confidence
    sources: tuple[str, ...]
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Register:
    """All entries, pack by pack in the order of their files. ``read_on`` is the day it was last compared."""

    entries: tuple[ConductEntry, ...]
    read_on: date

    def entry(self, conduct_id: str) -> ConductEntry:
        """Return one entry; KeyError when the register has none of that id."""
        for entry in self.entries:
            if entry.conduct_id == conduct_id:
                return entry
        raise KeyError(
            f"the register has no conduct rule {conduct_id}; `fairdue rulebook coverage` lists them"
        )

    def packs(self) -> dict[str, str]:
        """The pack that accounts for each id: what the reading of a rule's ``from`` needs."""
        return {entry.conduct_id: entry.pack for entry in self.entries}


def load_register(directory: Traversable | None = None) -> Register:
    """Read the register of a rulebook folder (the shipped one by default), whole or not at all.

    A folder without a register of its own, such as a house's or a test's, is accounted for by the shipped one.
    Raises RegisterInvalid with every file at fault.
    """
    if directory is not None and (directory / REGISTER_FOLDER).is_dir():
        return _read_all(directory / REGISTER_FOLDER)
    return _shipped()


@cache
def _shipped() -> Register:
    return _read_all(files("fairdue_rulebook") / REGISTER_FOLDER)


def _read_all(folder: Traversable) -> Register:
    entries: list[ConductEntry] = []
    days: list[date] = []
    faults: list[str] = []
    for path in sorted(folder.iterdir(), key=lambda found: found.name):
        name = f"{REGISTER_FOLDER}/{path.name}"
        try:
            read, day = read_register(text=read_text(name, path), file=name)
        except RuleUnreadable as error:
            faults.append(str(error))
        else:
            entries += read
            days.append(day)
    if faults:
        raise RegisterInvalid("\n".join(faults))
    if not entries:
        raise RegisterInvalid(
            f"{REGISTER_FOLDER}: line 1: no entry; list the conduct rules in {REGISTER_FOLDER}/cn.yaml"
        )
    return Register(tuple(entries), max(days))


def read_register(*, text: str, file: str) -> tuple[tuple[ConductEntry, ...], date]:
    """Read the entries of one jurisdiction and the day they were compared; ``file`` is like ``register/cn.yaml``.

    Raises RuleUnreadable for anything missing, unknown, doubled or malformed, with file, line and mend.
    """
    page = Page(file, text)
    pack = file.rsplit("/", 1)[-1].removesuffix(".yaml")
    if pack not in PREFIX_OF_PACK:
        page.wrong(
            "entries", f"{pack} is no jurisdiction; name the file after one of {', '.join(PREFIX_OF_PACK)}"
        )
    for key in page.keys:
        if key not in ("read_on", "entries"):
            page.wrong(str(key), "unknown key; a register has read_on and entries")
    read_on = page.day("read_on", page.keys.get("read_on"))
    entries: list[ConductEntry] = []
    seen: set[str] = set()
    for place, raw in enumerate(page.listed("entries", page.keys.get("entries"))):
        entry = _EntryPage(page, place, raw, pack).entry()
        if entry.conduct_id in seen:
            page.wrong("entries", f"{entry.conduct_id} stands twice; keep one of the two", place, "id")
        seen.add(entry.conduct_id)
        entries.append(entry)
    return tuple(entries), read_on


class _EntryPage:
    """One entry while it is read; its complaints name the line of the key inside the entry."""

    def __init__(self, page: Page, place: int, raw: object, pack: str) -> None:
        self.page, self.place, self.pack = page, place, pack
        if not isinstance(raw, dict):
            page.wrong("entries", f"an entry has the keys {', '.join(_KEYS)}", place)
        self.raw: dict[Any, Any] = raw
        for key in raw:
            if key not in _KEYS:
                self.wrong(key, f"unknown key; an entry has {', '.join(_KEYS)}")
        for key in _KEYS:
            if key not in raw:
                self.wrong(key, "missing; every entry has it")

    def wrong(self, key: str, complaint: str, *below: object) -> NoReturn:
        self.page.wrong("entries", f"{key}: {complaint}", self.place, key, *below)

    def words(self, key: str) -> str:
        value = self.raw[key]
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, "expected a text that is not empty; where it was not read, say so")
        return value.strip()

    def entry(self) -> ConductEntry:
        conduct_id = self.words("id")
        if not _ID.fullmatch(conduct_id) or not conduct_id.startswith(f"{PREFIX_OF_PACK[self.pack]}-"):
            self.wrong(
                "id", f"{conduct_id!r} is no id of {self.pack}; write {PREFIX_OF_PACK[self.pack]}-TIME-01"
            )
        with self.page.within("entries", self.place, "confidence"):
            confidence = self.page.member("entries", self.raw["confidence"], Confidence)
        if confidence is Confidence.POLICY:
            self.wrong("confidence", f"policy is of the {HOUSE}; say how the text was read")
        with self.page.within("entries", self.place, "asks"):
            asks = self.page.member("entries", self.raw["asks"], Asks)
        with self.page.within("entries", self.place, "severity"):
            severity = self.page.member("entries", self.raw["severity"], Severity)
        return ConductEntry(
            conduct_id=conduct_id,
            pack=self.pack,
            instrument=self.words("instrument"),
            article=self.words("article"),
            binding=self.words("binding"),
            status=self.words("status"),
            asks=asks,
            severity=severity,
            confidence=confidence,
            sources=self.sources(confidence),
            file=self.page.file,
            line=self.page.line_of("entries", self.place, "id"),
        )

    def sources(self, confidence: Confidence) -> tuple[str, ...]:
        listed = self.raw["sources"]
        if not isinstance(listed, list):
            self.wrong("sources", "expected a list of addresses, or [] where nothing was read")
        for place, source in enumerate(listed):
            if not isinstance(source, str) or not resolves(source):
                self.wrong(
                    "sources",
                    f"{source!r} leads nowhere; write an http(s) address, or name the file of a repository "
                    "or the copy that was read",
                    place,
                )
        if not listed and confidence not in NOT_ENFORCEABLE:
            self.wrong("sources", "missing; only what was recalled or not verified has none")
        return tuple(listed)


def resolves(source: str) -> bool:
    """Does a source lead somewhere: a well-formed address, a stored file by number, or a copy by its site?

    A remark may follow an address after a blank, such as the commit and the path inside a repository. Nothing
    is fetched.
    """
    if _STORED_FILE.fullmatch(source) or _NAMED_COPY.fullmatch(source):
        return True
    address = source.split(" ", 1)[0]
    try:
        parts = urlsplit(address)
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    host = parts.hostname or ""
    return parts.scheme in ("http", "https") and port_is_sound and _HOST.fullmatch(host) is not None
