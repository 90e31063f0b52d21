"""The step ``feedback_files``: each creditor's files are composed, permitted once, and laid into the outbox.

Room: operations. The permit and the record of the file are kept in one transaction; a process that dies before the file
lies in the outbox makes it again, finds the same digest, and asks nobody a second time.
"""

from __future__ import annotations

from fairdue.feedback.feedback_template import FeedbackTemplate, TemplateKind
from fairdue.foundation.bilingual import Bilingual
from fairdue.operations.day_steps.step import Day, DayStep, Progress, StepFailed
from fairdue.operations.export import Exported
from fairdue.operations.feedback_files import (
    Composed,
    NothingToTell,
    compose,
    known_templates,
    send,
    templates_for,
)

RETURN_TEMPLATE = "example_return"


def _run(day: Day, progress: Progress) -> None:
    for creditor in day.house.book.creditors():
        templates = templates_for(day.house, creditor)
        if not templates and not progress.has(f"none/{creditor}"):
            progress.count("creditors_without_template")
            progress.mark(f"none/{creditor}")
        for template in (*templates, _return_template(day, creditor)):
            _one_file(day, progress, creditor, template)
    with day.house.book.transaction():
        progress.save()


def _return_template(day: Day, creditor: str) -> FeedbackTemplate:
    known = known_templates(day.house)
    own = [t for t in known.values() if t.kind is TemplateKind.RETURN and creditor in t.creditors]
    return own[0] if own else known[RETURN_TEMPLATE]


def _one_file(day: Day, progress: Progress, creditor: str, template: FeedbackTemplate) -> None:
    part = f"{template.template_id}/{creditor}"
    sent = {(one.creditor, one.template): one for one in day.house.back_office.sent.of_run(day.run.run_id)}
    before = sent.get((creditor, template.template_id))
    if before is not None:
        if day.house.back_office.outbox.digest_of(folder=day.folder, name=before.name) == before.digest:
            return
        composed = compose(day.house, creditor=creditor, template=template, as_of=day.as_of)
        if composed.digest != before.digest:
            raise StepFailed(
                f"the file {before.name} was permitted and cannot be made again byte for byte (another version of the "
                "software, or of its template); close the day again with --again, which asks for a new permit"
            )
        _put(day, composed)
        return
    if progress.has(part):
        return  # it was refused, or there was nothing to return
    try:
        composed = compose(day.house, creditor=creditor, template=template, as_of=day.as_of)
    except NothingToTell:
        progress.mark(part)  # this creditor's first case came after the day that is closed
        return
    if template.kind is TemplateKind.RETURN and composed.totals.rows == 0:
        progress.mark(part)
        return
    with day.house.book.transaction():
        answer = send(
            day.house,
            composed,
            asked_at=day.house.now(),
            actor=day.actor,
            run_id=day.run.run_id,
            moves_chain=True,
        )
        progress.mark(part)
        if isinstance(answer, Exported):
            progress.count("files")
            progress.count("rows", composed.totals.rows)
            progress.count("paid_in_period_fen", composed.totals.paid_in_period_fen)
            progress.made(composed.digest)
        else:
            progress.count("refused")
            progress.note("refused: " + ", ".join(sorted({reason.code for reason in answer.reasons})))
        progress.save()
    if isinstance(answer, Exported):
        _put(day, composed)


def _put(day: Day, composed: Composed) -> None:
    day.house.back_office.outbox.put(folder=day.folder, name=composed.name, content=composed.content)


STEP = DayStep("feedback_files", Bilingual("反馈文件", "Feedback files"), _run)
