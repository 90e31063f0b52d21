"""Touches: what the cadence proposes for a case, with the earliest moment at which the gate would permit it.

Room: operations. Nothing is recorded or spent: the gate is asked as a question, at the moment proposed and, where it says
to wait, again at the moment it names, until it permits or refuses. Whoever acts asks it anew through ``send``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from fairdue.casefile.case import CaseFile
from fairdue.compliance.decision import Defer, Permit
from fairdue.compliance.gate import authorise
from fairdue.followup.cadence import Touch, cadence_figures_of, next_touch
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.foundation.ids import CaseId, PermitId
from fairdue.foundation.reason import Reason
from fairdue.operations.eligible import ordinary_act
from fairdue.operations.gather import gather_facts
from fairdue.operations.house import House
from fairdue.operations.override import granted_overrides

_DRY = PermitId("dry-run")
_MOST_WAITS = 8
_DAY_BEGINS = time(9, 0)
CANDIDATES_PER_TOUCH = 2


@dataclass(frozen=True, slots=True)
class TouchLine:
    """One proposed touch. ``lawful_at`` is the earliest moment that the gate would permit; None where waiting is no help.

    ``reasons`` are what put it off or stands in the way, each with its rule; empty where nothing does.
    """

    case: CaseFile
    touch: Touch
    lawful_at: datetime | None
    reasons: tuple[Reason, ...]

    @property
    def put_off(self) -> bool:
        """Does the gate stand in the way of the day that the cadence proposes?"""
        return bool(self.reasons)


def touch_of(house: House, case: CaseFile, *, as_of: datetime, actor: str = "") -> TouchLine:
    """The next touch of a case, judged for the collector who has it, else for ``actor``."""
    touch = next_touch(figures=cadence_figures_of(case=case, as_of=as_of), as_of_on=civil_date(as_of))
    if touch.channel is None:
        return TouchLine(case, touch, None, ())
    at = max(as_of, datetime.combine(touch.due_on, _DAY_BEGINS, tzinfo=CHINA))
    lawful_at, reasons = earliest_lawful(house, case, channel=touch.channel, at=at, actor=actor)
    return TouchLine(case, touch, lawful_at, reasons)


def earliest_lawful(
    house: House, case: CaseFile, *, channel: str, at: datetime, actor: str = ""
) -> tuple[datetime | None, tuple[Reason, ...]]:
    """The first moment from ``at`` on at which the gate would permit this channel, and what put it off until then."""
    action = ordinary_act(case, channel)
    overrides_at, moment = at, at
    last: tuple[Reason, ...] = ()
    for _ in range(_MOST_WAITS):
        facts = gather_facts(
            house,
            case=case,
            action=action,
            as_of=moment,
            actor=case.collector or actor,
            # A touch of the cadence is sent with the playbook's own approved words.
            wording_cleared=True,
        )
        decision = authorise(
            action=action,
            facts=facts,
            rulebook=house.rulebook,
            as_of=moment,
            permit_id=_DRY,
            overrides=granted_overrides(case, as_of=overrides_at),
        )
        if isinstance(decision, Permit):
            return moment, last
        last = decision.reasons
        if not isinstance(decision, Defer) or decision.until <= moment:
            return None, last
        overrides_at = moment = decision.until
    return None, last


def touches(
    house: House,
    *,
    collector: str | None,
    as_of: datetime,
    limit: int = 30,
    actor: str = "",
    leave_out: frozenset[CaseId] = frozenset(),
) -> list[TouchLine]:
    """The touches that are due by today on cases with nothing else in the diary, the earliest lawful moment first."""
    today = civil_date(as_of)
    found: list[TouchLine] = []
    wanted = limit * CANDIDATES_PER_TOUCH + len(leave_out)
    for case in house.book.work_candidates(collector=collector, as_of=as_of, limit=wanted):
        if len(found) >= limit:
            break
        if case.case_id in leave_out or not case.is_open or case.open_call is not None:
            continue
        line = touch_of(house, case, as_of=as_of, actor=collector or actor)
        if line.touch.channel is not None and line.touch.due_on <= today:
            found.append(line)
    return sorted(found, key=_order)


def _order(line: TouchLine) -> tuple[bool, datetime, str]:
    at = line.lawful_at
    return (at is None, at or datetime.max.replace(tzinfo=CHINA), line.case.case_id)
