"""The places of a letter in words, for whoever must find what is missing. Room: feedback."""

from __future__ import annotations

from fairdue.feedback.letters.letter_template import LetterSlot
from fairdue.foundation.bilingual import Bilingual

SLOT_NAMES: dict[LetterSlot, Bilingual] = {
    LetterSlot.AGENCY: Bilingual("本机构名称", "the agency's name"),
    LetterSlot.HOTLINE: Bilingual("本机构电话", "the agency's telephone"),
    LetterSlot.CREDITOR: Bilingual("委托方名称", "the creditor's name"),
    LetterSlot.NAME: Bilingual("客户姓名", "the customer's name"),
    LetterSlot.CASE_NO: Bilingual("案件编号", "the case number"),
    LetterSlot.LETTER_ON: Bilingual("发函日期", "the day of the letter"),
    LetterSlot.PRODUCT: Bilingual("产品", "the product"),
    LetterSlot.CARD_TAIL: Bilingual("卡号后四位", "the last four digits of the card"),
    LetterSlot.BALANCE: Bilingual("现欠金额", "the balance"),
    LetterSlot.OVERDUE_ON: Bilingual("逾期起始日", "the day it fell overdue"),
    LetterSlot.ISSUER_PHONE: Bilingual("委托方电话", "the creditor's telephone"),
    LetterSlot.ISSUER_ADDRESS: Bilingual("委托方地址", "the creditor's address"),
    LetterSlot.QUERY_WAYS: Bilingual("查询方式", "how to ask"),
    LetterSlot.PAY_WAYS: Bilingual("还款方式", "how to pay"),
    LetterSlot.OBJECT_WAYS: Bilingual("异议方式", "how to object"),
    LetterSlot.EVIDENCE_WAYS: Bilingual("提交凭证的方式", "how to hand in evidence"),
    LetterSlot.COMPLAINT_WAYS: Bilingual("投诉方式", "how to complain"),
    LetterSlot.SEAL_TEXT: Bilingual("落款与用印", "the seal"),
    LetterSlot.PROMISE_AMOUNT: Bilingual("承诺金额", "the amount promised"),
    LetterSlot.PROMISE_ON: Bilingual("承诺还款日", "the day promised"),
    LetterSlot.PROMISE_CHANNEL: Bilingual("承诺的还款渠道", "the channel promised"),
    LetterSlot.PLAN_COUNT: Bilingual("分期期数", "the number of instalments"),
    LetterSlot.PLAN_TOTAL: Bilingual("分期总额", "the total of the plan"),
    LetterSlot.PLAN_FIRST_ON: Bilingual("首期日期", "the first day of the plan"),
    LetterSlot.PLAN_LAST_ON: Bilingual("末期日期", "the last day of the plan"),
    LetterSlot.PLAN_PARTS: Bilingual("各期明细", "the instalments"),
    LetterSlot.CLAIM_ON: Bilingual("声称还款日", "the day the customer says they paid"),
    LetterSlot.CLAIM_AMOUNT: Bilingual("声称还款金额", "the amount the customer says they paid"),
    LetterSlot.CLAIM_FOUND: Bilingual("查到的金额", "the amount found"),
    LetterSlot.CLAIM_REST: Bilingual("尚未查到的金额", "the amount not found"),
    LetterSlot.COMPLAINT_NO: Bilingual("投诉编号", "the complaint's number"),
    LetterSlot.COMPLAINT_ON: Bilingual("投诉日期", "the day of the complaint"),
    LetterSlot.ANSWER_BY: Bilingual("答复期限", "the day of the answer"),
    LetterSlot.EXTENDED_BY: Bilingual("延长后的期限", "the extended day"),
    LetterSlot.OUTCOME: Bilingual("处理结果", "the outcome"),
    LetterSlot.ANSWER: Bilingual("答复内容", "the answer"),
    LetterSlot.CLOSED_ON: Bilingual("结清日期", "the day it was settled"),
    LetterSlot.PAID_TOTAL: Bilingual("已还总额", "the total paid"),
}
