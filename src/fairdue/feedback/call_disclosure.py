"""The debt told in plain words: an amount, a product, overdue, to be paid, or a question about paying.

Room: feedback. What a turn tells whoever happens to be on the line does not hang on a model: the phrases that state a
fact of a debt are in the phrasebook (``speech_debt_fact``), amounts are read as money, and asking how to pay is an act.
Whether anybody may hear it is said in ``structure``, by who answered and whether they were verified. Clauses that
decline to speak of it, and names such as a bank's card centre, tell nothing.

>>> said = "感谢配合，消费贷这笔目前要还9370元。"
>>> told = told_of_debt(said, (), to_third_party=True)
>>> said[told[0]:told[1]]
'消费贷'
>>> told_of_debt("请他方便时拨打官方热线95588，晚上九点前都可以。", (), to_third_party=True) is None
True
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fairdue.language.phrasebook import phrasebook
from fairdue.language.readable import make_readable
from fairdue.understanding.acts import Act, ActHeard
from fairdue.understanding.spoken_money import money_mentions

_TO_ANYBODY = frozenset(
    f"speech_debt_fact.{name}" for name in ("names_debt", "names_product", "english_debt")
)
_OVERDUE = re.compile(
    r"(?<!抱)欠(?!费|缺|佳|妥)|逾期|超期|断供|违约|债|拖着|坏账|清收|代偿|最低还款|overdue|past due|arrears|\bowe[sd]?\b|unpaid|outstanding"
)
_TO_BE_PAID = re.compile(
    r"(?:要|该|应|得|需|待|没|未|没有|还没|没能|忘了?|记得|尽快|赶紧|赶快|早点|先|一起|帮忙?)(?:还|还上|还清|还掉|还一下|缴|付清|结清|清掉)(?![是有在会能可要不没])"
    r"|(?:拖|欠|逾期|断供)了?[^,。!?]{0,6}(?:天|月|期|年)|到期[^,。!?]{0,4}(?:没|未)|(?:没|未)入账|扣(?:款)?(?:失败|不成)"
    r"|(?:这|那|一|有)笔(?:账|款|钱|贷|债)|(?:账|款|贷)(?:上|里|面)?(?:还)?(?:差|缺|挂|少)"
)
_OF_MONEY = re.compile(r"账|款|钱|卡|贷|费|欠|还|笔|期|额|息|交|付|清|差")
_ASKS_TO_PAY = frozenset(
    {
        *(Act.ASK_REASON, Act.ASK_PAYMENT_INTENTION, Act.ASK_TODAY, Act.URGE),
        *(Act.ASK_DATE, Act.ASK_AMOUNT, Act.ASK_PARTIAL, Act.STATE_NOT_RECEIVED),
    }
)
_PAYING = re.compile(
    r"(?<![还但])还(?:款|钱|清|上|掉|多少|一部分|得|不|的|账|贷|$|[,。!?])|付|缴|交(?:钱|款|上|清)|结清|凑|转账"
)
_NAMES = re.compile(
    r"消费金融|消金|(?:卡号|尾号)[^,。!?]{0,10}|信用卡(?:中心|事业部|部|客服|热线|背面|正面|官方)|(?:还款|账单)日历|催收(?:员|专员)?证|不好意思"
)
_DECLINES = re.compile(
    r"不(?:是|会|能|便|方便|可以|谈|说|讲|用|需要|必|涉及|清楚|了解|知道|代表|属于)[^,。!?;]{0,12}"
    r"|(?:没有?|无)(?:义务|责任|必要|权)[^,。!?;]{0,10}|[^,。!?;]{0,10}(?:不方便|不能|不便|无法|没法|没关系|无关)"
)


def told_of_debt(text: str, acts: Sequence[ActHeard], *, to_third_party: bool) -> tuple[int, int] | None:
    """Where ``text`` tells of the debt first, half open, or None.

    To a third person any exact sum tells of it, and so does a product; somebody who is not verified yet may be asked
    whether they hold a card, and a sum must stand with a word of money.
    ``acts`` are those heard in the text.
    """
    readable = make_readable(text)
    plain = _blanked(readable.text)
    places = [match.span() for words in (_OVERDUE, _TO_BE_PAID) for match in words.finditer(plain)]
    if to_third_party:
        found = phrasebook("collectors").cues(plain)
        places += [(cue.starts, cue.ends) for cue in found if cue.group.name in _TO_ANYBODY]
    places += [
        (one.starts, min(one.ends, len(plain)))
        for one in money_mentions(plain)
        if (to_third_party and one.clear) or _OF_MONEY.search(plain)
    ]
    if places:
        return readable.original(*min(places))
    if _PAYING.search(plain) is not None:
        asked = next((one for one in acts if one.act in _ASKS_TO_PAY), None)
        return None if asked is None else (asked.starts, asked.ends)
    return None


def _blanked(plain: str) -> str:
    """The text with what declines, and names that tell nothing, made blank in place."""
    for pattern in (_NAMES, _DECLINES):
        plain = pattern.sub(lambda match: "_" * len(match[0]), plain)
    return plain
