"""The person of a type whom one call draws: name, age, region, trade, mood, and the truth about their money.

Room: practice. All of it is invented and follows from persona and seed. What a line may say of amounts, days and
digits is said here and nowhere else; ``persona_facts`` holds every line against it. ``PracticeCase`` is the part
that a collector's card shows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import TypeVar

from fairdue.compliance.wording.spoken_context import FactValue
from fairdue.foundation.civil import civil_date
from fairdue.foundation.money import FEN_PER_YUAN
from fairdue.practice.made_up_words import GIVEN_FIRST, GIVEN_SECOND, SURNAMES
from fairdue.practice.people import below
from fairdue.practice.persona import Gives, Persona
from fairdue.understanding.spoken_channel import PayChannel

Chosen = TypeVar("Chosen")

_AGENCIES = ("华信资产", "恒通服务", "星桥服务", "北渡资产", "远帆外包", "安禾服务")
_CREDITORS = {"信用卡": ("示例银行", "样本银行"), "": ("示例消费金融", "样本消费金融")}
_CHANNELS = (
    PayChannel.BANK_APP,
    PayChannel.BANK_TRANSFER,
    PayChannel.ALIPAY,
    PayChannel.WECHAT,
    PayChannel.COUNTER,
    PayChannel.ATM,
)
_MEN = "伟强磊勇军杰涛刚浩宇建国辉鹏健凯博"
_WOMEN = "芳静艳娟秀霞桂玉梓欣雨佳敏丽兰红春梅琪瑶怡婷莹涵英"
"""Characters of given names that few of the other sex bear."""
_BUCKET_DAYS = 30
_LAST_BUCKET = 7
_LEAST_MONTHLY_YUAN = 50
_BROAD_ROUNDING = 100
_FINE_ROUNDING = 10
_MINOR_AGE = 14


@dataclass(frozen=True, slots=True)
class PracticeCase:
    """What the collector's card shows: an invented debtor and account. Amounts in fen, days as civil dates."""

    case_id: str
    debtor: str = field(repr=False)
    sex: str
    """男 or 女, for the form of address."""
    last_four: str = field(repr=False)
    """The last four characters of the identity number, against which the answer is checked."""
    product: str
    agency: str
    creditor: str
    ledger_amount_fen: int
    principal_fen: int
    due_on: date
    days_past_due: int
    facts: Mapping[str, FactValue] = field(default_factory=dict)

    @property
    def bucket(self) -> str:
        """M1 for up to 30 days past due, M2 for up to 60, and so on to M7."""
        return f"M{min(_LAST_BUCKET, max(1, -(-self.days_past_due // _BUCKET_DAYS)))}"

    def flat(self) -> dict[str, FactValue]:
        """The case as a call carries it (``feedback.call.Call.facts``), with the keys of the labelled sets."""
        return {
            "bucket": self.bucket,
            "days_past_due": self.days_past_due,
            "product": self.product,
            "due_date": self.due_on.isoformat(),
            "ledger_amount_fen": self.ledger_amount_fen,
            "principal_fen": self.principal_fen,
            "agency": self.agency,
            "creditor": self.creditor,
            "debtor": self.debtor,
            **self.facts,
        }


@dataclass(frozen=True, slots=True)
class DrawnPerson:
    """Who answers for the persona in one call, and what is true of them. Amounts in fen."""

    age: int
    male: bool
    region: str
    trade: str
    mood: str
    child_is_son: bool
    case: PracticeCase
    fee_fen: int
    """The part of the ledger amount that is fees and interest: what a dispute of the amount is about."""
    part_fen: int
    """What they could pay at once without harm."""
    monthly_fen: int
    """What they could carry a month."""
    paid_fen: int
    paid_on: date
    paid_channel: PayChannel
    pays_on: date
    """The day they can keep."""
    free_hour: int
    """The hour of the day, from 9 to 20, at which they can talk."""
    here: int
    """Which of the places they are at during the call; the same in all its lines."""
    busy: int
    """Which of the things to do they were doing when the call came."""


def pick(rng: Random, of: Sequence[Chosen]) -> Chosen:
    """One of several, drawn alike on every Python."""
    return of[below(rng, len(of))]


def between(rng: Random, bounds: tuple[int, int]) -> int:
    """A whole number between two, both included."""
    return bounds[0] + below(rng, bounds[1] - bounds[0] + 1)


def draw_person(persona: Persona, *, seed: int, as_of: datetime) -> DrawnPerson:
    """Draw the person of one call; the same persona, seed and day give the same person.

    Raises ValueError when ``as_of`` has no zone.
    """
    rng = Random(f"{persona.persona_id}:{seed}:person")  # noqa: S311 - invented people need no secrets
    today = civil_date(as_of)
    sex = persona.facts.get("sex") or pick(rng, ("男", "女"))
    case = _case(persona, rng, seed=seed, today=today, sex=sex)
    amount = case.ledger_amount_fen
    minor = persona.facts.get("speaker_age") == "minor"
    part = max(_BROAD_ROUNDING, amount * (10 + below(rng, 30)) // 100 // FEN_PER_YUAN)
    whole = persona.gives in (Gives.CLAIM, Gives.CLAIM_HALF)
    return DrawnPerson(
        age=between(rng, (8, _MINOR_AGE)) if minor else between(rng, persona.voice.ages),
        male=sex == "男",
        region=pick(rng, persona.voice.regions),
        trade=pick(rng, persona.voice.trades),
        mood=pick(rng, persona.voice.moods),
        child_is_son=below(rng, 2) == 0,
        case=case,
        fee_fen=amount - case.principal_fen,
        part_fen=_rounded(part, _BROAD_ROUNDING) * FEN_PER_YUAN,
        monthly_fen=_monthly_yuan(amount, rng) * FEN_PER_YUAN,
        paid_fen=amount if whole else 0,
        paid_on=today - timedelta(days=1 + below(rng, min(6, max(1, case.days_past_due)))),
        paid_channel=pick(rng, _CHANNELS),
        pays_on=today + timedelta(days=2 + below(rng, 11)),
        free_hour=9 + below(rng, 12),
        here=below(rng, 10_000),
        busy=below(rng, 10_000),
    )


def _case(persona: Persona, rng: Random, *, seed: int, today: date, sex: str) -> PracticeCase:
    days = between(rng, persona.case.days_past_due)
    yuan = between(rng, persona.case.amount_yuan)
    if yuan > 1000:
        yuan = _rounded(yuan, _FINE_ROUNDING)
    principal = yuan * (97 - min(25, days // 8) - below(rng, 4)) // 100
    product = pick(rng, persona.case.products)
    surname = pick(rng, SURNAMES)
    other = _MEN if sex == "女" else _WOMEN
    first = [one for one in GIVEN_FIRST if one not in other]
    second = [one for one in GIVEN_SECOND if one not in other]
    given = pick(rng, first) + (pick(rng, second) if below(rng, 100) < 80 else "")
    facts: dict[str, FactValue] = {
        "lawsuit_filed": False,
        "offer_approved": False,
        "dispute_open": False,
    }
    return PracticeCase(
        case_id=f"practice-{persona.persona_id}-{seed}",
        debtor=surname + given,
        sex=sex,
        last_four=f"{below(rng, 10_000):04d}",
        product=product,
        agency=pick(rng, _AGENCIES),
        creditor=pick(rng, _CREDITORS.get(product, _CREDITORS[""])),
        ledger_amount_fen=yuan * FEN_PER_YUAN,
        principal_fen=principal * FEN_PER_YUAN,
        due_on=today - timedelta(days=days),
        days_past_due=days,
        facts=facts,
    )


def _rounded(yuan: int, to: int) -> int:
    return max(to, yuan // to * to)


def _monthly_yuan(amount_fen: int, rng: Random) -> int:
    """What can be carried a month: from 3 to 12 of a hundred of the debt."""
    yuan = amount_fen // FEN_PER_YUAN
    monthly = yuan * (3 + below(rng, 10)) // 100
    return max(_LEAST_MONTHLY_YUAN, _rounded(monthly, _LEAST_MONTHLY_YUAN))
