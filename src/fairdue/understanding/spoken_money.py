"""Amounts as customers say them: 三千五, 一万二, 1.2万, 八百块, 八百五十块三毛六, 五百来块, 3,500.

Room: understanding. A rough amount (三千多, 四千出头, 三四千) is no amount: it is left out, never guessed.
In running text, dates, hours and counts are passed over; of several amounts the first is taken that stands
with a word of paying, else the first.

>>> read_spoken_money("先还三千五")
350000
>>> read_spoken_money("三千多") is None
True
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from fairdue.foundation.money import FEN_PER_YUAN, LARGEST_FEN
from fairdue.understanding.chinese_number import DIGITS, NUMBER, read_number
from fairdue.understanding.speech_fold import fold_speech

_MONEY = re.compile(
    rf"(?P<number>{NUMBER})(?P<about>来)?\s*(?P<rough>多|几|不到)?"
    r"\s*(?P<unit>块钱|块(?!儿)|元钱|元|圆|大洋|蚊|快钱|快(?=$|[,。!?])|人民币|yuan|kuai|rmb|cny|pounds?|quid|dollars?|bucks)?"
    r"(?:(?<=[块元圆蚊])零?(?:(?P<jiao>[\d零一二两三四五六七八九])(?:毛|角|(?![\d号日月点天分]))(?:(?P<jiaofen>[\d一二两三四五六七八九])分?)?"
    r"|(?P<fen>[\d一二两三四五六七八九])分(?![不钱都也])))?"
    r"(?P<after>出头|挂零|冒头|冒尖|开外|[往朝以]上|打底|不止|有余|上下|多|把块|不到|\s*(?:something|odd\b)|(?:到|至|~|-)(?=[\d一二两三四五六七八九]))?",
    re.IGNORECASE,
)
# What follows a number that counts days, hours, people or parts, and not money.
_COUNTED = re.compile(
    r"[号日点天年期周岁次遍家张笔倍%位楼号路头口人名斤度秒刻半股台间部届集]|本(?!金)|月(?![底末])|个|成(?![吗不吧么嘛])|小时|分钟|礼拜|星期|以后|/|-|:|美|刀|港|活动|大促"
)
_BEFORE_NO_MONEY = re.compile(
    r"(?:星期|礼拜|(?<![每一])周|第|尾号|工号|后四位|(?<![个每一])月|双|电话|卡号|:|儿|几|小|大|不到|百分之|零?二零|超过|[\d百千万块元]到|至|~|张|[一二两三四五六七八九]头|要是|如果)$"
)
# Numbers that are called, typed as digits: hotlines of the state and of the banks.
_HOTLINE = re.compile(r"(?:110|12345|12378|12315|12363|12377|12348|12381|96\d{3}|955\d{2})$")
# Typed as the whole answer these agree or laugh and offer nothing: 1111, 666, 2333.
_AGREEING = re.compile(r"1{2,}|6{3,}|23{2,}")
# A small number without a unit is an amount only between a verb of paying and the end of the clause.
_HANDED_OVER = re.compile(r"(?:还你|给你|先还|先给|先转|还|转|给|这)$")
_YEAR = re.compile(r"20(?:0[1-9]|[1-3]\d)")
_EACH_PERIOD = re.compile(r"\s*(?:a|per|each|every) (?:month|week|fortnight)", re.IGNORECASE)
_THEN_ENDS = re.compile(r"$|[,。?!]|(?:先)?给你|行吗|行不")
_NEXT_WORD = frozenset("起次并")
_PERIOD_NEXT = re.compile(r"期|天|月|回|趟|周|个(?:月|星期|礼拜|周)")
_WEEK = re.compile(r"(?:周|星期|礼拜)$")
_TOGETHER = frozenset("去给还弄来走处住办")
_PAYING = re.compile(r"还|给|付|转|存|拿|交|打款|打过|扣|出|凑|扫|汇|先|行不|可以|pay", re.IGNORECASE)
_CLAUSE = re.compile(r"[,。?!;、,.?!;]\s*(?!\d)")


@dataclass(frozen=True, slots=True)
class MoneyMention:
    """One exact amount that a text names, and where in the text it stands."""

    fen: int
    starts: int
    ends: int
    clear: bool  # it has a unit of money


def read_spoken_money(text: str) -> int | None:
    """Return the amount in fen that the words state, or None when they state none exactly.

    A text that is nothing but a number is an amount of yuan whatever its size; in running text a number
    counts when a unit stands with it or it is a hundred or more. Never negative.
    """
    folded = fold_speech(text).strip()
    bare = folded.removeprefix("¥").removeprefix("￥").strip().lower().removeprefix("cny").strip()
    whole = read_number(bare.removesuffix("整"))
    if whole is not None:
        return _fen(whole)
    mentions = list(money_mentions(folded))
    if not mentions:
        return None
    clauses = list(_clauses(folded))
    for mention in mentions:
        clause = next(part for start, end, part in clauses if start <= mention.starts < end)
        if _PAYING.search(clause):
            return mention.fen
    return mentions[0].fen


def _clauses(text: str) -> Iterator[tuple[int, int, str]]:
    start = 0
    for stop in _CLAUSE.finditer(text):
        yield start, stop.end(), text[start : stop.end()]
        start = stop.end()
    yield start, len(text) + 1, text[start:]


def money_mentions(text: str) -> Iterator[MoneyMention]:
    """Every exact amount that a folded text names, in the order of the text."""
    for match in _MONEY.finditer(text):
        mention = _mention(text, match)
        if mention is not None:
            yield mention


def _mention(text: str, match: re.Match[str]) -> MoneyMention | None:
    number = match["number"]
    value, ends = read_number(number), match.end()
    following = text[match.end("number") : match.end("number") + 1]
    if number.endswith("一") and (
        following in _NEXT_WORD
        or (value is None and (following in ("把", "分") or _PERIOD_NEXT.match(text, match.end("number"))))
    ):
        # 一千二一起给你, 八千四百三一分不差: the last 一 begins the next word.
        value, ends = read_number(number[:-1]), match.end("number") - 1
    elif number[-2:] in ("百一", "千一", "万一") and _PERIOD_NEXT.match(text, match.end("number")):
        value, ends = read_number(number[:-1]), match.end("number") - 1  # 六百一期
    starts = match.start()
    if (
        value is None
        and len(number) > 2
        and number[0] in DIGITS
        and _WEEK.search(text, max(starts - 2, 0), starts)
    ):
        value, starts = read_number(number[1:]), starts + 1  # 周五一千六
    if number == "一" and match["unit"] == "块" and text[match.end() : match.end() + 1] in _TOGETHER:
        return None
    if value is None or match["rough"] or match["after"] or value <= 0:
        return None
    before = text[max(match.start() - 4, 0) : match.start()]
    if starts == match.start() and _BEFORE_NO_MONEY.search(before):
        return None
    if _YEAR.fullmatch(number) and before.endswith("in ") and not match["unit"]:
        return None  # back in 2024
    if number == "315" and before.endswith(("打", "拨")):
        return None
    if not match["unit"] and not _money_without_unit(text, match, ends, value):
        return None
    fen = _fen(value)
    if fen is None:
        return None
    return MoneyMention(fen + _small_change(match), starts, ends, bool(match["unit"]))


def _money_without_unit(text: str, match: re.Match[str], ends: int, value: Decimal) -> bool:
    """十五, 三: too small to be taken for money; 三零二一 is dictated, 12378 is called."""
    number = match["number"]
    if ends == match.end() and _COUNTED.match(text, ends):
        return False
    if value < 100:
        if _EACH_PERIOD.match(text, ends):
            return True
        handed = _HANDED_OVER.search(text[max(match.start() - 4, 0) : match.start()])
        return bool(value >= 10 and handed and _THEN_ENDS.match(text, ends))
    if _AGREEING.fullmatch(text):
        return False
    if number.isdigit() and (len(number) > 7 or _HOTLINE.match(number)):
        return False
    return not all(character in DIGITS for character in number)


def _small_change(match: re.Match[str]) -> int:
    """毛 and 分 after 块: 八百五十块三毛六, 一千五百八十六块三, 三块零五分."""
    return 10 * _digit(match["jiao"]) + _digit(match["jiaofen"]) + _digit(match["fen"])


def _digit(text: str | None) -> int:
    if text is None:
        return 0
    return int(text) if text.isdigit() else DIGITS[text]


def _fen(yuan: Decimal) -> int | None:
    fen = yuan * FEN_PER_YUAN
    if fen != fen.to_integral_value() or fen > LARGEST_FEN:
        return None
    return int(fen)
