"""What people vouched for: the narrowest scope decides, the latest word within it, and only while it holds."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairdue.casefile.attestation import Attestation, Scope, ScopeKind
from fairdue.compliance.attested import (
    ATTESTED_COLUMNS,
    attested_facts,
    check_scope,
    deciding,
    read_value,
    said_of_person,
    scopes_of,
)
from fairdue.compliance.column import ColumnKind
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.facts_words import LenderKind
from fairdue.foundation.civil import Period

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUSE = Scope(ScopeKind.HOUSE)
BANK = Scope(ScopeKind.CREDITOR, "示例银行")
BATCH = Scope(ScopeKind.BATCH, "示例银行/B1")
CASE = Scope(ScopeKind.CASE, "c1")
WIDE_TO_NARROW = (HOUSE, BANK, BATCH, CASE)


def stated(
    column: str,
    value: str,
    scope: Scope = BANK,
    *,
    number: int = 1,
    at: datetime = NOON - timedelta(days=1),
    from_at: datetime | None = None,
    until: datetime | None = None,
    withdrawn_at: datetime | None = None,
) -> Attestation:
    return Attestation(
        f"as{number}", column, value, scope, Period(from_at or at, until), "paper", "lead", at, withdrawn_at
    )


def test_what_nobody_stated_has_the_value_that_its_column_assumes() -> None:
    facts = attested_facts([], WIDE_TO_NARROW, NOON)
    assert facts == {name: it.assumed for name, it in FACT_COLUMNS.items() if it.attested}
    assert facts["agency_listed"] is None and facts["debt_assigned"] is False


def test_the_narrower_scope_decides_even_when_the_wider_was_stated_later() -> None:
    narrow = stated("amount_authorised", "no", CASE, number=1, at=NOON - timedelta(days=9))
    wide = stated("amount_authorised", "yes", HOUSE, number=2, at=NOON - timedelta(days=1))
    assert attested_facts([narrow, wide], WIDE_TO_NARROW, NOON)["amount_authorised"] is False


def test_within_one_scope_the_latest_word_counts() -> None:
    first = stated("agency_listed", "yes", number=9, at=NOON - timedelta(days=2))
    then = stated("agency_listed", "no", number=1, at=NOON - timedelta(days=1))
    assert attested_facts([then, first], WIDE_TO_NARROW, NOON)["agency_listed"] is False


def test_a_statement_about_somebody_else_counts_for_nothing() -> None:
    other = stated("agency_listed", "yes", Scope(ScopeKind.CREDITOR, "另一家"))
    assert attested_facts([other], WIDE_TO_NARROW, NOON)["agency_listed"] is None


@pytest.mark.parametrize(
    ("moment", "holds"),
    [(timedelta(seconds=-1), True), (timedelta(0), False), (timedelta(seconds=1), False)],
)
def test_a_statement_ends_exactly_at_its_end(moment: timedelta, holds: bool) -> None:
    one = stated("agency_listed", "yes", until=NOON)
    assert (attested_facts([one], [BANK], NOON + moment)["agency_listed"] is True) is holds


def test_a_withdrawn_statement_lets_the_wider_one_decide_again() -> None:
    wide = stated("amount_authorised", "yes", HOUSE, number=1)
    narrow = stated("amount_authorised", "no", CASE, number=2, withdrawn_at=NOON)
    before = attested_facts([wide, narrow], WIDE_TO_NARROW, NOON - timedelta(seconds=1))
    after = attested_facts([wide, narrow], WIDE_TO_NARROW, NOON)
    assert (before["amount_authorised"], after["amount_authorised"]) == (False, True)


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("agency_listed", "yes", True),
        ("agency_listed", " 否 ", False),
        ("lender_kind", "bank", LenderKind.BANK),
        ("effective_notices", "2", 2),
        ("second_notice_on", "2026-03-02", date(2026, 3, 2)),
        ("zone", "America/New_York", "America/New_York"),
    ],
)
def test_values_are_read_by_the_kind_of_their_column(column: str, text: str, value: object) -> None:
    assert read_value(column, text) == value


@pytest.mark.parametrize(
    ("column", "text", "message"),
    [
        ("agency_listd", "yes", "there is no fact"),
        ("holds", "death", "computed from the case files"),
        ("agency_listed", "perhaps", "write yes or no"),
        ("lender_kind", "pawnshop", "one of bank"),
        ("effective_notices", "-1", "whole number"),
        ("effective_notices", "²", "whole number"),
        ("second_notice_on", "2 March", "2026-03-02"),
        ("zone", "Mars/Olympus", "America/New_York"),
        ("zone", "../etc", "America/New_York"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_says_what_to_write(
    column: str, text: str, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        read_value(column, text)


def test_an_unreadable_statement_is_an_error_that_names_it_and_never_not_known() -> None:
    broken = stated("agency_listed", "perhaps", number=7)
    with pytest.raises(ValueError, match=r"statement as7.*withdraw it"):
        attested_facts([broken], [BANK], NOON)


def test_a_licence_is_vouched_for_by_person_and_a_list_by_creditor() -> None:
    with pytest.raises(ValueError, match="vouched for by staff; not by house"):
        check_scope("collector_licensed", HOUSE)
    with pytest.raises(ValueError, match="creditor, batch, case; not by house"):
        check_scope("agency_listed", HOUSE)
    with pytest.raises(ValueError, match="has a name"):
        check_scope("agency_listed", Scope(ScopeKind.CREDITOR))
    check_scope("agency_listed", BATCH)
    check_scope("acting_as", HOUSE)


def test_every_attested_column_can_be_vouched_for_and_read_back_into_facts() -> None:
    example = {
        ColumnKind.YES_NO: "yes",
        ColumnKind.COUNT: "1",
        ColumnKind.FEN: "1",
        ColumnKind.DATE: "2026-03-02",
        ColumnKind.CLOCK: "10:00",
        ColumnKind.NAME: "Europe/London",
    }
    for name, it in ATTESTED_COLUMNS.items():
        assert scopes_of(name)
        text = next(iter(it.words)).value if it.words is not None else example[it.kind]
        value = read_value(name, text)
        assert getattr(Facts(**{name: value}), name) == value  # type: ignore[arg-type]
        assert not isinstance(value, time) or value.tzinfo is None


def test_of_another_case_only_what_speaks_against_contact_is_taken_over() -> None:
    known = [
        stated("vulnerable", "yes", CASE, number=1),
        stated("channel_opted_out", "no", CASE, number=2),
        stated("amount_authorised", "yes", CASE, number=3),
    ]
    assert said_of_person(known, CASE, NOON) == {"vulnerable": True}


STATEMENTS = st.builds(
    stated,
    st.just("amount_authorised"),
    st.sampled_from(["yes", "no"]),
    st.sampled_from(WIDE_TO_NARROW),
    number=st.integers(1, 99),
    at=st.integers(1, 50).map(lambda hours: NOON - timedelta(hours=hours)),
    until=st.one_of(st.none(), st.integers(-20, 20).map(lambda hours: NOON + timedelta(hours=60 + hours))),
    withdrawn_at=st.one_of(st.none(), st.integers(-20, 20).map(lambda hours: NOON + timedelta(hours=hours))),
)


@given(st.lists(STATEMENTS, unique_by=lambda one: one.attestation_id), st.randoms(use_true_random=False))
def test_the_order_in_which_statements_are_read_decides_nothing(
    statements: list[Attestation], random: object
) -> None:
    shuffled = list(statements)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert deciding(statements, WIDE_TO_NARROW, NOON) == deciding(shuffled, WIDE_TO_NARROW, NOON)


@given(st.lists(STATEMENTS, unique_by=lambda one: one.attestation_id))
def test_no_statement_that_counts_is_narrower_or_in_the_same_scope_later_than_the_deciding_one(
    statements: list[Attestation],
) -> None:
    counting = [one for one in statements if one.holds_at(NOON)]
    found = deciding(statements, WIDE_TO_NARROW, NOON).get("amount_authorised")
    assert (found is None) == (not counting)
    if found is not None:
        place = WIDE_TO_NARROW.index(found.scope)
        assert all(WIDE_TO_NARROW.index(one.scope) <= place for one in counting)
        assert all(one.stated_at <= found.stated_at for one in counting if one.scope == found.scope)
