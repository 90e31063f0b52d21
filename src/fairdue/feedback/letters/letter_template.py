"""A letter's template: its sentences in both languages, what each of them is for, and by which ways it may go.

Room: feedback. Templates are data (``fairdue_playbook/letters``), read strictly. A collection letter names for each
part which of the seven contents it carries (商业银行信用卡业务监督管理办法 Art. 69; CN-LET-01), so that one that
lacks a content can say which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from fairdue.compliance.action import Channel, Purpose
from fairdue.compliance.claim import Claim, Document
from fairdue.conversation.wording import slots_in
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import YamlError, read_yaml

Closed = TypeVar("Closed", bound=StrEnum)


class LetterFault(ValueError):
    """A template has a hole or a name that is not known; the message says file, part and what is known."""


class LetterContent(StrEnum):
    """The seven contents of a collection letter about a credit card, in the order of the article."""

    NAME_AND_BALANCE = "name_and_balance"
    MATTER_AND_LAW = "matter_and_law"
    RIGHTS_AND_DUTIES = "rights_and_duties"
    WAYS = "ways"
    ISSUER_CONTACT = "issuer_contact"
    SEAL = "seal"
    OTHER = "other"


CONTENT_NAMES: dict[LetterContent, Bilingual] = {
    LetterContent.NAME_AND_BALANCE: Bilingual("持卡人姓名与欠款余额", "the customer's name and the balance"),
    LetterContent.MATTER_AND_LAW: Bilingual("催收事由与相关法规", "the matter and the rules it rests on"),
    LetterContent.RIGHTS_AND_DUTIES: Bilingual("相关权利与义务", "rights and duties"),
    LetterContent.WAYS: Bilingual(
        "查询、还款、提出异议、提交证据的途径", "ways to query, to pay, to object and to submit evidence"
    ),
    LetterContent.ISSUER_CONTACT: Bilingual("发卡机构联系方式", "how to reach the issuer"),
    LetterContent.SEAL: Bilingual("业务公章", "the business seal"),
    LetterContent.OTHER: Bilingual("监管要求的其他内容", "what else the supervisor requires"),
}


class LetterSlot(StrEnum):
    """A place that a verified field of the case, its creditor's letterhead or the house fills."""

    AGENCY = "agency"
    HOTLINE = "hotline"
    CREDITOR = "creditor"
    NAME = "name"
    CASE_NO = "case_no"
    LETTER_ON = "letter_on"
    PRODUCT = "product"
    CARD_TAIL = "card_tail"
    BALANCE = "balance"
    OVERDUE_ON = "overdue_on"
    ISSUER_PHONE = "issuer_phone"
    ISSUER_ADDRESS = "issuer_address"
    QUERY_WAYS = "query_ways"
    PAY_WAYS = "pay_ways"
    OBJECT_WAYS = "object_ways"
    EVIDENCE_WAYS = "evidence_ways"
    COMPLAINT_WAYS = "complaint_ways"
    SEAL_TEXT = "seal_text"
    PROMISE_AMOUNT = "promise_amount"
    PROMISE_ON = "promise_on"
    PROMISE_CHANNEL = "promise_channel"
    PLAN_COUNT = "plan_count"
    PLAN_TOTAL = "plan_total"
    PLAN_FIRST_ON = "plan_first_on"
    PLAN_LAST_ON = "plan_last_on"
    PLAN_PARTS = "plan_parts"
    CLAIM_ON = "claim_on"
    CLAIM_AMOUNT = "claim_amount"
    CLAIM_FOUND = "claim_found"
    CLAIM_REST = "claim_rest"
    COMPLAINT_NO = "complaint_no"
    COMPLAINT_ON = "complaint_on"
    ANSWER_BY = "answer_by"
    EXTENDED_BY = "extended_by"
    OUTCOME = "outcome"
    ANSWER = "answer"
    CLOSED_ON = "closed_on"
    PAID_TOTAL = "paid_total"


OPEN_SLOTS = frozenset(
    {
        LetterSlot.AGENCY,
        LetterSlot.HOTLINE,
        LetterSlot.NAME,
        LetterSlot.CREDITOR,
        LetterSlot.CASE_NO,
        LetterSlot.LETTER_ON,
        LetterSlot.ISSUER_PHONE,
    }
)
"""What may stand where others could read it; everything else is a fact of the debt or of a person's matter."""
WRITTEN_SLOTS = frozenset({LetterSlot.ANSWER})
"""What a person writes for this letter alone."""


@dataclass(frozen=True, slots=True)
class LetterPart:
    """One paragraph. ``content`` is which of the seven it carries, None where it carries none."""

    part_id: str
    words: Bilingual
    slots: tuple[LetterSlot, ...]
    content: LetterContent | None = None

    @property
    def is_open(self) -> bool:
        """Does it hold nothing that others may not read?"""
        return all(slot in OPEN_SLOTS for slot in self.slots)


@dataclass(frozen=True, slots=True)
class LetterTemplate:
    """One letter or message. ``needs_all_seven`` makes it a collection letter."""

    template_id: str
    name: Bilingual
    subject: Bilingual
    owner: str
    approved_on: date
    channels: tuple[Channel, ...]
    purpose: Purpose
    document: Document
    claims: frozenset[Claim]
    needs_all_seven: bool
    parts: tuple[LetterPart, ...]

    @property
    def slots(self) -> frozenset[LetterSlot]:
        """Every place in it."""
        return frozenset(slot for part in self.parts for slot in part.slots)


@cache
def letter_templates() -> Mapping[str, LetterTemplate]:
    """All templates of the playbook by their id. Raises LetterFault."""
    found: dict[str, LetterTemplate] = {}
    for file in sorted((files("fairdue_playbook") / "letters").iterdir(), key=lambda file: file.name):
        if not file.name.endswith(".yaml") or file.name == "letterheads.yaml":
            continue
        template = read_letter(text=file.read_text(encoding="utf-8"), source=file.name)
        if template.template_id in found:
            raise LetterFault(f"{file.name}: the id {template.template_id} is taken already")
        found[template.template_id] = template
    return found


def letter_template(template_id: str) -> LetterTemplate:
    """One template. Raises LetterFault that lists the known ones."""
    templates = letter_templates()
    if template_id not in templates:
        raise LetterFault(f"there is no letter {template_id}; known: {', '.join(templates)}")
    return templates[template_id]


_KEYS = (
    "id name subject owner approved_on channels purpose document claims needs_all_seven parts".split()  # noqa: SIM905
)


def read_letter(*, text: str, source: str) -> LetterTemplate:
    """Read one template. Raises LetterFault with file and part for whatever is not as it must be."""
    try:
        raw = _mapping(read_yaml(text, source=source), source, _KEYS)
    except YamlError as error:
        raise LetterFault(str(error)) from error
    approved_on = raw.get("approved_on")
    if not isinstance(approved_on, date):
        raise LetterFault(f"{source}: approved_on must be a day such as 2026-11-24")
    parts = raw.get("parts")
    if not isinstance(parts, list) or not parts:
        raise LetterFault(f"{source}: parts must be a list of at least one part")
    template_id = _text(raw, "id", source)
    template = LetterTemplate(
        template_id=template_id,
        name=_words(raw.get("name"), f"{source}: name"),
        subject=_words(raw.get("subject"), f"{source}: subject"),
        owner=_text(raw, "owner", source),
        approved_on=approved_on,
        channels=tuple(_member(Channel, one, f"{source}: channels") for one in raw.get("channels") or ()),
        purpose=_member(Purpose, raw.get("purpose"), f"{source}: purpose"),
        document=_member(Document, raw.get("document"), f"{source}: document"),
        claims=frozenset(_member(Claim, one, f"{source}: claims") for one in raw.get("claims") or ()),
        needs_all_seven=raw.get("needs_all_seven", False) is True,
        parts=tuple(
            _part(one, f"{template_id}.{number}", f"{source}: part {number}")
            for number, one in enumerate(parts, 1)
        ),
    )
    return _checked(template, source)


def _checked(template: LetterTemplate, source: str) -> LetterTemplate:
    if not template.channels:
        raise LetterFault(f"{source}: channels must name at least one of letter, sms, email")
    if template.needs_all_seven:
        there = {part.content for part in template.parts}
        missing = [content for content in LetterContent if content not in there]
        if missing:
            names = ", ".join(CONTENT_NAMES[content].en for content in missing)
            raise LetterFault(f"{source}: a collection letter has seven contents; this one lacks: {names}")
    if slots_in(template.subject.zh) | slots_in(template.subject.en):
        raise LetterFault(f"{source}: a subject is read by others; it has no places to fill")
    if Channel.SMS in template.channels and not template.parts[0].is_open:
        raise LetterFault(
            f"{source}: part 1 of a text message shows on a locked screen; keep facts out of it"
        )
    return template


def _part(raw: object, part_id: str, where: str) -> LetterPart:
    entry = _mapping(raw, where, ("content", "zh", "en"))
    words = Bilingual(_text(entry, "zh", where), _text(entry, "en", where))
    names = slots_in(words.zh)
    if names != slots_in(words.en):
        raise LetterFault(f"{where}: Chinese and English have different places to fill")
    slots = tuple(sorted(_member(LetterSlot, name, where) for name in names))
    content = entry.get("content")
    return LetterPart(
        part_id, words, slots, None if content is None else _member(LetterContent, content, where)
    )


def _mapping(raw: object, where: str, known: tuple[str, ...] | list[str]) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise LetterFault(f"{where} must be a mapping of names to values")
    strange = sorted(str(key) for key in raw if key not in known)
    if strange:
        raise LetterFault(f"{where}: {', '.join(strange)} is not known here; known: {', '.join(known)}")
    return raw


def _text(raw: Mapping[str, Any], key: str, where: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip():
        raise LetterFault(f"{where}: {key} must be a text")
    return value.strip()


def _words(raw: object, where: str) -> Bilingual:
    entry = _mapping(raw, where, ("zh", "en"))
    return Bilingual(_text(entry, "zh", where), _text(entry, "en", where))


def _member(kind: type[Closed], value: object, where: str) -> Closed:
    try:
        return kind(str(value))
    except ValueError as error:
        raise LetterFault(f"{where}: {value} is none of {', '.join(kind)}") from error
