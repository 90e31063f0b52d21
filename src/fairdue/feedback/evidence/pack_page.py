"""The page of a pack: one HTML file that stands by itself, with both languages in it and no script.

Room: feedback. The language is chosen by two radio buttons and the style sheet; printed, the chosen one comes out.
A policy in the page forbids everything but this very style sheet, so that nothing in a note can ever do anything.
"""

from __future__ import annotations

import base64
import hashlib
from html import escape

from fairdue.feedback.evidence.pack_story import NONE_HERE, Section, Story, StoryLine
from fairdue.foundation.bilingual import Bilingual

_STYLE = """
:root{--ink:#1d2733;--quiet:#5b6775;--line:#d9dfe6;--good:#1a6b45;--bad:#9c2b2b;--calm:#245a94}
*{box-sizing:border-box}body{margin:0;color:var(--ink);background:#fff;font:15px/1.6 "PingFang SC",
"Noto Sans CJK SC","Microsoft YaHei",system-ui,sans-serif}main,header{max-width:62rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.5rem}h1{font-size:1.5rem;line-height:1.3;margin:.25rem 0 1rem}
h2{font-size:1.15rem;margin:2rem 0 .25rem;padding-top:.5rem;border-top:2px solid var(--ink)}
.intro,.quiet{color:var(--quiet)}.intro{margin:0 0 .5rem}dl{display:grid;grid-template-columns:10rem 1fr;gap:.2rem 1rem}
dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}ol{list-style:none;margin:0;padding:0}
main>section>ol>li{display:grid;grid-template-columns:3.6rem 10.5rem 1fr;gap:0 .9rem;padding:.45rem 0;border-bottom:1px solid var(--line);
break-inside:avoid}.place,.at{font-variant-numeric:tabular-nums;color:var(--quiet)}.at{font-size:.88rem}
.what{overflow-wrap:anywhere}.good .text{color:var(--good)}.bad .text{color:var(--bad)}.calm .text{color:var(--calm)}
.more{margin:.1rem 0 0;padding-left:1rem;color:var(--quiet);font-size:.86rem}
.said{margin:.3rem 0 0;padding:.3rem .7rem;border-left:3px solid var(--line);white-space:pre-wrap}
.choose{position:absolute;opacity:0}.tabs{margin:0 auto;max-width:62rem;padding:1rem 1.25rem 0}
.tabs label{display:inline-block;padding:.15rem .8rem;border:1px solid var(--line);cursor:pointer}
#zh:checked~.tabs [for=zh],#en:checked~.tabs [for=en]{background:var(--ink);color:#fff}
#zh:focus-visible~.tabs [for=zh],#en:focus-visible~.tabs [for=en]{outline:3px solid var(--calm)}
#zh:checked~* [lang=en],#en:checked~* [lang=zh]{display:none}
@media(max-width:40rem){main>section>ol>li{grid-template-columns:3rem 1fr}.at{grid-column:2}.what{grid-column:2}
dl{grid-template-columns:1fr}dt{margin-top:.3rem}}
@page{size:A4;margin:16mm}@media print{body{font-size:10.5pt}.tabs,.choose{display:none}main,header{max-width:none;padding:0}}
"""
_POLICY = f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"


def write_page(story: Story) -> bytes:
    """The page, the same bytes for the same story."""
    parts = [
        '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">',
        f"<title>{escape(story.title.zh)} · {escape(story.title.en)}</title>",
        f"<style>{_STYLE}</style></head>\n<body>",
        '<input class="choose" type="radio" name="language" id="zh" checked>',
        '<input class="choose" type="radio" name="language" id="en">',
        '<div class="tabs"><label for="zh">中文</label><label for="en">English</label></div>\n',
        f"<header><h1>{_both(story.title)}</h1><dl>\n",
        *(f"<dt>{_both(fact.text)}</dt><dd>{_both(fact.more[0])}</dd>\n" for fact in story.facts),
        "</dl></header>\n<main>\n",
        *(_section(section) for section in story.sections),
        "</main></body></html>\n",
    ]
    return "".join(parts).encode()


def _both(text: Bilingual) -> str:
    if text.zh == text.en:
        return escape(text.zh)
    return f'<span lang="zh">{escape(text.zh)}</span><span lang="en">{escape(text.en)}</span>'


def _section(section: Section) -> str:
    lines = "".join(_line(line) for line in section.lines)
    body = f"<ol>{lines}</ol>" if lines else f"<p>{_both(NONE_HERE)}</p>"
    return (
        f'<section id="{escape(section.section_id)}"><h2>{_both(section.heading)}</h2>'
        f'<p class="intro">{_both(section.intro)}</p>\n{body}</section>\n'
    )


def _line(line: StoryLine) -> str:
    who = f'<br><span class="quiet">{escape(line.who)}</span>' if line.who else ""
    more = "".join(f"<li>{_both(one)}</li>" for one in line.more)
    listed = f'<ul class="more">{more}</ul>' if more else ""
    said = f'<p class="said">{escape(line.said)}</p>' if line.said else ""
    tone = f' class="{escape(line.tone)}"' if line.tone else ""
    return (
        f'<li{tone}><span class="place">{escape(line.place)}</span><span class="at">{escape(line.at)}{who}</span>'
        f'<div class="what"><span class="text">{_both(line.text)}</span>{listed}{said}</div></li>\n'
    )
