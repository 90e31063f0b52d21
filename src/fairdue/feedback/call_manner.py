"""Hard words in the collector's manner: about the debt, to a you, neither quoted nor thrown back.

Room: feedback. Only how a line is said, so that a mark that does not fit it is noticed; whether it breaks a rule is the
wording guard's.

>>> in_collectors_manner("今天不还，我就叫人上门打你全家。"), in_collectors_manner("你刚才说不还就上门打我？")
(True, False)
"""

from __future__ import annotations

import re

from fairdue.language.readable import make_readable

HARD = re.compile(
    r"打|揍|砍|弄|死|腿|命|全家|家人|爸|妈|父母|老婆|老公|孩子|单位|公司|领导|同事|村|邻居|通讯录|上门|抓|牢|拘|刑|诉|法院|公安|警|经侦|执行|冻结|黑名单"
    r"|废物|不要脸|老赖|无赖|骗子|垃圾|畜|狗|曝光|横幅|喇叭|后果|等着|试试|安生|好过"
)
"""Words without which no turn is looked at further."""
_OF_THE_DEBT = re.compile(
    r"(?:不|没|再不|还不|拒不|敢不)(?:还|给|交|处理|结清)|还(?:钱|款|清)|欠(?:钱|款|债|我们|银行|的)|逾期|老赖|最后(?:一天|期限|通牒)|你的?(?:案子|账)"
)
_WE = re.compile(r"我(?:们|就|会|马上|现在|让|叫|带|找|要)|咱们?|本(?:公司|院|所)|这边|公司")
_AT_YOU = re.compile(r"你|您|尔")
QUOTES = re.compile(
    r"(?:你|您|他|她|你们|您们|他们|那人|那个人|催收|别人|上次|之前|昨天|刚才|有人)(?:们|的人)?[^,。!?]{0,8}(?:说|讲|威胁|骂|吓|恐吓|喊|打电话)"
    r"|(?:别|不要|不能|不许|凭什么|为什么|怎么能|干嘛|干吗)[^,。]{0,6}(?:威胁|骂|吓|打|找|骚扰|联系|告诉)|我(?:爸|妈|全家|家人|老婆|老公|孩子|单位|同事|领导)|(?:打|弄|抓|告|起诉|曝光|断)我"
    r"|老子|我老|我(?:就|就是|偏|才)?(?:是)?(?:不还|没钱|老赖|等)|就(?:是)?不还|一毛不|不还了|你们(?:去|走|把)|爱(?:找|怎么|咋)"
)
"""What a customer says was said, throws back, or refuses."""
OWN_THREAT = re.compile(r"投诉|举报|曝光你们|告你们|起诉你们|我(?:要|就|会)?报警")
"""What customers themselves announce."""


def in_collectors_manner(text: str) -> bool:
    """Is it said as collectors threaten: about the debt, to a you, and neither quoted nor thrown back?"""
    plain = make_readable(text).text
    if HARD.search(plain) is None or QUOTES.search(plain) or OWN_THREAT.search(plain):
        return False
    by_a_collector = _OF_THE_DEBT.search(plain) is not None
    return by_a_collector and (_AT_YOU.search(plain) is not None or _WE.search(plain) is not None)
