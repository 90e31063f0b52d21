"""The check of a flow: no step out of reach, no branch left open, no debt before the identity check.

Room: conversation. The check walks every way that a call can take, once with the identity checked and once
without, so that what may be said is known before anybody dials.
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


def check_flow(flow: Flow, *, files: dict[str, str]) -> Flow:
    """Return the flow when it is whole. ``files`` names the file of each step, for the message.

    Raises FlowFault that lists every fault found, one a line.
    """
    faults = list(_choice_faults(flow, files))
    if not faults:  # the walk needs targets that exist
        faults = [*_reach_faults(flow, files), *_disclosure_faults(flow, files), *_note_faults(flow, files)]
    if faults:
        raise FlowFault("\n".join(faults))
    return flow


def _all_choices(flow: Flow, files: dict[str, str]) -> Iterator[tuple[str, ChoiceSpec]]:
    for step in flow.steps.values():
        for choice in step.choices:
            yield f"{files[step.step_id]}: step {step.step_id}: choice {choice.choice_id}", choice
    for choice in flow.always:
        yield f"{files['']}: always: choice {choice.choice_id}", choice


def _choice_faults(flow: Flow, files: dict[str, str]) -> Iterator[str]:
    if flow.first_step not in flow.steps:
        yield f"{files['']}: the first step {flow.first_step} does not exist"
    known = flow.wording.sentences
    for step in flow.steps.values():
        where = f"{files[step.step_id]}: step {step.step_id}"
        yield from (f"{where}: no sentence {s.sentence_id}" for s in step.say if s.sentence_id not in known)
        if not step.choices:
            yield f"{where}: it has no choices, so a call would be stuck here"
        for what, names in (
            ("key", [choice.key for choice in flow.choices_of(step.step_id)]),
            ("choice", [choice.choice_id for choice in flow.choices_of(step.step_id)]),
        ):
            doubled = sorted({name for name in names if names.count(name) > 1})
            yield from (f"{where}: the {what} {name} stands twice" for name in doubled)
    for where, choice in _all_choices(flow, files):
        yield from _one_choice(flow, where, choice)


def _one_choice(flow: Flow, where: str, choice: ChoiceSpec) -> Iterator[str]:
    if bool(choice.ways) == bool(choice.aside):
        yield f"{where}: the branch is open; give it a `to`, or an `aside` that stays where the call is"
    for way in choice.ways:
        if way.to != END and way.to not in flow.steps:
            yield f"{where}: it leads to {way.to}, and there is no such step"
        if way.when in CASE_CONDITIONS:
            yield f"{where}: {way.when} looks at the case; a way may only look at what was said"
    if choice.ways and choice.ways[-1].when is not None:
        yield f"{where}: the branch is open; the last way must have no condition"
    if any(way.when is None for way in choice.ways[:-1]):
        yield f"{where}: a way after one without condition is never taken"
    kinds = [ask.kind for ask in choice.asks]
    if len(set(kinds)) != len(kinds):
        yield f"{where}: it asks two values of the same kind; one turn carries one of each"
    for sentence_id in (*choice.note, *choice.aside):
        if sentence_id not in flow.wording.sentences:
            yield f"{where}: no sentence {sentence_id}"
    if Effect.VERIFY_IDENTITY in choice.effects and not choice.settings.verified_by:
        yield f"{where}: it verifies the identity and does not say by what (sets: verified_by)"
    if Effect.GIVE_REASON in choice.effects and choice.settings.reason is None:
        yield f"{where}: it gives a reason and does not say which (sets: reason)"


def offered(choice: ChoiceSpec, *, verified: bool) -> bool:
    """Could this choice be offered in this state of the identity check?"""
    return _possible(choice.when, verified=verified)


def _possible(when: Condition | None, *, verified: bool) -> bool:
    if when is Condition.VERIFIED:
        return verified
    if when is Condition.UNVERIFIED:
        return not verified
    return True


def _walk(flow: Flow) -> set[tuple[str, bool]]:
    """Every step with every state of the identity check in which a call can come to it."""
    seen = {(flow.first_step, False)}
    waiting = deque(seen)
    while waiting:
        step_id, verified = waiting.popleft()
        for choice in flow.choices_of(step_id):
            if not offered(choice, verified=verified):
                continue
            after = verified or Effect.VERIFY_IDENTITY in choice.effects
            for way in choice.ways:
                state = (way.to, after)
                if way.to != END and _possible(way.when, verified=after) and state not in seen:
                    seen.add(state)
                    waiting.append(state)
    return seen


def _reach_faults(flow: Flow, files: dict[str, str]) -> Iterator[str]:
    reached = {step_id for step_id, _ in _walk(flow)}
    for step_id in flow.steps:
        if step_id not in reached:
            yield f"{files[step_id]}: step {step_id}: no call can come to it; lead to it or take it out"
    ends = _steps_with_an_end(flow)
    for step_id in sorted(reached - ends):
        yield f"{files[step_id]}: step {step_id}: from here its own choices never come to an end"


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


def _disclosure_faults(flow: Flow, files: dict[str, str]) -> Iterator[str]:
    for step_id, verified in sorted(_walk(flow)):
        if verified:
            continue
        step = flow.steps[step_id]
        where = f"{files[step_id]}: step {step_id}"
        said = [saying.sentence_id for saying in step.say if _possible(saying.when, verified=False)]
        for choice in flow.choices_of(step_id):
            if offered(choice, verified=False):
                said += choice.aside
        yield from _telling(flow, where, said)


def _telling(flow: Flow, where: str, sentence_ids: Iterable[str]) -> Iterator[str]:
    for sentence_id in sentence_ids:
        sentence = flow.wording.sentences[sentence_id]
        if sentence.carries_debt:
            yield f"{where}: {sentence_id} has a debt fact and can be reached before the identity check"
            continue
        for words in (sentence.words.zh, sentence.words.en):
            found = _TELLTALE.search(words)
            if found:
                yield f"{where}: {sentence_id} says {found.group()!r} and can be reached before the check"


def _note_faults(flow: Flow, files: dict[str, str]) -> Iterator[str]:
    for where, choice in _all_choices(flow, files):
        if any(way.to == END for way in choice.ways) and not choice.note and choice.code is not None:
            yield f"{where}: it ends the call with a code and writes no note"
