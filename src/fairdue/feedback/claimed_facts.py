"""What a transcript says of its case: it counts only where the house has no case of its own to look into.

Room: feedback. A file is written by whoever exports it, and one line in it (a lawsuit was filed) makes words lawful that
are none. So the facts of the house's case stand, all of them, and what the file says otherwise is told as its claim.
Facts are told by their names, never by their values: those are personal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from fairdue.compliance.wording.spoken_context import FactValue
from fairdue.compliance.wording.wording_class import wording_classes
from fairdue.feedback.transcript_shape import Part, Transcript, Unjudged
from fairdue.foundation.bilingual import Bilingual

OF_THE_CALL = frozenset({"collector", "recorded_result"})
"""What a file says of the call and not of the case."""
_ALSO_KNOWN = frozenset({"days_past_due"})
_MOST_TOLD = 12


def with_facts_of_the_house(read: Transcript, known: Mapping[str, FactValue]) -> Transcript:
    """The transcript with the facts of the house's case in place of its own; what it says otherwise is told."""
    own = {name: value for name, value in read.call.facts.items() if name in OF_THE_CALL}
    claimed = sorted(
        name
        for name, value in read.call.facts.items()
        if name not in OF_THE_CALL and (name not in known or known[name] != value)
    )
    told = tuple(one for one in read.unjudged if one.part is not Part.FACTS)
    if claimed:
        names = _names(claimed)
        said = Bilingual(
            f"文件自称而本案没有这样记录、因此未采用的事实：{names.zh}",
            f"claimed by the file, not so in the house's case, and not used: {names.en}",
        )
        told = (*told, Unjudged(Part.FACTS_CLAIMED, said))
    return replace(read, call=replace(read.call, facts={**own, **known}), unjudged=told)


def with_facts_of_the_file(read: Transcript) -> Transcript:
    """The transcript of a call whose case is not known here: its own facts stand, and that they are its own is told."""
    claimed = sorted(name for name in read.call.facts if name not in OF_THE_CALL)
    if not claimed:
        return read
    names = _names(claimed)
    said = Bilingual(
        f"案件事实是文件自称的，没有与本处案件核对：{names.zh}",
        f"the facts of the case are the file's own and were compared with no case here: {names.en}",
    )
    return replace(read, unjudged=(*read.unjudged, Unjudged(Part.FACTS_CLAIMED, said)))


def unknown_names(case: Mapping[str, object]) -> tuple[str, ...]:
    """The keys of a case, and of its facts, that mean nothing to a review, in order."""
    inner = case.get("facts")
    names = [name for name in case if name != "facts"] + (list(inner) if isinstance(inner, dict) else [])
    known = _known_names().keys() | OF_THE_CALL | _ALSO_KNOWN
    return tuple(sorted({name for name in names if name not in known}))


def _names(claimed: Sequence[str]) -> Bilingual:
    known = _known_names()
    # A name that nobody knows is the file's own text and might be anything: it is counted, not told.
    told = [known[name] for name in claimed if name in known][:_MOST_TOLD]
    rest = len(claimed) - len(told)
    zh, en = [one.zh for one in told], [one.en for one in told]
    if rest:
        zh.append(f"另 {rest} 项")
        en.append(f"{rest} more")
    return Bilingual("、".join(zh), ", ".join(en))


@cache
def _known_names() -> Mapping[str, Bilingual]:
    names = dict(_OF_THE_CASE)
    for one in wording_classes():
        for fact in one.facts:
            names.setdefault(fact.name, fact.says)
    return names


_OF_THE_CASE = {
    "agency": Bilingual("受托机构", "the agency"),
    "creditor": Bilingual("委托方", "the creditor"),
    "debtor": Bilingual("客户姓名", "the customer's name"),
    "ledger_amount_fen": Bilingual("应还金额", "the amount owed"),
    "principal_fen": Bilingual("本金", "the principal"),
    "due_date": Bilingual("到期日", "the due date"),
    "bucket": Bilingual("账龄", "the bucket"),
    "product": Bilingual("产品", "the product"),
    "dispute_open": Bilingual("是否有争议未结", "whether a dispute is open"),
}
