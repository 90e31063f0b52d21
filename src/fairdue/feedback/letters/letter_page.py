"""A letter on paper: one HTML page, A4, with the window of the envelope where it belongs, and no script.

Room: feedback. What shows through the window and stands outside is name, address and sender, nothing of the matter.
"""

from __future__ import annotations

from html import escape

from fairdue.feedback.letters.letter import Letter
from fairdue.foundation.bilingual import Bilingual

_STYLE = """
@page{size:A4;margin:20mm 22mm}*{box-sizing:border-box}
body{margin:0;background:#eef1f4;color:#1d2733;font:12pt/1.75 "Songti SC","Noto Serif CJK SC",SimSun,Georgia,serif}
.sheet{width:210mm;max-width:100%;min-height:297mm;margin:1rem auto;padding:20mm 22mm;background:#fff}
.window{min-height:38mm;margin-bottom:10mm;line-height:1.5}.sender{font-size:9pt;color:#5b6775;margin:0 0 3mm}
h1{font-size:15pt;margin:0 0 6mm}p{margin:0 0 4mm;overflow-wrap:anywhere;white-space:pre-wrap}
.seal{text-align:right;margin-top:12mm}
.draft{border:2px solid #b3261e;color:#b3261e;padding:2mm 4mm;text-align:center;font-weight:700}
@media(max-width:45rem){.sheet{padding:1.25rem;min-height:0}}
@media print{body{background:#fff}.sheet{width:auto;min-height:0;margin:0;padding:0}}
"""


DRAFT = Bilingual(
    "草稿：尚未放行，不得寄出。放行后重新打印。",
    "Draft: not permitted yet, not to be posted. Send it, then print it again.",
)


def write_letter_page(letter: Letter, *, sender: str, released: bool) -> str:
    """The page of a letter; ``sender`` is the return address line, without a word on what it is about.

    ``released``: the gate permitted these very words. What it did not permit says so across the sheet, on paper too.
    """
    draft = "" if released else f'<p class="draft">{escape(DRAFT.in_language(letter.language))}</p>\n'
    body = "".join(
        f'<p class="seal">{escape(part.text)}</p>\n'
        if part.content is not None and part.content.value == "seal"
        else f"<p>{escape(part.text)}</p>\n"
        for part in letter.parts
    )
    title = letter.template.name.in_language(letter.language)
    return (
        f'<!doctype html>\n<html lang="{letter.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body><main class="sheet">\n'
        f'<div class="window"><p class="sender">{escape(sender)}</p>'
        f"<p>{escape(letter.addressee)}<br>{escape(letter.address)}</p></div>\n"
        f"<h1>{escape(title)}</h1>\n{draft}{body}</main></body></html>\n"
    )
