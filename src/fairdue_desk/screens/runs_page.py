"""The runs of the end of a day (日终): each step with its state, what it counted and how long it took."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.order import STEPS, step_named
from fairdue.operations.run_ports import RunRecord, StepRecord, StepState
from fairdue_desk.screens.feedback_words import tabs_for
from fairdue_desk.screens.permissions import Right, Staff, screen
from fairdue_desk.wiring import house

RUNS_SHOWN = 14
STATES = {
    StepState.RUNNING: (Bilingual("进行中或中断", "under way or cut off"), "tag-warn"),
    StepState.FAILED: (Bilingual("未通过", "failed"), "tag-bad"),
    StepState.FINISHED: (Bilingual("完成", "finished"), "tag-good"),
}
COUNT_WORDS: dict[str, Bilingual] = {
    "cases": Bilingual("查看案件", "cases looked at"),
    "ClaimResolved": Bilingual("查账结论", "claims resolved"),
    "PromiseJudged": Bilingual("承诺判定", "promises judged"),
    "HoldReleased": Bilingual("停催解除", "holds released"),
    "HoldPlaced": Bilingual("停催", "holds placed"),
    "ArrangementStateChanged": Bilingual("分期变动", "plans changed"),
    "CaseClosed": Bilingual("结清", "cases settled"),
    "CaseReopened": Bilingual("恢复在办", "cases opened again"),
    "CaseReturned": Bilingual("退案", "cases returned"),
    "payments": Bilingual("还款笔数", "payments"),
    "paid_fen": Bilingual("还款合计", "paid"),
    "files": Bilingual("文件", "files"),
    "rows": Bilingual("行数", "rows"),
    "paid_in_period_fen": Bilingual("期内还款", "paid in the period"),
    "refused": Bilingual("闸门拒绝", "refused by the gate"),
    "creditors_without_template": Bilingual("无模板委托方", "creditors without a template"),
    "steps": Bilingual("步骤", "steps"),
    "complaint": Bilingual("投诉", "complaints"),
    "complaint_oldest_days": Bilingual("最早投诉天数", "days of the oldest complaint"),
    "dispute": Bilingual("争议", "disputes"),
    "dispute_oldest_days": Bilingual("最早争议天数", "days of the oldest dispute"),
    "hardship": Bilingual("困难核实", "hardships"),
    "hardship_oldest_days": Bilingual("最早困难天数", "days of the oldest hardship"),
    "claim": Bilingual("查账", "claims"),
    "claim_oldest_days": Bilingual("最早查账天数", "days of the oldest claim"),
    "promise": Bilingual("承诺", "promises"),
    "promise_oldest_days": Bilingual("最早承诺天数", "days of the oldest promise"),
    "plan": Bilingual("分期", "plans"),
    "plan_oldest_days": Bilingual("最早分期天数", "days of the oldest plan"),
}


@dataclass(frozen=True, slots=True)
class StepView:
    """One step as shown. ``counts`` are names, numbers, and whether the number is money in fen."""

    title: Bilingual
    state: Bilingual
    tag: str
    counts: tuple[tuple[Bilingual, int, bool], ...]
    measures: int
    seconds: float | None
    digest: str
    note: str


@dataclass(frozen=True, slots=True)
class RunView:
    """One run as shown."""

    run: RunRecord
    steps: tuple[StepView, ...]
    seconds: float | None
    failed: bool


@require_GET
@screen(Right.SEE_RUNS)
def day_runs(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Show the latest runs, the newest open."""
    runs = house().back_office.runs.recent(RUNS_SHOWN)
    return render(
        request,
        "desk/day_runs.html",
        {
            "tabs": tabs_for(staff),
            "runs": [_run_view(run) for run in runs],
            "all_steps": [one.title for one in STEPS],
        },
    )


def _run_view(run: RunRecord) -> RunView:
    steps = tuple(_step_view(step) for step in run.steps)
    ended = run.finished_at
    seconds = None if ended is None else (ended - run.started_at).total_seconds()
    return RunView(run, steps, seconds, any(step.state is StepState.FAILED for step in run.steps))


def _step_view(step: StepRecord) -> StepView:
    known = step_named(step.step)
    words, tag = STATES[step.state]
    ended = step.finished_at
    return StepView(
        Bilingual(step.step, step.step) if known is None else known.title,
        words,
        tag,
        tuple(
            (COUNT_WORDS.get(name, Bilingual(name, name)), number, name.endswith("_fen"))
            for name, number in sorted(step.counts.items())
            if "." not in name
        ),
        sum(name.endswith(".numerator") for name in step.counts),
        None if ended is None else (ended - step.started_at).total_seconds(),
        step.digest[:12],
        step.note,
    )
