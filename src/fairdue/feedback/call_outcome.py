"""How a call came out: the readiness to pay, what was claimed as paid, what was promised.

Room: feedback. The values are read from the customer's own words; what the collector read back and the customer
did not contradict fills in what a short answer left open. The result code is told by ``call_result``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

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
FAINT, LIKELY = 0.25, 0.5
_FARTHEST = timedelta(days=200)
PROMISING = (Intent.PROMISE, Intent.PAY_NOW, Intent.PARTIAL_OFFER)
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


def customer_turns(reading: CallReading) -> list[OtherTurn]:
    """The turns of the customer."""
    return [one for one in reading.others if one.turn.speaker is Speaker.DEBTOR]


def claim_of(reading: CallReading) -> OtherTurn | None:
    """The turn in which the customer says that the payment was made."""
    for one in customer_turns(reading):
        slots = one.understood.slots
        told = slots.paid_on is not None or slots.paid_amount_fen is not None
        if not told and one.share(Intent.ALREADY_PAID) < _SURE and not _HAS_PAID.search(fold(one.turn.text)):
            continue  # A question about a channel, not a payment that was made.
        if one.means(Intent.ALREADY_PAID, least=FAINT if told else 0.6) and not one.means(
            Intent.DISPUTE_DEBT, least=FAINT
        ):
            return one
    return None


def three_elements_of(reading: CallReading) -> bool | None:
    """Were day, amount and channel of a claimed payment told? None when no payment was claimed."""
    claim = claim_of(reading)
    if claim is None:
        return None
    day = amount = channel = False
    for one in customer_turns(reading):
        if one.turn.number < claim.turn.number:
            continue
        intents = {*one.understood.intents, Intent.ALREADY_PAID} - set(PROMISING)
        slots = read_slots(
            one.turn.text, reference=reading.call.started_at, intents=intents, agent_before=one.asked
        )
        day = day or slots.paid_on is not None
        amount = amount or slots.paid_amount_fen is not None or bool(_ALL_OF_IT.search(one.turn.text))
        channel = channel or slots.paid_channel is not None
    return day and amount and channel


def willingness_of(reading: CallReading) -> Willingness:
    """The readiness to pay that the call as a whole shows."""
    said = customer_turns(reading)
    heard = weights(reading)
    if not said or never_the_debtor(reading) or heard[Intent.DISTRESS] >= LIKELY:
        return Willingness.UNKNOWN
    if not reading.ended.verified and not reading.ended.disclosed:
        return Willingness.UNKNOWN
    if claim_of(reading) is not None:
        return Willingness.STRONG
    short = heard[Intent.CANNOT_PAY] + heard[Intent.HARDSHIP] + heard[Intent.REQUEST_PLAN]
    commitment = commitment_of(reading)
    if commitment is not None:
        if short >= LIKELY and is_part(reading, commitment) and heard[Intent.DISPUTE_AMOUNT] < LIKELY:
            return Willingness.CONSTRAINED
        days = (commitment.on - civil_date(reading.call.started_at)).days
        if days <= _SOON_DAYS:
            return Willingness.STRONG
        return Willingness.CONSTRAINED if short >= LIKELY else Willingness.DELAYING
    shown = {
        Willingness.UNWILLING: 1.5 * heard[Intent.REFUSE] + 0.5 * heard[Intent.ABUSIVE],
        Willingness.CONSTRAINED: short + heard[Intent.PARTIAL_OFFER],
        Willingness.DELAYING: heard[Intent.VAGUE_PROMISE] + heard[Intent.PROMISE],
        Willingness.STRONG: heard[Intent.PAY_NOW],
    }
    best = max(shown, key=shown.__getitem__)
    return best if shown[best] >= LIKELY else Willingness.UNKNOWN


def is_part(reading: CallReading, commitment: Commitment) -> bool:
    """Is less promised than is owed?"""
    whole = reading.call.fact_fen("ledger_amount_fen")
    return whole is not None and commitment.amount_fen is not None and commitment.amount_fen < whole


def commitment_of(reading: CallReading) -> Commitment | None:
    """The last promise with a day, as the customer gave it or as it was read back and not contradicted."""
    if not reading.ended.verified and not reading.ended.disclosed:
        return None
    on: date | None = None
    amount: int | None = None
    since = MOST_TURNS
    for one in customer_turns(reading):
        slots = one.understood.slots
        if one.means(Intent.REFUSE) and not one.means(*PROMISING):
            on, amount = None, None
            continue
        if slots.promise_on is not None and one.means(*PROMISING, least=0.3) and _is_sure(one, reading):
            on = slots.promise_on
            since = min(since, one.turn.number)
            amount = slots.promise_amount_fen or amount
        elif slots.promise_amount_fen is not None and one.means(*PROMISING):
            amount = slots.promise_amount_fen
    for heard, answer in _put_to_them(reading):
        if on is not None and heard.turn.number < since:
            continue
        day, money = _day_and_money(heard, reading)
        if answer is not None and _NO.search(answer.turn.text):
            continue
        read_back = on is not None and heard.does(Act.READ_BACK)
        if day is None or not (read_back or _agrees(answer)):
            continue
        on = day
        if money is not None:
            amount = money
    if on is None:
        return None
    whole = reading.call.fact_fen("ledger_amount_fen")
    return Commitment(on, whole if amount is None else amount)


def _is_sure(said: OtherTurn, reading: CallReading) -> bool:
    day = said.understood.slots.promise_on
    if Act.ASK_EVIDENCE in said.asked_acts and said.understood.slots.promise_amount_fen is None:
        return False  # The papers will be sent that day, not the money.
    if not is_about_money(said):
        return False
    if said.asked_acts & _ON_CONTACT and not _PAYS.search(fold(said.turn.text)):
        return False  # The day is for the next call.
    if day is None or day - civil_date(reading.call.started_at) > _FARTHEST:
        return False
    return _UNSURE.search(fold(said.turn.text)) is None


_PAPERS = re.compile(r"材料|流水|证明|凭证|资料|合同|截图|回单|诊断|申请表|照片|函")


def is_about_money(said: OtherTurn) -> bool:
    """Is the day for the money? Papers are put together and sent on a day too."""
    text = fold(said.turn.text)
    if said.understood.slots.promise_amount_fen is not None or _MONEY_WORDS.search(text):
        return True
    return not (_PAPERS.search(text) or _PAPERS.search(said.asked or ""))


_MONEY_WORDS = re.compile(r"还(?!是|有|没|不|要|得|能|会|算|行|给)|付|存|钱|结清|打款|全额|工资|pay|settle")


def read_backs(reading: CallReading) -> Iterator[tuple[AgentTurn, OtherTurn | None]]:
    """What the collector read back to a verified customer, with the answer to it."""
    for heard, answer in _put_to_them(reading):
        if heard.does(Act.READ_BACK):
            yield heard, answer


def _put_to_them(reading: CallReading) -> Iterator[tuple[AgentTurn, OtherTurn | None]]:
    """What was read back or proposed to a verified customer, with the answer to it."""
    for heard in reading.agent:
        if not heard.does(*_PROPOSES) or not heard.state.verified:
            continue
        after = (one for one in reading.others if one.turn.number > heard.turn.number)
        yield heard, next(after, None)


_PROPOSES = (Act.READ_BACK, Act.ASK_CONSENT, Act.ACKNOWLEDGE, Act.GIVE_PAYMENT_WAY)
"""What names a day that the customer only has to say yes to."""


def _agrees(answer: OtherTurn | None) -> bool:
    """Was it agreed to? A mere 好的 after a read-back is a yes, though elsewhere it says nothing about the debt."""
    if answer is None or _NO.search(answer.turn.text):
        return False
    return answer.means(Intent.AGREE, *PROMISING) or _YES.fullmatch(fold(answer.turn.text)) is not None


_YES = re.compile(
    r"(?:好|行|可以|成|中|对|是|嗯|哦|没问题|没错|同意|就这样|就这么办|那就这样|ok|yes|okay|的|吧|啊|呀|嘞|了|[,。!\s])+",
    re.IGNORECASE,
)


_ON_CONTACT = frozenset({Act.TELL_NEXT_CONTACT, Act.ASK_CALLBACK_TIME})
_UNSURE = re.compile(r"不知道|说不[准好上]|不一定|不确定|没准|看情况|可能|也许|尽量|这么快")
_CONTACTS = re.compile(
    r"联系|[给跟找和](?:您|你)|打电话|电话|回话|答复|回复|短信|看一[眼下]|查一?下|查收|回访|开庭|到期|应还|确认(?!好)|信件|寄|逾期|有效"
)
_PAYS = re.compile(r"还|付|存|转|结清|处理|交|打款")


_READS = re.compile(r"(?:我)?[给跟和与][您你](?:再)?(?:复述|核对|确认|重复|总结|说)(?:一?下|一遍)?[:,]?")
"""That it is read out to the customer; without it 给您 tells that somebody will be in touch."""


def _day_and_money(heard: AgentTurn, reading: CallReading) -> tuple[date | None, int | None]:
    """The day and the amount of a read-back, from its clauses that speak of paying."""
    folded = _READS.sub("", fold(heard.turn.text))
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


def never_the_debtor(reading: CallReading) -> bool:
    """Was the customer never on the line?"""
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
            if share < FAINT or (intent is Intent.STOP_CONTACT and pleads_for_others(one)):
                continue
            heard[intent] = (
                heard[intent] + share if min(share, heard[intent]) >= LIKELY else max(heard[intent], share)
            )
    return heard


def pleads_for_others(heard: OtherTurn) -> bool:
    """Does the turn ask to leave others alone, family or employer, and not the customer?"""
    return _OF_OTHERS.search(fold(heard.turn.text)) is not None


_OF_OTHERS = re.compile(
    r"(?:爸|妈|爹|娘|姐|哥|弟|妹|老公|老婆|父母|家里人?)[^。]{0,10}(?:别|不要)[^,。]{0,3}(?:打|找|联系)(?!我)"
    r"|(?:联系|打|找|告诉|骚扰|去)[^,。]{0,4}(?:[他她]们?|家|爸|妈|姐|哥|弟|妹|老公|老婆|单位|公司|同事|孩子)"
)
