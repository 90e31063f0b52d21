"""How a made-up customer is called on a trainee's page: by number and what the file says, never by the secret.

Whoever knows beforehand that "somebody who lost their job" answers has nothing left to find out. The name of the type is
shown to those who watch over training, and to a trainee once a call with it was judged.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.fold import fold
from fairdue.practice.persona import Persona
from fairdue.practice.persona_reading import shipped_personas

_PRODUCTS = {"信用卡": "credit card", "消费贷": "consumer loan", "现金分期": "cash instalments"}
_MONTH, _QUARTER = 30, 90
STAGES: tuple[tuple[int, Bilingual], ...] = (
    (_MONTH, Bilingual("逾期一个月以内", "up to a month overdue")),
    (_QUARTER, Bilingual("逾期最多三个月", "up to three months overdue")),
    (10**6, Bilingual("逾期可能超过三个月", "perhaps more than three months overdue")),
)
"""The stages of the list, by the most days that a case of the customer is overdue."""


@dataclass(frozen=True, slots=True)
class ShownCustomer:
    """One customer as a card. ``known`` says that its type may be named."""

    persona: Persona
    number: int
    best: int | None
    known: bool

    @property
    def name(self) -> Bilingual:
        """The number, and the type where it may be named."""
        plain = numbered(self.number)
        if not self.known:
            return plain
        told = self.persona.name
        return Bilingual(f"{plain.zh} · {told.zh}", f"{plain.en} · {told.en}")

    @property
    def about(self) -> Bilingual:
        """What the file says: products, days overdue."""
        least, most = self.persona.case.days_past_due
        products = self.persona.case.products
        chinese = "、".join(products)
        english = " or ".join(_PRODUCTS.get(one, one) for one in products)
        return Bilingual(f"{chinese}，逾期 {least}–{most} 天", f"{english}, {least} to {most} days overdue")


def numbered(number: int) -> Bilingual:
    """A customer by number alone."""
    return Bilingual(f"客户 {number:02d}", f"Customer {number:02d}")


def shown_customers(best: Mapping[str, int], *, names_all: bool) -> list[ShownCustomer]:
    """Every customer, numbered in the order of the shipped ones; ``best`` are the marks of judged calls."""
    return [
        ShownCustomer(one, number, best.get(one.persona_id), names_all or one.persona_id in best)
        for number, one in enumerate(shipped_personas(), start=1)
    ]


def shown_name(persona: Persona, *, known: bool) -> Bilingual:
    """How a customer is called at the head of a call."""
    if known:
        return persona.name
    ids = [one.persona_id for one in shipped_personas()]
    return numbered(ids.index(persona.persona_id) + 1) if persona.persona_id in ids else numbered(0)


def found(rows: Collection[ShownCustomer], asked: str) -> list[ShownCustomer]:
    """Those whose shown words hold what was asked for; all where nothing was."""
    wanted = fold(asked).casefold()
    return [
        one
        for one in rows
        if wanted in " ".join((one.name.zh, one.name.en, one.about.zh, one.about.en)).casefold()
    ]


def by_stage(rows: Collection[ShownCustomer]) -> list[tuple[Bilingual, list[ShownCustomer]]]:
    """The customers by stage, the empty ones left out."""
    groups: list[tuple[Bilingual, list[ShownCustomer]]] = []
    before = 0
    for most, name in STAGES:
        own = [one for one in rows if before < one.persona.case.days_past_due[1] <= most]
        before = most
        if own:
            groups.append((name, own))
    return groups
