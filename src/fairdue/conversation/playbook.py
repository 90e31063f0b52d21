"""The playbook on disk: where flows, wording and result codes are read from, once per process.

Room: conversation. ``read_flow("first_call")`` is what operations and the desk hand to the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from fairdue.casefile.disposition import ResultCode
from fairdue.conversation.flow import Flow, FlowFault, Step
from fairdue.conversation.flow_check import check_flow
from fairdue.conversation.flow_reading import read_head, read_sentences, read_steps
from fairdue.conversation.result_code import CodeMeaning, read_code_meanings
from fairdue.conversation.wording import SentenceSpec, Wording

_HEAD = "flow.yaml"


@cache
def read_flow(flow_id: str = "first_call") -> Flow:
    """Read one flow of the playbook, checked. Raises FlowFault with file and step where it has a hole."""
    root = files("fairdue_playbook")
    folder = root / "flows" / flow_id
    if not folder.is_dir():
        raise FlowFault(f"the playbook has no flow {flow_id}; it lies in fairdue_playbook/flows/{flow_id}")
    return flow_from(_texts(folder), wording=_texts(root / "wording"))


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


def flow_from(flow_files: Mapping[str, str], *, wording: Mapping[str, str]) -> Flow:
    """Put a flow together from the texts of its files and of the wording, by file name, and check it."""
    if _HEAD not in flow_files:
        raise FlowFault(f"a flow needs {_HEAD} with its id, first step, policy and always")
    head = read_head(flow_files[_HEAD], source=_HEAD)
    steps: dict[str, Step] = {}
    places = {"": _HEAD}
    for source, text in flow_files.items():
        if source == _HEAD:
            continue
        for step in read_steps(text, source=source):
            if step.step_id in steps:
                raise FlowFault(f"{source}: step {step.step_id} stands in {places[step.step_id]} already")
            steps[step.step_id] = step
            places[step.step_id] = source
    flow = Flow(head.flow_id, head.first_step, steps, head.always, head.policy, _wording_from(wording))
    return check_flow(flow, files=places)


def _wording_from(wording_files: Mapping[str, str]) -> Wording:
    sentences: dict[str, SentenceSpec] = {}
    for source, text in wording_files.items():
        for sentence in read_sentences(text, source=source):
            if sentence.sentence_id in sentences:
                raise FlowFault(f"{source}: {sentence.sentence_id} stands in another file already")
            sentences[sentence.sentence_id] = sentence
    return Wording(sentences)
