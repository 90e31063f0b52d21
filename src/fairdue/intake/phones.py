"""Phone numbers in a cell: several of them, in every spelling, sorted into mobiles and landlines.

Room: intake. Chinese mobiles are ``1[3-9]`` and nine digits more; everything else that can be dialled is
kept as digits beside them.

>>> read_phones("+86 139-2229-0195/0551-1234567")
Phones(mobiles=1, landlines=1, invalid=0)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from fairdue.foundation.fold import fold
from fairdue.intake.cell import Cell, plain_text, unwrapped

_MOBILE = re.compile(r"1[3-9]\d{9}")
_SPLIT = re.compile(r"[/、;,|\n\r\t\\]+|或者?|和|\bor\b|&")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s+(?=[(\[]?(?:\+|00)?(?:86)?[)\]]?[\s-]*1[3-9]\d[\d\s-]{8,})")
_NOISE = re.compile(r"[\s\-‐‑–—_.()\[\]']+")
_REMARK = re.compile(r"[^\d+*#()\[\]\-‐‑–—\s._']+")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)\s*\d{1,6}$", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:\+|00)?86(?=1[3-9]\d{9}$)|(?:\+|00)86(?=0?\d{9,11}$)")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}|400\d{7}|800\d{7}|95\d{3,6}|[2-8]\d{6,7}")
# A number with such a word beside it is somebody else's: it is not the customer's to be called.
_ANOTHER_PERSON = re.compile(
    r"[妻夫父母爸妈爷奶哥姐弟妹儿女兄嫂婿媳舅姑姨叔伯]|老婆|老公|太太|先生的|配偶|朋友|同事|同学|家人|亲属|亲戚|联系人|邻居|担保"
    r"|\b(?:wife|husband|spouse|father|mother|parent|son|daughter|brother|sister|friend|colleague|contact|relative)\b",
    re.IGNORECASE,
)
_COUNTRY_ALONE = frozenset({"", "86", "0086"})
_MOST_IN_A_CELL = 12


@dataclass(frozen=True, slots=True, repr=False)
class Phones:
    """The numbers of one cell, in order, without doubles; ``invalid`` counts what is no phone number.

    ``of_others`` counts the parts that name another person; their numbers are not read at all.
    """

    mobiles: tuple[str, ...]
    landlines: tuple[str, ...]
    invalid: int
    of_others: int = 0

    def __repr__(self) -> str:
        """Counts only: a number is a person's."""
        return f"Phones(mobiles={len(self.mobiles)}, landlines={len(self.landlines)}, invalid={self.invalid})"


_NONE = Phones((), (), 0)


def is_mobile(number: str) -> bool:
    """Is this exactly one Chinese mobile number in plain digits?"""
    return len(number) == 11 and number.isascii() and _MOBILE.fullmatch(number) is not None


def read_phones(cell: Cell) -> Phones:
    """Read every phone number of a cell."""
    text = unwrapped(plain_text(cell))
    if is_mobile(text):
        return Phones((text,), (), 0)
    text = fold(text)
    if not text:
        return _NONE
    mobiles: dict[str, None] = {}
    landlines: dict[str, None] = {}
    invalid = 0
    of_others = len(_ANOTHER_PERSON.findall(text))
    for piece in _pieces(text):
        number = _COUNTRY.sub("", _NOISE.sub("", piece))
        if _MOBILE.fullmatch(number):
            mobiles[number] = None
        elif _LANDLINE.fullmatch(number):
            landlines[number] = None
        elif number.lstrip("+") not in _COUNTRY_ALONE:
            invalid += 1
    return Phones(tuple(mobiles), tuple(landlines), invalid, of_others)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for part in _SPLIT.split(text):
        if _ANOTHER_PERSON.search(part):
            continue
        without_extension = _EXTENSION.sub("", part.strip())
        spoken = _REMARK.sub(" ", without_extension).strip()
        pieces += [each for each in _BETWEEN_NUMBERS.split(spoken) if each.strip()]
    return pieces[:_MOST_IN_A_CELL]
