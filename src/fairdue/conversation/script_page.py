"""The report on a script as one web page: nothing fetched, no script, to be read, printed and passed on.

Room: conversation. The page carries its own policy (``default-src 'none'`` and the digest of its one style). It
shows the sentences of the file, which somebody wrote as a script; it adds no personal datum.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from html import escape

from fairdue.compliance.wording.guard import Verdict, WordingFinding
from fairdue.compliance.wording.wording_class import LawfulSentence, WordingClass, wording_class
from fairdue.compliance.wording.wording_reference import SEVERITY_NAMES, ground_in_words
from fairdue.conversation.script import SPEAKER_NAMES, ScriptSentence
from fairdue.conversation.script_check import JudgedSentence, ScriptReport
from fairdue.conversation.script_words import (
    DISCLAIMER,
    FOREIGN,
    GROUND,
    INSTEAD,
    MISSING,
    NOT_JUDGED,
    VERDICT_MEANINGS,
    VERDICT_NAMES,
    WHY,
    counts,
    heading,
    missing_facts,
    setting_line,
)
from fairdue.foundation.bilingual import Bilingual, Language

_STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2430;--faint:#5b6675;--line:#d8dee6;--card:#f6f8fa;
--violation:#b3261e;--violation-soft:#fdecea;--review:#8a5a00;--review-soft:#fff3d6;--ok:#1d6b3f;--ok-soft:#e6f4ea}
@media (prefers-color-scheme:dark){:root{--paper:#14181d;--ink:#e6eaf0;--faint:#9aa6b5;--line:#333b45;--card:#1c2229;
--violation:#ff8a80;--violation-soft:#3a1f1f;--review:#ffcf70;--review-soft:#3a2f16;--ok:#7bd39a;--ok-soft:#183324}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;overflow-wrap:anywhere}
main{max-width:56rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 .5rem}
h2{font-size:1.15rem;margin:2rem 0 .75rem}
p{margin:.35rem 0}
.faint{color:var(--faint);font-size:.9rem}
a{color:inherit}
a:focus-visible,summary:focus-visible{outline:3px solid var(--review);outline-offset:2px}
.tally{display:grid;grid-template-columns:repeat(3,1fr);gap:.75rem;margin:1.25rem 0;padding:0;list-style:none}
.tally li{border-radius:.5rem;padding:.75rem 1rem}
.tally b{display:block;font-size:1.75rem;line-height:1.2}
.tally a{text-decoration:none}
.violation{background:var(--violation-soft);color:var(--violation)}
.review{background:var(--review-soft);color:var(--review)}
.ok{background:var(--ok-soft);color:var(--ok)}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{text-align:left;padding:.45rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--faint);font-weight:600;white-space:nowrap}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}
td{overflow-wrap:break-word}
td a{display:inline-block;min-width:1.6rem;padding:.1rem .2rem}
details.group{margin:1rem 0;border:1px solid var(--line);border-radius:.5rem}
details.group>summary{cursor:pointer;padding:.75rem 1rem;font-weight:600;border-radius:.5rem}
details.group>.inside{padding:0 1rem 1rem}
article{border:1px solid var(--line);border-left-width:.35rem;border-radius:.4rem;padding:.85rem 1rem;margin:1rem 0}
article.of-violation{border-left-color:var(--violation)}
article.of-review{border-left-color:var(--review)}
article:target{box-shadow:0 0 0 3px var(--review)}
.said{font-size:1.1rem;margin:.4rem 0 .6rem}
.badge{display:inline-block;border-radius:1rem;padding:.05rem .65rem;font-size:.85rem;font-weight:600}
u{text-decoration:underline wavy;text-decoration-thickness:1.5px;text-underline-offset:.25em}
u.of-violation{text-decoration-color:var(--violation)}
u.of-review{text-decoration-color:var(--review)}
.finding{border-top:1px solid var(--line);margin-top:.6rem;padding-top:.6rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem .9rem;margin:.4rem 0 0}
dt{color:var(--faint)}
dd{margin:0}
.instead{background:var(--ok-soft);border-radius:.4rem;padding:.4rem .6rem;margin-bottom:.35rem}
ol.plain{padding-left:0;list-style:none;margin:0}
ol.plain li{padding:.35rem 0;border-bottom:1px solid var(--line)}
@media (max-width:34rem){.tally{gap:.4rem}.tally li{padding:.5rem .6rem;font-size:.85rem}.tally b{font-size:1.3rem}
dl{grid-template-columns:1fr;gap:.1rem}dt{margin-top:.4rem}table{font-size:.85rem}th,td{padding:.4rem .35rem}
th{font-size:.78rem;word-break:keep-all}.severity{display:none}td:first-child{min-width:7rem}main{padding:1rem .75rem 3rem}
details.group>.inside{padding:0 .6rem .6rem}article{padding:.7rem}}
@media print{:root{color-scheme:light;--paper:#fff;--ink:#000;--faint:#444;--line:#999;--violation:#900;
--violation-soft:#fff;--review:#640;--review-soft:#fff;--ok:#040;--ok-soft:#fff}
main{max-width:none;padding:0}article{break-inside:avoid}.badge,.tally li,.instead{border:1px solid var(--line)}
details::details-content{content-visibility:visible;display:block}details.of-ok,details.beside{display:none}}
"""


def script_page(report: ScriptReport, *, language: Language) -> str:
    """The whole page, as text to be saved in UTF-8."""
    return "\n".join(_page(report, language)) + "\n"


def _page(report: ScriptReport, language: Language) -> Iterator[str]:
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode("utf-8")).digest()).decode("ascii")
    title = escape(heading(report).in_language(language))
    yield "<!doctype html>"
    yield f'<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body><main>"
    yield f"<h1>{title}</h1>"
    yield f"<p>{escape(counts(report).in_language(language))}</p>"
    yield f'<p class="faint">{escape(setting_line(report.setting).in_language(language))}</p>'
    yield f'<p class="faint">{escape(DISCLAIMER.in_language(language))}</p>'
    yield '<ul class="tally">'
    for verdict in VERDICT_NAMES:
        name = VERDICT_NAMES[verdict].in_language(language)
        many = len(report.with_verdict(verdict))
        inside = f"<b>{many}</b>{escape(name)}"
        if many or verdict is Verdict.OK:
            inside = f'<a href="#{verdict.value}">{inside}</a>'
        yield f'<li class="{verdict.value}">{inside}</li>'
    yield "</ul>"
    if not report.is_clear:
        yield from _table(report, language)
    for verdict in (Verdict.VIOLATION, Verdict.REVIEW):
        if found := report.with_verdict(verdict):
            yield from _group(verdict, len(found), [_card(one, report, language) for one in found], language)
    clear = report.with_verdict(Verdict.OK)
    yield from _group(Verdict.OK, len(clear), [_plain_list(clear, language)], language)
    for label, sentences in ((NOT_JUDGED, report.others), (FOREIGN, report.foreign)):
        if sentences:
            yield from _beside(label, sentences, language)
    yield "</main></body></html>"


def _table(report: ScriptReport, language: Language) -> Iterator[str]:
    heads = [
        ("", Bilingual("类别", "class")),
        ("severity", Bilingual("严重程度", "severity")),
        ("number", VERDICT_NAMES[Verdict.VIOLATION]),
        ("number", VERDICT_NAMES[Verdict.REVIEW]),
        ("", Bilingual("所在句", "sentences")),
    ]
    yield f"<h2>{Bilingual('按类别', 'By class').in_language(language)}</h2>"
    yield '<div class="wide"><table><thead><tr>'
    titles = "".join(
        f'<th class="{kind}" scope="col">{escape(head.in_language(language))}</th>' for kind, head in heads
    )
    yield f"{titles}</tr></thead><tbody>"
    for code, sentences in report.by_class().items():
        about = wording_class(code)
        links = " ".join(f'<a href="#s{one.number}">{one.number}</a>' for one in sentences)
        many = [
            sum(one.verdict is verdict for one in sentences)
            for verdict in (Verdict.VIOLATION, Verdict.REVIEW)
        ]
        yield f'<tr id="{code}"><td>{code} {escape(about.name.in_language(language))}</td>'
        yield f'<td class="severity">{SEVERITY_NAMES[about.severity].in_language(language)}</td>'
        yield f'<td class="number">{many[0]}</td><td class="number">{many[1]}</td><td>{links}</td></tr>'
    yield "</tbody></table></div>"


def _group(verdict: Verdict, many: int, inside: list[str], language: Language) -> Iterator[str]:
    opened = "" if verdict is Verdict.OK else " open"
    name, meaning = (
        VERDICT_NAMES[verdict].in_language(language),
        VERDICT_MEANINGS[verdict].in_language(language),
    )
    yield f'<details class="group of-{verdict.value}" id="{verdict.value}"{opened}>'
    yield f'<summary class="{verdict.value}">{escape(name)} ({many})</summary><div class="inside">'
    yield f'<p class="faint">{escape(meaning)}</p>'
    yield from inside
    yield "</div></details>"


def _card(one: JudgedSentence, report: ScriptReport, language: Language) -> str:
    place = escape(one.sentence.place.in_words().in_language(language))
    verdict = one.verdict
    lines = [
        f'<article class="of-{verdict.value}" id="s{one.number}">',
        f'<p class="faint"><a href="#s{one.number}">{one.number}</a> · {place} · '
        f'<span class="badge {verdict.value}">{escape(VERDICT_NAMES[verdict].in_language(language))}</span></p>',
        f'<p class="said">{_underlined(one)}</p>',
    ]
    lines += [_finding(finding, one, report, language) for finding in one.findings]
    lines.append("</article>")
    return "\n".join(lines)


def _finding(finding: WordingFinding, one: JudgedSentence, report: ScriptReport, language: Language) -> str:
    about = wording_class(finding.code)
    rows = [(WHY, [escape(about.why.in_language(language))])]
    if one.verdict is Verdict.REVIEW:
        rows.append((MISSING, [escape(missing_facts(about, report.setting).in_language(language))]))
    rows.append((GROUND, [_grounds(about, language)]))
    told = [
        f'<div class="instead"><span class="faint">{escape(sentence.purpose.in_language(language))}</span><br>'
        f"{_lawful(sentence, language)}</div>"
        for sentence in about.instead
    ]
    rows.append((INSTEAD, told))
    listed = "".join(
        f"<dt>{label.in_language(language)}</dt><dd>{''.join(parts)}</dd>" for label, parts in rows
    )
    name = f"{finding.code} {escape(about.name.in_language(language))}"
    severity = SEVERITY_NAMES[about.severity].in_language(language)
    return (
        f'<div class="finding"><strong><a href="#{finding.code}">{name}</a></strong> '
        f'<span class="faint">{severity}</span><dl>{listed}</dl></div>'
    )


def _lawful(sentence: LawfulSentence, language: Language) -> str:
    """The sentence to say; scripts are Chinese, so an English reader gets the Chinese one and what it means."""
    zh = f'<span lang="zh-CN">{escape(sentence.says.zh)}</span>'
    return zh if language == "zh" else f'{zh}<br><span class="faint">{escape(sentence.says.en)}</span>'


def _grounds(about: WordingClass, language: Language) -> str:
    """The ground that was read best, and the others behind a fold, those of other countries last."""
    best, *others = [escape(ground_in_words(ground).in_language(language)) for ground in about.grounds_in()]
    others += [
        escape(ground_in_words(ground).in_language(language))
        for ground in about.grounds
        if ground not in about.grounds_in()
    ]
    if not others:
        return best
    name = Bilingual(f"另有 {len(others)} 项依据", f"{len(others)} more").in_language(language)
    listed = "".join(f"<li>{other}</li>" for other in others)
    return f"{best}<details><summary>{name}</summary><ul>{listed}</ul></details>"


def _underlined(one: JudgedSentence) -> str:
    """The sentence with the stretches of its findings underlined; those that overlap are one."""
    pieces, end = [], 0
    for starts, ends in merged_spans(one):
        pieces.append(escape(one.sentence.text[end:starts]))
        pieces.append(f'<u class="of-{one.verdict.value}">{escape(one.sentence.text[starts:ends])}</u>')
        end = ends
    pieces.append(escape(one.sentence.text[end:]))
    return "".join(pieces)


def merged_spans(one: JudgedSentence) -> list[tuple[int, int]]:
    """The stretches of all findings of a sentence, in order and without overlap."""
    merged: list[tuple[int, int]] = []
    for starts, ends in sorted((finding.starts, finding.ends) for finding in one.findings):
        if merged and starts <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], ends))
        elif starts < ends:
            merged.append((starts, ends))
    return merged


def _plain_list(sentences: tuple[JudgedSentence, ...], language: Language) -> str:
    rows = "".join(
        f'<li id="s{one.number}"><span class="faint">{one.number} · '
        f"{escape(one.sentence.place.in_words().in_language(language))}</span><br>{escape(one.sentence.text)}</li>"
        for one in sentences
    )
    return f'<ol class="plain">{rows}</ol>'


def _beside(name: Bilingual, sentences: tuple[ScriptSentence, ...], language: Language) -> Iterator[str]:
    yield f'<details class="group beside"><summary>{escape(name.in_language(language))} ({len(sentences)})</summary>'
    yield '<div class="inside"><ol class="plain">'
    for one in sentences:
        place, speaker = (
            one.place.in_words().in_language(language),
            SPEAKER_NAMES[one.speaker].in_language(language),
        )
        yield f'<li><span class="faint">{escape(place)} · {speaker}</span><br>{escape(one.text)}</li>'
    yield "</ol></div></details>"
