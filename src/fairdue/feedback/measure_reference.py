"""The reference page of the measures, written from the dictionary: ``docs/measures.md`` and its Chinese twin.

Room: feedback. A test holds the committed pages equal to what is written here.
"""

from __future__ import annotations

from collections.abc import Iterator

from fairdue.feedback.measure_dictionary import (
    MeasureDefinition,
    MeasureUnit,
    Shape,
    Theme,
    measure_dictionary,
)
from fairdue.foundation.bilingual import Bilingual

_TITLE = Bilingual("指标", "Measures")
_INTRO = Bilingual(
    "本页由 `fairdue measures --dictionary` 从 `src/fairdue_playbook/feedback/measures.yaml` 生成，请改字典而不是改本页。"
    "[English](measures.md)",
    "This page is written by `fairdue measures --dictionary` from `src/fairdue_playbook/feedback/measures.yaml`; change the "
    "dictionary, not the page. [中文](measures.zh-CN.md)",
)
_RULES = (
    Bilingual(
        "一个定义，处处同数：屏幕、文件与 API（[rest.md](rest.md)）取自同一次计算；每个数都能下钻到构成它的明细，明细之和即该数。",
        "One definition everywhere: screen, file and API ([rest.md](rest.md)) come of one reckoning; every number opens into "
        "the rows behind it, and the rows add up to it.",
    ),
    Bilingual(
        "只用整数与分数；分母为零即无值，从不写零。金额以分计。",
        "Whole numbers and fractions alone; nothing divided by nothing is no value, never zero. Amounts are fen.",
    ),
    Bilingual(
        "期间含首日、不含止日；截至日之后记录的事一概不看。月末余额按入账日归日：月末入账、次月才收到文件的款项属于该月末。",
        "A period holds its first day and not the day after its last; nothing recorded after the day it is known on is looked "
        "at. A month-end balance goes by value days: money posted on the last of a month belongs to it, though its file came later.",
    ),
    Bilingual(
        "在手：自委案日起至收回、退案或结清之日止，首尾两日都算；其后再委案即重新在手。",
        "In hand: from the day of placement to the day of recall, return or settlement, both inside; a later placement begins anew.",
    ),
    Bilingual(
        "账龄：M1 为逾期 1–30 天，M2 31–60，依此类推，M7 为 180 天以上；M0 为未逾期或已无欠款。不用含混的 M3+。",
        "Buckets: M1 is 1 to 30 days past due, M2 31 to 60 and so on, M7 more than 180; M0 is not overdue, or nothing owed. "
        "The ambiguous M3+ is never used.",
    ),
    Bilingual(
        "归人：案件类归期末在管催员，通话、承诺与投诉归当时在管催员。不得仅以或首先以金额给人排名（CN-OUT-06）：排名接口会拒绝并说明出处。",
        "Whose it is: a row about a whole case counts for who has it at the end, a call, promise or complaint for who had it "
        "then. People are never ranked by money alone or first (CN-OUT-06): the ranking refuses and says why.",
    ),
)
_THEMES: dict[Theme, Bilingual] = {
    Theme.CONTACT: Bilingual("接触", "Contact"),
    Theme.PROMISE: Bilingual("承诺", "Promises"),
    Theme.MONEY: Bilingual("回收", "Money"),
    Theme.AGEING: Bilingual("账龄", "Ageing"),
    Theme.CONDUCT: Bilingual("行为", "Conduct"),
}
_UNITS: dict[MeasureUnit, Bilingual] = {
    MeasureUnit.RATIO: Bilingual("比率", "ratio"),
    MeasureUnit.TIMES: Bilingual("次", "times"),
    MeasureUnit.PER_TEN_THOUSAND: Bilingual("每万次", "per 10,000"),
    MeasureUnit.DAYS: Bilingual("天（均值，附中位数）", "days (mean, with the median)"),
    MeasureUnit.MINUTES: Bilingual("整分钟（均值，附中位数）", "whole minutes (mean, with the median)"),
    MeasureUnit.FEN_EACH: Bilingual("分（每个）", "fen each"),
    MeasureUnit.FEN: Bilingual("分（合计）", "fen in all"),
}
_SHAPES: dict[Shape, Bilingual] = {
    Shape.NUMBER: Bilingual("一个数", "one number"),
    Shape.PARTS: Bilingual("一个数及其分项", "one number and its parts"),
    Shape.CURVE: Bilingual("只有分项", "parts alone"),
}
_LABELS = {
    "formula": Bilingual("公式", "formula"),
    "population": Bilingual("统计范围", "population"),
    "period": Bilingual("归期", "period"),
    "unit": Bilingual("单位", "unit"),
    "shape": Bilingual("形式", "shape"),
    "rows": Bilingual("明细", "rows behind it"),
    "traps": Bilingual("注意", "beware"),
    "no_value": Bilingual("无值的原因", "why there is no value"),
}


def measure_reference(*, language: str) -> str:
    """The page in Markdown, in ``zh`` or ``en``."""
    return "\n".join(_lines(language)) + "\n"


def _lines(language: str) -> Iterator[str]:
    yield f"# {_TITLE.in_language(language)}"
    yield ""
    yield _INTRO.in_language(language)
    yield ""
    for rule in _RULES:
        yield f"- {rule.in_language(language)}"
    for theme in Theme:
        yield ""
        yield f"## {_THEMES[theme].in_language(language)}"
        for entry in measure_dictionary().values():
            if entry.theme is theme:
                yield from _entry(entry, language)


def _entry(entry: MeasureDefinition, language: str) -> Iterator[str]:
    yield ""
    yield f"### {entry.name.in_language(language)}"
    yield ""
    yield f"`{entry.measure_id.value}`"
    yield ""
    said = {
        "formula": entry.formula,
        "population": entry.population,
        "period": entry.period,
        "unit": _UNITS[entry.unit],
        "shape": _SHAPES[entry.shape],
        "rows": entry.rows,
        "traps": entry.traps,
    }
    if entry.no_value is not None:
        said["no_value"] = entry.no_value
    for key, text in said.items():
        yield f"- {_LABELS[key].in_language(language)}: {text.in_language(language)}"
