"""The cards of the review report: one call with its findings in their sentences, its checklist and what is open.

Room: feedback. Every text of a call is escaped; a card shows only the sentences that a finding is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from fairdue.casefile.disposition import ResultCode
from fairdue.compliance.explain import CONFIDENCE_TEXTS
from fairdue.compliance.wording.wording_class import WordingClass, wording_class
from fairdue.feedback.review_report_row import Quote, ReportRow
from fairdue.feedback.review_words import POINT_NAMES, TAKEN_NAMES, WILLINGNESS_NAMES
from fairdue.feedback.script_adherence import Taken
from fairdue.feedback.transcript_sound import Sound
from fairdue.foundation.bilingual import Bilingual
from fairdue.understanding.willingness import Willingness

ResultNames = Mapping[ResultCode, Bilingual]
_GROUNDS_SHOWN = 2
_STEP_SIGNS = {
    Taken.IN_ORDER: "yes",
    Taken.LATE: "late",
    Taken.LEFT_OUT: "no",
    Taken.NO_OCCASION: "none",
}


def both(text: Bilingual) -> str:
    """A text in both languages; the style shows one of them."""
    if text.zh == text.en:
        return safe(text.zh)
    return f'<span lang="zh">{safe(text.zh)}</span><span lang="en">{safe(text.en)}</span>'


def safe(text: str) -> str:
    """A text of a call or a file for the page: escaped, and without half characters."""
    return escape(text.encode("utf-8", "replace").decode("utf-8"))


def card(row: ReportRow, *, anchor: str, names: ResultNames) -> str:
    """The card of one call."""
    level = row.risk.level if row.risk is not None else None
    chip = f'<span class="level {level.value}">{both(level.says)}</span>' if level else ""
    score = f"<b>{row.score}</b>" if row.score is not None else both(Bilingual("未判断", "not judged"))
    parts = [
        f'<article class="call" id="{anchor}"><header>{chip}<h3>{safe(row.file)}</h3>',
        f'<span class="quiet small">{both(Bilingual("得分", "score"))} {score} · {_when(row)}',
        f" · {row.turns} {both(Bilingual('轮', 'turns'))}</span></header>\n",
        _result(row, names),
        *(_finding(quote) for quote in row.quotes),
        _open(row),
        _sound(row.sound) if row.sound is not None else "",
        _points(row),
        "</article>\n",
    ]
    return "".join(parts)


def _when(row: ReportRow) -> str:
    if row.started_at is None:
        return both(Bilingual("日期未知", "day not known"))
    return f"{row.started_at:%Y-%m-%d %H:%M}"


def _result(row: ReportRow, names: ResultNames) -> str:
    if row.disposition is None:
        return ""
    code = ResultCode(row.disposition)
    shown = f"{both(Bilingual('结果码', 'result'))} <b>{code.value}</b> {both(names[code])}"
    if row.checked is None:
        return f'<p class="small">{shown}</p>\n'
    recorded = row.checked.recorded
    tone = "" if row.checked.agrees else ' class="high"'
    says = f"<span{tone}>{both(row.checked.says)}</span>"
    if not row.checked.agrees:
        shown += (
            f" · {both(Bilingual('记录为', 'recorded as'))} <b>{recorded.value}</b> {both(names[recorded])}"
        )
    return f'<p class="small">{shown} · {says}</p>\n'


def _finding(quote: Quote) -> str:
    known = wording_class(quote.code)
    held = Bilingual("待定：要凭事实判断", "held: a fact decides") if quote.held else None
    at = f"{quote.seconds:.0f} s · " if quote.seconds is not None else ""
    answered = (
        f'<p class="quiet small">{both(Bilingual("答的是：", "in answer to: "))}{safe(quote.answered)}</p>'
        if quote.answered
        else ""
    )
    return (
        f'<div class="finding{" held" if quote.held else ""}"><p><a href="#rule-{quote.code}"><b>{quote.code}</b></a> '
        f'{both(known.name)} <span class="quiet small">{at}{both(Bilingual(f"第 {quote.turn} 轮", f"turn {quote.turn}"))}'
        f" · {quote.share:.0%}{' · ' + both(held) if held else ''}</span></p>{answered}"
        f"<blockquote>{safe(quote.before)}<mark>{safe(quote.stretch)}</mark>{safe(quote.after)}</blockquote>"
        f'<p class="small">{both(known.why)}</p>{grounds(known, most=_GROUNDS_SHOWN)}'
        f'<p class="small instead">{both(Bilingual("可以这样说：", "say instead: "))}{both(known.instead[0].says)}</p></div>\n'
    )


def grounds(known: WordingClass, *, most: int) -> str:
    """What a class rests on, the ground that was read best first, each with how well it was read."""
    return "".join(
        f'<p class="quiet small">{both(Bilingual("依据：", "rests on: "))}{both(ground.says)} '
        f"({both(CONFIDENCE_TEXTS[ground.confidence])})</p>"
        for ground in known.grounds_in("cn")[:most]
    )


def _open(row: ReportRow) -> str:
    if not row.unjudged:
        return ""
    lines = "".join(f'<p class="small">{both(one.why)}</p>' for one in row.unjudged)
    return f'<h4>{both(Bilingual("未能判断", "Not judged"))}</h4><div class="open">{lines}</div>\n'


def _sound(sound: Sound) -> str:
    overlap = "" if sound.overlap_share is None else f" · {sound.overlap_share:.0%}"
    overlap_name = "" if sound.overlap_share is None else both(Bilingual(" 同时说话", " both at once"))
    return (
        f"<p>{both(Bilingual('时长', 'length'))} {sound.seconds:.0f} s · {sound.speech_share:.0%} "
        f"{both(Bilingual('有人说话', 'speech'))} · {len(sound.pauses)} "
        f"{both(Bilingual('处长停顿', 'long pauses'))}{overlap}{overlap_name}</p>\n"
    )


def _points(row: ReportRow) -> str:
    if not row.points:
        return ""
    shown = "".join(_point(name, value) for name, value in row.points)
    text = f'<h4>{both(Bilingual("核对表", "Checklist"))}</h4><ul class="points">{shown}</ul>\n'
    if row.adherence is None:
        return text
    steps = "".join(
        f'<li class="{_STEP_SIGNS[one.taken]}">{both(one.step.says)} {both(TAKEN_NAMES[one.taken])}</li>'
        for one in row.adherence.steps
        if one.taken in (Taken.LATE, Taken.LEFT_OUT)
    )
    share = row.adherence.share
    total = "" if share is None else f" {share:.0%}"
    listed = f'<ul class="points">{steps}</ul>' if steps else ""
    return f"{text}<h4>{both(Bilingual('话术流程', 'Script followed'))}{total}</h4>{listed}\n"


def _point(name: str, value: object) -> str:
    label = both(POINT_NAMES[name])
    if isinstance(value, bool):
        return f'<li class="{"yes" if value else "no"}">{label}</li>'
    if name == "willingness" and isinstance(value, str):
        return f"<li>{label}: {both(WILLINGNESS_NAMES[Willingness(value)])}</li>"
    if isinstance(value, dict):
        fen = value.get("amount_fen")
        amount = f" · ¥{fen / 100:,.2f}" if isinstance(fen, int) else ""
        return f'<li class="yes">{label}: {safe(str(value.get("on")))}{amount}</li>'
    return f'<li class="none">{label}</li>'
