"""How a measure is written: the same words on screen, on the command line and in files.

Room: feedback. Values are rounded half away from nothing to two places, in whole numbers; nothing passes through a
binary fraction.

>>> from fractions import Fraction
>>> shown_value(Fraction(1, 3), MeasureUnit.RATIO).en
'33.33%'
>>> shown_value(None, MeasureUnit.RATIO).en
'no value'
"""

from __future__ import annotations

from fractions import Fraction

from fairdue.feedback.measure_dictionary import FenIn, MeasureDefinition, MeasureUnit
from fairdue.foundation.bilingual import Bilingual
from fairdue.foundation.money import show_yuan

NO_VALUE = Bilingual("无值", "no value")
_MINUTES_PER_HOUR, _MINUTES_PER_DAY = 60, 1440


def shown_value(value: Fraction | None, unit: MeasureUnit) -> Bilingual:
    """A value in its unit, in words."""
    if value is None:
        return NO_VALUE
    match unit:
        case MeasureUnit.RATIO:
            return _same(f"{two_places(value * 100)}%")
        case MeasureUnit.TIMES:
            return Bilingual(f"{two_places(value)} 次", f"{two_places(value)} times")
        case MeasureUnit.PER_TEN_THOUSAND:
            return Bilingual(f"{two_places(value)} /万次", f"{two_places(value)} per 10,000")
        case MeasureUnit.DAYS:
            return Bilingual(f"{two_places(value)} 天", f"{two_places(value)} days")
        case MeasureUnit.MINUTES:
            return shown_minutes(value)
        case MeasureUnit.FEN | MeasureUnit.FEN_EACH:
            yuan = show_yuan(whole(value))
            return Bilingual(f"{yuan} 元", f"{yuan} yuan")


def shown_minutes(value: Fraction) -> Bilingual:
    """Minutes as minutes, hours or days, whichever is read most easily."""
    if abs(value) < 2 * _MINUTES_PER_HOUR:
        return Bilingual(f"{two_places(value)} 分钟", f"{two_places(value)} min")
    if abs(value) < 2 * _MINUTES_PER_DAY:
        hours = two_places(value / _MINUTES_PER_HOUR)
        return Bilingual(f"{hours} 小时", f"{hours} h")
    days = two_places(value / _MINUTES_PER_DAY)
    return Bilingual(f"{days} 天", f"{days} days")


def shown_bound(bound: int | None, below: int | None, unit: MeasureUnit) -> Bilingual:
    """One stretch of a distribution: up to a bound, above the one before."""
    edge = bound if bound is not None else below
    assert edge is not None, "a distribution has at least one bound"
    said = shown_minutes(Fraction(edge)) if unit is MeasureUnit.MINUTES else _same(str(edge))
    zh, en = (one.replace(".00", "") for one in (said.zh, said.en))
    return Bilingual(f"≤ {zh}", f"≤ {en}") if bound is not None else Bilingual(f"> {zh}", f"> {en}")


def shown_parts(definition: MeasureDefinition, *, numerator: int, denominator: int) -> tuple[str, str]:
    """The two numbers behind a value, amounts as yuan."""
    above = show_yuan(numerator) if definition.fen is not FenIn.NONE else f"{numerator:,}"
    below = show_yuan(denominator) if definition.fen is FenIn.BOTH else f"{denominator:,}"
    return above, below


def two_places(value: Fraction) -> str:
    """A number with two places."""
    hundredths = whole(value * 100)
    above, rest = divmod(abs(hundredths), 100)
    return f"{'-' if hundredths < 0 else ''}{above:,}.{rest:02d}"


def whole(value: Fraction) -> int:
    """Rounded half away from nothing."""
    size = (abs(value.numerator) * 2 + value.denominator) // (value.denominator * 2)
    return -size if value < 0 else size


def _same(text: str) -> Bilingual:
    return Bilingual(text, text)
