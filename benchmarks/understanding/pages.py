"""The pages about how well it understands, written from what was measured, in English and in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from tables import chart, interval, names, percent, plain, reached, table

ROOT = Path(__file__).resolve().parents[2]
READINGS = Path(__file__).with_name("readings.yaml")
PAGES = {"en": ROOT / "docs/how-well-it-understands.md", "zh": ROOT / "docs/how-well-it-understands.zh-CN.md"}
CARDS = {"en": ROOT / "docs/model-card.md", "zh": ROOT / "docs/model-card.zh-CN.md"}
KINDS = {"customers": ("客户的话", "What customers say"), "collectors": ("坐席的话", "What collectors say")}
KINDS |= {"calls": ("整通电话", "Whole calls")}
SPLITS = {
    "fold": ("同作者的新句子", "new lines of known authors"),
    "voice": ("没读过的作者", "an author never read"),
    "held-out": ("封存的句子", "held out"),
}
# Name, Chinese, English, and the count that a share is of (None: no interval is given).
FIGURES: dict[str, list[tuple[str, str, str, str | None]]] = {
    "customers": [
        ("first_intent_accuracy", "首要意图正确", "first meaning right", "n"),
        ("intent_micro.f1", "全部意图 F1", "all meanings, F1", None),
        ("intent_macro_f1", "各意图 F1 的平均", "mean F1 of the meanings", None),
        ("safety_intents.recall", "安全意图召回", "meanings for safety, recall", None),
        ("safety_intents.precision", "安全意图精确", "meanings for safety, precision", None),
        ("willingness_accuracy", "还款意愿正确", "readiness to pay right", "n"),
        ("slots.f1", "日期、金额、渠道 F1", "days, amounts, channels, F1", None),
    ],
    "collectors": [
        ("violations_not_passed", "违规未放过（违规或待核）", "violations not passed", "violations"),
        ("evasive_not_passed", "变相违规未放过", "disguised violations not passed", "evasive"),
        ("ok_passed", "合规的放行", "lawful lines passed", "oks"),
        ("traps_passed", "像违规而合规的放行", "lawful look-alikes passed", "traps"),
        ("verdict_accuracy", "三种判断正确", "verdict of three right", "n"),
        ("code_micro.precision", "类别精确", "classes, precision", None),
        ("code_micro.recall", "类别召回", "classes, recall", None),
        ("code_micro.f1", "类别 F1", "classes, F1", None),
    ],
    "calls": [
        ("findings.precision", "发现的精确", "findings, precision", None),
        ("findings.recall", "发现的召回", "findings, recall", None),
        ("findings.f1", "发现的 F1", "findings, F1", None),
        ("checklist_accuracy", "检查表各项正确", "points of the checklist right", "checks"),
        ("disposition_accuracy", "结果码正确", "result code right", "n"),
    ],
}
CURVES = {
    "customers": ("first_intent_accuracy", "safety_intents.recall", "willingness_accuracy"),
    "collectors": ("violations_not_passed", "ok_passed", "code_micro.f1"),
}
Say = Callable[[str, str], str]


def pages(measured: Mapping[str, Any]) -> dict[Path, str]:
    """Every file that follows from the measurement, with its text."""
    found: dict[Path, str] = {}
    if not measured:
        return found
    for language, path in PAGES.items():
        found[path] = page(measured, language)
    for kind in CURVES:
        if f"{kind}.curve" in measured:
            found[ROOT / f"docs/learning-curve-{kind}.svg"] = curve_chart(measured, kind)
    for language, path in CARDS.items():
        if path.exists():
            block = class_tables(measured, language)
            found[path] = with_block(path.read_text(encoding="utf-8"), "figures", block)
    return found


def with_block(text: str, name: str, block: str) -> str:
    """``text`` with what stands between the marks of ``name`` replaced."""
    start, end = f"<!-- {name}: written by benchmarks/understanding/report.py -->", f"<!-- end of {name} -->"
    before, _, rest = text.partition(start)
    _, _, after = rest.partition(end)
    return f"{before}{start}\n\n{block}\n\n{end}{after}" if rest else text


def result(measured: Mapping[str, Any], step: str) -> Any:
    """What a step found, or None when it was not run."""
    return measured[step]["result"] if step in measured else None


def page(measured: Mapping[str, Any], language: str) -> str:
    """The whole page in one language."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    parts = [_opening(say)]
    for kind, (zh, en) in KINDS.items():
        parts.append(f"## {say(zh, en)}")
        parts.append(_side_by_side(measured, kind, say))
        if (by_voice := result(measured, f"{kind}.voice")) is not None:
            parts += [_by_part(by_voice, kind, say), _classes(measured, kind, say, language)]
            parts += [_confusion(by_voice, say), _calibration(by_voice, say)]
        if kind in CURVES:
            parts += [_halves(measured, kind, say), _curve(measured, kind, say)]
        if by_voice is not None:
            parts.append(_worst(by_voice, kind, say, language))
    parts.append(_measured_on(measured, say))
    return "\n\n".join(part for part in parts if part) + "\n"


def _opening(say: Say) -> str:
    return say(
        """# 听懂多少

本页由 `python benchmarks/understanding/report.py` 量出并写成，数字不经手改。语料是虚构的，见
[语料说明](../corpus/README.zh-CN.md)；模型见[模型卡](model-card.zh-CN.md)。English: [in English](how-well-it-understands.md)。

三种量法，区别在模型事先见过什么：

| 量法 | 模型见过 | 写短语和规则的人见过 |
| --- | --- | --- |
| 同作者的新句子（五折，按句） | 同一作者的其他句子 | 全部 |
| 没读过的作者（每次留出一位） | 其他作者的句子 | 全部 |
| 封存的句子 | 无 | 无 |

前两列之差，是作者口吻值多少；后两列之差，是写短语、调规则的人看过语料值多少。**该信的是最后一列**，它小，括号里是 95% 区间（Wilson）。
三列都不是真实通话：真实录音有识别错误、口音和打断，结果会更低。用自己的数据量过再依赖：`fairdue measure --corpus 你的文件夹`。
封存句子的错误不逐条列出：照着改过，就不再是封存的了。""",
        """# How well it understands

Measured and written by `python benchmarks/understanding/report.py`; no figure is edited by hand. The lines are invented, see
[the corpus](../corpus/README.md); for the models see [the model card](model-card.md). Chinese: [中文](how-well-it-understands.zh-CN.md).

Three ways of measuring, which differ in what had been seen before:

| measured on | the models had seen | those who wrote phrases and rules had seen |
| --- | --- | --- |
| new lines of known authors (five folds, by line) | other lines of the same author | everything |
| an author never read (one left out at a time) | lines of other authors | everything |
| lines held out | nothing | nothing |

The gap between the first two is what an author's manner is worth; the gap between the last two is what it is worth that whoever
wrote phrases and tuned rules could read the corpus. **The last column is the one to believe**; it is small, so a 95 % interval
(Wilson) stands beside it. None of the three is a real call: recordings bring recognition errors, accents and interruptions, and
figures will be lower. Measure your own before you rely on it: `fairdue measure --corpus YOUR_FOLDER`. Mistakes on the held-out lines are not
listed one by one: once mended, they would be held out no more.""",
    )


def _side_by_side(measured: Mapping[str, Any], kind: str, say: Say) -> str:
    found = {split: result(measured, f"{kind}.{split}") for split in SPLITS}
    head = [say("", ""), *(say(*SPLITS[split]) for split in SPLITS)]
    rows = [
        [say("量的数目", "measured"), *(one["figures"]["n"] if one else "–" for one in found.values())],
        [say("学过的句数", "lines learnt from"), *(one["learned"] if one else "–" for one in found.values())],
    ]
    for name, zh, en, of in FIGURES[kind]:
        cells = []
        for split, one in found.items():
            if one is None:
                cells.append("–")
                continue
            value = reached(one["figures"], name)
            exact = split == "held-out" and of is not None
            cells.append(interval(value, one["figures"][of]) if exact and of else percent(value))
        rows.append([say(zh, en), *cells])
    note = say("单位：%。", "In per cent.")
    if kind == "calls":
        note += say(
            "电话不参与学习；第一列的模型学过全部句子，第二列的没学过这位作者的句子。",
            " Calls are not learnt from; in the first column the models know all lines, in the second none of the call's author.",
        )
    if found["held-out"] is None:
        note += say("封存的句子尚未量。", " The held-out lines have not been measured yet.")
    return f"{table(head, rows)}\n\n{note}"


def _by_part(one: Mapping[str, Any], kind: str, say: Say) -> str:
    head = [
        say("留出的作者", "author left out"),
        say("数目", "lines"),
        *(say(zh, en) for _, zh, en, _ in FIGURES[kind]),
    ]
    rows = [
        [name, part["n"], *(percent(_or_none(part, figure)) for figure, *_ in FIGURES[kind])]
        for name, part in one["parts"].items()
    ]
    return f"### {say('按作者', 'By author')}{_mark(kind, say)}\n\n{table(head, rows)}"


def _mark(kind: str, say: Say) -> str:
    """Headings of one page must differ, so that each can be linked."""
    return say(f"：{KINDS[kind][0]}", f": {KINDS[kind][1].lower()}")


def _or_none(figures: Mapping[str, Any], name: str) -> float | None:
    value = reached(figures, name)
    return None if value != value else value


def _classes(measured: Mapping[str, Any], kind: str, say: Say, language: str) -> str:
    return (
        f"### {say('按类别', 'By class')}{_mark(kind, say)}\n\n{class_table(measured, kind, say, language)}"
    )


def class_table(measured: Mapping[str, Any], kind: str, say: Say, language: str) -> str:
    """Precision, recall and F1 of each label: an author never read, and F1 and number of the held-out lines."""
    by_voice, held_out = (result(measured, f"{kind}.{split}") for split in ("voice", "held-out"))
    called = names(language)
    head = [
        say("标签", "label"),
        "",
        say("数目", "lines"),
        say("精确", "precision"),
        say("召回", "recall"),
        "F1",
    ]
    if held_out:
        head += [say("封存：数目", "held out: lines"), say("封存：F1", "held out: F1")]
    rows = []
    for label, one in by_voice["classes"].items():
        row = [f"`{label}`", called.get(label, ""), one["hits"] + one["misses"]]
        row += [percent(one[name]) for name in ("precision", "recall", "f1")]
        if held_out:
            other = held_out["classes"].get(label)
            row += [other["hits"] + other["misses"], percent(other["f1"])] if other else [0, "–"]
        rows.append(row)
    return table(head, rows, numbers_from=2)


def class_tables(measured: Mapping[str, Any], language: str) -> str:
    """The tables of the model card."""

    def say(zh: str, en: str) -> str:
        return zh if language == "zh" else en

    parts = []
    for kind in CURVES:
        if result(measured, f"{kind}.voice") is not None:
            parts.append(f"### {say(*KINDS[kind])}\n\n{class_table(measured, kind, say, language)}")
    return "\n\n".join(parts)


def _confusion(one: Mapping[str, Any], say: Say, most: int = 15) -> str:
    pairs = [pair for pair in one["confusion"] if "(nothing)" not in pair[:2]][:most]
    nothing = [pair for pair in one["confusion"] if "(nothing)" in pair[:2]][:most]
    head = [say("标的是", "labelled"), say("却说成", "said instead"), say("次数", "times")]
    first = table(head, [[f"`{a}`", f"`{b}`", n] for a, b, n in pairs], numbers_from=2)
    if not nothing:
        return f"### {say('混淆最多的', 'Most often confused')}{_mark(one['kind'], say)}\n\n{first}"
    shown = [
        [
            f"`{b if a == '(nothing)' else a}`",
            say("多说", "too many") if a == "(nothing)" else say("漏说", "missed"),
            n,
        ]
        for a, b, n in nothing
    ]
    second = table([say("标签", "label"), "", say("次数", "times")], shown, numbers_from=2)
    also = say("只多说或只漏说、没有别的代替：", "Said in excess or missed, with nothing in its place:")
    return f"### {say('混淆最多的', 'Most often confused')}{_mark(one['kind'], say)}\n\n{first}\n\n{also}\n\n{second}"


def _calibration(one: Mapping[str, Any], say: Say) -> str:
    if not one["reliability"]:
        return ""
    head = [
        say("说的把握", "stated share"),
        say("次数", "times"),
        say("平均把握", "mean stated"),
        say("果然如此", "holds"),
    ]
    rows = [
        [
            f"{each['from']:.1f}–{each['to']:.1f}",
            each["count"],
            percent(each["stated"]),
            percent(each["holds"]),
        ]
        for each in one["reliability"]
    ]
    what = {
        "customers": say(
            "对每句、每个至少一成把握的意图：", "For each line and each meaning given at least a tenth:"
        ),
        "collectors": say("对每句的判断：", "For the verdict of each line:"),
        "calls": say("对每个发现：", "For each finding:"),
    }[one["kind"]]
    error = say("平均相差", "Mean distance")
    return (
        f"### {say('把握可不可信', 'Can the shares be believed')}{_mark(one['kind'], say)}\n\n{what}\n\n"
        f"{table(head, rows)}\n\n{error} {percent(one['calibration_error'])} %."
    )


def _halves(measured: Mapping[str, Any], kind: str, say: Say) -> str:
    whole = result(measured, f"{kind}.voice")
    columns = {
        say("两者", "both"): whole["figures"] if whole else None,
        say("只有字串", "character runs alone"): result(measured, f"{kind}.without-phrases"),
        say("只有短语", "phrases alone"): result(measured, f"{kind}.without-runs"),
    }
    columns = {name: one for name, one in columns.items() if one is not None}
    if len(columns) < 2:
        return ""
    rows = [
        [say(zh, en), *(percent(_or_none(one, name)) for one in columns.values())]
        for name, zh, en, _ in FIGURES[kind]
    ]
    told = say(
        "没读过的作者，去掉短语（连同“必是”的短语），或去掉字串。写短语的人读过全部作者，所以短语一列偏好看：",
        "An author never read, with the phrases taken away (the sure ones too), or the runs of characters. Whoever wrote the "
        "phrases had read every author, so the column of phrases flatters them:",
    )
    return f"### {say('各占多少', 'What each half is worth')}{_mark(kind, say)}\n\n{told}\n\n{table(['', *columns], rows)}"


def _curve(measured: Mapping[str, Any], kind: str, say: Say) -> str:
    points, whole = result(measured, f"{kind}.curve"), result(measured, f"{kind}.voice")
    if points is None or whole is None:
        return ""
    shown = [one for one in FIGURES[kind] if one[0] in CURVES[kind]]
    head = [say("学的是", "learnt from"), say("句数", "lines"), *(say(zh, en) for _, zh, en, _ in shown)]
    full = {"by": "all", "amount": 100, "learned": whole["learned"], "figures": whole["figures"]}
    label = {
        "lines": say("其他作者句子的 {} %", "{} % of the other authors' lines"),
        "voices": say("其他 {} 位作者", "{} of the other authors"),
        "all": say("其他作者的全部", "all of the other authors"),
    }
    rows = [
        [
            label[one["by"]].format(one["amount"]),
            one["learned"],
            *(percent(reached(one["figures"], name)) for name, *_ in shown),
        ]
        for one in [*points, full]
    ]
    told = say(
        "仍是没读过的作者，但学得少些（抽签定，不足五句的标签补到五句）：",
        "Still an author never read, but less is learnt (drawn by lot; a label with fewer than five lines is filled up to five):",
    )
    picture = f"![{say('学习曲线', 'learning curve')}](learning-curve-{kind}.svg)"
    return f"### {say('多写些句子有没有用', 'Would more lines help')}{_mark(kind, say)}\n\n{told}\n\n{table(head, rows)}\n\n{picture}"


def curve_chart(measured: Mapping[str, Any], kind: str) -> str:
    """The learning curve by lines, as SVG."""
    points, whole = result(measured, f"{kind}.curve"), result(measured, f"{kind}.voice")
    drawn = [(one["learned"], one["figures"]) for one in points if one["by"] == "lines"]
    if whole is not None:
        drawn.append((whole["learned"], whole["figures"]))
    lines = {
        f"{en} {zh}": [(learned, reached(figures, name)) for learned, figures in drawn]
        for name, zh, en, _ in FIGURES[kind]
        if name in CURVES[kind]
    }
    return chart(lines, title="Learnt lines and figures on an author never read")


def _worst(one: Mapping[str, Any], kind: str, say: Say, language: str) -> str:
    mistakes = one.get("mistakes", [])
    if not mistakes:
        return ""
    readings = yaml.safe_load(READINGS.read_text(encoding="utf-8")) or {} if READINGS.exists() else {}
    head = [
        "",
        say("前文或场合", "before, or setting"),
        say("句子", "line"),
        say("标", "labelled"),
        say("说", "said"),
        say("怎么看", "reading"),
    ]
    rows = []
    for number, each in enumerate(mistakes, start=1):
        reading = (readings.get(each["id"]) or {}).get(language, "")
        wanted, said = (" ".join(f"`{label}`" for label in each[name]) or "–" for name in ("wanted", "said"))
        rows.append(
            [
                number,
                plain(each["before"]),
                plain(each["text"]) or plain(each["id"]),
                wanted,
                said,
                plain(reading),
            ]
        )
    told = say(
        f"共 {one['mistakes_made']} 处，机器最有把握的 {len(mistakes)} 处在此。“怎么看”由人写在 `benchmarks/understanding/readings.yaml`。",
        f"{one['mistakes_made']} in all; here are the {len(mistakes)} of which the machine was surest. A person writes the reading, in "
        "`benchmarks/understanding/readings.yaml`.",
    )
    return f"### {say('错得最肯定的', 'The surest mistakes')}{_mark(kind, say)}\n\n{told}\n\n{table(head, rows, numbers_from=9)}"


def _measured_on(measured: Mapping[str, Any], say: Say) -> str:
    machine = measured["machine"]
    states = sorted({one["state"] for name, one in measured.items() if name != "machine"})
    rows = [
        [f"`{name}`", one["seconds"], f"`{one['state']}`"]
        for name, one in measured.items()
        if name != "machine"
    ]
    several = say(
        "各步不是在同一状态上量的，数字不宜并排看。",
        "The steps were not all measured on one state; do not lay their figures side by side.",
    )
    on = say("量于", "Measured on")
    return "\n\n".join(
        part
        for part in [
            f"## {say('机器与时间', 'Machine and time')}",
            f"{on} {machine['processor']}, {machine['cores']} {say('核', 'cores')}, {machine['system']}, "
            f"Python {machine['python']}, scikit-learn {machine['scikit_learn']}.",
            several if len(states) > 1 else "",
            table([say("步骤", "step"), say("秒", "seconds"), say("状态", "state")], rows),
        ]
        if part
    )
