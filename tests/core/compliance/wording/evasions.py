"""The same words written so that a search would miss them."""

from __future__ import annotations

import re
from collections.abc import Callable

from fairdue.language.readable import simplified

_BETWEEN_HAN = re.compile(r"(?<=[一-鿿])(?=[一-鿿])")


def _between(sign: str) -> Callable[[str], str]:
    return lambda text: _BETWEEN_HAN.sub(sign, text)


def traditional(text: str) -> str:
    """Every character that has a traditional form in that form."""
    forms: dict[str, str] = {}
    for old, new in simplified().items():
        forms.setdefault(new, old)
    return "".join(forms.get(char, char) for char in text)


def full_width(text: str) -> str:
    """Letters, digits and signs in full width."""
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def bold(text: str) -> str:
    """Small letters and digits in mathematical bold."""
    shift = {ord(char): 0x1D41A + place for place, char in enumerate("abcdefghijklmnopqrstuvwxyz")}
    shift |= {ord(char): 0x1D7CE + place for place, char in enumerate("0123456789")}
    return text.translate(shift)


EVASIONS: dict[str, Callable[[str], str]] = {
    "stars": _between("*"),
    "blanks": _between(" "),
    "wide blanks": _between("\u3000"),
    "dots": _between("·"),
    "invisible": _between("\u200b"),
    "struck out": _between("\u0336"),
    "surrogates": _between("\ud800"),
    "emoji": _between("🔪"),
    "arrows": _between("→"),
    "dashes and bars": _between("-_|"),
    "bidi": lambda text: f"\u202e{text}\u202c",
    "traditional": traditional,
    "full width": full_width,
    "bold": bold,
    "traditional, starred and wide": lambda text: _between("**")(full_width(traditional(text))),
}
