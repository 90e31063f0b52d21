"""The report over many reviewed calls, as one HTML file: what was found, who to hear first, and on what it rests.

Room: feedback. The same rows give the same bytes. Both languages are in the file and two radio buttons choose; there
is no script, and the policy in the page forbids everything but its own style, so that no word of a call can ever do
anything. A report holds sentences that people said: whoever may read the calls may read it, and nobody else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from fairdue.compliance.explain import CONFIDENCE_TEXTS
from fairdue.compliance.wording.wording_class import wording_class
from fairdue.compliance.wording.wording_reference import SEVERITY_NAMES
from fairdue.conversation.playbook import code_meanings
from fairdue.feedback.review_report_cards import both, card, grounds, safe
from fairdue.feedback.review_report_row import FailedFile, ReportRow
from fairdue.feedback.review_report_style import POLICY, STYLE
from fairdue.feedback.review_risk import RiskLevel
from fairdue.feedback.review_trend import ReviewedCall, Trend, trend_of_classes, trend_of_collectors
from fairdue.feedback.review_words import CHANGE_NAMES
from fairdue.foundation.bilingual import Bilingual

MOST_CARDS = 300
"""So many of the worst calls are shown with their sentences; all are in the queue and in the JSON lines."""
MOST_ROWS = 2_000
"""So many rows of the queue are written; a browser shows more with pain."""
_BINS = 10
_CLASSES_SHOWN = 8
_REASONS_SHOWN = 4
_FOOT = Bilingual(
    "复核只是建议，由人决定。分数和结论由公开的规则与模型算出，可能有误；引文是通话原话，属于个人信息，请勿外传。",
    "A review proposes and a person decides. Scores and findings come from open rules and models and can be wrong; "
    "the quotes are what people said, which is personal: do not pass the file on.",
)


def order_of(row: ReportRow) -> tuple[int, int, int, str]:
    """The worst first; recordings without words come before calls with a low risk, for nobody has heard them."""
    if row.risk is None:
        return RiskLevel.MEDIUM.rank, 1, 0, row.file
    return (*row.risk.order, row.score if row.score is not None else -1, row.file)


def write_report(
    rows: Iterable[ReportRow], failed: Sequence[FailedFile] = (), *, language: str = "zh", title: str = ""
) -> bytes:
    """The report of ``rows`` and of the files that could not be reviewed. ``language`` is the one shown at first."""
    ordered = sorted(rows, key=order_of)
    english = language.lower().startswith("en")
    head = Bilingual("通话复核报告", "Review of calls")
    chosen = ("", " checked") if english else (" checked", "")
    parts = [
        f'<!doctype html>\n<html lang="{"en" if english else "zh-Hans"}"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">',
        f"<title>{escape(head.in_language(language))}</title>",
        f"<style>{STYLE}</style></head>\n<body>",
        f'<input class="choose" type="radio" name="language" id="zh"{chosen[0]} aria-label="中文">',
        f'<input class="choose" type="radio" name="language" id="en"{chosen[1]} aria-label="English">',
        '<div class="tabs"><label for="zh">中文</label> <label for="en">English</label></div>\n',
        f'<header><h1>{both(head)}</h1><p class="quiet">{safe(title)}</p></header>\n<main>\n',
        _tiles(ordered, failed),
        _panels(ordered),
        _queue(ordered),
        _failed(failed),
        _cards(ordered),
        _collectors(ordered),
        _rules(ordered),
        f'</main>\n<footer><p class="quiet small">{both(_FOOT)}</p></footer></body></html>\n',
    ]
    return "".join(parts).encode()


def _tiles(rows: Sequence[ReportRow], failed: Sequence[FailedFile]) -> str:
    levels = Counter(row.risk.level for row in rows if row.risk is not None)
    scores = [row.score for row in rows if row.score is not None]
    mean = f"{sum(scores) / len(scores):.0f}" if scores else "–"
    tiles = (
        (str(len(rows)), Bilingual("通已复核", "calls reviewed"), ""),
        (str(levels[RiskLevel.URGENT]), Bilingual("紧急，当天处理", "urgent: hear today"), "bad"),
        (str(levels[RiskLevel.HIGH]), Bilingual("高风险", "high risk"), ""),
        (str(sum(bool(row.codes) for row in rows)), Bilingual("通有问题用语", "with a finding"), ""),
        (mean, Bilingual("平均分", "mean score"), ""),
        (
            str(sum(bool(row.unjudged) for row in rows)),
            Bilingual("通有未能判断之处", "judged in part only"),
            "",
        ),
        (str(len(failed)), Bilingual("个文件未能复核", "files not reviewed"), "bad" if failed else ""),
    )
    shown = "".join(
        f'<div class="tile{" " + tone if tone and value != "0" else ""}"><b>{value}</b><span>{both(name)}</span></div>'
        for value, name, tone in tiles
    )
    return f'<section class="tiles">{shown}</section>\n'


def _panels(rows: Sequence[ReportRow]) -> str:
    scores = [row.score for row in rows if row.score is not None]
    found = Counter(code for row in rows for code in row.codes)
    trends = {one.key: one for one in trend_of_classes(_dated(rows))}
    entries = [
        f'<tr><td><a href="#rule-{code}">{code}</a></td><td>{both(wording_class(code).name)}</td>'
        f'<td class="n">{count}</td><td class="n">{count / len(rows):.1%}</td>'
        f'<td class="wide">{_change(trends.get(code))}</td></tr>'
        for code, count in sorted(found.items(), key=lambda entry: (-entry[1], entry[0]))
    ]
    nothing = Bilingual("没有发现问题用语。", "No class of wording was found.")
    rest = Bilingual(
        f"另 {len(entries) - _CLASSES_SHOWN} 类", f"{len(entries) - _CLASSES_SHOWN} more classes"
    )
    table = _classes(entries[:_CLASSES_SHOWN]) if found else f"<p>{both(nothing)}</p>"
    if len(entries) > _CLASSES_SHOWN:
        table += f"<details><summary>{both(rest)}</summary>{_classes(entries[_CLASSES_SHOWN:])}</details>"
    return (
        f'<section class="panels"><div class="panel"><h3>{both(Bilingual("得分分布", "Spread of scores"))}</h3>{_spread(scores)}</div>'
        f'<div class="panel"><h3>{both(Bilingual("问题用语", "Findings by class"))}</h3>{table}</div></section>\n'
    )


def _classes(entries: Sequence[str]) -> str:
    return (
        f'<div class="scroll"><table><thead><tr><th>{both(Bilingual("类", "class"))}</th><th></th>'
        f'<th class="n">{both(Bilingual("通话", "calls"))}</th><th class="n">{both(Bilingual("占比", "share"))}</th>'
        f'<th class="wide">{both(Bilingual("趋势", "trend"))}</th></tr></thead><tbody>{"".join(entries)}</tbody></table></div>'
    )


def _spread(scores: Sequence[int]) -> str:
    """A bar for every ten points; 100 stands with the nineties."""
    counts = Counter(min(_BINS - 1, score * _BINS // 100) for score in scores)
    most = max(counts.values(), default=1)
    bars = []
    for place in range(_BINS):
        height = round(120 * counts[place] / most)
        tone = "low" if place < 4 else "mid" if place < 7 else "bar"
        x = 8 + place * 39
        bars.append(f'<rect class="{tone}" x="{x}" y="{140 - height}" width="32" height="{height}"/>')
        bars.append(f'<text x="{x + 16}" y="156" text-anchor="middle">{place * 10}</text>')
        if counts[place]:
            bars.append(f'<text x="{x + 16}" y="{134 - height}" text-anchor="middle">{counts[place]}</text>')
    label = f"{len(scores)} / 0-100"
    return f'<svg viewBox="0 0 400 162" role="img" aria-label="{label}">{"".join(bars)}<path class="axis" d="M4 140.5H396"/></svg>'


def _queue(rows: Sequence[ReportRow]) -> str:
    if not rows:
        return f"<p>{both(Bilingual('没有可复核的通话。', 'There is no call to review.'))}</p>\n"
    first = rows[:MOST_ROWS]
    need = [
        (at, row) for at, row in enumerate(first) if row.risk is None or row.risk.level is not RiskLevel.LOW
    ]
    calm = [
        (at, row) for at, row in enumerate(first) if row.risk is not None and row.risk.level is RiskLevel.LOW
    ]
    parts = [f"<h2>{both(Bilingual('按风险排队', 'Queue by risk'))}</h2>\n", _table(need) if need else ""]
    if calm:
        says = Bilingual(f"风险低的 {len(calm)} 通", f"{len(calm)} calls of low risk")
        parts.append(f"<details><summary>{both(says)}</summary>{_table(calm)}</details>\n")
    if len(rows) > len(first):
        left = len(rows) - len(first)
        says = Bilingual(
            f"另有 {left} 通未列出，见 JSON 行。", f"{left} more are not listed; they are in the JSON lines."
        )
        parts.append(f'<p class="quiet">{both(says)}</p>\n')
    return "".join(parts)


def _table(rows: Sequence[tuple[int, ReportRow]]) -> str:
    heads = (
        (Bilingual("风险", "risk"), ""),
        (Bilingual("文件", "file"), ""),
        (Bilingual("得分", "score"), "n"),
        (Bilingual("时间", "when"), ""),
        (Bilingual("为什么", "why"), ""),
    )
    head = "".join(f"<th{f' class={tone}' if tone else ''}>{both(name)}</th>" for name, tone in heads)
    body = "".join(_row(at, row) for at, row in rows)
    return f'<div class="panel scroll queue"><table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>\n'


def _row(at: int, row: ReportRow) -> str:
    if row.risk is None:
        chip = f'<span class="level medium">{both(Bilingual("未判断", "not judged"))}</span>'
        why = "".join(both(one.why) for one in row.unjudged[:1])
    else:
        chip = f'<span class="level {row.risk.level.value}">{both(row.risk.level.says)}</span>'
        reasons = row.risk.reasons
        why = both(Bilingual("；", "; ")).join(both(reason.says) for reason in reasons[:_REASONS_SHOWN])
        if len(reasons) > _REASONS_SHOWN:
            left = len(reasons) - _REASONS_SHOWN
            why += both(Bilingual(f"；另 {left} 项", f"; {left} more"))
    name = f'<a href="#c{at}">{safe(row.file)}</a>' if at < MOST_CARDS else safe(row.file)
    when = f"{row.started_at:%Y-%m-%d %H:%M}" if row.started_at else "–"
    score = "–" if row.score is None else str(row.score)
    return (
        f'<tr><td>{chip}</td><td class="file">{name}</td><td class="n">{score}</td>'
        f'<td class="when small">{when}</td><td class="why small">{why or "–"}</td></tr>\n'
    )


def _cards(rows: Sequence[ReportRow]) -> str:
    names = {code: meaning.name for code, meaning in code_meanings().items()}
    shown = "".join(card(row, anchor=f"c{at}", names=names) for at, row in enumerate(rows[:MOST_CARDS]))
    if not shown:
        return ""
    more = Bilingual(
        f"只展示风险最高的 {MOST_CARDS} 通。",
        f"Only the {MOST_CARDS} calls of the highest risk are shown here.",
    )
    note = f'<p class="quiet">{both(more)}</p>\n' if len(rows) > MOST_CARDS else ""
    return f"<h2>{both(Bilingual('逐通查看', 'Call by call'))}</h2>\n{note}{shown}"


def _dated(rows: Sequence[ReportRow]) -> list[ReviewedCall]:
    return [one for row in rows if (one := row.for_trend()) is not None]


def _change(found: Trend | None) -> str:
    return "–" if found is None else both(CHANGE_NAMES[found.by_finding])


def _collectors(rows: Sequence[ReportRow]) -> str:
    known = [one for one in _dated(rows) if one.collector]
    if not known:
        return ""
    body = "".join(_collector(one) for one in trend_of_collectors(known))
    heads = (
        (Bilingual("坐席", "collector"), ""),
        (Bilingual("通话", "calls"), "n"),
        (Bilingual("有问题的占比", "share with a finding"), "n"),
        (Bilingual("趋势", "trend"), ""),
        (Bilingual("最近一周均分", "mean score, last week"), "n"),
        (Bilingual("得分趋势", "trend of scores"), ""),
    )
    head = "".join(f"<th{f' class={tone}' if tone else ''}>{both(name)}</th>" for name, tone in heads)
    return (
        f"<h2>{both(Bilingual('每个坐席的趋势', 'Trend of each collector'))}</h2>\n"
        f'<div class="panel scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>\n'
    )


def _collector(found: Trend) -> str:
    last = found.weeks[-1].mean_score
    return (
        f'<tr><td>{safe(found.key)}</td><td class="n">{found.calls}</td>'
        f'<td class="n">{found.with_finding / found.calls:.0%}</td><td>{both(CHANGE_NAMES[found.by_finding])}</td>'
        f'<td class="n">{"–" if last is None else f"{last:.0f}"}</td><td>{both(CHANGE_NAMES[found.by_score])}</td></tr>\n'
    )


def _failed(failed: Sequence[FailedFile]) -> str:
    if not failed:
        return ""
    body = "".join(
        f'<tr><td class="file">{safe(one.file)}</td><td>{both(one.why)}</td><td>{both(one.mend)}</td></tr>\n'
        for one in failed
    )
    return (
        f"<h2>{both(Bilingual('未能复核的文件', 'Files that were not reviewed'))}</h2>\n"
        f'<div class="panel scroll"><table><tbody>{body}</tbody></table></div>\n'
    )


def _rules(rows: Sequence[ReportRow]) -> str:
    codes = sorted({quote.code for row in rows for quote in row.quotes})
    if not codes:
        return ""
    parts = []
    for code in codes:
        known = wording_class(code)
        parts.append(
            f'<dt id="rule-{code}">{code} {both(known.name)} <span class="quiet small">{both(SEVERITY_NAMES[known.severity])}'
            f" · {both(CONFIDENCE_TEXTS[known.confidence])}</span></dt><dd>{both(known.definition)}</dd>"
            f"<dd>{grounds(known, most=len(known.grounds))}</dd>"
        )
    return (
        f"<h2>{both(Bilingual('规则与依据', 'The rules and what they rest on'))}</h2>\n"
        f'<div class="panel"><dl class="rule">{"".join(parts)}</dl></div>\n'
    )
