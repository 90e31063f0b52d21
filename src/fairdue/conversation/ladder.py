"""The ladder of the identity check: on which rung a call stands, and what may be filled into a sentence there.

Room: conversation. The rungs are data (``fairdue_playbook/verification.yaml``). What is open can only be less than
``OPEN_SLOTS`` before the check, whatever the data say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from fairdue.casefile.contact_attempt import AnsweredBy
from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import Entry, read_document
from fairdue.conversation.session import Session
from fairdue.conversation.wording import OPEN_SLOTS, Slot
from fairdue.foundation.bilingual import Bilingual


class Rung(StrEnum):
    """Who is on the line, as far as it is known."""

    UNKNOWN = "unknown"
    THIRD_PARTY = "third_party"
    SAYS_SO = "says_so"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class RungSpec:
    """One rung: what proves it, and what may be said on it."""

    rung: Rung
    title: Bilingual
    proof: Bilingual
    may_say: Bilingual
    open_slots: frozenset[Slot]


def rung_of(session: Session) -> Rung:
    """The rung on which a call stands now."""
    if session.verified:
        return Rung.VERIFIED
    if session.other_speaking:
        return Rung.THIRD_PARTY
    return Rung.SAYS_SO if session.answers.answered_by is AnsweredBy.DEBTOR else Rung.UNKNOWN


def open_slots(session: Session) -> frozenset[Slot]:
    """The places of a sentence that may be filled now."""
    return ladder()[rung_of(session)].open_slots


@cache
def ladder() -> Mapping[Rung, RungSpec]:
    """The shipped ladder. Raises FlowFault with file and line where it has a fault."""
    text = (files("fairdue_playbook") / "verification.yaml").read_text(encoding="utf-8")
    return read_ladder(text, source="verification.yaml")


def read_ladder(text: str, *, source: str) -> Mapping[Rung, RungSpec]:
    """Read a ladder: every rung once, and before the check nothing open that is a fact of the debt."""
    document = read_document(text, source=source).only("rungs")
    specs = [_spec(entry) for entry in document.entries("rungs")]
    found = {spec.rung: spec for spec in specs}
    missing = [rung.value for rung in Rung if rung not in found]
    if missing or len(found) != len(specs):
        told = f"no rung {', '.join(missing)}" if missing else "a rung stands twice"
        raise FlowFault(f"{document.at('rungs')}: {told}; write each of {', '.join(Rung)} once")
    return found


def _spec(entry: Entry) -> RungSpec:
    entry.only("id", "title", "proof", "may_say", "open")
    rung = entry.one_of(Rung, "id")
    if rung is None:
        raise FlowFault(f"{entry.where}: a rung needs its id")
    everything = entry.values.get("open") == "all"
    opened = frozenset(Slot) if everything else frozenset(entry.several_of(Slot, "open"))
    if rung is not Rung.VERIFIED and not opened <= OPEN_SLOTS:
        names = ", ".join(sorted(opened - OPEN_SLOTS))
        raise FlowFault(
            f"{entry.at('open')}: {names} is a fact of the debt; open it on the rung verified alone"
        )
    return RungSpec(
        rung, entry.bilingual("title"), entry.bilingual("proof"), entry.bilingual("may_say"), opened
    )
