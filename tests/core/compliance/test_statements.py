"""What people vouched for: which statement decides, what its text means, and what would mend a refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from fairdue.casefile.attestation import Attestation, Scope, ScopeKind
from fairdue.compliance import attested
from fairdue.compliance.attested import (
    attested_facts,
    check_scope,
    deciding,
    place_of_person,
    read_value,
    said_of_person,
    scopes_of,
)
from fairdue.compliance.column import Column, ColumnKind
from fairdue.compliance.decision import Defer, Outcome, Refuse, TraceLine
from fairdue.compliance.facts import FACT_COLUMNS
from fairdue.compliance.facts_words import Jurisdiction
from fairdue.compliance.mending import Wanted, mending_lines, statements_wanted
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import Period

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
CREDITOR, CASE = Scope(ScopeKind.CREDITOR, "bank"), Scope(ScopeKind.CASE, "c1")


@pytest.fixture(autouse=True)
def _read_anew() -> None:
    read_value.cache_clear()


def _said(column: str, value: str, scope: Scope = CREDITOR, **differing: Any) -> Attestation:
    said = Attestation(
        attestation_id="a1", column=column, value=value, scope=scope, period=Period(NOON - timedelta(days=9), NOON + timedelta(days=9)),
        evidence="letter", stated_by="lead", stated_at=NOON - timedelta(days=5),
    )  # fmt: skip
    return replace(said, **differing)


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("agency_listed", "yes", True), ("agency_listed", " TRUE ", True), ("agency_listed", "是", True),
        ("agency_listed", "no", False), ("agency_listed", "False", False), ("agency_listed", "否", False),
        ("lender_kind", " bank ", "bank"), ("zone", "America/New_York", "America/New_York"), ("relation_to_debtor", "self", "self"),
    ],
)  # fmt: skip
def test_a_text_states_a_value(column: str, text: str, value: object) -> None:
    read = read_value(column, text)
    assert (read, type(read) is bool) == (value, type(value) is bool)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (ColumnKind.COUNT, "12", 12), (ColumnKind.FEN, "0", 0), (ColumnKind.DATE, "2026-03-02", date(2026, 3, 2)),
        (ColumnKind.CLOCK, "18:30", time(18, 30)), (ColumnKind.WORDS, "CN, US", frozenset({Jurisdiction.CN, Jurisdiction.US})),
    ],
)  # fmt: skip
def test_every_kind_of_column_can_be_stated(
    kind: ColumnKind, text: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_column(kind, monkeypatch)
    assert read_value("made_up", text) == value


def _with_column(kind: ColumnKind, monkeypatch: pytest.MonkeyPatch) -> None:
    words = Jurisdiction if kind is ColumnKind.WORDS else None
    made_up = Column("made_up", kind, Bilingual("某", "some"), False, words, True)
    monkeypatch.setitem(FACT_COLUMNS, "made_up", made_up)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (ColumnKind.COUNT, "-1", "made_up is a count: write a whole number, such as 2"), (ColumnKind.COUNT, "٣", "made_up is a count: write a whole number, such as 2"),
        (ColumnKind.COUNT, "²", "made_up is a count: write a whole number, such as 2"), (ColumnKind.FEN, "1.5", "made_up is fen: write a whole number, such as 2"),
        (ColumnKind.DATE, "yesterday", "made_up is a date; write it like 2026-03-02"), (ColumnKind.CLOCK, "noon", "made_up is a time of day; write it like 18:30"),
        (ColumnKind.CLOCK, "18:30+08:00", "made_up is the time on the wall; write it without a zone"),
        (ColumnKind.WORDS, "CN, XX", "made_up is one of CN, US, GB; not 'XX'"),
    ],
)  # fmt: skip
def test_a_text_of_another_kind_says_what_to_write(
    kind: ColumnKind, text: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_column(kind, monkeypatch)
    with pytest.raises(ValueError) as refused:
        read_value("made_up", text)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        (
            "moon_phase",
            "full",
            "there is no fact 'moon_phase'; `fairdue attest list --columns` names those there are",
        ),
        ("visits_today", "2", "visits_today is computed from the case files; nobody states it"),
        ("agency_listed", "maybe", "agency_listed is yes or no; write yes or no"),
        ("zone", "Mars", "zone is a time zone by its name, such as America/New_York"),
        ("zone", "../etc", "zone is a time zone by its name, such as America/New_York"),
        ("zone", "Asia", "zone is a time zone by its name, such as America/New_York"),
    ],
)
def test_a_text_that_states_nothing_says_why(column: str, text: str, said: str) -> None:
    with pytest.raises(ValueError) as refused:
        read_value(column, text)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("column", "kinds"),
    [
        ("collector_licensed", "staff"), ("speaker_is_lawyer", "staff"), ("line_registered", "line"), ("caller_id_owned", "line"),
        ("agency_listed", "creditor batch case"), ("lender_kind", "creditor batch case"), ("debtor_told_of_agency", "creditor batch case"),
        ("vulnerable", "case contact"), ("channel_opted_out", "case contact"), ("nation", "house creditor batch case contact"),
    ],
)  # fmt: skip
def test_a_column_is_vouched_for_by_its_scopes_the_widest_first(column: str, kinds: str) -> None:
    assert scopes_of(column) == tuple(ScopeKind(kind) for kind in kinds.split())


def test_what_nobody_can_vouch_for_has_no_scope() -> None:
    with pytest.raises(ValueError, match=r"^visits_today is computed"):
        scopes_of("visits_today")


def test_a_statement_for_the_wrong_scope_or_without_a_name_is_misuse() -> None:
    check_scope("agency_listed", CREDITOR)
    check_scope("nation", Scope(ScopeKind.HOUSE))
    with pytest.raises(ValueError) as refused:
        check_scope("agency_listed", Scope(ScopeKind.HOUSE))
    assert str(refused.value) == "agency_listed is vouched for by creditor, batch, case; not by house"
    for scope in (Scope(ScopeKind.CREDITOR), Scope(ScopeKind.HOUSE, "ours")):
        with pytest.raises(ValueError) as nameless:
            check_scope("nation", scope)
        assert str(nameless.value) == (
            "every scope but the house has a name: the creditor, the case id, the login, the line"
        )


def test_the_narrowest_scope_decides_and_within_it_the_latest_word() -> None:
    wide = _said("agency_listed", "yes", attestation_id="wide", stated_at=NOON)
    narrow = _said("agency_listed", "no", CASE, attestation_id="narrow")
    later = _said("agency_listed", "yes", CASE, attestation_id="later", stated_at=NOON - timedelta(days=4))
    tie = replace(later, attestation_id="z-tie", value="no")
    for order in ([wide, narrow], [narrow, wide]):
        assert deciding(order, [CREDITOR, CASE], NOON) == {"agency_listed": narrow}
    for order in ([wide, narrow, later], [later, narrow, wide]):
        assert deciding(order, [CREDITOR, CASE], NOON) == {"agency_listed": later}
    for order in ([later, tie], [tie, later]):
        assert deciding(order, [CASE], NOON) == {"agency_listed": tie}
    assert deciding([wide, narrow], [CREDITOR], NOON) == {"agency_listed": wide}


def test_what_is_of_another_scope_over_or_withdrawn_decides_nothing_and_stops_nothing() -> None:
    other = _said("agency_listed", "no", Scope(ScopeKind.CREDITOR, "other"), attestation_id="other")
    over = _said("agency_listed", "no", period=Period(NOON - timedelta(days=9), NOON))
    withdrawn = _said("agency_listed", "no", withdrawn_at=NOON, withdrawn_by="lead")
    sound = _said("agency_listed", "yes", stated_at=NOON - timedelta(days=8))
    assert deciding([other, over, withdrawn, sound], [CREDITOR], NOON) == {"agency_listed": sound}


def test_every_attested_column_has_a_value_stated_or_assumed() -> None:
    facts = attested_facts(
        [_said("agency_listed", "yes"), _said("vulnerable", "yes", CASE)], [CREDITOR, CASE], NOON
    )
    assert set(facts) == {name for name, column in FACT_COLUMNS.items() if column.attested}
    assert (facts["agency_listed"], facts["vulnerable"]) == (True, True)
    nobody = attested_facts([], [CREDITOR], NOON)
    assert nobody == {name: column.assumed for name, column in FACT_COLUMNS.items() if column.attested}
    assert (nobody["agency_listed"], nobody["channel_opted_out"]) == (None, False)


def test_a_statement_that_cannot_be_read_is_named_and_never_taken_as_missing() -> None:
    with pytest.raises(ValueError) as refused:
        attested_facts([_said("agency_listed", "maybe", attestation_id="a7")], [CREDITOR], NOON)
    assert str(refused.value) == "statement a7: agency_listed is yes or no; write yes or no; withdraw it"


def test_on_another_case_only_what_speaks_against_contact_is_said_of_the_person() -> None:
    said = [
        _said("vulnerable", "yes", CASE), _said("counterpart_is_minor", "no", CASE), _said("channel_opted_out", "yes", CASE),
        _said("joint_liability_evidenced", "yes", CASE), _said("employer_prohibits_contact", "yes", CREDITOR),
        _said("inside_inconvenient_time", "yes", CASE),
    ]  # fmt: skip
    assert said_of_person(said, CASE, NOON) == {
        "vulnerable": True,
        "channel_opted_out": True,
        "inside_inconvenient_time": True,
    }


def test_where_a_person_is_follows_the_latest_word_on_any_of_their_cases() -> None:
    other = Scope(ScopeKind.CASE, "c2")
    early = _said("zone", "Asia/Tokyo", CASE, attestation_id="a1")
    late = _said("zone", "Asia/Seoul", other, attestation_id="a2", stated_at=NOON - timedelta(days=4))
    for order in ([early, late], [late, early]):
        assert place_of_person(order, [CASE, other], NOON) == "Asia/Seoul"
        assert place_of_person(order, [CASE], NOON) == "Asia/Tokyo"
    tie = _said("zone", "Asia/Manila", CASE, attestation_id="a3")
    assert place_of_person([tie, early], [CASE], NOON) == "Asia/Manila"
    gone = _said("zone", "Asia/Seoul", CASE, period=Period(NOON - timedelta(days=9), NOON))
    assert place_of_person([gone, _said("nation", "elsewhere", CASE)], [CASE, other], NOON) is None


def _refused(*lines: tuple[Outcome, tuple[str, ...]]) -> Refuse:
    says = Bilingual("规则。", "The rule.")
    return Refuse(
        reasons=(),
        trace=tuple(
            TraceLine(f"r{place}", outcome, says, None, missing)
            for place, (outcome, missing) in enumerate(lines)
        ),
    )


LABEL = FACT_COLUMNS["agency_listed"].label


def test_only_what_people_vouch_for_and_nobody_knew_would_mend_a_refusal() -> None:
    decision = _refused(
        (Outcome.UNKNOWN, ("agency_listed", "visits_today")),
        (Outcome.REFUSE, ("vulnerable",)),
        (Outcome.UNKNOWN, ("nation", "agency_listed")),
    )
    assert statements_wanted(decision) == (
        Wanted("agency_listed", LABEL, 'fairdue attest agency_listed yes --creditor CREDITOR --evidence "…"'),
        Wanted(
            "nation",
            FACT_COLUMNS["nation"].label,
            f'fairdue attest nation {"|".join(FACT_COLUMNS["nation"].words or ())} --house --evidence "…"',
        ),
        # What is counted by the day is not known where the person's zone is not; it stands last.
        Wanted(
            "zone",
            FACT_COLUMNS["zone"].label,
            'fairdue attest zone America/New_York --case CASE --evidence "…"',
        ),
    )
    wait = Defer(until=NOON, reasons=(), trace=decision.trace)
    assert statements_wanted(wait) == statements_wanted(decision)


@pytest.mark.parametrize(
    ("column", "names", "command"),
    [
        ("collector_licensed", {}, 'fairdue attest collector_licensed yes --staff LOGIN --until 2026-12-31 --evidence "…"'),
        ("collector_licensed", {ScopeKind.STAFF: "anna"}, 'fairdue attest collector_licensed yes --staff anna --until 2026-12-31 --evidence "…"'),
        ("line_registered", {}, 'fairdue attest line_registered yes --line LINE --evidence "…"'),
        ("vulnerable", {ScopeKind.CASE: "c 1"}, 'fairdue attest vulnerable yes --case "c 1" --evidence "…"'),
        ("vulnerable", {}, 'fairdue attest vulnerable yes --case CASE --evidence "…"'),
        ("agency_listed", {ScopeKind.CREDITOR: "a&b"}, 'fairdue attest agency_listed yes --creditor "a&b" --evidence "…"'),
        ("agency_listed", {ScopeKind.CREDITOR: "银行"}, 'fairdue attest agency_listed yes --creditor 银行 --evidence "…"'),
        ("zone", {}, 'fairdue attest zone America/New_York --case CASE --evidence "…"'),
    ],
)  # fmt: skip
def test_the_command_that_states_a_fact_names_who_and_what_it_is_about(
    column: str, names: dict[ScopeKind, str], command: str
) -> None:
    (wanted,) = statements_wanted(_refused((Outcome.UNKNOWN, (column,))), names=names)
    assert wanted.command == command


@pytest.mark.parametrize(
    ("kind", "example"),
    [
        (ColumnKind.COUNT, "2"),
        (ColumnKind.FEN, "100000"),
        (ColumnKind.DATE, "2026-03-02"),
        (ColumnKind.CLOCK, "18:30"),
    ],
)
def test_every_kind_of_column_has_an_example(
    kind: ColumnKind, example: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with_column(kind, monkeypatch)
    monkeypatch.setitem(attested.ATTESTED_COLUMNS, "made_up", FACT_COLUMNS["made_up"])
    (wanted,) = statements_wanted(_refused((Outcome.UNKNOWN, ("made_up",))))
    assert wanted.command == f'fairdue attest made_up {example} --house --evidence "…"'
    assert read_value("made_up", example) is not None


def test_what_would_mend_reads_as_lines_in_both_languages() -> None:
    decision = _refused((Outcome.UNKNOWN, ("agency_listed",)))
    command = '    fairdue attest agency_listed yes --creditor bank --evidence "…"'
    names = {ScopeKind.CREDITOR: "bank"}
    assert list(mending_lines(decision, language="zh", names=names)) == [
        "以下事实尚无人声明；有凭证后，在命令行或工作台“声明”页声明：",
        f"  {LABEL.zh}",
        command,
    ]
    assert list(mending_lines(decision, language="en", names=names)) == [
        "Nobody has vouched for these yet; with the evidence at hand, state them here or on the desk's Standing page:",
        f"  {LABEL.en}",
        command,
    ]
    assert list(mending_lines(_refused((Outcome.REFUSE, ())), language="zh")) == []
