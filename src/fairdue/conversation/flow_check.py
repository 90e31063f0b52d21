"""The check of a flow: no step out of reach, no branch left open, no debt before the identity check.

Room: conversation. The check walks every way that a call can take, once with the identity checked and once
without, so that what may be said is known before anybody dials. What a flow owes to the customer beyond that
(read-backs, ways for what must come first, the next contact) is ``flow_duties``.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

from fairdue.conversation.flow import (
    CASE_CONDITIONS,
    END,
    ChoiceSpec,
    Condition,
    Effect,
    Flow,
    FlowFault,
    Step,
)
from fairdue.conversation.flow_duties import duty_faults
from fairdue.conversation.flow_fault import Fault, FaultKind, of_choice, of_step
from fairdue.conversation.moves import asking
from fairdue.conversation.origin import Origin
from fairdue.foundation.bilingual import Bilingual

# Words that tell a listener what the call is about, even without a number in the sentence.
_TELLTALE = re.compile(
    r"逾期|欠款|欠了|欠您|还款|催收|账单|账款|债|信用卡|贷款|利息|违约金|征信"
    r"|\b(?:overdue|arrears|debts?|owed?s?|repay\w*|loans?|credit cards?|interest|penalt\w+|instal\w+)\b",
    re.IGNORECASE,
)


def telltale_in(words: str) -> str | None:
    """The first word that tells of a debt, or None: what has one is not said before the identity check."""
    found = _TELLTALE.search(words)
    return found.group() if found else None


def check_flow(flow: Flow) -> Flow:
    """Return the flow when it is whole. Raises FlowFault that lists every fault found, one a line."""
    faults = faults_of(flow)
    if faults:
        raise FlowFault("\n".join(fault.line() for fault in faults))
    return flow


def faults_of(flow: Flow) -> list[Fault]:
    """Every fault of a flow; a walk through it needs targets that exist, so those come first and alone."""
    faults = list(_choice_faults(flow))
    if not faults:
        faults = [*_reach_faults(flow), *_disclosure_faults(flow), *duty_faults(flow)]
    return faults


def _all_choices(flow: Flow) -> Iterator[tuple[str, ChoiceSpec]]:
    for step in flow.steps.values():
        for choice in step.choices:
            yield step.step_id, choice
    for choice in flow.always:
        yield "", choice


_NAME_ONE = Bilingual("改成有的步骤，或加上这个步骤", "name a step that exists, or add it")
_WRITE_IT = Bilingual(
    "在 wording 里写上这一句，或改名", "write the sentence under wording, or correct the name"
)
_KEEP_ONE = Bilingual("只留一个", "keep one of them")


def _choice_faults(flow: Flow) -> Iterator[Fault]:
    if flow.first_step not in flow.steps:
        en = f"the first step {flow.first_step} does not exist"
        what = Bilingual(f"没有第一步 {flow.first_step}", en)
        yield Fault(FaultKind.UNKNOWN_STEP, flow.origin.at("first_step"), what, _NAME_ONE)
    for step in flow.steps.values():
        yield from _step_faults(flow, step)
    for step_id, choice in _all_choices(flow):
        yield from _ways_faults(flow, step_id, choice)
        yield from _one_choice(flow, step_id, choice)


def _step_faults(flow: Flow, step: Step) -> Iterator[Fault]:
    known = flow.wording.sentences
    for saying in step.say:
        if saying.sentence_id not in known:
            name = saying.sentence_id
            yield of_step(
                FaultKind.UNKNOWN_SENTENCE, step, zh=f"没有 {name} 这一句", en=f"no sentence {name}", mend=_WRITE_IT, key="say"
            )  # fmt: skip
    if not step.choices:
        mend = Bilingual("至少给一个回答", "give it at least one choice")
        en = "it has no choices, so a call would be stuck here"
        yield of_step(FaultKind.LOOP_WITHOUT_EXIT, step, zh="没有回答可选，通话会停在这里", en=en, mend=mend)
    left = next((choice for choice in step.choices if choice.choice_id == step.if_left), None)
    if step.if_left and (left is None or any(not ask.optional for ask in left.asks)):
        mend = Bilingual("写本步骤里一个不必填值的回答", "name a choice of this step that needs no value")
        en = f"if_left names {step.if_left}, which is no choice here that can be taken by itself"
        zh_left = f"if_left 写的 {step.if_left} 不是这里能单独成立的回答"
        yield of_step(FaultKind.UNKNOWN_STEP, step, zh=zh_left, en=en, mend=mend, key="if_left")
    choices = flow.choices_of(step.step_id)
    for what, zh, names in (
        ("key", "键", [choice.key for choice in choices]),
        ("choice", "回答", [choice.choice_id for choice in choices]),
    ):
        for name in sorted({name for name in names if names.count(name) > 1}):
            second = [choice for choice, one in zip(choices, names, strict=True) if one == name][1]
            text = Bilingual(
                f"步骤 {step.step_id}：{zh} {name} 出现两次",
                f"step {step.step_id}: the {what} {name} stands twice",
            )
            yield Fault(FaultKind.TWICE, second.origin, text, _KEEP_ONE)


def _ways_faults(flow: Flow, step_id: str, choice: ChoiceSpec) -> Iterator[Fault]:
    opened = Bilingual(
        "给它 `to`、留在原步骤的 `aside` 或 `stays: true`",
        "give it a `to`, an `aside` that stays where the call is, or `stays: true`",
    )
    if [bool(choice.ways), bool(choice.aside), choice.stays].count(True) != 1:
        en = "the branch is open: it leads nowhere, or two ways at once"
        yield of_choice(
            FaultKind.OPEN_BRANCH, step_id, choice, zh="分支没有去处，或有两个", en=en, mend=opened
        )
    for way in choice.ways:
        if way.to != END and way.to not in flow.steps:
            en = f"it leads to {way.to}, and there is no such step"
            yield of_choice(
                FaultKind.UNKNOWN_STEP, step_id, choice, zh=f"通向 {way.to}，没有这个步骤", en=en, mend=_NAME_ONE, key="to"
            )  # fmt: skip
        if way.when in CASE_CONDITIONS:
            en = f"{way.when} looks at the case; a way may only look at what was said"
            mend = Bilingual("换一个只看通话的条件", "take a condition on what was said")
            yield of_choice(
                FaultKind.WAY_BY_CASE, step_id, choice, zh=f"{way.when} 看的是案件", en=en, mend=mend
            )
    if choice.ways and choice.ways[-1].when is not None:
        mend = Bilingual("最后一条不带条件", "let the last way have no condition")
        en = "the branch is open; the last way must have no condition"
        yield of_choice(
            FaultKind.OPEN_BRANCH, step_id, choice, zh="最后一条去路带有条件", en=en, mend=mend, key="to"
        )
    if any(way.when is None for way in choice.ways[:-1]):
        mend = Bilingual("把它移到最后", "move it to the end")
        en = "a way after one without condition is never taken"
        yield of_choice(
            FaultKind.DEAD_WAY, step_id, choice, zh="无条件的去路后面还有去路", en=en, mend=mend, key="to"
        )


def _one_choice(flow: Flow, step_id: str, choice: ChoiceSpec) -> Iterator[Fault]:
    kinds = [ask.kind for ask in choice.asks]
    if len(set(kinds)) != len(kinds):
        mend = Bilingual("分成两步来问", "ask the second in another step")
        en = "it asks two values of the same kind; one turn carries one of each"
        yield of_choice(
            FaultKind.SAME_KIND_ASKED, step_id, choice, zh="问了两个同类的值", en=en, mend=mend, key="asks"
        )
    for sentence_id in (*choice.note, *choice.aside):
        if sentence_id not in flow.wording.sentences:
            key = "note" if sentence_id in choice.note else "aside"
            yield of_choice(
                FaultKind.UNKNOWN_SENTENCE, step_id, choice, zh=f"没有 {sentence_id} 这一句", en=f"no sentence {sentence_id}", mend=_WRITE_IT, key=key
            )  # fmt: skip
    if Effect.VERIFY_IDENTITY in choice.effects and not choice.settings.verified_by:
        mend = Bilingual("写上 sets: verified_by", "say by what (sets: verified_by)")
        en = "it verifies the identity and does not say by what"
        yield of_choice(
            FaultKind.VALUE_MISSING, step_id, choice, zh="核实了身份，没说凭什么", en=en, mend=mend
        )
    if Effect.GIVE_REASON in choice.effects and choice.settings.reason is None:
        mend = Bilingual("写上 sets: reason", "say which (sets: reason)")
        en = "it gives a reason and does not say which"
        yield of_choice(FaultKind.VALUE_MISSING, step_id, choice, zh="给了原因，没说是哪个", en=en, mend=mend)


def offered(choice: ChoiceSpec, *, verified: bool) -> bool:
    """Could this choice be offered in this state of the identity check?"""
    return _possible(choice.when, verified=verified)


def _possible(when: Condition | None, *, verified: bool) -> bool:
    if when is Condition.VERIFIED:
        return verified
    if when is Condition.UNVERIFIED:
        return not verified
    return True


def walk(flow: Flow) -> set[tuple[str, bool]]:
    """Every step with every state of the identity check in which a call can come to it."""
    seen = {(flow.first_step, False)}
    waiting = deque(seen)
    while waiting:
        step_id, verified = waiting.popleft()
        for choice in flow.choices_reached_by_words(step_id):
            if not offered(choice, verified=verified):
                continue
            kept = verified and not choice.settings.identity_lost
            after = kept or Effect.VERIFY_IDENTITY in choice.effects
            for way in choice.ways:
                state = (way.to, after)
                if way.to != END and _possible(way.when, verified=after) and state not in seen:
                    seen.add(state)
                    waiting.append(state)
    return seen


def _reach_faults(flow: Flow) -> Iterator[Fault]:
    reached = {step_id for step_id, _ in walk(flow)}
    for step_id, step in flow.steps.items():
        if step_id not in reached:
            mend = Bilingual("让一个回答通向它，或删掉", "lead to it or take it out")
            yield of_step(
                FaultKind.UNREACHABLE_STEP,
                step,
                zh="没有通话能走到这里",
                en="no call can come to it",
                mend=mend,
            )
    for step_id in sorted(reached - _steps_with_an_end(flow)):
        mend = Bilingual("给一个能结束通话的回答", "give one of its choices a way that comes to an end")
        en = "from here its own choices never come to an end"
        step = flow.steps[step_id]
        yield of_step(FaultKind.LOOP_WITHOUT_EXIT, step, zh="从这里永远走不到结束", en=en, mend=mend)


def _steps_with_an_end(flow: Flow) -> set[str]:
    """Steps from which the call can be finished by their own choices, without hanging up."""
    ends: set[str] = {END}
    while True:
        more = {step.step_id for step in flow.steps.values() if _leads_into(step, ends)} - ends
        if not more:
            return ends
        ends |= more


def _leads_into(step: Step, targets: set[str]) -> bool:
    return any(way.to in targets for choice in step.choices for way in choice.ways)


def _disclosure_faults(flow: Flow) -> Iterator[Fault]:
    for step_id, verified in sorted(walk(flow)):
        if verified:
            continue
        step = flow.steps[step_id]
        said = [saying.sentence_id for saying in step.say if _possible(saying.when, verified=False)]
        yield from _telling(flow, step.origin.at("say"), step_id, said)
        for choice in flow.choices_reached_by_words(step_id):
            if offered(choice, verified=False):
                asked = [
                    asking(ask.field) for ask in choice.asks if asking(ask.field) in flow.wording.sentences
                ]
                yield from _telling(flow, choice.origin, step_id, [*choice.aside, *asked])


def _telling(flow: Flow, origin: Origin, step_id: str, sentence_ids: Iterable[str]) -> Iterator[Fault]:
    mend = Bilingual("放到核实之后", "say it after the identity check")
    for sentence_id in sentence_ids:
        sentence = flow.wording.sentences[sentence_id]
        what: Bilingual | None = None
        if sentence.carries_debt:
            what = Bilingual(
                f"步骤 {step_id}：{sentence_id} 带有账务信息，核实身份前就能走到",
                f"step {step_id}: {sentence_id} has a debt fact and can be reached before the identity check",
            )
        else:
            found = _TELLTALE.search(sentence.words.zh) or _TELLTALE.search(sentence.words.en)
            if found:
                what = Bilingual(
                    f"步骤 {step_id}：{sentence_id} 说到“{found.group()}”，核实身份前就能走到",
                    f"step {step_id}: {sentence_id} says {found.group()!r} and can be reached before the check",
                )
        if what is not None:
            yield Fault(FaultKind.DEBT_BEFORE_CHECK, origin, what, mend)
