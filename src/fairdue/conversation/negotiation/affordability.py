"""Affordability: what could go to this debt each month, and at once, without touching what a household lives on.

Room: conversation. The customer's own figures come first; the living costs of the house are a floor beneath them, so
that nobody is asked to pay with the food money because they told us a small number. What is not known is asked for,
never guessed: without an income there is no monthly figure. The floor and the share that is left alone are policy of
the house (``fairdue_playbook/negotiation/living_costs.yaml``), not law.

>>> costs = LivingCosts(adult_fen=150_000, child_fen=80_000, keep_percent=20, keep_percent_unsteady=40)
>>> assess(budget=Budget(income_fen=600_000, living_fen=250_000, adults=1), costs=costs).monthly_fen
280000
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import FEN_PER_YUAN, show_yuan
from fairdue.foundation.reason import Reason
from fairdue.foundation.strict_yaml import YamlError, read_yaml

_SOURCE = "living_costs.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class LivingCosts:
    """What a household needs in a month at least, and how much of the rest is left alone, in per cent.

    ``keep_percent_unsteady`` holds where the income is not steady. Raises ValueError for what cannot be.
    """

    adult_fen: int
    child_fen: int
    keep_percent: int
    keep_percent_unsteady: int

    def __post_init__(self) -> None:
        if min(self.adult_fen, self.child_fen) < 0:
            raise ValueError("living costs count from 0 fen")
        if not 0 <= self.keep_percent <= self.keep_percent_unsteady <= 100:
            raise ValueError("keep_percent and keep_percent_unsteady go from 0 to 100, the second no less")

    def floor_fen(self, *, adults: int, children: int) -> int:
        """The least that a household of this size is left with."""
        return adults * self.adult_fen + children * self.child_fen


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What the customer said, a month each; None is what was not asked or not answered.

    ``living_fen`` is housing, food, medicine, school and travel together; ``other_debts_fen`` what goes to other
    creditors; ``at_hand_fen`` what could be used now without borrowing. Raises ValueError for negative figures.
    """

    income_fen: int | None = None
    living_fen: int | None = None
    other_debts_fen: int | None = None
    at_hand_fen: int | None = None
    adults: int = 1
    children: int = 0
    income_is_steady: bool | None = None

    def __post_init__(self) -> None:
        figures = (self.income_fen, self.living_fen, self.other_debts_fen, self.at_hand_fen)
        if any(figure is not None and figure < 0 for figure in figures):
            raise ValueError("figures of a budget count from 0 fen; an income that is not known is None")
        if self.adults < 1 or self.children < 0:
            raise ValueError("a household has at least one adult, and children count from 0")


@dataclass(frozen=True, slots=True)
class Affordability:
    """What is possible. ``monthly_fen`` and ``at_once_fen`` are whole yuan in fen, None where it is not known.

    ``missing`` says what to ask next, in order; ``reasons`` how the figures came about.
    """

    monthly_fen: int | None
    at_once_fen: int | None
    missing: tuple[Bilingual, ...]
    reasons: tuple[Reason, ...]

    @property
    def is_known(self) -> bool:
        """Was everything asked that the monthly figure hangs on? Until then it is the most that it can be."""
        return self.monthly_fen is not None and not {ASK_LIVING, ASK_OTHER_DEBTS} & set(self.missing)


def assess(*, budget: Budget, costs: LivingCosts) -> Affordability:
    """What could go to this debt. A higher income never lowers it, higher costs never raise it."""
    missing = tuple(
        question
        for value, question in (
            (budget.income_fen, ASK_INCOME),
            (budget.living_fen, ASK_LIVING),
            (budget.other_debts_fen, ASK_OTHER_DEBTS),
            (budget.at_hand_fen, ASK_AT_HAND),
        )
        if value is None
    )
    at_once = None if budget.at_hand_fen is None else _whole_yuan(budget.at_hand_fen)
    if budget.income_fen is None:
        return Affordability(None, at_once, missing, (_NO_INCOME,))
    floor = costs.floor_fen(adults=budget.adults, children=budget.children)
    living = max(floor, budget.living_fen or 0)
    left = max(0, budget.income_fen - living - (budget.other_debts_fen or 0))
    keep = costs.keep_percent if budget.income_is_steady else costs.keep_percent_unsteady
    if budget.income_is_steady is None:
        keep = costs.keep_percent  # not asked is no doubt; the question stands with the others
    monthly = _whole_yuan(left * (100 - keep) // 100)
    reasons = [_left_over(budget.income_fen, living, budget.other_debts_fen or 0, left)]
    if budget.living_fen is not None and budget.living_fen < floor:
        reasons.append(_floor_used(floor))
    if keep:
        reasons.append(_kept_back(keep, left - monthly))
    return Affordability(monthly, at_once, missing, tuple(reasons))


@cache
def living_costs() -> LivingCosts:
    """The living costs of the playbook. Raises YamlError that names the file and what to mend."""
    text = resources.files("fairdue_playbook").joinpath("negotiation", _SOURCE).read_text(encoding="utf-8")
    return read_living_costs(text, source=_SOURCE)


def read_living_costs(text: str, *, source: str) -> LivingCosts:
    """Read living costs from YAML; amounts are whole yuan there. Raises YamlError."""
    raw = read_yaml(text, source=source)
    wanted = {"adult_yuan", "child_yuan", "keep_percent", "keep_percent_unsteady"}
    told = {"owner", "approved_on", "basis"}
    if not isinstance(raw, dict) or set(raw) != wanted | told:
        raise YamlError(f"{source}: it holds exactly {', '.join(sorted(wanted | told))}")
    numbers = {name: raw[name] for name in wanted}
    if any(isinstance(value, bool) or not isinstance(value, int) for value in numbers.values()):
        raise YamlError(f"{source}: {', '.join(sorted(wanted))} are whole numbers")
    try:
        return LivingCosts(
            adult_fen=numbers["adult_yuan"] * FEN_PER_YUAN,
            child_fen=numbers["child_yuan"] * FEN_PER_YUAN,
            keep_percent=numbers["keep_percent"],
            keep_percent_unsteady=numbers["keep_percent_unsteady"],
        )
    except ValueError as error:
        raise YamlError(f"{source}: {error}") from error


def _whole_yuan(fen: int) -> int:
    """Downwards to a whole yuan: nobody can plan with a fraction of one."""
    return fen // FEN_PER_YUAN * FEN_PER_YUAN


ASK_INCOME = Bilingual("每月到手收入大概多少", "about how much comes in a month, after tax")
ASK_LIVING = Bilingual(
    "每月房租、吃饭、看病、孩子上学这些必需的开支大概多少",
    "about how much a month goes to what is needed to live",
)
ASK_OTHER_DEBTS = Bilingual("每月还要还别的贷款或信用卡多少", "how much a month goes to other loans or cards")
ASK_AT_HAND = Bilingual("不借钱的话，现在手上能安排多少", "how much could be used now, without borrowing")

_NO_INCOME = Reason(
    "negotiation.income_unknown",
    Bilingual("收入不清楚，先问清，不猜", "the income is not known: ask for it, do not guess"),
)


def _left_over(income: int, living: int, debts: int, left: int) -> Reason:
    zh = f"收入 {show_yuan(income)} 元，减生活必需 {show_yuan(living)} 元，减其他债务 {show_yuan(debts)} 元，余 {show_yuan(left)} 元"
    en = (
        f"{show_yuan(income)} yuan come in, {show_yuan(living)} are needed to live, {show_yuan(debts)} go to other debts: "
        f"{show_yuan(left)} are left"
    )
    return Reason("negotiation.left_over", Bilingual(zh, en))


def _floor_used(floor: int) -> Reason:
    return Reason(
        "negotiation.living_floor",
        Bilingual(
            f"客户说的开支低于本户生活底线，按底线 {show_yuan(floor)} 元算",
            f"what was said is less than a household of this size needs; {show_yuan(floor)} yuan are reckoned",
        ),
    )


def _kept_back(percent: int, fen: int) -> Reason:
    return Reason(
        "negotiation.kept_back",
        Bilingual(
            f"余款留 {percent}% 应急，即 {show_yuan(fen)} 元不动",
            f"{percent} per cent of it, {show_yuan(fen)} yuan, are left alone for what may come",
        ),
    )
