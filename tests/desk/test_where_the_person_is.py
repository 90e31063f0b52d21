"""Hours and days are those on the wall where the person is: a British and an American house, summer time included."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desk.test_send import Line, call_of, codes, over, place
from fairdue.casefile.attestation import Scope, ScopeKind
from fairdue.casefile.case import CaseFile
from fairdue.casefile.contact_attempt import AnsweredBy, CallResult
from fairdue.compliance.decision import Defer, Refuse
from fairdue.compliance.mending import statements_wanted
from fairdue.foundation.civil import Period
from fairdue.operations.attest import state
from fairdue.operations.gather import gather_facts
from fairdue.operations.house import House
from fairdue.operations.send import Sent, send
from fairdue_desk.environment import Misconfigured
from fairdue_desk.rows.models import ContactAttempt
from fairdue_desk.wiring import build_house

pytestmark = pytest.mark.django_db

LONDON, EASTERN, PACIFIC = (
    ZoneInfo("Europe/London"),
    ZoneInfo("America/New_York"),
    ZoneInfo("America/Los_Angeles"),
)
AMERICAN_HOURS, SEVEN, AFTER_TALK = (
    "us.reg_f.quiet_hours",
    "us.reg_f.calls_in_seven_days",
    "us.reg_f.calls_after_conversation",
)


def abroad(house: House, jurisdiction: str, line: Line | None = None) -> House:
    return over(replace(house, jurisdiction=jurisdiction), line or Line(CallResult.NO_ANSWER))


def dial_at(house: House, case: CaseFile, moment: datetime) -> Sent | Defer | Refuse:
    return send(house, action=call_of(case), as_of=moment, actor="c7")


def live_in(house: House, case: CaseFile, zone: str, *, column: str = "zone") -> None:
    at = datetime(2026, 3, 1, tzinfo=EASTERN)
    scope = Scope(ScopeKind.CASE, case.case_id)
    period = Period(at, at + timedelta(days=400))
    state(house, column=column, value=zone, scope=scope, period=period, evidence="a", as_of=at, actor="lead")


@pytest.fixture
def case(house: House) -> CaseFile:
    return place(house, "HS-1")


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    # The clocks went forward on 29 March 2026: 08:00 in London is 08:00 before it and 07:00 after it, in UTC.
    [((2026, 3, 27), 8), ((2026, 3, 30), 7)],
)
def test_in_britain_the_morning_begins_with_the_clock_on_the_wall(
    house: House, case: CaseFile, day: tuple[int, int, int], utc_hour: int
) -> None:
    british = abroad(house, "GB")
    live_in(british, case, "england_or_wales", column="nation")
    eight = datetime(*day, utc_hour, tzinfo=ZoneInfo("UTC"))
    early = dial_at(british, case, eight - timedelta(minutes=1))
    assert isinstance(early, Defer)
    assert (codes(early), early.until) == ({"house.gb_hours"}, eight)
    assert isinstance(dial_at(british, case, eight), Sent)


def test_in_america_nobody_is_called_while_it_is_not_known_where_they_are(
    house: House, case: CaseFile
) -> None:
    american = abroad(house, "US")
    noon = datetime(2026, 3, 10, 12, tzinfo=EASTERN)
    facts = gather_facts(american, case=case, action=call_of(case), as_of=noon, actor="c7")
    assert (facts.zone, facts.local_on, facts.local_time, facts.effective_calls_today) == (None,) * 4
    answer = dial_at(american, case, noon)
    assert isinstance(answer, Refuse) and AMERICAN_HOURS in codes(answer)
    assert statements_wanted(answer)[0].column == "zone", "the hour is not stated, the place is"
    live_in(american, case, EASTERN.key)
    assert isinstance(dial_at(american, case, noon), Sent)


def test_the_day_of_a_contact_is_the_day_where_the_person_is(house: House, case: CaseFile) -> None:
    american = abroad(house, "US")
    live_in(american, case, EASTERN.key)
    evening = datetime(2026, 3, 10, 20, tzinfo=EASTERN)  # in China it is the next morning
    assert isinstance(dial_at(american, case, evening), Sent)
    assert ContactAttempt.objects.get().civil_on == evening.date()


def test_on_the_night_the_clocks_change_a_call_waits_until_eight_on_the_new_clock(
    house: House, case: CaseFile
) -> None:
    american = abroad(house, "US")
    live_in(american, case, EASTERN.key)
    # 8 March 2026: 02:00 became 03:00 in New York.
    answer = dial_at(american, case, datetime(2026, 3, 8, 1, 30, tzinfo=EASTERN))
    assert isinstance(answer, Defer)
    assert answer.until == datetime(2026, 3, 8, 12, tzinfo=ZoneInfo("UTC"))
    assert isinstance(dial_at(american, case, answer.until), Sent)


def test_where_two_zones_are_plausible_both_must_be_awake(house: House, case: CaseFile) -> None:
    american = abroad(house, "US")
    live_in(american, case, EASTERN.key)
    live_in(american, case, PACIFIC.key, column="other_zone")
    nine_in_new_york = datetime(2026, 3, 10, 9, tzinfo=EASTERN)
    assert codes(dial_at(american, case, nine_in_new_york)) == {AMERICAN_HOURS}
    assert isinstance(dial_at(american, case, nine_in_new_york + timedelta(hours=2)), Sent)


def test_the_eighth_call_in_seven_days_waits_until_the_first_has_left_them(
    house: House, case: CaseFile
) -> None:
    american = abroad(house, "US")
    live_in(american, case, EASTERN.key)
    first = datetime(2026, 3, 9, 10, tzinfo=EASTERN)
    for day in range(6):
        assert isinstance(dial_at(american, case, first + timedelta(days=day)), Sent)
    assert isinstance(dial_at(american, case, first + timedelta(days=5, hours=1)), Sent)
    eighth = dial_at(american, case, first + timedelta(days=6))
    assert isinstance(eighth, Defer)
    assert (codes(eighth), eighth.until) == ({SEVEN}, first.replace(day=16, hour=8))
    assert isinstance(dial_at(american, case, eighth.until), Sent)


def test_after_a_conversation_seven_days_pass(house: House, case: CaseFile) -> None:
    american = abroad(house, "US", Line(CallResult.ANSWERED, AnsweredBy.DEBTOR))
    live_in(american, case, EASTERN.key)
    talk = datetime(2026, 3, 9, 10, tzinfo=EASTERN)
    assert isinstance(dial_at(american, case, talk), Sent)
    again = dial_at(american, case, talk + timedelta(days=6))
    assert isinstance(again, Defer)
    assert codes(again) == {AFTER_TALK}


def test_an_agreed_window_is_one_on_the_clock_of_the_person(house: House, case: CaseFile) -> None:
    from fairdue.casefile.consent import ConsentWindow

    at = datetime(2026, 3, 1, tzinfo=LONDON)
    late = ConsentWindow(
        "w1", "phone", at.replace(hour=21).time(), at.replace(hour=22).time(), Period(at, None), "rec-1"
    )
    agreed = replace(case, consents=(late,))
    british = abroad(house, "GB")
    half_past_nine = datetime(2026, 3, 10, 21, 30, tzinfo=LONDON)
    facts = gather_facts(british, case=agreed, action=call_of(case), as_of=half_past_nine)
    assert facts.agreed_window is True
    later = gather_facts(british, case=agreed, action=call_of(case), as_of=half_past_nine.replace(hour=22))
    assert later.agreed_window is False


def test_the_jurisdiction_of_a_house_is_a_setting_and_a_wrong_one_is_told(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build_house().jurisdiction == "CN"
    monkeypatch.setenv("FAIRDUE_JURISDICTION", "gb")
    assert build_house().jurisdiction == "GB"
    monkeypatch.setenv("FAIRDUE_JURISDICTION", "FR")
    with pytest.raises(Misconfigured, match="CN, US, GB"):
        build_house()


def test_products_and_counts_are_read_from_the_case(house: House, case: CaseFile) -> None:
    dialled = over(house, Line(CallResult.NO_ANSWER))
    start = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    for minutes in (0, 50, 70):
        assert isinstance(dial_at(dialled, case, start + timedelta(minutes=minutes)), Sent)
    again = house.book.load(case.case_id)
    facts = gather_facts(house, case=again, action=call_of(case), as_of=start + timedelta(minutes=80))
    assert (facts.calls_last_hour, facts.contacts_last_7_days) == (2, 3)
    assert facts.balance_fen == case.balance_fen and facts.principal_fen == case.account.principal_fen
    kinds = {
        product: gather_facts(
            house,
            case=replace(case, account=replace(case.account, product=product)),
            action=call_of(case),
            as_of=start,
        ).product_kind
        for product in ("信用卡", " 消费贷 ", "没见过的产品", None)
    }
    assert kinds == {"信用卡": "credit_card", " 消费贷 ": "consumer_loan", "没见过的产品": None, None: None}
