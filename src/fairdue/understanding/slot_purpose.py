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
    r"凭啥|说好的|分明|我算|记账|去掉|退了|[千百十块万一二三四五六七八九]\?|怎么(?!还[,。?!款的问打催来在找]|还$|付|交|转)|咋(?!还|弄|整)|账单写|合同写|计划表|写的是|凭什么|为什么|没给我|没少|不认|多算|多收|多扣|重复|越还越|利滚利|被骗|[让叫给]人?骗|骗[去我]|盗刷|不是我|手续费|违约金|利息(?!还)"
)
_ASKS_PAID = re.compile(
    r"(?:什么|哪个|哪种)(?:渠道|方式)|还了多少|哪天还的|什么时候还的|几号还的|怎么还的|登记核实|没有?查到|未查到|没有?查询到|还款情况|方式还|说还过了|已经还过|显示未还|还是未还"
    r"|when you paid|which channel|how did you pay|already paid",
    re.IGNORECASE,
)
_ASKS_OF_INTENT = re.compile(r"打算|准备|计划")
_OTHER_SUBJECT = re.compile(
    r"方便(?:说|接|讲|谈|吗)|本人吗|哪位|听得到|原因|困难|身份|您好,请问|忘记|speak (?:with|to)|good moment|situation|what happened|anything else",
    re.IGNORECASE,
)
_ASKS_DAY = re.compile(
    r"[还款账清结]|处理|可以吗|之前(?!的|您|说|答应)|安排|计划|打算|日子|哪天|几号|什么时候|想法|怎么办|\bwhen\b|which day|by when|tomorrow work|a date|today\?|for the payment",
    re.IGNORECASE,
)
_ASKS_CALL = re.compile(
    r"方便(?!的话)|再联系|再打|回电|打给您|联系您|几点|听得到|说话|call you back|good (?:moment|time)|speak with",
    re.IGNORECASE,
)
_ASKS_PART = re.compile(
    r"也只|只还|多少|金额|几百|几千|一部分|先还|最低|怎么安排|能还|how much|part of it|for now|arrange it",
    re.IGNORECASE,
)
_PART = re.compile(
    r"先(?!生|不|说|听|别)|只能|最多|顶多|凑|拿得?出|就这|全在这|爱要不要|多的没有|多了没有|就.{0,8}(?:都给|给你)|行吗|行不行|可以吗|可以不|成不|够不够|能给|抠|挤|\b(?:can|could) (?:do|manage|pay|give|put)|the most|scrape|all I've got|take it or leave",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"每个?(?:月|期|周|星期|礼拜)|一个(?:月|礼拜|星期|周)|每期|一期|按月|分.{1,3}期|减到|减免到|一回|一天|\b(?:a|per|each|every) (?:month|week|fortnight)",
    re.IGNORECASE,
)
_PERIOD_WAY = re.compile(
    r"还|付|给你|能不能|可以|行不|行吗|行伐|成不|保证|承受|分期|慢慢|批|分.{1,3}(?:期|个月)|分个期|扛|期|分开|承担|\b(?:can|could|manage|plan|accept|afford|bank)\b",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"今[天晚日儿早]|马上|立刻|立马|现在|这就|当场|一会儿?|现转|中午|下午|上午|晚上|傍晚|点|\btoday\b|\btonight\b|\bnow\b|this (?:morning|afternoon|evening)",
    re.IGNORECASE,
)
_CALL_AGAIN = re.compile(
    r"再打|打(?:给我|过来|来|我|吧|电话)|联系|再说|叫我|再讲|晚上讲|回我|回[电拨]|你打|后打|才看手机|才[有能].{0,4}[空接]|有空|方便|轮休|休息|下课|下班|收工|到家|才回来|午休|上完|吵"
)
_DEADLINE = re.compile(r"(?:钟|整)?(?:之|以)?前(?!后)(?!.{0,4}[打联找])")
_STOP_HERE = re.compile(r"别|不要打|莫打|许打")
_STOP = re.compile(
    r"以后别|不准打|别再打|许打|投诉|举报|合规|骚扰|天天打|一直打|起早|早上[六七]点.{0,4}打电话"
)
_HYPOTHETIC = re.compile(
    r"就算|算不算|算到|到今天|截止|为止|多少|几多|会怎|什么后果|如果|要是|假如|的话|是不是[^,]{0,4}就|能不能(?!.{0,8}(?:先|还))|会不会|还继续|就行了吗|可以用|能用"
)
_LATER = re.compile(
    r"去.{0,6}(?:柜台|银行)|我去|今晚|能|行吗|剩|另|余下|明|后天|下个?[周月星礼]|月底|等|会(?!儿)|再|马上|现在|正在"
)
_REFUSES = re.compile(
    r"(?<!不是我)(?<!不是)不还(?!上|清|就|我|是|你)|还个[球屁鬼]|休想|没门|下辈子|跳楼|活着|不想活"
)
_COMPLAINS = re.compile(r"劳动局|监管局|写信|信访|上访|报警|告你|曝光|投诉|举报|消停|骚扰|律师|不接")
_PUT_OFF = re.compile(r"[缓延推拖挪]到|宽限到|延期|推迟|改到")
_SIGHT = re.compile(r"看账|来查|过账|到账|见钱|给你|到位|银行门口|银行|柜")
_VAGUE_WISH = re.compile(r"等.{1,12}(?:完|了)(?:再说)?$|左右|那阵子|不敢保证|再看|再说|没准|打包票")
_OTHER_MATTER = re.compile(
    r"房贷|车贷|没了$|出了?事|送[去进到]|烧伤|摔[了断伤]|还给[他她它]|抽血|空腹|挂号|做检查|车祸|去世|作古|手术|住院|化疗|透析|复查|开庭|面试|考试|高考|葬|才回|一礼拜[一二三]|头七|坐牢|判了"
)


_STILL_OFFERS = re.compile(
    r"[都全]给|[都全]还|给你|先还|先付|也只|只还|能还|每个?月还|\bcan do\b|\bmanage\b|all I've got|the most",
    re.IGNORECASE,
)
_EVERY_MONTH = re.compile(r"每个?月的?$")
_TO_YOU = re.compile(r"还你|给你|还给|按天还")
_A_DAY = re.compile(r"[一每]天(?=[一二两三四五六七八九\d])")
_LEAST_AT_HAND = 10_000  # 卡里二十一块四: what is left and no offer
_DAY_DENIED = re.compile(r"(?:也|都|又)?[不没](?!就|见不散|是?问题|管|超过|晚于)")
_AT_HAND = re.compile(r"手里|手头|手上|卡里|零钱|身上|兜里|就剩|柜台里")


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
    if _reports_payment(clauses, text=text, today=today, days=days, amounts=amounts, asked=asked):
        found.add(Intent.ALREADY_PAID)
    to_come = tuple(day for day in days if day.day >= today)
    if _wants_another_time(clauses, text=text, clocks=clocks, asked=asked):
        found.add(Intent.NO_TIME)
    paid = Intent.ALREADY_PAID in found
    if to_come and _promises(clauses, to_come, text=text, asked=asked, found=found, today=today):
        found.add(Intent.PROMISE)
    if not paid and _pays_at_once(clauses, text=text, asked=asked):
        found.add(Intent.PAY_NOW)
    if amounts and (not paid or any(clause.tense is Tense.TO_COME for clause in clauses)):
        found |= _offers(clauses, amounts, text=text, asked=asked, paid=paid)
    return frozenset(found)


def _reports_payment(
    clauses: tuple[Clause, ...],
    *,
    text: str,
    today: date,
    days: Sequence[DayMention],
    amounts: Sequence[MoneyMention],
    asked: str,
) -> bool:
    made = [clause for clause in clauses if clause.tense is Tense.MADE]
    if _CONTESTED.search(text) and not any(
        clauses[clause_index(clauses, day.starts)].tense is Tense.MADE for day in days
    ):
        return False
    if any(_claims(clause, text=text) for clause in made):
        return True
    offered = any(
        clause.tense is Tense.TO_COME and (_PART.search(clause.text) or _LATER.search(clause.text))
        for clause in clauses
    )
    if offered:
        return False
    channel = any(
        read_channel(clause.text) is not None
        and len(clause.text) <= 14
        and not clause.cannot
        and not _OTHER_BILL.search(clause.text)
        for clause in clauses
    )
    if channel and amounts and (days or len(clauses) <= 4):
        return True
    if channel and len(clauses) <= 4 and any(day.day < today for day in days):
        return True  # 前天,手机银行
    told = channel + bool(days) + bool(amounts)
    return bool(_ASKS_PAID.search(asked) and not _ASKS_OF_INTENT.search(asked)) and (
        told >= 2 or (told == 1 and len(text) <= 8)
    )


_TAKEN_FROM = re.compile(r"扣|划走|划掉")
_BY_THE_BANK = re.compile(r"你们|自动|银行|卡|短信|扣款|存折|还|转|扣了?的$|走.{0,3}[\d一二两三四五六七八九]")
_SUPPOSED = re.compile(r"以为|当是|还当|寻思|估摸")  # 我以为早自动扣了
_OTHER_BILL = re.compile(r"话费|电费|水费|网费|物业|保险|学费|房租")
_NOT_FOR_US = re.compile(r"话费|电费|水费|网费|物业|保险|学费|房租|被|工资(?!抵)|绩效|罚|水漂|手腕|那也算")


def _claims(clause: Clause, *, text: str) -> bool:
    """Whether a clause of a payment made claims it plainly, and of this debt."""
    if _HYPOTHETIC.search(clause.text) or _NOT_FOR_US.search(clause.text):
        return False
    if _SUPPOSED.search(clause.text):
        return False
    return not _TAKEN_FROM.search(clause.text) or bool(_BY_THE_BANK.search(clause.text)) or "自动" in text


def _wants_another_time(
    clauses: tuple[Clause, ...], *, text: str, clocks: Sequence[ClockMention], asked: str
) -> bool:
    if not clocks or _STOP.search(text):
        return False
    clocks = [clock for clock in clocks if not _DEADLINE.match(text, clock.ends)]
    held = [clauses[clause_index(clauses, clock.starts)] for clock in clocks]
    if not clocks or any(_STOP_HERE.search(clause.text) for clause in held):
        return False
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
        clock.starts - clause.starts <= 8
        and clause.ends - clock.ends <= 4
        and not clause.cannot
        and not _OTHER_MATTER.search(clause.text)
        and not _CONTESTED.search(text)
        and not _COMPLAINS.search(text)
        and not _STOP_HERE.search(text)
        for clock, clause in zip(clocks, held, strict=True)
    )


def _promises(
    clauses: tuple[Clause, ...],
    to_come: Sequence[DayMention],
    *,
    text: str,
    asked: str,
    found: set[Intent],
    today: date,
) -> bool:
    if _REFUSES.search(text):
        return False
    paid = Intent.ALREADY_PAID in found
    apart = paid or Intent.NO_TIME in found
    for day in to_come:
        index = clause_index(clauses, day.starts)
        clause = clauses[index]
        near = clauses[index : index + 2]
        if clause.tense is Tense.MADE or clause.calls or any(_HYPOTHETIC.search(one.text) for one in near):
            continue
        if _PUT_OFF.search(clause.text) or (
            clause.pays and _EVERY_MONTH.search(text[max(day.starts - 4, 0) : day.starts])
        ):
            continue
        if paid and not _LATER.search(clause.text):
            continue  # 十八号扣走九百: beside a payment made, only plain words of the future promise
        if clause.tense is Tense.TO_COME:
            return True
        if _STOP_HERE.search(clause.text) and not clause.pays:
            continue  # 后天下午五点前别打
        if apart or _DAY_DENIED.match(text, day.ends) or text[clause.ends : clause.ends + 1] == "?":
            continue
        if "忘" in text and not clause.pays and len(clause.text) > day.ends - day.starts + 1:
            continue  # 清明要上坟的事一堆,给忘光了: why it was forgotten
        if any(one.tense is Tense.TO_COME for one in clauses[max(index - 1, 0) : index + 3]):
            return True
        if _VAGUE_WISH.search(clause.text) or _OTHER_MATTER.search(text) or _COMPLAINS.search(text):
            continue
        if day.day == today and len(clause.text) > 5:
            continue  # 今天 with a longer clause that does not pay is news and no promise
        if _SIGHT.search(clause.text) or (_ASKS_DAY.search(asked) and not _OTHER_SUBJECT.search(asked)):
            return True
        if not asked and len(text) <= 20 and day.day > today:
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
    ) and bool(_ASKS_DAY.search(asked) and _AT_ONCE.search(text) and not _HYPOTHETIC.search(text))


def _offers(
    clauses: tuple[Clause, ...], amounts: Sequence[MoneyMention], *, text: str, asked: str, paid: bool
) -> set[Intent]:
    found: set[Intent] = set()
    if _CONTESTED.search(text) and not _STILL_OFFERS.search(text):
        return found
    asks = bool((_ASKS_PART.search(asked) or _ASKS_DAY.search(asked)) and not _OTHER_SUBJECT.search(asked))
    for amount in amounts:
        index = clause_index(clauses, amount.starts)
        clause = clauses[index]
        if clause.tense is Tense.MADE or (paid and not (clause.pays and _LATER.search(clause.text))):
            continue
        daily = "天" in clause.text and not _TO_YOU.search(clause.text)
        if not clause.pays and _A_DAY.search(clause.text):
            continue
        if amount.fen < _LEAST_AT_HAND and _AT_HAND.search(clause.text) and not _STILL_OFFERS.search(text):
            continue
        if _PERIOD.search(clause.text) and _PERIOD_WAY.search(text) and not daily:
            found.add(Intent.REQUEST_PLAN)
        near = clauses[max(index - 1, 0) : index + 2]
        beside = any(one.pays and not one.cannot for one in near)
        bare = len(clause.text) - (amount.ends - amount.starts) <= 4
        if (
            clause.pays
            or any(_PART.search(one.text) for one in near)
            or (bare and (beside or asks))
            or (beside and _AT_HAND.search(clause.text))
        ):
            found.add(Intent.PARTIAL_OFFER)
    return found
