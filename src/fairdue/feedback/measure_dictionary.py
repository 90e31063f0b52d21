"""The KPI dictionary: what each measure means, read from ``fairdue_playbook/feedback/measures.yaml``.

Room: feedback. Formula, population and traps are texts for people; ``measures`` computes by the same ids, and
a measure that stands in only one of the two places is a fault.
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
    RPC_RATE = "rpc_rate"
    PTP_RATE = "ptp_rate"
    KEPT_RATIO_COUNT = "kept_ratio_count"
    KEPT_RATIO_AMOUNT = "kept_ratio_amount"
    PARTLY_KEPT_RATE = "partly_kept_rate"
    BROKEN_RATE = "broken_rate"
    RECOVERY_AMOUNT = "recovery_amount"
    RECOVERY_CASES = "recovery_cases"
    UPHELD_COMPLAINT_RATE = "upheld_complaint_rate"
    COMPLAINT_RATE = "complaint_rate"
    NOTE_RATE = "note_rate"


class MeasureUnit(StrEnum):
    """In which unit a value is read."""

    RATIO = "ratio"
    TIMES = "times"
    PER_TEN_THOUSAND = "per_ten_thousand"

    @property
    def scale(self) -> int:
        """By what the plain quotient is multiplied to be read in this unit."""
        return 10_000 if self is MeasureUnit.PER_TEN_THOUSAND else 1


@dataclass(frozen=True, slots=True)
class MeasureDefinition:
    """One entry: name, formula, population and traps as texts, and the unit of the value."""

    measure_id: MeasureId
    name: Bilingual
    formula: Bilingual
    population: Bilingual
    unit: MeasureUnit
    traps: Bilingual


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


_KEYS = ("name", "formula", "population", "unit", "traps")


def _definition(measure_id: MeasureId, entry: object, source: str) -> MeasureDefinition:
    where = f"{source}: {measure_id.value}"
    if not isinstance(entry, dict) or sorted(entry) != sorted(_KEYS):
        raise MeasureFault(f"{where} must hold exactly {', '.join(_KEYS)}")
    units = [unit.value for unit in MeasureUnit]
    if entry["unit"] not in units:
        raise MeasureFault(f"{where}: unit must be one of {', '.join(units)}")
    texts = {key: _bilingual(entry[key], f"{where}: {key}") for key in _KEYS if key != "unit"}
    return MeasureDefinition(
        measure_id,
        texts["name"],
        texts["formula"],
        texts["population"],
        MeasureUnit(entry["unit"]),
        texts["traps"],
    )


def _bilingual(value: Any, where: str) -> Bilingual:
    if not isinstance(value, dict) or sorted(value) != ["en", "zh"] or not all(value.values()):
        raise MeasureFault(f"{where} must hold zh and en")
    return Bilingual(str(value["zh"]), str(value["en"]))
