"""The KPI dictionary: what each measure means, read from ``fairdue_playbook/feedback/measures.yaml``.

Room: feedback. Formula, population, period and traps are texts for people; ``measure_shares`` computes by the same
ids, and a measure that stands in only one of the two places is a fault. A measure that cannot be had from what is
recorded stands here too, with the reason, so that nobody looks for it in vain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.strict_yaml import read_yaml


class MeasureFault(ValueError):
    """The dictionary has a hole; the message names the measure and what is missing."""


class MeasureId(StrEnum):
    """The measures of the house."""

    COVERAGE = "coverage"
    INTENSITY = "intensity"
    CONNECT_RATE = "connect_rate"
    OWN_CONNECT_RATE = "own_connect_rate"
    CONTACT_CONNECT_RATE = "contact_connect_rate"
    RPC_RATE = "rpc_rate"
    RPC_RATE_OF_DIALS = "rpc_rate_of_dials"
    EFFECTIVE_TALK_RATE = "effective_talk_rate"
    TIME_TO_FIRST_CONTACT = "time_to_first_contact"
    PTP_RATE = "ptp_rate"
    PTP_RATE_OF_CALLS = "ptp_rate_of_calls"
    KEPT_RATIO_COUNT = "kept_ratio_count"
    KEPT_RATIO_AMOUNT = "kept_ratio_amount"
    PARTLY_KEPT_RATE = "partly_kept_rate"
    BROKEN_RATE = "broken_rate"
    DAYS_TO_KEEP = "days_to_keep"
    RECOVERY_AMOUNT = "recovery_amount"
    RECOVERY_OPENING = "recovery_opening"
    RECOVERY_CASES = "recovery_cases"
    COLLECTED_PER_CASE = "collected_per_case"
    COLLECTED_PER_COLLECTOR = "collected_per_collector"
    COLLECTED_PER_HOUR = "collected_per_hour"
    COMMISSION_BASE = "commission_base"
    RELIEF_RATE = "relief_rate"
    ROLL_RATE = "roll_rate"
    ROLL_CUMULATIVE = "roll_cumulative"
    CURE_RATE = "cure_rate"
    STEP_DOWN_RATE = "step_down_rate"
    VINTAGE_CURRENT = "vintage_current"
    VINTAGE_EVER = "vintage_ever"
    VINTAGE_ORIGINATION = "vintage_origination"
    ENTRY_RATE = "entry_rate"
    NOTE_RATE = "note_rate"
    VIOLATION_RATE = "violation_rate"
    COMPLAINT_RATE = "complaint_rate"
    UPHELD_COMPLAINT_RATE = "upheld_complaint_rate"


class MeasureUnit(StrEnum):
    """In which unit a value is read."""

    RATIO = "ratio"
    TIMES = "times"
    PER_TEN_THOUSAND = "per_ten_thousand"
    DAYS = "days"
    MINUTES = "minutes"
    FEN_EACH = "fen_each"
    FEN = "fen"

    @property
    def scale(self) -> int:
        """By what the plain quotient is multiplied to be read in this unit."""
        return 10_000 if self is MeasureUnit.PER_TEN_THOUSAND else 1

    @property
    def is_total(self) -> bool:
        """Is the value a sum, not a quotient?"""
        return self is MeasureUnit.FEN


class Shape(StrEnum):
    """What a measure comes out as: one number, one number with its parts, or parts alone."""

    NUMBER = "number"
    PARTS = "parts"
    CURVE = "curve"


class Theme(StrEnum):
    """What a measure is about; money is never read without conduct beside it (CN-OUT-06)."""

    CONTACT = "contact"
    PROMISE = "promise"
    MONEY = "money"
    AGEING = "ageing"
    CONDUCT = "conduct"


class FenIn(StrEnum):
    """Which of the two numbers behind a value are amounts."""

    NONE = "none"
    NUMERATOR = "numerator"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class MeasureDefinition:
    """One entry: its texts, its unit and shape, and what one row behind it is."""

    measure_id: MeasureId
    theme: Theme
    name: Bilingual
    formula: Bilingual
    population: Bilingual
    period: Bilingual
    rows: Bilingual
    unit: MeasureUnit
    fen: FenIn
    shape: Shape
    traps: Bilingual
    bounds: tuple[int, ...] = ()
    made_of: MeasureId | None = None
    no_value: Bilingual | None = None


@cache
def measure_dictionary() -> Mapping[MeasureId, MeasureDefinition]:
    """All measures, in the order of ``MeasureId``. Raises MeasureFault."""
    text = (files("fairdue_playbook") / "feedback" / "measures.yaml").read_text(encoding="utf-8")
    return read_measures(text=text, source="measures.yaml")


def read_measures(*, text: str, source: str) -> Mapping[MeasureId, MeasureDefinition]:
    """Read the dictionary from its YAML. Raises MeasureFault when it is not complete."""
    document = read_yaml(text, source=source)
    entries = document.get("measures") if isinstance(document, dict) else None
    if not isinstance(entries, dict):
        raise MeasureFault(f"{source}: it must hold measures, a mapping of ids to entries")
    known = {measure_id.value for measure_id in MeasureId}
    strange, missing = sorted(set(entries) - known, key=str), sorted(known - set(entries))
    if strange or missing:
        what = f"{strange[0]} is not computed" if strange else f"{missing[0]} is not described"
        raise MeasureFault(f"{source}: {what}; the dictionary and the code name the same measures")
    return {
        measure_id: _definition(measure_id, entries[measure_id.value], source) for measure_id in MeasureId
    }


_TEXTS = ("name", "formula", "population", "period", "rows", "traps")
_NEEDED = frozenset({*_TEXTS, "theme", "unit"})
_OPTIONAL = frozenset({"fen", "shape", "bounds", "made_of", "no_value"})


def _definition(measure_id: MeasureId, entry: object, source: str) -> MeasureDefinition:
    where = f"{source}: {measure_id.value}"
    if not isinstance(entry, dict) or not set(entry) >= _NEEDED or set(entry) - _NEEDED - _OPTIONAL:
        needed, may = ", ".join(sorted(_NEEDED)), ", ".join(sorted(_OPTIONAL))
        raise MeasureFault(f"{where} must hold {needed}; it may hold {may}")
    texts = {key: _bilingual(entry[key], f"{where}: {key}") for key in _TEXTS}
    bounds = entry.get("bounds", [])
    if not isinstance(bounds, list) or bounds != sorted(set(bounds)):
        raise MeasureFault(f"{where}: bounds must be whole numbers that rise")
    return MeasureDefinition(
        measure_id=measure_id,
        theme=Theme(_word(entry["theme"], Theme, f"{where}: theme")),
        unit=MeasureUnit(_word(entry["unit"], MeasureUnit, f"{where}: unit")),
        fen=FenIn(_word(entry.get("fen", "none"), FenIn, f"{where}: fen")),
        shape=Shape(_word(entry.get("shape", "number"), Shape, f"{where}: shape")),
        bounds=tuple(bounds),
        made_of=MeasureId(_word(entry["made_of"], MeasureId, f"{where}: made_of"))
        if "made_of" in entry
        else None,
        no_value=_bilingual(entry["no_value"], f"{where}: no_value") if "no_value" in entry else None,
        **texts,
    )


def _word(value: object, words: type[StrEnum], where: str) -> str:
    known = [str(word) for word in words]
    if value not in known:
        raise MeasureFault(f"{where} must be one of {', '.join(known)}")
    return str(value)


def _bilingual(value: Any, where: str) -> Bilingual:
    if not isinstance(value, dict) or sorted(value) != ["en", "zh"] or not all(value.values()):
        raise MeasureFault(f"{where} must hold zh and en")
    return Bilingual(str(value["zh"]), str(value["en"]))
