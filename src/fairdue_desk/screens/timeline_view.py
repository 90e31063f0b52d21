"""The story of a case for its page: contacts with their notes, what was agreed, and money, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time

from fairdue.casefile.case import CaseFile
from fairdue.conversation.playbook import code_meanings
from fairdue.feedback.words import RESULT_WORDS
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.money import show_yuan

ENTRIES_SHOWN = 60


@dataclass(frozen=True, slots=True)
class StoryEntry:
    """One moment of the case. ``text`` and ``annotations`` are personal: shown, never logged."""

    at: datetime
    icon: str
    title: Bilingual
    actor: str = ""
    text: str = field(default="", repr=False)
    annotations: tuple[str, ...] = field(default=(), repr=False)
    whole_day: bool = False


def story_of(case: CaseFile) -> list[StoryEntry]:
    """The entries, the newest first, cut to what a page can carry."""
    entries = [*_contacts(case), *_money(case), *_care(case), _placement(case)]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return entries[:ENTRIES_SHOWN]


def _contacts(case: CaseFile) -> Iterator[StoryEntry]:
    noted = {disposition.attempt_id for disposition in case.dispositions}
    for disposition in case.dispositions:
        name = code_meanings()[disposition.code].name
        code = disposition.code.value
        yield StoryEntry(
            disposition.recorded_at,
            "note",
            Bilingual(f"{code} {name.zh}", f"{code} {name.en}"),
            disposition.actor,
            disposition.note,
            disposition.annotations,
        )
    for attempt in case.attempts:
        if attempt.attempt_id in noted:
            continue
        if attempt.result is None:
            yield StoryEntry(attempt.started_at, "phone-call", Bilingual("联系进行中", "contact under way"))
        else:
            words = RESULT_WORDS[attempt.result]
            yield StoryEntry(
                attempt.started_at, "phone", Bilingual(f"联系:{words.zh}", f"contact: {words.en}")
            )


def _money(case: CaseFile) -> Iterator[StoryEntry]:
    for payment in case.payments:
        amount = show_yuan(payment.amount_fen)
        yield StoryEntry(
            datetime.combine(payment.posted_on, time.min, tzinfo=CHINA),
            "cash",
            Bilingual(f"委托方入账 {amount} 元", f"the creditor posted {amount} yuan"),
            whole_day=True,
        )
    for promise in case.promises:
        amount, due = show_yuan(promise.amount_fen), promise.due_on.isoformat()
        yield StoryEntry(
            promise.made_at,
            "heart-handshake",
            Bilingual(f"承诺 {due} 还 {amount} 元", f"promised {amount} yuan by {due}"),
        )
    for claim in case.claims:
        amount, paid = show_yuan(claim.amount_fen), claim.paid_on.isoformat()
        yield StoryEntry(
            claim.claimed_at,
            "receipt",
            Bilingual(f"称 {paid} 已还 {amount} 元", f"says {amount} yuan were paid on {paid}"),
        )


def _care(case: CaseFile) -> Iterator[StoryEntry]:
    for complaint in case.complaints:
        yield StoryEntry(
            complaint.received_at, "message-report", Bilingual("投诉", "complaint"), text=complaint.said
        )
    for dispute in case.disputes:
        yield StoryEntry(dispute.opened_at, "scale", Bilingual("异议", "dispute"), text=dispute.said)


def _placement(case: CaseFile) -> StoryEntry:
    amount = show_yuan(case.account.amount_fen)
    return StoryEntry(
        case.opened_at,
        "file-spreadsheet",
        Bilingual(f"委案,金额 {amount} 元", f"placed with {amount} yuan"),
        text=case.account.history_note or "",
    )
