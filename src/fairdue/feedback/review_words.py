"""The words of a review for people: speakers, points of the checklist, readiness to pay, what became of a step.

Room: feedback. Shared by the command line, the report and the desk, so that one thing has one name everywhere.
"""

from __future__ import annotations

from fairdue.feedback.call import Speaker
from fairdue.feedback.review_trend import Change
from fairdue.feedback.script_adherence import Taken
from fairdue.foundation.bilingual import Bilingual
from fairdue.understanding.willingness import Willingness

SPEAKER_NAMES = {
    Speaker.AGENT: Bilingual("坐席", "agent"),
    Speaker.DEBTOR: Bilingual("客户", "customer"),
    Speaker.THIRD_PARTY: Bilingual("第三人", "third person"),
    Speaker.SYSTEM: Bilingual("系统", "system"),
}
POINT_NAMES = {
    "greeting": Bilingual("问候", "greeting"),
    "agency_named": Bilingual("报出公司", "company named"),
    "principal_named": Bilingual("说明委托方", "creditor named"),
    "recording_notice": Bilingual("录音告知", "recording announced"),
    "identity_verified": Bilingual("核实身份", "identity verified"),
    "verified_before_disclosure": Bilingual("核身前未透露债务", "verified before the debt was named"),
    "amount_and_due_stated": Bilingual("说明金额与到期", "amount and due date stated"),
    "reason_asked": Bilingual("询问原因", "reason asked"),
    "willingness": Bilingual("还款意愿", "readiness to pay"),
    "three_elements_complete": Bilingual("已还三要素齐全", "day, amount and channel of the claimed payment"),
    "commitment": Bilingual("承诺", "commitment"),
    "next_contact_told": Bilingual("告知下次联系", "next contact told"),
    "courteous_close": Bilingual("礼貌结束", "courteous close"),
}
WILLINGNESS_NAMES = {
    Willingness.STRONG: Bilingual("愿意且马上", "ready to pay now"),
    Willingness.DELAYING: Bilingual("愿意但拖延", "willing, putting off"),
    Willingness.CONSTRAINED: Bilingual("愿意但资金困难", "willing, short of money"),
    Willingness.UNWILLING: Bilingual("不愿还", "unwilling"),
    Willingness.UNKNOWN: Bilingual("未知", "not known"),
}
TAKEN_NAMES = {
    Taken.IN_ORDER: Bilingual("已做", "done"),
    Taken.LATE: Bilingual("做得太晚", "too late"),
    Taken.LEFT_OUT: Bilingual("没有做", "left out"),
    Taken.NO_OCCASION: Bilingual("不需要", "no occasion"),
}
CHANGE_NAMES = {
    Change.BETTER: Bilingual("变好", "better"),
    Change.STEADY: Bilingual("平稳", "steady"),
    Change.WORSE: Bilingual("变差", "worse"),
    Change.TOO_FEW: Bilingual("太少，看不出", "too few to say"),
}
