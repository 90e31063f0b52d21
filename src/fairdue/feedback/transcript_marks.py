"""The marks by which transcripts say who speaks: 坐席, 客服, A, 说话人1, agent, and a hundred more.

Room: feedback. A mark is *told* when its word says the part (坐席, 客户), and *plain* when it only tells voices apart
(说话人1, A, 左声道, a name). Which part a plain voice has is worked out in ``transcript_speakers``.

>>> told_by("催收员-1001"), told_by("客户（男）"), told_by("说话人1"), is_plain("说话人1")
(<Speaker.AGENT: 'agent'>, <Speaker.DEBTOR: 'debtor'>, None, True)
>>> split_mark("[00:12] 客服：您好")
Marked(mark='客服', rest='您好', clock='00:12')
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fairdue.feedback.call import Speaker
from fairdue.feedback.transcript_line import CLOCK, DAY

_TOLD: dict[str, Speaker] = {
    word: speaker
    for speaker, words in (
        (
            Speaker.AGENT,
            "坐席 座席 客服 客服人员 客服专员 催收员 催收 催收人员 催收专员 专员 作业员 外呼员 外呼坐席 话务员 业务员 "
            "工作人员 经办人 员工 智能客服 智能坐席 机器人坐席 电催员 电催 agent collector operator csr rep "
            "representative staff advisor adviser caller",
        ),
        (
            Speaker.DEBTOR,
            "客户 用户 债务人 欠款人 借款人 持卡人 本人 客户本人 被叫 顾客 customer client debtor borrower cardholder "
            "user consumer",
        ),
        (
            Speaker.THIRD_PARTY,
            "第三人 第三方 家属 亲属 家人 客户家属 母亲 妈妈 父亲 爸爸 配偶 妻子 丈夫 儿子 女儿 同事 朋友 联系人 代接人 "
            "接听人 third_party third_person thirdparty thirdperson relative contact spouse",
        ),
        (
            Speaker.SYSTEM,
            "系统 系统提示 提示音 语音播报 旁白 备注 静音 彩铃 铃声 system ivr note silence",
        ),
    )
    for word in words.split()
}
_PLAIN = re.compile(
    r"(?:说话人|讲话人|发言人|说话者|角色|声道|通道|音轨|speaker|spk|channel|chan|ch|voice|s)[_\-#. ]?[a-z0-9一二三四]{1,2}"
    r"|[a-d1-4甲乙丙丁lr]|左声道|右声道|左|右|left|right|男|女|男声|女声"
)
_TAIL = re.compile(r"(?<=[^\W\d_])[\s_\-#.]*\d{1,8}$")
_INNER = re.compile(r"[(\[].*?[)\]]$")
_NO_NAME = re.compile(r"[,。!?;、…\"'<>]|\d{3,}")
_LONGEST_MARK = 16
LEAST_TIMES = 2
"""How often a word that is no known mark must stand before lines to be taken for the name of a voice."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A line taken apart: what may be a mark, what was said, and the time as it stands there (None without one)."""

    mark: str | None
    rest: str
    clock: str | None


def folded(mark: str) -> str:
    """A mark in one spelling: half width, small letters, no brackets around it."""
    plain = unicodedata.normalize("NFKC", mark).replace("【", "[").replace("】", "]").lower().strip()
    return plain.strip("[]<>:* ")


def told_by(mark: str) -> Speaker | None:
    """The part that a mark tells by its word, with or without a number, or None."""
    plain = folded(mark)
    for word in (plain, _INNER.sub("", plain).strip(), _TAIL.sub("", plain)):
        if word in _TOLD:
            return _TOLD[word]
    return None


def is_plain(mark: str) -> bool:
    """Is it a mark that only tells voices apart?"""
    return _PLAIN.fullmatch(folded(mark)) is not None


# The text is looked at in half width, one character for one, so that places hold in the text itself.
_HALF = str.maketrans(
    {
        "【": "[",
        "】": "]",
        "［": "[",
        "］": "]",
        "（": "(",
        "）": ")",
        "：": ":",
        "〔": "[",
        "〕": "]",
        "　": " ",
    }
)
_WHEN = rf"(?:{DAY}[T\s]*)?{CLOCK}(?![\d]|:\d)"
_SPAN = rf"{_WHEN}(?:\s*(?:-->|->|→|—|–|-|~|至|到)\s*{_WHEN})?"
_FRONT = re.compile(
    rf"\s*(?:\d{{1,5}}[.)、](?!\d)\s*)?(?:[\[(<]?\s*(?P<clock>{_SPAN})(?:\s*[\])>])?[\s,|]*)?"
)
_BEHIND = rf"(?:\s*[\[(]?\s*(?P<clock>{_SPAN})\s*[\])]?\s*)?"
_NAME = r"(?P<mark>[^\s:\[\]()|]{1,16}(?:\s?[0-9]{1,8}(?![0-9]|:\d))?(?:\s?\([^():]{1,12}\))?)"
_SHAPES = tuple(
    re.compile(shape)
    for shape in (
        rf"\s*\[(?P<mark>[^\[\]]{{1,24}})\]{_BEHIND}\s*:?\s*(?P<rest>.*)",
        rf"\s*(?:[-*•]\s*)?{_NAME}{_BEHIND}\s*:\s*(?P<rest>.*)",
        rf"\s*{_NAME}\s+[\[(]?(?P<clock>{_SPAN})[\])]?\s*(?P<rest>.*)",
        r"\s*(?P<mark>[^\s:\[\]()|]{1,16})(?P<clock>)(?:\t|\s{2,}|\s*\|\s*)(?P<rest>.*)",
    )
)
_KNOWN_THEN_BLANK = re.compile(rf"\s*{_NAME}\s+(?P<rest>.+)")
_IS_CLOCK = re.compile(_SPAN)


def split_mark(line: str) -> Marked:
    """Take a line apart. What stands before a colon may be a mark; whether it is one shows in the whole file."""
    half = line.translate(_HALF)
    clock, starts = None, 0
    front = _FRONT.match(half)
    if front is not None:
        clock, starts = front["clock"], front.end()
    for shape in _SHAPES:
        match = shape.fullmatch(half, starts)
        if match is not None and _may_be_mark(match["mark"], match["rest"]):
            return _taken(line, match, match["clock"] or clock)
    match = _KNOWN_THEN_BLANK.fullmatch(half, starts)
    if match is not None and (told_by(match["mark"]) or _tells_apart(match["mark"])):
        return _taken(line, match, clock)
    return Marked(None, line[starts:].strip(), clock)


def _taken(line: str, match: re.Match[str], clock: str | None) -> Marked:
    starts, ends = match.span("mark")
    return Marked(line[starts:ends].strip(), line[match.start("rest") :].strip(), clock)


def _tells_apart(mark: str) -> bool:
    """A plain mark that is no bare letter or number, for those also begin sentences and lists."""
    return is_plain(mark) and len(folded(mark)) > 1


def _may_be_mark(mark: str, rest: str) -> bool:
    plain = folded(mark)
    if not plain or len(plain) > _LONGEST_MARK + 8 or _IS_CLOCK.fullmatch(mark.strip()):
        return False
    if told_by(mark) is not None or is_plain(mark):
        return True
    # 下午3:00 is an hour and no mark.
    return _NO_NAME.search(plain) is None and not (plain[-1].isdigit() and rest[:1].isdigit())


def marks_in(found: Sequence[Marked], *, but: frozenset[str] = frozenset()) -> frozenset[str]:
    """The marks (folded) of a file: known ones, and words that stand before several lines and are not in ``but``."""
    times = Counter(folded(one.mark) for one in found if one.mark is not None)
    return frozenset(
        mark
        for mark, count in times.items()
        if mark not in but and (told_by(mark) or is_plain(mark) or count >= LEAST_TIMES)
    )
