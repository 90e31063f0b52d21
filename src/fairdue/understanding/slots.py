"""The values that one utterance states: a payment made, a payment promised, an hour to call again.

Room: understanding. The readers of days, amounts, hours and channels find what is said; here each value gets
its part, from the intents where they are known and from the words of its clause. It decides nothing else:
what is not certain stays None, and nothing is carried over from earlier turns.

>>> from fairdue.foundation.civil import CHINA
>>> slots = read_slots("下周五还两千", reference=datetime(2026, 3, 11, 10, 20, tzinfo=CHINA),
...                    intents=[Intent.PROMISE], agent_before=None)
>>> slots.as_json()
{'promise_on': '2026-03-20', 'promise_amount_fen': 200000}
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import islice

from fairdue.foundation.civil import civil_date, require_aware
from fairdue.foundation.money import FEN_PER_YUAN
from fairdue.understanding.chinese_number import read_number
from fairdue.understanding.intent import Intent
from fairdue.understanding.slot_choice import (
    LEAST_AMOUNT,
    SURE_AMOUNT,
    choose_callback,
    choose_paid_amount,
    choose_paid_day,
    choose_promised_amount,
    choose_promised_day,
    paid_today,
)
from fairdue.understanding.slot_clauses import Clause, Tense, clause_index, split_clauses
from fairdue.understanding.slot_purpose import judge_purposes
from fairdue.understanding.speech_fold import fold_speech
from fairdue.understanding.spoken_channel import PayChannel, read_channel
from fairdue.understanding.spoken_date import (
    DayMention,
    Direction,
    day_mentions,
    join_alternatives,
    read_spoken_date,
)
from fairdue.understanding.spoken_money import MoneyMention, money_mentions
from fairdue.understanding.spoken_time import ClockMention, clock_mentions


@dataclass(frozen=True, slots=True)
class Slots:
    """What one utterance states; None where it states nothing, or nothing certain.

    Amounts are whole fen; ``callback_at`` is aware, in China's time, whole minutes.
    """

    paid_on: date | None = None
    paid_amount_fen: int | None = None
    paid_channel: PayChannel | None = None
    promise_on: date | None = None
    promise_amount_fen: int | None = None
    callback_at: datetime | None = None

    def as_json(self) -> dict[str, str | int]:
        """The stated values alone, in the shapes of the labelled sets."""
        shown: dict[str, str | int | None] = {
            "paid_on": self.paid_on.isoformat() if self.paid_on else None,
            "paid_amount_fen": self.paid_amount_fen,
            "paid_channel": self.paid_channel.value if self.paid_channel else None,
            "promise_on": self.promise_on.isoformat() if self.promise_on else None,
            "promise_amount_fen": self.promise_amount_fen,
            "callback_at": self.callback_at.strftime("%Y-%m-%dT%H:%M") if self.callback_at else None,
        }
        return {name: value for name, value in shown.items() if value is not None}


NOTHING = Slots()
LONGEST_TEXT = 2000
"""Characters that are read, once folded; speech in one turn is far shorter."""
MOST_MENTIONS = 30
"""Days, amounts and hours that are weighed, the first of each; nobody names so many in one turn."""

_MAY_HOLD_VALUES = re.compile(
    r"[0-9£零一二两俩三四五六七八九十百千万半今明昨后前听琴寻噚夜周拜期月刚午晌夕节年元庆阳秋宵诞旦卡行付扣机柜转点窗汇]|支付宝|微信|上门"
    r"|早上|晚上|[小大][寒暑雪]|立[春夏秋冬]|[春秋]分|[夏冬]至|霜降|白露|谷雨|芒种|惊蛰|京东|美团|抖音|拼多多|度小满|和包|自动|软件|支行|网点|app|pay|card|[a-z]{3}",
    re.IGNORECASE,
)
_PROMISING = frozenset({Intent.PROMISE, Intent.PAY_NOW, Intent.PARTIAL_OFFER})
_NO_NEW_CALL = frozenset(
    {Intent.STOP_CONTACT, Intent.COMPLAINT, Intent.DISTRESS, Intent.ABUSIVE, Intent.WRONG_PERSON}
)
# Beside these alone a payment or a promise may stand unnoticed, so that the words are asked too.
_SAY_NOTHING_OF_VALUES = frozenset(
    {
        Intent.AGREE,
        Intent.OTHER,
        Intent.IDENTITY_CONFIRM,
        Intent.FORGOT,
        Intent.HARDSHIP,
        Intent.CANNOT_PAY,
        Intent.THIRD_PARTY,
        Intent.COMPLAINT,
        Intent.STOP_CONTACT,
        Intent.ASK_HOW_TO_PAY,
    }
)
_GIVE_VALUES_A_PART = frozenset({Intent.ALREADY_PAID, Intent.NO_TIME, *_PROMISING})
# Beside these a payment told is not one that the customer claims.
_NO_CLAIM = frozenset(
    {Intent.DISPUTE_AMOUNT, Intent.DISPUTE_DEBT, Intent.REQUEST_PLAN, Intent.ASK_CONSEQUENCE}
)
_PLAINLY_TO_COME = re.compile(
    r"正在[还转付存打交汇扫]|这就[还转付存打交汇扫]|(?:一[^,]{1,4}就|我就[^,]{0,8}|马上就?|等下|待会儿?|一会儿|准备|会)(?:给你)?(?:还|转|付|存|打|交|汇|清|扫)(?![^,]{0,6}了(?:呀|啊|的)?$)"
)
_PLAINLY_MADE = re.compile(r"(?:昨|[琴寻]日|前[天日儿晚]|上个?(?:周|星期|礼拜|月)|已经?).*[了过的完清]")
_ASKS_WHEN_TO_CALL = re.compile(r"给您打|再打|再联系|联系您|回电|来电|方便")
_PART_OF_DAY = re.compile(r"上午|中午|下午|傍晚|晌午|晚上|早上|下昼|上昼|夜里|黑了|lunchtime|dinner time")
_EVERY_DAY = re.compile(r"天天|每天|最近|都")
_INSTALMENT = re.compile(
    r"每|一天|一月[一二两三四五六七八九\d]|降到|按天|一回|一次|分开|分成|一个?(?:月|星期|礼拜|周|期)|一期|减到|减免到|分期|首付|月供|慢慢"
    r"|\b(?:a|per|each|every) (?:month|week|fortnight)|\beach\b|monthly|weekly|instal|maximum|settlement",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Utterance:
    """One utterance with all that the readers found in it."""

    text: str
    today: date
    reference: datetime
    clauses: tuple[Clause, ...]
    days: tuple[DayMention, ...]
    amounts: tuple[MoneyMention, ...]
    clocks: tuple[ClockMention, ...]
    intents: frozenset[Intent]


def read_slots(
    text: str, *, reference: datetime, intents: Collection[Intent], agent_before: str | None
) -> Slots:
    """Return the values that ``text`` states, said at ``reference`` in answer to ``agent_before``.

    ``intents`` are the meanings found so far; with none, and where they may be a little wrong, the words
    alone decide. Text past ``LONGEST_TEXT`` characters is not read.
    """
    require_aware(reference)
    folded = fold_speech(text)[:LONGEST_TEXT]
    if not _MAY_HOLD_VALUES.search(folded):
        return NOTHING
    clauses = split_clauses(folded)
    if not clauses:
        return NOTHING
    days = join_alternatives(folded, _days(folded, reference=reference, direction=Direction.FUTURE))
    if not days and agent_before and _ASKS_WHICH_DAY.search(agent_before[:LONGEST_TEXT]):
        days = _bare_days(folded, reference)
    today = civil_date(reference)
    amounts = tuple(islice(money_mentions(folded), MOST_MENTIONS)) or tuple(_dictated(folded, agent_before))
    clocks = clock_mentions(
        folded, reference=reference, days=_carried_on(days, clauses, today), most=MOST_MENTIONS
    )
    if agent_before:
        days = tuple(
            day for day in days if not _kept_up(folded[day.starts : day.ends], agent_before[:LONGEST_TEXT])
        )
    meant = frozenset(intents)
    if meant <= _SAY_NOTHING_OF_VALUES or meant & _GIVE_VALUES_A_PART:
        judged = judge_purposes(
            clauses,
            text=folded,
            today=today,
            days=days,
            amounts=amounts,
            clocks=clocks,
            asked=agent_before or "",
        )
        meant = _by_the_words(meant, judged, clauses, asked=agent_before or "")
    said = _Utterance(folded, today, reference, clauses, days, amounts, clocks, meant)
    paid = _paid(said)
    promised = _promised(said, paid_too=paid != NOTHING)
    return replace(
        paid,
        promise_on=promised.promise_on,
        promise_amount_fen=promised.promise_amount_fen,
        callback_at=_callback(said),
    )


_FIGURES = re.compile(
    r"(?<![零一二三四五六七八九])[一二三四五六七八九][零一二三四五六七八九]{3,4}(?![零一二三四五六七八九])"
)


def _dictated(text: str, asked: str | None) -> Iterator[MoneyMention]:
    """An amount in single figures, 一九六零, where the collector has just named the same."""
    figures = _FIGURES.search(text) if asked else None
    value = read_number(figures.group()) if figures else None
    if figures and value and asked:
        named = {
            mention.fen
            for mention in islice(money_mentions(fold_speech(asked)[:LONGEST_TEXT]), MOST_MENTIONS)
        }
        if int(value) * FEN_PER_YUAN in named:
            yield MoneyMention(int(value) * FEN_PER_YUAN, *figures.span(), False)


_ASKS_WHICH_DAY = re.compile(r"什么时候|哪天|哪一天|几号|日子|时间")
_BARE_DAY = re.compile(
    r"(?:^|(?<=[,。?!;、\s]))(?:那?就|定|要不|不然)?(?P<day>[二三]?十[一二三四五六七八九]?|[12]\d|3[01])(?=(?:吧|啊|嘛|行不|行吗|(?:还|给|转|交)(?:[你您]们?|钱|清|款)?)?(?:$|[,。?!;、\s]))"
)


def _bare_days(text: str, reference: datetime) -> tuple[DayMention, ...]:
    """A day of the month without 号, 就二十九吧, where the collector has asked which day: the last one said."""
    found = tuple(islice(_BARE_DAY.finditer(text), MOST_MENTIONS))
    if not found:
        return ()
    day = read_spoken_date(found[-1]["day"] + "号", reference=reference, direction=Direction.FUTURE)
    return () if day is None else (DayMention(day, *found[-1].span("day")),)


# 您之前答应十五号还,没有看到入账: that day is past, and so it is when the customer says it again.
_NOT_KEPT = re.compile(r"(?:之前|上次|上回|答应|承诺|约定).*(?:没|未)")


def _kept_up(day: str, asked: str) -> bool:
    return day in asked and bool(_NOT_KEPT.search(asked))


def _by_the_words(
    meant: frozenset[Intent], judged: frozenset[Intent], clauses: tuple[Clause, ...], *, asked: str
) -> frozenset[Intent]:
    """The meanings, mended where the words say plainly what they are."""
    if Intent.STOP_CONTACT in meant or (
        Intent.THIRD_PARTY in meant and not any(one.calls for one in clauses)
    ):
        # 他下午五点出来 tells where he is, and who asks not to be called has named no appointment.
        judged -= {Intent.NO_TIME}
    if meant <= _SAY_NOTHING_OF_VALUES:
        return meant | judged
    tenses = {clause.tense for clause in clauses}
    if Intent.ALREADY_PAID in meant and Intent.ALREADY_PAID not in judged:
        plainly = any(one.tense is Tense.TO_COME and _PLAINLY_TO_COME.search(one.text) for one in clauses)
        if plainly and Tense.MADE not in tenses:
            return meant - {Intent.ALREADY_PAID} | judged  # 佣金一结就还三千三
    elif Intent.ALREADY_PAID in judged and not meant & {Intent.ALREADY_PAID, *_NO_CLAIM}:
        plainly = any(one.tense is Tense.MADE and _PLAINLY_MADE.search(one.text) for one in clauses)
        if plainly and Tense.TO_COME not in tenses:
            return meant - _PROMISING | judged  # 我上周五已经转了三千
    if Intent.NO_TIME in meant and _ASKS_WHEN_TO_CALL.search(asked) and Tense.TO_COME not in tenses:
        return meant - _PROMISING  # 明早六点四十
    return meant


def _days(text: str, *, reference: datetime, direction: Direction) -> tuple[DayMention, ...]:
    return tuple(islice(day_mentions(text, reference=reference, direction=direction), MOST_MENTIONS))


def _carried_on(
    days: tuple[DayMention, ...], clauses: tuple[Clause, ...], today: date
) -> tuple[DayMention, ...]:
    """The days, and each again at the head of the clauses behind it that name none: 周一再打,早上九点半."""
    carried: list[DayMention] = []
    last: date | None = None
    last_of = {clause_index(clauses, day.starts): day.day for day in days}
    for index, clause in enumerate(clauses):
        own = last_of.get(index)
        if own is not None:
            usable = not clause.pays and not clause.cannot and own > today
            last = own if usable else None
        elif last is not None:
            carried.append(DayMention(last, clause.starts, clause.starts))
    return tuple(sorted((*days, *carried), key=lambda day: day.starts))


def _paid(said: _Utterance) -> Slots:
    if Intent.ALREADY_PAID not in said.intents:
        return NOTHING
    promise_too = bool(said.intents & _PROMISING)
    past = _days(said.text, reference=said.reference, direction=Direction.PAST)
    day = choose_paid_day(past, said.clauses, text=said.text, today=said.today, promise_too=promise_too)
    if day is None and not past and paid_today(said.clauses):
        day = said.today
    return Slots(
        paid_on=day,
        paid_amount_fen=choose_paid_amount(said.amounts, said.clauses, promise_too=promise_too),
        paid_channel=_channel(said),
    )


_FAILED = re.compile(r"没(?:有)?(?:成功|[扣划转付][上成到出])|[转付扣]失败")
_NOT_BY_CHANNEL = re.compile(
    r"显示|上看|查|以为|当是|撤了|提[到现]|微信有|加.{0,2}微信|微信上?[^,]{0,5}(?:说|聊|发|讲|问|号)|限额|[转付用扫刷]不了|登不上|登不进|失败|截图|提醒|收到|客服"
)


def _channel(said: _Utterance) -> PayChannel | None:
    """The channel that the clauses name, those left out that tell where something was seen or sent."""
    kept = [
        clause.text
        for clause in said.clauses
        if (clause.tense is Tense.MADE or not _NOT_BY_CHANNEL.search(clause.text))
        and not _FAILED.search(clause.text)
    ]
    return read_channel(",".join(kept))


def _promised(said: _Utterance, *, paid_too: bool) -> Slots:
    if not said.intents & _PROMISING and not said.intents & {Intent.REQUEST_PLAN, Intent.VAGUE_PROMISE}:
        return NOTHING
    return Slots(
        promise_on=_promised_day(said, paid_too=paid_too),
        promise_amount_fen=_promised_amount(said, paid_too=paid_too),
    )


def _promised_day(said: _Utterance, *, paid_too: bool) -> date | None:
    chosen = choose_promised_day(said.days, said.clauses, text=said.text, today=said.today, paid_too=paid_too)
    if chosen is not None:
        day, weight = chosen
        if said.intents & _PROMISING or (
            said.intents & {Intent.VAGUE_PROMISE, Intent.REQUEST_PLAN} and weight >= 3
        ):
            return day
        return None
    return _today_by_the_clock(said) if Intent.PAY_NOW in said.intents else None


def _today_by_the_clock(said: _Utterance) -> date | None:
    """An hour or a part of the day without a day, said of a payment at once, is today's."""
    places = [clock.starts for clock in said.clocks]
    places += [match.start() for match in _PART_OF_DAY.finditer(said.text)]
    for place in places:
        clause = said.clauses[clause_index(said.clauses, place)]
        if clause.calls or clause.tense is Tense.MADE:
            continue
        if not clause.cannot and not _EVERY_DAY.search(clause.text):
            return said.today
    return None


def _promised_amount(said: _Utterance, *, paid_too: bool) -> int | None:
    chosen = choose_promised_amount(said.amounts, said.clauses, paid_too=paid_too)
    if chosen is None:
        return None
    fen, weight = chosen
    if Intent.PAY_NOW in said.intents or Intent.PROMISE in said.intents:
        least = LEAST_AMOUNT - 1
    elif Intent.PARTIAL_OFFER in said.intents:
        least = LEAST_AMOUNT
    elif Intent.REQUEST_PLAN in said.intents:
        least = SURE_AMOUNT if _INSTALMENT.search(said.text) else SURE_AMOUNT + 1
    else:
        return None
    return fen if weight >= least else None


def _callback(said: _Utterance) -> datetime | None:
    if not said.clocks:
        return None
    chosen = choose_callback(said.clocks, said.clauses, text=said.text)
    if chosen is None:
        return None
    clock, weight = chosen
    if clock.moment <= said.reference:
        return None  # 昨天早上五点四十: an hour gone by
    least = -2 if Intent.NO_TIME in said.intents else 4 if said.intents & _NO_NEW_CALL else 3
    return clock.moment if weight >= least else None
