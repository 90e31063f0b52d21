"""One case over thirty days, from the creditor's file to the closed case, by the public operations alone."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from django.db import connection
from openpyxl import load_workbook

from database import triggers_off
from fairdue.casefile.case import CaseStatus
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.disposition import ResultCode
from fairdue.casefile.hold import HoldKind
from fairdue.casefile.promise import PromiseState
from fairdue.compliance.decision import Refuse
from fairdue.conversation.heard import Heard
from fairdue.feedback.measure_dictionary import MeasureId
from fairdue.feedback.measure_span import MeasureSpan
from fairdue.feedback.measures import MeasureValue
from fairdue.followup.diary import DiaryKind
from fairdue.foundation.ids import CaseId
from fairdue.operations.audit import audit
from fairdue.operations.diary import diary
from fairdue.operations.export import Exported
from fairdue.operations.feed_back import feedback_file
from fairdue.operations.house import House
from fairdue.operations.measuring import measure
from fairdue.operations.prepare import prepare_case, work_list
from fairdue.strategy.allowance import Standing
from fairdue.strategy.work_list import Tier
from fairdue_desk.rows.models import Case, CaseEvent, ContactAttempt, Decision
from journeys.story import COLLECTOR, CREDITOR, TALK, Story, day_on, on, placement_csv

pytestmark = pytest.mark.django_db

OWED_FEN = 1_200_000
CELLS = {
    "个案序列号": "HS-1",
    "委案金额": "12,000.00",
    "本金": "10000.00",
    "逾期利息": "1500.00",
    "违约金": "500.00",
}


@pytest.fixture
def story(house: House) -> Story:
    return Story(house)


def test_thirty_days_from_the_placement_file_to_the_closed_case(story: Story) -> None:
    case_id = placed_and_prepared(story)
    called_twice_in_vain(story, case_id)
    reached_and_promised(story, case_id)
    part_paid_and_partly_kept(story, case_id)
    promised_again_and_broken(story, case_id)
    claimed_paid(story, case_id)
    matched_and_closed(story, case_id)
    told_to_the_creditor(story)
    whole_and_unchanged(story.house, case_id)
    any_changed_byte_is_found(story.house, case_id)


def placed_and_prepared(story: Story) -> CaseId:
    content = placement_csv(CELLS)
    report = story.place(content, at=on(0, 8, 30))
    assert (report.new, report.rejected, report.file_problems) == (3, [], [])
    again = story.place(content, at=on(0, 8, 40))
    assert (again.new, again.unchanged) == (0, 3)
    case_id = story.house.book.resolve("HS-1")
    case = story.case(case_id)
    assert (case.balance_fen, case.account.principal_fen) == (OWED_FEN, 1_000_000)
    card = prepare_case(story.house, case_id=case_id, as_of=on(0, 9), actor=COLLECTOR)
    assert len(card.facts) == 6
    assert any("12,000.00" in fact.value.zh for fact in card.facts)
    for estimate in (card.difficulty, card.willingness):
        assert estimate.reasons or estimate.missing, "an estimate says on what it rests, or what it lacks"
    assert card.allowance.standing is Standing.ALLOWED
    assert card.allowance.calls_left == 3
    items = work_list(story.house, collector=None, as_of=on(0, 9), actor=COLLECTOR)
    assert {item.place.kind for item in items} == {Tier.NEVER_CONTACTED}
    assert case_id in {item.case.case_id for item in items}
    assert all(item.place.reasons for item in items)
    return case_id


def called_twice_in_vain(story: Story, case_id: CaseId) -> None:
    for day, hour in ((0, 10), (1, 18)):
        call = story.call(case_id, "no_answer", at=on(day, hour))
        assert call.closed
        assert call.prompt.code is ResultCode.NA
        assert call.prompt.note
        assert story.end(day).recorded == {}
    case = story.case(case_id)
    assert [attempt.failed for attempt in case.attempts] == [True, True]
    assert Case.objects.get(case_id=case_id).last_code == "NA"


def reached_and_promised(story: Story, case_id: CaseId) -> None:
    call = story.call(case_id, "answered", "self", at=on(3, 14))
    assert not call.prompt.debt_visible
    assert "12,000" not in str(call.prompt)
    promise = Heard("part", amount_fen=600_000, on=day_on(10), channel="wechat")
    call = story.go_on(call, ["id_last_four"], at=on(3, 14, 1))
    assert call.prompt.debt_visible
    assert any("12,000元" in sentence.text for sentence in call.prompt.say)
    call = story.go_on(call, ["later", promise], at=on(3, 14, 2))
    read_back = " ".join(sentence.text for sentence in call.prompt.say)
    assert "6,000" in read_back
    assert "3月12日" in read_back
    assert story.case(case_id).open_promises == (), "nothing is promised before it is read back and agreed"
    call = story.go_on(call, ["agreed", "finish"], at=on(3, 14, 3))
    assert call.closed
    assert call.prompt.code is ResultCode.PTP
    assert "6,000" in call.prompt.note
    (made,) = story.case(case_id).open_promises
    assert (made.amount_fen, made.due_on, made.channel) == (600_000, day_on(10), "wechat")
    row = Case.objects.get(case_id=case_id)
    assert (row.promise_fen, row.promise_due_on, row.last_code) == (600_000, day_on(10), "PTP")
    assert (DiaryKind.PROMISE_DUE, on(10, 9)) in due_on(story, case_id, at=on(9, 9))


def part_paid_and_partly_kept(story: Story, case_id: CaseId) -> None:
    report = story.pay(case_id, 200_000, day_on(9), at=on(9, 20))
    assert (report.posted, report.net_total_fen, report.unmatched) == (1, 200_000, [])
    assert story.case(case_id).balance_fen == 1_000_000
    for day in (10, 11):
        assert story.end(day).recorded == {}, "the day of grace is not over"
    assert story.end(12).recorded == {"PromiseJudged": 1}
    assert story.end(12).recorded == {}, "the same day closed twice judges nothing twice"
    (promise,) = story.case(case_id).promises
    assert (promise.state, promise.paid_fen) == (PromiseState.PARTLY_KEPT, 200_000)
    assert DiaryKind.PROMISE_BROKEN in {kind for kind, _ in due_on(story, case_id, at=on(13, 9))}


def promised_again_and_broken(story: Story, case_id: CaseId) -> None:
    promise = Heard("part", amount_fen=300_000, on=day_on(16), channel="bank_app")
    call = story.call(case_id, *TALK, "short", promise, "agreed", "finish", at=on(14, 11))
    assert call.prompt.code is ResultCode.PP
    assert DiaryKind.PROMISE_BROKEN not in {kind for kind, _ in due_on(story, case_id, at=on(14, 12))}
    for day in (15, 16, 17):
        assert story.end(day).recorded == {}
    assert story.end(18).recorded == {"PromiseJudged": 1}
    states = [promise.state for promise in story.case(case_id).promises]
    assert states == [PromiseState.PARTLY_KEPT, PromiseState.BROKEN]
    row = Case.objects.get(case_id=case_id)
    assert (row.broken_promises, row.broken_on) == (1, day_on(18))


def claimed_paid(story: Story, case_id: CaseId) -> None:
    told = Heard("told", on=day_on(20), amount_fen=1_000_000, channel="bank_app")
    call = story.call(case_id, *TALK, "paid", told, at=on(21, 10))
    read_back = " ".join(sentence.text for sentence in call.prompt.say)
    for element in ("3月22日", "10,000", "手机银行"):
        assert element in read_back
    call = story.go_on(call, ["right", "finish"], at=on(21, 10, 5))
    assert call.prompt.code is ResultCode.CP
    case = story.case(case_id)
    assert HoldKind.CLAIMED_PAYMENT in case.holds_at(on(21, 11))
    refused = story.dial(case_id, at=on(21, 15))
    assert isinstance(refused, Refuse)
    assert [reason.code for reason in refused.reasons] == ["house.holds.claimed_payment"]
    assert len(story.case(case_id).attempts) == len(case.attempts)
    (item,) = [
        i for i in work_list(story.house, collector=None, as_of=on(21, 15), actor=COLLECTOR) if i.case == case
    ]
    assert item.place.kind in (Tier.ON_HOLD, Tier.CLAIM_TO_CHECK)
    assert DiaryKind.CLAIM_CHECK in {kind for kind, _ in due_on(story, case_id, at=on(21, 15))}


def matched_and_closed(story: Story, case_id: CaseId) -> None:
    report = story.pay(case_id, 1_000_000, day_on(21), at=on(22, 20))
    assert (report.posted, report.unmatched) == (1, [])
    case = story.case(case_id)
    (claim,) = case.claims
    assert (claim.state, claim.confirmed_fen) == (ClaimState.CONFIRMED, 1_000_000)
    assert case.holds_at(on(22, 21)) == frozenset()
    assert (case.balance_fen, case.status, case.closed_on) == (0, CaseStatus.SETTLED, day_on(22))
    assert case.promises[1].state is PromiseState.BROKEN, "money after the window mends no promise"
    refused = story.dial(case_id, at=on(23, 10))
    assert isinstance(refused, Refuse)
    assert "house.case_open" in {reason.code for reason in refused.reasons}
    assert due_on(story, case_id, at=on(23, 10)) == set()
    for day in range(22, 30):
        assert story.end(day).recorded == {}


def told_to_the_creditor(story: Story) -> None:
    told = feedback_file(
        story.house,
        creditor=CREDITOR,
        as_of=on(29, 18),
        actor="lead",
        template="example_bank",
    )
    assert isinstance(told, Exported)
    content = told.content
    cells = [cell.value for row in load_workbook(io.BytesIO(content)).active.rows for cell in row]
    assert "HS-1" in cells
    span = MeasureSpan.of(period_from=day_on(0), period_until=day_on(30), as_of_on=day_on(29))
    values = {value.measure_id: value for value in measure(story.house, span=span).values}
    assert figures(values, MeasureId.KEPT_RATIO_COUNT) == (0, 2)
    assert figures(values, MeasureId.BROKEN_RATE) == (1, 2)
    assert figures(values, MeasureId.RECOVERY_CASES)[0] == 1


def whole_and_unchanged(house: House, case_id: CaseId) -> None:
    result = audit(house)
    assert (result.cases, result.findings) == (3, ())
    attempts = ContactAttempt.objects.filter(case_id=case_id)
    assert attempts.count() == len(house.book.load(case_id).attempts) == 5
    for attempt in attempts:
        spent = Decision.objects.get(permit_id=attempt.permit_id)
        assert (spent.verdict, spent.action) == ("permit", "place_call")
        assert spent.at == attempt.started_at
        assert attempt.result is not None
    decisions = house.ledger.decisions_of(case_id)
    assert [d.verdict for d in reversed(decisions) if d.action == "place_call"] == [
        *["permit"] * 5,
        "refuse",
        "refuse",
    ]
    assert sum(d.action == "say_debt_fact" and d.verdict == "permit" for d in decisions) == 3
    assert all(d.trace for d in decisions)


def any_changed_byte_is_found(house: House, case_id: CaseId) -> None:
    """One character of one column of each event in turn is changed, and mended again."""
    columns = ("kind", "at", "actor", "body", "hash")
    for number, event in enumerate(CaseEvent.objects.filter(case_id=case_id).order_by("seq")):
        column = columns[number % len(columns)]
        honest = getattr(event, column)
        place = len(honest) // 2
        forged = honest[:place] + ("1" if honest[place] != "1" else "2") + honest[place + 1 :]
        write(column, forged, event.pk)
        assert {finding.case_id for finding in audit(house).findings} == {case_id}, (event.seq, column)
        write(column, honest, event.pk)
    assert audit(house).findings == ()


def write(column: str, value: str, key: int) -> None:
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE rows_caseevent SET "{column}" = %s WHERE id = %s', [value, key])


def due_on(story: Story, case_id: CaseId, *, at: datetime) -> set[tuple[DiaryKind, datetime]]:
    lines = diary(story.house, collector=None, as_of=at)
    horizon = at + timedelta(days=7)
    return {
        (line.entry.kind, line.entry.due_at)
        for line in lines
        if line.case.case_id == case_id and line.entry.due_at <= horizon
    }


def figures(values: Mapping[MeasureId, MeasureValue], measure: MeasureId) -> tuple[int, int]:
    return values[measure].numerator, values[measure].denominator
