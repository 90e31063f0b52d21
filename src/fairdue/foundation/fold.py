"""Folding of typed text: one spelling for what people and systems type in many.

Room: foundation. Full-width digits and letters become half-width, exotic blanks become blanks, and the
invisible characters that spreadsheets and chat tools leave behind disappear. Meaning is never changed.

>>> fold("１３８ ００００\\u200b００００")
'138 00000000'
"""

from __future__ import annotations

import unicodedata

_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E], None
)


def fold(text: str) -> str:
    """Return ``text`` in NFKC, without invisible characters, blanks trimmed at both ends."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).strip()
