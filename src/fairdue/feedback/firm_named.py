"""Which firm a collector's words name, and whether it is another than the case's.

Room: feedback. Whoever gives another firm's name than that of the case's agency or creditor has not said who calls. A
word that fits any caller (a bank, the platform, the service company) names no firm; it is not judged here. Where the
case does not give its firms nothing can be told, and nothing is.

>>> names_another_firm("您好,我是大风车资产的,受示例银行委托", agency="华信资产", creditor="示例银行")
True
>>> names_another_firm("我是华信的", agency="华信资产", creditor="示例银行")
False
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fairdue.foundation.fold import fold

_NAME = r"[^,。?!:;、\s的]{2,14}?"
_CALLS = re.compile(
    rf"(?:我们?(?:这边|这里)?是|这(?:里|边)是|我代表)(?P<firm>{_NAME})(?=的|工作人员|坐席|客服|公司|[,。!]|$)"
)
_FOR_WHOM = re.compile(rf"[受由](?P<firm>{_NAME})的?委托|代表(?P<second>{_NAME})(?=[,。的给跟与]|$)")
_KIND = re.compile(r"银行|资产|金融|消金|消费|科技|服务|管理|咨询|信用|信息|公司|集团|小贷|贷款|律所|事务所")
_ANY_CALLER = re.compile(
    r"银行|资产|金融|消金|消费|科技|服务|管理|咨询|信用卡?|信息|有限|责任|公司|集团|小贷|贷款|律师|律所|事务所|平台|委托方?"
    r"|第三方|外包|合作|机构|中心|客服|风控|催收|贷后|官方|部门?|专员|人员|一家|您|你|受|为|和|与|的|方|总行|分行|支行|行"
)


def names_another_firm(text: str, *, agency: str | None, creditor: str | None) -> bool:
    """Does the caller give a firm that is neither the case's agency nor its creditor? False where none is known."""
    if not agency or agency in text:
        return False
    own = [agency, creditor] if creditor else [agency]
    return any(not _is_one_of(name, own) for name in _firms(_CALLS, text))


def names_another_principal(text: str, *, creditor: str | None) -> bool:
    """Is another given as the one on whose behalf the call is made than the case's creditor?"""
    if not creditor or creditor in text:
        return False
    return any(not _is_one_of(name, [creditor]) for name in _firms(_FOR_WHOM, text))


def _firms(where: re.Pattern[str], text: str) -> Iterator[str]:
    """The names of firms, without the words that fit any."""
    for found in where.finditer(fold(text)):
        said = next((one for one in found.groups() if one), "")
        core = _ANY_CALLER.sub("", said)
        if len(core) >= _LEAST and _KIND.search(said):
            yield core


_LEAST = 2


def _is_one_of(core: str, own: list[str]) -> bool:
    """A part of the name is the name; one sign misheard in it is no other firm."""
    for one in own:
        known = _ANY_CALLER.sub("", fold(one)) or fold(one)
        shared = sum(1 for sign in set(core) if sign in known)
        if core in one or known in core or shared * 2 >= len(set(core)):
            return True
    return False
