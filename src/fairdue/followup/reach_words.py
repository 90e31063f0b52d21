"""Reachability in words: where it stands, what would open the next state, and what the state opens and does not.

Room: followup. It explains ``reachability`` to whoever reads a case; it decides nothing and the gate does not read it.
"""

from __future__ import annotations

from datetime import timedelta

from fairdue.followup.reachability import Reachability, ReachState, ReachTerms
from fairdue.foundation.bilingual import Bilingual

REACH_WORDS: dict[ReachState, Bilingual] = {
    ReachState.REACHABLE: Bilingual("可联本人", "reachable"),
    ReachState.TRYING: Bilingual("尝试联系中", "being tried"),
    ReachState.UNREACHABLE: Bilingual("失联", "not to be reached"),
}


def what_opens_next(reach: Reachability, *, terms: ReachTerms | None = None) -> tuple[Bilingual, ...]:
    """What would lead to the next state."""
    terms = terms or ReachTerms()
    if reach.state is ReachState.UNREACHABLE:
        return (
            Bilingual(
                "本人任一预留号码有人接听、或本人联系我们，即恢复",
                "anybody answering one of the customer's numbers, or the customer calling, ends it",
            ),
        )
    if reach.third_failed_call_on is not None:
        opens_on = reach.third_failed_call_on + timedelta(days=1)
        return (
            Bilingual(
                f"{opens_on} 零时起失联，除非在此之前有人接听",
                f"not to be reached from {opens_on} on, unless somebody answers before",
            ),
        )
    left = terms.failed_calls - reach.consecutive_failed_calls
    return (
        Bilingual(
            f"再连续 {left} 次拨打本人号码未接通：次日起失联",
            f"{left} more failed call{'s' if left > 1 else ''} in a row to the customer: from the next day on",
        ),
        Bilingual(
            f"连续 {terms.failed_days} 个自然日都未接通：当日起失联",
            f"failed calls on {terms.failed_days} calendar days in a row: from that day on",
        ),
        Bilingual("本人号码全部无效：当日起失联", "all the customer's numbers invalid: from that day on"),
    )


def what_it_opens(reach: Reachability) -> Bilingual:
    """What the state opens, and what stays shut whatever the state."""
    if reach.state is ReachState.UNREACHABLE:
        return Bilingual(
            "闸门可许可联系第三人，只为询问本人的联系方式或请其转告；不谈债务，对方拒绝即永久停止。",
            "The gate may permit a third person to be asked for the customer's details or to pass a word on; "
            "nothing of the debt, and a refusal is for ever.",
        )
    return Bilingual(
        "不能为恢复联系而联系第三人。", "No third person is contacted to restore contact while this lasts."
    )
