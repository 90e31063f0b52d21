"""How a call came out: the readiness to pay, what was claimed as paid, what was promised, and the result code.

Room: feedback. The values are read from the customer's own words; what the collector read back and the customer
did not contradict fills in what a short answer left open. The order in which a result code wins over another is
that of ``result_of``: what protects a person comes first.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.wording.guard import Verdict
from fairdue.compliance.wording.spoken_context import Callee
from fairdue.feedback.call import MOST_TURNS, Speaker
from fairdue.feedback.call_reading import AgentTurn, CallReading, OtherTurn
from fairdue.foundation.civil import civil_date
from fairdue.foundation.fold import fold
from fairdue.understanding.acts import Act
from fairdue.understanding.intent import Intent
from fairdue.understanding.slots import read_slots
from fairdue.understanding.spoken_date import Direction, day_mentions
from fairdue.understanding.spoken_money import money_mentions
from fairdue.understanding.willingness import Willingness

_SOON_DAYS = 3
_FAINT, _LIKELY = 0.25, 0.5
_FARTHEST = timedelta(days=200)
_PROMISING = (Intent.PROMISE, Intent.PAY_NOW, Intent.PARTIAL_OFFER)
_ALL_OF_IT = re.compile(r"全还|全额|全部|全款|还清|结清|一次性|都还|一分不[差少]|还完|一起还|整个")
_SURE = 0.9
_HAS_PAID = re.compile(
    r"(?:还|付|转|存|交|打|扣|充)(?:了|过|清|完|进|掉|上)|结清|还的|付的|转的|已经?还|paid|sent|transferred"
)
_NO = re.compile(
    r"^(?:不(?!客气|用谢|好意思|过)|没有?答应|我没说|哪有|等等|别)|不行|不对|还不了|做不到|来不及|没说"
)


@dataclass(frozen=True, slots=True)
class Commitment:
    """What was promised: the latest day named for it, and the amount in fen where one is certain."""

    on: date
    amount_fen: int | None

    def as_json(self) -> dict[str, str | int | None]:
        """The shape of the labelled sets."""
        return {"on": self.on.isoformat(), "amount_fen": self.amount_fen}


def _debtor(reading: CallReading) -> list[OtherTurn]:
    return [one for one in reading.others if one.turn.speaker is Speaker.DEBTOR]


def _claim(reading: CallReading) -> OtherTurn | None:
    """The turn in which the customer says that the payment was made."""
    for one in _debtor(reading):
        slots = one.understood.slots
        told = slots.paid_on is not None or slots.paid_amount_fen is not None
        if not told and one.share(Intent.ALREADY_PAID) < _SURE and not _HAS_PAID.search(fold(one.turn.text)):
            continue  # A question about a channel, not a payment that was made.
        if one.means(Intent.ALREADY_PAID, least=_FAINT if told else 0.6) and not one.means(
            Intent.DISPUTE_DEBT, least=_FAINT
        ):
            return one
    return None


def three_elements_of(reading: CallReading) -> bool | None:
    """Were day, amount and channel of a claimed payment told? None when no payment was claimed."""
    claim = _claim(reading)
    if claim is None:
        return None
    day = amount = channel = False
    for one in _debtor(reading):
        if one.turn.number < claim.turn.number:
            continue
        intents = {*one.understood.intents, Intent.ALREADY_PAID} - set(_PROMISING)
        slots = read_slots(
            one.turn.text, reference=reading.call.started_at, intents=intents, agent_before=one.asked
        )
        day = day or slots.paid_on is not None
        amount = amount or slots.paid_amount_fen is not None or bool(_ALL_OF_IT.search(one.turn.text))
        channel = channel or slots.paid_channel is not None
    return day and amount and channel


def willingness_of(reading: CallReading) -> Willingness:
    """The readiness to pay that the call as a whole shows."""
    said = _debtor(reading)
    heard = weights(reading)
    if not said or _never_the_debtor(reading) or heard[Intent.DISTRESS] >= _LIKELY:
        return Willingness.UNKNOWN
    if not reading.ended.verified and not reading.ended.disclosed:
        return Willingness.UNKNOWN
    if _claim(reading) is not None:
        return Willingness.STRONG
    short = heard[Intent.CANNOT_PAY] + heard[Intent.HARDSHIP] + heard[Intent.REQUEST_PLAN]
    commitment = commitment_of(reading)
    if commitment is not None:
        if short >= _LIKELY and _is_part(reading, commitment) and heard[Intent.DISPUTE_AMOUNT] < _LIKELY:
            return Willingness.CONSTRAINED
        days = (commitment.on - civil_date(reading.call.started_at)).days
        if days <= _SOON_DAYS:
            return Willingness.STRONG
        return Willingness.CONSTRAINED if short >= _LIKELY else Willingness.DELAYING
    shown = {
        Willingness.UNWILLING: 1.5 * heard[Intent.REFUSE] + 0.5 * heard[Intent.ABUSIVE],
        Willingness.CONSTRAINED: short + heard[Intent.PARTIAL_OFFER],
        Willingness.DELAYING: heard[Intent.VAGUE_PROMISE] + heard[Intent.PROMISE],
        Willingness.STRONG: heard[Intent.PAY_NOW],
    }
    best = max(shown, key=shown.__getitem__)
    return best if shown[best] >= _LIKELY else Willingness.UNKNOWN


def _is_part(reading: CallReading, commitment: Commitment) -> bool:
    whole = reading.call.fact_fen("ledger_amount_fen")
    return whole is not None and commitment.amount_fen is not None and commitment.amount_fen < whole


def commitment_of(reading: CallReading) -> Commitment | None:
    """The last promise with a day, as the customer gave it or as it was read back and not contradicted."""
    if not reading.ended.verified and not reading.ended.disclosed:
        return None
    on: date | None = None
    amount: int | None = None
    since = MOST_TURNS
    for one in _debtor(reading):
        slots = one.understood.slots
        if one.means(Intent.REFUSE) and not one.means(*_PROMISING):
            on, amount = None, None
            continue
        if slots.promise_on is not None and one.means(*_PROMISING, least=0.3) and _is_sure(one, reading):
            on = slots.promise_on
            since = min(since, one.turn.number)
            amount = slots.promise_amount_fen or amount
        elif slots.promise_amount_fen is not None and one.means(*_PROMISING):
            amount = slots.promise_amount_fen
    for heard, answer in _read_backs(reading):
        if on is not None and heard.turn.number < since:
            continue
        day, money = _day_and_money(heard, reading)
        if answer is not None and _NO.search(answer.turn.text):
            continue
        if day is not None and (on is not None or _agrees(answer)):
            on = day
        if money is not None and on is not None:
            amount = money
    if on is None:
        return None
    whole = reading.call.fact_fen("ledger_amount_fen")
    return Commitment(on, whole if amount is None else amount)


def _is_sure(said: OtherTurn, reading: CallReading) -> bool:
    day = said.understood.slots.promise_on
    if Act.ASK_EVIDENCE in said.asked_acts and said.understood.slots.promise_amount_fen is None:
        return False  # The papers will be sent that day, not the money.
    if not _is_about_money(said):
        return False
    if said.asked_acts & _ON_CONTACT and not _PAYS.search(fold(said.turn.text)):
        return False  # The day is for the next call.
    if day is None or day - civil_date(reading.call.started_at) > _FARTHEST:
        return False
    return _UNSURE.search(fold(said.turn.text)) is None


_ABOUT_PAYING = frozenset(
    {
        Act.ASK_DATE,
        Act.ASK_TODAY,
        Act.ASK_AMOUNT,
        Act.ASK_PARTIAL,
        Act.ASK_PAYMENT_INTENTION,
        Act.URGE,
        Act.READ_BACK,
    }
)
_PAPERS = re.compile(r"材料|流水|证明|凭证|资料|合同|截图|回单|诊断|申请表|照片|函")


def _is_about_money(said: OtherTurn) -> bool:
    """Is the day for the money? Papers are put together and sent on a day too."""
    text = fold(said.turn.text)
    if said.understood.slots.promise_amount_fen is not None or said.asked_acts & _ABOUT_PAYING:
        return True
    if _MONEY_WORDS.search(text):
        return True
    return not (_PAPERS.search(text) or _PAPERS.search(said.asked or ""))


_MONEY_WORDS = re.compile(r"还(?!是|有|没|不|要|得|能|会|算|行|给)|付|存|钱|结清|打款|全额|工资|pay|settle")


def _read_backs(reading: CallReading) -> Iterator[tuple[AgentTurn, OtherTurn | None]]:
    for heard in reading.agent:
        if not heard.does(Act.READ_BACK) or not heard.state.verified:
            continue
        after = (one for one in reading.others if one.turn.number > heard.turn.number)
        yield heard, next(after, None)


def _agrees(answer: OtherTurn | None) -> bool:
    return answer is not None and answer.means(Intent.AGREE, *_PROMISING)


_ON_CONTACT = frozenset({Act.TELL_NEXT_CONTACT, Act.ASK_CALLBACK_TIME})
_UNSURE = re.compile(r"不知道|说不[准好上]|不一定|不确定|没准|看情况|可能|也许|尽量|这么快")
_CONTACTS = re.compile(
    r"联系|[给跟找和](?:您|你)|打电话|电话|回话|答复|回复|短信|看一[眼下]|查一?下|查收|回访|开庭|到期|应还|确认(?!好)|信件|寄|逾期|有效"
)
_PAYS = re.compile(r"还|付|存|转|结清|处理|交|打款")


def _day_and_money(heard: AgentTurn, reading: CallReading) -> tuple[date | None, int | None]:
    """The day and the amount of a read-back, from its clauses that speak of paying."""
    folded = fold(heard.turn.text)
    start = reading.call.started_at
    today = civil_date(start)
    day: date | None = None
    for mention in day_mentions(folded, reference=start, direction=Direction.FUTURE):
        around = _part_at(folded, mention.starts, "。!?;")
        near = today <= mention.day <= today + _FARTHEST
        if near and _PAYS.search(around) and not _CONTACTS.search(_part_at(folded, mention.starts, ",。!?;")):
            day = mention.day
            break
    if day is None:
        return None, None
    money = [mention.fen for mention in money_mentions(folded)]
    return day, money[0] if money else None


def _part_at(text: str, place: int, marks: str) -> str:
    """The part between two of ``marks`` in which ``place`` lies."""
    starts = max(text.rfind(mark, 0, place) for mark in marks) + 1
    ends = min((at for mark in marks if (at := text.find(mark, place)) >= 0), default=len(text))
    return text[starts:ends]


def _never_the_debtor(reading: CallReading) -> bool:
    return reading.ended.callee is Callee.THIRD_PARTY and not any(
        one.state.callee is Callee.DEBTOR and one.state.verified for one in reading.agent
    )


def weights(reading: CallReading) -> defaultdict[Intent, float]:
    """How much of each meaning was heard in the call: the sum of its likely shares, or its one faint share.

    A plea to leave others alone (别打我姐) is no demand to stop contact with the customer.
    """
    heard: defaultdict[Intent, float] = defaultdict(float)
    for one in reading.others:
        for intent in {*one.understood.scores, *(trigger.intent for trigger in one.understood.triggers)}:
            share = one.share(intent)
            if share < _FAINT or (intent is Intent.STOP_CONTACT and _OF_OTHERS.search(fold(one.turn.text))):
                continue
            heard[intent] = (
                heard[intent] + share if min(share, heard[intent]) >= _LIKELY else max(heard[intent], share)
            )
    return heard


_OF_OTHERS = re.compile(
    r"(?:爸|妈|爹|娘|姐|哥|弟|妹|老公|老婆|父母|家里人?)[^。]{0,10}(?:别|不要)[^,。]{0,3}(?:打|找|联系)(?!我)"
    r"|(?:联系|打|找|告诉|骚扰|去)[^,。]{0,4}(?:[他她]们?|家|爸|妈|姐|哥|弟|妹|老公|老婆|单位|公司|同事|孩子)"
)


def result_of(reading: CallReading) -> ResultCode:
    """The result code of the call: who was on the line, what protects them, and else what weighs the most.

    First comes who cannot be asked for the money at all: the dead, the represented, another person, one in
    distress. Then what the customer said is weighed over all turns (``weights``), and what the collector records
    of it weighs as much as a clear sentence: collectors speak more evenly than customers. A threat to complain that
    only answers a violation is no complaint yet, and a promise after a dispute settles it, unless it was recorded.
    """
    heard = weights(reading)
    recorded = _recorded(reading)
    if _is_gone(reading, heard):
        return ResultCode.DC
    if heard[Intent.REPRESENTATIVE] >= (_FAINT if _speaks_of(reading, _LAWYER) else _LIKELY):
        return ResultCode.LR
    if _never_the_debtor(reading):
        return _of_third_party(reading, heard)
    if not reading.ended.verified and _number_dropped(reading):
        return ResultCode.WP
    if heard[Intent.DISTRESS] >= (_FAINT if _speaks_of(reading, _CRISIS) else _LIKELY):
        return ResultCode.HS
    shown = _of_matters(reading, heard, recorded)
    best = max(shown, key=shown.__getitem__)
    if not reading.ended.verified and (
        reading.ended.asked_to_verify or reading.hung_up or not reading.ended.disclosed
    ):
        return best if best in _WITHOUT_IDENTITY and shown[best] >= _LIKELY else ResultCode.HU
    if shown[best] < _FAINT:
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
_RECORDS = {
    ResultCode.CM: re.compile(
        r"(?:登记|记录|受理|提交|上报|转交?|记)[^,。]{0,6}投诉|投诉[^,。]{0,5}(?:登记|受理|记|编号|工单|核查|部门?会|转|提交)|(?:合规|质检|客诉|投诉)部?[^,。]{0,10}(?:联系|回复|核查|答复)|(?:log|register|record)\w*[^.]{0,20}complaint"
    ),
    ResultCode.DS: re.compile(
        r"(?:登记|记录|提交|上报|转|申请|受理|标了?)[^,。]{0,8}(?:争议|异议|核查|盗刷|调查)|(?:争议|异议)[^,。]{0,10}(?:登记|提交|受理|编号|待核|处理岗|期间|部分)|(?:核查|查清|异议|争议)[^,。]{0,8}(?:期间|之前|没有?结论)[^。]{0,16}不[^,。]{0,6}催|提过异议|(?:log|register|record)\w*[^.]{0,20}dispute"
    ),
    ResultCode.ST: re.compile(
        r"(?:停止?|停掉|取消|不再|终止)[^,。]{0,4}(?:电话|外呼|来电|拨打|打给?[您你])|(?:改|换)(?:为|成|用|走)?[^,。]{0,3}(?:书面|邮件|短信|信件|信函|寄信|微信公众)|电话[^,。]{0,5}(?:停|都不)|(?:书面|邮件|短信|信件|信函)[^,。]{0,2}联系"
    ),
    ResultCode.HS: re.compile(
        r"(?:登记|记录|备注|上报|申请|报|标)[^,。]{0,8}(?:困难|特殊情况|难处|病情|病况|住院|暂缓|缓催)|困难(?:客户|登记|申请|情况|标)|申请[^,。]{0,4}(?:暂缓|缓一缓|先缓)|(?:note|record|log)\w*[^.]{0,20}(?:hardship|circumstances|illness)"
    ),
    ResultCode.NG: re.compile(
        r"(?:提交|申请|报|递|登记|反馈|转)[^。]{0,10}(?:分期|方案|延期|展期|减免|想法|个性化|期数)|(?:分期|方案|延期|减免|展期)[^。]{0,8}(?:提交|申请|报|登记|审批|批)|(?:替|帮|给)[您你](?:再)?(?:提交|申请)|审批(?:期间|结果|进度)|(?:行|好),?我(?:给[您你])?报"
    ),
    ResultCode.RF: re.compile(
        r"(?:登记|备注|记录|记)[^。]{0,10}(?:不愿|拒绝|不还|不打算|没有意愿)|您?的意思[^。]{0,8}拒绝还款"
    ),
    ResultCode.CB: re.compile(r"(?:改时间|换个?时间|改天|晚点|[点半]我?再)[^。]{0,6}(?:打|联系|说|来电)"),
}
"""What a collector says who writes a matter down or acts on it."""
_RECORD_WEIGHT = 0.8
_KNOWN_WEIGHT = 0.8
_REGISTERED_COMPLAINT = 1.5
"""A complaint that was registered is what the call was about, whatever else was asked for beside it."""
_UNRECORDED_PLAN, _UNRECORDED_HARDSHIP = 0.4, 0.7
_REACTION_WEIGHT = 0.4
_LATE_WEIGHT = 0.3


def _speaks_of(reading: CallReading, words: re.Pattern[str]) -> bool:
    return any(words.search(fold(one.turn.text)) for one in reading.agent)


def _wrong(heard: AgentTurn) -> bool:
    """A turn that is a violation records nothing: that a complaint is of no use is not its registration."""
    return heard.judgement.verdict is Verdict.VIOLATION and heard.judgement.share >= _LIKELY


def _recorded(reading: CallReading) -> frozenset[ResultCode]:
    """The matters that the collector writes down, repeats or acts on."""
    return frozenset(
        code
        for code, words in _RECORDS.items()
        if any(words.search(fold(one.turn.text)) and not _wrong(one) for one in reading.agent)
    )


def _is_gone(reading: CallReading, heard: defaultdict[Intent, float]) -> bool:
    """Dead or without capacity. Whoever proved their identity speaks of somebody else's death."""
    if any(one.state.verified and one.turn.speaker is Speaker.DEBTOR for one in reading.others):
        return False
    condoles = any(one.says("empathise.condolence") for one in reading.agent)
    return heard[Intent.DECEASED_OR_INCAPACITY] >= (_FAINT if condoles else _LIKELY)


def _complaint(reading: CallReading) -> float:
    """How much the call is about a complaint. The word in answer to a violation weighs less, so does the police."""
    total = 0.0
    for one in _debtor(reading):
        share = one.share(Intent.COMPLAINT)
        if share < _FAINT:
            continue
        before = [heard for heard in reading.agent if heard.turn.number < one.turn.number]
        reacts = bool(before) and _wrong(before[-1])
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
    if complaint >= _FAINT and ResultCode.CM in recorded:
        shown[ResultCode.CM] += _REGISTERED_COMPLAINT
    shown[ResultCode.DS] = _dispute(reading, heard, recorded)
    stop = heard[Intent.STOP_CONTACT]
    shown[ResultCode.ST] = stop + (noted(ResultCode.ST) if stop >= _FAINT else 0.0)
    refusal = heard[Intent.REFUSE]
    shown[ResultCode.RF] = (
        refusal
        + (noted(ResultCode.RF) if refusal >= _FAINT else 0.0)
        + _LATE_WEIGHT * _ends_with(reading, Intent.REFUSE)
    )
    if _claim(reading) is not None:
        code = ResultCode.CP if three_elements_of(reading) else ResultCode.CPX
        shown[code] = 1.0 + _RECORD_WEIGHT * _asked_about_payment(reading)
    commitment = commitment_of(reading)
    if commitment is not None:
        reads_back = any(True for _ in _read_backs(reading))
        shown[_of_commitment(reading, heard, recorded, commitment)] = 1.0 + _RECORD_WEIGHT * reads_back
    hardship = heard[Intent.HARDSHIP]
    shown[ResultCode.HS] = (
        hardship + noted(ResultCode.HS)
        if ResultCode.HS in recorded
        else _UNRECORDED_HARDSHIP * min(hardship, 1.2)
    )
    if hardship < _LIKELY and ResultCode.HS not in recorded:
        shown[ResultCode.HS] = 0.0
    if commitment is None:
        shown |= _of_money(reading, heard, recorded)
    callback = any(one.understood.slots.callback_at for one in reading.others)
    if reading.ended.verified or reading.ended.disclosed:
        late = 0.5 * heard[Intent.NO_TIME] + 0.3 * (callback and heard[Intent.NO_TIME] >= _LIKELY)
        shown[ResultCode.CB] = late
    else:
        shown[ResultCode.CB] = heard[Intent.NO_TIME] + 0.7 * callback + 0.5 * noted(ResultCode.CB)
    return shown


def _ends_with(reading: CallReading, intent: Intent) -> bool:
    """Is it among the customer's last words that are no mere farewell?"""
    said = [one for one in _debtor(reading) if not one.is_formula]
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
    told = [one for one in _debtor(reading) if _DISPUTES.search(fold(one.turn.text))]
    known = reading.call.facts.get("dispute_open") is True
    kept = known or ResultCode.DS in recorded
    if not kept and commitment_of(reading) is not None and _promised_last(reading):
        return min(said, _LIKELY)
    total = said + _RECORD_WEIGHT * (ResultCode.DS in recorded and (known or bool(told) or said >= _FAINT))
    return total + _KNOWN_WEIGHT * known + _RECORD_WEIGHT * (known and bool(told))


def _promised_last(reading: CallReading) -> bool:
    """Was a promise made after the last word of the dispute?"""
    disputes = [
        one.turn.number for one in _debtor(reading) if one.means(Intent.DISPUTE_DEBT, Intent.DISPUTE_AMOUNT)
    ]
    promises = [one.turn.number for one in _debtor(reading) if one.means(*_PROMISING)]
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
    if heard[Intent.FORGOT] >= _FAINT and commitment.on <= civil_date(reading.call.started_at) + timedelta(
        days=1
    ):
        return ResultCode.FP
    if not _is_part(reading, commitment):
        return ResultCode.PTP
    first = next((one for one in _debtor(reading) if one.means(Intent.REQUEST_PLAN, *_PROMISING)), None)
    plan_first = first is not None and first.means(Intent.REQUEST_PLAN) and not first.means(*_PROMISING)
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
        (one.share(Intent.PAY_NOW) for one in _debtor(reading) if _is_about_money(one)), default=0.0
    )
    forgot = heard[Intent.FORGOT]
    return {
        ResultCode.NG: plan + (_RECORD_WEIGHT if plan >= _FAINT else 0.0)
        if taken_up
        else _UNRECORDED_PLAN * plan,
        ResultCode.PP: heard[Intent.PARTIAL_OFFER],
        ResultCode.PTV: later if taken_up else later + 0.6 * plan,
        ResultCode.FP: forgot + pays_now if forgot >= _FAINT else 0.8 * pays_now,
    }
