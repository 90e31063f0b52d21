"""The score: how hard repaying is for a person, and how willing the history shows them to be.

Room: strategy. ``score_figures_of`` takes the figures out of a case file; the tables of the playbook turn
them into points. Sex, age, region, name and marital status are no figures here, so that no table can ask for
them. An estimate helps a collector to prepare; it opens nothing and closes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files

from fairdue.casefile.case import CaseFile
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.foundation.strict_yaml import read_yaml
from fairdue.strategy.score_table import (
    Estimate,
    Scorer,
    ScoreTable,
    ScoreTableFault,
    compile_table,
    read_score_table,
)

PLAYBOOK = files("fairdue_playbook") / "strategy"


class IncomeKind(StrEnum):
    """Where the money comes from, as far as employer and occupation tell."""

    STEADY = "steady"
    IRREGULAR = "irregular"
    NONE = "none"


class NoteSignal(StrEnum):
    """What the creditor's earlier note tells about paying."""

    REFUSED = "refused"
    PARTLY_KEPT = "partly_kept"
    BROKEN = "broken"
    ASKED_FOR_PLAN = "asked_for_plan"
    KEPT = "kept"
    HARDSHIP = "hardship"
    THIRD_PERSON = "third_person"
    NOT_REACHED = "not_reached"


class LastWord(StrEnum):
    """What the customer said the last time somebody spoke with them."""

    AGREED = "agreed"
    ASKED_FOR_HELP = "asked_for_help"
    VAGUE = "vague"
    REFUSED = "refused"
    OTHER = "other"


_LAST_WORDS = {
    ResultCode.FP: LastWord.AGREED,
    ResultCode.PTP: LastWord.AGREED,
    ResultCode.PP: LastWord.AGREED,
    ResultCode.CP: LastWord.OTHER,
    ResultCode.CPX: LastWord.OTHER,
    ResultCode.NG: LastWord.ASKED_FOR_HELP,
    ResultCode.HS: LastWord.ASKED_FOR_HELP,
    ResultCode.PTV: LastWord.VAGUE,
    ResultCode.RF: LastWord.REFUSED,
    ResultCode.CB: LastWord.OTHER,
    ResultCode.DS: LastWord.OTHER,
    ResultCode.CM: LastWord.OTHER,
    ResultCode.ST: LastWord.OTHER,
}
"""Only codes of a talk with the customer; a call nobody answered is no word of theirs."""


@dataclass(frozen=True, slots=True)
class LinkedCase:
    """Another case of the same person (共债). Figures of another creditor's case are not shown to anybody."""

    case_id: CaseId
    creditor: str
    balance_fen: int
    is_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFigures:
    """The figures that the tables may ask: whole numbers and words; None is not known, never zero."""

    overdue_periods: int | None = None
    balance_to_income_percent: int | None = None
    balance_to_last_payment_percent: int | None = None
    balance_to_limit_percent: int | None = None
    minimum_to_last_payment_percent: int | None = None
    days_since_last_payment: int | None = None
    income_kind: IncomeKind | None = None
    stated_reason: str | None = None
    linked_open_cases: int | None = None
    promises_kept_percent: int | None = None
    promises_broken: int | None = None
    paid_percent_of_placed: int | None = None
    last_word: LastWord | None = None
    earlier_note: NoteSignal | None = None


FIGURE_NAMES = frozenset(column.name for column in fields(ScoreFigures))


def estimate_difficulty(*, figures: ScoreFigures) -> Estimate:
    """How hard repaying is for this person."""
    return _scorer("difficulty.yaml")(figures)


def estimate_willingness(*, figures: ScoreFigures) -> Estimate:
    """What the history says about willingness."""
    return _scorer("willingness.yaml")(figures)


def score_figures_of(*, case: CaseFile, linked: Sequence[LinkedCase], as_of: datetime) -> ScoreFigures:
    """Take the figures out of a case file as of a moment."""
    account, party, today = case.account, case.party, civil_date(as_of)
    balance = max(0, case.balance_fen)
    last_on, last_fen = last_payment(case)
    judged = [promise for promise in case.promises if promise.state in _JUDGED]
    kept = sum(promise.state is PromiseState.KEPT for promise in judged)
    broken = sum(promise.state is PromiseState.BROKEN for promise in judged)
    spoken = next((d.code for d in reversed(case.dispositions) if d.code in _LAST_WORDS), None)
    return ScoreFigures(
        overdue_periods=account.overdue_periods,
        balance_to_income_percent=_percent(balance, party.income_fen),
        balance_to_last_payment_percent=_percent(balance, last_fen),
        balance_to_limit_percent=_percent(balance, account.credit_limit_fen),
        minimum_to_last_payment_percent=_percent(account.minimum_due_fen, last_fen),
        days_since_last_payment=None if last_on is None else max(0, (today - last_on).days),
        income_kind=income_kind_of(case),
        stated_reason=case.reasons[-1].value if case.reasons else None,
        linked_open_cases=sum(one.is_open and one.creditor == account.creditor for one in linked),
        promises_kept_percent=_percent(kept, len(judged)),
        promises_broken=broken if judged else None,
        paid_percent_of_placed=(
            None
            if case.paid_fen <= 0 and spoken is None
            else _percent(max(0, case.paid_fen), account.amount_fen)
        ),
        last_word=None if spoken is None else _LAST_WORDS[spoken],
        earlier_note=note_signal_of(account.history_note),
    )


_JUDGED = frozenset({PromiseState.KEPT, PromiseState.PARTLY_KEPT, PromiseState.BROKEN})


def last_payment(case: CaseFile) -> tuple[date | None, int | None]:
    """Day and amount of the last payment, posted since placement or stated by the creditor before it."""
    reversed_ids = {payment.reverses for payment in case.payments}
    arrived = [p for p in case.payments if p.amount_fen > 0 and p.payment_id not in reversed_ids]
    if arrived:
        latest = max(arrived, key=lambda payment: payment.posted_on)
        return latest.posted_on, latest.amount_fen
    return case.account.last_paid_on, case.account.last_paid_fen


def income_kind_of(case: CaseFile) -> IncomeKind | None:
    """Where the money comes from. Words in the file tell it; a known payday alone means steady."""
    words = " ".join(filter(None, (case.party.occupation, case.party.employer)))
    found = _signal("income_kind", words)
    if found is not None:
        return IncomeKind(found)
    return IncomeKind.STEADY if case.party.payday is not None else None


def note_signal_of(note: str | None) -> NoteSignal | None:
    """What the creditor's earlier note tells about paying; None without a note or without a known word."""
    found = _signal("earlier_note", note or "")
    return None if found is None else NoteSignal(found)


def score_tables() -> tuple[ScoreTable, ...]:
    """Both tables as data, for people who want to read or compare them."""
    return (_table("difficulty.yaml"), _table("willingness.yaml"))


def level_label(level: str) -> Bilingual:
    """A level in words."""
    return _LEVEL_LABELS[level]


_LEVEL_LABELS = {
    "low": Bilingual("低", "low"),
    "medium": Bilingual("中", "medium"),
    "high": Bilingual("高", "high"),
    "unknown": Bilingual("资料不足，无法判断", "too little is known to say"),
}


def _percent(part: int | None, whole: int | None) -> int | None:
    return None if part is None or not whole or whole < 0 else part * 100 // whole


@cache
def _table(name: str) -> ScoreTable:
    text = (PLAYBOOK / name).read_text(encoding="utf-8")
    return read_score_table(text=text, file=f"strategy/{name}", columns=FIGURE_NAMES)


@cache
def _scorer(name: str) -> Scorer:
    return compile_table(_table(name))


@cache
def _signals() -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    name = "signals.yaml"
    page = read_yaml((PLAYBOOK / name).read_text(encoding="utf-8"), source=f"strategy/{name}")
    read = {
        field: tuple((str(entry["signal"]), tuple(map(str, entry["words"]))) for entry in entries)
        for field, entries in page.items()
    }
    for field, known in (("earlier_note", NoteSignal), ("income_kind", IncomeKind)):
        if unknown := {signal for signal, _ in read[field]} - set(known):
            raise ScoreTableFault(f"strategy/{name}: {field} has unknown signals {sorted(unknown)}")
    return read


def _signal(field: str, text: str) -> str | None:
    lowered = text.lower()
    if not lowered:
        return None
    return next((s for s, words in _signals()[field] if any(word in lowered for word in words)), None)
