"""The result code of a call: which of its matters it came out at.

Room: feedback. A result follows from how a call ends and what the collector records, not from one uncertain
sentence: ``result_of`` tells in which order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta

from fairdue.casefile.disposition import ResultCode
from fairdue.feedback.call import Speaker
from fairdue.feedback.call_outcome import (
    FAINT,
    LIKELY,
    PROMISING,
    Commitment,
    claim_of,
    commitment_of,
    customer_turns,
    is_about_money,
    is_part,
    never_the_debtor,
    read_backs,
    three_elements_of,
    weights,
)
from fairdue.feedback.call_reading import CallReading
from fairdue.feedback.recorded_matters import recorded_matters, says_nothing_wrong
from fairdue.foundation.civil import civil_date
from fairdue.foundation.fold import fold
from fairdue.understanding.acts import Act
from fairdue.understanding.intent import Intent


def result_of(reading: CallReading) -> ResultCode:
    """The result code of the call: who was on the line, what protects them, and else what weighs the most.

    First comes who cannot be asked for the money at all: the dead, the represented, another person, one in
    distress. Then what the customer said is weighed over all turns (``weights``), and what the collector records
    of it weighs as much as a clear sentence: collectors speak more evenly than customers. A threat to complain that
    only answers a violation is no complaint yet, and a promise after a dispute settles it, unless it was recorded.
    """
    heard = weights(reading)
    recorded = recorded_matters(reading)
    if _is_gone(reading, heard):
        return ResultCode.DC
    if heard[Intent.REPRESENTATIVE] >= (FAINT if _speaks_of(reading, _LAWYER) else LIKELY):
        return ResultCode.LR
    if never_the_debtor(reading):
        return _of_third_party(reading, heard)
    if not reading.ended.verified and _number_dropped(reading):
        return ResultCode.WP
    if heard[Intent.DISTRESS] >= (FAINT if _speaks_of(reading, _CRISIS) else LIKELY):
        return ResultCode.HS
    shown = _of_matters(reading, heard, recorded)
    best = max(shown, key=shown.__getitem__)
    if not reading.ended.verified and (
        reading.ended.asked_to_verify or reading.hung_up or not reading.ended.disclosed
    ):
        return best if best in _WITHOUT_IDENTITY and shown[best] >= LIKELY else ResultCode.HU
    if shown[best] < FAINT:
        return ResultCode.PTV
    return best


_CODES_OF_CLAIM = frozenset({ResultCode.CP, ResultCode.CPX})
_WITHOUT_IDENTITY = _CODES_OF_CLAIM | {
    ResultCode.CB,
    ResultCode.ST,
    ResultCode.RF,
    ResultCode.DS,
    ResultCode.CM,
    ResultCode.FP,
    ResultCode.PTP,
    ResultCode.PP,
}
"""What can be the result of a call with somebody whose identity was not verified; all else is a hang-up."""
_LAWYER = re.compile(r"律师|律所|代理人|授权|委托手续|委托书|lawyer|solicitor|attorney")
_CRISIS = re.compile(
    r"12356|心理|危机|做傻事|安全最重要|离[^,。]{0,4}远|打120|陪(?:着|您|你)|samaritans|helpline"
)
_RECORD_WEIGHT = 0.8
_KNOWN_WEIGHT = 0.8
_REGISTERED_COMPLAINT = 1.5
"""A complaint that was registered is what the call was about, whatever else was asked for beside it."""
_UNRECORDED_PLAN, _UNRECORDED_HARDSHIP, _MOST_UNRECORDED = 0.4, 0.7, 1.2
_REACTION_WEIGHT = 0.4
_LATE_WEIGHT = 0.3


def _speaks_of(reading: CallReading, words: re.Pattern[str]) -> bool:
    return any(words.search(fold(one.turn.text)) for one in reading.agent)


def _is_gone(reading: CallReading, heard: defaultdict[Intent, float]) -> bool:
    """Dead or without capacity. Whoever proved their identity speaks of somebody else's death."""
    if any(one.state.verified and one.turn.speaker is Speaker.DEBTOR for one in reading.others):
        return False
    condoles = any(one.says("empathise.condolence") for one in reading.agent)
    return heard[Intent.DECEASED_OR_INCAPACITY] >= (FAINT if condoles else LIKELY)


def _complaint(reading: CallReading) -> float:
    """How much the call is about a complaint. The word in answer to a violation weighs less, so does the police."""
    total = 0.0
    for one in customer_turns(reading):
        share = one.share(Intent.COMPLAINT)
        if share < FAINT:
            continue
        before = [heard for heard in reading.agent if heard.turn.number < one.turn.number]
        reacts = bool(before) and not says_nothing_wrong(before[-1])
        names = _COMPLAINS.search(fold(one.turn.text)) is not None
        total += share * (_REACTION_WEIGHT if reacts or not names else 1.0)
    return total


_COMPLAINS = re.compile(r"投诉|举报|12378|12363|12345|12315|银保监|监管|金监|消协|complain|ombudsman")
_DISPUTES = re.compile(
    r"异议|争议|盗刷|(?:不是|没)我?(?:本人)?(?:办|借|刷|签|申请|用|消费)的?|不认(?!识)|在(?:查|核)|核查|冒用|不是我的"
)


def _of_matters(
    reading: CallReading, heard: defaultdict[Intent, float], recorded: frozenset[ResultCode]
) -> dict[ResultCode, float]:
    """Every matter of the call and its weight; of equal ones the first stands, what protects a person before money."""

    def noted(code: ResultCode) -> float:
        return _RECORD_WEIGHT if code in recorded else 0.0

    shown: dict[ResultCode, float] = {}
    complaint = _complaint(reading)
    shown[ResultCode.CM] = complaint
    if complaint >= FAINT and ResultCode.CM in recorded:
        shown[ResultCode.CM] += _REGISTERED_COMPLAINT
    shown[ResultCode.DS] = _dispute(reading, heard, recorded)
    stop = heard[Intent.STOP_CONTACT]
    shown[ResultCode.ST] = stop + (noted(ResultCode.ST) if stop >= FAINT else 0.0)
    refusal = heard[Intent.REFUSE]
    shown[ResultCode.RF] = (
        refusal
        + (noted(ResultCode.RF) if refusal >= FAINT else 0.0)
        + _LATE_WEIGHT * _ends_with(reading, Intent.REFUSE)
    )
    shown |= _of_payment(reading, heard, recorded)
    shown[ResultCode.HS] = _hardship(heard, recorded)
    shown[ResultCode.CB] = _later(reading, heard, recorded)
    return shown


def _of_payment(
    reading: CallReading, heard: defaultdict[Intent, float], recorded: frozenset[ResultCode]
) -> dict[ResultCode, float]:
    """What was claimed as paid, what was agreed, or else what was said about the money."""
    shown: dict[ResultCode, float] = {}
    if claim_of(reading) is not None:
        code = ResultCode.CP if three_elements_of(reading) else ResultCode.CPX
        shown[code] = 1.0 + _RECORD_WEIGHT * _asked_about_payment(reading)
    commitment = commitment_of(reading)
    if commitment is not None:
        reads_back = any(True for _ in read_backs(reading))
        shown[_of_commitment(reading, heard, recorded, commitment)] = 1.0 + _RECORD_WEIGHT * reads_back
    if commitment is None:
        shown |= _of_money(reading, heard, recorded)
    return shown


def _hardship(heard: defaultdict[Intent, float], recorded: frozenset[ResultCode]) -> float:
    """A hardship that nobody recorded is the reason, and rarely the result."""
    hardship = heard[Intent.HARDSHIP]
    if ResultCode.HS in recorded:
        return hardship + _RECORD_WEIGHT
    return _UNRECORDED_HARDSHIP * min(hardship, _MOST_UNRECORDED) if hardship >= LIKELY else 0.0


def _later(reading: CallReading, heard: defaultdict[Intent, float], recorded: frozenset[ResultCode]) -> float:
    """Another time was wanted: after the debt was talked about this weighs less."""
    no_time = heard[Intent.NO_TIME]
    hour_given = any(one.understood.slots.callback_at for one in reading.others)
    if reading.ended.verified or reading.ended.disclosed:
        return 0.5 * no_time + 0.3 * (hour_given and no_time >= LIKELY)
    return no_time + 0.7 * hour_given + 0.5 * (ResultCode.CB in recorded)


def _ends_with(reading: CallReading, intent: Intent) -> bool:
    """Is it among the customer's last words that are no mere farewell?"""
    said = [one for one in customer_turns(reading) if not one.is_formula]
    return any(one.means(intent) for one in said[-2:])


def _asked_about_payment(reading: CallReading) -> bool:
    acts = (Act.ASK_PAID_WHEN, Act.ASK_PAID_AMOUNT, Act.ASK_THREE_ELEMENTS, Act.ASK_EVIDENCE)
    return any(one.does(*acts) for one in reading.agent) or _speaks_of(reading, _CHECKS)


_CHECKS = re.compile(
    r"(?:登记|记|提交|帮[您你]|去)[^,。]{0,6}(?:核实|查账|核对入账|查一?下)|入账[^,。]{0,6}(?:慢|核|查)"
)


def _dispute(
    reading: CallReading, heard: defaultdict[Intent, float], recorded: frozenset[ResultCode]
) -> float:
    """The weight of a dispute: what was said, what the case knows, what the collector recorded."""
    said = heard[Intent.DISPUTE_DEBT] + heard[Intent.DISPUTE_AMOUNT]
    told = [one for one in customer_turns(reading) if _DISPUTES.search(fold(one.turn.text))]
    known = reading.call.facts.get("dispute_open") is True
    kept = known or ResultCode.DS in recorded
    if not kept and commitment_of(reading) is not None and _promised_last(reading):
        return min(said, LIKELY)
    total = said + _RECORD_WEIGHT * (ResultCode.DS in recorded and (known or bool(told) or said >= FAINT))
    return total + _KNOWN_WEIGHT * known + _RECORD_WEIGHT * (known and bool(told))


def _promised_last(reading: CallReading) -> bool:
    """Was a promise made after the last word of the dispute?"""
    disputes = [
        one.turn.number
        for one in customer_turns(reading)
        if one.means(Intent.DISPUTE_DEBT, Intent.DISPUTE_AMOUNT)
    ]
    promises = [one.turn.number for one in customer_turns(reading) if one.means(*PROMISING)]
    return bool(promises) and (not disputes or promises[-1] > disputes[-1])


def _of_third_party(reading: CallReading, heard: defaultdict[Intent, float]) -> ResultCode:
    if any(one.says("empathise.condolence") for one in reading.agent):
        return ResultCode.DC
    dropped = _number_dropped(reading)
    spoke = any(one.turn.speaker is Speaker.THIRD_PARTY for one in reading.others)
    if heard[Intent.WRONG_PERSON] + 0.7 * dropped + 0.5 * (not spoke) >= max(1.0, heard[Intent.THIRD_PARTY]):
        return ResultCode.WP
    takes = refuses = -1
    for one in reading.others:
        text = fold(one.turn.text)
        asked = Act.ASK_THIRD_PARTY_TO_PASS_ON in one.asked_acts
        if _WILL_TELL.search(text) or (asked and one.means(Intent.AGREE, least=0.3)):
            takes = one.turn.number
        if _WILL_NOT.search(text) or one.means(Intent.STOP_CONTACT):
            refuses = one.turn.number
    return ResultCode.TM if takes > refuses else ResultCode.TR


def _number_dropped(reading: CallReading) -> bool:
    return any(one.says("stop_collecting.number") for one in reading.agent)


_TO_THEM = r"(?:[跟和给同与][他她][们]?(?:说|讲|提|带)|告诉[他她]|转告|转达|[带捎传][个句]?(?:话|信)|[让叫喊][他她](?:给|回|打|联系)|[讲说提][一个]?(?:声|嘴|句|下))"
_WILL_TELL = re.compile(rf"(?<!别)(?<!不)(?:我|会|帮|回头|等|行|好|成|中)[^。!?]{{0,6}}?{_TO_THEM}")
_WILL_NOT = re.compile(
    rf"(?:不|别|懒得|没法|管不着)[^,。]{{0,6}}{_TO_THEM}|别再?(?:打|联系)|不要再?打|跟我(?:有?啥|没|有什么)关系|我不管|管不着|自己(?:找|联系|打)[他她]|不(?:想)?掺和"
)


def _of_commitment(
    reading: CallReading,
    heard: defaultdict[Intent, float],
    recorded: frozenset[ResultCode],
    commitment: Commitment,
) -> ResultCode:
    if heard[Intent.FORGOT] >= FAINT and commitment.on <= civil_date(reading.call.started_at) + timedelta(
        days=1
    ):
        return ResultCode.FP
    if not is_part(reading, commitment):
        return ResultCode.PTP
    first = next((one for one in customer_turns(reading) if one.means(Intent.REQUEST_PLAN, *PROMISING)), None)
    plan_first = first is not None and first.means(Intent.REQUEST_PLAN) and not first.means(*PROMISING)
    return ResultCode.NG if plan_first else ResultCode.PP


def _of_money(
    reading: CallReading, heard: defaultdict[Intent, float], recorded: frozenset[ResultCode]
) -> dict[ResultCode, float]:
    """What was said about the money, where no day was agreed.

    A plan that the collector did not take up was not negotiated: such a plea is a wish to pay later.
    """
    plan = heard[Intent.REQUEST_PLAN]
    taken_up = ResultCode.NG in recorded
    later = heard[Intent.VAGUE_PROMISE] + heard[Intent.PROMISE] + 0.5 * heard[Intent.CANNOT_PAY]
    pays_now = max(
        (one.share(Intent.PAY_NOW) for one in customer_turns(reading) if is_about_money(one)), default=0.0
    )
    forgot = heard[Intent.FORGOT]
    return {
        ResultCode.NG: plan + (_RECORD_WEIGHT if plan >= FAINT else 0.0)
        if taken_up
        else _UNRECORDED_PLAN * plan,
        ResultCode.PP: heard[Intent.PARTIAL_OFFER],
        ResultCode.PTV: later if taken_up else later + 0.6 * plan,
        ResultCode.FP: forgot + pays_now if forgot >= FAINT else 0.8 * pays_now,
    }
