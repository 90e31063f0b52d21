"""A rule as lines, the rulebook as a document, and facts as cells: word by word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import duckdb
import pytest
from sqlglot import exp

from core.compliance.check_builders import situation
from core.compliance.complaint_builders import read_written
from fairdue.compliance.column_sql import named
from fairdue.compliance.coverage import coverage
from fairdue.compliance.decision import Duty
from fairdue.compliance.fact_rows import cell, cells_of, types_of
from fairdue.compliance.local_time_sql import china_date_sql, local_sql, moment_sql
from fairdue.compliance.register import Asks, ConductEntry, Register, Severity
from fairdue.compliance.rule import Confidence, Rule
from fairdue.compliance.rule_lines import (
    Change,
    Line,
    case_lines,
    changes_between,
    in_reading_order,
    lines_of_rule,
    stale_rules,
)
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.rulebook_reference import rulebook_reference
from fairdue.compliance.worked_cases import Answer, ClockCase, WorkedCase, cases_of_rule, load_cases
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA

TEN = datetime(2026, 3, 10, 10, tzinfo=CHINA)
LAW = {"base": "law", "applies_to": "{kind: [visit]}"}


def _lines(rule: Rule) -> list[tuple[str, str, str, str]]:
    return [(line.label.zh, line.text.zh, line.label.en, line.text.en) for line in lines_of_rule(rule)]


ASKS_ZH = "此时此渠道在本人同意的时段内(有凭证、未撤回)：须为是"
ASKS_EN = "inside a window that the debtor agreed to for this channel, evidenced and not revoked: must be yes"
PRESS_ZH, PRESS_EN = "据媒体报道，未见原文", "known from press reports, the text was not seen"
APPLIES = ("适用", "行为：上门", "applies to", "the act: visiting")
CONDUCT = ("清单编号", "CN-FREQ-03", "conduct rule", "CN-FREQ-03")


def test_a_rule_reads_line_by_line_with_everything_it_has() -> None:
    rule = read_written(
        {
            **LAW, "presumption": "true", "override": "two_persons", "ends": "2027-01-01", "note": "注", "note_en": "note",
            "values": "{2026-01-01: in force, 2026-07-01: in force}",
            "reference": "{2026-01-01: {title: 旧, article: 一}, 2026-07-01: {title: 新, article: 二}}",
        }
    )  # fmt: skip
    assert _lines(replace(rule, tightens="cn.base")) == [
        ("处理", "执行（不符合即拒绝），法律法规", "treatment", "enforced (refused otherwise), law"),
        APPLIES,
        ("自 2026-01-01", ASKS_ZH, "from 2026-01-01", ASKS_EN),
        ("自 2026-07-01", ASKS_ZH, "from 2026-07-01", ASKS_EN),
        ("自 2027-01-01", "不再适用", "from 2027-01-01", "without it"),
        ("依据", f"旧；一；{PRESS_ZH}", "source", f"旧; 一; {PRESS_EN}"),
        ("依据", f"新；二；{PRESS_ZH}", "source", f"新; 二; {PRESS_EN}"),
        CONDUCT,
        ("收紧", "cn.base", "tightens", "cn.base"),
        (
            "豁免",
            "两人书面可对个案豁免",
            "override",
            "two persons may set it aside in writing, for one case and a time",
        ),
        ("说明", "注", "note", "note"),
    ]


def test_a_rule_that_is_off_recorded_or_the_houses_own_reads_so() -> None:
    off = read_written(
        {**LAW, "status": "disabled", "disabled_because": "停。", "disabled_because_en": "Off."}
    )
    assert _lines(off)[0] == ("处理", "停用，法律法规", "treatment", "disabled, law")
    assert _lines(off)[-1] == ("停用原因", "停。", "disabled because", "Off.")
    kept = read_written({**LAW, "effect": "record", "check": "", "fact": "", "applies_to": ""})
    assert _lines(kept)[0] == ("处理", "记录，法律法规", "treatment", "recorded, law")
    own = read_written({"effect": "warn"})
    assert _lines(own)[0] == (
        "处理",
        "提醒（不符合即提醒），内部政策",
        "treatment",
        "warned (a warning otherwise), policy",
    )
    assert [line.label.en for line in lines_of_rule(own)] == [
        "treatment",
        "applies to",
        "from 2026-01-01",
        "source",
    ]
    assert lines_of_rule(own)[1] == Line(
        Bilingual("适用", "applies to"), Bilingual("行为：拨打电话", "the act: placing a call")
    )


def _case(rule_id: str = "cn.law.extra", **differing: object) -> WorkedCase:
    action, facts = situation({})
    none: frozenset[str] = frozenset()
    made = WorkedCase(
        rule_id=rule_id, name=Bilingual("例", "case"), action=action, facts=facts, as_of=TEN, answer=Answer.PERMIT, until=None,
        because=None, because_at_least=none, duties=frozenset(), without_duties=frozenset(),
    )  # fmt: skip
    return replace(made, **differing)  # type: ignore[arg-type]


CLOCK_CASE = ClockCase(
    rule_id="cn.law.extra",
    name=Bilingual("年", "years"),
    started_on=date(2024, 2, 29),
    due_on=date(2026, 2, 28),
)


def test_a_case_reads_with_what_it_leads_to() -> None:
    cases = [
        _case(),
        _case(answer=Answer.REFUSE),
        _case(answer=Answer.DEFER, until=datetime(2026, 3, 11, 8, tzinfo=CHINA)),
        _case(
            duties=frozenset({Duty.REGISTER_ATTEMPT, Duty.NO_DEBT_FACTS}),
            without_duties=frozenset({Duty.PLAIN_ENVELOPE}),
        ),
        _case("cn.other"),
        CLOCK_CASE,
    ]
    at = "2026-03-10 10:00"
    assert case_lines(read_written(LAW), cases) == (
        Bilingual(f"例（{at}）→ 允许", f"case ({at}) → permitted"),
        Bilingual(f"例（{at}）→ 拒绝", f"case ({at}) → refused"),
        Bilingual(
            f"例（{at}）→ 等待至 2026-03-11 08:00", f"case ({at}) → made to wait until 2026-03-11 08:00"
        ),
        Bilingual(
            f"例（{at}）→ 允许，须不提任何欠款信息、如实登记本次联系，不必信封不显示催收内容",
            f"case ({at}) → permitted, with the duty: mention no fact of the debt, register the attempt truthfully, "
            "without the duty: nothing on the outside tells of a debt",
        ),
        Bilingual("年：2024-02-29 → 2026-02-28", "years: 2024-02-29 → 2026-02-28"),
    )


def test_between_two_days_a_rule_begins_changes_or_ends() -> None:
    count = {**LAW, "check": "at_most", "fact": "", "counts": "visits_today"}
    values = read_written({**count, "values": "{2026-01-01: {limit: 2}, 2026-07-01: {limit: 1}}"})
    source = replace(
        read_written(
            {
                **LAW,
                "reference": "{2026-01-01: {title: 旧, article: 一}, 2026-07-01: {title: 新, article: 二}}",
            }
        ),
        rule_id="cn.law.source",
    )
    ends = replace(read_written({**LAW, "ends": "2026-07-01"}), rule_id="cn.law.ends")
    begins = replace(read_written({**LAW, "values": "{2026-07-01: in force}"}), rule_id="cn.law.begins")
    same = replace(read_written(LAW), rule_id="cn.law.same")
    book = Rulebook((values, source, ends, begins, same))
    asks = Bilingual(ASKS_ZH, ASKS_EN)

    def visits(limit: int) -> Bilingual:
        return Bilingual(
            f"今日已上门次数：至多 {limit}，次日 00:00 起重新计",
            f"visits to the debtor today: at most {limit}, counted anew from 00:00 of the next day",
        )

    assert changes_between(book, from_on=date(2026, 6, 30), to_on=date(2026, 7, 1)) == (
        Change(values, visits(2), visits(1)),
        Change(
            source,
            Bilingual(f"{ASKS_ZH}（旧 一）", f"{ASKS_EN} (旧 一)"),
            Bilingual(f"{ASKS_ZH}（新 二）", f"{ASKS_EN} (新 二)"),
        ),
        Change(ends, asks, None),
        Change(begins, None, asks),
    )
    assert changes_between(book, from_on=date(2026, 7, 1), to_on=date(2026, 7, 2)) == ()


def test_what_no_person_verified_or_not_lately_is_stale() -> None:
    never, fresh, old = (
        replace(read_written(LAW), rule_id=f"cn.law.{name}", last_verified_on=on)
        for name, on in (("never", None), ("fresh", date(2026, 3, 1)), ("old", date(2026, 2, 28)))
    )
    book = Rulebook((never, fresh, old, read_written({})))
    assert stale_rules(book, as_of_on=date(2026, 3, 11), days=10) == ((never, None), (old, 11))


def test_china_is_read_first_and_the_house_last() -> None:
    rules = [replace(read_written({}), rule_id=pack, pack=pack) for pack in ("house", "gb", "us", "cn")]
    assert [rule.pack for rule in in_reading_order(rules)] == ["cn", "us", "gb", "house"]


def _book() -> Rulebook:
    plan = {"reference": "{2026-01-01: {title: 其他, article: 三}}"}
    return Rulebook(
        (
            read_written({**LAW, "says": "'<b>[甲]|*乙*'", "says_en": "'a \\ b'"}),
            replace(read_written({**LAW, **plan}), rule_id="cn.law.plan"),
            replace(read_written(LAW), rule_id="cn.law.zz"),
            read_written({}),
        )
    )


ENTRY = ConductEntry(
    conduct_id="CN-FREQ-03", pack="cn", instrument="规范", article="一", binding="rule", status="in force", asks=Asks.BLOCK,
    severity=Severity.HIGH, confidence=Confidence.PRESS, sources=("somewhere",), file="register/cn.yaml", line=3,
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_rulebook_reads_as_one_document(language: str) -> None:
    account = coverage(_book(), Register((ENTRY,), date(2026, 1, 1)), ())
    told = rulebook_reference(_book(), account=account, cases=[_case(), CLOCK_CASE], language=language)  # type: ignore[arg-type]
    zh = language == "zh"
    says, plain = (
        (r"\<b\>\[甲\]\|\*乙\*", "只在本人同意时联系。") if zh else (r"a \\ b", "Contact only with consent.")
    )
    if zh:
        rest = ["- 处理：执行（不符合即拒绝），法律法规", "- 适用：行为：上门", f"- 自 2026-01-01：{ASKS_ZH}"]
        source, conduct, pack, house = (
            f"- 依据：{{}}；{PRESS_ZH}",
            "- 清单编号：CN-FREQ-03",
            "中国",
            "内部政策",
        )
        cases = ["- 案例：", "  - 例（2026-03-10 10:00）→ 允许", "  - 年：2024-02-29 → 2026-02-28"]
        own = [
            "- 处理：执行（不符合即拒绝），内部政策",
            "- 适用：行为：拨打电话",
            rest[2],
            "- 依据：内规；extra；内部政策",
        ]
        head = [
            "# 规则库参考",
            "",
            told.splitlines()[2],
            "",
            "| 清单规则 | 执行 | 提醒 | 记录 | 停用 | 合计 |",
        ]
        assert told.splitlines()[2].startswith(
            "本文由命令 `fairdue rulebook reference --language zh` 生成，请勿手改："
        )
        assert told.splitlines()[2].endswith("这里说明软件检查什么，不是法律意见。")
    else:
        rest = [
            "- treatment: enforced (refused otherwise), law",
            "- applies to: the act: visiting",
            f"- from 2026-01-01: {ASKS_EN}",
        ]
        source, conduct, pack, house = (
            f"- source: {{}}; {PRESS_EN}",
            "- conduct rule: CN-FREQ-03",
            "China",
            "Policy of the house",
        )
        cases = ["- Cases:", "  - case (2026-03-10 10:00) → permitted", "  - years: 2024-02-29 → 2026-02-28"]
        own = [
            "- treatment: enforced (refused otherwise), policy", "- applies to: the act: placing a call", rest[2],
            "- source: 内规; extra; policy of the house",
        ]  # fmt: skip
        head = [
            "# The rulebook, for reading", "", told.splitlines()[2], "",
            "| conduct rules | enforced | warned | recorded | disabled | all |",
        ]  # fmt: skip
        assert told.splitlines()[2].startswith(
            "Printed by `fairdue rulebook reference --language en`; not edited by hand."
        )
    inner, other = ("内规；extra", "其他；三") if zh else ("内规; extra", "其他; 三")
    assert told.splitlines() == [
        *head, "| --- | ---: | ---: | ---: | ---: | ---: |", f"| {pack} | 1 | 0 | 0 | 0 | 1 |",
        "", f"## {pack} · 内规", "", "### `cn.law.extra`", "", says, "", *rest, source.format(inner), conduct, *cases,
        "", "### `cn.law.zz`", "", plain, "", *rest, source.format(inner), conduct,
        "", f"## {pack} · 其他", "", "### `cn.law.plan`", "", plain, "", *rest, source.format(other), conduct,
        "", f"## {house} · 内规", "", "### `house.extra`", "", plain, "", *own,
    ]  # fmt: skip
    assert told.endswith("\n") and not told.endswith("\n\n")


def test_the_cases_of_one_rule_are_read_alone() -> None:
    rule_id = "cn.cba_2026.gap_between_calls"
    found = cases_of_rule(rule_id)
    assert found and [case.name for case in found] == [
        case.name for case in load_cases() if case.rule_id == rule_id
    ]
    assert cases_of_rule("cn.nothing.at_all") == ()
    first = found[0]
    assert isinstance(first, WorkedCase)
    assert first.act in {"call_debtor", "notify_debtor"} and "act" not in first.differing


@pytest.mark.parametrize(
    ("name", "value", "written"),
    [
        ("visits_today", 3, 3), ("visits_today", None, None), ("case_open", True, "true"), ("case_open", False, "false"),
        ("local_time", time(0, 0, 1, 5), 1_000_005), ("local_on", date(2026, 3, 10), "2026-03-10"), ("zone", "Asia/Tokyo", "Asia/Tokyo"),
        ("jurisdiction", "CN", "CN"),
    ],
)  # fmt: skip
def test_a_value_is_a_cell_that_the_database_reads(name: str, value: object, written: object) -> None:
    assert cell(name, value) == written


def test_acts_and_facts_are_rows_of_cells() -> None:
    action, facts = situation({"holds": ["dispute", "hardship"], "visits_today": 2})
    assert cells_of(facts, ("visits_today", "holds", "zone")) == [2, 0b101, "Asia/Shanghai"]
    assert cells_of(action, ("kind", "claims", "headcount")) == ["place_call", 0, None]
    assert type(cells_of(action, ("kind",))[0]) is str
    assert types_of(("visits_today", "kind", "local_on")) == {
        "visits_today": "BIGINT",
        "kind": "VARCHAR",
        "local_on": "DATE",
    }


@pytest.mark.parametrize(
    ("zone", "instant"),
    [("Asia/Shanghai", "2026-03-10T17:30:15.000007"), ("America/New_York", "2026-03-08T07:00:00"), ("Asia/Kathmandu", "2026-03-09T18:14:59.999999")],
)  # fmt: skip
def test_the_wall_clock_in_the_database_is_that_of_the_zone(zone: str, instant: str) -> None:
    from zoneinfo import ZoneInfo

    moment = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    on, at = local_sql(named("instant"), named("zone"))
    asked = exp.select(on, at, china_date_sql(named("instant"))).from_(
        exp.select(
            exp.alias_(moment_sql(moment.astimezone(CHINA)), "instant"),
            exp.alias_(exp.Literal.string(zone), "zone"),
        ).subquery("placed")
    )
    with duckdb.connect(":memory:") as database:
        (found,) = database.execute(asked.sql(dialect="duckdb")).fetchall()
    wall = moment.astimezone(ZoneInfo(zone))
    into_day = ((wall.hour * 60 + wall.minute) * 60 + wall.second) * 1_000_000 + wall.microsecond
    assert found == (wall.date(), into_day, moment.astimezone(CHINA).date())
