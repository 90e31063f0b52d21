"""What people vouch for opens the gate and closes it again, on either database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from desk.test_send import Line as Ending
from desk.test_send import call_of, codes, dial, over, place
from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import CallResult
from fairdue.compliance.decision import Permit, Refuse
from fairdue.compliance.mending import statements_wanted
from fairdue.foundation.civil import Period
from fairdue.operations.attest import state, statements, withdraw
from fairdue.operations.gather import gather_facts
from fairdue.operations.house import House
from fairdue.operations.ports import UnknownCase
from fairdue.operations.prepare import explain_action
from fairdue.operations.send import Sent, send
from fairdue.operations.standing_ports import Line, UnknownAttestation
from fairdue.practice.standing import vouch_for_practice
from fairdue_desk.wiring import build_house
from journeys.story import CREDITOR, on

pytestmark = pytest.mark.django_db

BANK = Scope(ScopeKind.CREDITOR, CREDITOR)
COLLECTOR = Scope(ScopeKind.STAFF, "c7")
LICENCE_RULE, LISTED_RULE, TOLD_RULE = (
    "cn.gbt_45251.collector_licensed",
    "cn.cba_2026.listed_before_contact",
    "cn.consumer_protection_2022.told_before_contact",
)


@pytest.fixture
def bare(db: None) -> House:
    """A house of which nobody has vouched for anything, over a line that ends calls at once."""
    return over(build_house(), Ending(CallResult.NO_ANSWER))


@pytest.fixture
def case(bare: House) -> CaseFile:
    return place(bare, "HS-1")


def vouch(
    house: House,
    column: str,
    value: str = "yes",
    scope: Scope = BANK,
    *,
    until: datetime | None = None,
    at: datetime | None = None,
) -> str:
    at = at or on(0, 8)
    period = Period(at, until or at + timedelta(days=30))
    return state(
        house,
        column=column,
        value=value,
        scope=scope,
        period=period,
        evidence="paper",
        as_of=at,
        actor="lead",
    ).attestation_id


def test_a_bare_house_may_call_nobody_and_says_which_statements_are_missing(
    bare: House, case: CaseFile
) -> None:
    answer = dial(bare, case)
    assert isinstance(answer, Refuse)
    assert codes(answer) == {LICENCE_RULE, LISTED_RULE, TOLD_RULE}
    wanted = statements_wanted(answer, names={ScopeKind.STAFF: "c7", ScopeKind.CREDITOR: CREDITOR})
    assert {one.column for one in wanted} == {
        "collector_licensed",
        "agency_listed",
        "debtor_told_of_agency",
        "acting_as",
    }
    assert wanted[-1].column == "acting_as", "what may make the others needless comes last"
    commands = " ".join(one.command for one in wanted)
    assert "--staff c7 --until" in commands and f"agency_listed yes --creditor {CREDITOR}" in commands


def test_the_statements_that_were_asked_for_are_those_that_open_the_gate(bare: House, case: CaseFile) -> None:
    vouch(bare, "agency_listed")
    vouch(bare, "debtor_told_of_agency")
    assert codes(dial(bare, case, minute=1)) == {LICENCE_RULE}
    vouch(bare, "collector_licensed", scope=COLLECTOR)
    assert isinstance(dial(bare, case, minute=2), Sent)


def test_without_a_licence_nobody_dials_and_the_article_is_named(bare: House, case: CaseFile) -> None:
    vouch_for_practice(bare, creditors=[CREDITOR], collectors=["somebody-else"], as_of=on(0, 8))
    answer = dial(bare, case)
    assert isinstance(answer, Refuse)
    (reason,) = answer.reasons
    assert reason.code == LICENCE_RULE
    assert bare.rulebook.rule(reason.code).conduct_id == "CN-OUT-07"
    assert reason.citation is not None and "GB/T 45251" in reason.citation.title
    vouch(bare, "collector_licensed", "no", COLLECTOR)
    assert codes(dial(bare, case, minute=1)) == {LICENCE_RULE}


def test_a_licence_ends_at_midnight_and_not_a_minute_before(bare: House, case: CaseFile) -> None:
    vouch_for_practice(bare, creditors=[CREDITOR], collectors=[], as_of=on(0, 8))
    midnight = on(3, 0)
    vouch(bare, "collector_licensed", scope=COLLECTOR, until=midnight)
    call = call_of(case)
    assert isinstance(send(bare, action=call, as_of=on(2, 21, 59), actor="c7"), Sent)
    last = gather_facts(bare, case=case, action=call, as_of=midnight - timedelta(minutes=1), actor="c7")
    first = gather_facts(bare, case=case, action=call, as_of=midnight, actor="c7")
    assert (last.collector_licensed, first.collector_licensed) == (True, None)
    after = send(bare, action=call, as_of=on(3, 10), actor="c7")
    assert codes(after) == {LICENCE_RULE}


def test_an_agency_that_left_the_list_may_not_make_the_first_contact(bare: House, case: CaseFile) -> None:
    vouch_for_practice(bare, creditors=[CREDITOR], collectors=["c7"], as_of=on(0, 8))
    vouch(bare, "agency_listed", "no", at=on(0, 9))
    answer = dial(bare, case)
    assert isinstance(answer, Refuse) and codes(answer) == {LISTED_RULE}
    assert statements_wanted(answer) == (), "what is known to be otherwise is not missing"


def test_a_creditor_that_collects_itself_needs_no_list_and_no_notice(bare: House, case: CaseFile) -> None:
    vouch(bare, "acting_as", "creditor", Scope(ScopeKind.HOUSE))
    vouch(bare, "collector_licensed", scope=COLLECTOR)
    assert isinstance(dial(bare, case), Sent)


def test_a_batch_whose_customers_were_not_told_is_held_back_alone(bare: House) -> None:
    first = place(bare, "HS-1", 批次号="B1")
    second = place(bare, "HS-2", seed=12, 批次号="B2")
    vouch_for_practice(bare, creditors=[CREDITOR], collectors=["c7"], as_of=on(0, 8))
    vouch(bare, "debtor_told_of_agency", "no", Scope(ScopeKind.BATCH, f"{CREDITOR}/B2"))
    assert isinstance(dial(bare, first), Sent)
    assert codes(dial(bare, second)) == {TOLD_RULE}


def test_a_withdrawn_statement_stops_counting_at_once_and_its_row_stays(bare: House, case: CaseFile) -> None:
    vouch_for_practice(bare, creditors=[CREDITOR], collectors=["c7"], as_of=on(0, 8))
    own = vouch(bare, "agency_listed", at=on(0, 9))
    (older,) = [one for one in statements(bare, column="agency_listed") if one.attestation_id != own]
    assert isinstance(dial(bare, case), Sent)
    withdraw(bare, attestation_id=own, as_of=on(0, 11), actor="compliance")
    assert isinstance(dial(bare, case, hour=11, minute=1), Sent), "the older statement counts again"
    gone = withdraw(bare, attestation_id=older.attestation_id, as_of=on(0, 12), actor="compliance")
    assert (gone.withdrawn_at, gone.withdrawn_by) == (on(0, 12), "compliance")
    assert codes(dial(bare, case, hour=12)) == {LISTED_RULE}
    again = withdraw(bare, attestation_id=older.attestation_id, as_of=on(0, 13), actor="somebody")
    assert again.withdrawn_at == on(0, 12), "the first withdrawal stands"
    assert len(statements(bare, column="agency_listed")) == 2
    assert statements(bare, as_of=on(0, 12), column="agency_listed") == []


def test_what_is_stated_comes_back_as_it_was_stated(bare: House, case: CaseFile) -> None:
    until = on(9, 18, 30)
    one = vouch(bare, "relation_to_debtor", "spouse", Scope(ScopeKind.CASE, case.case_id), until=until)
    kept = bare.attestations.load(one)
    assert (kept.column, kept.value, kept.scope.name) == ("relation_to_debtor", "spouse", case.case_id)
    assert (kept.period, kept.stated_by, kept.stated_at) == (Period(on(0, 8), until), "lead", on(0, 8))
    with pytest.raises(UnknownAttestation, match="attest list"):
        bare.attestations.load("as-nobody")


@pytest.mark.parametrize(
    ("column", "value", "scope", "message"),
    [
        ("agency_listed", "perhaps", BANK, "yes or no"),
        ("holds", "yes", BANK, "computed"),
        ("agency_listed", "yes", Scope(ScopeKind.CREDITOR, "示例银杏"), "no case here is of this creditor"),
        ("collector_licensed", "yes", BANK, "by staff"),
    ],
)
def test_a_statement_that_would_vouch_for_nothing_is_refused(
    bare: House, case: CaseFile, column: str, value: str, scope: Scope, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        vouch(bare, column, value, scope)
    with pytest.raises(UnknownCase):
        vouch(bare, "vulnerable", "yes", Scope(ScopeKind.CASE, "c-nowhere"))
    with pytest.raises(ValueError, match="over already"):
        vouch(bare, "agency_listed", until=on(0, 8))
    assert list(statements(bare)) == []


@pytest.mark.parametrize("table", ["rows_attestation", "rows_attestationwithdrawal"])
def test_the_database_lets_nobody_change_or_delete_a_statement(bare: House, table: str) -> None:
    one = vouch(bare, "agency_listed")
    withdraw(bare, attestation_id=one, as_of=on(0, 9), actor="lead")
    for statement in (f"UPDATE {table} SET attestation_id = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)
    assert bare.attestations.load(one).withdrawn_at == on(0, 9)


def test_a_line_that_does_not_know_itself_is_vouched_for_by_its_name(bare: House, case: CaseFile) -> None:
    class Unsaid(Ending):
        line = Line("trunk-1")

    house = replace(bare, channels={"phone": Unsaid(CallResult.NO_ANSWER)})
    vouch_for_practice(house, creditors=[CREDITOR], collectors=["c7"], as_of=on(0, 8))
    assert codes(dial(house, case)) == {"cn.cba_2026.line_registered", "cn.telecom_fraud_2022.caller_id"}
    for column in ("line_registered", "caller_id_owned"):
        vouch(house, column, scope=Scope(ScopeKind.LINE, "trunk-2"))
    assert not isinstance(dial(house, case, minute=1), Sent), "another line's papers"
    for column in ("line_registered", "caller_id_owned"):
        vouch(house, column, scope=Scope(ScopeKind.LINE, "trunk-1"))
    assert isinstance(dial(house, case, minute=2), Sent)


def test_a_minor_is_not_called_whatever_was_stated_and_on_no_case_of_theirs(house: House) -> None:
    case = place(house, "HS-1")
    other = place(house, "HS-2", seed=12, 姓名=case.party.name, 证件号=case.party.id_number)
    vouch(house, "counterpart_is_minor", scope=Scope(ScopeKind.CASE, other.case_id))
    answer = dial(over(house, Ending()), case)
    assert isinstance(answer, Refuse)
    assert "cn.civil_code.no_minors" in codes(answer)


def test_birth_dates_tell_minors_on_the_day_where_they_are(house: House) -> None:
    case = place(house, "HS-1")
    born = on(0, 0).date().replace(year=2008)
    young = replace(case, party=replace(case.party, birth_on=born + timedelta(days=1)))
    grown = replace(case, party=replace(case.party, birth_on=born))
    asked = [
        gather_facts(house, case=one, action=call_of(one), as_of=on(0, 10)).counterpart_is_minor
        for one in (young, grown)
    ]
    assert asked == [True, False]


def test_the_work_list_asks_for_statements_once_a_line(house: House, case: CaseFile) -> None:
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert isinstance(explain_action(house, action=call_of(case), as_of=on(0, 10), actor="c7"), Permit)
    asked = [query["sql"] for query in queries if "rows_attestation" in query["sql"]]
    assert len(asked) == 1


def test_no_licence_outlives_a_year(bare: House) -> None:
    vouch(bare, "collector_licensed", scope=COLLECTOR, until=on(0, 8) + timedelta(days=366))
    with pytest.raises(ValueError, match="a year at most"):
        vouch(bare, "collector_licensed", scope=COLLECTOR, until=on(0, 8) + timedelta(days=366, minutes=1))
