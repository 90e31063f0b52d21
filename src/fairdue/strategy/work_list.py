"""The work list: which case comes next, and why.

Room: strategy. Flat figures of a case become a place: a tier, a score inside the tier, and reasons. The
order is total and the same on every machine: tier, then score, then the case's id. Our own promises come
before the customer's, a case on hold or not callable stands at the bottom, and a case that is not ours any
more is not listed at all. Who the customer is plays no part: the figures do not know.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any

from fairdue.casefile.bucket import BUCKETS, bucket_of_days
from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.hold import HoldKind
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.ids import CaseId
from fairdue.foundation.reason import Reason
from fairdue.foundation.strict_yaml import read_yaml
from fairdue.strategy.score import (
    PLAYBOOK,
    LinkedCase,
    estimate_difficulty,
    estimate_willingness,
    level_label,
    score_figures_of,
)
from fairdue.strategy.score_table import Level, ScoreTableFault, bilingual


class Tier(StrEnum):
    """The tiers of the line; their rank stands in the playbook."""

    CALLBACK_DUE = "callback_due"
    PROMISE_DUE = "promise_due"
    CLAIM_TO_CHECK = "claim_to_check"
    NEVER_CONTACTED = "never_contacted"
    LIKELY_BENEFIT = "likely_benefit"
    NOT_TODAY = "not_today"
    ON_HOLD = "on_hold"


class NextDueKind(StrEnum):
    """What falls due next on a case."""

    CALLBACK = "callback"
    PROMISE = "promise"
    CLAIM = "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkFigures:
    """One case as a flat row: what the order of the list rests on, and nothing that tells who it is."""

    case_id: CaseId
    status: CaseStatus
    balance_fen: int
    bucket: str | None = None
    callback_at: datetime | None = None
    promise_due_on: date | None = None
    broken_on: date | None = None
    claim_check_on: date | None = None
    holds_active: frozenset[HoldKind] = frozenset()
    callable_now: bool = True
    last_contact_on: date | None = None
    attempts_today: int = 0
    broken_promises: int = 0
    willingness: Level = Level.UNKNOWN
    difficulty: Level = Level.UNKNOWN
    return_by: date | None = None
    payday: int | None = None

    @property
    def next_due(self) -> tuple[NextDueKind, date] | None:
        """What falls due next, and on which day."""
        due = [
            (civil_date(self.callback_at), NextDueKind.CALLBACK) if self.callback_at else None,
            (self.promise_due_on, NextDueKind.PROMISE) if self.promise_due_on else None,
            (self.claim_check_on, NextDueKind.CLAIM) if self.claim_check_on else None,
        ]
        earliest = min((one for one in due if one is not None), default=None)
        return None if earliest is None else (earliest[1], earliest[0])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case stands in the line. ``tier`` is the rank: 1 is worked first."""

    case_id: CaseId
    tier: int
    score: int
    kind: Tier
    reasons: tuple[Reason, ...]

    @property
    def order(self) -> tuple[int, int, str]:
        """The key by which places are sorted: a total order, since no two cases share an id."""
        return (self.tier, -self.score, self.case_id)


def place_in_line(*, figures: WorkFigures, as_of: datetime) -> Place | None:
    """Where a case stands now; None for a case that is not ours to work any more."""
    if figures.status is not CaseStatus.OPEN:
        return None
    rules, today = _order_rules(), civil_date(as_of)
    kind = _tier_of(figures, as_of, today, rules)
    score, more = _score(kind, figures, as_of, today, rules)
    tier = rules.tiers[kind]
    said = _promise_said(figures, today) if kind is Tier.PROMISE_DUE else tier.text
    return Place(
        case_id=figures.case_id,
        tier=tier.rank,
        score=score,
        kind=kind,
        reasons=(Reason(f"work_list.{kind.value}", said), *more),
    )


def line_up(*, figures: Iterable[WorkFigures], as_of: datetime) -> list[Place]:
    """The line of cases, the first to be worked first."""
    places = (place_in_line(figures=one, as_of=as_of) for one in figures)
    return sorted((place for place in places if place is not None), key=lambda place: place.order)


def work_figures_of(
    *,
    case: CaseFile,
    callable_now: bool,
    as_of: datetime,
    linked: tuple[LinkedCase, ...] = (),
    holds: frozenset[HoldKind] | None = None,
) -> WorkFigures:
    """Take the figures out of a case file. ``holds`` adds those of the person's other cases, if given."""
    today = civil_date(as_of)
    scored = score_figures_of(case=case, linked=linked, as_of=as_of)
    broken = [promise for promise in case.promises if promise.state is PromiseState.BROKEN]
    days = case.account.overdue_days(on=today)
    return WorkFigures(
        case_id=case.case_id,
        status=case.status,
        balance_fen=case.balance_fen,
        bucket=case.account.bucket if days is None else bucket_of_days(days),
        callback_at=min((one.due_at for one in case.callbacks if not one.done), default=None),
        promise_due_on=min((one.due_on for one in case.open_promises), default=None),
        broken_on=max((one.judged_on for one in broken if one.judged_on), default=None),
        claim_check_on=min((one.check_on for one in case.open_claims), default=None),
        holds_active=case.holds_at(as_of) | (holds or frozenset()),
        callable_now=callable_now,
        last_contact_on=max((civil_date(one.started_at) for one in case.attempts), default=None),
        attempts_today=sum(civil_date(one.started_at) == today for one in case.attempts),
        broken_promises=len(broken),
        willingness=estimate_willingness(figures=scored).level,
        difficulty=estimate_difficulty(figures=scored).level,
        return_by=case.account.return_by,
        payday=case.party.payday,
    )


@dataclass(frozen=True, slots=True)
class _TierText:
    rank: int
    text: Bilingual


@dataclass(frozen=True, slots=True)
class _OrderRules:
    """The playbook's page on the order, as typed data."""

    tiers: dict[Tier, _TierText]
    chance: dict[str, int]
    willingness: dict[Level, int]
    difficulty: dict[Level, int]
    payday_before: int
    payday_after: int
    payday_percent: int
    return_within: int
    return_percent: int
    attempt_today_percent: int
    broken_fresh_days: int


def _tier_of(figures: WorkFigures, as_of: datetime, today: date, rules: _OrderRules) -> Tier:
    claim_due = figures.claim_check_on is not None and figures.claim_check_on <= today
    # A claim is checked at the desk, not on the phone: its own hold and the hour do not stand in the way.
    if claim_due and figures.holds_active <= {HoldKind.CLAIMED_PAYMENT}:
        calls_first = figures.callable_now and not figures.holds_active
        if not (calls_first and _callback_due(figures, as_of)):
            return Tier.CLAIM_TO_CHECK
    if figures.holds_active:
        return Tier.ON_HOLD
    if not figures.callable_now:
        return Tier.NOT_TODAY
    if _callback_due(figures, as_of):
        return Tier.CALLBACK_DUE
    if _promise_due(figures, today, rules):
        return Tier.PROMISE_DUE
    if figures.last_contact_on is None:
        return Tier.NEVER_CONTACTED
    return Tier.LIKELY_BENEFIT


def _callback_due(figures: WorkFigures, as_of: datetime) -> bool:
    return figures.callback_at is not None and figures.callback_at <= as_of


def _promise_due(figures: WorkFigures, today: date, rules: _OrderRules) -> bool:
    if figures.promise_due_on is not None and figures.promise_due_on <= today:
        return True
    fresh = timedelta(days=rules.broken_fresh_days)
    # Once the broken promise was talked about, the case goes back to its ordinary place.
    talked = figures.last_contact_on is not None and (
        figures.broken_on is not None and figures.last_contact_on > figures.broken_on
    )
    return figures.broken_on is not None and not talked and figures.broken_on >= today - fresh


def _promise_said(figures: WorkFigures, today: date) -> Bilingual:
    """Which of the two it is: a promise that falls due, or one that was just broken."""
    due_on = figures.promise_due_on
    if due_on is None or due_on > today:
        return Bilingual("承诺刚刚未履约", "a promise was just broken")
    if due_on == today:
        return Bilingual("承诺今天到期", "a promise is due today")
    days = (today - due_on).days
    return Bilingual(
        f"承诺已到期 {days} 天，还没判定",
        f"a promise fell due {days} day{'s' * (days > 1)} ago, not judged yet",
    )


def _score(
    kind: Tier, figures: WorkFigures, as_of: datetime, today: date, rules: _OrderRules
) -> tuple[int, tuple[Reason, ...]]:
    """The score inside the tier, always a whole number; callbacks by waiting time, claims by lateness."""
    if kind is Tier.CALLBACK_DUE:
        assert figures.callback_at is not None
        minutes = int((as_of - figures.callback_at).total_seconds()) // 60
        text = _waited(minutes)
        return minutes, (Reason("work_list.waiting", text),)
    if kind is Tier.CLAIM_TO_CHECK:
        assert figures.claim_check_on is not None
        days = (today - figures.claim_check_on).days
        text = Bilingual(f"应核对日已到 {days} 天", f"the day to check it came {days} days ago")
        return days, (Reason("work_list.check_day", text),)
    return _likely_benefit(figures, today, rules)


def _likely_benefit(figures: WorkFigures, today: date, rules: _OrderRules) -> tuple[int, tuple[Reason, ...]]:
    """Balance times chance, in thousandths of a fen, bent by what is known; each bend is a reason."""
    bucket = figures.bucket if figures.bucket in rules.chance else "unknown"
    score = max(0, figures.balance_fen) * rules.chance[bucket or "unknown"]
    score = score * rules.willingness[figures.willingness] * rules.difficulty[figures.difficulty] // 10_000
    will, hard = level_label(figures.willingness), level_label(figures.difficulty)
    reasons = [
        Reason(
            "work_list.estimate",
            Bilingual(
                f"账龄 {bucket if bucket != 'unknown' else '未知'}，意愿{will.zh}，难度{hard.zh}",
                f"bucket {bucket}, willingness {will.en}, difficulty {hard.en}",
            ),
        )
    ]
    if payday_is_near(
        payday=figures.payday, today=today, before=rules.payday_before, after=rules.payday_after
    ):
        score = score * rules.payday_percent // 100
        reasons.append(Reason("work_list.payday", Bilingual("发薪日在前后几天", "the payday is near")))
    if figures.return_by is not None and 0 <= (figures.return_by - today).days <= rules.return_within:
        score = score * rules.return_percent // 100
        reasons.append(Reason("work_list.return", Bilingual("临近退案日", "the return date is near")))
    for _ in range(min(figures.attempts_today, 10)):
        score = score * rules.attempt_today_percent // 100
    if figures.attempts_today:
        text = Bilingual(
            f"今天已拨打 {figures.attempts_today} 次，先让其他案件",
            f"called {figures.attempts_today} times today, so others come first",
        )
        reasons.append(Reason("work_list.attempts_today", text))
    return score, tuple(reasons)


def _waited(minutes: int) -> Bilingual:
    """How long a promised callback has waited, in the largest unit that still says it well."""
    for size, zh, en in ((1440, "天", "days"), (60, "小时", "hours")):
        if minutes >= 2 * size:
            return Bilingual(
                f"已过约定时间 {minutes // size} {zh}", f"{minutes // size} {en} past the agreed time"
            )
    return Bilingual(f"已过约定时间 {minutes} 分钟", f"{minutes} minutes past the agreed time")


def payday_is_near(*, payday: int | None, today: date, before: int, after: int) -> bool:
    """Is today from ``before`` days ahead of a payday to ``after`` days behind it?

    A payday that a short month lacks falls on that month's last day.
    """
    if payday is None:
        return False
    days = (today + timedelta(days=shift) for shift in range(-after, before + 1))
    return any(_is_payday(day, payday) for day in days)


def _is_payday(day: date, payday: int) -> bool:
    last_of_month = (day + timedelta(days=1)).month != day.month
    return day.day == payday or (last_of_month and day.day < payday)


@lru_cache(maxsize=1)
def _order_rules() -> _OrderRules:
    name = "work_list.yaml"
    page = read_yaml((PLAYBOOK / name).read_text(encoding="utf-8"), source=f"strategy/{name}")
    place = f"strategy/{name}"
    tiers = {
        tier: _TierText(
            _whole(page["tiers"][tier.value]["rank"], place), bilingual(page["tiers"][tier.value], place)
        )
        for tier in Tier
    }
    if missing := {*BUCKETS, "unknown"} - set(page["chance"]):
        raise ScoreTableFault(f"{place}: chance lacks {sorted(missing)}; write a number for each bucket")
    return _OrderRules(
        tiers=tiers,
        chance={str(bucket): _whole(chance, place) for bucket, chance in page["chance"].items()},
        willingness=_by_level(page["willingness_percent"], place),
        difficulty=_by_level(page["difficulty_percent"], place),
        payday_before=_whole(page["payday"]["days_before"], place),
        payday_after=_whole(page["payday"]["days_after"], place),
        payday_percent=_whole(page["payday"]["percent"], place),
        return_within=_whole(page["return"]["within_days"], place),
        return_percent=_whole(page["return"]["percent"], place),
        attempt_today_percent=_whole(page["attempt_today_percent"], place),
        broken_fresh_days=_whole(page["broken_fresh_days"], place),
    )


def _by_level(entries: dict[str, Any], place: str) -> dict[Level, int]:
    return {level: _whole(entries.get(level.value), place) for level in Level}


def _whole(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ScoreTableFault(f"{place}: write a whole number that is not negative")
    return value
