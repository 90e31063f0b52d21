"""The closed list of what a column of a creditor's file can show, with words for whoever picks columns.

Room: feedback. A field can only be written in a format that fits it; ``FIELD_WORDS`` is what the picker shows.
"""

from __future__ import annotations

from enum import StrEnum

from fairdue.feedback.workbook_writing import CellFormat
from fairdue.foundation.bilingual import Bilingual


class FeedbackField(StrEnum):
    """What a column can show of a case."""

    CASE_NO = "case_no"
    BATCH_NO = "batch_no"
    ACCOUNT_NO = "account_no"
    PLACED_AMOUNT = "placed_amount"
    BALANCE = "balance"
    PAID_IN_PERIOD = "paid_in_period"
    PAID_SINCE_PLACEMENT = "paid_since_placement"
    RESULT_CODE = "result_code"
    RESULT_MEANING = "result_meaning"
    RESULT_ON = "result_on"
    PROMISE_AMOUNT = "promise_amount"
    PROMISE_DUE_ON = "promise_due_on"
    PROMISE_STATE = "promise_state"
    ATTEMPTS = "attempts"
    EFFECTIVE_TALKS = "effective_talks"
    NEXT_STEP = "next_step"
    RETURN_STATUS = "return_status"
    RETURNED_ON = "returned_on"
    RETURN_REASON = "return_reason"
    OPEN_MATTERS = "open_matters"
    CLOSING_SUMMARY = "closing_summary"
    NOTE = "note"


FIELD_WORDS: dict[FeedbackField, Bilingual] = {
    FeedbackField.CASE_NO: Bilingual("案件编号", "Case number"),
    FeedbackField.BATCH_NO: Bilingual("批次号", "Batch"),
    FeedbackField.ACCOUNT_NO: Bilingual("卡号（借据号）", "Account number"),
    FeedbackField.PLACED_AMOUNT: Bilingual("委案金额", "Placed amount"),
    FeedbackField.BALANCE: Bilingual("最新欠款", "Balance"),
    FeedbackField.PAID_IN_PERIOD: Bilingual("期内还款", "Paid in the period"),
    FeedbackField.PAID_SINCE_PLACEMENT: Bilingual("累计还款", "Paid since placement"),
    FeedbackField.RESULT_CODE: Bilingual("结果码", "Result code"),
    FeedbackField.RESULT_MEANING: Bilingual("结果说明", "What the code means"),
    FeedbackField.RESULT_ON: Bilingual("结果日期", "Day of the result"),
    FeedbackField.PROMISE_AMOUNT: Bilingual("承诺金额", "Promised amount"),
    FeedbackField.PROMISE_DUE_ON: Bilingual("承诺日期", "Promised for"),
    FeedbackField.PROMISE_STATE: Bilingual("承诺状态", "State of the promise"),
    FeedbackField.ATTEMPTS: Bilingual("联系次数", "Contacts tried"),
    FeedbackField.EFFECTIVE_TALKS: Bilingual("有效通话", "Effective talks"),
    FeedbackField.NEXT_STEP: Bilingual("下一步", "Next step"),
    FeedbackField.RETURN_STATUS: Bilingual("案件状态", "Case status"),
    FeedbackField.RETURNED_ON: Bilingual("退案日期", "Ended on"),
    FeedbackField.RETURN_REASON: Bilingual("退案原因", "Reason of the return"),
    FeedbackField.OPEN_MATTERS: Bilingual("移交未结事项", "Open matters handed over"),
    FeedbackField.CLOSING_SUMMARY: Bilingual("退案小结", "Closing summary"),
    FeedbackField.NOTE: Bilingual("催记", "Note"),
}

MONEY_FIELDS = frozenset(
    {
        FeedbackField.PLACED_AMOUNT,
        FeedbackField.BALANCE,
        FeedbackField.PAID_IN_PERIOD,
        FeedbackField.PAID_SINCE_PLACEMENT,
        FeedbackField.PROMISE_AMOUNT,
    }
)
DATE_FIELDS = frozenset({FeedbackField.RESULT_ON, FeedbackField.PROMISE_DUE_ON, FeedbackField.RETURNED_ON})
COUNT_FIELDS = frozenset({FeedbackField.ATTEMPTS, FeedbackField.EFFECTIVE_TALKS})
WIDE_FIELDS = frozenset(
    {
        FeedbackField.NOTE,
        FeedbackField.CLOSING_SUMMARY,
        FeedbackField.OPEN_MATTERS,
        FeedbackField.NEXT_STEP,
        FeedbackField.RESULT_MEANING,
    }
)


def formats_of(field: FeedbackField) -> tuple[CellFormat, ...]:
    """The formats in which a field can be written; the first is the usual one."""
    if field in MONEY_FIELDS:
        return (CellFormat.YUAN, CellFormat.YUAN_PLAIN)
    if field in DATE_FIELDS:
        return (CellFormat.DATE_DASH, CellFormat.DATE_SLASH)
    return (CellFormat.WHOLE,) if field in COUNT_FIELDS else (CellFormat.TEXT,)


def usual_width(field: FeedbackField) -> int:
    """How wide a column is unless somebody says otherwise, in characters."""
    return 40 if field in WIDE_FIELDS else 16
