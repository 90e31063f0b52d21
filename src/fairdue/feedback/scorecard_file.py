"""The scorecard as data: dimensions, what each point is worth, what each fault leaves, and the pass mark.

Room: feedback. The file is ``fairdue_playbook/scorecards/standard.yaml``; what a point looks for is code
(``scorecard_points``, ``scorecard_costs``, ``scorecard_safety``), what it weighs and how it is said is data.
Unknown and missing keys are refused with the place and the mend.

>>> spec = standard_scorecard()
>>> spec.points["company_named"].dimension.value, spec.pass_mark
('compliance', 75)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from fairdue.conversation.flow import FlowFault
from fairdue.conversation.flow_reading import Entry, read_document
from fairdue.foundation.bilingual import Bilingual


class Dimension(StrEnum):
    """The seven things a call is judged by."""

    COMPLIANCE = "compliance"
    FACTS = "facts"
    LISTENING = "listening"
    PROBLEM_SOLVING = "problem_solving"
    COMMITMENT = "commitment"
    WELFARE = "welfare"
    EFFICIENCY = "efficiency"


class PointId(StrEnum):
    """What can be earned."""

    GREETING = "greeting"
    COMPANY_NAMED = "company_named"
    PRINCIPAL_NAMED = "principal_named"
    RECORDING_ANNOUNCED = "recording_announced"
    CHECKED_BEFORE_DEBT = "checked_before_debt"
    IDENTITY_VERIFIED = "identity_verified"
    AMOUNT_AND_DUE = "amount_and_due"
    REASON_ASKED = "reason_asked"
    CLAIM_COMPLETE = "claim_complete"
    QUESTIONS_ANSWERED = "questions_answered"
    MATTER_TAKEN_UP = "matter_taken_up"
    WAY_FORWARD = "way_forward"
    PROTECTION_RECORDED = "protection_recorded"
    HONEST_ABOUT_POWER = "honest_about_power"
    DAY_AGREED = "day_agreed"
    AMOUNT_AGREED = "amount_agreed"
    CHANNEL_AGREED = "channel_agreed"
    READ_BACK = "read_back"
    HOUR_AGREED = "hour_agreed"
    KIND_WORDS = "kind_words"
    TRIGGER_HEEDED = "trigger_heeded"
    NEXT_CONTACT_TOLD = "next_contact_told"
    COURTEOUS_CLOSE = "courteous_close"


class CostId(StrEnum):
    """What costs."""

    GRAVE_WORDING = "grave_wording"
    OTHER_WORDING = "other_wording"
    WORDING_PUT_RIGHT = "wording_put_right"
    PRESSED_ON = "pressed_on"
    DEMANDED_AGAIN = "demanded_again"
    CONCEDED_UNASKED = "conceded_unasked"
    MISSED_TRIGGER = "missed_trigger"
    SAME_WORDS_AGAIN = "same_words_again"
    SAID_NOTHING = "said_nothing"


@dataclass(frozen=True, slots=True)
class PointSpec:
    """What a point is worth when it is there."""

    dimension: Dimension
    worth: int
    says: Bilingual


@dataclass(frozen=True, slots=True)
class CostSpec:
    """What one fault leaves of the score, in per cent, and how many of the kind are counted."""

    dimension: Dimension
    leaves: int
    most: int
    says: Bilingual


@dataclass(frozen=True, slots=True)
class ScorecardSpec:
    """One scorecard. ``unproven`` are points that stand open in every call; ``pass_mark`` is of the total, 0-100."""

    scorecard_id: str
    version: int
    pass_mark: int
    unproven: int
    most_after_missed_trigger: int
    dimensions: Mapping[Dimension, Bilingual]
    points: Mapping[PointId, PointSpec]
    costs: Mapping[CostId, CostSpec]


@cache
def standard_scorecard() -> ScorecardSpec:
    """The scorecard that comes with Fairdue, read once. Raises FlowFault."""
    source = files("fairdue_playbook") / "scorecards" / "standard.yaml"
    return read_scorecard(source.read_text(encoding="utf-8"), source="scorecards/standard.yaml")


_KEYS = (
    *("id", "version", "owner", "approved_on", "pass_mark", "unproven", "most_after_missed_trigger"),
    *("dimensions", "points", "costs"),
)


def read_scorecard(text: str, *, source: str) -> ScorecardSpec:
    """Read a scorecard from YAML text. Raises FlowFault with file, line and mend."""
    page = read_document(text, source=source).only(*_KEYS)
    dimensions = _complete(page.entry("dimensions"), Dimension)
    points = _complete(page.entry("points"), PointId)
    costs = _complete(page.entry("costs"), CostId)
    return ScorecardSpec(
        scorecard_id=page.text("id"),
        version=page.number("version"),
        pass_mark=_per_cent(page, "pass_mark"),
        unproven=_per_cent(page, "unproven"),
        most_after_missed_trigger=_per_cent(page, "most_after_missed_trigger"),
        dimensions={one: dimensions.bilingual(one) for one in Dimension},
        points={one: _point(points.entry(one)) for one in PointId},
        costs={one: _cost(costs.entry(one)) for one in CostId},
    )


def _complete(entry: Entry, kind: type[StrEnum]) -> Entry:
    """The entry, when it names every member of the closed list and nothing else."""
    entry.only(*kind)
    missing = [one.value for one in kind if one.value not in entry.values]
    if missing:
        raise FlowFault(f"{entry.where}: {', '.join(missing)} missing; every one must be given")
    return entry


def _point(entry: Entry) -> PointSpec:
    entry.only("dimension", "worth", "says")
    return PointSpec(_dimension(entry), _per_cent(entry, "worth"), entry.bilingual("says"))


def _cost(entry: Entry) -> CostSpec:
    entry.only("dimension", "leaves", "most", "says")
    leaves, most = _per_cent(entry, "leaves"), _per_cent(entry, "most")
    return CostSpec(_dimension(entry), leaves, most, entry.bilingual("says"))


def _dimension(entry: Entry) -> Dimension:
    return entry.member(Dimension, entry.values.get("dimension"), "dimension")


def _per_cent(entry: Entry, key: str) -> int:
    value = entry.number(key)
    if value > 100:
        raise FlowFault(f"{entry.at(key)} must be a whole number from 0 to 100")
    return value
