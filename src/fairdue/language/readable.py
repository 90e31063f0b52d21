"""One spelling for a text that people, systems and evaders write in many, with the way back to the original.

Room: language. Full-width and decorated letters, traditional characters and capitals become plain ones;
invisible characters, accents stacked on letters, and signs that stand between two Chinese characters only to
hide them (起*诉, 法 院) disappear. Punctuation that ends a clause stays. ``Readable.original`` gives the
stretch of the original that a stretch of the readable text came from.

>>> make_readable("要起*訴你").text
'要起诉你'
>>> make_readable("要起*訴你").original(1, 3)
(1, 4)
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
# Between two Chinese characters these hide a word and say nothing. Commas and full stops are no decoration.
_SIGNS = (
    r"\s*·•‧・∙⋅∗⁎٭※.\-_|‖/∕⁄\\~^ˉ+×÷=≠≈#@&$%§¶†‡<>\[\](){}`°☆★▪■◆○●"
    "\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
)
_DECORATION = re.compile(rf"(?<=[{_HAN}])[{_SIGNS}]+(?=[{_HAN}])")
_BLANKS = re.compile(r"\s+")
_KEPT = {"。": "。", "、": ",", "…": "。", "“": '"', "”": '"', "‘": "'", "’": "'", "「": '"', "」": '"'}
_KEPT |= {"『": '"', "』": '"', "《": '"', "》": '"', "【": "[", "】": "]", "—": "-", "～": "~", "￥": "¥"}


class _Table(dict[int, str | None]):
    """Character to plain character, worked out when first met; as large as the characters met."""

    def __missing__(self, code: int) -> str | None:
        plain = _plain(chr(code))
        self[code] = plain
        return plain


def _plain(char: str) -> str | None:
    if char in _KEPT:
        return _KEPT[char]
    if 0xD800 <= ord(char) <= 0xDFFF:
        return None
    folded = "".join(
        _KEPT.get(part) or simplified().get(part, part)
        for part in unicodedata.normalize("NFKC", char).lower()
        if unicodedata.category(part) not in {"Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"} or part in "\n\t"
    )
    return folded or None


@cache
def simplified() -> dict[str, str]:
    """Traditional character to simplified, as the table in the phrasebook says (a fact from OpenCC)."""
    text = resources.files("fairdue_phrasebook").joinpath("simplified.txt").read_text(encoding="utf-8")
    pairs = (line for line in text.splitlines() if len(line) == 2)
    table = {line[0]: line[1] for line in pairs}
    return {one: table.get(two, two) for one, two in table.items()}


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Readable:
    """A text in one spelling. ``places`` is None when every character stands where it stood."""

    text: str
    places: tuple[int, ...] | None
    length: int

    def original(self, starts: int, ends: int) -> tuple[int, int]:
        """The stretch of the original text, half open, that ``text[starts:ends]`` came from."""
        if self.places is None:
            return starts, ends
        if starts >= ends:
            place = self.places[starts] if starts < len(self.places) else self.length
            return place, place
        return self.places[starts], self.places[ends - 1] + 1


def plain_characters(text: str) -> str:
    """``text`` with every character made plain, and nothing taken out between them."""
    return text.translate(_TABLE)


_ONE_FOR_ONE: set[str] = set()
"""Characters met so far that become exactly one character."""


@lru_cache(maxsize=128)  # A turn of a call is read a dozen times, one after the other.
def make_readable(text: str) -> Readable:
    """Read ``text`` in one spelling. Any string is taken; lone surrogates and controls vanish."""
    plain = text.translate(_TABLE)
    if (
        len(plain) == len(text)
        and _DECORATION.search(plain) is None
        # Characters that vanish and characters that become several could cancel out; then the long way is gone.
        and (text.isascii() or _is_one_for_one(text))
    ):
        return Readable(plain, None, len(text))
    return _the_long_way(text)


def _is_one_for_one(text: str) -> bool:
    if _ONE_FOR_ONE.issuperset(text):
        return True
    strange = set(text) - _ONE_FOR_ONE
    single = {char for char in strange if len(_TABLE[ord(char)] or "") == 1}
    _ONE_FOR_ONE.update(single)
    return len(single) == len(strange)


def _the_long_way(text: str) -> Readable:
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for part in _TABLE[ord(char)] or "":
            chars.append(part)
            places.append(place)
    plain = "".join(chars)
    kept: list[str] = []
    kept_places: list[int] = []
    last = 0
    for match in _DECORATION.finditer(plain):
        kept.append(plain[last : match.start()])
        kept_places.extend(places[last : match.start()])
        last = match.end()
    kept.append(plain[last:])
    kept_places.extend(places[last:])
    return Readable("".join(kept), tuple(kept_places), len(text))
