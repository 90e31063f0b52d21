"""The panel of objections beside a call: what it shows when, and that nothing typed there is kept."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

from desk.screens.conftest import Desk
from desk.screens.test_call import TO_THE_DEBT, answer, begin
from fairdue_desk.rows.models import CaseEvent, Decision

pytestmark = pytest.mark.django_db

WORDS = "反正俺征信早就黑透了呀"


def ask(client: Client, desk: Desk, words: str) -> str:
    url = reverse("call_objections", args=[desk.own.case_id])
    return client.post(url, {"heard": words}, headers={"HX-Request": "true"}).content.decode()


def test_before_the_identity_check_the_panel_shows_no_answer_and_no_fact_and_afterwards_both(
    desk: Desk,
) -> None:
    client = begin(desk)
    for choice in TO_THE_DEBT:
        page = ask(client, desk, "金额跟我手机上的对不上，这个数不对")
        assert "金额跟我查的不一样" in page and "核实身份之后" in page
        assert "reply-line" not in page and "11,000" not in page and "12,007.36" not in page
        answer(client, desk.own, choice)
    page = ask(client, desk, "金额跟我手机上的对不上，这个数不对")
    assert "reply-line" in page and "11,000" in page


def test_what_is_typed_is_neither_stored_nor_logged_nor_sent_back(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    client = begin(desk)
    events, decisions = CaseEvent.objects.count(), Decision.objects.count()
    with caplog.at_level(logging.DEBUG):
        page = ask(client, desk, WORDS)
    assert "征信早黑了" in page and WORDS not in page and "俺征信" not in page
    assert (CaseEvent.objects.count(), Decision.objects.count()) == (events, decisions)
    # The database's own debug lines hold queries; none of them holds the words.
    assert "俺征信" not in caplog.text


def test_a_safety_matter_stands_above_the_answers_with_its_key(desk: Desk) -> None:
    client = begin(desk)
    for choice in TO_THE_DEBT:
        answer(client, desk.own, choice)
    page = ask(client, desk, "我不想活了，你们别逼我")
    assert "heard-first" in page and "<kbd>Z</kbd>" in page and "reply-line" not in page
    english = desk.client("collector1", language="en")
    page = ask(english, desk, "我要投诉你")
    assert "This comes first:" in page and "<kbd>C</kbd>" in page and "staff number" in page


def test_without_a_call_and_without_words_the_panel_is_empty(desk: Desk) -> None:
    client = desk.client("collector1")
    assert 'class="reply"' not in ask(client, desk, "没钱")
    assert 'class="reply"' not in ask(begin(desk), desk, "  ")
    assert client.get(reverse("call_objections", args=[desk.own.case_id])).status_code == 405
