"""The words for closed lists: how states, results and kinds are called where people read them.

Room: feedback. Each table is complete; a member without words is a fault that the tests find.
"""

from __future__ import annotations

from fairdue.casefile.arrangement import ArrangementState
from fairdue.casefile.case import CaseStatus
from fairdue.casefile.case_return import KeepGround, OpenMatter, ReturnReason
from fairdue.casefile.claimed_payment import ClaimState
from fairdue.casefile.contact_attempt import CallResult
from fairdue.casefile.contact_point import NumberStatus
from fairdue.casefile.dispute import DisputeGround
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.casefile.hold import HoldKind
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.bilingual import Bilingual

PROMISE_WORDS: dict[PromiseState, Bilingual] = {
    PromiseState.OPEN: Bilingual("待兑现", "open"),
    PromiseState.KEPT: Bilingual("已履约", "kept"),
    PromiseState.PARTLY_KEPT: Bilingual("部分履约", "partly kept"),
    PromiseState.BROKEN: Bilingual("跳票", "broken"),
    PromiseState.CANCELLED: Bilingual("已取消", "cancelled"),
}
CLAIM_WORDS: dict[ClaimState, Bilingual] = {
    ClaimState.OPEN: Bilingual("查账中", "being checked"),
    ClaimState.CONFIRMED: Bilingual("已到账", "confirmed"),
    ClaimState.PARTLY_CONFIRMED: Bilingual("部分到账", "partly confirmed"),
    ClaimState.NOT_FOUND: Bilingual("未查到", "not found"),
}
ARRANGEMENT_WORDS: dict[ArrangementState, Bilingual] = {
    ArrangementState.PERFORMING: Bilingual("履行中", "performing"),
    ArrangementState.DEFAULTED: Bilingual("已违约", "defaulted"),
    ArrangementState.COMPLETED: Bilingual("已完成", "completed"),
    ArrangementState.ENDED: Bilingual("已终止", "ended"),
}
STATUS_WORDS: dict[CaseStatus, Bilingual] = {
    CaseStatus.OPEN: Bilingual("在办", "open"),
    CaseStatus.RECALLED: Bilingual("已收回", "recalled"),
    CaseStatus.SETTLED: Bilingual("已结清", "settled"),
    CaseStatus.RETURNED: Bilingual("已退案", "returned"),
}
HOLD_WORDS: dict[HoldKind, Bilingual] = {
    HoldKind.DISPUTE: Bilingual("争议处理", "a dispute"),
    HoldKind.COMPLAINT: Bilingual("投诉处理", "a complaint"),
    HoldKind.HARDSHIP: Bilingual("困难核实", "hardship"),
    HoldKind.STOP_CONTACT: Bilingual("要求停止联系", "a request to stop contact"),
    HoldKind.REPRESENTATION: Bilingual("委托代理", "representation"),
    HoldKind.DEATH: Bilingual("身故", "a death"),
    HoldKind.INCAPACITY: Bilingual("无或限制行为能力", "incapacity"),
    HoldKind.DISTRESS: Bilingual("情绪危机", "distress"),
    HoldKind.CLAIMED_PAYMENT: Bilingual("查账", "a claimed payment"),
    HoldKind.COMPLIANCE: Bilingual("合规要求", "compliance"),
    HoldKind.MORATORIUM: Bilingual("法定暂停期", "statutory moratorium"),
    HoldKind.DEBT_ADVICE: Bilingual("债务咨询中", "debt advice"),
}
RESULT_WORDS: dict[CallResult, Bilingual] = {
    CallResult.ANSWERED: Bilingual("接通", "answered"),
    CallResult.NO_ANSWER: Bilingual("无人接听", "no answer"),
    CallResult.BUSY: Bilingual("占线", "busy"),
    CallResult.POWERED_OFF: Bilingual("关机", "switched off"),
    CallResult.REJECTED: Bilingual("拒接", "rejected"),
    CallResult.EMPTY_NUMBER: Bilingual("空号", "number does not exist"),
    CallResult.SUSPENDED: Bilingual("停机", "number suspended"),
    CallResult.VOICEMAIL: Bilingual("语音信箱", "voicemail"),
    CallResult.ASSISTANT: Bilingual("智能助理应答", "call assistant"),
    CallResult.DELIVERED: Bilingual("已送达", "delivered"),
    CallResult.FAILED: Bilingual("未送出", "failed"),
}
NUMBER_WORDS: dict[NumberStatus, Bilingual] = {
    NumberStatus.USABLE: Bilingual("可用", "usable"),
    NumberStatus.INVALID: Bilingual("无效", "invalid"),
    NumberStatus.BLOCKED: Bilingual("停用", "blocked"),
}
GROUND_WORDS: dict[DisputeGround, Bilingual] = {
    DisputeGround.AMOUNT: Bilingual("金额", "the amount"),
    DisputeGround.DEBT: Bilingual("债务本身", "the debt itself"),
    DisputeGround.FRAUD: Bilingual("盗刷或冒用", "fraud"),
}
REASON_WORDS: dict[ReasonForDefault, Bilingual] = {
    ReasonForDefault.FORGOT: Bilingual("遗忘", "forgot"),
    ReasonForDefault.NO_BILL: Bilingual("账单未收到", "no bill received"),
    ReasonForDefault.UNEMPLOYED: Bilingual("失业", "out of work"),
    ReasonForDefault.INCOME_FELL: Bilingual("收入下降或发薪延迟", "income fell or is late"),
    ReasonForDefault.ILLNESS: Bilingual("疾病或意外", "illness or accident"),
    ReasonForDefault.FAMILY: Bilingual("家庭变故", "a change in the family"),
    ReasonForDefault.BUSINESS_FAILED: Bilingual("经营失败", "the business failed"),
    ReasonForDefault.MANY_DEBTS: Bilingual("多头负债", "several debts"),
    ReasonForDefault.FRAUD: Bilingual("被骗或盗刷", "fraud"),
    ReasonForDefault.CONTESTS_AMOUNT: Bilingual("对金额有异议", "contests the amount"),
    ReasonForDefault.WILL_NOT_PAY: Bilingual("不愿还", "will not pay"),
    ReasonForDefault.AGENCY: Bilingual("代办介入", "an agent stepped in"),
    ReasonForDefault.OTHER: Bilingual("其他", "another reason"),
}
RETURN_WORDS: dict[ReturnReason, Bilingual] = {
    ReturnReason.EXPIRED: Bilingual("委托到期", "the placement term is over"),
    ReturnReason.RECALLED: Bilingual("委托方收回", "recalled by the creditor"),
    ReturnReason.SETTLED: Bilingual("结清", "settled"),
    ReturnReason.ON_LIST: Bilingual("委托方名单退案", "on the creditor's list"),
    ReturnReason.GIVEN_BACK: Bilingual("我方提前退案", "given back before its term"),
}
KEEP_WORDS: dict[KeepGround, Bilingual] = {
    KeepGround.PROMISE: Bilingual("有未到期承诺", "an open promise"),
    KeepGround.PLAN: Bilingual("分期履行中", "a plan being kept"),
    KeepGround.CLAIM: Bilingual("还款查账中", "a claimed payment being checked"),
    KeepGround.NEGOTIATION: Bilingual("协商进行中", "a negotiation under way"),
}
MATTER_WORDS: dict[OpenMatter, Bilingual] = {
    OpenMatter.COMPLAINT: Bilingual("投诉", "complaint"),
    OpenMatter.DISPUTE: Bilingual("争议", "dispute"),
    OpenMatter.HARDSHIP: Bilingual("困难核实", "hardship"),
    OpenMatter.CLAIM: Bilingual("还款查账", "claimed payment"),
    OpenMatter.PROMISE: Bilingual("承诺", "promise"),
    OpenMatter.PLAN: Bilingual("分期", "plan"),
}
