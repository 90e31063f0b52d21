"""What answers what was said: the acts and words that answer a question, take up a matter, or show a way.

Room: feedback. Data for the points of the scorecard (``scorecard_points``), which says when each is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.scorecard_safety import Trigger
from fairdue.understanding.acts import Act
from fairdue.understanding.intent import Intent

ANSWERS: Mapping[Intent, tuple[Act, ...]] = {
    Intent.ASK_IDENTITY: (
        Act.NAME_COMPANY,
        Act.NAME_PRINCIPAL,
        Act.DECLINE_BEFORE_VERIFICATION,
        Act.OFFER_HELP_LINE,
        Act.VERIFY_IDENTITY,
    ),
    Intent.ASK_BALANCE: (Act.STATE_AMOUNT, Act.STATE_DUE_OR_OVERDUE, Act.VERIFY_IDENTITY),
    Intent.ASK_HOW_TO_PAY: (Act.GIVE_PAYMENT_WAY, Act.ASK_CHANNEL, Act.OFFER_HELP_LINE),
    Intent.ASK_CONSEQUENCE: (Act.EXPLAIN_CONSEQUENCE, Act.NO_AUTHORITY, Act.OFFER_PLAN),
}
"""What answers a question."""
ANSWER_WORDS: Mapping[Intent, re.Pattern[str]] = {
    Intent.ASK_IDENTITY: re.compile(r"工号|官方|客服|热线|核实|核对|委托|骗|推销|公司|资产|服务"),
    Intent.ASK_BALANCE: re.compile(r"元|块|毛|明细|账单|本金|利息|金额|构成|[0-9]{3}"),
    Intent.ASK_HOW_TO_PAY: re.compile(r"手机银行|app|应用|微信|支付宝|柜台|网点|卡|页面|官方"),
    Intent.ASK_CONSEQUENCE: re.compile(r"征信|信用|利息|违约金|合同|法|上报|会不会|不会|影响|记录"),
}
MATTERS = frozenset(
    {
        Intent.HARDSHIP,
        Intent.CANNOT_PAY,
        Intent.REQUEST_PLAN,
        Intent.DISPUTE_AMOUNT,
        Intent.DISPUTE_DEBT,
        Intent.COMPLAINT,
        Intent.DISTRESS,
        Intent.STOP_CONTACT,
        Intent.REPRESENTATIVE,
        Intent.ALREADY_PAID,
        Intent.REFUSE,
        Intent.NO_TIME,
        Intent.FORGOT,
        Intent.DECEASED_OR_INCAPACITY,
        Intent.WRONG_PERSON,
        Intent.ABUSIVE,
    }
)
"""What a person tells that has to be taken up before going on."""
TAKES_UP: Mapping[Intent, tuple[Act, ...]] = {
    Intent.CANNOT_PAY: (Act.OFFER_PLAN, Act.ASK_PLAN_WISH, Act.ASK_PARTIAL, Act.ASK_REASON, Act.ASK_DATE),
    Intent.REQUEST_PLAN: (
        Act.OFFER_PLAN,
        Act.ASK_PLAN_WISH,
        Act.NO_AUTHORITY,
        Act.ASK_PARTIAL,
        Act.ASK_AMOUNT,
    ),
    Intent.ALREADY_PAID: (
        Act.ASK_PAID_WHEN,
        Act.ASK_PAID_AMOUNT,
        Act.ASK_THREE_ELEMENTS,
        Act.ASK_EVIDENCE,
        Act.ASK_CHANNEL,
    ),
    Intent.REFUSE: (
        Act.ASK_REASON,
        Act.ASK_REFUSAL,
        Act.ASK_DISPUTE,
        Act.OFFER_PLAN,
        Act.ASK_PARTIAL,
        Act.EXPLAIN_CONSEQUENCE,
        Act.NO_AUTHORITY,
        Act.STOP_COLLECTING,
    ),
    Intent.NO_TIME: (Act.ASK_CALLBACK_TIME, Act.TELL_NEXT_CONTACT, Act.CLOSE, Act.ASK_CAN_TALK),
    Intent.FORGOT: (Act.ASK_TODAY, Act.ASK_DATE, Act.GIVE_PAYMENT_WAY, Act.READ_BACK, Act.ASK_CHANNEL),
    Intent.ABUSIVE: (Act.APOLOGISE, Act.ASK_CALLBACK_TIME, Act.CLOSE, Act.ASK_REASON),
}
ALWAYS_TAKES_UP = (Act.EMPATHISE, Act.APOLOGISE, Act.ACKNOWLEDGE, Act.READ_BACK)
TRIGGER_OF: Mapping[Intent, Trigger] = {
    Intent.HARDSHIP: Trigger.HARDSHIP,
    Intent.DISPUTE_AMOUNT: Trigger.DISPUTE,
    Intent.DISPUTE_DEBT: Trigger.DISPUTE,
    Intent.COMPLAINT: Trigger.COMPLAINT,
    Intent.DISTRESS: Trigger.DISTRESS,
    Intent.STOP_CONTACT: Trigger.STOP_CONTACT,
    Intent.REPRESENTATIVE: Trigger.REPRESENTED,
    Intent.DECEASED_OR_INCAPACITY: Trigger.LOSS,
    Intent.WRONG_PERSON: Trigger.WRONG_NUMBER,
}
RECORDED: Mapping[Intent, ResultCode] = {
    Intent.REQUEST_PLAN: ResultCode.NG,
    Intent.REFUSE: ResultCode.RF,
    Intent.NO_TIME: ResultCode.CB,
    Intent.CANNOT_PAY: ResultCode.HS,
}
WAYS: Mapping[ResultCode, tuple[Act, ...]] = {
    ResultCode.NG: (Act.OFFER_PLAN, Act.ASK_PLAN_WISH),
    ResultCode.HS: (Act.REGISTER_HARDSHIP, Act.OFFER_PLAN, Act.OFFER_HELP_LINE, Act.STOP_COLLECTING),
    ResultCode.DS: (Act.REGISTER_DISPUTE, Act.ASK_EVIDENCE, Act.ASK_DISPUTE),
    ResultCode.CM: (Act.REGISTER_COMPLAINT, Act.OFFER_HELP_LINE),
    ResultCode.RF: (Act.ASK_REASON, Act.OFFER_PLAN, Act.ASK_PARTIAL, Act.ASK_PLAN_WISH),
    ResultCode.PTV: (Act.ASK_DATE, Act.ASK_PARTIAL, Act.OFFER_PLAN),
    ResultCode.PTP: (Act.ASK_DATE, Act.ASK_TODAY, Act.READ_BACK, Act.GIVE_PAYMENT_WAY, Act.ASK_CHANNEL),
    ResultCode.PP: (Act.ASK_DATE, Act.ASK_PARTIAL, Act.READ_BACK, Act.ASK_AMOUNT),
    ResultCode.FP: (Act.ASK_TODAY, Act.GIVE_PAYMENT_WAY, Act.READ_BACK, Act.ASK_CHANNEL),
    ResultCode.CP: (Act.ASK_EVIDENCE, Act.TELL_NEXT_CONTACT, Act.READ_BACK),
    ResultCode.CPX: (Act.ASK_EVIDENCE,),
    ResultCode.ST: (Act.STOP_COLLECTING, Act.ACKNOWLEDGE),
    ResultCode.LR: (Act.ASK_WHO_HANDLES, Act.STOP_COLLECTING, Act.TELL_NEXT_CONTACT),
    ResultCode.DC: (Act.STOP_COLLECTING, Act.ASK_WHO_HANDLES),
    ResultCode.WP: (Act.STOP_COLLECTING, Act.APOLOGISE),
    ResultCode.TM: (Act.ASK_THIRD_PARTY_TO_PASS_ON, Act.ASK_REACH_PERSON),
    ResultCode.TR: (Act.APOLOGISE, Act.STOP_COLLECTING, Act.CLOSE),
    ResultCode.CB: (Act.ASK_CALLBACK_TIME, Act.TELL_NEXT_CONTACT),
}
"""What is a way that can be gone, for each thing that a call can come out at."""

TRACED = re.compile(
    r"(?:登记|记下|提交|帮[您你]|去|反馈)[^,。]{0,6}(?:核实|查账|核对|查一?下)|通过[^,。]{0,10}(?:官方|客服)[^,。]{0,6}(?:提交|上传)"
)
"""Words by which a claimed payment is traced: it is checked, or its papers go where papers belong."""
