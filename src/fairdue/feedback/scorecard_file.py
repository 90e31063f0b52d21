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

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import YamlError, lines_of, read_yaml


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


class ScorecardFileError(ValueError):
    """The file of a scorecard cannot be used; the message says where, what, and how to mend it."""


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
    """The scorecard that comes with Fairdue, read once. Raises ScorecardFileError."""
    source = files("fairdue_playbook") / "scorecards" / "standard.yaml"
    return read_scorecard(source.read_text(encoding="utf-8"), source="scorecards/standard.yaml")


_KEYS = frozenset(
    {
        "id",
        "version",
        "owner",
        "approved_on",
        "pass_mark",
        "unproven",
        "most_after_missed_trigger",
        "dimensions",
        "points",
        "costs",
    }
)


def read_scorecard(text: str, *, source: str) -> ScorecardSpec:
    """Read a scorecard from YAML text. Raises ScorecardFileError with file, line and mend."""
    try:
        raw = read_yaml(text, source=source)
    except YamlError as error:
        raise ScorecardFileError(str(error)) from error
    page = _Page(source, lines_of(text))
    top = page.fields(raw, (), _KEYS)
    dimensions = page.fields(top["dimensions"], ("dimensions",), frozenset(Dimension))
    points = page.fields(top["points"], ("points",), frozenset(PointId))
    costs = page.fields(top["costs"], ("costs",), frozenset(CostId))
    return ScorecardSpec(
        scorecard_id=str(top["id"]),
        version=page.whole(top["version"], ("version",), most=10_000),
        pass_mark=page.whole(top["pass_mark"], ("pass_mark",)),
        unproven=page.whole(top["unproven"], ("unproven",)),
        most_after_missed_trigger=page.whole(
            top["most_after_missed_trigger"], ("most_after_missed_trigger",)
        ),
        dimensions={one: page.said(dimensions[one], ("dimensions", one)) for one in Dimension},
        points={one: page.point(points[one], ("points", one)) for one in PointId},
        costs={one: page.cost(costs[one], ("costs", one)) for one in CostId},
    )


class _Page:
    """One file and where its keys stand, so that every complaint names its line."""

    def __init__(self, source: str, lines: Mapping[tuple[str, ...], int]) -> None:
        self.source = source
        self.lines = lines

    def wrong(self, path: tuple[str, ...], what: str) -> ScorecardFileError:
        """The complaint about what stands at ``path``."""
        line = next(
            (self.lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in self.lines), 1
        )
        return ScorecardFileError(f"{self.source}:{line}: {'.'.join(path) or 'the file'}: {what}")

    def fields(self, raw: object, path: tuple[str, ...], known: frozenset[str]) -> Mapping[str, object]:
        """The keys of one place: exactly the known ones."""
        if not isinstance(raw, dict):
            raise self.wrong(path, f"expected the keys {', '.join(sorted(known))}; write them as key: value")
        missing, unknown = sorted(known - set(raw)), sorted(str(one) for one in set(raw) - known)
        if missing:
            raise self.wrong(path, f"{', '.join(missing)} missing; every one must be given")
        if unknown:
            raise self.wrong((*path, unknown[0]), "nothing is called so; correct or remove it")
        return raw

    def point(self, raw: object, path: tuple[str, ...]) -> PointSpec:
        """What can be earned."""
        fields = self.fields(raw, path, frozenset({"dimension", "worth", "says"}))
        worth = self.whole(fields["worth"], (*path, "worth"))
        return PointSpec(self.dimension(fields, path), worth, self.said(fields["says"], (*path, "says")))

    def cost(self, raw: object, path: tuple[str, ...]) -> CostSpec:
        """What costs."""
        fields = self.fields(raw, path, frozenset({"dimension", "leaves", "most", "says"}))
        return CostSpec(
            self.dimension(fields, path),
            self.whole(fields["leaves"], (*path, "leaves")),
            self.whole(fields["most"], (*path, "most")),
            self.said(fields["says"], (*path, "says")),
        )

    def dimension(self, fields: Mapping[str, object], path: tuple[str, ...]) -> Dimension:
        """The dimension that a point or a cost belongs to."""
        if fields["dimension"] not in tuple(Dimension):
            raise self.wrong((*path, "dimension"), f"must be one of {', '.join(Dimension)}")
        return Dimension(str(fields["dimension"]))

    def whole(self, raw: object, path: tuple[str, ...], *, most: int = 100) -> int:
        """A whole number from 0."""
        if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= most:
            raise self.wrong(path, f"must be a whole number from 0 to {most}")
        return raw

    def said(self, raw: object, path: tuple[str, ...]) -> Bilingual:
        """Words in both languages."""
        fields = self.fields(raw, path, frozenset({"zh", "en"}))
        zh, en = fields["zh"], fields["en"]
        if not isinstance(zh, str) or not isinstance(en, str) or not zh or not en:
            raise self.wrong(path, "give the words in zh and in en")
        return Bilingual(zh, en)
