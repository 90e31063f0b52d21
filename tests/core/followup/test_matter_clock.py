"""The clock of a matter: its published truth table, and what holds whatever the days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.casefile.builders import a_case
from core.followup.matter_builders import a_matter, at, day, shipped
from fairdue.casefile.case import CaseFile, CaseStatus
from fairdue.casefile.matter import Matter, MatterKind
from fairdue.followup.diary import DiaryKind, Urgency, diary_of
from fairdue.followup.matter_clock import clock_of
from fairdue.followup.matter_terms import MatterTermsFault, Told, matter_terms, read_matter_terms
from fairdue.followup.matter_watch import MatterPace, matter_due, matters_due, say_matter
from fairdue.foundation.strict_yaml import read_yaml

TABLE = Path(__file__).with_name("matter_truth_table.yaml")
ROWS: list[Mapping[str, Any]] = read_yaml(TABLE.read_text(encoding="utf-8"), source=TABLE.name)["rows"]
KEYS = {"says", "kind", "received", "steps", "rest", "as_of", "then"}
SAID = {"due", "left", "late", "pace", "next", "acknowledge", "answer_by"}


def with_matters(*matters: Matter) -> CaseFile:
    return replace(a_case(), matters=matters)


def test_no_sentence_of_the_table_stands_twice_and_every_word_is_known() -> None:
    sentences = [row["says"] for row in ROWS]
    assert len(ROWS) >= 35 and len(set(sentences)) == len(sentences)
    assert not [row["says"] for row in ROWS if set(row) - KEYS or set(row["then"]) - SAID]


@pytest.mark.parametrize("row", ROWS, ids=[row["says"].replace(" ", "_") for row in ROWS])
def test_the_row_of_the_truth_table_holds(row: Mapping[str, Any]) -> None:
    matter = a_matter(row.get("kind", "complaint"), row.get("received", "02-13"), steps=row.get("steps", []))
    due = matter_due(
        case=with_matters(matter),
        matter=matter,
        as_of=at(row["as_of"]),
        rulebook=shipped(),
        rest_days=frozenset(day(one) for one in row.get("rest", [])),
    )
    found = {
        "due": due.due_on,
        "left": due.clock.days_left,
        "late": due.clock.days_late,
        "pace": due.pace.value,
        "next": due.next_step.value,
        "acknowledge": due.clock.acknowledge_by,
        "answer_by": due.answer_by,
    }
    for name, expected in row["then"].items():
        wanted = expected
        if name in ("due", "acknowledge", "answer_by"):
            wanted = None if expected == "none" else day(expected)
        assert found[name] == wanted, name


KIND = st.sampled_from([kind.value for kind in MatterKind])
STEP = st.tuples(
    st.sampled_from(["asked", "granted", "told"]), st.dates(date(2026, 2, 13), date(2026, 5, 30))
)


def _matter(kind: str, steps: list[tuple[str, date]]) -> Matter:
    matter = a_matter(kind)
    for what, on in steps:
        if what == "asked" or matter.extensions:
            matter = a_matter_after(matter, what, on)
    return matter


def a_matter_after(matter: Matter, what: str, on: date) -> Matter:
    stepped = a_matter(matter.kind.value, steps=[("asked", "02-13"), (what, on.isoformat())])
    if what == "asked":
        asked = replace(stepped.extensions[-1], extension_id="x", step=len(matter.extensions) + 1)
        return replace(matter, extensions=(*matter.extensions, asked))
    last, made = matter.extensions[-1], stepped.extensions[-1]
    if what == "granted":
        last = replace(last, granted_by="lead", granted_at=made.granted_at)
    else:
        last = replace(last, told_on=made.told_on)
    return replace(matter, extensions=(*matter.extensions[:-1], last))


@given(kind=KIND, steps=st.lists(STEP, max_size=8), on=st.dates(date(2026, 2, 13), date(2026, 12, 31)))
def test_whatever_is_asked_granted_and_told_the_day_is_never_sooner_and_never_past_sixty_days(
    kind: str, steps: list[tuple[str, date]], on: date
) -> None:
    matter = _matter(kind, steps)
    clock = clock_of(matter=matter, as_of_on=on, rulebook=shipped())
    assert clock.first is not None and clock.due_on is not None
    assert clock.first.due_on <= clock.due_on <= matter.received_on + timedelta(days=60)
    assert clock.days_left == (clock.due_on - on).days
    assert clock.days_late == max(0, -clock.days_left)
    assert clock.now is not None and clock.now.citation.confidence
    granted = all(one.granted_at is not None for one in matter.extensions if one.step == 2)
    if not granted:
        assert clock.due_on <= matter.received_on + timedelta(days=30)


@given(kind=KIND, steps=st.lists(STEP, max_size=6), told=st.dates(date(2026, 2, 13), date(2026, 4, 30)))
def test_an_extension_that_was_never_told_leaves_the_day_where_it_was(
    kind: str, steps: list[tuple[str, date]], told: date
) -> None:
    matter = _matter(kind, steps)
    silent = replace(matter, extensions=tuple(replace(one, told_on=None) for one in matter.extensions))
    clock = clock_of(matter=silent, as_of_on=told, rulebook=shipped())
    assert clock.now == clock.first


@given(kind=KIND, answered=st.dates(date(2026, 2, 13), date(2026, 6, 1)), later=st.integers(0, 400))
def test_once_it_was_answered_the_lateness_never_grows(kind: str, answered: date, later: int) -> None:
    matter = a_matter(kind, steps=[("answered", answered.isoformat())])
    first = clock_of(matter=matter, as_of_on=answered, rulebook=shipped())
    again = clock_of(matter=matter, as_of_on=answered + timedelta(days=later), rulebook=shipped())
    assert first.days_late == again.days_late


def test_the_clock_names_its_rule_and_says_how_well_it_was_read() -> None:
    clock = clock_of(matter=a_matter(), as_of_on=day("02-13"), rulebook=shipped())
    assert clock.now is not None
    assert clock.now.rule.rule_id == "cn.complaints_2020.answer_simple_complaint"
    assert clock.now.citation.article == "article no. not verified"
    assert clock.now.citation.confidence == "press"
    assert [step.rule.rule_id for step in clock.further] == [
        "cn.complaints_2020.answer_complex_complaint",
        "cn.complaints_2020.answer_extended_complaint",
    ]


def test_in_another_country_the_house_answers_by_its_own_word_not_by_chinese_law() -> None:
    clock = clock_of(matter=a_matter(), as_of_on=day("02-13"), rulebook=shipped(), jurisdiction="GB")
    assert clock.now is not None and clock.now.rule.rule_id == "house.matters.answer_complaint"
    assert [step.rule.rule_id for step in clock.further] == ["house.matters.answer_complaint_extended"]


def test_every_rule_that_the_playbook_names_exists_and_the_answers_have_a_clock() -> None:
    known = {rule.rule_id: rule for rule in shipped().rules}
    for term in matter_terms().kinds.values():
        assert term.hold_rule in known
        for rule_id in (*term.answer, *(one for more in term.extensions for one in more.rules)):
            assert all(version.clock is not None for version in known[rule_id].versions), rule_id


def test_the_diary_tells_the_handler_first_then_the_lead_then_compliance() -> None:
    def told(on: str) -> frozenset[Told]:
        matter = a_matter(steps=[("acknowledged", "02-14"), ("assigned", "02-14")])
        return matter_due(case=with_matters(matter), matter=matter, as_of=at(on), rulebook=shipped()).told

    assert told("02-24") == {Told.HANDLER}
    assert told("02-25") == {Told.HANDLER, Told.LEAD}
    assert told("02-28") == told("03-20") == {Told.HANDLER, Told.LEAD, Told.COMPLIANCE}


def test_a_late_matter_stays_in_the_diary_of_a_case_that_has_ended() -> None:
    case = replace(with_matters(a_matter()), status=CaseStatus.RECALLED)
    dues = matters_due(case=case, as_of=at("03-20"), rulebook=shipped())
    (entry,) = diary_of(case=case, as_of=at("03-20"), matters=dues)
    assert entry.kind is DiaryKind.MATTER and entry.urgency is Urgency.OVERDUE
    assert entry.late is not None and "20 days late" in say_matter(dues[0]).en


def test_until_the_receipt_was_told_the_diary_shows_that_day() -> None:
    case = with_matters(a_matter())
    dues = matters_due(case=case, as_of=at("02-13"), rulebook=shipped())
    (entry,) = (one for one in diary_of(case=case, as_of=at("02-13"), matters=dues) if one.kind == "matter")
    assert entry.due_at.date() == day("02-17")


def test_what_nobody_can_say_is_in_time_comes_before_what_is_late() -> None:
    old = replace(a_matter("hardship", "2025-06-01"), matter_id="hs-1-1")
    dues = matters_due(case=with_matters(a_matter(), old), as_of=at("03-20"), rulebook=shipped())
    assert [due.pace for due in dues] == [MatterPace.NO_CLOCK, MatterPace.LATE]


@pytest.mark.parametrize(
    ("place", "wrong", "says"),
    [
        ("days: 2, counted: working", "days: -2, counted: working", "acknowledge / days"),
        ("counted: calendar\n    extensions: []", "counted: lunar\n    extensions: []", "counted"),
        ("approval: second_person}", "approval: nobody}", "approval: expected one of"),
        ("  death: [compliance]", "  death: [collector]", "release / death"),
        ("    hold_rule: house.holds.hardship\n", "", "kinds / hardship: expected exactly the keys"),
    ],
)
def test_a_hole_in_the_page_on_matters_is_named_with_its_place(place: str, wrong: str, says: str) -> None:
    text = _page("matters.yaml")
    assert place in text
    with pytest.raises(MatterTermsFault) as caught:
        read_matter_terms(text.replace(place, wrong, 1), source="m.yaml")
    assert says in str(caught.value) and str(caught.value).startswith("m.yaml")


def _page(name: str) -> str:
    from importlib.resources import files

    return (files("fairdue_playbook") / "followup" / name).read_text(encoding="utf-8")
