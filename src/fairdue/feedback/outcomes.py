"""The outcome of a case as of a day: what was paid, promised and last said, and what comes next.

Room: feedback. It reads the case file as it was folded up to that day and draws no conclusion about the
person; the next step is what stands in the diary or the hold that stops it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain

from fairdue.casefile.case import CaseFile
from fairdue.casefile.disposition import Disposition
from fairdue.casefile.promise import Promise
from fairdue.feedback.words import HOLD_WORDS, STATUS_WORDS
from fairdue.followup.diary import next_due
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, civil_date


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case so far. Amounts are fen, net of reversals."""

    paid_fen: int
    paid_in_period_fen: int
    balance_fen: int
    latest: Disposition | None
    promise: Promise | None
    attempts: int
    effective_talks: int
    next_step: Bilingual


def outcome_of(*, case: CaseFile, as_of_on: date, period_from: date | None = None) -> Outcome:
    """Derive the outcome; the period runs from ``period_from``, or from the placement, to the day itself."""
    begins_on = case.account.placed_on if period_from is None else period_from
    paid = [p for p in case.payments if p.posted_on <= as_of_on]
    attempts = [a for a in case.attempts if civil_date(a.started_at) <= as_of_on]
    return Outcome(
        paid_fen=sum(p.amount_fen for p in paid),
        paid_in_period_fen=sum(p.amount_fen for p in paid if p.posted_on >= begins_on),
        balance_fen=case.balance_fen,
        latest=case.dispositions[-1] if case.dispositions else None,
        promise=latest_promise(case=case),
        attempts=len(attempts),
        effective_talks=sum(a.effective for a in attempts),
        next_step=next_step_of(case=case, as_of_on=as_of_on),
    )


def latest_promise(*, case: CaseFile) -> Promise | None:
    """The promise to report: the open one that is due first, else the one made last."""
    open_ones = sorted(case.open_promises, key=lambda p: (p.due_on, p.promise_id))
    return next(chain(open_ones, reversed(case.promises)), None)


def next_step_of(*, case: CaseFile, as_of_on: date) -> Bilingual:
    """What happens next: nothing after the end, the hold that stops all, the next of the diary, or a call."""
    if not case.is_open:
        return STATUS_WORDS[case.status]
    evening = datetime.combine(as_of_on, time(23, 59, 59), tzinfo=CHINA)
    held = sorted(case.holds_at(evening))
    if held:
        words = [HOLD_WORDS[kind] for kind in held]
        return Bilingual(
            f"停催：{'、'.join(w.zh for w in words)}", f"on hold for {' and '.join(w.en for w in words)}"
        )
    entry = next_due(case=case, as_of=evening)
    if entry is not None:
        on = civil_date(entry.due_at).isoformat()
        return Bilingual(f"{on} {entry.reason.zh}", f"{on}: {entry.reason.en}")
    return Bilingual("继续联系本人", "go on contacting the customer")
