"""What people vouch for, and what two persons set aside: stated, withdrawn, asked, granted, ended, on screens."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from desk.screens.conftest import Desk
from desk.screens.portfolio import CREDITOR
from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.compliance.attested import ATTESTED_COLUMNS
from fairdue.compliance.rulebook import rulebook_of
from fairdue.foundation.civil import Period
from fairdue.operations.attest import state, statements, withdraw
from fairdue.operations.house import House
from fairdue_desk.rows.models import Decision
from fairdue_desk.screens.permissions import RIGHTS, Right

pytestmark = pytest.mark.django_db

OVERRIDABLE = "house.weekly_contacts"
LISTED = {
    "column": "agency_listed",
    "value": "yes",
    "scope": "creditor",
    "name": CREDITOR,
    "until": "2026-12-31",
    "evidence": "list of 2026-02",
}


def withdraw_all(desk: Desk, column: str) -> None:
    for one in statements(desk.house, as_of=desk.house.now(), column=column):
        withdraw(desk.house, attestation_id=one.attestation_id, as_of=desk.house.now(), actor="compliance")


def decision_on_a_call(desk: Desk) -> Decision:
    """The answer to one more call; the clock stands still here, so it is told from the others by its id."""
    known = list(Decision.objects.values_list("decision_id", flat=True))
    desk.client("collector1").post(reverse("call_begin", args=[desk.own.case_id]))
    return Decision.objects.exclude(decision_id__in=known).get()


def text(desk: Desk, url: str, *, who: str = "lead", language: str = "zh-hans") -> str:
    answer = desk.client(who, language=language).get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_a_refused_call_leads_to_the_form_and_the_statement_makes_it_permitted(desk: Desk) -> None:
    withdraw_all(desk, "agency_listed")
    assert decision_on_a_call(desk).verdict == "refuse"
    case = text(desk, reverse("case", args=[desk.own.case_id]))
    link = re.search(r'class="remedy" href="([^"]+)"', case)
    assert link is not None
    url = link[1].replace("&amp;", "&")
    assert url == f"{reverse('standing_state')}?column=agency_listed&case={desk.own.case_id}"
    form = text(desk, url)
    assert re.search(rf"<option selected>{CREDITOR}</option>", form) and "外部机构在委托方公示名单内" in form
    answer = desk.client("lead").post(reverse("standing_state"), LISTED | {"case": desk.own.case_id})
    assert answer["Location"] == reverse("case", args=[desk.own.case_id])
    (stated,) = statements(desk.house, as_of=desk.house.now(), column="agency_listed")
    assert (stated.stated_by, stated.scope) == ("lead", Scope(ScopeKind.CREDITOR, CREDITOR))
    assert (
        stated.period.ends_at is not None and stated.period.ends_at.isoformat() == "2027-01-01T00:00:00+08:00"
    )
    assert decision_on_a_call(desk).verdict == "permit"


def test_whoever_may_not_vouch_is_not_led_to_the_form(desk: Desk) -> None:
    withdraw_all(desk, "agency_listed")
    assert 'class="remedy"' not in text(desk, reverse("case", args=[desk.own.case_id]), who="collector1")


def test_whoever_may_not_vouch_is_told_whom_to_ask(desk: Desk) -> None:
    withdraw_all(desk, "agency_listed")
    case = reverse("case", args=[desk.own.case_id])
    assert "请组长或合规声明：" in text(desk, case, who="collector1")
    assert "Ask your team lead or compliance to state:" in text(desk, case, who="collector1", language="en")
    assert "请组长或合规声明：" not in text(desk, case, who="lead")


def test_a_licence_is_renewed_from_its_line_with_only_the_day_and_the_evidence_left_to_write(
    desk: Desk,
) -> None:
    (one, *_) = statements(desk.house, as_of=desk.house.now(), column="collector_licensed")
    renew = f"{reverse('standing_state')}?renew={one.attestation_id}"
    assert renew in text(desk, reverse("standing")) and one.scope.name not in renew
    form = text(desk, renew, who="compliance")
    assert f"<option selected>{one.scope.name}</option>" in form
    assert re.search(r'value="yes" required checked', form)
    assert re.search(r'id="until"[^>]* value=""', form) and re.search(r'id="evidence"[^>]* value=""', form)
    assert text(desk, f"{reverse('standing_state')}?renew=nothing", who="compliance")


def test_a_statements_card_on_a_phone_names_its_last_day_and_its_evidence(desk: Desk) -> None:
    page = text(desk, reverse("standing"))
    for label in ("截止", "依据", "声明人"):
        assert re.search(rf'<td class="\w+" data-label="{label}[^"]*"', page), label


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"column": "balance_fen"}, "请选择要声明的事实"),
        ({"value": "perhaps"}, "请选择是或否"),
        ({"scope": "house"}, "请选择声明的范围"),
        ({"name": ""}, "请写明是哪一个"),
        ({"scope": "case", "name": "T99999"}, "没有这个案号"),
        ({"until": "2026-03-01"}, "截止日已过"),
        ({"until": "soon"}, "2026-12-31 的写法"),
        ({"evidence": "  "}, "请写明依据"),
        (
            {"column": "collector_licensed", "scope": "staff", "name": "collector1", "until": ""},
            "必须有截止日",
        ),
    ],
)
def test_what_cannot_be_kept_comes_back_with_what_to_write(
    desk: Desk, changed: dict[str, str], says: str
) -> None:
    before = len(statements(desk.house))
    answer = desk.client("compliance").post(reverse("standing_state"), LISTED | changed)
    assert answer.status_code == 200 and says in answer.content.decode()
    assert len(statements(desk.house)) == before


def test_every_fact_that_can_be_vouched_for_has_a_form_in_both_languages(desk: Desk) -> None:
    for language in ("zh-hans", "en"):
        client = desk.client("lead", language=language)
        for name, column in ATTESTED_COLUMNS.items():
            page = client.get(reverse("standing_state"), {"column": name}).content.decode()
            label = column.label.in_language("en" if language == "en" else "zh")
            assert label.split("(")[0][:12].replace("'", "&#x27;") in page, name
            assert 'name="value"' in page and 'name="scope"' in page, name


def test_a_statement_about_a_case_names_it_by_its_number_and_keeps_its_id(desk: Desk) -> None:
    told = LISTED | {"column": "vulnerable", "scope": "case", "name": desk.own.case_no}
    desk.client("lead").post(reverse("standing_state"), told)
    (stated,) = statements(desk.house, column="vulnerable")
    assert stated.scope.name == desk.own.case_id
    page = text(desk, reverse("standing"))
    assert f">{desk.own.case_no}</a>" in page and desk.own.name not in page


def test_what_runs_out_soon_is_listed_with_the_days_that_are_left(desk: Desk) -> None:
    now = desk.house.now()
    state(
        desk.house,
        column="line_registered",
        value="yes",
        scope=Scope(ScopeKind.LINE, "L1"),
        period=Period(now, now + timedelta(days=5, hours=1)),
        evidence="letter 7",
        as_of=now,
        actor="lead",
    )
    page = text(desk, reverse("standing") + "?show=soon", language="en")
    assert "5 days left" in page and "letter 7" in page
    assert "letter 7" in text(desk, reverse("standing")) and "letter 7" not in text(
        desk, reverse("standing") + "?show=over"
    )


def test_a_withdrawn_statement_counts_no_more_and_stays_readable(desk: Desk) -> None:
    (stated, *_) = statements(desk.house, as_of=desk.house.now(), column="collector_licensed")
    url = reverse("standing_withdraw", args=[stated.attestation_id])
    assert desk.client("compliance").post(url).status_code == 302
    assert desk.house.attestations.load(stated.attestation_id).withdrawn_by == "compliance"
    over = text(desk, reverse("standing") + "?show=over", language="en")
    assert "by compliance" in over and stated.evidence in over


def test_asking_and_granting_are_rights_of_two_roles() -> None:
    assert not RIGHTS[Right.ASK_OVERRIDE] & RIGHTS[Right.GRANT_OVERRIDE]


def strict(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house in which no contact a week is allowed, so that its own policy refuses every call."""
    book = desk.house.rulebook
    rule = book.rule(OVERRIDABLE)
    check = replace(rule.versions[0].check, limit=0)  # type: ignore[type-var]
    none = replace(rule, versions=(replace(rule.versions[0], check=check),))
    rules = [none if one.rule_id == OVERRIDABLE else one for one in book.rules]
    house = replace(desk.house, rulebook=rulebook_of(rules))
    for screen in ("case_page", "call_page", "overrides_page", "templatetags.desk", "decision_page"):
        monkeypatch.setattr(f"fairdue_desk.screens.{screen}.house", lambda: house)
    return house


def test_an_override_is_asked_from_the_refusal_granted_by_another_and_ended(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = strict(desk, monkeypatch)
    assert decision_on_a_call(desk).verdict == "refuse"
    ask = f"{reverse('override_ask', args=[desk.own.case_id])}?rule={OVERRIDABLE}"
    assert ask in text(desk, reverse("case", args=[desk.own.case_id]))
    given = {"rule": OVERRIDABLE, "reason": "daily calls wanted", "evidence": "rec-7", "until": "2026-03-08"}
    assert desk.client("lead").post(ask, given).status_code == 302
    (asked,) = house.book.load(desk.own.case_id).overrides
    assert (asked.asked_by, asked.granted_by) == ("lead", None)
    assert decision_on_a_call(desk).verdict == "refuse"
    grant = reverse("override_grant", args=[desk.own.case_id, asked.override_id])
    assert desk.client("lead").post(grant).status_code == 403
    assert grant not in text(desk, reverse("overrides"))
    assert grant in text(desk, reverse("overrides"), who="compliance")
    desk.client("compliance").post(grant)
    decided = decision_on_a_call(desk)
    assert decided.verdict == "permit"
    trace = text(desk, reverse("decision", args=[decided.decision_id]), language="en")
    assert "Set aside by two persons" in trace and asked.override_id in trace
    paper = f"{reverse('overrides')}?of={asked.override_id}"
    assert f'href="{paper}#{asked.override_id}"' in trace
    assert f'id="{asked.override_id}"' in text(desk, paper, who="compliance")
    end = reverse("override_end", args=[desk.own.case_id, asked.override_id])
    desk.client("lead").post(end)
    assert house.book.load(desk.own.case_id).overrides[0].withdrawn_at is not None
    assert "rec-7" in text(desk, reverse("overrides") + "?show=over")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"reason": ""}, "请写明理由和依据"),
        ({"evidence": ""}, "请写明理由和依据"),
        ({"until": "2026-03-01"}, "31 天以内"),
        ({"until": "2026-04-30"}, "31 天以内"),
    ],
)
def test_an_override_without_words_or_end_is_not_asked(
    desk: Desk, changed: dict[str, str], says: str
) -> None:
    given = {"rule": OVERRIDABLE, "reason": "asked", "evidence": "rec-7", "until": "2026-03-08"}
    answer = desk.client("lead").post(reverse("override_ask", args=[desk.own.case_id]), given | changed)
    assert answer.status_code == 200 and says in answer.content.decode()
    assert desk.house.book.load(desk.own.case_id).overrides == ()


def test_law_cannot_even_be_asked_about(desk: Desk) -> None:
    url = reverse("override_ask", args=[desk.own.case_id])
    assert desk.client("lead").get(url, {"rule": "cn.gbt_45251.effective_calls"}).status_code == 404
