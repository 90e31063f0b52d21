"""The style of the review report and the policy that allows this very style and nothing else.

Room: feedback. No script, no font, no picture from anywhere: the file opens without a network and prints.
"""

from __future__ import annotations

import base64
import hashlib

STYLE = """
:root{--ink:#1d2733;--quiet:#5b6775;--line:#d9dfe6;--paper:#fff;--ground:#f5f7f9;--bad:#9c2b2b;--warm:#8a5300;--calm:#245a94;--good:#1a6b45}
*{box-sizing:border-box}body{margin:0;color:var(--ink);background:var(--ground);font:15px/1.6 "PingFang SC","Noto Sans CJK SC",
"Microsoft YaHei",system-ui,sans-serif}
header,main,footer{max-width:70rem;margin:0 auto;padding:0 1.25rem}header{padding-top:1.25rem}
h1{font-size:1.55rem;line-height:1.3;margin:.2rem 0}h2{font-size:1.2rem;margin:2.2rem 0 .6rem}h3{font-size:1rem;margin:0 0 .3rem}
p{margin:.3rem 0}.quiet{color:var(--quiet)}.small{font-size:.87rem}a{color:var(--calm)}
.choose{position:absolute;opacity:0}.tabs{max-width:70rem;margin:0 auto;padding:1rem 1.25rem 0}
.tabs label{display:inline-block;padding:.15rem .8rem;border:1px solid var(--line);background:var(--paper);cursor:pointer}
#zh:checked~.tabs [for=zh],#en:checked~.tabs [for=en]{background:var(--ink);color:#fff}
#zh:focus-visible~.tabs [for=zh],#en:focus-visible~.tabs [for=en]{outline:3px solid var(--calm)}
#zh:checked~* [lang=en],#en:checked~* [lang=zh]{display:none}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:.75rem;margin:1rem 0}
.tile,.panel,.call{background:var(--paper);border:1px solid var(--line);border-radius:.5rem}
.tile{padding:.7rem .9rem}.tile b{display:block;font-size:1.7rem;line-height:1.2;font-variant-numeric:tabular-nums}
.tile span{color:var(--quiet);font-size:.9rem}.tile.bad b{color:var(--bad)}
.panels{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;align-items:start}.when{white-space:nowrap}.panel{padding:.9rem 1rem;min-width:0}
svg{display:block;width:100%;height:auto}svg text{fill:var(--quiet);font-size:11px}svg .bar{fill:#7aa0c4}svg .low{fill:#c98686}
svg .mid{fill:#d8b36a}svg .axis{stroke:var(--line)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
th{font-weight:600;color:var(--quiet);font-size:.87rem;white-space:nowrap}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.file{overflow-wrap:anywhere;min-width:9rem}.scroll{overflow-x:auto}tr:last-child td{border-bottom:0}
.level{display:inline-block;padding:.05rem .55rem;border-radius:1rem;font-size:.85rem;white-space:nowrap;border:1px solid currentColor}
.urgent{background:var(--bad);border-color:var(--bad);color:#fff}.high{color:var(--bad)}.medium{color:var(--warm)}.low{color:var(--good)}
.call{padding:1rem 1.1rem;margin:0 0 .9rem}.call>header{padding:0;display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:baseline;margin:0 0 .4rem}
.call>header h3{margin:0;overflow-wrap:anywhere}.call h4{font-size:.92rem;margin:.9rem 0 .3rem;color:var(--quiet)}
.finding{border-left:3px solid var(--bad);padding:.1rem 0 .1rem .8rem;margin:.6rem 0;break-inside:avoid}.finding.held{border-color:#c7a14a}
.finding blockquote{margin:.25rem 0;overflow-wrap:anywhere}.finding mark{background:#fbe3e0;color:inherit;border-bottom:2px solid var(--bad)}
.finding.held mark{background:#fbf0d6;border-color:#c7a14a}.instead{color:var(--good)}
.points{display:flex;flex-wrap:wrap;gap:.3rem .5rem;list-style:none;margin:0;padding:0}
.points li{border:1px solid var(--line);border-radius:.4rem;padding:.05rem .5rem;font-size:.88rem}
.points .yes::before{content:"✓ ";color:var(--good)}.points .no{border-color:#e0b4b4;color:var(--bad)}.points .no::before{content:"✗ "}
.points .late{border-color:#dfc283;color:var(--warm)}.points .late::before{content:"! "}.points .none{color:var(--quiet)}.points .none::before{content:"– "}
.open{border-left:3px solid #c7a14a;padding-left:.8rem}details summary{cursor:pointer;color:var(--calm);padding:.4rem 0}
dl.rule{margin:0 0 1rem}dl.rule dt{font-weight:600;margin-top:.8rem}dl.rule dd{margin:.1rem 0 0}
footer{padding-top:1.5rem;padding-bottom:3rem}
@media(max-width:46rem){.tiles{grid-template-columns:1fr 1fr}.tile:last-child:nth-child(odd){grid-column:1/-1}.wide{display:none}
.panels{grid-template-columns:1fr}h1{font-size:1.3rem}header,main,footer,.tabs{padding-left:.9rem;padding-right:.9rem}
.queue thead{display:none}.queue tr{display:grid;grid-template-columns:auto 1fr auto;gap:.1rem .6rem;padding:.55rem 0;border-bottom:1px solid var(--line)}
.queue td{border:0;padding:0}.queue td.why{grid-column:1/-1}.queue td.when{display:none}.queue td.n{text-align:left}}
@page{size:A4;margin:14mm}@media print{body{font-size:10pt;background:#fff}.tabs,.choose{display:none}header,main,footer{max-width:none;padding:0}
.call,.panel,.tile{border-color:#bbb}.call{break-inside:auto}a{color:inherit;text-decoration:none}}
"""
_DIGEST = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
