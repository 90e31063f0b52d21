"""Life: what invented people do when they are called, and whether money comes afterwards.

Room: practice. Every person has one hidden temperament that the rest of the house never sees. Outcomes are
said by their meaning; whoever drives the call translates them into the answers of the flow. Nothing here
places a call: the acts still pass the gate like any other. The shares are assumptions, not measurements.

>>> traits_of(seed=7, key="someone") == traits_of(seed=7, key="someone")
True
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from fairdue.casefile.contact_attempt import CallResult
from fairdue.casefile.dispute import DisputeGround
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.foundation.civil import CHINA
from fairdue.understanding.spoken_channel import PayChannel


class Temperament(StrEnum):
    """How a person will turn out; hidden from everybody but this room."""

    PAYS_AFTER_FIRST_CALL = "pays_after_first_call"
    KEEPS_PROMISES = "keeps_promises"
    BREAKS_PROMISES = "breaks_promises"
    UNREACHABLE = "unreachable"
    DISPUTES = "disputes"
    IN_HARDSHIP = "in_hardship"
    ALREADY_PAID = "already_paid"
    REFUSES = "refuses"


SHARES: tuple[tuple[Temperament, int], ...] = (
    (Temperament.PAYS_AFTER_FIRST_CALL, 18),
    (Temperament.KEEPS_PROMISES, 22),
    (Temperament.BREAKS_PROMISES, 20),
    (Temperament.UNREACHABLE, 14),
    (Temperament.DISPUTES, 4),
    (Temperament.IN_HARDSHIP, 10),
    (Temperament.ALREADY_PAID, 5),
    (Temperament.REFUSES, 7),
)
"""In percent of persons."""


class Outcome(StrEnum):
    """What a call came to, by its meaning."""

    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    THIRD_PERSON = "third_person"
    HANGS_UP = "hangs_up"
    CALLBACK = "callback"
    PROMISES = "promises"
    CLAIMS_PAID = "claims_paid"
    DISPUTES = "disputes"
    HARDSHIP = "hardship"
    REFUSES = "refuses"


@dataclass(frozen=True, slots=True)
class Traits:
    """The hidden traits of one person. ``answers_percent`` is the chance that a call is taken."""

    temperament: Temperament
    answers_percent: int
    busy_percent: int
    wrong_number: bool
    reason: ReasonForDefault
    channel: PayChannel


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What the line did and, if somebody spoke, what it came to. Fields that do not belong stay None.

    ``PROMISES`` has amount, day and channel; ``CLAIMS_PAID`` amount, day and channel of the payment;
    ``CALLBACK`` a moment; ``DISPUTES`` a ground; ``HARDSHIP`` a reason.
    """

    result: CallResult
    outcome: Outcome
    amount_fen: int | None = None
    on: date | None = None
    at: datetime | None = None
    channel: PayChannel | None = None
    reason: ReasonForDefault | None = None
    ground: DisputeGround | None = None

    @property
    def verified(self) -> bool:
        """Did the customer come through the identity check in this call?"""
        return self.outcome not in _BEFORE_IDENTITY


_BEFORE_IDENTITY = frozenset(
    {Outcome.NO_ANSWER, Outcome.WRONG_NUMBER, Outcome.THIRD_PERSON, Outcome.HANGS_UP}
)


@dataclass(frozen=True, slots=True)
class MadePayment:
    """Money that the invented person sends, as the creditor will report it."""

    amount_fen: int
    posted_on: date
    channel: PayChannel


_MEANS_REASONS = (
    ReasonForDefault.UNEMPLOYED,
    ReasonForDefault.INCOME_FELL,
    ReasonForDefault.ILLNESS,
    ReasonForDefault.FAMILY,
    ReasonForDefault.BUSINESS_FAILED,
)
_SPOKEN_CHANNELS = (
    PayChannel.BANK_APP,
    PayChannel.ALIPAY,
    PayChannel.WECHAT,
    PayChannel.BANK_TRANSFER,
)


def traits_of(*, seed: int, key: str) -> Traits:
    """The traits of one person; the same seed and key give the same person everywhere and on any day."""
    draw = hashlib.sha256(f"fairdue-life:{seed}:{key}".encode()).digest()
    temperament = _pick_temperament(int.from_bytes(draw[:4], "big") * 100 >> 32)
    reachable = temperament is not Temperament.UNREACHABLE
    return Traits(
        temperament=temperament,
        answers_percent=30 + draw[4] * 40 // 256 if reachable else draw[4] * 6 // 256,
        busy_percent=5 + draw[5] * 20 // 256,
        wrong_number=draw[6] < (64 if not reachable else 5),
        reason=_reason(temperament, draw[7]),
        channel=_SPOKEN_CHANNELS[draw[8] % len(_SPOKEN_CHANNELS)],
    )


def _pick_temperament(percent: int) -> Temperament:
    for temperament, share in SHARES:
        if percent < share:
            return temperament
        percent -= share
    raise AssertionError("the shares add up to a hundred")


def _reason(temperament: Temperament, draw: int) -> ReasonForDefault:
    match temperament:
        case Temperament.PAYS_AFTER_FIRST_CALL:
            return ReasonForDefault.FORGOT if draw < 180 else ReasonForDefault.NO_BILL
        case Temperament.IN_HARDSHIP:
            return _MEANS_REASONS[draw % len(_MEANS_REASONS)]
        case Temperament.REFUSES:
            return ReasonForDefault.WILL_NOT_PAY
        case Temperament.DISPUTES:
            return ReasonForDefault.FRAUD if draw < 90 else ReasonForDefault.CONTESTS_AMOUNT
        case _:
            return ReasonForDefault.INCOME_FELL if draw < 150 else ReasonForDefault.MANY_DEBTS


def rng_of_day(*, seed: int, key: str, day: date) -> Random:
    """The day's luck of one person: independent of every other person and day, and of the order of asking."""
    draw = hashlib.sha256(f"fairdue-day:{seed}:{key}:{day.isoformat()}".encode()).digest()
    return Random(int.from_bytes(draw[:8], "big"))  # noqa: S311 - invented people need no secrets


def answer_call(
    *, traits: Traits, day: date, rng: Random, balance_fen: int, minimum_due_fen: int | None = None
) -> LineAnswer:
    """What a call on ``day`` comes to. ``rng`` carries the luck on, so a second call that day may differ.

    Raises ValueError when nothing is owed: nobody is called about nothing.
    """
    if balance_fen <= 0:
        raise ValueError("nobody is called about a settled balance; balance_fen must be above zero")
    if traits.wrong_number and _chance(rng, 50):
        kind = rng.getrandbits(2)
        if kind == 0:
            return LineAnswer(CallResult.ANSWERED, Outcome.WRONG_NUMBER)
        return LineAnswer(CallResult.EMPTY_NUMBER if kind < 3 else CallResult.SUSPENDED, Outcome.NO_ANSWER)
    if not _chance(rng, traits.answers_percent):
        return LineAnswer(_unanswered(rng), Outcome.NO_ANSWER)
    if _chance(rng, 4):
        return LineAnswer(CallResult.ANSWERED, Outcome.THIRD_PERSON)
    if _chance(rng, 5):
        return LineAnswer(CallResult.ANSWERED, Outcome.HANGS_UP)
    if _chance(rng, traits.busy_percent):
        return LineAnswer(CallResult.ANSWERED, Outcome.CALLBACK, at=_callback(day, rng))
    return _talk(traits, day, rng, balance_fen, minimum_due_fen or max(1, balance_fen // 10))


def daily_script(
    *,
    seed: int,
    key: str,
    day: date,
    balance_fen: int,
    minimum_due_fen: int | None = None,
    calls: int = 1,
) -> tuple[LineAnswer, ...]:
    """What up to ``calls`` calls to one person on one day come to; it ends with the first that is answered."""
    traits, rng = traits_of(seed=seed, key=key), rng_of_day(seed=seed, key=key, day=day)
    answers: list[LineAnswer] = []
    for _ in range(calls):
        answer = answer_call(
            traits=traits, day=day, rng=rng, balance_fen=balance_fen, minimum_due_fen=minimum_due_fen
        )
        answers.append(answer)
        if answer.result is CallResult.ANSWERED:
            break
    return tuple(answers)


def payment_for_promise(
    *, seed: int, key: str, amount_fen: int, due_on: date, balance_fen: int
) -> MadePayment | None:
    """The payment that follows a promise, or None when it is broken; some are partly kept, some a day late."""
    traits, rng = traits_of(seed=seed, key=key), rng_of_day(seed=seed, key=f"pay:{key}", day=due_on)
    match traits.temperament:
        case Temperament.PAYS_AFTER_FIRST_CALL:
            kept, whole = 97, 98
        case Temperament.KEEPS_PROMISES:
            kept, whole = 88, 90
        case Temperament.IN_HARDSHIP:
            kept, whole = 45, 40
        case Temperament.BREAKS_PROMISES:
            kept, whole = 15, 50
        case _:
            kept, whole = 10, 50
    if not _chance(rng, kept):
        return None
    paid = min(amount_fen, balance_fen)
    if not _chance(rng, whole):
        paid = max(1, paid * (20 + _below(rng, 60)) // 100)
    shift = 1 if _chance(rng, 12) else -_below(rng, 2)
    return MadePayment(paid, due_on + timedelta(days=shift), traits.channel)


def payment_behind_claim(*, seed: int, key: str, amount_fen: int, paid_on: date) -> MadePayment | None:
    """The payment behind "I have already paid": there for who truly paid, now and then in part."""
    traits, rng = traits_of(seed=seed, key=key), rng_of_day(seed=seed, key=f"claim:{key}", day=paid_on)
    if not _chance(rng, 85 if traits.temperament is Temperament.ALREADY_PAID else 10):
        return None
    amount = amount_fen if _chance(rng, 88) else max(1, amount_fen // 2)
    return MadePayment(amount, paid_on + timedelta(days=_below(rng, 3)), traits.channel)


def _talk(traits: Traits, day: date, rng: Random, balance_fen: int, minimum_fen: int) -> LineAnswer:
    match traits.temperament:
        case Temperament.PAYS_AFTER_FIRST_CALL:
            return _promise(traits, balance_fen, day + timedelta(days=_below(rng, 2)))
        case Temperament.KEEPS_PROMISES:
            amount = balance_fen if _chance(rng, 45) else min(balance_fen, minimum_fen)
            return _promise(traits, amount, day + timedelta(days=1 + _below(rng, 7)))
        case Temperament.BREAKS_PROMISES:
            if _chance(rng, 12):
                return LineAnswer(CallResult.ANSWERED, Outcome.HANGS_UP)
            amount = balance_fen if _chance(rng, 30) else min(balance_fen, minimum_fen)
            return _promise(traits, amount, day + timedelta(days=2 + _below(rng, 7)))
        case Temperament.IN_HARDSHIP:
            if _chance(rng, 55):
                return LineAnswer(CallResult.ANSWERED, Outcome.HARDSHIP, reason=traits.reason)
            return _promise(traits, min(balance_fen, minimum_fen), day + timedelta(days=5 + _below(rng, 10)))
        case Temperament.DISPUTES:
            fraud = traits.reason is ReasonForDefault.FRAUD
            ground = DisputeGround.FRAUD if fraud else DisputeGround.AMOUNT
            return LineAnswer(CallResult.ANSWERED, Outcome.DISPUTES, reason=traits.reason, ground=ground)
        case Temperament.ALREADY_PAID:
            return LineAnswer(
                CallResult.ANSWERED,
                Outcome.CLAIMS_PAID,
                amount_fen=balance_fen if _chance(rng, 60) else min(balance_fen, minimum_fen),
                on=day - timedelta(days=1 + _below(rng, 5)),
                channel=traits.channel,
            )
        case Temperament.REFUSES | Temperament.UNREACHABLE:
            if _chance(rng, 25):
                return LineAnswer(CallResult.ANSWERED, Outcome.HANGS_UP)
            return LineAnswer(CallResult.ANSWERED, Outcome.REFUSES, reason=ReasonForDefault.WILL_NOT_PAY)


def _promise(traits: Traits, amount_fen: int, on: date) -> LineAnswer:
    return LineAnswer(
        CallResult.ANSWERED,
        Outcome.PROMISES,
        amount_fen=amount_fen,
        on=on,
        channel=traits.channel,
        reason=traits.reason,
    )


def _unanswered(rng: Random) -> CallResult:
    draw = _below(rng, 100)
    for result, share in _UNANSWERED:
        if draw < share:
            return result
        draw -= share
    raise AssertionError("the shares add up to a hundred")


_UNANSWERED = (
    (CallResult.NO_ANSWER, 52),
    (CallResult.REJECTED, 20),
    (CallResult.BUSY, 12),
    (CallResult.POWERED_OFF, 10),
    (CallResult.VOICEMAIL, 4),
    (CallResult.ASSISTANT, 2),
)


def _callback(day: date, rng: Random) -> datetime:
    """A moment inside ordinary hours of one of the next three days."""
    on = day + timedelta(days=1 + _below(rng, 3))
    return datetime.combine(on, time(9 + _below(rng, 11), 30 * _below(rng, 2)), tzinfo=CHINA)


def _below(rng: Random, bound: int) -> int:
    """A whole number from 0 to below ``bound``; bits only, so that every Python draws the same."""
    return rng.getrandbits(32) * bound >> 32


def _chance(rng: Random, percent: int) -> bool:
    return _below(rng, 100) < percent
