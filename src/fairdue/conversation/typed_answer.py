"""Typed answers: are the values that came with a choice usable, and if not, what should be typed instead.

Room: conversation. ``complaints_about`` judges values; ``hear`` reads what a collector typed the way people
say it (下周五, 三千五, 微信), each value in the direction that its field has: payments lie behind, promises
and callbacks ahead.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import assert_never

from fairdue.casefile.case import CaseFile
from fairdue.conversation.callback import is_quiet
from fairdue.conversation.flow import FIELD_LABELS, Ask, ChoiceSpec, Field
from fairdue.conversation.heard import Heard
from fairdue.conversation.moves import find_choice, is_empty
from fairdue.conversation.prompt import AskKind
from fairdue.conversation.session import Session
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.money import show_yuan
from fairdue.understanding.spoken_channel import CHANNEL_NAMES, PayChannel, read_channel
from fairdue.understanding.spoken_date import Direction, read_spoken_date
from fairdue.understanding.spoken_money import read_spoken_money
from fairdue.understanding.spoken_time import read_spoken_moment

_BEHIND = frozenset({Field.PAID_ON})
_LONGEST_TEXT = 2_000


def hear(*, session: Session, choice_id: str, typed: Mapping[AskKind, str], as_of: datetime) -> Heard:
    """Read what was typed with a choice; a value that cannot be read stays empty and is asked for again."""
    choice = find_choice(session, choice_id)
    behind = choice is not None and any(ask.field in _BEHIND for ask in choice.asks)
    direction = Direction.PAST if behind else Direction.FUTURE
    money, day = typed.get(AskKind.AMOUNT, ""), typed.get(AskKind.DATE, "")
    moment, channel = typed.get(AskKind.TIME, ""), typed.get(AskKind.CHANNEL, "")
    kept = session.pending if session.pending and session.pending.choice == choice_id else Heard(choice_id)
    return Heard(
        choice=choice_id,
        amount_fen=read_spoken_money(money) if money.strip() else kept.amount_fen,
        on=read_spoken_date(day, reference=as_of, direction=direction) if day.strip() else kept.on,
        at=read_spoken_moment(moment, reference=as_of) if moment.strip() else kept.at,
        channel=_channel_value(channel) if channel.strip() else kept.channel,
        text=typed.get(AskKind.TEXT, "").strip() or kept.text,
    )


def _channel_value(typed: str) -> str:
    if typed in {channel.value for channel in PayChannel}:
        return typed
    found = read_channel(typed) if typed.strip() else None
    return found.value if found else ""


def complaints_about(
    *, session: Session, choice: ChoiceSpec, heard: Heard, case: CaseFile, as_of: datetime
) -> tuple[Bilingual, ...]:
    """What is wrong with the values of a turn, each with what to type; empty when all can be taken."""
    found = []
    for ask in choice.asks:
        complaint = about_value(ask, heard=heard, session=session, case=case, as_of=as_of)
        if complaint is not None:
            found.append(complaint)
    if choice.settings.promise_full and case.balance_fen <= 0:
        found.append(
            Bilingual(
                "账上已经没有未还金额，不能再登记还款承诺；请选其他回答",
                "nothing is left to pay on the account, so no promise is taken; pick another answer",
            )
        )
    return tuple(found)


def about_value(
    ask: Ask, *, heard: Heard, session: Session, case: CaseFile, as_of: datetime
) -> Bilingual | None:
    """What is wrong with one value of a turn, and what to type; None when it can be taken."""
    label = FIELD_LABELS[ask.field]
    if is_empty(ask.kind, heard):
        if ask.optional:
            return None
        return Bilingual(f"请输入：{label.zh}", f"type this: {label.en}")
    match ask.kind:
        case AskKind.AMOUNT:
            return _about_amount(ask.field, heard.amount_fen or 0, case)
        case AskKind.DATE:
            return _about_date(ask.field, heard, session, as_of)
        case AskKind.TIME:
            return _about_time(ask.field, heard, session, as_of)
        case AskKind.CHANNEL:
            return _about_channel(heard.channel)
        case AskKind.TEXT:
            if len(heard.text) > _LONGEST_TEXT:
                return Bilingual(
                    f"最多 {_LONGEST_TEXT} 字，请写要点", f"at most {_LONGEST_TEXT} characters; note the gist"
                )
            return None
        case _:
            assert_never(ask.kind)


def _about_amount(field: Field, amount_fen: int, case: CaseFile) -> Bilingual | None:
    if amount_fen <= 0:
        return Bilingual("金额要大于 0，例如 3500", "the amount must be above 0, such as 3500")
    # What was paid may exceed what is left; what is promised may not.
    if field is not Field.PAID_AMOUNT and amount_fen > case.balance_fen:
        balance = show_yuan(max(0, case.balance_fen))
        return Bilingual(
            f"超过了现欠金额 {balance} 元，请与客户核对后重新输入",
            f"more than the {balance} yuan still owed; check with the customer and type it again",
        )
    return None


def _about_date(field: Field, heard: Heard, session: Session, as_of: datetime) -> Bilingual | None:
    assert heard.on is not None, "an empty date was dealt with before"
    today, policy = civil_date(as_of), session.flow.policy
    if field is Field.PAID_ON:
        if heard.on > today:
            return Bilingual(
                "还款日期在将来，请核对是哪天还的", "that day is still to come; ask when it was paid"
            )
        if heard.on < today - timedelta(days=policy.claim_lookback_days):
            return Bilingual(
                f"早于 {policy.claim_lookback_days} 天前，请核对日期",
                f"more than {policy.claim_lookback_days} days ago; check the day",
            )
        return None
    if heard.on < today:
        return Bilingual(
            "这一天已经过去，请输入今天或以后的日期", "that day is past; type today or a later day"
        )
    if heard.on > today + timedelta(days=policy.promise_horizon_days):
        return Bilingual(
            f"承诺日期不能超过 {policy.promise_horizon_days} 天；更久的安排请走分期申请",
            f"a promise reaches {policy.promise_horizon_days} days at most; for longer, ask for a plan",
        )
    return None


def _about_time(field: Field, heard: Heard, session: Session, as_of: datetime) -> Bilingual | None:
    moment, policy = heard.at, session.flow.policy
    assert moment is not None, "an empty time was dealt with before"
    if moment.tzinfo is None:
        return Bilingual("时间缺少时区", "the time has no zone")
    if moment <= as_of:
        return Bilingual("这个时间已经过去，请输入之后的时间", "that time is past; type a later one")
    if field is Field.PROMISE_AT:
        if civil_date(moment) != civil_date(as_of):
            return Bilingual(
                "这里只登记今天的时间；改天还请选别的回答", "only a time today; for another day pick that"
            )
        return None
    if moment > as_of + timedelta(days=policy.callback_horizon_days):
        return Bilingual(
            f"回电时间不能超过 {policy.callback_horizon_days} 天",
            f"a callback is at most {policy.callback_horizon_days} days ahead",
        )
    if is_quiet(moment, policy=policy) and not session.verified:
        until, start = f"{policy.quiet_until:%H:%M}", f"{policy.quiet_from:%H:%M}"
        return Bilingual(
            f"尚未核实身份，只能约 {until} 到 {start} 之间的时间",
            f"before the identity check only a time between {until} and {start} can be agreed",
        )
    return None


def _about_channel(channel: str) -> Bilingual | None:
    if channel in {item.value for item in PayChannel}:
        return None
    names = CHANNEL_NAMES.values()
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return Bilingual(f"渠道请从这些里选：{zh}", f"pick one of these channels: {en}")
