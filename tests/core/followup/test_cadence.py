"""The cadence as data: which segment a case is in, when the next touch is due, and a page without holes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.followup.money_builders import on
from fairdue.followup.cadence import (
    CadenceFault,
    CadenceFigures,
    PromiseStanding,
    cadence,
    next_touch,
    read_cadence,
)
from fairdue.followup.lateness import say_lateness
from fairdue.followup.reachability import ReachState
from fairdue.foundation.civil import CHINA
from fairdue.strategy.score_table import Level

TODAY = on("03-20")
REACHED = ReachState.REACHABLE


@pytest.mark.parametrize(
    ("says", "figures", "segment", "channel", "due"),
    [
        ("a plan that is kept leaves in peace", CadenceFigures(plan=True), "plan_kept", None, "03-20"),
        (
            "an open promise leaves in peace",
            CadenceFigures(promise=PromiseStanding.OPEN),
            "promise_open",
            None,
            "03-20",
        ),
        (
            "a broken promise is taken up the day after it was judged",
            CadenceFigures(promise=PromiseStanding.BROKEN, reach=REACHED, broken_on=on("03-20")),
            "promise_broken",
            "call",
            "03-21",
        ),
        (
            "who is lost gets a letter seven days after the last contact",
            CadenceFigures(reach=ReachState.UNREACHABLE, last_contact_on=on("03-18")),
            "lost",
            "letter",
            "03-25",
        ),
        (
            "whose promise broke and who is lost gets a letter too",
            CadenceFigures(promise=PromiseStanding.BROKEN, reach=ReachState.UNREACHABLE),
            "lost",
            "letter",
            "03-20",
        ),
        (
            "who was not reached is tried the next day",
            CadenceFigures(last_contact_on=on("03-20")),
            "trying",
            "call",
            "03-21",
        ),
        (
            "who is willing gets a message after five days",
            CadenceFigures(reach=REACHED, willingness=Level.HIGH, last_contact_on=on("03-19")),
            "willing",
            "message",
            "03-24",
        ),
        (
            "who is not long overdue is called after three days",
            CadenceFigures(reach=REACHED, periods=2, last_contact_on=on("03-19")),
            "early",
            "call",
            "03-22",
        ),
        (
            "who is unwilling is left for seven days",
            CadenceFigures(reach=REACHED, periods=5, willingness=Level.LOW, last_contact_on=on("03-19")),
            "unwilling",
            "call",
            "03-26",
        ),
        (
            "of whom the periods are not known they are not taken for few",
            CadenceFigures(reach=REACHED, last_contact_on=on("03-19")),
            "late",
            "call",
            "03-24",
        ),
        (
            "what was due before today is due today",
            CadenceFigures(reach=REACHED, periods=2, last_contact_on=on("03-01")),
            "early",
            "call",
            "03-20",
        ),
    ],
)
def test_the_sentence_holds(
    says: str, figures: CadenceFigures, segment: str, channel: str | None, due: str
) -> None:
    touch = next_touch(figures=figures, as_of_on=TODAY)
    assert (touch.segment_id, touch.channel, touch.due_on) == (segment, channel, on(due)), says
    assert touch.purpose.zh and touch.purpose.en and touch.tone.zh


@given(
    periods=st.none() | st.integers(0, 40),
    willingness=st.sampled_from(Level),
    promise=st.sampled_from(PromiseStanding),
    reach=st.sampled_from(ReachState),
    plan=st.booleans(),
    last=st.none() | st.dates(date(2026, 1, 1), date(2026, 3, 20)),
)
def test_every_case_is_in_one_segment_and_is_never_due_before_today(
    periods: int | None,
    willingness: Level,
    promise: PromiseStanding,
    reach: ReachState,
    plan: bool,
    last: date | None,
) -> None:
    figures = CadenceFigures(
        periods=periods,
        willingness=willingness,
        promise=promise,
        reach=reach,
        plan=plan,
        last_contact_on=last,
        broken_on=last,
    )
    touch = next_touch(figures=figures, as_of_on=TODAY)
    assert TODAY <= touch.due_on <= TODAY + timedelta(days=31)
    assert touch.channel != "third_person"
    if plan or promise is PromiseStanding.OPEN:
        assert touch.channel is None


def _page() -> str:
    return (files("fairdue_playbook") / "followup" / "cadence.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("place", "wrong", "says"),
    [
        ("channel: letter", "channel: third_person", "nobody contacts a third person by a cadence"),
        ("channel: letter", "channel: pigeon", "touch / channel is none or one of"),
        ("gap_days: 7, tone: plain}\n    zh: 失联", "gap_days: -1, tone: plain}\n    zh: 失联", "gap_days"),
        ("tone: plain", "tone: shouting", "touch / tone is one of"),
        ("reach: [trying]", "reach: [gone]", "when / reach: expected words of"),
        ("periods_below: 3", "periods_below: many", "periods_below is a whole number"),
        ("when: {}", "when: {reach: [trying]}", "the last one takes all that are left"),
        ("id: trying", "id: lost", "an id stands twice"),
        ("since: broken", "since: forever", "touch / since is one of"),
        ("when: {willingness: [high]}", "when: {age: [old]}", "when takes"),
    ],
)
def test_a_hole_in_the_cadence_is_named_with_its_place(place: str, wrong: str, says: str) -> None:
    text = _page()
    assert place in text
    with pytest.raises(CadenceFault) as caught:
        read_cadence(text.replace(place, wrong, 1), source="c.yaml")
    assert says in str(caught.value) and str(caught.value).startswith("c.yaml")


def test_the_shipped_cadence_has_a_word_for_every_segment_in_both_languages() -> None:
    assert [segment.purpose.en for segment in cadence() if segment.purpose.zh == segment.purpose.en] == []


@pytest.mark.parametrize(
    ("minutes", "zh", "en"),
    [
        (0, "迟 1 分钟", "1 minute late"),
        (59, "迟 59 分钟", "59 minutes late"),
        (60, "迟 1 小时", "1 hour late"),
        (1439, "迟 23 小时", "23 hours late"),
        (1440, "迟 1 天", "1 day late"),
        (5000, "迟 3 天", "3 days late"),
    ],
)
def test_lateness_is_said_in_the_largest_unit(minutes: int, zh: str, en: str) -> None:
    due = datetime(2026, 3, 2, 10, tzinfo=CHINA)
    said = say_lateness(due, due + timedelta(minutes=minutes))
    assert (said.zh, said.en) == (zh, en)
