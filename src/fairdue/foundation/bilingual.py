"""A text for people, in Chinese first and English complete.

Room: foundation. It carries words only; it never carries a name, a number or another personal datum.

>>> Bilingual("金额缺失", "the amount is missing").in_language("en")
'the amount is missing'
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """One message in both languages of the house; both are required, so none is forgotten."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the English text for any ``en…`` language tag, the Chinese text otherwise."""
        return self.en if language.lower().startswith("en") else self.zh
