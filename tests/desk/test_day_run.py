"""The end of a day on a real database: once, in order, with every file permitted once, and never on money that differs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, transaction

from crash.day_house import BANK, FINANCE, build
from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.feedback.feedback_field import FeedbackField
from fairdue.feedback.feedback_template import feedback_template
from fairdue.feedback.own_template import PickedColumn, own_template
from fairdue.foundation.civil import CHINA, Period
from fairdue.foundation.ids import CaseId, PaymentId, case_id_of
from fairdue.operations.attest import state
from fairdue.operations.day_run import DayNotClosable, close_days
from fairdue.operations.day_steps.order import STEPS
from fairdue.operations.day_steps.step import DayStep, StepFailed
from fairdue.operations.feed_back import feedback_file
from fairdue.operations.feedback_files import TotalsDoNotTie, compose
from fairdue.operations.house import House
from fairdue.operations.payment_ports import PaymentRecord
from fairdue.operations.place import place_file
from fairdue.operations.run_ports import OwnTemplate, RunRecord, RunUnderWay, StepState
from fairdue.practice.population import generate_rows, write_placement_csv
from fairdue_desk.rows.models import CaseEvent, Export, Payment, SentFile
from fairdue_desk.stores.outbox import outbox_folder
from fairdue_desk.wiring import build_house

DAY = date(2026, 3, 20)
JUDGING = {step.name for step in STEPS if step.judging}


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=CHINA)


def on_the(day: date, house: House, hour: int = 9) -> House:
    """The same house on another morning."""
    return replace(house, now=lambda: at(day, hour))


@pytest.fixture
def lived(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A house with something for every step, on the morning after the day."""
    monkeypatch.setenv("FAIRDUE_OUTBOX", str(tmp_path / "outbox"))
    house = build_house()
    build(house, each=6)
    yield on_the(DAY + timedelta(days=1), house)


def close(house: House, day: date = DAY, **how: object) -> tuple[RunRecord, ...]:
    return close_days(house, on=day, actor="end-of-day", **how).runs  # type: ignore[arg-type]


def logs() -> list[tuple[str, int, str]]:
    return list(CaseEvent.objects.order_by("case_id", "seq").values_list("case_id", "seq", "hash"))


def outbox() -> dict[str, bytes]:
    folder = outbox_folder()
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def counts(run: RunRecord, step: str) -> dict[str, int]:
    return dict(next(one for one in run.steps if one.step == step).counts)


def test_a_day_is_closed_in_order_and_closing_it_again_finds_nothing_new(lived: House) -> None:
    (run,) = close(lived)
    assert [step.step for step in run.steps] == [step.name for step in STEPS]
    assert {step.state for step in run.steps} == {StepState.FINISHED} and run.finished_at is not None
    before, files, exports = logs(), outbox(), Export.objects.count()
    assert close(lived) == ()
    assert (logs(), outbox(), Export.objects.count()) == (before, files, exports)


def test_days_that_nobody_closed_are_closed_first_in_their_order(lived: House) -> None:
    close(lived, date(2026, 3, 16))
    runs = close(lived, date(2026, 3, 20))
    assert [run.on.day for run in runs] == [17, 18, 19, 20]
    assert [counts(run, "return_due").get("CaseReturned", 0) for run in runs] == [0, 2, 0, 0], (
        "the term ended on the 18th"
    )
    assert [run.as_of.astimezone(CHINA).day for run in runs] == [17, 18, 19, 20]


def test_a_house_can_begin_anew_after_a_long_pause_and_has_to_say_so(lived: House) -> None:
    close(lived, date(2026, 3, 3))
    late = on_the(date(2026, 6, 1), lived)
    with pytest.raises(DayNotClosable, match="89 days were never closed"):
        close(late, date(2026, 6, 1))
    assert [run.on for run in close(late, date(2026, 6, 1), skip_missed=True)] == [date(2026, 6, 1)]


def test_a_creditor_whose_first_case_came_after_a_missed_day_does_not_keep_that_day_from_being_closed(
    lived: House,
) -> None:
    close(lived, date(2026, 3, 18))
    row = generate_rows(seed=77, size=1, placed_on=date(2026, 3, 20), creditor="新来银行", batch_no="N")
    stream = io.StringIO()
    write_placement_csv(stream, rows=list(row))
    content = stream.getvalue().encode()
    late = at(date(2026, 3, 20))
    report = place_file(lived, name="new.csv", content=content, as_of=late, actor="admin")
    assert not report.rejected
    assert [run.on.day for run in close(lived, date(2026, 3, 20))] == [19, 20]


def test_a_day_before_every_case_is_refused_and_makes_no_later_day_a_missed_one(lived: House) -> None:
    for slip in (date(2025, 3, 20), date(1, 1, 1), date(2026, 3, 1)):
        with pytest.raises(DayNotClosable, match="before the first case"):
            close(lived, slip)
    assert [run.on for run in close(lived)] == [DAY]


def test_a_day_to_come_is_refused_and_today_is_closed_as_of_now(lived: House) -> None:
    with pytest.raises(DayNotClosable, match="lies after the business date"):
        close(lived, date(2026, 3, 22))
    (run,) = close(lived, date(2026, 3, 21))
    assert run.as_of == at(date(2026, 3, 21))


def test_a_day_before_the_last_closed_one_is_made_anew_only_when_asked_and_judges_nothing(
    lived: House,
) -> None:
    close(lived, date(2026, 3, 19))
    close(lived)
    with pytest.raises(DayNotClosable, match="2026-03-20 is closed already"):
        close(lived, date(2026, 3, 19))
    before, exports = logs(), Export.objects.count()
    (again,) = close(lived, date(2026, 3, 19), again=True)
    assert (again.run_id, again.round) == ("2026-03-19-2", 2)
    assert not JUDGING & {step.step for step in again.steps}
    assert logs() == before
    assert Export.objects.count() == exports + counts(again, "feedback_files")["files"], (
        "new files, new permits"
    )


def test_a_file_of_an_earlier_day_says_how_things_stood_then_byte_for_byte(lived: House) -> None:
    template = feedback_template("example_bank")
    evening = at(date(2026, 3, 4), 20)
    then = compose(on_the(date(2026, 3, 4), lived), creditor=BANK, template=template, as_of=evening)
    close(lived, date(2026, 3, 4))
    close(lived)
    assert compose(lived, creditor=BANK, template=template, as_of=evening).content == then.content
    assert compose(lived, creditor=BANK, template=template, as_of=at(DAY, 23)).content != then.content


def pay(house: House, creditor: str, serial: str, case_no: str, yuan: str, day: date, posted: date) -> None:
    content = (
        f"流水号,案件编号,还款日期,还款金额,还款渠道\n{serial},{case_no},{posted.isoformat()},{yuan},微信\n"
    )
    report = place_file(
        house,
        name=f"{serial}.csv",
        content=content.encode(),
        as_of=at(day, 18),
        actor="admin",
        creditor=creditor,
    )
    assert report.posted == 1, (report.rejected, report.unmatched)


def test_over_a_row_of_files_no_payment_is_told_twice_and_none_that_came_late_is_lost(lived: House) -> None:
    close(lived, date(2026, 3, 16))
    pay(lived, FINANCE, "L1", "XJ-000", "30.00", date(2026, 3, 17), posted=date(2026, 3, 17))
    close(lived, date(2026, 3, 17))
    pay(lived, FINANCE, "L2", "XJ-002", "45.50", date(2026, 3, 18), posted=date(2026, 3, 12))
    close(lived)
    sent = SentFile.objects.filter(creditor=FINANCE, template="example_finance").order_by("as_of")
    told = [row.paid_in_period_fen for row in sent]
    # The last but two holds what was posted on 12 March and came on the 18th.
    assert told == [12_000, 3_000, 4_550, 0, 0]
    assert sum(told) == sum(one.amount_fen for one in lived.payments.posted(creditor=FINANCE))
    assert [row.rows for row in sent][3:] == [0, 0], "a day without news is a file without rows"


def test_taking_every_case_by_hand_moves_no_chain_and_taking_the_changes_does(lived: House) -> None:
    close(lived, date(2026, 3, 19))
    noon = at(DAY, 12)
    feedback_file(lived, creditor=FINANCE, as_of=noon, actor="lead", template="example_finance", whole=True)
    last = lived.back_office.sent.last(creditor=FINANCE, template="example_finance", before=at(DAY, 13))
    assert last is not None and last.run_id == "2026-03-19-1"
    feedback_file(lived, creditor=FINANCE, as_of=noon, actor="lead", template="example_finance")
    last = lived.back_office.sent.last(creditor=FINANCE, template="example_finance", before=at(DAY, 13))
    assert last is not None and (last.run_id, last.actor) == ("", "lead")


def test_a_template_of_the_house_stands_in_the_place_of_the_playbooks_for_the_creditors_it_names(
    lived: House,
) -> None:
    columns = [PickedColumn(FeedbackField.CASE_NO, "编号"), PickedColumn(FeedbackField.BALANCE, "还欠")]
    base = feedback_template("example_finance")
    own, text = own_template(
        based_on=base, template_id="ours", name="甲", columns=columns, creditors=[FINANCE]
    )
    with lived.book.transaction():
        lived.back_office.templates.save(OwnTemplate(own.template_id, text, at(DAY), "lead"))
    close(lived)
    sent = {(row.creditor, row.template) for row in SentFile.objects.exclude(template="example_return")}
    assert sent == {(BANK, "example_bank"), (FINANCE, "own_ours")}
    (name,) = [name for name in outbox() if "own_ours" in name]
    assert outbox()[name].decode("gb18030").startswith("编号,还欠\r\n")


def strange_payment(house: House, fen: int) -> None:
    case_id = case_id_of(creditor=BANK, case_no="YH-004")
    house.payments.add(
        [
            PaymentRecord(
                PaymentId("py-strange"),
                BANK,
                "X1",
                CaseId(case_id),
                fen,
                date(2026, 3, 19),
                None,
                None,
                "",
                "",
            )
        ]
    )


def test_money_that_does_not_tie_stops_the_day_before_any_file_leaves_and_goes_on_when_it_is_mended(
    lived: House,
) -> None:
    strange_payment(lived, 500)
    with pytest.raises(StepFailed, match="1 payments stand differently"):
        close(lived)
    (run,) = lived.back_office.runs.of_day(DAY)
    assert run.steps[-1].step == "ledger_proof" and run.steps[-1].state is StepState.FAILED
    assert run.finished_at is None and not Export.objects.exists() and outbox() == {}
    judged = logs()
    Payment.objects.filter(payment_id="py-strange").delete()
    (mended,) = close(lived)
    assert mended.run_id == run.run_id and {step.state for step in mended.steps} == {StepState.FINISHED}
    assert logs() == judged


def test_a_file_whose_payments_the_book_does_not_know_is_never_composed(lived: House) -> None:
    Payment.objects.filter(serial_no="YHS0").update(amount_fen=1)
    with pytest.raises(TotalsDoNotTie, match="12000 fen, the payment book 1 fen"):
        compose(lived, creditor=BANK, template=feedback_template("example_bank"), as_of=at(DAY, 20))


def test_a_file_that_the_gate_refuses_is_counted_and_stays_and_the_others_go(lived: House) -> None:
    state(
        lived,
        column="export_recipient_listed",
        value="no",
        scope=Scope(ScopeKind.CREDITOR, BANK),
        period=Period(at(date(2026, 3, 1)), at(date(2026, 6, 1))),
        evidence="made up for a test",
        as_of=at(date(2026, 3, 2)),
        actor="compliance",
    )
    (run,) = close(lived)
    counted = counts(run, "feedback_files")
    assert counted["refused"] == 2 and counted["files"] == 2, "feedback and returned cases of each creditor"
    assert "cn.public_order_2025.export_recipient" in next(
        step.note for step in run.steps if step.step == "feedback_files"
    )
    assert {row.creditor for row in SentFile.objects.all()} == {FINANCE}


def test_a_step_is_one_small_file_and_the_runner_knows_nothing_of_what_it_does(lived: House) -> None:
    from fairdue.foundation.bilingual import Bilingual

    met: list[str] = []
    own = DayStep("own", Bilingual("自有", "own"), lambda day, progress: met.append(day.on.isoformat()))
    (run,) = close(lived, steps=(own,))
    assert met == ["2026-03-20"] and [step.step for step in run.steps] == ["own"]


def test_only_one_run_goes_at_a_time(lived: House) -> None:
    with lived.back_office.runs.hold(owner="somebody", wait_s=0):
        # The lock of PostgreSQL belongs to the connection, of which this test has only one.
        from django.db import connection

        if connection.vendor == "postgresql":
            pytest.skip("two connections are tried in tests/crash")
        with pytest.raises(RunUnderWay, match=r"being closed just now by process \d+ of somebody"):
            close(lived)
    assert close(lived)


def test_what_was_sent_cannot_be_changed_or_forgotten(lived: House) -> None:
    close(lived)
    for change in (lambda: SentFile.objects.update(rows=0), lambda: SentFile.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_the_outbox_takes_plain_names_only(lived: House) -> None:
    for folder, name in (("..", "x"), ("a", "../x"), ("a", ""), ("a/b", "x")):
        with pytest.raises(ValueError, match="plain name"):
            lived.back_office.outbox.put(folder=folder, name=name, content=b"")
