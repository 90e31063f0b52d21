"""In which encoding a transcript stands, told by its content, and which lines look as if that was guessed wrongly.

Room: feedback. A recorder that writes UTF-16 without a mark writes Chinese without a single zero byte, and such bytes
are often valid GB18030: the words then come out as others. So every reading that is possible is held against how Chinese
is written, and what still looks like nothing anybody said is told with its lines.

>>> encoding_in("坐席：您好，请问是王女士吗？".encode("utf-16-le"))
'utf-16-le'
>>> implausible_lines("坐席：您好\\n偁側偨\\n", encoding="gb18030")
(2,)
"""

from __future__ import annotations

import re

from fairdue.intake.text_source import encoding_of

_MARK_OF_32 = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")
_COMMON = re.compile(
    r"[的一是不了在我有个这您你他她们好什么请问还款钱吗呢吧啊可以没就要说到天月日号会能行时候怎电话先生女士对再见谢公司银行客户坐席本人后时间元今明]"
)
_WRITTEN = re.compile(r"[\x09\x0a\x0d\x20-\x7e\u2014-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e]")
_CHINESE = re.compile(r"[\u3400-\u9fff\ue000-\uf8ff]")
_LEAST_WRITTEN, _LEAST_COMMON = 0.9, 0.06
_LOOKED_AT = 4_000
_UNREADABLE = re.compile(r"[^\W\d_]")
_READABLE = re.compile(r"[A-Za-z\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff21-\uff5a]")
_LEAST_READABLE = 0.5
_LEAST_STRANGE, _MOST_STRANGE = 2, 0.5
_LEAST_OF_A_TEXT, _LEAST_OF_A_LINE, _MOST_BAD = 16, 4, 0.3


def encoding_in(data: bytes) -> str:
    """The encoding in which the text of a transcript stands; where none fits, the one that is told as unreadable."""
    if data.startswith(_MARK_OF_32):
        return "utf-32"
    found = encoding_of(data)
    if found != "gb18030" and not (found == "utf-8" and b"\0" in data):
        return found
    for wide in ("utf-16-le", "utf-16-be"):
        if len(data) % 2 == 0 and _is_chinese(data, wide):
            return wide
    return found


def _is_chinese(data: bytes, encoding: str) -> bool:
    """Would the bytes be Chinese as it is written, with its most common characters among them?"""
    text = data[:_LOOKED_AT].decode(encoding, errors="replace")
    chinese = len(_CHINESE.findall(text))
    written = len(_WRITTEN.findall(text)) >= _LEAST_WRITTEN * len(text)
    return written and chinese > 0 and len(_COMMON.findall(text)) >= _LEAST_COMMON * chinese


def implausible_lines(text: str, *, encoding: str) -> tuple[int, ...]:
    """The lines (from 1) that look like text of another encoding: what nobody writes, or UTF-8 read once as GBK."""
    by_gb = encoding == "gb18030"
    if not by_gb and not _is_mistaken_for_gb(text, _LEAST_OF_A_TEXT):
        return ()
    lines = enumerate(text.splitlines(), start=1)
    return tuple(
        number
        for number, line in lines
        if (_is_strange(line) if by_gb else _is_mistaken_for_gb(line, _LEAST_OF_A_LINE))
    )


def _is_strange(line: str) -> bool:
    """Are most of its characters none of those with which simplified Chinese is written (GB 2312)?"""
    chinese = _CHINESE.findall(line)
    strange = sum(not one.encode("gb2312", errors="ignore") for one in chinese)
    return strange >= _LEAST_STRANGE and strange > _MOST_STRANGE * len(chinese)


def _is_mistaken_for_gb(text: str, least: int) -> bool:
    """Do the characters, written as GB18030, give UTF-8? Chinese that was read rightly never does."""
    chinese = len(_CHINESE.findall(text))
    if chinese < least:
        return False
    back = text.encode("gb18030", errors="replace").decode("utf-8", errors="replace")
    return back.count("\ufffd") <= _MOST_BAD * chinese


def is_readable(text: str) -> bool:
    """Are at least half of the letters Chinese or Latin? A text without letters is readable."""
    letters = len(_UNREADABLE.findall(text)) + text.count("\ufffd")
    return letters == 0 or len(_READABLE.findall(text)) >= _LEAST_READABLE * letters
