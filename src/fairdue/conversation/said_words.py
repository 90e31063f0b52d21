"""Said words: amounts, days, channels and reasons as they are read out, in both languages.

Room: conversation. One spelling for sentences, notes and receipts.
"""

from __future__ import annotations

from datetime import date, datetime

from fairdue.casefile.hardship import ReasonForDefault
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.civil import CHINA
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
    ReasonForDefault.FRAUD: Bilingual("被骗或者被盗刷", "fraud is claimed"),
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
    return named(CHANNEL_NAMES[channel] if channel else None, language)


def named(name: Bilingual | None, language: str) -> str | None:
    """A name in one language; None stays None."""
    return None if name is None else name.in_language(language)


def count_words(number: int | None) -> str | None:
    """A count that is worth saying."""
    return str(number) if number is not None and number > 0 else None
