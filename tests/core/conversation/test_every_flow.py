"""What holds for every flow: seeded calls reach every step and answer, and nothing of the debt leaks before the check."""

from __future__ import annotations

import dataclasses
import io
import logging
import random
from datetime import timedelta

import pytest
from rich.console import Console

from core.conversation.call_builder import NOW, Call, a_case
from core.conversation.test_follow_up_flows import BROKEN, CLAIMED, NOT_FOUND, PLAN, PROMISED, after
from fairdue.casefile.case import CaseFile
from fairdue.cli.talk import _propose, _show
from fairdue.conversation.flow import ChoiceSpec, Flow
from fairdue.conversation.heard import Heard
from fairdue.conversation.moves import find_choice, open_choices
from fairdue.conversation.playbook import flow_ids, read_flow
from fairdue.conversation.prompt import AskKind
from fairdue.conversation.suggestion import suggest_next
from fairdue.foundation.civil import civil_date
from fairdue.operations.converse import CallUnderWay

SEED = 20261125
DEBT_WORDS = (
    "12,850.36", "11,200", "1,300.36", "信用卡", "credit card", "逾期", "overdue", "2026年2月27日", "27 February",
    "2,000", "3,500", "分期里", "Of your plan", "上次您说", "Last time you said",
)  # fmt: skip
WORDS = (
    "我是本人", "你们是谁", "我老婆接的", "尾号0000", "尾号9999", "没钱", "我已经还过了", "下周五还两千", "别再打了",
    "不想活了", "我要投诉", "什么事啊", "一共欠多少", "不方便，明天下午三点再打", "他去世了", "好的", "不对", "我失业了",
    "我就是不还", "可以分期吗", "我是他的AI助理", "speak english please",
)  # fmt: skip


def a_case_of(flow_id: str, chance: random.Random) -> CaseFile:
    """A case that the flow is for, with all facts or with few."""
    case = a_case(periods=chance.choice([None, 1, 5]), full=chance.random() < 0.8)
    happened = {
        "broken_promise": (PROMISED, BROKEN),
        "claim_not_found": (CLAIMED, NOT_FOUND),
        "plan_in_arrears": (PLAN,),
    }.get(flow_id, ())
    return after(*happened, case=case)


def values(spec: ChoiceSpec, chance: random.Random) -> Heard:
    """A turn with values that can be taken."""
    heard = Heard(spec.choice_id)
    for ask in spec.asks:
        if ask.optional and chance.random() < 0.4:
            continue
        match ask.kind:
            case AskKind.AMOUNT:
                heard = dataclasses.replace(heard, amount_fen=1_000)
            case AskKind.DATE:
                days = -1 if ask.field.value == "paid_on" else 3
                heard = dataclasses.replace(heard, on=civil_date(NOW) + timedelta(days=days))
            case AskKind.TIME:
                # Late in the evening only where the customer may consent to it.
                heard = dataclasses.replace(heard, at=NOW + timedelta(hours=chance.choice([3, 12.5])))
            case AskKind.CHANNEL:
                heard = dataclasses.replace(heard, channel="wechat")
            case AskKind.TEXT:
                heard = dataclasses.replace(heard, text="说了一些话")
    return heard


@pytest.mark.parametrize("flow_id", flow_ids())
def test_seeded_calls_reach_every_step_and_every_answer_and_every_way(flow_id: str) -> None:
    """Each call prefers answers that no call before it gave, so that few calls see all."""
    chance = random.Random(SEED)
    flow = read_flow(flow_id)
    wanted = {
        (step.step_id, choice.choice_id, way.to)
        for step in flow.steps.values()
        for choice in step.choices
        for way in choice.ways
    }
    wanted |= {("", choice.choice_id, way.to) for choice in flow.always for way in choice.ways}
    wanted |= {("", choice.choice_id, "aside") for choice in flow.always if choice.aside}
    seen: set[tuple[str, str, str]] = set()
    steps: set[str] = set()
    calls = 0
    while wanted - seen and calls < 12_000:
        calls += 1
        call = Call(a_case_of(flow_id, chance), flow_id=flow_id)
        for _ in range(30):
            if call.session.closed:
                break
            before = call.session
            steps.add(before.step)
            spec = _pick(call, seen, chance)
            if not call.turn(values(spec, chance)).accepted:
                continue
            own = spec in flow.steps[before.step].choices
            at = "end" if call.session.closed else call.session.step if spec.ways else "aside"
            seen.add((before.step if own else "", spec.choice_id, at))
    assert steps == set(flow.steps)
    assert wanted - seen == set()


def _pick(call: Call, seen: set[tuple[str, str, str]], chance: random.Random) -> ChoiceSpec:
    """Mostly an answer on the shortest way to one that no call gave yet; sometimes any."""
    flow, step = call.session.flow, call.session.step
    offered = open_choices(session=call.session, case=call.case)
    own = [choice for choice in offered if choice in flow.steps[step].choices]
    fresh = [c for c in own if any((step, c.choice_id, way.to) not in seen for way in c.ways)]
    fresh += [
        c
        for c in offered
        if c not in own and ("", c.choice_id, c.ways[0].to if c.ways else "aside") not in seen
    ]
    if chance.random() < 0.25:
        return chance.choice(own if own and chance.random() < 0.7 else offered)
    if fresh and chance.random() < 0.8:
        return chance.choice(fresh)
    far = _distances(flow, seen)
    nearest = min((far.get(way.to, 99) for c in own for way in c.ways), default=99)
    closer = [c for c in own if any(far.get(way.to, 99) == nearest for way in c.ways)]
    return chance.choice(closer or offered)


def _distances(flow: Flow, seen: set[tuple[str, str, str]]) -> dict[str, int]:
    """How many answers lead from each step to one with an answer that no call gave yet."""
    far = {
        step.step_id: 0
        for step in flow.steps.values()
        if any((step.step_id, c.choice_id, way.to) not in seen for c in step.choices for way in c.ways)
    }
    distance = 0
    while True:
        distance += 1
        more = {
            step.step_id: distance
            for step in flow.steps.values()
            if step.step_id not in far and any(way.to in far for c in step.choices for way in c.ways)
        }
        if not more:
            return far
        far |= more


@pytest.mark.parametrize("flow_id", flow_ids())
def test_nothing_of_the_debt_is_shown_told_or_logged_before_the_check(
    flow_id: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Random calls of keys and words, and everything that renders: prompt, suggestion, proposals, terminal, repr, log."""
    caplog.set_level(logging.DEBUG)
    chance = random.Random(SEED + 1)
    for _ in range(60):
        call = Call(a_case_of(flow_id, chance), flow_id=flow_id)
        for _ in range(12):
            if call.session.closed:
                break
            if chance.random() < 0.5:
                answer = call.turn(Heard("", text=chance.choice(WORDS)))
                proposals = answer.proposals
                if proposals and chance.random() < 0.7:
                    call.turn(proposals[0].heard)
            else:
                offered = open_choices(session=call.session, case=call.case)
                spec = find_choice(call.session, chance.choice(offered).choice_id)
                assert spec is not None
                proposals = call.turn(values(spec, chance)).proposals
            if not call.session.verified and not call.session.closed:
                _nothing_told(call, proposals)
    assert not any(word in caplog.text for word in DEBT_WORDS)


def _nothing_told(call: Call, proposals: tuple[object, ...]) -> None:
    told = []
    for language in ("zh", "en"):
        prompt = call.prompt(language)
        screen = Console(file=io.StringIO(), width=200)
        under_way = CallUnderWay(call.case, call.session, prompt, (), proposals)  # type: ignore[arg-type]
        _show(prompt, (), screen)
        _propose(under_way, screen)
        assert isinstance(screen.file, io.StringIO)
        told += [screen.file.getvalue(), repr(prompt), repr(call.session), repr(proposals)]
        assert not prompt.debt_visible and not prompt.note
    told.append(repr(suggest_next(session=call.session, case=call.case, as_of=call.as_of)))
    for text in told:
        assert not any(word in text for word in DEBT_WORDS), (call.session.step, text)
