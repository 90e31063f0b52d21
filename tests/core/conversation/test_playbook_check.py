"""Every kind of fault that can be planted in a playbook is found, with file, line and mend."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fairdue.conversation.flow_fault import FaultKind
from fairdue.conversation.flow_graph import as_dot, as_mermaid, graph_of
from fairdue.conversation.flow_svg import as_svg
from fairdue.conversation.playbook import flow_ids, read_flow
from fairdue.conversation.playbook_check import PlaybookReport, check_playbook

SHIPPED = Path(str(files("fairdue_playbook")))
FLOW = "flows/first_call/"
MORE_MONEY = "        when: nothing_settled\n"

PLANTS = [
    # kind, file, what stands there, what is planted, what stands on the line that must be named
    (FaultKind.UNKNOWN_STEP, FLOW + "opening.yaml", "to: verify_failed}", "to: nowhere}", "to: nowhere}"),
    (FaultKind.UNKNOWN_STEP, FLOW + "flow.yaml", "first_step: line", "first_step: hello", "first_step: hello"),
    (
        FaultKind.UNKNOWN_SENTENCE,
        FLOW + "opening.yaml",
        "say: [verify.failed]",
        "say: [verify.lost]",
        "say: [verify.lost]",
    ),
    (
        FaultKind.UNREACHABLE_STEP,
        FLOW + "opening.yaml",
        "to: self_check}",
        "to: callback}",
        "- id: self_check\n",
    ),
    (FaultKind.OPEN_BRANCH, FLOW + "branch.yaml", "          - {to: paid_read_back}\n", "", "        to:\n"),
    (
        FaultKind.DEAD_WAY,
        FLOW + "branch.yaml",
        "          - {when: paid_amount_missing, to: paid_ask_amount}\n",
        "          - {to: paid_ask_amount}\n",
        "        to:\n",
    ),
    (
        FaultKind.LOOP_WITHOUT_EXIT,
        FLOW + "opening.yaml",
        "label: {zh: 结束通话, en: end the call}, code: HU, note: [note.self_check], to: end}",
        "label: {zh: 再来, en: again}, to: self_check}",
        "- id: self_check\n",
    ),
    (FaultKind.TWICE, FLOW + "inquiry.yaml", 'key: "2"', 'key: "1"', "- {id: paid, key"),
    (
        FaultKind.WAY_BY_CASE,
        FLOW + "branch.yaml",
        "{when: paid_on_missing, to",
        "{when: few_periods, to",
        "- id: told\n",
    ),
    (
        FaultKind.SAME_KIND_ASKED,
        FLOW + "branch.yaml",
        "asks: [promise_at, pay_channel]",
        "asks: [promise_at, callback_at]",
        "asks: [promise_at, callback_at]",
    ),
    (
        FaultKind.VALUE_MISSING,
        FLOW + "inquiry.yaml",
        "sets: {reason: forgot}, effects: [give_reason], note: [note.debt_stated, note.reason], to: today}",
        "effects: [give_reason], note: [note.debt_stated, note.reason], to: today}",
        "effects: [give_reason], note: [note.debt_stated, note.reason], to: today}",
    ),
    (
        FaultKind.DEBT_BEFORE_CHECK,
        FLOW + "opening.yaml",
        "say: [callback.ask]",
        "say: [callback.ask, debt.amount]",
        "say: [callback.ask, debt.amount]",
    ),
    (
        FaultKind.NO_READ_BACK,
        FLOW + "commitment.yaml",
        "    say: [promise.read_back_part]\n    choices:\n      - {id: agreed, key: \"1\", hears: [agree, identity_confirm, promise, pay_now]",
        "    say: [promise.next]\n    choices:\n      - {id: agreed, key: \"1\", hears: [agree, identity_confirm, promise, pay_now]",
        "PLANT+2",
    ),
    (
        FaultKind.SAFETY_WITHOUT_WAY,
        FLOW + "flow.yaml",
        "    hears: [distress]\n",
        "    words: [distress]\n",
        "always:\n",
    ),
    (
        FaultKind.SAFETY_TO_MONEY,
        FLOW + "care.yaml",
        "    say: [stop.noted]\n    choices:\n",
        "    say: [stop.noted]\n    choices:\n      - {id: back, key: \"7\", label: {zh: 继续, en: go on}, to: able}\n",
        None,
    ),
    (
        FaultKind.HEARD_TWICE,
        FLOW + "branch.yaml",
        'key: "6", hears: [refuse]',
        'key: "6", hears: [refuse, request_plan]',
        'key: "6", hears: [refuse, request_plan]',
    ),
    (
        FaultKind.NO_NOTE,
        FLOW + "opening.yaml",
        "code: HU, note: [note.self_check], to: end}",
        "code: HU, to: end}",
        "code: HU, to: end}",
    ),
    (
        FaultKind.NO_NEXT_CONTACT,
        FLOW + "care.yaml",
        "say: [dispute.noted, dispute.evidence, close.quiet]",
        "say: [close.quiet]",
        "to: dispute_noted}",
    ),
    (
        FaultKind.NO_CLOSE,
        FLOW + "care.yaml",
        "say: [dispute.noted, dispute.evidence, close.quiet]",
        "say: [dispute.noted]",
        "say: [dispute.noted]",
    ),
    (FaultKind.NOT_ASKED, "wording/others.yaml", "  ask.instalment:", "  ask.monthly:", None),
    (
        FaultKind.UNGUARDED_WORDS,
        "wording/branch.yaml",
        "没关系，谁都有忘记的时候。",
        "再不还我们就通知您单位和家人，",
        "  today.ask:\n",
    ),
    (
        FaultKind.UNREADABLE,
        "wording/debt.yaml",
        "slots: [balance]",
        "slots: [bilance]",
        "slots: [bilance]",
    ),
    (FaultKind.UNREADABLE, "wording/debt.yaml", "    slots: [balance]\n", "", "是{balance}。"),
    (FaultKind.UNREADABLE, "wording/care.yaml", "    en: You can call the counselling", "    fr: You can call the", "    fr: You can"),
    (FaultKind.UNREADABLE, FLOW + "care.yaml", "effects: [learn_death]", "effects: [learn_deth]", "[learn_deth]"),
    (FaultKind.UNREADABLE, FLOW + "care.yaml", "    say: [stop.noted]\n", "    say: [stop.noted]\n    say: [stop.noted]\n", "PLANT+1"),
    (FaultKind.UNREADABLE, FLOW + "flow.yaml", "hears: [complaint]", "hears: [grumble]", "hears: [grumble]"),
    (FaultKind.UNREADABLE, FLOW + "care.yaml", "title: {zh: 安全第一, en: Safety first}", "title: {zh: 安全第一}", "title: {zh: 安全第一}"),
]  # fmt: skip


def checked(folder: Path) -> PlaybookReport:
    return check_playbook(folder, languages=("zh",))


def test_the_shipped_playbook_is_clean() -> None:
    report = checked(SHIPPED)
    assert report.found == ()
    assert len(report.judged) >= 170 and set(report.flow_ids) == set(flow_ids())


def test_at_least_twelve_kinds_of_fault_are_planted_here() -> None:
    assert len({kind for kind, *_ in PLANTS}) >= 18
    assert {kind for kind, *_ in PLANTS} == set(FaultKind)


@pytest.mark.parametrize(
    ("kind", "file", "sound", "broken", "named"),
    PLANTS,
    ids=lambda part: part if isinstance(part, FaultKind) else "",
)
def test_a_planted_fault_is_found_with_file_line_and_mend(
    tmp_path: Path, kind: FaultKind, file: str, sound: str, broken: str, named: str | None
) -> None:
    playbook = tmp_path / "playbook"
    shutil.copytree(SHIPPED, playbook)
    text = (playbook / file).read_text(encoding="utf-8")
    assert sound in text, "the fault must be planted somewhere"
    start = text.index(sound)
    planted = text[:start] + broken + text[start + len(sound) :]
    (playbook / file).write_text(planted, encoding="utf-8")
    report = checked(playbook)
    mine = [found for found in report.found if found.kind is kind]
    assert mine, report.found
    name = "/".join(Path(file).parts[-2:])
    lines = {found.line.en for found in mine if found.line.en.startswith(f"{name}:")}
    if named is None:
        assert all(":" in found.line.en for found in mine)
        return
    if named.startswith("PLANT+"):
        line = planted.count("\n", 0, start) + 1 + int(named.removeprefix("PLANT+"))
        wanted = {line}
    else:
        wanted = {n for n, one in enumerate(planted.splitlines(keepends=True), 1) if named in one}
    assert wanted & {int(line.split(":")[1]) for line in lines}, (wanted, lines)
    for found in mine:
        assert found.line.zh and any(sign in found.line.en for sign in ("; ", "known:", "none of", "must be"))


def test_a_flow_that_cannot_be_read_does_not_hide_the_faults_of_the_others(tmp_path: Path) -> None:
    playbook = tmp_path / "playbook"
    shutil.copytree(SHIPPED, playbook)
    head = playbook / "flows" / "spare" / "flow.yaml"
    head.parent.mkdir()
    head.write_text("id: spare\nbuilds_on: first_call\n", encoding="utf-8")
    report = checked(playbook)
    assert [found.line.en for found in report.found] == ["spare/flow.yaml:1: title: zh must be a text"]
    assert report.judged


@pytest.mark.parametrize("flow_id", flow_ids())
def test_every_flow_is_drawn_whole_in_three_forms(flow_id: str) -> None:
    flow = read_flow(flow_id)
    graph = graph_of(flow)
    dot, mermaid, svg = as_dot(graph, "en"), as_mermaid(graph, "zh"), as_svg(graph, "zh")
    root = ElementTree.fromstring(svg)
    boxes = list(root.iter("{http://www.w3.org/2000/svg}g"))
    assert len(boxes) == len(flow.steps) + 1, "every step once, and what is open at any time"
    places = [(box[1].get("x"), box[1].get("y")) for box in boxes]
    assert len(set(places)) == len(places), "no box lies on another"
    for step_id in flow.steps:
        assert f'"{step_id}"' in dot and f"n_{step_id}[" in mermaid


@pytest.mark.parametrize("flow_id", flow_ids())
def test_the_drawings_in_the_documents_are_of_this_playbook(flow_id: str) -> None:
    drawn = Path(__file__).parents[3] / "docs" / "flows" / f"{flow_id}.svg"
    wanted = as_svg(graph_of(read_flow(flow_id)), "zh")
    assert drawn.read_text(encoding="utf-8") == wanted, (
        f"draw it anew: FAIRDUE_LANG=zh fairdue playbook graph {flow_id} > docs/flows/{flow_id}.svg"
    )
