"""The KPI dictionary, computed; each trap of the glossary is a test."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.feedback.records import record_of_case
from core.followup.money_builders import at, called, on, owing, paid, promised
from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.complaint import Complaint
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.disposition import Disposition, ResultCode
from fairdue.feedback.measure_dictionary import MeasureFault, MeasureId, measure_dictionary, read_measures
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.feedback.measures import MeasureValue, compute_measures
from fairdue.foundation.ids import CaseId

ANSWERED, DEBTOR = CallResult.ANSWERED, AnsweredBy.DEBTOR


def _all(
    cases: Iterable[CaseFile], *, as_of: str = "03-31", kept: int = 1000
) -> dict[MeasureId, MeasureValue]:
    span = MeasureSpan.of(period_from=on("03-01"), period_until=on("04-01"), as_of_on=on(as_of))
    values = compute_measures(records=map(record_of_case, cases), span=span, rows_kept=kept)
    return {value.measure_id: value for value in values}


def _parts(measure: MeasureId, *cases: CaseFile, as_of: str = "03-31") -> tuple[int, int]:
    value = _all(cases, as_of=as_of)[measure]
    return value.numerator, value.denominator


def test_nothing_to_divide_by_gives_no_value_and_never_zero() -> None:
    values = _all([])
    assert list(values) == list(MeasureId)
    assert all(value.value is None for value in values.values())


def test_coverage_counts_cases_and_intensity_counts_dials() -> None:
    dialled = owing(attempts=[called("03-05"), called("03-06"), called("03-07")])
    assert _parts(MeasureId.COVERAGE, dialled, owing()) == (1, 2)
    assert _parts(MeasureId.INTENSITY, dialled, owing()) == (3, 1)


def test_voicemail_and_assistants_are_no_connections_and_inbound_calls_no_dials() -> None:
    case = owing(
        attempts=[
            called("03-05", CallResult.VOICEMAIL),
            called("03-06", CallResult.ASSISTANT),
            called("03-07", ANSWERED, by=DEBTOR),
            called("03-08", ANSWERED, by=DEBTOR, initiated_by="customer"),
            replace(called("03-09"), result=None),
        ]
    )
    assert _parts(MeasureId.CONNECT_RATE, case) == (1, 3)


def test_a_third_persons_number_is_no_own_number() -> None:
    third = called("03-06", ANSWERED, by=AnsweredBy.THIRD_PARTY, number="t1", role="third_party")
    case = owing(attempts=[called("03-05", ANSWERED, by=DEBTOR), third])
    assert _parts(MeasureId.OWN_CONNECT_RATE, case) == (1, 1)
    assert _parts(MeasureId.CONNECT_RATE, case) == (2, 2)


def test_the_right_party_rate_divides_by_connected_calls() -> None:
    talk, other = called("03-05", ANSWERED, by=DEBTOR), called("03-06", ANSWERED, by=DEBTOR)
    case = replace(owing(attempts=[talk, other, called("03-07")]), verified_attempts=(talk.attempt_id,))
    assert _parts(MeasureId.RPC_RATE, case) == (1, 2)


def test_only_the_first_promise_counts_as_a_new_one() -> None:
    talk = called("03-05", ANSWERED, by=DEBTOR)
    reached = replace(owing(attempts=[talk]), verified_attempts=(talk.attempt_id,))
    new = replace(reached, promises=(promised(made="03-05"), promised("b", made="03-06")))
    again = replace(reached, promises=(promised(made="02-20", due="02-25"), promised("b", made="03-05")))
    assert _parts(MeasureId.PTP_RATE, new, again, reached, owing()) == (1, 3)


def test_kept_ratios_count_what_fell_due_and_was_judged() -> None:
    case = owing(
        promises=[
            promised("a", due="03-05", fen=1000, state="kept", paid_fen=1000),
            promised("b", due="03-06", fen=1000, state="partly_kept", paid_fen=400),
            promised("c", due="03-07", fen=2000, state="broken"),
            promised("d", due="03-08", fen=9000, state="cancelled"),
            promised("e", due="03-09", fen=9000),
            promised("f", due="04-01", fen=9000, state="kept", paid_fen=9000),
        ]
    )
    assert _parts(MeasureId.KEPT_RATIO_COUNT, case) == (1, 3)
    assert _parts(MeasureId.KEPT_RATIO_AMOUNT, case) == (1400, 4000)
    assert _parts(MeasureId.PARTLY_KEPT_RATE, case) == (1, 3)
    assert _parts(MeasureId.BROKEN_RATE, case) == (1, 3)


def test_a_promise_kept_early_waits_for_its_due_day() -> None:
    case = owing(promises=[promised(due="03-20", state="kept", paid_fen=1000)])
    assert _parts(MeasureId.KEPT_RATIO_COUNT, case, as_of="03-19") == (0, 0)
    assert _parts(MeasureId.KEPT_RATIO_COUNT, case, as_of="03-20") == (1, 1)


def test_overpayment_does_not_raise_the_ratio() -> None:
    case = owing(promises=[promised(due="03-05", fen=1000, state="kept", paid_fen=5000)])
    assert _all([case])[MeasureId.KEPT_RATIO_AMOUNT].value == 1


def test_recovery_is_net_of_reversals_and_begins_with_the_placement() -> None:
    case = owing(
        fen=10_000,
        payments=[
            paid("02-20", 900, "p0"),
            paid("03-05", 700, "p1"),
            paid("03-06", -200, "p2", reverses="p1"),
            paid("03-07", -900, "p3", reverses="p0"),
            paid("04-02", 300, "p4"),
        ],
    )
    assert _parts(MeasureId.RECOVERY_AMOUNT, case) == (500, 10_000)
    assert _all([case])[MeasureId.RECOVERY_AMOUNT].value == Fraction(1, 20)


def test_a_payment_reversed_in_full_recovers_no_case_and_a_settled_case_counts() -> None:
    undone = owing(payments=[paid("03-05", 700), paid("03-06", -700, "p2", reverses="p1")])
    settled = replace(owing(), status=CaseStatus.SETTLED, closed_on=on("03-09"))
    assert _parts(MeasureId.RECOVERY_CASES, undone, settled) == (1, 2)


def test_a_case_that_ended_before_the_period_is_not_in_hand() -> None:
    gone = replace(owing(), status=CaseStatus.RECALLED, closed_on=on("02-27"))
    assert _parts(MeasureId.COVERAGE, gone, owing()) == (0, 1)


def test_complaints_are_read_per_ten_thousand_effective_talks() -> None:
    talks = [called(f"03-{day:02d}", ANSWERED, by=DEBTOR) for day in range(2, 10)]
    upheld = Complaint("k1", at("03-05"), closed_at=at("03-08"), upheld=True)
    case = replace(owing(attempts=talks), complaints=(upheld, Complaint("k2", at("03-06"))))
    values = _all([case])
    assert values[MeasureId.UPHELD_COMPLAINT_RATE].value == 1250
    assert values[MeasureId.COMPLAINT_RATE].value == 2500


def test_an_empty_note_is_no_note() -> None:
    noted = replace(owing(), dispositions=(Disposition(ResultCode.NA, at("03-05"), None, "x"),))
    empty = replace(owing(), dispositions=(Disposition(ResultCode.NA, at("03-05"), None, ""),))
    assert _parts(MeasureId.NOTE_RATE, noted, empty) == (1, 2)


def test_the_rows_kept_with_a_number_are_bounded_and_say_how_many_there_were() -> None:
    cases = [replace(owing(), case_id=CaseId(f"c{n}")) for n in range(5)]
    value = _all(cases, kept=2)[MeasureId.COVERAGE]
    assert (value.cases, value.row_count, [row.case_id for row in value.rows]) == (5, 5, ["c0", "c1"])


def test_a_period_that_ends_before_it_begins_is_misuse() -> None:
    with pytest.raises(ValueError, match="ends before"):
        MeasureSpan.of(period_from=on("03-02"), period_until=on("03-01"), as_of_on=on("03-02"))


@st.composite
def worked(draw: st.DrawFn) -> CaseFile:
    """A case with some calls, promises and money."""
    day = st.integers(2, 28).map(lambda number: f"03-{number:02d}")
    results = st.sampled_from(list(CallResult))
    attempts = [
        called(draw(day), draw(results), by=draw(st.sampled_from(list(AnsweredBy))), hour=9 + n)
        for n in range(draw(st.integers(0, 4)))
    ]
    promises = [
        promised(f"q{n}", due=draw(day), fen=1000, state=draw(st.sampled_from(["open", "kept", "broken"])))
        for n in range(draw(st.integers(0, 3)))
    ]
    payments = [paid(draw(day), draw(st.integers(1, 900)), f"p{n}") for n in range(draw(st.integers(0, 3)))]
    case = owing(attempts=attempts, promises=promises, payments=payments)
    return replace(case, verified_attempts=tuple(a.attempt_id for a in attempts if a.effective))


@given(st.lists(worked(), max_size=6), st.randoms(use_true_random=False))
def test_the_rows_add_up_to_the_number_and_the_order_of_cases_changes_nothing(
    cases: list[CaseFile], chance: object
) -> None:
    values = _all(cases)
    for value in values.values():
        if value.measure_id in (
            MeasureId.VINTAGE_CURRENT,
            MeasureId.VINTAGE_EVER,
            MeasureId.ROLL_RATE,
            MeasureId.ROLL_CUMULATIVE,
        ):
            continue  # read by its parts: they are added up in tests/engines
        assert sum(row.numerator for row in value.rows) == value.numerator
        assert sum(row.denominator for row in value.rows) == value.denominator
    chance.shuffle(cases)  # type: ignore[attr-defined]
    assert {m: v.value for m, v in _all(cases).items()} == {m: v.value for m, v in values.items()}


@given(st.lists(worked(), max_size=6))
def test_kept_partly_and_broken_add_up_to_one(cases: list[CaseFile]) -> None:
    values = _all(cases)
    three = (MeasureId.KEPT_RATIO_COUNT, MeasureId.PARTLY_KEPT_RATE, MeasureId.BROKEN_RATE)
    rates = [values[measure].value for measure in three]
    known = [rate for rate in rates if rate is not None]
    assert not known or sum(known) == 1


def test_the_dictionary_describes_exactly_what_is_computed() -> None:
    assert list(measure_dictionary()) == list(MeasureId)
    with pytest.raises(MeasureFault, match="is not described"):
        read_measures(text="measures: {}", source="m.yaml")
    with pytest.raises(MeasureFault, match="profit is not computed"):
        read_measures(text="measures: {profit: {}}", source="m.yaml")
