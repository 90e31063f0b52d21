"""English number words written as figures: two hundred and fifty is 250, the twentieth is the 20th.

Room: understanding. Numbers below a hundred are folded only where the words beside them say that they
count money, days or hours: at three, ten days, fifty pounds a month.

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
_WORD_WITHIN = "|".join(sorted((*(word for word in _SMALL if word != "a"), *_LARGE), key=len, reverse=True))
_NUMBER = re.compile(rf"\b(?:{_WORD})(?:[ -](?:and )?(?:{_WORD_WITHIN}))*\b", re.IGNORECASE)
_MOST_WORDS = 12
_SMALL_WORDS = "|".join(sorted((word for word in _SMALL if word not in ("a", "zero")), key=len, reverse=True))
_FIGURE = rf"(?:(?:{'|'.join(_TENS.split())})(?:[ -](?:{'|'.join(_ONES.split()[1:10])}))?|{_SMALL_WORDS})"
_COUNTS = (
    r"(?:pounds?|quid|yuan|kuai|rmb|dollars?|bucks|days?|weeks?|fortnights?|hours?|minutes?|months?|o'?clock"
    r"|[ap]\.?m\b|(?:a|per|each|every) (?:month|week|fortnight)|in the (?:morning|afternoon|evening)"
    r"|(?:past|to) [\w]+|thirty\b|fifteen\b|forty[ -]five\b|tonight|tomorrow|this (?:morning|afternoon|evening)|on [mtwfs]\w+day)"
)
_BEFORE_AN_HOUR = r"(?:at|after|by|before|until|till|past|from|half|quarter to|quarter past|lunchtime,?|noon,?|between|around|about)"
_SMALL_NUMBER = re.compile(
    rf"\b(?P<lead>{_BEFORE_AN_HOUR} )?(?P<small>{_FIGURE})\b(?! (?:of|more|point|time|or|to \w+ (?:hundred|thousand))\b)(?P<counts>(?=,? {_COUNTS}))?",
    re.IGNORECASE,
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINAL = {word: number for number, word in enumerate(_ORDINALS.split(), 1)}
_ORDINAL |= {
    f"twenty{dash}{word}": 20 + n for dash in " -" for n, word in enumerate(_ORDINALS.split()[:9], 1)
}
_ORDINAL |= {"thirtieth": 30, "thirty first": 31, "thirty-first": 31}
_ORDINAL_WORD = "|".join(sorted(_ORDINAL, key=len, reverse=True))
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
# "the second" is a day before a mark, a month or a word that goes on with the sentence, not before a thing.
_GOES_ON = r"i|we|and|for|when|at|by|in|then|or|is|it|my|if|because|that|but|you|next month"
_ORDINAL_DAY = re.compile(
    rf"\bthe (?P<day>{_ORDINAL_WORD})\b(?=\s*$|[,.?!;]| of (?:{_MONTHS}|next|this|the month)| (?:{_MONTHS}|{_GOES_ON})\b)"
    rf"|\b(?P<month>{_MONTHS}) (?:the )?(?P<of_month>{_ORDINAL_WORD})\b",
    re.IGNORECASE,
)
# Two numbers to choose from, and a number with something, are guesses: "some" stands in their place.
_ROUGH = re.compile(
    rf"\b(?:{_SMALL_WORDS}) (?:or|to|and) (?:{_SMALL_WORDS}) (?:hundred|thousand)\b(?! (?:and )?(?:{_SMALL_WORDS}))"
    rf"|(?:\b(?:{_WORD})[ -](?:and )?){{1,12}}(?:something|odd|ish)\b",
    re.IGNORECASE,
)
_HALF_THOUSAND = re.compile(rf"\b(?P<count>{_SMALL_WORDS}) and a half thousand\b", re.IGNORECASE)


def fold_number_words(text: str) -> str:
    """Return ``text`` with its number words in figures where they count money, days or hours."""
    text = _ROUGH.sub("some", text)
    text = _HALF_THOUSAND.sub(lambda match: str(_SMALL[match["count"].lower()] * 1000 + 500), text)
    text = _NUMBER.sub(_figures, text)
    return _SMALL_NUMBER.sub(_small_figure, _ORDINAL_DAY.sub(_ordinal_figure, text))


def _small_figure(match: re.Match[str]) -> str:
    if match["lead"] is None and match["counts"] is None:
        return match.group()
    words = re.split(r"[ -]", match["small"].lower())
    return (match["lead"] or "") + str(sum(_SMALL[word] for word in words))


def _ordinal_figure(match: re.Match[str]) -> str:
    word = match["day"] or match["of_month"]
    day = _ORDINAL[word.lower()]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
    if match["month"]:
        return f"{match['month']} {day}{ending}"
    return f"the {day}{ending}"


def _figures(match: re.Match[str]) -> str:
    words = [word for word in re.split(r"[ -]", match.group().lower()) if word != "and"]
    if len(words) > _MOST_WORDS or _LARGE.keys().isdisjoint(words) or words[0] in ("hundred", "grand"):
        return match.group()
    total = section = 0
    for word in words:
        if word == "hundred":
            section *= 100
        elif word in _LARGE:
            total, section = total + (section or 1) * 1000, 0
        else:
            section += _SMALL[word]
    return str(total + section)
