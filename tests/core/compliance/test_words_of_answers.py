"""How answers and rules read: a decision line by line, articles as far as they were read, conditions in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from core.compliance.answer_builders import (
    GATE_LINES,
    TEN,
    ask,
    override,
    policy,
    small_book,
)
from core.compliance.check_builders import situation
from core.compliance.complaint_builders import read_written
from fairdue.compliance.action import Action
from fairdue.compliance.check_python import compile_check
from fairdue.compliance.check_sql import check_sql
from fairdue.compliance.check_words import (
    check_in_words,
    clock_in_words,
    conditions_in_words,
    version_in_words,
)
from fairdue.compliance.checks import AtMost, Never, columns_needed
from fairdue.compliance.clock import Clock, ClockKind, ClockStart
from fairdue.compliance.column_sql import Row
from fairdue.compliance.decision import (
    Permit,
    PermitForged,
)
from fairdue.compliance.explain import explain, show_article, show_citation, show_place
from fairdue.compliance.facts import Facts
from fairdue.compliance.finding import finding_text
from fairdue.compliance.resumption import resumes
from fairdue.compliance.resumption_sql import wait_sql
from fairdue.compliance.rule import Effect, Version
from fairdue.compliance.rulebook import Rulebook
from fairdue.compliance.tightening import check_keys
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.ids import PermitId
from fairdue.foundation.reason import Citation
from fairdue.foundation.span import Span

PERMITTED = {
    "zh": [
        "允许。须遵守：", "  - 不提任何欠款信息", "  - 如实登记本次联系", "逐条：",
        "  符合 · cn.law.duty · duty。 [内规；extra；据媒体报道，未见原文]", "  符合 · cn.law.night · night。 [内规；extra；据媒体报道，未见原文]",
    ],
    "en": [
        "Permitted, with these duties:", "  - mention no fact of the debt", "  - register the attempt truthfully", "Rule by rule:",
        "  passed · cn.law.duty · Duty. [内规; extra; known from press reports, the text was not seen]",
        "  passed · cn.law.night · Night. [内规; extra; known from press reports, the text was not seen]",
    ],
}  # fmt: skip


def test_a_permit_reads_with_its_duties_and_rule_by_rule() -> None:
    permit = ask({"debtor_is_student": False})
    assert (
        explain(permit, whole_trace=True)[:6]
        == explain(permit, language="zh", whole_trace=True)[:6]
        == tuple(PERMITTED["zh"])
    )
    assert explain(permit, language="en", whole_trace=True)[:6] == tuple(PERMITTED["en"])
    assert len(explain(permit, whole_trace=True)) == 4 + 8
    short = explain(permit, language="en", whole_trace=False)
    assert [line.split(" · ")[1] for line in short[4:]] == [
        "cn.law.duty", "cn.law.night", "cn.law.visits", "cn.law.warned", "house.open",
    ]  # fmt: skip


READ_IN_ORDER = (
    "refused · cn.law.listed", "refused · house.open", "wait · cn.law.night", "wait · cn.law.visits", "warning · cn.law.warned",
    "duty · cn.law.duty", "does not apply · cn.law.student", "does not apply · house.plan",
)  # fmt: skip


def test_the_trace_reads_refusals_first_then_waits_warnings_duties_and_the_rest() -> None:
    given = {
        "case_open": False,
        "local_time": "23:00",
        "visits_today": 2,
        "identity_verified": False,
        "holds": ["complaint"],
    }
    lines = explain(ask({**given, "debtor_is_student": False}), language="en", rulebook=small_book())
    traced = [line for line in lines if " · " in line]
    assert tuple(" · ".join(line.strip().split(" · ")[:2]) for line in traced) == READ_IN_ORDER
    without = explain(ask({**given, "debtor_is_student": False}), language="en")
    assert [line.strip().split(" · ")[0] for line in without if "cn.law.duty" in line] == ["passed"]


def test_what_was_set_aside_reads_before_the_warnings_and_what_is_not_known_with_the_refusals() -> None:
    given = {
        "case_open": False,
        "identity_verified": False,
        "debtor_is_student": False,
        "agreed_window": None,
    }
    book = Rulebook((*small_book().rules, policy("window")))
    decision = ask(given, rulebook=book, overrides=(override(),))
    traced = [
        line.strip().split(" · ")[:2]
        for line in explain(decision, language="en", rulebook=book)
        if " · " in line
    ]
    assert traced[:4] == [
        ["not known", "house.window"],
        ["set aside", "house.open"],
        ["warning", "cn.law.warned"],
        ["duty", "cn.law.duty"],
    ]
    zh = [line.strip().split(" · ")[0] for line in explain(decision, rulebook=book) if " · " in line]
    assert zh[:5] == ["事实不明", "已豁免", "提醒", "须履行", "符合"]


@pytest.mark.parametrize(
    ("article", "shown"),
    [
        ("Art. 68", "第68条"), ("Art.68", "第68条"), ("Art. 12-14", "第12–14条"), ("Art. 3, 5", "第3、5条"), ("Art. 3,5", "第3、5条"),
        ("Art. 7 (number inferred from order)", "第7条（条号按次序推断）"), ("Art. 7, 8 (second number inferred)", "第7、8条（第二个条号为推断）"),
        ("Art. 7 (inferred)", "第7条（条号为推断）"), ("as listed", "如名单所列"), ("whole", "全文"), ("n/a", "无条款"), ("7.3.2", "7.3.2"),
        ("Art. 9 (not verified)", "第9条；条号未核实"),
    ],
)  # fmt: skip
def test_an_article_is_written_as_people_write_it_in_chinese(article: str, shown: str) -> None:
    citation = Citation("题", article, "copy")
    assert show_article(citation, language="zh") == shown
    assert show_place(citation, language="zh") == f"{shown}；据转载文本"
    assert show_citation(citation, language="zh") == f"题；{shown}；据转载文本"


def test_an_article_stays_as_it_was_written_in_english() -> None:
    citation = Citation("t", "Art. 12-14 (inferred)", "copy")
    assert show_article(citation, language="en") == "Art. 12-14 (inferred)"
    assert show_place(citation, language="en") == "Art. 12-14 (inferred); read in somebody else's copy"


def test_a_wait_and_a_refusal_read_with_their_reasons() -> None:
    wait = ask({"visits_today": 2, "debtor_is_student": False})
    assert explain(wait, language="zh")[0] == "现在不可以；2026-03-11 09:00+08:00 起可再问。原因："
    assert explain(wait, language="en")[:2] == (
        "Not now; ask again from 2026-03-11 09:00+08:00. Because:",
        "  - Visits. (visits to the debtor today: 2, limit 2) [内规; extra; known from press reports, the text was not seen]",
    )
    refused = ask({"jurisdiction": None})
    zh, en = GATE_LINES["jurisdiction_unknown"]
    code = "house.gate.jurisdiction_unknown"
    assert explain(refused) == (
        "不允许。原因：",
        f"  - {zh} [{code}]",
        "逐条：",
        f"  事实不明 · {code} · {zh}",
    )
    assert explain(refused, language="en") == (
        "Refused. Because:",
        f"  - {en} [{code}]",
        "Rule by rule:",
        f"  not known · {code} · {en}",
    )


@pytest.mark.parametrize(
    ("article", "shown"),
    [
        ("一 (recalled) (x)", "t；一；条号未核实；仅凭记忆，未核实"), ("Not Found", "t；条号未核实；仅凭记忆，未核实"), ("第三条（未核）", "t；条号未核实；仅凭记忆，未核实"),
        ("a (b) c (not verified)", "t；a；条号未核实；仅凭记忆，未核实"), ("a (b)", "t；a (b)；仅凭记忆，未核实"), ("(not verified)", "t；条号未核实；仅凭记忆，未核实"),
    ],
)  # fmt: skip
def test_an_article_is_shown_as_far_as_it_was_read(article: str, shown: str) -> None:
    assert show_citation(Citation("t", article, "recalled"), language="zh") == shown


class _Stranger:
    """Something that is on none of the closed lists."""


def _version() -> tuple[Action, Facts]:
    return situation({})


@pytest.mark.parametrize(
    "asked",
    [
        compile_check, columns_needed, check_in_words, check_keys, explain,
        lambda it: resumes(it, facts=_version()[1]), lambda it: finding_text(Bilingual("", ""), it, *_version()),
        lambda it: check_sql(it, Row()), lambda it: wait_sql(it, Row()),
    ],
)  # fmt: skip
def test_a_stranger_to_a_closed_list_is_a_bug_that_names_itself(asked: Callable[[Any], object]) -> None:
    stranger = _Stranger()
    with pytest.raises(AssertionError, match=r"Expected code to be unreachable, but got: .*_Stranger"):
        asked(stranger)


def test_a_permit_is_made_by_nobody_else_and_says_whom_to_ask() -> None:
    with pytest.raises(PermitForged) as forged:
        Permit(permit_id=PermitId("x"), action=situation({})[0], decided_at=TEN, duties=(), trace=())
    assert str(forged.value) == "only compliance.gate.authorise makes permits; ask it"


ASKS = [
    ({"effect": "record", "check": "", "fact": "", "applies_to": ""}, "不问单个行为，属机构义务", "not asked of acts; a duty of the organisation"),
    ({"applies_to": ""}, "任何行为", "every act"),
    ({"applies_to": "{kind: [visit, place_call]}"}, "行为：拨打电话、上门", "the act: placing a call, visiting"),
    (
        {"applies_to": "{kind: [every_contact], case_open: [true]}"},
        "行为：任何联系；案件在办：是", "the act: every contact; the case is open: yes",
    ),
    ({"applies_to": "{kind: [every_wording, visit]}"}, "行为：任何措辞、上门", "the act: everything said or written, visiting"),
    (
        {"applies_to": "{holds: [dispute, death, complaint]}", "except_when": "{case_open: [false, true], vulnerable: [true]}"},
        "", "the holds active now: complaint, death or dispute; except when the case is open: no or yes and the person is known to be vulnerable: yes",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("written", "zh", "en"), ASKS)
def test_to_which_acts_a_rule_applies_reads_in_words(written: dict[str, str], zh: str, en: str) -> None:
    said = conditions_in_words(read_written(written))
    assert said.en == en
    assert said.zh == zh or not zh


def test_a_version_reads_as_its_check_its_clock_its_duties_or_just_as_in_force() -> None:
    rule = read_written(
        {"check": "", "fact": "", "effect": "duty", "duties": "[no_debt_facts, register_attempt]"}
    )
    day = date(2026, 1, 1)
    clock = Clock(ClockKind.KEEP_AT_LEAST, ClockStart.CONTACT_ENDED, Span(months=24))
    assert version_in_words(rule, Version(day, Never())) == Bilingual("一律禁止", "never permitted")
    assert version_in_words(rule, Version(day, None, clock)) == Bilingual(
        "至少保存：自联系结束起 2 年", "keep at least: 2 years from the day on which the contact ended"
    )
    assert clock_in_words(replace(clock, span=None)) == Bilingual(
        "至少保存：自联系结束当日", "keep at least: the day on which the contact ended"
    )
    assert version_in_words(rule, Version(day, None)) == Bilingual(
        "不提任何欠款信息；如实登记本次联系", "mention no fact of the debt; register the attempt truthfully"
    )
    assert version_in_words(replace(rule, duties=(), effect=Effect.RECORD), Version(day, None)) == Bilingual(
        "生效", "in force"
    )


def test_a_clock_leads_to_the_day_its_span_is_over_or_to_its_own_day() -> None:
    clock = Clock(ClockKind.KEEP_AT_LEAST, ClockStart.CONTACT_ENDED, Span(months=24))
    assert clock.due_on(date(2024, 2, 29)) == date(2026, 2, 28)
    assert replace(clock, span=None).due_on(date(2024, 2, 29)) == date(2024, 2, 29)


def test_a_count_without_a_time_begins_anew_at_midnight() -> None:
    assert AtMost("visits_today", 1).resumes_at == time(0)
