"""Which advice fits a call: who was on the line and what was named decide what may be advised at all.

Room: feedback. Nobody is told how to collect from a stranger, a child, a widow or a person in danger: in such a call
only what the file of words lists for it is advised, and no sentence about money. Where a payment was claimed, or a
matter was named that protects a person, the better line is one about that. Sentences are those of the playbook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from fairdue.compliance.wording.wording_class import LawfulSentence, wording_class
from fairdue.feedback.call import Call, Speaker
from fairdue.feedback.debrief_words import NO_MONEY, Advice, DebriefWords
from fairdue.feedback.firm_named import names_another_firm, names_another_principal
from fairdue.feedback.scorecard import Scorecard, ScoreCost, ScorePoint
from fairdue.feedback.scorecard_file import PointId
from fairdue.feedback.scorecard_safety import Trigger
from fairdue.foundation.fold import fold

BESIDE_APART = frozenset({Trigger.STOP_CONTACT, Trigger.COMPLAINT})
"""What may still be advised beside one of them."""
_NO_LAWFUL_LINE_FITS = frozenset({Trigger.MINOR, Trigger.LOSS, Trigger.WRONG_NUMBER})
"""The lawful sentences of a class ask for the customer, whom these have not: the sentence for the trigger is said."""
_MONEY = re.compile(r"还|款|账|钱|分期|减免|处理|金额|元|利息|审批|安排|贷|催|征信|欠")
_TAKES_DOWN = (
    Trigger.REPRESENTED,
    Trigger.STOP_CONTACT,
    Trigger.COMPLAINT,
    Trigger.DISPUTE,
    Trigger.HARDSHIP,
)
_UNDISCLOSED, _UNAPPROVED = "C16", "C15"
_SPEAKS_OF: Mapping[str, tuple[re.Pattern[str], ...]] = {
    _UNAPPROVED: (
        re.compile(r"减|免|优惠|打折|折扣|少还|抹|利息|罚息|违约金|reduc|waive", re.IGNORECASE),
        re.compile(r"再(?:借|贷|申请|用)|额度|提额|征信|新卡|credit|loan", re.IGNORECASE),
    )
}
"""What must have been named for the lawful sentences of a class to answer it, in their order."""


def apart(card: Scorecard, call: Call) -> Trigger | None:
    """The trigger by which no money may be advised in this call; None in an ordinary one."""
    heard = {one.trigger for one in card.triggers}
    first = next((one for one in NO_MONEY if one in heard), None)
    if first is not None:
        return first
    stranger = any(turn.speaker is Speaker.THIRD_PARTY for turn in call.turns)
    asked_of_the_customer = any(one.point is PointId.IDENTITY_VERIFIED for one in card.points)
    return Trigger.THIRD_PERSON if stranger and not asked_of_the_customer else None


def about_wording(one: ScoreCost, card: Scorecard, call: Call, words: DebriefWords) -> Advice:
    """Advice about a forbidden line: a lawful one that answers what was said, to whom it was said."""
    who = apart(card, call)
    lawful = tuple(_lawful(one, call))
    if who is not None:
        stated = tuple(line for line in lawful if not _MONEY.search(line.says.zh))
        since = min((found.turn for found in card.triggers if found.trigger is who), default=0)
        before = who is Trigger.DISTRESS and one.turn < since
        if who in _NO_LAWFUL_LINE_FITS or (who is Trigger.DISTRESS and not before) or not stated:
            return Advice(words.wording_apart, words.triggers[who].better)
        return Advice(words.wording, (), stated[0].says)
    if one.code == _UNDISCLOSED:
        return Advice(words.wording, words.points[PointId.COMPANY_NAMED].better)
    if not lawful:
        return Advice(words.wording, words.wording_otherwise)
    return Advice(words.wording, (), lawful[0].says)


def _lawful(one: ScoreCost, call: Call) -> list[LawfulSentence]:
    """The lawful sentences of the class that speak of what was spoken of."""
    instead = wording_class(one.code).instead
    topics = _SPEAKS_OF.get(one.code)
    if topics is None:
        return [] if one.code == _UNDISCLOSED else list(instead)
    near = fold(" ".join(turn.text for turn in call.turns if one.turn - _NEAR <= turn.number <= one.turn))
    return [line for line, topic in zip(instead, topics, strict=False) if topic.search(near)]


_NEAR = 1
"""What is answered was said in the line itself or in the one before."""


def about_point(one: ScorePoint, card: Scorecard, call: Call, words: DebriefWords) -> Advice | None:
    """Advice about a point that was not earned; None where in this call there is none to give."""
    own = words.points[one.point]
    who = apart(card, call)
    agency, creditor = call.fact_text("agency"), call.fact_text("creditor")
    if (
        who in (None, Trigger.DISTRESS)
        and one.point is PointId.COMPANY_NAMED
        and names_another_firm(one.quote, agency=agency, creditor=creditor)
    ):
        return words.wrong_firm
    if (
        who is None
        and one.point is PointId.PRINCIPAL_NAMED
        and names_another_principal(one.quote, creditor=creditor)
    ):
        return words.wrong_principal
    if who is not None:
        better = words.apart[who].get(one.point)
        return Advice(own.says, better) if better else None
    claimed = any(found.point is PointId.CLAIM_COMPLETE for found in card.points)
    if claimed and one.point in words.claimed:
        return Advice(own.says, words.claimed[one.point])
    named = next((found for found in _TAKES_DOWN if any(f.trigger is found for f in card.triggers)), None)
    if named is not None and one.point in _BY_THE_MATTER:
        return Advice(own.says, words.triggers[named].better)
    agreed = any(found.point is PointId.DAY_AGREED and found.earned for found in card.points)
    if one.point is PointId.NEXT_CONTACT_TOLD and not agreed:
        return Advice(own.says, words.no_day)
    return own


_BY_THE_MATTER = frozenset(
    {PointId.WAY_FORWARD, PointId.PROTECTION_RECORDED, PointId.MATTER_TAKEN_UP, PointId.NEXT_CONTACT_TOLD}
)
"""Points whose better line is about the matter that was named."""
