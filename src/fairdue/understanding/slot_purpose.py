"""What an utterance is about, as far as its values go, judged by its words alone.

Room: understanding. The reader of slots needs to know whether a payment is reported, promised or neither, also
before the intents are known. This is no classifier: it names only the meanings that give a value its part,
and nothing where the words show none of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from fairdue.understanding.intent import Intent
from fairdue.understanding.slot_clauses import PAY, Clause, Tense, clause_index
from fairdue.understanding.spoken_channel import read_channel
from fairdue.understanding.spoken_date import DayMention
from fairdue.understanding.spoken_money import MoneyMention
from fairdue.understanding.spoken_time import ClockMention

_CONTESTED = re.compile(
    r"怎么(?!还|付|交|转)|凭什么|为什么|没给我|没少|不认|多算|多收|多扣|重复|越还越|利滚利|被骗|盗刷|不是我|手续费|违约金|利息(?!还)"
)
_ASKS_PAID = re.compile(
    r"(?:什么|哪个|哪种)(?:渠道|方式)|还款的?(?:时间|日期)|还了多少|哪天还的|什么时候还的|几号还的|怎么还的|登记核实|没有?查到|未查到|没有?查询到|还款情况|方式还|说还过了|已经还过|显示未还|还是未还"
)
_OTHER_SUBJECT = re.compile(r"方便(?:说|接|讲|吗)|本人吗|哪位|听得到|原因|困难|身份|您好,请问|忘记")
_ASKS_DAY = re.compile(r"[还款账清结]|处理|安排|计划|打算|日子|哪天|几号|什么时候|想法|怎么办")
_ASKS_CALL = re.compile(r"方便(?!的话)|再联系|再打|回电|打给您|联系您|几点|听得到|说话")
_ASKS_PART = re.compile(r"多少|金额|几百|几千|一部分|先还|最低|怎么安排|能还")
_PART = re.compile(
    r"先(?!生|不|说|听|别)|只能|最多|顶多|凑|拿得?出|就这|全在这|爱要不要|多的没有|多了没有|就.{0,8}(?:都给|给你)|行吗|行不行|可以吗|可以不|成不|够不够|能给|抠|挤"
)
_PERIOD = re.compile(
    r"每个?(?:月|期|周|星期|礼拜)|一个(?:月|礼拜|星期|周)|每期|一期|按月|分.{1,3}期|减到|减免到|一回|一天"
)
_PERIOD_WAY = re.compile(
    r"还|付|给你|能不能|可以|行不|行吗|行伐|成不|保证|承受|分期|慢慢|批|分.{1,3}(?:期|个月)|分个期|扛|期|分开|承担"
)
_AT_ONCE = re.compile(
    r"今[天晚日儿早]|马上|立刻|立马|现在|这就|当场|一会儿?|现转|中午|下午|上午|晚上|傍晚|点"
)
_CALL_AGAIN = re.compile(
    r"再打|打(?:给我|过来|来|我|吧|电话)|联系|再说|叫我|再讲|晚上讲|回我|回[电拨]|你打|后打|才看手机|才[有能].{0,4}[空接]|有空|方便|轮休|休息|下课|下班|收工|到家|才回来|午休|上完|吵"
)
_STOP = re.compile(
    r"以后别|别打|不要打|不准打|别再打|投诉|举报|合规|骚扰|天天打|一直打|起早|早上[六七]点.{0,4}打电话"
)
_HYPOTHETIC = re.compile(
    r"如果|要是|假如|的话|是不是就|能不能(?!.{0,8}(?:先|还))|会不会|还继续|就行了吗|可以用|能用"
)
_LATER = re.compile(r"明|后天|下个?[周月星礼]|月底|等|会(?!儿)|再|马上|现在")
_REFUSES = re.compile(
    r"不还(?!上|清|就|我|是)|还个[球屁鬼]|休想|没门|投诉|举报|消停|骚扰|下辈子|跳|活着|不想活"
)
_PUT_OFF = re.compile(r"[缓延推拖挪]到|宽限到|延期|推迟|改到")
_SIGHT = re.compile(r"过账|到账|见钱|给你|到位|银行门口|银行|柜")
_VAGUE_WISH = re.compile(r"等.{1,12}(?:完|了)(?:再说)?$|左右|那阵子|不敢保证|再看|再说|没准|打包票")
_ILL = re.compile(
    r"手术|住院|化疗|透析|复查|开庭|面试|考试|高考|葬|回来?$|才回|一礼拜[一二三]|头七|坐牢|判了"
)


def judge_purposes(
    clauses: tuple[Clause, ...],
    *,
    text: str,
    today: date,
    days: Sequence[DayMention],
    amounts: Sequence[MoneyMention],
    clocks: Sequence[ClockMention],
    asked: str,
) -> frozenset[Intent]:
    """The meanings among already paid, promise, now, part, instalments and no time that the words show."""
    found: set[Intent] = set()
    if _reports_payment(clauses, text=text, days=days, amounts=amounts, asked=asked):
        found.add(Intent.ALREADY_PAID)
    to_come = tuple(day for day in days if day.day >= today)
    if _wants_another_time(clauses, text=text, clocks=clocks, asked=asked):
        found.add(Intent.NO_TIME)
    paid = Intent.ALREADY_PAID in found
    if to_come and _promises(clauses, to_come, text=text, asked=asked, found=found):
        found.add(Intent.PROMISE)
    if not paid and _pays_at_once(clauses, text=text, asked=asked):
        found.add(Intent.PAY_NOW)
    if amounts and (not paid or any(clause.tense is Tense.TO_COME for clause in clauses)):
        found |= _offers(clauses, amounts, text=text, asked=asked)
    return frozenset(found)


def _reports_payment(
    clauses: tuple[Clause, ...],
    *,
    text: str,
    days: Sequence[DayMention],
    amounts: Sequence[MoneyMention],
    asked: str,
) -> bool:
    made = [clause for clause in clauses if clause.tense is Tense.MADE]
    if _CONTESTED.search(text) and not days:
        return False
    if any(not _HYPOTHETIC.search(clause.text) for clause in made):
        return True
    offered = any(
        clause.tense is Tense.TO_COME and (_PART.search(clause.text) or _LATER.search(clause.text))
        for clause in clauses
    )
    if offered or made:
        return False
    channel = any(
        read_channel(clause.text) is not None and len(clause.text) <= 14 and not clause.cannot
        for clause in clauses
    )
    if channel and amounts and (days or len(clauses) <= 4):
        return not any(clause.tense is Tense.TO_COME for clause in clauses)
    return bool(_ASKS_PAID.search(asked)) and (channel or bool(days)) + bool(days) + bool(amounts) >= 2


def _wants_another_time(
    clauses: tuple[Clause, ...], *, text: str, clocks: Sequence[ClockMention], asked: str
) -> bool:
    if not clocks or _STOP.search(text):
        return False
    held = [clauses[clause_index(clauses, clock.starts)] for clock in clocks]
    if any(clause.calls for clause in held):
        return True
    pays = any(clause.tense is not Tense.NONE for clause in clauses)
    if any(clause.calls for clause in clauses) and not any(clause.pays for clause in held):
        return True
    if pays or PAY.search(text):
        return False
    if _ASKS_CALL.search(asked) or any(_CALL_AGAIN.search(clause.text) for clause in held):
        return True
    return any(
        clock.starts - clause.starts <= 8 and len(clause.text) <= 12 and not clause.cannot
        for clock, clause in zip(clocks, held, strict=True)
    )


def _promises(
    clauses: tuple[Clause, ...], to_come: Sequence[DayMention], *, text: str, asked: str, found: set[Intent]
) -> bool:
    if _REFUSES.search(text):
        return False
    apart = Intent.ALREADY_PAID in found or Intent.NO_TIME in found
    for day in to_come:
        index = clause_index(clauses, day.starts)
        clause = clauses[index]
        near = clauses[index : index + 2]
        if clause.tense is Tense.MADE or clause.calls or any(_HYPOTHETIC.search(one.text) for one in near):
            continue
        if _PUT_OFF.search(clause.text):
            continue
        if clause.tense is Tense.TO_COME:
            return True
        if apart:
            continue
        if any(one.tense is Tense.TO_COME for one in clauses[max(index - 1, 0) : index + 3]):
            return True
        if _VAGUE_WISH.search(clause.text) or _ILL.search(text):
            continue
        if _SIGHT.search(clause.text) or (_ASKS_DAY.search(asked) and not _OTHER_SUBJECT.search(asked)):
            return True
        if not asked and len(text) <= 14:
            return True
    return False


def _pays_at_once(clauses: tuple[Clause, ...], *, text: str, asked: str) -> bool:
    if any(
        clause.tense is Tense.TO_COME
        and _AT_ONCE.search(clause.text)
        and not clause.calls
        and not clause.cannot
        and not _HYPOTHETIC.search(clause.text)
        for clause in clauses
    ):
        return True
    return any(
        clause.tense is Tense.TO_COME and not clause.cannot and not clause.calls for clause in clauses
    ) and bool(_ASKS_DAY.search(asked) and _AT_ONCE.search(text))


def _offers(
    clauses: tuple[Clause, ...], amounts: Sequence[MoneyMention], *, text: str, asked: str
) -> set[Intent]:
    found: set[Intent] = set()
    if _CONTESTED.search(text) and not _PART.search(text):
        return found
    for amount in amounts:
        index = clause_index(clauses, amount.starts)
        clause = clauses[index]
        if clause.tense is Tense.MADE:
            continue
        if _PERIOD.search(clause.text) and _PERIOD_WAY.search(text):
            found.add(Intent.REQUEST_PLAN)
        beside = any(one.pays and not one.cannot for one in clauses[max(index - 1, 0) : index + 2])
        bare = len(clause.text) - (amount.ends - amount.starts) <= 4
        if (
            clause.pays
            or (_PART.search(text) and (beside or _PART.search(clause.text)))
            or (bare and (beside or (_ASKS_PART.search(asked) and not _OTHER_SUBJECT.search(asked))))
        ):
            found.add(Intent.PARTIAL_OFFER)
    return found
