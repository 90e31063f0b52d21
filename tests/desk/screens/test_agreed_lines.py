"""The case page says of a promise, a claim and a plan why it stands where it does, and what may be said next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from desk.screens.conftest import Desk
from fairdue.casefile.arrangement import Arrangement, Instalment
from fairdue.casefile.happening import (
    ArrangementSigned,
    Happening,
    PaymentClaimed,
    PaymentPosted,
    PromiseMade,
)
from fairdue.foundation.ids import ClaimId, PaymentId, PromiseId
from fairdue.operations.follow_up import watch_case

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)


def page_with(desk: Desk, *happenings: Happening, language: str) -> str:
    house, case_id = desk.house, desk.own.case_id
    with house.book.transaction():
        case = house.book.load_locked(case_id)
        house.book.append(case, happenings, at=house.now(), actor="c7")
    watch_case(house, case_id=case_id, as_of=house.now(), actor="c7")
    client = desk.client("collector1", language=language)
    return client.get(reverse("case", args=[case_id])).content.decode()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh-hans", ["接下来: 请客户通过官方渠道提交凭证", "目前的入账记录里还没有看到", "没有可用的入账"]),
        (
            "en",
            ["What comes next: ask for the receipt", "cannot be seen in the records yet", "no free payment"],
        ),
    ],
)
def test_a_claim_that_was_not_found_shows_what_may_be_said_and_why(
    desk: Desk, language: str, told: list[str]
) -> None:
    ago = [TODAY - timedelta(days=days) for days in (9, 5)]
    page = page_with(
        desk,
        PaymentClaimed(ClaimId("cl"), ago[0], 120_000, "wechat", ago[1], card_tail="9753"),
        language=language,
    )
    assert [words for words in told if words not in page] == []
    assert "9753" not in page, "the digits of a card are for matching, not for reading"


def test_a_promise_and_a_plan_say_why_they_stand_where_they_do(desk: Desk) -> None:
    early, late = TODAY - timedelta(days=40), TODAY - timedelta(days=20)
    plan = Arrangement("ar", early, tuple(Instalment(late + timedelta(days=n), 50_000) for n in (0, 1, 60)))
    page = page_with(
        desk,
        PromiseMade(PromiseId("pr"), 30_000, TODAY + timedelta(days=3)),
        PaymentPosted(PaymentId("py"), 20_000, TODAY),
        ArrangementSigned(plan),
        language="en",
    )
    assert "money counts until" in page and "200.00 yuan so far" in page
    assert "instalments are short after their grace" in page
