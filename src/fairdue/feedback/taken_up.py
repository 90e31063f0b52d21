"""Was what somebody asked or told taken up? Which acts and words of a collector answer a question or heed a matter.

Room: feedback. The scorecard looks at the next turns of the collector; an exam looks at the very next one
(``practice.call_listening``). What must be heeded for a person's safety is told by ``scorecard_safety``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.call_reading import AgentTurn
from fairdue.feedback.recorded_matters import recorded_in
from fairdue.feedback.scorecard_safety import Trigger, heeds
from fairdue.foundation.fold import fold
from fairdue.understanding.acts import Act
from fairdue.understanding.intent import Intent

_ANSWERS: Mapping[Intent, tuple[Act, ...]] = {
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
_ANSWER_WORDS: Mapping[Intent, re.Pattern[str]] = {
    Intent.ASK_IDENTITY: re.compile(r"工号|官方|客服|热线|核实|核对|委托|骗|推销|公司|资产|服务"),
    Intent.ASK_BALANCE: re.compile(r"元|块|毛|明细|账单|本金|利息|金额|构成|[0-9]{3}"),
    Intent.ASK_HOW_TO_PAY: re.compile(r"手机银行|app|应用|微信|支付宝|柜台|网点|卡|页面|官方"),
    Intent.ASK_CONSEQUENCE: re.compile(r"征信|信用|利息|违约金|合同|法|上报|会不会|不会|影响|记录"),
}
QUESTIONS = frozenset(_ANSWERS)
"""What asks for an answer."""
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
_TAKES_UP: Mapping[Intent, tuple[Act, ...]] = {
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
_ALWAYS_TAKES_UP = (Act.EMPATHISE, Act.APOLOGISE, Act.ACKNOWLEDGE, Act.READ_BACK)
_TRIGGER_OF: Mapping[Intent, Trigger] = {
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


def is_answered(intent: Intent, after: Sequence[AgentTurn]) -> bool:
    """Does one of these turns of the collector answer a question of this kind?"""
    return any(
        one.does(*_ANSWERS[intent]) or _ANSWER_WORDS[intent].search(fold(one.turn.text)) for one in after
    )


def is_taken_up(intent: Intent, after: Sequence[AgentTurn], *, by_care: bool = True) -> bool:
    """Does one of these turns take up a matter of this kind, by what it does or by its words?

    ``by_care`` False asks for more than kind words, which a farewell has as well.
    """
    acts = (*_TAKES_UP.get(intent, ()), *(_ALWAYS_TAKES_UP if by_care else ()))
    trigger = _TRIGGER_OF.get(intent)
    return any(
        one.does(*acts)
        or (trigger is not None and heeds(trigger, one))
        or (intent in _RECORDED and recorded_in(_RECORDED[intent], fold(one.turn.text)))
        for one in after
    )


_RECORDED: Mapping[Intent, ResultCode] = {
    Intent.REQUEST_PLAN: ResultCode.NG,
    Intent.REFUSE: ResultCode.RF,
    Intent.NO_TIME: ResultCode.CB,
    Intent.CANNOT_PAY: ResultCode.HS,
}
