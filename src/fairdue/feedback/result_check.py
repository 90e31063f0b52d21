"""The result code that the collector recorded, held against the one that the call itself shows.

Room: feedback. A wrong result code is a wrong record of a person: a refusal recorded where the customer disputed the
debt goes on being collected. ``check_result`` says whether the two agree and, where not, how much the difference
matters; it never says who is right, for the proposal is read from words and a person decides.

>>> check_result(ResultCode.DS, ResultCode.RF).weight
<Weight.PROTECTION_LOST: 'protection_lost'>
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fairdue.casefile.disposition import ResultCode
from fairdue.foundation.bilingual import Bilingual

PROTECTS = frozenset(
    {ResultCode.DC, ResultCode.LR, ResultCode.HS, ResultCode.DS, ResultCode.CM, ResultCode.ST, ResultCode.WP}
)
"""Codes after which the person is no longer, or not so, collected from."""
_ALIKE = (
    frozenset({ResultCode.PTP, ResultCode.FP, ResultCode.PP}),
    frozenset({ResultCode.CP, ResultCode.CPX}),
    frozenset({ResultCode.PTV, ResultCode.NG}),
    frozenset({ResultCode.TM, ResultCode.TR}),
    frozenset({ResultCode.HU, ResultCode.CB}),
)
_PROMISES = frozenset({ResultCode.PTP, ResultCode.FP, ResultCode.PP})
_NOT_FROM_A_TALK = frozenset(
    {
        ResultCode.NA,
        ResultCode.BZ,
        ResultCode.PO,
        ResultCode.RJ,
        ResultCode.NX,
        ResultCode.SU,
        ResultCode.CH,
        ResultCode.VM,
        ResultCode.AS,
    }
)
_LATER = frozenset({ResultCode.KP, ResultCode.PK, ResultCode.BP, ResultCode.SF, ResultCode.CL})


class Weight(StrEnum):
    """How much a difference matters, the mildest first."""

    SAME = "same"
    CLOSE = "close"
    DIFFERENT = "different"
    NO_TALK_RECORDED = "no_talk_recorded"
    PROMISE_INVENTED = "promise_invented"
    PROTECTION_LOST = "protection_lost"


_SAYS = {
    Weight.SAME: Bilingual("与记录一致", "as it was recorded"),
    Weight.CLOSE: Bilingual(
        "与记录相近，请核对细节", "close to what was recorded; look at the details of the two codes"
    ),
    Weight.DIFFERENT: Bilingual(
        "与记录不同，请听录音后更正", "not what was recorded; hear the call and correct it"
    ),
    Weight.NO_TALK_RECORDED: Bilingual(
        "通话里有对话，记录却写成没有通话的结果", "people talked, yet a result without a talk was recorded"
    ),
    Weight.PROMISE_INVENTED: Bilingual(
        "记录了承诺，通话里没有听到承诺", "a promise was recorded that is not heard in the call"
    ),
    Weight.PROTECTION_LOST: Bilingual(
        "通话里有应受保护的情形，记录里没有，催收可能会照常继续",
        "the call shows a matter that protects the person, the record does not, and collecting may go on",
    ),
}
_ORDER = tuple(Weight)


@dataclass(frozen=True, slots=True)
class ResultCheck:
    """What the call shows (``proposed``), what the collector recorded, and how much a difference matters."""

    proposed: ResultCode
    recorded: ResultCode
    weight: Weight

    @property
    def agrees(self) -> bool:
        """Are the two codes the same?"""
        return self.weight is Weight.SAME

    @property
    def rank(self) -> int:
        """0 for the same code, more for what matters more."""
        return _ORDER.index(self.weight)

    @property
    def says(self) -> Bilingual:
        """The check in words."""
        return _SAYS[self.weight]


def check_result(proposed: ResultCode, recorded: ResultCode) -> ResultCheck:
    """Hold the recorded code against the proposed one. A code that is given later (a kept promise) is no result of
    a call: it counts as another than the proposed one."""
    return ResultCheck(proposed, recorded, _weight(proposed, recorded))


def _weight(proposed: ResultCode, recorded: ResultCode) -> Weight:
    if proposed is recorded:
        return Weight.SAME
    if proposed in PROTECTS and recorded not in PROTECTS:
        return Weight.PROTECTION_LOST
    if recorded in _PROMISES and proposed not in _PROMISES:
        return Weight.PROMISE_INVENTED
    if recorded in _NOT_FROM_A_TALK and proposed not in _NOT_FROM_A_TALK:
        return Weight.NO_TALK_RECORDED
    if any(proposed in alike and recorded in alike for alike in _ALIKE) and recorded not in _LATER:
        return Weight.CLOSE
    return Weight.DIFFERENT
