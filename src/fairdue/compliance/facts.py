"""What is known at the moment of asking: one flat row of typed columns, the same for Python and for SQL.

Room: compliance. Whoever asks the gate gathers these from the case file, the ledgers and what people attested;
nothing is looked up here. None always means *not known*, never *no*: a rule that needs a column it does not
have answers that it is unknown, and the gate refuses. The one exception is said in the column's own text.

>>> Facts(jurisdiction="CN", effective_calls_today=2).effective_calls_today
2
>>> column_label("effective_calls_today").en
'effective calls with the debtor today'
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairdue.casefile.hold import HoldKind
from fairdue.compliance.column import Column, ColumnKind, columns_of
from fairdue.compliance.facts_organisation import OrganisationFacts
from fairdue.compliance.facts_words import Reachability
from fairdue.foundation.bilingual import Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(OrganisationFacts):
    """One row of facts about one proposed act, as of one moment; every column may be unknown (None).

    Raises ValueError for a count below zero and for a time of day that carries a zone.
    """

    def __post_init__(self) -> None:
        for name in _COUNTS:
            count = getattr(self, name)
            if count is not None and count < 0:
                raise ValueError(f"{name} counts from 0; {count} is below it")
        for name in _CLOCKS:
            at = getattr(self, name)
            if at is not None and at.tzinfo is not None:
                raise ValueError(
                    f"{name} is the time on the wall where the person is; hand it in without a zone"
                )
        for name in _DATES:
            # A moment is a date to isinstance, and comparing the two raises deep inside a rule.
            if isinstance(getattr(self, name), datetime):
                raise ValueError(f"{name} is a date where the person is; hand in its date, not a moment")


FACT_COLUMNS: dict[str, Column] = columns_of(Facts)
"""All columns by name, in order."""

_COUNTS = tuple(name for name, it in FACT_COLUMNS.items() if it.kind is ColumnKind.COUNT)
_CLOCKS = tuple(name for name, it in FACT_COLUMNS.items() if it.kind is ColumnKind.CLOCK)
_DATES = tuple(name for name, it in FACT_COLUMNS.items() if it.kind is ColumnKind.DATE)


def column_label(name: str) -> Bilingual:
    """What a column means, in words; KeyError for a name that is no column of Facts."""
    return FACT_COLUMNS[name].label


def missing_meaning(name: str) -> str:
    """What a missing value of this column leads to."""
    return FACT_COLUMNS[name].missing


__all__ = ["FACT_COLUMNS", "Facts", "HoldKind", "Reachability", "column_label", "missing_meaning"]
