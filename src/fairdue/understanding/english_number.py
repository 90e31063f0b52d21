"""English number words of a hundred and more, written as figures: two hundred and fifty is 250.

Room: understanding. Smaller ones stay words: they count days and people more often than money.

>>> fold_number_words("I can do two thousand five hundred today")
'I can do 2500 today'
"""

from __future__ import annotations

import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
    " seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: number for number, word in enumerate(_ONES.split())}
_SMALL |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
_SMALL |= {"a": 1}
_LARGE = {"hundred": 100, "thousand": 1000, "grand": 1000}
_WORD = "|".join(sorted((*_SMALL, *_LARGE), key=len, reverse=True))
_NUMBER = re.compile(rf"\b(?:{_WORD})(?:[ -](?:and )?(?:{_WORD}))*\b", re.IGNORECASE)
_MOST_WORDS = 12


def fold_number_words(text: str) -> str:
    """Return ``text`` with every number in words that has a hundred or a thousand in it written in figures."""
    return _NUMBER.sub(_figures, text)


def _figures(match: re.Match[str]) -> str:
    words = [word for word in re.split(r"[ -]", match.group().lower()) if word != "and"]
    if len(words) > _MOST_WORDS or _LARGE.keys().isdisjoint(words) or words[0] in _LARGE:
        return match.group()
    total = section = 0
    for word in words:
        if word == "hundred":
            section *= 100
        elif word in _LARGE:
            total, section = total + section * 1000, 0
        else:
            section += _SMALL[word]
    return str(total + section)
