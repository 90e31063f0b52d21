"""The names of the meanings, as a proposal shows them to the collector.

Room: conversation. Only names; what they mean stands in ``understanding.intent``.
"""

from __future__ import annotations

from fairdue.foundation.bilingual import Bilingual
from fairdue.understanding.intent import Intent

INTENT_NAMES: dict[Intent, Bilingual] = {
    Intent.ALREADY_PAID: Bilingual("已经还了", "paid already"),
    Intent.FORGOT: Bilingual("忘了", "forgot"),
    Intent.PAY_NOW: Bilingual("马上还", "pays now"),
    Intent.PROMISE: Bilingual("约了日子还", "names a day"),
    Intent.VAGUE_PROMISE: Bilingual("会还，没说哪天", "will pay, no day named"),
    Intent.PARTIAL_OFFER: Bilingual("先还一部分", "offers a part"),
    Intent.CANNOT_PAY: Bilingual("没有钱", "has no money"),
    Intent.HARDSHIP: Bilingual("有困难", "a hardship"),
    Intent.REQUEST_PLAN: Bilingual("想分期或延期", "asks for a plan or more time"),
    Intent.REFUSE: Bilingual("不愿意还", "refuses"),
    Intent.NO_TIME: Bilingual("现在不方便", "not now"),
    Intent.DISPUTE_AMOUNT: Bilingual("对金额有异议", "contests the amount"),
    Intent.DISPUTE_DEBT: Bilingual("不认这笔账", "says it is not theirs"),
    Intent.WRONG_PERSON: Bilingual("打错了", "wrong number"),
    Intent.THIRD_PARTY: Bilingual("不是本人", "somebody else speaks"),
    Intent.DECEASED_OR_INCAPACITY: Bilingual("本人去世或无法处理", "died or not able to act"),
    Intent.ASK_IDENTITY: Bilingual("问我们是谁", "asks who we are"),
    Intent.ASK_BALANCE: Bilingual("问金额", "asks the balance"),
    Intent.ASK_HOW_TO_PAY: Bilingual("问怎么还", "asks how to pay"),
    Intent.ASK_CONSEQUENCE: Bilingual("问后果", "asks what follows"),
    Intent.COMPLAINT: Bilingual("要投诉", "complains"),
    Intent.STOP_CONTACT: Bilingual("要求不再联系", "wants no more calls"),
    Intent.REPRESENTATIVE: Bilingual("委托了他人", "is represented"),
    Intent.DISTRESS: Bilingual("情绪危急", "in distress"),
    Intent.ABUSIVE: Bilingual("辱骂", "insults"),
    Intent.IDENTITY_CONFIRM: Bilingual("确认是本人", "is the customer"),
    Intent.REFUSE_VERIFICATION: Bilingual("不愿核实", "declines the check"),
    Intent.AGREE: Bilingual("同意", "agrees"),
    Intent.OTHER: Bilingual("其他", "something else"),
}
