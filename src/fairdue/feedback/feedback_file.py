"""The creditor's feedback file (反馈文件): one row a case, in the creditor's own columns, as a workbook.

Room: feedback. ``feedback_row`` says what is known of a case as of a day; the template says how the creditor
wants to read it. Rows are handed in by whoever has the cases, in the order in which they are to stand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from fairdue.casefile.case import CaseFile
from fairdue.conversation.playbook import code_meanings
from fairdue.feedback.feedback_template import FeedbackField, FeedbackTemplate
from fairdue.feedback.outcomes import outcome_of
from fairdue.feedback.words import PROMISE_WORDS, STATUS_WORDS
from fairdue.feedback.workbook_writing import CellValue, Sheet, SheetColumn, write_workbook
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date


@dataclass(frozen=True, slots=True)
class FeedbackRow:
    """What a creditor may be told of one case. Amounts in fen; None where there is nothing to tell."""

    case_no: str
    batch_no: str | None
    placed_fen: int
    balance_fen: int
    paid_in_period_fen: int
    paid_since_placement_fen: int
    result_code: str | None
    result_meaning: Bilingual | None
    result_on: date | None
    promise_fen: int | None
    promise_due_on: date | None
    promise_state: Bilingual | None
    attempts: int
    effective_talks: int
    next_step: Bilingual
    return_status: Bilingual
    returned_on: date | None
    note: str | None = field(repr=False)


def feedback_row(*, case: CaseFile, as_of_on: date, period_from: date | None = None) -> FeedbackRow:
    """The row of one case; ``period_from`` begins the period of "paid in period", else the placement does."""
    outcome = outcome_of(case=case, as_of_on=as_of_on, period_from=period_from)
    latest, promise = outcome.latest, outcome.promise
    return FeedbackRow(
        case_no=case.account.case_no,
        batch_no=case.account.batch_no,
        placed_fen=case.account.amount_fen,
        balance_fen=outcome.balance_fen,
        paid_in_period_fen=outcome.paid_in_period_fen,
        paid_since_placement_fen=outcome.paid_fen,
        result_code=latest.code.value if latest else None,
        result_meaning=code_meanings()[latest.code].name if latest else None,
        result_on=civil_date(latest.recorded_at) if latest else None,
        promise_fen=promise.amount_fen if promise else None,
        promise_due_on=promise.due_on if promise else None,
        promise_state=PROMISE_WORDS[promise.state] if promise else None,
        attempts=outcome.attempts,
        effective_talks=outcome.effective_talks,
        next_step=outcome.next_step,
        return_status=STATUS_WORDS[case.status],
        returned_on=case.closed_on,
        note="\n".join((latest.note, *latest.annotations)) if latest else None,
    )


def write_feedback_xlsx(*, rows: Iterable[FeedbackRow], template: FeedbackTemplate, as_of_on: date) -> bytes:
    """Return the workbook; the same rows, template and day give the same bytes."""
    columns = [SheetColumn(c.header, c.cell_format, c.width) for c in template.columns]
    cells = (
        tuple(_value(row, column.field, template.language) for column in template.columns) for row in rows
    )
    return write_workbook(sheets=[Sheet(template.sheet, columns, cells)], created_on=as_of_on)


def _value(row: FeedbackRow, wanted: FeedbackField, language: str) -> CellValue:
    match wanted:
        case FeedbackField.CASE_NO:
            return row.case_no
        case FeedbackField.BATCH_NO:
            return row.batch_no
        case FeedbackField.PLACED_AMOUNT:
            return row.placed_fen
        case FeedbackField.BALANCE:
            return row.balance_fen
        case FeedbackField.PAID_IN_PERIOD:
            return row.paid_in_period_fen
        case FeedbackField.PAID_SINCE_PLACEMENT:
            return row.paid_since_placement_fen
        case FeedbackField.RESULT_CODE:
            return row.result_code
        case FeedbackField.RESULT_MEANING:
            return _said(row.result_meaning, language)
        case FeedbackField.RESULT_ON:
            return row.result_on
        case FeedbackField.PROMISE_AMOUNT:
            return row.promise_fen
        case FeedbackField.PROMISE_DUE_ON:
            return row.promise_due_on
        case FeedbackField.PROMISE_STATE:
            return _said(row.promise_state, language)
        case FeedbackField.ATTEMPTS:
            return row.attempts
        case FeedbackField.EFFECTIVE_TALKS:
            return row.effective_talks
        case FeedbackField.NEXT_STEP:
            return _said(row.next_step, language)
        case FeedbackField.RETURN_STATUS:
            return _said(row.return_status, language)
        case FeedbackField.RETURNED_ON:
            return row.returned_on
        case FeedbackField.NOTE:
            return row.note
        case _:
            assert_never(wanted)


def _said(text: Bilingual | None, language: str) -> str | None:
    return None if text is None else text.in_language(language)
