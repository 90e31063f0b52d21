"""The flows of guided calls for programs: their steps, answers and the ids of what is said; data, of nobody."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Schema

from fairdue.conversation.flow import ChoiceSpec, Flow
from fairdue.conversation.playbook import flow_ids
from fairdue.operations.flow_versions import flow_in_force
from fairdue_desk.rest.access import staff_with
from fairdue_desk.rest.measures import Text
from fairdue_desk.rest.problems import Problem
from fairdue_desk.screens.permissions import Right
from fairdue_desk.wiring import house

router = Router(tags=["guided calls"])


class AnswerOut(Schema):
    """One answer of a step: what it asks for and where it may lead; without a way the call stays where it is."""

    choice: str
    key: str
    label: Text
    asks: list[str]
    to: list[str]
    care: bool


class StepOut(Schema):
    """One step and the sentences that may be said there."""

    step: str
    title: Text
    stage: str
    sentence_ids: list[str]
    choices: list[AnswerOut]


class FlowOut(Schema):
    """One flow in the version on which a call begins today. ``always`` is open at nearly every step."""

    flow: str
    title: Text
    version: str
    first_step: str
    steps: list[StepOut]
    always: list[AnswerOut]


@router.get(
    "", response={200: list[FlowOut], 401: Problem, 403: Problem}, summary="The flows of guided calls"
)
def flows(request: HttpRequest) -> list[FlowOut]:
    """Every flow of the playbook that is in force, the first call first."""
    staff_with(request, Right.HOME)
    return [_flow_out(flow_in_force(house(), flow_id)) for flow_id in flow_ids()]


def _flow_out(flow: Flow) -> FlowOut:
    return FlowOut(
        flow=flow.flow_id,
        title=Text(zh=flow.title.zh, en=flow.title.en),
        version=flow.version,
        first_step=flow.first_step,
        steps=[
            StepOut(
                step=step.step_id,
                title=Text(zh=step.title.zh, en=step.title.en),
                stage=step.stage.value,
                sentence_ids=[saying.sentence_id for saying in step.say],
                choices=[_answer_out(choice) for choice in step.choices],
            )
            for step in flow.steps.values()
        ],
        always=[_answer_out(choice) for choice in flow.always],
    )


def _answer_out(choice: ChoiceSpec) -> AnswerOut:
    return AnswerOut(
        choice=choice.choice_id,
        key=choice.key,
        label=Text(zh=choice.label.zh, en=choice.label.en),
        asks=[ask.kind.value for ask in choice.asks],
        to=[way.to for way in choice.ways],
        care=choice.care,
    )
