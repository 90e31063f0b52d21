"""Figures: the funnel, the roll-rate matrix, the promise calendar and the hours of the day, as counted parts.

Room: feedback. They are drawn from the same records and the same words as the measures (a dial, a right party, a
position), and each part has a numerator and a denominator, so that a picture can be checked like a number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from fairdue.casefile.promise import PromiseState
from fairdue.feedback.case_record import CaseRecord
from fairdue.feedback.measure_ageing import move_of
from fairdue.feedback.measure_shares import dials_of
from fairdue.feedback.measure_span import MeasureSpan, month_end_before
from fairdue.feedback.measures import MeasurePart
from fairdue.foundation.civil import CHINA


class FunnelStage(StrEnum):
    """How far a case came; each stage holds only cases of the stage before."""

    PLACED = "placed"
    DIALLED = "dialled"
    CONNECTED = "connected"
    RIGHT_PARTY = "right_party"
    PROMISED = "promised"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """The promises that fall due on one day, by what became of them, in number and in fen."""

    day: str
    made: int
    kept: int
    partly_kept: int
    broken: int
    open: int
    promised_fen: int
    kept_fen: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of a period. Heat parts are ``weekday/hour``, Monday 0; matrix parts ``M1>M2``."""

    funnel: tuple[MeasurePart, ...]
    matrix: tuple[MeasurePart, ...]
    calendar: tuple[CalendarDay, ...]
    heat: tuple[MeasurePart, ...]


@dataclass(slots=True)
class FigureSums:
    """The figures being added up, record by record, beside the measures in the same pass."""

    span: MeasureSpan
    stages: Counter[FunnelStage] = field(default_factory=Counter)
    moves: Counter[tuple[str, str]] = field(default_factory=Counter)
    states: dict[str, Counter[str]] = field(default_factory=dict)
    dials: Counter[str] = field(default_factory=Counter)
    connected: Counter[str] = field(default_factory=Counter)

    def add(self, record: CaseRecord) -> None:
        """Add one case."""
        self._add_calls(record)
        for later in self.span.month_ends:
            move = move_of(record, earlier=month_end_before(later), later=later)
            if move is not None:
                self.moves[move[0].bucket_name, move[1]] += move[0].balance_fen
        for promise in record.promises:
            if promise.state is PromiseState.CANCELLED:
                continue
            if self.span.day_from <= promise.due_on < self.span.period_until:
                day = self.states.setdefault(promise.due_on.isoformat(), Counter())
                day[promise.state.value] += 1
                day["promised_fen"] += promise.amount_fen
                day["kept_fen"] += min(promise.paid_fen, promise.amount_fen)

    def _add_calls(self, record: CaseRecord) -> None:
        dials = dials_of(record, self.span)
        for attempt, _ in dials:
            local = attempt.started_at.astimezone(CHINA)
            cell = f"{local.weekday()}/{local.hour}"
            self.dials[cell] += 1
            self.connected[cell] += attempt.connected
        if not record.in_hand_within(self.span.day_from, self.span.day_until):
            return
        talks = [attempt for attempt, _ in dials if attempt.connected]
        made = [p for p in record.promises if self.span.holds_moment(p.made_at)]
        came = (
            True,
            bool(dials),
            bool(talks),
            any(attempt.attempt_id in record.verified for attempt in talks),
            bool(made),
            any(promise.state is PromiseState.KEPT for promise in made),
        )
        for stage, reached in zip(FunnelStage, came, strict=True):
            if not reached:
                break
            self.stages[stage] += 1

    def figures(self) -> Figures:
        """What was added up."""
        whole = self.stages[FunnelStage.PLACED]
        starts: Counter[str] = Counter()
        for (start, _), fen in self.moves.items():
            starts[start] += fen
        return Figures(
            tuple(MeasurePart(stage.value, self.stages[stage], whole) for stage in FunnelStage),
            tuple(
                MeasurePart(f"{start}>{found}", fen, starts[start])
                for (start, found), fen in sorted(self.moves.items())
            ),
            tuple(_calendar_day(day, counts) for day, counts in sorted(self.states.items())),
            tuple(
                MeasurePart(cell, self.connected[cell], dialled)
                for cell, dialled in sorted(self.dials.items())
            ),
        )


def compute_figures(*, records: Iterable[CaseRecord], span: MeasureSpan) -> Figures:
    """Compute the figures of a period over a stream of case records."""
    sums = FigureSums(span)
    for record in records:
        sums.add(record)
    return sums.figures()


def _calendar_day(day: str, counts: Counter[str]) -> CalendarDay:
    kept, partly, broken, still_open = (counts[state] for state in ("kept", "partly_kept", "broken", "open"))
    return CalendarDay(
        day=day,
        made=kept + partly + broken + still_open,
        kept=kept,
        partly_kept=partly,
        broken=broken,
        open=still_open,
        promised_fen=counts["promised_fen"],
        kept_fen=counts["kept_fen"],
    )
