"""The timeline: the log of a case as lines that a person can read: when, who, what.

Room: feedback. One line an event, except that the turns of one call become one line. ``text`` never holds
more than the event has, and no name, number, address or spoken word; what somebody wrote or said is in
``detail``, which shows neither in a ``repr`` nor in a log, for pages that may show it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import assert_never

from fairdue.casefile import happening as h
from fairdue.casefile.case_return import CaseReturned, KeepAnswered, KeepRequested
from fairdue.casefile.correction import FactKind, FactTakenBack, TurnTakenBack
from fairdue.casefile.correspondence import EvidenceHandedOut, LetterWritten
from fairdue.casefile.event import Event
from fairdue.casefile.override_request import OverrideAsked, OverrideGranted, OverrideWithdrawn
from fairdue.conversation.playbook import code_meanings
from fairdue.feedback.matter_words import detail_of_matter, say_of_matter
from fairdue.feedback.returning import say_return
from fairdue.feedback.words import (
    ARRANGEMENT_WORDS,
    CLAIM_WORDS,
    HOLD_WORDS,
    NUMBER_WORDS,
    PROMISE_WORDS,
    REASON_WORDS,
    RESULT_WORDS,
)
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
from fairdue.foundation.money import show_yuan


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """One line; ``seq`` and ``until_seq`` are the places of its events in the log."""

    seq: int
    until_seq: int
    at: datetime
    actor: str
    kind: str
    text: Bilingual
    detail: str = field(default="", repr=False)


def timeline_of(*, events: Iterable[Event]) -> tuple[TimelineLine, ...]:
    """The lines of a log, in its order."""
    lines: list[TimelineLine] = []
    session = ""
    first_turn = 0
    for event in events:
        happened = event.happened
        if isinstance(happened, h.TurnTaken):
            follows = bool(lines) and lines[-1].kind == "TurnTaken" and happened.session_id == session
            session = happened.session_id
            first_turn = first_turn if follows else happened.turn
            text = _turns(first_turn, happened.turn)
            if follows:
                lines[-1] = replace(lines[-1], until_seq=event.seq, text=text)
            else:
                lines.append(_line(event, text))
        else:
            lines.append(_line(event, say_happening(happened), _detail(happened)))
    return tuple(lines)


def _line(event: Event, text: Bilingual, detail: str = "") -> TimelineLine:
    kind = type(event.happened).__name__
    return TimelineLine(event.seq, event.seq, event.at.astimezone(CHINA), event.actor, kind, text, detail)


def _turns(first: int, last: int) -> Bilingual:
    if first == last:
        return Bilingual(f"通话第 {first} 轮", f"turn {first} of the call")
    return Bilingual(f"通话第 {first} 至 {last} 轮", f"turns {first} to {last} of the call")


def _detail(happened: h.Happening) -> str:
    """What was written or said, where the event holds it."""
    match happened:
        case h.DispositionRecorded():
            return happened.note
        case h.NoteAnnotated():
            return happened.text
        case OverrideAsked():
            return happened.reason
        case LetterWritten():
            return happened.text
        case _:
            return detail_of_matter(happened)


def say_happening(happened: h.Happening) -> Bilingual:
    """One happening in words, without what was said or written."""
    match happened:
        case (
            h.CasePlaced()
            | h.CaseRestated()
            | h.BalanceUpdated()
            | h.CaseRecalled()
            | h.CaseClosed()
            | h.CaseReopened()
            | h.CaseAssigned()
        ):
            return _say_placement(happened)
        case (
            h.AttemptStarted()
            | h.AttemptEnded()
            | h.NumberMarked()
            | h.SealedContactRevealed()
            | h.ThirdPartyRefused()
            | h.CallOpened()
            | h.TurnTaken()
            | h.CallClosed()
            | h.IdentityVerified()
            | h.CallbackAgreed()
        ):
            return _say_contact(happened)
        case TurnTakenBack():
            return Bilingual(f"撤回通话第 {happened.turn} 轮", f"turn {happened.turn} was taken back")
        case FactTakenBack():
            fact = _FACT_WORDS[happened.kind]
            return Bilingual(f"随之撤回：{fact.zh}", f"with it {fact.en} was taken back")
        case (
            h.PromiseMade()
            | h.PromiseJudged()
            | h.PaymentClaimed()
            | h.ClaimResolved()
            | h.PaymentPosted()
            | h.ArrangementSigned()
            | h.ArrangementStateChanged()
        ):
            return _say_money(happened)
        case OverrideAsked() | OverrideGranted() | OverrideWithdrawn():
            return _say_override(happened)
        case LetterWritten() | EvidenceHandedOut():
            return _say_written(happened)
        case CaseReturned() | KeepRequested() | KeepAnswered():
            return say_return(happened)
        case (
            h.ReasonGiven()
            | h.ConsentGiven()
            | h.ConsentRevoked()
            | h.HoldPlaced()
            | h.HoldReleased()
            | h.DispositionRecorded()
            | h.NoteAnnotated()
        ):
            return _say_care(happened)
        case _:
            return say_of_matter(happened)


def _say_placement(
    happened: h.CasePlaced
    | h.CaseRestated
    | h.BalanceUpdated
    | h.CaseRecalled
    | h.CaseClosed
    | h.CaseReopened
    | h.CaseAssigned,
) -> Bilingual:
    match happened:
        case h.CasePlaced() | h.CaseRestated():
            amount = show_yuan(happened.account.amount_fen)
            if isinstance(happened, h.CasePlaced):
                return Bilingual(f"委案 {amount} 元", f"placed with {amount} yuan")
            return Bilingual(f"续委或更正，{amount} 元", f"placed again or corrected: {amount} yuan")
        case h.BalanceUpdated():
            balance, on = show_yuan(happened.balance_fen), happened.as_of_on.isoformat()
            return Bilingual(f"{on} 最新欠款 {balance} 元", f"balance of {balance} yuan as of {on}")
        case h.CaseRecalled():
            return Bilingual("委托方收回案件", "the creditor recalled the case")
        case h.CaseClosed():
            settled = happened.reason == "settled"
            return Bilingual("结清", "settled") if settled else Bilingual("退案", "returned to the creditor")
        case h.CaseReopened():
            return Bilingual("结清款被冲正，恢复在办", "the money was taken back: open again")
        case h.CaseAssigned():
            return Bilingual(f"分案至 {happened.collector}", f"assigned to {happened.collector}")
        case _:
            assert_never(happened)


_CHANNEL_WORDS = {
    "phone": Bilingual("电话", "phone call"),
    "sms": Bilingual("短信", "text message"),
    "instant_message": Bilingual("即时消息", "instant message"),
    "email": Bilingual("邮件", "e-mail"),
    "letter": Bilingual("信函", "letter"),
    "in_person": Bilingual("外访", "visit"),
}
_ROLE_WORDS = {
    "debtor": Bilingual("本人", "the customer"),
    "guarantor": Bilingual("担保人", "the guarantor"),
    "co_debtor": Bilingual("共同债务人", "the co-debtor"),
    "third_party": Bilingual("第三人", "a third person"),
}


_FACT_WORDS: dict[FactKind, Bilingual] = {
    FactKind.IDENTITY: Bilingual("身份核实", "the identity check"),
    FactKind.REASON: Bilingual("逾期原因", "the reason"),
    FactKind.CLAIM: Bilingual("声称已还", "the claimed payment"),
    FactKind.CALLBACK: Bilingual("回电约定", "the agreed call"),
}


def _say_contact(
    happened: h.AttemptStarted
    | h.AttemptEnded
    | h.NumberMarked
    | h.SealedContactRevealed
    | h.ThirdPartyRefused
    | h.CallOpened
    | h.TurnTaken
    | h.CallClosed
    | h.IdentityVerified
    | h.CallbackAgreed,
) -> Bilingual:
    match happened:
        case h.AttemptStarted():
            channel = _CHANNEL_WORDS.get(happened.channel, Bilingual("联系", "contact"))
            role = _ROLE_WORDS.get(happened.callee_role, Bilingual("未核实对象", "somebody unverified"))
            if happened.initiated_by == "customer":
                return Bilingual(f"{channel.zh}（对方发起）", f"{channel.en}, begun by the other side")
            return Bilingual(f"{channel.zh}联系{role.zh}", f"{channel.en} to {role.en}")
        case h.AttemptEnded():
            result = RESULT_WORDS[happened.result]
            return Bilingual(f"联系结束：{result.zh}", f"the contact ended: {result.en}")
        case h.NumberMarked():
            word = NUMBER_WORDS[happened.status]
            return Bilingual(f"号码标记为{word.zh}", f"a number was marked {word.en}")
        case h.SealedContactRevealed():
            return Bilingual(
                "凭许可查看一名第三人的联系方式", "a third person's details were opened on a permit"
            )
        case h.ThirdPartyRefused():
            return Bilingual("第三人拒绝再联系，永久停止", "a third person refused; never contacted again")
        case h.CallOpened():
            return Bilingual("引导通话开始", "the guided call began")
        case h.TurnTaken():
            return _turns(happened.turn, happened.turn)
        case h.CallClosed():
            return Bilingual("引导通话结束", "the guided call was wrapped up")
        case h.IdentityVerified():
            return Bilingual("已核实本人身份", "the customer's identity was verified")
        case h.CallbackAgreed():
            due = happened.due_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
            return Bilingual(f"约定 {due} 回电", f"a call was agreed for {due}")
        case _:
            assert_never(happened)


def _say_money(
    happened: h.PromiseMade
    | h.PromiseJudged
    | h.PaymentClaimed
    | h.ClaimResolved
    | h.PaymentPosted
    | h.ArrangementSigned
    | h.ArrangementStateChanged,
) -> Bilingual:
    match happened:
        case h.PromiseMade():
            amount, on = show_yuan(happened.amount_fen), happened.due_on.isoformat()
            return Bilingual(f"承诺 {on} 前还 {amount} 元", f"promised {amount} yuan by {on}")
        case h.PromiseJudged():
            promise, paid = PROMISE_WORDS[happened.state], show_yuan(happened.paid_fen)
            return Bilingual(
                f"承诺判定：{promise.zh}，计入 {paid} 元", f"the promise is {promise.en}; {paid} yuan counted"
            )
        case h.PaymentClaimed():
            amount, on = show_yuan(happened.amount_fen), happened.paid_on.isoformat()
            return Bilingual(f"声称 {on} 已还 {amount} 元，待查账", f"says {amount} yuan were paid on {on}")
        case h.ClaimResolved():
            claim, found = CLAIM_WORDS[happened.state], show_yuan(happened.confirmed_fen)
            return Bilingual(
                f"查账结果：{claim.zh} {found} 元", f"the claimed payment: {claim.en}, {found} yuan"
            )
        case h.PaymentPosted():
            amount, on = show_yuan(abs(happened.amount_fen)), happened.posted_on.isoformat()
            if happened.amount_fen < 0:
                return Bilingual(f"{on} 冲正 {amount} 元", f"{amount} yuan reversed on {on}")
            return Bilingual(f"{on} 入账 {amount} 元", f"{amount} yuan posted on {on}")
        case h.ArrangementSigned():
            count = len(happened.arrangement.instalments)
            return Bilingual(f"签订分期协议，共 {count} 期", f"a plan of {count} instalments was signed")
        case h.ArrangementStateChanged():
            plan = ARRANGEMENT_WORDS[happened.state]
            return Bilingual(f"分期协议：{plan.zh}", f"the plan is {plan.en}")
        case _:
            assert_never(happened)


def _say_care(
    happened: h.ReasonGiven
    | h.ConsentGiven
    | h.ConsentRevoked
    | h.HoldPlaced
    | h.HoldReleased
    | h.DispositionRecorded
    | h.NoteAnnotated,
) -> Bilingual:
    match happened:
        case h.ReasonGiven():
            reason = REASON_WORDS[happened.reason]
            return Bilingual(f"逾期原因：{reason.zh}", f"reason given: {reason.en}")
        case h.ConsentGiven():
            return Bilingual("同意约定时段联系", "agreed to be contacted at certain hours")
        case h.ConsentRevoked():
            return Bilingual("撤回联系时段的同意", "took the consent to those hours back")
        case h.HoldPlaced():
            hold = HOLD_WORDS[happened.hold.kind]
            return Bilingual(f"停催：{hold.zh}", f"collecting was stopped for {hold.en}")
        case h.HoldReleased():
            return Bilingual("停催解除", "a hold was released")
        case h.DispositionRecorded():
            name = code_meanings()[happened.code].name
            return Bilingual(
                f"结果码 {happened.code.value}：{name.zh}", f"result code {happened.code.value}: {name.en}"
            )
        case h.NoteAnnotated():
            return Bilingual("催记补注", "the note was annotated")
        case _:
            assert_never(happened)


def _say_override(happened: OverrideAsked | OverrideGranted | OverrideWithdrawn) -> Bilingual:
    match happened:
        case OverrideAsked():
            until = happened.ends_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
            return Bilingual(
                f"申请豁免规则 {happened.rule_id}，至 {until}",
                f"it was asked to set {happened.rule_id} aside until {until}",
            )
        case OverrideGranted():
            return Bilingual(
                f"豁免经第二人批准：{happened.override_id}",
                f"a second person granted the override {happened.override_id}",
            )
        case OverrideWithdrawn():
            return Bilingual(
                f"豁免已撤回：{happened.override_id}", f"the override {happened.override_id} was withdrawn"
            )
        case _:
            assert_never(happened)


def _say_written(happened: LetterWritten | EvidenceHandedOut) -> Bilingual:
    match happened:
        case LetterWritten():
            channel = _CHANNEL_WORDS.get(happened.channel, Bilingual("书面", "in writing"))
            return Bilingual(
                f"{channel.zh}：按模板 {happened.template_id} 写出",
                f"{channel.en}: written from the template {happened.template_id}",
            )
        case EvidenceHandedOut():
            kind = Bilingual("（脱敏）", ", redacted,") if happened.redacted else Bilingual("", "")
            return Bilingual(
                f"证据包{kind.zh}交付，截至第 {happened.until_seq} 条记录",
                f"an evidence pack{kind.en} up to record {happened.until_seq} was handed out",
            )
        case _:
            assert_never(happened)
