"""Ways round the gate that were tried and are closed: each of these once went through."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from desk.test_send import Line, call_of, codes, dial, over, place
from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.happening import Happening, NumberMarked, ThirdPartyRefused
from fairdue.compliance.action import Action, ActionKind, InitiatedBy, Purpose
from fairdue.foundation.civil import CHINA, Period
from fairdue.foundation.reason import Reason
from fairdue.operations.attest import state, statements, withdraw
from fairdue.operations.converse import call_action
from fairdue.operations.house import House
from fairdue.operations.override import ONE_PERSON, ask_override, grant_override
from fairdue.operations.place import place_file
from fairdue.operations.send import Defer, Refuse, Revealed, Sent, end_contact, reveal, send
from fairdue_desk.rows.models import ContactAttempt
from journeys.story import CREDITOR, Story, on, placement_csv, reveal_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house: House) -> CaseFile:
    return place(house, "HS-1")


def sibling(house: House, case: CaseFile, **cells: str) -> CaseFile:
    return place(house, "HS-2", seed=12, 姓名=case.party.name, 证件号=case.party.id_number, **cells)


def record(house: House, case: CaseFile, happened: Happening) -> None:
    with house.book.transaction():
        house.book.append(house.book.load_locked(case.case_id), [happened], at=on(0, 9), actor="c7")


def restate(house: House, **cells: str) -> None:
    assert Story(house).place(placement_csv({"个案序列号": "HS-1"} | cells, size=1), at=on(0, 9)).restated


def test_somebody_who_hangs_up_unnamed_counts_as_the_customer(house: House, case: CaseFile) -> None:
    line = over(house, Line(CallResult.ANSWERED, AnsweredBy.UNKNOWN_PERSON))
    for minute in range(3):
        assert isinstance(dial(line, case, minute=minute), Sent)
    assert codes(dial(line, case, minute=3)) == {"cn.gbt_45251.effective_calls"}


@pytest.mark.parametrize("status", [NumberStatus.INVALID, NumberStatus.BLOCKED])
def test_a_number_spent_on_one_case_is_spent_on_every_case_of_the_person(
    house: House, case: CaseFile, status: NumberStatus
) -> None:
    other = sibling(house, case, 手机=case.contact_points[0].value)
    record(house, case, NumberMarked(case.contact_points[0].contact_point_id, status))
    assert codes(dial(over(house, Line()), other)) == {"house.number_usable"}


def test_a_blocked_number_is_not_forgotten_by_a_placement_that_leaves_it_out(
    house: House, case: CaseFile
) -> None:
    point = case.contact_points[0]
    record(house, case, NumberMarked(point.contact_point_id, NumberStatus.BLOCKED))
    restate(house, 手机="13911112222")
    restate(house, 手机=point.value, 委案金额="999.00")
    now = {p.number_key: p.status for p in house.book.load(case.case_id).contact_points}
    assert now[point.number_key] is NumberStatus.BLOCKED


def test_a_third_person_who_refused_is_not_forgotten_by_a_placement_that_leaves_them_out(
    house: House, case: CaseFile
) -> None:
    third = case.sealed_contacts[0]
    record(house, case, ThirdPartyRefused(third.contact_point_id))
    restate(house, 联系人1手机="13911113333")
    restate(house, 联系人1姓名="联系甲乙", 联系人1手机="13900001234", 委案金额="999.00")
    assert {
        c.refused for c in house.book.load(case.case_id).sealed_contacts if c.number_key == third.number_key
    } == {True}


def test_nothing_goes_out_as_if_the_customer_had_begun_it(house: House, case: CaseFile) -> None:
    at_night = datetime(2026, 3, 2, 23, 30, tzinfo=CHINA)
    action = replace(
        call_action(case, contact_point_id=case.contact_points[0].contact_point_id),
        initiated_by=InitiatedBy.CUSTOMER,
    )
    with pytest.raises(ValueError, match="send carries what the house begins"):
        send(house, action=action, as_of=at_night, actor="c7")
    assert house.ledger.decisions_of(case.case_id) == []


def unreachable(house: House, case: CaseFile) -> None:
    for minute in range(3):
        assert isinstance(dial(over(house, Line(CallResult.NO_ANSWER)), case, minute=minute), Sent)


def test_a_third_person_who_refused_on_one_case_is_left_alone_on_the_others(
    house: House, case: CaseFile
) -> None:
    other = sibling(house, case)
    unreachable(house, other)
    assert isinstance(reveal(house, action=reveal_action(other), as_of=on(1, 10), actor="c7"), Revealed)
    record(house, case, ThirdPartyRefused(case.sealed_contacts[0].contact_point_id))
    refused = reveal(house, action=reveal_action(other), as_of=on(1, 10), actor="c7")
    assert isinstance(refused, Refuse) and codes(refused) == {"cn.gbt_45251.third_party_refused"}


def test_a_customer_just_reached_on_another_case_is_not_unreachable_on_this_one(
    house: House, case: CaseFile
) -> None:
    other = sibling(house, case)
    unreachable(house, other)
    spoke = over(house, Line(CallResult.ANSWERED, AnsweredBy.DEBTOR))
    assert isinstance(dial(spoke, case, hour=11), Sent)
    answer = reveal(house, action=reveal_action(other), as_of=on(1, 10), actor="c7")
    assert isinstance(answer, Refuse) and "cn.gbt_45251.third_party_unreachable" in codes(answer)


def update(house: House, creditor: str) -> int:
    text = f"委托方,个案序列号,动作,更新日期\n{creditor},HS-1,收回,2026-03-02\n"
    report = place_file(house, name="u.csv", content=text.encode(), as_of=on(0, 9), actor="admin")
    return len(report.recalled)


def test_an_old_file_sent_again_does_not_open_a_recalled_case(house: House) -> None:
    first = placement_csv({"个案序列号": "HS-1"}, size=1)
    story = Story(house)
    assert story.place(first, at=on(0, 8)).new == 1
    restate(house, 委案金额="999.00")
    assert update(house, CREDITOR) == 1
    again = story.place(first, at=on(0, 10))
    assert (again.unchanged, list(again.restated)) == (1, [])
    case = house.book.load(house.book.resolve("HS-1"))
    assert (case.status, case.stated_balance_fen) == (CaseStatus.RECALLED, 99_900)


def test_one_creditor_does_not_recall_the_case_of_another(house: House, case: CaseFile) -> None:
    assert update(house, "别家银行") == 0
    assert house.book.load(case.case_id).is_open


def at_night(case: CaseFile, **changes: object) -> Action:
    return replace(call_of(case), call_type=None, **changes)


@pytest.mark.parametrize(
    "kind",
    [ActionKind.RECORD_CONTACT, ActionKind.SAY_SENTENCE, ActionKind.SEND_LETTER, ActionKind.SEND_MESSAGE],
)
def test_no_telephone_rings_under_the_name_of_another_act(
    house: House, case: CaseFile, kind: ActionKind
) -> None:
    line = Line()
    with pytest.raises(ValueError, match="by its own medium"):
        send(
            over(house, line),
            action=at_night(case, kind=kind, purpose=Purpose.SERVICE),
            as_of=on(0, 23, 30),
            actor="c7",
            wording_cleared=True,
        )
    assert (line.delivered, house.ledger.decisions_of(case.case_id)) == ([], [])


def test_a_talk_that_ended_is_not_told_again_as_a_failure_to_open_a_third_person(
    house: House, case: CaseFile
) -> None:
    line = over(house, Line(CallResult.ANSWERED, AnsweredBy.DEBTOR))
    for minute in range(3):
        sent = dial(line, case, minute=minute)
        assert isinstance(sent, Sent)
        told = end_contact(
            house,
            case=case,
            attempt_id=sent.attempt_id,
            result=CallResult.NO_ANSWER,
            as_of=on(0, 11),
            actor="c7",
        )
        assert told.attempts[-1].result is CallResult.ANSWERED
    answer = reveal(house, action=reveal_action(case), as_of=on(1, 10), actor="c7")
    assert isinstance(answer, Refuse) and "cn.gbt_45251.third_party_unreachable" in codes(answer)


def test_a_contact_is_not_ended_on_the_case_of_somebody_else(house: House, case: CaseFile) -> None:
    stranger = place(house, "HS-9", seed=33)
    sent = dial(over(house, Line()), case)
    assert isinstance(sent, Sent)
    with pytest.raises(ValueError, match="no such contact"):
        end_contact(
            house,
            case=stranger,
            attempt_id=sent.attempt_id,
            result=CallResult.BUSY,
            as_of=on(0, 11),
            actor="c7",
        )
    assert ContactAttempt.objects.get().result is None


def test_a_number_that_only_a_machine_answers_is_not_dialled_without_end(
    house: House, case: CaseFile
) -> None:
    line = over(house, Line(CallResult.ANSWERED, AnsweredBy.MACHINE))
    for minute in range(6):
        assert isinstance(dial(line, case, minute=minute), Sent)
    assert codes(dial(line, case, minute=6)) == {"cn.cba_2026.attempts_per_number"}


def test_a_contact_is_not_dated_back_to_a_day_whose_counters_are_empty(house: House, case: CaseFile) -> None:
    line = over(house, Line(CallResult.ANSWERED, AnsweredBy.DEBTOR))
    assert isinstance(send(line, action=call_of(case), as_of=on(1, 10), actor="c7"), Sent)
    with pytest.raises(ValueError, match="not dated back"):
        dial(line, case, hour=11)


def stated(house: House, column: str, value: str, scope: Scope, *, at: datetime, actor: str = "lead") -> None:
    period = Period(at, at + timedelta(days=30))
    state(house, column=column, value=value, scope=scope, period=period, evidence="e", as_of=at, actor=actor)


@pytest.mark.parametrize("scope", [Scope(ScopeKind.HOUSE), Scope(ScopeKind.CREDITOR, CREDITOR)])
def test_nobody_moves_the_clock_of_everybody_to_dial_at_night(
    house: House, case: CaseFile, scope: Scope
) -> None:
    with pytest.raises(ValueError, match="by case, contact"):
        stated(house, "zone", "Europe/London", scope, at=on(0, 9))
    assert isinstance(dial(over(house, Line()), case, hour=23), Defer)


@pytest.mark.parametrize("zone", ["Pacific/Pago_Pago", "America/Los_Angeles"])
def test_a_zone_stated_after_three_talks_gives_no_fresh_day(house: House, case: CaseFile, zone: str) -> None:
    line = over(house, Line(CallResult.ANSWERED, AnsweredBy.DEBTOR))
    for minute in range(3):
        assert isinstance(dial(line, case, hour=8, minute=minute), Sent)
    stated(house, "zone", zone, Scope(ScopeKind.CASE, case.case_id), at=on(0, 9))
    assert codes(dial(line, case, hour=10)) == {"cn.gbt_45251.effective_calls"}


def test_a_person_who_is_abroad_by_one_case_sleeps_there_on_the_others(house: House, case: CaseFile) -> None:
    other = sibling(house, case)
    stated(house, "zone", "America/New_York", Scope(ScopeKind.CASE, other.case_id), at=on(0, 9))
    assert "cn.gbt_45251.quiet_hours" in codes(dial(over(house, Line()), case, hour=14))
    assert isinstance(dial(over(house, Line()), case, hour=22), Sent)


@pytest.mark.parametrize("actor", ["newcomer", " Newcomer", "ｎｅｗｃｏｍｅｒ", "new\u200bcomer"])
def test_nobody_grants_themselves_a_licence_however_the_login_is_spelled(
    house: House, case: CaseFile, actor: str
) -> None:
    own = Scope(ScopeKind.STAFF, "newcomer")
    with pytest.raises(ValueError, match="nobody vouches for themselves"):
        stated(house, "collector_licensed", "yes", own, at=on(0, 9), actor=actor)
    stated(house, "collector_licensed", "no", own, at=on(0, 9), actor=actor)
    refused = send(over(house, Line()), action=call_of(case), as_of=on(0, 10), actor="newcomer")
    assert codes(refused) == {"cn.gbt_45251.collector_licensed"}


@pytest.mark.parametrize("second", ["LEAD", "ｌｅａｄ", "lead\u200b", "\u3000Ｌｅａｄ"])
def test_one_person_with_two_spellings_does_not_grant_their_own_override(
    house: House, case: CaseFile, second: str
) -> None:
    asked = ask_override(
        house,
        case_id=case.case_id,
        rule_id="house.weekly_contacts",
        reason="r",
        evidence="e",
        ends_at=on(5, 0),
        as_of=on(0, 9),
        actor="lead",
    )
    assert not isinstance(asked, Reason)
    answer = grant_override(
        house, case_id=case.case_id, override_id=asked.override_id, as_of=on(0, 9), actor=second
    )
    assert isinstance(answer, Reason) and answer.code == ONE_PERSON


def test_one_creditor_written_in_two_widths_has_one_counter(house: House) -> None:
    wide = place(house, "HS-1", 委托方="ＡＢＣ银行")
    same = {"姓名": wide.party.name, "证件号": wide.party.id_number}
    narrow = place(house, "HS-2", seed=12, 委托方="ABC银行", **same)
    for creditor in ("ＡＢＣ银行", "ABC银行"):
        for column in ("agency_listed", "debtor_told_of_agency"):
            stated(house, column, "yes", Scope(ScopeKind.CREDITOR, creditor), at=on(0, 9))
    line = over(house, Line(CallResult.ANSWERED, AnsweredBy.DEBTOR))
    for minute in range(3):
        assert isinstance(dial(line, wide, minute=minute), Sent)
    assert codes(dial(line, narrow, minute=3)) == {"cn.gbt_45251.effective_calls"}


def test_nobody_takes_back_what_was_said_against_their_own_licence(house: House, case: CaseFile) -> None:
    stated(house, "collector_licensed", "no", Scope(ScopeKind.STAFF, "c7"), at=on(0, 9))
    no = statements(house, column="collector_licensed")[0]
    with pytest.raises(ValueError, match="no about themselves"):
        withdraw(house, attestation_id=no.attestation_id, as_of=on(0, 10), actor="C7 ")
    assert codes(dial(over(house, Line()), case, hour=11)) == {"cn.gbt_45251.collector_licensed"}
    withdraw(house, attestation_id=no.attestation_id, as_of=on(0, 12), actor="lead")
    assert isinstance(dial(over(house, Line()), case, hour=13), Sent)
