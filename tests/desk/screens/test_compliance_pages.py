"""The compliance pages: the rulebook as of a day, one rule, coverage, changes, and decisions with their trace."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from desk.screens.conftest import Desk
from fairdue.compliance.register import load_register
from fairdue.compliance.rule import Treatment
from fairdue.operations.attest import statements, withdraw
from fairdue_desk.rows.models import ContactAttempt, Decision
from fairdue_desk.screens.decisions_page import actor_key
from fairdue_desk.screens.register_words import remark

pytestmark = pytest.mark.django_db

ATTEMPTS = "cn.cba_2026.attempts_per_number"


def page_of(
    desk: Desk, url: str, *, who: str = "compliance", language: str = "zh-hans", **headers: str
) -> str:
    answer = desk.client(who, language=language).get(url, headers=headers or None)
    assert answer.status_code == 200, url
    return answer.content.decode()


def listed(page: str) -> set[str]:
    """The rules that a page of the rulebook lists."""
    return set(re.findall(r'class="line-link" href="/rules/([\w.]+)/', page))


def call(desk: Desk) -> None:
    desk.client("collector1").post(reverse("call_begin", args=[desk.own.case_id]))


def unlist_the_agency(desk: Desk) -> None:
    """Withdraw what was vouched for, so that the next call is refused for a fact that nobody states."""
    for one in statements(desk.house, as_of=desk.house.now(), column="agency_listed"):
        withdraw(desk.house, attestation_id=one.attestation_id, as_of=desk.house.now(), actor="compliance")


def test_the_rulebook_lists_every_rule_and_each_filter_narrows_it(desk: Desk) -> None:
    book = desk.house.rulebook
    url = reverse("rules")
    assert listed(page_of(desk, url)) == {rule.rule_id for rule in book.rules}
    us = {rule.rule_id for rule in book.rules if rule.pack == "us"}
    assert us and listed(page_of(desk, url + "?pack=us")) == us
    law = {rule.rule_id for rule in book.rules if rule.force == "law"}
    assert law and listed(page_of(desk, url + "?force=law")) == law
    for treatment in Treatment:
        wanted = {rule.rule_id for rule in book.rules if rule.treatment is treatment}
        assert wanted and listed(page_of(desk, f"{url}?treatment={treatment}")) >= wanted - _not_begun(desk)
    visits = listed(page_of(desk, url + "?act=visit"))
    assert "cn.gbt_45251.visits_per_day" in visits and ATTEMPTS not in visits


def _not_begun(desk: Desk) -> set[str]:
    today = desk.house.now().date()
    return {rule.rule_id for rule in desk.house.rulebook.rules if rule.version_on(today) is None}


@pytest.mark.parametrize("words", ["未接通", "unanswered number", "ATTEMPTS_per_number"])
def test_a_rule_is_found_by_words_of_either_language_and_by_its_id(desk: Desk, words: str) -> None:
    found = listed(page_of(desk, reverse("rules") + f"?find={words}"))
    assert ATTEMPTS in found and len(found) < 15


def test_the_rules_in_force_follow_the_date(desk: Desk) -> None:
    url = reverse("rules") + "?treatment=not_in_force&on="
    assert ATTEMPTS in listed(page_of(desk, url + "2026-01-01"))
    assert ATTEMPTS not in listed(page_of(desk, url + "2026-01-30"))


def test_a_narrowed_list_comes_alone_to_htmx_and_says_its_address(desk: Desk) -> None:
    part = page_of(desk, reverse("rules") + "?pack=gb&find=", HX_Request="true")
    assert part.startswith('<div id="rules" data-address="?pack=gb"') and "<html" not in part


def test_a_rules_page_says_everything_about_it_and_asks_the_gate_for_every_case(desk: Desk) -> None:
    page = page_of(desk, reverse("rule", args=[ATTEMPTS]))
    rule = desk.house.rulebook.rule(ATTEMPTS)
    for wanted in (rule.says.zh, "至多 6", "2026年1月30日", "从未有人核实", rule.sources[0], "条号未核实"):
        assert wanted in page, wanted
    assert page.count("与预期一致") >= 3 and "与预期不符" not in page
    english = page_of(desk, reverse("rule", args=[ATTEMPTS]), language="en")
    assert rule.says.en in english and "at most 6" in english and "never verified by a person" in english


def test_a_case_that_the_gate_answers_otherwise_is_shown_as_such(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = desk.house.rulebook
    rules = tuple(
        replace(rule, applies_to=(), except_when=()) if rule.rule_id == "house.holds.death" else rule
        for rule in book.rules
    )
    loosened = replace(desk.house, rulebook=replace(book, rules=rules))
    monkeypatch.setattr("fairdue_desk.screens.rule_page.house", lambda: loosened)
    assert "与预期不符" in page_of(desk, reverse("rule", args=["house.holds.death"]))


def test_a_clock_shows_the_day_it_leads_to(desk: Desk) -> None:
    page = page_of(desk, reverse("rule", args=["cn.gbt_45251.keep_records_two_years"]), language="en")
    assert "started on 2025-03-01" in page and "leads to 2027-03-01" in page and "as expected" in page


def test_every_rule_has_a_page_on_which_the_gate_answers_its_cases_as_written(desk: Desk) -> None:
    clients = [desk.client("collector1", language=language) for language in ("zh-hans", "en")]
    for place, rule in enumerate(desk.house.rulebook.rules):
        answer = clients[place % 2].get(reverse("rule", args=[rule.rule_id]))
        page = answer.content.decode()
        assert answer.status_code == 200 and rule.rule_id in page, rule.rule_id
        assert "与预期不符" not in page and "answers otherwise" not in page, rule.rule_id
    assert desk.client("lead").get(reverse("rule", args=["cn.none"])).status_code == 404


def test_only_compliance_sees_where_a_rule_objected(desk: Desk) -> None:
    unlist_the_agency(desk)
    call(desk)
    refused = Decision.objects.get(verdict="refuse")
    url = reverse("rule", args=["cn.cba_2026.listed_before_contact"])
    link = reverse("decision", args=[refused.decision_id])
    assert link in page_of(desk, url)
    for who in ("collector1", "lead", "admin"):
        assert link not in page_of(desk, url, who=who)


def test_coverage_accounts_for_every_conduct_rule_of_the_register(desk: Desk) -> None:
    page = page_of(desk, reverse("rules_coverage"))
    entries = load_register().entries
    assert len(entries) == 118
    assert re.search(r'<b class="num">118</b> <span class="quiet">/ 118</span>', page)
    assert all(f">{entry.conduct_id}</b>" in page for entry in entries)
    british = page_of(desk, reverse("rules_coverage") + "?pack=gb")
    assert "UK-TIME-01" in british and "CN-TIME-01" not in british


def test_every_remark_of_the_register_has_chinese_words() -> None:
    for entry in load_register().entries:
        for written in (entry.binding, entry.status):
            assert re.search(r"[\u4e00-\u9fff]", remark(written).zh), written
            assert not re.search(r"in force|verified", remark(written).zh), written


def test_changes_between_two_days_list_what_began(desk: Desk) -> None:
    page = page_of(desk, reverse("rules_changes") + "?from=2026-01-29&to=2026-01-30")
    assert ATTEMPTS in listed(page)
    assert "cn.credit_card_2011.record_call" not in listed(page)
    same = page_of(desk, reverse("rules_changes") + "?from=2026-02-10&to=2026-02-10")
    assert not listed(same) and "没有变化" in same


def test_decisions_are_narrowed_by_every_filter_and_name_nobody_in_the_address(desk: Desk) -> None:
    call(desk)
    unlist_the_agency(desk)
    desk.client("collector2").post(reverse("call_begin", args=[desk.others.case_id]))
    first, second = Decision.objects.order_by("verdict")
    assert (first.verdict, second.verdict) == ("permit", "refuse")
    url = reverse("decisions")

    def found(query: str) -> set[str]:
        return set(re.findall(r'href="/decisions/(dc\w+)/"', page_of(desk, url + query)))

    both = {first.decision_id, second.decision_id}
    assert found("") == found("?act=place_call") == found("?day=2026-03-02") == both
    assert found("?day=2026-03-01") == found("?act=visit") == set()
    assert (
        found("?verdict=refuse") == found("?rule=cn.cba_2026.listed_before_contact") == {second.decision_id}
    )
    assert found(f"?actor={actor_key('collector1')}") == {first.decision_id}
    assert found(f"?case={desk.others.case_id}") == {second.decision_id}
    assert "collector" not in actor_key("collector1")


def test_a_case_number_is_posted_and_leads_to_an_opaque_address(desk: Desk) -> None:
    client = desk.client("compliance")
    answer = client.post(reverse("decisions"), {"number": desk.own.case_no})
    assert answer["Location"] == f"{reverse('decisions')}?case={desk.own.case_id}"
    answer = client.post(reverse("decisions"), {"number": desk.own.name}, follow=True)
    assert desk.own.name not in answer.redirect_chain[-1][0] and "没有这个案号" in answer.content.decode()


def test_a_permit_shows_its_duties_and_the_contact_that_it_opened(desk: Desk) -> None:
    call(desk)
    decided = Decision.objects.get(verdict="permit")
    page = page_of(desk, reverse("decision", args=[decided.decision_id]), language="en")
    attempt = ContactAttempt.objects.get(permit_id=decided.permit_id)
    for wanted in (decided.permit_id, attempt.attempt_id, "record from beginning to end", "under way"):
        assert str(wanted) in page, wanted
    headings = re.findall(r'<h2 id="part\d">(.*?)</h2>', page)
    assert headings == ["Lays duties", "Passed"]


def test_a_refusal_reads_what_objects_first_and_folds_the_rest(desk: Desk) -> None:
    unlist_the_agency(desk)
    call(desk)
    page = page_of(desk, reverse("decision", args=[Decision.objects.get().decision_id]), who="lead")
    assert re.findall(r'<h2 id="part\d">(.*?)</h2>', page)[0] == "事实不明，因此不允许"
    assert page.index("事实不明") < page.index("<summary>附带义务") < page.index("<summary>符合")
    assert "没有发出许可" in page and "与本次行为无关" in page
    assert desk.client("lead").get(reverse("decision", args=["dcnone"])).status_code == 404
