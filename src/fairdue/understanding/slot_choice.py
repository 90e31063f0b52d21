"""Which of several days, amounts and hours in an utterance is the one that is meant.

Room: understanding. Each mention is weighed by the words that stand next to it: a verb of paying before it, a
word of income or of fees, something taken back, a second stage of an offer. The heaviest wins; what weighs
too little is not chosen, since a value that is not certain is left out. The weights are small whole numbers
and only their order matters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from fairdue.understanding.slot_clauses import PAY, Clause, Tense, clause_index
from fairdue.understanding.spoken_date import DayMention
from fairdue.understanding.spoken_money import MoneyMention
from fairdue.understanding.spoken_time import ClockMention

LEAST_DAY = -1
LEAST_AMOUNT = -1
SURE_AMOUNT = 2

_TAKEN_BACK = re.compile(r"(?<!对)不对(?!劲)|说错了|记错了|不是不是")
_REPORTED = re.compile(
    r"(?:老板|厂里|工头|公司|单位|会计|人家)(?:说|讲|答应)|你[叫让说]我?|本来|原来说|还款日|账单日?|到期|逾期|别跟我说|不跟你说|催|记成|当初|之前说|上[次回][说答讲应]|提醒|放假|罚息"
)
_SETTLED = re.compile(
    r"^就$|就是$|慢则|最慢|迟则|改|还是|就定|那就|最迟|最晚|顶多|至多|一定|肯定|保证|say $|make it $|rather $"
)
_LATER_STAGE = re.compile(r"剩|不够|其余|余下|后面|另外|再还|再给|再转|补齐|补上")
_MONEY_COMES = re.compile(
    r"^(?:我)?(?:发了|到了|结了|到账|一到|到手|拿到|收到|卖了|下来了|取了|就|我就|当天|那天)"
)
_INCOME_DAY = re.compile(r"发|到账|开支|开工|结|回来|回城|打款|下来|收")
_CHECK = re.compile(r"来查|你查|看账|见钱|到位|(?<!没)(?<!没收)到账|给钱|去银行|去一?趟银行|清账")
_TODAY_AS_NEWS = re.compile(
    r"今[天儿日](?:个)?(?:出粮|又|都|才|刚|没|就?是|周|星期|礼拜|到期|最后|忙|一天|不|你|还(?:款日|打)|已)"
)
_HEARSAY_EXACT = re.compile(
    r"具体.{0,2}[几哪]|(?:记不清|记不得|记不住|忘了?)(?:是)?(?:哪|几)|还是哪天|哪天来着|哪天.{0,3}忘|[几哪][号天].{0,4}(?:忘|不记得)"
)


def choose_promised_day(
    mentions: Sequence[DayMention], clauses: tuple[Clause, ...], *, text: str, today: date, paid_too: bool
) -> tuple[date, int] | None:
    """The promised day and its weight: not before today, of staged offers the first."""
    back = [match.end() for match in _TAKEN_BACK.finditer(text)]
    best: tuple[date, int] | None = None
    bare: date | None = None
    said = ""
    for mention in mentions:
        if mention.day < today:
            continue
        weight = _promise_weight(mention, clauses, text=text, today=today, paid_too=paid_too)
        if back and mention.starts < back[-1]:
            weight -= 4
        words = text[mention.starts : mention.ends]
        clause = clauses[clause_index(clauses, mention.starts)]
        if _TO_AVOID.search(clause.text[: max(mention.starts - clause.starts, 0)]):
            weight -= 5
        bounded = best is not None and bare == best[0] < mention.day
        if best and bounded and (_BEFORE.match(text, mention.ends) or _EVE.search(words)):
            weight = min(weight, best[1])  # 四月二号,清明前我给你: the bound of the day just named
        bare = mention.day if mention.ends - mention.starts == len(clause.text) else None
        longer = len(words) > len(said) and (words.endswith(said) or words.startswith(said))
        if said and best and longer and not clause.pays:
            weight = max(weight, best[1] + 1)  # 月底结,下个月底啊: said again more exactly
        if weight >= LEAST_DAY and (best is None or weight > best[1]):
            best, said = (mention.day, weight), words
    return best


def _promise_weight(
    mention: DayMention, clauses: tuple[Clause, ...], *, text: str, today: date, paid_too: bool
) -> int:
    index = clause_index(clauses, mention.starts)
    clause = clauses[index]
    following = clauses[index + 1] if index + 1 < len(clauses) else None
    if clause.tense is Tense.MADE and paid_too:
        return LEAST_DAY - 1
    weight = -4 if clause.cannot else 0
    if clause.pays or _CHECK.search(clause.text):
        weight += 3
    elif following is not None and following.pays:
        weight += 3 if _MONEY_COMES.search(following.text) else 1
    elif clause.calls:
        weight -= 6
    if clause.calls and clause.pays:
        weight -= 3
    if _REPORTED.search(clause.text):
        weight -= 3
    if _SAID_BEFORE.search(clause.text):
        weight -= 5
    if _FINISHED.match(text, mention.ends):
        weight -= 1
    if _THOUGHT.search(clause.text) or _NOT_THIS_DAY.search(
        text[max(mention.starts - 4, 0) : mention.starts]
    ):
        weight -= 5
    if clause.pays and _EVERY_MONTH.search(text[max(mention.starts - 4, 0) : mention.starts]):
        weight -= 5
    if _BEFORE.match(text, mention.ends):
        weight += 1
    if _SETTLED.search(clause.text[: mention.starts - clause.starts]):
        weight += 2
    if _LATER_STAGE.search(clause.text):
        weight -= 1
    if mention.day == today and not clause.pays and not _SUM.search(clause.text):
        weight -= 1
        if _TODAY_AS_NEWS.match(text, mention.starts):
            weight -= 3
    return weight


_FINISHED = re.compile(r"(?:就|都)?(?:[^,。]{0,8}完|过后|一过|过了)")
_SAID_BEFORE = re.compile(r"[昨前][天日儿晚]?(?:就|还)?(?:说|答应|讲)(?!了?就)")  # 昨天说今天给
_THOUGHT = re.compile(r"以为|记成|记得是")
_TO_AVOID = re.compile(r"(?:免得|省得|省的)[^,]{0,12}$")  # 免得带着旧债跨年
_EVERY_MONTH = re.compile(r"每个?月的?$")
_BEFORE = re.compile(r"(?:晚上|上午|下午|中午)?(?:之前|以前|前)")
_SUM = re.compile(r"\d{3}|[百千万块]")
_EVE = re.compile(r"前(?:一[天日])?$")
_NOT_THIS_DAY = re.compile(
    r"(?:如果|假如|要是)我?$|不(?:是|在|要)?$|别$|过了$|过完$|忙完$|才$|等过$|不必等$|不用等$|怕我?$|免得我?$|省得我?$"
)
_MONTH_END = re.compile(r"[底末尾]$|end$")
_EXACT_END = re.compile(r"那天|当天|最后一天")


def choose_paid_day(
    mentions: Sequence[DayMention], clauses: tuple[Clause, ...], *, text: str, today: date, promise_too: bool
) -> date | None:
    """The day of a payment made: not after today, of several payments the last."""
    if _HEARSAY_EXACT.search(text):
        return None
    back = [match.end() for match in _TAKEN_BACK.finditer(text)]
    best: tuple[date, int] | None = None
    for mention in mentions:
        words = text[mention.starts : mention.ends]
        if mention.day > today or (_MONTH_END.search(words) and not _EXACT_END.match(text, mention.ends)):
            continue
        index = clause_index(clauses, mention.starts)
        clause = clauses[index]
        weight = 3 if clause.tense is Tense.MADE else 0
        if weight == 0 and _beside_made(clauses, index):
            weight = 2
        if clause.tense is Tense.TO_COME and promise_too:
            weight -= 4
        if _REPORTED.search(clause.text) and clause.tense is not Tense.MADE:
            weight -= 3
        if _TOLD.search(clause.text):
            weight -= 4
        if back and mention.starts < back[-1]:
            weight -= 4
        if weight >= LEAST_DAY and (best is None or weight >= best[1]):
            best = mention.day, weight
    return best[0] if best else None


_TOLD = re.compile(r"说过|同事|才出来|打过|打电话|打来|投诉|出粮|发的?工资")
_LONG_AGO = re.compile(r"前[两几][天日]|前阵|那天|年前|上个?[月周星礼]|早几天|早就|之前|好几天")
_EARLIER_TODAY = re.compile(
    r"早上|清早|上午|中午|下午|今天|前[几十一二两三四五半]?(?:来)?(?:多)?分钟|刚(?:[还转付存交汇扫处弄]|打(?![了完上着]*(?:点滴|吊[针瓶水]|针|疫苗|石膏|麻药|官司|架|牌|球)))"
)


def paid_today(clauses: tuple[Clause, ...]) -> bool:
    """A payment made that is told without a day, but with an earlier part of this day."""
    if any(_LONG_AGO.search(clause.text) for clause in clauses):
        return False
    return any(
        _EARLIER_TODAY.search(clause.text) and (clause.tense is Tense.MADE or _beside_made(clauses, index))
        for index, clause in enumerate(clauses)
    )


def _near_made(clauses: tuple[Clause, ...], index: int) -> bool:
    return clauses[index].tense is Tense.MADE or _beside_made(clauses, index)


def _beside_made(clauses: tuple[Clause, ...], index: int) -> bool:
    return any(
        0 <= near < len(clauses) and clauses[near].tense is Tense.MADE for near in (index - 1, index + 1)
    )


# What an amount is when these stand nearest before it in its clause.
_NOT_PAYING = re.compile(
    r"进价|卖价|单价|成本|库存|压[着了在]|囤|罚了?[我俺]|彩礼|掏了|随礼|份子钱|工资|退休金|养老金|低保|收入|到手|赚|挣|房租|房贷|车贷|奶粉|吃药|学费|生活费|利息|违约金|罚息|滞纳金|手续费|保险费|费|押金|额度|刷了?|借了?|贷了?"
    r"|亏|赔|多算|多出|(?<!不)少(?!还)|差了|还差|差|还剩|(?<!给你)(?<!给你们)剩下?|余额|限额|扣我|涨|降(?!到)|从|欠了?|买|花了?|流水|一斤|医院|手术|网贷|尾号|后四位|身份证|工号"
    r"|合同|借款|逾期|租金|被骗|投了|值|领|养|给[我俺]|还我|才|交学|欠着"
)
_HELD = re.compile(r"还有|只有|手里|手头|手上|卡里|卡上|微信里|零钱里|钱包里|账上|身上|兜里|就剩")
_OFFERING = re.compile(
    r"先|每个?(?:月|期|周|星期|礼拜)|每期|一期|一(?:周|星期|礼拜)|一个(?:月|礼拜|星期|周)|最多|只能|能给|减到|拿|出|来个|月供|一月|降到|一回|一次|每回|每次|还你|按$|给|首付|减免到|打个?|收你|总共还|转|present|(?:can|could|to) do|manage|send|the most|accept"
)
_AFTER_NOT_PAYING = re.compile(
    r"^(?:块钱?|元)?的?(?:分(?:[几两二三四五六七八九十\d]|开)|保证金|押金|罚款|绩效|奖金|提成|培训费|定金|违约金|利息|罚息|滞纳金|工资|退休金|学费|药费|生活费|水电|房租|房贷|手续费|额度|收入|消费|我?(?:也|都)?(?:拿不出|凑不|掏不出|还不[起了]|没有|出不起|弄不到))"
)
# 剩的三百八下周一还, 本金三千八还清: a verb of paying close behind makes it the amount after all.
_PAID_AFTER = re.compile(
    r"^[^,。]{0,8}?(?:还[清掉上你给完]|给你|转给|转过|一起给|付清|结清|打给|就还|交给|补上|还$|给$)"
)
_ASKED_BACK = re.compile(r"是吧|对吧|是不是|对不|是吗|没错吧")
_OWED = re.compile(r"欠|一共|总共|账单|最低|全款|全额|本期|总额")
_TOO_MUCH = re.compile(
    r"去掉|减掉|免掉|拿不出|还不起|还不了|哪有|太多|(?:让|叫|要)我(?:一下|现在|马上)?(?:子)?(?:还|拿|交)|一下子?还|一次性还不|没有.{0,2}那么"
)
_YES_OR_NO = re.compile(
    r"行吗|行不|可以吗|可以不|成不|行嘛|爱要不要|得唔得|行伐|行啵|好不好|好吗|如何|怎么样"
)
_TOTAL = re.compile(r"(?:总共|一共|合计|加起来)(?!欠|差|剩|就剩)")


def choose_promised_amount(
    mentions: Sequence[MoneyMention], clauses: tuple[Clause, ...], *, paid_too: bool
) -> tuple[int, int] | None:
    """The amount offered or promised, in fen, and its weight; of several equal ones the first."""
    best: tuple[int, int] | None = None
    back = _amounts_taken_back(clauses)
    for mention in mentions:
        index = clause_index(clauses, mention.starts)
        clause = clauses[index]
        if paid_too and clause.tense is not Tense.TO_COME and _near_made(clauses, index):
            continue
        weight = _amount_weight(mention, clauses, index)
        if mention.starts < back:
            weight -= 4
        if _TOO_MUCH.search(clause.text):
            weight -= 4
        if _TAKEN_FROM_ME.search(clause.text[: max(mention.starts - clause.starts, 0)]):
            weight = -5
        if _ASKED_BACK.search(clause.text[mention.ends - clause.starts :]):
            weight -= 2
        if _YES_OR_NO.search(clause.text):
            weight += 1
        if _LATER_STAGE.search(clause.text[: mention.starts - clause.starts]):
            weight -= 1
        if best is None or weight > best[1]:
            best = mention.fen, weight
    return best


_SAID_WRONG = re.compile(r"哦?(?:不对|说错了|记错了|不是不是)(?!劲)")


def _amounts_taken_back(clauses: tuple[Clause, ...]) -> int:
    """Where the last clause begins that takes back what was said before; -1 without one."""
    return max((clause.starts for clause in clauses if _SAID_WRONG.match(clause.text)), default=-1)


def _amount_weight(mention: MoneyMention, clauses: tuple[Clause, ...], index: int) -> int:
    """Weigh an amount by the nearest word that governs it."""
    clause = clauses[index]
    before = clause.text[: max(mention.starts - clause.starts, 0)]
    after = clause.text[mention.ends - clause.starts :]
    if _AFTER_NOT_PAYING.search(after):
        return -5
    kinds = (
        (_last(PAY, before), 3),
        (_last(_OFFERING, before), 2),
        (_last(_OWED, before), -1),
        (_last(_HELD, before), -1),
        (_last(_NOT_PAYING, before), -5),
    )
    nearest, weight = max(kinds)
    if weight == kinds[1][1] and kinds[0][0] < 0 <= kinds[4][0]:
        weight = -5  # 低保一个月才六百八: a period of income, and no verb of paying
    if weight < 0 and _PAID_AFTER.search(after):
        weight = 2
    if weight < 0 and any(_HANDED_OVER.match(one.text) for one in clauses[index + 1 : index + 2]):
        weight = 2  # 发过节费一千,都给你
    if (
        nearest >= 0
        and nearest == kinds[3][0]
        and weight < 0
        and any(one.pays for one in clauses[index + 1 : index + 2])
    ):
        weight = 0  # 手里就八百,都给你: held, and then handed over
    if nearest < 0:
        weight = 0
        if PAY.search(after) or _FOR_A_PERIOD.match(after):
            weight += 2
    return weight


_FOR_A_PERIOD = re.compile(
    r"[一每](?:个?(?:月|期|周|星期|礼拜)|[回次])|\s*(?:pounds?|yuan|quid|kuai)?\s*(?:(?:a|per|each|every) (?:month|week|fortnight)|each\b|is my (?:maximum|limit))",
    re.IGNORECASE,
)  # 六百一个月行吗
_HANDED_OVER = re.compile(
    r"我?(?:[都全就]|先)?(?:全|都|一次性|打包|一起|一并|统统){0,2}(?:给[你您]|还[你您]|转给[你您]|拿给[你您]|归[你您]|(?:还|给|打|转|交)(?:这个|这些|这笔|这点|上)|(?:[你您]们?)?先(?:收|拿)(?:着|到|去|下|走))"
)
# 自动扣了我三千 can be a payment made, but is never one that is promised.
_TAKEN_FROM_ME = re.compile(r"(?:扣|收)了?(?:我|俺|我们)$")


def _last(pattern: re.Pattern[str], text: str) -> int:
    """Where the last hit of a pattern ends; -1 without one."""
    ends = -1
    for match in pattern.finditer(text):
        ends = match.end()
    return ends


def choose_paid_amount(
    mentions: Sequence[MoneyMention], clauses: tuple[Clause, ...], *, promise_too: bool
) -> int | None:
    """The amount of a payment made, in fen: a total that is named, else of equal ones the last."""
    best: tuple[int, int] | None = None
    back = _amounts_taken_back(clauses)
    for mention in mentions:
        index = clause_index(clauses, mention.starts)
        clause = clauses[index]
        weight = _amount_weight(mention, clauses, index)
        if mention.starts < back:
            weight -= 4
        before = clause.text[: max(mention.starts - clause.starts, 0)]
        if _TOTAL.search(before):
            weight = 5
        if clause.tense is Tense.MADE:
            weight += 1
        elif clause.tense is Tense.TO_COME and promise_too:
            weight -= 5
        if re.search(r"怎么|凭什么|你说|你们说", clause.text):
            weight -= 2
        if weight >= LEAST_AMOUNT and (best is None or weight >= best[1]):
            best = mention.fen, weight
    return best[0] if best else None


# 四点到十点不要来电 and 别早上七点打 name an hour for no call.
_NO_CALL_AFTER = re.compile(
    r"^(?:[^,]{0,3}(?:到|至|-|~|或者?|、)[^,]{0,9})?[^,]{0,7}(?:别|甭|莫|勿|少|不(?:要|准|许|让|能|可以?|得|想)|谢绝)(?:再|给|来|往|跟|找|乱|随便|让|接)?[^,]{0,4}(?:打|来电|联系|催|找|骚扰|响|拨)"
)
_NO_CALL_BEFORE = re.compile(r"(?:别|甭|莫|勿|不要|不准|不许)(?:再|在|老|总|给我|又)?[^,急忙]{0,4}$")


def _forbidden(clock: ClockMention, clause: Clause) -> bool:
    before = clause.text[: max(clock.starts - clause.starts, 0)]
    after = clause.text[max(clock.ends - clause.starts, 0) :]
    return bool(_NO_CALL_AFTER.search(after) or (_NO_CALL_BEFORE.search(before) and clause.calls))


_BUSY = re.compile(
    r"别|不要|不行|没空|在忙|都在忙|开会|不方便|打过|打了|就打电话|就打来|躺下|进去|凌晨.{0,2}点[,。]?$|现在[^,]{0,4}点$"
)


def choose_callback(
    clocks: Sequence[ClockMention], clauses: tuple[Clause, ...], *, text: str
) -> tuple[ClockMention, int] | None:
    """The hour for the next call and its weight; of equal ones the last."""
    back = list(_TAKEN_BACK.finditer(text))
    best: tuple[ClockMention, int] | None = None
    for clock in clocks:
        clause = clauses[clause_index(clauses, clock.starts)]
        weight = 3 if clause.calls else 0
        if clause.pays and not clause.calls:
            weight -= 3
        if clause.tense is Tense.MADE:
            weight -= 5
        if _BUSY.search(clause.text):
            weight -= 3
        if back and clock.starts < back[-1].start():
            weight -= 4
        if _forbidden(clock, clause):
            weight -= 9
        if text.startswith("多了", clock.ends):
            weight -= 6  # 八点多了还打: a rough hour
        if best is None or weight > best[1] or (weight == best[1] and weight < 3):
            best = clock, weight
    return best
