"""The collector board: recovery beside complaints, violations and promise quality, and a ranking that will not be money alone.

Room: feedback. GB/T 45251-2025 §5.2 and article 66 of the credit-card rules (CN-OUT-06) forbid pay and judgement
by the recovered amount alone. So money stands here only with conduct beside it, and ``rank`` refuses to order
people by money first: whoever asks for that gets the reason, not the list. Equal numbers of promises do not look
alike either: the share that was kept stands beside their count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import takewhile

from fairdue.feedback.case_record import CaseRecord
from fairdue.feedback.measure_dictionary import MeasureId, Theme, measure_dictionary
from fairdue.feedback.measure_shares import Share
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.feedback.measures import MeasurePart, collector_of
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.reason import Reason

BOARD = (
    MeasureId.RECOVERY_AMOUNT,
    MeasureId.COMMISSION_BASE,
    MeasureId.KEPT_RATIO_COUNT,
    MeasureId.KEPT_RATIO_AMOUNT,
    MeasureId.BROKEN_RATE,
    MeasureId.EFFECTIVE_TALK_RATE,
    MeasureId.COMPLAINT_RATE,
    MeasureId.UPHELD_COMPLAINT_RATE,
    MeasureId.VIOLATION_RATE,
)
"""What stands on the board, money first to the eye and never alone."""

FEWER_IS_BETTER = frozenset(
    {
        MeasureId.COMPLAINT_RATE,
        MeasureId.UPHELD_COMPLAINT_RATE,
        MeasureId.VIOLATION_RATE,
        MeasureId.BROKEN_RATE,
    }
)

MONEY_ALONE = Reason(
    "feedback.ranking.money_first",
    Bilingual(
        "不得仅以或首先以回收金额排名（CN-OUT-06，GB/T 45251-2025 第 5.2 条）；请先选投诉率、违规率或 KP 率",
        "people are not ranked by money alone or by money first (CN-OUT-06, GB/T 45251-2025 §5.2); "
        "choose complaints, violations or the kept ratio first",
    ),
)
NOT_ON_BOARD = Reason(
    "feedback.ranking.not_on_board",
    Bilingual(
        f"排名须至少一个看板上的指标：{'、'.join(one.value for one in BOARD)}",
        f"a ranking needs at least one measure, and only those of the board: {', '.join(one.value for one in BOARD)}",
    ),
)


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One collector; every measure of the board is there, with nothing over nothing where nothing was counted."""

    collector: str
    figures: Mapping[MeasureId, MeasurePart]

    def value(self, measure_id: MeasureId) -> Fraction | None:
        """One value in its unit."""
        part, unit = self.figures[measure_id], measure_dictionary()[measure_id].unit
        if unit.is_total:
            return Fraction(part.numerator)
        return None if part.value is None else part.value * unit.scale


@dataclass(frozen=True, slots=True)
class RankingRefused:
    """The ranking that was asked for is not made, for a reason."""

    reason: Reason


@dataclass(slots=True)
class BoardSums:
    """The board being added up, share by share, beside the measures in the same pass."""

    span: MeasureSpan
    sums: dict[tuple[str, MeasureId], list[int]] = field(default_factory=dict)

    def add(self, record: CaseRecord, share: Share) -> None:
        """Add one share; those of other measures are left alone."""
        if share.measure_id not in _ON_BOARD:
            return
        key = (collector_of(record, share, self.span) or "", share.measure_id)
        both = self.sums.setdefault(key, [0, 0])
        both[0] += share.numerator
        both[1] += share.denominator

    def lines(self) -> tuple[BoardLine, ...]:
        """The board in order of names; "" holds what nobody was in charge of."""
        return tuple(
            BoardLine(
                name,
                {one: MeasurePart("", *self.sums.get((name, one), (0, 0))) for one in BOARD},
            )
            for name in sorted({name for name, _ in self.sums})
        )


_ON_BOARD = frozenset(BOARD)


def rank(*, board: Sequence[BoardLine], by: Sequence[MeasureId]) -> tuple[BoardLine, ...] | RankingRefused:
    """Order a board, the better first, by one measure after the other; a value that is not there comes last.

    Refused when the first measure is one of money, or when those before the first of money tell nobody apart: what
    stands first decides nearly everything, and where all are alike in it, what stands next decides it all.
    """
    if not by or any(one not in _ON_BOARD for one in by):
        return RankingRefused(NOT_ON_BOARD)
    before = list(takewhile(lambda one: measure_dictionary()[one].theme is not Theme.MONEY, by))
    tells_apart = len({tuple(line.value(one) for one in before) for line in board}) > 1
    if not before or (len(before) < len(by) and len(board) > 1 and not tells_apart):
        return RankingRefused(MONEY_ALONE)

    def place(line: BoardLine) -> list[tuple[bool, Fraction]]:
        values = [(one, line.value(one)) for one in by]
        return [
            (value is None, Fraction(0) if value is None else value if one in FEWER_IS_BETTER else -value)
            for one, value in values
        ]

    return tuple(sorted(board, key=lambda line: (place(line), line.collector)))
