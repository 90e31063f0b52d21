"""The page of letters and the button of the evidence pack: looked at before anything leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from desk.screens.conftest import Desk
from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.happening import ComplaintReceived
from fairdue.feedback.evidence.pack_check import check_pack
from fairdue.feedback.letters.letter_template import letter_templates
from fairdue.foundation.civil import Period
from fairdue.operations.attest import state
from fairdue_desk.rows.models import CaseEvent, Decision, Export

pytestmark = pytest.mark.django_db


def test_every_letter_can_be_looked_at_and_looking_stores_nothing(desk: Desk) -> None:
    client, address = desk.client("collector1"), reverse("case_letters", args=[desk.own.case_id])
    before = CaseEvent.objects.count()
    for template_id, template in letter_templates().items():
        page = client.post(address, {"template": template_id, "language": "en"}).content.decode()
        assert f'<h2 id="sheet">{template.name.zh}</h2>' in page
    assert CaseEvent.objects.count() == before
    assert not Decision.objects.exists()


def test_a_letter_that_lacks_facts_says_which_and_offers_no_button_to_send(desk: Desk) -> None:
    client, address = desk.client("collector1"), reverse("case_letters", args=[desk.own.case_id])
    page = client.post(address, {"template": "plan_confirmation", "do": "send"}).content.decode()
    assert "案件里没有：" in page and "分期期数" in page and 'value="send"' not in page
    assert "plan_count" not in page
    assert not CaseEvent.objects.filter(kind="LetterWritten").exists()


def test_the_page_begins_with_a_letter_that_this_case_has_the_facts_for(desk: Desk) -> None:
    page = desk.client("collector1").get(reverse("case_letters", args=[desk.own.case_id])).content.decode()
    assert "案件里没有" not in page and 'value="send"' in page


def register_line(desk: Desk) -> None:
    """State that the line of text messages is registered, which the gate asks before one goes out."""
    now = desk.house.now()
    state(
        desk.house, column="line_registered", value="yes", scope=Scope(ScopeKind.LINE, "sms by hand"),
        period=Period(now - timedelta(days=1), now + timedelta(days=1)), evidence="list of lines", as_of=now,
        actor="compliance",
    )  # fmt: skip


def test_a_text_message_that_states_nothing_goes_out_and_its_words_are_kept(desk: Desk) -> None:
    client, address = desk.client("collector1"), reverse("case_letters", args=[desk.own.case_id])
    register_line(desk)
    chosen = {"template": "reminder_sms", "channel": "sms", "language": "zh"}
    assert 'value="send"' in client.post(address, chosen).content.decode()
    answer = client.post(address, {**chosen, "do": "send"})
    assert answer.status_code == 302, Decision.objects.get().rules
    assert desk.own.name in CaseEvent.objects.get(kind="LetterWritten").body


def test_the_print_form_is_a_file_and_names_nobody_in_its_name(desk: Desk) -> None:
    client, address = desk.client("collector1"), reverse("case_letters", args=[desk.own.case_id])
    register_line(desk)
    answer = client.post(address, {"template": "reminder_sms", "channel": "sms", "do": "print"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="reminder_sms-zh.html"'
    assert desk.own.name in answer.content.decode()


def test_the_evidence_pack_comes_as_a_file_that_checks_and_the_log_knows_of_it(desk: Desk) -> None:
    case = desk.house.book.load(desk.own.case_id)
    desk.house.book.append(
        case, [ComplaintReceived("cm1", "来电太早")], at=desk.house.now(), actor="collector1"
    )
    client = desk.client("lead")
    page = client.get(reverse("case", args=[desk.own.case_id])).content.decode()
    assert 'value="cm1"' in page
    answer = client.post(
        reverse("case_evidence", args=[desk.own.case_id]), {"recipient": "creditor", "complaint": "cm1"}
    )
    assert answer["Content-Type"] == "application/zip"
    assert check_pack(answer.content).faults == ()
    assert Export.objects.count() == 1
    assert CaseEvent.objects.filter(kind="EvidenceHandedOut").count() == 1


def test_a_refused_pack_shows_why_on_the_page_of_the_case(desk: Desk) -> None:
    answer = desk.client("lead").post(
        reverse("case_evidence", args=[desk.own.case_id]), {"recipient": "court", "complaint": ""}
    )
    page = answer.content.decode()
    assert "获准名单" in page and not Export.objects.exists()


def test_a_collector_sees_no_evidence_button(desk: Desk) -> None:
    page = desk.client("collector1").get(reverse("case", args=[desk.own.case_id])).content.decode()
    assert reverse("case_evidence", args=[desk.own.case_id]) not in page
    assert reverse("case_letters", args=[desk.own.case_id]) in page
