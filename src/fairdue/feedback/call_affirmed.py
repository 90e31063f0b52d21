"""A threat that the customer quotes and the collector affirms: 没错, 我说到做到, 就是这个意思.

Room: feedback. Neither line is a threat by itself: the first is the customer's question, the second agrees. Together
the collector has said it. The customer's words are turned round (我 becomes 你) and judged as if the collector had said
them; whoever denies, apologises or corrects affirms nothing.

>>> turned_round("你刚才说不还就要打断我腿，是不是？")
'不还就要打断你腿'
>>> affirms("没错，我说到做到。"), affirms("对不起，我没有这个意思。"), affirms("对，您可以投诉。")
(True, False, False)
"""

from __future__ import annotations

import re

from fairdue.language.readable import make_readable

_WITH_WEIGHT = re.compile(
    r"说到做到|说得出做得到|就是(?:这个|那个)?意思|就是这(?:样|么)|就这(?:意思|么说的)|我(?:就是)?(?:这么|这样)说(?:的|过)|说(?:的|过)(?:又|怎么|咋)"
    r"|(?:你|您)(?:说|理解|想)(?:对|得对|的对|没错)|(?:又|那又|你能|你想)(?:怎样|怎么样|咋样|咋地|怎么着|如何)|不信(?:你|您)?(?:就)?试试|(?:你|您)?(?:可以|就)?试试看"
    r"|(?:怎么|咋)(?:着|地)[,。!?]|一点(?:都|也)?没错|算你聪明|听懂了"
)
_AGREES = re.compile(
    r"(?:嗯|啊|哎)?[,。]?(?:对|没错|是的?|正确|不错|当然|可不|yes|right|exactly)(?:啊|的|呀|了|,|。|!|就是|没错|对)*"
)
_TAKES_BACK = re.compile(
    r"不(?:是|会|能|要误|好意思)|没(?:有)?(?!错|跑|商量)|对不起|抱歉|更正|收回|误会|误解|口误|(?:您|你)可以|正规|依法|合法"
)
_ATTRIBUTES = re.compile(
    r"^.*?(?:你们?|您们?|他们?|她)(?:刚才|刚刚|刚|上次|之前|昨天|这|的|是|就是|意思|也|还|不是|都|那)*"
    r"(?:说(?:的|过|了|什么|是)?|讲(?:的|过|了)?|意思(?:就)?是|威胁(?:我|说)?|要|想|敢|准备|打算|会)[,:：，]?"
)
_TAG = re.compile(r"[,，]?(?:是不是|对不对|是吧|对吧|是吗|对吗|吗|吧|呢|啊)?[?？!！。]*$")
_ROUND = str.maketrans({"我": "你", "俺": "你"})
_LONGEST_QUOTE = 200


def affirms(text: str) -> bool:
    """Does the turn say yes to what was said just before, and nothing that takes it back?"""
    plain = make_readable(text).text.strip()
    if _TAKES_BACK.search(plain):
        return False
    return _WITH_WEIGHT.search(plain) is not None or _AGREES.fullmatch(plain.rstrip(",。!? ")) is not None


def turned_round(text: str) -> str | None:
    """What the customer says the collector said, as the collector would have said it; None where nothing is quoted."""
    plain = make_readable(text[:_LONGEST_QUOTE]).text.strip()
    match = _ATTRIBUTES.match(plain)
    if match is None:
        return None
    words = plain[match.end() :]
    # "你要打断我腿？" keeps the verb that says what is to come.
    said = _TAG.sub("", re.split(r"[,。](?=我(?:录音|要投诉|报警|告诉|可))", words)[0]).strip(" ,。“”\"'")
    return said.translate(_ROUND) if len(said) > 2 else None
