"""The playbook on disk: where flows, wording and result codes are read from, once per process.

Room: conversation. ``read_flow("first_call")`` is what operations and the desk hand to the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fairdue.casefile.disposition import ResultCode
from fairdue.conversation.flow import UNNAMED, ChoiceSpec, Flow, FlowFault, Step
from fairdue.conversation.flow_check import check_flow, walk
from fairdue.conversation.flow_reading import FlowHead, read_head, read_sentences, read_steps
from fairdue.conversation.flow_version import FlowText
from fairdue.conversation.result_code import CodeMeaning, read_code_meanings
from fairdue.conversation.wording import SentenceSpec, Wording

HEAD = "flow.yaml"


@cache
def read_flow(flow_id: str = "first_call") -> Flow:
    """Read one flow of the playbook, checked. Raises FlowFault with file and line where it has a hole."""
    return flow_of_text(flow_text(flow_id, root=files("fairdue_playbook")))


@cache
def flow_ids() -> tuple[str, ...]:
    """The flows of the playbook, the first call first."""
    return flow_ids_in(files("fairdue_playbook"))


def flow_ids_in(root: Traversable) -> tuple[str, ...]:
    """The flows of a playbook folder, those that build on no other first."""
    names = sorted(folder.name for folder in (root / "flows").iterdir() if (folder / HEAD).is_file())
    return tuple(sorted(names, key=lambda name: (name != "first_call", name)))


def flow_text(flow_id: str, *, root: Traversable) -> FlowText:
    """The texts of one flow of a playbook folder. Raises FlowFault when there is no such flow."""
    folder = root / "flows" / flow_id
    if not folder.is_dir():
        raise FlowFault(f"the playbook has no flow {flow_id}; it lies in fairdue_playbook/flows/{flow_id}")
    own = _texts(folder)
    head = _head_of(flow_id, own)
    below = flow_text(head.builds_on, root=root) if head.builds_on else None
    return FlowText(flow_id, own, {} if below else _texts(root / "wording"), below)


@cache
def code_meanings() -> Mapping[ResultCode, CodeMeaning]:
    """What each result code means."""
    text = (files("fairdue_playbook") / "result_codes.yaml").read_text(encoding="utf-8")
    return read_code_meanings(text, source="result_codes.yaml")


def _texts(folder: Traversable) -> dict[str, str]:
    return {
        file.name: file.read_text(encoding="utf-8")
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
        if file.name.endswith(".yaml")
    }


def _head_of(flow_id: str, flow_files: Mapping[str, str]) -> FlowHead:
    if HEAD not in flow_files:
        raise FlowFault(f"a flow needs {HEAD} with its id, first step, policy and always")
    return read_head(flow_files[HEAD], source=_named(flow_id, HEAD))


def _named(folder: str, name: str) -> str:
    """A file as a message names it: with the folder in which it lies."""
    return f"{folder}/{name}" if folder else name


def flow_of_text(text: FlowText) -> Flow:
    """The flow of one version, checked. Raises FlowFault."""
    return replace(check_flow(assemble(text)), version=text.digest, text=text)


def flow_of_kept(text: FlowText) -> Flow:
    """The flow of a version on which a call was held: it was sound then, and is not judged by today's check."""
    return replace(assemble(text), version=text.digest, text=text)


def flow_from(flow_files: Mapping[str, str], *, wording: Mapping[str, str]) -> Flow:
    """Put a flow together from the texts of its files and of the wording, by file name, and check it."""
    return flow_of_text(FlowText("", flow_files, wording))


def assemble(text: FlowText) -> Flow:
    """Put a flow together without checking whether its parts fit. Raises FlowFault where a file cannot be read."""
    head = _head_of(text.flow_id, text.files)
    below = assemble(text.builds_on) if text.builds_on else None
    own = _steps_from(text.flow_id, text.files)
    own = {name: _filled_from(step, below) for name, step in own.items()}
    if below is None:
        if head.policy is None:
            raise FlowFault(f"{HEAD}:1: policy must be given")
        wording = _wording_from("wording" if text.flow_id else "", text.wording)
        return Flow(
            flow_id=head.flow_id,
            first_step=head.first_step,
            steps=own,
            always=head.always,
            policy=head.policy,
            wording=wording,
            title=head.title,
            origin=head.origin,
        )
    flow = Flow(
        flow_id=head.flow_id,
        first_step=head.first_step or below.first_step,
        steps={**below.steps, **own},
        always=_over(below.always, head.always),
        policy=head.policy or below.policy,
        wording=below.wording,
        title=head.title,
        origin=head.origin,
    )
    return _without_idle_steps(flow, own)


def _steps_from(flow_id: str, flow_files: Mapping[str, str]) -> dict[str, Step]:
    steps: dict[str, Step] = {}
    for name, text in flow_files.items():
        if name == HEAD:
            continue
        for step in read_steps(text, source=_named(flow_id, name)):
            if step.step_id in steps:
                first = steps[step.step_id].origin
                raise FlowFault(f"{step.origin}: step {step.step_id} stands in {first} already; keep one")
            steps[step.step_id] = step
    return steps


def _filled_from(step: Step, below: Flow | None) -> Step:
    """A step that builds on one of the flow below, with what it leaves out taken from there."""
    if not step.builds_on:
        return step
    base = below.steps.get(step.builds_on) if below else None
    if base is None:
        place = step.origin.at("builds_on")
        raise FlowFault(
            f"{place}: step {step.step_id}: it builds on {step.builds_on}, which the flow below does not have; "
            "name a step of the flow below, or write the step out"
        )
    return replace(
        step,
        title=step.title if step.title != UNNAMED else base.title,
        stage=base.stage,
        say=step.say or base.say,
        never_say=step.never_say or base.never_say,
        choices=_over(base.choices, step.choices),
        everywhere=base.everywhere,
        if_left=step.if_left or base.if_left,
    )


def _over(below: tuple[ChoiceSpec, ...], own: tuple[ChoiceSpec, ...]) -> tuple[ChoiceSpec, ...]:
    """The answers of the flow below, each with an own one of the same id in its place, and the other own ones after."""
    mine = {choice.choice_id: choice for choice in own}
    kept = tuple(mine.pop(choice.choice_id, choice) for choice in below)
    return (*kept, *mine.values())


def _without_idle_steps(flow: Flow, own: Mapping[str, Step]) -> Flow:
    """Leave out what was taken from the flow below and no call of this one comes to."""
    known = {*flow.steps, "end"}
    targets = {way.to for step in flow.steps.values() for choice in step.choices for way in choice.ways}
    if not targets <= known or flow.first_step not in known:
        return flow  # the check will say so
    reached = {step_id for step_id, _ in walk(flow)}
    steps = {name: step for name, step in flow.steps.items() if name in reached or name in own}
    return replace(flow, steps=steps)


def _wording_from(folder: str, wording_files: Mapping[str, str]) -> Wording:
    sentences: dict[str, SentenceSpec] = {}
    for name, text in wording_files.items():
        for sentence in read_sentences(text, source=_named(folder, name)):
            if sentence.sentence_id in sentences:
                raise FlowFault(f"{sentence.origin}: {sentence.sentence_id} stands in another file already")
            sentences[sentence.sentence_id] = sentence
    return Wording(sentences)
