"""What may be said of a claimed payment at each step: sentences by id, and notes for the collector, from the playbook.

Room: followup. The sentences stand in the wording and pass the guard there; the gate decides whether anybody is called.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files

from fairdue.casefile.claimed_payment import ClaimedPayment
from fairdue.conversation.playbook import read_flow
from fairdue.conversation.slots import say_date, say_money
from fairdue.conversation.wording import SentenceSpec, Slot, fill
from fairdue.followup.claim_finding import ClaimStep
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import YamlError, read_yaml

_SLOTS = frozenset({Slot.PAID_ON, Slot.PAID_AMOUNT})


class ClaimTalkFault(ValueError):
    """The file of steps cannot be used; the message names file, step and what to mend."""


@dataclass(frozen=True, slots=True)
class TalkNote:
    """A note for the collector; the customer never hears it."""

    note_id: str
    text: Bilingual


@dataclass(frozen=True, slots=True)
class StepTalk:
    """One step: its name, the sentences in order, the notes."""

    name: Bilingual
    say: tuple[str, ...]
    notes: tuple[TalkNote, ...]


@dataclass(frozen=True, slots=True)
class ClaimTalk:
    """What a collector sees for one claim: the step, the sentences filled in, the notes."""

    step: ClaimStep
    name: Bilingual
    sentences: tuple[Bilingual, ...] = field(repr=False)
    notes: tuple[TalkNote, ...]


def talk_for(*, claim: ClaimedPayment, step: ClaimStep) -> ClaimTalk:
    """The talk points of a claim at its step, with the day and the amount that the customer named."""
    talk, wording = all_steps()[step], read_flow().wording.sentences
    zh, en = (
        {
            Slot.PAID_ON: say_date(claim.paid_on, language) or "",
            Slot.PAID_AMOUNT: say_money(claim.amount_fen, language) or "",
        }
        for language in ("zh", "en")
    )
    sentences = tuple(
        Bilingual(fill(wording[one].words.zh, zh), fill(wording[one].words.en, en)) for one in talk.say
    )
    return ClaimTalk(step, talk.name, sentences, talk.notes)


@cache
def all_steps() -> Mapping[ClaimStep, StepTalk]:
    """Every step with its talk, as the playbook has it. Raises ClaimTalkFault."""
    text = (files("fairdue_playbook") / "followup" / "claim_talk.yaml").read_text(encoding="utf-8")
    return read_claim_talk(text, source="followup/claim_talk.yaml", wording=read_flow().wording.sentences)


def read_claim_talk(
    text: str, *, source: str, wording: Mapping[str, SentenceSpec]
) -> Mapping[ClaimStep, StepTalk]:
    """Read the file: every step of the closed list, sentences that exist and need no other fact. Raises ClaimTalkFault."""
    try:
        page = _mapping(read_yaml(text, source=source), source, {"owner", "approved_on", "steps"})
    except YamlError as error:
        raise ClaimTalkFault(str(error)) from error
    if not isinstance(page["approved_on"], date):
        raise ClaimTalkFault(f"{source}: approved_on is a day such as 2026-01-31")
    steps = _mapping(page["steps"], f"{source}: steps", {step.value for step in ClaimStep})
    found = {step: _step(steps[step.value], f"{source}: {step.value}", wording) for step in ClaimStep}
    ids = [note.note_id for talk in found.values() for note in talk.notes]
    if doubled := sorted({one for one in ids if ids.count(one) > 1}):
        raise ClaimTalkFault(f"{source}: the note {doubled[0]} stands twice; give one another id")
    return found


def _step(raw: object, where: str, wording: Mapping[str, SentenceSpec]) -> StepTalk:
    body = _mapping(raw, where, {"zh", "en", "say", "notes"})
    say, notes = body["say"], body["notes"]
    if not isinstance(say, list) or not say or not isinstance(notes, list):
        raise ClaimTalkFault(f"{where}: say and notes are lists, and say has at least one sentence")
    for sentence_id in say:
        spec = wording.get(str(sentence_id))
        if spec is None:
            raise ClaimTalkFault(f"{where}: no sentence {sentence_id}; it must stand in wording/")
        if set(spec.slots) - _SLOTS:
            raise ClaimTalkFault(f"{where}: {sentence_id} has places other than {', '.join(sorted(_SLOTS))}")
    return StepTalk(
        Bilingual(str(body["zh"]), str(body["en"])),
        tuple(str(sentence_id) for sentence_id in say),
        tuple(_note(note, f"{where}: notes") for note in notes),
    )


def _note(raw: object, where: str) -> TalkNote:
    body = _mapping(raw, where, {"id", "zh", "en"})
    return TalkNote(str(body["id"]), Bilingual(str(body["zh"]), str(body["en"])))


def _mapping(raw: object, where: str, keys: Collection[str]) -> dict[str, object]:
    if not isinstance(raw, dict) or set(raw) != set(keys):
        raise ClaimTalkFault(f"{where}: exactly the keys {', '.join(sorted(keys))} are expected")
    return raw
