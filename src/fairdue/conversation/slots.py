"""Slots: which verified field fills which place of a sentence, in which words.

Room: conversation. A slot without a fact gives nothing, and then the sentence is not offered. Before the
identity check only the open slots have values, whatever a flow may ask for.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from fairdue.casefile.case import CaseFile
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.conversation.session import Session
from fairdue.conversation.wording import OPEN_SLOTS, SentenceSpec, Slot, fill
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA, civil_date
from fairdue.foundation.money import show_yuan
from fairdue.understanding.spoken_channel import CHANNEL_NAMES, PayChannel

REASON_NAMES: dict[ReasonForDefault, Bilingual] = {
    ReasonForDefault.FORGOT: Bilingual("忘记还款日", "the due date was forgotten"),
    ReasonForDefault.NO_BILL: Bilingual("未收到账单", "no bill arrived"),
    ReasonForDefault.UNEMPLOYED: Bilingual("失业", "unemployment"),
    ReasonForDefault.INCOME_FELL: Bilingual("收入下降或工资延发", "income fell or wages came late"),
    ReasonForDefault.ILLNESS: Bilingual("疾病或意外", "illness or an accident"),
    ReasonForDefault.FAMILY: Bilingual("家庭变故", "a change in the family"),
    ReasonForDefault.BUSINESS_FAILED: Bilingual("经营困难", "the business is in difficulty"),
    ReasonForDefault.MANY_DEBTS: Bilingual("多笔债务同时到期", "several debts at once"),
    ReasonForDefault.FRAUD: Bilingual("称被骗或被盗刷", "fraud is claimed"),
    ReasonForDefault.CONTESTS_AMOUNT: Bilingual("对金额有异议", "the amount is contested"),
    ReasonForDefault.WILL_NOT_PAY: Bilingual("表示不愿还款", "says they will not pay"),
    ReasonForDefault.AGENCY: Bilingual("委托他人代办", "somebody else was engaged to act"),
    ReasonForDefault.OTHER: Bilingual("其他原因", "another reason"),
}

FACTOR_NAMES: dict[str, Bilingual] = {
    "id_last_four": Bilingual("姓名与身份证后四位", "name and last four of the identity number"),
    "birth_date": Bilingual("姓名与出生日期", "name and date of birth"),
    "mobile_last_four": Bilingual("姓名与预留手机尾号", "name and last four of the reserved mobile"),
}

_WEEKDAYS = (
    Bilingual("星期一", "Monday"),
    Bilingual("星期二", "Tuesday"),
    Bilingual("星期三", "Wednesday"),
    Bilingual("星期四", "Thursday"),
    Bilingual("星期五", "Friday"),
    Bilingual("星期六", "Saturday"),
    Bilingual("星期日", "Sunday"),
)
_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


def render(
    sentence: SentenceSpec, *, session: Session, case: CaseFile, language: str, as_of: datetime
) -> str | None:
    """The sentence in one language with its facts, or None when one of them is not known or not open."""
    values: dict[Slot, str] = {}
    for slot in sentence.slots:
        if slot not in OPEN_SLOTS and not session.verified:
            return None
        value = slot_value(slot, session=session, case=case, language=language, as_of=as_of)
        if value is None:
            return None
        values[slot] = value
    return fill(sentence.words.in_language(language), values)


def render_note(
    sentences: Iterable[SentenceSpec], *, session: Session, case: CaseFile, language: str, as_of: datetime
) -> str:
    """The note: the sentences whose facts are known, one after the other.

    A note is for the file and not for an ear, so it may hold what was said before the identity check.
    """
    written = []
    for sentence in sentences:
        values = {
            slot: slot_value(slot, session=session, case=case, language=language, as_of=as_of)
            for slot in sentence.slots
        }
        known = {slot: value for slot, value in values.items() if value is not None}
        if len(known) == len(values):
            written.append(fill(sentence.words.in_language(language), known))
    return (" " if language.startswith("en") else "").join(written)


def slot_value(slot: Slot, *, session: Session, case: CaseFile, language: str, as_of: datetime) -> str | None:
    """The words that fill one slot; None when the fact is not known."""
    if slot in _FROM_CASE:
        return _case_value(slot, case, language, civil_date(as_of))
    return _said_value(slot, session, case, language, civil_date(as_of))


_FROM_CASE = frozenset(
    {
        Slot.CREDITOR,
        Slot.NAME,
        Slot.PRODUCT,
        Slot.BALANCE,
        Slot.PRINCIPAL,
        Slot.INTEREST,
        Slot.PENALTY,
        Slot.PLACED_AMOUNT,
        Slot.OVERDUE_ON,
        Slot.OVERDUE_DAYS,
        Slot.OVERDUE_PERIODS,
    }
)


def _case_value(slot: Slot, case: CaseFile, language: str, today: date) -> str | None:
    account = case.account
    amounts = {
        Slot.BALANCE: case.balance_fen,
        Slot.PRINCIPAL: account.principal_fen,
        Slot.INTEREST: account.interest_fen,
        Slot.PENALTY: account.penalty_fen,
        Slot.PLACED_AMOUNT: account.amount_fen,
    }
    if slot in amounts:
        return say_money(amounts[slot], language)
    words = {
        Slot.CREDITOR: account.creditor,
        Slot.NAME: case.party.name,
        Slot.PRODUCT: account.product,
        Slot.OVERDUE_ON: say_date(account.overdue_on, language),
        Slot.OVERDUE_DAYS: _count(account.overdue_days(on=today)),
        Slot.OVERDUE_PERIODS: _count(account.overdue_periods),
    }
    return words[slot] or None


def _said_value(slot: Slot, session: Session, case: CaseFile, language: str, today: date) -> str | None:
    answers, speaker = session.answers, session.speaker
    policy = session.flow.policy
    promised_on = answers.promise_on
    values = {
        Slot.AGENCY: speaker.agency,
        Slot.STAFF_NO: speaker.staff_no,
        Slot.HOTLINE: speaker.hotline,
        Slot.CALLBACK_AT: say_moment(answers.callback_at, language),
        Slot.SAID: answers.said,
        Slot.VERIFIED_BY: _named(FACTOR_NAMES.get(session.verified_by), language),
        Slot.PAID_ON: say_date(answers.paid_on, language),
        Slot.PAID_AMOUNT: say_money(answers.paid_amount_fen, language),
        Slot.PAID_CHANNEL: say_channel(answers.paid_channel, language),
        Slot.CLAIM_CHECK_ON: say_date(today + timedelta(days=policy.claim_check_days), language),
        Slot.PROMISE_AMOUNT: say_money(promised_fen(session=session, case=case), language),
        Slot.PROMISE_ON: say_date(promised_on, language),
        Slot.PROMISE_AT: say_moment(answers.promise_at, language),
        Slot.PROMISE_CHECK_ON: say_date(promised_on + timedelta(days=1) if promised_on else None, language),
        Slot.PAY_CHANNEL: say_channel(answers.pay_channel, language),
        Slot.INSTALMENT: say_money(answers.instalment_fen, language),
        Slot.REASON: _named(REASON_NAMES.get(answers.reason) if answers.reason else None, language),
    }
    return values[slot] or None


def promised_fen(*, session: Session, case: CaseFile) -> int | None:
    """What is being promised: the whole balance, or the amount that was said."""
    return case.balance_fen if session.answers.promise_full else session.answers.promise_amount_fen


def say_money(fen: int | None, language: str) -> str | None:
    """An amount as it is read out; whole yuan without the decimals."""
    if fen is None:
        return None
    yuan = show_yuan(fen).removesuffix(".00")
    return f"CNY {yuan}" if language.startswith("en") else f"{yuan}元"


def say_date(day: date | None, language: str) -> str | None:
    """A day as it is read out, with its weekday so that a slip is heard."""
    if day is None:
        return None
    weekday = _WEEKDAYS[day.weekday()].in_language(language)
    if language.startswith("en"):
        return f"{weekday} {day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日（{weekday}）"


def say_moment(moment: datetime | None, language: str) -> str | None:
    """A moment as it is read out, in the time of the place."""
    if moment is None:
        return None
    local = moment.astimezone(CHINA)
    return f"{say_date(local.date(), language)} {local:%H:%M}"


def say_channel(channel: PayChannel | None, language: str) -> str | None:
    """A channel by its name."""
    return _named(CHANNEL_NAMES[channel] if channel else None, language)


def _named(name: Bilingual | None, language: str) -> str | None:
    return None if name is None else name.in_language(language)


def _count(number: int | None) -> str | None:
    return str(number) if number is not None and number > 0 else None
