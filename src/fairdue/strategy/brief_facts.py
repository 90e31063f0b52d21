"""The six facts of the preparation card, in words: who, amount, periods, work, family, history.

Room: strategy. Each fact says its value in both languages and whether it is missing or stale. Age serves one
purpose, to slow down and confirm with the old and the very young; sex serves the form of address; neither
varies courtesy. Family stands here only as far as it bears on means, and never as a lever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from fairdue.casefile.case import CaseFile
from fairdue.casefile.hardship import ReasonForDefault
from fairdue.casefile.promise import PromiseState
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import civil_date
from fairdue.foundation.money import show_yuan
from fairdue.strategy.score import IncomeKind, income_kind_of, last_payment, note_signal_of

FEW_PERIODS_AT_MOST = 3
SLOW_DOWN_FROM_AGE = 60
SLOW_DOWN_BELOW_AGE = 22
STATEMENT_STALE_AFTER_DAYS = 7
PAYMENT_STALE_AFTER_DAYS = 365
"""A last payment that lies further back says little about what this person can pay now."""


class FactKind(StrEnum):
    """The six facts, in the order of the card."""

    WHO = "who"
    AMOUNT = "amount"
    PERIODS = "periods"
    WORK = "work"
    FAMILY = "family"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class BriefFact:
    """One fact. ``value`` is what stands on the card and is about a person: show it, never log it."""

    kind: FactKind
    label: Bilingual
    value: Bilingual = field(repr=False)
    missing: bool = False
    stale: bool = False


LABELS = {
    FactKind.WHO: Bilingual("客户", "Customer"),
    FactKind.AMOUNT: Bilingual("逾期金额", "Amount overdue"),
    FactKind.PERIODS: Bilingual("逾期期数", "Overdue periods"),
    FactKind.WORK: Bilingual("工作", "Work"),
    FactKind.FAMILY: Bilingual("家庭", "Family"),
    FactKind.HISTORY: Bilingual("历史", "History"),
}

_REASONS = {
    ReasonForDefault.FORGOT: Bilingual("遗忘", "forgot"),
    ReasonForDefault.NO_BILL: Bilingual("未收到账单", "no bill received"),
    ReasonForDefault.UNEMPLOYED: Bilingual("失业", "lost the job"),
    ReasonForDefault.INCOME_FELL: Bilingual("收入下降", "income fell"),
    ReasonForDefault.ILLNESS: Bilingual("疾病或意外", "illness or accident"),
    ReasonForDefault.FAMILY: Bilingual("家庭变故", "a family event"),
    ReasonForDefault.BUSINESS_FAILED: Bilingual("经营失败", "the business failed"),
    ReasonForDefault.MANY_DEBTS: Bilingual("多头负债", "many debts"),
    ReasonForDefault.FRAUD: Bilingual("被骗或盗刷", "fraud"),
    ReasonForDefault.CONTESTS_AMOUNT: Bilingual("对金额有异议", "contests the amount"),
    ReasonForDefault.WILL_NOT_PAY: Bilingual("不愿还", "does not want to pay"),
    ReasonForDefault.AGENCY: Bilingual("委托他人代办", "somebody else acts for the customer"),
    ReasonForDefault.OTHER: Bilingual("其他", "other"),
}

_INCOME = {
    IncomeKind.STEADY: Bilingual("收入较稳定", "steady income"),
    IncomeKind.IRREGULAR: Bilingual("收入不固定", "irregular income"),
    IncomeKind.NONE: Bilingual("目前没有收入", "no income at present"),
}

_NOTES = {
    "refused": Bilingual("曾拒绝", "a refusal"),
    "partly_kept": Bilingual("曾部分履约", "a promise partly kept"),
    "broken": Bilingual("曾承诺未履约", "a broken promise"),
    "asked_for_plan": Bilingual("曾主动协商", "the customer sought a plan"),
    "kept": Bilingual("曾履约", "a kept promise"),
    "hardship": Bilingual("曾说明困难", "hardship"),
    "third_person": Bilingual("曾由他人接听", "somebody else answered"),
    "not_reached": Bilingual("未联系到", "nobody was reached"),
}


def joined(parts: Sequence[Bilingual]) -> Bilingual:
    """Several short texts as one line in each language."""
    return Bilingual("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def slow_down(*, case: CaseFile, on: date) -> bool:
    """Should the collector speak slowly and confirm each step? For the old and for the very young."""
    age = case.party.age(on=on)
    return age is not None and not SLOW_DOWN_BELOW_AGE <= age < SLOW_DOWN_FROM_AGE


def form_of_address(case: CaseFile) -> Bilingual | None:
    """先生 or 女士 by the file's sex; None when the file does not say, then the full name is used."""
    match case.party.sex:
        case "male" | "男":
            return Bilingual("先生", "Mr")
        case "female" | "女":
            return Bilingual("女士", "Ms")
        case _:
            return None


def six_facts(*, case: CaseFile, as_of: datetime) -> tuple[BriefFact, ...]:
    """The six facts of the card as of a moment."""
    today = civil_date(as_of)
    return (
        _who(case, today),
        _amount(case, today),
        _periods(case, today),
        _work(case),
        _family(case),
        _history(case),
    )


def _fact(kind: FactKind, parts: Sequence[Bilingual], *, missing: bool, stale: bool = False) -> BriefFact:
    return BriefFact(kind, LABELS[kind], joined(parts), missing, stale)


def _who(case: CaseFile, today: date) -> BriefFact:
    parts = [form_of_address(case) or Bilingual("性别未知，称呼全名", "sex unknown, use the full name")]
    age = case.party.age(on=today)
    if age is None:
        parts.append(Bilingual("年龄未知", "age unknown"))
    elif age < SLOW_DOWN_BELOW_AGE:
        parts.append(
            Bilingual("22 岁以下，放慢语速，逐项确认", "below 22: speak slowly and confirm each step")
        )
    elif age >= SLOW_DOWN_FROM_AGE:
        parts.append(
            Bilingual("60 岁以上，放慢语速，逐项确认", "60 or older: speak slowly and confirm each step")
        )
    else:
        low = 22 if age < 30 else age // 10 * 10
        high = age // 10 * 10 + 9
        parts.append(Bilingual(f"{low}–{high} 岁", f"aged {low} to {high}"))
    return _fact(FactKind.WHO, parts, missing=age is None)


def _amount(case: CaseFile, today: date) -> BriefFact:
    account, balance = case.account, case.balance_fen
    parts = [Bilingual(f"尚欠 {show_yuan(balance)} 元", f"{show_yuan(balance)} yuan owed")]
    if case.paid_fen:
        paid = show_yuan(case.paid_fen)
        parts.append(Bilingual(f"委案后已还 {paid} 元", f"{paid} yuan paid since placement"))
    last_on, last_fen = last_payment(case)
    if last_fen:
        on = "" if last_on is None else f" ({last_on.isoformat()})"
        parts.append(
            Bilingual(
                f"上次还款 {show_yuan(last_fen)} 元{on}，尚欠为其 {_times(balance, last_fen)} 倍",
                f"last payment {show_yuan(last_fen)} yuan{on}, the balance is {_times(balance, last_fen)} times that",
            )
        )
    if account.minimum_due_fen:
        least = show_yuan(account.minimum_due_fen)
        parts.append(Bilingual(f"最低还款 {least} 元", f"minimum due {least} yuan"))
    if case.party.income_fen:
        months = _times(balance, case.party.income_fen)
        parts.append(Bilingual(f"约为 {months} 个月收入", f"about {months} months' income"))
    if account.credit_limit_fen:
        share = max(0, balance) * 100 // account.credit_limit_fen
        parts.append(Bilingual(f"占额度 {share}%", f"{share}% of the credit limit"))
    if not last_fen:
        parts.append(Bilingual("没有还款记录可比", "no earlier payment to compare with"))
    old_statement = (today - case.stated_on).days > STATEMENT_STALE_AFTER_DAYS
    old_payment = last_on is not None and (today - last_on).days > PAYMENT_STALE_AFTER_DAYS
    return _fact(FactKind.AMOUNT, parts, missing=not last_fen, stale=old_statement or old_payment)


def _times(part: int, whole: int) -> str:
    """How many times ``whole`` fits into ``part``, with one decimal, cut off and in whole numbers only."""
    tenths = max(0, part) * 10 // whole
    return f"{tenths // 10}.{tenths % 10}"


def is_many_periods(*, case: CaseFile, on: date) -> bool | None:
    """More than three overdue periods? None when neither the periods nor the days are known."""
    periods = case.account.overdue_periods
    if periods is None:
        days = case.account.overdue_days(on=on)
        return None if days is None else days > FEW_PERIODS_AT_MOST * 30
    return periods > FEW_PERIODS_AT_MOST


def _periods(case: CaseFile, today: date) -> BriefFact:
    account = case.account
    parts: list[Bilingual] = []
    if account.overdue_periods is not None:
        n = account.overdue_periods
        parts.append(Bilingual(f"逾期 {n} 期", f"{n} overdue period{'' if n == 1 else 's'}"))
    if account.bucket:
        parts.append(Bilingual(f"委案账龄 {account.bucket}", f"bucket at placement {account.bucket}"))
    days = account.overdue_days(on=today)
    if days is not None:
        parts.append(Bilingual(f"至今 {days} 天", f"{days} days to date"))
    many = is_many_periods(case=case, on=today)
    if many is None:
        return _fact(FactKind.PERIODS, [Bilingual("逾期期数未知", "unknown")], missing=True)
    parts.append(
        Bilingual("期数多，先了解原因与能力", "many periods: reason and means first")
        if many
        else Bilingual("期数少，先提醒并约定时间", "few periods: remind and agree a time")
    )
    return _fact(FactKind.PERIODS, parts, missing=account.overdue_periods is None)


def _work(case: CaseFile) -> BriefFact:
    party, parts = case.party, []
    kind = income_kind_of(case)
    if kind is not None:
        parts.append(_INCOME[kind])
    if words := "，".join(filter(None, (party.employer, party.occupation))):
        parts.append(Bilingual(words, words))
    if party.income_fen:
        month = show_yuan(party.income_fen)
        parts.append(Bilingual(f"月收入 {month} 元", f"{month} yuan a month"))
    if party.payday is not None:
        parts.append(Bilingual(f"每月 {party.payday} 日发薪", f"paid on day {party.payday} of the month"))
    missing = not parts
    if missing:
        parts.append(Bilingual("未知，核身后可询问", "unknown; ask once the identity is checked"))
    return _fact(FactKind.WORK, parts, missing=missing)


_OF_FAMILY = frozenset({ReasonForDefault.FAMILY, ReasonForDefault.ILLNESS})


def _family(case: CaseFile) -> BriefFact:
    parts = [_REASONS[reason] for reason in dict.fromkeys(case.reasons) if reason in _OF_FAMILY]
    if case.party.marital_status:
        parts.append(Bilingual(case.party.marital_status, f"as filed: {case.party.marital_status}"))
    missing = not parts
    if missing:
        parts.append(Bilingual("未知", "unknown"))
    parts.append(
        Bilingual("仅供了解负担，不得作为施压理由", "only to understand the burden, never as a lever")
    )
    return _fact(FactKind.FAMILY, parts, missing=missing)


def _history(case: CaseFile) -> BriefFact:
    parts: list[Bilingual] = []
    if case.attempts:
        reached = sum(attempt.effective for attempt in case.attempts)
        n = len(case.attempts)
        parts.append(Bilingual(f"联系 {n} 次，通话 {reached} 次", f"{n} contacts, {reached} talks"))
    judged = {state: sum(p.state is state for p in case.promises) for state in PromiseState}
    if case.promises:
        kept, broken = judged[PromiseState.KEPT], judged[PromiseState.BROKEN]
        partly, still = judged[PromiseState.PARTLY_KEPT], judged[PromiseState.OPEN]
        parts.append(
            Bilingual(
                f"承诺：履约 {kept}，部分 {partly}，未履约 {broken}，未到期 {still}",
                f"promises: {kept} kept, {partly} partly, {broken} broken, {still} not yet due",
            )
        )
    if case.reasons:
        reason = _REASONS[case.reasons[-1]]
        parts.append(Bilingual(f"本人说明：{reason.zh}", f"reason given: {reason.en}"))
    signal = note_signal_of(case.account.history_note)
    if signal is not None:
        note = _NOTES[signal.value]
        parts.append(Bilingual(f"委托方记录：{note.zh}", f"the creditor's note: {note.en}"))
    missing = not parts
    if missing:
        parts.append(Bilingual("没有联系记录", "no contact on record"))
    return _fact(FactKind.HISTORY, parts, missing=missing)
