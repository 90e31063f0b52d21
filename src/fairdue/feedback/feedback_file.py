"""The creditor's feedback file (反馈文件): one row a case, in the creditor's own columns, as a workbook or a text file.

Room: feedback. ``feedback_row`` says what is known of a case as of a day; the template says how the creditor
wants to read it. Rows are handed in by whoever has the cases, in the order in which they are to stand. What was
paid in a period is what is known now less what was known when the last file was written, so that over a row of
files no payment is told twice and none that came late is lost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from fairdue.casefile.case import CaseFile
from fairdue.casefile.disposition import ResultCode
from fairdue.conversation.playbook import code_meanings
from fairdue.feedback.closing import closing_summary
from fairdue.feedback.feedback_field import FeedbackField
from fairdue.feedback.feedback_template import FeedbackTemplate
from fairdue.feedback.file_shape import FileKind, TotalsAt
from fairdue.feedback.outcomes import outcome_of
from fairdue.feedback.returning import open_matters, say_matters
from fairdue.feedback.text_writing import write_text
from fairdue.feedback.words import PROMISE_WORDS, RETURN_WORDS, STATUS_WORDS
from fairdue.feedback.workbook_writing import CellFormat, CellValue, Sheet, SheetColumn, write_workbook
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
    account_no: str | None = field(default=None, repr=False)
    return_reason: Bilingual | None = None
    open_matters: Bilingual | None = None
    closing_summary: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class ControlTotals:
    """What a file adds up to: its rows, and its money in fen. The reader of the file checks it by these."""

    rows: int
    placed_fen: int
    paid_in_period_fen: int
    paid_fen: int
    balance_fen: int


def control_totals(rows: Iterable[FeedbackRow]) -> ControlTotals:
    """Add rows up."""
    kept = list(rows)
    return ControlTotals(
        rows=len(kept),
        placed_fen=sum(row.placed_fen for row in kept),
        paid_in_period_fen=sum(row.paid_in_period_fen for row in kept),
        paid_fen=sum(row.paid_since_placement_fen for row in kept),
        balance_fen=sum(row.balance_fen for row in kept),
    )


def feedback_row(
    *, case: CaseFile, as_of_on: date, period_from: date | None = None, told_fen: int | None = None
) -> FeedbackRow:
    """The row of one case.

    ``told_fen`` is what the last file said was paid on it: the rest is paid in this period. Without it the period
    begins on ``period_from``, or with the placement.
    """
    outcome = outcome_of(case=case, as_of_on=as_of_on, period_from=period_from)
    latest, promise = outcome.latest, outcome.promise
    return FeedbackRow(
        case_no=case.account.case_no,
        batch_no=case.account.batch_no,
        placed_fen=case.account.amount_fen,
        balance_fen=outcome.balance_fen,
        paid_in_period_fen=outcome.paid_in_period_fen if told_fen is None else outcome.paid_fen - told_fen,
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
        account_no=case.account.card or None,
        return_reason=RETURN_WORDS[case.given_back.reason] if case.given_back else None,
        open_matters=say_matters(case.given_back.matters if case.given_back else open_matters(case)),
        closing_summary=None if case.is_open else closing_summary(case=case),
    )


def write_feedback(*, rows: Iterable[FeedbackRow], template: FeedbackTemplate, as_of_on: date) -> bytes:
    """Return the file in the template's shape; the same rows, template and day give the same bytes."""
    kept = list(rows)
    totals = control_totals(kept)
    columns = [SheetColumn(c.header, c.cell_format, c.width) for c in template.columns]
    cells: list[tuple[CellValue, ...]] = [
        tuple(_value(row, column.field, template) for column in template.columns) for row in kept
    ]
    if template.totals is TotalsAt.ROW:
        cells.append(_totals_row(totals, template))
    if template.shape.kind is FileKind.CSV:
        return write_text(columns=columns, rows=cells, shape=template.shape)
    sheets = [Sheet(template.sheet, columns, cells)]
    if template.totals is TotalsAt.SHEET:
        sheets.append(_totals_sheet(totals, template.language))
    return write_workbook(sheets=sheets, created_on=as_of_on)


def preview_cells(
    *, rows: Iterable[FeedbackRow], template: FeedbackTemplate
) -> list[tuple[tuple[CellFormat, CellValue], ...]]:
    """The cells of rows as the file will hold them, each with its format, for a look before the export."""
    return [
        tuple((column.cell_format, _value(row, column.field, template)) for column in template.columns)
        for row in rows
    ]


_TOTAL_OF = {
    FeedbackField.PLACED_AMOUNT: "placed_fen",
    FeedbackField.BALANCE: "balance_fen",
    FeedbackField.PAID_IN_PERIOD: "paid_in_period_fen",
    FeedbackField.PAID_SINCE_PLACEMENT: "paid_fen",
}
_TOTAL_WORDS = Bilingual("合计", "Total")


def _totals_row(totals: ControlTotals, template: FeedbackTemplate) -> tuple[CellValue, ...]:
    """The last row: 合计 with the number of rows in the first text column, the sums in their own columns."""
    said = f"{_TOTAL_WORDS.in_language(template.language)} {totals.rows}"
    cells: list[CellValue] = []
    for column in template.columns:
        name = _TOTAL_OF.get(column.field)
        if name is not None:
            cells.append(getattr(totals, name))
        elif said and column.cell_format is CellFormat.TEXT:
            cells.append(said)
            said = ""
        else:
            cells.append(None)
    return tuple(cells)


def _totals_sheet(totals: ControlTotals, language: str) -> Sheet:
    what = Bilingual("项目", "What").in_language(language)
    yuan = Bilingual("金额（元）", "Yuan").in_language(language)
    count = Bilingual("行数", "Rows").in_language(language)
    sums = (
        (Bilingual("案件数", "Cases"), None, totals.rows),
        (Bilingual("委案金额", "Placed"), totals.placed_fen, None),
        (Bilingual("期内还款", "Paid in the period"), totals.paid_in_period_fen, None),
        (Bilingual("累计还款", "Paid since placement"), totals.paid_fen, None),
        (Bilingual("最新欠款", "Balance"), totals.balance_fen, None),
    )
    return Sheet(
        Bilingual("控制合计", "Control totals").in_language(language),
        [
            SheetColumn(what, CellFormat.TEXT, 24),
            SheetColumn(yuan, CellFormat.YUAN, 20),
            SheetColumn(count, CellFormat.WHOLE, 12),
        ],
        [(name.in_language(language), money, rows) for name, money, rows in sums],
    )


def _value(row: FeedbackRow, wanted: FeedbackField, template: FeedbackTemplate) -> CellValue:
    language = template.language
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
        case FeedbackField.ACCOUNT_NO:
            return row.account_no
        case FeedbackField.RESULT_CODE:
            return template.code_of(ResultCode(row.result_code)) if row.result_code else None
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
        case FeedbackField.RETURN_REASON:
            return _said(row.return_reason, language)
        case FeedbackField.OPEN_MATTERS:
            return _said(row.open_matters, language)
        case FeedbackField.CLOSING_SUMMARY:
            return _said(row.closing_summary, language)
        case FeedbackField.NOTE:
            return row.note
        case _:
            assert_never(wanted)


def _said(text: Bilingual | None, language: str) -> str | None:
    return None if text is None else text.in_language(language)
