"""What shows a way: for each thing that a call can come out at, and how a claimed payment is traced.

Room: feedback. Data for the points of the scorecard (``scorecard_points``); what answers a question is told by ``taken_up``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from fairdue.casefile.disposition import ResultCode
from fairdue.understanding.acts import Act

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
