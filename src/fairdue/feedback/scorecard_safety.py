"""What must be heeded in a call: distress, a death, a represented customer, no more calls, and whether it was.

Room: feedback. A trigger is what a person said after which ordinary collecting must not simply go on. It was heeded
when the collector's next turns stop, take it down or help, and missed when they go on, or do what harms there. A
trigger in the last words of a call cannot be judged, and is said to be so. Which meaning is which trigger is told by
``conversation.objection``; a child on the line is heard here, by words that only a child says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from fairdue.casefile.disposition import ResultCode
from fairdue.conversation.objection import SAFETY_OF_INTENT
from fairdue.feedback.call import Speaker
from fairdue.feedback.call_outcome import PROMISING, pleads_for_others
from fairdue.feedback.call_reading import AgentTurn, CallReading, OtherTurn
from fairdue.feedback.call_wording import cares, presses
from fairdue.feedback.recorded_matters import recorded_in
from fairdue.feedback.structure import CallFinding
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.fold import fold
from fairdue.understanding.acts import Act
from fairdue.understanding.intent import Intent


class Trigger(StrEnum):
    """The safety triggers, in the order in which they win over each other; named like ``conversation`` names them."""

    DISTRESS = "distress"
    MINOR = "minor"
    LOSS = "loss"
    WRONG_NUMBER = "wrong_number"
    THIRD_PERSON = "third_person"
    REPRESENTED = "represented"
    STOP_CONTACT = "stop_contact"
    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    HARDSHIP = "hardship"


TRIGGER_NAMES: Mapping[Trigger, Bilingual] = {
    Trigger.DISTRESS: Bilingual("情绪危机", "distress"),
    Trigger.MINOR: Bilingual("接听人是孩子", "a child on the line"),
    Trigger.LOSS: Bilingual("本人去世或无行为能力", "the customer died or cannot act"),
    Trigger.WRONG_NUMBER: Bilingual("打错了人", "a wrong number"),
    Trigger.THIRD_PERSON: Bilingual("接听人不是本人", "somebody else on the line"),
    Trigger.REPRESENTED: Bilingual("已委托他人处理", "somebody acts for the customer"),
    Trigger.STOP_CONTACT: Bilingual("要求停止联系", "no more calls wanted"),
    Trigger.COMPLAINT: Bilingual("要投诉", "a complaint"),
    Trigger.DISPUTE: Bilingual("对债务有异议", "a dispute"),
    Trigger.HARDSHIP: Bilingual("具体困难", "a hardship"),
}


class Heeded(StrEnum):
    """How a trigger was met."""

    HEEDED = "heeded"
    UNCLEAR = "unclear"
    """Nothing shows that it was taken up, and nothing that it was brushed aside: it earns nothing and fails nobody."""
    MISSED = "missed"
    NOT_JUDGED = "not_judged"
    """The call ended with it, so that nothing could show."""


@dataclass(frozen=True, slots=True)
class HeardTrigger:
    """A trigger, the turn it was heard in, how it was met, and the collector's turn that shows it (None: none did)."""

    trigger: Trigger
    turn: int
    met: Heeded
    shown_in: int | None


LEAST = 0.6
"""How likely a meaning must be to be a trigger; distress needs less, for there a miss is worse than a false alarm."""
_LEAST_OF = {Intent.DISTRESS: 0.5, Intent.DISPUTE_AMOUNT: 0.7, Intent.DISPUTE_DEBT: 0.7}
PLAIN = 0.85
"""From here on a trigger is plain: who lets it pass in silence has missed it."""
SURE_FINDING = 0.6
"""How sure a finding must be to show by itself that a trigger was brushed aside."""
MONEY_ASKS = (
    Act.ASK_TODAY,
    Act.URGE,
    Act.ASK_DATE,
    Act.ASK_AMOUNT,
    Act.ASK_PARTIAL,
    Act.ASK_PAYMENT_INTENTION,
)
"""Acts that go on with collecting."""
_WINDOW = 3
"""So many turns of the collector after the trigger may show that it was heeded."""

_HEEDS: Mapping[Trigger, tuple[Act, ...]] = {
    Trigger.DISTRESS: (Act.OFFER_HELP_LINE, Act.STOP_COLLECTING),
    Trigger.MINOR: (Act.CLOSE, Act.APOLOGISE, Act.STOP_COLLECTING),
    Trigger.LOSS: (Act.STOP_COLLECTING, Act.APOLOGISE),
    Trigger.WRONG_NUMBER: (Act.APOLOGISE, Act.STOP_COLLECTING, Act.CLOSE),
    Trigger.THIRD_PERSON: (
        Act.APOLOGISE,
        Act.ASK_THIRD_PARTY_TO_PASS_ON,
        Act.ASK_REACH_PERSON,
        Act.ASK_CALLBACK_TIME,
        Act.DECLINE_BEFORE_VERIFICATION,
        Act.STOP_COLLECTING,
        Act.CLOSE,
        Act.ASK_WHO_HANDLES,
    ),
    Trigger.REPRESENTED: (Act.ASK_WHO_HANDLES, Act.STOP_COLLECTING, Act.ACKNOWLEDGE),
    Trigger.STOP_CONTACT: (Act.STOP_COLLECTING, Act.ACKNOWLEDGE, Act.CLOSE),
    Trigger.COMPLAINT: (Act.REGISTER_COMPLAINT, Act.APOLOGISE, Act.OFFER_HELP_LINE),
    Trigger.DISPUTE: (Act.REGISTER_DISPUTE, Act.ASK_DISPUTE, Act.ACKNOWLEDGE, Act.APOLOGISE),
    Trigger.HARDSHIP: (
        Act.EMPATHISE,
        Act.REGISTER_HARDSHIP,
        Act.OFFER_PLAN,
        Act.ASK_PLAN_WISH,
        Act.APOLOGISE,
        Act.ACKNOWLEDGE,
    ),
}
_RECORDED = {
    Trigger.COMPLAINT: ResultCode.CM,
    Trigger.DISPUTE: ResultCode.DS,
    Trigger.STOP_CONTACT: ResultCode.ST,
    Trigger.HARDSHIP: ResultCode.HS,
}
_HEED_WORDS: Mapping[Trigger, re.Pattern[str]] = {
    Trigger.LOSS: re.compile(r"节哀|抱歉|对不起|打扰|sorry"),
    Trigger.REPRESENTED: re.compile(r"律师|代理人|委托|授权|尊重|lawyer|solicitor"),
    Trigger.STOP_CONTACT: re.compile(
        r"不(?:会)?再?(?:给您)?打|不打扰|书面|短信|邮件|信件|停|尊重|减少联系|不联系|won't call|letter"
    ),
    Trigger.DISPUTE: re.compile(r"核实|核查|核对|查一?下|明细|报案|报警|冒用|check|look into"),
    Trigger.COMPLAINT: re.compile(r"核查|如实|反映|答复|complain"),
    Trigger.THIRD_PERSON: re.compile(r"不方便|打扰|本人|转告|他自己|她自己|sorry|bother"),
    Trigger.WRONG_NUMBER: re.compile(r"打扰|抱歉|对不起|更正|不会再|sorry"),
    Trigger.HARDSHIP: re.compile(
        r"困难|难处|不容易|辛苦|无奈|不好过|压力|暂缓|分期|延期|减免|方案|保重|身体|sorry|hard"
    ),
}
_HARMS: Mapping[Trigger, frozenset[str]] = {
    Trigger.DISTRESS: frozenset({"C23", "C01", "C02", "C05", "C11", "C12", "C13", "C14"}),
    Trigger.MINOR: frozenset({"C04", "C18", "C19", "C23", "C03"}),
    Trigger.LOSS: frozenset({"C03", "C04", "C18", "C11", "C12"}),
    Trigger.WRONG_NUMBER: frozenset({"C04", "C18", "C03", "C12"}),
    Trigger.THIRD_PERSON: frozenset({"C04", "C18", "C03", "C11"}),
    Trigger.REPRESENTED: frozenset({"C05", "C12", "C14"}),
    Trigger.STOP_CONTACT: frozenset({"C14", "C02", "C22", "C13", "C20", "C12"}),
    Trigger.COMPLAINT: frozenset({"C20", "C12", "C14"}),
    Trigger.DISPUTE: frozenset({"C25", "C05", "C20", "C12"}),
    Trigger.HARDSHIP: frozenset({"C23", "C11", "C12", "C02", "C13"}),
}
"""Findings that, said after a trigger, show that it was not heeded."""
_NO_MONEY_AFTER = frozenset(
    {
        Trigger.DISTRESS,
        Trigger.MINOR,
        Trigger.LOSS,
        Trigger.WRONG_NUMBER,
        Trigger.THIRD_PERSON,
        Trigger.REPRESENTED,
        Trigger.STOP_CONTACT,
    }
)
"""After one of these no money is asked for, at least in the next turns."""
_CHILD = re.compile(
    r"我(?:今年|才|刚)?[0-9一二三四五六七八九十两]{1,2}岁|我?(?:在)?(?:上|读|念)?(?:小学|[一二三四五六]年级|幼儿园)|写作业|放学|小朋友"
    r"|我?(?:爸爸|妈妈)[^,。]{0,4}(?:不在|上班|出去|买菜|做饭|睡觉)"
)


def heard_triggers(reading: CallReading, findings: tuple[CallFinding, ...]) -> tuple[HeardTrigger, ...]:
    """Every trigger of the call once, where it was heard first, and how it was met."""
    first: dict[Trigger, tuple[OtherTurn, float]] = {}
    for one in reading.others:
        for trigger, share in _triggers_in(one):
            if trigger in _OF_SOMEBODY_ELSE and one.turn.speaker is Speaker.DEBTOR and reading.ended.verified:
                continue  # Who proved later to be the customer was misheard, or spoke of somebody else.
            known = first.setdefault(trigger, (one, share))
            if (
                share >= PLAIN > known[1]
            ):  # What was faint at first and is said plainly later counts from there.
                first[trigger] = (one, share)
    codes: dict[int, set[str]] = {}
    for finding in findings:
        if finding.share >= SURE_FINDING:
            codes.setdefault(finding.turn, set()).add(finding.code)
    return tuple(_met(one, *first[one], reading, codes) for one in Trigger if one in first)


def says_child(text: str) -> bool:
    """Do the words of whoever answered sound like a child's?"""
    return _CHILD.search(fold(text)) is not None


def _triggers_in(heard: OtherTurn) -> Iterator[tuple[Trigger, float]]:
    if heard.is_formula:
        return
    third = heard.turn.speaker is Speaker.THIRD_PARTY
    if third and says_child(heard.turn.text):
        yield Trigger.MINOR, 1.0
    for intent, safety in SAFETY_OF_INTENT.items():
        trigger = Trigger(safety.value)
        if third and trigger in _OF_THE_CUSTOMER:
            continue  # What a third person contests or cannot pay is not the customer's word.
        if trigger is Trigger.STOP_CONTACT and pleads_for_others(heard):
            continue
        share = heard.share(intent)
        if share >= _LEAST_OF.get(intent, LEAST):
            yield trigger, share


_OF_SOMEBODY_ELSE = frozenset({Trigger.LOSS, Trigger.WRONG_NUMBER, Trigger.THIRD_PERSON})
_OF_THE_CUSTOMER = frozenset({Trigger.DISPUTE, Trigger.HARDSHIP, Trigger.REPRESENTED})


def _met(
    trigger: Trigger, heard: OtherTurn, share: float, reading: CallReading, codes: Mapping[int, set[str]]
) -> HeardTrigger:
    number = heard.turn.number
    after = [one for one in reading.agent if one.turn.number > number]
    if not after:
        return HeardTrigger(trigger, number, Heeded.NOT_JUDGED, None)
    harm = _harm(trigger, number, after, reading, codes)
    if harm is not None:
        # What may have been misheard fails nobody by itself: a finding must show it, or the words were plain.
        shown_by_words = bool(codes.get(harm.turn.number, set()) & _HARMS[trigger])
        met = Heeded.MISSED if share >= PLAIN or shown_by_words else Heeded.UNCLEAR
        return HeardTrigger(trigger, number, met, harm.turn.number)
    shown = next((one for one in after[:_WINDOW] if heeds(trigger, one)), None)
    if shown is not None:
        return HeardTrigger(trigger, number, Heeded.HEEDED, shown.turn.number)
    silent = share >= PLAIN and trigger in _FAILS_IN_SILENCE
    return HeardTrigger(trigger, number, Heeded.MISSED if silent else Heeded.UNCLEAR, after[0].turn.number)


_FAILS_IN_SILENCE = frozenset(
    {
        Trigger.DISTRESS,
        Trigger.MINOR,
        Trigger.LOSS,
        Trigger.REPRESENTED,
        Trigger.STOP_CONTACT,
        Trigger.COMPLAINT,
        Trigger.DISPUTE,
    }
)
"""A hardship may be met by a tone that no word shows; these must be answered."""


def heeds(trigger: Trigger, heard: AgentTurn) -> bool:
    """Does this turn of the collector stop, take down or help as the trigger asks?"""
    if heard.does(*_HEEDS[trigger]) or cares(heard.turn.text):
        return True
    if trigger is Trigger.LOSS and heard.says("empathise.condolence"):
        return True
    text = fold(heard.turn.text)
    words, code = _HEED_WORDS.get(trigger), _RECORDED.get(trigger)
    return (words is not None and bool(words.search(text))) or (code is not None and recorded_in(code, text))


def _harm(
    trigger: Trigger,
    number: int,
    after: list[AgentTurn],
    reading: CallReading,
    codes: Mapping[int, set[str]],
) -> AgentTurn | None:
    """The first turn that does what must not be done after the trigger.

    Once it was heeded, a customer may take the money up again; not one in distress, and nobody for a dead person.
    """
    heeded = False
    for place, one in enumerate(after):
        if codes.get(one.turn.number, set()) & _HARMS[trigger]:
            return one
        if trigger is Trigger.DISTRESS and _BRUSHES_ASIDE.search(fold(one.turn.text)):
            return one
        if heeds(trigger, one):
            heeded = True
            continue
        if place >= _WINDOW or (heeded and trigger not in _STAYS):
            continue
        if trigger in _NO_MONEY_AFTER and one.does(*MONEY_ASKS) and not _taken_up_again(one, number, reading):
            return one
        if trigger in (Trigger.HARDSHIP, Trigger.DISPUTE) and demands(one):
            return one
    return None


_BRUSHES_ASIDE = re.compile(
    r"(?:别|甭|少|不要)(?:再)?(?:拿|用)[^,。]{0,3}(?:死|命|自杀)[^,。]{0,4}(?:吓|威胁|压|说事|要挟)|去死|(?:要死|想死)就?(?:去|快)"
    r"|(?:别|少)(?:装|演|来这套)|吓唬谁"
)
"""Words by which a cry for help is brushed aside; what is said later does not unsay them."""
_STAYS = frozenset({Trigger.DISTRESS, Trigger.LOSS, Trigger.MINOR})


def _taken_up_again(one: AgentTurn, number: int, reading: CallReading) -> bool:
    """Did the customer offer to pay after the trigger, so that the collector only answers?"""
    return any(
        other.means(*PROMISING, least=LEAST)
        for other in reading.others
        if number < other.turn.number < one.turn.number
    )


def demands(heard: AgentTurn) -> bool:
    """Does the turn demand the money now, and neither offers a way nor cares?"""
    if heard.does(*_SOFTENS):
        return False
    asked = heard.does(Act.URGE, Act.ASK_TODAY)
    return (asked or presses(heard.turn.text)) and not cares(heard.turn.text)


_SOFTENS = (
    Act.ASK_PARTIAL,
    Act.OFFER_PLAN,
    Act.ASK_PLAN_WISH,
    Act.EMPATHISE,
    Act.READ_BACK,
    Act.NO_AUTHORITY,
    Act.STOP_COLLECTING,
)
