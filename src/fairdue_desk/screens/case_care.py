"""What a case page says of care: its matters with their clocks, its holds with who may release them, its reach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairdue.casefile.case import CaseFile
from fairdue.casefile.hold import Hold
from fairdue.casefile.matter import MatterKind
from fairdue.followup.matter_watch import MATTER_WORDS
from fairdue.followup.reach_words import REACH_WORDS, what_it_opens, what_opens_next
from fairdue.followup.reachability import Reachability
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason
from fairdue.operations.gather import reach_of
from fairdue.operations.holds import why_not_release
from fairdue.operations.house import House
from fairdue.operations.matters import MatterLine, due_of
from fairdue_desk.screens.matters_page import MatterRow, row_of
from fairdue_desk.screens.permissions import Right, Staff


@dataclass(frozen=True, slots=True)
class HoldView:
    """One active hold, and why this person may not release it by hand; None when they may."""

    hold: Hold
    why_not: Reason | None


@dataclass(frozen=True, slots=True)
class ReachView:
    """Where reachability stands, in words."""

    reach: Reachability
    name: Bilingual
    next: tuple[Bilingual, ...]
    opens: Bilingual


@dataclass(frozen=True, slots=True)
class CaseCare:
    """All of it for one case."""

    matters: tuple[MatterRow, ...]
    kinds: tuple[tuple[MatterKind, Bilingual], ...]
    holds: tuple[HoldView, ...]
    may_release: bool
    reach: ReachView


def care_of(house: House, staff: Staff, case: CaseFile, *, as_of: datetime) -> CaseCare:
    """Put it together as of a moment, for one member of staff; the open matters first, then by receipt."""
    matters = sorted(case.matters, key=lambda one: (not one.is_open, one.received_at, one.matter_id))
    reach = reach_of(house, case=case, as_of=as_of)
    return CaseCare(
        matters=tuple(row_of(MatterLine(case, due_of(house, case, one, as_of=as_of))) for one in matters),
        kinds=tuple(MATTER_WORDS.items()),
        holds=tuple(
            HoldView(hold, why_not_release(case, hold, roles=staff.deciding_roles))
            for hold in case.holds
            if hold.period.covers(as_of)
        ),
        may_release=staff.may(Right.RELEASE_HOLDS),
        reach=ReachView(
            reach,
            REACH_WORDS[reach.state],
            what_opens_next(reach),
            what_it_opens(reach),
        ),
    )
