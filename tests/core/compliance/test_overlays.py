"""A house's own policy only tightens: what loosens is refused when read, what is accepted never permits more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.compliance.act_builders import ask, ask_about, rule_text, shipped
from core.compliance.overlay_builders import (
    IN_FORCE,
    TIGHTENABLE,
    column_values,
    looser_values,
    own_values,
    read,
    tightening_text,
    tighter_values,
)
from fairdue.compliance.action import ACTION_COLUMNS, Action
from fairdue.compliance.check_python import compile_check
from fairdue.compliance.checks import Check, LongEnoughSince, Verdict, columns_read
from fairdue.compliance.decision import Decision, Defer, Permit, Refuse
from fairdue.compliance.facts import FACT_COLUMNS, Facts
from fairdue.compliance.overlay import read_tightening
from fairdue.compliance.rule import Effect, Rule
from fairdue.compliance.rule_page import ALL_COLUMNS
from fairdue.compliance.rule_reading import RuleUnreadable
from fairdue.compliance.rulebook import RulebookInvalid, load_rulebook
from fairdue.compliance.tightening import STRENGTH_OF_EFFECT, looser, never_shorter
from fairdue.compliance.worked_cases import WorkedCase, load_cases
from fairdue.foundation.span import Span

CASES = load_cases()
_STRICTNESS = {Permit: 0, Defer: 1, Refuse: 2}
EACH_RULE = pytest.mark.parametrize("rule", TIGHTENABLE, ids=lambda rule: rule.rule_id)


def _latest(rule: Rule) -> Check:
    check = rule.versions[-1].check
    assert check is not None
    return check


def _written(rule: Rule) -> dict[date, object]:
    return {
        version.from_on: own_values(version.check) for version in rule.versions if version.check is not None
    }


@st.composite
def _situations(draw: st.DrawFn, rule: Rule) -> tuple[Action, Facts, WorkedCase]:
    """A worked case, of this rule more often than not, with some of the columns it looks at drawn anew."""
    own = [case for case in CASES if case.rule_id == rule.rule_id]
    case = draw(st.sampled_from(own or CASES) if draw(st.integers(0, 3)) else st.sampled_from(CASES))
    looked_at = sorted({*columns_read(_latest(rule)), *(condition.column for condition in rule.applies_to)})
    names = draw(st.lists(st.sampled_from(looked_at or ["case_open"]), max_size=4, unique=True))
    names += draw(st.lists(st.sampled_from(sorted(FACT_COLUMNS)), max_size=2))
    drawn = {
        name: draw(column_values(ALL_COLUMNS[name], case.as_of.date()))
        for name in names
        if name not in ("kind", "jurisdiction", "zone", "local_on")
    }
    facts = replace(case.facts, **{name: value for name, value in drawn.items() if name in FACT_COLUMNS})
    of_action = {
        name: value
        for name, value in drawn.items()
        if name in ACTION_COLUMNS and (value is not None or getattr(case.action, name) is None)
    }
    try:
        return replace(case.action, **of_action), facts, case
    except ValueError:
        assume(False)
        raise


@st.composite
def _accepted(draw: st.DrawFn) -> tuple[Rule, Rule]:
    """A shipped rule and a tightening of it that reads: from some day on, stricter values and effect."""
    base = draw(st.sampled_from(TIGHTENABLE))
    values = {
        day: draw(tighter_values(version.check))
        for version in base.versions
        if version.check is not None
        for day in [version.from_on + timedelta(days=draw(st.sampled_from([0, 0, 400])))]
        if day == version.from_on or version is base.versions[-1]
    }
    assume(values)
    stronger = [e for e in STRENGTH_OF_EFFECT if STRENGTH_OF_EFFECT[e] > STRENGTH_OF_EFFECT[base.effect]]
    effect = draw(st.sampled_from([None, *(e.value for e in stronger if e is Effect.REFUSE)]))
    return base, read(tightening_text(base, values, effect=effect))


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_with_an_accepted_overlay_no_answer_is_looser(data: st.DataObject) -> None:
    base, own = data.draw(_accepted())
    action, facts, case = data.draw(_situations(base))
    before = ask(action, facts, as_of=case.as_of)
    after = ask(action, facts, as_of=case.as_of, rulebook=shipped().tightened_by([own]))
    _demand_at_least_as_strict(before, after)


def test_the_situations_drawn_are_ones_in_which_overlays_matter() -> None:
    met: set[tuple[type, type]] = set()

    @settings(max_examples=500, derandomize=True, deadline=None)
    @given(data=st.data())
    def draw(data: st.DataObject) -> None:
        base, own = data.draw(_accepted())
        action, facts, case = data.draw(_situations(base))
        before = ask(action, facts, as_of=case.as_of)
        after = ask(action, facts, as_of=case.as_of, rulebook=shipped().tightened_by([own]))
        met.add((type(before), type(after)))

    draw()
    assert {(Permit, Permit), (Permit, Refuse), (Defer, Defer), (Refuse, Refuse)} <= met


def _demand_at_least_as_strict(before: Decision, after: Decision) -> None:
    assert _STRICTNESS[type(after)] >= _STRICTNESS[type(before)]
    if isinstance(before, Permit) and isinstance(after, Permit):
        assert set(after.duties) >= set(before.duties)
    if isinstance(before, Defer) and isinstance(after, Defer):
        assert after.until >= before.until
    if isinstance(after, Refuse | Defer) and isinstance(before, Refuse | Defer):
        assert {reason.code for reason in after.reasons} >= {reason.code for reason in before.reasons}


@settings(max_examples=600, deadline=None)
@given(data=st.data())
def test_what_an_accepted_check_passes_its_base_passes(data: st.DataObject) -> None:
    base, own = data.draw(_accepted())
    action, facts, case = data.draw(_situations(base))
    day = case.as_of.date()
    mine, theirs = own.version_on(day), base.version_on(day)
    if mine is None or theirs is None or mine.check is None or theirs.check is None:
        return
    if compile_check(mine.check)(action, facts) is Verdict.PASS:
        assert compile_check(theirs.check)(action, facts) is Verdict.PASS


@EACH_RULE
def test_the_values_of_every_shipped_rule_can_be_written_again_as_they_are(rule: Rule) -> None:
    own = read(tightening_text(rule, _written(rule)))
    assert (own.effect, own.tightens, own.pack) == (rule.effect, rule.rule_id, "house")
    assert [
        looser(mine.check, base=base.check) for mine, base in zip(own.versions, rule.versions, strict=True)
    ] == [None] * len(rule.versions)  # type: ignore[arg-type]


@EACH_RULE
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_looser_values_of_every_shipped_rule_are_refused(rule: Rule, data: st.DataObject) -> None:
    values = data.draw(looser_values(_latest(rule)))
    if values is None:
        return  # nothing is counted here; the next test loosens these in every other way
    text = tightening_text(rule, {**_written(rule), rule.versions[-1].from_on: values})
    with pytest.raises(RuleUnreadable, match=r"house/own\.yaml: line \d+: values: looser on .*only tightens"):
        read(text)


@EACH_RULE
@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ({"ends": date(2099, 1, 1)}, "ends: what ends loosens"),
        ({"status": "disabled"}, "status: a disabled rule"),
        ({"applies_to": {"kind": ["visit"]}}, "applies_to: what applies to fewer acts is looser"),
        ({"except_when": {"agreed_window": [True]}}, "except_when: an exception loosens"),
        ({"check": "never"}, "check: the check of the base is inherited"),
        ({"unless": "agreed_window"}, "unless: unknown key"),
        ({"presumption": True}, "presumption: unknown key"),
        ({"effect": "record"}, "effect: looser"),
    ],
)
def test_every_other_way_to_loosen_a_shipped_rule_is_refused(
    rule: Rule, keys: dict[str, object], complaint: str
) -> None:
    with pytest.raises(RuleUnreadable, match=rf"house/own\.yaml: line \d+: {complaint}"):
        read(tightening_text(rule, _written(rule), **keys))


@EACH_RULE
def test_a_weaker_effect_and_an_override_that_the_base_has_not_are_refused(rule: Rule) -> None:
    for effect, strength in STRENGTH_OF_EFFECT.items():
        if strength < STRENGTH_OF_EFFECT[rule.effect]:
            with pytest.raises(RuleUnreadable, match="effect: looser"):
                read(tightening_text(rule, _written(rule), effect=effect.value))
    if rule.overridable:
        assert read(tightening_text(rule, _written(rule), override="two_persons")).overridable
    else:
        with pytest.raises(RuleUnreadable, match="override: looser"):
            read(tightening_text(rule, _written(rule), override="two_persons"))


def test_an_overlay_is_not_set_aside_with_its_base_unless_it_says_so() -> None:
    for rule in TIGHTENABLE:
        assert not read(tightening_text(rule, _written(rule))).overridable


@given(
    st.builds(Span, days=st.integers(1, 800)),
    st.builds(Span, months=st.integers(1, 26)),
    st.dates(date(2023, 1, 1), date(2104, 12, 31)),
)
def test_a_span_that_is_never_shorter_is_so_on_every_day(days: Span, months: Span, day: date) -> None:
    if never_shorter(days, months):
        assert days.after(day) >= months.after(day)
    if never_shorter(months, days):
        assert months.after(day) >= days.after(day)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (Span(days=31), Span(months=1), True),
        (Span(days=30), Span(months=1), False),
        (Span(months=1), Span(days=28), True),
        (Span(months=1), Span(days=29), False),
        (Span(days=366), Span(months=12), True),
        (Span(days=365), Span(months=12), False),
        (Span(months=12), Span(days=365), True),
        (Span(months=12), Span(days=366), False),
        (Span(days=7), Span(days=7), True),
        (Span(months=2), Span(months=3), False),
    ],
)
def test_days_and_months_are_compared_by_their_shortest_and_longest(
    one: Span, other: Span, expected: bool
) -> None:
    assert never_shorter(one, other) is expected


def test_a_later_amendment_of_the_base_is_met_too() -> None:
    base = replace(
        shipped().rule("cn.gbt_45251.visits_per_day"),
        rule_id="cn.law.amended",
        versions=tuple(
            replace(shipped().rule("cn.gbt_45251.visits_per_day").versions[0], from_on=day, check=check)
            for day, check in (
                (date(2026, 1, 1), replace(_latest(shipped().rule("cn.gbt_45251.visits_per_day")), limit=3)),  # type: ignore[call-arg]
                (date(2027, 1, 1), replace(_latest(shipped().rule("cn.gbt_45251.visits_per_day")), limit=1)),  # type: ignore[call-arg]
            )
        ),
    )

    def attempt(values: dict[date, object]) -> Rule:
        return read_tightening(
            text=tightening_text(base, values), file="house/own.yaml", base={base.rule_id: base}
        )

    with pytest.raises(RuleUnreadable, match="looser on 2027-01-01: limit 2 is above 1"):
        attempt({date(2026, 1, 1): {"limit": 2}})
    assert attempt({date(2026, 1, 1): {"limit": 2}, date(2027, 1, 1): {"limit": 0}}).tightens == base.rule_id


def _overlay(tmp_path: Path, **texts: str) -> Path:
    for name, text in texts.items():
        path = tmp_path / f"{name}.yaml" if "/" in name else tmp_path / "house" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


VISITS = shipped().rule("cn.gbt_45251.visits_per_day")
CAP = {date(2026, 1, 1): {"limit": 0}}


def test_a_stricter_cap_of_the_house_holds_and_names_itself(tmp_path: Path) -> None:
    text = tightening_text(VISITS, CAP, effect="refuse")
    book = load_rulebook(overlay=_overlay(tmp_path, own=text))
    decision = ask_about("visit_debtor", rulebook=book)
    assert isinstance(decision, Refuse)
    assert [reason.code for reason in decision.reasons] == ["house.own"]
    assert isinstance(ask_about("visit_debtor"), Permit)


def test_a_tightening_of_one_jurisdiction_is_silent_in_another(tmp_path: Path) -> None:
    book = load_rulebook(overlay=_overlay(tmp_path, own=tightening_text(VISITS, CAP, effect="refuse")))
    elsewhere = ask_about("visit_debtor", rulebook=book, jurisdiction="US")
    assert "house.own" not in {reason.code for reason in getattr(elsewhere, "reasons", ())}


def test_a_later_hour_is_a_tightening_and_an_earlier_one_is_not() -> None:
    assert read(tightening_text(VISITS, CAP, resumes_at="09:30"))
    with pytest.raises(RuleUnreadable, match=r"resumes_at: looser on .*07:59 is earlier than 08:00"):
        read(tightening_text(VISITS, CAP, resumes_at="07:59"))
    with pytest.raises(RuleUnreadable, match="resumes at no time of day"):
        rule = next(r for r in TIGHTENABLE if own_values(_latest(r)) == IN_FORCE)
        read(tightening_text(rule, _written(rule), resumes_at="09:00"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (rule_text(id="house.case_open"), "is taken by house/case_open.yaml; a rule is not replaced"),
        (rule_text(id="house.own", status="disabled", disabled_because="x", disabled_because_en="x"), "disables nothing"),
        (tightening_text(VISITS, CAP, tightens="cn.nothing"), "tightens: no rule is called 'cn.nothing'"),
        (tightening_text(VISITS, CAP, tightens="cn.cba_2026.announce"), "tightens: .* lays a duty"),
        (tightening_text(VISITS, CAP, says_en=None), "says_en: missing"),
        (tightening_text(VISITS, {date(2026, 1, 1): {"limit": 9}}), "line 1[0-9]: values: looser on 2026-01-01: limit 9 is above 1"),
        (tightening_text(VISITS, CAP, tightens="house.own"), "tightens: no rule is called"),
        (tightening_text(VISITS, CAP, reference={date(2027, 1, 1): {"title": "x", "article": "y"}}), "dated after"),
    ],
)  # fmt: skip
def test_an_overlay_at_fault_is_refused_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    name = "case_open" if "house.case_open" in text else "own"
    with pytest.raises(RulebookInvalid, match=rf"^house/{name}\.yaml: line \d+: .*") as refused:
        load_rulebook(overlay=_overlay(tmp_path, **{name: text}))
    assert refused.match(complaint)


def test_an_overlay_names_every_file_at_fault(tmp_path: Path) -> None:
    folder = _overlay(
        tmp_path, one="id: [", two=tightening_text(VISITS, {date(2026, 1, 1): {"limit": 9}}, id="house.two")
    )
    (folder / "register").mkdir()
    with pytest.raises(RulebookInvalid) as refused:
        load_rulebook(overlay=folder)
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == [
        "house/one.yaml",
        "house/two.yaml",
        "register",
    ]


def test_a_tightening_stands_on_a_rule_and_not_on_another_tightening(tmp_path: Path) -> None:
    first = tightening_text(VISITS, CAP)
    second = tightening_text(VISITS, CAP, id="house.zwei", tightens="house.own")
    with pytest.raises(RulebookInvalid, match="name its base"):
        load_rulebook(overlay=_overlay(tmp_path, own=first, zwei=second))


def test_an_overlay_that_is_empty_or_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookInvalid, match="holds no rule"):
        load_rulebook(overlay=tmp_path)
    with pytest.raises(RulebookInvalid, match="no folder"):
        load_rulebook(overlay=tmp_path / "gone")


def test_long_enough_since_that_must_have_happened_is_not_given_up() -> None:
    base = LongEnoughSince("case_open", "local_on", Span(days=7), must_have_happened=True)
    assert looser(replace(base, must_have_happened=False), base=base) == "it passes what never happened"


def test_the_example_of_the_document_is_accepted() -> None:
    page = (Path(__file__).resolve().parents[3] / "docs" / "house-policy.md").read_text(encoding="utf-8")
    example = page.split("```yaml\n", 1)[1].split("```", 1)[0]
    own = read_tightening(text=example, file="house/own/visits.yaml", base={VISITS.rule_id: VISITS})
    assert (own.rule_id, own.effect, own.tightens) == ("house.own.visits", Effect.REFUSE, VISITS.rule_id)
