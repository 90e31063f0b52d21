"""The clauses of an utterance, and whether each tells of a payment made, one to come, or neither.

Room: understanding. Speech as it is transcribed has few marks, so that words which open a new thought
(然后, 剩下的, 能不能) part clauses too. Used by the reader of slots; it reads no values.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Tense(StrEnum):
    """What a clause says of a payment."""

    MADE = "made"
    TO_COME = "to_come"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause, where it stands in the text, and its tense."""

    text: str
    starts: int
    ends: int
    tense: Tense
    pays: bool  # it has a verb of paying
    cannot: bool  # it says that something does not work
    calls: bool  # it is about the next call


_BREAK = re.compile(
    r"[。?!;、…~\s]|,(?!\d{3})|\.(?!\d)|(?<=[^,。?!;、\s])(?=然后|但是|不过|所以|剩下|剩余|其余|余下|能不能|可不可以|能否|要不(?!然|是|行)|结果)"
)
# 还 is "still" and no payment before these.
_STILL = r"有|是|差|欠|剩|没|未|在|算|以为|想|不(?!就还)|说|敢|找|催|骂|让|问|用|需|够|好|早|挺|真|价|被|打电话|打我|打过?来|给我打|款日|款提醒"
PAY = re.compile(
    rf"还(?!{_STILL}|$)|还$|(?<!流)转(?![正记不错身告])|(?<![支闪预])付(?!款日)|去.{{0,4}}(?:银行|信用社|柜台|网点|邮局|取款机)|跑.{{0,2}}(?:银行|信用社)|就打$|给(?:你们?|您|恁|侬|钱|清|银行|他们|贵|齐|付|\d|[一二两三四五六七八九十])|(?:先|就|全|都|再)给|给(?=$|[吧呗啦嘛咯]$)"
    r"|打(?:款|过去|给你|到你|进|钱|来钱)|打(?=[一二两三四五六七八九\d][^,]{0,8}(?:过去|给你|给您|进去))|填(?=$|[一二两三四五六七八九\d])|划(?:过去|给你)|存(?!折|单|根|的钱)|(?<!代)(?<!自动)扣(?!款)|交(?!代|通|警|.{0,2}(?:租|学费|社保|电费|医药费))|缴"
    r"|处理|弄|办(?!法|公|事|理人|卡)|结清|就结|结了?账|清掉|[能全]清|一把清|清[,。!]?$|付清|汇|搞|整(?!天|个|理)|扫|过数|凑|掏|抠|补(?:[齐上返给]|$)|划(?!算)|充进|了掉|销账|pay",
    re.IGNORECASE,
)
_DONE_VERB = r"(?:还|(?<!流)转|付|(?<!给)打(?=款|钱|过去|给|进|到|的$|了[一二两三四五六七八九\d](?!.{0,3}(?:次|个|遍|通|电话)))|存|(?<!投诉)(?<!车)(?<!也)扣|交|缴|汇|扫|(?:结|平)(?=清|掉|完|上)|平(?=了)|充|处理|弄|办|搞|给你们?|给恁|给他们?|给银行)"
_DONE = re.compile(
    rf"{_DONE_VERB}(?:完|清|掉|上|好|进去|过去|进来|过来|走|脱|出去|款|账|钱|给你们?|到你们[^,]{{0,6}})?"
    r"(?:(?:了|咯|喽|啦|嘞|噻|脱)(?!再|之后|以后|才|行不|是不是|能|会(?!儿)|吗|没|省得|算了|完事|拉倒)|过了?(?![去来点几])|的(?!话|时候|起|钱|那|人|事|是|方|渠|账|我|卡|号|日|步)|嘅)"
    r"|过了数|划走|划扣|划掉了|(?:交|还|转|打|付)给[^,]{2,12}了$|(?:已经?|刚|(?<!一)早就|才)(?:经|给你们?)?(?:把[^,]{0,6})?(?:还|转|付|存|扣|交|缴|汇|打(?!过(?!去)|完?电话|给[我他她]|来|扰|了.{0,3}电话|[了完上着]*(?:点滴|吊[针瓶水]|针|疫苗|石膏|麻药|官司|架|牌|球)))|(?:足额|全额|如数)还款|扣款成功|还款成功|已结清|还讫|\bpaid\b",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"(?:没|未|忘|忘了|忘记|没有|不)(?:有|去|能|给你)?(?:还|转|存|扣|付|交|处理)|还了(?:吗|没)|该还的|[要想愿肯会]还的|欠"
)
CANNOT = re.compile(
    r"没钱|没有(?!问题)|没空|没到|没发|[转还付凑来]不[了起上到]|没法|拿不出|(?<!行)不行(?![吗么?])|不方便|来不及|太紧|够呛|悬得?很|不必|不用|不够|不敢|不好说|说不准|不还(?!你|我)|凑不|不能"
)
_PAST_WORD = re.compile(
    r"昨|[琴寻]日|前天|前日|前儿|前晚|上个?(?:周|星期|礼拜|月)|刚才|刚刚|刚[还转付存]|上次|已经?|已于|(?<!一)早就|今早|年前就"
)
_PAST_DAY = re.compile(r"昨|[琴寻]日|前天|前日|前儿|前晚|上个?(?:周|星期|礼拜|月)|刚才|刚刚|今早")
_FUTURE_WORD = re.compile(
    r"明天|明儿|明早|明晚|明日|明朝|听日|后天|后儿|后日|下个?(?:周|星期|礼拜|月)|会(?!儿)|准备|打算|争取|一定|肯定|保证"
    r"|马上|立刻|立马|正在|这就|再还|先还|先给|先把|[都全]给你|可以|能还|等.{0,6}就|之内|以内|省得|tomorrow|will|'ll"
)
_CALL = re.compile(
    r"(?:再|你|您|来|后|点|半|时候?|吧|刻)打(?!款|钱|工|烊|卡|针|算|开)|打(?:给我|过来|来|俾我|电话|吧|我)|电话|联系|再说|叫我(?=$|[吧起醒]|一声)|再来(?!一)|来电|先打|打嚟|再讲|晚上讲|(?:[天日号晚儿]|周.|月底|点|半|刻)(?:再|以后)?(?:说|讲|聊|谈|找我)|再找我|再来电|回[我电]|拨|\bcall\b|\bring\b",
    re.IGNORECASE,
)


LONGEST_CLAUSE = 100
"""Characters of one clause; a longer run of speech without a break is parted there, whatever stands there."""


def split_clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a folded text in order; between them lie only the marks that part them."""
    clauses: list[Clause] = []
    starts = 0
    for stop in _BREAK.finditer(text):
        clauses.extend(_parted(text, starts, stop.start()))
        starts = stop.end()
    clauses.extend(_parted(text, starts, len(text)))
    return tuple(clauses)


def _parted(text: str, starts: int, ends: int) -> Iterator[Clause]:
    for start in range(starts, ends, LONGEST_CLAUSE):
        yield _clause(text, start, min(start + LONGEST_CLAUSE, ends))


def _clause(text: str, starts: int, ends: int) -> Clause:
    said = text[starts:ends]
    pays = bool(PAY.search(said)) and not _OTHER_DEBT.search(said) and not _spends_elsewhere(said)
    return Clause(
        said, starts, ends, _tense(said, pays), pays, bool(CANNOT.search(said)), bool(_CALL.search(said))
    )


def _tense(said: str, pays: bool) -> Tense:
    if _spends_elsewhere(said):
        return Tense.NONE
    past = bool(_PAST_WORD.search(said))
    if _NOT_DONE.search(said):
        return Tense.TO_COME if pays and not past else Tense.NONE
    if _DONE.search(said):
        coming = _FUTURE_WORD.search(said) or _BY_DISPOSAL.search(said) or _TODAY_THEN.search(said)
        return Tense.TO_COME if coming and not past else Tense.MADE
    if pays and _PAST_DAY.search(said) and not _SPEAKING.search(said) and not _FUTURE_WORD.search(said):
        return Tense.MADE
    return Tense.TO_COME if pays and not past else Tense.NONE


def _spends_elsewhere(said: str) -> bool:
    return bool(_OTHER_SPENDING.search(said)) and not _OF_THIS_DEBT.search(said)


# 把那八百付了, 今儿就给你还了: the 了 of a thing disposed of, still to be done where no word says it was.
_BY_DISPOSAL = re.compile(r"把[^,]{1,10}(?:还|付|存|交|转|结|清|打|补|充|平)(?:清|掉|上|进去)?了")
_TODAY_THEN = re.compile(r"今[天儿晚日朝][^,]{0,6}就")
_OTHER_SPENDING = re.compile(
    r"(?:学费|彩礼|房租|租金|押金|医药费|住院费|手术费|生活费|电费|水费|社保|罚款|份子钱|随礼|丧事|头款)[^,]{0,4}(?:交|掏|付|打|转|给|垫|出)"
    r"|(?:交|掏|付|垫)[^,]{0,4}(?:学费|彩礼|房租|租金|押金|医药费|住院费|手术费|生活费|电费|水费|罚款)"
)
_OF_THIS_DEBT = re.compile(rf"还(?!{_STILL}|$)|还$|给你|给您|你们|这期|账单")
_OTHER_DEBT = re.compile(r"房贷|车贷|别家|别的平台|其他平台")
_SPEAKING = re.compile(r"本来|[要想该]还|说|答应|打电话|问|催|忘|没|转错|发的?工资")


def clause_index(clauses: tuple[Clause, ...], place: int) -> int:
    """Which clause a place of the text lies in; a place on a mark belongs to the clause before it."""
    index = bisect_right(clauses, place, key=_ends)
    return min(index, len(clauses) - 1)


def _ends(clause: Clause) -> int:
    return clause.ends
